/* Sentences: hostile shapes first, then the points that end nothing. */
#include "test.h"

#include "base/memory.h"
#include "text/sentence.h"

#include <stdlib.h>
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

static void an_abbreviation_at_the_end_ends_its_sentence(void **state)
{
    (void)state;
    assert_sentences("Is it free? No. You pay. No one asks.",
                     "Is it free?|No.|You pay.|No one asks.");
    assert_sentences("It costs little. 5 people came.", "It costs little.|5 people came.");
    assert_sentences("Reason No. 5 is on Jan. 6. He sat. Then he left.",
                     "Reason No. 5 is on Jan. 6.|He sat.|Then he left.");
    assert_sentences("Open until 8 p.m. The door locks. Come at 8 a.m. Monday.",
                     "Open until 8 p.m.|The door locks.|Come at 8 a.m. Monday.");
    assert_sentences("We serve the U.S. We're on Main St. Don't wait. St. Louis too.",
                     "We serve the U.S.|We're on Main St.|Don't wait.|St. Louis too.");
    assert_sentences("Bring ID, cards, etc. Then call Bill W. He knows J. A. Doe.",
                     "Bring ID, cards, etc.|Then call Bill W.|He knows J. A. Doe.");
}

static void only_as_written_is_a_word_an_abbreviation(void **state)
{
    (void)state;
    assert_sentences("She has MS. Treatment helps.", "She has MS.|Treatment helps.");
    assert_sentences("\xE2\x80\x9C"
                     "Dr. Bob.\xE2\x80\x9D Two po\xC3\xA8ms. Three.",
                     "\xE2\x80\x9C"
                     "Dr. Bob.\xE2\x80\x9D|Two po\xC3\xA8ms.|Three.");
}

static void blanks_of_any_kind_part_sentences(void **state)
{
    (void)state;
    assert_sentences("One.\tTwo.\xC2\xA0Three.  Four.\r\nFive", "One.|Two.|Three.|Four.|Five");
    assert_sentences("Wait. \xC3\x89lan is up. \xC3\xA9lan is down.",
                     "Wait.|\xC3\x89lan is up. \xC3\xA9lan is down.");
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
    assert_sentences("No lead.\n- item", "No lead.|*item");
}

static void a_fault_at_any_allocation_is_reported_and_nothing_leaks(void **state)
{
    gp_status last = GP_NO_MEMORY;
    unsigned long tried = 0;

    (void)state;
    while (last == GP_NO_MEMORY) {
        gp_arena arena;
        gp_sentence_list list;
        gp_arena_init(&arena, 1 << 20);
        gp_memory_fail_at(++tried, 0);
        last = gp_sentences(GP_STR("A b. C d. E f. G h. I j. K l. M n. O p. Q r. S t."), 99, &arena,
                            &list);
        assert_true(last == GP_NO_MEMORY || gp_memory_count() < tried); /* all were tried */
        gp_memory_fail_at(0, 0);
        gp_arena_clear(&arena);
    }
    assert_int_equal(last, GP_OK);
    assert_true(tried > 2);
}

static void what_is_beyond_the_limit_is_left_out(void **state)
{
    gp_arena arena;
    gp_sentence_list list;

    (void)state;
    gp_arena_init(&arena, 1 << 20);
    assert_int_equal(gp_sentences(GP_STR("A. B. C.\nD. E."), 2, &arena, &list), GP_OK);
    assert_int_equal(list.count, 2);
    assert_int_equal(gp_sentences(GP_STR("A. B."), 0, &arena, &list), GP_OK);
    assert_int_equal(list.count, 0);
    gp_arena_clear(&arena);
}

/* Each was once, or could be, quadratic: a minute instead of milliseconds (ctest's limit tells). */
static void hostile_shapes_of_a_mebibyte_cost_no_more_than_prose(void **state)
{
    static const char *const units[] = {".",  "!",   ").",           ". ",   ".'",
                                        "a.", "a. ", "\xE2\x80\xA6", ". (",  "\xC2\xA0.",
                                        "- ", "1. ", "\n",           "\xFF."};
    size_t size = 1 << 20;
    char *text = malloc(size + 1);

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        gp_arena arena;
        gp_sentence_list list;
        for (size_t at = 0; at < size; at++)
            text[at] = units[i][at % strlen(units[i])];
        text[size] = 'x'; /* so that the end of the text ends no sentence */
        gp_arena_init(&arena, 1 << 20);
        assert_int_equal(gp_sentences((gp_str){text, size + 1}, 100, &arena, &list), GP_OK);
        assert_true(list.count <= 100);
        gp_arena_clear(&arena);
    }
    free(text);
}

static void any_bytes_give_ordered_ranges_without_blanks_at_their_ends(void **state)
{
    static const char alphabet[] = "aB. .!?\"')1-:\n\xE2\x80\xA6\xC3\x89\xC2\xA0";
    uint32_t random = 1;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        char text[60];
        gp_arena arena;
        gp_sentence_list list;
        size_t last = 0;
        for (size_t i = 0; i < sizeof text; i++) {
            random = random * 1664525u + 1013904223u;
            text[i] = alphabet[(random >> 16) % (sizeof alphabet - 1)];
        }
        gp_arena_init(&arena, 1 << 20);
        assert_int_equal(gp_sentences((gp_str){text, sizeof text}, 99, &arena, &list), GP_OK);
        for (size_t i = 0; i < list.count; i++) {
            gp_sentence s = list.items[i];
            assert_true(last <= s.start && s.start < s.end && s.end <= sizeof text);
            assert_true(text[s.start] != ' ' && text[s.end - 1] != ' ');
            assert_null(memchr(text + s.start, '\n', s.end - s.start));
            last = s.end;
        }
        gp_arena_clear(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_gives_nothing),
        cmocka_unit_test(without_memory_it_says_so),
        cmocka_unit_test(a_fault_at_any_allocation_is_reported_and_nothing_leaks),
        cmocka_unit_test(what_is_beyond_the_limit_is_left_out),
        cmocka_unit_test(hostile_shapes_of_a_mebibyte_cost_no_more_than_prose),
        cmocka_unit_test(any_bytes_give_ordered_ranges_without_blanks_at_their_ends),
        cmocka_unit_test(abbreviations_initials_and_numbers_do_not_end_a_sentence),
        cmocka_unit_test(an_abbreviation_at_the_end_ends_its_sentence),
        cmocka_unit_test(only_as_written_is_a_word_an_abbreviation),
        cmocka_unit_test(blanks_of_any_kind_part_sentences),
        cmocka_unit_test(marks_quotes_and_brackets_close_with_the_sentence),
        cmocka_unit_test(list_items_are_marked_and_their_lead_too),
    };

    return cmocka_run_group_tests_name("sentence", tests, NULL, NULL);
}
