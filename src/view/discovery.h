/* discovery.h - what programs that come by themselves ask for: site map, feeds, llms.txt, robots.txt, and how a
 * browser may search here.
 *
 * Addresses: these formats want whole ones, so page->base_url must not be empty here.
 * Sources:   sitemaps.org 0.9; RFC 4287 (Atom); jsonfeed.org 1.1; llmstxt.org; OpenSearch 1.1 draft 6; RFC 9309.
 * Errors:    sticky in the buffer. Threads: pure.
 */
#ifndef GP_VIEW_DISCOVERY_H
#define GP_VIEW_DISCOVERY_H

#include "view/view.h"

#define GP_SITEMAP_MAX 50000 /* addresses of one file, as sitemaps.org has it */
#define GP_FEED_MAX    50    /* entries of a feed */

/* ---- site map ------------------------------------------------------------------------------- */

/* Addresses that one file may hold: GP_SITEMAP_MAX, less where their bytes might not fit into one reply. */
size_t gp_sitemap_most(const gp_page *page, const gp_document_lines *documents);
/* How many files the addresses of the site fill, `most` (gp_sitemap_most, or a test's) in each; at least 1. */
size_t gp_sitemap_files(const gp_document_lines *documents, size_t most);
/* All addresses, when they fit into one file; else the list of the files, /sitemaps/1.xml and so on. Of an
 * article it says when its content changed. */
void gp_view_sitemap(gp_buf *xml, const gp_page *page, const gp_document_lines *documents,
                     size_t most);
/* File `number`, from 1, of several. GP_NOT_FOUND and nothing written: there is no such file. */
gp_status gp_view_sitemap_file(gp_buf *xml, const gp_page *page, const gp_document_lines *documents,
                               size_t most, size_t number) GP_MUST_CHECK;

/* ---- feeds ---------------------------------------------------------------------------------- */

/* An article as news. */
typedef struct gp_feed_entry {
    const gp_document_line *line;
    const gp_document *document; /* its sections, as visitors see them */
    int32_t day;                 /* see gp_feed_day */
} gp_feed_entry;
typedef GP_VEC(gp_feed_entry) gp_feed;

/* The day on which an article was news the last time: updated, else written; a later publish_on counts. False:
 * nothing says so, and it is in no feed. */
bool gp_feed_day(const gp_document_line *line, int32_t *day);
/* The newest articles, newest first, equals by slug; at most GP_FEED_MAX. Their documents are the caller's to
 * fill. O(n log n). GP_NO_MEMORY. */
gp_status gp_feed_choose(const gp_document_lines *documents, gp_arena *arena,
                         gp_feed *feed) GP_MUST_CHECK;
void gp_view_atom(gp_buf *xml, const gp_page *page, const gp_feed *feed);
void gp_view_json_feed(gp_buf *json, const gp_page *page, const gp_feed *feed);

/* ---- others --------------------------------------------------------------------------------- */

/* What the site has, for language models: every article's Markdown twin with a line about it. */
void gp_view_llms(gp_buf *text, const gp_page *page, const gp_document_lines *documents);
/* How to search here; completing what is typed is told only where site->opensearch is set. */
void gp_view_opensearch(gp_buf *xml, const gp_page *page);
/* ["typed", [texts], [kinds], [addresses]]: OpenSearch suggestions 1.1. */
void gp_view_opensearch_suggestions(gp_buf *json, const gp_page *page, const gp_suggest_list *list);
void gp_view_robots(gp_buf *text, const gp_page *page);

/* Text in XML: as gp_html_add_text, and what XML 1.0 has no way to say (U+FFFE, U+FFFF) is dropped. */
void gp_xml_add_text(gp_buf *xml, gp_str text);
/* "2026-11-02T00:00:00Z" of a day. */
void gp_add_moment(gp_buf *out, int32_t day);

#endif
