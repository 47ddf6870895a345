/* The nth allocation fails: a desk that does not open, a text that is not kept, a list that is empty; never a
 * crash or a leak, and the next try works. */
#include "unit/desk/office.h"

static void opening_fails_cleanly(void **state)
{
    office *o = *state;
    gp_status status = GP_NO_MEMORY;
    unsigned long n;

    gp_desk_close(o->desk);
    o->desk = NULL;
    for (n = 1; status == GP_NO_MEMORY; n++) {
        gp_memory_fail_at(n, 0);
        status = gp_desk_open(o->path, &o->desk, &o->error);
        gp_memory_fail_at(0, 0);
        assert_true(status == GP_OK || o->desk == NULL);
    }
    assert_int_equal(status, GP_OK);
    assert_true(n > 4);
}

static void a_text_there_is_no_memory_for_is_not_kept_that_day(void **state)
{
    office *o = *state;

    office_ask(o, 1, 4, "is treatment private");
    gp_memory_fail_at(1, 1);
    office_ask(o, 5, 6, "is treatment private");
    gp_memory_fail_at(0, 0);
    office_ask(o, 7, 9, "is treatment private");
    office_tend(o, DAY);
    assert_false(on_disk(o, "private"));
    for (unsigned visitor = 1; visitor <= 5; visitor++)
        office_ask_at(o, visitor, "is treatment private", DAY + 1, GP_ASKED_EXACT);
    office_tend(o, DAY + 1);
    assert_shown(o, "is treatment private|");
}

static void tending_without_memory_loses_no_count(void **state)
{
    office *o = *state;
    gp_status status = GP_NO_MEMORY;
    unsigned long n;

    office_ask(o, 1, 5, "is treatment private");
    for (n = 1; status != GP_OK; n++) {
        gp_memory_fail_at(n, 1);
        status = gp_desk_tend(o->desk, DAY, &o->error);
        gp_memory_fail_at(0, 0);
        assert_true(status == GP_OK || status == GP_NO_MEMORY);
    }
    assert_true(n > 2);
    assert_int_equal(number_of(o, "SELECT asked FROM asked"), 5);
    assert_shown(o, "is treatment private|");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE(opening_fails_cleanly),
        OFFICE(a_text_there_is_no_memory_for_is_not_kept_that_day),
        OFFICE(tending_without_memory_loses_no_count),
    };

    return cmocka_run_group_tests_name("desk memory", tests, NULL, NULL);
}
