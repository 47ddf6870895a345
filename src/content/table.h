/* table.h - GFM pipe tables in source lines, which cmark does not know.
 *
 * Source:   the GitHub Flavored Markdown specification, 4.10. The lines are looked at as written,
 *           since a paragraph of the AST has lost which pipes were escaped. As in cmark-gfm a
 *           backslash takes the punctuation behind it along, so "\|" is no border, "\\|" is one.
 * Threads:  pure; any thread.
 */
#ifndef GP_CONTENT_TABLE_H
#define GP_CONTENT_TABLE_H

#include "base/buf.h"

#define GP_TABLE_COLUMNS 64 /* a row of more is no table */

typedef enum gp_align {
    GP_ALIGN_NONE,
    GP_ALIGN_LEFT,
    GP_ALIGN_CENTER,
    GP_ALIGN_RIGHT
} gp_align;

typedef struct gp_table {
    size_t first_line; /* index of the header row among the lines given */
    size_t columns;    /* 1..GP_TABLE_COLUMNS */
    gp_align aligns[GP_TABLE_COLUMNS];
} gp_table;

/* Looks for a header row followed by a delimiter row of as many cells in lines[0..count). All lines
 * behind the delimiter row are rows. O(bytes). */
bool gp_table_find(const gp_str *lines, size_t count, gp_table *table);
/* The cells of a row, trimmed, as slices of it; those beyond `max` are left out. Returns their
 * number. */
size_t gp_table_cells(gp_str line, size_t max, gp_str *cells);
/* Appends the Markdown of a cell: "\|" becomes "|", even inside of code. */
void gp_table_add_cell(gp_buf *buf, gp_str cell);

#endif
