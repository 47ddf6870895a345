/* gp_str, UTF-8, HTML, URL and JSON escapers: one table of cases for each. */
#include "test.h"

#include "base/html.h"
#include "base/json.h"
#include "base/utf8.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef void writer(gp_buf *buf, gp_str text);

static void assert_written(writer *write, const char *text, size_t size, const char *expected)
{
    gp_buf buf;

    gp_buf_init(&buf, 10000);
    write(&buf, (gp_str){text, size});
    assert_int_equal(buf.status, GP_OK);
    assert_string_equal(buf.size > 0 ? buf.data : "", expected);
    gp_buf_clear(&buf);
}

static void malformed_utf8_is_found_at_its_byte(void **state)
{
    static const struct {
        const char *text;
        size_t size, bad;
    } cases[] = {
        {"\x80", 1, 0},
        {"ab\xC3", 3, 2},
        {"\xC0\xAF", 2, 0},
        {"\xED\xA0\x80", 3, 0},
        {"\xF4\x90\x80\x80", 4, 0},
        {"\xE2\x82", 2, 0},
        {"abcdefgh\xFFz", 10, 8},
        {"\xF5\x80\x80\x80", 4, 0},
        {"\xE0\x80\x80", 3, 0},
        {"\xF0\x8F\xBF\xBF", 4, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t bad = 999;
        assert_false(gp_utf8_valid((gp_str){cases[i].text, cases[i].size}, &bad));
        assert_int_equal(bad, cases[i].bad);
    }
}

static void every_code_point_survives_a_round_trip(void **state)
{
    gp_buf buf;

    (void)state;
    gp_buf_init(&buf, 16);
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        size_t at = 0;
        bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        gp_buf_reset(&buf);
        gp_utf8_add(&buf, code);
        assert_true(gp_utf8_valid(gp_buf_str(&buf), NULL));
        assert_int_equal(gp_utf8_next(gp_buf_str(&buf), &at), surrogate ? 0xFFFD : code);
        assert_int_equal(at, buf.size);
    }
    gp_buf_clear(&buf);
}

static void a_cut_never_falls_inside_a_character(void **state)
{
    gp_str text = GP_STR("a\xE2\x82\xAC"
                         "b");

    (void)state;
    assert_int_equal(gp_utf8_floor(text, 3), 1);
    assert_int_equal(gp_utf8_floor(text, 1), 1);
    assert_int_equal(gp_utf8_floor(text, 4), 4);
    assert_int_equal(gp_utf8_floor(text, 99), 5);
}

static void cleaning_drops_controls_and_replaces_malformed_bytes(void **state)
{
    (void)state;
    assert_written(gp_utf8_add_clean, "a\0b\x01\x7F\n\tc", 8, "ab\n\tc");
    assert_written(gp_utf8_add_clean, "x\xFFy", 3, "x\xEF\xBF\xBDy");
    assert_written(gp_utf8_add_clean, "\xC2\x9Bz", 3, "z");
}

static void html_text_is_escaped_in_every_context(void **state)
{
    (void)state;
    assert_written(gp_html_add_text, "<a href=\"x\" b='y'>&", 19,
                   "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;");
    assert_written(gp_html_add_text, "a\0\x08z\n", 5, "az\n");
    assert_written(gp_html_add_text, "\xC3(", 2, "\xEF\xBF\xBD(");
    assert_written(gp_html_add_text, "caf\xC3\xA9", 5, "caf\xC3\xA9");
    assert_written(gp_html_add_text, "", 0, "");
}

/* Runs of plain text are passed over eight bytes at a time: where a character stands must not matter. */
static void a_byte_is_treated_alike_wherever_it_stands(void **state)
{
    static writer *const writers[] = {gp_utf8_add_clean, gp_html_add_text};

    (void)state;
    for (size_t w = 0; w < 2; w++) {
        for (int byte = 0; byte < 256; byte++) {
            char one = (char)byte;
            gp_buf alone;
            gp_buf_init(&alone, 16);
            writers[w](&alone, (gp_str){&one, 1});
            for (size_t at = 0; at < 20; at++) {
                char text[] = "abc defgh ijklmnopqr";
                char expected[64];
                text[at] = one;
                (void)snprintf(expected, sizeof expected, "%.*s%s%s", (int)at, text,
                               alone.size > 0 ? alone.data : "", text + at + 1);
                assert_written(writers[w], text, sizeof text - 1, expected);
            }
            gp_buf_clear(&alone);
        }
    }
}

static void url_parts_keep_only_unreserved_bytes(void **state)
{
    (void)state;
    assert_written(gp_url_add_part, "a b/c?d#e&f=g%h\"'", 17,
                   "a%20b%2Fc%3Fd%23e%26f%3Dg%25h%22%27");
    assert_written(gp_url_add_path, "a/b c", 5, "a/b%20c");
    assert_written(gp_url_add_part, "\0\xFF", 2, "%00%FF");
}

static void decoding_keeps_what_is_no_escape(void **state)
{
    gp_buf buf;

    (void)state;
    gp_buf_init(&buf, 100);
    gp_url_add_decoded(&buf, GP_STR("a%20b+c%2fd%zz%4"), true);
    assert_string_equal(buf.data, "a b c/d%zz%4");
    gp_buf_reset(&buf);
    gp_url_add_decoded(&buf, GP_STR("a+b"), false);
    assert_string_equal(buf.data, "a+b");
    gp_buf_clear(&buf);
}

static void json_strings_are_safe_inside_a_page(void **state)
{
    gp_buf buf;
    gp_json json;

    (void)state;
    gp_buf_init(&buf, 1000);
    gp_json_init(&json, &buf);
    gp_json_open(&json, '{');
    gp_json_pair(&json, "a", GP_STR("</script>&\"\\\n\t\x01\x7F"));
    gp_json_pair(&json, "b", GP_STR("\xE2\x80\xA8\xFF\xC3\xA9"));
    gp_json_key(&json, "c");
    gp_json_open(&json, '[');
    gp_json_int(&json, -5);
    gp_json_null(&json);
    gp_json_bool(&json, true);
    gp_json_open(&json, '[');
    gp_json_close(&json, ']');
    gp_json_close(&json, ']');
    gp_json_close(&json, '}');
    assert_string_equal(buf.data,
                        "{\"a\":\"\\u003c/script\\u003e\\u0026\\\"\\\\\\n\\t\\u0001\\u007f\","
                        "\"b\":\"\\u2028\xEF\xBF\xBD\xC3\xA9\",\"c\":[-5,null,true,[]]}");
    gp_buf_clear(&buf);
}

static void numbers_are_short_and_always_valid_json(void **state)
{
    static const struct {
        double value;
        const char *expected;
    } cases[] = {{0.5, "0.5"},
                 {1.0, "1"},
                 {-0.0001, "0"},
                 {NAN, "0"},
                 {INFINITY, "0"},
                 {100, "100"},
                 {0.12345, "0.123"},
                 {1e300, "0"},
                 {0.05, "0.05"},
                 {-1.5, "-1.5"},
                 {12.0049, "12.005"},
                 {0.9999, "1"},
                 {1e14, "100000000000000"},
                 {-1e15, "-1000000000000000"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gp_buf buf;
        gp_json json;
        gp_buf_init(&buf, 1000);
        gp_json_init(&json, &buf);
        gp_json_number(&json, cases[i].value, 3);
        assert_string_equal(buf.data, cases[i].expected);
        gp_buf_clear(&buf);
    }
}

static void whole_numbers_are_written_whole(void **state)
{
    static const struct {
        long long value;
        const char *expected;
    } cases[] = {{0, "0"},   {7, "7"},         {-7, "-7"},
                 {10, "10"}, {-1000, "-1000"}, {LLONG_MIN, "-9223372036854775808"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gp_buf buf;
        gp_json json;
        gp_buf_init(&buf, 1000);
        gp_json_init(&json, &buf);
        gp_json_int(&json, cases[i].value);
        assert_string_equal(buf.data, cases[i].expected);
        gp_buf_clear(&buf);
    }
}

static void parts_between_separators_include_empty_ones(void **state)
{
    gp_str rest = GP_STR("a,,b,");
    gp_str part;
    const char *const expected[] = {"a", "", "b", ""};
    size_t count = 0;

    (void)state;
    while (gp_str_next(&rest, ',', &part)) {
        assert_true(gp_str_equal(part, gp_str_of(expected[count])));
        count++;
    }
    assert_int_equal(count, 4);
}

static void sizes_refuse_signs_blanks_and_overflow(void **state)
{
    size_t value = 7;

    (void)state;
    assert_false(gp_str_to_size(GP_STR(""), 100, &value));
    assert_false(gp_str_to_size(GP_STR("-1"), 100, &value));
    assert_false(gp_str_to_size(GP_STR("5abc"), 100, &value));
    assert_false(gp_str_to_size(GP_STR("101"), 100, &value));
    assert_false(gp_str_to_size(GP_STR("99999999999999999999999"), SIZE_MAX, &value));
    assert_int_equal(value, 7);
    assert_true(gp_str_to_size(GP_STR("100"), 100, &value));
    assert_int_equal(value, 100);
    assert_true(gp_str_to_size(GP_STR("18446744073709551615"), SIZE_MAX, &value));
    assert_true(value == SIZE_MAX);
    assert_false(gp_str_to_size(GP_STR("9"), 5, &value));
}

static void finding_compares_and_slices_at_the_edges(void **state)
{
    gp_str s = GP_STR("abcabc");

    (void)state;
    assert_int_equal(gp_str_find(s, GP_STR("bc"), 2), 4);
    assert_int_equal(gp_str_find(s, GP_STR("x"), 0), 6);
    assert_int_equal(gp_str_find(s, GP_STR(""), 6), 6);
    assert_int_equal(gp_str_find_byte(s, 'a', 1), 3);
    assert_int_equal(gp_str_slice(s, 4, 99).size, 2);
    assert_int_equal(gp_str_slice(s, 9, 99).size, 0);
    assert_true(gp_str_ends(s, GP_STR("abc")));
    assert_false(gp_str_ends(GP_STR("c"), GP_STR("abc")));
    assert_true(gp_str_compare(GP_STR("ab"), GP_STR("abc")) < 0);
    assert_true(gp_str_equal_nocase(GP_STR("HoSt"), GP_STR("host")));
    assert_int_equal(gp_str_trim(GP_STR(" \t\n ")).size, 0);
}

static void what_a_terminal_obeys_is_shown_as_bytes(void **state)
{
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"", ""},
        {"plain name.md", "plain name.md"},
        {"e\xCC\x81 \xE2\x80\x94 \xE2\x80\x8D \xEF\xBF\xBD",
         "e\xCC\x81 \xE2\x80\x94 \xE2\x80\x8D \xEF\xBF\xBD"},
        {"a\nb\tc\x1B[31m\x7F", "a\\x0Ab\\x09c\\x1B[31m\\x7F"},
        {"\xC2\x80\xC2\x9B\xC2\x9F\xC2\xA0", "\\xC2\\x80\\xC2\\x9B\\xC2\\x9F\xC2\xA0"},
        {"\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\x8E", "\\xE2\\x80\\xAE\\xE2\\x81\\xA6\\xE2\\x80\\x8E"},
        {"\xD8\x9C\xE2\x80\xA8\xE2\x80\xA9", "\\xD8\\x9C\\xE2\\x80\\xA8\\xE2\\x80\\xA9"},
        {"caf\xE9 \xED\xA0\x80 \xC0\xAF", "caf\\xE9 \\xED\\xA0\\x80 \\xC0\\xAF"},
        {"end \xE2\x80", "end \\xE2\\x80"},
    };
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gp_str text = gp_str_of(cases[i].text);
        gp_str shown = gp_utf8_shown(&arena, text);
        assert_true(gp_str_equal(shown, gp_str_of(cases[i].shown)));
        assert_int_equal(shown.data[shown.size], '\0');
        assert_int_equal(gp_utf8_is_shown(text), gp_str_equal(text, shown));
        assert_true(gp_utf8_is_shown(shown));
    }
    assert_true(gp_str_equal(gp_utf8_shown(&arena, (gp_str){"a\0b", 3}), GP_STR("a\\x00b")));
    assert_null(gp_utf8_shown(&arena, (gp_str){"", 1 << 16}).data);
    assert_true(arena.failed);
    gp_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_utf8_is_found_at_its_byte),
        cmocka_unit_test(every_code_point_survives_a_round_trip),
        cmocka_unit_test(a_cut_never_falls_inside_a_character),
        cmocka_unit_test(cleaning_drops_controls_and_replaces_malformed_bytes),
        cmocka_unit_test(what_a_terminal_obeys_is_shown_as_bytes),
        cmocka_unit_test(html_text_is_escaped_in_every_context),
        cmocka_unit_test(a_byte_is_treated_alike_wherever_it_stands),
        cmocka_unit_test(url_parts_keep_only_unreserved_bytes),
        cmocka_unit_test(decoding_keeps_what_is_no_escape),
        cmocka_unit_test(json_strings_are_safe_inside_a_page),
        cmocka_unit_test(numbers_are_short_and_always_valid_json),
        cmocka_unit_test(whole_numbers_are_written_whole),
        cmocka_unit_test(parts_between_separators_include_empty_ones),
        cmocka_unit_test(sizes_refuse_signs_blanks_and_overflow),
        cmocka_unit_test(finding_compares_and_slices_at_the_edges),
    };

    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
