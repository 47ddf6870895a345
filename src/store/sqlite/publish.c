/* publish.c - from a finished build to the published index: verified before it is renamed. */
#include "store/sqlite/internal.h"

#include "base/file.h"
#include "base/memory.h"
#include "store_sql.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    CANARIES = 32, /* sections that must be found by their own rarest words */
    CANARY_WORDS = 3,
    CHECK_ALL_TO = 5000, /* sections up to which FTS5 checks every place: every site so far */
    CANARY_TOKENS = 2000
};

static void free_build(gp_sqlite_build *build)
{
    gp_sqlite_build_close_statements(build);
    gp_connection_close(&build->connection);
    for (int part = 0; part < 2; part++) {
        gp_vocabulary_clear(&build->words[part]);
        gp_segments_clear(&build->segments[part]);
    }
    gp_arena_clear(&build->scratch);
    if (build->lock >= 0)
        (void)close(build->lock);
    gp_free(build);
}

void gp_sqlite_abandon(gp_build *base)
{
    gp_sqlite_build *build = (gp_sqlite_build *)(void *)base;

    if (build->lock >= 0)
        (void)unlink(build->beside);
    free_build(build);
}

/* ---- finishing ------------------------------------------------------------------------------- */

static gp_status write_table(gp_sqlite_build *build, gp_audience part, bool forms, gp_error *error)
{
    gp_vocabulary *words = &build->words[part];
    const gp_vocabulary_word *sorted;
    size_t count = 0;
    sqlite3_stmt *row;
    gp_status status = gp_connection_run(
        &build->connection, forms ? GP_SQL_WORDS_CLEAR : GP_SQL_STEMS_CLEAR, part, error);

    if (status == GP_OK)
        status = gp_connection_prepare(
            &build->connection, forms ? GP_SQL_WORD_INSERT : GP_SQL_STEM_INSERT, part, &row, error);
    if (status != GP_OK)
        return status;
    if (gp_vocabulary_sorted(words, forms ? &words->forms : &words->stems, &sorted, &count) !=
        GP_OK)
        status = gp_error_set(error, GP_NO_MEMORY, "the new index: not enough memory");
    for (size_t i = 0; i < count && status == GP_OK; i++) {
        gp_bind_text(row, 1, sorted[i].text);
        if (forms)
            gp_bind_text(row, 2, sorted[i].stem);
        (void)sqlite3_bind_int64(row, forms ? 3 : 2, sorted[i].sections);
        status = gp_statement_run(&build->connection, row, error);
    }
    (void)sqlite3_finalize(row);
    return status;
}

/* Our segment, or what FTS5 has: merged into one. */
static gp_status finish_postings(gp_sqlite_build *build, gp_audience part, gp_error *error)
{
    if (build->direct)
        return gp_sqlite_put_segments(build, part, error);
    /* a few changed sections stay in a segment of their own: merging all would cost a full build */
    if (build->refreshed && build->changes * 8 <= (size_t)build->next_section[part])
        return GP_OK;
    return gp_connection_run(&build->connection, GP_SQL_FTS_OPTIMIZE, part, error);
}

static gp_status finish_part(gp_sqlite_build *build, gp_audience part, gp_error *error)
{
    gp_status status = finish_postings(build, part, error);

    if (status == GP_OK)
        status = write_table(build, part, true, error);
    if (status == GP_OK)
        status = write_table(build, part, false, error);
    if (status == GP_OK)
        status = gp_connection_run(&build->connection, GP_SQL_VECTORS_SWEEP, part, error);
    return status == GP_OK ? gp_sqlite_mine(build, part, error) : status;
}

/* FTS5 is asked again, on a connection that has not seen the table empty; many segments become one. */
static gp_status reopen(gp_sqlite_build *build, gp_error *error)
{
    gp_status status;

    gp_connection_close(&build->connection);
    status = gp_sqlite_build_connect(build, error);
    for (int part = 0; part < 2 && status == GP_OK; part++) {
        if (build->segments[part].leaves.count > 1)
            status = gp_connection_run(&build->connection, GP_SQL_FTS_OPTIMIZE, (gp_audience)part,
                                       error);
    }
    return status;
}

static gp_status relate(gp_sqlite_build *build, gp_error *error)
{
    gp_status status = gp_sqlite_relate(build, GP_PUBLIC, error);

    return status == GP_OK ? gp_sqlite_relate(build, GP_STAFF, error) : status;
}

/* What FTS5 is asked for has been committed: it goes into a transaction of its own. */
static gp_status relate_by_fts(gp_sqlite_build *build, gp_error *error)
{
    gp_status status = gp_connection_run(&build->connection, GP_SQL_BEGIN, GP_PUBLIC, error);

    if (status == GP_OK)
        status = relate(build, error);
    return status == GP_OK ? gp_connection_run(&build->connection, GP_SQL_COMMIT, GP_PUBLIC, error)
                           : status;
}

static gp_status finish(gp_sqlite_build *build, gp_error *error)
{
    bool at_hand = gp_sqlite_words_at_hand(build);
    gp_status status = at_hand ? relate(build, error) : GP_OK;

    if (status == GP_OK)
        status = finish_part(build, GP_PUBLIC, error);
    build->connection.fts.vocabulary = NULL;
    if (status == GP_OK)
        status = finish_part(build, GP_STAFF, error);
    gp_sqlite_build_close_statements(build);
    if (status == GP_OK)
        status = gp_connection_run(&build->connection, GP_SQL_COMMIT, GP_PUBLIC, error);
    if (status == GP_OK && build->direct)
        status = reopen(build, error);
    return status == GP_OK && !at_hand ? relate_by_fts(build, error) : status;
}

/* ---- verifying ------------------------------------------------------------------------------- */

static bool is_small(const gp_sqlite_build *build)
{
    return build->next_section[0] + build->next_section[1] <= CHECK_ALL_TO;
}

/* FTS5 compares its postings with the text, word by word. */
static gp_status check_postings(gp_sqlite_build *build, gp_error *error)
{
    gp_status status = GP_OK;

    for (int part = 0; part < 2 && status == GP_OK && is_small(build); part++)
        status = gp_connection_run(&build->connection, GP_SQL_FTS_CHECK, (gp_audience)part, error);
    return status;
}

typedef struct rare_word {
    gp_str stem;
    uint32_t sections;
} rare_word;

typedef struct rare_words {
    rare_word words[CANARY_WORDS]; /* rarest first */
    size_t count;
    gp_store *store;
    gp_arena *arena;
} rare_words;

static gp_status keep_rare(void *context, const gp_token *token)
{
    rare_words *self = context;
    rare_word word = {token->stem, 0};
    size_t at = self->count;

    if (token->position > CANARY_TOKENS)
        return GP_TOO_LARGE;
    if (gp_store_frequencies(self->store, &word.stem, 1, &word.sections) != GP_OK)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < self->count; i++) {
        if (gp_str_equal(self->words[i].stem, word.stem))
            return GP_OK;
    }
    while (at > 0 && self->words[at - 1].sections > word.sections)
        at--;
    if (at >= CANARY_WORDS)
        return GP_OK;
    word.stem = gp_arena_copy(self->arena, word.stem);
    memmove(&self->words[at + 1], &self->words[at],
            ((self->count < CANARY_WORDS ? self->count : CANARY_WORDS - 1) - at) * sizeof word);
    self->words[at] = word;
    self->count += self->count < CANARY_WORDS;
    return word.stem.data != NULL ? GP_OK : GP_NO_MEMORY;
}

/* The section must be among the candidates for its own rarest words. */
static gp_status sing(gp_store *store, gp_tokenizer *tokenizer, gp_handle handle, gp_arena *arena,
                      gp_error *error)
{
    gp_stored_section section;
    rare_words rare = {.store = store, .arena = arena};
    gp_form forms[CANARY_WORDS];
    gp_match_term terms[CANARY_WORDS];
    gp_match_request request = {.terms = terms, .limit = 1000};
    gp_match match;
    gp_status status = gp_store_fetch(store, &handle, 1, true, arena, &section, error);

    if (status != GP_OK)
        return status;
    status = gp_tokenizer_run(tokenizer, section.section.text, GP_TOKENS_STEMMED, keep_rare, &rare);
    if (status != GP_OK && status != GP_TOO_LARGE)
        return gp_error_set(error, status, "the new index: not enough memory");
    if (rare.count == 0)
        return GP_OK; /* a section without words */
    for (size_t i = 0; i < rare.count; i++) {
        forms[i] = (gp_form){&rare.words[i].stem, 1, 1};
        terms[i] = (gp_match_term){&forms[i], 1, 1, GP_MUST};
    }
    request.term_count = rare.count;
    status = gp_store_match(store, &request, arena, &match, error);
    if (status != GP_OK)
        return status;
    for (size_t i = 0; i < match.count; i++) {
        if (match.candidates[i].handle == handle)
            return GP_OK;
    }
    if (match.total > match.count)
        return GP_OK; /* so common that it may stand beyond the limit */
    return gp_error_set(error, GP_CORRUPT,
                        "the new index does not find %.*s by its own words; it is not published",
                        (int)(section.section.id.size < 80 ? section.section.id.size : 80),
                        section.section.id.data);
}

static gp_status sing_all(gp_store *store, gp_error *error)
{
    size_t count = store->image->sections.count;
    size_t step = count > CANARIES ? count / CANARIES : 1;
    gp_tokenizer *tokenizer;
    gp_arena arena;
    gp_status status = gp_tokenizer_open("en", &tokenizer, error);

    if (status != GP_OK)
        return status;
    gp_arena_init(&arena, 64 << 20);
    for (size_t i = 0; i < count && status == GP_OK; i += step) {
        status = sing(store, tokenizer, (gp_handle)i, &arena, error);
        gp_arena_reset(&arena);
    }
    gp_arena_clear(&arena);
    gp_tokenizer_close(tokenizer);
    return status;
}

/* Opens the new file as a reader would, looks for damage, and asks it questions. */
static gp_status verify(const gp_sqlite_build *build, gp_error *error)
{
    gp_store *store;
    gp_status status = gp_sqlite_open(build->beside, GP_OPEN_FRESH, GP_STAFF, &store, error);

    if (status != GP_OK)
        return status;
    status = gp_store_check(store, error);
    if (status == GP_OK && store->image->sections.count == 0)
        status = gp_error_set(error, GP_INVALID,
                              "%s: the new index would be empty; the old one stays", build->path);
    if (status == GP_OK && !is_small(build))
        status = gp_sqlite_check_counts(store->image->owned, error);
    if (status == GP_OK)
        status = sing_all(store, error);
    gp_store_close(store);
    return status;
}

/* ---- renaming -------------------------------------------------------------------------------- */

static gp_status rename_into_place(gp_sqlite_build *build, gp_error *error)
{
    char old[sizeof build->path + 8];

    (void)snprintf(old, sizeof old, "%s.old", build->path);
    (void)unlink(old);
    /* without hard links (some network folders) there is no way back, but the index is still right */
    if (link(build->path, old) != 0 && errno == ENOSPC)
        return gp_error_set(error, GP_IO, "%s: the disk is full; make room and try again", old);
    if (rename(build->beside, build->path) != 0)
        return gp_error_set(error, GP_IO, "%s: cannot be renamed into place: %s", build->path,
                            strerror(errno));
    (void)close(build->lock); /* what is called "<path>.new" from now on is another builder's */
    build->lock = -1;
    return gp_file_sync_folder(build->path, error);
}

gp_status gp_sqlite_publish(gp_build *base, gp_error *error)
{
    gp_sqlite_build *build = (gp_sqlite_build *)(void *)base;
    gp_sealing sealing;
    gp_status status = finish(build, error);

    if (status == GP_OK)
        status = check_postings(build, error);
    gp_connection_close(&build->connection);
    if (status == GP_OK)
        status = gp_sealing_begin(build->beside, &sealing, error);
    if (status == GP_OK)
        status = gp_sealing_end(&sealing, verify(build, error), error);
    if (status == GP_OK)
        status = rename_into_place(build, error);
    if (status != GP_OK) {
        gp_sqlite_abandon(base);
        return status;
    }
    free_build(build);
    return GP_OK;
}
