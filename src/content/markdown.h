/* markdown.h - a Markdown file (after its front matter) to sections.
 *
 * Flow:     source lines (markdown_source.h) -> other generators' marks taken out
 *           (block_marks.h) -> citations taken out (citation.h) -> tree by cmark
 *           (markdown_ast.h) -> pipe tables found in the lines of its paragraphs (markdown_table.h)
 *           -> sections (markdown.c), each written as sanitised HTML and plain text
 *           (markdown_write.h, body.h), its source lines kept.
 * Dialect:  CommonMark; GFM tables, task items and alerts; citations (citation.h); `{#anchor}`.
 *           Raw HTML is left out. A heading inside a quote or an item is bold text, no section.
 * Limits:   1 MiB a file (the caller's), 64 KiB a line, nesting 64, 4,096 headings, 1,000 tables,
 *           50,000 cells, 500 citations, 150,000 pieces of markup, 8 MiB of HTML a
 *           section and 16 MiB in all; GP_INVALID with "line N: ..." beyond. With an arena of 64 MiB
 *           that is enough memory for any 1 MiB, and takes about a second at worst.
 * Hazards:  cmark aborts when memory runs out; so it is used at index time only.
 * Memory:   results live in `arena` and borrow from `source`, which must live as long.
 */
#ifndef GP_CONTENT_MARKDOWN_H
#define GP_CONTENT_MARKDOWN_H

#include "content/document.h"
#include "content/problem.h"

/* Reads `source` (valid UTF-8) into document->sections; `first_line` is the line of the file at
 * which `source` begins (after front matter). Uses document->slug, ->path, ->title; when the title
 * is empty, takes the first H1's (else, the file name in words). The H1 that equals the title (ASCII
 * case does not count) and stands before all other headings is not a section. The article's own
 * section is left out when it is empty, others follow, and the document has no questions.
 * Anchors: GitHub's, explicit `{#anchor}`, duplicates suffixed.
 * Images: document->attachments gets the names, the caller their bytes and types.
 * Citations: the list of sources stands at the end of the last section's HTML, in no text.
 * Warnings (at most 100) go to `problems`, whose memory is `arena`.
 * Does not apply front matter's `sections:` (front_matter.h does) nor seal ids and hashes. */
gp_status gp_markdown_read(gp_str source, size_t first_line, gp_arena *arena, gp_document *document,
                           gp_problem_list *problems, gp_error *error) GP_MUST_CHECK;

/* Renders a few lines of Markdown (a notice, the contact line) as sanitised HTML, without images or
 * citations. */
gp_status gp_markdown_html(gp_str source, gp_arena *arena, gp_str *html,
                           gp_error *error) GP_MUST_CHECK;

#endif
