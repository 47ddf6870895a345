/* Votes by week: each counts in the week of its day, none of before or after counts at all. */
#include "unit/desk/office.h"

#include "desk/counts.h"

enum {
    WEEKS = 3
};

static void vote(office *o, gp_desk_file *file, int32_t day, bool helpful, const char *section)
{
    const gp_vote given = {.day = day,
                           .section = gp_str_of(section),
                           .text_hash = GP_STR("0123456789abcdef"),
                           .helpful = helpful,
                           .reason = helpful ? GP_REASON_NONE : GP_REASON_UNCLEAR};

    assert_int_equal(gp_desk_file_vote(file, &given, NULL, &o->error), GP_OK);
}

static void a_vote_counts_in_the_week_of_its_day_alone(void **state)
{
    office *o = *state;
    gp_vote_week weeks[WEEKS + 1] = {{9, 9}, {9, 9}, {9, 9}, {9, 9}};
    gp_desk_file *file;

    assert_int_equal(gp_desk_file_open(o->path, GP_DESK_COMMAND, &file, &o->error), GP_OK);
    assert_int_equal(gp_desk_file_vote_weeks(file, DAY, WEEKS, weeks, &o->error), GP_OK);
    for (int i = 0; i < WEEKS; i++)
        assert_true(weeks[i].helpful == 0 && weeks[i].unhelpful == 0);
    vote(o, file, DAY - 1, true, "a"); /* before */
    vote(o, file, DAY, true, "a");
    vote(o, file, DAY + 6, true, "b");
    vote(o, file, DAY + 6, false, "a");
    vote(o, file, DAY + 20, false, "a");
    vote(o, file, DAY + 20, false, "b");
    vote(o, file, DAY + 21, false, "a"); /* after */
    assert_int_equal(gp_desk_file_vote_weeks(file, DAY, WEEKS, weeks, &o->error), GP_OK);
    assert_true(weeks[0].helpful == 2 && weeks[0].unhelpful == 1);
    assert_true(weeks[1].helpful == 0 && weeks[1].unhelpful == 0);
    assert_true(weeks[2].helpful == 0 && weeks[2].unhelpful == 2);
    assert_true(weeks[3].helpful == 9 && weeks[3].unhelpful == 9); /* not ours to write */
    gp_desk_file_close(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE(a_vote_counts_in_the_week_of_its_day_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
