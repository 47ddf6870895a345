/* watch.c - inotify over folders that come and go.
 *
 * Folders made, moved or deleted change what must be watched. Following each event is a known source of
 * races (a file written into a new folder before its watch stands), so no event is followed: every look
 * begins with a fresh descriptor and a walk, and the build behind it sees what the walk was too early for.
 */
#include "index/watch.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define WATCH_MEMORY ((size_t)256 << 20)

enum {
    DEPTH_MAX = 32, /* as base/file.h walks */
    PATH_LIMIT = 4096,
    EVENTS_SIZE = 64 * 1024
};

static const uint32_t inside = IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO |
                               IN_DELETE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

/* A watched descriptor of inotify: all names in it matter, or those listed. */
typedef struct place {
    int id;
    bool whole;        /* below a PATH: every name matters */
    gp_str_list names; /* of a folder above a PATH: what leads to it */
} place;

struct gp_watch {
    const char *const *paths;
    size_t count;
    const char *db; /* its file name alone */
    int inotify;    /* -1: nothing is watched yet */
    gp_arena memory;
    GP_VEC(place) places;
};

static gp_status no_memory(gp_error *error)
{
    return gp_error_set(error, GP_NO_MEMORY, "not enough memory to watch the folders");
}

gp_status gp_watch_open(const char *const *paths, size_t count, const char *db, gp_watch **watch,
                        gp_error *error)
{
    gp_watch *made = gp_alloc(sizeof *made);
    const char *slash = strrchr(db, '/');

    *watch = made;
    if (made == NULL)
        return no_memory(error);
    *made = (gp_watch){
        .paths = paths, .count = count, .db = slash != NULL ? slash + 1 : db, .inotify = -1};
    gp_arena_init(&made->memory, WATCH_MEMORY);
    return GP_OK;
}

void gp_watch_close(gp_watch *watch)
{
    if (watch == NULL)
        return;
    if (watch->inotify >= 0)
        (void)close(watch->inotify);
    gp_arena_clear(&watch->memory);
    gp_free(watch);
}

/* ---- what to watch -------------------------------------------------------------------------- */

/* ENOENT and the like are no errors: a folder may go while it is looked at. */
static gp_status add_place(gp_watch *self, const char *path, uint32_t mask, place **made,
                           gp_error *error)
{
    int id = inotify_add_watch(self->inotify, path, mask);

    *made = NULL;
    if (id < 0 && errno == ENOSPC)
        return gp_error_set(error, GP_IO,
                            "watch: %.100s: the system watches no more folders; raise "
                            "fs.inotify.max_user_watches",
                            path);
    if (id < 0)
        return errno == ENOMEM ? no_memory(error) : GP_OK;
    for (size_t i = 0; i < self->places.count && *made == NULL; i++) {
        if (self->places.items[i].id == id)
            *made = &self->places.items[i];
    }
    if (*made == NULL) {
        *made = GP_VEC_PUSH(&self->memory, &self->places);
        if (*made == NULL)
            return no_memory(error);
        **made = (place){.id = id};
    }
    return GP_OK;
}

static gp_status add_below(gp_watch *self, char path[PATH_LIMIT], size_t length, int depth,
                           gp_error *error)
{
    uint32_t links = depth > 0 ? IN_DONT_FOLLOW : 0; /* a PATH itself may be a link */
    const struct dirent *entry;
    place *here;
    gp_status status = add_place(self, path, inside | links, &here, error);
    DIR *folder;

    if (status != GP_OK || here == NULL)
        return status;
    here->whole = true;
    folder = depth < DEPTH_MAX ? opendir(path) : NULL;
    while (folder != NULL && status == GP_OK && (entry = readdir(folder)) != NULL) {
        size_t name = strlen(entry->d_name);
        bool maybe = entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN;
        if (!maybe || entry->d_name[0] == '.' || length + name + 2 > PATH_LIMIT)
            continue;
        path[length] = '/';
        memcpy(path + length + 1, entry->d_name, name + 1);
        status = add_below(self, path, length + 1 + name, depth + 1, error);
        path[length] = '\0';
    }
    if (folder != NULL)
        (void)closedir(folder);
    return status;
}

/* The nearest folder above `path` that is there; of it, only the name that leads to the PATH matters. */
static gp_status add_above(gp_watch *self, char path[PATH_LIMIT], gp_error *error)
{
    place *here = NULL;
    gp_status status = GP_OK;

    while (here == NULL && status == GP_OK) {
        char *slash = strrchr(path, '/');
        gp_str name = gp_arena_copy(&self->memory, gp_str_of(slash != NULL ? slash + 1 : path));
        bool top = slash == NULL || slash == path;
        if (name.data == NULL)
            return no_memory(error);
        if (top)
            (void)strcpy(path, slash == NULL ? "." : "/");
        else
            *slash = '\0';
        status = add_place(self, path, inside, &here, error);
        if (here != NULL && !gp_str_list_add(&self->memory, &here->names, name))
            return no_memory(error);
        if (top)
            break;
    }
    return status;
}

static gp_status add_path(gp_watch *self, const char *given, gp_error *error)
{
    char path[PATH_LIMIT];
    size_t length = strlen(given);
    struct stat info;
    gp_status status = GP_OK;

    while (length > 1 && given[length - 1] == '/')
        length--;
    if (length == 0 || length >= sizeof path)
        return GP_OK; /* the build says what is wrong with it */
    memcpy(path, given, length);
    path[length] = '\0';
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        status = add_below(self, path, length, 0, error);
    return status == GP_OK ? add_above(self, path, error) : status;
}

gp_status gp_watch_look(gp_watch *watch, gp_error *error)
{
    gp_status status = GP_OK;

    if (watch->inotify >= 0)
        (void)close(watch->inotify);
    gp_arena_reset(&watch->memory);
    watch->places.items = NULL;
    watch->places.count = watch->places.capacity = 0;
    watch->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->inotify < 0)
        return gp_error_set(error, GP_IO,
                            "watch: the system gives no more watchers: %s; raise "
                            "fs.inotify.max_user_instances",
                            strerror(errno));
    for (size_t i = 0; i < watch->count && status == GP_OK; i++)
        status = add_path(watch, watch->paths[i], error);
    return status;
}

/* ---- waiting -------------------------------------------------------------------------------- */

/* The index, its files beside it, other databases and theirs: what we write must not wake us. */
static bool is_ours(const gp_watch *self, gp_str name)
{
    return gp_str_starts(name, gp_str_of(self->db)) || gp_str_ends(name, GP_STR(".db")) ||
           gp_str_find(name, GP_STR(".db-"), 0) < name.size;
}

static bool matters(const gp_watch *self, const struct inotify_event *event)
{
    gp_str name = gp_str_of(event->len > 0 ? event->name : "");
    const place *here = NULL;

    if ((event->mask & IN_Q_OVERFLOW) != 0)
        return true;
    for (size_t i = 0; i < self->places.count && here == NULL; i++) {
        if (self->places.items[i].id == event->wd)
            here = &self->places.items[i];
    }
    if (here == NULL || (event->mask & IN_IGNORED) != 0)
        return false;
    if (name.size == 0) /* the folder itself was moved, deleted or (no news) touched */
        return (event->mask & (IN_DELETE_SELF | IN_MOVE_SELF)) != 0;
    for (size_t i = 0; i < here->names.count; i++) {
        if (gp_str_equal(here->names.items[i], name))
            return true;
    }
    return here->whole && name.data[0] != '.' && !gp_str_ends(name, GP_STR("~")) &&
           !is_ours(self, name);
}

/* Reads all events that are waiting; `*any`: one of them matters. */
static gp_status drain(gp_watch *self, bool *any, gp_error *error)
{
    char *events = gp_alloc(EVENTS_SIZE);
    ssize_t size;

    if (events == NULL)
        return no_memory(error);
    while ((size = read(self->inotify, events, EVENTS_SIZE)) > 0) {
        for (ssize_t at = 0; at < size;) {
            struct inotify_event event_head;
            const struct inotify_event *event;
            memcpy(&event_head, events + at, sizeof event_head);
            event = (const void *)(events + at);
            *any = matters(self, event) || *any;
            at += (ssize_t)(sizeof event_head + event_head.len);
        }
    }
    gp_free(events);
    if (size < 0 && errno != EAGAIN && errno != EINTR)
        return gp_error_set(error, GP_IO, "watch: cannot be read: %s", strerror(errno));
    return GP_OK;
}

/* How long to sleep: for ever before the first change, then until it is quiet, or too long. */
static int patience(uint64_t first, uint64_t last)
{
    uint64_t now = gp_clock_us();
    uint64_t quiet = last + GP_WATCH_QUIET_MS * 1000u;
    uint64_t end = first + GP_WATCH_MAX_MS * 1000u;
    uint64_t until = quiet < end ? quiet : end;

    if (first == 0)
        return -1;
    return until > now ? (int)((until - now) / 1000) + 1 : 0;
}

gp_status gp_watch_wait(gp_watch *watch, int stop, bool *stopped, gp_error *error)
{
    struct pollfd from[] = {{.fd = stop, .events = POLLIN},
                            {.fd = watch->inotify, .events = POLLIN}};
    uint64_t first = 0;
    uint64_t last = 0;

    *stopped = false;
    for (;;) {
        int timeout = patience(first, last);
        bool any = false;
        gp_status status;
        int ready = timeout == 0 ? 0 : poll(from, 2, timeout);
        if (ready < 0 && errno != EINTR)
            return gp_error_set(error, GP_IO, "watch: cannot wait: %s", strerror(errno));
        if (ready == 0 && first > 0)
            return GP_OK;
        if (ready <= 0)
            continue;
        *stopped = (from[0].revents & POLLIN) != 0;
        if (*stopped)
            return GP_OK;
        status = drain(watch, &any, error);
        if (status != GP_OK)
            return status;
        if (any)
            last = gp_clock_us();
        if (any && first == 0)
            first = last;
    }
}
