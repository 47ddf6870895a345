/* build.c - a new index beside the published one: put, drop, stamps.
 *
 * One transaction without journal or sync: until it is renamed nobody reads the file, and a build
 * that dies is thrown away whole. A refresh begins with a copy of the published file.
 */
#include "store/sqlite/internal.h"

#include "base/memory.h"
#include "store_sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define SCRATCH_LIMIT ((size_t)256 << 20)

static gp_status no_memory(gp_error *error)
{
    return gp_error_set(error, GP_NO_MEMORY, "the new index: not enough memory");
}

/* ---- put ------------------------------------------------------------------------------------- */

static gp_status insert_document(gp_sqlite_build *build, const gp_document *document,
                                 gp_audience part, int64_t *id, gp_error *error)
{
    sqlite3_stmt *row = build->parts[part].document;
    gp_arena *scratch = &build->scratch;
    gp_status status;

    gp_bind_text(row, 1, document->slug);
    gp_bind_text(row, 2, document->path);
    gp_bind_text(row, 3, document->title);
    gp_bind_text(row, 4, document->summary);
    gp_bind_text(row, 5, document->lang);
    (void)sqlite3_bind_int(row, 6, (int)document->kind);
    (void)sqlite3_bind_int(row, 7, (int)document->audience);
    gp_bind_text(row, 8, document->date);
    gp_bind_text(row, 9, document->updated);
    gp_bind_text(row, 10, document->owner);
    gp_bind_text(row, 11, document->review_by);
    gp_bind_text(row, 12, document->publish_on);
    gp_bind_text(row, 13, document->expires_on);
    gp_bind_text(row, 14, document->source_url);
    (void)sqlite3_bind_double(row, 15, document->weight);
    gp_bind_text(row, 16, gp_lines_of(&document->tags, scratch));
    gp_bind_text(row, 17, gp_lines_of(&document->related, scratch));
    gp_bind_text(row, 18, gp_lines_of(&document->aliases, scratch));
    if (scratch->failed)
        return no_memory(error);
    status = gp_statement_run(&build->connection, row, error);
    *id = sqlite3_last_insert_rowid(build->connection.db);
    return status;
}

static gp_status insert_extras(gp_sqlite_build *build, const gp_document *document,
                               gp_audience part, int64_t id, gp_error *error)
{
    gp_status status = GP_OK;

    for (size_t i = 0; i < document->aliases.count && status == GP_OK; i++) {
        sqlite3_stmt *row = build->parts[part].alias;
        gp_bind_text(row, 1, gp_alias_place(document->aliases.items[i]));
        (void)sqlite3_bind_int64(row, 2, id);
        status = gp_statement_run(&build->connection, row, error);
    }
    for (size_t i = 0; i < document->attachments.count && status == GP_OK; i++) {
        const gp_attachment *attachment = &document->attachments.items[i];
        sqlite3_stmt *row = build->parts[part].attachment;
        if (attachment->bytes.data == NULL)
            continue;
        (void)sqlite3_bind_int64(row, 1, id);
        gp_bind_text(row, 2, attachment->name);
        gp_bind_text(row, 3, attachment->mime);
        (void)sqlite3_bind_blob64(row, 4, attachment->bytes.data, attachment->bytes.size,
                                  SQLITE_STATIC);
        status = gp_statement_run(&build->connection, row, error);
    }
    return status;
}

static void bind_approval(sqlite3_stmt *row, const gp_approval *approval)
{
    (void)sqlite3_bind_int(row, 19, (int)approval->state);
    gp_bind_text(row, 20, approval->by);
    gp_bind_text(row, 21, approval->on);
    gp_bind_text(row, 22, approval->review_by);
}

static gp_status insert_section(gp_sqlite_build *build, const gp_section *section, gp_audience part,
                                int64_t id, int64_t document, size_t ordinal, gp_error *error)
{
    sqlite3_stmt *row = build->parts[part].section;
    gp_arena *scratch = &build->scratch;

    (void)sqlite3_bind_int64(row, 1, id);
    (void)sqlite3_bind_int64(row, 2, document);
    (void)sqlite3_bind_int64(row, 3, (sqlite3_int64)ordinal);
    gp_bind_text(row, 4, section->id);
    gp_bind_text(row, 5, section->anchor);
    gp_bind_text(row, 6, section->heading);
    (void)sqlite3_bind_int(row, 7, section->level);
    (void)sqlite3_bind_int64(row, 8, (sqlite3_int64)section->line);
    gp_bind_text(row, 9, gp_lines_of(&section->trail, scratch));
    gp_bind_text(row, 10, section->text);
    gp_bind_html(row, 11, section);
    gp_bind_text(row, 12, section->markdown);
    gp_bind_text(row, 13, gp_lines_of(&section->questions, scratch));
    gp_bind_text(row, 14, gp_lines_of(&section->synonyms, scratch));
    gp_bind_text(row, 15, gp_lines_of(&section->aliases, scratch));
    (void)sqlite3_bind_int(row, 16, (int)section->audience);
    gp_bind_text(row, 17, section->owner);
    gp_bind_text(row, 18, section->review_by);
    bind_approval(row, &section->approval);
    gp_bind_text(row, 23, section->url);
    for (int field = 0; field < GP_FIELD_COUNT; field++)
        (void)sqlite3_bind_int64(row, 24 + field, build->connection.fts.lengths[field]);
    if (scratch->failed)
        return no_memory(error);
    return gp_statement_run(&build->connection, row, error);
}

/* The sections of one partition, and the article's row there if it has any (or, for the public one,
 * if it is a public article). */
static gp_status put_part(gp_sqlite_build *build, const gp_document *document, gp_audience part,
                          gp_error *error)
{
    int64_t document_id = 0;
    gp_status status = GP_OK;
    bool wanted = document->audience == part;

    for (size_t i = 0; i < document->sections.count && !wanted; i++)
        wanted = gp_section_in(document, &document->sections.items[i], part);
    if (!wanted || (part == GP_PUBLIC && document->audience == GP_STAFF))
        return GP_OK;
    status = insert_document(build, document, part, &document_id, error);
    if (status == GP_OK)
        status = insert_extras(build, document, part, document_id, error);
    for (size_t i = 0; i < document->sections.count && status == GP_OK; i++) {
        const gp_section *section = &document->sections.items[i];
        int64_t id;
        if (!gp_section_in(document, section, part))
            continue;
        id = build->next_section[part]++;
        status = gp_sqlite_index_words(build, document, section, part, id, error);
        if (status == GP_OK)
            status = insert_section(build, section, part, id, document_id, i, error);
        if (status == GP_OK)
            status = gp_sqlite_put_moved(build, section, part, document_id, error);
        if (status == GP_OK)
            status = gp_sqlite_put_meaning(build, part, id, section->meaning, error);
        gp_arena_reset(&build->scratch);
        build->changes++;
    }
    return status;
}

static gp_status check_slug(gp_sqlite_build *build, const gp_document *document, gp_error *error)
{
    for (int part = 0; part < 2; part++) {
        sqlite3_stmt *row = build->parts[part].path_of_slug;
        gp_status status = GP_OK;
        int code;
        gp_bind_text(row, 1, document->slug);
        code = sqlite3_step(row);
        if (code == SQLITE_ROW)
            status =
                gp_error_set(error, GP_INVALID,
                             "the slug %.*s of %.*s is taken by %.*s; give one of them another",
                             GP_STR_ARGS(document->slug), GP_STR_ARGS(document->path),
                             GP_STR_ARGS(gp_column_text(row, 0)));
        else if (code != SQLITE_DONE)
            status = gp_connection_failed(&build->connection, error);
        (void)sqlite3_reset(row);
        if (status != GP_OK)
            return status;
    }
    return GP_OK;
}

static gp_status put(gp_build *base, const gp_document *document, gp_error *error)
{
    gp_sqlite_build *build = (gp_sqlite_build *)(void *)base;
    gp_status status = check_slug(build, document, error);

    if (status == GP_OK)
        status = put_part(build, document, GP_PUBLIC, error);
    if (status == GP_OK)
        status = put_part(build, document, GP_STAFF, error);
    gp_arena_reset(&build->scratch);
    return status;
}

/* ---- drop ------------------------------------------------------------------------------------ */

static gp_status unindex_row(gp_sqlite_build *build, gp_audience part, sqlite3_stmt *texts,
                             gp_error *error)
{
    sqlite3_stmt *row = build->parts[part].fts_delete;
    gp_fts *fts = &build->connection.fts;

    for (int column = 0; column <= GP_FIELD_COUNT; column++) {
        gp_str text = gp_column_text(texts, column);
        if (column == 0)
            (void)sqlite3_bind_int64(row, 1, sqlite3_column_int64(texts, 0));
        else
            gp_bind_text(row, column + 1, text);
    }
    fts->vocabulary = &build->words[part];
    fts->field = 0;
    gp_vocabulary_section(fts->vocabulary, -1);
    build->changes++;
    return gp_statement_run(&build->connection, row, error);
}

static gp_status run_with_id(gp_sqlite_build *build, const char *sql, gp_audience part, int64_t id,
                             gp_error *error)
{
    sqlite3_stmt *row;
    gp_status status = gp_connection_prepare(&build->connection, sql, part, &row, error);

    if (status != GP_OK)
        return status;
    (void)sqlite3_bind_int64(row, 1, id);
    status = gp_statement_run(&build->connection, row, error);
    (void)sqlite3_finalize(row);
    return status;
}

static gp_status drop_document(gp_sqlite_build *build, gp_audience part, int64_t id,
                               gp_error *error)
{
    static const char *const deletes[] = {GP_SQL_MEANING_DELETE, GP_SQL_SECTIONS_DELETE,
                                          GP_SQL_ATTACHMENTS_DELETE, GP_SQL_ALIASES_DELETE,
                                          GP_SQL_DOCUMENT_DELETE};
    sqlite3_stmt *texts;
    gp_status status =
        gp_connection_prepare(&build->connection, GP_SQL_TEXTS_OF_DOCUMENT, part, &texts, error);
    int code = SQLITE_DONE;

    if (status != GP_OK)
        return status;
    (void)sqlite3_bind_int64(texts, 1, id);
    while (status == GP_OK && (code = sqlite3_step(texts)) == SQLITE_ROW)
        status = unindex_row(build, part, texts, error);
    if (status == GP_OK && code != SQLITE_DONE)
        status = gp_connection_failed(&build->connection, error);
    (void)sqlite3_finalize(texts);
    for (size_t i = 0; i < sizeof deletes / sizeof deletes[0] && status == GP_OK; i++)
        status = run_with_id(build, deletes[i], part, id, error);
    return status;
}

static gp_status drop_part(gp_sqlite_build *build, gp_audience part, gp_str path, gp_error *error)
{
    GP_VEC(int64_t) ids = {NULL, 0, 0};
    sqlite3_stmt *row;
    gp_status status =
        gp_connection_prepare(&build->connection, GP_SQL_DOCUMENTS_OF_PATH, part, &row, error);

    if (status != GP_OK)
        return status;
    gp_bind_text(row, 1, path);
    while (sqlite3_step(row) == SQLITE_ROW) {
        int64_t *id = GP_VEC_PUSH(&build->scratch, &ids);
        if (id != NULL)
            *id = sqlite3_column_int64(row, 0);
    }
    if (sqlite3_finalize(row) != SQLITE_OK)
        return gp_connection_failed(&build->connection, error);
    if (build->scratch.failed)
        return no_memory(error);
    for (size_t i = 0; i < ids.count && status == GP_OK; i++)
        status = drop_document(build, part, ids.items[i], error);
    return status;
}

static gp_status drop(gp_build *base, gp_str path, gp_error *error)
{
    gp_sqlite_build *build = (gp_sqlite_build *)(void *)base;
    sqlite3_stmt *row;
    gp_status status = gp_sqlite_leave_to_fts(build, error);

    if (status == GP_OK)
        status = drop_part(build, GP_PUBLIC, path, error);
    if (status == GP_OK)
        status = drop_part(build, GP_STAFF, path, error);
    if (status == GP_OK)
        status =
            gp_connection_prepare(&build->connection, GP_SQL_STAMP_DELETE, GP_PUBLIC, &row, error);
    if (status == GP_OK) {
        gp_bind_text(row, 1, path);
        status = gp_statement_run(&build->connection, row, error);
        (void)sqlite3_finalize(row);
    }
    gp_arena_reset(&build->scratch);
    return status;
}

/* ---- stamps and site ------------------------------------------------------------------------- */

static gp_status stamps(gp_build *base, gp_arena *arena, gp_stamp_list *list, gp_error *error)
{
    gp_sqlite_build *build = (gp_sqlite_build *)(void *)base;
    sqlite3_stmt *row;
    gp_status status =
        gp_connection_prepare(&build->connection, GP_SQL_STAMPS, GP_PUBLIC, &row, error);

    if (status != GP_OK)
        return status;
    while (sqlite3_step(row) == SQLITE_ROW) {
        gp_stamp *stamp = GP_VEC_PUSH(arena, list);
        if (stamp == NULL)
            break;
        stamp->path = gp_column_copy(row, 0, arena);
        stamp->hash = gp_column_copy(row, 1, arena);
        stamp->documents = (size_t)sqlite3_column_int64(row, 2);
        stamp->sections = (size_t)sqlite3_column_int64(row, 3);
    }
    if (sqlite3_finalize(row) != SQLITE_OK)
        return gp_connection_failed(&build->connection, error);
    return arena->failed ? no_memory(error) : GP_OK;
}

static gp_status stamp(gp_build *base, const gp_stamp *value, gp_error *error)
{
    gp_sqlite_build *build = (gp_sqlite_build *)(void *)base;
    sqlite3_stmt *row;
    gp_status status =
        gp_connection_prepare(&build->connection, GP_SQL_STAMP_PUT, GP_PUBLIC, &row, error);

    if (status != GP_OK)
        return status;
    gp_bind_text(row, 1, value->path);
    gp_bind_text(row, 2, value->hash);
    (void)sqlite3_bind_int64(row, 3, (sqlite3_int64)value->documents);
    (void)sqlite3_bind_int64(row, 4, (sqlite3_int64)value->sections);
    status = gp_statement_run(&build->connection, row, error);
    (void)sqlite3_finalize(row);
    return status;
}

static gp_status site(gp_build *base, gp_str json, gp_error *error)
{
    gp_sqlite_build *build = (gp_sqlite_build *)(void *)base;
    sqlite3_stmt *row;
    gp_status status = gp_connection_run(&build->connection, GP_SQL_SITE_CLEAR, GP_PUBLIC, error);

    if (status == GP_OK)
        status =
            gp_connection_prepare(&build->connection, GP_SQL_SITE_INSERT, GP_PUBLIC, &row, error);
    if (status != GP_OK)
        return status;
    gp_bind_text(row, 1, json);
    status = gp_statement_run(&build->connection, row, error);
    (void)sqlite3_finalize(row);
    return status;
}

/* ---- beginning ------------------------------------------------------------------------------- */

static const gp_build_ops build_ops = {put,
                                       drop,
                                       gp_sqlite_sections,
                                       stamps,
                                       stamp,
                                       site,
                                       gp_sqlite_has_vectors,
                                       gp_sqlite_put_vectors,
                                       gp_sqlite_model,
                                       gp_sqlite_publish,
                                       gp_sqlite_abandon};

/* Opens and locks "<path>.new". Another builder may rename it between our open and our lock: then
 * the name has gone on to another file, and we try again. */
static gp_status lock_beside(gp_sqlite_build *build, gp_error *error)
{
    for (int attempt = 0; attempt < 10; attempt++) {
        struct stat ours, named;
        build->lock = open(build->beside, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (build->lock < 0)
            return gp_error_set(error, GP_IO, "%s: cannot be created: %s", build->beside,
                                strerror(errno));
        if (flock(build->lock, LOCK_EX | LOCK_NB) != 0)
            return gp_error_set(error, GP_BUSY,
                                "%s: another build is under way; wait for it to end", build->path);
        if (fstat(build->lock, &ours) == 0 && stat(build->beside, &named) == 0 &&
            ours.st_ino == named.st_ino && ours.st_dev == named.st_dev)
            return GP_OK;
        (void)close(build->lock);
        build->lock = -1;
    }
    return gp_error_set(error, GP_BUSY, "%s: other builds come and go; try again", build->path);
}

/* Fills the new file with the published index, if it is sound; else it is empty, and all is indexed anew. */
static gp_status copy_published(gp_sqlite_build *build, gp_error *error)
{
    gp_status status = gp_index_file_copy(build->path, build->lock, &build->refreshed, error);

    if (build->refreshed || status != GP_OK)
        return status;
    if (ftruncate(build->lock, 0) != 0)
        return gp_error_set(error, GP_IO, "%s: cannot be written: %s", build->beside,
                            strerror(errno));
    return GP_OK;
}

static gp_status create_schema(gp_sqlite_build *build, gp_error *error)
{
    char header[96];
    unsigned char mark[GP_MARK_SIZE];
    sqlite3_stmt *row;
    gp_status status;

    (void)snprintf(header, sizeof header, "PRAGMA application_id=%d; PRAGMA user_version=%d;",
                   GP_INDEX_APPLICATION, GP_INDEX_FORMAT);
    status = gp_connection_run(&build->connection, header, GP_PUBLIC, error);
    if (status == GP_OK)
        status = gp_connection_run(&build->connection, GP_SQL_SCHEMA_COMMON, GP_PUBLIC, error);
    if (status == GP_OK)
        status = gp_connection_run(&build->connection, GP_SQL_SCHEMA_PART, GP_PUBLIC, error);
    if (status == GP_OK)
        status = gp_connection_run(&build->connection, GP_SQL_SCHEMA_PART, GP_STAFF, error);
    if (status == GP_OK)
        status = gp_connection_prepare(&build->connection, GP_SQL_CHECKSUM_INSERT, GP_PUBLIC, &row,
                                       error);
    if (status != GP_OK)
        return status;
    gp_index_mark(mark);
    (void)sqlite3_bind_blob(row, 1, mark, sizeof mark, SQLITE_STATIC);
    status = gp_statement_run(&build->connection, row, error);
    (void)sqlite3_finalize(row);
    return status;
}

static gp_status load_words(gp_sqlite_build *build, gp_audience part, const char *sql, bool forms,
                            gp_error *error)
{
    sqlite3_stmt *row;
    gp_status status = gp_connection_prepare(&build->connection, sql, part, &row, error);

    if (status != GP_OK)
        return status;
    while (status == GP_OK && sqlite3_step(row) == SQLITE_ROW)
        status = gp_vocabulary_load(&build->words[part], gp_column_text(row, 0),
                                    forms ? gp_column_text(row, 1) : GP_STR(""),
                                    (uint32_t)sqlite3_column_int64(row, forms ? 2 : 1));
    if (status != GP_OK)
        status = no_memory(error);
    if (sqlite3_finalize(row) != SQLITE_OK && status == GP_OK)
        status = gp_connection_failed(&build->connection, error);
    return status;
}

static gp_status load_part(gp_sqlite_build *build, gp_audience part, gp_error *error)
{
    sqlite3_stmt *row;
    gp_status status =
        gp_connection_prepare(&build->connection, GP_SQL_LAST_SECTION, part, &row, error);

    if (status != GP_OK)
        return status;
    if (sqlite3_step(row) == SQLITE_ROW)
        build->next_section[part] = sqlite3_column_int64(row, 0) + 1;
    if (sqlite3_finalize(row) != SQLITE_OK)
        return gp_connection_failed(&build->connection, error);
    status = load_words(build, part, GP_SQL_ALL_WORDS, true, error);
    if (status == GP_OK)
        status = load_words(build, part, GP_SQL_ALL_STEMS, false, error);
    return status;
}

static gp_status prepare_part(gp_sqlite_build *build, gp_audience part, gp_error *error)
{
    gp_part_statements *own = &build->parts[part];
    const struct {
        const char *sql;
        sqlite3_stmt **statement;
    } wanted[] = {{GP_SQL_DOCUMENT_INSERT, &own->document},
                  {GP_SQL_ALIAS_INSERT, &own->alias},
                  {GP_SQL_ATTACHMENT_INSERT, &own->attachment},
                  {GP_SQL_SECTION_INSERT, &own->section},
                  {GP_SQL_FTS_INSERT, &own->fts},
                  {GP_SQL_FTS_DELETE, &own->fts_delete},
                  {GP_SQL_PATH_OF_SLUG, &own->path_of_slug},
                  {GP_SQL_MEANING_INSERT, &own->meaning},
                  {GP_SQL_VECTORS_INSERT, &own->vectors},
                  {GP_SQL_VECTORS_HAS, &own->vectors_has}};
    gp_status status = GP_OK;

    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0] && status == GP_OK; i++)
        status = gp_connection_prepare(&build->connection, wanted[i].sql, part, wanted[i].statement,
                                       error);
    return status;
}

gp_status gp_sqlite_build_prepare(gp_sqlite_build *build, gp_error *error)
{
    gp_status status = prepare_part(build, GP_PUBLIC, error);

    return status == GP_OK ? prepare_part(build, GP_STAFF, error) : status;
}

void gp_sqlite_build_close_statements(gp_sqlite_build *build)
{
    for (int part = 0; part < 2; part++) {
        gp_part_statements *own = &build->parts[part];
        sqlite3_stmt **all[] = {&own->document,    &own->alias,   &own->attachment,
                                &own->section,     &own->fts,     &own->fts_delete,
                                &own->meaning,     &own->vectors, &own->vectors_has,
                                &own->path_of_slug};
        for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
            (void)sqlite3_finalize(*all[i]);
            *all[i] = NULL;
        }
    }
}

gp_status gp_sqlite_build_connect(gp_sqlite_build *build, gp_error *error)
{
    gp_status status = gp_connection_open(&build->connection, build->beside, error);

    if (status != GP_OK)
        return status;
    /* two of FTS5's blocks or six sections a page: an eighth faster to write than pages of 4,096 */
    return gp_connection_run(
        &build->connection,
        "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; "
        "PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
        GP_PUBLIC, error);
}

static gp_status open_build(gp_sqlite_build *build, bool refresh, gp_error *error)
{
    gp_status status = lock_beside(build, error);

    if (status == GP_OK && ftruncate(build->lock, 0) != 0)
        status =
            gp_error_set(error, GP_IO, "%s: cannot be written: %s", build->beside, strerror(errno));
    if (status == GP_OK && refresh)
        status = copy_published(build, error);
    if (status == GP_OK)
        status = gp_sqlite_build_connect(build, error);
    if (status == GP_OK)
        status = gp_connection_run(&build->connection, GP_SQL_BEGIN, GP_PUBLIC, error);
    if (status == GP_OK && !build->refreshed)
        status = create_schema(build, error);
    if (status == GP_OK && !build->refreshed)
        status = gp_segments_possible(&build->connection, GP_PUBLIC, &build->direct, error);
    for (int part = 0; part < 2 && status == GP_OK; part++)
        status = load_part(build, (gp_audience)part, error);
    return status == GP_OK ? gp_sqlite_build_prepare(build, error) : status;
}

gp_status gp_build_begin(const char *path, bool refresh, gp_build **build, gp_error *error)
{
    gp_sqlite_build *made = gp_alloc(sizeof *made);
    gp_status status;

    *build = NULL;
    if (made == NULL)
        return no_memory(error);
    made->build.ops = &build_ops;
    made->lock = -1;
    gp_arena_init(&made->scratch, SCRATCH_LIMIT);
    for (int part = 0; part < 2; part++) {
        gp_vocabulary_init(&made->words[part]);
        gp_segments_init(&made->segments[part]);
    }
    if (snprintf(made->path, sizeof made->path, "%s", path) >= (int)sizeof made->path - 8) {
        gp_free(made);
        return gp_error_set(error, GP_INVALID, "%.60s...: the path is too long", path);
    }
    (void)snprintf(made->beside, sizeof made->beside, "%.4087s.new", path);
    status = open_build(made, refresh, error);
    if (status == GP_BUSY && made->lock >= 0) { /* the file beside is the other builder's */
        (void)close(made->lock);
        made->lock = -1;
    }
    if (status == GP_OK)
        *build = &made->build;
    else
        gp_sqlite_abandon(&made->build);
    return status;
}
