/* markdown.h - a Markdown file (after its front matter) to sections. The only file with <cmark.h>.
 *
 * Flow:     source lines -> citations and tables marked -> cmark AST -> sections -> sanitised HTML,
 *           plain text and source lines of each.
 * Limits:   1 MiB a file (the caller's), nesting 64, GP_INVALID with the line when deeper.
 * Hazards:  cmark aborts when memory runs out; so it is used at index time only.
 */
#ifndef GP_CONTENT_MARKDOWN_H
#define GP_CONTENT_MARKDOWN_H

#include "content/document.h"
#include "content/problem.h"

/* Reads `source` (valid UTF-8) into document->sections; `first_line` is the line of the file at
 * which `source` begins (after front matter). Uses document->slug, ->path, ->title; when the title
 * is empty, takes the first H1's (else, the file name in words). The H1 that equals the title
 * is not a section. Anchors: GitHub's, explicit `{#anchor}`, duplicates suffixed.
 * Does not apply front matter's `sections:` (front_matter.h does) nor seal ids and hashes. */
gp_status gp_markdown_read(gp_str source, size_t first_line, gp_arena *arena, gp_document *document,
                           gp_problem_list *problems, gp_error *error) GP_MUST_CHECK;

/* Renders a few lines of Markdown (a notice, the contact line) as sanitised HTML. */
gp_status gp_markdown_html(gp_str source, gp_arena *arena, gp_str *html,
                           gp_error *error) GP_MUST_CHECK;

#endif
