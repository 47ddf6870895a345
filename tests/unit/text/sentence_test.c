/* Sentences and stop words. */
#include "test.h"

#include "text/sentence.h"
#include "text/stop_words.h"

#include <string.h>

/* Sentences of `text` joined by "|"; items have "*" in front, leads ">". */
static void assert_sentences(const char *text, const char *expected)
{
    gp_arena arena;
    gp_sentence_list list;
    gp_buf buf;

    gp_arena_init(&arena, 1 << 20);
    gp_buf_init(&buf, 1 << 20);
    assert_int_equal(gp_sentences(gp_str_of(text), 100, &arena, &list), GP_OK);
    for (size_t i = 0; i < list.count; i++) {
        gp_sentence s = list.items[i];
        gp_buf_add_text(&buf, i > 0 ? "|" : "");
        gp_buf_add_text(&buf, s.item ? "*" : s.lead ? ">" : "");
        gp_buf_add(&buf, gp_str_slice(gp_str_of(text), s.start, s.end));
    }
    assert_string_equal(buf.size > 0 ? buf.data : "", expected);
    gp_buf_clear(&buf);
    gp_arena_clear(&arena);
}

static void nothing_gives_nothing(void **state)
{
    (void)state;
    assert_sentences("", "");
    assert_sentences(" \n\n ", "");
    assert_sentences("- ", "");
}

static void without_memory_it_says_so(void **state)
{
    gp_arena arena;
    gp_sentence_list list;

    (void)state;
    gp_arena_init(&arena, 16);
    assert_int_equal(gp_sentences(GP_STR("A b. C d."), 9, &arena, &list), GP_NO_MEMORY);
    gp_arena_clear(&arena);
}

static void abbreviations_initials_and_numbers_do_not_end_a_sentence(void **state)
{
    (void)state;
    assert_sentences("Dr. Smith came. He left.", "Dr. Smith came.|He left.");
    assert_sentences("Use e.g. Narcan. It helps.", "Use e.g. Narcan.|It helps.");
    assert_sentences("The U.S. Congress met. J. Doe spoke.",
                     "The U.S. Congress met.|J. Doe spoke.");
    assert_sentences("Level 2.1 is IOP. Level 2.5 is PHP.", "Level 2.1 is IOP.|Level 2.5 is PHP.");
    assert_sentences("IOP vs. PHP is asked. Yes.", "IOP vs. PHP is asked.|Yes.");
}

static void marks_quotes_and_brackets_close_with_the_sentence(void **state)
{
    (void)state;
    assert_sentences("He said \"Stop.\" Then he went. (It was late.) Why?! No one knew.",
                     "He said \"Stop.\"|Then he went.|(It was late.)|Why?!|No one knew.");
    assert_sentences("Wait\xE2\x80\xA6 Really? yes", "Wait\xE2\x80\xA6|Really? yes");
}

static void list_items_are_marked_and_their_lead_too(void **state)
{
    (void)state;
    assert_sentences("Bring these:\n- an ID card\n- a list. Of medicines.\n1. first\nAfter.",
                     ">Bring these:|*an ID card|*a list.|*Of medicines.|*first|After.");
    assert_sentences("No list follows:\nplain", "No list follows:|plain");
}

static void stop_words_are_known_and_negations_are_not_among_them(void **state)
{
    static const char *const stop[] = {"a", "the", "whats", "how", "hello", "yourselves", "im"};
    static const char *const content[] = {"treatment", "no",  "not",  "never",   "dont",
                                          "",          "zzz", "help", "without", "cannot"};
    static const char *const negative[] = {"no", "not", "aint", "without", "wouldnt"};

    (void)state;
    for (size_t i = 0; i < sizeof stop / sizeof stop[0]; i++)
        assert_true(gp_stop_word(gp_str_of(stop[i])));
    for (size_t i = 0; i < sizeof content / sizeof content[0]; i++)
        assert_false(gp_stop_word(gp_str_of(content[i])));
    for (size_t i = 0; i < sizeof negative / sizeof negative[0]; i++)
        assert_true(gp_negation(gp_str_of(negative[i])));
    assert_false(gp_negation(GP_STR("know")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_gives_nothing),
        cmocka_unit_test(without_memory_it_says_so),
        cmocka_unit_test(abbreviations_initials_and_numbers_do_not_end_a_sentence),
        cmocka_unit_test(marks_quotes_and_brackets_close_with_the_sentence),
        cmocka_unit_test(list_items_are_marked_and_their_lead_too),
        cmocka_unit_test(stop_words_are_known_and_negations_are_not_among_them),
    };

    return cmocka_run_group_tests_name("sentence", tests, NULL, NULL);
}
