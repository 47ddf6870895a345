/* search_page.c - staff's search, and one answer in the forms in which it is sent. */
#include "view/copy.h"
#include "view/desk/desk.h"
#include "view/label.h"

#include "base/html.h"

static const char file[] = "desk-search.html";

enum {
    URL_LIMIT = 8192,
    FORM_LIMIT = 1 << 20
};

typedef struct search_page {
    const gp_page *page;
    const gp_search_request *request;
    const gp_results *results; /* NULL: nothing was asked */
    const gp_desk_hand *hand;  /* NULL: something was */
} search_page;

static void add_option(gp_template *template, gp_str value, gp_str text, bool chosen)
{
    gp_template_add(template, file, chosen ? "option-chosen" : "option",
                    GP_SLOTS(GP_TEXT("value", value), GP_TEXT("text", text)));
}

static void add_audiences(gp_template *template, const void *context)
{
    const gp_search_request *request = context;

    add_option(template, GP_STR(""), GP_STR("Everybody"), !request->has_audience);
    add_option(template, GP_STR("public"), GP_STR("Visitors"),
               request->has_audience && request->audience == GP_PUBLIC);
    add_option(template, GP_STR("staff"), GP_STR("Staff only"),
               request->has_audience && request->audience == GP_STAFF);
}

static void add_kinds(gp_template *template, const void *context)
{
    const gp_search_request *request = context;

    add_option(template, GP_STR(""), GP_STR("All kinds"), request->kind.size == 0);
    for (int kind = 0; kind < GP_KIND_COUNT; kind++) {
        gp_str name = gp_str_of(gp_kind_name((gp_kind)kind));
        add_option(template, name, gp_label_kind((gp_kind)kind), gp_str_equal(name, request->kind));
    }
}

static void add_staff(gp_template *template, const void *context)
{
    (void)context;
    gp_template_add(template, file, "staff", NULL);
}

/* What may be said of an approval today. */
static gp_str standing_of(gp_arena *arena, const gp_approval *approval, int32_t today)
{
    if (approval->state == GP_LAPSED)
        return GP_STR("Changed since it was approved");
    if (approval->state != GP_APPROVED)
        return GP_STR("Not approved");
    if (!gp_label_verified(approval, today))
        return GP_STR("Approved, but its review is overdue");
    return gp_arena_printf(arena, "Verified by %.*s on %.*s", GP_STR_ARGS(approval->by),
                           GP_STR_ARGS(gp_label_date(arena, approval->on)));
}

static gp_str url_of(gp_arena *arena, gp_str id)
{
    gp_buf url;
    gp_str made;

    gp_buf_init(&url, URL_LIMIT);
    gp_buf_add_text(&url, "/desk/section/");
    gp_url_add_part(&url, id);
    made = gp_arena_take(arena, &url);
    gp_buf_clear(&url);
    return made;
}

static void add_hits(gp_template *template, const void *context)
{
    const search_page *self = context;

    for (size_t i = 0; i < self->results->hits.count; i++) {
        const gp_hit *hit = &self->results->hits.items[i];
        gp_template_add(
            template, file, "hit",
            GP_SLOTS(GP_ADDRESS("url", url_of(&template->memory, hit->id)),
                     GP_TEXT("heading", hit->heading.size > 0 ? hit->heading : hit->title),
                     GP_TEXT("title", hit->title), GP_TEXT("kind", gp_label_kind(hit->kind)),
                     GP_TEXT("standing",
                             standing_of(&template->memory, &hit->approval, self->page->today)),
                     GP_FILL("staff", hit->audience == GP_STAFF ? add_staff : NULL, NULL),
                     GP_HTML("snippet", hit->snippet_html)));
    }
}

static void add_checkbox(gp_template *template, const void *context)
{
    const gp_search_request *request = context;

    gp_template_add(template, file, request->only != NULL ? "approved-chosen" : "approved", NULL);
}

static void add_approved_field(gp_template *template, const void *context)
{
    const gp_search_request *request = context;

    if (request->only != NULL)
        gp_template_add(template, file, "approved-field", NULL);
}

static gp_str audience_value(const gp_search_request *request)
{
    if (!request->has_audience)
        return GP_STR("");
    return request->audience == GP_STAFF ? GP_STR("staff") : GP_STR("public");
}

/* The next page of the same search: a form, for the question must stand in no address. */
static void add_next(gp_template *template, const void *context)
{
    const search_page *self = context;
    const gp_search_request *request = self->request;
    const gp_results *results = self->results;
    size_t shown = results->offset + results->hits.count;

    if (results->hits.count < results->limit || shown >= results->total || shown >= GP_LIMIT_MAX)
        return;
    gp_template_add(template, file, "next",
                    GP_SLOTS(GP_FILL("token", gp_desk_token, &self->page->token),
                             GP_TEXT("question", request->question), GP_TEXT("kind", request->kind),
                             GP_TEXT("audience", audience_value(request)),
                             GP_FILL("approved", add_approved_field, request),
                             GP_TEXT("page", gp_arena_printf(&template->memory, "%zu",
                                                             shown / results->limit + 1))));
}

static void add_results(gp_template *template, const void *context)
{
    const search_page *self = context;

    if (self->results == NULL)
        return;
    gp_template_add(
        template, file, "results",
        GP_SLOTS(
            GP_TEXT("found",
                    gp_label_count(&template->memory, self->results->total, "answer", "answers")),
            GP_TEXT("first", gp_arena_printf(&template->memory, "%zu", self->results->offset + 1)),
            GP_FILL("hits", add_hits, self), GP_FILL("next", add_next, self)));
}

/* ---- what is at hand -------------------------------------------------------------------------- */

typedef struct kept_list {
    const gp_desk_kept *items;
    size_t count;
    const gp_str *token; /* of the forms; NULL: there are none */
} kept_list;

typedef struct kept_form {
    const kept_list *list;
    size_t place; /* from 0 */
} kept_form;

static gp_str name_of(const gp_desk_kept *kept)
{
    if (kept->heading.size > 0)
        return kept->heading;
    return kept->title.size > 0 ? kept->title : kept->id;
}

static void add_move_up(gp_template *template, const void *context)
{
    const kept_form *self = context;

    if (self->place > 0)
        gp_template_add(
            template, file, "move-up",
            GP_SLOTS(GP_TEXT("name", name_of(&self->list->items[self->place])),
                     GP_TEXT("place", gp_arena_printf(&template->memory, "%zu", self->place))));
}

static void add_kept_forms(gp_template *template, const void *context)
{
    const kept_form *self = context;
    const gp_desk_kept *kept = &self->list->items[self->place];

    if (self->list->token == NULL)
        return;
    gp_template_add(template, file, "kept-forms",
                    GP_SLOTS(GP_ADDRESS("url", url_of(&template->memory, kept->id)),
                             GP_TEXT("name", name_of(kept)),
                             GP_FILL("token", gp_desk_token, self->list->token),
                             GP_FILL("up", add_move_up, self)));
}

static void add_kept(gp_template *template, const void *context)
{
    const kept_list *list = context;

    for (size_t i = 0; i < list->count; i++) {
        const gp_desk_kept *kept = &list->items[i];
        const kept_form form = {list, i};
        if (kept->title.size == 0) {
            gp_template_add(
                template, file, "kept-gone",
                GP_SLOTS(GP_TEXT("id", kept->id), GP_FILL("forms", add_kept_forms, &form)));
            continue;
        }
        gp_template_add(template, file, "kept",
                        GP_SLOTS(GP_ADDRESS("url", url_of(&template->memory, kept->id)),
                                 GP_TEXT("heading", name_of(kept)), GP_TEXT("title", kept->title),
                                 GP_FILL("staff", kept->staff_only ? add_staff : NULL, NULL),
                                 GP_FILL("forms", add_kept_forms, &form)));
    }
}

static void add_hand(gp_template *template, const void *context)
{
    const search_page *self = context;
    const gp_desk_hand *hand = self->hand;
    kept_list list;

    if (hand == NULL)
        return;
    list = (kept_list){hand->pins, hand->pin_count, &self->page->token};
    if (list.count > 0)
        gp_template_add(
            template, file, "hand",
            GP_SLOTS(GP_TEXT("title", GP_STR("Pinned")), GP_FILL("kept", add_kept, &list)));
    list = (kept_list){hand->recents, hand->recent_count, NULL};
    if (list.count > 0)
        gp_template_add(
            template, file, "hand",
            GP_SLOTS(GP_TEXT("title", GP_STR("Used last")), GP_FILL("kept", add_kept, &list)));
}

/* ---- the page --------------------------------------------------------------------------------- */

static void add_search(gp_template *template, const void *context)
{
    const search_page *self = context;

    gp_template_add(template, file, "page",
                    GP_SLOTS(GP_FILL("token", gp_desk_token, &self->page->token),
                             GP_TEXT("question", self->request->question),
                             GP_FILL("audiences", add_audiences, self->request),
                             GP_FILL("kinds", add_kinds, self->request),
                             GP_FILL("approved", add_checkbox, self->request),
                             GP_FILL("results", add_results, self),
                             GP_FILL("hand", add_hand, self)));
}

static void view_search(gp_buf *html, const search_page *self)
{
    const gp_desk_parts parts = {.page = self->page,
                                 .place = GP_DESK_SEARCH,
                                 .title = GP_STR("Search"),
                                 .body = add_search,
                                 .context = self};

    gp_view_desk_page(html, &parts);
}

void gp_view_desk_home(gp_buf *html, const gp_page *page, const gp_desk_hand *hand)
{
    const gp_search_request nothing = {0};
    const search_page self = {page, &nothing, NULL, hand};

    view_search(html, &self);
}

void gp_view_desk_search(gp_buf *html, const gp_page *page, const gp_search_request *request,
                         const gp_results *results)
{
    const search_page self = {page, request, results, NULL};

    view_search(html, &self);
}

/* ---- one answer ------------------------------------------------------------------------------- */

typedef struct section_page {
    const gp_page *page;
    const gp_desk_section *shown;
} section_page;

static void add_form(gp_template *template, const char *id, const char *label, const gp_buf *text)
{
    gp_template_add(template, file, "form",
                    GP_SLOTS(GP_TEXT("id", gp_str_of(id)), GP_TEXT("label", gp_str_of(label)),
                             GP_TEXT("text", gp_buf_str(text))));
}

static void add_forms(gp_template *template, const void *context)
{
    const section_page *self = context;
    const gp_stored_section *stored = self->shown->stored;
    const gp_copy copy = {&stored->section, stored->audience, self->shown->link, self->page->today};
    gp_buf text;

    gp_buf_init(&text, FORM_LIMIT);
    gp_copy_text(&text, &copy);
    add_form(template, "gp-text", "As text", &text);
    gp_buf_reset(&text);
    gp_copy_html(&text, &copy);
    add_form(template, "gp-rich", "As rich text (HTML)", &text);
    gp_buf_reset(&text);
    if (gp_copy_reply(&text, self->page->site->reply, &copy) == GP_INVALID)
        gp_template_add(template, file, "no-reply", NULL);
    else
        add_form(template, "gp-reply", "As a canned reply", &text);
    if (text.status != GP_OK && template->out->status == GP_OK)
        template->out->status = text.status;
    gp_buf_clear(&text);
}

/* The same at length: by whom, on which day, until when. `section` as judged. */
static gp_str full_standing(gp_arena *arena, const gp_section *section, int32_t today)
{
    const gp_approval approval = gp_section_approval(section);
    gp_str on = gp_label_date(arena, approval.on);
    gp_str due = gp_label_date(arena, approval.review_by);

    if (approval.state == GP_LAPSED)
        return gp_arena_printf(arena, "Changed since %.*s approved it on %.*s",
                               GP_STR_ARGS(approval.by), GP_STR_ARGS(on));
    if (approval.state != GP_APPROVED)
        return GP_STR("Not approved");
    if (!gp_label_verified(&approval, today))
        return gp_arena_printf(arena, "Approved by %.*s on %.*s; its review was due on %.*s",
                               GP_STR_ARGS(approval.by), GP_STR_ARGS(on), GP_STR_ARGS(due));
    if (due.size == 0)
        return standing_of(arena, &approval, today);
    return gp_arena_printf(arena, "Verified by %.*s on %.*s, to be reviewed by %.*s",
                           GP_STR_ARGS(approval.by), GP_STR_ARGS(on), GP_STR_ARGS(due));
}

static void add_hidden(gp_template *template, const void *context)
{
    const gp_desk_section *shown = context;

    if (shown->hidden)
        gp_template_add(template, file, "hidden", NULL);
}

static void add_pin(gp_template *template, const void *context)
{
    const section_page *self = context;

    gp_template_add(
        template, file, self->shown->pinned ? "unpin" : "pin",
        GP_SLOTS(GP_ADDRESS("url", url_of(&template->memory, self->shown->stored->section.id)),
                 GP_FILL("token", gp_desk_token, &self->page->token)));
}

static void add_section(gp_template *template, const void *context)
{
    const section_page *self = context;
    const gp_stored_section *stored = self->shown->stored;
    const gp_section *section = &stored->section;

    gp_template_add(
        template, file, "section",
        GP_SLOTS(GP_TEXT("heading", section->heading.size > 0 ? section->heading : stored->title),
                 GP_TEXT("title", stored->title),
                 GP_TEXT("standing", full_standing(&template->memory, section, self->page->today)),
                 GP_FILL("hidden", add_hidden, self->shown),
                 GP_FILL("staff", stored->audience == GP_STAFF ? add_staff : NULL, NULL),
                 GP_HTML("html", section->html),
                 GP_TEXT("use", stored->audience == GP_STAFF ? GP_STR("To copy for colleagues")
                                                             : GP_STR("To send")),
                 GP_FILL("forms", add_forms, self), GP_FILL("pin", add_pin, self)));
}

void gp_view_desk_section(gp_buf *html, const gp_page *page, const gp_desk_section *shown)
{
    const section_page self = {page, shown};
    const gp_desk_parts parts = {.page = page,
                                 .place = GP_DESK_SEARCH,
                                 .title = shown->stored->title,
                                 .body = add_section,
                                 .context = &self};

    gp_view_desk_page(html, &parts);
}
