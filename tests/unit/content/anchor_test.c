/* Anchors as GitHub makes them (the expected values are github-slugger 2.0.0's), and slugs. */
#include "test.h"

#include "base/memory.h"
#include "content/anchor.h"

#include <string.h>

enum {
    ARENA_LIMIT = 1 << 20
};

typedef gp_str writer(gp_str text, gp_arena *arena);

static void assert_written(writer *write, const char *text, const char *expected)
{
    gp_arena arena;
    gp_str found;

    gp_arena_init(&arena, ARENA_LIMIT);
    found = write(gp_str_of(text), &arena);
    assert_non_null(found.data);
    assert_string_equal(found.data, expected);
    assert_int_equal(found.size, strlen(expected));
    gp_arena_clear(&arena);
}

static void punctuation_is_deleted_and_blanks_are_not_collapsed(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"How many hours a week is an IOP?", "how-many-hours-a-week-is-an-iop"},
        {"Cost & insurance", "cost--insurance"},
        {"A \xE2\x80\x94 em dash", "a--em-dash"},
        {"Don\xE2\x80\x99t wait", "dont-wait"},
        {"Don't wait", "dont-wait"},
        {"24/7 help line: 1-800", "247-help-line-1-800"},
        {" a  b ", "-a--b-"},
        {"tab\there", "tabhere"},
        {"snake_case stays", "snake_case-stays"},
        {"C++ & C#", "c--c"},
        {"...", ""},
        {"a.b,c;d!e\"f#g$h%i&j(k)l*m+n/o:p<q=r>s?t@u[v\\w]x^y`z{1|2}3~4",
         "abcdefghijklmnopqrstuvwxyz1234"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_written(gp_anchor_of, cases[i][0], cases[i][1]);
}

static void letters_of_all_scripts_are_kept_in_lower_case(void **state)
{
    static const char *const cases[][2] = {
        {"na\xC3\xAFve Caf\xC3\xA9", "na\xC3\xAFve-caf\xC3\xA9"},
        {"\xC3\x84\xC3\x96\xC3\x9C \xC3\x9F", "\xC3\xA4\xC3\xB6\xC3\xBC-\xC3\x9F"},
        {"\xE6\x97\xA5\xE6\x9C\xAC", "\xE6\x97\xA5\xE6\x9C\xAC"},
        {"\xF0\x9F\x8E\x89 Party", "-party"},
        {"\xC4\xB0x", "i\xCC\x87x"},                                /* dotted capital I */
        {"\xCE\x9F\xCE\xA3 \xCE\xA3", "\xCE\xBF\xCF\x82-\xCF\x83"}, /* a final sigma, and not */
        {"\xCE\x91\xCE\xA3'\xCE\x91", "\xCE\xB1\xCF\x83\xCE\xB1"},  /* an apostrophe ends no word */
        {"\xCE\x91\xCC\x81\xCE\xA3", "\xCE\xB1\xCC\x81\xCF\x82"}, /* nor does an accent in front */
        {"x\xE0\xA1\xB0", "x"},                   /* a letter younger than the expression */
        {"\xF0\x9F\x84\xB0", "\xF0\x9F\x84\xB0"}, /* a letter in a square */
        {"\xC2\xBD \xE2\x91\xA0", "-"},           /* numbers, but no digits */
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_written(gp_anchor_of, cases[i][0], cases[i][1]);
}

static void duplicates_take_the_next_free_number(void **state)
{
    static const char *const cases[][2] = {
        {"foo", "foo"},           {"foo", "foo-1"}, {"foo-1", "foo-1-1"}, {"foo", "foo-2"},
        {"foo-1-1", "foo-1-1-1"}, {"", ""},         {"", "-1"},           {"foo-1", "foo-1-2"},
    };
    gp_anchor_list used = {NULL, 0, 0};
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, ARENA_LIMIT);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gp_str found = gp_anchor_unique(gp_str_of(cases[i][0]), &arena, &used);
        assert_true(gp_str_equal(found, gp_str_of(cases[i][1])));
    }
    gp_arena_clear(&arena);
}

static void no_memory_gives_no_anchor(void **state)
{
    gp_anchor_list used = {NULL, 0, 0};
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, ARENA_LIMIT);
    gp_memory_fail_at(1, 1);
    assert_null(gp_anchor_of(GP_STR("Heading"), &arena).data);
    assert_null(gp_slug_of_path(GP_STR("a.md"), &arena).data);
    arena.failed = false;
    assert_null(gp_anchor_unique(GP_STR("heading"), &arena, &used).data);
    gp_memory_fail_at(0, 0);
    assert_true(arena.failed);
    gp_arena_clear(&arena);
}

static void what_is_no_explicit_anchor_stays_in_the_heading(void **state)
{
    static const char *const cases[] = {
        "",
        "Heading",
        "Heading }",
        "Heading {#}",
        "Heading {x}",
        "Heading {#a b}",
        "Heading #a}",
        "{",
        "}",
        "{}",
        "Heading {#a/b}",
        "Heading {#a?b}",
        "H {#a\"b}",
        "H {#<b>}",
        "H {#a%2f}",
        "H {#a} end",
        "H {#a\\}",
        "H {#a#b}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gp_str heading = gp_str_of(cases[i]);
        gp_str anchor = GP_STR("untouched");
        assert_false(gp_anchor_explicit(&heading, &anchor));
        assert_true(gp_str_equal(heading, gp_str_of(cases[i])));
        assert_true(gp_str_equal(anchor, GP_STR("untouched")));
    }
}

static void an_explicit_anchor_leaves_the_heading(void **state)
{
    static const char *const cases[][3] = {
        {"What is it? {#iop}", "What is it?", "iop"},
        {"What is it?{#iop} ", "What is it?", "iop"},
        {"{#only}", "", "only"},
        {"A {b} {#c-1.x:y_Z}", "A {b}", "c-1.x:y_Z"},
        {"\xC3\xA9 {#\xC3\xA9}", "\xC3\xA9", "\xC3\xA9"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gp_str heading = gp_str_of(cases[i][0]);
        gp_str anchor;
        assert_true(gp_anchor_explicit(&heading, &anchor));
        assert_true(gp_str_equal(heading, gp_str_of(cases[i][1])));
        assert_true(gp_str_equal(anchor, gp_str_of(cases[i][2])));
    }
}

static void a_path_becomes_a_slug(void **state)
{
    static const char *const cases[][2] = {
        {"guide/iop-vs-inpatient.md", "iop-vs-inpatient"},
        {"posts/2026-03-02-First Week!.md", "first-week"},
        {"2026-03-02.md", "2026-03-02"},
        {"a.b.markdown", "a-b"},
        {"no-ending", "no-ending"},
        {"x/--odd  name--.md", "odd-name"},
        {"Caf\xC3\xA9.md", "caf\xC3\xA9"},
        {"!.md", ""},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_written(gp_slug_of_path, cases[i][0], cases[i][1]);
}

static void a_slug_of_other_characters_is_not_valid(void **state)
{
    static const char *const refused[] = {"",    "A",   "a b", "a/b",          "a?b",   "a#b",
                                          "a%b", "a.b", "..",  "\xE2\x80\x94", "a\xFF", "a\n"};
    char longest[130];

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_false(gp_slug_valid(gp_str_of(refused[i])));
    memset(longest, 'a', sizeof longest);
    assert_false(gp_slug_valid((gp_str){longest, 129}));
    assert_true(gp_slug_valid((gp_str){longest, 128}));
    assert_true(gp_slug_valid(GP_STR("a-z_09")));
    assert_true(gp_slug_valid(GP_STR("caf\xC3\xA9")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_memory_gives_no_anchor),
        cmocka_unit_test(what_is_no_explicit_anchor_stays_in_the_heading),
        cmocka_unit_test(a_slug_of_other_characters_is_not_valid),
        cmocka_unit_test(punctuation_is_deleted_and_blanks_are_not_collapsed),
        cmocka_unit_test(letters_of_all_scripts_are_kept_in_lower_case),
        cmocka_unit_test(duplicates_take_the_next_free_number),
        cmocka_unit_test(an_explicit_anchor_leaves_the_heading),
        cmocka_unit_test(a_path_becomes_a_slug),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
