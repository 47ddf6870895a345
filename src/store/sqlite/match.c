/* match.c - a match: over postings in memory where there are some, else by FTS5.
 *
 * FTS5:     a match request becomes an expression.
 * Shape:    "form" OR "form" OR ...: every form of every term once. What must and must not be is
 *           looked at by the collector.
 * Rejected: FTS5's AND and NOT. Where FTS5 (3.40) gives up a row inside a nested AND, it forgets the
 *           positions of phrases that already stand at a later row (fts5ExprNodeZeroPoslist).
 * Rule:     the expression is built from stems that our tokenizer made, each in double quotes; a
 *           visitor's text never stands in it.
 */
#include "store/sqlite/internal.h"

#include "base/clock.h"

#include <string.h>

enum {
    EXPRESSION_LIMIT = 1 << 20, /* 32 terms of 24 forms of 8 stems of 64 bytes are 411 KB */
    STEPS_BETWEEN_LOOKS = 2000
};

typedef struct expression {
    gp_buf text;
    GP_VEC(gp_phrase) phrases;
    gp_arena *arena;
} expression;

static void add_stem(gp_buf *buf, gp_str stem)
{
    for (size_t i = 0; i < stem.size; i++) {
        if (stem.data[i] == '"')
            gp_buf_add_byte(buf, '"');
        gp_buf_add_byte(buf, stem.data[i]);
    }
}

static void add_form(expression *self, const gp_form *form, gp_phrase phrase)
{
    gp_phrase *kept = GP_VEC_PUSH(self->arena, &self->phrases);

    if (kept != NULL)
        *kept = phrase;
    gp_buf_add_text(&self->text, self->phrases.count > 1 ? " OR \"" : "\"");
    for (size_t i = 0; i < form->stem_count; i++) {
        if (i > 0)
            gp_buf_add_byte(&self->text, ' ');
        add_stem(&self->text, form->stems[i]);
    }
    gp_buf_add_byte(&self->text, '"');
}

/* False when there is nothing to look for. */
static bool write_expression(expression *self, const gp_match_request *request)
{
    for (size_t i = 0; i < request->term_count; i++) {
        for (size_t form = 0; form < request->terms[i].form_count; form++)
            add_form(self, &request->terms[i].forms[form], (gp_phrase){(uint8_t)i, (uint8_t)form});
    }
    return self->phrases.count > 0;
}

static int look_at_clock(void *context)
{
    const gp_match_request *request = context;

    return gp_clock_us() > request->deadline_us;
}

static gp_status run_part(gp_sqlite_store *store, gp_evidence *evidence, gp_str expression_text,
                          gp_error *error)
{
    sqlite3_stmt *statement;
    gp_status status = gp_reader_get(store, GP_READ_MATCH, evidence->part, &statement, error);
    int code;

    if (status != GP_OK)
        return status;
    gp_bind_text(statement, 1, expression_text);
    (void)sqlite3_bind_pointer(statement, 2, evidence, "gp_evidence", NULL);
    do {
        code = sqlite3_step(statement);
    } while (code == SQLITE_ROW);
    if ((code & 0xFF) == SQLITE_INTERRUPT)
        evidence->collector->match->cut = evidence->collector->status == GP_OK;
    else if (code != SQLITE_DONE)
        status = gp_connection_failed(&store->connection, error);
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
    return status;
}

static gp_status run(gp_sqlite_store *store, const expression *written, gp_collector *collector,
                     gp_error *error)
{
    gp_evidence evidence = {.collector = collector,
                            .phrases = written->phrases.items,
                            .phrase_count = written->phrases.count};
    union {
        const gp_match_request *request;
        void *context;
    } clock = {.request = collector->request}; /* SQLite's contexts are not const */
    gp_status status = GP_OK;

    if (collector->request->deadline_us != 0)
        sqlite3_progress_handler(store->connection.db, STEPS_BETWEEN_LOOKS, look_at_clock,
                                 clock.context);
    for (int part = GP_PUBLIC; part <= (int)store->audience && status == GP_OK; part++) {
        evidence.part = (gp_audience)part;
        if (!collector->match->cut)
            status = run_part(store, &evidence, gp_buf_str(&written->text), error);
    }
    sqlite3_progress_handler(store->connection.db, 0, NULL, NULL);
    return status;
}

static gp_status match_in_fts(gp_sqlite_store *store, const gp_match_request *request,
                              gp_arena *arena, gp_match *match, gp_error *error)
{
    expression written = {.arena = arena};
    gp_collector collector;
    gp_status status = gp_collector_begin(&collector, store->image, request, arena, match);

    if (status != GP_OK)
        return gp_error_set(error, status, "the search: not enough memory");
    gp_buf_init(&written.text, EXPRESSION_LIMIT);
    if (write_expression(&written, request)) {
        if (written.text.status != GP_OK || arena->failed)
            status = gp_error_set(error, GP_NO_MEMORY, "the search: not enough memory");
        else
            status = run(store, &written, &collector, error);
    }
    gp_buf_clear(&written.text);
    if (status == GP_OK && gp_collector_finish(&collector) != GP_OK)
        status = gp_error_set(error, GP_NO_MEMORY, "the search: not enough memory");
    return status;
}

static gp_status match_in_memory(gp_sqlite_store *store, const gp_match_request *request,
                                 gp_arena *arena, gp_match *match, gp_error *error)
{
    gp_status status = GP_OK;

    if (store->scratch.score == NULL)
        status = gp_match_scratch_open(&store->scratch, store->image->sections.count);
    if (status == GP_OK)
        status = gp_postings_match(store->image, &store->scratch, request, arena, match);
    return status == GP_OK ? GP_OK : gp_error_set(error, status, "the search: not enough memory");
}

gp_status gp_sqlite_match(gp_store *base, const gp_match_request *request, gp_arena *arena,
                          gp_match *match, gp_error *error)
{
    gp_sqlite_store *store = (gp_sqlite_store *)(void *)base;

    return store->image->postings.items != NULL
               ? match_in_memory(store, request, arena, match, error)
               : match_in_fts(store, request, arena, match, error);
}
