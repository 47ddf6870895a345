#include "http/generation.h"

#include "base/log.h"
#include "base/memory.h"

#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
    LOOK_EVERY_MS = 500,
    PATH_SIZE = 4096,
    SITE_LIMIT = 4 << 20
};

/* What tells one file from the next at the same path. */
typedef struct file_mark {
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec changed;
} file_mark;

struct gp_generations {
    char path[PATH_SIZE];
    pthread_mutex_t lock;
    pthread_cond_t wake; /* the watcher sleeps on it */
    pthread_cond_t news; /* who waits for the next generation, on this one */
    bool preview;
    bool awake; /* nobody waits for news any more */
    gp_generation *current;
    uint64_t count;
    file_mark seen; /* of the file last opened or refused */
    gp_today_fn *today;
    int32_t
        day; /* that `current` was opened for, or that it was found to be right for; the watcher's */
    bool stop;
    bool watching;
    pthread_t watcher;
};

static file_mark mark_of(const char *path)
{
    struct stat info;
    file_mark mark;

    memset(&mark, 0, sizeof mark);
    if (stat(path, &info) != 0)
        return mark;
    mark.device = info.st_dev;
    mark.inode = info.st_ino;
    mark.size = info.st_size;
    mark.changed = info.st_mtim;
    return mark;
}

static bool same_mark(const file_mark *a, const file_mark *b)
{
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}

static void drop(gp_generation *generation)
{
    gp_store_close(generation->staff);
    gp_suggestions_close(generation->suggestions);
    gp_store_close(generation->store);
    gp_arena_clear(&generation->memory);
    (void)pthread_mutex_destroy(&generation->staff_lock);
    gp_free(generation);
}

static gp_status open_site(const char *path, bool preview, gp_generation *fresh, gp_error *error)
{
    gp_str json = gp_store_site(fresh->store);
    gp_status status;

    gp_arena_init(&fresh->memory, SITE_LIMIT);
    if (json.size == 0) {
        status = gp_site_default(&fresh->memory, &fresh->site);
        return status == GP_OK ? status
                               : gp_error_set(error, status, "%s: not enough memory", path);
    }
    status = gp_site_read_json(json, &fresh->memory, &fresh->site, error);
    if (status == GP_OK && fresh->site.preview && !preview)
        status = gp_error_set(error, GP_INVALID,
                              "%s: it holds drafts, for a preview alone; build it with guidepost "
                              "index",
                              path);
    return status;
}

/* The store of the index at `path`, and what is made of it once. */
static gp_status open_index(const char *path, bool preview, int32_t day, gp_generation *fresh,
                            gp_error *error)
{
    gp_status status = gp_store_open_on(path, GP_PUBLIC, day, &fresh->store, error);

    fresh->day = day;
    if (status == GP_OK)
        status = open_site(path, preview, fresh, error);
    if (status == GP_OK)
        status = gp_suggestions_open(fresh->store, &fresh->site, &fresh->suggestions, error);
    return status;
}

/* Opens what is at the path now and makes it current. */
static gp_status take(gp_generations *generations, gp_error *error)
{
    gp_generation *fresh = gp_alloc(sizeof *fresh);
    gp_generation *old;
    gp_status status;

    if (fresh == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "%s: not enough memory", generations->path);
    (void)pthread_mutex_init(&fresh->staff_lock, NULL);
    generations->day = generations->today();
    /* a preview knows the words of all days */
    status = open_index(generations->path, generations->preview,
                        generations->preview ? 0 : generations->day, fresh, error);
    if (status != GP_OK) {
        drop(fresh);
        return status;
    }
    fresh->users = 1; /* being current counts as a user */
    (void)pthread_mutex_lock(&generations->lock);
    old = generations->current;
    fresh->number = ++generations->count;
    generations->current = fresh;
    (void)pthread_cond_broadcast(&generations->news);
    (void)pthread_mutex_unlock(&generations->lock);
    if (old != NULL)
        gp_generations_release(generations, old);
    return GP_OK;
}

/* True when another day has come, and with it or with a day between an article that comes or goes. */
static bool day_turns(gp_generations *generations)
{
    int32_t before = generations->day;

    generations->day = generations->today();
    return generations->day != before && generations->current != NULL &&
           gp_store_days_differ(generations->current->store, before, generations->day);
}

static void look(gp_generations *generations)
{
    file_mark now = mark_of(generations->path);
    gp_error error;

    /* a missing file says nothing: the index being served is still open */
    if (now.inode == 0 || (same_mark(&now, &generations->seen) && !day_turns(generations)))
        return;
    generations->seen = now;
    if (take(generations, &error) == GP_OK)
        gp_log(GP_LOG_INFO, "index", "generation %llu is served",
               (unsigned long long)gp_generations_number(generations));
    else
        gp_log(GP_LOG_ERROR, "index", "the new index is refused, the old one goes on: %s",
               error.text);
}

static struct timespec in_ms(long milliseconds)
{
    struct timespec at;

    (void)clock_gettime(CLOCK_REALTIME, &at);
    at.tv_nsec += milliseconds * 1000000;
    at.tv_sec += at.tv_nsec / 1000000000;
    at.tv_nsec %= 1000000000;
    return at;
}

static void *watch(void *context)
{
    gp_generations *generations = context;

    (void)pthread_mutex_lock(&generations->lock);
    while (!generations->stop) {
        struct timespec at = in_ms(LOOK_EVERY_MS);
        (void)pthread_cond_timedwait(&generations->wake, &generations->lock, &at);
        if (generations->stop)
            break;
        (void)pthread_mutex_unlock(&generations->lock);
        look(generations);
        (void)pthread_mutex_lock(&generations->lock);
    }
    (void)pthread_mutex_unlock(&generations->lock);
    return NULL;
}

gp_status gp_generations_open(const char *path, bool wait, bool preview, gp_today_fn *today,
                              gp_generations **generations, gp_error *error)
{
    gp_generations *made = gp_alloc(sizeof *made);
    gp_status status;

    *generations = NULL;
    if (made == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "%s: not enough memory", path);
    if (strlen(path) >= sizeof made->path) {
        gp_free(made);
        return gp_error_set(error, GP_INVALID, "%.60s...: the path is too long", path);
    }
    memcpy(made->path, path, strlen(path) + 1);
    (void)pthread_mutex_init(&made->lock, NULL);
    (void)pthread_cond_init(&made->wake, NULL);
    (void)pthread_cond_init(&made->news, NULL);
    made->preview = preview;
    made->seen = mark_of(path);
    made->today = today;
    status = take(made, error);
    if (status != GP_OK && !wait) {
        gp_generations_close(made);
        return status;
    }
    if (status != GP_OK)
        gp_log(GP_LOG_ERROR, "index", "serving without an index: %s", error->text);
    made->watching = pthread_create(&made->watcher, NULL, watch, made) == 0;
    if (!made->watching) {
        gp_generations_close(made);
        return gp_error_set(error, GP_IO, "the watcher thread cannot be started");
    }
    *generations = made;
    return GP_OK;
}

void gp_generations_close(gp_generations *generations)
{
    if (generations == NULL)
        return;
    if (generations->watching) {
        (void)pthread_mutex_lock(&generations->lock);
        generations->stop = true;
        (void)pthread_cond_signal(&generations->wake);
        (void)pthread_mutex_unlock(&generations->lock);
        (void)pthread_join(generations->watcher, NULL);
    }
    if (generations->current != NULL)
        drop(generations->current);
    (void)pthread_cond_destroy(&generations->wake);
    (void)pthread_cond_destroy(&generations->news);
    (void)pthread_mutex_destroy(&generations->lock);
    gp_free(generations);
}

gp_generation *gp_generations_acquire(gp_generations *generations)
{
    gp_generation *current;

    (void)pthread_mutex_lock(&generations->lock);
    current = generations->current;
    if (current != NULL)
        current->users++;
    (void)pthread_mutex_unlock(&generations->lock);
    return current;
}

void gp_generations_release(gp_generations *generations, gp_generation *generation)
{
    bool last;

    (void)pthread_mutex_lock(&generations->lock);
    last = --generation->users == 0;
    (void)pthread_mutex_unlock(&generations->lock);
    if (last)
        drop(generation);
}

/* ---- staff ---------------------------------------------------------------------------------- */

gp_status gp_generation_for_staff(gp_generation *generation, gp_store **store, gp_error *error)
{
    gp_status status = GP_OK;

    (void)pthread_mutex_lock(&generation->staff_lock);
    if (generation->staff == NULL)
        status = gp_store_open_beside(generation->store, GP_STAFF, generation->day,
                                      &generation->staff, error);
    *store = generation->staff;
    (void)pthread_mutex_unlock(&generation->staff_lock);
    return status;
}

uint64_t gp_generations_number(gp_generations *generations)
{
    uint64_t number;

    (void)pthread_mutex_lock(&generations->lock);
    number = generations->current != NULL ? generations->current->number : 0;
    (void)pthread_mutex_unlock(&generations->lock);
    return number;
}

void gp_generations_wait(gp_generations *generations, uint64_t seen, long timeout_ms)
{
    struct timespec at = in_ms(timeout_ms);
    int late = 0;

    (void)pthread_mutex_lock(&generations->lock);
    while (!generations->awake && late == 0 &&
           (generations->current != NULL ? generations->current->number : 0) == seen)
        late = pthread_cond_timedwait(&generations->news, &generations->lock, &at);
    (void)pthread_mutex_unlock(&generations->lock);
}

void gp_generations_wake(gp_generations *generations)
{
    (void)pthread_mutex_lock(&generations->lock);
    generations->awake = true;
    (void)pthread_cond_broadcast(&generations->news);
    (void)pthread_mutex_unlock(&generations->lock);
}
