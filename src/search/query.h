/* query.h - a question to weighted terms.
 *
 * Rules:    "quoted words" must stand together (in any inflection); -word must not stand; stop words
 *           and negations are scored but make no candidate alone; the last word may be completed;
 *           synonyms of the site are weaker forms, and so is what an acronym that the index holds nowhere
 *           stands for; "I.O.P." and "i o p" are one word where the index holds it. At most GP_MATCH_TERMS terms: the weightiest stay.
 * Memory:   the request's arena.
 */
#ifndef GP_SEARCH_QUERY_H
#define GP_SEARCH_QUERY_H

#include "content/site.h"
#include "store/store.h"
#include "text/spelling.h"

typedef struct gp_query_term {
    gp_str shown;     /* as typed, folded; or what it was corrected to */
    gp_str stem;      /* of a single word, or of what it was corrected to; empty for a phrase */
    gp_str corrected; /* what it was corrected to; empty: it stands as typed */
    double idf;       /* of the word, or the sum of a phrase's */
    double weight;    /* w * idf */
    bool stop;        /* a function word or a negation */
    bool asked;       /* of a story: it stands in a sentence that asks */
    const gp_acronym *acronym; /* that the single word is, as the texts explain it; or NULL */
    bool extra;        /* a synonym of several words: not part of what the question asks for */
    const gp_str *why; /* why[form]: "IOP = intensive outpatient program", or empty */
} gp_query_term;

/* Two words that stand side by side in the question, function words left out. */
typedef struct gp_query_pair {
    uint8_t first, second; /* terms */
    double weight;         /* the rarer one's idf */
} gp_query_pair;

typedef struct gp_query {
    gp_match_term terms[GP_MATCH_TERMS]; /* for the store */
    gp_query_term info[GP_MATCH_TERMS];  /* the same terms, for us */
    size_t count;
    gp_query_pair pairs[GP_MATCH_TERMS];
    size_t pair_count;
    double upper;         /* sum of weights of the terms that the question asks for */
    gp_token_list tokens; /* all words of the question, in order */
    gp_str text;          /* the question, cleaned and cut */
    gp_str corrected;     /* the question with its words corrected; empty: none was */
} gp_query;

/* The site's synonyms, cut into stems once. */
typedef struct gp_synonym_phrase {
    gp_str shown;
    gp_str_list stems;
} gp_synonym_phrase;
typedef GP_VEC(gp_synonym_phrase) gp_synonym_group;
typedef GP_VEC(gp_synonym_group) gp_synonym_table;
gp_status gp_synonyms_open(const gp_site *site, gp_tokenizer *tokenizer, gp_arena *arena,
                           gp_synonym_table *table) GP_MUST_CHECK;

typedef struct gp_query_request {
    gp_str question;
    const gp_synonym_table *synonyms;
    const gp_spelling *spelling; /* of the index's words; NULL: nothing is corrected */
    bool typing;
} gp_query_request;

/* GP_NO_MEMORY, or GP_OK with a query that may have no terms. */
gp_status gp_query_parse(const gp_query_request *request, gp_store *store, gp_tokenizer *tokenizer,
                         gp_arena *arena, gp_query *query) GP_MUST_CHECK;

/* ln(1 + (N - df + .5) / (df + .5)): Robertson & Sparck Jones, kept above 0 (as Lucene does). */
double gp_query_idf(size_t sections, size_t frequency);

#endif
