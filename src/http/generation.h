/* generation.h - which index is served now, and how a new one takes its place between two requests.
 *
 * Idea:     a generation is an open index with a count of its users. A watcher looks at the file
 *           twice a second; a new one is opened (which verifies it) before it becomes current; one
 *           that is refused is named in the log, and the old one goes on serving. What is built from
 *           an index and only read (its site's words, its suggestions) is built here, once.
 * Threads:  any; acquire and release are a mutex held for nanoseconds.
 */
#ifndef GP_HTTP_GENERATION_H
#define GP_HTTP_GENERATION_H

#include "search/suggest.h"

typedef struct gp_generations gp_generations;

typedef struct gp_generation {
    gp_store *store;             /* share it; do not use it yourself */
    gp_site site;                /* the index's words and rules; read-only, in `memory` */
    gp_suggestions *suggestions; /* read-only: all search threads ask the same */
    gp_arena memory;
    uint64_t number; /* 1, 2, 3 ... in this process */
    unsigned users;  /* guarded by the owner's lock */
} gp_generation;

/* Opens the index at `path` for visitors. With `wait`, a missing or refused index is no error: pages
 * then say so until there is one. An index with drafts is refused unless this is a `preview`. Starts the
 * watcher. */
gp_status gp_generations_open(const char *path, bool wait, bool preview,
                              gp_generations **generations, gp_error *error) GP_MUST_CHECK;
/* Stops the watcher; no acquired generation may be held any more. */
void gp_generations_close(gp_generations *generations);
/* The current generation, or NULL when there is none. Release it. */
gp_generation *gp_generations_acquire(gp_generations *generations);
void gp_generations_release(gp_generations *generations, gp_generation *generation);
/* Number of the current generation; 0: none. */
uint64_t gp_generations_number(gp_generations *generations);
/* Returns when the current generation is not number `seen` any more, after `timeout_ms`, or when
 * gp_generations_wake was called: from then on it returns at once. */
void gp_generations_wait(gp_generations *generations, uint64_t seen, long timeout_ms);
void gp_generations_wake(gp_generations *generations);

#endif
