/* bench_suggest.c - as-you-type suggestions over a large made-up site.
 *
 * usage: bench_suggest [SECTIONS]     (10,000)
 *
 * Each section has a heading and an alternate question of six words, and its article a title: three
 * suggestions. The words are a Zipf-like vocabulary, the same in every run. What is typed is the first
 * 1 to 20 letters of a suggestion; in the second round with two neighboring letters of it swapped, so
 * that the tiers behind the first are looked at; in the third its words are typed backwards.
 */
#include "base/clock.h"
#include "base/hash.h"
#include "search/suggest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    VOCABULARY = 12000,
    WORDS = 6,
    LETTERS = 20,
    TARGETS = 500,
    ASKED = LETTERS * TARGETS
};

typedef struct bench {
    char folder[64], index[96];
    size_t sections;
    uint64_t random;
    double *cumulative; /* of the words' probabilities */
    char words[VOCABULARY][12];
    char targets[TARGETS][WORDS * 12];
    double times[ASKED];
} bench;

static void fail(const char *what)
{
    (void)fprintf(stderr, "bench_suggest: %s\n", what);
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
        size_t length = 2 + next_random(self) % 9;
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

static gp_str draw_text(bench *self, gp_arena *arena)
{
    char text[WORDS * 12] = "";

    for (size_t i = 0; i < WORDS; i++)
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i > 0 ? " " : "",
                       draw_word(self));
    return gp_arena_copy(arena, gp_str_of(text));
}

/* ---- filling --------------------------------------------------------------------------------- */

static void put_section(bench *self, gp_build *build, size_t number, gp_arena *arena)
{
    gp_document document = {.kind = (gp_kind)(number % GP_KIND_COUNT), .weight = 1};
    gp_section *section = GP_VEC_PUSH(arena, &document.sections);
    gp_error error;

    document.path = GP_STR("made");
    document.slug = gp_arena_printf(arena, "s%zu", number);
    document.title = draw_text(self, arena);
    section->level = 2;
    section->anchor = GP_STR("part");
    section->heading = draw_text(self, arena);
    section->text = GP_STR("Some text.");
    if (!gp_str_list_add(arena, &section->questions, draw_text(self, arena)) ||
        gp_document_seal(&document, arena, &error) != GP_OK ||
        gp_build_put(build, &document, &error) != GP_OK)
        fail("a section cannot be put");
    if (number < TARGETS)
        (void)snprintf(self->targets[number], sizeof self->targets[number], "%.*s",
                       GP_STR_ARGS(section->heading));
}

static void fill(bench *self)
{
    gp_build *build;
    gp_error error;
    gp_arena arena;

    if (gp_build_begin(self->index, false, &build, &error) != GP_OK)
        fail(error.text);
    gp_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < self->sections; i++) {
        put_section(self, build, i, &arena);
        gp_arena_reset(&arena);
    }
    gp_arena_clear(&arena);
    if (gp_build_publish(build, &error) != GP_OK)
        fail(error.text);
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* Makes text[0..size) of what the target's beginning would be. */
typedef void typist(bench *self, const char *target, size_t size, char *text);

static void type_well(bench *self, const char *target, size_t size, char *text)
{
    (void)self;
    memcpy(text, target, size);
}

static void type_with_slip(bench *self, const char *target, size_t size, char *text)
{
    memcpy(text, target, size);
    if (size > 1) {
        size_t at = next_random(self) % (size - 1);
        char kept = text[at];
        text[at] = text[at + 1];
        text[at + 1] = kept;
    }
}

static void type_backwards(bench *self, const char *target, size_t size, char *text)
{
    size_t end = strlen(target);
    size_t at = 0;

    (void)self;
    memset(text, ' ', size);
    while (end > 0 && at < size) {
        size_t start = end;
        while (start > 0 && target[start - 1] != ' ')
            start--;
        for (size_t i = start; i < end && at < size; i++)
            text[at++] = target[i];
        at++;
        end = start > 0 ? start - 1 : 0;
    }
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;

    return left < right ? -1 : left > right;
}

static void report(const char *name, double *times, size_t count)
{
    qsort(times, count, sizeof *times, by_size);
    (void)printf("%-44s p50 %6.0f us   p99 %6.0f us   most %6.0f us\n", name, times[count / 2],
                 times[count * 99 / 100], times[count - 1]);
}

static void ask_all(bench *self, const gp_suggestions *suggestions, const char *name, typist *type)
{
    gp_tokenizer *tokenizer;
    gp_arena arena;
    size_t asked = 0;
    size_t found = 0;
    size_t targets = self->sections < TARGETS ? self->sections : TARGETS;

    if (gp_tokenizer_open("en", &tokenizer, NULL) != GP_OK)
        fail("cannot begin to ask");
    gp_arena_init(&arena, 8 << 20);
    for (size_t i = 0; i < targets; i++) {
        for (size_t size = 1; size <= LETTERS && size <= strlen(self->targets[i]); size++) {
            char text[LETTERS];
            gp_suggest_request request = {.typed = {text, size}};
            gp_suggest_list list;
            uint64_t start;
            type(self, self->targets[i], size, text);
            start = gp_clock_us();
            if (gp_suggest(suggestions, tokenizer, &request, &arena, &list) != GP_OK)
                fail("no memory");
            self->times[asked++] = (double)(gp_clock_us() - start);
            found += list.items.count > 0;
            gp_arena_reset(&arena);
        }
    }
    report(name, self->times, asked);
    (void)printf("%-44s %.0f %%\n", "  with suggestions", 100.0 * (double)found / (double)asked);
    gp_arena_clear(&arena);
    gp_tokenizer_close(tokenizer);
}

/* The dearest question we know: 200 bytes of the most frequent words, and three long ones that are met
 * with slips only. */
static void ask_worst(bench *self, const gp_suggestions *suggestions)
{
    char text[GP_SUGGEST_TYPED_MAX + 1] = "";
    gp_suggest_request request = {.typed = {text, sizeof text - 1}, .limit = GP_SUGGEST_LIMIT_MAX};
    gp_tokenizer *tokenizer;
    gp_suggest_list list;
    gp_arena arena;

    for (size_t i = 0, slips = 0; slips < 3; i++) {
        const char *word = self->words[i % VOCABULARY];
        if (strlen(word) < 9)
            continue;
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%.4sq%s ", word, word + 5);
        slips++;
    }
    for (size_t i = 0; strlen(text) + 1 < sizeof text; i++)
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%s ", self->words[i]);
    if (gp_tokenizer_open("en", &tokenizer, NULL) != GP_OK)
        fail("cannot begin to ask");
    gp_arena_init(&arena, 8 << 20);
    for (size_t i = 0; i < TARGETS; i++) {
        uint64_t start = gp_clock_us();
        if (gp_suggest(suggestions, tokenizer, &request, &arena, &list) != GP_OK)
            fail("no memory");
        self->times[i] = (double)(gp_clock_us() - start);
        gp_arena_reset(&arena);
    }
    report("200 bytes of frequent words, three slips", self->times, TARGETS);
    gp_arena_clear(&arena);
    gp_tokenizer_close(tokenizer);
}

int main(int argc, char **argv)
{
    static bench self = {
        .folder = "/tmp/gp-bench-XXXXXX", .sections = 10000, .random = 88172645463325252u};
    gp_site site = {0};
    gp_suggestions *suggestions;
    gp_store *store;
    gp_error error;
    size_t bytes, count;
    uint64_t start;

    if (argc > 1 && !gp_str_to_size(gp_str_of(argv[1]), 10000000, &self.sections))
        fail("usage: bench_suggest [SECTIONS]");
    if (gp_hash_init() != GP_OK || mkdtemp(self.folder) == NULL)
        fail("no folder to work in");
    (void)snprintf(self.index, sizeof self.index, "%s/index.db", self.folder);
    make_words(&self);
    fill(&self);
    if (gp_store_open(self.index, GP_PUBLIC, &store, &error) != GP_OK)
        fail(error.text);
    start = gp_clock_us();
    if (gp_suggestions_open(store, &site, &suggestions, &error) != GP_OK)
        fail(error.text);
    start = gp_clock_us() - start;
    count = gp_suggestions_count(suggestions, &bytes);
    (void)printf("%zu sections, %zu suggestions: opened in %.0f ms, %.1f MiB\n", self.sections,
                 count, (double)start / 1000, (double)bytes / 1048576);
    ask_all(&self, suggestions, "1 to 20 letters", type_well);
    ask_all(&self, suggestions, "the same with two letters swapped", type_with_slip);
    ask_all(&self, suggestions, "its words in reverse order", type_backwards);
    ask_worst(&self, suggestions);
    gp_suggestions_close(suggestions);
    gp_store_close(store);
    (void)unlink(self.index);
    (void)rmdir(self.folder);
    free(self.cumulative);
    return 0;
}
