/* The formula that orders candidates, by hand. */
#include "test.h"

#include "store/evidence.h"

#include <math.h>

static void assert_near(double a, double b)
{
    if (fabs(a - b) > 1e-12)
        print_error("%.15g is not %.15g\n", a, b);
    assert_true(fabs(a - b) <= 1e-12);
}

static void a_heading_counts_three_times_its_text(void **state)
{
    (void)state;
    assert_near(gp_evidence_field_weight(GP_FIELD_HEADING), 3);
    assert_near(gp_evidence_field_weight(GP_FIELD_CONTEXT), 3);
    assert_near(gp_evidence_field_weight(GP_FIELD_QUESTIONS), 3);
    assert_near(gp_evidence_field_weight(GP_FIELD_BODY), 1);
}

/* 3 tf / (tf + 2 (.25 + .75 ratio)) */
static void a_term_is_worth_what_the_formula_says(void **state)
{
    (void)state;
    assert_near(gp_evidence_term(1, 0, 1), 0);
    assert_near(gp_evidence_term(1, 1, 1), 1);
    assert_near(gp_evidence_term(2, 1, 1), 2);
    assert_near(gp_evidence_term(1, 2, 1), 1.5);
    assert_near(gp_evidence_term(1, 1, 2), 3 / 4.5);
    assert_near(gp_evidence_term(1, 1, 0), 3 / 1.5);
}

static void more_sightings_are_worth_more_up_to_a_bound(void **state)
{
    double before = 0;

    (void)state;
    for (int tf = 1; tf < 1000; tf++) {
        double now = gp_evidence_term(2, tf, 1);
        assert_true(now > before);
        assert_true(now < 6); /* 3 times the weight */
        before = now;
    }
}

static void longer_sections_are_worth_less(void **state)
{
    double before = INFINITY;

    (void)state;
    for (double ratio = 0; ratio < 50; ratio += .25) {
        double now = gp_evidence_term(1, 1, ratio);
        assert_true(now < before);
        assert_true(now > 0);
        before = now;
    }
}

static void the_titles_above_do_not_make_a_section_longer(void **state)
{
    const uint32_t lengths[GP_FIELD_COUNT] = {[GP_FIELD_HEADING] = 3,
                                              [GP_FIELD_CONTEXT] = 1000,
                                              [GP_FIELD_QUESTIONS] = 5,
                                              [GP_FIELD_BODY] = 100};
    const gp_corpus corpus = {.average_lengths = {3, 1000, 5, 100}};

    (void)state;
    assert_near(gp_evidence_length(lengths), 108);
    assert_near(gp_evidence_average(&corpus), 108);
}

static void the_longest_lengths_do_not_overflow(void **state)
{
    const uint32_t lengths[GP_FIELD_COUNT] = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX};

    (void)state;
    assert_near(gp_evidence_length(lengths), 3.0 * UINT32_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heading_counts_three_times_its_text),
        cmocka_unit_test(a_term_is_worth_what_the_formula_says),
        cmocka_unit_test(more_sightings_are_worth_more_up_to_a_bound),
        cmocka_unit_test(longer_sections_are_worth_less),
        cmocka_unit_test(the_titles_above_do_not_make_a_section_longer),
        cmocka_unit_test(the_longest_lengths_do_not_overflow),
    };

    return cmocka_run_group_tests_name("evidence", tests, NULL, NULL);
}
