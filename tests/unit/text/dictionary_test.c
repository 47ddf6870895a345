/* The list of ordinary English words, as it was made when the program was built. */
#include "test.h"

#include "text/dictionary.h"
#include "text/tokenizer.h"

#include <string.h>

static bool next_word(size_t *at, gp_str *word)
{
    gp_str all = {gp_dictionary_words, gp_dictionary_words_size};
    size_t end = gp_str_find_byte(all, '\n', *at);

    *word = gp_str_slice(all, *at, end);
    *at = end + 1;
    return end < all.size;
}

static void what_is_no_word_of_the_list_is_not_found(void **state)
{
    static const char *const others[] = {"",      "a",        "cat",     "About",         "abou",
                                         "aabou", "about\n",  "\nabout", "about\nabroad", "\n",
                                         "zzzzz", "zzzzzzzz", "ab-out",  "about ",        "\xFF"};
    char longest[GP_FORM_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(gp_dictionary_has(gp_str_of(others[i])));
    assert_false(gp_dictionary_has((gp_str){NULL, 0}));
    assert_false(gp_dictionary_has((gp_str){"about\0", 6}));
    memset(longest, 'm', sizeof longest);
    assert_false(gp_dictionary_has((gp_str){longest, sizeof longest}));
}

static void ordinary_words_are_found_and_slips_are_not(void **state)
{
    static const char *const words[] = {"about", "house", "treatment", "medication", "which"};
    static const char *const slips[] = {"abuot", "houze", "treatmant", "medicaton", "whcih"};

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        assert_true(gp_dictionary_has(gp_str_of(words[i])));
        assert_false(gp_dictionary_has(gp_str_of(slips[i])));
    }
}

static void every_line_is_a_plain_word_in_order_with_a_line_end(void **state)
{
    gp_str before = {"", 0};
    gp_str word;
    size_t at = 0;
    size_t count = 0;

    (void)state;
    for (; next_word(&at, &word); count++) {
        assert_in_range(word.size, 5, 30);
        assert_true(gp_str_compare(before, word) < 0);
        for (size_t i = 0; i < word.size; i++)
            assert_in_range(word.data[i], 'a', 'z');
        before = word;
    }
    assert_int_equal(at, gp_dictionary_words_size + 1); /* nothing behind the last line end */
    assert_true(count > 30000);
}

/* The first, the last, and that the search ends between any two. */
static void every_word_is_found_and_nothing_right_behind_it(void **state)
{
    gp_str word;
    size_t at = 0;

    (void)state;
    while (next_word(&at, &word)) {
        char behind[31];
        memcpy(behind, word.data, word.size);
        behind[word.size] = 'a' - 1;
        assert_true(gp_dictionary_has(word));
        assert_false(gp_dictionary_has((gp_str){behind, word.size + 1}));
    }
}

static void what_may_be_a_name_is_no_ordinary_word(void **state)
{
    static const char *const names[] = {"johnson", "smith", "maria", "mark", "bill",
                                        "jack",    "ohio",  "mary",  "rose", "mohammed"};
    static const char *const others[] = {"",  "a",       "zz",       "xqzzy",  "houze",
                                         "I", "doctor@", "doctor\n", "DOCTOR", "5551234"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_false(gp_dictionary_ordinary(gp_str_of(names[i])));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(gp_dictionary_ordinary(gp_str_of(others[i])));
    assert_false(gp_dictionary_ordinary((gp_str){NULL, 0}));
}

static void ordinary_words_may_be_short(void **state)
{
    static const char *const words[] = {"treatment", "cat", "dog", "lose", "shy", "detox"};

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_true(gp_dictionary_ordinary(gp_str_of(words[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_word_of_the_list_is_not_found),
        cmocka_unit_test(ordinary_words_are_found_and_slips_are_not),
        cmocka_unit_test(what_may_be_a_name_is_no_ordinary_word),
        cmocka_unit_test(ordinary_words_may_be_short),
        cmocka_unit_test(every_line_is_a_plain_word_in_order_with_a_line_end),
        cmocka_unit_test(every_word_is_found_and_nothing_right_behind_it),
    };

    return cmocka_run_group_tests_name("dictionary", tests, NULL, NULL);
}
