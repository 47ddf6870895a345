/* Slips between words: what counts as one, and what does not. */
#include "test.h"

#include "text/osa.h"
#include "text/tokenizer.h"

#include <string.h>

typedef struct pair {
    const char *a, *b;
    size_t slips;
} pair;

static void beyond_the_limit_two_words_are_apart(void **state)
{
    static const pair pairs[] = {
        {"", "a", 1},
        {"a", "", 1},
        {"", "", 0},
        {"abc", "abc", 0},
        {"abc", "abd", 1},
        {"abc", "ab", 1},
        {"abc", "acb", 1},
        {"abc", "cab", 2},
        {"ca", "abc", 3}, /* a swap is not edited again */
        {"seizure", "siezure", 1},
        {"overdose", "overdoes", 1},
        {"suicide", "suicde", 1},
        {"treatment", "tretmant", 2},
        {"abcdef", "fedcba", 5},
    };

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        gp_str a = gp_str_of(pairs[i].a);
        gp_str b = gp_str_of(pairs[i].b);
        for (size_t limit = 0; limit <= 6; limit++) {
            assert_int_equal(gp_osa_within(a, b, limit), pairs[i].slips <= limit);
            assert_int_equal(gp_osa_within(b, a, limit), pairs[i].slips <= limit);
        }
    }
}

static void a_beginning_may_end_anywhere_in_the_word(void **state)
{
    static const pair pairs[] = {
        {"", "word", 0},
        {"x", "", 1},
        {"treat", "treatment", 0},
        {"tretm", "treatment", 1}, /* one letter missing: ends one letter later */
        {"treeatm", "treatment", 1},
        {"rteat", "treatment", 1},
        {"programs", "program", 1},
        {"residantal", "residential", 2},
        {"zzzzz", "treatment", 5},
        {"ment", "treatment", 3},
    };

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        for (size_t limit = 0; limit <= 6; limit++) {
            bool begins = gp_osa_begins(gp_str_of(pairs[i].a), gp_str_of(pairs[i].b), limit);
            if (begins != (pairs[i].slips <= limit))
                print_error("%s, %s, %zu\n", pairs[i].a, pairs[i].b, limit);
            assert_int_equal(begins, pairs[i].slips <= limit);
        }
    }
}

static void the_longest_forms_fit(void **state)
{
    char a[GP_FORM_MAX], b[GP_FORM_MAX];
    gp_str long_a = {a, sizeof a};
    gp_str long_b = {b, sizeof b};

    (void)state;
    memset(a, 'a', sizeof a);
    memset(b, 'b', sizeof b);
    assert_false(gp_osa_within(long_a, long_b, GP_FORM_MAX - 1));
    assert_true(gp_osa_within(long_a, long_b, GP_FORM_MAX));
    assert_true(gp_osa_begins(long_a, long_b, GP_FORM_MAX));
    assert_true(gp_osa_begins(long_a, long_a, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beyond_the_limit_two_words_are_apart),
        cmocka_unit_test(a_beginning_may_end_anywhere_in_the_word),
        cmocka_unit_test(the_longest_forms_fit),
    };

    return cmocka_run_group_tests_name("osa", tests, NULL, NULL);
}
