/* feedback.h - whether a section helped: a vote, and the reasons one may give. No free text.
 *
 * Privacy:  a vote says nothing about who gave it; days hold numbers of equal votes.
 * Threads:  pure.
 */
#ifndef GP_DESK_FEEDBACK_H
#define GP_DESK_FEEDBACK_H

#include "base/str.h"

#include <stdint.h>

/* Why a section did not help. */
typedef enum gp_reason {
    GP_REASON_NONE,
    GP_REASON_UNCLEAR,
    GP_REASON_INCOMPLETE,
    GP_REASON_WRONG,
    GP_REASON_OUTDATED,
    GP_REASON_NOT_MY_QUESTION,
    GP_REASON_TOO_LONG
} gp_reason;
#define GP_REASON_COUNT 7

typedef struct gp_vote {
    int32_t day;      /* since 1970-01-01 */
    gp_str section;   /* id of a section that visitors may see */
    gp_str text_hash; /* of the text voted on: the beginning of its gp_section_sha256 */
    bool helpful;
    gp_reason reason; /* GP_REASON_NONE when it helped */
} gp_vote;

/* "unclear", "incomplete", "wrong", "outdated", "not-my-question", "too-long"; "" for none. */
const char *gp_reason_name(gp_reason reason);
/* Empty is GP_REASON_NONE; false for any other word that is no reason. */
bool gp_reason_parse(gp_str name, gp_reason *reason);

#endif
