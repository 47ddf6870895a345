/* questions.h - what became of a question that found no answer: its state at the desk.
 *
 * Privacy:  only of questions that are counted (counts.h), so of those that at least five visitors asked on one
 *           day; a state goes with the last count of its question. The audit, which stays, has its SHA-256 instead of
 *           its text: who knows a question can find its lines, but none can be read from them.
 * Errors:   as file.h; each change is one transaction with its line of the audit.
 * Threads:  one at a time.
 */
#ifndef GP_DESK_QUESTIONS_H
#define GP_DESK_QUESTIONS_H

#include "desk/audit.h"

typedef enum gp_gap_state {
    GP_GAP_NEW,      /* nobody has looked at it; no row is kept of it */
    GP_GAP_SYNONYM,  /* a synonym was added */
    GP_GAP_ASSIGNED, /* somebody is to answer it */
    GP_GAP_WRITTEN,  /* it is answered in a section */
    GP_GAP_DECLINED  /* it will not be answered */
} gp_gap_state;
#define GP_GAP_STATE_COUNT 5

typedef struct gp_gap_row {
    gp_str question; /* as it is counted */
    gp_gap_state state;
    gp_str account; /* to whom it was given; may be empty */
    gp_str section; /* where it is answered; may be empty */
    int32_t day;    /* of the change */
} gp_gap_row;
typedef GP_VEC(gp_gap_row) gp_gap_list;

/* "new", "synonym-added", "assigned", "written", "wont-answer". */
const char *gp_gap_state_name(gp_gap_state state);
bool gp_gap_state_parse(gp_str name, gp_gap_state *state);

/* Sets the state; GP_GAP_NEW forgets it. The deed is noted with the question's SHA-256 (64 hex digits) as subject and the
 * state's name as detail, whatever it says itself. GP_NOT_FOUND: no such question is counted, and nothing was changed. */
gp_status gp_desk_file_gap(gp_desk_file *file, const gp_gap_row *row, const gp_deed *deed,
                           gp_error *error) GP_MUST_CHECK;
/* All states but new ones, by question; at most `limit`. */
gp_status gp_desk_file_gaps(gp_desk_file *file, size_t limit, gp_arena *arena, gp_gap_list *list,
                            gp_error *error) GP_MUST_CHECK;

#endif
