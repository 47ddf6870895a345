/* fold.h - one character made comparable: NFKC, case folding, accents stripped; and what kind it is.
 *
 * Source:   Unicode through utf8proc. Accents are stripped where they are an ornament (the combining
 *           diacritics of Latin, Greek, Cyrillic), not where they are vowels (Indic scripts).
 * Threads:  pure; any thread.
 */
#ifndef GP_TEXT_FOLD_H
#define GP_TEXT_FOLD_H

#include <stddef.h>
#include <stdint.h>

typedef enum gp_character {
    GP_SEPARATOR,  /* ends a word */
    GP_LETTER,     /* a letter */
    GP_DIGIT,      /* a number */
    GP_MARK,       /* belongs to the letter before it */
    GP_SINGLE,     /* a word by itself: scripts without blanks, fractions, raised digits */
    GP_APOSTROPHE, /* joins the letters on both sides */
    GP_IGNORED     /* soft hyphen, joiners, selectors: inside a word as if they were not there */
} gp_character;

gp_character gp_character_of(uint32_t code);

#define GP_FOLD_MAX 24 /* bytes that the folded form of one character can take */

/* The folded UTF-8 form of a character beyond ASCII in out[0..GP_FOLD_MAX); its size, may be 0. */
size_t gp_fold(uint32_t code, char out[GP_FOLD_MAX]);

#endif
