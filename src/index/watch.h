/* watch.h - wait until something below the PATHs has changed that an index could depend on.
 *
 * Idea:     inotify says that something happened, never what: whoever is woken builds again, and the
 *           build finds by content what has changed (change.h). So a lost or doubled event costs time at
 *           most, and a queue that overflowed needs no other treatment than a new look at all folders.
 * Order:    gp_watch_look, then build, then gp_watch_wait: what changes while the build reads is seen by
 *           the wait behind it.
 * Passed over: names that begin with "." or end with "~", and the files of the index itself, which may
 *           stand in the folder that is watched.
 * Threads:  one watch, one thread.
 */
#ifndef GP_INDEX_WATCH_H
#define GP_INDEX_WATCH_H

#include "base/status.h"

#include <stdbool.h>

#define GP_WATCH_QUIET_MS 200  /* nothing has happened for so long: what was being saved is saved */
#define GP_WATCH_MAX_MS   2000 /* after the first change, however busy the folders are */

typedef struct gp_watch gp_watch;

/* `paths`, `db` and their texts must outlive the watch; nothing is watched yet. GP_NO_MEMORY. */
gp_status gp_watch_open(const char *const *paths, size_t count, const char *db, gp_watch **watch,
                        gp_error *error) GP_MUST_CHECK;
/* Finds the folders that there are now and watches them in place of those before, with the folder above
 * each PATH, so that one that is deleted and made again, or is not there yet, is seen. O(folders). GP_IO:
 * the system watches no more (the error names the setting); GP_NO_MEMORY. */
gp_status gp_watch_look(gp_watch *watch, gp_error *error) GP_MUST_CHECK;
/* Returns when something has changed and is quiet again, or (`*stopped` true) when the descriptor `stop`
 * can be read. GP_IO. */
gp_status gp_watch_wait(gp_watch *watch, int stop, bool *stopped, gp_error *error) GP_MUST_CHECK;
/* NULL is fine. */
void gp_watch_close(gp_watch *watch);

#endif
