/* words.c - a section's words into the index under construction: gathered by us when it begins from
 * nothing, handed to FTS5 when it is a refresh. Both count lengths and vocabulary on the way.
 */
#include "store/sqlite/internal.h"

#include "store_sql.h"

#include <string.h>

static gp_status no_memory(gp_error *error)
{
    return gp_error_set(error, GP_NO_MEMORY, "the new index: not enough memory");
}

/* ---- gathered -------------------------------------------------------------------------------- */

typedef struct gathering {
    gp_tokenizer *tokenizer;
    gp_vocabulary *words;
    gp_doclists *lists;
    uint32_t row, count;
    gp_field field;
} gathering;

static gp_status new_form(gathering *self, gp_str form, uint32_t *number)
{
    gp_str stem;
    gp_status status = gp_tokenizer_stem(self->tokenizer, form, &stem);

    if (status == GP_OK)
        status = gp_vocabulary_count(self->words, form, stem);
    if (status != GP_OK)
        return status;
    return gp_vocabulary_meet(self->words, form, number) ? GP_OK : GP_NO_MEMORY;
}

static gp_status gather_token(void *context, const gp_token *token)
{
    gathering *self = context;
    uint32_t stem;

    if (!gp_vocabulary_meet(self->words, token->form, &stem)) {
        gp_status status = new_form(self, token->form, &stem);
        if (status != GP_OK)
            return status;
    }
    self->count++;
    return gp_doclist_add(self->lists, stem, self->row, self->field, token->position);
}

static gp_status gather(gp_sqlite_build *build, const gp_document *document,
                        const gp_section *section, gp_audience part, int64_t id, gp_error *error)
{
    gp_segments *segments = &build->segments[part];
    gp_fts *fts = &build->connection.fts;
    gathering self = {.tokenizer = fts->tokenizer,
                      .words = &build->words[part],
                      .lists = &segments->lists,
                      .row = (uint32_t)id};

    if (id >= UINT32_MAX)
        return gp_error_set(error, GP_TOO_LARGE, "the new index: too many sections");
    for (int field = 0; field < GP_FIELD_COUNT; field++) {
        gp_str text = gp_field_text((gp_field)field, document, section, &build->scratch);
        self.field = (gp_field)field;
        self.count = 0;
        if (build->scratch.failed ||
            gp_tokenizer_run(self.tokenizer, text, GP_TOKENS_PLAIN, gather_token, &self) != GP_OK)
            return no_memory(error);
        fts->lengths[field] = self.count;
        segments->words[field] += self.count;
    }
    segments->rows++;
    if (segments->lists.memory < GP_DOCLISTS_FULL)
        return GP_OK;
    return gp_segment_write(segments, &build->connection, part, &build->words[part], error);
}

/* ---- through FTS5 ---------------------------------------------------------------------------- */

/* FTS5 calls our tokenizer, which counts. */
static gp_status hand_over(gp_sqlite_build *build, const gp_document *document,
                           const gp_section *section, gp_audience part, int64_t id, gp_error *error)
{
    sqlite3_stmt *row = build->parts[part].fts;
    gp_fts *fts = &build->connection.fts;

    (void)sqlite3_bind_int64(row, 1, id);
    for (int field = 0; field < GP_FIELD_COUNT; field++)
        gp_bind_text(row, 2 + field,
                     gp_field_text((gp_field)field, document, section, &build->scratch));
    if (build->scratch.failed)
        return no_memory(error);
    fts->vocabulary = &build->words[part];
    fts->field = 0;
    memset(fts->lengths, 0, sizeof fts->lengths);
    return gp_statement_run(&build->connection, row, error);
}

gp_status gp_sqlite_index_words(gp_sqlite_build *build, const gp_document *document,
                                const gp_section *section, gp_audience part, int64_t id,
                                gp_error *error)
{
    gp_vocabulary_section(&build->words[part], 1);
    if (build->direct)
        return gather(build, document, section, part, id, error);
    return hand_over(build, document, section, part, id, error);
}

/* ---- from the one to the other --------------------------------------------------------------- */

gp_status gp_sqlite_put_segments(gp_sqlite_build *build, gp_audience part, gp_error *error)
{
    gp_segments *segments = &build->segments[part];
    gp_status status =
        gp_segment_write(segments, &build->connection, part, &build->words[part], error);

    return status == GP_OK ? gp_segments_finish(segments, &build->connection, part, error) : status;
}

gp_status gp_sqlite_leave_to_fts(gp_sqlite_build *build, gp_error *error)
{
    gp_status status = GP_OK;

    if (!build->direct)
        return GP_OK;
    build->direct = false;
    for (int part = 0; part < 2 && status == GP_OK; part++)
        status = gp_sqlite_put_segments(build, (gp_audience)part, error);
    gp_sqlite_build_close_statements(build);
    if (status == GP_OK)
        status = gp_connection_run(&build->connection, GP_SQL_COMMIT, GP_PUBLIC, error);
    gp_connection_close(&build->connection);
    if (status == GP_OK)
        status = gp_sqlite_build_connect(build, error);
    if (status == GP_OK)
        status = gp_connection_run(&build->connection, GP_SQL_BEGIN, GP_PUBLIC, error);
    return status == GP_OK ? gp_sqlite_build_prepare(build, error) : status;
}
