/* Named articles come as named. Tags are only asked when none of the names is shown today and no section is
 * related: what sections say tells more than what their articles are filed under. */
#include "view/article.h"

#include "view/label.h"

enum {
    RELATED_MAX = 5,
    LINKS = 4 /* up to which related sections fill up */
};

static const char file[] = "article.html";

/* The articles chosen, best first. */
typedef struct choice {
    const gp_document_line *lines[RELATED_MAX];
    size_t scores[RELATED_MAX];
    size_t count;
} choice;

bool gp_article_names(const gp_document *document, gp_str id)
{
    if (gp_str_starts(id, GP_STR("gp-")))
        return true;
    for (size_t i = 0; i < document->sections.count; i++) {
        if (gp_str_equal(document->sections.items[i].anchor, id))
            return true;
    }
    return id.size == 0;
}

static const gp_document_line *line_of(const gp_document_lines *documents, gp_str slug)
{
    for (size_t i = 0; i < documents->count; i++) {
        if (gp_str_equal(documents->items[i].slug, slug))
            return &documents->items[i];
    }
    return NULL;
}

static void choose_named(const gp_article *self, choice *chosen)
{
    const gp_str_list *names = &self->document->related;

    for (size_t i = 0; i < names->count && chosen->count < RELATED_MAX; i++) {
        const gp_document_line *line = line_of(self->documents, names->items[i]);
        if (line != NULL)
            chosen->lines[chosen->count++] = line;
    }
}

static size_t tags_shared(const gp_str_list *a, const gp_str_list *b)
{
    size_t shared = 0;

    for (size_t i = 0; i < a->count; i++) {
        for (size_t j = 0; j < b->count; j++)
            shared += gp_str_equal(a->items[i], b->items[j]);
    }
    return shared;
}

/* Keeps the best, in the order of score and, of equals, of the list. */
static void offer(choice *chosen, const gp_document_line *line, size_t score)
{
    size_t place = chosen->count;

    while (place > 0 && chosen->scores[place - 1] < score)
        place--;
    if (place >= RELATED_MAX)
        return;
    if (chosen->count < RELATED_MAX)
        chosen->count++;
    for (size_t i = chosen->count - 1; i > place; i--) {
        chosen->lines[i] = chosen->lines[i - 1];
        chosen->scores[i] = chosen->scores[i - 1];
    }
    chosen->lines[place] = line;
    chosen->scores[place] = score;
}

static void choose_by_tags(const gp_article *self, choice *chosen)
{
    for (size_t i = 0; i < self->documents->count; i++) {
        const gp_document_line *line = &self->documents->items[i];
        size_t shared = tags_shared(&line->tags, &self->document->tags);
        if (shared > 0 && !gp_str_equal(line->slug, self->document->slug))
            offer(chosen, line, shared);
    }
}

static void add_summary(gp_template *template, const void *context)
{
    const gp_document_line *line = context;

    if (line->summary.size > 0)
        gp_template_add(template, file, "related-summary",
                        GP_SLOTS(GP_TEXT("summary", line->summary)));
}

static void add_links(gp_template *template, const void *context)
{
    const choice *chosen = context;

    for (size_t i = 0; i < chosen->count; i++) {
        const gp_document_line *line = chosen->lines[i];
        gp_template_add(
            template, file, "related-link",
            GP_SLOTS(GP_ADDRESS("url", gp_label_article_url(&template->memory, line->slug)),
                     GP_TEXT("title", line->title), GP_FILL("summary", add_summary, line)));
    }
}

/* The first `count` of them. */
typedef struct section_links {
    const gp_related_list *sections;
    size_t count;
} section_links;

static void add_article_title(gp_template *template, const void *context)
{
    const gp_related *related = context;

    gp_template_add(template, file, "related-summary",
                    GP_SLOTS(GP_TEXT("summary", related->title)));
}

static void add_section_links(gp_template *template, const void *context)
{
    const section_links *self = context;

    for (size_t i = 0; i < self->count; i++) {
        const gp_related *related = &self->sections->items[i];
        bool named = related->heading.size > 0; /* else the article's own section */
        gp_template_add(template, file, "related-link",
                        GP_SLOTS(GP_ADDRESS("url", related->url),
                                 GP_TEXT("title", named ? related->heading : related->title),
                                 GP_FILL("summary", named ? add_article_title : NULL, related)));
    }
}

void gp_article_related(gp_template *template, const void *context)
{
    const gp_article *self = context;
    choice chosen = {.count = 0};
    section_links links = {.sections = self->sections};

    choose_named(self, &chosen);
    links.count = chosen.count < LINKS ? LINKS - chosen.count : 0;
    if (links.count > self->sections->count)
        links.count = self->sections->count;
    if (chosen.count == 0 && links.count == 0)
        choose_by_tags(self, &chosen);
    if (chosen.count > 0)
        gp_template_add(template, file, "related", GP_SLOTS(GP_FILL("links", add_links, &chosen)));
    if (links.count > 0)
        gp_template_add(template, file, "related-sections",
                        GP_SLOTS(GP_FILL("links", add_section_links, &links)));
}
