/* A question put into front matter: what is refused, and that of what is edited nothing else changes. */
#include "test.h"

#include "base/hash.h"
#include "content/add_question.h"

#include <string.h>

#define BODY "\n# Bee\n\nFirst words.\n\n## Nest\n\nWhere it is.\n\n## No\n\nMore.\n"
#define HEAD "---\ntitle: Bee # a comment\n"

static void assert_refused(const char *path, const char *source, const char *anchor,
                           const char *question, const char *why)
{
    gp_arena arena;
    gp_error error = {GP_OK, ""};
    gp_str edited;

    gp_arena_init(&arena, 4 << 20);
    if (gp_add_question(gp_str_of(path), gp_str_of(source), gp_str_of(anchor), gp_str_of(question),
                        &arena, &edited, &error) != GP_INVALID)
        fail_msg("%s: became %.*s", source, GP_STR_ARGS(edited));
    if (strstr(error.text, why) == NULL)
        fail_msg("%s: says \"%s\"", source, error.text);
    gp_arena_clear(&arena);
}

static void assert_edited(const char *source, const char *anchor, const char *question,
                          const char *expected)
{
    gp_arena arena;
    gp_error error = {GP_OK, ""};
    gp_str edited;

    gp_arena_init(&arena, 4 << 20);
    if (gp_add_question(GP_STR("bee.md"), gp_str_of(source), gp_str_of(anchor), gp_str_of(question),
                        &arena, &edited, &error) != GP_OK)
        fail_msg("%s: %s", source, error.text);
    assert_string_equal(edited.data, expected);
    gp_arena_clear(&arena);
}

static void what_has_no_front_matter_of_yaml_is_refused(void **state)
{
    (void)state;
    assert_refused("bee.html", "<h1>Bee</h1>", "", "q", "Markdown");
    assert_refused("bee.txt", "Bee", "", "q", "Markdown");
    assert_refused("bee.jsonl", "{}", "", "q", "Markdown");
    assert_refused("bee.md", "{\n\"title\": \"Bee\"\n}\n" BODY, "", "q", "JSON");
    assert_refused("bee.md", "+++\ntitle = 'Bee'\n+++\n" BODY, "", "q", "TOML");
    assert_refused("bee.md", "---\ntitle: Bee\n", "", "q", "no end");
    assert_refused("bee.md", HEAD "---\n" BODY, "", " ", "no question");
}

static void what_would_change_more_than_the_question_is_refused(void **state)
{
    (void)state;
    assert_refused("bee.md", HEAD "sections: {nest: {owner: ann}}\n---\n" BODY, "nest", "q",
                   "one line");
    assert_refused("bee.md", HEAD "sections:\n  nest: {owner: ann}\n---\n" BODY, "nest", "q",
                   "one line");
    assert_refused("bee.md", HEAD "questions: >\n  folded\n  words\n---\n" BODY, "", "q",
                   "nothing else");
    assert_refused("bee.md", HEAD "questions: [a # ]\n  , b]\n---\n" BODY, "", "q", "nothing else");
    assert_refused("bee.md", HEAD "---\n" BODY, "no-such-anchor", "q", "no such section");
    assert_refused("bee.md", HEAD "questions: 3: 4\n---\n" BODY, "", "q", "cannot be read");
}

static void the_articles_own_section_takes_it_wherever_questions_stand(void **state)
{
    (void)state;
    assert_edited(HEAD "---\n" BODY, "", "Is it?", HEAD "questions:\n  - \"Is it?\"\n---\n" BODY);
    assert_edited(HEAD "questions:\n  - one\n  # more\n  - two\n\ntags: [x]\n---\n" BODY, "", "q",
                  HEAD
                  "questions:\n  - one\n  # more\n  - two\n  - \"q\"\n\ntags: [x]\n---\n" BODY);
    assert_edited(HEAD "questions:\n- one\ntags: [x]\n---\n" BODY, "", "q",
                  HEAD "questions:\n- one\n- \"q\"\ntags: [x]\n---\n" BODY);
    assert_edited(HEAD "questions:\ntags: [x]\n---\n" BODY, "", "q",
                  HEAD "questions:\n  - \"q\"\ntags: [x]\n---\n" BODY);
    assert_edited(HEAD "questions: []\n---\n" BODY, "", "q", HEAD "questions: [\"q\"]\n---\n" BODY);
    assert_edited(HEAD "questions: ['it''s ]', \"a, \\\" ]\", b] # why\n---\n" BODY, "", "q",
                  HEAD "questions: ['it''s ]', \"a, \\\" ]\", b, \"q\"] # why\n---\n" BODY);
    assert_edited(HEAD "questions: [\n  one,\n  two,\n]\n---\n" BODY, "", "q",
                  HEAD "questions: [\n  one,\n  two,\n\"q\"]\n---\n" BODY);
    assert_edited(HEAD "questions: only one\n---\n" BODY, "", "q",
                  HEAD "questions:\n  - only one\n  - \"q\"\n---\n" BODY);
    assert_edited(HEAD "questions: ~\n---\n" BODY, "", "q",
                  HEAD "questions:\n  - \"q\"\n---\n" BODY);
    assert_edited("# Bee\n\nWords.\n", "", "q",
                  "---\nquestions:\n  - \"q\"\n---\n# Bee\n\nWords.\n");
}

static void a_section_takes_it_below_its_anchor(void **state)
{
    (void)state;
    assert_edited(HEAD "---\n" BODY, "nest", "q",
                  HEAD "sections:\n  nest:\n    questions:\n      - \"q\"\n---\n" BODY);
    assert_edited(HEAD "---\n" BODY, "no", "q",
                  HEAD "sections:\n  \"no\":\n    questions:\n      - \"q\"\n---\n" BODY);
    assert_edited(HEAD "sections:\n    'no':\n        owner: ann\ntags: [x]\n---\n" BODY, "nest",
                  "q",
                  HEAD "sections:\n    'no':\n        owner: ann\n    nest:\n      questions:\n"
                       "        - \"q\"\ntags: [x]\n---\n" BODY);
    assert_edited(HEAD "sections:\n    'no':\n        owner: ann\ntags: [x]\n---\n" BODY, "no", "q",
                  HEAD "sections:\n    'no':\n        owner: ann\n        questions:\n"
                       "          - \"q\"\ntags: [x]\n---\n" BODY);
    assert_edited(HEAD "sections:\n  nest:\n    questions: [a]\n  'no':\n    owner: b\n---\n" BODY,
                  "nest", "q",
                  HEAD "sections:\n  nest:\n    questions: [a, \"q\"]\n  'no':\n    owner: "
                       "b\n---\n" BODY);
    assert_edited(HEAD "sections:\n  nest:\n---\n" BODY, "nest", "q",
                  HEAD "sections:\n  nest:\n    questions:\n      - \"q\"\n---\n" BODY);
    assert_edited(HEAD "sections:\n---\n" BODY, "nest", "q",
                  HEAD "sections:\n  nest:\n    questions:\n      - \"q\"\n---\n" BODY);
}

static void whatever_the_question_holds_it_is_read_back_as_it_was_asked(void **state)
{
    (void)state;
    assert_edited(HEAD "questions:\n  - a\n---\n" BODY, "", "a: \"b\" # c - 'd' \\ [e]",
                  HEAD "questions:\n  - a\n  - \"a: \\\"b\\\" # c - 'd' \\\\ [e]\"\n---\n" BODY);
    assert_edited(HEAD "questions: [a]\n---\n" BODY, "", "caf\xc3\xa9?",
                  HEAD "questions: [a, \"caf\xc3\xa9?\"]\n---\n" BODY);
}

static void line_ends_and_the_mark_at_the_beginning_stay(void **state)
{
    (void)state;
    assert_edited("---\r\ntitle: Bee\r\n---\r\n\r\n# Bee\r\n\r\n## Nest\r\n\r\nIt.\r\n", "nest",
                  "q",
                  "---\r\ntitle: Bee\r\nsections:\r\n  nest:\r\n    questions:\r\n      - \"q\"\r\n"
                  "---\r\n\r\n# Bee\r\n\r\n## Nest\r\n\r\nIt.\r\n");
    assert_edited("\xEF\xBB\xBF---\ntitle: Bee\n---\n\nWords.\n", "", "q",
                  "\xEF\xBB\xBF---\ntitle: Bee\nquestions:\n  - \"q\"\n---\n\nWords.\n");
}

static void the_lines_to_add_by_hand_are_those_that_would_be_added(void **state)
{
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, 1 << 16);
    assert_string_equal(gp_add_question_lines(GP_STR(""), GP_STR("q"), &arena).data,
                        "questions:\n  - \"q\"\n");
    assert_string_equal(gp_add_question_lines(GP_STR("nest"), GP_STR("q"), &arena).data,
                        "sections:\n  nest:\n    questions:\n      - \"q\"\n");
    gp_arena_clear(&arena);
}

static int start(void **state)
{
    (void)state;
    return gp_hash_init() == GP_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_has_no_front_matter_of_yaml_is_refused),
        cmocka_unit_test(what_would_change_more_than_the_question_is_refused),
        cmocka_unit_test(the_articles_own_section_takes_it_wherever_questions_stand),
        cmocka_unit_test(a_section_takes_it_below_its_anchor),
        cmocka_unit_test(whatever_the_question_holds_it_is_read_back_as_it_was_asked),
        cmocka_unit_test(line_ends_and_the_mark_at_the_beginning_stay),
        cmocka_unit_test(the_lines_to_add_by_hand_are_those_that_would_be_added),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
