/* postings.h - every place of every stem of one generation, in memory: by stem, and by section.
 *
 * Idea:     FTS5 steps through rows at about a microsecond each; these are plain arrays that a loop
 *           runs through. FTS5 stays the index on disk, fills them when an index is opened, and is
 *           what tests hold them against.
 * Memory:   4 bytes a place, 8 a posting (a stem in a section), 8 more for the section's own list:
 *           about 12 MB for 10,000 sections of 140 words. Lives in the image's memory. Above
 *           GP_POSTINGS_MAX places there are none, and the engine asks FTS5.
 * Threads:  filled by one thread; read by any number once sealed.
 */
#ifndef GP_STORE_POSTINGS_H
#define GP_STORE_POSTINGS_H

#include "store/store.h"

#define GP_POSTINGS_MAX   ((size_t)64 << 20) /* places: about 450,000 sections, 1.2 GB */
#define GP_PLACE_FIELD(p) ((gp_field)((p) >> 30))
#define GP_PLACE_AT(p)    ((p)&0x3FFFFFFFu)

/* A stem in a section. Its places: from places[first] up to the next posting's first. */
typedef struct gp_posting {
    gp_handle handle;
    uint32_t first;
} gp_posting;

/* Postings in a row, by handle; items[count] is there, too, for its `first`. */
typedef struct gp_posting_run {
    const gp_posting *items;
    size_t count;
    const uint32_t *places; /* field << 30 | position: ascending within a posting */
} gp_posting_run;

/* One place as it is filled in. */
typedef struct gp_place {
    uint32_t stem;
    gp_handle handle;
    uint32_t place;
} gp_place;

typedef struct gp_postings {
    gp_posting *items; /* by stem, then handle; NULL: there are no postings */
    uint32_t *of_stem; /* stems + 1 numbers: where a stem's postings begin in items */
    uint32_t *places;
    gp_section_word *words; /* by section, then stem */
    uint32_t *of_section;   /* sections + 1 numbers: where a section's words begin */
    size_t stems, sections, count, place_count;
    gp_place *filled; /* until sealed */
    size_t fill_count, fill_room;
    bool too_many;
} gp_postings;

/* Adds a place. Of one stem, sections must come by handle and places by field and position. What is
 * beyond GP_POSTINGS_MAX is counted as too many. GP_NO_MEMORY. */
gp_status gp_postings_add(gp_postings *postings, uint32_t stem, gp_handle handle, gp_field field,
                          uint32_t position) GP_MUST_CHECK;
/* Sorts what was added into the arrays, which live in `memory`. O(places). GP_NO_MEMORY. */
gp_status gp_postings_seal(gp_postings *postings, size_t stems, size_t sections,
                           gp_arena *memory) GP_MUST_CHECK;
/* Frees what was filled and never sealed. */
void gp_postings_clear(gp_postings *postings);

/* All postings of a stem; none for a number beyond the stems. */
gp_posting_run gp_postings_of(const gp_postings *postings, uint32_t stem);
/* The first posting at or behind items[from] whose handle is not below `handle`; run.count when there
 * is none. O(log of the distance). */
size_t gp_postings_seek(const gp_posting_run *run, size_t from, gp_handle handle);

#endif
