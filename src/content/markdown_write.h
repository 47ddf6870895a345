/* markdown_write.h - the tree of an article to HTML and plain text: tells body.h what stands there.
 * Recursion: as deep as the tree and a table's cell in it, 2 * GP_MARKDOWN_DEPTH at most. */
#ifndef GP_CONTENT_MARKDOWN_WRITE_H
#define GP_CONTENT_MARKDOWN_WRITE_H

#include "content/body.h"
#include "content/markdown_table.h"

typedef struct gp_markdown_writer {
    gp_body *body;
    const gp_source *source;
    const gp_tables *tables;
    size_t next_table; /* the first that is not written yet */
    size_t cell_line;  /* of the file, while a cell is written; else 0 */
} gp_markdown_writer;

/* Writes one block and all below it. Blocks must come in the order of the source. */
void gp_markdown_write(gp_markdown_writer *writer, const gp_node *block);
/* Writes the list of the sources that were referred to; nothing when there are none. */
void gp_markdown_write_sources(gp_markdown_writer *writer);
/* The line of the file at which a node stands. */
size_t gp_markdown_line(const gp_markdown_writer *writer, const gp_node *node);
/* Appends the words below a heading or image, without citations. */
void gp_markdown_plain(const gp_markdown_writer *writer, const gp_node *parent, gp_buf *text);

#endif
