/* desk.h - the desk's pages: a frame with the navigation, and what each page puts into it.
 *
 * Rule:     every form that posts has page->token in a hidden field `token` (gp_desk_token); a page is plain, works
 *           without scripts, and carries nothing that only visitors need.
 * Errors:   sticky in the buffer; check buf->status once.
 * Threads:  pure; any thread.
 */
#ifndef GP_VIEW_DESK_DESK_H
#define GP_VIEW_DESK_DESK_H

#include "desk/accounts.h"
#include "view/template.h"
#include "view/view.h"

/* Which of the navigation's links leads to this page. */
typedef enum gp_desk_place {
    GP_DESK_NOWHERE,
    GP_DESK_SEARCH,
    GP_DESK_REVIEW,
    GP_DESK_QUESTIONS,
    GP_DESK_ACCOUNTS,
    GP_DESK_AUDIT,
    GP_DESK_OWN
} gp_desk_place;

typedef struct gp_desk_parts {
    const gp_page *page; /* page->staff NULL: no navigation */
    gp_desk_place place;
    gp_str title;     /* plain text; never a question */
    gp_slot_fn *body; /* writes what stands in <main>, its <h1> first */
    const void *context;
} gp_desk_parts;

/* The whole page, from <!doctype html> on. */
void gp_view_desk_page(gp_buf *html, const gp_desk_parts *parts);
/* The hidden field with the form's token (of a gp_str, page->token or another). */
gp_slot_fn gp_desk_token;
/* A message above a page's own part (of a gp_desk_message), or nothing where it has no text. */
typedef struct gp_desk_message {
    gp_str text;
    bool trouble; /* what was asked was not done */
} gp_desk_message;
gp_slot_fn gp_desk_said;

/* What went wrong, below the navigation; `text` says what to do. */
void gp_view_desk_error(gp_buf *html, const gp_page *page, int status, gp_str text);

typedef struct gp_sign_in_page {
    gp_str token; /* of the cookie that comes with this page */
    gp_desk_message message;
    bool no_accounts; /* nobody can sign in yet: the page says how to make the first account */
    bool
        elsewhere; /* came from another site: a browser then sends no cookie, so one may be signed in */
} gp_sign_in_page;
void gp_view_sign_in(gp_buf *html, const gp_page *page, const gp_sign_in_page *shown);
/* Changing one's password, and ending one's sessions. */
void gp_view_password(gp_buf *html, const gp_page *page, const gp_desk_message *message);

/* All accounts, and a form for one more. */
typedef struct gp_accounts_page {
    const gp_account_list *list;
    gp_desk_message message;
    gp_account typed; /* into the form: name, shown and role */
} gp_accounts_page;
void gp_view_accounts(gp_buf *html, const gp_page *page, const gp_accounts_page *shown);
/* One account, and what may be done with it. */
typedef struct gp_account_page {
    gp_account account;
    size_t sessions; /* that are not over */
    gp_desk_message message;
} gp_account_page;
void gp_view_account(gp_buf *html, const gp_page *page, const gp_account_page *shown);
/* Lines of the audit, newest first. */
typedef struct gp_audit_page {
    const gp_audit_list *lines;
    int64_t older; /* older lines are those before this number; 0: there are none */
} gp_audit_page;
void gp_view_audit(gp_buf *html, const gp_page *page, const gp_audit_page *shown);

/* A section that an account keeps at hand. */
typedef struct gp_desk_kept {
    gp_str id;
    gp_str heading, title; /* both empty: the index does not have it now */
    bool staff_only;
} gp_desk_kept;
typedef struct gp_desk_hand {
    const gp_desk_kept *pins, *recents; /* pins in their order; the one used last first */
    size_t pin_count, recent_count;
} gp_desk_hand;
/* The first page: the search box, and what the account keeps at hand. */
void gp_view_desk_home(gp_buf *html, const gp_page *page, const gp_desk_hand *hand);
/* Staff's search: the box, and below it what was found. A request with `only` is told as a search among approved
 * sections. */
void gp_view_desk_search(gp_buf *html, const gp_page *page, const gp_search_request *request,
                         const gp_results *results);
/* One answer, and the forms in which it may be sent. */
typedef struct gp_desk_section {
    const gp_stored_section *stored; /* its approval as the book judges it */
    gp_str link;                     /* its address for visitors; empty: there is none */
    bool hidden;                     /* the article's dates keep it from visitors today */
    bool pinned;
} gp_desk_section;
void gp_view_desk_section(gp_buf *html, const gp_page *page, const gp_desk_section *shown);

#endif
