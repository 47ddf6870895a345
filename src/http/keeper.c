#include "http/keeper.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"

#include <pthread.h>
#include <time.h>

enum {
    PERIOD_S = 60
};

struct gp_keeper {
    gp_desk *desk;
    gp_now_fn *now;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t told;
    bool stop;
};

void gp_keeper_tell(gp_desk *desk, gp_status status, const gp_error *error)
{
    if (!gp_desk_news(desk, status))
        return;
    if (status == GP_OK)
        gp_log(GP_LOG_INFO, "desk", "it can be written again");
    else
        gp_log(GP_LOG_ERROR, "desk", "votes and counts are not kept, searching goes on: %s",
               error->text);
}

static void tend(gp_keeper *keeper)
{
    gp_error error;
    gp_status status = gp_desk_tend(keeper->desk, gp_clock_today(), &error);

    /* a session that is over is refused whether its row is gone or not: the next minute tries again */
    if (status == GP_OK)
        status = gp_desk_end_sessions(keeper->desk, keeper->now(), &error);
    gp_keeper_tell(keeper->desk, status, &error);
}

/* False when it is time to stop. */
static bool wait_a_minute(gp_keeper *keeper)
{
    struct timespec until;
    bool stop;

    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PERIOD_S;
    (void)pthread_mutex_lock(&keeper->lock);
    while (!keeper->stop && pthread_cond_timedwait(&keeper->told, &keeper->lock, &until) == 0)
        ;
    stop = keeper->stop;
    (void)pthread_mutex_unlock(&keeper->lock);
    return !stop;
}

static void *keep(void *context)
{
    gp_keeper *keeper = context;

    while (wait_a_minute(keeper))
        tend(keeper);
    return NULL;
}

gp_status gp_keeper_open(gp_desk *desk, gp_now_fn *now, gp_keeper **keeper, gp_error *error)
{
    gp_keeper *made = gp_alloc(sizeof *made);

    *keeper = NULL;
    if (made == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "the desk: not enough memory");
    made->desk = desk;
    made->now = now;
    (void)pthread_mutex_init(&made->lock, NULL);
    (void)pthread_cond_init(&made->told, NULL);
    tend(made);
    if (pthread_create(&made->thread, NULL, keep, made) != 0) {
        (void)pthread_cond_destroy(&made->told);
        (void)pthread_mutex_destroy(&made->lock);
        gp_free(made);
        return gp_error_set(error, GP_NO_MEMORY, "the desk: no thread can be started");
    }
    *keeper = made;
    return GP_OK;
}

void gp_keeper_close(gp_keeper *keeper)
{
    if (keeper == NULL)
        return;
    (void)pthread_mutex_lock(&keeper->lock);
    keeper->stop = true;
    (void)pthread_cond_signal(&keeper->told);
    (void)pthread_mutex_unlock(&keeper->lock);
    (void)pthread_join(keeper->thread, NULL);
    tend(keeper);
    (void)pthread_cond_destroy(&keeper->told);
    (void)pthread_mutex_destroy(&keeper->lock);
    gp_free(keeper);
}
