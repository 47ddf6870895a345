/* suggest_key.h - a text folded into its key: what makes "begins with" comparable byte by byte.
 *
 * Idea:     each character is folded as the tokenizer folds it, apostrophes and invisible characters
 *           are dropped, separators in a row become one blank, none at the beginning. The key grows
 *           with the text: the key of a beginning of a text is a beginning of the text's key, provided
 *           that this one ends with a blank.
 * Threads:  pure; any thread.
 */
#ifndef GP_SEARCH_SUGGEST_KEY_H
#define GP_SEARCH_SUGGEST_KEY_H

#include "base/buf.h"

/* Appends the key of `text`; a blank stands at its end only where `text` ends with a separator. */
void gp_suggest_key(gp_str text, gp_buf *key);
/* Where in `text` the first `size` bytes (1 or more) of its key stand: bytes [*start, *end), accents
 * that follow included. */
void gp_suggest_key_place(gp_str text, size_t size, size_t *start, size_t *end);

#endif
