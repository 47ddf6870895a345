#include "desk/questions.h"

static const char *const names[GP_GAP_STATE_COUNT] = {"new", "synonym-added", "assigned", "written",
                                                      "wont-answer"};

const char *gp_gap_state_name(gp_gap_state state)
{
    return (unsigned)state < GP_GAP_STATE_COUNT ? names[state] : names[GP_GAP_NEW];
}

bool gp_gap_state_parse(gp_str name, gp_gap_state *state)
{
    for (int i = 0; i < GP_GAP_STATE_COUNT; i++) {
        if (!gp_str_equal(name, gp_str_of(names[i])))
            continue;
        *state = (gp_gap_state)i;
        return true;
    }
    return false;
}
