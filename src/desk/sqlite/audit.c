#include "desk/audit.h"

#include "base/hash.h"
#include "desk/approvals.h"
#include "desk/sqlite/internal.h"
#include "desk_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    HEX_SIZE = 64,
    LINE_MEMORY = 64 << 10
};

/* A field with its length before it, so that no two lines of different fields give the same bytes. */
static void hash_field(gp_sha256 *hash, gp_str field)
{
    char length[24];
    int size = snprintf(length, sizeof length, "%zu:", field.size);

    gp_sha256_add(hash, (gp_str){length, (size_t)size});
    gp_sha256_add(hash, field);
}

static void hash_number(gp_sha256 *hash, int64_t number)
{
    char digits[24];
    int size = snprintf(digits, sizeof digits, "%" PRId64, number);

    hash_field(hash, (gp_str){digits, (size_t)size});
}

static gp_str hash_of(gp_str before, const gp_audit_row *line, gp_arena *arena)
{
    gp_sha256 hash;

    gp_sha256_begin(&hash);
    hash_field(&hash, before);
    hash_number(&hash, line->seq);
    hash_number(&hash, line->at);
    hash_field(&hash, line->account);
    hash_field(&hash, line->act);
    hash_field(&hash, line->subject);
    hash_field(&hash, line->detail);
    return gp_sha256_end(&hash, arena);
}

/* ---- adding ----------------------------------------------------------------------------------- */

/* Number and hash of the last line; 0 and empty when there is none. */
static gp_status read_last(gp_desk_file *file, gp_arena *arena, int64_t *seq, gp_str *hash,
                           gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_AUDIT_LAST);
    int code = sqlite3_step(row);

    *seq = 0;
    *hash = (gp_str){"", 0};
    if (code == SQLITE_ROW) {
        *seq = sqlite3_column_int64(row, 0);
        *hash = gp_desk_column(row, 1, arena);
        code = SQLITE_DONE;
    }
    return gp_desk_rows_end(file, row, code, arena, error);
}

static gp_status add_line(gp_desk_file *file, const gp_audit_row *line, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_AUDIT_ADD);

    (void)sqlite3_bind_int64(row, 1, line->seq);
    (void)sqlite3_bind_int64(row, 2, line->at);
    gp_desk_bind(row, 3, line->account);
    gp_desk_bind(row, 4, line->act);
    gp_desk_bind(row, 5, line->subject);
    gp_desk_bind(row, 6, line->detail);
    gp_desk_bind(row, 7, line->hash);
    return gp_desk_run(file, row, error);
}

gp_status gp_desk_note(gp_desk_file *file, const gp_deed *deed, gp_error *error)
{
    gp_audit_row line = {.at = deed->at,
                         .account = deed->account,
                         .act = gp_str_of(deed->act),
                         .subject = deed->subject,
                         .detail = deed->detail};
    gp_str before;
    gp_arena arena;
    gp_status status;

    gp_arena_init(&arena, LINE_MEMORY);
    status = read_last(file, &arena, &line.seq, &before, error);
    line.seq++;
    line.hash = hash_of(before, &line, &arena);
    if (status == GP_OK && line.hash.data == NULL)
        status = gp_error_set(error, GP_NO_MEMORY, "%s: not enough memory", file->path);
    if (status == GP_OK)
        status = add_line(file, &line, error);
    gp_arena_clear(&arena);
    return status;
}

/* ---- reading ---------------------------------------------------------------------------------- */

static gp_audit_row read_line(sqlite3_stmt *row, gp_arena *arena)
{
    return (gp_audit_row){.seq = sqlite3_column_int64(row, 0),
                          .at = sqlite3_column_int64(row, 1),
                          .account = gp_desk_column(row, 2, arena),
                          .act = gp_desk_column(row, 3, arena),
                          .subject = gp_desk_column(row, 4, arena),
                          .detail = gp_desk_column(row, 5, arena),
                          .hash = gp_desk_column(row, 6, arena)};
}

static gp_status read_lines(gp_desk_file *file, sqlite3_stmt *row, size_t limit, gp_arena *arena,
                            gp_audit_list *list, gp_error *error)
{
    int code;

    *list = (gp_audit_list){NULL, 0, 0};
    (void)sqlite3_bind_int64(row, 2, (sqlite3_int64)limit);
    while ((code = sqlite3_step(row)) == SQLITE_ROW) {
        gp_audit_row *line = GP_VEC_PUSH(arena, list);
        if (line == NULL)
            break;
        *line = read_line(row, arena);
    }
    return gp_desk_rows_end(file, row, code, arena, error);
}

gp_status gp_desk_file_audit(gp_desk_file *file, int64_t seq, size_t limit, gp_arena *arena,
                             gp_audit_list *list, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_AUDIT_BEFORE);

    (void)sqlite3_bind_int64(row, 1, seq);
    return read_lines(file, row, limit, arena, list, error);
}

gp_status gp_desk_file_history(gp_desk_file *file, gp_str section, size_t limit, gp_arena *arena,
                               gp_audit_list *list, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_HISTORY);

    gp_desk_bind(row, 1, section);
    return read_lines(file, row, limit, arena, list, error);
}

static gp_status broken(const gp_desk_file *file, int64_t seq, gp_error *error)
{
    return gp_error_set(error, GP_CORRUPT,
                        "%s: the audit was changed at line %" PRId64
                        ": it does not follow from the line before; compare it with a backup",
                        file->path, seq);
}

gp_status gp_desk_file_audit_check(gp_desk_file *file, gp_str known, size_t *lines, char head[65],
                                   gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_AUDIT_ALL);
    bool met = known.size == 0;
    bool sound = true;
    gp_arena arena;
    gp_status status;
    int code = SQLITE_DONE;

    *lines = 0;
    head[0] = '\0';
    gp_arena_init(&arena, LINE_MEMORY);
    while (sound && (code = sqlite3_step(row)) == SQLITE_ROW) {
        gp_audit_row line = read_line(row, &arena);
        gp_str hash = hash_of(gp_str_of(head), &line, &arena);
        sound = line.seq == (int64_t)*lines + 1 && hash.size == HEX_SIZE &&
                gp_str_equal(hash, line.hash);
        if (!sound)
            break;
        memcpy(head, hash.data, HEX_SIZE);
        head[HEX_SIZE] = '\0';
        met = met || gp_str_equal(hash, known);
        ++*lines;
        gp_arena_reset(&arena);
    }
    status = gp_desk_rows_end(file, row, sound ? code : SQLITE_DONE, &arena, error);
    gp_arena_clear(&arena);
    if (status == GP_OK && !sound)
        status = broken(file, (int64_t)*lines + 1, error);
    if (status == GP_OK && !met)
        status = gp_error_set(error, GP_CORRUPT,
                              "%s: the audit does not hold the line with that hash; it was cut "
                              "short or replaced: compare it with a backup",
                              file->path);
    return status;
}
