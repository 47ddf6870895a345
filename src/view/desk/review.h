/* review.h - the pages on which editors see where sections stand, and say what is to become of them.
 *
 * Errors:   sticky in the buffer; check buf->status once.
 * Threads:  pure; any thread.
 */
#ifndef GP_VIEW_DESK_REVIEW_H
#define GP_VIEW_DESK_REVIEW_H

#include "desk/accounts.h"
#include "desk/approvals.h"
#include "text/diff.h"
#include "view/desk/desk.h"

/* ---- all sections ---- */

typedef struct gp_review_line {
    gp_str id, title, heading; /* heading empty: the article's own section */
    gp_standing standing;
    gp_str owner; /* empty: nobody */
    gp_str due;   /* "YYYY-MM-DD"; empty: no day was set */
    size_t place; /* in the index: settles what is otherwise equal */
} gp_review_line;

/* What is most urgent first: overdue, lapsed, in review, drafts that nobody owns, then all others; among
 * equals by due day (none last), then by place. O(n log n). */
void gp_review_sort(gp_review_line *lines, size_t count);

typedef struct gp_review_list {
    size_t counts[GP_STANDING_COUNT]; /* of all sections */
    bool filtered;                    /* to those of `standing` */
    gp_standing standing;
    const gp_review_line *lines; /* of this page */
    size_t count;
    size_t number, pages; /* from 1; 0 pages: there is no line */
} gp_review_list;
void gp_view_review_list(gp_buf *html, const gp_page *page, const gp_review_list *list);

/* ---- one section ---- */

typedef enum gp_review_changes {
    GP_CHANGES_NONE,    /* what is approved is the text of now, or nothing is approved */
    GP_CHANGES_KNOWN,   /* `changes` has them */
    GP_CHANGES_UNKNOWN, /* another text was approved, of which the desk has only the hash */
    GP_CHANGES_TOO_LONG /* both texts are there, but too long to be compared */
} gp_review_changes;

typedef struct gp_review_page {
    const gp_stored_section *stored; /* judged by the book */
    gp_str hash;                     /* gp_section_sha256 of what is shown */
    gp_standing standing;
    gp_str owner, due;          /* as a line's */
    const gp_review_row *asked; /* NULL: nothing */
    gp_review_changes known;
    gp_diff_list changes; /* from the approved text to that of now */
    const gp_account_list *accounts;
    const gp_audit_list *history; /* what was done to it, newest first */
    gp_desk_message message;
    gp_str typed; /* a reason that was sent and not taken: it stands in its form again */
} gp_review_page;
void gp_view_review(gp_buf *html, const gp_page *page, const gp_review_page *shown);

/* "/desk/review/ID", escaped. */
gp_str gp_review_url(gp_arena *arena, gp_str id);

#endif
