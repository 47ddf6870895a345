/* ngram_score.h - C of the ranking: how much of the question's spelling stands in a section.
 *
 * Idea:     BM25 over character 4-grams of the question's words that are no function words, divided by its maximum: 0..1. It meets "reproducible" with
 *           "reproducibility" and most slips of the pen, where stems differ.
 * Formula:  sum idf 3 tf' / (tf' + 2 (.25 + .75 L / avgL)) / sum idf 3, with the grams' own idf and
 *           lengths. Source: relevance notes; constants in weights.h.
 * Cost:     the stems that hold one of the question's grams once, then 1 ns a stem of a section.
 * Threads:  a scorer is one thread's.
 */
#ifndef GP_SEARCH_NGRAM_SCORE_H
#define GP_SEARCH_NGRAM_SCORE_H

#include "search/query.h"

typedef struct gp_ngram_scorer gp_ngram_scorer;

/* `store` must outlive it. GP_NO_MEMORY. */
gp_status gp_ngram_scorer_open(const gp_store *store, gp_ngram_scorer **scorer) GP_MUST_CHECK;
/* NULL is fine. */
void gp_ngram_scorer_close(gp_ngram_scorer *scorer);
/* Prepares for a question; it forgets the one before. */
gp_status gp_ngram_scorer_ask(gp_ngram_scorer *scorer, const gp_query *query,
                              gp_arena *arena) GP_MUST_CHECK;
/* True when there is something to compare: the store holds grams, and the question has some. */
bool gp_ngram_scorer_ready(const gp_ngram_scorer *scorer);
/* C / C_up of a section for the question asked, 0..1. `own`: it is its article's own section, whose
 * heading is the title. */
double gp_ngram_score(const gp_ngram_scorer *scorer, gp_handle section, bool own);

#endif
