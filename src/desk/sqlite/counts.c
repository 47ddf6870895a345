#include "desk/counts.h"

#include "desk/sqlite/internal.h"
#include "desk_sql.h"

/* ---- writing ---------------------------------------------------------------------------------- */

gp_status gp_desk_file_count(gp_desk_file *file, gp_asked_count *counts, size_t n, gp_error *error)
{
    gp_status status = gp_desk_begin(file, error);

    for (size_t i = 0; i < n && status == GP_OK; i++) {
        sqlite3_stmt *row =
            gp_desk_row(file, counts[i].first ? GP_SQL_DESK_ASKED_FIRST : GP_SQL_DESK_ASKED_MORE);
        (void)sqlite3_bind_int(row, 1, counts[i].day);
        gp_desk_bind(row, 2, counts[i].question);
        (void)sqlite3_bind_int64(row, 3, counts[i].asked);
        (void)sqlite3_bind_int64(row, 4, counts[i].level);
        status = gp_desk_run(file, row, error);
        counts[i].gone = status == GP_OK && sqlite3_changes(file->db) == 0;
    }
    return gp_desk_finish(file, status, error);
}

static gp_status run_vote(gp_desk_file *file, const char *sql, const gp_vote *vote, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, sql);

    (void)sqlite3_bind_int(row, 1, vote->day);
    gp_desk_bind(row, 2, vote->section);
    gp_desk_bind(row, 3, vote->text_hash);
    (void)sqlite3_bind_int(row, 4, vote->helpful);
    gp_desk_bind(row, 5, gp_str_of(gp_reason_name(vote->reason)));
    return gp_desk_run(file, row, error);
}

static gp_status take_back(gp_desk_file *file, const gp_vote *vote, gp_error *error)
{
    gp_status status = run_vote(file, GP_SQL_DESK_VOTE_TAKE_BACK, vote, error);
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_VOTE_TIDY);

    if (status != GP_OK)
        return status;
    (void)sqlite3_bind_int(row, 1, vote->day);
    gp_desk_bind(row, 2, vote->section);
    return gp_desk_run(file, row, error);
}

gp_status gp_desk_file_vote(gp_desk_file *file, const gp_vote *vote, const gp_vote *instead,
                            gp_error *error)
{
    gp_status status = gp_desk_begin(file, error);

    if (status == GP_OK && instead != NULL)
        status = take_back(file, instead, error);
    if (status == GP_OK)
        status = run_vote(file, GP_SQL_DESK_VOTE_ADD, vote, error);
    return gp_desk_finish(file, status, error);
}

/* What became of a question goes with its last count. */
static gp_status delete_gaps(gp_desk_file *file, gp_error *error)
{
    return gp_desk_run(file, gp_desk_row(file, GP_SQL_DESK_PURGE_GAPS), error);
}

/* Deletes what is from before `day`; `*rows` says how much. */
static gp_status delete_before(gp_desk_file *file, const char *sql, int32_t day, size_t *rows,
                               gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, sql);
    gp_status status;

    (void)sqlite3_bind_int(row, 1, day);
    status = gp_desk_run(file, row, error);
    *rows = status == GP_OK ? (size_t)sqlite3_changes(file->db) : 0;
    return status;
}

gp_status gp_desk_file_purge(gp_desk_file *file, int32_t day, gp_desk_purged *purged,
                             gp_error *error)
{
    gp_status status = gp_desk_begin(file, error);

    *purged = (gp_desk_purged){0, 0};
    if (status == GP_OK)
        status = delete_before(file, GP_SQL_DESK_PURGE_ASKED, day, &purged->questions, error);
    if (status == GP_OK)
        status = delete_before(file, GP_SQL_DESK_PURGE_VOTES, day, &purged->votes, error);
    if (status == GP_OK)
        status = delete_gaps(file, error);
    return gp_desk_finish(file, status, error);
}

/* ---- reading ---------------------------------------------------------------------------------- */

gp_status gp_desk_file_most_asked(gp_desk_file *file, int32_t day, unsigned level, size_t limit,
                                  gp_arena *arena, gp_str_list *questions, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_MOST_ASKED);
    int code;

    *questions = (gp_str_list){0};
    (void)sqlite3_bind_int(row, 1, day);
    (void)sqlite3_bind_int64(row, 2, level);
    (void)sqlite3_bind_int64(row, 3, (sqlite3_int64)limit);
    while ((code = sqlite3_step(row)) == SQLITE_ROW) {
        (void)gp_str_list_add(arena, questions, gp_desk_column(row, 0, arena));
    }
    return gp_desk_rows_end(file, row, code, arena, error);
}

gp_status gp_desk_file_asked(gp_desk_file *file, int32_t day, size_t limit, gp_arena *arena,
                             gp_asked_list *list, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_ASKED_SINCE);
    int code;

    *list = (gp_asked_list){NULL, 0, 0};
    (void)sqlite3_bind_int(row, 1, day);
    (void)sqlite3_bind_int64(row, 2, (sqlite3_int64)limit);
    while ((code = sqlite3_step(row)) == SQLITE_ROW) {
        gp_asked_row *asked = GP_VEC_PUSH(arena, list);
        if (asked == NULL)
            break;
        *asked =
            (gp_asked_row){gp_desk_column(row, 0, arena), (uint64_t)sqlite3_column_int64(row, 1),
                           sqlite3_column_int(row, 2), (unsigned)sqlite3_column_int(row, 3)};
    }
    return gp_desk_rows_end(file, row, code, arena, error);
}

gp_status gp_desk_file_votes(gp_desk_file *file, int32_t day, size_t limit, gp_arena *arena,
                             gp_vote_list *list, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_VOTES_SINCE);
    int code;

    *list = (gp_vote_list){NULL, 0, 0};
    (void)sqlite3_bind_int(row, 1, day);
    (void)sqlite3_bind_int64(row, 2, (sqlite3_int64)limit);
    while ((code = sqlite3_step(row)) == SQLITE_ROW) {
        gp_vote_row *votes = GP_VEC_PUSH(arena, list);
        if (votes == NULL)
            break;
        *votes = (gp_vote_row){.section = gp_desk_column(row, 0, arena),
                               .text_hash = gp_desk_column(row, 1, arena),
                               .helpful = sqlite3_column_int(row, 2) != 0,
                               .votes = (uint64_t)sqlite3_column_int64(row, 4)};
        (void)gp_reason_parse(gp_desk_column(row, 3, arena), &votes->reason);
    }
    return gp_desk_rows_end(file, row, code, arena, error);
}

gp_status gp_desk_file_vote_weeks(gp_desk_file *file, int32_t day, size_t n, gp_vote_week *weeks,
                                  gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_VOTE_WEEKS);
    gp_arena unused;
    gp_status status;
    int code;

    for (size_t i = 0; i < n; i++)
        weeks[i] = (gp_vote_week){0, 0};
    gp_arena_init(&unused, 1);
    (void)sqlite3_bind_int(row, 1, day);
    (void)sqlite3_bind_int64(row, 2, (sqlite3_int64)n);
    while ((code = sqlite3_step(row)) == SQLITE_ROW) {
        gp_vote_week *week = &weeks[sqlite3_column_int64(row, 0)]; /* below n: the statement's */
        uint64_t votes = (uint64_t)sqlite3_column_int64(row, 2);
        if (sqlite3_column_int(row, 1) != 0)
            week->helpful += votes;
        else
            week->unhelpful += votes;
    }
    status = gp_desk_rows_end(file, row, code, &unused, error);
    gp_arena_clear(&unused);
    return status;
}
