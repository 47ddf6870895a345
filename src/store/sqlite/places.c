/* places.c - FTS5's own index read once into postings in memory, when an index is opened.
 *
 * fts5vocab's "instance" table gives every place of every stem, stem by stem in byte order, then by row,
 * column and offset: just the order that postings are filled in. About 140 ns a place.
 */
#include "store/sqlite/internal.h"

#include "store_sql.h"

gp_field gp_sqlite_field_of(gp_str column)
{
    switch (column.size > 0 ? column.data[0] : 0) {
    case 'h':
        return GP_FIELD_HEADING;
    case 'c':
        return GP_FIELD_CONTEXT;
    case 'q':
        return GP_FIELD_QUESTIONS;
    default:
        return GP_FIELD_BODY;
    }
}

typedef struct place_reader {
    gp_image *image;
    gp_audience part;
    size_t stem; /* number of the stem under way */
} place_reader;

/* Rows and the image's stems are both in byte order: one step at a time. */
static gp_status take_place(place_reader *self, sqlite3_stmt *row)
{
    gp_image *image = self->image;
    gp_str stem = gp_column_text(row, 0);
    gp_str column = gp_column_text(row, 2);
    int64_t section = sqlite3_column_int64(row, 1);
    int64_t position = sqlite3_column_int64(row, 3);
    gp_handle handle;

    if (stem.data == NULL || column.data == NULL) /* neither is ever NULL in the table */
        return GP_NO_MEMORY;
    while (self->stem < image->stems.count &&
           !gp_str_equal(image->stems.items[self->stem].stem, stem))
        self->stem++;
    if (self->stem >= image->stems.count || section < 0 ||
        section >= image->row_limit[self->part] || position < 0 || position > UINT32_MAX)
        return GP_CORRUPT;
    handle = image->handle_of_row[self->part][section];
    if (handle == GP_NO_HANDLE)
        return GP_CORRUPT;
    return gp_postings_add(&image->postings, (uint32_t)self->stem, handle,
                           gp_sqlite_field_of(column), (uint32_t)position);
}

static gp_status read_part(gp_connection *connection, gp_image *image, gp_audience part,
                           gp_error *error)
{
    place_reader self = {image, part, 0};
    sqlite3_stmt *row;
    gp_status status = gp_connection_run(connection, GP_SQL_PLACES_OPEN, part, error);
    int code = SQLITE_DONE;

    if (status == GP_OK)
        status = gp_connection_prepare(connection, GP_SQL_PLACES, part, &row, error);
    if (status != GP_OK)
        return status;
    while (status == GP_OK && !image->postings.too_many && (code = sqlite3_step(row)) == SQLITE_ROW)
        status = take_place(&self, row);
    if (status != GP_OK)
        status = gp_error_set(error, status, "the index: its words and their places: %s",
                              gp_status_name(status));
    else if (code != SQLITE_DONE && code != SQLITE_ROW)
        status = gp_connection_failed(connection, error);
    (void)sqlite3_finalize(row);
    return status;
}

gp_status gp_sqlite_read_places(gp_index_file *file, gp_audience audience, gp_image *image,
                                gp_error *error)
{
    gp_connection connection = {0};
    gp_status status = gp_connection_open_bytes(&connection, file, error);

    if (status != GP_OK)
        return status;
    for (int part = GP_PUBLIC; part <= (int)audience && status == GP_OK; part++)
        status = read_part(&connection, image, (gp_audience)part, error);
    gp_connection_close(&connection);
    if (status == GP_OK && gp_image_seal_postings(image) != GP_OK)
        status = gp_error_set(error, GP_NO_MEMORY, "the index: not enough memory");
    return status;
}
