/* html_page.h - an HTML page to an article.
 *
 * Flow:     html_tree.h -> title, language, summary, date from the head; the main content (<main>, role
 *           "main", the only <article>, the usual ids and classes, else the body) -> html_markdown.h ->
 *           markdown.h. Section lines and problems name the page's lines.
 * Drafts:   a page that asks robots not to index it is read as a draft: people did not mean it to be found.
 * Limits:   as for Markdown; the tree may take 48 MiB.
 */
#ifndef GP_CONTENT_HTML_PAGE_H
#define GP_CONTENT_HTML_PAGE_H

#include "content/document.h"
#include "content/problem.h"

/* Reads `source` (valid UTF-8, no NUL) into the document, whose path and slug are set. GP_INVALID with
 * "line N: ..." where the page passes a limit; GP_NO_MEMORY. */
gp_status gp_html_page_read(gp_str source, gp_arena *arena, gp_document *document,
                            gp_problem_list *problems, gp_error *error) GP_MUST_CHECK;

#endif
