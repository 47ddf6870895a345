/* moves.h - one question asked of two builds of an index: what moved, and why.
 *
 * Idea:     a section moves because its own text changed, because it is new or gone, or because others
 *           did and only scores shifted. The two builds hold what is needed to tell which.
 * Memory:   a comparison lives in the two sides' arenas until the next one.
 * Threads:  a side is one thread's.
 */
#ifndef GUIDEPOST_MOVES_H
#define GUIDEPOST_MOVES_H

#include "search/search.h"

/* One build of the index. */
typedef struct gp_side {
    gp_store *store;
    gp_searcher *searcher;
    gp_arena arena; /* of one search */
    gp_results results;
} gp_side;

typedef enum gp_cause {
    GP_SAME,          /* the section is in both, as it was */
    GP_TEXT_CHANGED,  /* its heading or text */
    GP_LABEL_CHANGED, /* its article's title, the headings above, its questions or synonyms */
    GP_IS_NEW,
    GP_IS_GONE
} gp_cause;

typedef struct gp_move {
    gp_str id;
    size_t old_rank, new_rank;   /* from 1; 0: not among the hits compared */
    double old_score, new_score; /* 0 where the rank is */
    gp_cause cause;
} gp_move;

typedef struct gp_comparison {
    bool first;       /* the first hit is another section */
    bool order;       /* the hits are others, or stand in another order */
    bool match;       /* the match level differs */
    bool answer;      /* the answer's text differs */
    bool only_scores; /* no section that moved was changed, is new or is gone */
    GP_VEC(gp_move)
    moves; /* by new rank, then what went by old rank; what stayed as it was is left out */
} gp_comparison;

/* Opens an index for one side, `encoder` may be NULL; gp_side_close also after an error. */
gp_status gp_side_open(const char *db, gp_audience audience, const gp_encoder *encoder,
                       gp_side *side, gp_error *error) GP_MUST_CHECK;
void gp_side_close(gp_side *side);

/* Asks both and compares the first `limit` hits. */
gp_status gp_compare(gp_side *old, gp_side *new, gp_str question, size_t limit,
                     gp_comparison *comparison, gp_error *error) GP_MUST_CHECK;
/* What became of the section `id` from one side to the other; it must be there in one of them. Grows the
 * sides' arenas. */
gp_status gp_cause_of(gp_side *old, gp_side *new, gp_str id, gp_cause *cause,
                      gp_error *error) GP_MUST_CHECK;
bool gp_comparison_moved(const gp_comparison *comparison);
/* "text" for programs, "text changed" for people. */
const char *gp_cause_key(gp_cause cause);
const char *gp_cause_words(gp_cause cause);

#endif
