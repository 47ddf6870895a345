/* backup.h - a copy of the desk's file that can be relied on, and the way back.
 *
 * Idea:     a copy is made beside its place, looked at as a whole (quick_check, version, audit, approvals) and only
 *           then renamed into it; a copy that is put back goes the same way. What stood there is never overwritten
 *           unasked, and a desk that is replaced is moved aside.
 * Privacy:  who is signed in is in no copy. Copies are their user's alone (0600).
 * Errors:   as file.h; GP_INVALID: a name that cannot be taken. Then nothing was changed, with one exception:
 *           when only the last sync, of the folder, fails, the file stands in its place already.
 * Threads:  one at a time.
 */
#ifndef GP_DESK_BACKUP_H
#define GP_DESK_BACKUP_H

#include "desk/file.h"

/* What was found in a copy. */
typedef struct gp_desk_copied {
    size_t lines;  /* of the audit */
    char head[65]; /* its last hash; empty when there are no lines */
} gp_desk_copied;

/* Copies an open desk, also while others write to it: they wait as long as reading takes. `out` must not be there
 * (GP_INVALID) unless `force`, and is never the desk itself. GP_IO: the folder is missing, the disk full. O(size). */
gp_status gp_desk_file_backup(gp_desk_file *file, const char *out, bool force,
                              gp_desk_copied *copied, gp_error *error) GP_MUST_CHECK;

/* Puts a copy of `copy` in the place of the desk `path`; sessions do not come back. What was there is renamed to
 * `aside`, with its journal (empty: there was nothing, or it was put back). `copy` stays as it is; one of an older version
 * becomes one of this. GP_NOT_FOUND: no such copy; GP_BUSY: a server holds the desk, or a command writes to it.
 * O(size). */
gp_status gp_desk_restore(const char *copy, const char *path, gp_arena *arena, gp_str *aside,
                          gp_desk_copied *copied, gp_error *error) GP_MUST_CHECK;

#endif
