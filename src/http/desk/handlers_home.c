/* handlers_home.c - the desk's first page. */
#include "http/visit.h"

#include "view/desk/desk.h"

void gp_handle_desk(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_view_desk_home(&response->body, &visit->page);
    gp_visit_end_page(visit, request, response);
}
