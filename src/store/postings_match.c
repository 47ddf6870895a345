#include "store/postings_match.h"

#include "base/clock.h"
#include "base/memory.h"
#include "store/collector.h"
#include "store/evidence.h"

#include <stdlib.h>
#include <string.h>

enum {
    MET = 1,      /* by some term */
    STRONG = 2,   /* by a term that makes a candidate */
    EXCLUDED = 4, /* by a MUST_NOT term */
    COUNTED = 8,  /* by another form of the term under way */
    LOOK_AT_CLOCK_EVERY = 32768,
    SCAN_RATHER = 16 /* postings that are read in the time of one look-up */
};

/* Sums are compared with sums of another order of addition. */
#define ROUNDING 1e-9

typedef struct match_run {
    const gp_image *image;
    gp_match_scratch *scratch;
    const gp_match_request *request;
    gp_arena *arena;
    gp_collector collector;
    gp_posting_run *runs; /* of every form of every term */
    size_t *first_run;    /* of each term */
    size_t *cursors;      /* of each run */
    size_t run_count;
    uint64_t steps;
    bool cut;
} match_run;

/* ---- scratch --------------------------------------------------------------------------------- */

gp_status gp_match_scratch_open(gp_match_scratch *scratch, size_t sections)
{
    *scratch = (gp_match_scratch){.score = gp_alloc(sections * sizeof(double)),
                                  .tf = gp_alloc(sections * sizeof(double)),
                                  .flags = gp_alloc(sections),
                                  .musts = gp_alloc(sections),
                                  .touched = gp_alloc(sections * sizeof(gp_handle)),
                                  .met = gp_alloc(sections * sizeof(gp_handle))};
    if (scratch->score != NULL && scratch->tf != NULL && scratch->flags != NULL &&
        scratch->musts != NULL && scratch->touched != NULL && scratch->met != NULL)
        return GP_OK;
    gp_match_scratch_close(scratch);
    return GP_NO_MEMORY;
}

void gp_match_scratch_close(gp_match_scratch *scratch)
{
    gp_free(scratch->score);
    gp_free(scratch->tf);
    gp_free(scratch->flags);
    gp_free(scratch->musts);
    gp_free(scratch->touched);
    gp_free(scratch->met);
    *scratch = (gp_match_scratch){0};
}

static void clean(gp_match_scratch *scratch)
{
    for (size_t i = 0; i < scratch->touched_count; i++) {
        gp_handle handle = scratch->touched[i];
        scratch->score[handle] = 0;
        scratch->flags[handle] = 0;
        scratch->musts[handle] = 0;
    }
    scratch->touched_count = scratch->met_count = 0;
}

/* ---- phrases --------------------------------------------------------------------------------- */

/* True when the stem stands at `place` in the section. */
static bool stands_at(const gp_posting_run *run, size_t item, uint32_t place)
{
    uint32_t low = run->items[item].first;
    uint32_t high = run->items[item + 1].first;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (run->places[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low < run->items[item + 1].first && run->places[low] == place;
}

typedef struct phrase {
    gp_posting_run stems[8];
    size_t cursors[8];
    size_t count;
    GP_VEC(gp_posting) items;
    GP_VEC(uint32_t) places;
} phrase;

/* True when all stems are in the section; their cursors then stand on it. */
static bool all_in(phrase *self, gp_handle handle)
{
    for (size_t i = 0; i < self->count; i++) {
        self->cursors[i] = gp_postings_seek(&self->stems[i], self->cursors[i], handle);
        if (self->cursors[i] >= self->stems[i].count ||
            self->stems[i].items[self->cursors[i]].handle != handle)
            return false;
    }
    return true;
}

static gp_status add_phrase_places(phrase *self, gp_handle handle, gp_arena *arena)
{
    const gp_posting *first = &self->stems[0].items[self->cursors[0]];
    size_t before = self->places.count;

    for (uint32_t p = first[0].first; p < first[1].first; p++) {
        uint32_t place = self->stems[0].places[p];
        size_t i = 1;
        uint32_t *kept;
        while (i < self->count && stands_at(&self->stems[i], self->cursors[i], place + (uint32_t)i))
            i++;
        if (i < self->count)
            continue;
        kept = GP_VEC_PUSH(arena, &self->places);
        if (kept == NULL)
            return GP_NO_MEMORY;
        *kept = place;
    }
    if (self->places.count > before) {
        gp_posting *item = GP_VEC_PUSH(arena, &self->items);
        if (item == NULL)
            return GP_NO_MEMORY;
        *item = (gp_posting){handle, (uint32_t)before};
    }
    return GP_OK;
}

static gp_status find_phrase(match_run *self, const gp_form *form, gp_posting_run *run)
{
    phrase found = {.count = form->stem_count};
    size_t rarest = 0;
    gp_posting *end;
    gp_status status = GP_OK;

    for (size_t i = 0; i < found.count; i++) {
        size_t number = gp_image_stem_number(self->image, form->stems[i]);
        found.stems[i] = gp_postings_of(&self->image->postings, (uint32_t)number);
        if (found.stems[i].count < found.stems[rarest].count)
            rarest = i;
    }
    for (size_t i = 0; i < found.stems[rarest].count && status == GP_OK; i++) {
        gp_handle handle = found.stems[rarest].items[i].handle;
        if (all_in(&found, handle))
            status = add_phrase_places(&found, handle, self->arena);
    }
    end = status == GP_OK ? GP_VEC_PUSH(self->arena, &found.items) : NULL;
    if (end == NULL)
        return GP_NO_MEMORY;
    *end = (gp_posting){GP_NO_HANDLE, (uint32_t)found.places.count};
    *run = (gp_posting_run){found.items.items, found.items.count - 1, found.places.items};
    return GP_OK;
}

static gp_status find_runs(match_run *self)
{
    const gp_match_request *request = self->request;
    size_t forms = 0;
    gp_status status = GP_OK;

    for (size_t i = 0; i < request->term_count; i++)
        forms += request->terms[i].form_count;
    self->runs = gp_arena_alloc(self->arena, forms * sizeof *self->runs);
    self->cursors = gp_arena_alloc(self->arena, forms * sizeof *self->cursors);
    self->first_run =
        gp_arena_alloc(self->arena, (request->term_count + 1) * sizeof *self->first_run);
    if (self->runs == NULL || self->cursors == NULL || self->first_run == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < request->term_count && status == GP_OK; i++) {
        const gp_match_term *term = &request->terms[i];
        self->first_run[i] = self->run_count;
        for (size_t form = 0; form < term->form_count && status == GP_OK; form++) {
            gp_posting_run *run = &self->runs[self->run_count++];
            if (term->forms[form].stem_count > 1)
                status = find_phrase(self, &term->forms[form], run);
            else
                *run = gp_postings_of(
                    &self->image->postings,
                    (uint32_t)gp_image_stem_number(self->image, term->forms[form].stems[0]));
        }
    }
    self->first_run[request->term_count] = self->run_count;
    return status;
}

/* ---- sums ------------------------------------------------------------------------------------ */

static double tf_of(const gp_posting_run *run, size_t item, double weight)
{
    double tf = 0;

    for (uint32_t p = run->items[item].first; p < run->items[item + 1].first; p++)
        tf += weight * gp_evidence_field_weight(GP_PLACE_FIELD(run->places[p]));
    return tf;
}

static bool time_is_up(match_run *self)
{
    if (self->request->deadline_us != 0 && ++self->steps % LOOK_AT_CLOCK_EVERY == 0 &&
        gp_clock_us() > self->request->deadline_us)
        self->cut = true;
    return self->cut;
}

static bool makes_candidates(const match_run *self, const gp_match_term *term)
{
    return term->role != GP_OPTIONAL || self->collector.only_optional;
}

/* The section has the term this often. */
static void meet(match_run *self, const gp_match_term *term, gp_handle handle, double tf)
{
    gp_match_scratch *scratch = self->scratch;
    uint8_t *flags = &scratch->flags[handle];

    if ((*flags & MET) == 0)
        scratch->touched[scratch->touched_count++] = handle;
    *flags |= MET;
    if (term->role == GP_MUST_NOT) {
        *flags |= EXCLUDED;
        return;
    }
    if (makes_candidates(self, term))
        *flags |= STRONG;
    scratch->musts[handle] = (uint8_t)(scratch->musts[handle] + (term->role == GP_MUST));
    scratch->score[handle] +=
        gp_evidence_term(term->weight, tf, self->image->length_ratios[handle]);
}

static void sum_single(match_run *self, const gp_match_term *term, const gp_posting_run *run)
{
    double weight = (double)term->forms[0].weight;

    for (size_t i = 0; i < run->count && !time_is_up(self); i++)
        meet(self, term, run->items[i].handle, tf_of(run, i, weight));
}

/* For a term that makes no candidate: only where a section is one already. */
static void sum_optional(match_run *self, const gp_match_term *term, const gp_posting_run *run)
{
    gp_match_scratch *scratch = self->scratch;
    double weight = (double)term->forms[0].weight;

    if (run->count / SCAN_RATHER < scratch->touched_count) {
        for (size_t i = 0; i < run->count && !time_is_up(self); i++) {
            if ((scratch->flags[run->items[i].handle] & STRONG) != 0)
                meet(self, term, run->items[i].handle, tf_of(run, i, weight));
        }
        return;
    }
    for (size_t i = 0; i < scratch->touched_count && !time_is_up(self); i++) {
        gp_handle handle = scratch->touched[i];
        size_t at = gp_postings_seek(run, 0, handle);
        if (at < run->count && run->items[at].handle == handle)
            meet(self, term, handle, tf_of(run, at, weight));
    }
}

/* Several forms: first how often any of them stands in each section. */
static void sum_forms(match_run *self, const gp_match_term *term, const gp_posting_run *runs)
{
    gp_match_scratch *scratch = self->scratch;

    for (size_t form = 0; form < term->form_count; form++) {
        const gp_posting_run *run = &runs[form];
        for (size_t i = 0; i < run->count && !time_is_up(self); i++) {
            gp_handle handle = run->items[i].handle;
            if ((scratch->flags[handle] & COUNTED) == 0)
                scratch->met[scratch->met_count++] = handle;
            scratch->flags[handle] |= COUNTED;
            scratch->tf[handle] += tf_of(run, i, (double)term->forms[form].weight);
        }
    }
    for (size_t i = 0; i < scratch->met_count; i++) {
        gp_handle handle = scratch->met[i];
        scratch->flags[handle] &= (uint8_t)~COUNTED;
        meet(self, term, handle, scratch->tf[handle]);
        scratch->tf[handle] = 0;
    }
    scratch->met_count = 0;
}

static void sum_terms(match_run *self, bool candidates)
{
    for (size_t i = 0; i < self->request->term_count && !self->cut; i++) {
        const gp_match_term *term = &self->request->terms[i];
        const gp_posting_run *runs = &self->runs[self->first_run[i]];
        if (term->form_count == 0 || makes_candidates(self, term) != candidates)
            continue;
        if (term->form_count > 1)
            sum_forms(self, term, runs);
        else if (candidates)
            sum_single(self, term, runs);
        else
            sum_optional(self, term, runs);
    }
}

/* ---- the best -------------------------------------------------------------------------------- */

/* Keeps the `limit` largest scores; the least of them at heap[0]. */
static void offer(double *heap, size_t *kept, size_t limit, double score)
{
    size_t at = *kept;

    if (*kept < limit) {
        (*kept)++;
        for (; at > 0 && heap[(at - 1) / 2] > score; at = (at - 1) / 2)
            heap[at] = heap[(at - 1) / 2];
    } else {
        at = 0;
        for (size_t least = 1; least < limit; at = least, least = 2 * at + 1) {
            if (least + 1 < limit && heap[least + 1] < heap[least])
                least++;
            if (heap[least] >= score)
                break;
            heap[at] = heap[least];
        }
    }
    heap[at] = score;
}

/* Keeps the sections that matched, counts them, and gives the limit-th best sum. */
static gp_status count_matched(match_run *self, double *bar)
{
    gp_match_scratch *scratch = self->scratch;
    size_t limit = self->request->limit;
    double *heap = gp_arena_alloc(self->arena, limit * sizeof *heap); /* the least at [0] */
    size_t kept = 0;
    size_t matched = 0;

    if (heap == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < scratch->touched_count; i++) {
        gp_handle handle = scratch->touched[i];
        double score = scratch->score[handle];
        if ((scratch->flags[handle] & (STRONG | EXCLUDED)) != STRONG ||
            scratch->musts[handle] < self->collector.musts ||
            !gp_collector_passes(&self->collector, handle))
            continue;
        gp_collector_count(&self->collector, handle);
        scratch->met[matched++] = handle;
        if (kept < limit || score > heap[0])
            offer(heap, &kept, limit, score);
    }
    scratch->met_count = matched;
    *bar = kept == limit ? heap[0] * (1 - ROUNDING) : 0;
    return GP_OK;
}

static int by_handle(const void *a, const void *b)
{
    gp_handle left = *(const gp_handle *)a;
    gp_handle right = *(const gp_handle *)b;

    return (left > right) - (left < right);
}

/* Shows one section to the collector, term by term. Sections come by handle. */
static void show(match_run *self, gp_handle handle)
{
    if (!gp_collector_section(&self->collector, handle))
        return;
    for (size_t i = 0; i < self->request->term_count; i++) {
        for (size_t r = self->first_run[i]; r < self->first_run[i + 1]; r++) {
            const gp_posting_run *run = &self->runs[r];
            size_t at = gp_postings_seek(run, self->cursors[r], handle);
            self->cursors[r] = at;
            if (at >= run->count || run->items[at].handle != handle)
                continue;
            for (uint32_t p = run->items[at].first; p < run->items[at + 1].first; p++)
                gp_collector_sight(&self->collector, i, r - self->first_run[i],
                                   GP_PLACE_FIELD(run->places[p]), GP_PLACE_AT(run->places[p]));
        }
    }
    (void)gp_collector_end(&self->collector);
}

static gp_status show_best(match_run *self)
{
    gp_match_scratch *scratch = self->scratch;
    size_t count = 0;
    double bar = 0;
    gp_status status = count_matched(self, &bar);

    if (status != GP_OK)
        return status;
    for (size_t i = 0; i < scratch->met_count; i++) {
        if (scratch->score[scratch->met[i]] >= bar)
            scratch->met[count++] = scratch->met[i];
    }
    scratch->met_count = count;
    if (count > 1)
        qsort(scratch->met, count, sizeof scratch->met[0], by_handle);
    for (size_t i = 0; i < count; i++)
        show(self, scratch->met[i]);
    return self->collector.status;
}

gp_status gp_postings_match(const gp_image *image, gp_match_scratch *scratch,
                            const gp_match_request *request, gp_arena *arena, gp_match *match)
{
    match_run self = {.image = image, .scratch = scratch, .request = request, .arena = arena};
    gp_match_request in_time = *request; /* what was found in time is shown in any case */
    gp_status status;

    *match = (gp_match){0};
    in_time.deadline_us = 0;
    status = gp_collector_begin(&self.collector, image, &in_time, arena, match);
    self.collector.counts_apart = true;
    if (status == GP_OK)
        status = find_runs(&self);
    if (status == GP_OK) {
        sum_terms(&self, true);
        sum_terms(&self, false);
        status = show_best(&self);
    }
    clean(scratch);
    if (status == GP_OK)
        status = gp_collector_finish(&self.collector);
    match->cut = self.cut;
    return status;
}

/* Where the words of sections are not held, nobody can say that one lacks a word that must not be there. */
static bool can_exclude(const match_run *self)
{
    for (size_t i = 0; i < self->request->term_count; i++) {
        if (self->request->terms[i].role == GP_MUST_NOT && self->image->postings.items == NULL)
            return false;
    }
    return true;
}

gp_status gp_postings_look(const gp_image *image, const gp_match_request *request,
                           const gp_handle *handles, size_t n, gp_arena *arena, gp_match *match)
{
    match_run self = {.image = image, .request = request, .arena = arena};
    gp_match_request given = *request;
    gp_handle *sorted = gp_arena_alloc(arena, n * sizeof *sorted);
    gp_status status;

    given.limit = n;
    given.deadline_us = 0;
    status = sorted != NULL ? gp_collector_begin(&self.collector, image, &given, arena, match)
                            : GP_NO_MEMORY;
    self.collector.counts_apart = true;
    self.collector.given = true;
    if (status == GP_OK)
        status = find_runs(&self);
    if (status != GP_OK)
        return status;
    memcpy(sorted, handles, n * sizeof *sorted);
    if (n > 1)
        qsort(sorted, n, sizeof *sorted, by_handle);
    for (size_t i = 0; i < n && can_exclude(&self); i++)
        show(&self, sorted[i]);
    status = gp_collector_finish(&self.collector);
    match->total = match->count;
    return status;
}
