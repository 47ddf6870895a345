/* rank.h - order candidate sections by how well they cover a question.
 *
 * Idea:     S = (B / B_up + .3 T / T_up) / 1.3: BM25 over all fields with headings counted thrice,
 *           divided by its own maximum (which makes it a coverage, 0..1, with one meaning in every
 *           corpus), and the heading scored for itself.
 * Source:   BM25, Robertson & Zaragoza 2009; constants in weights.h.
 * Not here: the further signals (character n-grams, closeness of words, meaning) of the relevance
 *           work: each becomes a part of gp_ranked and a line in score_candidate.
 * Threads:  pure functions; any thread.
 */
#ifndef GP_SEARCH_RANK_H
#define GP_SEARCH_RANK_H

#include "search/query.h"

typedef struct gp_ranked {
    const gp_candidate *candidate;
    double score; /* S, 0..1 */
    double cover; /* share of the question's weight that is met at all, 0..1 */
    double order; /* score with the article's weight: what is sorted by */
} gp_ranked;

/* Scores and sorts: ranked[0..match->count), best first; equal ones by id. */
gp_status gp_rank(const gp_query *query, const gp_corpus *corpus, const gp_match *match,
                  gp_arena *arena, gp_ranked **ranked) GP_MUST_CHECK;

/* Brings the sections of one article together: an article stands where its best section stands, with
 * up to GP_SECTIONS_OF_AN_ARTICLE of them; what remains follows in further rounds. A section that is
 * about as good as its article's introduction stands in front of it. In place. */
gp_status gp_rank_fold(gp_ranked *ranked, size_t count, gp_arena *arena) GP_MUST_CHECK;

#endif
