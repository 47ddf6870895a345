/* internal.h - the desk's file as its parts share it. Only files of this folder include <sqlite3.h>.
 *
 * Idea:     a statement is prepared when it is first wanted, and kept. Every change is a transaction: gp_desk_begin,
 *           statements, gp_desk_finish; what a member of staff does is noted in the same one
 *           (gp_desk_note), so that there is no deed without its line, and no line without its deed.
 */
#ifndef GP_DESK_SQLITE_INTERNAL_H
#define GP_DESK_SQLITE_INTERNAL_H

#include "desk/audit.h"

#include <sqlite3.h>

#define GP_DESK_PATH_SIZE  4096
#define GP_DESK_STATEMENTS 96

typedef struct gp_desk_statement {
    const char *sql; /* a constant of desk_sql.h, which the files here include */
    sqlite3_stmt *row;
} gp_desk_statement;

struct gp_desk_file {
    sqlite3 *db;
    gp_desk_statement statements[GP_DESK_STATEMENTS];
    size_t statement_count;
    int lock;                     /* descriptor with the server's lock; -1: a command's */
    char path[GP_DESK_PATH_SIZE]; /* as given, for messages; SQLite's begins with "/" or "./" */
};

/* The failure of the last call on this connection, said so that an operator knows what to do. */
gp_status gp_desk_failed(const gp_desk_file *file, gp_error *error);
/* The prepared statement of a constant; NULL: the file failed, and the next call says so. */
sqlite3_stmt *gp_desk_row(gp_desk_file *file, const char *sql);
/* The text must live until the statement was run. */
void gp_desk_bind(sqlite3_stmt *row, int parameter, gp_str text);
/* Steps a statement that gives no rows; afterwards nothing is bound. NULL fails. */
gp_status gp_desk_run(gp_desk_file *file, sqlite3_stmt *row, gp_error *error) GP_MUST_CHECK;
gp_status gp_desk_begin(gp_desk_file *file, gp_error *error) GP_MUST_CHECK;
/* Commits when `status` is GP_OK, else puts back what the file was; `status`, or how committing failed. */
gp_status gp_desk_finish(gp_desk_file *file, gp_status status, gp_error *error) GP_MUST_CHECK;
/* A column's text in the arena; the arena knows when memory ended. */
gp_str gp_desk_column(sqlite3_stmt *row, int index, gp_arena *arena);
/* After the last step of a statement that gives rows; `code` is what it returned. */
gp_status gp_desk_rows_end(const gp_desk_file *file, sqlite3_stmt *row, int code,
                           const gp_arena *arena, gp_error *error) GP_MUST_CHECK;
/* Appends a line to the audit, within the caller's transaction. */
gp_status gp_desk_note(gp_desk_file *file, const gp_deed *deed, gp_error *error) GP_MUST_CHECK;

#endif
