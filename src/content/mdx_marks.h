/* mdx_marks.h - what MDX adds to Markdown: import and export, components, comments, expressions.
 *
 * Time:     looks ahead at the cost of `budget`, as inline_marks.h says.
 * Memory:   results borrow from the text. No errors.
 */
#ifndef GP_CONTENT_MDX_MARKS_H
#define GP_CONTENT_MDX_MARKS_H

#include "base/str.h"

typedef struct gp_component {
    size_t end;   /* offset in the text behind the tag */
    gp_str name;  /* "Tabs" */
    gp_str label; /* the words its label or title shows, or empty */
} gp_component;

/* A statement that begins a block at `at`: `*end` is the end of its last line. */
bool gp_mdx_statement(gp_str text, size_t at, size_t *end, size_t *budget);
/* The tag of a component at the "<" at `at`; a name begins with a capital and has a small letter,
 * which no HTML element's and no address's does. */
bool gp_mdx_component(gp_str text, size_t at, gp_component *tag, size_t *budget);
/* The comment that begins at the "{" at `at`. */
bool gp_mdx_comment(gp_str text, size_t at, size_t *end, size_t *budget);
/* The balanced braces that begin at `at`, in one paragraph. */
bool gp_mdx_expression(gp_str text, size_t at, size_t *end, size_t *budget);

#endif
