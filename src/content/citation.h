/* citation.h - footnote-style citations: `[^1]` in the text, `[^1]: source` on a line of its own.
 *
 * Idea:     cmark would take "[^1]: word" for a link's address, so the definitions leave the source
 *           lines before it sees them; the references are found in the text that it gives back.
 * Source:   GitHub's footnotes, without their nested blocks: a source is one run of inline Markdown.
 */
#ifndef GP_CONTENT_CITATION_H
#define GP_CONTENT_CITATION_H

#include "base/arena.h"

#define GP_CITATION_MAX  500  /* definitions in one article */
#define GP_CITATION_SIZE 8192 /* bytes of one source's text */

typedef struct gp_citation {
    gp_str label;      /* what stands between "[^" and "]"; ASCII case does not count */
    gp_str text;       /* Markdown of the source, one line */
    size_t line;       /* index of its first line */
    size_t number;     /* 1, 2 ... in the order of first reference; 0: not referred to yet */
    size_t references; /* how often it was referred to */
} gp_citation;
typedef GP_VEC(gp_citation) gp_citation_list;

/* True when a line may be a definition (unless it stands in code). */
bool gp_citation_candidate(gp_str line);
/* Takes definitions out of lines[0..count), except where in_code[i] is set: those lines become empty
 * (their data stays), so that line numbers stay. A definition goes on to the next blank line or
 * block, and behind blank lines with lines indented by four blanks. Of two for one label the first
 * counts; the other is left in the list with an empty label. GP_NO_MEMORY; GP_TOO_LARGE for a source
 * beyond GP_CITATION_SIZE or the one beyond GP_CITATION_MAX, then `*bad` is the index of its line. */
gp_status gp_citations_take(gp_str *lines, const bool *in_code, size_t count, gp_arena *arena,
                            gp_citation_list *citations, size_t *bad) GP_MUST_CHECK;
/* The next "[^label]" in `text` at or after `from`: its bytes [*start, *end) and its label; false
 * when there is none. */
bool gp_citation_next(gp_str text, size_t from, size_t *start, size_t *end, gp_str *label);
/* The definition of a label, or NULL. O(n). */
gp_citation *gp_citation_find(const gp_citation_list *citations, gp_str label);

#endif
