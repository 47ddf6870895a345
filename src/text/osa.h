/* osa.h - how many slips lie between two words: a letter wrong, missing, too many, or two swapped.
 *
 * Source:   optimal string alignment distance (Damerau 1964; adjacent letters swapped once). It counts
 *           slips; spelling.h weighs them.
 * Threads:  pure; any thread.
 */
#ifndef GP_TEXT_OSA_H
#define GP_TEXT_OSA_H

#include "base/str.h"

/* True when at most `limit` slips turn `a` into `b`. Bytes are letters; both at most GP_FORM_MAX (of
 * tokenizer.h). O(sizes multiplied), less where they soon differ. */
bool gp_osa_within(gp_str a, gp_str b, size_t limit);
/* True when at most `limit` slips turn `typed` into a beginning of `word`. The same bounds and cost. */
bool gp_osa_begins(gp_str typed, gp_str word, size_t limit);

#endif
