/* Stop words and negations. The lists are private to their file, which is therefore included here: a
 * list out of order would lose words without a sound. */
#include "test.h"

#include "text/stop_words.c"
#include "text/tokenizer.h"

static const size_t stop_count = sizeof stop_words / sizeof stop_words[0];
static const size_t negation_count = sizeof negations / sizeof negations[0];

static void other_words_are_neither(void **state)
{
    static const char *const words[] = {"treatment", "",     "zzz",  "help",  "The",    "what's",
                                        "well",      "cost", "shed", "shell", "hello ", "know"};

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        assert_false(gp_stop_word(gp_str_of(words[i])));
        assert_false(gp_negation(gp_str_of(words[i])));
    }
    assert_false(gp_stop_word((gp_str){"th", 2}));
    assert_false(gp_stop_word((gp_str){"the\0", 4}));
}

static void the_lists_are_sorted_without_doubles_and_all_found(void **state)
{
    (void)state;
    assert_true(stop_count >= 180 && negation_count >= 20);
    for (size_t i = 0; i < stop_count; i++) {
        assert_true(i == 0 ||
                    gp_str_compare(gp_str_of(stop_words[i - 1]), gp_str_of(stop_words[i])) < 0);
        assert_true(gp_stop_word(gp_str_of(stop_words[i])));
    }
    for (size_t i = 0; i < negation_count; i++) {
        assert_true(i == 0 ||
                    gp_str_compare(gp_str_of(negations[i - 1]), gp_str_of(negations[i])) < 0);
        assert_true(gp_negation(gp_str_of(negations[i])));
    }
}

static void no_negation_is_a_stop_word(void **state)
{
    static const char *const known[] = {"no",   "not",  "never",   "nor",    "none",
                                        "dont", "wont", "without", "cannot", "mustnt"};

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        assert_true(gp_negation(gp_str_of(known[i])));
    for (size_t i = 0; i < negation_count; i++)
        assert_false(gp_stop_word(gp_str_of(negations[i])));
}

static gp_status compare_form(void *context, const gp_token *token)
{
    assert_int_equal(token->position, 0);
    assert_true(gp_str_equal(token->form, *(const gp_str *)context));
    return GP_OK;
}

/* A word that the tokenizer would write otherwise could never be met. */
static void every_word_is_written_as_the_tokenizer_folds_it(void **state)
{
    gp_tokenizer *tokenizer;

    (void)state;
    assert_int_equal(gp_tokenizer_open("en", &tokenizer, NULL), GP_OK);
    for (size_t i = 0; i < stop_count + negation_count; i++) {
        gp_str word = gp_str_of(i < stop_count ? stop_words[i] : negations[i - stop_count]);
        assert_int_equal(gp_tokenizer_run(tokenizer, word, GP_TOKENS_PLAIN, compare_form, &word),
                         GP_OK);
    }
    gp_tokenizer_close(tokenizer);
}

static void questions_greetings_and_politeness_are_stop_words(void **state)
{
    static const char *const words[] = {"what",   "whats", "how", "hi", "hello", "please",
                                        "thanks", "im",    "ive", "a",  "youve", "yourselves"};

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_true(gp_stop_word(gp_str_of(words[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_words_are_neither),
        cmocka_unit_test(the_lists_are_sorted_without_doubles_and_all_found),
        cmocka_unit_test(no_negation_is_a_stop_word),
        cmocka_unit_test(every_word_is_written_as_the_tokenizer_folds_it),
        cmocka_unit_test(questions_greetings_and_politeness_are_stop_words),
    };

    return cmocka_run_group_tests_name("stop_words", tests, NULL, NULL);
}
