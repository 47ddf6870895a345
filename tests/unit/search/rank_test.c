/* The order of candidates, and how they come together under articles. */
#include "small.h"

#include "base/memory.h"
#include "search/rank.h"
#include "search/weights.h"
#include "unit/store/held.h"

#include <math.h>

#define NEARLY 1e-9

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

/* ---- what a score is made of --------------------------------------------------------------------- */

static void assert_near(double got, double expected)
{
    if (fabs(got - expected) > NEARLY)
        fail_msg("%f, not %f", got, expected);
}

/* The parts of the first one ranked; they live until the arena is cleared. */
static gp_explanation explain_best(hand *h)
{
    gp_rank_context context = {.query = &h->query, .corpus = &h->corpus};
    gp_explanation explanation;

    assert_int_equal(rank_by_hand(h), GP_OK);
    assert_int_equal(gp_rank_explain(&context, &h->ranked[0], &h->arena, &explanation), GP_OK);
    return explanation;
}

static double sum_of_parts(const gp_explanation *explanation)
{
    double sum = 0;

    for (size_t i = 0; i < explanation->terms.count; i++)
        sum += explanation->terms.items[i].part;
    return sum;
}

static void explaining_without_memory_says_so(void **state)
{
    hand *h = open_hand(*state, 1);
    gp_rank_context context = {.query = &h->query, .corpus = &h->corpus};
    gp_explanation explanation;

    see(add(h, "a", 1), 0, GP_FIELD_BODY);
    assert_int_equal(rank_by_hand(h), GP_OK);
    gp_memory_fail_at(1, 1);
    assert_int_equal(gp_rank_explain(&context, &h->ranked[0], &h->arena, &explanation),
                     GP_NO_MEMORY);
    gp_memory_fail_at(0, 0);
    gp_arena_clear(&h->arena);
}

static void a_question_without_terms_or_weight_is_made_of_nothing(void **state)
{
    hand *h = open_hand(*state, 0);
    gp_explanation explanation;

    (void)add(h, "a", 1);
    explanation = explain_best(h);
    assert_int_equal(explanation.terms.count, 0);
    assert_near(h->ranked[0].score, 0);
    gp_arena_clear(&h->arena);
    h = open_hand(*state, 1);
    h->query.upper = h->query.info[0].weight = 0;
    see(add(h, "a", 1), 0, GP_FIELD_BODY);
    explanation = explain_best(h);
    assert_int_equal(explanation.terms.count, 1);
    assert_near(explanation.terms.items[0].part, 0);
    assert_near(explanation.words, 0);
    gp_arena_clear(&h->arena);
}

/* Of average length k is 2. Heading: tf 3, 3 * 3 / (3 + 2) = 1.8; body: tf 1, 1; weights 2, 1, 1, of
 * which the last is not met: (2 * 1.8 + 1) / (3 * 4). */
static void the_parts_of_terms_add_up_to_the_words(void **state)
{
    hand *h = open_hand(*state, 3);
    gp_candidate *candidate = add(h, "a", 1);
    gp_explanation explanation;

    h->query.info[0].weight = 2;
    h->query.info[0].idf = 7;
    h->query.info[0].shown = GP_STR("detox");
    h->query.upper = 4;
    see(candidate, 0, GP_FIELD_HEADING);
    see(candidate, 1, GP_FIELD_BODY);
    explanation = explain_best(h);
    assert_int_equal(explanation.terms.count, 3);
    assert_str(explanation.terms.items[0].term, "detox");
    assert_near(explanation.terms.items[0].idf, 7);
    assert_near(explanation.terms.items[0].weight, 2);
    assert_near(explanation.terms.items[0].tf, 3);
    assert_near(explanation.terms.items[0].part, 2 * 1.8 / 12);
    assert_near(explanation.terms.items[1].tf, 1);
    assert_near(explanation.terms.items[1].part, 1.0 / 12);
    assert_near(explanation.terms.items[2].tf, 0);
    assert_near(explanation.terms.items[2].part, 0);
    assert_near(explanation.words, 4.6 / 12);
    assert_near(sum_of_parts(&explanation), explanation.words);
    assert_near(explanation.cover, .75);
    gp_arena_clear(&h->arena);
}

/* A synonym of several words is no part of what the question asks for, but adds to what is met. */
static void a_synonym_may_lead_beyond_what_is_asked(void **state)
{
    hand *h = open_hand(*state, 2);
    gp_candidate *candidate = add(h, "a", 1);
    gp_explanation explanation;

    h->query.info[1].extra = true;
    h->query.upper = 1;
    for (int i = 0; i < 2; i++) {
        see(candidate, 0, GP_FIELD_HEADING);
        see(candidate, 1, GP_FIELD_HEADING);
    }
    explanation = explain_best(h);
    assert_near(explanation.words, 1);
    assert_near(sum_of_parts(&explanation), 2 * 6 / (6 + 2.0));
    assert_near(explanation.cover, 1);
    gp_arena_clear(&h->arena);
}

/* Without an index: words 1/3, no pair, all of the question in one place. */
static void a_score_is_the_mean_of_the_parts_there_are(void **state)
{
    hand *h = open_hand(*state, 1);
    gp_explanation explanation;

    see(add(h, "a", 1), 0, GP_FIELD_BODY);
    explanation = explain_best(h);
    assert_near(explanation.words, 1.0 / 3);
    assert_near(explanation.fit + explanation.ngrams + explanation.pairs, 0);
    assert_near(explanation.passage, 1);
    assert_near(h->ranked[0].score,
                (1.0 / 3 + GP_SHARE_PASSAGE) / (1 + GP_SHARE_PAIRS + GP_SHARE_PASSAGE));
    gp_arena_clear(&h->arena);
}

/* The first section's heading is the question. */
static const held_section sections[] = {{{"safe detox", NULL, NULL, "it is"}},
                                        {{"aftercare", NULL, NULL, "it was"}}};

/* What is ranked with the parts that an index gives, when its words are held. */
static void rank_held(hand *h, held *index)
{
    static const char *const stems[] = {"safe", "detox"};
    gp_candidate *candidate = add(h, "s000", 1);
    gp_rank_context context = {.query = &h->query, .corpus = &h->corpus};
    gp_explanation explanation;
    gp_heading_fit fit;
    gp_ngram_scorer *scorer;

    gp_store_corpus(&index->store, &h->corpus);
    for (size_t i = 0; i < GP_FIELD_COUNT; i++)
        candidate->lengths[i] = index->image->sections.items[0].lengths[i];
    for (uint32_t i = 0; i < 2; i++) {
        h->query.info[i].stem = gp_str_of(stems[i]);
        h->query.info[i].weight = gp_query_idf(2, 1);
        see(candidate, i, GP_FIELD_HEADING);
        candidate->sightings[i].position = i;
    }
    h->query.upper = 2 * gp_query_idf(2, 1);
    h->query.pairs[h->query.pair_count++] = (gp_query_pair){0, 1, 1};
    assert_int_equal(gp_heading_fit_open(&index->store, &h->arena, &fit), GP_OK);
    assert_int_equal(gp_ngram_scorer_open(&index->store, &scorer), GP_OK);
    assert_int_equal(gp_ngram_scorer_ask(scorer, &h->query, &h->arena), GP_OK);
    context.fit = &fit;
    context.ngrams = scorer;
    assert_int_equal(gp_rank(&context, &h->match, &h->arena, &h->ranked), GP_OK);
    assert_int_equal(gp_rank_explain(&context, h->ranked, &h->arena, &explanation), GP_OK);
    assert_near(explanation.fit, h->ranked[0].fit);
    assert_near(explanation.ngrams, h->ranked[0].ngrams);
    assert_near(explanation.pairs, h->ranked[0].pairs);
    gp_ngram_scorer_close(scorer);
}

/* Words: 4 against 3.5 on average, tf 3. Grams: 3 * (3 + 4) + 2 against 3 * 8 + 3, tf 2. */
static void a_score_is_the_mean_of_all_five_parts(void **state)
{
    hand *h = open_hand(*state, 2);
    const gp_ranked *best;
    held index;

    held_open(&index, sections, 2);
    rank_held(h, &index);
    best = h->ranked;
    assert_near(best->words, 3 / (3 + 2 * (.25 + .75 * 4 / 3.5)));
    assert_true(fabs(best->fit - 1) < 1e-6); /* weights are kept in single precision */
    assert_true(fabs(best->ngrams - 2 / (2 + 2 * (.25 + .75 * 23 / 25))) < 1e-6);
    assert_near(best->pairs, 1);
    assert_near(best->passage, 1);
    assert_near(best->score, (best->words + .5 * best->fit + .8 * best->ngrams + .6 + .5) / 3.4);
    held_close(&index);
    gp_arena_clear(&h->arena);
}

static void where_words_are_not_held_the_mean_is_of_the_other_parts(void **state)
{
    hand *h = open_hand(*state, 2);
    const gp_ranked *best;
    held index;

    held_open_unsealed(&index, sections, 2);
    rank_held(h, &index);
    best = h->ranked;
    assert_near(best->fit + best->ngrams, 0);
    assert_near(best->score, (best->words + .6 + .5) / 2.1);
    held_close(&index);
    gp_arena_clear(&h->arena);
}

/* ---- confidence ---------------------------------------------------------------------------------- */

static double confidence_in(size_t corpus_sections, double upper, const gp_ranked *ranked)
{
    gp_query query = {.upper = upper};
    gp_corpus corpus = {.sections = corpus_sections};
    gp_rank_context context = {.query = &query, .corpus = &corpus};

    return gp_rank_confidence(&context, ranked);
}

static double confidence(size_t corpus_sections, double upper, double score)
{
    return confidence_in(corpus_sections, upper, &(gp_ranked){.score = score});
}

static void of_nothing_nobody_is_sure(void **state)
{
    (void)state;
    assert_near(confidence(0, 0, 0), 0);
    assert_near(confidence(0, 0, 1), 0);
    assert_near(confidence(10, 0, 1), 0);
    assert_near(confidence(10, 5, 0), 0);
}

static void a_question_of_one_rare_word_makes_half_sure_and_of_three_three_quarters(void **state)
{
    double rarest = gp_query_idf(1000, 1);

    (void)state;
    assert_near(confidence(1000, rarest, .8), .4);
    assert_near(confidence(1000, 3 * rarest, .8), .6);
    assert_near(confidence(1000, rarest / 3, .8), .2); /* a common word */
    assert_true(confidence(1000, 1e6, 1) <= 1);
}

static void common_words_that_all_stand_in_one_place_make_sure(void **state)
{
    double common = gp_query_idf(1000, 1) / 4;
    gp_ranked met = {.score = .8, .words = .9, .passage = 1, .cover = 1};
    gp_ranked scattered = {.score = .8, .words = .9, .passage = .2, .cover = 1};
    gp_ranked partly = {.score = .8, .words = .9, .passage = 1, .cover = .9};
    gp_ranked heading = {.score = .8, .words = .5, .fit = 1, .cover = .9};

    (void)state;
    assert_true(confidence_in(1000, common, &met) > .5);
    assert_true(confidence_in(1000, common, &heading) > .5);
    assert_true(confidence_in(1000, common, &scattered) < .35);
    assert_near(confidence_in(1000, common, &partly), .8 * .25 / 1.25);
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
        SMALL(explaining_without_memory_says_so),
        SMALL(a_question_without_terms_or_weight_is_made_of_nothing),
        SMALL(the_parts_of_terms_add_up_to_the_words),
        SMALL(a_synonym_may_lead_beyond_what_is_asked),
        SMALL(a_score_is_the_mean_of_the_parts_there_are),
        SMALL(a_score_is_the_mean_of_all_five_parts),
        SMALL(where_words_are_not_held_the_mean_is_of_the_other_parts),
        SMALL(of_nothing_nobody_is_sure),
        SMALL(a_question_of_one_rare_word_makes_half_sure_and_of_three_three_quarters),
        SMALL(common_words_that_all_stand_in_one_place_make_sure),
    };
    return cmocka_run_group_tests_name("rank", tests, NULL, NULL);
}
