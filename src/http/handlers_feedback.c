/* handlers_feedback.c - was this helpful? A vote from a page's form or from a script.
 *
 * Forgery:  a vote of another site's making is refused by Sec-Fetch-Site, or by Origin where a browser sends
 *           no such header; the site's allowed_origins may vote (cors.h). Pages of ours have "Origin: null"
 *           in forms, since they send no referrer; that a page of no origin might post one anonymous
 *           vote is worth less than those forms.
 * Forms:    civetweb's thread, not the pool: a slow disk must not hold what searches.
 */
#include "http/cors.h"
#include "http/json_body.h"
#include "http/keeper.h"
#include "http/peer.h"
#include "http/visit.h"

static const char bad_vote[] =
    "Send section (a text), helpful (true or false) and, if it did not help, reason: unclear, "
    "incomplete, wrong, outdated, not-my-question or too-long.";
static const char no_section[] = "There is no such section.";
static const char no_desk[] = "This server keeps no desk, so the vote was not kept.";
static const char damaged[] = "The desk is damaged, so the vote was not kept; searching goes on.";
static const char not_written[] =
    "The desk cannot be written now, so the vote was not kept; searching goes on.";

enum {
    HASH_PREFIX = 16 /* digits of the text's hash: enough to tell an older text */
};

/* ---- where it comes from ---------------------------------------------------------------------- */

static bool is_from_elsewhere(const gp_visit *visit, const gp_request *request)
{
    gp_str site = gp_request_header(request, "Sec-Fetch-Site");
    gp_str origin = gp_request_header(request, "Origin");

    if (gp_cors_listed(visit->page.site, origin))
        return false;
    if (site.size > 0)
        return !gp_str_equal(site, GP_STR("same-origin")) && !gp_str_equal(site, GP_STR("none"));
    return origin.size > 0 && !gp_str_equal(origin, GP_STR("null")) &&
           !gp_peer_own_origin(origin, gp_request_header(request, "Host"), visit->page.base_url);
}

/* ---- what it says ------------------------------------------------------------------------------ */

/* A reason says why something did not help; beside "it helped" it is left out. */
static bool set_reason(gp_str reason, gp_vote *vote)
{
    if (!gp_reason_parse(reason, &vote->reason))
        return false;
    if (vote->helpful)
        vote->reason = GP_REASON_NONE;
    return true;
}

static bool read_object(const gp_visit *visit, const json_t *object, gp_vote *vote)
{
    const json_t *helpful = json_object_get(object, "helpful");
    const json_t *reason = json_object_get(object, "reason");

    vote->section = gp_json_body_text(object, "section", visit->arena);
    if (vote->section.size == 0 || !json_is_boolean(helpful) ||
        (reason != NULL && !json_is_null(reason) && !json_is_string(reason)))
        return false;
    vote->helpful = json_is_true(helpful);
    return set_reason(gp_json_body_text(object, "reason", visit->arena), vote);
}

static bool read_json(const gp_visit *visit, gp_str body, gp_vote *vote)
{
    json_t *object = gp_json_body(body);
    bool ok = object != NULL && read_object(visit, object, vote);

    json_decref(object);
    return ok;
}

static bool read_form(const gp_visit *visit, gp_str body, gp_vote *vote)
{
    gp_str helpful, reason;

    if (!gp_form_value(body, "section", visit->arena, &vote->section) || vote->section.size == 0 ||
        !gp_form_value(body, "helpful", visit->arena, &helpful))
        return false;
    vote->helpful = gp_str_equal(helpful, GP_STR("yes"));
    if (!vote->helpful && !gp_str_equal(helpful, GP_STR("no")))
        return false;
    (void)gp_form_value(body, "reason", visit->arena, &reason);
    return set_reason(reason, vote);
}

/* ---- what it is about -------------------------------------------------------------------------- */

static gp_status find_section(const gp_visit *visit, gp_store *store, gp_str id,
                              gp_stored_section *section)
{
    gp_document document;
    gp_str moved_to;
    gp_handle handle;
    gp_status status = gp_store_find(store, id, &handle);

    if (status == GP_OK)
        status = gp_store_fetch(store, &handle, 1, true, visit->arena, section, NULL);
    if (status == GP_OK)
        status = gp_store_document(store, section->slug, visit->arena, &document, &moved_to, NULL);
    if (status == GP_OK && gp_visit_hidden(visit, &document))
        status = GP_NOT_FOUND;
    return status;
}

/* On a store of this request's own: the generation's may be in use by others. */
static gp_status look_up(const gp_visit *visit, gp_str id, gp_stored_section *section)
{
    gp_store *store;
    gp_status status = GP_BUSY; /* there is no index yet */

    if (visit->store != NULL)
        status = gp_store_share(visit->store, &store, NULL);
    if (visit->store == NULL || status != GP_OK)
        return status;
    status = find_section(visit, store, id, section);
    gp_store_close(store);
    return status;
}

/* ---- keeping it -------------------------------------------------------------------------------- */

static gp_status keep(const gp_visit *visit, const gp_vote *vote)
{
    gp_error error;
    gp_status status = gp_desk_vote(visit->desk, visit->visitor, vote, &error);

    if (status != GP_BUSY) /* that many vote at once says nothing about the desk */
        gp_keeper_tell(visit->desk, status, &error);
    return status;
}

/* False when the request was refused, and the response says so. */
static bool cast_vote(const gp_visit *visit, const gp_request *request, gp_vote *vote,
                      gp_stored_section *section, gp_response *response)
{
    gp_status status = look_up(visit, vote->section, section);

    if (status != GP_OK) {
        int code = gp_visit_status(status);
        gp_visit_refuse(&visit->page, request->path, code,
                        code == 404 ? no_section : "Not ready to take votes; try again.", response);
        return false;
    }
    vote->day = visit->page.today;
    vote->section = section->section.id;
    vote->text_hash =
        gp_str_slice(gp_section_sha256(&section->section, visit->arena), 0, HASH_PREFIX);
    if (visit->desk == NULL || keep(visit, vote) != GP_OK) {
        gp_visit_refuse(&visit->page, request->path, 503,
                        visit->desk != NULL   ? not_written
                        : visit->desk_damaged ? damaged
                                              : no_desk,
                        response);
        return false;
    }
    return true;
}

void gp_handle_api_feedback(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_stored_section section;
    gp_vote vote = {0};

    response->no_store = true;
    if (is_from_elsewhere(visit, request))
        gp_visit_error(&visit->page, request->path, 403, response);
    else if (!read_json(visit, request->body, &vote))
        gp_visit_refuse(&visit->page, request->path, 400, bad_vote, response);
    else if (cast_vote(visit, request, &vote, &section, response))
        response->status = 204;
}

void gp_handle_feedback(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_stored_section section;
    gp_vote vote = {0};

    response->no_store = true;
    gp_response_header(response, "X-Robots-Tag", GP_STR("noindex"));
    if (is_from_elsewhere(visit, request))
        gp_visit_error(&visit->page, request->path, 403, response);
    else if (!gp_visit_posts_form(request))
        gp_visit_error(&visit->page, request->path, 415, response);
    else if (!read_form(visit, request->body, &vote))
        gp_visit_error(&visit->page, request->path, 400, response);
    else if (cast_vote(visit, request, &vote, &section, response)) {
        gp_str url = section.section.url.size > 0
                         ? section.section.url
                         : gp_section_url(section.section.id, visit->arena);
        gp_view_thanks(&response->body, &visit->page, url, vote.helpful);
        response->content_type = "text/html; charset=utf-8";
        if (response->body.status != GP_OK)
            gp_visit_error(&visit->page, request->path, 500, response);
    }
}
