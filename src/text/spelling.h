/* spelling.h - the word of a vocabulary that a misspelled word most likely means.
 *
 * Idea:     an edit distance in which the slips that people make cost less than others: a vowel for a
 *           vowel, a neighbor on the keyboard, a letter doubled or not, two swapped; and more frequent
 *           words win. Every word of about the same length and letters is compared: for one
 *           vocabulary that is simpler than an index of deletions, and fast enough.
 * Source:   the costs were measured on lists of real misspellings (92 to 97 % right at the first
 *           place): relevance notes, "Spelling". Distance: Damerau 1964, Wagner & Fischer 1974.
 * Memory:   24 bytes a word in the arena; the words' bytes stay the caller's.
 * Threads:  once filled, read by any number.
 */
#ifndef GP_TEXT_SPELLING_H
#define GP_TEXT_SPELLING_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define GP_SPELLING_LEAST 5  /* letters of a word that is corrected */
#define GP_SPELLING_MOST  30 /* and at most */

typedef struct gp_spelling_word {
    const char *letters; /* a to z only */
    uint32_t set;        /* which letters, a bit each */
    float bonus;         /* for being frequent */
    uint8_t size;
} gp_spelling_word;

typedef struct gp_spelling {
    GP_VEC(gp_spelling_word) words;       /* by size once sealed */
    size_t of_size[GP_SPELLING_MOST + 5]; /* where the words of each size begin */
} gp_spelling;

/* Adds a word that stands in `frequency` sections; its bytes must outlive the spelling. Words with
 * other bytes than a to z, or too long or short, are passed over. GP_NO_MEMORY. */
gp_status gp_spelling_add(gp_spelling *spelling, gp_str word, uint32_t frequency,
                          gp_arena *arena) GP_MUST_CHECK;
/* Sorts what was added; then the spelling can be asked. */
void gp_spelling_seal(gp_spelling *spelling);
/* The best correction of `typed`, a folded word; empty when nothing is near enough (a cost of 1.2 for
 * words under 8 letters, 2 for others) or `typed` is not a word of GP_SPELLING_LEAST to
 * GP_SPELLING_MOST letters a to z. `ordinary`: it is a word of English in its own right, so that only
 * another spelling of it will do ("counsellor"). About 100 us over 20,000 words. */
gp_str gp_spelling_correct(const gp_spelling *spelling, gp_str typed, bool ordinary);
/* What it costs to have typed `typed` when `meant` was meant, without the frequency; stops above
 * `limit` and gives a cost above it. Both of letters a to z, 1 to GP_SPELLING_MOST + 3 of them. */
double gp_spelling_cost(gp_str typed, gp_str meant, double limit);

#endif
