/* results_page.h - the parts of the results page, file by file.
 *
 * results_page.c     notice, answer, what was found, help when nothing was
 * results_hits.c     sections found, folded under their articles
 * results_filters.c  forms that ask the same question again: filters, further pages, as typed
 */
#ifndef GP_VIEW_RESULTS_PAGE_H
#define GP_VIEW_RESULTS_PAGE_H

#include "view/page.h"

typedef struct gp_results_page {
    const gp_page *page;
    const gp_search_request *request;
    const gp_results *results;
    const gp_document_lines
        *documents; /* whose topics are offered when nothing is found; or NULL */
} gp_results_page;

/* Each writes its part, or nothing; the context is a gp_results_page. */
gp_slot_fn gp_results_page_hits, gp_results_page_filters, gp_results_page_turns;
gp_slot_fn gp_results_page_corrected;
/* Marks the article `slug` in a preview where visitors are not shown it. O(articles). */
void gp_results_page_mark(gp_template *template, const gp_results_page *self, gp_str slug);

#endif
