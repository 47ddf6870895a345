#include "desk/questions.h"

#include "base/hash.h"
#include "desk/sqlite/internal.h"
#include "desk_sql.h"

/* ---- writing ---------------------------------------------------------------------------------- */

#define HASH_LIMIT ((size_t)64 << 10) /* of a hash's text and what its making takes */

/* Whether the question is counted: of others no state may be kept. */
static gp_status look_up(gp_desk_file *file, gp_str question, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_GAP_ASKED);
    gp_arena unused;
    gp_status status;
    bool found;
    int code;

    gp_arena_init(&unused, 1);
    gp_desk_bind(row, 1, question);
    code = sqlite3_step(row);
    found = code == SQLITE_ROW;
    status = gp_desk_rows_end(file, row, found ? SQLITE_DONE : code, &unused, error);
    gp_arena_clear(&unused);
    if (status != GP_OK || found)
        return status;
    return gp_error_set(error, GP_NOT_FOUND,
                        "questions: it is not counted any more; look at the list again");
}

static gp_status set_state(gp_desk_file *file, const gp_gap_row *gap, gp_error *error)
{
    bool kept = gap->state != GP_GAP_NEW;
    sqlite3_stmt *row = gp_desk_row(file, kept ? GP_SQL_DESK_GAP_SET : GP_SQL_DESK_GAP_FORGET);

    gp_desk_bind(row, 1, gap->question);
    if (kept) {
        (void)sqlite3_bind_int(row, 2, (int)gap->state);
        gp_desk_bind(row, 3, gap->account);
        gp_desk_bind(row, 4, gap->section);
        (void)sqlite3_bind_int(row, 5, gap->day);
    }
    return gp_desk_run(file, row, error);
}

/* The audit stays for ever, a question for 90 days: so the line has its hash. */
static gp_status note(gp_desk_file *file, const gp_gap_row *row, const gp_deed *deed,
                      gp_error *error)
{
    gp_deed told = *deed;
    gp_arena arena;
    gp_status status;

    gp_arena_init(&arena, HASH_LIMIT);
    told.subject = gp_sha256_hex(&arena, row->question);
    told.detail = gp_str_of(gp_gap_state_name(row->state));
    status = arena.failed ? gp_error_set(error, GP_NO_MEMORY, "questions: not enough memory")
                          : gp_desk_note(file, &told, error);
    gp_arena_clear(&arena);
    return status;
}

gp_status gp_desk_file_gap(gp_desk_file *file, const gp_gap_row *row, const gp_deed *deed,
                           gp_error *error)
{
    gp_status status = gp_desk_begin(file, error);

    if (status != GP_OK)
        return status;
    status = look_up(file, row->question, error);
    if (status == GP_OK)
        status = set_state(file, row, error);
    if (status == GP_OK)
        status = note(file, row, deed, error);
    return gp_desk_finish(file, status, error);
}

/* ---- reading ---------------------------------------------------------------------------------- */

/* A number that no version of ours wrote is taken for new. */
static gp_gap_state state_of(int number)
{
    return number > 0 && number < GP_GAP_STATE_COUNT ? (gp_gap_state)number : GP_GAP_NEW;
}

gp_status gp_desk_file_gaps(gp_desk_file *file, size_t limit, gp_arena *arena, gp_gap_list *list,
                            gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_GAPS);
    int code;

    *list = (gp_gap_list){NULL, 0, 0};
    (void)sqlite3_bind_int64(row, 1, (sqlite3_int64)limit);
    while ((code = sqlite3_step(row)) == SQLITE_ROW) {
        gp_gap_row *gap = GP_VEC_PUSH(arena, list);
        if (gap == NULL)
            break;
        *gap = (gp_gap_row){.question = gp_desk_column(row, 0, arena),
                            .state = state_of(sqlite3_column_int(row, 1)),
                            .account = gp_desk_column(row, 2, arena),
                            .section = gp_desk_column(row, 3, arena),
                            .day = sqlite3_column_int(row, 4)};
    }
    return gp_desk_rows_end(file, row, code, arena, error);
}
