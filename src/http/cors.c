#include "http/cors.h"

static const char *const shared[] = {"/api/v1/search", "/api/v1/suggest", "/api/v1/feedback",
                                     "/embed.js"};

/* Seconds that a browser may remember a preflight: no browser keeps it longer. */
static const char remembered[] = "7200";

bool gp_cors_path(gp_str path)
{
    for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++) {
        if (gp_str_equal(path, gp_str_of(shared[i])))
            return true;
    }
    return false;
}

bool gp_cors_listed(const gp_site *site, gp_str origin)
{
    for (size_t i = 0; i < site->allowed_origins.count; i++) {
        if (gp_str_equal(site->allowed_origins.items[i], origin))
            return true;
    }
    return false;
}

static void add_header(gp_response *response, const char *name, gp_str value)
{
    gp_buf_printf(&response->headers, "%s: %.*s\r\n", name, GP_STR_ARGS(value));
}

void gp_cors_apply(const gp_site *site, const gp_request *request, gp_str methods,
                   gp_response *response)
{
    gp_str origin = gp_request_header(request, "Origin");

    if (!gp_cors_path(request->path))
        return;
    response->by_origin = true;
    if (!gp_cors_listed(site, origin))
        return;
    response->for_others = true;
    add_header(response, "Access-Control-Allow-Origin", origin);
    if (request->method != GP_METHOD_OPTIONS)
        return;
    add_header(response, "Access-Control-Allow-Methods", methods);
    add_header(response, "Access-Control-Allow-Headers", GP_STR("Content-Type"));
    add_header(response, "Access-Control-Max-Age", gp_str_of(remembered));
}
