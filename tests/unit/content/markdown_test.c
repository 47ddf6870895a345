/* The Markdown reader: refusals, limits, hostile shapes against the clock, faults, notices, and the
 * parts below it (document, problem, citation). What articles become is in tests/golden. */
#include "test.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/memory.h"
#include "content/citation.h"
#include "content/link.h"
#include "content/markdown.h"
#include "content/table.h"

#include <stdlib.h>
#include <string.h>

enum {
    ARENA_LIMIT = 64 << 20,
    FILE_MAX = 1 << 20,
#ifdef GP_SANITIZE
    PATIENCE_MS = 20000
#else
    PATIENCE_MS = 3000
#endif
};

typedef struct fixture {
    gp_arena arena;
    gp_document document;
    gp_problem_list problems;
    gp_error error;
} fixture;

static gp_status read_source(fixture *f, gp_str source)
{
    *f = (fixture){.error = {.status = GP_OK}};
    gp_arena_init(&f->arena, ARENA_LIMIT);
    f->document.path = GP_STR("posts/article.md");
    f->document.slug = GP_STR("article");
    return gp_markdown_read(source, 1, &f->arena, &f->document, &f->problems, &f->error);
}

static void assert_read(fixture *f, const char *source)
{
    gp_status status = read_source(f, gp_str_of(source));

    if (status != GP_OK)
        print_message("%s\n", f->error.text);
    assert_int_equal(status, GP_OK);
}

static void assert_refused(gp_str source, const char *error)
{
    fixture f;
    gp_status status = read_source(&f, source);

    if (status != GP_INVALID)
        fail_msg("%s, but expected: %s", gp_status_name(status), error);
    assert_int_equal(f.error.status, GP_INVALID);
    assert_string_equal(f.error.text, error);
    gp_arena_clear(&f.arena);
}

static void assert_text(gp_str found, const char *expected)
{
    char copy[4096] = "";

    assert_true(found.size < sizeof copy);
    if (found.size > 0)
        memcpy(copy, found.data, found.size);
    assert_string_equal(copy, expected);
}

static const gp_section *section(const fixture *f, size_t index)
{
    assert_true(index < f->document.sections.count);
    return &f->document.sections.items[index];
}

/* `before`, then as many times `unit` as fit into `size` bytes, then `behind`. */
static gp_str repeat(gp_buf *buf, const char *before, const char *unit, const char *behind,
                     size_t size)
{
    gp_buf_init(buf, 2 * FILE_MAX);
    gp_buf_add_text(buf, before);
    while (buf->size + strlen(unit) + strlen(behind) <= size)
        gp_buf_add_text(buf, unit);
    gp_buf_add_text(buf, behind);
    assert_int_equal(buf->status, GP_OK);
    return gp_buf_str(buf);
}

static void assert_repeat_refused(const char *before, const char *unit, size_t size,
                                  const char *error)
{
    gp_buf buf;

    assert_refused(repeat(&buf, before, unit, "", size), error);
    gp_buf_clear(&buf);
}

/* ---- limits --------------------------------------------------------------------------------- */

static void a_line_over_64_kib_is_refused_by_its_number(void **state)
{
    fixture f;
    gp_buf buf;

    (void)state;
    assert_repeat_refused("# T\n\n", "x", 64 * 1024 + 6, "line 3: longer than 64 KiB; wrap it");
    assert_int_equal(read_source(&f, repeat(&buf, "", "x", "\n", 64 * 1024 + 1)), GP_OK);
    gp_buf_clear(&buf);
    gp_arena_clear(&f.arena);
}

static void nesting_over_64_is_refused_by_its_line(void **state)
{
    gp_buf buf;
    fixture f;

    (void)state;
    assert_repeat_refused("x\n\n", "> ", 3 + 2 * 65, "line 3: nested deeper than 64");
    assert_repeat_refused("x\n\n", ">", 100000, "line 3: longer than 64 KiB; wrap it");
    assert_repeat_refused("x\n\n", ">", 60000, "line 3: nested deeper than 64");
    assert_repeat_refused("x\n\n", "+ ", 60000, "line 3: nested deeper than 64");
    assert_repeat_refused("x\n\n", "1. ", 60000, "line 3: nested deeper than 64");
    gp_buf_init(&buf, FILE_MAX);
    for (int i = 0; i < 40; i++)
        gp_buf_add_text(&buf, "*a **b ");
    for (int i = 0; i < 40; i++)
        gp_buf_add_text(&buf, "b** a*");
    assert_refused(gp_buf_str(&buf), "line 1: nested deeper than 64");
    gp_buf_clear(&buf);
    assert_int_equal(read_source(&f, repeat(&buf, "", "> ", "x", 2 * 60 + 1)), GP_OK);
    gp_buf_clear(&buf);
    gp_arena_clear(&f.arena);
}

static void rules_and_code_are_not_nesting(void **state)
{
    gp_buf buf;
    fixture f;

    (void)state;
    assert_int_equal(read_source(&f, repeat(&buf, "```\n", ">", "\n```\n", 200)), GP_OK);
    gp_buf_clear(&buf);
    gp_arena_clear(&f.arena);
    assert_int_equal(read_source(&f, repeat(&buf, "", "- ", "", 5000)), GP_OK);
    assert_text(section(&f, 0)->html, "<hr>\n");
    gp_buf_clear(&buf);
    gp_arena_clear(&f.arena);
}

static void each_count_has_its_limit(void **state)
{
    gp_buf buf;

    (void)state;
    assert_repeat_refused("", "# a\n", 4 * 4098,
                          "line 4098: more than 4096 headings; split the file");
    assert_repeat_refused("", "|a\n|-\n\n", 7 * 1001,
                          "line 3001: more than 1000 tables; split the file");
    assert_repeat_refused("|a|b\n|-|-\n", "|\n", 11 + 2 * 25000,
                          "line 1: more than 50000 table cells; split the file");
    assert_repeat_refused("", "*a*b", 60000 * 8, "line 1: longer than 64 KiB; wrap it");
    assert_repeat_refused("", "*a*b*c*d*e*f\n", 600000,
                          "line 15000: more than 150000 pieces of markup; split the file");
    assert_repeat_refused("x\n", "![a](b.png)\n", 2 + 12 * 257,
                          "line 258: more than 256 images in one paragraph; leave a line blank "
                          "between them");
    assert_repeat_refused("a[^x]\n\n", "[^x]: y\n", 7 + 8 * 501,
                          "line 503: more than 500 sources, or a source over 8192 bytes");
    assert_repeat_refused("a\n\n[^x]: ", "word\n", 9000,
                          "line 3: more than 500 sources, or a source over 8192 bytes");
    assert_refused(repeat(&buf, "## A\n\n[^1]: x y\n\n", "[^1][^1][^1][^1][^1][^1][^1][^1][^1]\n",
                          "", FILE_MAX),
                   "line 1: the section grows too large as a page; split the file");
    gp_buf_clear(&buf);
}

static void a_table_of_65_columns_is_words(void **state)
{
    static const struct {
        size_t columns;
        const char *begins;
    } cases[] = {{65, "<p>"}, {64, "<div class=\"table\""}};
    gp_buf buf;
    fixture f;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gp_buf_init(&buf, FILE_MAX);
        for (size_t c = 0; c < cases[i].columns; c++)
            gp_buf_add_text(&buf, "|a");
        gp_buf_add_text(&buf, "\n");
        for (size_t c = 0; c < cases[i].columns; c++)
            gp_buf_add_text(&buf, "|-");
        assert_int_equal(read_source(&f, gp_buf_str(&buf)), GP_OK);
        assert_true(gp_str_starts(section(&f, 0)->html, gp_str_of(cases[i].begins)));
        gp_buf_clear(&buf);
        gp_arena_clear(&f.arena);
    }
}

static void warnings_and_images_are_counted_to_a_limit(void **state)
{
    gp_buf buf;
    fixture f;

    (void)state;
    assert_int_equal(read_source(&f, repeat(&buf, "", "[^x] ", "", 5000)), GP_OK);
    assert_int_equal(f.problems.count, 100);
    gp_buf_clear(&buf);
    gp_arena_clear(&f.arena);
    gp_buf_init(&buf, FILE_MAX);
    for (int i = 0; i < 300; i++)
        gp_buf_printf(&buf, "![a](%d.png)\n\n", i);
    assert_int_equal(read_source(&f, gp_buf_str(&buf)), GP_OK);
    assert_int_equal(f.document.attachments.count, 256);
    assert_int_equal(f.problems.count, 300 - 256);
    gp_buf_clear(&buf);
    gp_arena_clear(&f.arena);
}

/* ---- hostile shapes ------------------------------------------------------------------------- */

/* One of these took cmark 140 s; each must be read or refused at once, within the arena. */
static void a_mebibyte_of_anything_ends_soon(void **state)
{
    static const struct {
        const char *before, *unit, *behind;
    } cases[] = {
        {"", "![[]()", ""},
        {"", "[", ""},
        {"", "![[]()\n", ""},
        {"", "[\n", ""},
        {"", "*a _\n", ""},
        {"", "**a *b ", ""},
        {"", "`", ""},
        {"", "`a``b\n", ""},
        {"", "|", ""},
        {"", "|\n", ""},
        {"", "a|b\n-|-\n", ""},
        {"", "> ", ""},
        {"", "- ", "\n"},
        {"", "- a\n", ""},
        {"", "[a](<b\n", ""},
        {"", "a <!--\n", ""},
        {"", "[^1]\n", ""},
        {"", "[^a]: x\n", ""},
        {"", "[a]: b\n", ""},
        {"", "# a\n", ""},
        {"", "\n", ""},
        {"", "&amp;\n", ""},
        {"", "\\[^\n", ""},
        {"", "\"'<>&\n", ""},
        {"", "[^x]\n", ""},
        {"", "<b>\n", ""},
        {"", "a\n=\n", ""},
        {"- - - - - - - - - - - - - - - - - - - - - - - - - a\n", "\n", ""},
        {"[^1]: x\n\n", "a[^1]\n\n", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture f;
        gp_buf buf;
        gp_str source = repeat(&buf, cases[i].before, cases[i].unit, cases[i].behind, FILE_MAX);
        uint64_t start = gp_clock_us();
        gp_status status = read_source(&f, source);
        uint64_t took_ms = (gp_clock_us() - start) / 1000;
        if (took_ms > PATIENCE_MS || (status != GP_OK && status != GP_INVALID))
            fail_msg("\"%s\": %s in %lu ms: %s", cases[i].unit, gp_status_name(status),
                     (unsigned long)took_ms, f.error.text);
        gp_arena_clear(&f.arena);
        gp_buf_clear(&buf);
    }
}

static void no_memory_is_said_whichever_allocation_fails(void **state)
{
    static const char source[] =
        "# T\n\nWords[^1] and `code` ![alt](a.png).\n\n## A {#a}\n\n"
        "| a | [b](c.md) |\n|---|---|\n| 1 | \\[x |\n\n- [ ] item\n\n"
        "> [!NOTE]\n> n\n\n[^1]: Source <https://x.example>.\n\n## A\n[^u]\n\n"
        "{{< y >}} {{ z }}\n\n## B\n{: #b}\n\n{% highlight c %}\nd\n{% endhighlight %}\n\n!!! e\n  "
        "  f";
    bool done = false;

    (void)state;
    for (unsigned long nth = 1; !done; nth++) {
        fixture f;
        gp_status status;
        gp_memory_fail_at(nth, 0);
        status = read_source(&f, gp_str_of(source));
        done = gp_memory_count() < nth;
        gp_memory_fail_at(0, 0);
        assert_int_equal(status, done ? GP_OK : GP_NO_MEMORY);
        if (!done)
            assert_int_equal(f.error.status, GP_NO_MEMORY);
        gp_arena_clear(&f.arena);
        assert_true(nth < 100000);
    }
}

static void a_small_arena_is_no_memory(void **state)
{
    gp_document document = {.path = GP_STR("a.md"), .slug = GP_STR("a")};
    gp_problem_list problems = {NULL, 0, 0};
    gp_error error;
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, 1000);
    assert_int_equal(
        gp_markdown_read(GP_STR("# A\n\ntext\n\n## B\n"), 1, &arena, &document, &problems, &error),
        GP_NO_MEMORY);
    gp_arena_clear(&arena);
}

/* ---- sections ------------------------------------------------------------------------------- */

static void lines_count_from_the_line_given(void **state)
{
    gp_document document = {.path = GP_STR("a.md"), .slug = GP_STR("a"), .title = GP_STR("T")};
    gp_problem_list problems = {NULL, 0, 0};
    gp_error error;
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, ARENA_LIMIT);
    assert_int_equal(gp_markdown_read(GP_STR("Intro.\n\n## B\n\n[x](y:z)\n"), 11, &arena, &document,
                                      &problems, &error),
                     GP_OK);
    assert_int_equal(document.sections.count, 2);
    assert_int_equal(document.sections.items[0].line, 11);
    assert_int_equal(document.sections.items[1].line, 13);
    assert_int_equal(problems.count, 1);
    assert_int_equal(problems.items[0].line, 15);
    assert_false(problems.items[0].refused);
    assert_text(problems.items[0].path, "a.md");
    gp_arena_clear(&arena);
}

static void an_empty_own_section_stays_for_its_questions(void **state)
{
    gp_str question = GP_STR("how long?");
    gp_document document = {.path = GP_STR("a.md"), .slug = GP_STR("a"), .title = GP_STR("T")};
    gp_problem_list problems = {NULL, 0, 0};
    gp_error error;
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, ARENA_LIMIT);
    assert_true(gp_str_list_add(&arena, &document.questions, question));
    assert_int_equal(gp_markdown_read(GP_STR("## B\n"), 1, &arena, &document, &problems, &error),
                     GP_OK);
    assert_int_equal(document.sections.count, 2);
    assert_int_equal(document.sections.items[0].level, 1);
    assert_int_equal(document.sections.items[0].anchor.size, 0);
    gp_arena_clear(&arena);
}

static void source_lines_of_the_sections_are_the_file(void **state)
{
    static const char source[] = "Intro.\r\n\n## A\n\ntext[^1]\n[^1]: x\n\n### B\n\n\n";
    fixture f;
    size_t at = 0;

    (void)state;
    assert_read(&f, source);
    assert_int_equal(f.document.sections.count, 3);
    for (size_t i = 0; i < f.document.sections.count; i++) {
        gp_str markdown = section(&f, i)->markdown;
        assert_true(at + markdown.size <= strlen(source));
        assert_memory_equal(markdown.data, source + at, markdown.size);
        at += markdown.size;
    }
    assert_int_equal(at, strlen(source));
    gp_arena_clear(&f.arena);
}

static void control_characters_never_reach_text_or_html(void **state)
{
    fixture f;

    (void)state;
    assert_read(&f, "a\x01\x02[^1]\x7F b &#1; `c\x03` \xC2\x85\n\n    d\x04\n\n| \x01x |\n|---|\n");
    assert_text(section(&f, 0)->text, "a[[^1] b  c \nd\nx");
    gp_arena_clear(&f.arena);
}

/* ---- notices -------------------------------------------------------------------------------- */

static void assert_html(const char *markdown, const char *expected)
{
    gp_arena arena;
    gp_error error;
    gp_str html;

    gp_arena_init(&arena, ARENA_LIMIT);
    assert_int_equal(gp_markdown_html(gp_str_of(markdown), &arena, &html, &error), GP_OK);
    assert_text(html, expected);
    gp_arena_clear(&arena);
}

static void a_notice_is_sanitised_html(void **state)
{
    (void)state;
    assert_html("", "");
    assert_html("Call **[988](tel:988)** or [text](sms:988).",
                "<p>Call <strong><a href=\"tel:988\">988</a></strong> or <a "
                "href=\"sms:988\">text</a>.</p>\n");
    assert_html("# H\n<b>x</b> [j](javascript:x) ![alt](a.png) [^1]",
                "<p><strong>H</strong></p>\n<p>x j alt [^1]</p>\n");
    assert_html("[^1]: x y", "<p>[^1]: x y</p>\n");
    assert_html("a|b\n-|-",
                "<div class=\"table\" tabindex=\"0\" role=\"region\" "
                "aria-label=\"Table\"><table>\n<thead>\n<tr><th scope=\"col\">a</th><th "
                "scope=\"col\">b</th></tr>\n</thead>\n</table></div>\n");
}

static void a_notice_that_is_refused_says_why(void **state)
{
    gp_arena arena;
    gp_error error;
    gp_str html = GP_STR("old");
    gp_buf buf;

    (void)state;
    gp_arena_init(&arena, ARENA_LIMIT);
    assert_int_equal(gp_markdown_html(repeat(&buf, "", "> ", "", 400), &arena, &html, &error),
                     GP_INVALID);
    assert_string_equal(error.text, "line 1: nested deeper than 64");
    assert_int_equal(html.size, 0);
    gp_buf_clear(&buf);
    gp_memory_fail_at(1, 1);
    assert_int_equal(gp_markdown_html(GP_STR("x"), &arena, &html, &error), GP_NO_MEMORY);
    gp_memory_fail_at(0, 0);
    gp_arena_clear(&arena);
}

/* ---- links, citations, documents, problems -------------------------------------------------- */

static void links_that_run_or_leave_unseen_are_refused(void **state)
{
    static const char *const refused[] = {"",
                                          "javascript:x",
                                          " javascript:x",
                                          "//host",
                                          "/\\host",
                                          "data:x",
                                          "http:",
                                          "https://",
                                          "mailto:",
                                          "http:/x",
                                          "ftp://x",
                                          "a b",
                                          "\x01",
                                          "x.pdf",
                                          "x:y.md",
                                          "\thttps://x",
                                          "https://x\n",
                                          "tel:",
                                          "vbscript:x.md",

                                          "/a\\b",
                                          "https:/x/y.md",
                                          "../%3F.md",
                                          "%2e%2e.md"};
    gp_arena arena;
    gp_str target;
    char longest[2100];

    (void)state;
    gp_arena_init(&arena, ARENA_LIMIT);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if (gp_link_check(gp_str_of(refused[i]), &arena, &target) != GP_LINK_REFUSED)
            fail_msg("\"%s\" is let through", refused[i]);
    }
    memset(longest, 'a', sizeof longest);
    memcpy(longest, "https://", 8);
    assert_int_equal(gp_link_check((gp_str){longest, 2049}, &arena, &target), GP_LINK_REFUSED);
    assert_int_equal(gp_link_check((gp_str){longest, 2048}, &arena, &target), GP_LINK_OUTSIDE);
    gp_arena_clear(&arena);
}

static void citations_are_found_outside_of_words_that_only_look_alike(void **state)
{
    static const char *const none[] = {"",       "[^",  "[^]", "[^ a]", "[^a",
                                       "[^a b]", "[a]", "^a]", "[^a[b]"};
    char longest[100] = "[^";
    size_t start, end;
    gp_str label;

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_false(gp_citation_next(gp_str_of(none[i]), 0, &start, &end, &label));
    memset(longest + 2, 'a', 63);
    longest[65] = ']';
    assert_false(gp_citation_next(gp_str_of(longest), 0, &start, &end, &label));
    longest[64] = ']';
    assert_true(gp_citation_next(gp_str_of(longest), 0, &start, &end, &label));
    assert_int_equal(label.size, 62);
    assert_true(gp_citation_next(GP_STR("a[^[^b]c"), 0, &start, &end, &label));
    assert_int_equal(start, 3);
    assert_int_equal(end, 7);
    assert_text(label, "b");
}

static void a_sealed_section_is_bound_to_its_words(void **state)
{
    gp_section sections[2] = {{.heading = GP_STR("H"), .anchor = GP_STR("h"), .text = GP_STR("t")},
                              {.text = GP_STR("t")}};
    gp_document document = {.slug = GP_STR("s"), .sections = {sections, 2, 2}};
    gp_error error;
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, ARENA_LIMIT);
    assert_int_equal(gp_document_seal(&document, &arena, &error), GP_OK);
    assert_text(sections[0].id, "s#h");
    assert_text(sections[1].id, "s");
    /* printf 'H\nt' | sha256sum; printf '\nt' | sha256sum */
    assert_text(gp_section_sha256(&sections[0], &arena),
                "545d5df8c77e59c98daa93d975f2262dbd6d048375841fc01546173a081c7cce");
    assert_text(gp_section_sha256(&sections[1], &arena),
                "7aefdb613d76fbf9a5139e2dc6e35ede04ef8ca5f8502d639232266075106d5f");
    gp_memory_fail_at(1, 1);
    assert_null(gp_section_sha256(&sections[0], &arena).data);
    gp_memory_fail_at(1, 1);
    assert_int_equal(gp_document_seal(&document, &arena, &error), GP_NO_MEMORY);
    gp_memory_fail_at(0, 0);
    assert_int_equal(error.status, GP_NO_MEMORY);
    gp_arena_clear(&arena);
}

static void names_of_kinds_are_those_of_the_contract(void **state)
{
    gp_kind kind = GP_POST;

    (void)state;
    assert_false(gp_kind_parse(GP_STR("Guide"), &kind));
    assert_false(gp_kind_parse(GP_STR(""), &kind));
    assert_int_equal(kind, GP_POST);
    assert_true(gp_kind_parse(GP_STR("faq"), &kind));
    assert_int_equal(kind, GP_FAQ);
    assert_string_equal(gp_kind_name(GP_GUIDE), "guide");
    assert_string_equal(gp_kind_name(GP_PAGE), "page");
    assert_string_equal(gp_audience_name(GP_STAFF), "staff");
    assert_string_equal(gp_audience_name(GP_PUBLIC), "public");
    assert_string_equal(gp_approval_name(GP_UNAPPROVED), "none");
    assert_string_equal(gp_approval_name(GP_APPROVED), "approved");
    assert_string_equal(gp_approval_name(GP_LAPSED), "lapsed");
}

static void a_long_problem_is_cut_between_characters(void **state)
{
    gp_problem_list problems = {NULL, 0, 0};
    gp_arena arena;
    char text[400];

    (void)state;
    gp_arena_init(&arena, ARENA_LIMIT);
    for (size_t i = 0; i + 1 < sizeof text; i += 2)
        memcpy(text + i, "\xC3\xA9", 2);
    text[sizeof text - 2] = '\0';
    assert_true(gp_problem_add(&arena, &problems, GP_STR("p"), 7, true, "%s", text));
    assert_int_equal(problems.items[0].what.size, GP_ERROR_SIZE - 2);
    assert_true(problems.items[0].refused);
    assert_int_equal(problems.items[0].line, 7);
    gp_arena_clear(&arena);
    problems = (gp_problem_list){NULL, 0, 0};
    gp_memory_fail_at(1, 1);
    assert_false(gp_problem_add(&arena, &problems, GP_STR("p"), 7, true, "x"));
    gp_memory_fail_at(0, 0);
    gp_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_over_64_kib_is_refused_by_its_number),
        cmocka_unit_test(nesting_over_64_is_refused_by_its_line),
        cmocka_unit_test(rules_and_code_are_not_nesting),
        cmocka_unit_test(each_count_has_its_limit),
        cmocka_unit_test(a_table_of_65_columns_is_words),
        cmocka_unit_test(warnings_and_images_are_counted_to_a_limit),
        cmocka_unit_test(a_mebibyte_of_anything_ends_soon),
        cmocka_unit_test(no_memory_is_said_whichever_allocation_fails),
        cmocka_unit_test(a_small_arena_is_no_memory),
        cmocka_unit_test(lines_count_from_the_line_given),
        cmocka_unit_test(an_empty_own_section_stays_for_its_questions),
        cmocka_unit_test(source_lines_of_the_sections_are_the_file),
        cmocka_unit_test(control_characters_never_reach_text_or_html),
        cmocka_unit_test(a_notice_is_sanitised_html),
        cmocka_unit_test(a_notice_that_is_refused_says_why),
        cmocka_unit_test(links_that_run_or_leave_unseen_are_refused),
        cmocka_unit_test(citations_are_found_outside_of_words_that_only_look_alike),
        cmocka_unit_test(a_sealed_section_is_bound_to_its_words),
        cmocka_unit_test(names_of_kinds_are_those_of_the_contract),
        cmocka_unit_test(a_long_problem_is_cut_between_characters),
    };
    if (gp_hash_init() != GP_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
