/* replay.c - whether approvals, reviews and owners are what the audit tells of. */
#include "desk/approvals.h"

#include "base/hash.h"
#include "desk/sqlite/internal.h"
#include "desk_sql.h"

#define CHECK_MEMORY ((size_t)4 << 20)

static gp_status differs(const gp_desk_file *file, gp_str section, const char *what,
                         gp_error *error)
{
    return gp_error_set(error, GP_CORRUPT, "%s: %.*s: %s; compare it with a backup", file->path,
                        GP_STR_ARGS(section), what);
}

static gp_status check_tables(gp_desk_file *file, gp_arena *arena, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_APPROVALS_DIFFER);
    gp_str section = {NULL, 0};
    int code = sqlite3_step(row);
    bool found = code == SQLITE_ROW;
    gp_status status;

    if (found)
        section = gp_desk_column(row, 0, arena);
    status = gp_desk_rows_end(file, row, found ? SQLITE_DONE : code, arena, error);
    if (status == GP_OK && found)
        status = differs(file, section, "what is kept of it is not what the audit tells", error);
    return status;
}

/* Text by text: all of them may be more than memory should hold. */
static gp_status check_texts(gp_desk_file *file, gp_arena *arena, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_APPROVALS_WITH_TEXTS);
    gp_str wrong = {NULL, 0};
    gp_status status;
    int code = SQLITE_DONE;

    gp_arena_reset(arena);
    while (wrong.data == NULL && (code = sqlite3_step(row)) == SQLITE_ROW) {
        gp_str section = gp_desk_column(row, 0, arena);
        gp_str hash = gp_desk_column(row, 2, arena);
        bool given = sqlite3_column_int(row, 1) == 1;
        if (given && !gp_str_equal(gp_sha256_hex(arena, gp_desk_column(row, 3, arena)), hash))
            wrong = section;
        else
            gp_arena_reset(arena);
    }
    status = gp_desk_rows_end(file, row, wrong.data != NULL ? SQLITE_DONE : code, arena, error);
    if (status == GP_OK && wrong.data != NULL)
        status = differs(file, wrong, "the approved text does not have its hash", error);
    return status;
}

gp_status gp_desk_file_approvals_check(gp_desk_file *file, gp_error *error)
{
    gp_arena arena;
    gp_status status;

    gp_arena_init(&arena, CHECK_MEMORY);
    status = check_tables(file, &arena, error);
    if (status == GP_OK)
        status = check_texts(file, &arena, error);
    gp_arena_clear(&arena);
    return status;
}
