/* handlers_api.c - the JSON API: search, suggestions, one section. */
#include "http/count.h"
#include "http/json_body.h"
#include "http/visit.h"

#include "search/related.h"

#include <stdint.h>
#include <string.h>

static const char JSON[] = "application/json";

enum {
    HITS_MAX = 50,
    OFFSET_MAX = 10000
};

static void finish(const gp_visit *visit, const gp_request *request, gp_response *response)
{
    response->content_type = JSON;
    response->no_store = true;
    if (response->body.status != GP_OK)
        gp_visit_error(&visit->page, request->path, 500, response);
}

/* ---- search ------------------------------------------------------------------------------- */

static size_t form_number(const gp_visit *visit, gp_str form, const char *name, size_t max)
{
    gp_str text;
    size_t number;

    if (gp_form_value(form, name, visit->arena, &text) && gp_str_to_size(text, max, &number))
        return number;
    return 0;
}

static gp_str form_text(const gp_visit *visit, gp_str form, const char *name)
{
    gp_str text = {NULL, 0};

    (void)gp_form_value(form, name, visit->arena, &text);
    return text;
}

/* as=typed: no spelling is corrected. */
static bool is_typed(gp_str as)
{
    return gp_str_equal(as, GP_STR("typed"));
}

static void read_query(const gp_visit *visit, gp_str form, gp_search_request *search)
{
    search->question = form_text(visit, form, "q");
    search->tag = form_text(visit, form, "tag");
    search->kind = form_text(visit, form, "kind");
    search->limit = form_number(visit, form, "limit", HITS_MAX);
    search->offset = form_number(visit, form, "offset", OFFSET_MAX);
    search->as_typed = is_typed(form_text(visit, form, "as"));
    search->explain = form_number(visit, form, "explain", 1) == 1;
    search->draft = form_number(visit, form, "draft", 1) == 1;
}

static gp_str json_text(const gp_visit *visit, const json_t *object, const char *key)
{
    return gp_json_body_text(object, key, visit->arena);
}

static size_t json_size(const json_t *object, const char *key, json_int_t max)
{
    const json_t *value = json_object_get(object, key);
    json_int_t number = json_is_integer(value) ? json_integer_value(value) : 0;

    if (number < 0)
        return 0;
    return (size_t)(number > max ? max : number);
}

/* draft: 1, "1" or true. */
static bool json_draft(const json_t *object)
{
    const json_t *value = json_object_get(object, "draft");

    return json_is_true(value) || (json_is_integer(value) && json_integer_value(value) == 1) ||
           (json_is_string(value) && strcmp(json_string_value(value), "1") == 0);
}

/* False when the body is no JSON object. */
static bool read_body(const gp_visit *visit, gp_str body, gp_search_request *search)
{
    json_t *object = gp_json_body(body);
    bool ok = object != NULL;

    if (ok) {
        search->question = json_text(visit, object, "q");
        search->tag = json_text(visit, object, "tag");
        search->kind = json_text(visit, object, "kind");
        search->limit = json_size(object, "limit", HITS_MAX);
        search->offset = json_size(object, "offset", OFFSET_MAX);
        search->as_typed = is_typed(json_text(visit, object, "as"));
        search->explain = json_size(object, "explain", 1) == 1;
        search->draft = json_draft(object);
    }
    json_decref(object);
    return ok;
}

/* What a score is made of is for whoever runs the site: asked on this machine, and not through a proxy,
 * behind which every visitor seems to be on this machine. */
static bool asked_here(const gp_request *request)
{
    return (gp_str_starts(request->peer, GP_STR("127.")) ||
            gp_str_equal(request->peer, GP_STR("::1"))) &&
           gp_request_header(request, "X-Forwarded-For").size == 0 &&
           gp_request_header(request, "Forwarded").size == 0;
}

void gp_handle_api_search(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_search_request search = {.today = gp_visit_day(visit), .book = visit->book};
    gp_results results;
    gp_status status;

    response->no_store = true;
    if (request->method == GP_METHOD_POST && !read_body(visit, request->body, &search)) {
        gp_visit_error(&visit->page, request->path, 400, response);
        return;
    }
    if (request->method != GP_METHOD_POST)
        read_query(visit, request->query, &search);
    search.explain = search.explain && asked_here(request);
    if (visit->searcher == NULL) {
        gp_visit_error(&visit->page, request->path, 503, response);
        return;
    }
    status = gp_search(visit->searcher, &search, visit->arena, &results, NULL);
    if (status != GP_OK) {
        gp_visit_error(&visit->page, request->path, gp_visit_status(status), response);
        return;
    }
    gp_count_question(visit, request, &search, &results);
    gp_view_results_json(&response->body, &search, &results);
    finish(visit, request, response);
}

/* ---- suggestions -------------------------------------------------------------------------- */

/* False when the body is no JSON object. */
static bool read_typed(const gp_visit *visit, const gp_request *request,
                       gp_suggest_request *suggest)
{
    json_t *object;
    bool ok;

    if (request->method != GP_METHOD_POST) {
        suggest->typed = form_text(visit, request->query, "q");
        suggest->limit = form_number(visit, request->query, "limit", SIZE_MAX);
        return true;
    }
    object = gp_json_body(request->body);
    ok = object != NULL;
    if (ok) {
        suggest->typed = json_text(visit, object, "q");
        suggest->limit = json_size(object, "limit", GP_SUGGEST_LIMIT_MAX);
    }
    json_decref(object);
    return ok;
}

void gp_handle_api_suggest(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_suggest_request suggest = {.today = gp_visit_day(visit)};
    gp_suggest_list list;
    gp_status status;

    response->no_store = true;
    if (!read_typed(visit, request, &suggest)) {
        gp_visit_error(&visit->page, request->path, 400, response);
        return;
    }
    if (visit->searcher == NULL) {
        gp_visit_error(&visit->page, request->path, 503, response);
        return;
    }
    status = gp_suggest(visit->suggestions, gp_searcher_tokenizer(visit->searcher), &suggest,
                        visit->arena, &list);
    if (status != GP_OK) {
        gp_visit_error(&visit->page, request->path, gp_visit_status(status), response);
        return;
    }
    gp_view_suggest_json(&response->body, &list);
    finish(visit, request, response);
}

/* ---- one section -------------------------------------------------------------------------- */

/* The id behind /api/v1/sections/: "slug/anchor", or "slug" for the article's own section. */
static gp_str section_id(const gp_visit *visit)
{
    gp_str rest = visit->parameter;
    size_t slash = gp_str_find_byte(rest, '/', 0);

    if (slash >= rest.size)
        return rest;
    return gp_arena_printf(visit->arena, "%.*s#%.*s", (int)slash, rest.data,
                           (int)(rest.size - slash - 1), rest.data + slash + 1);
}

void gp_handle_api_section(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_stored_section section = {0};
    gp_related_list related;
    gp_document document;
    gp_str moved_to;
    gp_handle handle;
    gp_status status = GP_BUSY; /* there is no index yet */

    if (visit->store != NULL)
        status = gp_store_find(visit->store, section_id(visit), &handle);
    if (status == GP_OK)
        status = gp_store_fetch(visit->store, &handle, 1, false, visit->arena, &section, NULL);
    if (status == GP_OK)
        status =
            gp_store_document(visit->store, section.slug, visit->arena, &document, &moved_to, NULL);
    if (status == GP_OK && gp_visit_hidden(visit, &document))
        status = GP_NOT_FOUND;
    if (status == GP_OK)
        status = gp_related_to_section(visit->store, handle, gp_visit_day(visit), visit->arena,
                                       &related, NULL);
    if (status == GP_OK)
        status = gp_visit_judge(visit, &section.section, 1);
    if (status != GP_OK) {
        gp_visit_error(&visit->page, request->path, gp_visit_status(status), response);
        return;
    }
    gp_view_section_json(&response->body, &section, &related, visit->page.today);
    finish(visit, request, response);
}
