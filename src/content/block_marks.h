/* block_marks.h - what other generators carry out (Hugo's shortcodes, Liquid's tags, attribute lists,
 * admonitions of Docusaurus and MkDocs, snippets, a place for a table of contents), taken out of the
 * lines before cmark reads it as text. docs/content.md lists it.
 *
 * Scope:    lines of text; code blocks, code spans and HTML blocks stay as they are written.
 * Time:     linear: inline_marks.h says how.
 */
#ifndef GP_CONTENT_BLOCK_MARKS_H
#define GP_CONTENT_BLOCK_MARKS_H

#include "content/body.h"
#include "content/markdown_ast.h"

/* Writes those lines of `source` anew that hold a mark (`*taken`: there was one), each under its own
 * number. `root` is the tree of the lines as they are; it tells where code stands. Content that is
 * lost is a warning of `body` with its name, once a name. Lines live in body->arena. GP_NO_MEMORY. */
gp_status gp_block_marks_take(gp_source *source, const gp_node *root, gp_body *body,
                              bool *taken) GP_MUST_CHECK;

#endif
