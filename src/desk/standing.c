#include "desk/standing.h"

#include "base/clock.h"

static bool awaited(const gp_approval *approval, gp_wish wish, int32_t wish_day)
{
    int32_t on;

    if (wish != GP_WISH_APPROVAL)
        return false;
    return !gp_date_parse(approval->on, &on) || wish_day >= on;
}

gp_standing gp_standing_of(const gp_approval *approval, gp_str due, gp_wish wish, int32_t wish_day,
                           int32_t today)
{
    int32_t last = INT32_MAX;
    bool approved = approval->state == GP_APPROVED;

    (void)gp_date_parse(due, &last);
    if (approved && last >= today)
        return GP_STANDING_APPROVED;
    if (awaited(approval, wish, wish_day))
        return GP_STANDING_IN_REVIEW;
    if (approved)
        return GP_STANDING_OVERDUE;
    return approval->state == GP_LAPSED ? GP_STANDING_LAPSED : GP_STANDING_DRAFT;
}

bool gp_standing_may(gp_standing standing, gp_act act)
{
    switch (act) {
    case GP_ACT_SUBMIT:
        return standing != GP_STANDING_IN_REVIEW && standing != GP_STANDING_APPROVED;
    case GP_ACT_WITHDRAW:
        return standing != GP_STANDING_DRAFT;
    case GP_ACT_APPROVE:
    case GP_ACT_ASK_CHANGES:
    case GP_ACT_HAND_OVER:
        break;
    }
    return true;
}

const char *gp_standing_name(gp_standing standing)
{
    static const char *const names[GP_STANDING_COUNT] = {"draft", "in-review", "approved", "lapsed",
                                                         "overdue"};

    return names[standing];
}

const char *gp_act_name(gp_act act)
{
    static const char *const names[GP_ACT_COUNT] = {"submit", "approve", "ask-changes", "hand-over",
                                                    "withdraw"};

    return names[act];
}
