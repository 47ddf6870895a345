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

/* Words are taken a batch at a time: see gp_vocabulary_meet. */
typedef struct gathering {
    gp_tokenizer *tokenizer;
    gp_vocabulary *words;
    gp_doclists *lists;
    uint32_t row;
    gp_field field;
    uint32_t taken; /* words of the field in earlier batches */
    size_t count;   /* words in this one */
    gp_str forms[GP_VOCABULARY_BATCH];
    char bytes[GP_VOCABULARY_BATCH][GP_FORM_MAX];
} gathering;

static gp_status meet_new(gathering *self, gp_str form, uint32_t *number)
{
    gp_str stem;
    gp_status status = gp_tokenizer_stem(self->tokenizer, form, &stem);

    if (status == GP_OK)
        status = gp_vocabulary_count(self->words, form, stem);
    if (status == GP_OK)
        gp_vocabulary_meet(self->words, &form, 1, number);
    return status;
}

static gp_status take_batch(gathering *self)
{
    uint32_t stems[GP_VOCABULARY_BATCH];
    gp_status status = GP_OK;

    gp_vocabulary_meet(self->words, self->forms, self->count, stems);
    for (size_t i = 0; i < self->count && status == GP_OK; i++) {
        if (stems[i] == GP_VOCABULARY_NEW)
            status = meet_new(self, self->forms[i], &stems[i]);
    }
    if (status == GP_OK)
        status =
            gp_doclists_add(self->lists, stems, self->count, self->row, self->field, self->taken);
    self->taken += (uint32_t)self->count;
    self->count = 0;
    return status;
}

static gp_status gather_token(void *context, const gp_token *token)
{
    gathering *self = context;
    char *bytes = self->bytes[self->count];

    memcpy(bytes, token->form.data, token->form.size);
    self->forms[self->count++] = (gp_str){bytes, token->form.size};
    return self->count < GP_VOCABULARY_BATCH ? GP_OK : take_batch(self);
}

static gp_status gather_field(gathering *self, gp_field field, gp_str text)
{
    gp_status status;

    self->field = field;
    self->taken = 0;
    status = gp_tokenizer_run(self->tokenizer, text, GP_TOKENS_PLAIN, gather_token, self);
    return status == GP_OK ? take_batch(self) : status;
}

static gp_status gather(gp_sqlite_build *build, const gp_document *document,
                        const gp_section *section, gp_audience part, int64_t id, gp_error *error)
{
    gp_segments *segments = &build->segments[part];
    gp_fts *fts = &build->connection.fts;
    gathering self;

    if (id >= UINT32_MAX)
        return gp_error_set(error, GP_TOO_LARGE, "the new index: too many sections");
    self.tokenizer = fts->tokenizer;
    self.words = &build->words[part];
    self.lists = &segments->lists;
    self.row = (uint32_t)id;
    self.count = 0;
    for (int field = 0; field < GP_FIELD_COUNT; field++) {
        gp_str text = gp_field_text((gp_field)field, document, section, &build->scratch);
        if (build->scratch.failed || gather_field(&self, (gp_field)field, text) != GP_OK)
            return no_memory(error);
        fts->lengths[field] = self.taken;
        segments->words[field] += self.taken;
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
