/* A graph of up to three nodes: the breadcrumbs, the page, the article on it. Addresses are whole where the
 * site's own is known. */
#include "view/article.h"

#include "base/json.h"
#include "view/label.h"

typedef struct writer {
    gp_json json;
    const gp_article *article;
    gp_arena *memory;
    gp_str url; /* of the article's page */
} writer;

static gp_str address(const writer *self, gp_str path)
{
    return gp_arena_printf(self->memory, "%.*s%.*s", GP_STR_ARGS(self->article->page->base_url),
                           GP_STR_ARGS(path));
}

static void open_node(writer *self, const char *type)
{
    gp_json_open(&self->json, '{');
    gp_json_pair(&self->json, "@type", gp_str_of(type));
}

static void add_named(writer *self, const char *key, const char *type, gp_str name)
{
    gp_json_key(&self->json, key);
    open_node(self, type);
    gp_json_pair(&self->json, "name", name);
    gp_json_close(&self->json, '}');
}

/* ---- breadcrumbs ---------------------------------------------------------------------------- */

static void add_crumb(writer *self, int position, gp_str name, gp_str url)
{
    open_node(self, "ListItem");
    gp_json_pair_int(&self->json, "position", position);
    gp_json_pair(&self->json, "name", name);
    gp_json_pair(&self->json, "item", url);
    gp_json_close(&self->json, '}');
}

static void add_breadcrumbs(writer *self)
{
    const gp_document *document = self->article->document;
    gp_str shelf =
        gp_arena_printf(self->memory, "/browse/%.*s", GP_STR_ARGS(gp_view_shelf(document->kind)));

    open_node(self, "BreadcrumbList");
    gp_json_key(&self->json, "itemListElement");
    gp_json_open(&self->json, '[');
    add_crumb(self, 1, GP_STR("Home"), address(self, GP_STR("/")));
    add_crumb(self, 2, gp_label_shelf(document->kind), address(self, shelf));
    add_crumb(self, 3, document->title, self->url);
    gp_json_close(&self->json, ']');
    gp_json_close(&self->json, '}');
}

/* ---- questions ------------------------------------------------------------------------------ */

/* A heading that asks, with its answer below it, both shown to everybody. */
static bool asks(const gp_section *section)
{
    return section->audience == GP_PUBLIC && section->anchor.size > 0 &&
           gp_str_ends(section->heading, GP_STR("?")) && gp_str_trim(section->text).size > 0;
}

static bool has_questions(const gp_document *document)
{
    for (size_t i = 0; document->kind == GP_FAQ && i < document->sections.count; i++) {
        if (asks(&document->sections.items[i]))
            return true;
    }
    return false;
}

static void add_questions(writer *self)
{
    const gp_section_list *sections = &self->article->document->sections;

    gp_json_key(&self->json, "mainEntity");
    gp_json_open(&self->json, '[');
    for (size_t i = 0; i < sections->count; i++) {
        const gp_section *section = &sections->items[i];
        if (!asks(section))
            continue;
        open_node(self, "Question");
        gp_json_pair(&self->json, "name", section->heading);
        gp_json_pair(
            &self->json, "url",
            gp_arena_printf(self->memory, "%.*s%.*s", GP_STR_ARGS(self->url),
                            GP_STR_ARGS(gp_article_fragment(self->memory, section->anchor))));
        gp_json_key(&self->json, "acceptedAnswer");
        open_node(self, "Answer");
        gp_json_pair(&self->json, "text", gp_str_trim(section->text));
        gp_json_close(&self->json, '}');
        gp_json_close(&self->json, '}');
    }
    gp_json_close(&self->json, ']');
}

/* ---- the page and the article --------------------------------------------------------------- */

/* The date that the page shows, under the name of what it is. */
static void add_date(writer *self)
{
    const gp_document *document = self->article->document;

    if (document->updated.size > 0)
        gp_json_pair(&self->json, "dateModified", document->updated);
    else if (document->date.size > 0)
        gp_json_pair(&self->json, "datePublished", document->date);
}

static void add_types(writer *self, bool questions, bool reviewed)
{
    const gp_str types[] = {questions ? GP_STR("FAQPage") : GP_STR("MedicalWebPage"),
                            GP_STR("MedicalWebPage")};

    if (!questions && !reviewed)
        gp_json_pair(&self->json, "@type", GP_STR("WebPage"));
    else
        gp_json_strings(&self->json, "@type", types, questions && reviewed ? 2 : 1);
}

static void add_page(writer *self)
{
    const gp_article *article = self->article;
    const gp_document *document = article->document;
    bool questions = has_questions(document);
    bool reviewed;
    gp_review review;

    gp_article_review(article, &review);
    reviewed = review.sections > 0 && review.verified == review.sections &&
               !article->page->site->sample_data;
    gp_json_open(&self->json, '{');
    add_types(self, questions, reviewed);
    gp_json_pair(&self->json, "@id", self->url);
    gp_json_pair(&self->json, "url", self->url);
    gp_json_pair(&self->json, "name", document->title);
    if (document->summary.size > 0)
        gp_json_pair(&self->json, "description", document->summary);
    gp_json_pair(&self->json, "inLanguage",
                 document->lang.size > 0 ? document->lang : GP_STR("en"));
    add_date(self);
    if (reviewed) {
        gp_json_pair(&self->json, "lastReviewed", review.first->on);
        add_named(self, "reviewedBy", "Person", review.first->by);
    }
    if (questions)
        add_questions(self);
    gp_json_close(&self->json, '}');
}

static void add_article(writer *self)
{
    const gp_article *article = self->article;
    gp_str site = article->page->site->title;

    open_node(self, "Article");
    gp_json_pair(&self->json, "headline", article->document->title);
    gp_json_key(&self->json, "mainEntityOfPage");
    gp_json_open(&self->json, '{');
    gp_json_pair(&self->json, "@id", self->url);
    gp_json_close(&self->json, '}');
    add_date(self);
    add_named(self, "author", "Organization", site);
    add_named(self, "publisher", "Organization", site);
    gp_json_close(&self->json, '}');
}

void gp_article_data(gp_template *template, const void *context)
{
    writer self = {.article = context, .memory = &template->memory};
    gp_kind kind = self.article->document->kind;

    self.url = address(&self, gp_label_article_url(self.memory, self.article->document->slug));
    gp_json_init(&self.json, template->out);
    gp_json_open(&self.json, '{');
    gp_json_pair(&self.json, "@context", GP_STR("https://schema.org"));
    gp_json_key(&self.json, "@graph");
    gp_json_open(&self.json, '[');
    add_breadcrumbs(&self);
    add_page(&self);
    if (kind == GP_GUIDE || kind == GP_POST)
        add_article(&self);
    gp_json_close(&self.json, ']');
    gp_json_close(&self.json, '}');
}
