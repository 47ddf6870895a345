/* read.c - sections and articles by statement. */
#include "store/sqlite/internal.h"

#include "base/clock.h"
#include "store_sql.h"

#include <stdlib.h>
#include <string.h>

static gp_status no_memory(gp_error *error)
{
    return gp_error_set(error, GP_NO_MEMORY, "the index: not enough memory");
}

gp_status gp_reader_get(gp_sqlite_store *store, gp_reader_statement slot, gp_audience part,
                        sqlite3_stmt **statement, gp_error *error)
{
    static const char *const texts[] = {
        [GP_READ_MATCH] = GP_SQL_MATCH,
        [GP_READ_SECTION] = GP_SQL_SECTION,
        [GP_READ_SECTION_TEXT] = GP_SQL_SECTION_TEXT,
        [GP_READ_DOCUMENT] = GP_SQL_DOCUMENT,
        [GP_READ_SECTIONS] = GP_SQL_SECTIONS_OF_DOCUMENT,
        [GP_READ_ALIAS] = GP_SQL_ALIAS,
        [GP_READ_MOVED] = GP_SQL_MOVED,
        [GP_READ_ATTACHMENT] = GP_SQL_ATTACHMENT,
        [GP_READ_LINES] = GP_SQL_DOCUMENT_LINES,
        [GP_READ_LABELS] = GP_SQL_SECTION_LABELS,
    };
    sqlite3_stmt **kept = &store->connection.statements[part][slot];
    gp_status status = GP_OK;

    if (*kept == NULL)
        status = gp_connection_prepare(&store->connection, texts[slot], part, kept, error);
    *statement = *kept;
    return status;
}

/* ---- rows to values -------------------------------------------------------------------------- */

static gp_status lines_column(sqlite3_stmt *row, int column, gp_arena *arena, gp_str_list *list)
{
    return gp_lines_to_list(gp_column_copy(row, column, arena), arena, list);
}

static gp_status read_section(sqlite3_stmt *row, gp_audience part, gp_arena *arena,
                              gp_stored_section *out)
{
    gp_section *section = &out->section;

    *out = (gp_stored_section){.audience = part};
    section->id = gp_column_copy(row, 0, arena);
    section->anchor = gp_column_copy(row, 1, arena);
    section->heading = gp_column_copy(row, 2, arena);
    section->level = sqlite3_column_int(row, 3);
    section->line = (size_t)sqlite3_column_int64(row, 4);
    section->text = gp_column_copy(row, 6, arena);
    section->html = gp_column_html(row, 7, section->text, arena);
    section->markdown = gp_column_copy(row, 8, arena);
    section->audience = sqlite3_column_int(row, 12) == GP_STAFF ? GP_STAFF : GP_PUBLIC;
    section->owner = gp_column_copy(row, 13, arena);
    section->review_by = gp_column_copy(row, 14, arena);
    section->approval.state = (gp_approval_state)sqlite3_column_int(row, 15);
    section->approval.by = gp_column_copy(row, 16, arena);
    section->approval.on = gp_column_copy(row, 17, arena);
    section->approval.review_by = gp_column_copy(row, 18, arena);
    section->url = gp_column_copy(row, 19, arena);
    out->slug = gp_column_copy(row, 20, arena);
    out->title = gp_column_copy(row, 21, arena);
    out->updated = gp_column_copy(row, 22, arena);
    out->kind = (gp_kind)sqlite3_column_int(row, 23);
    if (lines_column(row, 5, arena, &section->trail) != GP_OK ||
        lines_column(row, 9, arena, &section->questions) != GP_OK ||
        lines_column(row, 10, arena, &section->synonyms) != GP_OK ||
        lines_column(row, 11, arena, &section->aliases) != GP_OK ||
        lines_column(row, 24, arena, &out->tags) != GP_OK || arena->failed)
        return GP_NO_MEMORY;
    return GP_OK;
}

static gp_status fetch_one(gp_sqlite_store *store, gp_handle handle, bool text_only,
                           gp_arena *arena, gp_stored_section *out, gp_error *error)
{
    const gp_image_section *section = &store->image->sections.items[handle];
    sqlite3_stmt *row;
    gp_status status = gp_reader_get(store, text_only ? GP_READ_SECTION_TEXT : GP_READ_SECTION,
                                     section->part, &row, error);

    if (status != GP_OK)
        return status;
    (void)sqlite3_bind_int64(row, 1, section->row);
    if (sqlite3_step(row) == SQLITE_ROW)
        status = read_section(row, section->part, arena, out);
    else
        status = gp_connection_failed(&store->connection, error);
    (void)sqlite3_reset(row);
    return status == GP_NO_MEMORY ? no_memory(error) : status;
}

gp_status gp_sqlite_fetch(gp_store *base, const gp_handle *handles, size_t n, bool text_only,
                          gp_arena *arena, gp_stored_section *out, gp_error *error)
{
    gp_sqlite_store *store = (gp_sqlite_store *)(void *)base;
    const gp_stored_section *kept = text_only ? store->image->texts : NULL;
    gp_status status = GP_OK;

    for (size_t i = 0; i < n && status == GP_OK; i++) {
        if (kept != NULL)
            out[i] = kept[handles[i]];
        else
            status = fetch_one(store, handles[i], text_only, arena, &out[i], error);
    }
    return status;
}

static gp_status read_document(sqlite3_stmt *row, gp_arena *arena, gp_document *document)
{
    document->slug = gp_column_copy(row, 1, arena);
    document->path = gp_column_copy(row, 2, arena);
    document->title = gp_column_copy(row, 3, arena);
    document->summary = gp_column_copy(row, 4, arena);
    document->lang = gp_column_copy(row, 5, arena);
    document->kind = (gp_kind)sqlite3_column_int(row, 6);
    document->audience = sqlite3_column_int(row, 7) == GP_STAFF ? GP_STAFF : GP_PUBLIC;
    document->date = gp_column_copy(row, 8, arena);
    document->updated = gp_column_copy(row, 9, arena);
    document->owner = gp_column_copy(row, 10, arena);
    document->review_by = gp_column_copy(row, 11, arena);
    document->publish_on = gp_column_copy(row, 12, arena);
    document->expires_on = gp_column_copy(row, 13, arena);
    document->source_url = gp_column_copy(row, 14, arena);
    document->weight = sqlite3_column_double(row, 15);
    if (lines_column(row, 16, arena, &document->tags) != GP_OK ||
        lines_column(row, 17, arena, &document->related) != GP_OK ||
        lines_column(row, 18, arena, &document->aliases) != GP_OK || arena->failed)
        return GP_NO_MEMORY;
    return GP_OK;
}

/* A section with its place in the article, which both partitions share. */
typedef struct placed_section {
    gp_section section;
    int ordinal;
} placed_section;
typedef GP_VEC(placed_section) placed_sections;

static gp_status add_sections(gp_sqlite_store *store, gp_audience part, int64_t id, gp_arena *arena,
                              placed_sections *sections, gp_error *error)
{
    sqlite3_stmt *row;
    gp_status status = gp_reader_get(store, GP_READ_SECTIONS, part, &row, error);
    int code = SQLITE_DONE;

    if (status != GP_OK)
        return status;
    (void)sqlite3_bind_int64(row, 1, id);
    while (status == GP_OK && (code = sqlite3_step(row)) == SQLITE_ROW) {
        gp_stored_section stored;
        placed_section *placed = GP_VEC_PUSH(arena, sections);
        status = placed != NULL ? read_section(row, part, arena, &stored) : GP_NO_MEMORY;
        if (status == GP_OK)
            *placed = (placed_section){stored.section, sqlite3_column_int(row, 25)};
        else
            status = no_memory(error);
    }
    if (status == GP_OK && code != SQLITE_DONE)
        status = gp_connection_failed(&store->connection, error);
    (void)sqlite3_reset(row);
    return status;
}

static int by_ordinal(const void *a, const void *b)
{
    return ((const placed_section *)a)->ordinal - ((const placed_section *)b)->ordinal;
}

/* The half of an article that a partition holds; `*found` says whether it has one. */
static gp_status read_half(gp_sqlite_store *store, gp_audience part, gp_str slug, gp_arena *arena,
                           gp_document *document, placed_sections *sections, bool *found,
                           gp_error *error)
{
    sqlite3_stmt *row;
    gp_status status = gp_reader_get(store, GP_READ_DOCUMENT, part, &row, error);
    int64_t id = 0;
    int code;

    if (status != GP_OK)
        return status;
    gp_bind_text(row, 1, slug);
    code = sqlite3_step(row);
    if (code == SQLITE_ROW) {
        id = sqlite3_column_int64(row, 0);
        status = *found ? GP_OK : read_document(row, arena, document);
        if (status != GP_OK)
            status = no_memory(error);
        *found = true;
    } else if (code != SQLITE_DONE) {
        status = gp_connection_failed(&store->connection, error);
    }
    (void)sqlite3_reset(row);
    if (status == GP_OK && code == SQLITE_ROW)
        status = add_sections(store, part, id, arena, sections, error);
    return status;
}

static gp_status read_alias(gp_sqlite_store *store, gp_str slug, gp_arena *arena, gp_str *moved_to,
                            gp_error *error)
{
    for (int part = GP_PUBLIC; part <= (int)store->audience && moved_to->size == 0; part++) {
        sqlite3_stmt *row;
        gp_status status = gp_reader_get(store, GP_READ_ALIAS, (gp_audience)part, &row, error);
        int code;
        if (status != GP_OK)
            return status;
        gp_bind_text(row, 1, slug);
        code = sqlite3_step(row);
        if (code == SQLITE_ROW)
            *moved_to = gp_column_copy(row, 0, arena);
        else if (code != SQLITE_DONE)
            status = gp_connection_failed(&store->connection, error);
        (void)sqlite3_reset(row);
        if (status != GP_OK)
            return status;
    }
    if (moved_to->size > 0)
        return GP_OK;
    return gp_error_set(error, arena->failed ? GP_NO_MEMORY : GP_NOT_FOUND, "no such article");
}

gp_status gp_sqlite_document(gp_store *base, gp_str slug, gp_arena *arena, gp_document *out,
                             gp_str *moved_to, gp_error *error)
{
    gp_sqlite_store *store = (gp_sqlite_store *)(void *)base;
    placed_sections sections = {NULL, 0, 0};
    bool found = false;
    gp_status status = GP_OK;

    for (int part = GP_PUBLIC; part <= (int)store->audience && status == GP_OK; part++)
        status = read_half(store, (gp_audience)part, slug, arena, out, &sections, &found, error);
    if (status != GP_OK)
        return status;
    if (!found)
        return read_alias(store, slug, arena, moved_to, error);
    if (sections.count > 1)
        qsort(sections.items, sections.count, sizeof sections.items[0], by_ordinal);
    for (size_t i = 0; i < sections.count; i++) {
        gp_section *section = GP_VEC_PUSH(arena, &out->sections);
        if (section == NULL)
            return no_memory(error);
        *section = sections.items[i].section;
    }
    return gp_sqlite_read_moved(store, arena, out, error);
}

gp_status gp_sqlite_attachment(gp_store *base, gp_str slug, gp_str name, gp_arena *arena,
                               gp_attachment *out, gp_error *error)
{
    gp_sqlite_store *store = (gp_sqlite_store *)(void *)base;

    for (int part = GP_PUBLIC; part <= (int)store->audience && out->bytes.data == NULL; part++) {
        sqlite3_stmt *row;
        gp_status status = gp_reader_get(store, GP_READ_ATTACHMENT, (gp_audience)part, &row, error);
        int code;
        if (status != GP_OK)
            return status;
        gp_bind_text(row, 1, slug);
        gp_bind_text(row, 2, name);
        code = sqlite3_step(row);
        if (code == SQLITE_ROW) {
            out->name = gp_column_copy(row, 0, arena);
            out->mime = gp_column_copy(row, 1, arena);
            out->bytes = gp_arena_copy(
                arena, (gp_str){sqlite3_column_blob(row, 2), (size_t)sqlite3_column_bytes(row, 2)});
        } else if (code != SQLITE_DONE) {
            status = gp_connection_failed(&store->connection, error);
        }
        (void)sqlite3_reset(row);
        if (status != GP_OK)
            return status;
    }
    if (arena->failed)
        return no_memory(error);
    return out->bytes.data != NULL ? GP_OK
                                   : gp_error_set(error, GP_NOT_FOUND, "no such attachment");
}

static gp_status read_line(sqlite3_stmt *row, gp_arena *arena, gp_document_lines *lines)
{
    gp_document_line *line = GP_VEC_PUSH(arena, lines);

    if (line == NULL)
        return GP_NO_MEMORY;
    line->slug = gp_column_copy(row, 0, arena);
    line->title = gp_column_copy(row, 1, arena);
    line->summary = gp_column_copy(row, 2, arena);
    line->updated = gp_column_copy(row, 3, arena);
    line->kind = (gp_kind)sqlite3_column_int(row, 4);
    line->audience = sqlite3_column_int(row, 5) == GP_STAFF ? GP_STAFF : GP_PUBLIC;
    line->weight = sqlite3_column_double(row, 7);
    line->publish_on = INT32_MIN;
    line->expires_on = INT32_MAX;
    (void)gp_date_parse(gp_column_text(row, 8), &line->publish_on);
    (void)gp_date_parse(gp_column_text(row, 9), &line->expires_on);
    line->sections = (size_t)sqlite3_column_int64(row, 10);
    line->date = gp_column_copy(row, 11, arena);
    if (lines_column(row, 6, arena, &line->tags) != GP_OK || arena->failed)
        return GP_NO_MEMORY;
    return GP_OK;
}

/* An article with a public and a staff half is listed once, its sections added up. */
static void merge_halves(gp_document_lines *lines)
{
    size_t kept = 0;

    for (size_t i = 0; i < lines->count; i++) {
        gp_document_line line = lines->items[i];
        if (kept > 0 && gp_str_equal(lines->items[kept - 1].slug, line.slug))
            lines->items[kept - 1].sections += line.sections;
        else
            lines->items[kept++] = line;
    }
    lines->count = kept;
}

/* The kept lines, in a list of the caller's own. */
static gp_status copy_lines(const gp_document_lines *kept, gp_arena *arena,
                            gp_document_lines *lines, gp_error *error)
{
    lines->items = gp_arena_alloc(arena, kept->count * sizeof *lines->items);
    if (lines->items == NULL)
        return no_memory(error);
    if (kept->count > 0)
        memcpy(lines->items, kept->items, kept->count * sizeof *lines->items);
    lines->count = kept->count;
    lines->capacity = kept->count;
    return GP_OK;
}

gp_status gp_sqlite_documents(gp_store *base, gp_arena *arena, gp_document_lines *lines,
                              gp_error *error)
{
    gp_sqlite_store *store = (gp_sqlite_store *)(void *)base;

    if (store->image->has_lines)
        return copy_lines(&store->image->lines, arena, lines, error);
    for (int part = GP_PUBLIC; part <= (int)store->audience; part++) {
        sqlite3_stmt *row;
        gp_status status = gp_reader_get(store, GP_READ_LINES, (gp_audience)part, &row, error);
        int code = SQLITE_DONE;
        while (status == GP_OK && (code = sqlite3_step(row)) == SQLITE_ROW)
            status = read_line(row, arena, lines);
        if (status == GP_NO_MEMORY)
            (void)no_memory(error);
        if (status == GP_OK && code != SQLITE_DONE)
            status = gp_connection_failed(&store->connection, error);
        (void)sqlite3_reset(row);
        if (status != GP_OK)
            return status;
    }
    if (lines->count > 1)
        qsort(lines->items, lines->count, sizeof lines->items[0], gp_document_line_order);
    merge_halves(lines);
    return GP_OK;
}

static gp_status read_label(const gp_image *image, gp_audience part, sqlite3_stmt *row,
                            gp_arena *arena, gp_label *labels)
{
    int64_t number = sqlite3_column_int64(row, 0);
    gp_label *label;

    if (number < 0 || number >= image->row_limit[part] ||
        image->handle_of_row[part][number] == GP_NO_HANDLE)
        return GP_CORRUPT;
    label = &labels[image->handle_of_row[part][number]];
    label->heading = gp_column_copy(row, 1, arena);
    label->url = gp_column_copy(row, 3, arena);
    label->title = gp_column_copy(row, 4, arena);
    if (lines_column(row, 2, arena, &label->questions) != GP_OK || arena->failed)
        return GP_NO_MEMORY;
    return GP_OK;
}

gp_status gp_sqlite_labels(gp_store *base, gp_arena *arena, gp_label *labels, gp_error *error)
{
    gp_sqlite_store *store = (gp_sqlite_store *)(void *)base;
    gp_status status = GP_OK;

    for (int part = GP_PUBLIC; part <= (int)store->audience && status == GP_OK; part++) {
        sqlite3_stmt *row;
        int code = SQLITE_DONE;
        status = gp_reader_get(store, GP_READ_LABELS, (gp_audience)part, &row, error);
        if (status != GP_OK)
            return status;
        while (status == GP_OK && (code = sqlite3_step(row)) == SQLITE_ROW) {
            status = read_label(store->image, (gp_audience)part, row, arena, labels);
            if (status != GP_OK)
                status = gp_error_set(error, status, "the index: %s", gp_status_name(status));
        }
        if (status == GP_OK && code != SQLITE_DONE)
            status = gp_connection_failed(&store->connection, error);
        (void)sqlite3_reset(row);
    }
    return status;
}

gp_status gp_sqlite_check(gp_store *base, gp_error *error)
{
    gp_sqlite_store *store = (gp_sqlite_store *)(void *)base;
    sqlite3_stmt *row;
    gp_status status =
        gp_connection_prepare(&store->connection, GP_SQL_QUICK_CHECK, GP_PUBLIC, &row, error);

    if (status != GP_OK)
        return status;
    if (sqlite3_step(row) != SQLITE_ROW)
        status = gp_connection_failed(&store->connection, error);
    else if (!gp_str_equal(gp_column_text(row, 0), GP_STR("ok")))
        status = gp_error_set(error, GP_CORRUPT, "the index: damaged (%s); index again",
                              (const char *)sqlite3_column_text(row, 0));
    (void)sqlite3_finalize(row);
    return status;
}
