/* keeper.h - the thread that tends the desk once a minute, and says once when it fails or works again.
 *
 * Threads:  open and close from one thread; gp_keeper_tell from any.
 */
#ifndef GP_HTTP_KEEPER_H
#define GP_HTTP_KEEPER_H

#include "desk/desk.h"

typedef struct gp_keeper gp_keeper;
/* Seconds since 1970: gp_clock_now, or a test's. Called from any thread. */
typedef int64_t gp_now_fn(void);

/* Tends the desk once at once; a desk that fails is told in the log and is no error here. By `now` sessions end. `desk` is borrowed
 * and must outlive the keeper. */
gp_status gp_keeper_open(gp_desk *desk, gp_now_fn *now, gp_keeper **keeper,
                         gp_error *error) GP_MUST_CHECK;
/* Tends it a last time. NULL is fine. */
void gp_keeper_close(gp_keeper *keeper);
/* Puts an outcome into the log if it is news. */
void gp_keeper_tell(gp_desk *desk, gp_status status, const gp_error *error);

#endif
