/* How much of a question's spelling stands in a section. */
#include "unit/store/held.h"

#include "base/memory.h"
#include "search/ngram_score.h"

#include <math.h>
#include <string.h>

#define NEARLY 1e-6

typedef struct hand {
    held held;
    gp_ngram_scorer *scorer;
    gp_arena arena;
    gp_query query;
} hand;

static hand *open_hand(const held_section *sections, size_t count)
{
    static hand h;

    memset(&h, 0, sizeof h);
    gp_arena_init(&h.arena, 8 << 20);
    held_open(&h.held, sections, count);
    assert_int_equal(gp_ngram_scorer_open(&h.held.store, &h.scorer), GP_OK);
    return &h;
}

static void close_hand(hand *h)
{
    gp_ngram_scorer_close(h->scorer);
    gp_arena_clear(&h->arena);
    held_close(&h->held);
}

static gp_query_term *add_term(gp_query *query, const char *stem)
{
    query->terms[query->count].role = GP_SHOULD;
    query->info[query->count].stem = gp_str_of(stem);
    return &query->info[query->count++];
}

/* Asks for words, with blanks between them. */
static void ask(hand *h, const char *words)
{
    gp_str rest = gp_str_of(words);
    gp_str word;

    memset(&h->query, 0, sizeof h->query);
    while (rest.size > 0 && gp_str_next(&rest, ' ', &word)) {
        (void)add_term(&h->query, "");
        h->query.info[h->query.count - 1].stem = word;
    }
    assert_int_equal(gp_ngram_scorer_ask(h->scorer, &h->query, &h->arena), GP_OK);
}

static double score(const hand *h, gp_handle section)
{
    bool own = section < h->held.image->sections.count &&
               h->held.image->sections.items[section].lengths[GP_FIELD_HEADING] == 0;
    double got = gp_ngram_score(h->scorer, section, own);

    assert_true(got >= 0 && got <= 1);
    return got;
}

static void assert_score(const hand *h, gp_handle section, double expected)
{
    double got = score(h, section);

    if (fabs(got - expected) > NEARLY)
        fail_msg("section %u: %f, not %f", section, got, expected);
}

/* ---- the unhappy path ---------------------------------------------------------------------------- */

static const held_section two[] = {{{NULL, NULL, NULL, "abcd"}}, {{NULL, NULL, NULL, "efgh"}}};

static void where_no_grams_are_held_there_is_nothing_to_compare(void **state)
{
    gp_query query = {.count = 0};
    gp_ngram_scorer *scorer;
    gp_arena arena;
    held h;

    (void)state;
    gp_arena_init(&arena, 1 << 20);
    held_open_unsealed(&h, two, 2);
    assert_int_equal(gp_ngram_scorer_open(&h.store, &scorer), GP_OK);
    (void)add_term(&query, "abcd");
    assert_int_equal(gp_ngram_scorer_ask(scorer, &query, &arena), GP_OK);
    assert_false(gp_ngram_scorer_ready(scorer));
    assert_true(gp_ngram_score(scorer, 0, false) <= 0);
    gp_ngram_scorer_close(scorer);
    gp_ngram_scorer_close(NULL);
    held_close(&h);
    gp_arena_clear(&arena);
}

static void nothing_asked_is_nowhere(void **state)
{
    hand *h = open_hand(two, 2);

    (void)state;
    assert_false(gp_ngram_scorer_ready(h->scorer)); /* before the first question */
    assert_score(h, 0, 0);
    ask(h, "");
    assert_false(gp_ngram_scorer_ready(h->scorer));
    assert_score(h, 0, 0);
    assert_score(h, 1000, 0); /* no such section */
    close_hand(h);
    h = open_hand(NULL, 0);
    ask(h, "abcd");
    assert_score(h, 0, 0);
    close_hand(h);
}

static void opening_without_memory_says_so(void **state)
{
    gp_status status = GP_NO_MEMORY;
    held h;

    (void)state;
    held_open(&h, two, 2);
    for (unsigned long n = 1; status != GP_OK; n++) {
        gp_ngram_scorer *scorer;
        gp_memory_fail_at(n, 1);
        status = gp_ngram_scorer_open(&h.store, &scorer);
        gp_memory_fail_at(0, 0);
        assert_true(status == GP_OK || (status == GP_NO_MEMORY && scorer == NULL));
        gp_ngram_scorer_close(scorer);
    }
    held_close(&h);
}

static void asking_without_memory_says_so_and_the_next_question_is_answered(void **state)
{
    unsigned long n = 0;
    bool reached = true;

    (void)state;
    while (reached) {
        hand *h = open_hand(two, 2);
        gp_query query = {.count = 0};
        gp_status status;
        (void)add_term(&query, "abcd");
        (void)add_term(&query, "abcdefgh");
        gp_memory_fail_at(++n, 0);
        status = gp_ngram_scorer_ask(h->scorer, &query, &h->arena);
        reached = gp_memory_count() >= n;
        gp_memory_fail_at(0, 0);
        assert_int_equal(status, reached ? GP_NO_MEMORY : GP_OK);
        gp_arena_clear(&h->arena);
        ask(h, "efgh");
        assert_score(h, 0, 0);
        assert_score(h, 1, 1.0 / 3);
        close_hand(h);
    }
    assert_true(n > 3);
}

static void function_words_synonyms_and_excluded_words_have_no_part(void **state)
{
    hand *h = open_hand(two, 2);
    gp_query query = {.count = 0};

    (void)state;
    add_term(&query, "abcd")->stop = true;
    add_term(&query, "abcd")->extra = true;
    (void)add_term(&query, "abcd");
    query.terms[2].role = GP_MUST_NOT;
    (void)add_term(&query, ""); /* a phrase */
    assert_int_equal(gp_ngram_scorer_ask(h->scorer, &query, &h->arena), GP_OK);
    assert_false(gp_ngram_scorer_ready(h->scorer));
    assert_score(h, 0, 0);
    close_hand(h);
}

/* 32 words of 64 bytes: the weightiest grams are kept, and no bit falls outside. */
static void the_longest_question_of_the_longest_words_is_scored(void **state)
{
    static char words[GP_MATCH_TERMS][GP_FORM_MAX + 1];
    held_section long_one[] = {{{NULL, NULL, NULL, words[0]}}, {{NULL, NULL, NULL, "efgh"}}};
    gp_query query = {.count = 0};
    hand *h;

    (void)state;
    for (size_t i = 0; i < GP_MATCH_TERMS; i++) {
        for (size_t j = 0; j < GP_FORM_MAX; j++)
            words[i][j] = (char)('a' + (j * (i + 1) + j / 7 + i) % 26);
        (void)add_term(&query, words[i]);
    }
    h = open_hand(long_one, 2);
    assert_int_equal(gp_ngram_scorer_ask(h->scorer, &query, &h->arena), GP_OK);
    assert_true(gp_ngram_scorer_ready(h->scorer));
    (void)score(h, 0);
    assert_score(h, 1, 0);
    ask(h, words[0]);
    assert_score(h, 0, 1 / (1 + 2 * (.25 + .75 * 63 / 33))); /* 63 grams, on average 33 */
    close_hand(h);
}

/* ---- scores -------------------------------------------------------------------------------------- */

/* All lengths are the average, so that k = 2, and each gram stands once: 1 / (1 + 2). */
static void a_word_in_a_body_of_average_length_scores_a_third(void **state)
{
    hand *h = open_hand(two, 2);

    (void)state;
    ask(h, "abcd");
    assert_true(gp_ngram_scorer_ready(h->scorer));
    assert_score(h, 0, 1.0 / 3);
    assert_score(h, 1, 0);
    close_hand(h);
}

/* Lengths 9 and 3, ratio 1.5, k = 2 (.25 + .75 * 1.5) = 2.75; a heading counts twice: 2 / (2 + 2.75). */
static void headings_wordings_and_own_titles_count_twice(void **state)
{
    static const held_section sections[][2] = {
        {{{"abcd", NULL, NULL, NULL}}, {{NULL, NULL, NULL, "efgh"}}},
        {{{NULL, "abcd", NULL, NULL}}, {{NULL, NULL, NULL, "efgh"}}},
        {{{NULL, NULL, "abcd", NULL}}, {{NULL, NULL, NULL, "efgh"}}},
    };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        hand *h = open_hand(sections[i], 2);
        ask(h, "abcd");
        assert_score(h, 0, 2 / 4.75);
        close_hand(h);
    }
}

/* Both lengths are 9; the title above a heading of its own counts once. */
static void an_inherited_title_counts_once(void **state)
{
    static const held_section sections[] = {{{"efgh", "abcd", NULL, NULL}},
                                            {{"ijkl", NULL, NULL, NULL}}};
    hand *h = open_hand(sections, 2);

    (void)state;
    ask(h, "abcd");
    assert_score(h, 0, 1.0 / 3);
    close_hand(h);
}

/* One word is held, one stands nowhere: its three grams weigh idf(0) each and are never met. */
static void what_stands_nowhere_counts_as_not_met(void **state)
{
    hand *h = open_hand(two, 2);
    double held_weight = gp_query_idf(2, 1);
    double absent_weight = gp_query_idf(2, 0);

    (void)state;
    ask(h, "abcd wxyz");
    assert_score(h, 0, held_weight / (held_weight + absent_weight) / 3);
    ask(h, "wxyz");
    assert_true(gp_ngram_scorer_ready(h->scorer));
    assert_score(h, 0, 0);
    close_hand(h);
}

static void a_gram_asked_twice_counts_once(void **state)
{
    hand *h = open_hand(two, 2);

    (void)state;
    ask(h, "abcd abcd abcd");
    assert_score(h, 0, 1.0 / 3);
    close_hand(h);
}

static void a_related_spelling_scores_less_than_the_word_and_more_than_nothing(void **state)
{
    static const held_section sections[] = {{{NULL, NULL, NULL, "insured"}},
                                            {{NULL, NULL, NULL, "insurance"}},
                                            {{NULL, NULL, NULL, "naloxone"}}};
    hand *h = open_hand(sections, 3);

    (void)state;
    ask(h, "insured");
    assert_true(score(h, 0) > score(h, 1));
    assert_true(score(h, 1) > .05);
    assert_score(h, 2, 0);
    ask(h, "nalaxone"); /* a slip of the pen */
    assert_true(score(h, 2) > .05);
    assert_score(h, 0, 0);
    close_hand(h);
}

static void a_question_forgets_the_one_before(void **state)
{
    hand *h = open_hand(two, 2);

    (void)state;
    ask(h, "abcd efgh");
    assert_true(score(h, 1) > 0);
    ask(h, "abcd");
    assert_score(h, 0, 1.0 / 3);
    assert_score(h, 1, 0);
    ask(h, "");
    assert_score(h, 0, 0);
    close_hand(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_no_grams_are_held_there_is_nothing_to_compare),
        cmocka_unit_test(nothing_asked_is_nowhere),
        cmocka_unit_test(opening_without_memory_says_so),
        cmocka_unit_test(asking_without_memory_says_so_and_the_next_question_is_answered),
        cmocka_unit_test(function_words_synonyms_and_excluded_words_have_no_part),
        cmocka_unit_test(the_longest_question_of_the_longest_words_is_scored),
        cmocka_unit_test(a_word_in_a_body_of_average_length_scores_a_third),
        cmocka_unit_test(headings_wordings_and_own_titles_count_twice),
        cmocka_unit_test(an_inherited_title_counts_once),
        cmocka_unit_test(what_stands_nowhere_counts_as_not_met),
        cmocka_unit_test(a_gram_asked_twice_counts_once),
        cmocka_unit_test(a_related_spelling_scores_less_than_the_word_and_more_than_nothing),
        cmocka_unit_test(a_question_forgets_the_one_before),
    };

    return cmocka_run_group_tests_name("ngram_score", tests, NULL, NULL);
}
