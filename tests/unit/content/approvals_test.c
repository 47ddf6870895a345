/* approvals: which lines count, when an approval lapses, and what is served then. */
#include "test.h"

#include "base/hash.h"
#include "content/reader.h"

#include <string.h>

static int set_up(void **state)
{
    static gp_arena arena;

    gp_arena_init(&arena, 8 << 20);
    *state = &arena;
    return gp_hash_init() == GP_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    gp_arena_clear(*state);
    return 0;
}

static void assert_text(gp_str got, const char *wanted)
{
    if (!gp_str_equal(got, gp_str_of(wanted)))
        fail_msg("wanted '%s', got '%.*s'", wanted, GP_STR_ARGS(got));
}

static gp_approval_list read_lines(gp_arena *arena, gp_str bytes, gp_problem_list *problems)
{
    gp_approval_list approvals;

    *problems = (gp_problem_list){NULL, 0, 0};
    assert_int_equal(
        gp_approvals_read(GP_STR("approvals.jsonl"), bytes, arena, &approvals, problems), GP_OK);
    return approvals;
}

/* A record whose hash is that of `hashed`. */
static gp_str line_for(gp_arena *arena, const char *section, const char *hashed, const char *text,
                       const char *by)
{
    gp_str sha256 = gp_sha256_hex(arena, gp_str_of(hashed));

    return gp_arena_printf(arena,
                           "{\"section\":\"%s\",\"text_sha256\":\"%.*s\",\"text\":\"%s\","
                           "\"by\":\"%s\",\"on\":\"2026-11-02\",\"review_by\":\"2027-11-02\"}\n",
                           section, GP_STR_ARGS(sha256), text, by);
}

/* A sealed article "s" with sections "s" (no heading) and "s#a" (heading "A"). */
static gp_document article(gp_arena *arena, const char *own, const char *a)
{
    gp_document document = {.path = GP_STR("s.md"), .slug = GP_STR("s")};
    gp_section *section = GP_VEC_PUSH(arena, &document.sections);

    *section = (gp_section){.level = 1, .text = gp_str_of(own)};
    section = GP_VEC_PUSH(arena, &document.sections);
    *section = (gp_section){
        .level = 2, .anchor = GP_STR("a"), .heading = GP_STR("A"), .text = gp_str_of(a)};
    assert_int_equal(gp_document_seal(&document, arena, NULL), GP_OK);
    return document;
}

static void a_line_that_is_no_approval_is_a_warning_and_counts_for_nothing(void **state)
{
    static const char sha[] = "0123456789012345678901234567890123456789012345678901234567890123";
    static const char *const lines[] = {
        "nonsense",
        "[]",
        "{}",
        "{\"section\":\"s\",\"text_sha256\":\"%s\",\"text\":\"t\",\"by\":\"b\"}",
        "{\"section\":\"s\",\"text_sha256\":\"%s\",\"text\":\"t\",\"by\":\"b\",\"on\":\"soon\"}",
        "{\"section\":\"s\",\"text_sha256\":\"%s\",\"by\":\"b\",\"on\":\"2026-01-01\"}",
        "{\"section\":\"\",\"text_sha256\":\"%s\",\"text\":\"t\",\"by\":\"b\",\"on\":\"2026-01-"
        "01\"}",
        "{\"section\":\"s\",\"text_sha256\":\"XYZ\",\"text\":\"t\",\"by\":\"b\",\"on\":\"2026-01-"
        "01\"}",
        "{\"section\":\"s\",\"text_sha256\":\"%s\",\"text\":\"t\",\"by\":\"b\",\"on\":\"2026-01-"
        "01\","
        "\"review_by\":\"never\"}"};

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        gp_arena *arena = *state;
        gp_problem_list problems;
        gp_str line = gp_str_of(lines[i]);
        size_t at = gp_str_find(line, GP_STR("%s"), 0);
        gp_str text = at == line.size ? gp_arena_printf(arena, "\n%s\n", lines[i])
                                      : gp_arena_printf(arena, "\n%.*s%s%s\n", (int)at, lines[i],
                                                        sha, lines[i] + at + 2);
        gp_approval_list approvals = read_lines(arena, text, &problems);
        if (approvals.count != 0 || problems.count != 1)
            fail_msg("%s: %zu approvals, %zu problems", lines[i], approvals.count, problems.count);
        assert_int_equal(problems.items[0].line, 2);
        assert_false(problems.items[0].refused);
    }
}

static void of_two_lines_for_one_section_the_last_counts(void **state)
{
    gp_arena *arena = *state;
    gp_problem_list problems;
    gp_str text = gp_arena_printf(arena, "%s%s%s", line_for(arena, "s#b", "1", "t", "first").data,
                                  line_for(arena, "s#a", "1", "t", "other").data,
                                  line_for(arena, "s#b", "2", "t", "second").data);
    gp_approval_list approvals = read_lines(arena, text, &problems);

    assert_int_equal(problems.count, 0);
    assert_int_equal(approvals.count, 2);
    assert_text(approvals.items[0].section, "s#a");
    assert_text(approvals.items[1].by, "second");
}

static void an_articles_approvals_are_those_of_its_sections_only(void **state)
{
    gp_arena *arena = *state;
    gp_problem_list problems;
    gp_str text = gp_arena_printf(
        arena, "%s%s%s%s%s", line_for(arena, "s#a", "1", "t", "b").data,
        line_for(arena, "s-more#a", "1", "t", "b").data, line_for(arena, "s", "1", "t", "b").data,
        line_for(arena, "s#z", "1", "t", "b").data, line_for(arena, "r#a", "1", "t", "b").data);
    gp_approval_list approvals = read_lines(arena, text, &problems);
    gp_approval_list own = gp_approvals_of(&approvals, GP_STR("s"));

    assert_int_equal(approvals.count, 5);
    assert_int_equal(own.count, 3);
    assert_text(own.items[0].section, "s");
    assert_text(own.items[2].section, "s#z");
    assert_int_equal(gp_approvals_of(&approvals, GP_STR("none")).count, 0);
}

static void a_changed_text_lapses(void **state)
{
    gp_arena *arena = *state;
    gp_problem_list problems;
    gp_document document = article(arena, "own", "text of a");
    gp_approval_list approvals =
        read_lines(arena,
                   gp_arena_printf(arena, "%s%s", line_for(arena, "s", "\nown", "own", "b1").data,
                                   line_for(arena, "s#a", "A\nold text", "old text", "b2").data),
                   &problems);

    gp_approvals_apply(&approvals, &document, arena);
    assert_int_equal(document.sections.items[0].approval.state, GP_APPROVED);
    assert_text(document.sections.items[0].approval.by, "b1");
    assert_text(document.sections.items[0].approval.on, "2026-11-02");
    assert_text(document.sections.items[0].approval.review_by, "2027-11-02");
    assert_int_equal(document.sections.items[1].approval.state, GP_LAPSED);
    assert_text(document.sections.items[1].approval.by, "b2");
    assert_text(document.sections.items[1].text, "text of a");
}

static void without_approvals_nothing_is_approved(void **state)
{
    gp_document document = article(*state, "own", "a");
    gp_approval_list none = {NULL, 0, 0};

    gp_approvals_apply(NULL, &document, *state);
    gp_approvals_apply(&none, &document, *state);
    assert_int_equal(document.sections.items[0].approval.state, GP_UNAPPROVED);
    assert_int_equal(gp_approvals_serve(&none, *state, &document), GP_OK);
    assert_text(document.sections.items[0].text, "own");
}

static void a_lapsed_section_is_served_as_it_was_approved(void **state)
{
    gp_arena *arena = *state;
    gp_problem_list problems;
    gp_document document = article(arena, "own", "new text");
    gp_section *section = &document.sections.items[1];
    gp_approval_list approvals = read_lines(
        arena, line_for(arena, "s#a", "A\nold <text>\n- item", "old <text>\\n- item", "b"),
        &problems);

    gp_approvals_apply(&approvals, &document, arena);
    assert_int_equal(section->approval.state, GP_LAPSED);
    assert_int_equal(gp_approvals_serve(&approvals, arena, &document), GP_OK);
    assert_text(section->text, "old <text>\n- item");
    assert_text(section->html, "<p>old &lt;text&gt;</p>\n<p>- item</p>\n");
    assert_text(section->markdown, "## A\n\nold <text>\n\n- item\n");
    assert_text(section->id, "s#a");
    assert_int_equal(section->approval.state, GP_APPROVED);
    assert_text(document.sections.items[0].text, "own");
}

static void a_stored_text_may_begin_with_its_heading(void **state)
{
    gp_arena *arena = *state;
    gp_problem_list problems;
    gp_document document = article(arena, "own", "new text");
    gp_approval_list approvals = read_lines(
        arena, line_for(arena, "s#a", "Old heading\nold text", "Old heading\\nold text", "b"),
        &problems);

    gp_approvals_apply(&approvals, &document, arena);
    assert_int_equal(gp_approvals_serve(&approvals, arena, &document), GP_OK);
    assert_text(document.sections.items[1].heading, "Old heading");
    assert_text(document.sections.items[1].text, "old text");
    assert_text(document.sections.items[1].anchor, "a");
    assert_int_equal(document.sections.items[1].approval.state, GP_APPROVED);
}

static void a_stored_text_that_has_not_its_hash_stays_lapsed(void **state)
{
    gp_arena *arena = *state;
    gp_problem_list problems;
    gp_document document = article(arena, "own", "new text");
    gp_approval_list approvals =
        read_lines(arena, line_for(arena, "s#a", "something else", "old text", "b"), &problems);

    gp_approvals_apply(&approvals, &document, arena);
    assert_int_equal(gp_approvals_serve(&approvals, arena, &document), GP_OK);
    assert_int_equal(document.sections.items[1].approval.state, GP_LAPSED);
}

static void assert_due(gp_approval_state state, const char *on, const char *until, const char *own,
                       const char *due)
{
    gp_section section = {.review_by = gp_str_of(own),
                          .approval = {state, GP_STR("Ann"), gp_str_of(on), gp_str_of(until)}};

    assert_text(gp_section_due(&section), due);
    if (state == GP_APPROVED)
        assert_text(gp_section_approval(&section).review_by, due);
}

static void a_review_is_due_on_the_earlier_day_unless_the_approval_was_that_review(void **state)
{
    (void)state;
    assert_due(GP_UNAPPROVED, "", "", "", "");
    assert_due(GP_UNAPPROVED, "", "", "2026-05-01", "2026-05-01");
    assert_due(GP_LAPSED, "2026-01-01", "2026-02-01", "2026-05-01", "2026-05-01");
    assert_due(GP_LAPSED, "2026-01-01", "2026-02-01", "", "");
    assert_due(GP_APPROVED, "2026-01-01", "", "2026-05-01", "2026-05-01");
    assert_due(GP_APPROVED, "2026-01-01", "2027-01-01", "2026-05-01", "2026-05-01");
    assert_due(GP_APPROVED, "2026-01-01", "2026-03-01", "2026-05-01", "2026-03-01");
    assert_due(GP_APPROVED, "2026-05-01", "2027-01-01", "2026-05-01", "2027-01-01");
    assert_due(GP_APPROVED, "2026-06-01", "", "2026-05-01", "");
    assert_due(GP_APPROVED, "2026-01-01", "2027-01-01", "", "2027-01-01");
}

/* Of one section: a line with a text of `size` bytes. */
static gp_str long_line(gp_arena *arena, size_t size)
{
    char *text = gp_arena_alloc(arena, size + 1);

    assert_non_null(text);
    memset(text, 'x', size);
    return line_for(arena, "s#a", text, text, "Long");
}

static void a_line_of_two_mebibytes_counts_and_a_longer_one_does_not(void **state)
{
    gp_arena *arena = *state;
    gp_problem_list problems;
    size_t rest = long_line(arena, 0).size - 1; /* without the line end */
    gp_arena many;

    gp_arena_init(&many, 32 << 20);
    assert_int_equal(
        read_lines(&many, long_line(&many, GP_APPROVAL_LINE_MAX - rest), &problems).count, 1);
    assert_int_equal(problems.count, 0);
    assert_int_equal(
        read_lines(&many, long_line(&many, GP_APPROVAL_LINE_MAX - rest + 1), &problems).count, 0);
    assert_int_equal(problems.count, 1);
    assert_non_null(strstr(problems.items[0].what.data, "longer than 2 MiB"));
    gp_arena_clear(&many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_two_mebibytes_counts_and_a_longer_one_does_not),
        cmocka_unit_test(a_review_is_due_on_the_earlier_day_unless_the_approval_was_that_review),
        cmocka_unit_test(a_line_that_is_no_approval_is_a_warning_and_counts_for_nothing),
        cmocka_unit_test(of_two_lines_for_one_section_the_last_counts),
        cmocka_unit_test(an_articles_approvals_are_those_of_its_sections_only),
        cmocka_unit_test(a_changed_text_lapses),
        cmocka_unit_test(without_approvals_nothing_is_approved),
        cmocka_unit_test(a_lapsed_section_is_served_as_it_was_approved),
        cmocka_unit_test(a_stored_text_may_begin_with_its_heading),
        cmocka_unit_test(a_stored_text_that_has_not_its_hash_stays_lapsed),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
