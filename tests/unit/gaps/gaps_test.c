/* Grouping of questions: each is in exactly one group, whatever the order they come in. */
#include "test.h"

#include "gaps/gaps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MANY = 120,
    ROUNDS = 200
};

typedef struct desk {
    gp_arena arena;
    gp_gap_question_list questions;
    gp_gap_group_list groups;
} desk;

static int desk_open(void **state)
{
    static desk d;

    memset(&d, 0, sizeof d);
    gp_arena_init(&d.arena, 64 << 20);
    *state = &d;
    return 0;
}

static int desk_close(void **state)
{
    desk *d = *state;

    gp_arena_clear(&d->arena);
    return 0;
}

/* The stems are the words of the text, which must be sorted. */
static gp_gap_question *ask(desk *d, const char *text, uint64_t asked, gp_match_level match)
{
    gp_gap_question *question = GP_VEC_PUSH(&d->arena, &d->questions);
    gp_str rest, word;

    assert_non_null(question);
    *question = (gp_gap_question){
        .text = gp_arena_copy(&d->arena, gp_str_of(text)), .asked = asked, .match = match};
    rest = question->text;
    while (rest.size > 0 && gp_str_next(&rest, ' ', &word))
        assert_true(gp_str_list_add(&d->arena, &question->stems, word));
    return question;
}

/* "a b|c|": the questions of each group, a group between two bars. */
static gp_str grouped(desk *d)
{
    gp_buf buf;
    gp_str text;

    assert_int_equal(gp_gaps_group(&d->questions, &d->arena, &d->groups), GP_OK);
    gp_buf_init(&buf, 1 << 20);
    for (size_t i = 0; i < d->groups.count; i++) {
        const gp_gap_group *group = &d->groups.items[i];
        for (size_t j = 0; j < group->questions.count; j++) {
            gp_buf_add_text(&buf, j > 0 ? " + " : "");
            gp_buf_add(&buf, d->questions.items[group->questions.items[j]].text);
        }
        gp_buf_add_byte(&buf, '|');
    }
    text = gp_arena_take(&d->arena, &buf);
    gp_buf_clear(&buf);
    return text;
}

static void assert_groups(desk *d, const char *expected)
{
    gp_str got = grouped(d);

    if (!gp_str_equal(got, gp_str_of(expected)))
        fail_msg("got %.*s", GP_STR_ARGS(got));
}

static void no_question_is_no_group(void **state)
{
    assert_groups(*state, "");
}

static void memory_that_ends_is_said(void **state)
{
    desk *d = *state;
    gp_arena small;
    gp_gap_group_list groups;

    (void)ask(d, "dog", 5, GP_MATCH_NONE);
    gp_arena_init(&small, 16);
    assert_int_equal(gp_gaps_group(&d->questions, &small, &groups), GP_NO_MEMORY);
    gp_arena_clear(&small);
}

static void questions_without_a_word_in_common_stay_apart(void **state)
{
    desk *d = *state;

    (void)ask(d, "dog", 5, GP_MATCH_NONE);
    (void)ask(d, "pool", 6, GP_MATCH_NONE);
    (void)ask(d, "", 7, GP_MATCH_NONE);
    assert_groups(d, "|pool|dog|");
}

static void what_shares_most_words_is_one_group_led_by_the_most_asked(void **state)
{
    desk *d = *state;

    (void)ask(d, "bring dog", 5, GP_MATCH_NONE);
    (void)ask(d, "bring dog visit", 9, GP_MATCH_NONE);
    (void)ask(d, "bring phone", 6, GP_MATCH_NONE);
    assert_groups(d, "bring dog visit + bring dog|bring phone|");
    assert_int_equal(d->groups.items[0].asked, 14);
}

/* "b c d" is like both of the others, which are not like each other: no chain. */
static void a_question_between_two_groups_joins_one(void **state)
{
    desk *d = *state;

    (void)ask(d, "a b c", 9, GP_MATCH_NONE);
    (void)ask(d, "c d e", 8, GP_MATCH_NONE);
    (void)ask(d, "b c d", 7, GP_MATCH_NONE);
    assert_groups(d, "a b c + b c d|c d e|");
}

static void what_has_no_answer_comes_before_what_is_asked_more_often(void **state)
{
    desk *d = *state;

    (void)ask(d, "dog", 50, GP_MATCH_SOME);
    (void)ask(d, "pool", 5, GP_MATCH_NONE);
    assert_groups(d, "pool|dog|");
    assert_true(d->groups.items[0].unanswered);
    assert_false(d->groups.items[1].unanswered);
}

static void what_means_the_same_is_one_group_in_whatever_words(void **state)
{
    desk *d = *state;
    /* 64 such pairs have the length of a unit; cosines: .96 and .28 to the first */
    static const int8_t pairs[3][2] = {{76, 102}, {102, 76}, {-76, 102}};
    const char *const texts[] = {"dog", "puppy", "pool"};

    for (size_t i = 0; i < 3; i++) {
        gp_gap_question *question = ask(d, texts[i], 9 - i, GP_MATCH_NONE);
        question->vector = gp_arena_alloc(&d->arena, GP_VECTOR_SIZE);
        assert_non_null(question->vector);
        for (size_t j = 0; j < GP_VECTOR_SIZE; j++)
            question->vector[j] = (int8_t)(j < 128 ? pairs[i][j % 2] : 0);
    }
    assert_groups(d, "dog + puppy|pool|");
}

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1103515245U + 12345U;
    return *seed >> 16 & 0x7FFF;
}

/* Words a..j, each once and in order, so that questions are often alike. */
static void ask_at_random(desk *d, unsigned *seed, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char text[64] = "";
        for (char word = 'a'; word <= 'j'; word++) {
            char more[3] = {' ', word, '\0'};
            if (next_random(seed) % 3 == 0)
                (void)strcat(text, text[0] == '\0' ? more + 1 : more);
        }
        (void)ask(d, text, 5 + next_random(seed) % 4,
                  next_random(seed) % 2 == 0 ? GP_MATCH_NONE : GP_MATCH_SOME);
    }
}

static void shuffle(desk *d, unsigned *seed)
{
    for (size_t i = d->questions.count; i > 1; i--) {
        size_t other = next_random(seed) % i;
        gp_gap_question kept = d->questions.items[i - 1];
        d->questions.items[i - 1] = d->questions.items[other];
        d->questions.items[other] = kept;
    }
}

static void assert_each_once(const desk *d)
{
    size_t met[MANY] = {0};
    uint64_t asked = 0;
    uint64_t grouped_asked = 0;

    for (size_t i = 0; i < d->groups.count; i++) {
        const gp_gap_group *group = &d->groups.items[i];
        assert_true(group->questions.count > 0);
        grouped_asked += group->asked;
        for (size_t j = 0; j < group->questions.count; j++) {
            size_t question = group->questions.items[j];
            assert_true(question < d->questions.count);
            met[question]++;
            assert_int_equal(d->questions.items[question].group, i);
        }
    }
    for (size_t i = 0; i < d->questions.count; i++) {
        assert_int_equal(met[i], 1);
        asked += d->questions.items[i].asked;
    }
    assert_int_equal(asked, grouped_asked);
}

static void every_question_is_in_exactly_one_group_whatever_the_order(void **state)
{
    desk *d = *state;
    unsigned seed = 20261125;

    for (int round = 0; round < ROUNDS; round++) {
        gp_str first, second;
        gp_arena_reset(&d->arena);
        d->questions = (gp_gap_question_list){NULL, 0, 0};
        ask_at_random(d, &seed, 1 + next_random(&seed) % MANY);
        first = grouped(d);
        assert_each_once(d);
        shuffle(d, &seed);
        second = grouped(d);
        assert_each_once(d);
        assert_true(gp_str_equal(first, second));
    }
}

#define DESK(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DESK(no_question_is_no_group),
        DESK(memory_that_ends_is_said),
        DESK(questions_without_a_word_in_common_stay_apart),
        DESK(what_shares_most_words_is_one_group_led_by_the_most_asked),
        DESK(a_question_between_two_groups_joins_one),
        DESK(what_has_no_answer_comes_before_what_is_asked_more_often),
        DESK(what_means_the_same_is_one_group_in_whatever_words),
        DESK(every_question_is_in_exactly_one_group_whatever_the_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
