/* measure.c - see the header; every formula is a few lines. */
#include "measure.h"

#include <math.h>
#include <stdlib.h>

enum {
    DEPTH = 10 /* of nDCG and MRR */
};

/* ---- one question --------------------------------------------------------------------------- */

static size_t relevant_among(const int *grades, size_t count)
{
    size_t relevant = 0;

    for (size_t i = 0; i < count; i++)
        relevant += grades[i] >= 1;
    return relevant;
}

static size_t cut(size_t count, size_t depth)
{
    return count < depth ? count : depth;
}

bool gp_ranking_counts(const gp_ranking *ranking)
{
    return relevant_among(ranking->judged, ranking->judged_count) > 0;
}

static double gain(const int *grades, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += grades[i] > 0 ? grades[i] / log2((double)i + 2) : 0;
    return sum;
}

double gp_ndcg10(const gp_ranking *ranking)
{
    int best[DEPTH] = {0}; /* largest first */
    double ideal;

    for (size_t i = 0; i < ranking->judged_count; i++) {
        int grade = ranking->judged[i];
        for (size_t j = 0; j < DEPTH; j++) {
            int held = best[j];
            if (grade <= held)
                continue;
            best[j] = grade;
            grade = held;
        }
    }
    ideal = gain(best, DEPTH);
    return ideal > 0 ? gain(ranking->found, cut(ranking->found_count, DEPTH)) / ideal : 0;
}

double gp_mrr10(const gp_ranking *ranking)
{
    for (size_t i = 0; i < cut(ranking->found_count, DEPTH); i++) {
        if (ranking->found[i] >= 1)
            return 1 / ((double)i + 1);
    }
    return 0;
}

double gp_recall(const gp_ranking *ranking, size_t depth)
{
    size_t all = relevant_among(ranking->judged, ranking->judged_count);
    size_t met = relevant_among(ranking->found, cut(ranking->found_count, depth));

    return all > 0 ? (double)met / (double)all : 0;
}

double gp_success(const gp_ranking *ranking, size_t depth)
{
    return relevant_among(ranking->found, cut(ranking->found_count, depth)) > 0 ? 1 : 0;
}

/* ---- many questions ------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;

    return left < right ? -1 : left > right;
}

static void sort(double *values, size_t count)
{
    if (count > 0)
        qsort(values, count, sizeof *values, by_value);
}

double gp_mean(const double *values, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return count > 0 ? sum / (double)count : 0;
}

double gp_percentile(double *values, size_t count, double part)
{
    size_t rank = (size_t)ceil(part * (double)count);

    sort(values, count);
    if (count == 0)
        return 0;
    return values[rank > 0 ? cut(rank, count) - 1 : 0];
}

double gp_auroc(double *inside, size_t inside_count, double *outside, size_t outside_count)
{
    size_t below = 0;    /* of outside: less than inside[i] */
    size_t not_more = 0; /* of outside: at most inside[i] */
    double wins = 0;

    if (inside_count == 0 || outside_count == 0)
        return NAN;
    sort(inside, inside_count);
    sort(outside, outside_count);
    for (size_t i = 0; i < inside_count; i++) {
        while (below < outside_count && outside[below] < inside[i])
            below++;
        while (not_more < outside_count && outside[not_more] <= inside[i])
            not_more++;
        wins += ((double)below + (double)not_more) / 2;
    }
    return wins / ((double)inside_count * (double)outside_count);
}

/* ---- intervals ------------------------------------------------------------------------------ */

/* SplitMix64 (Steele, Lea & Flood 2014): the same numbers on every machine, which rand() is not. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t x = *state += 0x9E3779B97F4A7C15u;

    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

void gp_bootstrap(const double *values, size_t count, uint64_t seed, double *means)
{
    for (size_t i = 0; i < GP_RESAMPLES; i++) {
        double sum = 0;
        for (size_t j = 0; j < count; j++)
            sum += values[(next_random(&seed) >> 32) * count >> 32];
        means[i] = count > 0 ? sum / (double)count : 0;
    }
}

gp_interval gp_interval_of(double *means)
{
    return (gp_interval){gp_percentile(means, GP_RESAMPLES, .025),
                         gp_percentile(means, GP_RESAMPLES, .975)};
}
