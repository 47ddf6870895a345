#include "desk/feedback.h"

static const char *const names[GP_REASON_COUNT] = {
    "", "unclear", "incomplete", "wrong", "outdated", "not-my-question", "too-long",
};

const char *gp_reason_name(gp_reason reason)
{
    return names[reason];
}

bool gp_reason_parse(gp_str name, gp_reason *reason)
{
    for (size_t i = 0; i < GP_REASON_COUNT; i++) {
        if (!gp_str_equal(name, gp_str_of(names[i])))
            continue;
        *reason = (gp_reason)i;
        return true;
    }
    return false;
}
