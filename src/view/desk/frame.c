/* frame.c - what stands around every page of the desk, and its errors. */
#include "view/desk/desk.h"

static const char file[] = "desk-layout.html";

static const struct {
    gp_desk_place place;
    gp_account_role least;
    const char *url, *text;
} links[] = {
    {GP_DESK_SEARCH, GP_AS_STAFF, "/desk/", "Search"},
    {GP_DESK_REVIEW, GP_AS_EDITOR, "/desk/review", "Review"},
    {GP_DESK_QUESTIONS, GP_AS_STAFF, "/desk/questions", "Questions"},
    {GP_DESK_CALENDAR, GP_AS_STAFF, "/desk/calendar", "Calendar"},
};

void gp_desk_token(gp_template *template, const void *context)
{
    const gp_str *token = context;

    gp_template_add(template, file, "token", GP_SLOTS(GP_TEXT("token", *token)));
}

void gp_desk_said(gp_template *template, const void *context)
{
    const gp_desk_message *message = context;

    if (message->text.size > 0)
        gp_template_add(template, file, message->trouble ? "trouble" : "said",
                        GP_SLOTS(GP_TEXT("text", message->text)));
}

/* Of aria-current. */
static gp_str here(bool it_is)
{
    return it_is ? GP_STR("page") : GP_STR("false");
}

static void add_links(gp_template *template, const void *context)
{
    const gp_desk_parts *parts = context;

    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        if (parts->page->staff->role < links[i].least)
            continue;
        gp_template_add(template, file, "link",
                        GP_SLOTS(GP_ADDRESS("url", gp_str_of(links[i].url)),
                                 GP_TEXT("text", gp_str_of(links[i].text)),
                                 GP_TEXT("here", here(links[i].place == parts->place))));
    }
}

static void add_nav(gp_template *template, const void *context)
{
    const gp_desk_parts *parts = context;

    if (parts->page->staff == NULL)
        return;
    gp_template_add(template, file, "nav",
                    GP_SLOTS(GP_FILL("links", add_links, parts),
                             GP_FILL("token", gp_desk_token, &parts->page->token),
                             GP_TEXT("here", here(parts->place == GP_DESK_OWN)),
                             GP_TEXT("name", parts->page->staff->shown)));
}

static void add_theme(gp_template *template, const void *context)
{
    const gp_page *page = context;

    if (gp_view_has_theme(page->site))
        gp_template_add(template, file, "theme", GP_SLOTS(GP_TEXT("version", page->site_version)));
}

void gp_view_desk_page(gp_buf *html, const gp_desk_parts *parts)
{
    const gp_page *page = parts->page;
    gp_template template;

    gp_template_init(&template, html, page->web_folder);
    gp_template_add(
        &template, file, "page",
        GP_SLOTS(GP_TEXT("title", parts->title), GP_TEXT("version", page->asset_version),
                 GP_FILL("theme", add_theme, page), GP_FILL("nav", add_nav, parts),
                 GP_FILL("body", parts->body, parts->context), GP_TEXT("site", page->site->title)));
    /* texts that did not fit into the rendering's memory would be missing from the page */
    if (template.memory.failed && html->status == GP_OK)
        html->status = GP_NO_MEMORY;
    gp_template_clear(&template);
}

/* ---- errors ----------------------------------------------------------------------------------- */

typedef struct trouble {
    gp_str title, text;
    bool inside; /* signed in */
} trouble;

static gp_str title_of(int status)
{
    switch (status) {
    case 403:
        return GP_STR("That is not possible");
    case 404:
        return GP_STR("This page is not here");
    case 409:
        return GP_STR("It has changed meanwhile");
    case 429:
        return GP_STR("Please wait a moment");
    case 503:
        return GP_STR("That is not possible right now");
    default:
        return status >= 500 ? GP_STR("Something went wrong on our side")
                             : GP_STR("We could not read that");
    }
}

static void add_error(gp_template *template, const void *context)
{
    const trouble *self = context;

    gp_template_add(
        template, file, "error",
        GP_SLOTS(GP_TEXT("title", self->title), GP_TEXT("text", self->text),
                 GP_ADDRESS("url", self->inside ? GP_STR("/desk/") : GP_STR("/desk/sign-in")),
                 GP_TEXT("link", self->inside ? GP_STR("Go on to the desk")
                                              : GP_STR("Go to the sign-in page"))));
}

void gp_view_desk_error(gp_buf *html, const gp_page *page, int status, gp_str text)
{
    const trouble self = {title_of(status), text, page->staff != NULL};
    const gp_desk_parts parts = {
        .page = page, .title = self.title, .body = add_error, .context = &self};

    gp_view_desk_page(html, &parts);
}
