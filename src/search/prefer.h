/* prefer.h - what the question's type says about the order of the best sections.
 *
 * Type:     of sections that are about as good, one whose heading asks the same kind of question comes
 *           first: "how long ..." before "what is ...". So a section on cost or length is not buried
 *           under the overview that has the same words.
 * Sides:    "A vs B" wants both: when no heading among the first speaks of one side, the best that does
 *           is brought up among them.
 * Cost:     reads a section the first time that its heading is compared; its type is remembered.
 */
#ifndef GP_SEARCH_PREFER_H
#define GP_SEARCH_PREFER_H

#include "search/rank.h"

/* What is known of the headings' types: a byte for each section of the store, 0 until it is asked for. */
typedef struct gp_heading_types {
    gp_store *store;
    gp_tokenizer *tokenizer;
    uint8_t *types; /* gp_question_type + 1 */
} gp_heading_types;

/* Orders ranked[0..count) anew, in place; only the first GP_PREFER_OF move for their type. */
gp_status gp_prefer(const gp_query *query, gp_heading_types *types, gp_ranked *ranked, size_t count,
                    gp_arena *arena, gp_error *error) GP_MUST_CHECK;

#endif
