/* rules.h - what the site's people decided: pinned sections, notices, words of caution.
 *
 * Idea:     the phrases of guidepost.yaml are cut into words once, when a searcher opens; a question
 *           is then compared word by word.
 * Notices:  misspelled words count: a letter too many, missing, wrong or swapped in words of five
 *           letters or more, two in words of nine or more. Better one notice too many.
 */
#ifndef GP_SEARCH_RULES_H
#define GP_SEARCH_RULES_H

#include "content/site.h"
#include "text/tokenizer.h"

typedef struct gp_rules gp_rules;

/* The rules of `site`, which must outlive them, in the arena. */
gp_status gp_rules_open(const gp_site *site, gp_tokenizer *tokenizer, gp_arena *arena,
                        gp_rules **rules) GP_MUST_CHECK;
/* The first notice, in the site's order, that the question calls; NULL: none. `source` is the text
 * that the tokens were cut from. */
const gp_notice *gp_rules_notice(const gp_rules *rules, gp_str source, const gp_token_list *tokens);
/* The section pinned for the question (its words, function words aside, are those of a pin's
 * question), or empty. */
gp_str gp_rules_pin(const gp_rules *rules, const gp_token_list *tokens);
/* True when a word of caution stands among the words: an answer then needs approval. */
bool gp_rules_caution(const gp_rules *rules, const gp_token_list *tokens);

#endif
