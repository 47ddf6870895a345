/* suggest_property.c - a suggestion once listed stays listed while the rest of it is typed.
 *
 * Usage:    suggest_property CORPUS
 * Looks at: every heading, question and title of the corpus, as a visitor and as staff, today and on no
 *           day, for the usual limit and the smallest: all its beginnings, letter by letter.
 * Status:   0: it holds; 1: it does not, or too little was looked at; 2: the corpus cannot be indexed.
 */
#include "base/clock.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "index/index.h"
#include "search/suggest.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    TARGETS_FLOOR = 500,
    ARENA_LIMIT = 64 << 20
};

typedef struct trial {
    gp_suggestions *suggestions;
    gp_tokenizer *tokenizer;
    gp_arena request;
    size_t limit;
    int32_t today;
    size_t targets, asked, lost, unlisted;
} trial;

static void die(const char *why)
{
    (void)fprintf(stderr, "suggest_property: %s\n", why);
    exit(2);
}

/* Its place in the list for what was typed; the list's size where it is not listed. */
static size_t place_of(trial *self, gp_str target, gp_str typed, size_t *count)
{
    gp_suggest_request request = {.typed = typed, .limit = self->limit, .today = self->today};
    gp_suggest_list list;
    size_t at = 0;

    if (gp_suggest(self->suggestions, self->tokenizer, &request, &self->request, &list) != GP_OK)
        die("no memory");
    self->asked++;
    while (at < list.items.count && !gp_str_equal(list.items.items[at].text, target))
        at++;
    *count = list.items.count;
    gp_arena_reset(&self->request);
    return at;
}

static void type_all(trial *self, gp_str target)
{
    size_t best = SIZE_MAX;
    size_t end = 0;

    self->targets++;
    while (end < target.size) {
        size_t count, place;
        (void)gp_utf8_next(target, &end);
        place = place_of(self, target, gp_str_slice(target, 0, end), &count);
        if (best != SIZE_MAX && (place == count || place > best)) {
            (void)fprintf(stderr, "lost at byte %zu: %.*s\n", end, GP_STR_ARGS(target));
            self->lost++;
            return;
        }
        best = place < count ? place : best;
    }
    self->unlisted += best == SIZE_MAX;
}

static void try_all(trial *self, const gp_label *labels, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        type_all(self, labels[i].heading);
        type_all(self, labels[i].title);
        for (size_t j = 0; j < labels[i].questions.count; j++)
            type_all(self, labels[i].questions.items[j]);
    }
}

static void try_audience(const char *path, gp_audience audience, trial *total)
{
    static const size_t limits[] = {0, 1};
    gp_site site;
    gp_store *store;
    gp_arena arena;
    gp_label *labels;
    gp_error error;
    size_t count;

    gp_arena_init(&arena, ARENA_LIMIT);
    if (gp_store_open(path, audience, &store, &error) != GP_OK ||
        gp_site_read_json(gp_store_site(store), &arena, &site, &error) != GP_OK ||
        gp_suggestions_open(store, &site, &total->suggestions, &error) != GP_OK ||
        gp_store_labels(store, &arena, &labels, &count, &error) != GP_OK)
        die(error.text);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        total->limit = limits[i];
        total->today = i == 0 ? gp_clock_today() : 0;
        try_all(total, labels, count);
    }
    gp_suggestions_close(total->suggestions);
    gp_store_close(store);
    gp_arena_clear(&arena);
}

static void index_corpus(const char *corpus, const char *path)
{
    gp_index_options options = {.db = path, .paths = &corpus, .path_count = 1};
    gp_index_summary summary;
    gp_arena arena;
    gp_error error;

    gp_arena_init(&arena, ARENA_LIMIT);
    if (gp_index_run(&options, &arena, &summary, &error) != GP_OK)
        die(error.text);
    gp_arena_clear(&arena);
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/gp-suggest-XXXXXX";
    char path[64], command[64];
    trial total = {0};

    if (argc != 2)
        die("usage: suggest_property CORPUS");
    if (gp_hash_init() != GP_OK || mkdtemp(folder) == NULL ||
        gp_tokenizer_open("en", &total.tokenizer, NULL) != GP_OK)
        die("cannot begin");
    (void)snprintf(path, sizeof path, "%s/index.db", folder);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    gp_arena_init(&total.request, ARENA_LIMIT);
    index_corpus(argv[1], path);
    try_audience(path, GP_PUBLIC, &total);
    try_audience(path, GP_STAFF, &total);
    gp_arena_clear(&total.request);
    gp_tokenizer_close(total.tokenizer);
    (void)printf("%zu texts, %zu beginnings asked, %zu lost, %zu never listed\n", total.targets,
                 total.asked, total.lost, total.unlisted);
    if (system(command) != 0)
        die("the index cannot be removed");
    return total.lost > 0 || total.targets - total.unlisted < TARGETS_FLOOR;
}
