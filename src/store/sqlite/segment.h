/* segment.h - an FTS5 index written by us, for a build that begins from nothing.
 *
 * Idea:     FTS5 looks every word up in a table of its own, spills the table, and merges what it
 *           spilled. We have looked the word up already, to count it, and read each section once: so
 *           places are gathered by stem (doclist.c) and written in one go as the segment that
 *           "optimize" would have left (segment.c). It takes a third of the time.
 * Format:   FTS5's on disk, version 4: unchanged since 2016, and read by every SQLite since. A table
 *           that looks different when it is new is filled through FTS5 instead. What was written is
 *           checked by FTS5 itself before it is published (publish.c).
 * Memory:   GP_DOCLISTS_FULL of places; then a segment is written and the next one begun.
 * Threads:  one build, one thread.
 */
#ifndef GP_STORE_SQLITE_SEGMENT_H
#define GP_STORE_SQLITE_SEGMENT_H

#include "store/store.h"
#include "store/vocabulary.h"

/* ---- doclist.c ------------------------------------------------------------------------------- */

#define GP_DOCLISTS_FULL ((size_t)128 << 20) /* bytes */

typedef struct gp_doclist {
    unsigned char *bytes;
    uint32_t size, room;
    uint32_t row;      /* the last one; 0: none yet */
    uint32_t size_at;  /* where the size of its places is to stand */
    uint32_t position; /* its last place */
    uint8_t field;
} gp_doclist;

typedef struct gp_doclists {
    gp_doclist *items; /* by the stem's number in the vocabulary */
    size_t room;
    size_t memory; /* bytes of all lists */
} gp_doclists;

/* Adds the places of stems[0..n) in a row, which stand one after the other in a field from `position` on.
 * `row` is at least 1; rows come in ascending order, and so do fields and positions. GP_NO_MEMORY: the
 * build can only be abandoned. */
gp_status gp_doclists_add(gp_doclists *lists, const uint32_t *stems, size_t n, uint32_t row,
                          gp_field field, uint32_t position) GP_MUST_CHECK;
/* The whole list of a stem; empty when it has none. Nothing may be added to it any more. */
gp_status gp_doclist_close(gp_doclists *lists, uint32_t stem, gp_str *bytes) GP_MUST_CHECK;
/* Calls `fn` for each row of a stem whose list is not closed yet, with how often it stands in each field. */
typedef void gp_doclist_fn(void *context, uint32_t row, const uint32_t times[GP_FIELD_COUNT]);
void gp_doclist_rows(const gp_doclists *lists, uint32_t stem, gp_doclist_fn *fn, void *context);
void gp_doclists_clear(gp_doclists *lists);

/* SQLite's varints up to 32 bits: 1..5 bytes, the highest bits first. */
size_t gp_varint_put(unsigned char *out, uint32_t value);
size_t gp_varint_get(const unsigned char *bytes, uint32_t *value);

/* ---- segment.c ------------------------------------------------------------------------------- */

struct gp_connection; /* internal.h */

/* What becomes one partition's FTS5 index. */
typedef struct gp_segments {
    gp_doclists lists;
    GP_VEC(uint32_t) leaves; /* of each segment written so far, in `memory` */
    gp_arena memory;
    uint64_t rows, words[GP_FIELD_COUNT];
} gp_segments;

void gp_segments_init(gp_segments *segments);
void gp_segments_clear(gp_segments *segments);
/* Whether the new, empty FTS5 table is of the format that we write. */
gp_status gp_segments_possible(struct gp_connection *connection, gp_audience part, bool *possible,
                               gp_error *error) GP_MUST_CHECK;
/* Writes what is gathered as one more segment, and forgets it. The stems are those of `words`. */
gp_status gp_segment_write(gp_segments *segments, struct gp_connection *connection,
                           gp_audience part, gp_vocabulary *words, gp_error *error) GP_MUST_CHECK;
/* Tells FTS5 of the segments. Its connection knows an older state: it must be closed before FTS5 is
 * next asked. */
gp_status gp_segments_finish(const gp_segments *segments, struct gp_connection *connection,
                             gp_audience part, gp_error *error) GP_MUST_CHECK;

#endif
