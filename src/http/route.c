#include "http/route.h"

#define GET  (1u << GP_METHOD_GET | 1u << GP_METHOD_HEAD | 1u << GP_METHOD_OPTIONS)
#define POST (1u << GP_METHOD_POST | 1u << GP_METHOD_OPTIONS)

/* A page or file for everybody. */
#define OPEN(where, how, does_search, does_write, handles)                                         \
    {                                                                                              \
        .path = (where), .methods = (how), .searches = (does_search), .writes = (does_write),      \
        .handler = (handles)                                                                       \
    }
/* A page of the desk: its session is looked up on the disk, so it is limited as what writes. */
#define DESK(where, how, role, handles)                                                            \
    {                                                                                              \
        .path = (where), .methods = (how), .writes = true, .handler = (handles), .least = (role),  \
        .form = ((how)&1u << GP_METHOD_POST) != 0, .exact = true                                   \
    }

/* The same for all that is below an address. */
#define DESK_BELOW(where, how, role, handles)                                                      \
    {                                                                                              \
        .path = (where), .methods = (how), .writes = true, .handler = (handles), .least = (role),  \
        .form = ((how)&1u << GP_METHOD_POST) != 0                                                  \
    }

/* A page of the desk that searches what staff may read: let in as the others, answered by the pool. */
#define DESK_SEARCH(where, how, handles)                                                           \
    {                                                                                              \
        .path = (where), .methods = (how), .searches = true, .writes = true, .handler = (handles), \
        .least = GP_AS_STAFF, .form = ((how)&1u << GP_METHOD_POST) != 0, .exact = true             \
    }

/* The same of what visitors search, for those who write; with `does_read`, with rows of the desk's file. */
#define DESK_GAPS(where, how, does_read, handles)                                                  \
    {                                                                                              \
        .path = (where), .methods = (how), .searches = true, .writes = true, .handler = (handles), \
        .least = GP_AS_EDITOR, .form = ((how)&1u << GP_METHOD_POST) != 0, .rows = (does_read),     \
        .exact = true                                                                              \
    }

static const gp_route routes[] = {
    OPEN("/", GET, true, false, gp_handle_home),
    OPEN("/search", GET | POST, true, false, gp_handle_results),
    OPEN("/a/", GET, true, false, gp_handle_article),
    OPEN("/browse/", GET, true, false, gp_handle_browse),
    OPEN("/api/v1/search", GET | POST, true, false, gp_handle_api_search),
    OPEN("/api/v1/suggest", GET | POST, true, false, gp_handle_api_suggest),
    OPEN("/api/v1/feedback", POST, false, true, gp_handle_api_feedback),
    OPEN("/feedback", POST, false, true, gp_handle_feedback),
    OPEN("/api/v1/sections/", GET, true, false, gp_handle_api_section),
    OPEN("/mcp", POST, true, false, gp_handle_mcp),
    OPEN("/assets/", GET, false, false, gp_handle_asset),
    OPEN("/embed.js", GET, false, false, gp_handle_embed),
    OPEN("/favicon.ico", GET, false, false, gp_handle_icon),
    OPEN("/robots.txt", GET, false, false, gp_handle_robots),
    OPEN("/llms.txt", GET, true, false, gp_handle_llms),
    OPEN("/sitemap.xml", GET, true, false, gp_handle_sitemap),
    OPEN("/sitemaps/", GET, true, false, gp_handle_sitemap_file),
    OPEN("/feed.atom", GET, true, false, gp_handle_atom),
    OPEN("/feed.json", GET, true, false, gp_handle_json_feed),
    OPEN("/opensearch.xml", GET, false, false, gp_handle_opensearch),
    OPEN("/suggest.json", GET, true, false, gp_handle_suggestions),
    OPEN("/livez", GET, false, false, gp_handle_livez),
    OPEN("/readyz", GET, false, false, gp_handle_readyz),
    OPEN("/healthz", GET, false, false, gp_handle_readyz),
    DESK("/desk", GET, GP_AS_STAFF, gp_handle_desk),
    DESK("/desk/", GET, GP_AS_STAFF, gp_handle_desk),
    DESK_SEARCH("/desk/search", POST, gp_handle_desk_search),
    DESK_BELOW("/desk/section/", GET | POST, GP_AS_STAFF, gp_handle_desk_section),
    DESK_GAPS("/desk/questions", GET, true, gp_handle_desk_questions),
    DESK_GAPS("/desk/questions/lines", POST, false, gp_handle_desk_question_lines),
    DESK("/desk/questions/state", POST, GP_AS_EDITOR, gp_handle_desk_question_state),
    DESK_GAPS("/desk/votes", GET, true, gp_handle_desk_votes),
    DESK("/desk/review", GET, GP_AS_EDITOR, gp_handle_review),
    DESK("/desk/review.ics", GET, GP_AS_EDITOR, gp_handle_review_calendar),
    DESK_BELOW("/desk/review/", GET | POST, GP_AS_EDITOR, gp_handle_review_section),
    DESK("/desk/sign-in", GET | POST, GP_AS_VISITOR, gp_handle_sign_in),
    DESK("/desk/sign-out", POST, GP_AS_STAFF, gp_handle_sign_out),
    DESK("/desk/sign-out-everywhere", POST, GP_AS_STAFF, gp_handle_sign_out_everywhere),
    DESK("/desk/password", GET | POST, GP_AS_STAFF, gp_handle_password),
    DESK("/desk/accounts", GET | POST, GP_AS_ADMIN, gp_handle_accounts),
    DESK("/desk/audit", GET, GP_AS_ADMIN, gp_handle_audit),
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
        bool prefix = pattern.size > 1 && gp_str_ends(pattern, GP_STR("/")) && !routes[i].exact;
        if (gp_str_equal(path, pattern) && !prefix)
            return &routes[i];
        if (prefix && gp_str_starts(path, pattern) && path.size > pattern.size) {
            *rest = gp_str_slice(path, pattern.size, path.size);
            return &routes[i];
        }
    }
    return NULL;
}

bool gp_route_of_desk(const gp_route *route)
{
    return route->least > GP_AS_VISITOR || route->form;
}

const gp_route *gp_route_moved(void)
{
    static const gp_route moved = OPEN("/", GET, true, false, gp_handle_moved);

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
