/* yaml: what is refused, with its line, and what a tree looks like. */
#include "test.h"

#include "base/memory.h"
#include "content/yaml.h"

#include <string.h>

#define LIMIT 16384

static int set_up(void **state)
{
    static gp_arena arena;

    gp_arena_init(&arena, 1 << 22);
    *state = &arena;
    return 0;
}

static int tear_down(void **state)
{
    gp_arena_clear(*state);
    return 0;
}

static const gp_yaml *read_text(gp_arena *arena, const char *text)
{
    gp_yaml *root = NULL;
    gp_error error = {GP_OK, ""};

    if (gp_yaml_read(gp_str_of(text), LIMIT, arena, &root, &error) != GP_OK)
        fail_msg("refused: %s", error.text);
    return root;
}

static void assert_refused(gp_arena *arena, const char *text, const char *line, const char *why)
{
    gp_yaml *root = (gp_yaml *)1;
    gp_error error = {GP_OK, ""};

    assert_int_equal(gp_yaml_read(gp_str_of(text), LIMIT, arena, &root, &error), GP_INVALID);
    assert_null(root);
    if (strncmp(error.text, line, strlen(line)) != 0 || strstr(error.text, why) == NULL)
        fail_msg("wanted '%s' and '%s', got '%s'", line, why, error.text);
}

static void assert_text(gp_str got, const char *wanted)
{
    assert_int_equal(got.size, strlen(wanted));
    assert_memory_equal(got.data, wanted, got.size);
}

static void malformed_yaml_is_refused_with_its_line(void **state)
{
    assert_refused(*state, "a: 1\nb: [1, 2\nc: 3\n", "line 3: ", "");
    assert_refused(*state, "a: 1\n\tb: 2\n", "line 2: ", "");
    assert_refused(*state, "a: \"open\n", "line ", "");
    assert_refused(*state, "a: 1\nb: \xFF\n", "line ", "");
    assert_refused(*state, "- a\n- b\n", "line 1: ", "key: value");
    assert_refused(*state, "just words\n", "line 1: ", "key: value");
}

static void anchors_aliases_and_tags_are_refused(void **state)
{
    assert_refused(*state, "a: &x 1\nb: 2\n", "line 1: ", "anchors");
    assert_refused(*state, "a: 1\nb: *x\n", "line 2: ", "anchors");
    assert_refused(*state, "a: &x [1]\n", "line 1: ", "anchors");
    assert_refused(*state, "a: 1\nb: &x {c: 1}\n", "line 2: ", "anchors");
    assert_refused(*state, "&x a: 1\n", "line 1: ", "anchors");
    assert_refused(*state, "a: 1\nb: !!binary AAAA\n", "line 2: ", "tags");
    assert_refused(*state, "a: !x [1]\n", "line 1: ", "tags");
    assert_refused(*state, "!k a: 1\n", "line 1: ", "tags");
    assert_refused(*state, "a: !x {b: 1}\n", "line 1: ", "tags");
}

static void a_key_that_stands_twice_is_refused(void **state)
{
    assert_refused(*state, "a: 1\nb: 2\na: 3\n", "line 3: ", "second time");
    assert_refused(*state, "m:\n  a: 1\n  a: 2\n", "line 3: ", "second time");
    assert_non_null(read_text(*state, "m: {a: 1}\nn: {a: 1}\n"));
}

static void a_key_must_be_text(void **state)
{
    assert_refused(*state, "? [a, b]\n: 1\n", "line 1: ", "key");
    assert_refused(*state, "? {a: 1}\n: 1\n", "line 1: ", "key");
}

static void a_second_document_is_refused(void **state)
{
    assert_refused(*state, "a: 1\n---\nb: 2\n", "line 2: ", "second document");
}

static void control_characters_from_escapes_are_refused(void **state)
{
    assert_refused(*state, "a: 1\nb: \"x\\x1b[31m\"\n", "line 2: ", "control");
    assert_refused(*state, "a: \"x\\0y\"\n", "line 1: ", "control");
    assert_refused(*state, "\"k\\x07\": 1\n", "line 1: ", "control");
    assert_text(gp_yaml_get(read_text(*state, "a: \"x\\ty\\nz\"\n"), "a")->text, "x\ty\nz");
}

static void eight_levels_are_read_and_nine_refused(void **state)
{
    assert_non_null(read_text(*state, "a: [[[[[[1]]]]]]\n"));
    assert_refused(*state, "a: 0\nb: [[[[[[[1]]]]]]]\n", "line 2: ", "8 levels");
    assert_refused(*state, "a: {b: {c: {d: {e: {f: {g: {h: 1}}}}}}}\n", "line 1: ", "8 levels");
}

static void more_than_the_limit_is_refused(void **state)
{
    gp_arena *arena = *state;
    char *text = gp_arena_alloc(arena, LIMIT + 2);
    gp_yaml *root;
    gp_error error;

    memset(text, 'x', LIMIT + 1);
    memcpy(text, "a: ", 3);
    assert_int_equal(gp_yaml_read((gp_str){text, LIMIT}, LIMIT, arena, &root, &error), GP_OK);
    assert_int_equal(gp_yaml_read((gp_str){text, LIMIT + 1}, LIMIT, arena, &root, &error),
                     GP_TOO_LARGE);
    assert_null(root);
}

static void nothing_but_comments_is_an_empty_mapping(void **state)
{
    static const char *const texts[] = {"", "# a comment\n", "---\n", "~\n"};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const gp_yaml *root = read_text(*state, texts[i]);
        assert_int_equal(root->kind, GP_YAML_MAP);
        assert_null(root->first);
    }
}

static void every_node_knows_its_line(void **state)
{
    const gp_yaml *root = read_text(*state, "# c\na: 1\nlist:\n  - x\n\n  - y\nm:\n  k: v\n");
    const gp_yaml *list = gp_yaml_get(root, "list");

    assert_int_equal(gp_yaml_get(root, "a")->line, 2);
    assert_int_equal(list->line, 3);
    assert_int_equal(list->first->line, 4);
    assert_int_equal(list->first->next->line, 6);
    assert_null(list->first->next->next);
    assert_int_equal(gp_yaml_get(gp_yaml_get(root, "m"), "k")->line, 8);
}

static void null_is_empty_but_quoted_null_is_text(void **state)
{
    const gp_yaml *root = read_text(*state, "a: ~\nb: null\nc:\nd: \"null\"\ne: '~'\n");

    assert_int_equal(gp_yaml_get(root, "a")->text.size, 0);
    assert_int_equal(gp_yaml_get(root, "b")->text.size, 0);
    assert_int_equal(gp_yaml_get(root, "c")->text.size, 0);
    assert_text(gp_yaml_get(root, "d")->text, "null");
    assert_text(gp_yaml_get(root, "e")->text, "~");
}

static void getting_from_what_is_no_mapping_gives_nothing(void **state)
{
    const gp_yaml *root = read_text(*state, "a: [x]\n");

    assert_null(gp_yaml_get(NULL, "a"));
    assert_null(gp_yaml_get(gp_yaml_get(root, "a"), "x"));
    assert_null(gp_yaml_get(root, "b"));
}

static void a_value_of_the_wrong_type_is_refused_with_line_and_key(void **state)
{
    gp_arena *arena = *state;
    const gp_yaml *root =
        read_text(arena, "t: [a]\nb: maybe\ns: {k: v}\nn: [[x]]\nd: 2026-02-30\n");
    gp_error error;
    gp_str text;
    bool flag;
    gp_str_list list = {NULL, 0, 0};

    assert_int_equal(gp_yaml_text(gp_yaml_get(root, "t"), &text, &error), GP_INVALID);
    assert_string_equal(error.text, "line 1: t: wants text; put it in quotes");
    assert_int_equal(gp_yaml_bool(gp_yaml_get(root, "b"), &flag, &error), GP_INVALID);
    assert_string_equal(error.text, "line 2: b: wants true or false");
    assert_int_equal(gp_yaml_strings(gp_yaml_get(root, "s"), arena, &list, &error), GP_INVALID);
    assert_int_equal(gp_yaml_strings(gp_yaml_get(root, "n"), arena, &list, &error), GP_INVALID);
    assert_int_equal(gp_yaml_date(gp_yaml_get(root, "d"), &text, &error), GP_INVALID);
    assert_string_equal(error.text, "line 5: d: wants a date such as 2026-11-02");
}

static void what_is_absent_leaves_the_value_alone(void **state)
{
    gp_str text = GP_STR("before");
    bool flag = true;
    gp_str_list list = {NULL, 0, 0};

    assert_int_equal(gp_yaml_text(NULL, &text, NULL), GP_OK);
    assert_int_equal(gp_yaml_date(NULL, &text, NULL), GP_OK);
    assert_int_equal(gp_yaml_bool(NULL, &flag, NULL), GP_OK);
    assert_int_equal(gp_yaml_strings(NULL, *state, &list, NULL), GP_OK);
    assert_text(text, "before");
    assert_true(flag);
    assert_int_equal(list.count, 0);
}

static void values_are_read_by_their_type(void **state)
{
    gp_arena *arena = *state;
    const gp_yaml *root =
        read_text(arena, "t: \"  a b \"\nyes: YES\nno: false\none: word\nmany: [a, \"\", ' b ']\n"
                         "d: 2026-11-02T08:00:00Z\n");
    gp_str text;
    bool flag;
    gp_str_list list = {NULL, 0, 0};

    assert_int_equal(gp_yaml_text(gp_yaml_get(root, "t"), &text, NULL), GP_OK);
    assert_text(text, "a b");
    assert_int_equal(gp_yaml_bool(gp_yaml_get(root, "yes"), &flag, NULL), GP_OK);
    assert_true(flag);
    assert_int_equal(gp_yaml_bool(gp_yaml_get(root, "no"), &flag, NULL), GP_OK);
    assert_false(flag);
    assert_int_equal(gp_yaml_date(gp_yaml_get(root, "d"), &text, NULL), GP_OK);
    assert_text(text, "2026-11-02");
    assert_int_equal(gp_yaml_strings(gp_yaml_get(root, "one"), arena, &list, NULL), GP_OK);
    assert_int_equal(gp_yaml_strings(gp_yaml_get(root, "many"), arena, &list, NULL), GP_OK);
    assert_int_equal(list.count, 3);
    assert_text(list.items[0], "word");
    assert_text(list.items[2], "b");
}

static void any_failed_allocation_is_said_and_leaks_nothing(void **state)
{
    gp_status status = GP_NO_MEMORY;

    (void)state;
    for (unsigned long n = 1; status == GP_NO_MEMORY; n++) {
        gp_arena arena;
        gp_yaml *root;
        gp_error error;
        gp_arena_init(&arena, 1 << 20);
        gp_memory_fail_at(n, 1);
        status = gp_yaml_read(GP_STR("a: 1\nb: [x, y]\nc: {d: e}\n"), LIMIT, &arena, &root, &error);
        gp_memory_fail_at(0, 0);
        gp_arena_clear(&arena);
        assert_true(n < 1000);
        assert_true(n > 1 || status == GP_NO_MEMORY);
    }
    assert_int_equal(status, GP_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_yaml_is_refused_with_its_line),
        cmocka_unit_test(anchors_aliases_and_tags_are_refused),
        cmocka_unit_test(a_key_that_stands_twice_is_refused),
        cmocka_unit_test(a_key_must_be_text),
        cmocka_unit_test(a_second_document_is_refused),
        cmocka_unit_test(control_characters_from_escapes_are_refused),
        cmocka_unit_test(eight_levels_are_read_and_nine_refused),
        cmocka_unit_test(more_than_the_limit_is_refused),
        cmocka_unit_test(nothing_but_comments_is_an_empty_mapping),
        cmocka_unit_test(every_node_knows_its_line),
        cmocka_unit_test(null_is_empty_but_quoted_null_is_text),
        cmocka_unit_test(getting_from_what_is_no_mapping_gives_nothing),
        cmocka_unit_test(a_value_of_the_wrong_type_is_refused_with_line_and_key),
        cmocka_unit_test(what_is_absent_leaves_the_value_alone),
        cmocka_unit_test(values_are_read_by_their_type),
        cmocka_unit_test(any_failed_allocation_is_said_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
