/* visit.h - what a handler is given besides the request: one worker's reader, searcher and memory. */
#ifndef GP_HTTP_VISIT_H
#define GP_HTTP_VISIT_H

#include "content/book.h"
#include "desk/accounts.h"
#include "desk/desk.h"
#include "http/http.h"
#include "view/view.h"

typedef struct gp_door gp_door;             /* desk/door.h */
typedef struct gp_pass gp_pass;             /* desk/admit.h */
typedef struct gp_desk_rows gp_desk_rows;   /* desk/rows.h */
typedef struct gp_approved gp_approved;     /* desk/approved.h */
typedef struct gp_generation gp_generation; /* generation.h */

typedef struct gp_visit {
    gp_store *store;                   /* NULL: there is no index */
    gp_searcher *searcher;             /* NULL: there is no index */
    const gp_suggestions *suggestions; /* NULL: there is no index */
    gp_store *staff_store;       /* of staff's pages that search; NULL: any other, or no index */
    gp_searcher *staff_searcher; /* as staff_store */
    gp_desk *desk;               /* NULL: this server keeps none */
    bool desk_damaged;           /* why there is none */
    const gp_book *book;         /* the desk's words as this request began; NULL: no desk */
    bool counts;                 /* questions are counted, and what is asked most is shown */
    gp_str visitor;              /* who asks: a network address, for keyed hashes alone */
    gp_arena *arena;             /* of this request */
    gp_page page;                /* what every page knows */
    gp_str parameter;            /* decoded rest of the path behind the route's prefix */
    int64_t now;                 /* seconds since 1970, UTC */
    gp_account account;        /* who is signed in; GP_AS_VISITOR: nobody, or no page of the desk */
    gp_str token;              /* what each form of this session carries as `token` */
    const gp_pass *pass;       /* how it was let in; NULL: no page of the desk */
    const gp_desk_rows *rows;  /* of the desk's file; NULL: the route wants none (gp_route.rows) */
    gp_door *door;             /* NULL: no desk */
    gp_approved *approved;     /* the sets of approved sections; NULL: no page of the desk */
    gp_generation *generation; /* of staff's pages that do not search; else NULL */
} gp_visit;

/* Fills the response; what cannot be answered is said with gp_visit_error. */
typedef void gp_handler(gp_visit *visit, const gp_request *request, gp_response *response);

/* Replaces what was written so far by an error page, or a problem document for the API's paths. */
void gp_visit_error(const gp_page *page, gp_str path, int status, gp_response *response);
/* The same with words of the handler's own for programs: what to do about it. They never echo a request. */
void gp_visit_refuse(const gp_page *page, gp_str path, int status, const char *detail,
                     gp_response *response);
/* Ends a page that was written to response->body: its type, or an error where writing it failed. */
void gp_visit_end_page(const gp_visit *visit, const gp_request *request, gp_response *response);
/* The status for a failed call: 404, 409, 503 or 500. */
int gp_visit_status(gp_status status);
/* True when the body is said to be a form's (application/x-www-form-urlencoded). */
bool gp_visit_posts_form(const gp_request *request);
/* "Name: value" behind the headers so far; values must hold no line end. */
void gp_response_header(gp_response *response, const char *name, gp_str value);
/* True when the article's dates keep it from being shown today. */
bool gp_visit_hidden(const gp_visit *visit, const gp_document *document);
/* The day by which what is searched and listed is chosen: today, and in a preview 0, all days. */
int32_t gp_visit_day(const gp_visit *visit);
/* The article with that slug (an old one is none), if it may be shown today; else GP_NOT_FOUND. */
gp_status gp_visit_article(const gp_visit *visit, gp_str slug, gp_document *document) GP_MUST_CHECK;
/* All articles that may be shown today. */
gp_status gp_visit_documents(const gp_visit *visit, gp_document_lines *documents) GP_MUST_CHECK;

/* Judges the approvals of sections, which must be as the store gave them. GP_NO_MEMORY. */
gp_status gp_visit_judge(const gp_visit *visit, gp_section *sections, size_t count) GP_MUST_CHECK;
/* What stands for the desk's words, as `also` of gp_visit_revalidate; 0: there are none. */
uint64_t gp_visit_words(const gp_visit *visit);
/* Headers for an answer that is made of the index alone: it may be kept, and asked about again; equal index,
 * equal answer. `also` (0: nothing) stands for what else it is made of. */
void gp_visit_revalidate(const gp_visit *visit, uint64_t also, gp_response *response);

/* A store of this request's own on what staff may read, for pages that run on the connection's thread; close it.
 * GP_BUSY: there is no index yet; else as gp_generation_for_staff. */
gp_status gp_visit_staff_store(const gp_visit *visit, gp_store **store) GP_MUST_CHECK;
/* The page with a base_url that is not empty: the site's own, else the host that was asked. */
gp_page gp_visit_whole_page(const gp_visit *visit, const gp_request *request);

/* handlers_mcp.c */
gp_handler gp_handle_mcp;
/* handlers_pages.c */
gp_handler gp_handle_home, gp_handle_browse, gp_handle_results, gp_handle_article, gp_handle_moved;
/* handlers_api.c */
gp_handler gp_handle_api_search, gp_handle_api_suggest, gp_handle_api_section;
/* handlers_feedback.c */
gp_handler gp_handle_api_feedback, gp_handle_feedback;
/* handlers_files.c */
gp_handler gp_handle_asset, gp_handle_embed, gp_handle_icon;
/* handlers_discovery.c */
gp_handler gp_handle_robots, gp_handle_llms, gp_handle_sitemap, gp_handle_sitemap_file;
gp_handler gp_handle_atom, gp_handle_json_feed, gp_handle_opensearch, gp_handle_suggestions;
/* handlers_health.c */
gp_handler gp_handle_livez, gp_handle_readyz;
/* desk/handlers_home.c, desk/handlers_search.c */
gp_handler gp_handle_desk, gp_handle_desk_section, gp_handle_desk_search;
/* desk/handlers_questions.c */
gp_handler gp_handle_desk_questions, gp_handle_desk_question_state, gp_handle_desk_question_lines;
gp_handler gp_handle_desk_votes;
/* desk/review.c */
gp_handler gp_handle_review, gp_handle_review_section, gp_handle_review_calendar;
/* desk/handlers_door.c */
gp_handler gp_handle_sign_in, gp_handle_sign_out, gp_handle_sign_out_everywhere, gp_handle_password;
/* desk/handlers_admin.c */
gp_handler gp_handle_accounts, gp_handle_audit;

#endif
