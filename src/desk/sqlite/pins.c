#include "desk/pins.h"

#include "desk/sqlite/internal.h"
#include "desk_sql.h"

/* ---- statements ------------------------------------------------------------------------------- */

/* Runs a statement on an account (?1), a section (?2; empty where it has none) and a number (?3). */
static gp_status run(gp_desk_file *file, const char *sql, gp_str account, gp_str section,
                     size_t number, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, sql);

    gp_desk_bind(row, 1, account);
    gp_desk_bind(row, 2, section);
    (void)sqlite3_bind_int64(row, 3, (sqlite3_int64)number);
    return gp_desk_run(file, row, error);
}

static gp_status list(gp_desk_file *file, const char *sql, gp_str account, size_t limit,
                      gp_arena *arena, gp_str_list *sections, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, sql);
    int code;

    *sections = (gp_str_list){0};
    gp_desk_bind(row, 1, account);
    (void)sqlite3_bind_int64(row, 2, (sqlite3_int64)limit);
    while ((code = sqlite3_step(row)) == SQLITE_ROW)
        (void)gp_str_list_add(arena, sections, gp_desk_column(row, 0, arena));
    return gp_desk_rows_end(file, row, code, arena, error);
}

static bool is_among(const gp_str_list *sections, gp_str section, size_t *at)
{
    for (*at = 0; *at < sections->count; (*at)++) {
        if (gp_str_equal(sections->items[*at], section))
            return true;
    }
    return false;
}

/* ---- pins ------------------------------------------------------------------------------------- */

/* With a transaction begun: why nothing was added. */
static gp_status told_full(gp_desk_file *file, gp_str account, gp_str section, gp_error *error)
{
    gp_str_list pins;
    gp_arena arena;
    gp_status status;
    size_t at;

    gp_arena_init(&arena, 1 << 20);
    status = gp_desk_file_pins(file, account, &arena, &pins, error);
    if (status == GP_OK && !is_among(&pins, section, &at))
        status = gp_error_set(error, GP_TOO_LARGE, "pins: %d are pinned; take one out first",
                              GP_PINS_MAX);
    gp_arena_clear(&arena);
    return status;
}

gp_status gp_desk_file_pin(gp_desk_file *file, gp_str account, gp_str section, gp_error *error)
{
    gp_status status = gp_desk_begin(file, error);

    if (status == GP_OK)
        status = run(file, GP_SQL_DESK_PIN_ADD, account, section, GP_PINS_MAX, error);
    if (status == GP_OK && sqlite3_changes(file->db) == 0)
        status = told_full(file, account, section, error);
    return gp_desk_finish(file, status, error);
}

gp_status gp_desk_file_unpin(gp_desk_file *file, gp_str account, gp_str section, gp_error *error)
{
    gp_status status = gp_desk_begin(file, error);
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_PIN_REMOVE);

    if (status == GP_OK) {
        gp_desk_bind(row, 1, account);
        gp_desk_bind(row, 2, section);
        status = gp_desk_run(file, row, error);
    }
    return gp_desk_finish(file, status, error);
}

/* Writes all places anew: there are few. */
static gp_status move(gp_desk_file *file, gp_str account, gp_str section, size_t place,
                      gp_arena *arena, gp_error *error)
{
    gp_str_list pins;
    gp_status status = gp_desk_file_pins(file, account, arena, &pins, error);
    size_t at;

    if (status != GP_OK)
        return status;
    if (!is_among(&pins, section, &at))
        return gp_error_set(error, GP_NOT_FOUND, "pins: that section is not pinned");
    place = place < 1 ? 0 : place > pins.count ? pins.count - 1 : place - 1;
    for (; at > place; at--)
        pins.items[at] = pins.items[at - 1];
    for (; at < place; at++)
        pins.items[at] = pins.items[at + 1];
    pins.items[place] = section;
    for (size_t i = 0; i < pins.count && status == GP_OK; i++)
        status = run(file, GP_SQL_DESK_PIN_PLACE, account, pins.items[i], i + 1, error);
    return status;
}

gp_status gp_desk_file_move_pin(gp_desk_file *file, gp_str account, gp_str section, size_t place,
                                gp_error *error)
{
    gp_arena arena;
    gp_status status = gp_desk_begin(file, error);

    gp_arena_init(&arena, 1 << 20);
    if (status == GP_OK)
        status = move(file, account, section, place, &arena, error);
    gp_arena_clear(&arena);
    return gp_desk_finish(file, status, error);
}

gp_status gp_desk_file_pins(gp_desk_file *file, gp_str account, gp_arena *arena, gp_str_list *pins,
                            gp_error *error)
{
    return list(file, GP_SQL_DESK_PINS, account, GP_PINS_MAX, arena, pins, error);
}

/* ---- what was used last ----------------------------------------------------------------------- */

static gp_status trim(gp_desk_file *file, gp_str account, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_RECENT_TRIM);

    gp_desk_bind(row, 1, account);
    (void)sqlite3_bind_int(row, 2, GP_RECENTS_MAX);
    return gp_desk_run(file, row, error);
}

gp_status gp_desk_file_use(gp_desk_file *file, gp_str account, gp_str section, gp_error *error)
{
    gp_status status = gp_desk_begin(file, error);
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_RECENT_ADD);

    if (status == GP_OK) {
        gp_desk_bind(row, 1, account);
        gp_desk_bind(row, 2, section);
        status = gp_desk_run(file, row, error);
    }
    if (status == GP_OK)
        status = trim(file, account, error);
    return gp_desk_finish(file, status, error);
}

gp_status gp_desk_file_recents(gp_desk_file *file, gp_str account, gp_arena *arena,
                               gp_str_list *recents, gp_error *error)
{
    return list(file, GP_SQL_DESK_RECENTS, account, GP_RECENTS_MAX, arena, recents, error);
}
