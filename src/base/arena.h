/* arena.h - memory of one request or one document, freed at once, with a hard limit.
 *
 * Memory:   blocks from gp_alloc; gp_arena_clear frees all. In sanitizer builds (GP_SANITIZE) each
 *           item is its own allocation, so that overruns show.
 * Threads:  one arena, one thread at a time.
 */
#ifndef GP_BASE_ARENA_H
#define GP_BASE_ARENA_H

#include "base/buf.h"
#include "base/str.h"

typedef struct gp_arena_block gp_arena_block;

typedef struct gp_arena {
    gp_arena_block *blocks; /* newest first */
    size_t used;            /* bytes handed out and still held */
    size_t limit;           /* never more than this */
    bool failed;            /* some allocation was refused; sticky until clear or reset */
} gp_arena;

void gp_arena_init(gp_arena *arena, size_t limit);
/* Frees everything; the arena can be used again. */
void gp_arena_clear(gp_arena *arena);
/* As clear, but keeps one block for the next request (except in sanitizer builds). */
void gp_arena_reset(gp_arena *arena);

/* `size` zeroed bytes, 16-byte aligned, or NULL when the limit or the heap is reached. */
void *gp_arena_alloc(gp_arena *arena, size_t size);
/* A copy with a NUL behind it (not counted in size). On failure {NULL, 0} and arena->failed. */
gp_str gp_arena_copy(gp_arena *arena, gp_str s);
/* Formatted text in the arena; on failure {NULL, 0} and arena->failed. */
gp_str gp_arena_printf(gp_arena *arena, const char *format, ...) GP_PRINTF(2, 3);
/* Copies what `buf` holds, and fails (arena->failed) if buf->status is not GP_OK. */
gp_str gp_arena_take(gp_arena *arena, const gp_buf *buf);

/* A growing array in an arena: GP_VEC(gp_str) names; */
#define GP_VEC(type)                                                                               \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count, capacity;                                                                    \
    }
/* A pointer to a new zeroed item at the end of `*vec`, or NULL when the arena is full (then the
 * array holds nothing and arena->failed is set). Pointers to older items become stale. */
#define GP_VEC_PUSH(arena, vec)                                                                    \
    (((vec)->items = gp_vec_room((arena), (vec)->items, &(vec)->count, &(vec)->capacity,           \
                                 sizeof *(vec)->items)) != NULL                                    \
         ? &(vec)->items[(vec)->count++]                                                           \
         : NULL)
void *gp_vec_room(gp_arena *arena, void *items, size_t *count, size_t *capacity, size_t item_size);

typedef GP_VEC(gp_str) gp_str_list;

/* Appends `s` itself (no copy of its bytes); false when the arena is full. */
bool gp_str_list_add(gp_arena *arena, gp_str_list *list, gp_str s);

#endif
