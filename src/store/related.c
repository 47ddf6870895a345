#include "store/related.h"

#include "base/memory.h"
#include "text/stop_words.h"

#include <math.h>
#include <string.h>

enum {
    TIMES_HEADING = 3,
    TIMES_MOST = 255,
    OF_AN_ARTICLE = 2 /* sections of one article in a list */
};

gp_status gp_relating_open(gp_relating *relating, size_t count)
{
    *relating = (gp_relating){.count = count};
    relating->sections = gp_alloc(count * sizeof *relating->sections);
    return relating->sections != NULL ? GP_OK : GP_NO_MEMORY;
}

void gp_relating_clear(gp_relating *relating)
{
    gp_free(relating->sections);
    gp_free(relating->postings);
    gp_free(relating->first);
    gp_free(relating->nearness);
    gp_free(relating->met);
    *relating = (gp_relating){.count = 0};
}

/* ---- signatures ------------------------------------------------------------------------------ */

/* The stem finds its place in the signature of a section, or none. */
static void sign(gp_relating *self, uint32_t section, float weight)
{
    gp_relating_section *own = &self->sections[section];
    size_t at = own->stems;

    while (at > 0 && own->signature[at - 1].weight < weight)
        at--;
    if (at >= GP_SIGNATURE_STEMS)
        return;
    own->stems += own->stems < GP_SIGNATURE_STEMS;
    memmove(&own->signature[at + 1], &own->signature[at],
            (own->stems - at - 1) * sizeof own->signature[0]);
    own->signature[at] = (gp_signature_stem){self->stem, weight};
}

/* The words of the stem under way, whose sections have been fetched from memory meanwhile. */
static void sign_all(gp_relating *self)
{
    for (size_t i = 0; i < self->told; i++)
        sign(self, self->words[i].section, self->words[i].weight);
    self->told = 0;
}

bool gp_relating_stem(gp_relating *relating, uint32_t number, gp_str stem, uint32_t frequency)
{
    bool digits = stem.size > 0 && stem.data[0] >= '0' && stem.data[0] <= '9';

    sign_all(relating);
    if (frequency < GP_SIGNATURE_LEAST || frequency > GP_SIGNATURE_MOST || digits ||
        gp_stop_word(stem))
        return false;
    relating->stem = number;
    relating->stem_limit = number + 1;
    relating->idf = logf(1 + (float)relating->count / (float)frequency);
    return true;
}

void gp_relating_word(gp_relating *relating, size_t section, const uint32_t times[GP_FIELD_COUNT])
{
    uint32_t tf = 0;

    for (int field = 0; field < GP_FIELD_COUNT; field++) {
        uint32_t counted = times[field] < TIMES_MOST ? times[field] : TIMES_MOST;
        if (field != GP_FIELD_CONTEXT)
            tf += field == GP_FIELD_HEADING ? counted * TIMES_HEADING : counted;
    }
    if (tf == 0)
        return;
    if (relating->told == GP_SIGNATURE_MOST)
        sign_all(relating);
    __builtin_prefetch(&relating->sections[section].stems, 1);
    __builtin_prefetch(&relating->sections[section].signature[GP_SIGNATURE_STEMS - 1], 1);
    relating->words[relating->told++] = (gp_signature_posting){
        (uint32_t)section, (tf == 1 ? 1 : 1 + logf((float)tf)) * relating->idf};
}

/* Makes the signature's length 1. */
static void normalize(gp_relating_section *section)
{
    float sum = 0;

    for (size_t i = 0; i < section->stems; i++)
        sum += section->signature[i].weight * section->signature[i].weight;
    sum = sqrtf(sum);
    for (size_t i = 0; i < section->stems; i++)
        section->signature[i].weight /= sum;
}

/* Which signatures hold a stem: postings[first[stem]..first[stem + 1]). */
static gp_status index_signatures(gp_relating *self)
{
    size_t all = 0;
    uint32_t *next;

    self->first = gp_alloc(((size_t)self->stem_limit + 2) * sizeof *self->first);
    if (self->first == NULL)
        return GP_NO_MEMORY;
    next = self->first + 1; /* the beginnings, moving on to the ends as postings are put */
    for (size_t i = 0; i < self->count; i++) {
        normalize(&self->sections[i]);
        all += self->sections[i].stems;
        for (size_t j = 0; j < self->sections[i].stems; j++)
            next[self->sections[i].signature[j].stem + 1]++;
    }
    for (size_t stem = 0; stem < self->stem_limit; stem++)
        next[stem + 1] += next[stem];
    self->postings = gp_alloc(all * sizeof *self->postings);
    if (self->postings == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < self->count; i++) {
        for (size_t j = 0; j < self->sections[i].stems; j++) {
            gp_signature_stem stem = self->sections[i].signature[j];
            self->postings[next[stem.stem]++] = (gp_signature_posting){(uint32_t)i, stem.weight};
        }
    }
    return GP_OK;
}

/* ---- the nearest ----------------------------------------------------------------------------- */

static bool is_nearer(const gp_relating *self, uint32_t a, uint32_t b)
{
    if (self->nearness[a] > self->nearness[b] || self->nearness[a] < self->nearness[b])
        return self->nearness[a] > self->nearness[b];
    return gp_str_compare(self->sections[a].id, self->sections[b].id) < 0;
}

/* Puts a section where it belongs among the nearest. The list stays what it would be, had all come
 * nearest first: one of an article that has its share takes the place of that article's last. */
static void offer(const gp_relating *self, gp_relating_section *to, uint32_t section)
{
    size_t place;
    size_t same = 0;
    size_t out = to->others; /* which one has to go */

    if (out == GP_RELATED_MAX && !is_nearer(self, section, to->related[out - 1]))
        return;
    for (size_t i = 0; i < to->others; i++) {
        if (self->sections[to->related[i]].document != self->sections[section].document)
            continue;
        same++;
        out = i;
    }
    if (same < OF_AN_ARTICLE)
        out = to->others < GP_RELATED_MAX ? to->others : GP_RELATED_MAX - 1;
    if (out < to->others && !is_nearer(self, section, to->related[out]))
        return;
    to->others += out == to->others;
    for (place = out; place > 0 && is_nearer(self, section, to->related[place - 1]); place--)
        to->related[place] = to->related[place - 1];
    to->related[place] = section;
}

/* Adds up what the signatures share, stem by stem; then each section that was met is looked at once. */
static void find_nearest(gp_relating *self, uint32_t section)
{
    gp_relating_section *own = &self->sections[section];
    size_t met = 0;

    for (size_t i = 0; i < own->stems; i++) {
        gp_signature_stem stem = own->signature[i];
        const gp_signature_posting *end = &self->postings[self->first[stem.stem + 1]];
        for (const gp_signature_posting *at = &self->postings[self->first[stem.stem]]; at < end;
             at++) {
            float before = self->nearness[at->section];
            self->met[met] = at->section;
            met += before <= 0; /* weights are above 0 */
            self->nearness[at->section] = before + stem.weight * at->weight;
        }
    }
    for (size_t i = 0; i < met; i++) {
        if (self->nearness[self->met[i]] >= GP_RELATED_LEAST && self->met[i] != section)
            offer(self, own, self->met[i]);
    }
    for (size_t i = 0; i < met; i++)
        self->nearness[self->met[i]] = 0;
}

gp_status gp_relating_find(gp_relating *relating)
{
    gp_status status;

    sign_all(relating);
    status = index_signatures(relating);
    if (status != GP_OK)
        return status;
    relating->nearness = gp_alloc(relating->count * sizeof *relating->nearness);
    relating->met = gp_alloc((relating->count + 1) * sizeof *relating->met);
    if (relating->nearness == NULL || relating->met == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < relating->count; i++) {
        const gp_relating_section *next = &relating->sections[i + 1 < relating->count ? i + 1 : i];
        for (size_t j = 0; j < next->stems; j++)
            __builtin_prefetch(&relating->postings[relating->first[next->signature[j].stem]]);
        find_nearest(relating, (uint32_t)i);
    }
    return GP_OK;
}
