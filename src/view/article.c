/* Sections are laid out flat, in the order of the source: their levels are in their headings, and a
 * nesting of <section> would only have to be undone where levels jump. */
#include "view/article.h"

#include "base/clock.h"
#include "view/label.h"

enum {
    DESCRIPTION = 155 /* bytes of a description made from the text */
};

static const char file[] = "article.html";

/* ---- the head of the article ---------------------------------------------------------------- */

static void add_staff(gp_template *template, const void *context)
{
    const gp_document *document = context;

    if (document->audience == GP_STAFF)
        gp_template_add(template, file, "staff", NULL);
}

static void add_unseen(gp_template *template, const void *context)
{
    const gp_article *self = context;
    const gp_document *document = self->document;
    gp_str until = {NULL, 0};
    int32_t publish_on = INT32_MIN;
    int32_t expires_on = INT32_MAX;
    gp_str mark;

    (void)gp_date_parse(document->publish_on, &publish_on);
    (void)gp_date_parse(document->expires_on, &expires_on);
    mark = gp_label_hidden(self->page, publish_on, expires_on);
    if (mark.size == 0)
        return;
    if (gp_str_equal(mark, GP_STR("Scheduled")))
        until =
            gp_arena_printf(&template->memory, " before %.*s",
                            GP_STR_ARGS(gp_label_date(&template->memory, document->publish_on)));
    gp_template_add(template, file, "unseen",
                    GP_SLOTS(GP_TEXT("mark", mark), GP_TEXT("until", until)));
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

void gp_article_review(const gp_article *self, gp_review *review)
{
    const gp_section_list *sections = &self->document->sections;

    *review = (gp_review){.first = NULL};
    for (size_t i = 0; i < sections->count; i++) {
        const gp_approval *approval = &sections->items[i].approval;
        if (sections->items[i].html.size == 0)
            continue;
        review->sections++;
        if (!gp_label_section_verified(&sections->items[i], self->page->today))
            continue;
        review->verified++;
        review->several = review->several ||
                          (review->first != NULL && !gp_str_equal(approval->by, review->first->by));
        if (review->last == NULL || gp_str_compare(approval->on, review->last->on) > 0)
            review->last = approval;
        if (review->first == NULL || gp_str_compare(approval->on, review->first->on) < 0)
            review->first = approval;
    }
}

/* "Reviewed" is said of the whole: then the oldest date counts. Else how much is verified, by whom and when
 * last; nothing when none of it is. */
static void add_checked(gp_template *template, const void *context)
{
    const gp_article *self = context;
    gp_arena *arena = &template->memory;
    const gp_str none = {NULL, 0};
    gp_review review;
    gp_str count;

    gp_article_review(self, &review);
    if (review.verified == 0)
        return;
    if (review.verified == review.sections) {
        gp_template_add(template, file, "reviewed",
                        GP_SLOTS(GP_TEXT("by", review.first->by),
                                 GP_TEXT("others", review.several ? GP_STR(" and others") : none),
                                 GP_TEXT("date", gp_label_date(arena, review.first->on))));
        return;
    }
    count = gp_arena_printf(arena, "%zu of %zu", review.verified, review.sections);
    gp_template_add(template, file, "checked",
                    GP_SLOTS(GP_TEXT("count", count), GP_TEXT("by", review.last->by),
                             GP_TEXT("date", gp_label_date(arena, review.last->on))));
}

/* ---- sections ------------------------------------------------------------------------------- */

typedef struct section_view {
    const gp_article *article;
    const gp_section *section;
} section_view;

/* Fragments never reach a server: old anchors stay as empty targets. Those of another article are that
 * one's to show, unless it is this one by an old name. */
static void add_aliases(gp_template *template, const void *context)
{
    const section_view *self = context;
    const gp_document *document = self->article->document;
    const gp_str_list *aliases = &self->section->aliases;

    for (size_t i = 0; i < aliases->count; i++) {
        gp_str anchor = aliases->items[i];
        gp_str slug;
        if (gp_alias_parts(aliases->items[i], &slug, &anchor) &&
            !gp_document_called(document, slug))
            continue;
        if (!gp_article_names(document, anchor))
            gp_template_add(template, file, "alias", GP_SLOTS(GP_TEXT("alias", anchor)));
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

    if (gp_label_section_verified(self->section, self->article->page->today))
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
                GP_ADDRESS("url", gp_article_fragment(&template->memory, section->anchor)),
                GP_TEXT("heading", section->heading), GP_FILL("staff", add_section_staff, self),
                GP_HTML("body", self->section->html), GP_FILL("verified", add_verified, self)));
}

static void add_sections(gp_template *template, const void *context)
{
    const gp_article *self = context;

    for (size_t i = 0; i < self->document->sections.count; i++)
        add_section(template, &(const section_view){self, &self->document->sections.items[i]});
}

/* True when a section's alias has made the anchor a target already, or an earlier of the moved. */
static bool is_target(const gp_document *document, size_t before, gp_str anchor)
{
    for (size_t i = 0; i < before; i++) {
        if (gp_str_equal(document->moved.items[i].anchor, anchor))
            return true;
    }
    for (size_t i = 0; i < document->sections.count; i++) {
        const gp_str_list *aliases = &document->sections.items[i].aliases;
        for (size_t j = 0; j < aliases->count; j++) {
            if (gp_str_equal(aliases->items[j], anchor))
                return true;
        }
    }
    return gp_article_names(document, anchor);
}

static gp_str moved_url(gp_arena *arena, const gp_moved_section *moved)
{
    gp_str article = gp_label_article_url(arena, moved->slug);

    if (moved->to.size == 0)
        return article;
    return gp_arena_printf(arena, "%.*s%.*s", GP_STR_ARGS(article),
                           GP_STR_ARGS(gp_article_fragment(arena, moved->to)));
}

/* What stood here and stands elsewhere now: whoever comes by the old address is led on. */
static void add_moved(gp_template *template, const void *context)
{
    const gp_article *self = context;
    const gp_document *document = self->document;

    for (size_t i = 0; i < document->moved.count; i++) {
        const gp_moved_section *moved = &document->moved.items[i];
        if (is_target(document, i, moved->anchor))
            continue;
        gp_template_add(
            template, file, "moved",
            GP_SLOTS(GP_TEXT("anchor", moved->anchor),
                     GP_ADDRESS("url", moved_url(&template->memory, moved)),
                     GP_TEXT("heading", moved->heading.size > 0 ? moved->heading : moved->title),
                     GP_TEXT("title", moved->title)));
    }
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
        GP_SLOTS(GP_TEXT("shelf", gp_view_shelf(document->kind)),
                 GP_TEXT("kind", gp_label_shelf(document->kind)), GP_TEXT("title", document->title),
                 GP_TEXT("lang", document->lang.size > 0 ? document->lang : GP_STR("en")),
                 GP_FILL("staff", add_staff, document), GP_FILL("unseen", add_unseen, self),
                 GP_FILL("summary", add_summary, document),
                 GP_FILL("updated", add_updated, document), GP_FILL("checked", add_checked, self),
                 GP_FILL("letters", gp_article_letters, &document->sections),
                 GP_FILL("contents", gp_article_contents, &document->sections),
                 GP_FILL("sections", add_sections, self), GP_FILL("moved", add_moved, self),
                 GP_FILL("source", add_source, document),
                 GP_FILL("related", gp_article_related, self)));
}

/* What search engines show below the title: the summary, else the beginning of the text. */
static gp_str description_of(const gp_document *document)
{
    gp_str text;
    size_t end;

    if (document->summary.size > 0 || document->sections.count == 0)
        return document->summary;
    text = gp_str_trim(document->sections.items[0].text);
    text = gp_str_slice(text, 0, gp_str_find_byte(text, '\n', 0));
    if (text.size <= DESCRIPTION)
        return text;
    for (end = DESCRIPTION; end > 0 && text.data[end] != ' '; end--)
        ;
    return gp_str_slice(text, 0, end);
}

void gp_view_article(gp_buf *html, const gp_page *page, const gp_document *document,
                     const gp_document_lines *documents, const gp_related_list *related)
{
    const gp_article self = {page, document, documents, related};
    const gp_page_parts parts = {.page = page,
                                 .place = GP_PLACE_ARTICLE,
                                 .title = document->title,
                                 .description = description_of(document),
                                 .slug = document->slug,
                                 .body = add_article,
                                 .data = document->audience == GP_STAFF ? NULL : gp_article_data,
                                 .context = &self};

    gp_page_add(html, &parts);
}
