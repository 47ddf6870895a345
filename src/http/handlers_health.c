/* handlers_health.c - is the process alive, and is there an index to search? */
#include "http/visit.h"

static void say(gp_response *response, int status, const char *text)
{
    response->status = status;
    response->content_type = "text/plain; charset=utf-8";
    response->no_store = true;
    gp_buf_add_text(&response->body, text);
}

void gp_handle_livez(gp_visit *visit, const gp_request *request, gp_response *response)
{
    (void)visit;
    (void)request;
    say(response, 200, "ok\n");
}

void gp_handle_readyz(gp_visit *visit, const gp_request *request, gp_response *response)
{
    (void)request;
    if (visit->store != NULL)
        say(response, 200, "ok\n");
    else
        say(response, 503, "no index\n");
}
