/* html.h - writing text into HTML and URLs: one escaper for each context.
 *
 * Rule:     nothing but literal markup reaches a page except through these.
 * Threads:  pure; any thread.
 */
#ifndef GP_BASE_HTML_H
#define GP_BASE_HTML_H

#include "base/buf.h"

/* Text content and double-quoted attribute values: & < > " ' are escaped, NUL and other control
 * characters (but \n and \t) dropped, malformed UTF-8 replaced by U+FFFD. */
void gp_html_add_text(gp_buf *buf, gp_str text);
/* "<p>escaped</p>" and a line break for each line of `text` that is not blank. */
void gp_html_add_paragraphs(gp_buf *html, gp_str text);
/* One URL path segment, query value or fragment: everything but A-Z a-z 0-9 - . _ ~ is
 * percent-encoded. The result needs no further escaping in HTML. */
void gp_url_add_part(gp_buf *buf, gp_str text);
/* The same for a whole path: "/" is kept too. */
void gp_url_add_path(gp_buf *buf, gp_str text);
/* Decodes %XX and, when `plus`, "+" to a blank; malformed escapes are kept as they stand. */
void gp_url_add_decoded(gp_buf *buf, gp_str text, bool plus);

#endif
