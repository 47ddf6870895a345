/* article.h - the parts of an article's page, file by file.
 *
 * article.c           head, sections
 * article_contents.c  table of contents, letters of a glossary
 * article_related.c   which other articles to name, and the names taken within one
 * article_data.c      the same for machines: JSON-LD
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

/* How much of what the article shows is verified today. */
typedef struct gp_review {
    size_t sections, verified;       /* those that have a body */
    const gp_approval *first, *last; /* of the verified, by date; NULL: none is */
    bool several;                    /* not all are by one person */
} gp_review;

void gp_article_review(const gp_article *self, gp_review *review);
#define GP_NO_LEVEL 7
/* The level that a list of sections shows: the outermost of those with an anchor; GP_NO_LEVEL: there are none. */
int gp_article_outermost(const gp_section_list *sections);
/* "#anchor", percent-encoded. */
gp_str gp_article_fragment(gp_arena *arena, gp_str anchor);
/* The sections of the outermost level, when there are three or more, and one link for each first letter where
 * they stand in the order of the alphabet, as in a glossary. The context is a gp_section_list. */
gp_slot_fn gp_article_contents, gp_article_letters;
/* One JSON object of schema.org's words: breadcrumbs, the page, and what it is. It says nothing that the page
 * does not show; "reviewed" only of pages whose every section is verified, and never of sample content. The
 * context is a gp_article. */
gp_slot_fn gp_article_data;
/* Up to five other articles that the article names, and sections of others until there are four links.
 * Where there are neither, the articles that share most tags with it. The context is a gp_article. */
gp_slot_fn gp_article_related;
/* True when `id` is the anchor of a section, or of the page's own parts. O(sections). */
bool gp_article_names(const gp_document *document, gp_str id);

#endif
