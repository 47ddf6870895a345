/* dictionary.h - ordinary English words: what is spelled rightly although no section holds it.
 *
 * Source:   Debian's package wamerican (SCOWL, by Kevin Atkinson and others; free to use with its notice),
 *           read when the program is built: words of the letters a to z.
 * Threads:  pure.
 */
#ifndef GP_TEXT_DICTIONARY_H
#define GP_TEXT_DICTIONARY_H

#include "base/str.h"

/* Lists in byte order, each word followed by a line end. */
extern const char gp_dictionary_words[]; /* of five letters or more */
extern const size_t gp_dictionary_words_size;
extern const char gp_dictionary_names[]; /* those of them that the source has with a capital, too */
extern const size_t gp_dictionary_names_size;
extern const char gp_dictionary_short[]; /* of two to four letters, no names */
extern const size_t gp_dictionary_short_size;

/* True when `form`, folded, is among the words of five letters or more. O(log words). */
bool gp_dictionary_has(gp_str form);
/* True when `form`, folded, is a word of two letters or more that cannot be meant as a name: the source
 * never has it with a capital. "treatment" is one; "johnson", and "mark" and "smith" too, are none.
 * O(log words). */
bool gp_dictionary_ordinary(gp_str form);

#endif
