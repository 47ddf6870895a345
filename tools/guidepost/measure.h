/* measure.h - the arithmetic of relevance: grades in rank order to figures, figures to intervals.
 *
 * Idea:     a ranking is the grades of what was found, best hit first, beside the grades of all that
 *           was judged for the question. A section is relevant from grade 1 on; what nobody judged has
 *           grade 0, and a negative grade counts as 0.
 * Source:   nDCG with linear gain and log2 discount as in trec_eval and BEIR (Jarvelin & Kekalainen
 *           2002); the bootstrap over questions Sakai 2006, by percentile Efron & Tibshirani 1993,
 *           chapter 13; AUROC as the rank sum, Hanley & McNeil 1982.
 * Threads:  pure functions; any thread.
 */
#ifndef GUIDEPOST_MEASURE_H
#define GUIDEPOST_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GP_RESAMPLES 1000

typedef struct gp_ranking {
    const int *found; /* grades of the hits, best hit first, no section twice */
    size_t found_count;
    const int *judged; /* grades of all judged sections, in any order */
    size_t judged_count;
} gp_ranking;

typedef struct gp_interval {
    double low, high;
} gp_interval;

/* True when a judged section is relevant: without one a question cannot be measured. */
bool gp_ranking_counts(const gp_ranking *ranking);
/* 0..1, over the first ten. 0 without a relevant section, as all below. O(found + judged). */
double gp_ndcg10(const gp_ranking *ranking);
/* 1 / the rank of the first relevant hit, 0 when it is not among the first ten. */
double gp_mrr10(const gp_ranking *ranking);
/* The share of the relevant sections that stand among the first `depth` hits. */
double gp_recall(const gp_ranking *ranking, size_t depth);
/* 1 when a relevant section stands among the first `depth` hits, else 0. */
double gp_success(const gp_ranking *ranking, size_t depth);

/* 0 for no values. */
double gp_mean(const double *values, size_t count);
/* The smallest of the values that at least `part` (0..1) of them do not exceed (nearest rank); 0 for
 * none. Sorts the values. */
double gp_percentile(double *values, size_t count, double part);
/* How probably a question of `inside` scores higher than one of `outside`, ties counting half: 0..1.
 * NAN when either is empty. Sorts both. O(n log n). */
double gp_auroc(double *inside, size_t inside_count, double *outside, size_t outside_count);

/* The means of GP_RESAMPLES samples drawn from the values with replacement. The seed says which: equal
 * seeds and counts draw the same questions. */
void gp_bootstrap(const double *values, size_t count, uint64_t seed, double *means);
/* The middle 95 % of GP_RESAMPLES means. Sorts them. */
gp_interval gp_interval_of(double *means);

#endif
