/* acronym.h - abbreviations that a text explains itself: "intensive outpatient program (IOP)".
 *
 * Source:   Schwartz & Hearst, "A simple algorithm for identifying abbreviation definitions in
 *           biomedical text", 2003: the short form's characters are met from the right, the first one
 *           at a word's beginning, within min(|short| + 5, 2 |short|) words before the bracket. The
 *           other way round, "IOP (intensive outpatient program)", counts where the words' initials
 *           spell the short form; small words ("of", "and") may stand between.
 * Short:    2 to 8 ASCII letters and digits, a letter first, a capital among them, and no ordinary word
 *           ("See"). "I.O.P." is IOP, and so is "IOPs".
 * Long:     part of the text as it stands, on one line and in one sentence, longer than the short form.
 * Cost:     linear; memchr where there is no bracket.
 * Threads:  pure; any thread.
 */
#ifndef GP_TEXT_ACRONYM_H
#define GP_TEXT_ACRONYM_H

#include "base/status.h"
#include "base/str.h"

#define GP_ACRONYM_MAX 8 /* characters of a short form */

/* `short_form` is valid during the call, `long_form` points into the text. Returns GP_OK to go on; any
 * other status ends the search, and gp_acronyms_find returns it. */
typedef gp_status gp_acronym_fn(void *context, gp_str short_form, gp_str long_form);

/* Calls `fn` for each explanation in `text` (any bytes), in order, also for one that came before. */
gp_status gp_acronyms_find(gp_str text, gp_acronym_fn *fn, void *context) GP_MUST_CHECK;

#endif
