#include "store/collector.h"

#include "base/clock.h"
#include "store/evidence.h"

#include <stdlib.h>
#include <string.h>

enum {
    LOOK_AT_CLOCK_EVERY = 256
};

static uint32_t tag_of(const gp_image *image, gp_str tag)
{
    if (tag.size == 0)
        return UINT32_MAX;
    for (size_t i = 0; i < image->tag_names.count; i++) {
        if (gp_str_equal(image->tag_names.items[i], tag))
            return (uint32_t)i;
    }
    return (uint32_t)image->tag_names.count;
}

static bool only_optional(const gp_match_request *request)
{
    for (size_t i = 0; i < request->term_count; i++) {
        if (request->terms[i].role == GP_SHOULD || request->terms[i].role == GP_MUST)
            return false;
    }
    return true;
}

gp_status gp_collector_begin(gp_collector *collector, const gp_image *image,
                             const gp_match_request *request, gp_arena *arena, gp_match *match)
{
    *collector = (gp_collector){.image = image, .request = request, .arena = arena, .match = match};
    collector->only_optional = only_optional(request);
    for (size_t i = 0; i < request->term_count; i++)
        collector->musts += request->terms[i].role == GP_MUST;
    collector->tag = tag_of(image, request->tag);
    collector->tag_counts =
        gp_arena_alloc(arena, image->tag_names.count * sizeof *collector->tag_counts);
    collector->heap = gp_arena_alloc(arena, request->limit * sizeof *collector->heap);
    collector->scratch = gp_arena_alloc(arena, (size_t)GP_MATCH_TERMS * GP_SIGHTINGS_A_TERM *
                                                   sizeof *collector->scratch);
    return arena->failed ? GP_NO_MEMORY : GP_OK;
}

static bool has_tag(const gp_image_document *document, uint32_t tag)
{
    for (size_t i = 0; i < document->tag_count; i++) {
        if (document->tags[i] == tag)
            return true;
    }
    return false;
}

static bool is_in(const gp_handle_set *set, gp_handle handle)
{
    return handle < set->count && (set->bits[handle / 64] >> handle % 64 & 1) != 0;
}

bool gp_collector_passes(const gp_collector *collector, gp_handle handle)
{
    const gp_match_request *request = collector->request;
    const gp_image *image = collector->image;
    const gp_image_document *document =
        &image->documents.items[image->sections.items[handle].document];

    if (request->only != NULL && !is_in(request->only, handle))
        return false;
    if (request->has_audience && image->sections.items[handle].part != request->audience)
        return false;
    if (request->has_kind && document->kind != request->kind)
        return false;
    if (collector->tag != UINT32_MAX && !has_tag(document, collector->tag))
        return false;
    return request->today == 0 ||
           (document->publish_on <= request->today && document->expires_on > request->today);
}

bool gp_collector_section(gp_collector *collector, gp_handle handle)
{
    if (!gp_collector_passes(collector, handle))
        return false;
    collector->handle = handle;
    collector->scratch_count = 0;
    collector->strong = false;
    collector->excluded = false;
    memset(collector->tf, 0, collector->request->term_count * sizeof collector->tf[0]);
    memset(collector->term_sightings, 0,
           collector->request->term_count * sizeof collector->term_sightings[0]);
    return true;
}

void gp_collector_sight(gp_collector *collector, size_t term, size_t form, gp_field field,
                        uint32_t position)
{
    const gp_match_term *met = &collector->request->terms[term];

    if (met->role == GP_MUST_NOT) {
        collector->excluded = true;
        return;
    }
    collector->tf[term] += (double)met->forms[form].weight * gp_evidence_field_weight(field);
    collector->strong |= met->role != GP_OPTIONAL || collector->only_optional;
    if (collector->term_sightings[term]++ >= GP_SIGHTINGS_A_TERM)
        return;
    collector->scratch[collector->scratch_count++] =
        (gp_sighting){(uint8_t)term, (uint8_t)form, (uint8_t)field,
                      (uint8_t)met->forms[form].stem_count, position};
}

static double score_section(const gp_collector *collector)
{
    double ratio = collector->image->length_ratios[collector->handle];
    double score = 0;

    for (size_t i = 0; i < collector->request->term_count; i++) {
        if (collector->tf[i] > 0)
            score += gp_evidence_term(collector->request->terms[i].weight, collector->tf[i], ratio);
    }
    return score;
}

/* True when a is the worse of two: lower score, or the later id. */
static bool worse(const gp_collector *collector, double score_a, gp_handle a, double score_b,
                  gp_handle b)
{
    const gp_image_section *sections = collector->image->sections.items;

    if (score_a < score_b || score_a > score_b)
        return score_a < score_b;
    return gp_str_compare(sections[a].id, sections[b].id) > 0;
}

static bool kept_worse(const gp_collector *collector, size_t a, size_t b)
{
    const gp_kept *heap = collector->heap;

    return worse(collector, heap[a].score, heap[a].handle, heap[b].score, heap[b].handle);
}

static void swap_kept(gp_collector *collector, size_t a, size_t b)
{
    gp_kept kept = collector->heap[a];

    collector->heap[a] = collector->heap[b];
    collector->heap[b] = kept;
}

static void sift_up(gp_collector *collector, size_t at)
{
    while (at > 0 && kept_worse(collector, at, (at - 1) / 2)) {
        swap_kept(collector, at, (at - 1) / 2);
        at = (at - 1) / 2;
    }
}

static void sift_down(gp_collector *collector, size_t at)
{
    for (;;) {
        size_t least = at;
        size_t left = 2 * at + 1;
        if (left < collector->heap_count && kept_worse(collector, left, least))
            least = left;
        if (left + 1 < collector->heap_count && kept_worse(collector, left + 1, least))
            least = left + 1;
        if (least == at)
            return;
        swap_kept(collector, at, least);
        at = least;
    }
}

/* Copies the sightings into the place, which keeps its memory from one candidate to the next. */
static void fill(gp_collector *collector, gp_kept *place, double score)
{
    if (place->capacity < collector->scratch_count) {
        size_t capacity = collector->scratch_count + 8;
        gp_sighting *room = gp_arena_alloc(collector->arena, capacity * sizeof *room);
        if (room == NULL) {
            collector->status = GP_NO_MEMORY;
            return;
        }
        place->sightings = room;
        place->capacity = capacity;
    }
    place->handle = collector->handle;
    place->score = score;
    place->count = collector->scratch_count;
    if (place->count > 0)
        memcpy(place->sightings, collector->scratch, place->count * sizeof *place->sightings);
}

static void keep(gp_collector *collector, double score)
{
    if (collector->heap_count < collector->request->limit) {
        fill(collector, &collector->heap[collector->heap_count], score);
        sift_up(collector, collector->heap_count++);
        return;
    }
    if (worse(collector, score, collector->handle, collector->heap[0].score,
              collector->heap[0].handle))
        return;
    fill(collector, &collector->heap[0], score);
    sift_down(collector, 0);
}

void gp_collector_count(gp_collector *collector, gp_handle handle)
{
    const gp_image *image = collector->image;
    const gp_image_document *document =
        &image->documents.items[image->sections.items[handle].document];

    collector->match->total++;
    collector->match->kinds[document->kind]++;
    for (size_t i = 0; i < document->tag_count; i++)
        collector->tag_counts[document->tags[i]]++;
}

/* The roles are looked at here, not in the engines: FTS5's own AND and NOT lose rows where a phrase of
 * several words stands under an OR (seen in SQLite 3.40.1, found by tests/contract/random_test.c). */
static bool is_candidate(const gp_collector *collector)
{
    size_t met = 0;

    if ((!collector->strong && !collector->given) || collector->excluded)
        return false;
    for (size_t i = 0; i < collector->request->term_count && collector->musts > 0; i++)
        met += collector->request->terms[i].role == GP_MUST && collector->term_sightings[i] > 0;
    return met == collector->musts;
}

bool gp_collector_end(gp_collector *collector)
{
    if (is_candidate(collector)) {
        if (!collector->counts_apart)
            gp_collector_count(collector, collector->handle);
        keep(collector, score_section(collector));
    }
    if (collector->request->deadline_us != 0 && ++collector->steps % LOOK_AT_CLOCK_EVERY == 0 &&
        gp_clock_us() > collector->request->deadline_us)
        collector->match->cut = true;
    return !collector->match->cut && collector->status == GP_OK;
}

/* ---- finishing ------------------------------------------------------------------------------ */

static int by_count(const void *a, const void *b)
{
    const gp_facet *left = a;
    const gp_facet *right = b;

    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
    return gp_str_compare(left->name, right->name);
}

static gp_status finish_tags(gp_collector *collector)
{
    gp_facet_list *tags = &collector->match->tags;

    for (size_t i = 0; i < collector->image->tag_names.count; i++) {
        gp_facet *facet;
        if (collector->tag_counts[i] == 0)
            continue;
        facet = GP_VEC_PUSH(collector->arena, tags);
        if (facet == NULL)
            return GP_NO_MEMORY;
        *facet = (gp_facet){collector->image->tag_names.items[i], collector->tag_counts[i]};
    }
    if (tags->count > 1)
        qsort(tags->items, tags->count, sizeof tags->items[0], by_count);
    return GP_OK;
}

static void write_candidate(const gp_collector *collector, const gp_kept *kept,
                            gp_candidate *candidate)
{
    const gp_image_section *section = &collector->image->sections.items[kept->handle];
    const gp_image_document *document = &collector->image->documents.items[section->document];

    *candidate = (gp_candidate){.handle = kept->handle,
                                .id = section->id,
                                .document = document->group,
                                .weight = document->weight,
                                .audience = section->part,
                                .score = kept->score,
                                .sightings = kept->sightings,
                                .sighting_count = kept->count};
    memcpy(candidate->lengths, section->lengths, sizeof candidate->lengths);
}

gp_status gp_collector_finish(gp_collector *collector)
{
    gp_match *match = collector->match;
    size_t count = collector->heap_count;

    if (collector->status != GP_OK)
        return collector->status;
    match->candidates = gp_arena_alloc(collector->arena, count * sizeof *match->candidates);
    if (match->candidates == NULL || finish_tags(collector) != GP_OK)
        return GP_NO_MEMORY;
    match->count = count;
    while (collector->heap_count > 0) { /* the worst comes off first */
        write_candidate(collector, &collector->heap[0],
                        &match->candidates[collector->heap_count - 1]);
        collector->heap[0] = collector->heap[--collector->heap_count];
        sift_down(collector, 0);
    }
    return GP_OK;
}
