/* staff.c - what an account keeps at hand, at a server's desk: the file's functions behind its lock. */
#include "desk/hold.h"
#include "desk/pins.h"

/* A function of pins.h on a section. */
typedef gp_status section_fn(gp_desk_file *file, gp_str account, gp_str section, gp_error *error);

static gp_status on_section(gp_desk *desk, section_fn *fn, gp_str account, gp_str section,
                            gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    return status == GP_OK ? gp_desk_give(desk, fn(file, account, section, error)) : status;
}

gp_status gp_desk_pin(gp_desk *desk, gp_str account, gp_str section, gp_error *error)
{
    return on_section(desk, gp_desk_file_pin, account, section, error);
}

gp_status gp_desk_unpin(gp_desk *desk, gp_str account, gp_str section, gp_error *error)
{
    return on_section(desk, gp_desk_file_unpin, account, section, error);
}

gp_status gp_desk_use_section(gp_desk *desk, gp_str account, gp_str section, gp_error *error)
{
    return on_section(desk, gp_desk_file_use, account, section, error);
}

gp_status gp_desk_move_pin(gp_desk *desk, gp_str account, gp_str section, size_t place,
                           gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    return status == GP_OK
               ? gp_desk_give(desk, gp_desk_file_move_pin(file, account, section, place, error))
               : status;
}

gp_status gp_desk_at_hand(gp_desk *desk, gp_str account, gp_arena *arena, gp_str_list *pins,
                          gp_str_list *recents, gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    *pins = *recents = (gp_str_list){0};
    if (status != GP_OK)
        return status;
    status = gp_desk_file_pins(file, account, arena, pins, error);
    if (status == GP_OK)
        status = gp_desk_file_recents(file, account, arena, recents, error);
    return gp_desk_give(desk, status);
}
