/* rank.h - order candidate sections by how well they answer a question.
 *
 * Formula:  S = (W + f F + g G + p P + v V + u U) / (1 + f + g + p + v + u), each part 0..1 with one meaning in
 *           every corpus, so that S has one, too:
 *           W words       BM25 over all fields, headings three times, divided by its own maximum for
 *                         the question (a word that no section holds counts in that maximum)
 *           F fit         the heading says what the question says (heading_fit.h)
 *           G n-grams     the same spelling (ngram_score.h)
 *           P pairs       neighbors in the question stand together (proximity.h)
 *           V passage     the question's weight stands in one place (proximity.h)
 *           U meaning     the nearest vector (meaning.h); left out where there are none
 *           F and G are left out where the words of sections are not held.
 * Source:   BM25, Robertson & Zaragoza 2009; shares and constants measured: weights.h.
 * Threads:  pure functions; any thread.
 */
#ifndef GP_SEARCH_RANK_H
#define GP_SEARCH_RANK_H

#include "search/heading_fit.h"
#include "search/meaning.h"
#include "search/ngram_score.h"
#include "search/query.h"
#include "search/search.h"

typedef struct gp_ranked {
    const gp_candidate *candidate;
    double words, fit, ngrams, pairs, passage, meaning; /* the parts, each 0..1 */
    double score;                                       /* S, 0..1 */
    double cover; /* share of the question's weight that is met at all, 0..1 */
    double order; /* score with the article's weight: what is sorted by */
} gp_ranked;

/* What scoring needs to know. */
typedef struct gp_rank_context {
    const gp_query *query;
    const gp_corpus *corpus;
    const gp_heading_fit *fit;     /* NULL: that part is left out */
    const gp_ngram_scorer *ngrams; /* asked the query; NULL: that part is left out */
    const gp_meaning *meaning;     /* asked the question; NULL: that part is left out */
} gp_rank_context;

/* Scores and sorts: (*ranked)[0..match->count), best first; equal ones by id. GP_NO_MEMORY. */
gp_status gp_rank(const gp_rank_context *context, const gp_match *match, gp_arena *arena,
                  gp_ranked **ranked) GP_MUST_CHECK;

/* How sure a ranked section answers the question, 0..1: S n / (n + GP_CONFIDENCE_HALF), n = q + GP_CONFIDENCE_EXACT e.
 * q is the question's weight in words that only one section holds: of one common word nobody can tell what
 * is asked, whatever it meets. e is how exactly it is met: "what is an iop" is made of common words, but
 * all of them stand side by side in one place. */
double gp_rank_confidence(const gp_rank_context *context, const gp_ranked *ranked);

/* The parts of a ranked section's score, and W taken apart term by term. GP_NO_MEMORY. */
gp_status gp_rank_explain(const gp_rank_context *context, const gp_ranked *ranked, gp_arena *arena,
                          gp_explanation *explanation) GP_MUST_CHECK;

/* Brings the sections of one article together: an article stands where its best section stands, with
 * up to GP_SECTIONS_OF_AN_ARTICLE of them; what remains follows in further rounds. A section that is
 * about as good as its article's introduction stands in front of it. In place. */
gp_status gp_rank_fold(gp_ranked *ranked, size_t count, gp_arena *arena) GP_MUST_CHECK;

#endif
