/* scratch.h - a folder for an index that nobody keeps, gone when the work is done, failed or interrupted.
 *
 * Rule:     one at a time in a process. It stands in $TMPDIR, or /tmp.
 */
#ifndef GUIDEPOST_SCRATCH_H
#define GUIDEPOST_SCRATCH_H

#include "base/status.h"

/* Makes the folder; `*db` is where the index goes, as long as the folder stands. From now on SIGINT,
 * SIGTERM and SIGHUP remove it before they end the process. GP_IO. */
gp_status gp_scratch_make(const char **db, gp_error *error) GP_MUST_CHECK;
/* Removes folder and index; without one it does nothing. */
void gp_scratch_remove(void);

#endif
