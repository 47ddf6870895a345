/* jsonl: a section a line, a refusal a line, a window that any file passes through. */
#include "test.h"

#include "base/memory.h"
#include "reading.h"

#include <stdio.h>
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

static void read_text(witness *r, gp_str bytes)
{
    gp_reading reading = reading_of(r, "a.jsonl");

    r->problems.count = r->documents.count = 0;
    assert_int_equal(gp_reader_read(&reading, bytes), GP_OK);
}

static void assert_text(gp_str got, const char *wanted)
{
    if (!gp_str_equal(got, gp_str_of(wanted)))
        fail_msg("wanted '%s', got '%.*s'", wanted, GP_STR_ARGS(got));
}

static void a_bad_line_is_refused_by_number_and_the_others_are_read(void **state)
{
    static const char *const lines[] = {
        "{\"id\": \"a\", \"text\": \"x\"",
        "not json",
        "[1]",
        "{\"title\": \"no id\"}",
        "{\"id\": \"\", \"text\": \"x\"}",
        "{\"id\": true, \"text\": \"x\"}",
        "{\"id\": \"a\"}",
        "{\"id\": \"a\", \"text\": 1}",
        "{\"id\": \"a\", \"id\": \"b\", \"text\": \"x\"}",
        "{\"id\": \"a\", \"text\": \"\xFF\"}",
        "{\"id\": \"a\", \"text\": \"x\", \"url\": \"//x.org\"}",
        "{\"id\": \"a\", \"text\": \"x\", \"url\": \"javascript:1\"}",
        "{\"id\": \"a\", \"text\": \"x\"} tail"};

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        witness *r = *state;
        char text[400];
        (void)snprintf(text, sizeof text,
                       "{\"id\":\"1\",\"text\":\"x\"}\n%s\n{\"id\":2,\"text\":\"y\"}", lines[i]);
        read_text(r, gp_str_of(text));
        if (r->documents.count != 2 || r->problems.count != 1)
            fail_msg("%s: %zu documents, %zu problems", lines[i], r->documents.count,
                     r->problems.count);
        assert_int_equal(r->problems.items[0].line, 2);
        assert_true(r->problems.items[0].refused);
        assert_text(r->problems.items[0].path, "a.jsonl");
        assert_int_equal(r->documents.items[1].first.line, 3);
    }
}

static void each_line_is_one_section_with_its_id(void **state)
{
    witness *r = *state;
    const seen *item;

    read_text(
        r, GP_STR("\xEF\xBB\xBF{\"_id\": \"doc/1 #?&\", \"title\": \"T <b>\", \"text\": "
                  "\"one\\n\\ntwo & three\\u0007\", \"url\": \"https://x.org/1\", "
                  "\"tags\": [\"t\", 3, \"\"], \"more\": {}}\r\n\n{\"id\":7,\"title\":\"t\"}\n"));
    assert_int_equal(r->problems.count, 0);
    assert_int_equal(r->documents.count, 2);
    item = &r->documents.items[0];
    assert_text(item->document.slug, "doc/1 #?&");
    assert_text(item->first.id, "doc/1 #?&");
    assert_text(item->document.title, "T <b>");
    assert_text(item->document.owner, "t");
    assert_int_equal(item->document.sections.count, 1);
    assert_text(item->first.text, "one\n\ntwo & three");
    assert_text(item->first.html, "<p>one</p>\n<p>two &amp; three</p>\n");
    assert_text(item->first.url, "https://x.org/1");
    assert_int_equal(item->first.line, 1);
    assert_text(r->documents.items[1].document.slug, "7");
    assert_int_equal(r->documents.items[1].first.line, 3);
}

#define LONG                                                                                       \
    "a string of more than sixty-four bytes, so that it is kept back from the JSON library ..."

/* Long strings are kept back from jansson, which must not show. */
static void long_strings_are_read_as_short_ones_are(void **state)
{
    static const struct {
        const char *line, *text; /* NULL: refused */
    } cases[] = {
        {"{\"id\":\"1\",\"text\":\"" LONG "\"}", LONG},
        {"{\"text\" : \" " LONG " \",\"id\":1,\"x\":[\"" LONG "\",{\"y\":\"" LONG "\"}]}", LONG},
        {"{\"id\":\"1\",\"text\":\"" LONG "\\n\\\"x\\\"\"}", LONG "\n\"x\""},
        {"{\"id\":\"1\",\"text\":\"" LONG "\\\\\"}", LONG "\\"},
        {"{\"id\":\"1\",\"text\":\"" LONG "\xC3\xA9\"}", LONG "\xC3\xA9"},
        {"{\"id\":\"1\",\"" LONG "\":\"" LONG "\",\"text\":\"x\"}", "x"},
        {"{\"id\":\"1\",\"text\":\"\\u0001a\",\"x\":\"" LONG "\"}", "a"},
        {"{\"id\":\"1\",\"text\":\"" LONG "\x7F\"}", LONG},
        {"{\"id\":\"1\",\"text\":\"" LONG "\x01\"}", NULL},
        {"{\"id\":\"1\",\"text\":\"" LONG "\t\"}", NULL},
        {"{\"id\":\"1\",\"text\":\"" LONG "\xFF\"}", NULL},
        {"{\"id\":\"1\",\"text\":\"" LONG, NULL},
        {"{\"id\":\"1\",\"text\":\"" LONG "\" \"" LONG "\"}", NULL},
        {"{\"id\":\"1\",\"" LONG "\":1,\"" LONG "\":2,\"text\":\"x\"}", NULL},
    };
    witness *r = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        read_text(r, gp_str_of(cases[i].line));
        if (r->documents.count != (cases[i].text != NULL))
            fail_msg("case %zu: %zu documents", i, r->documents.count);
        if (cases[i].text != NULL)
            assert_text(r->documents.items[0].first.text, cases[i].text);
    }
    read_text(r, GP_STR("{\"id\":\"1\",\"text\":\"" LONG "\" \"" LONG "\"}"));
    assert_null(memchr(r->problems.items[0].what.data, 1, r->problems.items[0].what.size));
}

/* Appends a line whose whole length is `size`. */
static void add_line(gp_buf *buf, const char *id, size_t size)
{
    size_t start = buf->size;

    gp_buf_printf(buf, "{\"id\":\"%s\",\"text\":\"", id);
    while (buf->size - start < size - 2)
        gp_buf_add_byte(buf, 'x');
    gp_buf_add_text(buf, "\"}\n");
}

static void a_line_of_64_kib_is_read_and_one_byte_more_refused(void **state)
{
    witness *r = *state;
    gp_buf buf;

    gp_buf_init(&buf, 8 << 20);
    add_line(&buf, "fits", 65536);
    add_line(&buf, "not", 65537);
    add_line(&buf, "next", 100);
    add_line(&buf, "far", 1 << 20);
    add_line(&buf, "last", 100);
    read_text(r, gp_buf_str(&buf));
    assert_int_equal(r->documents.count, 3);
    assert_text(r->documents.items[0].document.slug, "fits");
    assert_text(r->documents.items[1].document.slug, "next");
    assert_text(r->documents.items[2].document.slug, "last");
    assert_int_equal(r->documents.items[2].first.line, 5);
    assert_int_equal(r->problems.count, 2);
    assert_int_equal(r->problems.items[0].line, 2);
    assert_int_equal(r->problems.items[1].line, 4);
    assert_non_null(strstr(r->problems.items[0].what.data, "64 KiB"));
    gp_buf_truncate(&buf, buf.size - 103); /* a long line without an end */
    read_text(r, gp_buf_str(&buf));
    assert_int_equal(r->problems.count, 2);
    assert_int_equal(r->documents.count, 2);
    gp_buf_clear(&buf);
}

/* Gives one byte, then three, then seven ... of a text. */
typedef struct drip {
    gp_str rest;
    size_t count;
    gp_status end;
} drip;

static gp_status next_drop(void *context, char *bytes, size_t room, size_t *got)
{
    drip *from = context;
    size_t size = (from->count++ * 7) % 23 + 1;

    size = size < room ? size : room;
    size = size < from->rest.size ? size : from->rest.size;
    if (size == 0 && from->end != GP_OK)
        return from->end;
    if (size > 0)
        memcpy(bytes, from->rest.data, size);
    from->rest = gp_str_slice(from->rest, size, from->rest.size);
    *got = size;
    return GP_OK;
}

static void lines_come_out_the_same_however_the_bytes_arrive(void **state)
{
    witness *r = *state;
    gp_reading reading = reading_of(r, "a.jsonl");
    gp_buf buf;
    drip from = {.end = GP_OK};

    gp_buf_init(&buf, 1 << 20);
    for (int i = 0; i < 500; i++)
        gp_buf_printf(&buf, "{\"id\":\"n%d\",\"text\":\"caf\xC3\xA9 %d\"}\n", i, i);
    from.rest = gp_buf_str(&buf);
    assert_int_equal(gp_reader_read_lines(&reading, next_drop, &from), GP_OK);
    assert_int_equal(r->problems.count, 0);
    assert_int_equal(r->documents.count, 500);
    assert_text(r->documents.items[499].document.slug, "n499");
    assert_int_equal(r->documents.items[499].first.line, 500);
    gp_buf_clear(&buf);
}

static void what_the_source_or_the_callback_says_ends_the_reading(void **state)
{
    witness *r = *state;
    gp_reading reading = reading_of(r, "a.jsonl");
    drip from = {GP_STR("{\"id\":1,\"text\":\"x\"}\n{\"id\":2,\"text\":\"x\"}\n"), 0, GP_IO};

    assert_int_equal(gp_reader_read_lines(&reading, next_drop, &from), GP_IO);
    assert_int_equal(r->documents.count, 2);
    from = (drip){GP_STR("{\"id\":1,\"text\":\"x\"}\n{\"id\":2,\"text\":\"x\"}\n"), 0, GP_OK};
    r->documents.count = 0;
    r->answer = GP_CORRUPT;
    assert_int_equal(gp_reader_read_lines(&reading, next_drop, &from), GP_CORRUPT);
    assert_int_equal(r->documents.count, 1);
}

static void a_hundred_refusals_are_told_and_the_rest_counted(void **state)
{
    witness *r = *state;
    gp_buf buf;

    gp_buf_init(&buf, 1 << 20);
    for (int i = 0; i < 1234; i++)
        gp_buf_add_text(&buf, "bad\n");
    read_text(r, gp_buf_str(&buf));
    assert_int_equal(r->problems.count, 101);
    assert_non_null(strstr(r->problems.items[100].what.data, "1134 more"));
    assert_true(r->problems.items[100].refused);
    gp_buf_clear(&buf);
}

static void deep_nesting_is_refused_without_a_crash(void **state)
{
    witness *r = *state;
    gp_buf buf;

    gp_buf_init(&buf, 1 << 20);
    gp_buf_add_text(&buf, "{\"id\":\"a\",\"text\":");
    for (int i = 0; i < 30000; i++)
        gp_buf_add_byte(&buf, '[');
    read_text(r, gp_buf_str(&buf));
    assert_int_equal(r->documents.count, 0);
    assert_int_equal(r->problems.count, 1);
    gp_buf_clear(&buf);
}

static void any_failed_allocation_is_said_and_leaks_nothing(void **state)
{
    gp_status status = GP_NO_MEMORY;

    (void)state;
    for (unsigned long n = 1; status == GP_NO_MEMORY && n < 1000; n++) {
        witness r;
        gp_reading reading;
        witness_init(&r);
        reading = reading_of(&r, "a.jsonl");
        gp_memory_fail_at(n, 1);
        status =
            gp_reader_read(&reading, GP_STR("{\"id\":1,\"text\":\"x y\",\"tags\":[\"t\"]}\nbad\n"));
        gp_memory_fail_at(0, 0);
        witness_clear(&r);
    }
    assert_int_equal(status, GP_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_bad_line_is_refused_by_number_and_the_others_are_read,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_line_is_one_section_with_its_id, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_strings_are_read_as_short_ones_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_line_of_64_kib_is_read_and_one_byte_more_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(lines_come_out_the_same_however_the_bytes_arrive, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_the_source_or_the_callback_says_ends_the_reading,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_hundred_refusals_are_told_and_the_rest_counted, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(deep_nesting_is_refused_without_a_crash, set_up, tear_down),
        cmocka_unit_test(any_failed_allocation_is_said_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
