/* body.h - a section's body being written: its HTML and its plain text, side by side.
 *
 * Idea:     a format's reader says what comes (words, a link, an item, a table's row); this file
 *           alone writes HTML, from literal markup and escaped text. So nothing reaches a page that
 *           is not named here, whatever the format.
 * Memory:   two buffers with limits; finished bodies are copied to the arena of the document.
 * Errors:   the buffers' sticky status; gp_body_status tells, gp_body_finish returns it.
 * Threads:  one body, one thread.
 */
#ifndef GP_CONTENT_BODY_H
#define GP_CONTENT_BODY_H

#include "content/citation.h"
#include "content/document.h"
#include "content/problem.h"
#include "content/table.h"

/* Stands for a "[" that was escaped in the source, and so begins no citation or mark. */
#define GP_BODY_BRACKET      "\x02"
#define GP_BODY_WARNINGS_MAX 100 /* of one document; a hostile one could have a million */
#define GP_BODY_IMAGES_MAX   256 /* different images of one document */

typedef struct gp_body {
    gp_arena *arena;
    gp_document *document; /* takes the attachments; NULL for a notice: no images, no warnings */
    gp_problem_list *problems; /* may be NULL when document is */
    gp_citation_list citations;
    size_t cited;    /* citation numbers given so far, over all sections */
    size_t warnings; /* given so far, over all sections */
    size_t written;  /* bytes of finished sections */
    gp_buf html, text;
    size_t mark;  /* bytes at the text's end that are an item's mark, waiting for its words */
    bool in_link; /* a link is open: another may not begin in it */
    bool silent;  /* what is shown now is not searched: words go to the HTML only */
} gp_body;

void gp_body_init(gp_body *body, gp_arena *arena, gp_document *document, gp_problem_list *problems);
void gp_body_clear(gp_body *body);
/* GP_OK, GP_TOO_LARGE or GP_NO_MEMORY. */
gp_status gp_body_status(const gp_body *body);
/* Hands over what was written, the text without blanks at its ends, and begins anew. GP_TOO_LARGE
 * when all sections together pass 16 MiB. */
gp_status gp_body_finish(gp_body *body, gp_str *html, gp_str *text) GP_MUST_CHECK;
/* A warning with the file's line; `detail` is cut to a readable length. */
void gp_body_warn(gp_body *body, size_t line, const char *what, gp_str detail);

/* ---- words ---------------------------------------------------------------------------------- */

/* Literal markup, to the HTML only. */
void gp_body_markup(gp_body *body, const char *literal);
/* Escaped into the HTML; into the plain text without control characters. */
void gp_body_words(gp_body *body, gp_str words);
/* The same, but "[^label]" becomes a reference; one without definition stays, and is a warning. */
void gp_body_cited_words(gp_body *body, size_t line, gp_str words);
/* A new line of plain text begins, unless an item's mark waits for its words. */
void gp_body_new_line(gp_body *body);
/* A code block: its blank lines are left out of the plain text. */
void gp_body_code_block(gp_body *body, gp_str code);

/* ---- links and images ----------------------------------------------------------------------- */

/* An address that link.h refuses is a warning, and opens nothing. */
void gp_body_open_link(gp_body *body, size_t line, gp_str address);
void gp_body_close_link(gp_body *body);
/* An image beside the article, remembered among the document's attachments; of any other, a warning
 * and `alt` as words. */
void gp_body_image(gp_body *body, size_t line, gp_str address, gp_str alt);

/* ---- lists and tables ----------------------------------------------------------------------- */

/* `number` 0: a bullet. */
void gp_body_open_item(gp_body *body, size_t number);
void gp_body_close_item(gp_body *body);
void gp_body_open_table(gp_body *body);
/* `row` 0 is the head. `rows` counts it. */
void gp_body_open_row(gp_body *body, size_t row);
void gp_body_close_row(gp_body *body, size_t row);
void gp_body_open_cell(gp_body *body, size_t row, size_t column, gp_align align);
void gp_body_close_cell(gp_body *body, size_t row);
void gp_body_close_table(gp_body *body, size_t rows);

/* ---- sources -------------------------------------------------------------------------------- */

/* Opens and closes the list of sources; between the two, words are shown but not searched. */
void gp_body_open_sources(gp_body *body);
void gp_body_close_sources(gp_body *body);
void gp_body_open_source(gp_body *body, const gp_citation *citation);
void gp_body_close_source(gp_body *body, const gp_citation *citation);

#endif
