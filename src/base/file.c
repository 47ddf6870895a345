#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    DEPTH_MAX = 32,
    PATH_LIMIT = 4096
};

/* Opens below `root` without leaving it and without following links; at AT_FDCWD any path. */
static int open_beneath(int root, const char *path, int flags)
{
    struct open_how how = {.flags = (unsigned)(flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};

    if (root == AT_FDCWD)
        return open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    return (int)syscall(SYS_openat2, root, path, &how, sizeof how);
}

static gp_status open_failed(const char *path, gp_error *error)
{
    switch (errno) {
    case ENOENT:
    case ENOTDIR:
        return gp_error_set(error, GP_NOT_FOUND, "%s: no such file", path);
    case ELOOP:
    case EXDEV:
        return gp_error_set(
            error, GP_INVALID,
            "%s: a symbolic link or a path that leaves the folder; copy the file in", path);
    default:
        return gp_error_set(error, GP_IO, "%s: cannot be opened: %s", path, strerror(errno));
    }
}

static gp_status check_regular(int file, const char *path, size_t limit, size_t *size,
                               gp_error *error)
{
    struct stat info;

    if (fstat(file, &info) != 0)
        return gp_error_set(error, GP_IO, "%s: cannot be looked at: %s", path, strerror(errno));
    if (!S_ISREG(info.st_mode))
        return gp_error_set(error, GP_INVALID, "%s: not a regular file", path);
    if ((unsigned long long)info.st_size > limit)
        return gp_error_set(error, GP_TOO_LARGE, "%s: %lld bytes, the limit is %zu; split it", path,
                            (long long)info.st_size, limit);
    *size = (size_t)info.st_size;
    return GP_OK;
}

static gp_status read_all(int file, const char *path, size_t size, gp_arena *arena, gp_str *bytes,
                          gp_error *error)
{
    char *data = gp_arena_alloc(arena, size + 1);
    size_t have = 0;

    if (data == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "%s: not enough memory to read it", path);
    while (have < size) {
        ssize_t got = read(file, data + have, size - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return gp_error_set(error, GP_IO, "%s: cannot be read: %s", path, strerror(errno));
        if (got == 0)
            break; /* it shrank while it was read: what is there counts */
        have += (size_t)got;
    }
    *bytes = (gp_str){data, have};
    return GP_OK;
}

gp_status gp_file_open(int root, const char *path, size_t limit, int *file, size_t *size,
                       gp_error *error)
{
    size_t bytes = 0;
    gp_status status;

    *file = open_beneath(root, path, O_RDONLY);
    if (*file < 0)
        return open_failed(path, error);
    status = check_regular(*file, path, limit, &bytes, error);
    if (size != NULL)
        *size = bytes;
    if (status != GP_OK) {
        (void)close(*file);
        *file = -1;
    }
    return status;
}

gp_status gp_file_next(int file, char *bytes, size_t room, size_t *got)
{
    ssize_t count;

    do
        count = read(file, bytes, room);
    while (count < 0 && errno == EINTR);
    *got = count > 0 ? (size_t)count : 0;
    return count < 0 ? GP_IO : GP_OK;
}

gp_status gp_file_read(int root, const char *path, size_t limit, gp_arena *arena, gp_str *bytes,
                       gp_error *error)
{
    int file;
    size_t size = 0;
    gp_status status = gp_file_open(root, path, limit, &file, &size, error);

    *bytes = (gp_str){NULL, 0};
    if (status != GP_OK)
        return status;
    status = read_all(file, path, size, arena, bytes, error);
    (void)close(file);
    return status;
}

gp_status gp_file_map(const char *path, size_t limit, gp_str *bytes, gp_error *error)
{
    int file;
    size_t size = 0;
    gp_status status = gp_file_open(AT_FDCWD, path, limit, &file, &size, error);
    void *mapped;

    *bytes = (gp_str){NULL, 0};
    if (status != GP_OK)
        return status;
    mapped = size > 0 ? mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0) : NULL;
    if (mapped == MAP_FAILED)
        status =
            gp_error_set(error, GP_NO_MEMORY, "%s: cannot be mapped: %s", path, strerror(errno));
    else
        *bytes = (gp_str){mapped, size};
    (void)close(file);
    return status;
}

void gp_file_unmap(gp_str bytes)
{
    union {
        const char *data;
        void *mapped;
    } view = {.data = bytes.data};

    if (bytes.data != NULL)
        (void)munmap(view.mapped, bytes.size);
}

gp_status gp_file_put(int file, gp_str bytes)
{
    size_t done = 0;

    while (done < bytes.size) {
        ssize_t put = write(file, bytes.data + done, bytes.size - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return GP_IO;
        done += (size_t)put;
    }
    return GP_OK;
}

static gp_status write_all(int file, const char *path, gp_str bytes, gp_error *error)
{
    if (gp_file_put(file, bytes) != GP_OK)
        return gp_error_set(error, GP_IO, "%s: cannot be written: %s", path, strerror(errno));
    if (fsync(file) != 0)
        return gp_error_set(error, GP_IO, "%s: cannot be synced: %s", path, strerror(errno));
    return GP_OK;
}

gp_status gp_file_write(const char *path, gp_str bytes, gp_error *error)
{
    char beside[PATH_LIMIT];
    gp_status status;
    int file;

    if (snprintf(beside, sizeof beside, "%s.tmp", path) >= (int)sizeof beside)
        return gp_error_set(error, GP_INVALID, "%.60s...: the path is too long", path);
    file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (file < 0)
        return gp_error_set(error, GP_IO, "%s: cannot be created: %s", beside, strerror(errno));
    status = write_all(file, beside, bytes, error);
    if (close(file) != 0 && status == GP_OK)
        status = gp_error_set(error, GP_IO, "%s: cannot be closed: %s", beside, strerror(errno));
    if (status == GP_OK && rename(beside, path) != 0)
        status = gp_error_set(error, GP_IO, "%s: cannot be renamed: %s", path, strerror(errno));
    if (status == GP_OK)
        return gp_file_sync_folder(path, error);
    (void)unlink(beside);
    return status;
}

gp_status gp_file_sync_folder(const char *path, gp_error *error)
{
    char folder[PATH_LIMIT];
    const char *slash = strrchr(path, '/');
    size_t length = slash != NULL ? (size_t)(slash - path) : 0;
    int file;
    gp_status status = GP_OK;

    if (length >= sizeof folder)
        return gp_error_set(error, GP_INVALID, "%.60s...: the path is too long", path);
    memcpy(folder, path, length);
    folder[length] = '\0';
    file = open(slash == NULL ? "."
                : length == 0 ? "/"
                              : folder,
                O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0 || fsync(file) != 0)
        status = gp_error_set(error, GP_IO, "%s: its folder cannot be synced: %s", path,
                              strerror(errno));
    if (file >= 0)
        (void)close(file);
    return status;
}

/* ---- walking ------------------------------------------------------------------------------ */

typedef struct walk {
    gp_arena *arena;
    gp_file_list *files;
    size_t max_files;
} walk;

static gp_status add_entry(walk *state, gp_str path, const struct stat *info, const char *why)
{
    gp_file_entry *entry;

    if (state->files->count >= state->max_files)
        return GP_TOO_LARGE;
    entry = GP_VEC_PUSH(state->arena, state->files);
    if (entry == NULL)
        return GP_NO_MEMORY;
    *entry = (gp_file_entry){.path = path, .refused = why != NULL, .why = why};
    if (info != NULL && info->st_size > 0)
        entry->size = (size_t)info->st_size;
    return GP_OK;
}

static gp_status walk_folder(walk *state, int folder, gp_str prefix, int depth);

static gp_status visit(walk *state, int folder, gp_str prefix, const char *name, int depth)
{
    gp_str path = prefix.size > 0 ? gp_arena_printf(state->arena, "%s/%s", prefix.data, name)
                                  : gp_arena_copy(state->arena, gp_str_of(name));
    struct stat info;
    int below;

    if (path.data == NULL)
        return GP_NO_MEMORY;
    if (fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return add_entry(state, path, NULL, "cannot be looked at");
    if (S_ISREG(info.st_mode))
        return add_entry(state, path, &info, NULL);
    if (S_ISLNK(info.st_mode))
        return add_entry(state, path, NULL, "a symbolic link; copy the file in");
    if (!S_ISDIR(info.st_mode))
        return add_entry(state, path, NULL, "not a regular file");
    if (depth + 1 >= DEPTH_MAX)
        return add_entry(state, path, NULL, "folders nested deeper than 32");
    below = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (below < 0)
        return add_entry(state, path, NULL, "the folder cannot be opened");
    return walk_folder(state, below, path, depth + 1);
}

/* Takes over `folder` and closes it. */
static gp_status walk_folder(walk *state, int folder, gp_str prefix, int depth)
{
    DIR *list = fdopendir(folder);
    gp_status status = GP_OK;
    const struct dirent *entry;

    if (list == NULL) {
        (void)close(folder);
        return GP_NO_MEMORY;
    }
    while (status == GP_OK && (entry = readdir(list)) != NULL) {
        if (entry->d_name[0] != '.')
            status = visit(state, dirfd(list), prefix, entry->d_name, depth);
    }
    (void)closedir(list);
    return status;
}

static int by_path(const void *a, const void *b)
{
    return gp_str_compare(((const gp_file_entry *)a)->path, ((const gp_file_entry *)b)->path);
}

gp_status gp_file_walk(int root, size_t max_files, gp_arena *arena, gp_file_list *files,
                       gp_error *error)
{
    walk state = {arena, files, max_files};
    int folder = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    gp_status status;

    *files = (gp_file_list){NULL, 0, 0};
    if (folder < 0)
        return gp_error_set(error, GP_IO, "the folder cannot be read: %s", strerror(errno));
    status = walk_folder(&state, folder, (gp_str){NULL, 0}, 0);
    if (status == GP_TOO_LARGE)
        return gp_error_set(error, status, "more than %zu files; index fewer at once", max_files);
    if (status != GP_OK)
        return gp_error_set(error, status, "not enough memory to list the folder");
    if (files->count > 0)
        qsort(files->items, files->count, sizeof files->items[0], by_path);
    return GP_OK;
}
