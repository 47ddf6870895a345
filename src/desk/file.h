/* file.h - the desk's file: what people did, kept in SQLite. What it holds have doors of their own (counts.h,
 * audit.h, ...); all of them are implemented in desk/sqlite, which alone includes <sqlite3.h>.
 *
 * Idea:     journal_mode=TRUNCATE, one writing connection in the server, short transactions of commands
 *           beside it. What is deleted is overwritten (secure_delete).
 * Versions: user_version is a number of steps taken; opening takes those that are missing, in one
 *           transaction. A file of a newer version is refused.
 * Errors:   GP_IO (full disk, read-only, and the like), GP_CORRUPT (foreign, damaged, newer), GP_BUSY
 *           (another program writes, longer than one waits), GP_NO_MEMORY. A failed call leaves the file as
 *           it was, and the next call may work.
 * Threads:  one thread at a time.
 */
#ifndef GP_DESK_FILE_H
#define GP_DESK_FILE_H

#include "base/arena.h"

typedef struct gp_desk_file gp_desk_file;

typedef enum gp_desk_use {
    GP_DESK_SERVER,  /* made if it is not there; the lock that only one server can hold */
    GP_DESK_COMMAND, /* must be there: else GP_NOT_FOUND; beside a server */
    GP_DESK_FOUNDER  /* as a command, but made if it is not there: for the first account */
} gp_desk_use;

/* GP_BUSY also when another server holds the desk. GP_IO also when it cannot be made there. */
gp_status gp_desk_file_open(const char *path, gp_desk_use use, gp_desk_file **file,
                            gp_error *error) GP_MUST_CHECK;
/* NULL is fine. */
void gp_desk_file_close(gp_desk_file *file);

#endif
