/* block_marks.h - lines that other generators carry out (Hugo's shortcodes, Liquid tags, kramdown's
 * attribute lists, Docusaurus' admonition fences, a place for a table of contents), taken out before
 * cmark reads them as text.
 *
 * Scope:    lines that hold nothing else. One within a sentence stays as it is written.
 */
#ifndef GP_CONTENT_BLOCK_MARKS_H
#define GP_CONTENT_BLOCK_MARKS_H

#include "base/str.h"

typedef enum gp_block_mark {
    GP_BLOCK_TEXT,   /* no mark: the line stays */
    GP_BLOCK_FORM,   /* only says how its neighbors look: nothing is lost without it */
    GP_BLOCK_CONTENT /* stands for content that is not in the file: worth a warning with its name */
} gp_block_mark;

/* What a line is that stands in no code block. `*kept` is the part of the line that remains (an
 * admonition's title, else empty, always within the line), `*name` what the mark is called. */
gp_block_mark gp_block_mark_of(gp_str line, gp_str *kept, gp_str *name);

#endif
