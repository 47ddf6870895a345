/* question_type.h - what kind of answer a question wants: a time, a number, a reason, yes or no.
 *
 * Idea:     a few words near the question's beginning tell. The same is asked of a section's heading
 *           (headings here are questions) and, of a sentence, whether its form fits.
 * Source:   question classes of Li & Roth 2002, cut down to those whose answers have a form.
 * Threads:  pure.
 */
#ifndef GP_SEARCH_QUESTION_TYPE_H
#define GP_SEARCH_QUESTION_TYPE_H

#include "text/tokenizer.h"

typedef enum gp_question_type {
    GP_ASKS_ANYTHING,
    GP_ASKS_LONG,   /* how long, how often, how many hours: a time */
    GP_ASKS_NUMBER, /* how many, how much */
    GP_ASKS_WHEN,
    GP_ASKS_WHERE,
    GP_ASKS_WHO,
    GP_ASKS_WHY,
    GP_ASKS_WHAT_IS,    /* what is, what does ... mean */
    GP_ASKS_DIFFERENCE, /* A vs B, difference between */
    GP_ASKS_HOW,        /* how do I, how can I */
    GP_ASKS_YES_NO      /* can I, is it, will they */
} gp_question_type;

gp_question_type gp_question_type_of(const gp_token_list *tokens);
/* True when a sentence has the form of an answer of that type. */
bool gp_question_type_fits(gp_question_type type, gp_str sentence);

#endif
