/* file.h - files, read and written so that a failure is seen and nothing is half done.
 *
 * Rule:     what is read under a root stays beneath it: no symbolic links, no "..", regular files
 *           only (openat2, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS).
 * Errors:   GP_NOT_FOUND, GP_TOO_LARGE, GP_INVALID (not a regular file, or outside), GP_IO.
 */
#ifndef GP_BASE_FILE_H
#define GP_BASE_FILE_H

#include "base/arena.h"

/* Reads all of `path` below the open directory `root` (AT_FDCWD: any path, links allowed) into the
 * arena, NUL-terminated, at most `limit` bytes. */
gp_status gp_file_read(int root, const char *path, size_t limit, gp_arena *arena, gp_str *bytes,
                       gp_error *error) GP_MUST_CHECK;
/* Opens `path` for reading as gp_file_read does, for files that are read piece by piece. The caller
 * closes `*file`; on error it is -1. `size` may be NULL. */
gp_status gp_file_open(int root, const char *path, size_t limit, int *file, size_t *size,
                       gp_error *error) GP_MUST_CHECK;
/* Up to `room` bytes of an open file; `*got` 0 at its end. */
gp_status gp_file_next(int file, char *bytes, size_t room, size_t *got) GP_MUST_CHECK;
/* Maps all of `path` for reading (any path, links allowed), at most `limit` bytes; errors as
 * gp_file_open, and `*bytes` is then empty. Valid until gp_file_unmap, as long as nobody
 * shortens the file: for files that are replaced by renaming only. An empty file is mapped as no
 * bytes. */
gp_status gp_file_map(const char *path, size_t limit, gp_str *bytes, gp_error *error) GP_MUST_CHECK;
/* No bytes are fine. */
void gp_file_unmap(gp_str bytes);
/* Writes all bytes to an open file, where it stands. GP_IO: errno says why. */
gp_status gp_file_put(int file, gp_str bytes) GP_MUST_CHECK;
/* Writes all bytes to a new file beside `path`, syncs it, renames it into place, syncs the
 * folder. */
gp_status gp_file_write(const char *path, gp_str bytes, gp_error *error) GP_MUST_CHECK;
/* fsync of the folder that holds `path`, so that a rename in it lasts. */
gp_status gp_file_sync_folder(const char *path, gp_error *error) GP_MUST_CHECK;

/* One regular file found below a folder. */
typedef struct gp_file_entry {
    gp_str path;     /* relative to the folder, '/' separated */
    size_t size;     /* bytes */
    bool refused;    /* not followed or read: symbolic link, device, unreadable folder ... */
    const char *why; /* static text when refused */
} gp_file_entry;
typedef GP_VEC(gp_file_entry) gp_file_list;

/* All regular files below the open directory `root`, sorted by path in byte order; names that begin
 * with "." are passed over silently; what cannot be followed is listed as refused. Depth at most
 * 32 folders, at most `max_files` entries (beyond: GP_TOO_LARGE). */
gp_status gp_file_walk(int root, size_t max_files, gp_arena *arena, gp_file_list *files,
                       gp_error *error) GP_MUST_CHECK;

#endif
