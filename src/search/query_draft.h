/* query_draft.h - a query under way: terms that still grow forms. Shared by query.c, which reads the
 * question, and query_expand.c, which adds what its words may also mean; nobody else includes it.
 */
#ifndef GP_SEARCH_QUERY_DRAFT_H
#define GP_SEARCH_QUERY_DRAFT_H

#include "search/query.h"

#define GP_PHRASE_MAX 8 /* words of a form, as the store allows */

/* A term whose forms are still being added. */
typedef struct gp_draft {
    gp_query_term info;
    gp_role role;
    gp_form *forms; /* room for GP_MATCH_FORMS */
    gp_str *why;
    size_t form_count;
    gp_str form, stem; /* of a single word as typed; empty for a phrase */
    uint32_t sections; /* that hold the single word's stem */
} gp_draft;

typedef struct gp_drafting {
    const gp_query_request *request;
    gp_store *store;
    gp_tokenizer *tokenizer;
    gp_arena *arena;
    size_t sections; /* N */
    GP_VEC(gp_draft) drafts;
    gp_token_list plain; /* words that are neither quoted nor excluded, in order */
    bool ends_open;      /* the question ends in the middle of a plain word */
} gp_drafting;

/* A new term without forms; NULL when there is no memory. Older pointers to drafts become stale. */
gp_draft *gp_draft_add(gp_drafting *self, gp_role role, gp_str shown);
/* Adds a form of `count` stems unless the term has it already or has no room. GP_NO_MEMORY. */
gp_status gp_draft_add_form(gp_drafting *self, gp_draft *draft, const gp_str *stems, size_t count,
                            float weight, gp_str why) GP_MUST_CHECK;
/* The term of a single word, or NULL. */
gp_draft *gp_draft_of_stem(gp_drafting *self, gp_str stem);
/* In how many sections a stem stands; its idf. */
uint32_t gp_draft_frequency(gp_drafting *self, gp_str stem);
double gp_draft_idf(gp_drafting *self, gp_str stem);

/* ---- query_expand.c: each may add forms and terms; GP_NO_MEMORY ------------------------------- */

/* The word that begins with tokens->items[at] of `text`: a run of single letters, with points or blanks
 * between them, that the index holds as one word ("I.O.P.", "p h p"), or that token itself. `*used` is how
 * many tokens it takes. */
gp_status gp_expand_letters(gp_drafting *self, gp_str text, const gp_token_list *tokens, size_t at,
                            gp_token *word, size_t *used) GP_MUST_CHECK;
/* The last word may be unfinished: the words it begins are weaker forms of it. */
gp_status gp_expand_last(gp_drafting *self) GP_MUST_CHECK;
/* Fills info.acronym; of an acronym the index lacks its long form is a weaker form. */
gp_status gp_expand_acronyms(gp_drafting *self) GP_MUST_CHECK;
/* Words the index lacks: written together or apart ("topup", "out patient"), or misspelled. Fills
 * info.corrected of what was corrected. */
gp_status gp_expand_unknown(gp_drafting *self) GP_MUST_CHECK;
/* The site's synonyms. */
gp_status gp_expand_synonyms(gp_drafting *self) GP_MUST_CHECK;

#endif
