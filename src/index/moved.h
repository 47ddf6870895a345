/* moved.h - which sections and articles of the last index stand elsewhere now, and what would keep their
 * old addresses.
 *
 * Idea:     what a file held is noted before it is dropped from a refreshed build, what is put is noted too.
 *           At the end those gone are compared with those new: first by the hash of their texts, then by
 *           the words they share. Nothing is written: people decide.
 * Cost:     for each section of a file that is gone or read again about 250 bytes; the comparison by words
 *           takes gone x new, and is left out above four million pairs.
 * Limits:   a full build knows nothing of the last one, and tells nothing. Files that have no front matter
 *           to write the mend into are passed over.
 */
#ifndef GP_INDEX_MOVED_H
#define GP_INDEX_MOVED_H

#include "index/ledger.h"

#define GP_SKETCH 32

/* An old address that leads nowhere now. */
typedef struct gp_old_link {
    gp_str path;     /* of the article that should keep it */
    gp_str from, to; /* "slug" or "slug#anchor": as it was, and as it is */
    gp_str add;      /* the front matter that keeps it */
} gp_old_link;
typedef GP_VEC(gp_old_link) gp_old_links;

typedef struct gp_moves_section {
    gp_str id, slug, anchor, path;
    uint64_t text; /* hash */
    uint32_t
        sketch[GP_SKETCH]; /* the least hashes of its words: equal ones tell how many are shared */
    bool empty;            /* it has no text */
    const struct gp_moves_section *at; /* its other self */
} gp_moves_section;

/* An old name that an article or section states already. */
typedef struct gp_moves_name {
    gp_str from, to;
} gp_moves_name;

typedef struct gp_moves {
    GP_VEC(gp_moves_section) gone, put;
    GP_VEC(gp_moves_name) kept;
} gp_moves;

/* gp_ledger_drop, having noted what the file held. The notes live in `arena`;
 * `scratch` is reset. */
gp_status gp_moves_drop(gp_moves *moves, gp_build *build, const gp_ledger_entry *entry,
                        gp_arena *arena, gp_arena *scratch, gp_error *error) GP_MUST_CHECK;
/* Notes a document that was put. GP_NO_MEMORY. */
gp_status gp_moves_put(gp_moves *moves, const gp_document *document, gp_arena *arena) GP_MUST_CHECK;
/* Compares, and fills `*links`: by old address. Call it once; it sorts the notes. GP_NO_MEMORY. */
gp_status gp_moves_find(gp_moves *moves, gp_arena *arena, gp_old_links *links) GP_MUST_CHECK;

#endif
