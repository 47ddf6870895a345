/* searcher.h - what a searcher holds from one question to the next. Shared by searcher.c, which opens it, and
 * search.c, which asks it; nobody else includes it.
 */
#ifndef GP_SEARCH_SEARCHER_H
#define GP_SEARCH_SEARCHER_H

#include "search/prefer.h"
#include "search/query.h"
#include "search/rank.h"
#include "search/rules.h"
#include "search/search.h"

struct gp_searcher {
    gp_store *store;
    gp_tokenizer *tokenizer;
    gp_arena memory; /* of site and rules */
    gp_site site;
    gp_rules *rules;
    gp_synonym_table synonyms;
    gp_spelling spelling;
    gp_ngram_scorer *ngrams;
    gp_heading_fit fit;
    gp_meaning *meaning;
    gp_heading_types types;
    gp_corpus corpus;
};

#endif
