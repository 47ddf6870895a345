/* handlers_home.c - the desk's first page with what an account keeps at hand, and one answer to be sent.
 *
 * Threads:  the connection's: pins and what was used last wait for a disk. Nothing is searched here.
 * Trouble:  a desk that cannot be read or written keeps nobody from an answer: then nothing is at hand.
 */
#include "http/visit.h"

#include "desk/pins.h"
#include "view/desk/desk.h"

#include <string.h>

/* ---- the first page --------------------------------------------------------------------------- */

/* What the index has of a section that is kept; of one that is gone only its id. */
static gp_desk_kept look_up(const gp_visit *visit, gp_store *store, gp_str id)
{
    gp_desk_kept kept = {.id = id};
    gp_stored_section stored;
    gp_handle handle;

    if (store == NULL || gp_store_find(store, id, &handle) != GP_OK ||
        gp_store_fetch(store, &handle, 1, true, visit->arena, &stored, NULL) != GP_OK)
        return kept;
    kept.heading = stored.section.heading;
    kept.title = stored.title;
    kept.staff_only = stored.audience == GP_STAFF;
    return kept;
}

static gp_desk_hand read_hand(const gp_visit *visit, gp_store *store,
                              gp_desk_kept pins[GP_PINS_MAX], gp_desk_kept recents[GP_RECENTS_MAX])
{
    gp_desk_hand hand = {.pins = pins, .recents = recents};
    gp_str_list pinned, used;
    gp_error error;

    if (gp_desk_at_hand(visit->desk, visit->account.name, visit->arena, &pinned, &used, &error) !=
        GP_OK)
        return hand;
    for (size_t i = 0; i < pinned.count && i < GP_PINS_MAX; i++)
        pins[hand.pin_count++] = look_up(visit, store, pinned.items[i]);
    for (size_t i = 0; i < used.count && i < GP_RECENTS_MAX; i++) {
        gp_desk_kept kept = look_up(visit, store, used.items[i]);
        if (kept.title.size > 0)
            recents[hand.recent_count++] = kept;
    }
    return hand;
}

void gp_handle_desk(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_desk_kept pins[GP_PINS_MAX];
    gp_desk_kept recents[GP_RECENTS_MAX];
    gp_desk_hand hand;
    gp_store *store;

    if (gp_visit_staff_store(visit, &store) != GP_OK)
        store = NULL; /* there is no index yet: what is kept is named by its id */
    hand = read_hand(visit, store, pins, recents);
    gp_view_desk_home(&response->body, &visit->page, &hand);
    gp_store_close(store);
    gp_visit_end_page(visit, request, response);
}

/* ---- one answer ------------------------------------------------------------------------------- */

/* The address for visitors: of what they may read, and of a site that says where it is. */
static gp_str link_of(const gp_visit *visit, const gp_stored_section *stored)
{
    gp_str url = stored->section.url;

    if (stored->audience == GP_STAFF)
        return GP_STR("");
    if (url.size == 0)
        url = gp_section_url(stored->section.id, visit->arena);
    if (!gp_str_starts(url, GP_STR("/")))
        return url;
    return visit->page.base_url.size > 0
               ? gp_arena_printf(visit->arena, "%.*s%.*s", GP_STR_ARGS(visit->page.base_url),
                                 GP_STR_ARGS(url))
               : GP_STR("");
}

static bool is_pinned(const gp_visit *visit, gp_str id)
{
    gp_str_list pinned, used;
    gp_error error;

    if (gp_desk_at_hand(visit->desk, visit->account.name, visit->arena, &pinned, &used, &error) !=
        GP_OK)
        return false;
    for (size_t i = 0; i < pinned.count; i++) {
        if (gp_str_equal(pinned.items[i], id))
            return true;
    }
    return false;
}

static gp_status read_section(const gp_visit *visit, gp_store *store, gp_stored_section *stored,
                              gp_document *document)
{
    gp_str moved_to;
    gp_handle handle;
    gp_status status = gp_store_find(store, visit->parameter, &handle);

    if (status == GP_OK)
        status = gp_store_fetch(store, &handle, 1, false, visit->arena, stored, NULL);
    if (status == GP_OK) /* its dates */
        status = gp_store_document(store, stored->slug, visit->arena, document, &moved_to, NULL);
    return status == GP_OK ? gp_visit_judge(visit, &stored->section, 1) : status;
}

static gp_status show(gp_visit *visit, const gp_request *request, gp_store *store,
                      gp_response *response)
{
    gp_stored_section stored = {0};
    gp_document document = {0};
    gp_desk_section shown = {.stored = &stored};
    gp_status status = read_section(visit, store, &stored, &document);
    gp_error error;

    if (status != GP_OK)
        return status;
    if (request->method == GP_METHOD_GET)
        (void)!gp_desk_use_section(visit->desk, visit->account.name, stored.section.id, &error);
    shown.hidden = gp_visit_hidden(visit, &document);
    if (!shown.hidden)
        shown.link = link_of(visit, &stored);
    shown.pinned = is_pinned(visit, stored.section.id);
    gp_view_desk_section(&response->body, &visit->page, &shown);
    gp_visit_end_page(visit, request, response);
    return GP_OK;
}

/* ---- pinning ---------------------------------------------------------------------------------- */

/* GP_INVALID: the form says nothing that is known. A section that is gone can be unpinned, too. */
static gp_status change_pin(const gp_visit *visit, gp_store *store, gp_str body, gp_str act)
{
    gp_str name = visit->account.name;
    gp_str text = {NULL, 0};
    size_t place = 0;
    gp_handle handle;
    gp_error error;
    gp_status status;

    if (gp_str_equal(act, GP_STR("unpin")))
        return gp_desk_unpin(visit->desk, name, visit->parameter, &error);
    if (gp_str_equal(act, GP_STR("move")) && gp_form_value(body, "place", visit->arena, &text) &&
        gp_str_to_size(text, GP_PINS_MAX, &place) && place > 0)
        return gp_desk_move_pin(visit->desk, name, visit->parameter, place, &error);
    if (!gp_str_equal(act, GP_STR("pin")))
        return GP_INVALID;
    status = gp_store_find(store, visit->parameter, &handle);
    return status == GP_OK ? gp_desk_pin(visit->desk, name, visit->parameter, &error) : status;
}

static void answer_pin(gp_visit *visit, const gp_request *request, gp_store *store,
                       gp_response *response)
{
    gp_str act = {NULL, 0};
    gp_status status;

    (void)gp_form_value(request->body, "act", visit->arena, &act);
    status = change_pin(visit, store, request->body, act);
    if (status == GP_OK) {
        response->status = 303;
        gp_response_header(response, "Location", GP_STR("/desk/"));
    } else if (status == GP_TOO_LARGE) {
        gp_visit_refuse(&visit->page, request->path, 409,
                        "Fifty answers are pinned, and more are hard to find. Unpin one first.",
                        response);
    } else if (status == GP_INVALID) {
        gp_visit_refuse(&visit->page, request->path, 400,
                        "The form does not say what is to be done. Reload the page.", response);
    } else {
        gp_visit_error(&visit->page, request->path, status == GP_IO ? 503 : gp_visit_status(status),
                       response);
    }
}

void gp_handle_desk_section(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_store *store;
    gp_status status = gp_visit_staff_store(visit, &store);

    if (status == GP_OK && request->method == GP_METHOD_POST)
        answer_pin(visit, request, store, response);
    else if (status == GP_OK)
        status = show(visit, request, store, response);
    if (status != GP_OK)
        gp_visit_error(&visit->page, request->path, gp_visit_status(status), response);
    gp_store_close(store);
}
