/* answer.h - the one or two sentences, or the list, that answer a question: verbatim.
 *
 * Idea:     the sentences of the best sections are scored by the share of the question's weight they
 *           cover (their heading's words count half), by whether their form fits the question's type,
 *           by place and length. A sentence that introduces a list brings the list.
 * Source:   weights.h.
 * Promise:  every byte of the answer stands in the section's text.
 */
#ifndef GP_SEARCH_ANSWER_H
#define GP_SEARCH_ANSWER_H

#include "search/query.h"
#include "search/rank.h"
#include "search/search.h"
#include "search/snippet.h"

/* A section that may hold the answer. */
typedef struct gp_answer_source {
    const gp_ranked *ranked;
    const gp_stored_section *stored;
    const gp_mark_list *marks;
    const gp_meaning *meaning; /* asked; NULL: sentences are compared by their words alone */
    gp_str_list groups;        /* gp_units_of_text of its text, when there is meaning */
} gp_answer_source;

/* The best answer among sources[0..count), or answer->present false. Confidence is the share of the
 * question that its section answers for; the caller decides whether that is enough. */
gp_status gp_answer_find(const gp_query *query, const gp_answer_source *sources, size_t count,
                         gp_arena *arena, gp_answer *answer) GP_MUST_CHECK;

#endif
