/* article.h - the parts of an article's page, file by file.
 *
 * article.c          head, contents, sections
 * article_related.c  which other articles to name, and the names taken within one
 */
#ifndef GP_VIEW_ARTICLE_H
#define GP_VIEW_ARTICLE_H

#include "view/page.h"

typedef struct gp_article {
    const gp_page *page;
    const gp_document *document;
    const gp_document_lines *documents; /* all that may be shown today */
    const gp_related_list *sections;    /* of other articles, nearest first */
} gp_article;

/* Up to five other articles that the article names, and sections of others until there are four links.
 * Where there are neither, the articles that share most tags with it. The context is a gp_article. */
gp_slot_fn gp_article_related;
/* True when `id` is the anchor of a section, or of the page's own parts. O(sections). */
bool gp_article_names(const gp_document *document, gp_str id);

#endif
