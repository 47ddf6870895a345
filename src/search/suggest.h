/* suggest.h - as-you-type suggestions: headings, alternate questions and titles, verbatim.
 *
 * Finds:    suggestions of which every typed word is a word, in any order; the last typed word may be
 *           the beginning of one. Best first:
 *             1. those that begin with what was typed (case, accents, punctuation aside)
 *             2. those that hold every typed word
 *             3. those that hold some of them through the site's synonyms, in any inflection
 *             4. those that hold some of them with slips: a typed word of five letters a to z or more
 *                that the above meet nowhere may differ by one slip (two from nine letters) from the
 *                beginning of a word; at most three such words
 *           Within each: the article's weight (largest first), its kind (guide, faq, post, page),
 *           shorter first, then by text.
 * Promise:  any bytes give GP_OK; what cannot be met gives an empty list. A suggestion once listed for
 *           a beginning of its own text stays listed, and never falls, while the rest of it is typed
 *           (the argument is in suggest.c).
 * Left out: headings and questions of sections without text, which lead nowhere ("Related posts");
 *           titles stay, they lead to the article. Of texts that fold to the same, all but the best
 *           that may be shown today.
 * Memory:   about 230 bytes a suggestion, 6.5 MiB for 10,000 sections with three each; one index serves
 *           all threads of a generation. Results live in the request's arena and, `text`, with the
 *           index.
 * Threads:  the index is read-only once open; a request needs a tokenizer of its own thread.
 * Cost:     see docs/performance.md; opening reads every label once.
 */
#ifndef GP_SEARCH_SUGGEST_H
#define GP_SEARCH_SUGGEST_H

#include "content/site.h"
#include "store/store.h"

#define GP_SUGGEST_TYPED_MAX     200 /* bytes of what was typed that are looked at; the rest is cut */
#define GP_SUGGEST_LIMIT_DEFAULT 8
#define GP_SUGGEST_LIMIT_MAX     20

typedef struct gp_suggestions gp_suggestions;

typedef struct gp_suggest_request {
    gp_str typed; /* any bytes */
    size_t limit; /* suggestions wanted; 0: GP_SUGGEST_LIMIT_DEFAULT; cut to GP_SUGGEST_LIMIT_MAX */
    int32_t today; /* gp_clock_today(); 0: dates are not looked at */
} gp_suggest_request;

typedef struct gp_suggestion {
    gp_str text; /* the heading, question or title as it was written */
    gp_str
        html;   /* the same, escaped, with <mark> around the typed letters, or around the words that
                     were met in their stead */
    gp_str url; /* "/a/slug#anchor", or where the section really lives */
    gp_kind kind; /* the article's */
} gp_suggestion;

typedef struct gp_suggest_list {
    gp_str typed;                /* as typed, cleaned and cut */
    GP_VEC(gp_suggestion) items; /* best first */
} gp_suggest_list;

/* The index over all that the store may see. `store` is borrowed and must outlive it; `site` (for its
 * synonyms) need not. GP_NO_MEMORY, GP_IO, GP_CORRUPT. */
gp_status gp_suggestions_open(gp_store *store, const gp_site *site, gp_suggestions **suggestions,
                              gp_error *error) GP_MUST_CHECK;
/* NULL is fine. */
void gp_suggestions_close(gp_suggestions *suggestions);
/* How many there are, and the bytes they take: for the log and the benchmark. */
size_t gp_suggestions_count(const gp_suggestions *suggestions, size_t *bytes);

/* GP_NO_MEMORY, or GP_OK. */
gp_status gp_suggest(const gp_suggestions *suggestions, gp_tokenizer *tokenizer,
                     const gp_suggest_request *request, gp_arena *arena,
                     gp_suggest_list *list) GP_MUST_CHECK;

#endif
