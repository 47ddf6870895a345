/* ngram.h - the character 4-grams of a word: what related spellings share.
 *
 * Idea:     "_insured_" and "_insurance_" have other stems but share _ins insu nsur: enough to see the
 *           kinship that a stemmer misses (McNamee & Mayfield 2004: n = 4 serves English best).
 * Threads:  pure.
 */
#ifndef GP_TEXT_NGRAM_H
#define GP_TEXT_NGRAM_H

#include "text/tokenizer.h"

#define GP_NGRAM_MAX (GP_FORM_MAX) /* of one word */

/* The 4-grams of `_form_`, where the underscores stand for its ends, as keys[0..n) in order, n at most
 * GP_NGRAM_MAX and returned; equal grams give equal keys. A word of one letter is one gram. An empty
 * form has none. */
size_t gp_ngrams(gp_str form, uint32_t keys[GP_NGRAM_MAX]);

#endif
