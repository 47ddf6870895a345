/* reader: which files are ours, what is refused whatever the format, plain text, drafts. */
#include "test.h"

#include "base/memory.h"
#include "reading.h"

#include <string.h>

static int set_up(void **state)
{
    static witness r;

    witness_init(&r);
    *state = &r;
    return 0;
}

static int tear_down(void **state)
{
    witness_clear(*state);
    return 0;
}

static void read_as(witness *r, const char *path, gp_str bytes)
{
    gp_reading reading = reading_of(r, path);

    r->problems.count = r->documents.count = 0;
    assert_int_equal(gp_reader_read(&reading, bytes), GP_OK);
}

static void assert_text(gp_str got, const char *wanted)
{
    if (!gp_str_equal(got, gp_str_of(wanted)))
        fail_msg("wanted '%s', got '%.*s'", wanted, GP_STR_ARGS(got));
}

static void refused(witness *r, const char *path, gp_str bytes, size_t line, const char *why)
{
    read_as(r, path, bytes);
    assert_int_equal(r->documents.count, 0);
    assert_int_equal(r->problems.count, 1);
    assert_true(r->problems.items[0].refused);
    assert_int_equal(r->problems.items[0].line, line);
    assert_text(r->problems.items[0].path, path);
    if (strstr(r->problems.items[0].what.data, why) == NULL)
        fail_msg("wanted '%s', got '%s'", why, r->problems.items[0].what.data);
}

static void only_files_of_our_formats_are_known(void **state)
{
    static const char *const ours[] = {"a.md",   "x/y.markdown", "notes.txt", "deep/er/data.jsonl",
                                       "a.html", "b.htm"};
    static const char *const others[] = {"README.md", "x/readme.MD",     "a.xhtml", "a.MD5", "md",
                                         "_draft.md", "x/_part.md",      ".a.md",   "",      "x/",
                                         "a.md.bak",  "approvals.jsonl", "a.json",  "a"};

    (void)state;
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
        assert_true(gp_reader_knows(gp_str_of(ours[i])));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (gp_reader_knows(gp_str_of(others[i])))
            fail_msg("%s is not ours", others[i]);
    }
    assert_true(gp_reader_wants_lines(GP_STR("x/a.jsonl")));
    assert_false(gp_reader_wants_lines(GP_STR("x/a.md")));
}

static void text_that_is_not_utf8_is_refused_with_its_line(void **state)
{
    refused(*state, "a.md", GP_STR("# A\n\ncaf\xE9\n"), 3, "not UTF-8");
    refused(*state, "a.txt", GP_STR("\xED\xA0\x80"), 1, "not UTF-8");
}

static void a_nul_byte_is_refused_with_its_line(void **state)
{
    refused(*state, "a.md", GP_STR("# A\nx\0y\n"), 2, "NUL");
    refused(*state, "a.txt", GP_STR("\0"), 1, "NUL");
}

static void more_than_1_mib_is_refused(void **state)
{
    witness *r = *state;
    gp_buf buf;

    gp_buf_init(&buf, 2 << 20);
    for (size_t i = 0; i < (1 << 20) / 64; i++)
        gp_buf_add_text(&buf, "sixty-three letters make a line of text with its own line end ..\n");
    gp_buf_truncate(&buf, 1 << 20);
    read_as(r, "a.md", gp_buf_str(&buf));
    assert_int_equal(r->documents.count, 1);
    gp_buf_add_byte(&buf, 'x');
    refused(r, "a.md", gp_buf_str(&buf), 0, "1 MiB");
    refused(r, "a.txt", gp_buf_str(&buf), 0, "1 MiB");
    gp_buf_clear(&buf);
}

static void broken_front_matter_is_refused_with_its_line(void **state)
{
    refused(*state, "a.md", GP_STR("---\ntitle: a\nkind: x\n---\n"), 3, "kind: wants guide");
    refused(*state, "a.md", GP_STR("---\ntitle: a\n"), 1, "no end");
}

static void a_name_that_gives_no_slug_is_refused(void **state)
{
    refused(*state, "!!!.md", GP_STR("# A\n"), 0, "slug");
    refused(*state, "!!!.txt", GP_STR("A\n"), 0, "slug");
}

static void an_empty_text_file_is_refused(void **state)
{
    refused(*state, "a.txt", GP_STR(""), 1, "empty");
    refused(*state, "a.txt", GP_STR("\n \r\n\n"), 1, "empty");
}

static void plain_text_has_its_title_in_the_first_line(void **state)
{
    witness *r = *state;
    const seen *item;

    read_as(r, "x/2026-01-02-Some_File.txt",
            GP_STR("\xEF\xBB\xBF\n  The title \r\n\r\none\r\ntwo <b>\r\n\r\n\r\nthree\r\n"));
    assert_int_equal(r->problems.count, 0);
    assert_int_equal(r->documents.count, 1);
    item = &r->documents.items[0];
    assert_text(item->document.title, "The title");
    assert_text(item->document.slug, "some_file");
    assert_text(item->first.text, "one two <b>\nthree");
    assert_text(item->first.html, "<p>one two &lt;b&gt;</p>\n<p>three</p>\n");
    assert_text(item->first.id, "some_file");
    read_as(r, "a.txt", GP_STR("only a title"));
    assert_int_equal(r->documents.items[0].first.text.size, 0);
}

static void markdown_comes_sealed_with_its_front_matter(void **state)
{
    witness *r = *state;

    read_as(r, "a.md", GP_STR("---\ntitle: T\nslug: t\n---\nhello\n\n## B\n\nworld\n"));
    assert_int_equal(r->problems.count, 0);
    assert_int_equal(r->documents.count, 1);
    assert_text(r->documents.items[0].document.slug, "t");
    assert_int_equal(r->documents.items[0].document.sections.count, 2);
    assert_text(r->documents.items[0].first.id, "t");
    assert_text(r->documents.items[0].first.text, "hello");
}

static void a_draft_comes_without_sections(void **state)
{
    witness *r = *state;

    read_as(r, "a.md", GP_STR("---\nstatus: draft\n---\nsecret\n"));
    assert_int_equal(r->documents.count, 1);
    assert_int_equal(r->documents.items[0].document.status, GP_DRAFT);
    assert_int_equal(r->documents.items[0].document.sections.count, 0);
    read_as(r, "a.md", GP_STR("---\nstatus: archived\n---\nold\n"));
    assert_int_equal(r->documents.items[0].document.status, GP_ARCHIVED);
}

static void warnings_outlive_their_document(void **state)
{
    witness *r = *state;

    read_as(r, "a.md", GP_STR("---\nsections:\n  gone:\n    owner: x\n---\n# A\n"));
    assert_int_equal(r->documents.count, 1);
    assert_int_equal(r->problems.count, 1);
    assert_int_equal(r->problems.items[0].line, 3);
    assert_false(r->problems.items[0].refused);
}

static void what_the_callback_says_is_returned(void **state)
{
    witness *r = *state;
    gp_reading reading = reading_of(r, "a.md");

    r->answer = GP_BUSY;
    assert_int_equal(gp_reader_read(&reading, GP_STR("# A\n")), GP_BUSY);
}

static void any_failed_allocation_is_said_and_leaks_nothing(void **state)
{
    static const char *const paths[] = {"a.md", "a.txt"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        gp_status status = GP_NO_MEMORY;
        for (unsigned long n = 1; status == GP_NO_MEMORY && n < 5000; n++) {
            witness r;
            gp_reading reading;
            witness_init(&r);
            reading = reading_of(&r, paths[i]);
            gp_memory_fail_at(n, 1);
            status =
                gp_reader_read(&reading, GP_STR("---\ntitle: t\nsections: {b: {owner: o}}\n---\n"
                                                "a [x](y)\n\n## B\n\n| a |\n|---|\n| b |\n"));
            gp_memory_fail_at(0, 0);
            assert_true(status == GP_NO_MEMORY || r.documents.count == 1);
            witness_clear(&r);
        }
        assert_int_equal(status, GP_OK);
    }
}

static void one_failed_allocation_loses_no_article(void **state)
{
    gp_status status = GP_NO_MEMORY;
    unsigned long tried = 0;

    (void)state;
    for (unsigned long n = 1; n <= tried + 1; n++) {
        witness r;
        gp_reading reading;
        witness_init(&r);
        reading = reading_of(&r, "a.md");
        gp_memory_fail_at(n, 0);
        status = gp_reader_read(&reading, GP_STR("---\ntitle: t\n---\na\n\n## B\n\nb\n"));
        tried = gp_memory_count();
        gp_memory_fail_at(0, 0);
        assert_true(status == GP_NO_MEMORY || (status == GP_OK && r.documents.count == 1));
        witness_clear(&r);
    }
    assert_int_equal(status, GP_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_files_of_our_formats_are_known),
        cmocka_unit_test_setup_teardown(text_that_is_not_utf8_is_refused_with_its_line, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_nul_byte_is_refused_with_its_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(more_than_1_mib_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(broken_front_matter_is_refused_with_its_line, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_name_that_gives_no_slug_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_text_file_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plain_text_has_its_title_in_the_first_line, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(markdown_comes_sealed_with_its_front_matter, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_draft_comes_without_sections, set_up, tear_down),
        cmocka_unit_test_setup_teardown(warnings_outlive_their_document, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_the_callback_says_is_returned, set_up, tear_down),
        cmocka_unit_test(any_failed_allocation_is_said_and_leaks_nothing),
        cmocka_unit_test(one_failed_allocation_loses_no_article),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
