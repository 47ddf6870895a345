/* html_inline.h - words, emphasis, code, links and images of HTML as one line of Markdown. */
#ifndef GP_CONTENT_HTML_INLINE_H
#define GP_CONTENT_HTML_INLINE_H

#include "content/html_markdown.h"

/* One run of inline content. */
typedef struct gp_html_run {
    gp_buf *out;
    const gp_html_markdown_options *options;
    bool gap;    /* a blank is due before the next word */
    bool shut;   /* a mark stands behind punctuation: a letter right behind it would undo it */
    bool strong; /* inside of bold text: it does not nest */
    bool em;
    bool link;
    bool one_line; /* of a heading or a table's cell: a line break is a blank */
    int depth;
} gp_html_run;

/* Elements that stand in a line of text. */
bool gp_html_inline(const GumboNode *node);
void gp_html_run_add(gp_html_run *run, const GumboNode *node);
/* Text with every character escaped that Markdown might take for markup. */
void gp_html_escape(gp_buf *out, gp_str text);

#endif
