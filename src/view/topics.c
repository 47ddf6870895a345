#include "view/topics.h"

#include "view/label.h"

enum {
    TOPICS_MAX = 16,
    TOPIC_LINKS = 12,
    TAGS_MAX = 256 /* distinct tags that are counted */
};

static const char file[] = "topics.html";

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
static gp_facet take_largest(gp_facet_list *tags)
{
    size_t best = 0;
    gp_facet largest;

    for (size_t i = 1; i < tags->count; i++) {
        if (tags->items[i].count > tags->items[best].count)
            best = i;
    }
    largest = tags->items[best];
    tags->items[best].count = 0;
    return largest;
}

/* The articles of a topic. */
typedef struct topic {
    const gp_document_lines *documents;
    gp_str tag, label;
    size_t count;
} topic;

static bool tagged(const gp_document_line *line, gp_str tag)
{
    for (size_t i = 0; line->audience == GP_PUBLIC && i < line->tags.count; i++) {
        if (gp_str_equal(line->tags.items[i], tag))
            return true;
    }
    return false;
}

static void add_topic_links(gp_template *template, const void *context)
{
    const topic *self = context;
    size_t shown = 0;

    for (size_t i = 0; i < self->documents->count && shown < TOPIC_LINKS; i++) {
        const gp_document_line *line = &self->documents->items[i];
        if (!tagged(line, self->tag))
            continue;
        gp_template_add(
            template, file, "topic-link",
            GP_SLOTS(GP_ADDRESS("url", gp_label_article_url(&template->memory, line->slug)),
                     GP_TEXT("title", line->title)));
        shown++;
    }
}

static void add_topic_more(gp_template *template, const void *context)
{
    const topic *self = context;

    if (self->count > TOPIC_LINKS)
        gp_template_add(template, file, "topic-more", GP_SLOTS(GP_TEXT("topic", self->label)));
}

/* The tags by use, and what they are of. */
typedef struct topics {
    const gp_document_lines *documents;
    gp_facet_list tags;
} topics;

static void add_topic_items(gp_template *template, const void *context)
{
    const topics *self = context;
    gp_arena *arena = &template->memory;
    gp_facet_list tags = self->tags;
    size_t count = tags.count < TOPICS_MAX ? tags.count : TOPICS_MAX;

    for (size_t i = 0; i < count; i++) {
        gp_facet tag = take_largest(&tags);
        const topic one = {self->documents, tag.name, gp_label_tag(arena, tag.name), tag.count};
        gp_template_add(template, file, "topic",
                        GP_SLOTS(GP_TEXT("topic", one.label),
                                 GP_TEXT("count", gp_arena_printf(arena, "%zu", one.count)),
                                 GP_FILL("links", add_topic_links, &one),
                                 GP_FILL("more", add_topic_more, &one)));
    }
}

void gp_topics(gp_template *template, const void *context)
{
    const gp_document_lines *documents = context;
    topics all = {.documents = documents};

    for (size_t i = 0; i < documents->count; i++) {
        const gp_document_line *line = &documents->items[i];
        for (size_t j = 0; line->audience == GP_PUBLIC && j < line->tags.count; j++)
            count_tag(&template->memory, &all.tags, line->tags.items[j]);
    }
    if (all.tags.count > 0)
        gp_template_add(template, file, "topics",
                        GP_SLOTS(GP_FILL("topics", add_topic_items, &all)));
}
