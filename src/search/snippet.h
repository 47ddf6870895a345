/* snippet.h - the densest piece of a section's text, with the question's words marked.
 *
 * Idea:     the store's sightings say which words of the body were met; the text is cut into words
 *           once (without stemming) to know their bytes.
 * Promise:  escaped text and <mark> only.
 */
#ifndef GP_SEARCH_SNIPPET_H
#define GP_SEARCH_SNIPPET_H

#include "search/query.h"

/* A marked stretch of a text, bytes [start, end). */
typedef struct gp_mark {
    size_t start, end;
    uint8_t term;
    double weight; /* of the term */
} gp_mark;
typedef GP_VEC(gp_mark) gp_mark_list;

/* Where the body's sightings stand in `text`, in order; overlapping ones are one. Function words are
 * left out unless there is nothing else. */
gp_status gp_marks_of(const gp_query *query, const gp_candidate *candidate, gp_str text,
                      gp_tokenizer *tokenizer, gp_arena *arena, gp_mark_list *marks) GP_MUST_CHECK;

typedef struct gp_snippet {
    gp_str html;
    size_t start, end; /* bytes of `text` it shows */
    size_t best;       /* a byte within its weightiest mark; start when there is none */
} gp_snippet;

gp_status gp_snippet_make(gp_str text, const gp_mark_list *marks, gp_arena *arena,
                          gp_snippet *snippet) GP_MUST_CHECK;

/* Bytes [start, end) of `text`, escaped, marked. Line ends become blanks. */
gp_str gp_marked_html(gp_str text, size_t start, size_t end, const gp_mark_list *marks,
                      gp_arena *arena);

#endif
