#include "http/desk/rows.h"

#include "desk/hold.h"

static gp_status read_all(gp_desk_file *file, int32_t today, gp_arena *arena, gp_desk_rows *rows,
                          gp_error *error)
{
    int32_t first = gp_desk_first_day(today, GP_DESK_KEEP_DAYS);
    gp_status status =
        gp_desk_file_asked(file, first, GP_DESK_ROWS_MAX, arena, &rows->asked, error);

    if (status == GP_OK)
        status = gp_desk_file_gaps(file, GP_DESK_ROWS_MAX, arena, &rows->states, error);
    if (status == GP_OK)
        status = gp_desk_file_accounts(file, arena, &rows->accounts, error);
    if (status == GP_OK)
        status = gp_desk_file_votes(file, first, GP_DESK_ROWS_MAX, arena, &rows->votes, error);
    if (status == GP_OK)
        status =
            gp_desk_file_vote_weeks(file, rows->first_week, GP_DESK_ROWS_WEEKS, rows->weeks, error);
    return status;
}

gp_status gp_desk_rows_read(gp_desk *desk, int32_t today, gp_arena *arena, gp_desk_rows *rows,
                            gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    *rows = (gp_desk_rows){.first_week = gp_desk_first_day(today, 7 * GP_DESK_ROWS_WEEKS)};
    if (status != GP_OK)
        return status;
    return gp_desk_give(desk, read_all(file, today, arena, rows, error));
}
