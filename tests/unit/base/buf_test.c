/* gp_buf: the ceiling, the sticky status, and what is kept after a failure. */
#include "test.h"

#include "base/buf.h"
#include "base/memory.h"

#include <string.h>

static void a_text_beyond_the_limit_is_refused_and_what_was_there_stays(void **state)
{
    gp_buf buf;

    (void)state;
    gp_buf_init(&buf, 5);
    gp_buf_add_text(&buf, "abc");
    gp_buf_add_text(&buf, "def");
    assert_int_equal(buf.status, GP_TOO_LARGE);
    assert_string_equal(buf.data, "abc");
    gp_buf_clear(&buf);
}

static void a_failure_is_remembered_and_later_writes_are_ignored(void **state)
{
    gp_buf buf;

    (void)state;
    gp_buf_init(&buf, 3);
    gp_buf_add_text(&buf, "abcd");
    gp_buf_add_byte(&buf, 'x');
    gp_buf_printf(&buf, "%d", 1);
    assert_int_equal(buf.status, GP_TOO_LARGE);
    assert_int_equal(buf.size, 0);
    gp_buf_clear(&buf);
}

static void exactly_the_limit_fits(void **state)
{
    gp_buf buf;

    (void)state;
    gp_buf_init(&buf, 3);
    gp_buf_add_text(&buf, "abc");
    assert_int_equal(buf.status, GP_OK);
    assert_int_equal(buf.size, 3);
    gp_buf_clear(&buf);
}

static void a_refused_allocation_is_a_sticky_no_memory(void **state)
{
    gp_buf buf;

    (void)state;
    gp_buf_init(&buf, 1000);
    gp_memory_fail_at(1, 1);
    gp_buf_add_text(&buf, "abc");
    gp_memory_fail_at(0, 0);
    assert_int_equal(buf.status, GP_NO_MEMORY);
    gp_buf_reset(&buf);
    gp_buf_add_text(&buf, "abc");
    assert_int_equal(buf.status, GP_OK);
    gp_buf_clear(&buf);
}

static void adding_nothing_gives_an_empty_text(void **state)
{
    gp_buf buf;

    (void)state;
    gp_buf_init(&buf, 10);
    gp_buf_add(&buf, (gp_str){NULL, 0});
    assert_int_equal(buf.status, GP_OK);
    assert_string_equal(buf.data, "");
    gp_buf_clear(&buf);
}

static void it_grows_through_many_sizes(void **state)
{
    gp_buf buf;

    (void)state;
    gp_buf_init(&buf, 1000000);
    for (int i = 0; i < 100000; i++)
        gp_buf_add_byte(&buf, (char)('a' + i % 26));
    assert_int_equal(buf.size, 100000);
    assert_int_equal(buf.data[99999], 'a' + 99999 % 26);
    assert_int_equal(strlen(buf.data), 100000);
    gp_buf_truncate(&buf, 3);
    assert_string_equal(buf.data, "abc");
    gp_buf_clear(&buf);
}

static void printf_text_longer_than_the_room_grows_it(void **state)
{
    gp_buf buf;

    (void)state;
    gp_buf_init(&buf, 2000);
    gp_buf_printf(&buf, "%01000d", 7);
    assert_int_equal(buf.size, 1000);
    assert_int_equal(buf.data[999], '7');
    gp_buf_clear(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_beyond_the_limit_is_refused_and_what_was_there_stays),
        cmocka_unit_test(a_failure_is_remembered_and_later_writes_are_ignored),
        cmocka_unit_test(exactly_the_limit_fits),
        cmocka_unit_test(a_refused_allocation_is_a_sticky_no_memory),
        cmocka_unit_test(adding_nothing_gives_an_empty_text),
        cmocka_unit_test(it_grows_through_many_sizes),
        cmocka_unit_test(printf_text_longer_than_the_room_grows_it),
    };

    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
