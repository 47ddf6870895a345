/* How well a heading and a question say the same: with words held by hand, and weights by formula. */
#include "unit/store/held.h"

#include "base/memory.h"
#include "search/heading_fit.h"

#include <math.h>

#define NEARLY 1e-6

/* All words of headings stand in one section each, but "what" and "is", which stand in two. */
static const held_section sections[] = {
    {{"what/what is/is detox", "guide", NULL, "sober sober"}},
    {{"aftercare naloxone", "guide", NULL, NULL}},
    {{NULL, "handbook", NULL, "what is here"}},
    {{"zebra", NULL, "giraffe", NULL}},
    {{"does/doe", NULL, NULL, NULL}},
    {{NULL, NULL, NULL, "nothing"}},
};

enum {
    COUNT = 6
};

static double idf(size_t frequency)
{
    return gp_query_idf(COUNT, frequency);
}

/* The fit of section `handle`, of whose heading a question that weighs `upper` has `met`. */
static double fit_of(const gp_heading_fit *fit, gp_handle handle, double met, double upper)
{
    gp_form form = {.weight = 1};
    gp_query query = {.upper = upper, .count = 1};
    gp_sighting sighting = {.field = GP_FIELD_HEADING};
    gp_candidate candidate = {.handle = handle, .sightings = &sighting, .sighting_count = 1};
    const gp_image_section *section = &fit->store->image->sections.items[handle];

    query.terms[0] = (gp_match_term){.forms = &form, .form_count = 1};
    query.info[0].weight = met;
    for (size_t i = 0; i < GP_FIELD_COUNT; i++)
        candidate.lengths[i] = section->lengths[i];
    if (section->lengths[GP_FIELD_HEADING] == 0)
        sighting.field = GP_FIELD_CONTEXT;
    return gp_heading_fit_of(fit, &query, &candidate);
}

static void assert_fit(gp_handle handle, double met, double upper, double expected)
{
    gp_heading_fit fit;
    gp_arena arena;
    double got;
    held h;

    gp_arena_init(&arena, 1 << 20);
    held_open(&h, sections, COUNT);
    assert_int_equal(gp_heading_fit_open(&h.store, &arena, &fit), GP_OK);
    got = fit_of(&fit, handle, met, upper);
    gp_arena_clear(&arena);
    held_close(&h);
    if (fabs(got - expected) > NEARLY)
        fail_msg("section %u: %f, not %f", handle, got, expected);
}

static void where_words_are_not_held_nothing_fits(void **state)
{
    gp_heading_fit fit;
    gp_arena arena;
    held h;

    (void)state;
    gp_arena_init(&arena, 1 << 20);
    held_open_unsealed(&h, sections, COUNT);
    assert_int_equal(gp_heading_fit_open(&h.store, &arena, &fit), GP_OK);
    assert_null(fit.weights);
    assert_true(fit_of(&fit, 1, 1, 1) <= 0);
    gp_arena_clear(&arena);
    held_close(&h);
}

static void an_empty_index_opens(void **state)
{
    gp_heading_fit fit;
    gp_arena arena;
    held h;

    (void)state;
    gp_arena_init(&arena, 1 << 20);
    held_open(&h, NULL, 0);
    assert_int_equal(gp_heading_fit_open(&h.store, &arena, &fit), GP_OK);
    gp_arena_clear(&arena);
    held_close(&h);
}

static void without_memory_it_says_so(void **state)
{
    gp_heading_fit fit;
    gp_arena arena;
    held h;

    (void)state;
    gp_arena_init(&arena, 1 << 20);
    held_open(&h, sections, COUNT);
    gp_memory_fail_at(1, 1);
    assert_int_equal(gp_heading_fit_open(&h.store, &arena, &fit), GP_NO_MEMORY);
    gp_memory_fail_at(0, 0);
    gp_arena_clear(&arena);
    held_close(&h);
}

static void a_question_without_weight_or_a_heading_not_met_fits_nothing(void **state)
{
    (void)state;
    assert_fit(1, 0, 5, 0);
    assert_fit(1, 1, 0, 0);
    assert_fit(5, 1, 1, 0); /* neither heading nor title */
}

static void an_exact_heading_fits_whole(void **state)
{
    double both = 2 * idf(1);

    (void)state;
    assert_fit(1, both, both, 1);
    assert_fit(1, 2 * both, both, 1); /* rounded up or counted twice: never above 1 */
}

/* "aftercare naloxone" asked for by "naloxone". */
static void half_of_a_heading_fits_half(void **state)
{
    (void)state;
    assert_fit(1, idf(1), idf(1), .5);
}

/* "aftercare naloxone" asked for by "aftercare naloxone" and as much again. */
static void of_half_a_question_a_heading_fits_by_the_root(void **state)
{
    double both = 2 * idf(1);

    (void)state;
    assert_fit(1, both, 2 * both, sqrt(.5));
    assert_fit(1, idf(1), 2 * idf(1), .5 * sqrt(.5));
}

/* "what is detox" asked for by "detox": the other words weigh half of their idf. */
static void function_words_of_a_heading_weigh_little(void **state)
{
    double all = idf(1) + 2 * .5 * idf(2);

    (void)state;
    assert_fit(0, idf(1), idf(1), idf(1) / all);
    assert_true(idf(1) / all > .5);
}

static void a_stem_is_a_function_word_s_when_a_form_of_it_is(void **state)
{
    (void)state;
    assert_fit(4, .25 * idf(1), 1, .5 * sqrt(.25 * idf(1)));
}

static void a_section_of_its_own_has_its_title_for_a_heading(void **state)
{
    (void)state;
    assert_fit(2, idf(1), idf(1), 1);
}

/* Section 0 stands under "guide" and speaks of "sober": neither is in its heading. */
static void neither_inherited_titles_nor_the_body_make_a_heading_longer(void **state)
{
    double all = idf(1) + 2 * .5 * idf(2);

    (void)state;
    assert_fit(0, all, all, 1);
}

/* "zebra" is asked for; "giraffe" is an alternate question, which says nothing of it. */
static void other_wordings_make_a_heading_no_longer(void **state)
{
    (void)state;
    assert_fit(3, idf(1), idf(1), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_words_are_not_held_nothing_fits),
        cmocka_unit_test(an_empty_index_opens),
        cmocka_unit_test(without_memory_it_says_so),
        cmocka_unit_test(a_question_without_weight_or_a_heading_not_met_fits_nothing),
        cmocka_unit_test(an_exact_heading_fits_whole),
        cmocka_unit_test(half_of_a_heading_fits_half),
        cmocka_unit_test(of_half_a_question_a_heading_fits_by_the_root),
        cmocka_unit_test(function_words_of_a_heading_weigh_little),
        cmocka_unit_test(a_stem_is_a_function_word_s_when_a_form_of_it_is),
        cmocka_unit_test(a_section_of_its_own_has_its_title_for_a_heading),
        cmocka_unit_test(neither_inherited_titles_nor_the_body_make_a_heading_longer),
        cmocka_unit_test(other_wordings_make_a_heading_no_longer),
    };

    return cmocka_run_group_tests_name("heading_fit", tests, NULL, NULL);
}
