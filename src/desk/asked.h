/* asked.h - a question as it is counted: its words alone, folded; and whether its text may ever be kept.
 *
 * Privacy:  what has an "@", five digits or more, or is as long as a story is not counted at all. Of the rest,
 *           only a text whose every word stands in the index, or is an ordinary word of English that
 *           is no name, may reach a disk, and that only after enough visitors asked it (tally.h).
 * Threads:  pure, apart from the caller's tokenizer.
 */
#ifndef GP_DESK_ASKED_H
#define GP_DESK_ASKED_H

#include "store/store.h"

#define GP_ASKED_TEXT_MAX  160 /* bytes */
#define GP_ASKED_WORDS_MAX 24

/* "how many hours is iop": forms, a blank between them. */
typedef struct gp_asked_text {
    char bytes[GP_ASKED_TEXT_MAX];
    size_t size;
} gp_asked_text;

/* The normalized text of a question; false when it is none that may be counted. 20 ns a word. */
bool gp_asked_normalize(gp_tokenizer *tokenizer, gp_str question, gp_asked_text *text);
/* Whether every word of a normalized text may be kept. `store` must be a visitor's. O(log words) a word. */
bool gp_asked_ordinary(const gp_store *store, const gp_asked_text *text);

#endif
