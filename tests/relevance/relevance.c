/* relevance.c - asks the judged questions and counts how often the right section stands first.
 *
 * Usage:    relevance CORPUS QUESTIONS.tsv
 * Fails:    below the floor, with fewer than 60 questions, when a judged section does not exist, or
 *           when a question that the corpus cannot answer gets an answer. A check that finds nothing
 *           to check fails.
 * Audience: a question is asked as a visitor; if its first judged section is for staff only, as staff.
 */
#include "base/file.h"
#include "base/hash.h"
#include "index/index.h"
#include "search/search.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    QUESTIONS_WANTED = 60,
    FIRST_FLOOR = 50,
    SHOWN = 3, /* hits that a miss prints, and that "among the first" looks at */
    FILE_LIMIT = 1 << 20,
    ARENA_LIMIT = 64 << 20
};

typedef struct asker {
    gp_store *store;
    gp_searcher *searcher;
} asker;

typedef struct run {
    asker askers[2]; /* by gp_audience */
    gp_arena arena;  /* of the question under way */
    size_t asked, first, among, worded, refusable, refused, unknown;
} run;

typedef struct judged {
    gp_str question, ids, words;
    gp_audience audience;
} judged;

static void must(bool condition, const char *what)
{
    if (condition)
        return;
    (void)fprintf(stderr, "relevance: %s\n", what);
    exit(2);
}

/* ---- one question ---------------------------------------------------------------------------- */

static bool is_judged(gp_str ids, gp_str id)
{
    gp_str judged_id;

    while (gp_str_next(&ids, ' ', &judged_id)) {
        if (gp_str_equal(judged_id, id))
            return true;
    }
    return false;
}

static bool contains_nocase(gp_str text, gp_str word)
{
    for (size_t at = 0; at + word.size <= text.size; at++) {
        if (gp_str_equal_nocase(gp_str_slice(text, at, at + word.size), word))
            return true;
    }
    return false;
}

/* What a reader sees of a snippet. */
static gp_str without_marks(gp_str html, gp_arena *arena)
{
    gp_buf buf;
    gp_str text;

    gp_buf_init(&buf, html.size + 1);
    for (size_t i = 0; i < html.size; i++) {
        if (html.data[i] == '<')
            i = gp_str_find_byte(html, '>', i);
        else
            gp_buf_add_byte(&buf, html.data[i]);
    }
    text = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return text;
}

static bool has_words(const gp_results *results, gp_str words, gp_arena *arena)
{
    gp_str snippet = results->hits.count > 0
                         ? without_marks(results->hits.items[0].snippet_html, arena)
                         : GP_STR("");
    gp_str word;

    while (words.size > 0 && gp_str_next(&words, '|', &word)) {
        if (!contains_nocase(results->answer.text, word) && !contains_nocase(snippet, word))
            return false;
    }
    return true;
}

static void print_hits(const char *why, const judged *asked, const gp_results *results)
{
    (void)printf("%s: %.*s\n  wanted %.*s\n", why, GP_STR_ARGS(asked->question),
                 GP_STR_ARGS(asked->ids));
    for (size_t i = 0; i < results->hits.count && i < SHOWN; i++)
        (void)printf("  %.3f %.*s\n", results->hits.items[i].score,
                     GP_STR_ARGS(results->hits.items[i].id));
    (void)printf("  match %s, answer %.3f: %.*s\n", gp_match_level_name(results->match),
                 results->answer.confidence, GP_STR_ARGS(results->answer.text));
}

static void count_unanswerable(run *self, const judged *asked, const gp_results *results)
{
    self->refusable++;
    if (!results->answer.present &&
        (results->match == GP_MATCH_NONE || results->match == GP_MATCH_SOME))
        self->refused++;
    else
        print_hits("answered, though nothing is there to answer it", asked, results);
}

static void count_answerable(run *self, const judged *asked, const gp_results *results)
{
    size_t place = 0;

    while (place < results->hits.count && !is_judged(asked->ids, results->hits.items[place].id))
        place++;
    self->asked++;
    self->first += place == 0 && results->hits.count > 0;
    self->among += place < SHOWN && place < results->hits.count;
    if (place > 0 || results->hits.count == 0)
        print_hits("missed", asked, results);
    if (has_words(results, asked->words, &self->arena))
        self->worded++;
    else
        print_hits("words missing", asked, results);
}

static void ask(run *self, const judged *asked)
{
    gp_search_request request = {.question = asked->question};
    gp_results results;
    gp_error error;

    must(gp_search(self->askers[asked->audience].searcher, &request, &self->arena, &results,
                   &error) == GP_OK,
         "a search failed");
    if (gp_str_equal(asked->ids, GP_STR("-")))
        count_unanswerable(self, asked, &results);
    else
        count_answerable(self, asked, &results);
    gp_arena_clear(&self->arena);
}

/* ---- all questions --------------------------------------------------------------------------- */

/* Every judged section must exist; one that only staff can find makes the question a staff one. */
static void check_ids(run *self, judged *asked)
{
    gp_str rest = asked->ids;
    gp_handle handle;
    gp_str id;

    while (!gp_str_equal(asked->ids, GP_STR("-")) && gp_str_next(&rest, ' ', &id)) {
        if (gp_store_find(self->askers[GP_PUBLIC].store, id, &handle) == GP_OK)
            continue;
        asked->audience = GP_STAFF;
        if (gp_store_find(self->askers[GP_STAFF].store, id, &handle) == GP_OK)
            continue;
        (void)printf("no such section: %.*s\n", GP_STR_ARGS(id));
        self->unknown++;
    }
}

static void ask_all(run *self, gp_str lines)
{
    gp_str line;

    while (gp_str_next(&lines, '\n', &line)) {
        judged asked = {.audience = GP_PUBLIC};
        if (line.size == 0 || line.data[0] == '#')
            continue;
        must(gp_str_next(&line, '\t', &asked.question) && gp_str_next(&line, '\t', &asked.ids) &&
                 gp_str_next(&line, '\t', &asked.words),
             "a line needs three parts divided by tabs");
        check_ids(self, &asked);
        ask(self, &asked);
    }
}

static bool good_enough(const run *self)
{
    (void)printf("first hit right: %zu of %zu; among first three: %zu; answer words present: %zu; "
                 "refused rightly: %zu of %zu\n",
                 self->first, self->asked, self->among, self->worded, self->refused,
                 self->refusable);
    if (self->asked < QUESTIONS_WANTED)
        (void)printf("too few questions: %d are wanted\n", QUESTIONS_WANTED);
    if (self->first < FIRST_FLOOR)
        (void)printf("below the floor of %d right first hits\n", FIRST_FLOOR);
    return self->asked >= QUESTIONS_WANTED && self->first >= FIRST_FLOOR && self->unknown == 0 &&
           self->refusable > 0 && self->refused == self->refusable;
}

/* ---- the index ------------------------------------------------------------------------------- */

static void build_index(const char *corpus, const char *path)
{
    gp_index_options options = {.db = path, .paths = &corpus, .path_count = 1};
    gp_index_summary summary;
    gp_arena arena;
    gp_error error;

    gp_arena_init(&arena, ARENA_LIMIT);
    if (gp_index_run(&options, &arena, &summary, &error) != GP_OK) {
        (void)fprintf(stderr, "relevance: %s\n", error.text);
        exit(2);
    }
    gp_arena_clear(&arena);
}

static void open_asker(asker *self, const char *path, gp_audience audience)
{
    gp_error error;

    must(gp_store_open(path, audience, &self->store, &error) == GP_OK, "the index cannot be read");
    must(gp_searcher_open(self->store, &self->searcher, &error) == GP_OK, "no searcher");
}

static void close_asker(asker *self)
{
    gp_searcher_close(self->searcher);
    gp_store_close(self->store);
}

static void remove_folder(const char *folder)
{
    static const char *const names[] = {"index.db", "index.db.old", "index.db.lock"};
    char path[96];

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/gp-relevance-XXXXXX";
    char path[64];
    run self = {0};
    gp_arena lines;
    gp_str bytes;
    bool good;
    gp_error error;

    must(argc == 3, "usage: relevance CORPUS QUESTIONS.tsv");
    must(gp_hash_init() == GP_OK && mkdtemp(folder) != NULL, "no temporary folder");
    (void)snprintf(path, sizeof path, "%s/index.db", folder);
    gp_arena_init(&lines, FILE_LIMIT * 2);
    gp_arena_init(&self.arena, ARENA_LIMIT);
    must(gp_file_read(AT_FDCWD, argv[2], FILE_LIMIT, &lines, &bytes, &error) == GP_OK,
         "the questions cannot be read");
    build_index(argv[1], path);
    open_asker(&self.askers[GP_PUBLIC], path, GP_PUBLIC);
    open_asker(&self.askers[GP_STAFF], path, GP_STAFF);
    ask_all(&self, bytes);
    good = good_enough(&self);
    close_asker(&self.askers[GP_PUBLIC]);
    close_asker(&self.askers[GP_STAFF]);
    gp_arena_clear(&self.arena);
    gp_arena_clear(&lines);
    remove_folder(folder);
    return good ? 0 : 1;
}
