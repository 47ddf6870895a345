/* Do the words of a question stand together? Distances and passages, counted by hand. */
#include "test.h"

#include "base/memory.h"
#include "search/proximity.h"

#include <math.h>
#include <string.h>

#define NEARLY 1e-9

enum {
    SIGHTINGS = 80
};

/* A question of terms that weigh 1 each, and a candidate of a section that has a heading. */
typedef struct hand {
    gp_arena arena;
    gp_query query;
    gp_candidate candidate;
    gp_sighting sightings[SIGHTINGS];
} hand;

static hand *open_hand(size_t terms)
{
    static hand h;

    memset(&h, 0, sizeof h);
    gp_arena_init(&h.arena, 1 << 20);
    h.query.count = terms;
    h.query.tokens.count = terms;
    for (size_t i = 0; i < terms; i++)
        h.query.info[i].weight = 1;
    h.query.upper = (double)terms;
    h.candidate.lengths[GP_FIELD_HEADING] = 9;
    h.candidate.sightings = h.sightings;
    return &h;
}

static void pair(hand *h, uint8_t first, uint8_t second, double weight)
{
    h->query.pairs[h->query.pair_count++] = (gp_query_pair){first, second, weight};
}

static void see(hand *h, uint8_t term, gp_field field, uint32_t position)
{
    assert_true(h->candidate.sighting_count < SIGHTINGS);
    h->sightings[h->candidate.sighting_count++] =
        (gp_sighting){.term = term, .field = (uint8_t)field, .length = 1, .position = position};
}

static gp_proximity proximity_of(hand *h)
{
    gp_proximity proximity;

    assert_int_equal(gp_proximity_of(&h->query, &h->candidate, &h->arena, &proximity), GP_OK);
    gp_arena_clear(&h->arena);
    return proximity;
}

static void assert_pairs(hand *h, double expected)
{
    double got = proximity_of(h).pairs;

    if (fabs(got - expected) > NEARLY)
        fail_msg("pairs %f, not %f", got, expected);
}

static void assert_passage(hand *h, double expected)
{
    double got = proximity_of(h).passage;

    if (fabs(got - expected) > NEARLY)
        fail_msg("passage %f, not %f", got, expected);
}

/* What two neighbors of the question are worth at these places of one field. */
static void assert_worth(gp_field field, uint32_t first, uint32_t second, double expected)
{
    hand *h = open_hand(2);

    pair(h, 0, 1, 2);
    see(h, 0, field, first);
    see(h, 1, field, second);
    assert_pairs(h, expected);
}

/* ---- the unhappy path ---------------------------------------------------------------------------- */

static void nothing_asked_or_nothing_seen_is_near_nothing(void **state)
{
    hand *h = open_hand(0);

    (void)state;
    assert_pairs(h, 0);
    assert_passage(h, 0);
    h = open_hand(2);
    pair(h, 0, 1, 1);
    assert_pairs(h, 0);
    assert_passage(h, 0);
}

static void weights_of_nothing_divide_by_nothing(void **state)
{
    hand *h = open_hand(2);

    (void)state;
    pair(h, 0, 1, 0);
    see(h, 0, GP_FIELD_BODY, 0);
    see(h, 1, GP_FIELD_BODY, 1);
    h->query.upper = 0;
    assert_pairs(h, 0);
    assert_passage(h, 0);
}

static void without_memory_it_says_so(void **state)
{
    hand *h = open_hand(1);
    gp_proximity proximity = {9, 9};

    (void)state;
    see(h, 0, GP_FIELD_BODY, 0);
    gp_memory_fail_at(1, 1);
    assert_int_equal(gp_proximity_of(&h->query, &h->candidate, &h->arena, &proximity),
                     GP_NO_MEMORY);
    gp_memory_fail_at(0, 0);
    assert_true(proximity.pairs + proximity.passage <= 0);
    gp_arena_clear(&h->arena);
}

/* ---- pairs --------------------------------------------------------------------------------------- */

static void in_a_body_a_pair_is_worth_less_with_distance_and_nothing_at_5(void **state)
{
    (void)state;
    assert_worth(GP_FIELD_BODY, 10, 11, .7);
    assert_worth(GP_FIELD_BODY, 10, 12, .7);
    assert_worth(GP_FIELD_BODY, 10, 13, .42);
    assert_worth(GP_FIELD_BODY, 10, 14, .42);
    assert_worth(GP_FIELD_BODY, 10, 15, 0);
}

static void in_a_heading_or_a_wording_a_pair_counts_whole(void **state)
{
    static const gp_field fields[] = {GP_FIELD_HEADING, GP_FIELD_QUESTIONS};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        assert_worth(fields[i], 0, 1, 1);
        assert_worth(fields[i], 0, 2, 1);
        assert_worth(fields[i], 0, 3, .6);
        assert_worth(fields[i], 0, 4, .6);
        assert_worth(fields[i], 0, 5, 0);
    }
}

static void the_order_of_a_pair_does_not_matter(void **state)
{
    (void)state;
    assert_worth(GP_FIELD_BODY, 11, 10, .7);
    assert_worth(GP_FIELD_BODY, 13, 10, .42);
    assert_worth(GP_FIELD_HEADING, 15, 10, 0);
}

static void words_in_different_fields_are_never_near_each_other(void **state)
{
    hand *h = open_hand(2);

    (void)state;
    pair(h, 0, 1, 1);
    see(h, 0, GP_FIELD_HEADING, 1);
    see(h, 1, GP_FIELD_QUESTIONS, 0);
    see(h, 1, GP_FIELD_BODY, 2);
    assert_pairs(h, 0);
    assert_passage(h, .5);
}

static void a_title_counts_only_where_it_is_the_heading(void **state)
{
    hand *h = open_hand(2);

    (void)state;
    pair(h, 0, 1, 1);
    see(h, 0, GP_FIELD_CONTEXT, 0);
    see(h, 1, GP_FIELD_CONTEXT, 1);
    assert_pairs(h, 0);
    assert_passage(h, 0);
    h->candidate.lengths[GP_FIELD_HEADING] = 0;
    assert_pairs(h, 1);
    assert_passage(h, 1);
}

static void the_best_place_of_a_pair_counts(void **state)
{
    hand *h = open_hand(2);

    (void)state;
    pair(h, 0, 1, 1);
    see(h, 0, GP_FIELD_BODY, 0); /* 3 apart */
    see(h, 1, GP_FIELD_BODY, 3);
    see(h, 0, GP_FIELD_BODY, 40); /* not near */
    see(h, 1, GP_FIELD_BODY, 50);
    assert_pairs(h, .42);
    see(h, 1, GP_FIELD_BODY, 39); /* side by side; sightings need not come by position */
    assert_pairs(h, .7);
    see(h, 1, GP_FIELD_HEADING, 7);
    see(h, 0, GP_FIELD_HEADING, 8);
    assert_pairs(h, 1);
}

static void pairs_count_by_their_weight(void **state)
{
    hand *h = open_hand(3);

    (void)state;
    pair(h, 0, 1, 3);
    pair(h, 1, 2, 1);
    see(h, 0, GP_FIELD_HEADING, 0);
    see(h, 1, GP_FIELD_HEADING, 1);
    assert_pairs(h, .75);
    see(h, 2, GP_FIELD_BODY, 0); /* alone in its field */
    assert_pairs(h, .75);
    see(h, 1, GP_FIELD_BODY, 1);
    assert_pairs(h, (3 + .7) / 4);
}

/* Words that are no neighbors in the question may stand together as they like. */
static void only_neighbors_of_the_question_are_pairs(void **state)
{
    hand *h = open_hand(3);

    (void)state;
    pair(h, 0, 1, 1);
    pair(h, 1, 2, 1);
    see(h, 0, GP_FIELD_HEADING, 0);
    see(h, 2, GP_FIELD_HEADING, 1);
    assert_pairs(h, 0);
}

static void what_the_question_does_not_ask_for_is_left_out(void **state)
{
    hand *h = open_hand(2);

    (void)state;
    pair(h, 0, 1, 1);
    h->query.info[1].extra = true;
    see(h, 0, GP_FIELD_HEADING, 0);
    see(h, 1, GP_FIELD_HEADING, 1);
    assert_pairs(h, 0);
    assert_passage(h, .5);
}

/* "kid" and "child" are synonyms, so that either word meets both terms: in "kid child" they still stand
 * side by side. */
static void two_terms_at_one_place_do_not_hide_their_neighbor(void **state)
{
    hand *h = open_hand(2);

    (void)state;
    pair(h, 0, 1, 1);
    see(h, 0, GP_FIELD_HEADING, 3);
    see(h, 1, GP_FIELD_HEADING, 3);
    assert_pairs(h, 0); /* one word is no pair */
    h = open_hand(2);
    pair(h, 0, 1, 1);
    see(h, 0, GP_FIELD_HEADING, 3);
    see(h, 0, GP_FIELD_HEADING, 4);
    see(h, 1, GP_FIELD_HEADING, 4);
    assert_pairs(h, 1);
}

/* ---- passage ------------------------------------------------------------------------------------- */

/* Of a question of so many words: how many a passage has, by the farthest place that is still in it. */
static void assert_width(size_t words, uint32_t width)
{
    hand *h = open_hand(2);

    h->query.tokens.count = words;
    see(h, 0, GP_FIELD_BODY, 5);
    see(h, 1, GP_FIELD_BODY, 5 + width - 1);
    assert_passage(h, 1);
    h->sightings[1].position++;
    assert_passage(h, .5);
}

static void a_passage_is_half_as_long_again_as_the_question_and_four_words(void **state)
{
    (void)state;
    assert_width(0, 4);
    assert_width(2, 7);
    assert_width(3, 8);
    assert_width(4, 10);
    assert_width(17, 29);
    assert_width(18, 30); /* at most */
    assert_width(1000, 30);
}

static void a_passage_holds_the_share_of_the_weight_that_stands_in_it(void **state)
{
    hand *h = open_hand(3);

    (void)state;
    h->query.info[0].weight = 3;
    h->query.upper = 5;
    see(h, 0, GP_FIELD_BODY, 0);
    assert_passage(h, .6);
    see(h, 1, GP_FIELD_BODY, 100);
    see(h, 2, GP_FIELD_BODY, 101);
    assert_passage(h, .6); /* the best one counts */
    see(h, 1, GP_FIELD_BODY, 3);
    assert_passage(h, .8);
}

static void a_word_counts_once_in_a_passage(void **state)
{
    hand *h = open_hand(4);

    (void)state;
    for (uint32_t i = 0; i < 60; i++)
        see(h, 0, GP_FIELD_BODY, i);
    assert_passage(h, .25);
    see(h, 1, GP_FIELD_BODY, 60);
    assert_passage(h, .5);
}

/* The window moves on: what it has left behind counts no more, what it meets again does. */
static void a_passage_may_begin_anywhere(void **state)
{
    hand *h = open_hand(3); /* 8 words wide */

    (void)state;
    see(h, 0, GP_FIELD_BODY, 0);
    see(h, 1, GP_FIELD_BODY, 7);
    see(h, 2, GP_FIELD_BODY, 8);
    assert_passage(h, 2.0 / 3);
    see(h, 0, GP_FIELD_BODY, 14);
    assert_passage(h, 1);
}

static void a_passage_is_never_worth_more_than_the_question(void **state)
{
    hand *h = open_hand(2);

    (void)state;
    h->query.upper = 1;
    see(h, 0, GP_FIELD_BODY, 0);
    see(h, 1, GP_FIELD_BODY, 1);
    assert_passage(h, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_asked_or_nothing_seen_is_near_nothing),
        cmocka_unit_test(weights_of_nothing_divide_by_nothing),
        cmocka_unit_test(without_memory_it_says_so),
        cmocka_unit_test(in_a_body_a_pair_is_worth_less_with_distance_and_nothing_at_5),
        cmocka_unit_test(in_a_heading_or_a_wording_a_pair_counts_whole),
        cmocka_unit_test(the_order_of_a_pair_does_not_matter),
        cmocka_unit_test(words_in_different_fields_are_never_near_each_other),
        cmocka_unit_test(a_title_counts_only_where_it_is_the_heading),
        cmocka_unit_test(the_best_place_of_a_pair_counts),
        cmocka_unit_test(pairs_count_by_their_weight),
        cmocka_unit_test(only_neighbors_of_the_question_are_pairs),
        cmocka_unit_test(what_the_question_does_not_ask_for_is_left_out),
        cmocka_unit_test(two_terms_at_one_place_do_not_hide_their_neighbor),
        cmocka_unit_test(a_passage_is_half_as_long_again_as_the_question_and_four_words),
        cmocka_unit_test(a_passage_holds_the_share_of_the_weight_that_stands_in_it),
        cmocka_unit_test(a_word_counts_once_in_a_passage),
        cmocka_unit_test(a_passage_may_begin_anywhere),
        cmocka_unit_test(a_passage_is_never_worth_more_than_the_question),
    };

    return cmocka_run_group_tests_name("proximity", tests, NULL, NULL);
}
