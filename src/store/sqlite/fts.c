/* fts.c - what FTS5 calls: the tokenizer, so that index and question are cut alike; and the evidence
 * function, which hands every matching row to the collector.
 *
 * Rejected: FTS5's bm25() and rank. They ask for lengths and frequencies through slow paths (ten
 * times the cost of this function on 20,000 sections) and give no sightings.
 */
#include "store/sqlite/internal.h"

#include <string.h>

typedef int fts_token(void *context, int flags, const char *token, int size, int start, int end);

typedef struct tokenizing {
    gp_fts *fts;
    fts_token *token;
    void *context;
    gp_vocabulary *vocabulary; /* NULL: not counted */
    uint32_t count;
    int code;
} tokenizing;

static int create_tokenizer(void *context, const char **arguments, int count, Fts5Tokenizer **out)
{
    (void)arguments;
    (void)count;
    *out = context; /* one of us serves the whole connection */
    return SQLITE_OK;
}

static void delete_tokenizer(Fts5Tokenizer *tokenizer)
{
    (void)tokenizer;
}

static gp_status give_token(void *context, const gp_token *token)
{
    tokenizing *self = context;

    self->code = self->token(self->context, 0, token->stem.data, (int)token->stem.size,
                             (int)token->start, (int)token->end);
    if (self->code != SQLITE_OK)
        return GP_IO;
    self->count++;
    if (self->vocabulary == NULL)
        return GP_OK;
    return gp_vocabulary_count(self->vocabulary, token->form, token->stem);
}

/* A MATCH expression holds stems already, divided by blanks: they are not stemmed again. */
static int tokenize_query(gp_str text, fts_token *token, void *context)
{
    gp_str rest = text;
    gp_str part;
    int code = SQLITE_OK;

    while (code == SQLITE_OK && gp_str_next(&rest, ' ', &part)) {
        int start = (int)(part.data - text.data);
        if (part.size > 0)
            code = token(context, 0, part.data, (int)part.size, start, start + (int)part.size);
    }
    return code;
}

static int tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int size,
                    fts_token *token)
{
    gp_fts *fts = (gp_fts *)(void *)tokenizer;
    gp_str source = {text, size > 0 ? (size_t)size : 0};
    tokenizing self = {.fts = fts, .token = token, .context = context, .code = SQLITE_OK};
    gp_status status;

    if ((flags & FTS5_TOKENIZE_QUERY) != 0)
        return tokenize_query(source, token, context);
    if ((flags & FTS5_TOKENIZE_DOCUMENT) != 0)
        self.vocabulary = fts->vocabulary;
    status = gp_tokenizer_run(fts->tokenizer, source, GP_TOKENS_STEMMED, give_token, &self);
    if (fts->field < GP_FIELD_COUNT)
        fts->lengths[fts->field++] = self.count;
    if (self.code != SQLITE_OK)
        return self.code;
    if (status != GP_OK && fts->status == GP_OK)
        fts->status = status;
    return status == GP_OK ? SQLITE_OK : SQLITE_NOMEM;
}

/* ---- evidence -------------------------------------------------------------------------------- */

static void sight_phrases(const gp_evidence *evidence, const Fts5ExtensionApi *api,
                          Fts5Context *context)
{
    for (size_t i = 0; i < evidence->phrase_count; i++) {
        gp_phrase phrase = evidence->phrases[i];
        Fts5PhraseIter iter;
        int column = -1;
        int offset = 0;
        if (api->xPhraseFirst(context, (int)i, &iter, &column, &offset) != SQLITE_OK)
            continue;
        while (column >= 0) {
            gp_collector_sight(evidence->collector, phrase.term, phrase.form, (gp_field)column,
                               (uint32_t)offset);
            api->xPhraseNext(context, &iter, &column, &offset);
        }
    }
}

static void evidence_function(const Fts5ExtensionApi *api, Fts5Context *context,
                              sqlite3_context *result, int count, sqlite3_value **values)
{
    gp_evidence *evidence = count == 1 ? sqlite3_value_pointer(values[0], "gp_evidence") : NULL;
    const gp_image *image;
    sqlite3_int64 row;
    gp_handle handle;

    if (evidence == NULL) {
        sqlite3_result_error(result, "gp_evidence: not for SQL", -1);
        return;
    }
    image = evidence->collector->image;
    row = api->xRowid(context);
    if (row < 0 || row >= image->row_limit[evidence->part])
        return;
    handle = image->handle_of_row[evidence->part][row];
    if (handle == GP_NO_HANDLE || !gp_collector_section(evidence->collector, handle))
        return;
    sight_phrases(evidence, api, context);
    if (!gp_collector_end(evidence->collector))
        sqlite3_result_error_code(result, SQLITE_INTERRUPT);
}

/* ---- registering ----------------------------------------------------------------------------- */

static fts5_api *find_api(sqlite3 *db)
{
    fts5_api *api = NULL;
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL) == SQLITE_OK) {
        (void)sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", NULL);
        (void)sqlite3_step(statement);
    }
    (void)sqlite3_finalize(statement);
    return api;
}

gp_status gp_fts_register(gp_connection *connection, gp_error *error)
{
    fts5_api *api = find_api(connection->db);
    fts5_tokenizer tokenizer = {create_tokenizer, delete_tokenizer, tokenize};

    if (api == NULL)
        return gp_error_set(error,
                            sqlite3_errcode(connection->db) == SQLITE_NOMEM ? GP_NO_MEMORY : GP_IO,
                            "the index: this SQLite has no FTS5");
    if (api->xCreateTokenizer(api, "guidepost", &connection->fts, &tokenizer, NULL) != SQLITE_OK ||
        api->xCreateFunction(api, "gp_evidence", NULL, evidence_function, NULL) != SQLITE_OK)
        return gp_error_set(error, GP_NO_MEMORY, "the index: not enough memory");
    return GP_OK;
}
