/* open.c - from a file to a store: a connection on its bytes, and the image in memory.
 *
 * All connections of a generation read the same bytes, whatever happens to the file's name
 * meanwhile: SQLite is given the bytes (sqlite3_deserialize), not the path.
 */
#include "store/hidden.h"
#include "store/sqlite/internal.h"

#include "base/memory.h"
#include "store_sql.h"

#include <string.h>

static gp_status no_memory(gp_error *error)
{
    return gp_error_set(error, GP_NO_MEMORY, "the index: not enough memory");
}

static void close_store(gp_store *base)
{
    gp_sqlite_store *store = (gp_sqlite_store *)(void *)base;

    gp_match_scratch_close(&store->scratch);
    gp_connection_close(&store->connection);
    gp_image_release(store->image);
    gp_free(store);
}

static gp_status share(gp_store *base, gp_store **shared, gp_error *error);

static const gp_store_ops sqlite_ops = {
    share,
    close_store,
    gp_sqlite_match,
    gp_sqlite_fetch,
    gp_sqlite_document,
    gp_sqlite_attachment,
    gp_sqlite_documents,
    gp_sqlite_labels,
    gp_sqlite_check,
};

gp_status gp_connection_open_bytes(gp_connection *connection, gp_index_file *file, gp_error *error)
{
    gp_status status =
        gp_connection_open(connection, file->by_name != NULL ? file->by_name : ":memory:", error);

    if (status != GP_OK || file->by_name != NULL)
        return status;
    if (sqlite3_deserialize(connection->db, "main", file->bytes, (sqlite3_int64)file->size,
                            (sqlite3_int64)file->size, SQLITE_DESERIALIZE_READONLY) == SQLITE_OK)
        return GP_OK;
    gp_connection_close(connection);
    return no_memory(error); /* it looks at no byte yet, and forgets its error code */
}

/* A connection on the bytes of `file`, for this audience. */
static gp_status open_connection(gp_sqlite_store *store, gp_index_file *file, gp_error *error)
{
    gp_status status = gp_connection_open_bytes(&store->connection, file, error);

    if (status != GP_OK)
        return status;
    gp_connection_for_reading(&store->connection);
    if (store->audience == GP_PUBLIC)
        gp_connection_for_visitors(&store->connection);
    return gp_connection_run(&store->connection,
                             file->by_name != NULL
                                 ? "PRAGMA query_only=1; PRAGMA cache_size=-8192;"
                                 : "PRAGMA query_only=1; PRAGMA cache_size=-1024; "
                                   "PRAGMA mmap_size=4294967296;",
                             GP_PUBLIC, error);
}

static gp_status share(gp_store *base, gp_store **shared, gp_error *error)
{
    gp_sqlite_store *from = (gp_sqlite_store *)(void *)base;
    gp_sqlite_store *made = gp_alloc(sizeof *made);
    gp_status status;

    if (made == NULL)
        return no_memory(error);
    made->store.ops = &sqlite_ops;
    made->store.image = from->image;
    made->image = from->image;
    made->audience = from->audience;
    gp_image_use(made->image);
    status = open_connection(made, made->image->owned, error);
    if (status != GP_OK) {
        close_store(&made->store);
        return status;
    }
    *shared = &made->store;
    return GP_OK;
}

/* Calls `read` for each row of a statement on one partition. */
typedef gp_status row_fn(gp_sqlite_store *store, gp_audience part, sqlite3_stmt *row,
                         uint32_t *map);

static gp_status each_row(gp_sqlite_store *store, const char *sql, gp_audience part, row_fn *read,
                          uint32_t *map, gp_error *error)
{
    sqlite3_stmt *row;
    gp_status status = gp_connection_prepare(&store->connection, sql, part, &row, error);
    int code = SQLITE_DONE;

    if (status != GP_OK)
        return status;
    while (status == GP_OK && (code = sqlite3_step(row)) == SQLITE_ROW)
        status = read(store, part, row, map);
    if (status != GP_OK)
        status = gp_error_set(error, status, "the index: %s", gp_status_name(status));
    else if (code != SQLITE_DONE)
        status = gp_connection_failed(&store->connection, error);
    (void)sqlite3_finalize(row);
    return status;
}

enum {
    MAP_SIZE_AT = 0
}; /* map[0] is how many documents the map has room for */

static gp_status load_document(gp_sqlite_store *store, gp_audience part, sqlite3_stmt *row,
                               uint32_t *map)
{
    gp_arena arena;
    gp_document document = {0};
    int64_t id = sqlite3_column_int64(row, 0);
    gp_status status = GP_NO_MEMORY;

    if (id < 1 || id > map[MAP_SIZE_AT])
        return GP_CORRUPT;
    gp_arena_init(&arena, 1 << 20);
    document.slug = gp_column_text(row, 1);
    document.kind = (gp_kind)(sqlite3_column_int(row, 2) & (GP_KIND_COUNT - 1));
    document.weight = sqlite3_column_double(row, 3);
    document.publish_on = gp_column_copy(row, 5, &arena);
    document.expires_on = gp_column_copy(row, 6, &arena);
    if (gp_lines_to_list(gp_column_copy(row, 4, &arena), &arena, &document.tags) == GP_OK &&
        !arena.failed) /* a date that was not copied would show what is not due yet */
        status = gp_image_add_document(store->image, &document, part, &map[id]);
    gp_arena_clear(&arena);
    return status;
}

static gp_status load_section(gp_sqlite_store *store, gp_audience part, sqlite3_stmt *row,
                              uint32_t *map)
{
    int64_t document = sqlite3_column_int64(row, 2);
    uint32_t lengths[GP_FIELD_COUNT];

    if (document < 1 || document > map[MAP_SIZE_AT] || map[document] == UINT32_MAX ||
        sqlite3_column_int64(row, 0) < 0)
        return GP_CORRUPT;
    for (int field = 0; field < GP_FIELD_COUNT; field++)
        lengths[field] = (uint32_t)sqlite3_column_int64(row, 3 + field);
    return gp_image_add_section(store->image, gp_column_text(row, 1), map[document], lengths,
                                sqlite3_column_int64(row, 0), part);
}

static gp_status load_word(gp_sqlite_store *store, gp_audience part, sqlite3_stmt *row,
                           uint32_t *map)
{
    (void)part;
    (void)map;
    return gp_image_add_word(store->image, gp_column_text(row, 0), gp_column_text(row, 1),
                             (uint32_t)sqlite3_column_int64(row, 2));
}

static gp_status load_stem(gp_sqlite_store *store, gp_audience part, sqlite3_stmt *row,
                           uint32_t *map)
{
    (void)part;
    (void)map;
    return gp_image_add_stem(store->image, gp_column_text(row, 0),
                             (uint32_t)sqlite3_column_int64(row, 1));
}

static gp_status load_acronym(gp_sqlite_store *store, gp_audience part, sqlite3_stmt *row,
                              uint32_t *map)
{
    (void)part;
    (void)map;
    return gp_image_add_acronym(store->image, gp_column_text(row, 0), gp_column_text(row, 1),
                                (uint32_t)sqlite3_column_int64(row, 2));
}

/* Rows are known to the sealed image by handle. */
static gp_status load_related(gp_sqlite_store *store, gp_audience part, sqlite3_stmt *row,
                              uint32_t *map)
{
    gp_image *image = store->image;
    int64_t section = sqlite3_column_int64(row, 0);
    gp_str rest = gp_column_text(row, 1);
    gp_str number;

    (void)map;
    if (section < 0 || section >= image->row_limit[part] ||
        image->handle_of_row[part][section] == GP_NO_HANDLE)
        return GP_CORRUPT;
    while (gp_str_next(&rest, ' ', &number)) {
        size_t other;
        if (!gp_str_to_size(number, (size_t)image->row_limit[part] - 1, &other) ||
            image->handle_of_row[part][other] == GP_NO_HANDLE ||
            !gp_image_relate(image, image->handle_of_row[part][section],
                             image->handle_of_row[part][other]))
            return GP_CORRUPT;
    }
    return GP_OK;
}

static gp_status load_site(gp_sqlite_store *store, gp_audience part, sqlite3_stmt *row,
                           uint32_t *map)
{
    (void)part;
    (void)map;
    store->image->site = gp_column_copy(row, 0, &store->image->memory);
    return store->image->site.data != NULL ? GP_OK : GP_NO_MEMORY;
}

static gp_status max_document(gp_sqlite_store *store, gp_audience part, sqlite3_stmt *row,
                              uint32_t *map)
{
    (void)store;
    (void)part;
    *map = (uint32_t)sqlite3_column_int64(row, 0);
    return GP_OK;
}

static gp_status load_part(gp_sqlite_store *store, gp_audience part, gp_error *error)
{
    uint32_t most = 0;
    uint32_t *map;
    gp_status status = each_row(store, "SELECT coalesce(max(id), 0) FROM part_document;", part,
                                max_document, &most, error);

    if (status != GP_OK)
        return status;
    map = gp_alloc(((size_t)most + 1) * sizeof *map);
    if (map == NULL)
        return no_memory(error);
    memset(map, 0xFF, ((size_t)most + 1) * sizeof *map);
    map[MAP_SIZE_AT] = most;
    status = each_row(store, GP_SQL_ALL_DOCUMENTS, part, load_document, map, error);
    if (status == GP_OK)
        status = each_row(store, GP_SQL_ALL_SECTIONS, part, load_section, map, error);
    if (status == GP_OK)
        status = each_row(store, GP_SQL_ALL_WORDS, part, load_word, map, error);
    if (status == GP_OK)
        status = each_row(store, GP_SQL_ALL_STEMS, part, load_stem, map, error);
    if (status == GP_OK)
        status = each_row(store, GP_SQL_ALL_ACRONYMS, part, load_acronym, map, error);
    gp_free(map);
    return status;
}

static gp_status load_image(gp_sqlite_store *store, gp_error *error)
{
    gp_status status = each_row(store, GP_SQL_SITE, GP_PUBLIC, load_site, NULL, error);

    for (int part = GP_PUBLIC; part <= (int)store->audience && status == GP_OK; part++)
        status = load_part(store, (gp_audience)part, error);
    if (status == GP_OK && gp_image_seal(store->image) != GP_OK)
        status = no_memory(error);
    for (int part = GP_PUBLIC; part <= (int)store->audience && status == GP_OK; part++)
        status = each_row(store, GP_SQL_ALL_RELATED, (gp_audience)part, load_related, NULL, error);
    return status;
}

static void free_file(void *owned)
{
    gp_index_file *file = owned;

    if (atomic_fetch_sub(&file->users, 1) > 1)
        return;
    gp_index_file_close(file);
    gp_free(file);
}

/* A store with an empty image on the file's bytes, of which it becomes one more user. */
static gp_status new_store(gp_index_file *file, gp_audience audience, gp_sqlite_store **out,
                           gp_error *error)
{
    gp_sqlite_store *made = gp_alloc(sizeof *made);

    *out = NULL;
    if (made == NULL || gp_image_new(&made->image) != GP_OK) {
        gp_free(made);
        return no_memory(error);
    }
    made->store.ops = &sqlite_ops;
    made->store.image = made->image;
    made->audience = audience;
    made->image->owned = file;
    made->image->free_owned = free_file;
    made->image->generation = gp_arena_copy(&made->image->memory, gp_str_of(file->checksum));
    (void)atomic_fetch_add(&file->users, 1);
    *out = made;
    return GP_OK;
}

static gp_status open_on_file(gp_index_file *file, gp_opening opening, gp_audience audience,
                              gp_store **store, gp_error *error)
{
    gp_sqlite_store *made;
    gp_status status = new_store(file, audience, &made, error);

    *store = NULL;
    if (status != GP_OK)
        return status;
    status = open_connection(made, file, error);
    if (status == GP_OK)
        status = load_image(made, error);
    if (status == GP_OK)
        status = gp_sqlite_read_vectors(&made->connection, audience, made->image, error);
    if (status == GP_OK && opening == GP_OPEN_PUBLISHED)
        status = gp_sqlite_read_places(file, audience, made->image, error);
    if (status == GP_OK && opening == GP_OPEN_PUBLISHED)
        status = gp_sqlite_keep(made, error);
    if (status != GP_OK)
        close_store(&made->store);
    else
        *store = &made->store;
    return status;
}

gp_status gp_sqlite_open(const char *path, gp_opening opening, gp_audience audience,
                         gp_store **store, gp_error *error)
{
    gp_index_file *file = gp_alloc(sizeof *file);
    gp_status status;

    *store = NULL;
    if (file == NULL)
        return no_memory(error);
    status = gp_index_file_open(path, opening == GP_OPEN_FRESH, file, error);
    if (status != GP_OK) {
        gp_free(file);
        return status;
    }
    atomic_init(&file->users, 1); /* this function */
    status = open_on_file(file, opening, audience, store, error);
    free_file(file);
    if (status != GP_OK)
        (void)gp_error_context(error, "%s", path);
    return status;
}

gp_status gp_store_open(const char *path, gp_audience audience, gp_store **store, gp_error *error)
{
    return gp_sqlite_open(path, GP_OPEN_PUBLISHED, audience, store, error);
}

/* Nobody shares the image yet. */
static gp_status hide(gp_store **store, int32_t today, gp_error *error)
{
    if (gp_image_hide(((gp_sqlite_store *)*store)->image, today) == GP_OK)
        return GP_OK;
    gp_store_close(*store);
    *store = NULL;
    return no_memory(error);
}

gp_status gp_store_open_on(const char *path, gp_audience audience, int32_t today, gp_store **store,
                           gp_error *error)
{
    gp_status status = gp_store_open(path, audience, store, error);

    if (status != GP_OK)
        return status;
    status = hide(store, today, error);
    if (status != GP_OK)
        (void)gp_error_context(error, "%s", path);
    return status;
}

gp_status gp_store_open_beside(const gp_store *store, gp_audience audience, int32_t today,
                               gp_store **beside, gp_error *error)
{
    gp_status status;

    *beside = NULL;
    if (store->ops != &sqlite_ops)
        return gp_error_set(error, GP_INVALID, "only an index in a file can be opened once more");
    status = open_on_file(store->image->owned, GP_OPEN_PUBLISHED, audience, beside, error);
    return status == GP_OK ? hide(beside, today, error) : status;
}
