/* Who fails too often waits: names and networks, on a clock of the test's. */
#include "test.h"

#include "base/hash.h"
#include "http/desk/lockout.h"

#include <stdio.h>

#define START 1000000
#define HOME  GP_STR("192.0.2.1")

/* The state of `n` attempts in a row on a name, one a second. */
static gp_lockout_state attempts(gp_lockout *lockout, gp_str name, gp_str network, int n,
                                 int64_t at)
{
    gp_lockout_state state = GP_LOCKOUT_OPEN;

    for (int i = 0; i < n; i++)
        state = gp_lockout_try(lockout, name, network, at + i);
    return state;
}

static void ten_failures_lock_a_name_for_fifteen_minutes(void **state)
{
    gp_lockout *lockout;
    int64_t last = START + GP_LOCKOUT_NAME_MAX - 1;

    (void)state;
    assert_int_equal(gp_lockout_open(&lockout), GP_OK);
    assert_int_equal(attempts(lockout, GP_STR("ana"), HOME, 9, START), GP_LOCKOUT_OPEN);
    assert_int_equal(attempts(lockout, GP_STR("ana"), HOME, 1, last), GP_LOCKOUT_NAME);
    /* from everywhere, and for nobody else */
    assert_int_equal(attempts(lockout, GP_STR("ana"), GP_STR("192.0.2.9"), 1, last + 1),
                     GP_LOCKOUT_LOCKED);
    assert_int_equal(attempts(lockout, GP_STR("bo"), HOME, 1, last + 1), GP_LOCKOUT_OPEN);
    assert_int_equal(attempts(lockout, GP_STR("ana"), HOME, 1, last + GP_LOCKOUT_FOR_S - 1),
                     GP_LOCKOUT_LOCKED);
    assert_int_equal(attempts(lockout, GP_STR("ana"), HOME, 1, last + GP_LOCKOUT_FOR_S),
                     GP_LOCKOUT_OPEN);
    gp_lockout_close(lockout);
}

static void thirty_failures_lock_a_network_whatever_the_names(void **state)
{
    gp_lockout *lockout;
    gp_lockout_state last = GP_LOCKOUT_OPEN;

    (void)state;
    assert_int_equal(gp_lockout_open(&lockout), GP_OK);
    for (int i = 0; i < GP_LOCKOUT_NETWORK_MAX; i++) {
        char name[16];
        assert_int_equal(last, GP_LOCKOUT_OPEN);
        (void)snprintf(name, sizeof name, "n%d", i);
        last = gp_lockout_try(lockout, gp_str_of(name), HOME, START + i);
    }
    assert_int_equal(last, GP_LOCKOUT_NETWORK);
    assert_int_equal(attempts(lockout, GP_STR("ana"), HOME, 1, START + 40), GP_LOCKOUT_LOCKED);
    assert_int_equal(attempts(lockout, GP_STR("ana"), GP_STR("192.0.2.9"), 1, START + 40),
                     GP_LOCKOUT_OPEN);
    gp_lockout_close(lockout);
}

static void failures_of_long_ago_and_before_a_right_one_do_not_count(void **state)
{
    gp_lockout *lockout;

    (void)state;
    assert_int_equal(gp_lockout_open(&lockout), GP_OK);
    assert_int_equal(attempts(lockout, GP_STR("ana"), HOME, 9, START), GP_LOCKOUT_OPEN);
    assert_int_equal(attempts(lockout, GP_STR("ana"), HOME, 1, START + GP_LOCKOUT_WITHIN_S),
                     GP_LOCKOUT_OPEN);
    gp_lockout_right(lockout, GP_STR("ana"), HOME);
    assert_int_equal(attempts(lockout, GP_STR("ana"), HOME, 9, START + GP_LOCKOUT_WITHIN_S + 1),
                     GP_LOCKOUT_OPEN);
    gp_lockout_undo(lockout, GP_STR("ana"), HOME);
    assert_int_equal(attempts(lockout, GP_STR("ana"), HOME, 1, START + GP_LOCKOUT_WITHIN_S + 20),
                     GP_LOCKOUT_OPEN);
    gp_lockout_close(lockout);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_failures_lock_a_name_for_fifteen_minutes),
        cmocka_unit_test(thirty_failures_lock_a_network_whatever_the_names),
        cmocka_unit_test(failures_of_long_ago_and_before_a_right_one_do_not_count),
    };

    if (gp_hash_init() != GP_OK)
        return 1;
    return cmocka_run_group_tests_name("lockout", tests, NULL, NULL);
}
