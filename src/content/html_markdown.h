/* html_markdown.h - a tree of HTML written as Markdown that says the same.
 *
 * Kept:     headings with their ids, paragraphs, emphasis, code, links, images, lists, quotes, tables,
 *           definition lists (a bold term above its text), rules. Everything else is its text.
 * Rule:     text is escaped, so that nothing in it is markup to the Markdown reader.
 * Used by:  the HTML reader, and the WordPress import, which writes the Markdown to files.
 */
#ifndef GP_CONTENT_HTML_MARKDOWN_H
#define GP_CONTENT_HTML_MARKDOWN_H

#include "content/html_tree.h"

/* Line numbers: the line of Markdown at which a block begins, and the line of the page it is from. */
typedef struct gp_line_pair {
    size_t made, source;
} gp_line_pair;
typedef GP_VEC(gp_line_pair) gp_line_pairs;

typedef struct gp_html_markdown_options {
    const GumboNode *title; /* an element that is left out: the page's H1; may be NULL */
    gp_str old_host;        /* "example.org": links to it become links of ours; may be empty */
} gp_html_markdown_options;

/* Appends the children of `root` to `markdown`. `pairs` (may be NULL) get their memory from `arena`.
 * Elements deeper than 100 are their text. Errors stick in the buffer and the arena. */
void gp_html_markdown(const GumboNode *root, const gp_html_markdown_options *options,
                      gp_arena *arena, gp_buf *markdown, gp_line_pairs *pairs);
/* The page's line for a line of the Markdown, or 0. */
size_t gp_line_of_source(const gp_line_pairs *pairs, size_t made);

#endif
