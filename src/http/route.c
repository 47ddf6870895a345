#include "http/route.h"

#define GET  (1u << GP_METHOD_GET | 1u << GP_METHOD_HEAD | 1u << GP_METHOD_OPTIONS)
#define POST (1u << GP_METHOD_POST | 1u << GP_METHOD_OPTIONS)

static const gp_route routes[] = {
    {"/", GET, true, false, gp_handle_home},
    {"/search", GET | POST, true, false, gp_handle_results},
    {"/a/", GET, true, false, gp_handle_article},
    {"/browse/", GET, true, false, gp_handle_browse},
    {"/api/v1/search", GET | POST, true, false, gp_handle_api_search},
    {"/api/v1/suggest", GET | POST, true, false, gp_handle_api_suggest},
    {"/api/v1/feedback", POST, false, true, gp_handle_api_feedback},
    {"/feedback", POST, false, true, gp_handle_feedback},
    {"/api/v1/sections/", GET, true, false, gp_handle_api_section},
    {"/assets/", GET, false, false, gp_handle_asset},
    {"/embed.js", GET, false, false, gp_handle_embed},
    {"/favicon.ico", GET, false, false, gp_handle_icon},
    {"/robots.txt", GET, false, false, gp_handle_robots},
    {"/llms.txt", GET, true, false, gp_handle_llms},
    {"/sitemap.xml", GET, true, false, gp_handle_sitemap},
    {"/sitemaps/", GET, true, false, gp_handle_sitemap_file},
    {"/feed.atom", GET, true, false, gp_handle_atom},
    {"/feed.json", GET, true, false, gp_handle_json_feed},
    {"/opensearch.xml", GET, false, false, gp_handle_opensearch},
    {"/suggest.json", GET, true, false, gp_handle_suggestions},
    {"/livez", GET, false, false, gp_handle_livez},
    {"/readyz", GET, false, false, gp_handle_readyz},
    {"/healthz", GET, false, false, gp_handle_readyz},
};

const gp_route *gp_routes(size_t *count)
{
    *count = sizeof routes / sizeof routes[0];
    return routes;
}

const gp_route *gp_route_find(gp_str path, gp_str *rest)
{
    *rest = (gp_str){NULL, 0};
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        gp_str pattern = gp_str_of(routes[i].path);
        if (gp_str_equal(path, pattern) &&
            (pattern.size == 1 || !gp_str_ends(pattern, GP_STR("/"))))
            return &routes[i];
        if (pattern.size > 1 && gp_str_ends(pattern, GP_STR("/")) && gp_str_starts(path, pattern) &&
            path.size > pattern.size) {
            *rest = gp_str_slice(path, pattern.size, path.size);
            return &routes[i];
        }
    }
    return NULL;
}

const gp_route *gp_route_moved(void)
{
    static const gp_route moved = {"/", GET, true, false, gp_handle_moved};

    return &moved;
}

void gp_route_methods(const gp_route *route, gp_buf *buf)
{
    static const struct {
        gp_method method;
        const char *name;
    } names[] = {{GP_METHOD_GET, "GET"},
                 {GP_METHOD_HEAD, "HEAD"},
                 {GP_METHOD_POST, "POST"},
                 {GP_METHOD_OPTIONS, "OPTIONS"}};
    size_t before = buf->size;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if ((route->methods & 1u << names[i].method) == 0)
            continue;
        gp_buf_add_text(buf, buf->size > before ? ", " : "");
        gp_buf_add_text(buf, names[i].name);
    }
}
