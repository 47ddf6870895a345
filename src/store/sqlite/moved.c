/* moved.c - sections that stood in another article once: kept by their old address among the aliases, and
 * read by the article that they left. */
#include "store/sqlite/internal.h"

#include "store_sql.h"

gp_status gp_sqlite_put_moved(gp_sqlite_build *build, const gp_section *section, gp_audience part,
                              int64_t document, gp_error *error)
{
    sqlite3_stmt *row = build->parts[part].alias;
    gp_status status = GP_OK;
    gp_str slug, anchor;

    for (size_t i = 0; i < section->aliases.count && status == GP_OK; i++) {
        if (!gp_alias_parts(section->aliases.items[i], &slug, &anchor))
            continue;
        gp_bind_text(row, 1, section->aliases.items[i]);
        (void)sqlite3_bind_int64(row, 2, document);
        status = gp_statement_run(&build->connection, row, error);
    }
    return status;
}

/* Adds what a partition knows to have stood in the article when it was called `slug`. */
static gp_status add_moved(gp_sqlite_store *store, gp_audience part, gp_str slug, gp_arena *arena,
                           gp_document *out, gp_error *error)
{
    sqlite3_stmt *row;
    gp_status status = gp_reader_get(store, GP_READ_MOVED, part, &row, error);
    int code = SQLITE_DONE;

    if (status != GP_OK)
        return status;
    gp_bind_text(row, 1, slug);
    while (status == GP_OK && (code = sqlite3_step(row)) == SQLITE_ROW) {
        gp_moved_section *moved;
        if (gp_str_equal(gp_column_text(row, 1), out->slug))
            continue;
        moved = GP_VEC_PUSH(arena, &out->moved);
        if (moved != NULL)
            *moved = (gp_moved_section){
                .anchor = gp_column_copy(row, 0, arena),
                .slug = gp_column_copy(row, 1, arena),
                .to = gp_column_copy(row, 2, arena),
                .heading = gp_column_copy(row, 3, arena),
                .title = gp_column_copy(row, 4, arena),
                .publish_on = gp_column_copy(row, 5, arena),
                .expires_on = gp_column_copy(row, 6, arena),
            };
        if (arena->failed)
            status = gp_error_set(error, GP_NO_MEMORY, "the index: not enough memory");
    }
    if (status == GP_OK && code != SQLITE_DONE)
        status = gp_connection_failed(&store->connection, error);
    (void)sqlite3_reset(row);
    return status;
}

gp_status gp_sqlite_read_moved(gp_sqlite_store *store, gp_arena *arena, gp_document *out,
                               gp_error *error)
{
    gp_status status = GP_OK;

    for (int part = GP_PUBLIC; part <= (int)store->audience && status == GP_OK; part++) {
        status = add_moved(store, (gp_audience)part, out->slug, arena, out, error);
        for (size_t i = 0; i < out->aliases.count && status == GP_OK; i++)
            status = add_moved(store, (gp_audience)part, out->aliases.items[i], arena, out, error);
    }
    return status;
}

static gp_status sections_of_part(gp_sqlite_build *build, gp_audience part, gp_str path,
                                  gp_build_section_fn *fn, void *context, gp_error *error)
{
    sqlite3_stmt *row;
    gp_status status =
        gp_connection_prepare(&build->connection, GP_SQL_SECTIONS_OF_PATH, part, &row, error);
    int code = SQLITE_DONE;

    if (status != GP_OK)
        return status;
    gp_bind_text(row, 1, path);
    while (status == GP_OK && (code = sqlite3_step(row)) == SQLITE_ROW) {
        const gp_section section = {.anchor = gp_column_text(row, 1),
                                    .heading = gp_column_text(row, 2),
                                    .text = gp_column_text(row, 3)};
        status = fn(context, gp_column_text(row, 0), &section);
        if (status != GP_OK)
            (void)gp_error_set(error, status, "the index: its sections could not all be read");
    }
    if (status == GP_OK && code != SQLITE_DONE)
        status = gp_connection_failed(&build->connection, error);
    (void)sqlite3_finalize(row);
    return status;
}

gp_status gp_sqlite_sections(gp_build *base, gp_str path, gp_build_section_fn *fn, void *context,
                             gp_error *error)
{
    gp_sqlite_build *build = (gp_sqlite_build *)(void *)base;
    gp_status status = sections_of_part(build, GP_PUBLIC, path, fn, context, error);

    return status == GP_OK ? sections_of_part(build, GP_STAFF, path, fn, context, error) : status;
}
