#include "http/visit.h"

#include "base/clock.h"
#include "http/generation.h"
#include "http/reply.h"
#include "view/desk/desk.h"

#include <string.h>

int gp_visit_status(gp_status status)
{
    switch (status) {
    case GP_NOT_FOUND:
    case GP_INVALID:
        return 404;
    case GP_BUSY:
    case GP_TIMEOUT:
    case GP_NO_MEMORY:
        return 503;
    case GP_CONFLICT:
        return 409;
    default:
        return 500;
    }
}

void gp_response_header(gp_response *response, const char *name, gp_str value)
{
    gp_buf_add_text(&response->headers, name);
    gp_buf_add_text(&response->headers, ": ");
    gp_buf_add(&response->headers, value);
    gp_buf_add_text(&response->headers, "\r\n");
}

static bool for_programs(gp_str path)
{
    return gp_str_starts(path, GP_STR("/api/")) || gp_str_starts(path, GP_STR("/1/")) ||
           gp_str_equal(path, GP_STR("/mcp"));
}

/* What a visitor can do about it; said by the problem document too. */
static const char *advice(int status)
{
    switch (status) {
    case 400:
        return "The request could not be understood; see the API's description.";
    case 403:
        return "Only this site's own pages may send that.";
    case 404:
        return "There is nothing at this address.";
    case 405:
        return "This address does not take that method; see the Allow header.";
    case 413:
        return "The body is larger than 8 KiB.";
    case 415:
        return "Send application/x-www-form-urlencoded here.";
    case 429:
        return "Too many requests from one address; try again after the time in Retry-After.";
    case 503:
        return "Not ready to answer; try again after the time in Retry-After.";
    default:
        return "The request was refused.";
    }
}

void gp_visit_refuse(const gp_page *page, gp_str path, int status, const char *detail,
                     gp_response *response)
{
    /* where the site cannot help, help comes first; a mistyped address is no alarm */
    bool trouble = status == 429 || status >= 500;
    const gp_notice *notice =
        trouble && page->site->notices.count > 0 ? &page->site->notices.items[0] : NULL;

    gp_buf_reset(&response->body);
    response->status = status;
    response->no_store = true;
    if (status == 429 || status == 503)
        gp_response_header(response, "Retry-After", GP_STR("2"));
    if (for_programs(path)) {
        response->content_type = "application/problem+json";
        gp_view_problem_json(&response->body, status, gp_reply_reason(status), detail);
        return;
    }
    response->content_type = "text/html; charset=utf-8";
    if (gp_str_equal(path, GP_STR("/desk")) || gp_str_starts(path, GP_STR("/desk/")))
        gp_view_desk_error(&response->body, page, status, gp_str_of(detail));
    else
        gp_view_error(&response->body, page, status, notice);
}

void gp_visit_error(const gp_page *page, gp_str path, int status, gp_response *response)
{
    gp_visit_refuse(page, path, status, advice(status), response);
}

void gp_visit_end_page(const gp_visit *visit, const gp_request *request, gp_response *response)
{
    response->content_type = "text/html; charset=utf-8";
    if (response->body.status != GP_OK)
        gp_visit_error(&visit->page, request->path, 500, response);
}

bool gp_visit_posts_form(const gp_request *request)
{
    gp_str type = gp_request_header(request, "Content-Type");

    return gp_str_equal_nocase(gp_str_trim(gp_str_slice(type, 0, gp_str_find_byte(type, ';', 0))),
                               GP_STR("application/x-www-form-urlencoded"));
}

bool gp_visit_hidden(const gp_visit *visit, const gp_document *document)
{
    int32_t day;

    if (visit->page.preview)
        return false;
    if (gp_date_parse(document->publish_on, &day) && day > visit->page.today)
        return true;
    return gp_date_parse(document->expires_on, &day) && day <= visit->page.today;
}

int32_t gp_visit_day(const gp_visit *visit)
{
    return visit->page.preview ? 0 : visit->page.today;
}

gp_status gp_visit_article(const gp_visit *visit, gp_str slug, gp_document *document)
{
    gp_str moved_to;
    gp_status status =
        gp_store_document(visit->store, slug, visit->arena, document, &moved_to, NULL);

    if (status == GP_OK && (moved_to.size > 0 || gp_visit_hidden(visit, document)))
        status = GP_NOT_FOUND;
    return status;
}

gp_status gp_visit_documents(const gp_visit *visit, gp_document_lines *documents)
{
    gp_status status = gp_store_documents(visit->store, visit->arena, documents, NULL);
    size_t kept = 0;

    if (status != GP_OK)
        return status;
    for (size_t i = 0; i < documents->count; i++) {
        const gp_document_line *line = &documents->items[i];
        if (visit->page.preview ||
            (line->publish_on <= visit->page.today && line->expires_on > visit->page.today))
            documents->items[kept++] = *line;
    }
    documents->count = kept;
    return GP_OK;
}

gp_status gp_visit_judge(const gp_visit *visit, gp_section *sections, size_t count)
{
    for (size_t i = 0; i < count; i++)
        gp_book_judge(visit->book, &sections[i], visit->arena);
    return visit->arena->failed ? GP_NO_MEMORY : GP_OK;
}

uint64_t gp_visit_words(const gp_visit *visit)
{
    return visit->book != NULL ? visit->book->version : 0;
}

void gp_visit_revalidate(const gp_visit *visit, uint64_t also, gp_response *response)
{
    gp_str generation = gp_store_generation(visit->store);
    gp_str etag = gp_arena_printf(visit->arena, "W/\"%.*s-%.*s-%d-%llx\"", 16,
                                  generation.size >= 16 ? generation.data : "0000000000000000",
                                  GP_STR_ARGS(visit->page.asset_version), (int)visit->page.today,
                                  (unsigned long long)also);

    gp_response_header(response, "Cache-Control", GP_STR("no-cache"));
    gp_response_header(response, "ETag", etag);
}

gp_page gp_visit_whole_page(const gp_visit *visit, const gp_request *request)
{
    gp_page page = visit->page;

    if (page.base_url.size == 0)
        page.base_url = gp_arena_printf(visit->arena, "http://%.*s",
                                        GP_STR_ARGS(gp_request_header(request, "Host")));
    return page;
}

gp_status gp_visit_staff_store(const gp_visit *visit, gp_store **store)
{
    gp_store *staff;
    gp_error error;
    gp_status status = GP_BUSY;

    *store = NULL;
    if (visit->generation != NULL)
        status = gp_generation_for_staff(visit->generation, &staff, &error);
    return status == GP_OK ? gp_store_share(staff, store, &error) : status;
}
