/* proximity.h - do the question's words stand together in a section?
 *
 * Pairs:    over the pairs of neighboring words of the question (function words left out), weighted by
 *           the rarer one's idf: 1 where they stand at most GP_CLOSE_NEAR words apart, GP_CLOSE_FAR_WORTH
 *           up to GP_CLOSE_FAR; in a heading whole, in the body times GP_CLOSE_BODY; the best place of
 *           each pair counts. Source: Tao & Zhai 2007 (minimal pair distance).
 * Passage:  the largest share of the question's weight that stands within one stretch of text about
 *           half as long again as the question: a section that has all of it in one sentence answers;
 *           one that has a word here and a word there does not. Source: passage retrieval, Callan 1994.
 * Cost:     the candidate's sightings, sorted.
 * Threads:  pure.
 */
#ifndef GP_SEARCH_PROXIMITY_H
#define GP_SEARCH_PROXIMITY_H

#include "search/query.h"

typedef struct gp_proximity {
    double pairs, passage; /* 0..1 */
} gp_proximity;

gp_status gp_proximity_of(const gp_query *query, const gp_candidate *candidate, gp_arena *arena,
                          gp_proximity *proximity) GP_MUST_CHECK;

#endif
