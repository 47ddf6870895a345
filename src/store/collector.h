/* collector.h - one match under way: filters, counts, the best candidates with their sightings.
 *
 * Use:      begin; for each section that may match: section, sight..., end; then finish.
 * Memory:   in the request's arena.
 */
#ifndef GP_STORE_COLLECTOR_H
#define GP_STORE_COLLECTOR_H

#include "store/image.h"

#define GP_SIGHTINGS_A_TERM 64

typedef struct gp_kept {
    gp_handle handle;
    double score;
    gp_sighting *sightings;
    size_t count, capacity;
} gp_kept;

typedef struct gp_collector {
    const gp_image *image;
    const gp_match_request *request;
    gp_arena *arena;
    gp_match *match;
    size_t musts;       /* terms that must be met */
    bool only_optional; /* no other term can make a candidate: optional ones do */
    uint32_t tag;       /* filter; UINT32_MAX: none; tag_names.count: a tag nobody has */
    size_t *tag_counts; /* of all that matched */
    gp_kept *heap;      /* the worst kept candidate at [0] */
    size_t heap_count;
    bool counts_apart; /* the engine calls gp_collector_count itself */
    bool given;        /* the sections are given: they need not meet a term */
    uint64_t steps;    /* for looking at the clock now and then */
    gp_status status;
    /* the section being looked at */
    gp_handle handle;
    double tf[GP_MATCH_TERMS];
    size_t term_sightings[GP_MATCH_TERMS];
    gp_sighting *scratch; /* GP_MATCH_TERMS * GP_SIGHTINGS_A_TERM */
    size_t scratch_count;
    bool strong;   /* a term was met that makes a candidate */
    bool excluded; /* a MUST_NOT term was met */
} gp_collector;

gp_status gp_collector_begin(gp_collector *collector, const gp_image *image,
                             const gp_match_request *request, gp_arena *arena,
                             gp_match *match) GP_MUST_CHECK;
/* True when the filters let the section through. */
bool gp_collector_passes(const gp_collector *collector, gp_handle handle);
/* Counts a section that matched, for totals and facets. */
void gp_collector_count(gp_collector *collector, gp_handle handle);
/* Starts on a section; false when it need not be looked at (filtered out). */
bool gp_collector_section(gp_collector *collector, gp_handle handle);
void gp_collector_sight(gp_collector *collector, size_t term, size_t form, gp_field field,
                        uint32_t position);
/* Counts (unless counts_apart) and, if it is good enough, keeps the section. False when the time is up. */
bool gp_collector_end(gp_collector *collector);
/* Sorts what was kept into the match. */
gp_status gp_collector_finish(gp_collector *collector) GP_MUST_CHECK;

#endif
