/* handlers_search.c - staff's search, on a thread that searches.
 *
 * Privacy:  a question of staff comes by POST, is kept nowhere and counted nowhere.
 */
#include "http/visit.h"

#include "http/desk/approved.h"
#include "view/desk/desk.h"

enum {
    HITS = 25 /* of a page */
};

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
