/* Sections are laid out flat, in the order of the source: their levels are in their headings, and a
 * nesting of <section> would only have to be undone where levels jump. */
#include "view/article.h"

#include "base/html.h"
#include "view/label.h"

enum {
    CONTENTS_MIN = 3,   /* fewer sections need no table of contents */
    CONTENTS_OPEN = 12, /* more entries are folded away */
    URL_LIMIT = 256 * 1024
};

static const char file[] = "article.html";

/* ---- the head of the article ---------------------------------------------------------------- */

/* Which list of the home page the article stands in. */
static gp_str shelf_of(gp_kind kind)
{
    switch (kind) {
    case GP_GUIDE:
        return GP_STR("guides");
    case GP_POST:
        return GP_STR("posts");
    case GP_FAQ:
        return GP_STR("faqs");
    default:
        return GP_STR("pages");
    }
}

static gp_str shelf_name(gp_kind kind)
{
    switch (kind) {
    case GP_GUIDE:
        return GP_STR("Guide");
    case GP_POST:
        return GP_STR("Articles");
    case GP_FAQ:
        return GP_STR("Questions");
    default:
        return GP_STR("Pages");
    }
}

static void add_staff(gp_template *template, const void *context)
{
    const gp_document *document = context;

    if (document->audience == GP_STAFF)
        gp_template_add(template, file, "staff", NULL);
}

static void add_summary(gp_template *template, const void *context)
{
    const gp_document *document = context;

    if (document->summary.size > 0)
        gp_template_add(template, file, "summary", GP_SLOTS(GP_TEXT("summary", document->summary)));
}

static void add_updated(gp_template *template, const void *context)
{
    const gp_document *document = context;
    gp_str date = document->updated.size > 0 ? document->updated : document->date;

    if (date.size > 0)
        gp_template_add(template, file, "updated",
                        GP_SLOTS(GP_TEXT("date", gp_label_date(&template->memory, date))));
}

/* How much of the article is verified, by whom and when last; nothing when none of it is. */
static void add_checked(gp_template *template, const void *context)
{
    const gp_article *self = context;
    const gp_section_list *sections = &self->document->sections;
    const gp_approval *last = NULL;
    size_t verified = 0;
    gp_str count;

    for (size_t i = 0; i < sections->count; i++) {
        const gp_approval *approval = &sections->items[i].approval;
        if (!gp_label_verified(approval, self->page->today))
            continue;
        verified++;
        if (last == NULL || gp_str_compare(approval->on, last->on) > 0)
            last = approval;
    }
    if (last == NULL)
        return;
    count = gp_arena_printf(&template->memory, "%zu of %zu", verified, sections->count);
    gp_template_add(template, file, "checked",
                    GP_SLOTS(GP_TEXT("count", count), GP_TEXT("by", last->by),
                             GP_TEXT("date", gp_label_date(&template->memory, last->on))));
}

/* ---- table of contents ---------------------------------------------------------------------- */

/* The level that the contents list: the outermost there is. */
static int outermost(const gp_section_list *sections)
{
    int level = 7;

    for (size_t i = 0; i < sections->count; i++) {
        if (sections->items[i].anchor.size > 0 && sections->items[i].level < level)
            level = sections->items[i].level;
    }
    return level;
}

static bool entered(const gp_section *section, int level)
{
    return section->anchor.size > 0 && section->level == level;
}

static gp_str fragment(gp_arena *arena, gp_str anchor)
{
    gp_buf url;
    gp_str kept;

    gp_buf_init(&url, URL_LIMIT);
    gp_buf_add_byte(&url, '#');
    gp_url_add_part(&url, anchor);
    kept = gp_arena_take(arena, &url);
    gp_buf_clear(&url);
    return kept;
}

static void add_entries(gp_template *template, const void *context)
{
    const gp_section_list *sections = context;
    int level = outermost(sections);

    for (size_t i = 0; i < sections->count; i++) {
        const gp_section *section = &sections->items[i];
        if (entered(section, level))
            gp_template_add(
                template, file, "entry",
                GP_SLOTS(GP_ADDRESS("url", fragment(&template->memory, section->anchor)),
                         GP_TEXT("heading", section->heading)));
    }
}

static void add_contents(gp_template *template, const void *context)
{
    const gp_section_list *sections = context;
    int level = outermost(sections);
    size_t count = 0;

    for (size_t i = 0; i < sections->count; i++)
        count += entered(&sections->items[i], level);
    if (count >= CONTENTS_MIN)
        gp_template_add(
            template, file, "contents",
            GP_SLOTS(GP_HTML("open", count <= CONTENTS_OPEN ? GP_STR(" open") : GP_STR("")),
                     GP_FILL("entries", add_entries, sections)));
}

/* ---- sections ------------------------------------------------------------------------------- */

typedef struct section_view {
    const gp_article *article;
    const gp_section *section;
} section_view;

/* Fragments never reach a server: old anchors stay as empty targets. */
static void add_aliases(gp_template *template, const void *context)
{
    const section_view *self = context;
    const gp_str_list *aliases = &self->section->aliases;

    for (size_t i = 0; i < aliases->count; i++) {
        if (!gp_article_names(self->article->document, aliases->items[i]))
            gp_template_add(template, file, "alias", GP_SLOTS(GP_TEXT("alias", aliases->items[i])));
    }
}

static void add_section_staff(gp_template *template, const void *context)
{
    const section_view *self = context;

    if (self->section->audience == GP_STAFF && self->article->document->audience != GP_STAFF)
        gp_template_add(template, file, "staff-section", NULL);
}

static void add_verified(gp_template *template, const void *context)
{
    const section_view *self = context;
    const gp_approval *approval = &self->section->approval;

    if (gp_label_verified(approval, self->article->page->today))
        gp_template_add(template, file, "verified",
                        GP_SLOTS(GP_TEXT("by", approval->by),
                                 GP_TEXT("date", gp_label_date(&template->memory, approval->on))));
}

static gp_str level_digit(int level)
{
    static const char digits[] = "23456";
    int index = level < 2 ? 0 : level > 6 ? 4 : level - 2;

    return (gp_str){&digits[index], 1};
}

static void add_section(gp_template *template, const section_view *self)
{
    const gp_section *section = self->section;

    if (section->anchor.size == 0)
        gp_template_add(template, file, "own-section",
                        GP_SLOTS(GP_FILL("aliases", add_aliases, self),
                                 GP_FILL("staff", add_section_staff, self),
                                 GP_HTML("body", self->section->html),
                                 GP_FILL("verified", add_verified, self)));
    else
        gp_template_add(
            template, file, "section",
            GP_SLOTS(
                GP_TEXT("anchor", section->anchor), GP_FILL("aliases", add_aliases, self),
                GP_TEXT("level", level_digit(section->level)),
                GP_ADDRESS("url", fragment(&template->memory, section->anchor)),
                GP_TEXT("heading", section->heading), GP_FILL("staff", add_section_staff, self),
                GP_HTML("body", self->section->html), GP_FILL("verified", add_verified, self)));
}

static void add_sections(gp_template *template, const void *context)
{
    const gp_article *self = context;

    for (size_t i = 0; i < self->document->sections.count; i++)
        add_section(template, &(const section_view){self, &self->document->sections.items[i]});
}

/* ---- the page ------------------------------------------------------------------------------- */

static void add_source(gp_template *template, const void *context)
{
    const gp_document *document = context;

    if (document->source_url.size > 0 && gp_address_safe(document->source_url))
        gp_template_add(template, file, "source",
                        GP_SLOTS(GP_ADDRESS("url", document->source_url)));
}

static void add_article(gp_template *template, const void *context)
{
    const gp_article *self = context;
    const gp_document *document = self->document;

    gp_template_add(
        template, file, "article",
        GP_SLOTS(GP_TEXT("shelf", shelf_of(document->kind)),
                 GP_TEXT("kind", shelf_name(document->kind)), GP_TEXT("title", document->title),
                 GP_TEXT("lang", document->lang.size > 0 ? document->lang : GP_STR("en")),
                 GP_FILL("staff", add_staff, document), GP_FILL("summary", add_summary, document),
                 GP_FILL("updated", add_updated, document), GP_FILL("checked", add_checked, self),
                 GP_FILL("contents", add_contents, &document->sections),
                 GP_FILL("sections", add_sections, self), GP_FILL("source", add_source, document),
                 GP_FILL("related", gp_article_related, self)));
}

void gp_view_article(gp_buf *html, const gp_page *page, const gp_document *document,
                     const gp_document_lines *documents, const gp_related_list *related)
{
    const gp_article self = {page, document, documents, related};
    const gp_page_parts parts = {.page = page,
                                 .place = GP_PLACE_ARTICLE,
                                 .title = document->title,
                                 .description = document->summary,
                                 .slug = document->slug,
                                 .body = add_article,
                                 .context = &self};

    gp_page_add(html, &parts);
}
