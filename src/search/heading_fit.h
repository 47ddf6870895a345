/* heading_fit.h - how well a heading and a question say the same.
 *
 * Idea:     BM25 asks how much of the question stands in a heading; that a heading says little else is
 *           as strong a sign. "What is detox?" fits "detox" better than "Detox, aftercare and sober
 *           living: what is what?" does.
 * Formula:  precision * sqrt(recall) over weights (idf, function words less): precision, the
 *           share of the heading's weight that the question has; recall, of the question's weight that
 *           the heading has. A section's alternate questions count as its heading.
 * Memory:   4 bytes a stem of the index.
 * Threads:  once open, read by any.
 */
#ifndef GP_SEARCH_HEADING_FIT_H
#define GP_SEARCH_HEADING_FIT_H

#include "search/query.h"

typedef struct gp_heading_fit {
    const gp_store *store;
    float *weights; /* of each stem of the index; NULL: the words of sections are not held */
} gp_heading_fit;

/* The weights live in `arena`; `store` must outlive them. GP_NO_MEMORY. */
gp_status gp_heading_fit_open(const gp_store *store, gp_arena *arena,
                              gp_heading_fit *fit) GP_MUST_CHECK;
/* 0..1. `met` is the weight of the question's terms that stand in the candidate's heading. */
double gp_heading_fit_of(const gp_heading_fit *fit, const gp_query *query,
                         const gp_candidate *candidate, double met);

#endif
