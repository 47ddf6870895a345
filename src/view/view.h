/* view.h - results and articles to pages and JSON. Pure functions: data in, bytes out.
 *
 * Idea:     page templates are files in web/ (compiled into the binary, or read from a folder for
 *           designers) with {{name}} slots; a slot is escaped unless it is named raw in code. Loops
 *           and choices are here, in C; templates hold no logic.
 * Rule:     text reaches a page only through base/html.h; html comes from the index (sanitised when
 *           it was built) or from search (escaped text and <mark>).
 * Errors:   sticky in the buffer; check buf->status once.
 * Threads:  pure; any thread.
 */
#ifndef GP_VIEW_VIEW_H
#define GP_VIEW_VIEW_H

#include "desk/accounts.h"
#include "search/search.h"
#include "search/suggest.h"

/* What every page knows. */
typedef struct gp_page {
    const gp_site *site;    /* never NULL: gp_site_default when there is no index */
    gp_str base_url;        /* "" or "https://host": canonical links */
    gp_str asset_version;   /* short hash put into asset addresses */
    gp_str site_version;    /* of what comes with the index: the site's colors and logo */
    const char *web_folder; /* NULL: templates of the binary */
    int32_t today;          /* days since 1970, for overdue marks */
    bool preview;           /* for a writer: what visitors are not shown is there, and marked */
    const gp_account
        *staff;   /* who is signed in at the desk; NULL: nobody, or no page of the desk */
    gp_str token; /* of that session's forms */
} gp_page;

/* What the home page shows besides. */
typedef struct gp_home {
    const gp_document_lines *documents;
    const gp_document *guides; /* [guide_count]: articles whose sections are listed too */
    size_t guide_count;
    const gp_str_list *asked; /* most, by visitors; empty: the site's own examples stand there */
} gp_home;

/* Whole pages, from <!doctype html> on. */
void gp_view_home(gp_buf *html, const gp_page *page, const gp_home *shown);
/* The names of the lists of articles: "guides", "faqs", "posts", "pages". */
gp_str gp_view_shelf(gp_kind kind);
/* All articles of a kind, a hundred a page (from 1); GP_NOT_FOUND and nothing written: there is no such page. */
gp_status gp_view_browse(gp_buf *html, const gp_page *page, const gp_document_lines *documents,
                         gp_kind kind, size_t number) GP_MUST_CHECK;
/* True when the site has colors of its own, and the style sheet that sets them. */
bool gp_view_has_theme(const gp_site *site);
void gp_view_theme(gp_buf *css, const gp_theme *theme);
/* `documents` (may be NULL): the articles whose topics are offered when nothing was found. */
void gp_view_results(gp_buf *html, const gp_page *page, const gp_search_request *request,
                     const gp_results *results, const gp_document_lines *documents);
/* What changes from one search to the next, the region #gp-results of that page and nothing around it:
 * for scripts that put it in its place. */
void gp_view_results_part(gp_buf *html, const gp_page *page, const gp_search_request *request,
                          const gp_results *results, const gp_document_lines *documents);
/* `page_title` etc. from the document; only what this audience may see is in it. `related` are sections
 * of other articles (search/related.h), shown as far as the article names none itself. */
void gp_view_article(gp_buf *html, const gp_page *page, const gp_document *document,
                     const gp_document_lines *documents, const gp_related_list *related);
/* The Markdown twin. */
void gp_view_markdown(gp_buf *text, const gp_page *page, const gp_document *document);
/* After a vote: thanks, and the way back to the section at `url`. */
void gp_view_thanks(gp_buf *html, const gp_page *page, gp_str url, bool helpful);
/* 400..503: title and one kind line; `notice` (may be NULL) and the contact line come first. */
void gp_view_error(gp_buf *html, const gp_page *page, int status, const gp_notice *notice);

/* JSON, as CONTRACT.md fixes it. */
void gp_view_results_json(gp_buf *json, const gp_search_request *request,
                          const gp_results *results);
void gp_view_suggest_json(gp_buf *json, const gp_suggest_list *list);
void gp_view_section_json(gp_buf *json, const gp_stored_section *section,
                          const gp_related_list *related, int32_t today);
/* RFC 9457 problem document; never echoes the request. */
void gp_view_problem_json(gp_buf *json, int status, const char *title, const char *detail);

#endif
