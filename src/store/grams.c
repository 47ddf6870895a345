#include "store/grams.h"

#include "base/memory.h"
#include "text/ngram.h"

#include <stdlib.h>
#include <string.h>

enum {
    HEADING_TIMES = 3
};

/* One gram of one stem. */
typedef struct pair {
    uint32_t key, stem;
} pair;

typedef struct maker {
    const gp_postings *postings;
    const gp_stem *stems;
    gp_arena *memory;
    gp_grams *grams;
    uint32_t *first_pair; /* of each stem; stems + 1 */
    pair *pairs;          /* by stem, then by place in the word */
    pair *sorted;         /* by key, then stem */
    uint32_t *gram_of_pair;
    uint32_t *seen_in; /* of each gram: the last section that was seen to hold it */
} maker;

static gp_status cut_words(maker *self)
{
    uint32_t keys[GP_NGRAM_MAX];
    size_t count = 0;
    size_t stems = self->postings->stems;

    for (size_t i = 0; i < stems; i++) {
        self->first_pair[i] = (uint32_t)count;
        count += gp_ngrams(self->stems[i].stem, keys);
    }
    self->first_pair[stems] = (uint32_t)count;
    self->pairs = gp_alloc((count + 1) * sizeof *self->pairs);
    self->sorted = gp_alloc((count + 1) * sizeof *self->sorted);
    self->gram_of_pair = gp_alloc((count + 1) * sizeof *self->gram_of_pair);
    if (self->pairs == NULL || self->sorted == NULL || self->gram_of_pair == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < stems; i++) {
        size_t n = gp_ngrams(self->stems[i].stem, keys);
        for (size_t j = 0; j < n; j++)
            self->pairs[self->first_pair[i] + j] = (pair){keys[j], (uint32_t)i};
    }
    memcpy(self->sorted, self->pairs, count * sizeof *self->pairs);
    return GP_OK;
}

static int by_key(const void *a, const void *b)
{
    const pair *left = a;
    const pair *right = b;

    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    return (left->stem > right->stem) - (left->stem < right->stem);
}

static gp_status list_grams(maker *self)
{
    gp_grams *grams = self->grams;
    size_t pairs = self->first_pair[self->postings->stems];
    size_t kept = 0;

    if (pairs > 1)
        qsort(self->sorted, pairs, sizeof *self->sorted, by_key);
    for (size_t i = 0; i < pairs; i++)
        grams->count += i == 0 || self->sorted[i].key != self->sorted[i - 1].key;
    grams->stems = gp_arena_alloc(self->memory, pairs * sizeof *grams->stems);
    grams->items = gp_arena_alloc(self->memory, (grams->count + 1) * sizeof *grams->items);
    self->seen_in = gp_alloc((grams->count + 1) * sizeof *self->seen_in);
    if (self->memory->failed || self->seen_in == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < pairs; i++) {
        const pair *own = &self->sorted[i];
        if (i == 0 || own->key != self->sorted[i - 1].key)
            grams->items[kept++] = (gp_gram){own->key, 0, (uint32_t)i};
        grams->stems[i] = own->stem;
    }
    grams->items[kept] = (gp_gram){0, 0, (uint32_t)pairs};
    for (size_t i = 0; i < pairs; i++) {
        const gp_gram *gram = gp_grams_find(grams, self->pairs[i].key);
        self->gram_of_pair[i] = (uint32_t)(gram - grams->items);
    }
    return GP_OK;
}

/* An article's own section has no heading: the title is its heading. */
static gp_field heading_of(const gp_postings *postings, uint32_t section)
{
    for (uint32_t i = postings->of_section[section]; i < postings->of_section[section + 1]; i++) {
        if (postings->words[i].times[GP_FIELD_HEADING] > 0)
            return GP_FIELD_HEADING;
    }
    return GP_FIELD_CONTEXT;
}

/* How many grams a section has; on the way, each of them learns of the section. */
static double count_section(maker *self, uint32_t section)
{
    const gp_postings *postings = self->postings;
    gp_field heading = heading_of(postings, section);
    double length = 0;

    for (uint32_t i = postings->of_section[section]; i < postings->of_section[section + 1]; i++) {
        const gp_section_word *word = &postings->words[i];
        uint32_t from = self->first_pair[word->stem];
        uint32_t to = self->first_pair[word->stem + 1];
        int times = HEADING_TIMES * (word->times[heading] + word->times[GP_FIELD_QUESTIONS]) +
                    word->times[GP_FIELD_BODY];
        length += (double)times * (to - from);
        for (uint32_t p = from; p < to; p++) {
            uint32_t gram = self->gram_of_pair[p];
            if (self->seen_in[gram] == section + 1)
                continue;
            self->seen_in[gram] = section + 1;
            self->grams->items[gram].sections++;
        }
    }
    return length;
}

static gp_status count_sections(maker *self)
{
    size_t sections = self->postings->sections;
    double all = 0;

    self->grams->length_ratios = gp_arena_alloc(self->memory, (sections + 1) * sizeof(float));
    if (self->grams->length_ratios == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < sections; i++) {
        double length = count_section(self, (uint32_t)i);
        self->grams->length_ratios[i] = (float)length;
        all += length;
    }
    for (size_t i = 0; i < sections; i++)
        self->grams->length_ratios[i] =
            all > 0 ? (float)((double)self->grams->length_ratios[i] * (double)sections / all) : 1;
    return GP_OK;
}

gp_status gp_grams_make(const gp_postings *postings, const gp_stem *stems, gp_arena *memory,
                        gp_grams *grams)
{
    maker self = {.postings = postings, .stems = stems, .memory = memory, .grams = grams};
    gp_status status;

    *grams = (gp_grams){0};
    if (postings->items == NULL)
        return GP_OK;
    self.first_pair = gp_alloc((postings->stems + 1) * sizeof *self.first_pair);
    status = self.first_pair != NULL ? cut_words(&self) : GP_NO_MEMORY;
    if (status == GP_OK)
        status = list_grams(&self);
    if (status == GP_OK)
        status = count_sections(&self);
    gp_free(self.seen_in);
    gp_free(self.gram_of_pair);
    gp_free(self.sorted);
    gp_free(self.pairs);
    gp_free(self.first_pair);
    if (status != GP_OK)
        *grams = (gp_grams){0};
    return status;
}

const gp_gram *gp_grams_find(const gp_grams *grams, uint32_t key)
{
    size_t low = 0;
    size_t high = grams->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (grams->items[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < grams->count && grams->items[low].key == key ? &grams->items[low] : NULL;
}
