#include "http/pool.h"

#include "base/memory.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>

enum {
    STACK_SIZE = 1 << 20,
    THREADS_MAX = 64,
    QUEUE_MAX = 4096
};

typedef struct ticket {
    gp_pool_job *job;
    void *argument;
    sem_t ended; /* posted without the lock: a waiter that wakes need not queue for it */
    struct ticket *next;
} ticket;

typedef struct worker {
    gp_pool *pool;
    void *state;
    pthread_t thread;
} worker;

struct gp_pool {
    gp_pool_options options;
    pthread_mutex_t lock;
    pthread_cond_t work;
    ticket *first, *last; /* the queue; tickets live on their waiters' stacks */
    unsigned waiting;
    bool stop;
    unsigned started;
    worker workers[THREADS_MAX];
};

static ticket *next_ticket(gp_pool *pool)
{
    ticket *taken;

    while (pool->first == NULL && !pool->stop)
        (void)pthread_cond_wait(&pool->work, &pool->lock);
    taken = pool->first;
    if (taken == NULL)
        return NULL;
    pool->first = taken->next;
    if (pool->first == NULL)
        pool->last = NULL;
    pool->waiting--;
    return taken;
}

static void *serve(void *context)
{
    worker *self = context;
    gp_pool *pool = self->pool;
    ticket *taken;

    (void)pthread_mutex_lock(&pool->lock);
    while ((taken = next_ticket(pool)) != NULL) {
        (void)pthread_mutex_unlock(&pool->lock);
        taken->job(self->state, taken->argument);
        (void)sem_post(&taken->ended); /* the ticket is gone from here on */
        (void)pthread_mutex_lock(&pool->lock);
    }
    (void)pthread_mutex_unlock(&pool->lock);
    return NULL;
}

static bool start_worker(gp_pool *pool, pthread_attr_t *attributes)
{
    worker *self = &pool->workers[pool->started];

    self->pool = pool;
    self->state = pool->options.open(pool->options.context);
    if (self->state == NULL)
        return false;
    if (pthread_create(&self->thread, attributes, serve, self) != 0) {
        pool->options.close(self->state);
        return false;
    }
    pool->started++;
    return true;
}

gp_status gp_pool_open(const gp_pool_options *options, gp_pool **pool, gp_error *error)
{
    gp_pool *made = NULL;
    pthread_attr_t attributes;
    bool ok = true;

    *pool = NULL;
    if (options->threads < 1 || options->threads > THREADS_MAX || options->queue < 1 ||
        options->queue > QUEUE_MAX)
        return gp_error_set(error, GP_INVALID, "search threads: 1 to %d; queue: 1 to %d",
                            THREADS_MAX, QUEUE_MAX);
    made = gp_alloc(sizeof *made);
    if (made == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "not enough memory for the search threads");
    made->options = *options;
    (void)pthread_mutex_init(&made->lock, NULL);
    (void)pthread_cond_init(&made->work, NULL);
    (void)pthread_attr_init(&attributes);
    (void)pthread_attr_setstacksize(&attributes, STACK_SIZE);
    while (ok && made->started < options->threads)
        ok = start_worker(made, &attributes);
    (void)pthread_attr_destroy(&attributes);
    if (!ok) {
        gp_pool_close(made);
        return gp_error_set(error, GP_IO, "a search thread cannot be started");
    }
    *pool = made;
    return GP_OK;
}

void gp_pool_close(gp_pool *pool)
{
    if (pool == NULL)
        return;
    (void)pthread_mutex_lock(&pool->lock);
    pool->stop = true;
    (void)pthread_cond_broadcast(&pool->work);
    (void)pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->started; i++) {
        (void)pthread_join(pool->workers[i].thread, NULL);
        pool->options.close(pool->workers[i].state);
    }
    (void)pthread_cond_destroy(&pool->work);
    (void)pthread_mutex_destroy(&pool->lock);
    gp_free(pool);
}

/* Puts the ticket at the end of the queue; false when there is no place. */
static bool enqueue(gp_pool *pool, ticket *own)
{
    bool room;

    (void)pthread_mutex_lock(&pool->lock);
    room = !pool->stop && pool->waiting < pool->options.queue;
    if (room) {
        if (pool->last != NULL)
            pool->last->next = own;
        else
            pool->first = own;
        pool->last = own;
        pool->waiting++;
    }
    (void)pthread_mutex_unlock(&pool->lock);
    if (room)
        (void)pthread_cond_signal(&pool->work);
    return room;
}

gp_status gp_pool_run(gp_pool *pool, gp_pool_job *job, void *argument)
{
    ticket own = {.job = job, .argument = argument};
    bool queued;

    (void)sem_init(&own.ended, 0, 0);
    queued = enqueue(pool, &own);
    while (queued && sem_wait(&own.ended) != 0 && errno == EINTR)
        continue;
    (void)sem_destroy(&own.ended);
    return queued ? GP_OK : GP_BUSY;
}
