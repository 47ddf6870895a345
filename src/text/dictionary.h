/* dictionary.h - ordinary English words: what is spelled rightly although no section holds it.
 *
 * Source:   Debian's package wamerican (SCOWL, by Kevin Atkinson and others; free to use with its notice),
 *           read when the program is built: words of five letters or more, a to z.
 * Threads:  pure.
 */
#ifndef GP_TEXT_DICTIONARY_H
#define GP_TEXT_DICTIONARY_H

#include "base/str.h"

/* The words in byte order, each followed by a line end. */
extern const char gp_dictionary_words[];
extern const size_t gp_dictionary_size;

/* True when `form`, folded, is in the list. O(log words). */
bool gp_dictionary_has(gp_str form);

#endif
