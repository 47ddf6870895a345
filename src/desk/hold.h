/* hold.h - the desk's file for one deed: what all that write at a server's desk share.
 *
 * Threads:  any. Who has taken the file must give it back, and does nothing slow but the disk between.
 */
#ifndef GP_DESK_HOLD_H
#define GP_DESK_HOLD_H

#include "desk/desk.h"

/* The file, for the caller alone. GP_BUSY: too many others wait, or one waited 2 s. */
gp_status gp_desk_take(gp_desk *desk, gp_desk_file **file, gp_error *error) GP_MUST_CHECK;
/* Gives it back. `status` is how the deed ended; it is returned, and what it says about the disk noted
 * for gp_desk_news. */
gp_status gp_desk_give(gp_desk *desk, gp_status status);

#endif
