/* relevance.c - asks the judged questions and counts, by kind, how often a right section is first.
 *
 * Usage:    relevance CORPUS QUESTIONS.tsv; the file's format is in CONTRIBUTING.md
 * Status:   0: all floors are reached; 1: a figure is below its floor, or there are too few questions
 *           to tell; 2: the questions or the corpus are wrong (a judged section does not exist, ...).
 * Audience: questions of the kind "staff" are asked as staff, all others as a visitor, so a staff
 *           section that is judged right for a visitor's question is one that does not exist.
 */
#include "base/file.h"
#include "base/hash.h"
#include "index/index.h"
#include "search/search.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The goals are Success@1 .90, answer words .85 and refusals .85. The floors stand a little below what
 * the engine reaches and follow it upward: raise them with each gain, so that no gain is lost unseen. */
static const double FIRST_FLOOR = .75;
static const double WORDS_FLOOR = .69;
static const double REFUSED_FLOOR = .93;
enum {
    QUESTIONS_FLOOR = 200,   /* of all kinds */
    UNANSWERABLE_FLOOR = 40, /* of the kind "none" */
    SHOWN = 3,               /* hits that a miss prints, and that "in three" looks at */
    FILE_LIMIT = 1 << 20,
    ARENA_LIMIT = 64 << 20
};

typedef enum kind {
    VISITOR,
    PARAGRAPH,
    TYPO,
    ACRONYM,
    STAFF,
    TYPE,
    NONE, /* the corpus has no answer */
    KINDS
} kind;

static const char *const kind_names[KINDS] = {"visitor", "paragraph", "typo", "acronym",
                                              "staff",   "type",      "none"};

typedef struct asker {
    gp_store *store;
    gp_searcher *searcher;
} asker;

typedef struct tally {
    size_t asked;            /* questions that the corpus answers */
    size_t first, in_three;  /* of these, a right section stands first, or among the first SHOWN */
    size_t wordable, worded; /* of these, answer words are judged, and all of them stand there */
    size_t refusable, refused;
} tally;

typedef struct run {
    asker askers[2]; /* by gp_audience */
    gp_arena arena;  /* of the question under way */
    tally tallies[KINDS];
    size_t unknown; /* judged sections that do not exist */
} run;

typedef struct judged {
    kind kind;
    gp_str question, ids, words;
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
    (void)printf("%s (%s): %.*s\n  wanted %.*s\n", why, kind_names[asked->kind],
                 GP_STR_ARGS(asked->question), GP_STR_ARGS(asked->ids));
    if (asked->words.size > 0)
        (void)printf("  words %.*s\n", GP_STR_ARGS(asked->words));
    for (size_t i = 0; i < results->hits.count && i < SHOWN; i++)
        (void)printf("  %.3f %.*s\n", results->hits.items[i].score,
                     GP_STR_ARGS(results->hits.items[i].id));
    (void)printf("  match %s, answer %.3f: %.*s\n", gp_match_level_name(results->match),
                 results->answer.confidence, GP_STR_ARGS(results->answer.text));
}

static void count_unanswerable(tally *self, const judged *asked, const gp_results *results)
{
    self->refusable++;
    if (!results->answer.present &&
        (results->match == GP_MATCH_NONE || results->match == GP_MATCH_SOME))
        self->refused++;
    else
        print_hits("answered, though nothing is there to answer it", asked, results);
}

static void count_answerable(tally *self, const judged *asked, const gp_results *results,
                             gp_arena *arena)
{
    size_t place = 0;

    while (place < results->hits.count && !is_judged(asked->ids, results->hits.items[place].id))
        place++;
    self->asked++;
    self->first += place == 0 && results->hits.count > 0;
    self->in_three += place < SHOWN && place < results->hits.count;
    if (place > 0 || results->hits.count == 0)
        print_hits("missed", asked, results);
    if (asked->words.size == 0)
        return;
    self->wordable++;
    if (has_words(results, asked->words, arena))
        self->worded++;
    else
        print_hits("words missing", asked, results);
}

static asker *asker_of(run *self, const judged *asked)
{
    return &self->askers[asked->kind == STAFF ? GP_STAFF : GP_PUBLIC];
}

static void ask(run *self, const judged *asked)
{
    gp_search_request request = {.question = asked->question};
    tally *counts = &self->tallies[asked->kind];
    gp_results results;
    gp_error error;

    must(gp_search(asker_of(self, asked)->searcher, &request, &self->arena, &results, &error) ==
             GP_OK,
         "a search failed");
    if (asked->kind == NONE)
        count_unanswerable(counts, asked, &results);
    else
        count_answerable(counts, asked, &results, &self->arena);
    gp_arena_clear(&self->arena);
}

/* ---- all questions --------------------------------------------------------------------------- */

static kind kind_of(gp_str name)
{
    int found = 0;

    while (found < KINDS && !gp_str_equal(name, gp_str_of(kind_names[found])))
        found++;
    must(found < KINDS, "a line ends with a kind of question that is not known");
    return (kind)found;
}

static judged read_judged(gp_str line)
{
    judged read;
    gp_str name;

    must(gp_str_next(&line, '\t', &read.question) && gp_str_next(&line, '\t', &read.ids) &&
             gp_str_next(&line, '\t', &read.words) && gp_str_next(&line, '\t', &name),
         "a line needs four parts divided by tabs");
    read.kind = kind_of(name);
    must((read.kind == NONE) == gp_str_equal(read.ids, GP_STR("-")),
         "questions of the kind none, and only they, have \"-\" for a section");
    return read;
}

static void check_ids(run *self, const judged *asked)
{
    gp_str rest = asked->ids;
    gp_handle handle;
    gp_str id;

    while (asked->kind != NONE && gp_str_next(&rest, ' ', &id)) {
        if (gp_store_find(asker_of(self, asked)->store, id, &handle) == GP_OK)
            continue;
        (void)printf("no such section for %s: %.*s\n", asked->kind == STAFF ? "staff" : "visitors",
                     GP_STR_ARGS(id));
        self->unknown++;
    }
}

static void ask_all(run *self, gp_str lines)
{
    gp_str line;

    while (gp_str_next(&lines, '\n', &line)) {
        judged asked;
        if (line.size == 0 || line.data[0] == '#')
            continue;
        asked = read_judged(line);
        check_ids(self, &asked);
        ask(self, &asked);
    }
}

/* ---- the verdict ----------------------------------------------------------------------------- */

/* 95 % score interval of a share of `hits` in `count`, which stays within 0..1 and is fair for small
 * counts. Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
 * J. Amer. Stat. Assoc. 22, 1927, p. 209-212. */
static void wilson(size_t hits, size_t count, double *low, double *high)
{
    const double z = 1.959964; /* the normal distribution's 97.5 % point */
    double n = (double)count;
    double p = (double)hits / n;
    double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));

    *low = middle - half;
    *high = middle + half;
}

static void print_row(const char *name, const tally *row)
{
    double low, high;

    (void)printf("%-10s %9zu", name, row->asked + row->refusable);
    if (row->asked > 0) {
        wilson(row->first, row->asked, &low, &high);
        (void)printf("  %3zu/%-3zu %.3f [%.3f, %.3f]  %3zu/%-3zu", row->first, row->asked,
                     (double)row->first / (double)row->asked, low, high, row->in_three, row->asked);
    } else {
        (void)printf("  %7s %5s %14s  %7s", "-", "-", "-", "-");
    }
    (void)printf("  %3zu/%-3zu  %3zu/%-3zu\n", row->worded, row->wordable, row->refused,
                 row->refusable);
}

static tally print_table(const tally *rows)
{
    tally total = {0};

    (void)printf("%-10s %9s  %7s %5s %14s  %7s  %7s  %7s\n", "kind", "questions", "first", "S@1",
                 "95 % interval", "in 3", "words", "refused");
    for (size_t i = 0; i < KINDS; i++) {
        print_row(kind_names[i], &rows[i]);
        total.asked += rows[i].asked;
        total.first += rows[i].first;
        total.in_three += rows[i].in_three;
        total.wordable += rows[i].wordable;
        total.worded += rows[i].worded;
        total.refusable += rows[i].refusable;
        total.refused += rows[i].refused;
    }
    print_row("all", &total);
    return total;
}

static bool enough(const char *what, size_t count, size_t wanted)
{
    if (count < wanted)
        (void)printf("too few %s: %zu, %zu are wanted\n", what, count, wanted);
    return count >= wanted;
}

static bool reached(const char *what, size_t hits, size_t count, double floor_share)
{
    bool good = (double)hits >= floor_share * (double)count;

    if (!good)
        (void)printf("%s below the floor of %.3f: %zu of %zu\n", what, floor_share, hits, count);
    return good;
}

/* All checks run, so that one failure does not hide another. */
static bool good_enough(const tally *total)
{
    bool good = enough("questions", total->asked + total->refusable, QUESTIONS_FLOOR);

    good &= enough("unanswerable questions", total->refusable, UNANSWERABLE_FLOOR);
    good &= enough("questions with answer words", total->wordable, 1);
    good &= reached("Success@1", total->first, total->asked, FIRST_FLOOR);
    good &= reached("answer words", total->worded, total->wordable, WORDS_FLOOR);
    good &= reached("refusals", total->refused, total->refusable, REFUSED_FLOOR);
    return good;
}

static int verdict(const run *self)
{
    tally total = print_table(self->tallies);
    bool good = good_enough(&total);

    if (self->unknown > 0)
        return 2;
    return good ? 0 : 1;
}

/* ---- the index ------------------------------------------------------------------------------- */

static void build_index(const char *corpus, gp_encoder *encoder, const char *path)
{
    gp_index_options options = {.db = path, .paths = &corpus, .path_count = 1, .encoder = encoder};
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

static void open_asker(asker *self, const char *path, gp_audience audience,
                       const gp_encoder *encoder)
{
    gp_error error;

    must(gp_store_open(path, audience, &self->store, &error) == GP_OK, "the index cannot be read");
    must(gp_searcher_open(self->store, encoder, &self->searcher, &error) == GP_OK, "no searcher");
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
    gp_encoder *encoder = NULL; /* with a model, meaning counts, too: to be looked at by hand */
    int status;
    gp_error error;

    must(argc == 3 || argc == 4, "usage: relevance CORPUS QUESTIONS.tsv [MODEL]");
    must(gp_hash_init() == GP_OK && mkdtemp(folder) != NULL, "no temporary folder");
    (void)snprintf(path, sizeof path, "%s/index.db", folder);
    gp_arena_init(&lines, FILE_LIMIT * 2);
    gp_arena_init(&self.arena, ARENA_LIMIT);
    must(gp_file_read(AT_FDCWD, argv[2], FILE_LIMIT, &lines, &bytes, &error) == GP_OK,
         "the questions cannot be read");
    must(argc == 3 || gp_encoder_open(argv[3], &encoder, &error) == GP_OK, "no such model");
    build_index(argv[1], encoder, path);
    open_asker(&self.askers[GP_PUBLIC], path, GP_PUBLIC, encoder);
    open_asker(&self.askers[GP_STAFF], path, GP_STAFF, encoder);
    ask_all(&self, bytes);
    status = verdict(&self);
    close_asker(&self.askers[GP_PUBLIC]);
    close_asker(&self.askers[GP_STAFF]);
    gp_encoder_close(encoder);
    gp_arena_clear(&self.arena);
    gp_arena_clear(&lines);
    remove_folder(folder);
    return status;
}
