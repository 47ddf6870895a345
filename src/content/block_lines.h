/* block_lines.h - what a line is by its shape: a heading, the mark of an admonition, indented.
 * Pure; results borrow from the line; O(line). */
#ifndef GP_CONTENT_BLOCK_LINES_H
#define GP_CONTENT_BLOCK_LINES_H

#include "base/str.h"

#define GP_LINE_INDENT 4 /* columns of a tab, and of an admonition's text */

/* "## Words". */
bool gp_line_atx(gp_str line);
/* "---" or "===". */
bool gp_line_underline(gp_str line);
/* Columns of blanks in front. */
size_t gp_line_columns(gp_str line);
/* A trimmed line ":::note Title", ":::note[Title]" or ":::"; `*kept` is the title, or empty. */
bool gp_line_fence(gp_str text, gp_str *kept);
/* A trimmed line `!!! note "Title"`, `??? note`, `???+ note` or `=== "Tab"`, likewise. */
bool gp_line_admonition(gp_str text, gp_str *kept);

#endif
