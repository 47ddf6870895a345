/* generation.h - which index is served now, and how a new one takes its place between two requests.
 *
 * Idea:     a generation is an open index with a count of its users. A watcher looks at the file
 *           twice a second; a new one is opened (which verifies it) before it becomes current; one
 *           that is refused is named in the log, and the old one goes on serving. What is built from
 *           an index and only read (its site's words, its suggestions) is built here, once.
 * Days:     an index is opened for a day (store/hidden.h); on a day on which an article comes or goes the
 *           watcher opens it anew. Until it has, which may take it a second, matches go by the new day,
 *           words by the one before.
 * Staff:    what staff may read besides is opened on the same bytes when the first of them asks, so that a site
 *           where nobody signs in pays nothing for it. A visitor's request never asks.
 * Threads:  any; acquire and release are a mutex held for nanoseconds.
 */
#ifndef GP_HTTP_GENERATION_H
#define GP_HTTP_GENERATION_H

#include "search/suggest.h"

#include <pthread.h>

typedef struct gp_generations gp_generations;
/* The day it is, since 1970-01-01: gp_clock_today, or a test's. Called from any thread. */
typedef int32_t gp_today_fn(void);

typedef struct gp_generation {
    gp_store *store;             /* share it; do not use it yourself */
    gp_site site;                /* the index's words and rules; read-only, in `memory` */
    gp_suggestions *suggestions; /* read-only: all search threads ask the same */
    gp_arena memory;
    int32_t day;                /* for which it was opened; 0: any */
    pthread_mutex_t staff_lock; /* staff, until it is there */
    gp_store *staff;            /* NULL: nobody has asked yet. Share it, as the other */
    uint64_t number;            /* 1, 2, 3 ... in this process */
    unsigned users;             /* guarded by the owner's lock */
} gp_generation;

/* Opens the index at `path` for visitors. With `wait`, a missing or refused index is no error: pages
 * then say so until there is one. An index with drafts is refused unless this is a `preview`. Starts the
 * watcher. */
gp_status gp_generations_open(const char *path, bool wait, bool preview, gp_today_fn *today,
                              gp_generations **generations, gp_error *error) GP_MUST_CHECK;
/* Stops the watcher; no acquired generation may be held any more. */
void gp_generations_close(gp_generations *generations);
/* The current generation, or NULL when there is none. Release it. */
gp_generation *gp_generations_acquire(gp_generations *generations);
void gp_generations_release(gp_generations *generations, gp_generation *generation);
/* What staff search of a generation that the caller holds: opened by the first who asks, while visitors go on
 * being answered; `*store` (to be shared) lives as long as the generation. Errors as gp_store_open_beside;
 * then the next call tries again. */
gp_status gp_generation_for_staff(gp_generation *generation, gp_store **store,
                                  gp_error *error) GP_MUST_CHECK;
/* Number of the current generation; 0: none. */
uint64_t gp_generations_number(gp_generations *generations);
/* Returns when the current generation is not number `seen` any more, after `timeout_ms`, or when
 * gp_generations_wake was called: from then on it returns at once. */
void gp_generations_wait(gp_generations *generations, uint64_t seen, long timeout_ms);
void gp_generations_wake(gp_generations *generations);

#endif
