/* stop_words.h - English function, question and greeting words: weighted down, never dropped.
 *
 * Source:   our own list of closed-class words, see stop_words.c; relevance.md: a soft weight of .4
 *           beats dropping them and beats keeping them whole. Negations are not stop words.
 * Threads:  pure.
 */
#ifndef GP_TEXT_STOP_WORDS_H
#define GP_TEXT_STOP_WORDS_H

#include "base/str.h"

/* `form` as the tokenizer gives it ("whats", "dont" is a negation and gives false). O(log n). */
bool gp_stop_word(gp_str form);
/* no, not, never, without, cannot, dont, wont ... */
bool gp_negation(gp_str form);

#endif
