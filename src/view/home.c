/* home.c - the start page: search box, examples, and lists of articles by kind.
 *
 * Topics are buttons that post the topic's words as a question: no address then tells what a
 * visitor is interested in. */
#include "view/page.h"

#include "view/label.h"

enum {
    EXAMPLES_MAX = 6,
    SHELF_MAX = 60, /* articles of a kind; a corpus of records may have thousands */
    TOPICS_MAX = 16,
    TAGS_MAX = 256 /* distinct tags that are counted */
};

static const char file[] = "home.html";

typedef struct home {
    const gp_page *page;
    const gp_document_lines *documents;
    const gp_str_list *asked;
} home;

/* One list of articles of a kind. */
typedef struct shelf {
    const gp_document_lines *documents;
    gp_kind kind;
    const char *id, *heading;
} shelf;

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

    if (self->asked->count > 0) {
        gp_template_add(template, file, "asked",
                        GP_SLOTS(GP_FILL("questions", add_asked_items, self->asked)));
        return;
    }
    for (size_t i = 0; i < site->pins.count; i++)
        any = any || example_of(self, &site->pins.items[i]).size > 0;
    if (any)
        gp_template_add(template, file, "examples",
                        GP_SLOTS(GP_FILL("examples", add_example_items, self)));
}

/* ---- shelves -------------------------------------------------------------------------------- */

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

static void add_lines(gp_template *template, const void *context)
{
    const shelf *self = context;
    size_t shown = 0;

    for (size_t i = 0; i < self->documents->count && shown < SHELF_MAX; i++) {
        const gp_document_line *line = &self->documents->items[i];
        if (line->kind != self->kind)
            continue;
        gp_template_add(
            template, file, "line",
            GP_SLOTS(GP_ADDRESS("url", gp_label_article_url(&template->memory, line->slug)),
                     GP_TEXT("title", line->title), GP_FILL("summary", add_summary, line),
                     GP_FILL("staff", add_staff, line)));
        shown++;
    }
}

static void add_more(gp_template *template, const void *context)
{
    const size_t *count = context;

    if (*count > SHELF_MAX)
        gp_template_add(template, file, "more",
                        GP_SLOTS(GP_TEXT("count", gp_arena_printf(&template->memory, "%zu",
                                                                  *count - SHELF_MAX))));
}

static void add_shelf(gp_template *template, const void *context)
{
    const shelf *self = context;
    size_t count = 0;

    for (size_t i = 0; i < self->documents->count; i++)
        count += self->documents->items[i].kind == self->kind;
    if (count > 0)
        gp_template_add(template, file, "shelf",
                        GP_SLOTS(GP_TEXT("id", gp_str_of(self->id)),
                                 GP_TEXT("heading", gp_str_of(self->heading)),
                                 GP_FILL("lines", add_lines, self),
                                 GP_FILL("more", add_more, &count)));
}

/* ---- topics --------------------------------------------------------------------------------- */

static void count_tag(gp_arena *arena, gp_facet_list *tags, gp_str name)
{
    gp_facet *tag;

    for (size_t i = 0; i < tags->count; i++) {
        if (gp_str_equal(tags->items[i].name, name)) {
            tags->items[i].count++;
            return;
        }
    }
    tag = tags->count < TAGS_MAX ? GP_VEC_PUSH(arena, tags) : NULL;
    if (tag != NULL)
        *tag = (gp_facet){name, 1};
}

/* The most used tag that is left, taken out of the list; of equals, the one met first. */
static gp_str take_largest(gp_facet_list *tags)
{
    size_t best = 0;
    gp_str name;

    for (size_t i = 1; i < tags->count; i++) {
        if (tags->items[i].count > tags->items[best].count)
            best = i;
    }
    name = tags->items[best].name;
    tags->items[best].count = 0;
    return name;
}

static void add_topic_items(gp_template *template, const void *context)
{
    gp_facet_list tags = *(const gp_facet_list *)context;
    size_t count = tags.count < TOPICS_MAX ? tags.count : TOPICS_MAX;

    for (size_t i = 0; i < count; i++) {
        gp_str label = gp_label_tag(&template->memory, take_largest(&tags));
        gp_template_add(template, file, "topic", GP_SLOTS(GP_TEXT("topic", label)));
    }
}

static void add_topics(gp_template *template, const void *context)
{
    const home *self = context;
    gp_facet_list tags = {0};

    for (size_t i = 0; i < self->documents->count; i++) {
        const gp_document_line *line = &self->documents->items[i];
        for (size_t j = 0; line->audience == GP_PUBLIC && j < line->tags.count; j++)
            count_tag(&template->memory, &tags, line->tags.items[j]);
    }
    if (tags.count > 0)
        gp_template_add(template, file, "topics",
                        GP_SLOTS(GP_FILL("topics", add_topic_items, &tags)));
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
    const gp_document_lines *documents = self->documents;
    const gp_str no_question = {NULL, 0};
    const shelf guides = {documents, GP_GUIDE, "guides", "Start with the guide"};
    const shelf faqs = {documents, GP_FAQ, "faqs", "Common questions"};
    const shelf posts = {documents, GP_POST, "posts", "Articles"};
    const shelf pages = {documents, GP_PAGE, "pages", "Glossary and more"};

    gp_template_add(
        template, file, "home",
        GP_SLOTS(GP_TEXT("title", self->page->site->title), GP_FILL("tagline", add_tagline, self),
                 GP_FILL("search", gp_page_search, &no_question),
                 GP_FILL("examples", add_examples, self), GP_FILL("guides", add_shelf, &guides),
                 GP_FILL("faqs", add_shelf, &faqs), GP_FILL("topics", add_topics, self),
                 GP_FILL("posts", add_shelf, &posts), GP_FILL("pages", add_shelf, &pages)));
}

void gp_view_home(gp_buf *html, const gp_page *page, const gp_document_lines *documents,
                  const gp_str_list *asked)
{
    const home self = {page, documents, asked};
    const gp_page_parts parts = {.page = page,
                                 .place = GP_PLACE_HOME,
                                 .description = page->site->tagline,
                                 .body = add_home,
                                 .context = &self};

    gp_page_add(html, &parts);
}
