/* Where a section stands, and which act is allowed there: all of it, as tables. */
#include "test.h"

#include "desk/standing.h"

#define TODAY 20500 /* 2026-02-16 */

typedef struct standing_row {
    const char *says;
    gp_approval_state state;
    const char *on, *due;
    gp_wish wish;
    int32_t wish_day;
    gp_standing wanted;
} standing_row;

static const standing_row standings[] = {
    {"nothing", GP_UNAPPROVED, "", "", GP_WISH_NONE, 0, GP_STANDING_DRAFT},
    {"never approved, its review due", GP_UNAPPROVED, "", "2026-01-01", GP_WISH_NONE, 0,
     GP_STANDING_DRAFT},
    {"submitted", GP_UNAPPROVED, "", "", GP_WISH_APPROVAL, TODAY, GP_STANDING_IN_REVIEW},
    {"sent back", GP_UNAPPROVED, "", "", GP_WISH_CHANGES, TODAY, GP_STANDING_DRAFT},
    {"approved, no review due", GP_APPROVED, "2026-02-01", "", GP_WISH_NONE, 0,
     GP_STANDING_APPROVED},
    {"its last day", GP_APPROVED, "2026-02-01", "2026-02-16", GP_WISH_NONE, 0,
     GP_STANDING_APPROVED},
    {"the day after", GP_APPROVED, "2026-02-01", "2026-02-15", GP_WISH_NONE, 0,
     GP_STANDING_OVERDUE},
    {"approved, changes asked for", GP_APPROVED, "2026-02-01", "", GP_WISH_CHANGES, TODAY,
     GP_STANDING_APPROVED},
    {"approved in the file after it was submitted", GP_APPROVED, "2026-02-16", "", GP_WISH_APPROVAL,
     TODAY - 1, GP_STANDING_APPROVED},
    {"lapsed", GP_LAPSED, "2026-02-01", "", GP_WISH_NONE, 0, GP_STANDING_LAPSED},
    {"lapsed and sent back", GP_LAPSED, "2026-02-01", "", GP_WISH_CHANGES, TODAY,
     GP_STANDING_LAPSED},
    {"lapsed and submitted", GP_LAPSED, "2026-02-01", "", GP_WISH_APPROVAL, TODAY,
     GP_STANDING_IN_REVIEW},
    {"submitted on the day it was approved, and edited", GP_LAPSED, "2026-02-16", "",
     GP_WISH_APPROVAL, TODAY, GP_STANDING_IN_REVIEW},
    {"submitted before it was approved, and edited", GP_LAPSED, "2026-02-16", "", GP_WISH_APPROVAL,
     TODAY - 1, GP_STANDING_LAPSED},
    {"overdue and submitted", GP_APPROVED, "2025-02-01", "2026-02-01", GP_WISH_APPROVAL, TODAY,
     GP_STANDING_IN_REVIEW},
    {"overdue and sent back", GP_APPROVED, "2025-02-01", "2026-02-01", GP_WISH_CHANGES, TODAY,
     GP_STANDING_OVERDUE},
};

static void a_standing_follows_from_the_words_the_wish_and_the_day(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof standings / sizeof standings[0]; i++) {
        const standing_row *row = &standings[i];
        gp_approval approval = {.state = row->state, .on = gp_str_of(row->on)};
        gp_standing got =
            gp_standing_of(&approval, gp_str_of(row->due), row->wish, row->wish_day, TODAY);

        if (got != row->wanted)
            fail_msg("%s: %s, not %s", row->says, gp_standing_name(got),
                     gp_standing_name(row->wanted));
    }
}

/* The table of standing.h, act by act. */
static const bool allowed[GP_STANDING_COUNT][GP_ACT_COUNT] = {
    /* submit, approve, ask changes, hand over, withdraw */
    [GP_STANDING_DRAFT] = {true, true, true, true, false},
    [GP_STANDING_IN_REVIEW] = {false, true, true, true, true},
    [GP_STANDING_APPROVED] = {false, true, true, true, true},
    [GP_STANDING_LAPSED] = {true, true, true, true, true},
    [GP_STANDING_OVERDUE] = {true, true, true, true, true},
};

static void every_act_is_allowed_or_refused_in_every_standing(void **state)
{
    (void)state;
    for (int i = 0; i < GP_STANDING_COUNT; i++) {
        for (int j = 0; j < GP_ACT_COUNT; j++) {
            if (gp_standing_may((gp_standing)i, (gp_act)j) != allowed[i][j])
                fail_msg("%s: %s", gp_standing_name((gp_standing)i), gp_act_name((gp_act)j));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_standing_follows_from_the_words_the_wish_and_the_day),
        cmocka_unit_test(every_act_is_allowed_or_refused_in_every_standing),
    };

    return cmocka_run_group_tests_name("standing", tests, NULL, NULL);
}
