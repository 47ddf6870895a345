#include "view/shelf.h"

#include "view/article.h"
#include "view/label.h"

enum {
    PAGE_LINES = 100
};

static const char file[] = "home.html";

gp_str gp_view_shelf(gp_kind kind)
{
    static const char *const names[GP_KIND_COUNT] = {"guides", "posts", "faqs", "pages"};

    return gp_str_of(names[kind]);
}

size_t gp_shelf_count(const gp_shelf *shelf)
{
    size_t count = 0;

    for (size_t i = 0; i < shelf->documents->count; i++)
        count += shelf->documents->items[i].kind == shelf->kind;
    return count;
}

/* ---- one line ------------------------------------------------------------------------------- */

static void add_summary(gp_template *template, const void *context)
{
    const gp_document_line *line = context;

    if (line->summary.size > 0)
        gp_template_add(template, file, "summary", GP_SLOTS(GP_TEXT("summary", line->summary)));
}

static void add_staff(gp_template *template, const void *context)
{
    const gp_document_line *line = context;

    if (line->audience == GP_STAFF)
        gp_template_add(template, file, "staff", NULL);
}

typedef struct shelf_line {
    const gp_page *page;
    const gp_document_line *line;
} shelf_line;

static void add_unseen(gp_template *template, const void *context)
{
    const shelf_line *self = context;
    gp_str mark = gp_label_hidden(self->page, self->line->publish_on, self->line->expires_on);

    if (mark.size > 0)
        gp_template_add(template, file, "unseen", GP_SLOTS(GP_TEXT("mark", mark)));
}

static void add_section_items(gp_template *template, const void *context)
{
    const gp_document *guide = context;
    int level = gp_article_outermost(&guide->sections);
    gp_arena *arena = &template->memory;

    for (size_t i = 0; i < guide->sections.count; i++) {
        const gp_section *section = &guide->sections.items[i];
        if (section->anchor.size > 0 && section->level == level)
            gp_template_add(template, file, "section",
                            GP_SLOTS(GP_ADDRESS("url", gp_section_url(section->id, arena)),
                                     GP_TEXT("heading", section->heading)));
    }
}

static void add_sections(gp_template *template, const void *context)
{
    const gp_document *guide = context;

    if (guide != NULL && gp_article_outermost(&guide->sections) < GP_NO_LEVEL)
        gp_template_add(template, file, "sections",
                        GP_SLOTS(GP_FILL("sections", add_section_items, guide)));
}

static const gp_document *guide_of(const gp_shelf *self, const gp_document_line *line)
{
    for (size_t i = 0; i < self->guide_count; i++) {
        if (gp_str_equal(self->guides[i].slug, line->slug))
            return &self->guides[i];
    }
    return NULL;
}

void gp_shelf_lines(gp_template *template, const void *context)
{
    const gp_shelf *self = context;
    size_t met = 0;

    for (size_t i = 0; i < self->documents->count && met < self->skip + self->limit; i++) {
        const gp_document_line *line = &self->documents->items[i];
        if (line->kind != self->kind || met++ < self->skip)
            continue;
        gp_template_add(
            template, file, "line",
            GP_SLOTS(GP_ADDRESS("url", gp_label_article_url(&template->memory, line->slug)),
                     GP_TEXT("level", gp_str_of(self->level)), GP_TEXT("title", line->title),
                     GP_FILL("summary", add_summary, line), GP_FILL("staff", add_staff, line),
                     GP_FILL("unseen", add_unseen, (&(const shelf_line){self->page, line})),
                     GP_FILL("sections", add_sections, guide_of(self, line))));
    }
}

/* ---- a page of them ------------------------------------------------------------------------- */

typedef struct browse {
    gp_shelf shelf;
    size_t number, pages, count;
} browse;

static void add_turn(gp_template *template, const browse *self, const char *rel, size_t number)
{
    bool next = number > self->number;

    gp_template_add(
        template, file, "turn",
        GP_SLOTS(GP_TEXT("rel", gp_str_of(rel)), GP_TEXT("id", gp_view_shelf(self->shelf.kind)),
                 GP_TEXT("number", gp_arena_printf(&template->memory, "%zu", number)),
                 GP_TEXT("label", next ? GP_STR("Next page") : GP_STR("Previous page"))));
}

static void add_previous(gp_template *template, const void *context)
{
    const browse *self = context;

    if (self->number > 1)
        add_turn(template, self, "prev", self->number - 1);
}

static void add_next(gp_template *template, const void *context)
{
    const browse *self = context;

    if (self->number < self->pages)
        add_turn(template, self, "next", self->number + 1);
}

static void add_turns(gp_template *template, const void *context)
{
    const browse *self = context;

    if (self->pages > 1)
        gp_template_add(
            template, file, "turns",
            GP_SLOTS(GP_FILL("previous", add_previous, self), GP_FILL("next", add_next, self)));
}

static void add_browse(gp_template *template, const void *context)
{
    const browse *self = context;
    gp_arena *arena = &template->memory;
    gp_str place = gp_label_count(arena, self->count, "page", "pages");

    if (self->pages > 1)
        place = gp_arena_printf(arena, "Part %zu of %zu", self->number, self->pages);
    gp_template_add(template, file, "browse",
                    GP_SLOTS(GP_TEXT("title", gp_label_shelf(self->shelf.kind)),
                             GP_TEXT("place", place),
                             GP_TEXT("id", gp_view_shelf(self->shelf.kind)),
                             GP_FILL("lines", gp_shelf_lines, &self->shelf),
                             GP_FILL("turns", add_turns, self)));
}

gp_status gp_view_browse(gp_buf *html, const gp_page *page, const gp_document_lines *documents,
                         gp_kind kind, size_t number)
{
    browse self = {.shelf = {.documents = documents,
                             .page = page,
                             .kind = kind,
                             .limit = PAGE_LINES,
                             .level = "2"},
                   .number = number};
    gp_page_parts parts = {.page = page,
                           .place = number > 1 ? GP_PLACE_PASSING : GP_PLACE_BROWSE,
                           .title = gp_label_shelf(kind),
                           .slug = gp_view_shelf(kind),
                           .description = gp_label_shelf_line(kind),
                           .body = add_browse,
                           .context = &self};

    self.count = gp_shelf_count(&self.shelf);
    self.pages = (self.count + PAGE_LINES - 1) / PAGE_LINES;
    if (number < 1 || number > self.pages)
        return GP_NOT_FOUND;
    self.shelf.skip = (number - 1) * PAGE_LINES;
    gp_page_add(html, &parts);
    return GP_OK;
}
