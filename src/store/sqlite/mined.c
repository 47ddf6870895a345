/* mined.c - what is found in the texts of a finished build: acronyms. All texts are read again, also when
 * few have changed: then a refreshed index holds just what a full one would, and it costs little
 * beside the rest of publishing.
 */
#include "store/acronyms.h"
#include "store/sqlite/internal.h"

#include "store_sql.h"

static gp_status no_memory(gp_error *error)
{
    return gp_error_set(error, GP_NO_MEMORY, "the new index: not enough memory");
}

static gp_status read_texts(gp_sqlite_build *build, gp_audience part, gp_acronym_tally *tally,
                            gp_error *error)
{
    sqlite3_stmt *row;
    gp_status status =
        gp_connection_prepare(&build->connection, GP_SQL_ALL_TEXTS, part, &row, error);
    int code = SQLITE_DONE;

    if (status != GP_OK)
        return status;
    while (status == GP_OK && (code = sqlite3_step(row)) == SQLITE_ROW) {
        status = gp_acronym_tally_section(tally, gp_column_text(row, 0), gp_column_text(row, 1));
        if (status != GP_OK)
            status = no_memory(error);
    }
    if (status == GP_OK && code != SQLITE_DONE)
        status = gp_connection_failed(&build->connection, error);
    (void)sqlite3_finalize(row);
    return status;
}

static gp_status write_acronyms(gp_sqlite_build *build, gp_audience part,
                                const gp_acronym_tally *tally, gp_error *error)
{
    sqlite3_stmt *row;
    gp_status status = gp_connection_run(&build->connection, GP_SQL_ACRONYMS_CLEAR, part, error);

    if (status == GP_OK)
        status =
            gp_connection_prepare(&build->connection, GP_SQL_ACRONYM_INSERT, part, &row, error);
    if (status != GP_OK)
        return status;
    for (size_t i = 0; i < tally->pairs.count && status == GP_OK; i++) {
        gp_bind_text(row, 1, tally->pairs.items[i].short_form);
        gp_bind_text(row, 2, tally->pairs.items[i].long_form);
        (void)sqlite3_bind_int64(row, 3, tally->pairs.items[i].sections);
        status = gp_statement_run(&build->connection, row, error);
    }
    (void)sqlite3_finalize(row);
    return status;
}

gp_status gp_sqlite_mine(gp_sqlite_build *build, gp_audience part, gp_error *error)
{
    gp_acronym_tally tally;
    gp_status status;

    gp_acronym_tally_init(&tally);
    status = read_texts(build, part, &tally, error);
    gp_acronym_tally_finish(&tally);
    if (status == GP_OK)
        status = write_acronyms(build, part, &tally, error);
    gp_acronym_tally_clear(&tally);
    return status;
}
