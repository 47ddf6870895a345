#include "store/sqlite/internal.h"

#include "base/html.h"

#include <stdlib.h>
#include <string.h>

static const char *prefix_of(gp_audience part)
{
    return part == GP_STAFF ? "staff_" : "public_";
}

gp_status gp_connection_failed(const gp_connection *connection, gp_error *error)
{
    int code = connection->db != NULL ? sqlite3_errcode(connection->db) : SQLITE_NOMEM;
    const char *why = connection->db != NULL ? sqlite3_errmsg(connection->db) : "out of memory";

    if (connection->fts.status == GP_NO_MEMORY)
        code = SQLITE_NOMEM;
    switch (code & 0xFF) {
    case SQLITE_NOMEM:
        return gp_error_set(error, GP_NO_MEMORY, "the index: not enough memory");
    case SQLITE_FULL:
        return gp_error_set(error, GP_IO, "the index: the disk is full; make room and try again");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return gp_error_set(error, GP_CORRUPT, "the index: damaged (%s); index again", why);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return gp_error_set(error, GP_BUSY, "the index: another program holds it");
    case SQLITE_INTERRUPT:
        return gp_error_set(error, GP_TIMEOUT, "the index: the time is up");
    default:
        return gp_error_set(error, GP_IO, "the index: %s", why);
    }
}

/* Lower limits than SQLite's own: our statements are known and small. */
static void harden(sqlite3 *db)
{
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, (int *)NULL);
    (void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 64 << 20);
    (void)sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 64 << 10);
    (void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_limit(db, SQLITE_LIMIT_WORKER_THREADS, 0);
    (void)sqlite3_limit(db, SQLITE_LIMIT_TRIGGER_DEPTH, 4);
}

gp_status gp_connection_open(gp_connection *connection, const char *path, gp_error *error)
{
    gp_status status;

    memset(connection, 0, sizeof *connection);
    status = gp_tokenizer_open("en", &connection->fts.tokenizer, error);
    if (status != GP_OK)
        return status;
    if (sqlite3_open_v2(path, &connection->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                            SQLITE_OPEN_EXRESCODE,
                        NULL) != SQLITE_OK) {
        status = gp_connection_failed(connection, error);
        gp_connection_close(connection);
        return status;
    }
    harden(connection->db);
    status = gp_fts_register(connection, error);
    if (status != GP_OK)
        gp_connection_close(connection);
    return status;
}

void gp_connection_close(gp_connection *connection)
{
    for (size_t part = 0; part < 2; part++) {
        for (size_t i = 0; i < sizeof connection->statements[part] / sizeof(sqlite3_stmt *); i++)
            (void)sqlite3_finalize(connection->statements[part][i]);
    }
    (void)sqlite3_close(connection->db);
    gp_tokenizer_close(connection->fts.tokenizer);
    memset(connection, 0, sizeof *connection);
}

/* SQLite asks this while it compiles a statement. */
static int visitors_only(void *context, int action, const char *first, const char *second,
                         const char *database, const char *trigger)
{
    (void)context;
    (void)action;
    (void)second;
    (void)database;
    (void)trigger;
    if (first != NULL && (strncmp(first, "staff_", 6) == 0 || strncmp(first, "build_", 6) == 0))
        return SQLITE_DENY;
    return action == SQLITE_ATTACH || action == SQLITE_DETACH ? SQLITE_DENY : SQLITE_OK;
}

void gp_connection_for_reading(gp_connection *connection)
{
    /* not while building: it forbids journal_mode=OFF */
    (void)sqlite3_db_config(connection->db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
}

void gp_connection_for_visitors(gp_connection *connection)
{
    (void)sqlite3_set_authorizer(connection->db, visitors_only, NULL);
}

/* The text with every "part_" replaced. */
static void write_sql(gp_buf *buf, const char *sql, gp_audience part)
{
    gp_str text = gp_str_of(sql);
    size_t from = 0;

    while (from < text.size) {
        size_t at = gp_str_find(text, GP_STR("part_"), from);
        gp_buf_add(buf, gp_str_slice(text, from, at));
        if (at < text.size)
            gp_buf_add_text(buf, prefix_of(part));
        from = at + 5;
    }
}

gp_status gp_connection_prepare(gp_connection *connection, const char *sql, gp_audience part,
                                sqlite3_stmt **statement, gp_error *error)
{
    gp_buf buf;
    gp_status status = GP_OK;

    *statement = NULL;
    gp_buf_init(&buf, 64 << 10);
    write_sql(&buf, sql, part);
    if (buf.status != GP_OK)
        status = gp_error_set(error, GP_NO_MEMORY, "the index: not enough memory");
    else if (sqlite3_prepare_v3(connection->db, buf.data, (int)buf.size, SQLITE_PREPARE_PERSISTENT,
                                statement, NULL) != SQLITE_OK)
        status = gp_connection_failed(connection, error);
    gp_buf_clear(&buf);
    return status;
}

gp_status gp_connection_run(gp_connection *connection, const char *sql, gp_audience part,
                            gp_error *error)
{
    gp_buf buf;
    gp_status status = GP_OK;

    gp_buf_init(&buf, 64 << 10);
    write_sql(&buf, sql, part);
    if (buf.status != GP_OK)
        status = gp_error_set(error, GP_NO_MEMORY, "the index: not enough memory");
    else if (sqlite3_exec(connection->db, buf.data, NULL, NULL, NULL) != SQLITE_OK)
        status = gp_connection_failed(connection, error);
    gp_buf_clear(&buf);
    return status;
}

gp_status gp_statement_run(gp_connection *connection, sqlite3_stmt *statement, gp_error *error)
{
    int code = sqlite3_step(statement);
    gp_status status = GP_OK;

    if (code != SQLITE_DONE && code != SQLITE_ROW)
        status = gp_connection_failed(connection, error);
    (void)sqlite3_reset(statement);
    return status;
}

void gp_bind_text(sqlite3_stmt *statement, int parameter, gp_str text)
{
    (void)sqlite3_bind_text(statement, parameter, text.data != NULL ? text.data : "",
                            (int)text.size, SQLITE_STATIC);
}

gp_str gp_column_text(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);

    if (text == NULL)
        return (gp_str){NULL, 0};
    return (gp_str){text, (size_t)sqlite3_column_bytes(statement, column)};
}

gp_str gp_column_copy(sqlite3_stmt *statement, int column, gp_arena *arena)
{
    return gp_arena_copy(arena, gp_column_text(statement, column));
}

void gp_bind_html(sqlite3_stmt *statement, int parameter, const gp_section *section)
{
    gp_buf html;
    bool plain = false;

    gp_buf_init(&html, section->html.size);
    if (section->text.size > 0 && section->html.size > section->text.size) {
        gp_html_add_paragraphs(&html, section->text);
        plain = html.status == GP_OK && gp_str_equal(gp_buf_str(&html), section->html);
    }
    gp_buf_clear(&html);
    if (plain)
        (void)sqlite3_bind_null(statement, parameter);
    else
        gp_bind_text(statement, parameter, section->html);
}

gp_str gp_column_html(sqlite3_stmt *statement, int column, gp_str text, gp_arena *arena)
{
    gp_buf html;
    gp_str made;

    if (sqlite3_column_type(statement, column) != SQLITE_NULL)
        return gp_column_copy(statement, column, arena);
    gp_buf_init(&html, text.size * 8 + 64);
    gp_html_add_paragraphs(&html, text);
    made = gp_arena_take(arena, &html);
    gp_buf_clear(&html);
    return made;
}
