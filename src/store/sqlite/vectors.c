/* vectors.c - the vectors of sections' units: kept by name while building, read into the image. */
#include "store/sqlite/internal.h"

#include "store_sql.h"

#define VECTORS_MEMORY ((size_t)4 << 30)

/* ---- building -------------------------------------------------------------------------------- */

static void bind_blob(sqlite3_stmt *row, int parameter, const void *bytes, size_t size)
{
    (void)sqlite3_bind_blob64(row, parameter, bytes, size, SQLITE_STATIC);
}

gp_status gp_sqlite_has_vectors(gp_build *base, gp_audience part, gp_str name, bool *has,
                                gp_error *error)
{
    gp_sqlite_build *build = (gp_sqlite_build *)(void *)base;
    sqlite3_stmt *row = build->parts[part].vectors_has;
    int code;

    bind_blob(row, 1, name.data, name.size);
    code = sqlite3_step(row);
    *has = code == SQLITE_ROW;
    (void)sqlite3_reset(row);
    return code == SQLITE_ROW || code == SQLITE_DONE
               ? GP_OK
               : gp_connection_failed(&build->connection, error);
}

gp_status gp_sqlite_put_vectors(gp_build *base, gp_audience part, gp_str name, const int8_t *units,
                                size_t count, gp_error *error)
{
    gp_sqlite_build *build = (gp_sqlite_build *)(void *)base;
    sqlite3_stmt *row = build->parts[part].vectors;

    bind_blob(row, 1, name.data, name.size);
    bind_blob(row, 2, units, count * GP_UNIT_BYTES);
    return gp_statement_run(&build->connection, row, error);
}

gp_status gp_sqlite_put_meaning(gp_sqlite_build *build, gp_audience part, int64_t section,
                                gp_str name, gp_error *error)
{
    sqlite3_stmt *row = build->parts[part].meaning;

    if (name.size == 0)
        return GP_OK;
    (void)sqlite3_bind_int64(row, 1, section);
    bind_blob(row, 2, name.data, name.size);
    return gp_statement_run(&build->connection, row, error);
}

gp_status gp_sqlite_model(gp_build *base, gp_str model, gp_error *error)
{
    gp_sqlite_build *build = (gp_sqlite_build *)(void *)base;
    sqlite3_stmt *row;
    gp_status status = gp_connection_run(&build->connection, GP_SQL_MODEL_CLEAR, GP_PUBLIC, error);

    if (status == GP_OK)
        status =
            gp_connection_prepare(&build->connection, GP_SQL_MODEL_INSERT, GP_PUBLIC, &row, error);
    if (status != GP_OK)
        return status;
    gp_bind_text(row, 1, model);
    status = gp_statement_run(&build->connection, row, error);
    (void)sqlite3_finalize(row);
    return status;
}

/* ---- opening --------------------------------------------------------------------------------- */

typedef struct vector_reader {
    gp_image *image;
    gp_arena memory;
    GP_VEC(gp_section_vectors) sections;
    gp_str model;
} vector_reader;

static gp_status take_row(vector_reader *self, gp_audience part, sqlite3_stmt *row)
{
    const gp_image *image = self->image;
    int64_t section = sqlite3_column_int64(row, 0);
    gp_str units = {sqlite3_column_blob(row, 1), 0};
    gp_section_vectors *kept;
    gp_handle handle;

    units.size = (size_t)sqlite3_column_bytes(row, 1);
    if (units.data == NULL && units.size > 0)
        return GP_NO_MEMORY;
    if (section < 0 || section >= image->row_limit[part] || units.size % GP_UNIT_BYTES != 0)
        return GP_CORRUPT;
    handle = image->handle_of_row[part][section];
    if (handle == GP_NO_HANDLE)
        return GP_CORRUPT;
    kept = GP_VEC_PUSH(&self->memory, &self->sections);
    if (kept == NULL)
        return GP_NO_MEMORY;
    *kept = (gp_section_vectors){handle, (uint32_t)(units.size / GP_UNIT_BYTES),
                                 gp_arena_copy(&self->memory, units).data};
    return self->memory.failed ? GP_NO_MEMORY : GP_OK;
}

static gp_status read_part(vector_reader *self, gp_connection *connection, gp_audience part,
                           gp_error *error)
{
    sqlite3_stmt *row;
    gp_status status = gp_connection_prepare(connection, GP_SQL_ALL_VECTORS, part, &row, error);
    int code = SQLITE_DONE;

    if (status != GP_OK)
        return status;
    while (status == GP_OK && (code = sqlite3_step(row)) == SQLITE_ROW)
        status = take_row(self, part, row);
    if (status != GP_OK)
        status = gp_error_set(error, status, "the index: the vectors of its sections: %s",
                              gp_status_name(status));
    else if (code != SQLITE_DONE)
        status = gp_connection_failed(connection, error);
    (void)sqlite3_finalize(row);
    return status;
}

static gp_status read_model(vector_reader *self, gp_connection *connection, gp_error *error)
{
    sqlite3_stmt *row;
    gp_status status = gp_connection_prepare(connection, GP_SQL_MODEL, GP_PUBLIC, &row, error);
    int code;

    if (status != GP_OK)
        return status;
    code = sqlite3_step(row);
    if (code == SQLITE_ROW)
        self->model = gp_column_copy(row, 0, &self->memory);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        status = gp_connection_failed(connection, error);
    else if (self->memory.failed)
        status = gp_error_set(error, GP_NO_MEMORY, "the index: not enough memory");
    (void)sqlite3_finalize(row);
    return status;
}

gp_status gp_sqlite_read_vectors(gp_connection *connection, gp_audience audience, gp_image *image,
                                 gp_error *error)
{
    vector_reader self = {.image = image};
    gp_status status;

    gp_arena_init(&self.memory, VECTORS_MEMORY);
    status = read_model(&self, connection, error);
    for (int part = GP_PUBLIC; part <= (int)audience && status == GP_OK && self.model.size > 0;
         part++)
        status = read_part(&self, connection, (gp_audience)part, error);
    if (status == GP_OK && self.sections.count > 0 &&
        gp_image_seal_vectors(image, self.sections.items, self.sections.count, self.model) != GP_OK)
        status = gp_error_set(error, GP_NO_MEMORY, "the index: not enough memory");
    gp_arena_clear(&self.memory);
    return status;
}
