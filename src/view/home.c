/* home.c - the start page: search box, examples, lists of articles by kind and by topic. */
#include "view/shelf.h"

#include "view/label.h"
#include "view/topics.h"

enum {
    EXAMPLES_MAX = 6,
    SHELF_MAX = 60 /* articles of a kind; a corpus of records may have thousands */
};

static const char file[] = "home.html";

typedef struct home {
    const gp_page *page;
    const gp_home *shown;
    const gp_document_lines *documents; /* those shown */
} home;

/* ---- examples: the questions of pinned answers, linked to their sections ------------------- */

static bool listed(const gp_document_lines *documents, gp_str slug)
{
    for (size_t i = 0; i < documents->count; i++) {
        if (gp_str_equal(documents->items[i].slug, slug))
            return true;
    }
    return false;
}

/* The first words of a pin whose article is shown, or empty. */
static gp_str example_of(const home *self, const gp_pin *pin)
{
    gp_str slug = gp_str_slice(pin->section, 0, gp_str_find_byte(pin->section, '#', 0));

    if (pin->questions.count == 0 || !listed(self->documents, slug))
        return (gp_str){NULL, 0};
    return pin->questions.items[0];
}

static void add_example_items(gp_template *template, const void *context)
{
    const home *self = context;
    const gp_site *site = self->page->site;
    size_t shown = 0;

    for (size_t i = 0; i < site->pins.count && shown < EXAMPLES_MAX; i++) {
        const gp_pin *pin = &site->pins.items[i];
        gp_str question = example_of(self, pin);
        if (question.size == 0)
            continue;
        gp_template_add(template, file, "example",
                        GP_SLOTS(GP_ADDRESS("url", gp_section_url(pin->section, &template->memory)),
                                 GP_TEXT("question", question)));
        shown++;
    }
}

/* Buttons, as topics are. They are no settled questions of the visitor's own: a list that counts its own
 * clicks would feed itself. */
static void add_asked_items(gp_template *template, const void *context)
{
    const gp_str_list *asked = context;

    for (size_t i = 0; i < asked->count; i++)
        gp_template_add(template, file, "asked-question",
                        GP_SLOTS(GP_TEXT("question", asked->items[i])));
}

static void add_examples(gp_template *template, const void *context)
{
    const home *self = context;
    const gp_site *site = self->page->site;
    bool any = false;

    if (self->shown->asked->count > 0) {
        gp_template_add(template, file, "asked",
                        GP_SLOTS(GP_FILL("questions", add_asked_items, self->shown->asked)));
        return;
    }
    for (size_t i = 0; i < site->pins.count; i++)
        any = any || example_of(self, &site->pins.items[i]).size > 0;
    if (any)
        gp_template_add(template, file, "examples",
                        GP_SLOTS(GP_FILL("examples", add_example_items, self)));
}

/* ---- shelves -------------------------------------------------------------------------------- */

static void add_more(gp_template *template, const void *context)
{
    const gp_shelf *self = context;
    size_t count = gp_shelf_count(self);

    if (count > SHELF_MAX)
        gp_template_add(
            template, file, "more",
            GP_SLOTS(GP_TEXT("id", gp_view_shelf(self->kind)),
                     GP_TEXT("count", gp_label_count(&template->memory, count, "page", "pages"))));
}

static void add_shelf(gp_template *template, const void *context)
{
    static const char *const headings[GP_KIND_COUNT] = {"Start with the guide", "Articles",
                                                        "Common questions", "Glossary and more"};
    const gp_shelf *self = context;

    if (gp_shelf_count(self) > 0)
        gp_template_add(template, file, "shelf",
                        GP_SLOTS(GP_TEXT("id", gp_view_shelf(self->kind)),
                                 GP_TEXT("heading", gp_str_of(headings[self->kind])),
                                 GP_FILL("lines", gp_shelf_lines, self),
                                 GP_FILL("more", add_more, self)));
}

static void add_topics(gp_template *template, const void *context)
{
    const home *self = context;

    gp_topics(template, self->documents);
}

/* ---- the page ------------------------------------------------------------------------------- */

static void add_tagline(gp_template *template, const void *context)
{
    const home *self = context;

    if (self->page->site->tagline.size > 0)
        gp_template_add(template, file, "tagline",
                        GP_SLOTS(GP_TEXT("tagline", self->page->site->tagline)));
}

static void add_home(gp_template *template, const void *context)
{
    const home *self = context;
    const gp_str no_question = {NULL, 0};
    gp_shelf shelves[GP_KIND_COUNT];

    for (int kind = 0; kind < GP_KIND_COUNT; kind++)
        shelves[kind] = (gp_shelf){.documents = self->documents,
                                   .page = self->page,
                                   .kind = (gp_kind)kind,
                                   .limit = SHELF_MAX,
                                   .level = "3",
                                   .guides = self->shown->guides,
                                   .guide_count = self->shown->guide_count};
    gp_template_add(
        template, file, "home",
        GP_SLOTS(GP_FILL("logo", gp_page_logo, self->page),
                 GP_TEXT("title", self->page->site->title), GP_FILL("tagline", add_tagline, self),
                 GP_FILL("search", gp_page_search, &no_question),
                 GP_FILL("examples", add_examples, self),
                 GP_FILL("guides", add_shelf, &shelves[GP_GUIDE]),
                 GP_FILL("faqs", add_shelf, &shelves[GP_FAQ]), GP_FILL("topics", add_topics, self),
                 GP_FILL("posts", add_shelf, &shelves[GP_POST]),
                 GP_FILL("pages", add_shelf, &shelves[GP_PAGE])));
}

void gp_view_home(gp_buf *html, const gp_page *page, const gp_home *shown)
{
    const home self = {page, shown, shown->documents};
    gp_str tagline = page->site->tagline;
    const gp_page_parts parts = {.page = page,
                                 .place = GP_PLACE_HOME,
                                 .description = tagline.size > 0 ? tagline : page->site->title,
                                 .body = add_home,
                                 .context = &self};

    gp_page_add(html, &parts);
}
