/* Days of review as iCalendar: read back by a strict reader of RFC 5545, line by line. */
#include "test.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "view/desk/ics.h"

#include <string.h>

#define TODAY 20417 /* 2025-11-25 */

/* The content lines of a calendar, unfolded; every rule about bytes is asserted on the way. */
static gp_str_list unfold(gp_str bytes, gp_arena *arena)
{
    gp_str_list lines = {NULL, 0, 0};
    size_t at = 0;

    assert_true(gp_utf8_valid(bytes, NULL));
    while (at < bytes.size) {
        size_t end = gp_str_find(bytes, GP_STR("\r\n"), at);
        gp_str line = gp_str_slice(bytes, at, end);
        assert_true(end < bytes.size); /* every line has its end */
        assert_true(line.size <= 75 && line.size > 0);
        assert_true(gp_utf8_valid(line, NULL)); /* not folded within a character */
        for (size_t i = 0; i < line.size; i++)
            assert_true((unsigned char)line.data[i] >= ' ' && line.data[i] != 0x7F);
        if (line.data[0] == ' ') {
            gp_str *last = &lines.items[lines.count - 1];
            assert_true(lines.count > 0);
            *last = gp_arena_printf(arena, "%.*s%.*s", GP_STR_ARGS(*last), (int)line.size - 1,
                                    line.data + 1);
        } else {
            assert_true(gp_str_find_byte(line, ':', 0) < line.size);
            assert_true(gp_str_list_add(arena, &lines, line));
        }
        at = end + 2;
    }
    return lines;
}

/* The value of the only line that begins with `name` and ":", its escapes undone. */
static gp_str value_of(const gp_str_list *lines, const char *name, gp_arena *arena)
{
    gp_str found = {NULL, 0};
    gp_buf text;

    gp_buf_init(&text, 1 << 16);
    for (size_t i = 0; i < lines->count; i++) {
        gp_str line = lines->items[i];
        if (!gp_str_starts(line, gp_str_of(name)) || line.data[strlen(name)] != ':')
            continue;
        assert_null(found.data);
        for (size_t j = strlen(name) + 1; j < line.size; j++) {
            if (line.data[j] == '\\') {
                j++;
                assert_true(j < line.size && strchr("\\;,n", line.data[j]) != NULL);
                gp_buf_add_byte(&text, line.data[j] == 'n' ? '\n' : line.data[j]);
                continue;
            }
            assert_true(strcmp(name, "URL") == 0 || strchr(";,", line.data[j]) == NULL);
            gp_buf_add_byte(&text, line.data[j]);
        }
        found = gp_arena_copy(arena, gp_buf_str(&text));
        assert_non_null(found.data);
    }
    gp_buf_clear(&text);
    return found;
}

static gp_str one_event(gp_buf *out, const char *id, const char *summary, const char *description)
{
    gp_ics ics;

    gp_ics_begin(&ics, out, GP_STR("Reviews"), GP_STR("help.example.org"), TODAY);
    gp_ics_event(&ics, gp_str_of(id), TODAY + 36, gp_str_of(summary), gp_str_of(description),
                 GP_STR("https://help.example.org/desk/review/a"));
    gp_ics_end(&ics);
    assert_int_equal(out->status, GP_OK);
    return gp_buf_str(out);
}

static void whatever_a_heading_holds_it_is_read_back(void **state)
{
    static const char *const texts[] = {
        "Can I bring a dog?",
        "a;b,c\\d:e\"f",
        "two\nlines, and\n\nthree",
        "BEGIN:VEVENT\r\nUID:forged",
        "caf\xc3\xa9 \xe2\x80\x94 \xf0\x9f\x90\x95\xf0\x9f\x90\x95\xf0\x9f\x90\x95\xf0\x9f\x90\x95"
        "\xf0\x9f\x90\x95\xf0\x9f\x90\x95\xf0\x9f\x90\x95\xf0\x9f\x90\x95\xf0\x9f\x90\x95\xf0\x9f"
        "\x90\x95\xf0\x9f\x90\x95\xf0\x9f\x90\x95\xf0\x9f\x90\x95\xf0\x9f\x90\x95\xf0\x9f\x90\x95",
        "bad \xff bytes \x01 and \x7f controls",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        gp_arena arena;
        gp_buf out, clean;
        gp_str_list lines;
        gp_arena_init(&arena, 1 << 20);
        gp_buf_init(&out, 1 << 16);
        gp_buf_init(&clean, 1 << 16);
        lines = unfold(one_event(&out, "a#b", texts[i], texts[i]), &arena);
        gp_utf8_add_clean(&clean, gp_str_of(texts[i]));
        assert_true(gp_str_equal(value_of(&lines, "SUMMARY", &arena), gp_buf_str(&clean)));
        assert_true(gp_str_equal(value_of(&lines, "DESCRIPTION", &arena), gp_buf_str(&clean)));
        assert_int_equal(lines.count, 17); /* no text makes a line of its own */
        gp_buf_clear(&out);
        gp_buf_clear(&clean);
        gp_arena_clear(&arena);
    }
}

/* Every length around the fold, of characters of one to four bytes. */
static void a_fold_cuts_no_character(void **state)
{
    static const char *const letters[] = {"x", "\xc3\xa9", "\xe2\x80\x94", "\xf0\x9f\x90\x95"};

    (void)state;
    for (size_t kind = 0; kind < 4; kind++) {
        for (size_t count = 0; count < 200; count++) {
            gp_arena arena;
            gp_buf out, text;
            gp_str_list lines;
            gp_arena_init(&arena, 1 << 20);
            gp_buf_init(&out, 1 << 16);
            gp_buf_init(&text, 1 << 16);
            for (size_t i = 0; i < count; i++)
                gp_buf_add_text(&text, letters[kind]);
            gp_buf_add_byte(&text, '.');
            lines = unfold(one_event(&out, "a", text.data, ""), &arena);
            assert_true(gp_str_equal(value_of(&lines, "SUMMARY", &arena), gp_buf_str(&text)));
            gp_buf_clear(&out);
            gp_buf_clear(&text);
            gp_arena_clear(&arena);
        }
    }
}

static void an_event_is_a_whole_day_whose_name_stays_when_the_day_changes(void **state)
{
    gp_arena arena;
    gp_buf out;
    gp_str_list lines;

    (void)state;
    gp_arena_init(&arena, 1 << 20);
    gp_buf_init(&out, 1 << 16);
    lines = unfold(one_event(&out, "iop#hours; a\nb", "s", ""), &arena);
    assert_string_equal(value_of(&lines, "DTSTART;VALUE=DATE", &arena).data, "20251231");
    assert_string_equal(value_of(&lines, "DTEND;VALUE=DATE", &arena).data, "20260101");
    assert_string_equal(value_of(&lines, "DTSTAMP", &arena).data, "20251125T000000Z");
    assert_string_equal(value_of(&lines, "UID", &arena).data,
                        "review-iop%23hours%3B%20a%0Ab@help.example.org");
    assert_true(gp_str_equal(lines.items[0], GP_STR("BEGIN:VCALENDAR")));
    assert_true(gp_str_equal(lines.items[1], GP_STR("VERSION:2.0")));
    assert_true(gp_str_equal(lines.items[lines.count - 1], GP_STR("END:VCALENDAR")));
    gp_buf_clear(&out);
    gp_arena_clear(&arena);
}

static void a_text_too_long_for_the_buffer_is_an_error_and_no_half_calendar(void **state)
{
    gp_ics ics;
    gp_buf out;

    (void)state;
    gp_buf_init(&out, 200);
    gp_ics_begin(&ics, &out, GP_STR("Reviews"), GP_STR(""), TODAY);
    for (int i = 0; i < 5; i++)
        gp_ics_event(&ics, GP_STR("a"), TODAY, GP_STR("summary"), GP_STR(""), GP_STR(""));
    gp_ics_end(&ics);
    assert_int_equal(out.status, GP_TOO_LARGE);
    gp_buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_too_long_for_the_buffer_is_an_error_and_no_half_calendar),
        cmocka_unit_test(whatever_a_heading_holds_it_is_read_back),
        cmocka_unit_test(a_fold_cuts_no_character),
        cmocka_unit_test(an_event_is_a_whole_day_whose_name_stays_when_the_day_changes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
