/* anchor.h - heading text to fragment id, as GitHub does it; file names to slugs.
 *
 * Source:   github-slugger 2.0.0 (ISC): lower-case, delete all but letters, marks, numbers, "_", "-"
 *           and blanks of Unicode 13, then each U+0020 becomes "-"; nothing trimmed or collapsed. Duplicates take
 *           -1, -2 ... until unused.
 * Memory:   results live in `arena`; {NULL, 0} when it is full.
 */
#ifndef GP_CONTENT_ANCHOR_H
#define GP_CONTENT_ANCHOR_H

#include "base/arena.h"

#include <stdint.h>

/* An anchor that a document has given away. */
typedef struct gp_anchor {
    gp_str text;
    size_t copies; /* the last number tried behind it, as github-slugger counts */
} gp_anchor;
typedef GP_VEC(gp_anchor) gp_anchor_list;

/* True for a character that stays in an anchor: those of anchor_kept.c, "-" and U+0020 among them. */
bool gp_anchor_keeps(uint32_t code);
/* The anchor of one heading, without regard to duplicates. */
gp_str gp_anchor_of(gp_str heading, gp_arena *arena);
/* Makes `anchor` unique among `*used`, and adds it there. O(n) in used. */
gp_str gp_anchor_unique(gp_str anchor, gp_arena *arena, gp_anchor_list *used);
/* Takes an explicit "{#anchor}" off the end of `*heading`: letters, digits and - _ . : only. False
 * when there is none; then nothing is changed. */
bool gp_anchor_explicit(gp_str *heading, gp_str *anchor);
/* A file name to a slug: without folder, date and ending; lower-case, words joined by "-". */
gp_str gp_slug_of_path(gp_str path, gp_arena *arena);
/* True for 1..128 bytes of a-z 0-9 "-" "_" (letters beyond ASCII allowed), none of / ? # %. */
bool gp_slug_valid(gp_str slug);

#endif
