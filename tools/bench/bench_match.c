/* bench_match.c - our match and our whole search against FTS5's own ranking, in one run.
 *
 * usage: bench_match [SECTIONS [FOLDER]]     (10,000; a FOLDER gets texts.tsv and questions.txt, which
 *                                             bench_xapian.cc reads)
 *
 * The text is made: words of a Zipf-like vocabulary, so that it can be made anywhere and every run
 * sees the same. Questions have six to ten words: two from the fifty most frequent, the others rarer. FTS5 is
 * asked for an OR of six of them with ORDER BY rank LIMIT 10, on a plain table of the same text.
 */
#include "base/clock.h"
#include "base/hash.h"
#include "content/document.h"
#include "search/search.h"
#include "store/store.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    VOCABULARY = 30000,
    WORDS = 140,
    TITLE = 6,
    QUESTIONS = 200,
    QUESTION_WORDS = 6, /* that FTS5 and our match are compared on */
    QUESTION_MOST = 10  /* that a whole search is asked */
};

typedef struct bench {
    char folder[64], index[96], plain[96];
    size_t sections;
    FILE *texts, *questions; /* NULL: not wanted */
    uint64_t random;
    double *cumulative; /* of the words' probabilities */
    char words[VOCABULARY][12];
} bench;

static void fail(const char *what)
{
    (void)fprintf(stderr, "bench_match: %s\n", what);
    exit(4);
}

/* xorshift64*: Vigna 2016; the same numbers everywhere. */
static uint64_t next_random(bench *self)
{
    self->random ^= self->random >> 12;
    self->random ^= self->random << 25;
    self->random ^= self->random >> 27;
    return self->random * 2685821657736338717u;
}

static void make_words(bench *self)
{
    double sum = 0;

    self->cumulative = calloc(VOCABULARY, sizeof *self->cumulative);
    if (self->cumulative == NULL)
        fail("no memory");
    for (size_t i = 0; i < VOCABULARY; i++) {
        size_t length = 3 + next_random(self) % 7;
        for (size_t j = 0; j < length; j++)
            self->words[i][j] =
                (char)('a' + (j % 2 ? next_random(self) % 5 * 4 : next_random(self) % 26));
        sum += 1 / ((double)i + 2.7); /* Mandelbrot's form of Zipf's law */
        self->cumulative[i] = sum;
    }
}

static const char *draw_word(bench *self)
{
    double at =
        (double)(next_random(self) >> 11) / 9007199254740992.0 * self->cumulative[VOCABULARY - 1];
    size_t low = 0;
    size_t high = VOCABULARY - 1;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (self->cumulative[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return self->words[low];
}

static gp_str draw_text(bench *self, size_t words, gp_arena *arena)
{
    gp_buf buf;
    gp_str text;

    gp_buf_init(&buf, 1 << 16);
    for (size_t i = 0; i < words; i++)
        gp_buf_printf(&buf, "%s%s", i > 0 ? " " : "", draw_word(self));
    text = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return text;
}

/* ---- filling --------------------------------------------------------------------------------- */

static sqlite3 *open_plain(const bench *self, sqlite3_stmt **insert)
{
    sqlite3 *db = NULL;

    if (sqlite3_open(self->plain, &db) != SQLITE_OK ||
        sqlite3_exec(db,
                     "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;"
                     "CREATE VIRTUAL TABLE t USING fts5(title, text, tokenize='unicode61');",
                     NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "INSERT INTO t VALUES(?1, ?2)", -1, insert, NULL) != SQLITE_OK)
        fail("the plain table cannot be made");
    return db;
}

static void put_section(bench *self, gp_build *build, sqlite3_stmt *insert, size_t number,
                        gp_arena *arena)
{
    gp_document document = {.kind = GP_PAGE, .weight = 1};
    gp_section *section = GP_VEC_PUSH(arena, &document.sections);
    gp_error error;

    document.path = GP_STR("made");
    document.slug = gp_arena_printf(arena, "s%zu", number);
    document.title = draw_text(self, TITLE, arena);
    section->level = 1;
    section->text = draw_text(self, WORDS, arena);
    if (gp_document_seal(&document, arena, &error) != GP_OK ||
        gp_build_put(build, &document, &error) != GP_OK)
        fail(error.text);
    (void)sqlite3_bind_text(insert, 1, document.title.data, (int)document.title.size,
                            SQLITE_STATIC);
    (void)sqlite3_bind_text(insert, 2, section->text.data, (int)section->text.size, SQLITE_STATIC);
    if (sqlite3_step(insert) != SQLITE_DONE)
        fail("the plain table cannot be filled");
    (void)sqlite3_reset(insert);
    if (self->texts != NULL)
        (void)fprintf(self->texts, "%.*s\t%.*s\n", GP_STR_ARGS(document.title),
                      GP_STR_ARGS(section->text));
}

static sqlite3 *fill(bench *self)
{
    gp_build *build;
    gp_error error;
    sqlite3_stmt *insert;
    sqlite3 *db = open_plain(self, &insert);
    gp_arena arena;

    if (gp_build_begin(self->index, false, &build, &error) != GP_OK)
        fail(error.text);
    gp_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < self->sections; i++) {
        put_section(self, build, insert, i, &arena);
        gp_arena_reset(&arena);
    }
    gp_arena_clear(&arena);
    (void)sqlite3_finalize(insert);
    if (sqlite3_exec(db, "INSERT INTO t(t) VALUES('optimize'); COMMIT;", NULL, NULL, NULL) !=
        SQLITE_OK)
        fail("the plain table cannot be finished");
    if (gp_build_publish(build, &error) != GP_OK)
        fail(error.text);
    return db;
}

/* ---- asking ---------------------------------------------------------------------------------- */

typedef struct question {
    const char *words[QUESTION_MOST];
    size_t count;
} question;

static void draw_question(bench *self, question *asked)
{
    asked->count = QUESTION_WORDS + next_random(self) % (QUESTION_MOST - QUESTION_WORDS + 1);
    for (size_t i = 0; i < asked->count; i++)
        asked->words[i] = i < 2 ? self->words[next_random(self) % 50]
                                : self->words[200 + next_random(self) % 4800];
    for (size_t i = 0; i < asked->count && self->questions != NULL; i++)
        (void)fprintf(self->questions, "%s%c", asked->words[i], i + 1 < asked->count ? ' ' : '\n');
}

static double ask_rank(sqlite3_stmt *select, const question *asked)
{
    char match[256] = "";
    uint64_t start;

    for (size_t i = 0; i < QUESTION_WORDS; i++)
        (void)snprintf(match + strlen(match), sizeof match - strlen(match), "%s\"%s\"",
                       i > 0 ? " OR " : "", asked->words[i]);
    start = gp_clock_us();
    (void)sqlite3_bind_text(select, 1, match, -1, SQLITE_STATIC);
    while (sqlite3_step(select) == SQLITE_ROW)
        continue;
    (void)sqlite3_reset(select);
    return (double)(gp_clock_us() - start);
}

/* Our match: every word scored, the best ten kept with their sightings. */
static double ask_match(gp_store *store, gp_tokenizer *tokenizer, const question *asked,
                        gp_arena *arena)
{
    gp_form forms[QUESTION_WORDS];
    gp_match_term terms[QUESTION_WORDS];
    gp_match_request request = {.terms = terms, .term_count = QUESTION_WORDS, .limit = 10};
    gp_token_list tokens[QUESTION_WORDS];
    gp_corpus corpus;
    gp_match match;
    uint64_t start = gp_clock_us();

    gp_store_corpus(store, &corpus);
    for (size_t i = 0; i < QUESTION_WORDS; i++) {
        uint32_t df = 0;
        if (gp_tokenizer_list(tokenizer, gp_str_of(asked->words[i]), 1, arena, &tokens[i]) !=
                GP_OK ||
            gp_store_frequencies(store, &tokens[i].items[0].stem, 1, &df) != GP_OK)
            fail("no memory");
        forms[i] = (gp_form){&tokens[i].items[0].stem, 1, 1};
        terms[i] = (gp_match_term){
            &forms[i], 1, log(1 + ((double)corpus.sections - df + .5) / (df + .5)), GP_SHOULD};
    }
    if (gp_store_match(store, &request, arena, &match, NULL) != GP_OK)
        fail("the match failed");
    gp_arena_reset(arena);
    return (double)(gp_clock_us() - start);
}

static double ask_search(gp_searcher *searcher, const question *asked, gp_arena *arena)
{
    char text[256] = "";
    gp_search_request request = {.budget_us = 10000000};
    gp_results results;
    uint64_t start = gp_clock_us();

    for (size_t i = 0; i < asked->count; i++)
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%s ", asked->words[i]);
    request.question = gp_str_of(text);
    if (gp_search(searcher, &request, arena, &results, NULL) != GP_OK)
        fail("the search failed");
    gp_arena_reset(arena);
    return (double)(gp_clock_us() - start);
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;

    return left < right ? -1 : left > right;
}

static double report(const char *name, double *times)
{
    qsort(times, QUESTIONS, sizeof *times, by_size);
    (void)printf("%-50s p50 %8.0f us   p99 %8.0f us\n", name, times[QUESTIONS / 2],
                 times[QUESTIONS * 99 / 100]);
    return times[QUESTIONS / 2];
}

static void ask_all(bench *self, sqlite3 *db, gp_store *store)
{
    static double rank[QUESTIONS], match[QUESTIONS], search[QUESTIONS];
    sqlite3_stmt *select;
    gp_tokenizer *tokenizer;
    gp_searcher *searcher;
    gp_arena arena;
    double rank_p50, match_p50;

    if (sqlite3_prepare_v2(db, "SELECT rowid FROM t WHERE t MATCH ?1 ORDER BY rank LIMIT 10", -1,
                           &select, NULL) != SQLITE_OK ||
        gp_tokenizer_open("en", &tokenizer, NULL) != GP_OK ||
        gp_searcher_open(store, NULL, &searcher, NULL) != GP_OK)
        fail("cannot begin to ask");
    gp_arena_init(&arena, 64 << 20);
    for (int round = 0; round < 2; round++) { /* the first warms up */
        for (size_t i = 0; i < QUESTIONS; i++) {
            question asked;
            draw_question(self, &asked);
            rank[i] = ask_rank(select, &asked);
            match[i] = ask_match(store, tokenizer, &asked, &arena);
            search[i] = ask_search(searcher, &asked, &arena);
        }
    }
    rank_p50 = report("FTS5 ORDER BY rank LIMIT 10, the same OR", rank);
    match_p50 = report("our match, every word scored, ten kept", match);
    (void)report("our whole search, 6 to 10 words, snippets, answer", search);
    (void)printf("%-50s %.3f (goal: at most .333)\n", "match / ORDER BY rank, p50",
                 match_p50 / rank_p50);
    gp_arena_clear(&arena);
    gp_searcher_close(searcher);
    gp_tokenizer_close(tokenizer);
    (void)sqlite3_finalize(select);
}

static FILE *open_output(const char *folder, const char *name)
{
    char path[4096];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    if (file == NULL)
        fail("the folder cannot be written");
    return file;
}

static void close_output(FILE *file)
{
    if (file != NULL && fclose(file) != 0)
        fail("the folder cannot be written");
}

int main(int argc, char **argv)
{
    static bench self = {
        .folder = "/tmp/gp-bench-XXXXXX", .sections = 10000, .random = 88172645463325252u};
    gp_store *store;
    gp_error error;
    sqlite3 *db;

    if (argc > 2) {
        self.texts = open_output(argv[2], "texts.tsv");
        self.questions = open_output(argv[2], "questions.txt");
    }
    if (argc > 1 && !gp_str_to_size(gp_str_of(argv[1]), 10000000, &self.sections))
        fail("usage: bench_match [SECTIONS [FOLDER]]");
    if (gp_hash_init() != GP_OK || mkdtemp(self.folder) == NULL)
        fail("no folder to work in");
    (void)snprintf(self.index, sizeof self.index, "%s/index.db", self.folder);
    (void)snprintf(self.plain, sizeof self.plain, "%s/plain.db", self.folder);
    make_words(&self);
    db = fill(&self);
    if (gp_store_open(self.index, GP_PUBLIC, &store, &error) != GP_OK)
        fail(error.text);
    (void)printf("%zu sections of %d words, %d questions of %d words\n", self.sections,
                 WORDS + TITLE, QUESTIONS, QUESTION_WORDS);
    ask_all(&self, db, store);
    gp_store_close(store);
    (void)sqlite3_close(db);
    (void)unlink(self.index);
    (void)unlink(self.plain);
    (void)rmdir(self.folder);
    free(self.cumulative);
    close_output(self.texts);
    close_output(self.questions);
    return 0;
}
