/* handlers_home.c - the desk's first page: searching, and one answer to be sent.
 *
 * Privacy:  a question of staff comes by POST, is kept nowhere and counted nowhere.
 */
#include "http/visit.h"

#include "http/desk/approved.h"
#include "view/desk/desk.h"

enum {
    HITS = 25 /* of a page */
};

void gp_handle_desk(gp_visit *visit, const gp_request *request, gp_response *response)
{
    const gp_search_request nothing = {0};

    gp_view_desk_search(&response->body, &visit->page, &nothing, NULL);
    gp_visit_end_page(visit, request, response);
}

static void read_form(const gp_visit *visit, gp_str form, gp_search_request *search)
{
    gp_str audience = {NULL, 0};
    gp_str number = {NULL, 0};
    size_t page;

    *search = (gp_search_request){.limit = HITS,
                                  .today = gp_visit_day(visit),
                                  .posted = true,
                                  .for_staff = true,
                                  .book = visit->book};
    (void)gp_form_value(form, "q", visit->arena, &search->question);
    (void)gp_form_value(form, "kind", visit->arena, &search->kind);
    (void)gp_form_value(form, "audience", visit->arena, &audience);
    search->audience = gp_str_equal(audience, GP_STR("staff")) ? GP_STAFF : GP_PUBLIC;
    search->has_audience = search->audience == GP_STAFF || gp_str_equal(audience, GP_STR("public"));
    if (gp_form_value(form, "page", visit->arena, &number) &&
        gp_str_to_size(number, GP_LIMIT_MAX / HITS, &page) && page > 1)
        search->offset = (page - 1) * HITS;
}

/* approved=1: among the sections whose approval stands today. */
static bool wants_approved(const gp_visit *visit, gp_str form)
{
    gp_str value;

    return gp_form_value(form, "approved", visit->arena, &value) &&
           gp_str_equal(value, GP_STR("1"));
}

void gp_handle_desk_search(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_search_request search;
    gp_results results;
    gp_status status = GP_BUSY; /* there is no index yet */

    read_form(visit, request->body, &search);
    if (visit->staff_searcher != NULL)
        status = GP_OK;
    if (status == GP_OK && wants_approved(visit, request->body))
        status = gp_approved_take(visit->approved, visit->staff_store, visit->book,
                                  visit->page.today, &search.only, NULL);
    if (status == GP_OK)
        status = gp_search(visit->staff_searcher, &search, visit->arena, &results, NULL);
    if (status == GP_OK) {
        gp_view_desk_search(&response->body, &visit->page, &search, &results);
        gp_visit_end_page(visit, request, response);
    } else {
        gp_visit_error(&visit->page, request->path, gp_visit_status(status), response);
    }
    gp_approved_give(visit->approved, search.only);
}

/* The address for visitors: of what they may read, and of a site that says where it is. */
static gp_str link_of(const gp_visit *visit, const gp_stored_section *stored)
{
    gp_str url = stored->section.url;

    if (stored->audience == GP_STAFF)
        return GP_STR("");
    if (url.size == 0)
        url = gp_section_url(stored->section.id, visit->arena);
    if (!gp_str_starts(url, GP_STR("/")))
        return url;
    return visit->page.base_url.size > 0
               ? gp_arena_printf(visit->arena, "%.*s%.*s", GP_STR_ARGS(visit->page.base_url),
                                 GP_STR_ARGS(url))
               : GP_STR("");
}

void gp_handle_desk_section(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_stored_section stored = {0};
    gp_desk_section shown = {.stored = &stored};
    gp_document document = {0};
    gp_status status = GP_BUSY;
    gp_str moved_to;
    gp_handle handle;

    if (visit->staff_store != NULL)
        status = gp_store_find(visit->staff_store, visit->parameter, &handle);
    if (status == GP_OK)
        status = gp_store_fetch(visit->staff_store, &handle, 1, false, visit->arena, &stored, NULL);
    if (status == GP_OK) /* its dates */
        status = gp_store_document(visit->staff_store, stored.slug, visit->arena, &document,
                                   &moved_to, NULL);
    if (status == GP_OK)
        status = gp_visit_judge(visit, &stored.section, 1);
    if (status != GP_OK) {
        gp_visit_error(&visit->page, request->path, gp_visit_status(status), response);
        return;
    }
    shown.hidden = gp_visit_hidden(visit, &document);
    if (!shown.hidden)
        shown.link = link_of(visit, &stored);
    gp_view_desk_section(&response->body, &visit->page, &shown);
    gp_visit_end_page(visit, request, response);
}
