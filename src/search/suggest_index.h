/* suggest_index.h - what suggestions are looked up in. Built by suggest_index.c, read by suggest.c.
 *
 * Idea:     suggestions are numbered in the order in which they are listed, which nothing typed
 *           changes: of any set of them, the best are those of the smallest numbers. Those that begin
 *           with what was typed stand side by side in `by_key`; so do the words that begin with a typed
 *           word in `words`, and, in `postings`, the suggestions that hold them.
 */
#ifndef GP_SEARCH_SUGGEST_INDEX_H
#define GP_SEARCH_SUGGEST_INDEX_H

#include "search/query.h"
#include "search/suggest.h"

/* Where a suggestion leads. */
typedef struct gp_suggest_place {
    gp_str id;  /* of the section; a title's: the slug. Lives as long as the store */
    gp_str url; /* empty: our own page */
    double weight;
    int32_t publish_on, expires_on;
    gp_kind kind;
} gp_suggest_place;

typedef struct gp_suggest_item {
    gp_str text;
    gp_str key; /* see suggest_key.h; ends with a blank */
    const gp_suggest_place *place;
    uint32_t group; /* equal for equal keys: only one of them is listed */
} gp_suggest_item;

typedef struct gp_suggest_word {
    gp_str form;      /* lives as long as the store */
    uint32_t first;   /* its suggestions are postings[first..first of the next word) */
    uint32_t letters; /* which of a to z, a bit each */
} gp_suggest_word;

/* Suggestions by number, ascending. */
typedef struct gp_suggest_slice {
    const uint32_t *items;
    size_t count;
} gp_suggest_slice;

/* A word or phrase of the site's synonyms. */
typedef struct gp_suggest_phrase {
    const gp_str_list *stems;
    size_t group;           /* of synonyms */
    GP_VEC(uint32_t) items; /* suggestions in which its stems stand in a row */
} gp_suggest_phrase;

struct gp_suggestions {
    gp_arena memory;
    gp_suggest_place *places;
    size_t place_count;
    gp_suggest_item *items; /* by number */
    size_t count;
    uint32_t *by_key;       /* numbers, by key, then by number */
    gp_suggest_word *words; /* by form, and one more that ends the last one's postings */
    size_t word_count;
    uint32_t *postings;
    gp_synonym_table synonyms;
    gp_suggest_phrase *phrases; /* by their first stem */
    size_t phrase_count;
};

/* Which of a to z stand in the form, a bit each; `*plain` (may be NULL): there is nothing else. */
uint32_t gp_suggest_letters(gp_str form, bool *plain);
/* The first phrase whose first stem is `stem` or comes after it. O(log phrases). */
size_t gp_suggest_phrase_from(const gp_suggestions *suggestions, gp_str stem);
/* The first word that is `form` or comes after it. O(log words). */
size_t gp_suggest_word_from(const gp_suggestions *suggestions, gp_str form);

#endif
