/* units: which pieces of a section get a vector of their own, and in which order. */
#include "test.h"

#include "base/memory.h"
#include "content/units.h"

#include <string.h>

static int set_up(void **state)
{
    static gp_arena arena;

    gp_arena_init(&arena, 16 << 20);
    *state = &arena;
    return 0;
}

static int tear_down(void **state)
{
    gp_arena_clear(*state);
    return 0;
}

/* Adds a sentence of `words` words; its first one is "Word". */
static void add_sentence(gp_buf *buf, size_t words)
{
    for (size_t i = 0; i < words; i++)
        gp_buf_add_text(buf, i == 0 ? "Word" : " word");
    gp_buf_add_text(buf, ".");
}

/* Sentences of so many words each, a blank between them. */
static gp_str sentences(gp_arena *arena, const size_t *words, size_t count)
{
    gp_buf buf;
    gp_str text;

    gp_buf_init(&buf, 1 << 20);
    for (size_t i = 0; i < count; i++) {
        gp_buf_add_text(&buf, i == 0 ? "" : " ");
        add_sentence(&buf, words[i]);
    }
    text = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return text;
}

static gp_str_list groups_of(gp_arena *arena, gp_str text)
{
    gp_str_list groups = {NULL, 0, 0};

    assert_int_equal(gp_units_of_text(text, arena, &groups), GP_OK);
    return groups;
}

static size_t count_words(gp_str text)
{
    size_t count = 0;
    gp_str word;

    while (gp_str_next(&text, ' ', &word))
        count++;
    return count;
}

static void assert_str(gp_str got, const char *wanted)
{
    if (!gp_str_equal(got, gp_str_of(wanted)))
        fail_msg("wanted '%s', got '%.*s'", wanted, GP_STR_ARGS(got));
}

/* ---- groups ---------------------------------------------------------------------------------- */

static void a_text_without_words_has_no_group(void **state)
{
    static const char *const texts[] = {"", " ", "\n\n", " \n \n"};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(groups_of(*state, gp_str_of(texts[i])).count, 0);
}

static void a_few_sentences_are_one_group_without_the_blanks_around(void **state)
{
    gp_str_list groups = groups_of(*state, GP_STR("  One goes.  Two go!\nThree?  \n"));

    assert_int_equal(groups.count, 1);
    assert_str(groups.items[0], "One goes.  Two go!\nThree?");
}

static void a_group_ends_before_its_sixty_first_word(void **state)
{
    static const struct {
        size_t words[4], count;
        size_t groups[4], group_count;
    } cases[] = {
        {{60}, 1, {60}, 1},
        {{30, 30}, 2, {60}, 1},
        {{30, 31}, 2, {30, 31}, 2},
        {{59, 1, 1}, 3, {60, 1}, 2},
        {{20, 20, 20, 20}, 4, {60, 20}, 2},
        {{5, 58, 2, 1}, 4, {5, 60, 1}, 3},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gp_str_list groups = groups_of(*state, sentences(*state, cases[i].words, cases[i].count));
        assert_int_equal(groups.count, cases[i].group_count);
        for (size_t j = 0; j < groups.count; j++)
            assert_int_equal(count_words(groups.items[j]), cases[i].groups[j]);
    }
}

static void a_longer_sentence_is_a_group_by_itself(void **state)
{
    static const size_t words[] = {3, 61, 4, 200, 1};
    gp_str_list groups = groups_of(*state, sentences(*state, words, 5));

    assert_int_equal(groups.count, 5);
    for (size_t i = 0; i < groups.count; i++)
        assert_int_equal(count_words(groups.items[i]), words[i]);
}

static void groups_point_into_the_text_one_behind_the_other(void **state)
{
    static const size_t words[] = {40, 30, 30, 70, 12};
    gp_str text = sentences(*state, words, 5);
    gp_str_list groups = groups_of(*state, text);
    const char *end = text.data;

    assert_int_equal(groups.count, 4);
    for (size_t i = 0; i < groups.count; i++) {
        assert_true(groups.items[i].data >= end);
        end = groups.items[i].data + groups.items[i].size;
    }
    assert_ptr_equal(end, text.data + text.size);
}

static void items_of_a_list_stay_with_what_leads_to_them(void **state)
{
    gp_str_list groups =
        groups_of(*state, GP_STR("You need:\n- a safe home;\n- a quiet room.\n1. Ask us."));

    assert_int_equal(groups.count, 1);
    assert_str(groups.items[0], "You need:\n- a safe home;\n- a quiet room.\n1. Ask us.");
    groups = groups_of(*state, GP_STR("- a safe home\n- a quiet room"));
    assert_int_equal(groups.count, 1);
    assert_str(groups.items[0], "a safe home\n- a quiet room");
}

static void a_very_long_text_has_no_more_groups_than_allowed(void **state)
{
    size_t words[GP_GROUPS_MAX + 5];
    gp_str text;
    gp_str_list groups;

    for (size_t i = 0; i < GP_GROUPS_MAX + 5; i++)
        words[i] = 31 + i % 20;
    text = sentences(*state, words, GP_GROUPS_MAX + 5);
    groups = groups_of(*state, text);
    assert_int_equal(groups.count, GP_GROUPS_MAX);
    assert_ptr_equal(groups.items[0].data, text.data);
    for (size_t i = 0; i < groups.count; i++)
        assert_int_equal(count_words(groups.items[i]), words[i]);
}

/* ---- units ----------------------------------------------------------------------------------- */

static gp_str_list units_of(gp_arena *arena, const gp_document *document, const gp_section *section)
{
    gp_str_list units = {NULL, 0, 0};

    assert_int_equal(gp_units_of(document, section, arena, &units), GP_OK);
    return units;
}

static void groups_come_first_then_the_heading_then_the_questions(void **state)
{
    static const size_t words[] = {40, 30};
    gp_document document = {.title = GP_STR("The guide")};
    gp_section section = {.heading = GP_STR("What does it cost?"),
                          .text = sentences(*state, words, 2)};
    gp_str_list units;

    assert_true(gp_str_list_add(*state, &section.questions, GP_STR("is it dear")));
    assert_true(gp_str_list_add(*state, &section.questions, GP_STR("what is the price")));
    assert_true(gp_str_list_add(*state, &section.synonyms, GP_STR("fee")));
    units = units_of(*state, &document, &section);
    assert_int_equal(units.count, 5);
    assert_int_equal(count_words(units.items[0]), 40);
    assert_int_equal(count_words(units.items[1]), 30);
    assert_str(units.items[2], "What does it cost?");
    assert_str(units.items[3], "is it dear");
    assert_str(units.items[4], "what is the price");
}

static void an_articles_own_section_goes_by_its_title(void **state)
{
    gp_document document = {.title = GP_STR("The guide")};
    gp_section section = {.text = GP_STR("One goes.")};
    gp_str_list units = units_of(*state, &document, &section);

    assert_int_equal(units.count, 2);
    assert_str(units.items[0], "One goes.");
    assert_str(units.items[1], "The guide");
}

static void a_section_without_text_has_its_heading(void **state)
{
    gp_document document = {.title = GP_STR("The guide")};
    gp_section section = {.heading = GP_STR("Cost")};
    gp_str_list units = units_of(*state, &document, &section);

    assert_int_equal(units.count, 1);
    assert_str(units.items[0], "Cost");
}

static void a_section_has_no_more_units_than_allowed(void **state)
{
    gp_document document = {.title = GP_STR("The guide")};
    gp_section section = {.heading = GP_STR("Cost"), .text = GP_STR("One goes.")};
    gp_str_list units;

    for (size_t i = 0; i < 2 * GP_UNITS_MAX; i++)
        assert_true(gp_str_list_add(*state, &section.questions,
                                    gp_arena_printf(*state, "question %zu", i)));
    units = units_of(*state, &document, &section);
    assert_int_equal(units.count, GP_UNITS_MAX);
    assert_str(units.items[1], "Cost");
    assert_str(units.items[GP_UNITS_MAX - 1], "question 61");
}

static void without_memory_it_says_so_and_the_next_call_works(void **state)
{
    static const size_t words[] = {40, 30, 30, 70, 12};
    gp_document document = {.title = GP_STR("The guide")};
    gp_section section = {.heading = GP_STR("Cost"), .text = sentences(*state, words, 5)};
    gp_status status = GP_NO_MEMORY;
    unsigned long nth = 0;

    assert_true(gp_str_list_add(*state, &section.questions, GP_STR("is it dear")));
    while (status == GP_NO_MEMORY) {
        gp_str_list units = {NULL, 0, 0};
        gp_arena arena;
        gp_arena_init(&arena, 1 << 20);
        gp_memory_fail_at(++nth, 1);
        status = gp_units_of(&document, &section, &arena, &units);
        gp_memory_fail_at(0, 0);
        if (status == GP_OK)
            assert_int_equal(units.count, 6);
        gp_arena_clear(&arena);
    }
    assert_int_equal(status, GP_OK);
    assert_true(nth > 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_text_without_words_has_no_group),
        TEST(a_few_sentences_are_one_group_without_the_blanks_around),
        TEST(a_group_ends_before_its_sixty_first_word),
        TEST(a_longer_sentence_is_a_group_by_itself),
        TEST(groups_point_into_the_text_one_behind_the_other),
        TEST(items_of_a_list_stay_with_what_leads_to_them),
        TEST(a_very_long_text_has_no_more_groups_than_allowed),
        TEST(groups_come_first_then_the_heading_then_the_questions),
        TEST(an_articles_own_section_goes_by_its_title),
        TEST(a_section_without_text_has_its_heading),
        TEST(a_section_has_no_more_units_than_allowed),
        TEST(without_memory_it_says_so_and_the_next_call_works),
    };

    return cmocka_run_group_tests_name("units", tests, NULL, NULL);
}
