/* The order of candidates, and how they come together under articles. */
#include "small.h"

#include "base/memory.h"
#include "search/rank.h"

enum {
    PLACES = 8
};

/* Candidates made by hand: a query of one or two terms of one form each. */
typedef struct hand {
    gp_arena arena;
    gp_form form;
    gp_query query;
    gp_corpus corpus;
    gp_candidate candidates[PLACES];
    gp_sighting sightings[PLACES][4];
    gp_match match;
    gp_ranked *ranked;
} hand;

static hand *open_hand(small *s, size_t terms)
{
    hand *h = gp_arena_alloc(&s->arena, sizeof *h);

    assert_non_null(h);
    gp_arena_init(&h->arena, 1 << 20);
    h->form = (gp_form){NULL, 1, 1};
    for (size_t i = 0; i < terms; i++) {
        h->query.terms[i] = (gp_match_term){&h->form, 1, 1, GP_SHOULD};
        h->query.info[i].weight = 1;
        h->query.upper += 1;
    }
    h->query.count = terms;
    h->corpus = (gp_corpus){.sections = 10, .average_lengths = {4, 4, 0, 50}};
    h->match.candidates = h->candidates;
    return h;
}

static gp_candidate *add(hand *h, const char *id, uint32_t document)
{
    size_t n = h->match.count++;

    h->candidates[n] = (gp_candidate){.id = gp_str_of(id),
                                      .document = document,
                                      .lengths = {4, 4, 0, 50},
                                      .weight = 1,
                                      .sightings = h->sightings[n]};
    return &h->candidates[n];
}

static void see(gp_candidate *candidate, size_t term, gp_field field)
{
    candidate->sightings[candidate->sighting_count++] =
        (gp_sighting){.term = (uint8_t)term, .field = (uint8_t)field, .length = 1};
}

/* Without the parts that need an index. */
static gp_status rank_by_hand(hand *h)
{
    gp_rank_context context = {.query = &h->query, .corpus = &h->corpus};

    return gp_rank(&context, &h->match, &h->arena, &h->ranked);
}

static void assert_order(hand *h, bool fold, const char *expected)
{
    gp_buf buf;

    assert_int_equal(rank_by_hand(h), GP_OK);
    if (fold)
        assert_int_equal(gp_rank_fold(h->ranked, h->match.count, &h->arena), GP_OK);
    gp_buf_init(&buf, 1 << 12);
    for (size_t i = 0; i < h->match.count; i++) {
        assert_true(h->ranked[i].score >= 0 && h->ranked[i].score <= 1);
        assert_true(h->ranked[i].cover >= 0 && h->ranked[i].cover <= 1);
        gp_buf_printf(&buf, "%s%.*s", i > 0 ? " " : "", GP_STR_ARGS(h->ranked[i].candidate->id));
    }
    assert_string_equal(buf.size > 0 ? buf.data : "", expected);
    gp_buf_clear(&buf);
    gp_arena_clear(&h->arena);
}

static void nothing_is_ranked_and_folded_without_trouble(void **state)
{
    assert_order(open_hand(*state, 1), true, "");
}

static void without_memory_it_says_so(void **state)
{
    hand *h = open_hand(*state, 1);

    see(add(h, "a", 1), 0, GP_FIELD_BODY);
    gp_memory_fail_at(1, 1);
    assert_int_equal(rank_by_hand(h), GP_NO_MEMORY);
    gp_memory_fail_at(0, 0);
    gp_arena_clear(&h->arena);
    assert_int_equal(rank_by_hand(h), GP_OK);
    gp_memory_fail_at(1, 1);
    assert_int_equal(gp_rank_fold(h->ranked, 1, &h->arena), GP_NO_MEMORY);
    gp_memory_fail_at(0, 0);
    gp_arena_clear(&h->arena);
}

static void a_query_without_weight_divides_by_nothing(void **state)
{
    hand *h = open_hand(*state, 1);

    h->query.upper = 0;
    h->corpus = (gp_corpus){0};
    see(add(h, "a", 1), 0, GP_FIELD_BODY);
    assert_order(h, true, "a");
}

static void equal_candidates_stand_by_id(void **state)
{
    hand *h = open_hand(*state, 1);

    see(add(h, "b", 1), 0, GP_FIELD_BODY);
    see(add(h, "a", 2), 0, GP_FIELD_BODY);
    assert_order(h, false, "a b");
}

static void two_words_met_beat_one_met_often(void **state)
{
    hand *h = open_hand(*state, 2);
    gp_candidate *often = add(h, "often", 1);
    gp_candidate *both = add(h, "both", 2);

    for (int i = 0; i < 4; i++)
        see(often, 0, GP_FIELD_BODY);
    see(both, 0, GP_FIELD_BODY);
    see(both, 1, GP_FIELD_BODY);
    assert_order(h, false, "both often");
}

static void a_heading_beats_a_body_and_a_short_body_a_long_one(void **state)
{
    hand *h = open_hand(*state, 1);
    gp_candidate *lengthy = add(h, "lengthy", 3);

    see(add(h, "body", 1), 0, GP_FIELD_BODY);
    see(add(h, "heading", 2), 0, GP_FIELD_HEADING);
    see(lengthy, 0, GP_FIELD_BODY);
    lengthy->lengths[GP_FIELD_BODY] = 500;
    assert_order(h, false, "heading body lengthy");
}

static void the_title_is_the_heading_of_an_article_s_own_section(void **state)
{
    hand *h = open_hand(*state, 1);
    gp_candidate *own = add(h, "own", 1);

    own->lengths[GP_FIELD_HEADING] = 0;
    see(own, 0, GP_FIELD_CONTEXT);
    see(add(h, "part", 2), 0, GP_FIELD_CONTEXT);
    assert_order(h, false, "own part");
}

static void weight_decides_between_equals_only(void **state)
{
    hand *h = open_hand(*state, 2);
    gp_candidate *heavy = add(h, "heavy", 1);
    gp_candidate *better = add(h, "better", 2);

    see(heavy, 0, GP_FIELD_BODY);
    heavy->weight = 100;
    see(better, 0, GP_FIELD_BODY);
    see(better, 1, GP_FIELD_BODY);
    see(add(h, "equal", 3), 0, GP_FIELD_BODY);
    assert_order(h, false, "better heavy equal");
}

static void sections_of_an_article_stand_together_where_the_best_stands(void **state)
{
    hand *h = open_hand(*state, 1);

    see(add(h, "a1", 1), 0, GP_FIELD_HEADING);
    see(add(h, "b1", 2), 0, GP_FIELD_HEADING);
    see(add(h, "a2", 1), 0, GP_FIELD_HEADING);
    assert_order(h, false, "a1 a2 b1");
    assert_order(h, true, "a1 a2 b1");
}

static void an_article_shows_no_more_than_its_share_before_others(void **state)
{
    hand *h = open_hand(*state, 1);

    for (size_t i = 0; i < 5; i++)
        see(add(h, (const char *[]){"a1", "a2", "a3", "a4", "a5"}[i], 1), 0, GP_FIELD_BODY);
    see(add(h, "b1", 2), 0, GP_FIELD_BODY);
    assert_order(h, true, "a1 a2 a3 b1 a4 a5");
}

static void a_much_weaker_section_does_not_come_along(void **state)
{
    hand *h = open_hand(*state, 2);
    gp_candidate *best = add(h, "a1", 1);
    gp_candidate *weak = add(h, "a2", 1);

    see(best, 0, GP_FIELD_HEADING);
    see(best, 1, GP_FIELD_HEADING);
    see(weak, 0, GP_FIELD_BODY);
    weak->lengths[GP_FIELD_BODY] = 400;
    see(add(h, "b1", 2), 0, GP_FIELD_BODY);
    assert_order(h, true, "a1 b1 a2");
}

static void a_section_about_as_good_stands_before_its_introduction(void **state)
{
    hand *h = open_hand(*state, 1);
    gp_candidate *own = add(h, "a", 1);
    gp_candidate *part = add(h, "a#part", 1);

    own->lengths[GP_FIELD_HEADING] = 0;
    see(own, 0, GP_FIELD_HEADING);
    see(own, 0, GP_FIELD_HEADING);
    see(part, 0, GP_FIELD_HEADING);
    assert_order(h, false, "a a#part");
    assert_order(h, true, "a#part a");
}

static void an_introduction_that_is_much_better_stays_in_front(void **state)
{
    hand *h = open_hand(*state, 2);
    gp_candidate *own = add(h, "a", 1);
    gp_candidate *part = add(h, "a#part", 1);
    gp_candidate *other = add(h, "b#part", 2);

    own->lengths[GP_FIELD_HEADING] = 0;
    see(own, 0, GP_FIELD_CONTEXT);
    see(own, 1, GP_FIELD_CONTEXT);
    see(part, 0, GP_FIELD_HEADING);
    see(other, 0, GP_FIELD_HEADING);
    see(other, 1, GP_FIELD_HEADING);
    assert_order(h, true, "a b#part a#part");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SMALL(nothing_is_ranked_and_folded_without_trouble),
        SMALL(without_memory_it_says_so),
        SMALL(a_query_without_weight_divides_by_nothing),
        SMALL(equal_candidates_stand_by_id),
        SMALL(two_words_met_beat_one_met_often),
        SMALL(a_heading_beats_a_body_and_a_short_body_a_long_one),
        SMALL(the_title_is_the_heading_of_an_article_s_own_section),
        SMALL(weight_decides_between_equals_only),
        SMALL(sections_of_an_article_stand_together_where_the_best_stands),
        SMALL(an_article_shows_no_more_than_its_share_before_others),
        SMALL(a_much_weaker_section_does_not_come_along),
        SMALL(a_section_about_as_good_stands_before_its_introduction),
        SMALL(an_introduction_that_is_much_better_stays_in_front),
    };
    return cmocka_run_group_tests_name("rank", tests, NULL, NULL);
}
