/* judgments.h: sorted, the last line of a pair counts, and what is refused. */
#include "test.h"

#include "guidepost/judgments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static gp_arena arena;
static gp_judgment_list judgments;
static gp_error error;

static gp_status read_text(const char *content)
{
    char path[] = "/tmp/gp-judgments-XXXXXX";
    int file = mkstemp(path);
    gp_status status;

    assert_true(file >= 0);
    assert_int_equal(write(file, content, strlen(content)), (ssize_t)strlen(content));
    assert_int_equal(close(file), 0);
    status = gp_judgments_read(path, &arena, &judgments, &error);
    assert_int_equal(unlink(path), 0);
    return status;
}

static int set_up(void **state)
{
    (void)state;
    gp_arena_init(&arena, 1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    gp_arena_clear(&arena);
    return 0;
}

static void a_line_that_is_no_judgment_is_refused(void **state)
{
    static const char *const lines[] = {
        "q\td\n",      "q\td\t\n", "q\td\tx\n", "q\td\t1\tx\n",    "q\td\t1.5\n",
        "q\td\t--1\n", "\td\t1\n", "q\t\t1\n",  "q\td\t9999999\n", "q d 1\n"};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_int_equal(read_text(lines[i]), GP_INVALID);
    assert_non_null(strstr(error.text, ":1: "));
}

static void an_arena_that_is_full_is_no_memory(void **state)
{
    (void)state;
    gp_arena_clear(&arena);
    gp_arena_init(&arena, 64);
    assert_int_equal(read_text("q\ta\t1\nq\tb\t1\nq\tc\t1\n"), GP_NO_MEMORY);
}

static void an_empty_file_has_no_judgments(void **state)
{
    (void)state;
    assert_int_equal(read_text("\n\n"), GP_OK);
    assert_int_equal(judgments.count, 0);
}

static void the_last_line_of_a_pair_counts(void **state)
{
    (void)state;
    assert_int_equal(read_text("q\ta\t1\nq\tb\t3\nq\ta\t0\nq\ta\t2\n"), GP_OK);
    assert_int_equal(judgments.count, 2);
    assert_int_equal(gp_judgment_grade(judgments.items, 2, GP_STR("a")), 2);
    assert_int_equal(gp_judgment_grade(judgments.items, 2, GP_STR("b")), 3);
}

static void questions_stand_together_whatever_the_order_of_lines(void **state)
{
    (void)state;
    assert_int_equal(read_text("q2\ta\t1\r\nq1\tb\t1\r\nq2\tc\t-1\r\nq1\ta\t1"), GP_OK);
    assert_int_equal(gp_judgments_of_one(&judgments, 0), 2);
    assert_int_equal(gp_judgments_of_one(&judgments, 2), 2);
    assert_int_equal(gp_judgment_grade(judgments.items + 2, 2, GP_STR("c")), -1);
    assert_int_equal(gp_judgment_grade(judgments.items + 2, 2, GP_STR("nobody judged it")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_line_that_is_no_judgment_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_arena_that_is_full_is_no_memory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_file_has_no_judgments, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_last_line_of_a_pair_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(questions_stand_together_whatever_the_order_of_lines,
                                        set_up, tear_down),
    };

    return cmocka_run_group_tests_name("judgments", tests, NULL, NULL);
}
