/* label.h - words for readers: kinds, tags, dates, verification; and the addresses of articles.
 *
 * Memory:   texts live in the arena given; when it is full they are empty.
 * Threads:  pure.
 */
#ifndef GP_VIEW_LABEL_H
#define GP_VIEW_LABEL_H

#include "content/document.h"
#include "view/view.h"

#include <stdint.h>

/* "Guide", "Article", "FAQ", "Page". */
gp_str gp_label_kind(gp_kind kind);
/* What the list of a kind is called: "Guide", "Articles", "Questions", "Pages". */
gp_str gp_label_shelf(gp_kind kind);
/* One line about that list, for search engines. */
gp_str gp_label_shelf_line(gp_kind kind);
/* "levels-of-care" as "Levels of care". */
gp_str gp_label_tag(gp_arena *arena, gp_str tag);
/* "2026-11-02" as "November 2, 2026"; what is no date as it stands. */
gp_str gp_label_date(gp_arena *arena, gp_str date);
/* "1 result", "12 results": `one` and `many` are the words. */
gp_str gp_label_count(gp_arena *arena, size_t count, const char *one, const char *many);
/* "/a/slug". */
gp_str gp_label_article_url(gp_arena *arena, gp_str slug);
/* In a preview, what keeps an article from visitors: "Draft", "Scheduled", "Expired"; else empty. Days as
 * in gp_document_line. */
gp_str gp_label_hidden(const gp_page *page, int32_t publish_on, int32_t expires_on);
/* True when the text is the approved one and its review is not overdue on day `today` (0: dates are
 * not looked at). Only then may a page say "verified". */
bool gp_label_verified(const gp_approval *approval, int32_t today);

#endif
