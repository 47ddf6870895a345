/* candidates.h - the sections that are ranked: those that share words with the question, and those that are
 * near it in meaning, whatever their words.
 */
#ifndef GP_SEARCH_CANDIDATES_H
#define GP_SEARCH_CANDIDATES_H

#include "search/meaning.h"
#include "store/store.h"

/* gp_store_match, and up to GP_MEANING_MOST further candidates by meaning (asked; not ready: none), which
 * the total counts and the facets do not. */
gp_status gp_candidates_find(gp_store *store, const gp_meaning *meaning,
                             const gp_match_request *wanted, gp_arena *arena, gp_match *match,
                             gp_error *error) GP_MUST_CHECK;

#endif
