#include "base/arena.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
    ALIGN = 16,
    BLOCK_SIZE = 16 * 1024,
    KEEP_MAX = 1024 * 1024, /* bytes that a reset keeps for the next use */
    SHORT_TEXT = 256        /* most of what is formatted is shorter */
};

struct gp_arena_block {
    gp_arena_block *next;
    size_t size; /* bytes of data */
    size_t used;
    _Alignas(ALIGN) unsigned char data[];
};

void gp_arena_init(gp_arena *arena, size_t limit)
{
    *arena = (gp_arena){.limit = limit};
}

static void free_from(gp_arena_block *block)
{
    while (block != NULL) {
        gp_arena_block *next = block->next;
        gp_free(block);
        block = next;
    }
}

void gp_arena_clear(gp_arena *arena)
{
    free_from(arena->blocks);
    gp_arena_init(arena, arena->limit);
}

static gp_arena_block *add_block(gp_arena *arena, size_t size)
{
    gp_arena_block *block;

    if (size > SIZE_MAX - sizeof *block)
        return NULL;
    block = gp_alloc(sizeof *block + size);
    if (block == NULL)
        return NULL;
    block->size = size;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

/* The one block that a reset keeps: as large as all that was used, so that the next use, which is
 * often alike, asks for no memory. NULL: none. */
static gp_arena_block *kept_block(gp_arena *arena)
{
    gp_arena_block *newest = arena->blocks;
    size_t used = arena->used;

#ifdef GP_SANITIZE
    gp_arena_clear(arena);
    return NULL;
#endif
    if (newest != NULL && newest->next == NULL && newest->size <= KEEP_MAX) {
        memset(newest->data, 0, newest->used); /* what is handed out is promised to be zero */
        newest->used = 0;
        return newest;
    }
    gp_arena_clear(arena);
    if (used > KEEP_MAX)
        used = KEEP_MAX;
    return used > 0 ? add_block(arena, used > BLOCK_SIZE ? used : BLOCK_SIZE) : NULL;
}

void gp_arena_reset(gp_arena *arena)
{
    gp_arena_block *keep = kept_block(arena);

    gp_arena_init(arena, arena->limit);
    arena->blocks = keep;
}

/* The bytes an item takes, or 0 when the arena's limit does not allow it. */
static size_t rounded(const gp_arena *arena, size_t size)
{
    size_t whole;

    if (size > SIZE_MAX - ALIGN)
        return 0;
    whole = (size > 0 ? size + ALIGN - 1 : ALIGN) / ALIGN * ALIGN;
    return whole > arena->limit || arena->used > arena->limit - whole ? 0 : whole;
}

/* The block that has `whole` bytes left, new when the newest has not. Blocks grow with the arena,
 * so that a large document needs few of them. */
static gp_arena_block *block_for(gp_arena *arena, size_t whole, size_t exact)
{
    gp_arena_block *block = arena->blocks;
    size_t size = BLOCK_SIZE > arena->used / 2 ? BLOCK_SIZE : arena->used / 2;

#ifdef GP_SANITIZE
    (void)block;
    (void)size;
    (void)whole;
    return add_block(arena, exact);
#else
    (void)exact;
    if (block != NULL && block->size - block->used >= whole)
        return block;
    return add_block(arena, whole > size ? whole : size);
#endif
}

void *gp_arena_alloc(gp_arena *arena, size_t size)
{
    size_t whole = rounded(arena, size);
    gp_arena_block *block = whole > 0 ? block_for(arena, whole, size) : NULL;
    void *item;

    if (block == NULL) {
        arena->failed = true;
        return NULL;
    }
    item = block->data + block->used;
    block->used += whole;
    arena->used += whole;
    return item;
}

gp_str gp_arena_copy(gp_arena *arena, gp_str s)
{
    char *data = s.size < SIZE_MAX ? gp_arena_alloc(arena, s.size + 1) : NULL;

    if (data == NULL)
        return (gp_str){NULL, 0};
    if (s.size > 0)
        memcpy(data, s.data, s.size);
    return (gp_str){data, s.size};
}

gp_str gp_arena_printf(gp_arena *arena, const char *format, ...)
{
    char text[SHORT_TEXT];
    va_list args;
    int length;
    char *data;

    va_start(args, format);
    length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (length >= 0 && length < SHORT_TEXT)
        return gp_arena_copy(arena, (gp_str){text, (size_t)length});
    data = length >= 0 ? gp_arena_alloc(arena, (size_t)length + 1) : NULL;
    if (data == NULL)
        return (gp_str){NULL, 0};
    va_start(args, format);
    (void)vsnprintf(data, (size_t)length + 1, format, args);
    va_end(args);
    return (gp_str){data, (size_t)length};
}

gp_str gp_arena_take(gp_arena *arena, const gp_buf *buf)
{
    if (buf->status != GP_OK) {
        arena->failed = true;
        return (gp_str){NULL, 0};
    }
    return gp_arena_copy(arena, gp_buf_str(buf));
}

void *gp_vec_room(gp_arena *arena, void *items, size_t *count, size_t *capacity, size_t item_size)
{
    size_t wanted = *capacity > 0 ? *capacity * 2 : 8;
    void *grown;

    if (items != NULL && *count < *capacity)
        return items;
    grown = wanted <= SIZE_MAX / item_size ? gp_arena_alloc(arena, wanted * item_size) : NULL;
    if (grown == NULL) {
        arena->failed = true;
        *count = 0;
        *capacity = 0;
        return NULL;
    }
    if (*count > 0)
        memcpy(grown, items, *count * item_size);
    *capacity = wanted;
    return grown;
}

bool gp_str_list_add(gp_arena *arena, gp_str_list *list, gp_str s)
{
    gp_str *item = GP_VEC_PUSH(arena, list);

    if (item == NULL)
        return false;
    *item = s;
    return true;
}
