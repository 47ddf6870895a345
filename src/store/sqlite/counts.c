/* counts.c - a large new index checked by its counts.
 *
 * FTS5's own integrity-check cuts every text into words once more and compares place by place: as
 * dear as indexing. Here FTS5 reads its whole index once, and for every stem must find just as many
 * sections as were counted while they were put, and in all just as many places as the sections have
 * words. A lost or invented row, stem or page, or one that FTS5 cannot read, shows; places that were
 * exchanged within the index would not, which the canary questions sample.
 */
#include "store/sqlite/internal.h"

#include "store_sql.h"

static gp_status differs(gp_error *error, const char *what)
{
    return gp_error_set(error, GP_CORRUPT,
                        "the new index: %s do not agree with what was counted; it is not published",
                        what);
}

static gp_status next_row(gp_connection *connection, sqlite3_stmt *row, bool *more, gp_error *error)
{
    int code = sqlite3_step(row);

    *more = code == SQLITE_ROW;
    return *more || code == SQLITE_DONE ? GP_OK : gp_connection_failed(connection, error);
}

/* Both give stem and sections in byte order of the stem. */
static gp_status compare_rows(gp_connection *connection, sqlite3_stmt *held, sqlite3_stmt *counted,
                              int64_t *places, gp_error *error)
{
    *places = 0;
    for (;;) {
        bool more, other;
        gp_status status = next_row(connection, held, &more, error);
        if (status == GP_OK)
            status = next_row(connection, counted, &other, error);
        if (status != GP_OK)
            return status;
        if (more != other)
            return differs(error, "its stems");
        if (!more)
            return GP_OK;
        if (!gp_str_equal(gp_column_text(held, 0), gp_column_text(counted, 0)) ||
            sqlite3_column_int64(held, 1) != sqlite3_column_int64(counted, 1))
            return differs(error, "the sections of a stem");
        *places += sqlite3_column_int64(held, 2);
    }
}

static gp_status compare_places(gp_connection *connection, gp_audience part, int64_t places,
                                gp_error *error)
{
    sqlite3_stmt *row;
    int64_t counted = -1;
    gp_status status = gp_connection_prepare(connection, GP_SQL_ALL_LENGTHS, part, &row, error);

    if (status != GP_OK)
        return status;
    if (sqlite3_step(row) == SQLITE_ROW)
        counted = sqlite3_column_int64(row, 0);
    if (sqlite3_finalize(row) != SQLITE_OK)
        return gp_connection_failed(connection, error);
    return counted == places ? GP_OK : differs(error, "its places");
}

static gp_status check_part(gp_connection *connection, gp_audience part, gp_error *error)
{
    sqlite3_stmt *held = NULL;
    sqlite3_stmt *counted = NULL;
    int64_t places = 0;
    gp_status status = gp_connection_run(connection, GP_SQL_COUNTS_OPEN, part, error);

    if (status == GP_OK)
        status = gp_connection_prepare(connection, GP_SQL_COUNTS, part, &held, error);
    if (status == GP_OK)
        status = gp_connection_prepare(connection, GP_SQL_ALL_STEMS, part, &counted, error);
    if (status == GP_OK)
        status = compare_rows(connection, held, counted, &places, error);
    (void)sqlite3_finalize(held);
    (void)sqlite3_finalize(counted);
    return status == GP_OK ? compare_places(connection, part, places, error) : status;
}

gp_status gp_sqlite_check_counts(gp_index_file *file, gp_error *error)
{
    gp_connection connection = {0};
    gp_status status = gp_connection_open_bytes(&connection, file, error);

    if (status != GP_OK)
        return status;
    for (int part = 0; part < 2 && status == GP_OK; part++)
        status = check_part(&connection, (gp_audience)part, error);
    gp_connection_close(&connection);
    return status;
}
