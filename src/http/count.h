/* count.h - the one place where a question that was answered is counted, for pages and programs alike.
 *
 * Privacy:  see docs/privacy.md and desk/desk.h. Not counted: drafts (asked while typing), later pages, HEAD,
 *           prefetches, visitors whose browser sends Sec-GPC: 1, and whatever calls a notice: that someone is
 *           in a crisis is nobody's statistic.
 */
#ifndef GP_HTTP_COUNT_H
#define GP_HTTP_COUNT_H

#include "http/visit.h"

/* About a microsecond; no I/O. */
void gp_count_question(const gp_visit *visit, const gp_request *request,
                       const gp_search_request *search, const gp_results *results);

#endif
