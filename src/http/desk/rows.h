/* rows.h - what a page of the desk shows of the desk's file, read before a thread that searches is asked.
 *
 * Flow:     gp_admit -> gp_desk_rows_read (the connection's thread, one hold of the file) -> the pool -> handler.
 * Rule:     nothing is searched while the file is held, and no thread that searches waits for it.
 * Privacy:  counted questions and sums of votes alone (docs/privacy.md).
 */
#ifndef GP_HTTP_DESK_ROWS_H
#define GP_HTTP_DESK_ROWS_H

#include "desk/accounts.h"
#include "desk/desk.h"
#include "desk/questions.h"
#include "http/visit.h"

#define GP_DESK_ROWS_MAX 5000 /* questions, the most asked; votes of as many kinds */
#define GP_DESK_ROWS_WEEKS                                                                         \
    12 /* of votes, the last ending today: what the desk keeps in full weeks */

struct gp_desk_rows {
    gp_asked_list asked; /* of all days that are kept, the most asked first */
    gp_gap_list states;  /* by question */
    gp_account_list accounts;
    gp_vote_list votes;
    int32_t first_week; /* its first day */
    gp_vote_week weeks[GP_DESK_ROWS_WEEKS];
};

/* Fills `*rows` in the arena. GP_BUSY: as gp_desk_take; else as file.h. O(rows). */
gp_status gp_desk_rows_read(gp_desk *desk, int32_t today, gp_arena *arena, gp_desk_rows *rows,
                            gp_error *error) GP_MUST_CHECK;

#endif
