/* markdown_source.h - the lines of a Markdown source, and what is refused before cmark sees them.
 *
 * Idea:     cmark 0.30 takes quadratic time for some shapes (measured: 140 s for 1 MiB of "![[]()");
 *           each of these is limited here, far above what an author writes.
 * Memory:   lines borrow from the source; the array lives in `arena`.
 */
#ifndef GP_CONTENT_MARKDOWN_SOURCE_H
#define GP_CONTENT_MARKDOWN_SOURCE_H

#include "base/arena.h"

#define GP_MARKDOWN_DEPTH 64

typedef struct gp_source {
    gp_str text;
    gp_str
        *lines; /* without their ends; data of an unwritten one points into text, size 0 or not */
    size_t count;
    size_t first_line;      /* of the file, for lines[0] */
    const gp_str *original; /* the lines as they are in text, where others were written; or NULL */
} gp_source;

/* Splits `text` (a byte order mark is passed over). GP_NO_MEMORY, or GP_INVALID "line N: ..." for a line over 64 KiB, one that opens
 * hundreds of quotes or items, or a paragraph with hundreds of images. */
gp_status gp_source_split(gp_str text, size_t first_line, gp_arena *arena, gp_source *source,
                          gp_error *error) GP_MUST_CHECK;
/* Refuses what gp_source_split does, after lines were written anew: GP_INVALID. */
gp_status gp_source_check(const gp_source *source, gp_error *error) GP_MUST_CHECK;
/* Puts `line` in the place of lines[at]; gp_source_slice still gives the text as it was. False when
 * the arena is full. */
bool gp_source_put(gp_source *source, gp_arena *arena, size_t at, gp_str line);
/* The bytes from the beginning of lines[from] to that of lines[to]. */
gp_str gp_source_slice(const gp_source *source, size_t from, size_t to);
/* Appends lines[0..count), each with "\n". */
void gp_source_join(const gp_source *source, gp_buf *buf);
/* A later line of a paragraph without the marks of the `quotes` block quotes around it. */
gp_str gp_source_bare(gp_str line, size_t quotes);

#endif
