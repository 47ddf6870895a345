#include "search/ngram_score.h"

#include "base/memory.h"
#include "search/weights.h"
#include "store/grams.h"
#include "text/ngram.h"

#include <stdlib.h>

/* The weightiest grams of a question that are looked for. */
#define GRAMS_MAX 128
#define WORDS     (GRAMS_MAX / 64)

typedef struct asked_gram {
    uint32_t key;
    const gp_gram *gram; /* NULL: no section holds it */
    double weight;       /* its idf */
} asked_gram;

/* The asked grams that one stem holds. */
typedef struct held {
    uint64_t grams[WORDS]; /* a bit for each */
} held;

struct gp_ngram_scorer {
    const gp_store *store;
    const gp_grams *grams; /* NULL: none */
    size_t sections;
    uint32_t *slots; /* of each stem: its place in `holds`, from 1; 0: it holds no asked gram */
    held *holds;
    uint32_t *stems; /* of each place in `holds` */
    size_t hold_count, hold_room;
    asked_gram asked[GRAMS_MAX];
    size_t asked_count;
    double upper; /* sum of weights */
};

gp_status gp_ngram_scorer_open(const gp_store *store, gp_ngram_scorer **scorer)
{
    gp_ngram_scorer *made = gp_alloc(sizeof *made);
    gp_corpus corpus;
    size_t stems;

    *scorer = NULL;
    if (made == NULL)
        return GP_NO_MEMORY;
    gp_store_corpus(store, &corpus);
    (void)gp_store_stems(store, &stems);
    made->store = store;
    made->grams = gp_store_grams(store);
    made->sections = corpus.sections;
    made->slots = gp_alloc((stems + 1) * sizeof *made->slots);
    if (made->slots == NULL) {
        gp_free(made);
        return GP_NO_MEMORY;
    }
    *scorer = made;
    return GP_OK;
}

void gp_ngram_scorer_close(gp_ngram_scorer *scorer)
{
    if (scorer == NULL)
        return;
    gp_free(scorer->slots);
    gp_free(scorer->holds);
    gp_free(scorer->stems);
    gp_free(scorer);
}

/* ---- asking ---------------------------------------------------------------------------------- */

static void forget(gp_ngram_scorer *self)
{
    for (size_t i = 0; i < self->hold_count; i++)
        self->slots[self->stems[i]] = 0;
    self->hold_count = 0;
    self->asked_count = 0;
    self->upper = 0;
}

typedef GP_VEC(asked_gram) gram_list;

static gp_status add_stem(const gp_ngram_scorer *self, gp_str stem, gp_arena *arena,
                          gram_list *grams)
{
    uint32_t keys[GP_NGRAM_MAX];
    size_t count = gp_ngrams(stem, keys);

    for (size_t i = 0; i < count; i++) {
        const gp_gram *gram = gp_grams_find(self->grams, keys[i]);
        asked_gram *added = GP_VEC_PUSH(arena, grams);
        if (added == NULL)
            return GP_NO_MEMORY;
        *added = (asked_gram){keys[i], gram,
                              gp_query_idf(self->sections, gram != NULL ? gram->sections : 0)};
    }
    return GP_OK;
}

static int by_key(const void *a, const void *b)
{
    const asked_gram *left = a;
    const asked_gram *right = b;

    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    return (left->weight < right->weight) - (left->weight > right->weight);
}

static int weightiest_first(const void *a, const void *b)
{
    const asked_gram *left = a;
    const asked_gram *right = b;

    if (left->weight < right->weight || left->weight > right->weight)
        return left->weight > right->weight ? -1 : 1;
    return by_key(a, b);
}

/* Each gram once; of too many the weightiest. */
static void choose(gp_ngram_scorer *self, gram_list *grams)
{
    size_t kept = 0;

    if (grams->count > 1)
        qsort(grams->items, grams->count, sizeof grams->items[0], by_key);
    for (size_t i = 0; i < grams->count; i++) {
        if (kept == 0 || grams->items[kept - 1].key != grams->items[i].key)
            grams->items[kept++] = grams->items[i];
    }
    if (kept > GRAMS_MAX)
        qsort(grams->items, kept, sizeof grams->items[0], weightiest_first);
    self->asked_count = kept < GRAMS_MAX ? kept : GRAMS_MAX;
    for (size_t i = 0; i < self->asked_count; i++) {
        self->asked[i] = grams->items[i];
        self->upper += grams->items[i].weight;
    }
}

static gp_status grow(gp_ngram_scorer *self)
{
    size_t room = self->hold_room > 0 ? 2 * self->hold_room : 1024;
    held *holds = gp_realloc(self->holds, room * sizeof *holds);
    uint32_t *stems;

    if (holds == NULL)
        return GP_NO_MEMORY;
    self->holds = holds;
    stems = gp_realloc(self->stems, room * sizeof *stems);
    if (stems == NULL)
        return GP_NO_MEMORY;
    self->stems = stems;
    self->hold_room = room;
    return GP_OK;
}

/* The stem's place, made when it has none; NULL when there is no memory. */
static held *hold_of(gp_ngram_scorer *self, uint32_t stem)
{
    if (self->slots[stem] == 0) {
        if (self->hold_count == self->hold_room && grow(self) != GP_OK)
            return NULL;
        self->holds[self->hold_count] = (held){{0}};
        self->stems[self->hold_count++] = stem;
        self->slots[stem] = (uint32_t)self->hold_count;
    }
    return &self->holds[self->slots[stem] - 1];
}

static gp_status mark_stems(gp_ngram_scorer *self)
{
    for (size_t i = 0; i < self->asked_count; i++) {
        const gp_gram *gram = self->asked[i].gram;
        for (uint32_t s = gram != NULL ? gram[0].first : 0; gram != NULL && s < gram[1].first;
             s++) {
            held *hold = hold_of(self, self->grams->stems[s]);
            if (hold == NULL)
                return GP_NO_MEMORY;
            hold->grams[i / 64] |= (uint64_t)1 << i % 64;
        }
    }
    return GP_OK;
}

gp_status gp_ngram_scorer_ask(gp_ngram_scorer *scorer, const gp_query *query, gp_arena *arena)
{
    gram_list grams = {NULL, 0, 0};
    gp_status status = GP_OK;

    forget(scorer);
    if (scorer->grams == NULL)
        return GP_OK;
    for (size_t i = 0; i < query->count && status == GP_OK; i++) {
        const gp_query_term *term = &query->info[i];
        if (!term->stop && !term->extra && query->terms[i].role == GP_SHOULD)
            status = add_stem(scorer, term->stem, arena, &grams);
    }
    if (status == GP_OK)
        choose(scorer, &grams);
    return status == GP_OK ? mark_stems(scorer) : status;
}

bool gp_ngram_scorer_ready(const gp_ngram_scorer *scorer)
{
    return scorer->asked_count > 0;
}

/* ---- scoring --------------------------------------------------------------------------------- */

static double times_of(const gp_section_word *word, bool own)
{
    double heading = (double)word->times[GP_FIELD_HEADING] + word->times[GP_FIELD_QUESTIONS] +
                     (own ? word->times[GP_FIELD_CONTEXT] : 0);

    return GP_NGRAM_HEADING * heading + (own ? 0 : word->times[GP_FIELD_CONTEXT]) +
           word->times[GP_FIELD_BODY];
}

static void add_times(const held *hold, double times, double tf[GRAMS_MAX])
{
    for (size_t word = 0; word < WORDS; word++) {
        uint64_t left = hold->grams[word];
        for (; left != 0; left &= left - 1)
            tf[word * 64 + (size_t)__builtin_ctzll(left)] += times;
    }
}

double gp_ngram_score(const gp_ngram_scorer *scorer, gp_handle section, bool own)
{
    double tf[GRAMS_MAX] = {0};
    size_t count;
    const gp_section_word *words = gp_store_section_words(scorer->store, section, &count);
    double k;
    double sum = 0;

    if (scorer->upper <= 0 || words == NULL)
        return 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t slot = scorer->slots[words[i].stem];
        if (slot != 0)
            add_times(&scorer->holds[slot - 1], times_of(&words[i], own), tf);
    }
    k = GP_BM25_K1 * (1 - GP_NGRAM_B + GP_NGRAM_B * (double)scorer->grams->length_ratios[section]);
    for (size_t i = 0; i < scorer->asked_count; i++)
        sum += scorer->asked[i].weight * tf[i] / (tf[i] + k);
    return sum / scorer->upper;
}
