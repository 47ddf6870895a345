/* standing.h - where a section stands on its way to being approved: computed, never stored.
 *
 * Idea:     a standing follows from what counts of the text of now (content/book.h), what was last asked of the section,
 *           and the day. So no edit of a file has to reach the desk for an approval to lapse, and nothing has
 *           to run at midnight for one to be overdue.
 *
 *              | submit    | approve  | ask for changes | hand over | withdraw
 *   draft      | in review | approved | (same)          | (same)    | -
 *   in review  | -         | approved | (without it)    | (same)    | draft
 *   approved   | -         | approved | (same)          | (same)    | draft
 *   lapsed     | in review | approved | (same)          | (same)    | draft
 *   overdue    | in review | approved | (same)          | (same)    | draft
 *
 * Threads:  pure; any.
 */
#ifndef GP_DESK_STANDING_H
#define GP_DESK_STANDING_H

#include "content/document.h"

#include <stdint.h>

typedef enum gp_standing {
    GP_STANDING_DRAFT,     /* nobody's approval counts, and nobody waits for one */
    GP_STANDING_IN_REVIEW, /* somebody waits for an approval */
    GP_STANDING_APPROVED,  /* the text of now, and its review is not due */
    GP_STANDING_LAPSED,    /* another text was approved */
    GP_STANDING_OVERDUE    /* the text of now, but its review was due before today */
} gp_standing;
#define GP_STANDING_COUNT 5

typedef enum gp_act {
    GP_ACT_SUBMIT,
    GP_ACT_APPROVE,
    GP_ACT_ASK_CHANGES,
    GP_ACT_HAND_OVER,
    GP_ACT_WITHDRAW
} gp_act;
#define GP_ACT_COUNT 5

/* What was last asked of a section. */
typedef enum gp_wish {
    GP_WISH_NONE,
    GP_WISH_APPROVAL,
    GP_WISH_CHANGES
} gp_wish;

/* `approval`: what counts of the text of now; `due`: gp_section_due of the section with that approval; `wish` of the
 * day `wish_day` (days since 1970). A wish for an approval that was given on a later day is fulfilled. */
gp_standing gp_standing_of(const gp_approval *approval, gp_str due, gp_wish wish, int32_t wish_day,
                           int32_t today);
/* The table above. */
bool gp_standing_may(gp_standing standing, gp_act act);
/* "draft", "in-review", "approved", "lapsed", "overdue". */
const char *gp_standing_name(gp_standing standing);
/* "submit", "approve", "ask-changes", "hand-over", "withdraw": the audit's words. */
const char *gp_act_name(gp_act act);

#endif
