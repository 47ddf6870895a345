/* heading_fit.h - how well a heading and a question say the same.
 *
 * Idea:     BM25 asks how much of the question stands in a heading; that a heading says little else is
 *           as strong a sign. "What is detox?" fits "detox" better than "Detox, aftercare and sober
 *           living: what is what?" does.
 * Formula:  precision * sqrt(recall) over weights (idf, function words less): precision, the
 *           share of the heading's weight that the question has; recall, of the question's weight that
 *           the heading has. Heading and alternate questions are compared one by one, and the best counts:
 *           taken together they would dilute each other, and an article lose by each wording it adds.
 * Memory:   4 bytes a stem and a section of the index; 8 bytes a wording that was looked at.
 * Threads:  one at a time: what is learned of wordings is kept.
 */
#ifndef GP_SEARCH_HEADING_FIT_H
#define GP_SEARCH_HEADING_FIT_H

#include "search/query.h"

/* An alternate question of a section. */
typedef struct gp_wording {
    uint32_t
        end; /* position behind its last word in the field; UINT32_MAX: the section's list ends */
    float weight; /* of its words, each once */
} gp_wording;

typedef struct gp_heading_fit {
    gp_store *store;
    gp_arena *memory;
    float *weights;  /* of each stem of the index; NULL: the words of sections are not held */
    uint32_t *known; /* of each section: 1 + where its list begins; 0: not learned yet */
    GP_VEC(gp_wording) wordings;
} gp_heading_fit;

/* All that is kept lives in `memory`, which, like `store`, must outlive it. GP_NO_MEMORY. */
gp_status gp_heading_fit_open(gp_store *store, gp_arena *memory, gp_heading_fit *fit) GP_MUST_CHECK;
/* Learns the wordings of the candidates, so that they can be compared: each section is read once. */
gp_status gp_heading_fit_learn(gp_heading_fit *fit, gp_tokenizer *tokenizer, const gp_match *match,
                               gp_arena *arena, gp_error *error) GP_MUST_CHECK;
/* 0..1; of a section whose wordings were not learned, by its heading alone. O(sightings). */
double gp_heading_fit_of(const gp_heading_fit *fit, const gp_query *query,
                         const gp_candidate *candidate);

#endif
