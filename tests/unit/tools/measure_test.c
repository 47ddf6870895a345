/* measure.h: figures worked by hand. */
#include "test.h"

#include "guidepost/measure.h"

#include <math.h>

#define NEAR 1e-6
/* Grades in rank order, and those of all that was judged. */
#define RANKING(found, judged)                                                                     \
    {                                                                                              \
        (found), sizeof(found) / sizeof(found)[0], (judged), sizeof(judged) / sizeof(judged)[0]    \
    }

static void near(double got, double wanted)
{
    assert_true(fabs(got - wanted) < NEAR);
}

/* ---- one question --------------------------------------------------------------------------- */

static void nothing_judged_and_nothing_found_is_nothing(void **state)
{
    const gp_ranking ranking = {NULL, 0, NULL, 0};

    (void)state;
    assert_false(gp_ranking_counts(&ranking));
    near(gp_ndcg10(&ranking), 0);
    near(gp_mrr10(&ranking), 0);
    near(gp_recall(&ranking, 10), 0);
    near(gp_success(&ranking, 1), 0);
}

static void a_question_without_a_relevant_section_does_not_count(void **state)
{
    static const int found[] = {0, 0, -1};
    static const int judged[] = {0, -1};
    const gp_ranking ranking = RANKING(found, judged);

    (void)state;
    assert_false(gp_ranking_counts(&ranking));
    near(gp_ndcg10(&ranking), 0);
    near(gp_recall(&ranking, 100), 0);
}

static void a_question_that_finds_nothing_counts_as_zero(void **state)
{
    static const int judged[] = {1};
    const gp_ranking ranking = {NULL, 0, judged, 1};

    (void)state;
    assert_true(gp_ranking_counts(&ranking));
    near(gp_ndcg10(&ranking), 0);
    near(gp_mrr10(&ranking), 0);
    near(gp_recall(&ranking, 100), 0);
    near(gp_success(&ranking, 5), 0);
}

static void a_negative_grade_gains_nothing_and_costs_nothing(void **state)
{
    static const int found[] = {-2, 1};
    static const int judged[] = {1, -2};
    const gp_ranking ranking = RANKING(found, judged);

    (void)state;
    near(gp_ndcg10(&ranking), 1 / log2(3));
    near(gp_mrr10(&ranking), .5);
    near(gp_recall(&ranking, 10), 1);
}

static void the_eleventh_hit_is_too_late_for_ten(void **state)
{
    static const int found[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    static const int judged[] = {1};
    const gp_ranking ranking = RANKING(found, judged);

    (void)state;
    near(gp_ndcg10(&ranking), 0);
    near(gp_mrr10(&ranking), 0);
    near(gp_recall(&ranking, 10), 0);
    near(gp_recall(&ranking, 100), 1);
    near(gp_success(&ranking, 11), 1);
}

/* dcg 2/log2(3) + 3/2 + 1/log2(6) = 3.148713; ideal 3 + 2/log2(3) + 1/2 = 4.761860 */
static void graded_hits_gain_by_grade_and_rank(void **state)
{
    static const int found[] = {0, 2, 3, 0, 1};
    static const int judged[] = {3, 0, 1, 2};
    const gp_ranking ranking = RANKING(found, judged);

    (void)state;
    near(gp_ndcg10(&ranking), 3.148713 / 4.761860);
    near(gp_mrr10(&ranking), .5);
    near(gp_recall(&ranking, 2), 1.0 / 3);
    near(gp_recall(&ranking, 10), 1);
    near(gp_success(&ranking, 1), 0);
    near(gp_success(&ranking, 5), 1);
}

static void the_ideal_looks_at_the_ten_best_of_more(void **state)
{
    static const int found[] = {2, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    static const int judged[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2};
    const gp_ranking ranking = RANKING(found, judged);

    (void)state;
    near(gp_ndcg10(&ranking), 1);
    near(gp_recall(&ranking, 10), 10.0 / 12);
}

/* ---- many questions ------------------------------------------------------------------------- */

static void mean_and_percentile_of_nothing_are_zero(void **state)
{
    (void)state;
    near(gp_mean(NULL, 0), 0);
    near(gp_percentile(NULL, 0, .5), 0);
}

static void a_percentile_is_one_of_the_values(void **state)
{
    double values[] = {40, 10, 30, 20};

    (void)state;
    near(gp_percentile(values, 4, 0), 10);
    near(gp_percentile(values, 4, .5), 20);
    near(gp_percentile(values, 4, .51), 30);
    near(gp_percentile(values, 4, .99), 40);
    near(gp_percentile(values, 4, 1), 40);
}

static void auroc_needs_both_sides(void **state)
{
    double one[] = {.5};

    (void)state;
    assert_true(isnan(gp_auroc(one, 1, NULL, 0)));
    assert_true(isnan(gp_auroc(NULL, 0, one, 1)));
}

/* .9 beats all 3; each .5 beats .1 and ties twice with .5: (3 + 2 + 2) / 9 */
static void auroc_counts_ties_half(void **state)
{
    double inside[] = {.5, .9, .5};
    double outside[] = {.5, .1, .5};

    (void)state;
    near(gp_auroc(inside, 3, outside, 3), 7.0 / 9);
}

static void auroc_is_one_when_apart_and_zero_when_reversed(void **state)
{
    double high[] = {.9, .8};
    double low[] = {.2, .1, .3};
    double same[] = {.4, .4};
    double as_well[] = {.4};

    (void)state;
    near(gp_auroc(high, 2, low, 3), 1);
    near(gp_auroc(low, 3, high, 2), 0);
    near(gp_auroc(same, 2, as_well, 1), .5);
}

/* ---- intervals ------------------------------------------------------------------------------ */

static void a_bootstrap_of_nothing_is_zero(void **state)
{
    static double means[GP_RESAMPLES];
    gp_interval interval;

    (void)state;
    gp_bootstrap(NULL, 0, 1, means);
    interval = gp_interval_of(means);
    near(interval.low, 0);
    near(interval.high, 0);
}

static void equal_values_have_no_spread(void **state)
{
    static double means[GP_RESAMPLES];
    const double values[] = {.25, .25, .25};
    gp_interval interval;

    (void)state;
    gp_bootstrap(values, 3, 1, means);
    interval = gp_interval_of(means);
    near(interval.low, .25);
    near(interval.high, .25);
}

static void a_seed_gives_the_same_samples_and_another_seed_others(void **state)
{
    static double first[GP_RESAMPLES], again[GP_RESAMPLES], other[GP_RESAMPLES];
    const double values[] = {0, 1, 2, 3, 4, 5, 6};

    (void)state;
    gp_bootstrap(values, 7, 1, first);
    gp_bootstrap(values, 7, 1, again);
    gp_bootstrap(values, 7, 2, other);
    assert_memory_equal(first, again, sizeof first);
    assert_memory_not_equal(first, other, sizeof first);
}

/* 400 coins, half of them 1: the mean's standard error is .025, so 95 % lies within .5 +- .049. */
static void the_interval_is_as_wide_as_theory_says(void **state)
{
    static double means[GP_RESAMPLES];
    static double values[400];
    gp_interval interval;

    (void)state;
    for (size_t i = 0; i < 400; i += 2)
        values[i] = 1;
    gp_bootstrap(values, 400, 1, means);
    interval = gp_interval_of(means);
    assert_true(fabs(interval.low - .451) < .006);
    assert_true(fabs(interval.high - .549) < .006);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_judged_and_nothing_found_is_nothing),
        cmocka_unit_test(a_question_without_a_relevant_section_does_not_count),
        cmocka_unit_test(a_question_that_finds_nothing_counts_as_zero),
        cmocka_unit_test(a_negative_grade_gains_nothing_and_costs_nothing),
        cmocka_unit_test(the_eleventh_hit_is_too_late_for_ten),
        cmocka_unit_test(graded_hits_gain_by_grade_and_rank),
        cmocka_unit_test(the_ideal_looks_at_the_ten_best_of_more),
        cmocka_unit_test(mean_and_percentile_of_nothing_are_zero),
        cmocka_unit_test(a_percentile_is_one_of_the_values),
        cmocka_unit_test(auroc_needs_both_sides),
        cmocka_unit_test(auroc_counts_ties_half),
        cmocka_unit_test(auroc_is_one_when_apart_and_zero_when_reversed),
        cmocka_unit_test(a_bootstrap_of_nothing_is_zero),
        cmocka_unit_test(equal_values_have_no_spread),
        cmocka_unit_test(a_seed_gives_the_same_samples_and_another_seed_others),
        cmocka_unit_test(the_interval_is_as_wide_as_theory_says),
    };

    return cmocka_run_group_tests_name("measure", tests, NULL, NULL);
}
