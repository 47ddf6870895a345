/* pool.h - a bounded number of threads that do the searching, with a bounded queue before them.
 *
 * Why:      many connections may be open, few can be worked for at once; and a search wants a stack
 *           and a reader of its own. A full queue is refused at once, so that the visitor hears
 *           within a millisecond, not after a time-out.
 * Threads:  gp_pool_run from any thread; it returns when the job is done.
 */
#ifndef GP_HTTP_POOL_H
#define GP_HTTP_POOL_H

#include "base/status.h"

typedef struct gp_pool gp_pool;

/* `state` is the worker's own, made by `open` when the worker starts. */
typedef void gp_pool_job(void *state, void *argument);
typedef struct gp_pool_options {
    unsigned threads;             /* 1..64 */
    unsigned queue;               /* jobs that may wait, 1..4096 */
    void *context;                /* for open */
    void *(*open)(void *context); /* NULL on failure: the pool is not opened */
    void (*close)(void *state);
} gp_pool_options;

gp_status gp_pool_open(const gp_pool_options *options, gp_pool **pool,
                       gp_error *error) GP_MUST_CHECK;
/* Waits for the jobs that run and wait. */
void gp_pool_close(gp_pool *pool);
/* Runs `job` on a worker and waits for its end. GP_BUSY at once when the queue is full or the pool
 * is closing. */
gp_status gp_pool_run(gp_pool *pool, gp_pool_job *job, void *argument) GP_MUST_CHECK;

#endif
