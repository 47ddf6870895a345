/* diff.h - the difference of two texts: what was kept, removed and added, by words within changed lines.
 *
 * Source:   Myers, "An O(ND) difference algorithm and its variations" (1986), the form that needs linear
 *           memory: first over lines, then over the words of each run of lines that changed.
 * Bounds:   steps are counted. When GP_DIFF_STEPS are used up, a run of lines is removed and added as a whole,
 *           and at the very last the rest of the text. So two texts of 64 KiB take at most about 30 ms.
 * Promise:  the kept and removed parts together are the old text, the kept and added ones the new; between two
 *           kept parts stands at most one removed part and, behind it, one added part. No part is empty.
 * Threads:  pure.
 */
#ifndef GP_TEXT_DIFF_H
#define GP_TEXT_DIFF_H

#include "base/arena.h"

#define GP_DIFF_STEPS 3000000
/* Longer texts: GP_TOO_LARGE. */
#define GP_DIFF_TEXT_MAX ((size_t)1 << 20)

typedef enum gp_diff_kind {
    GP_DIFF_KEPT,
    GP_DIFF_REMOVED,
    GP_DIFF_ADDED
} gp_diff_kind;

/* A part points into the text it is of: a kept one into the old. */
typedef struct gp_diff_part {
    gp_diff_kind kind;
    gp_str text;
} gp_diff_part;
typedef GP_VEC(gp_diff_part) gp_diff_list;

/* By words. Equal texts give one kept part (none if they are empty). About 40 bytes of arena a word.
 * GP_TOO_LARGE, GP_NO_MEMORY. */
gp_status gp_diff_words(gp_str before, gp_str after, gp_arena *arena,
                        gp_diff_list *parts) GP_MUST_CHECK;
/* By whole lines, with their ends. */
gp_status gp_diff_lines(gp_str before, gp_str after, gp_arena *arena,
                        gp_diff_list *parts) GP_MUST_CHECK;

/* Appends the difference as `diff -u` writes it and `git apply` and `patch` read it, nothing when the texts are
 * equal. `from` and `to` follow "--- " and "+++ ". `context`: kept lines around a change (0: none, for
 * --unidiff-zero). GP_TOO_LARGE, GP_NO_MEMORY; else see out->status. */
gp_status gp_diff_unified(gp_str before, gp_str after, gp_str from, gp_str to, size_t context,
                          gp_arena *arena, gp_buf *out) GP_MUST_CHECK;

#endif
