/* handlers_files.c - what pages load: style sheets, scripts, icon, logo. */
#include "http/visit.h"

#include "view/asset.h"

/* A page names its assets with their version: the address changes when the bytes do. */
static const char for_ever[] = "public, max-age=31536000, immutable";
static const char for_an_hour[] = "public, max-age=3600";

static bool accepts_gzip(const gp_request *request)
{
    gp_str list = gp_request_header(request, "Accept-Encoding");

    return gp_str_find(list, GP_STR("gzip"), 0) < list.size &&
           gp_str_find(list, GP_STR("gzip;q=0"), 0) == list.size;
}

static void send_asset(gp_visit *visit, const gp_request *request, gp_str name, const char *keep,
                       gp_response *response)
{
    gp_asset asset;
    gp_status status = gp_asset_find(name, visit->page.web_folder, visit->arena, &asset);
    bool packed;

    if (status != GP_OK) {
        gp_visit_error(&visit->page, request->path, gp_visit_status(status), response);
        return;
    }
    packed = asset.gzip.size > 0 && accepts_gzip(request);
    gp_response_header(response, "Cache-Control", gp_str_of(keep));
    gp_response_header(response, "ETag", asset.etag);
    if (packed)
        gp_response_header(response, "Content-Encoding", GP_STR("gzip"));
    response->content_type = asset.mime;
    gp_buf_add(&response->body, packed ? asset.gzip : asset.bytes);
    if (response->body.status != GP_OK)
        gp_visit_error(&visit->page, request->path, 500, response);
}

/* What the index brings along: the site's colors and logo. False: it has none of that name. */
static bool add_of_site(const gp_visit *visit, gp_response *response)
{
    const gp_site *site = visit->page.site;

    if (gp_str_equal(visit->parameter, GP_STR("theme.css")) && gp_view_has_theme(site)) {
        gp_view_theme(&response->body, &site->theme);
        response->content_type = "text/css; charset=utf-8";
        return true;
    }
    if (gp_str_equal(visit->parameter, GP_STR("logo.png")) && site->logo.bytes.size > 0) {
        gp_buf_add(&response->body, site->logo.bytes);
        response->content_type = "image/png";
        return true;
    }
    return false;
}

void gp_handle_asset(gp_visit *visit, const gp_request *request, gp_response *response)
{
    /* without a version in its address, or from a designer's folder, an asset may change */
    bool lasting = request->query.size > 0 && visit->page.web_folder == NULL;

    if (add_of_site(visit, response)) {
        gp_response_header(response, "Cache-Control", gp_str_of(lasting ? for_ever : for_an_hour));
        return;
    }
    if (gp_str_equal(visit->parameter, GP_STR("preview.js")) && !visit->page.preview) {
        gp_visit_error(&visit->page, request->path, 404, response);
        return;
    }
    send_asset(visit, request, visit->parameter, lasting ? for_ever : for_an_hour, response);
}

/* What other sites load: its address stays the same, so it is asked about again. */
void gp_handle_embed(gp_visit *visit, const gp_request *request, gp_response *response)
{
    send_asset(visit, request, GP_STR("embed.js"), for_an_hour, response);
}

void gp_handle_icon(gp_visit *visit, const gp_request *request, gp_response *response)
{
    send_asset(visit, request, GP_STR("icon.svg"), for_an_hour, response);
}
