/* handlers_mcp.c - POST /mcp: the Model Context Protocol over HTTP, without sessions and without streams. */
#include "http/cors.h"
#include "http/mcp.h"
#include "http/peer.h"
#include "http/visit.h"

static const char foreign[] = "Only this site's own pages, listed sites and programs may ask here.";

/* A browser says where its page is from; a program says nothing. Others could reach a server behind a firewall. */
static bool is_foreign(const gp_visit *visit, const gp_request *request)
{
    gp_str origin = gp_request_header(request, "Origin");

    return origin.size > 0 && !gp_cors_listed(visit->page.site, origin) &&
           !gp_peer_own_origin(origin, gp_request_header(request, "Host"), visit->page.base_url);
}

void gp_handle_mcp(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_page page = gp_visit_whole_page(visit, request);
    gp_mcp mcp = {.store = visit->store,
                  .searcher = visit->searcher,
                  .book = visit->book,
                  .page = &page,
                  .day = gp_visit_day(visit),
                  .arena = visit->arena};
    gp_mcp_headers headers = {.version = gp_request_header(request, "MCP-Protocol-Version"),
                              .method = gp_request_header(request, "Mcp-Method"),
                              .name = gp_request_header(request, "Mcp-Name")};

    response->no_store = true;
    if (is_foreign(visit, request)) {
        gp_visit_refuse(&visit->page, request->path, 403, foreign, response);
        return;
    }
    if (visit->searcher == NULL) {
        gp_visit_error(&visit->page, request->path, 503, response);
        return;
    }
    response->status = gp_mcp_answer(&mcp, request->body, &headers, &response->body);
    response->content_type = response->status == 202 ? NULL : "application/json";
    if (response->body.status != GP_OK)
        gp_visit_error(&visit->page, request->path, 500, response);
}
