/* page.c - the layout: everything around a page's own part. */
#include "view/page.h"

#include "view/label.h"

static const char file[] = "layout.html";

void gp_page_search(gp_template *template, const void *context)
{
    const gp_str *question = context;

    gp_template_add(template, file, "search", GP_SLOTS(GP_TEXT("question", *question)));
}

void gp_page_notice(gp_template *template, const void *context)
{
    const gp_page_help *self = context;

    if (self->notice != NULL)
        gp_template_add(template, file, "notice",
                        GP_SLOTS(GP_TEXT("title", self->notice->title),
                                 GP_HTML("html", self->notice->html),
                                 GP_FILL("contact", gp_page_contact, self->page)));
}

void gp_page_contact(gp_template *template, const void *context)
{
    const gp_page *page = context;

    if (page->site->contact_html.size > 0)
        gp_template_add(template, file, "contact",
                        GP_SLOTS(GP_HTML("html", page->site->contact_html)));
}

void gp_page_logo(gp_template *template, const void *context)
{
    const gp_page *page = context;
    const gp_logo *logo = &page->site->logo;
    gp_arena *arena = &template->memory;

    if (logo->bytes.size > 0)
        gp_template_add(template, file, "logo",
                        GP_SLOTS(GP_TEXT("version", page->site_version),
                                 GP_TEXT("width", gp_arena_printf(arena, "%u", logo->width)),
                                 GP_TEXT("height", gp_arena_printf(arena, "%u", logo->height))));
}

/* Below home, the site's name and the search box stand at the head. */
static void add_header(gp_template *template, const void *context)
{
    const gp_page_parts *parts = context;

    if (parts->place == GP_PLACE_HOME)
        return;
    gp_template_add(template, file, "header",
                    GP_SLOTS(GP_FILL("logo", gp_page_logo, parts->page),
                             GP_TEXT("site", parts->page->site->title),
                             GP_FILL("search", gp_page_search, &parts->question)));
}

static void add_banner(gp_template *template, const void *context)
{
    const gp_page_parts *parts = context;

    if (parts->page->site->sample_data)
        gp_template_add(template, file, "sample", NULL);
}

static void add_preview(gp_template *template, const void *context)
{
    const gp_page *page = context;

    if (page->preview)
        gp_template_add(template, file, "preview", NULL);
}

static void add_theme(gp_template *template, const void *context)
{
    const gp_page *page = context;

    if (gp_view_has_theme(page->site))
        gp_template_add(template, file, "theme", GP_SLOTS(GP_TEXT("version", page->site_version)));
}

static void add_data(gp_template *template, const void *context)
{
    const gp_page_parts *parts = context;

    if (parts->data != NULL)
        gp_template_add(template, file, "data",
                        GP_SLOTS(GP_FILL("json", parts->data, parts->context)));
}

static gp_str whole_title(gp_template *template, const gp_page_parts *parts)
{
    gp_str site = parts->page->site->title;

    if (parts->title.size == 0)
        return site;
    return gp_arena_printf(&template->memory, "%.*s | %.*s", GP_STR_ARGS(parts->title),
                           GP_STR_ARGS(site));
}

static void add_canonical(gp_template *template, const gp_page_parts *parts)
{
    gp_str path = GP_STR("/");

    if (parts->place == GP_PLACE_ARTICLE) {
        path = gp_label_article_url(&template->memory, parts->slug);
        gp_template_add(template, file, "twin", GP_SLOTS(GP_ADDRESS("url", path)));
    }
    if (parts->place == GP_PLACE_BROWSE)
        path = gp_arena_printf(&template->memory, "/browse/%.*s", GP_STR_ARGS(parts->slug));
    if (parts->page->base_url.size > 0)
        gp_template_add(
            template, file, "canonical",
            GP_SLOTS(GP_ADDRESS("base", parts->page->base_url), GP_ADDRESS("path", path)));
}

/* Where news of the site is to be had; and, if the site wants that, how a browser may search here. */
static void add_discovery(gp_template *template, const gp_page_parts *parts)
{
    const gp_site *site = parts->page->site;

    if (parts->place == GP_PLACE_HOME)
        gp_template_add(template, file, "feed", GP_SLOTS(GP_TEXT("site", site->title)));
    if (site->opensearch)
        gp_template_add(template, file, "opensearch", GP_SLOTS(GP_TEXT("site", site->title)));
}

static void add_head(gp_template *template, const void *context)
{
    const gp_page_parts *parts = context;

    if (parts->page->preview)
        gp_template_add(template, file, "preview-head",
                        GP_SLOTS(GP_TEXT("seen", parts->page->site_version),
                                 GP_TEXT("version", parts->page->asset_version)));
    if (parts->description.size > 0)
        gp_template_add(template, file, "description",
                        GP_SLOTS(GP_TEXT("description", parts->description)));
    if (parts->place == GP_PLACE_PASSING)
        gp_template_add(template, file, "noindex", NULL);
    else
        add_canonical(template, parts);
    add_discovery(template, parts);
}

void gp_page_add(gp_buf *html, const gp_page_parts *parts)
{
    gp_template template;

    gp_template_init(&template, html, parts->page->web_folder);
    gp_template_add(
        &template, file, "page",
        GP_SLOTS(GP_TEXT("title", whole_title(&template, parts)), GP_FILL("head", add_head, parts),
                 GP_TEXT("version", parts->page->asset_version),
                 GP_FILL("theme", add_theme, parts->page), GP_FILL("data", add_data, parts),
                 GP_FILL("header", add_header, parts), GP_FILL("sample", add_banner, parts),
                 GP_FILL("preview", add_preview, parts->page),
                 GP_FILL("body", parts->body, parts->context),
                 GP_FILL("contact", gp_page_contact, parts->page)));
    /* texts that did not fit into the rendering's memory would be missing from the page */
    if (template.memory.failed && html->status == GP_OK)
        html->status = GP_NO_MEMORY;
    gp_template_clear(&template);
}
