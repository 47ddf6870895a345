/* html_tree.h - an HTML page as a tree (gumbo: the HTML5 parsing algorithm), and what its head says.
 *
 * Flow:     bytes -> gp_html_parse -> html_page.c looks for title, language and main content ->
 *           html_markdown.c writes that as Markdown -> the Markdown reader, which alone makes
 *           sections: so what an HTML page may show is what an article may show.
 * Hazards:  gumbo does not look whether memory was there, and frees its tree by recursion: it is given
 *           an arena, whose end is caught, and its tree is never freed node by node.
 * Doors:    <gumbo.h> in content/html_*.c only.
 */
#ifndef GP_CONTENT_HTML_TREE_H
#define GP_CONTENT_HTML_TREE_H

#include "base/arena.h"

#include <gumbo.h>

/* Parses valid UTF-8 without NUL. The tree lives in `arena` and points into `source`.
 * GP_INVALID ("line N: ...") when too many elements are open at once or a tag has too many attributes, for
 * which the parser's time grows with the square; GP_NO_MEMORY. */
gp_status gp_html_parse(gp_str source, gp_arena *arena, const GumboNode **root,
                        gp_error *error) GP_MUST_CHECK;

/* The element's attribute, or empty. */
gp_str gp_html_attribute(const GumboNode *element, const char *name);
/* True when the word stands in the element's class. */
bool gp_html_has_class(const GumboNode *element, const char *word);
bool gp_html_is(const GumboNode *node, GumboTag tag);
/* What HTML calls white space. */
bool gp_html_blank(char byte);
/* Not for readers: scripts, navigation, forms, hidden parts. */
bool gp_html_ignored(const GumboNode *element);
/* A sign beside a heading or a term that leads to itself. */
bool gp_html_permalink(const GumboNode *element);
/* The text of a node, blanks collapsed, without ignored parts and permalinks; appended to `text`. */
void gp_html_add_words(gp_buf *text, const GumboNode *node);
/* The text of a node as it stands, for code. */
void gp_html_add_raw(gp_buf *text, const GumboNode *node);

#endif
