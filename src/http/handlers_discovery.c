/* handlers_discovery.c - site map, feeds, llms.txt, robots.txt, OpenSearch: for programs that come by themselves.
 *
 * Addresses: of the site where it says its own (base_url), else of the host that was asked, which the guard has
 *            looked at.
 */
#include "http/visit.h"

#include "view/discovery.h"

static const char for_an_hour[] = "public, max-age=3600";

static void refuse(const gp_visit *visit, const gp_request *request, gp_status status,
                   gp_response *response)
{
    gp_visit_error(&visit->page, request->path, gp_visit_status(status), response);
}

static void finish(const gp_visit *visit, const gp_request *request, const char *type,
                   gp_response *response)
{
    response->content_type = type;
    if (response->body.status != GP_OK)
        refuse(visit, request, response->body.status, response);
}

/* False when there is none to read; the response then says so. */
static bool read_documents(const gp_visit *visit, const gp_request *request,
                           gp_document_lines *documents, gp_response *response)
{
    gp_status status = visit->store != NULL ? gp_visit_documents(visit, documents) : GP_BUSY;

    if (status == GP_OK)
        gp_visit_revalidate(visit, 0, response);
    else
        refuse(visit, request, status, response);
    return status == GP_OK;
}

/* ---- site map and lists --------------------------------------------------------------------- */

void gp_handle_sitemap(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_page page = gp_visit_whole_page(visit, request);
    gp_document_lines documents;

    if (!read_documents(visit, request, &documents, response))
        return;
    gp_view_sitemap(&response->body, &page, &documents, gp_sitemap_most(&page, &documents));
    finish(visit, request, "application/xml", response);
}

/* /sitemaps/2.xml */
void gp_handle_sitemap_file(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_page page = gp_visit_whole_page(visit, request);
    gp_str name = visit->parameter;
    gp_document_lines documents;
    gp_status status = GP_NOT_FOUND;
    size_t number;

    if (!read_documents(visit, request, &documents, response))
        return;
    if (gp_str_ends(name, GP_STR(".xml")) &&
        gp_str_to_size(gp_str_slice(name, 0, name.size - 4), 1000000, &number))
        status = gp_view_sitemap_file(&response->body, &page, &documents,
                                      gp_sitemap_most(&page, &documents), number);
    if (status != GP_OK)
        refuse(visit, request, status, response);
    else
        finish(visit, request, "application/xml", response);
}

void gp_handle_llms(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_page page = gp_visit_whole_page(visit, request);
    gp_document_lines documents;

    if (!read_documents(visit, request, &documents, response))
        return;
    gp_view_llms(&response->body, &page, &documents);
    finish(visit, request, "text/plain; charset=utf-8", response);
}

void gp_handle_robots(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_page page = gp_visit_whole_page(visit, request);

    gp_response_header(response, "Cache-Control", gp_str_of(for_an_hour));
    gp_view_robots(&response->body, &page);
    finish(visit, request, "text/plain; charset=utf-8", response);
}

/* ---- feeds ---------------------------------------------------------------------------------- */

/* The newest articles with their sections. */
static gp_status read_feed(const gp_visit *visit, const gp_document_lines *documents, gp_feed *feed)
{
    gp_status status = gp_feed_choose(documents, visit->arena, feed);
    gp_str moved_to;

    for (size_t i = 0; i < feed->count && status == GP_OK; i++) {
        gp_document *document = gp_arena_alloc(visit->arena, sizeof *document);
        if (document == NULL)
            return GP_NO_MEMORY;
        status = gp_store_document(visit->store, feed->items[i].line->slug, visit->arena, document,
                                   &moved_to, NULL);
        feed->items[i].document = document;
    }
    return status;
}

typedef void feed_fn(gp_buf *out, const gp_page *page, const gp_feed *feed);

static void send_feed(gp_visit *visit, const gp_request *request, feed_fn *write, const char *type,
                      gp_response *response)
{
    gp_page page = gp_visit_whole_page(visit, request);
    gp_document_lines documents;
    gp_feed feed;
    gp_status status;

    if (!read_documents(visit, request, &documents, response))
        return;
    status = read_feed(visit, &documents, &feed);
    if (status != GP_OK) {
        refuse(visit, request, status, response);
        return;
    }
    write(&response->body, &page, &feed);
    finish(visit, request, type, response);
}

void gp_handle_atom(gp_visit *visit, const gp_request *request, gp_response *response)
{
    send_feed(visit, request, gp_view_atom, "application/atom+xml; charset=utf-8", response);
}

void gp_handle_json_feed(gp_visit *visit, const gp_request *request, gp_response *response)
{
    send_feed(visit, request, gp_view_json_feed, "application/feed+json", response);
}

/* ---- OpenSearch ----------------------------------------------------------------------------- */

void gp_handle_opensearch(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_page page = gp_visit_whole_page(visit, request);

    gp_response_header(response, "Cache-Control", gp_str_of(for_an_hour));
    gp_view_opensearch(&response->body, &page);
    finish(visit, request, "application/opensearchdescription+xml", response);
}

/* Only where the site says so: a browser sends every letter typed into its address bar. */
void gp_handle_suggestions(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_page page = gp_visit_whole_page(visit, request);
    gp_suggest_request suggest = {.today = gp_visit_day(visit)};
    gp_suggest_list list;
    gp_status status = GP_NOT_FOUND;

    response->no_store = true;
    if (page.site->opensearch && visit->searcher == NULL)
        status = GP_BUSY;
    else if (page.site->opensearch) {
        (void)gp_form_value(request->query, "q", visit->arena, &suggest.typed);
        status = gp_suggest(visit->suggestions, gp_searcher_tokenizer(visit->searcher), &suggest,
                            visit->arena, &list);
    }
    if (status != GP_OK) {
        refuse(visit, request, status, response);
        return;
    }
    gp_view_opensearch_suggestions(&response->body, &page, &list);
    finish(visit, request, "application/x-suggestions+json", response);
}
