#include "store/memory/copy.h"

#include "base/clock.h"

static void copy_list(gp_str_list *list, gp_arena *arena)
{
    gp_str_list from = *list;

    *list = (gp_str_list){NULL, 0, 0};
    for (size_t i = 0; i < from.count; i++)
        (void)gp_str_list_add(arena, list, gp_arena_copy(arena, from.items[i]));
}

static void copy_texts(gp_str *const *texts, size_t count, gp_arena *arena)
{
    for (size_t i = 0; i < count; i++)
        *texts[i] = gp_arena_copy(arena, *texts[i]);
}

static void copy_section(gp_section *section, gp_arena *arena)
{
    gp_str *texts[] = {&section->id,
                       &section->anchor,
                       &section->heading,
                       &section->text,
                       &section->html,
                       &section->markdown,
                       &section->owner,
                       &section->review_by,
                       &section->approval.by,
                       &section->approval.on,
                       &section->approval.review_by,
                       &section->url,
                       &section->meaning};
    gp_str_list *lists[] = {&section->trail, &section->questions, &section->synonyms,
                            &section->aliases};

    copy_texts(texts, sizeof texts / sizeof texts[0], arena);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        copy_list(lists[i], arena);
}

static void copy_sections(gp_document *document, gp_arena *arena)
{
    gp_section_list from = document->sections;

    document->sections = (gp_section_list){NULL, 0, 0};
    for (size_t i = 0; i < from.count; i++) {
        gp_section *section = GP_VEC_PUSH(arena, &document->sections);
        if (section == NULL)
            return;
        *section = from.items[i];
        copy_section(section, arena);
    }
}

static void copy_attachments(gp_document *document, gp_arena *arena)
{
    gp_attachment_list from = document->attachments;

    document->attachments = (gp_attachment_list){NULL, 0, 0};
    for (size_t i = 0; i < from.count; i++) {
        gp_attachment *attachment = GP_VEC_PUSH(arena, &document->attachments);
        if (attachment == NULL)
            return;
        attachment->name = gp_arena_copy(arena, from.items[i].name);
        attachment->mime = gp_arena_copy(arena, from.items[i].mime);
        if (from.items[i].bytes.data != NULL)
            attachment->bytes = gp_arena_copy(arena, from.items[i].bytes);
    }
}

gp_document *gp_document_copy(const gp_document *document, gp_arena *arena)
{
    gp_document *copy = gp_arena_alloc(arena, sizeof *copy);
    gp_str *texts[] = {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL};

    if (copy == NULL)
        return NULL;
    *copy = *document;
    texts[0] = &copy->path;
    texts[1] = &copy->hash;
    texts[2] = &copy->slug;
    texts[3] = &copy->title;
    texts[4] = &copy->summary;
    texts[5] = &copy->lang;
    texts[6] = &copy->date;
    texts[7] = &copy->updated;
    texts[8] = &copy->owner;
    texts[9] = &copy->review_by;
    texts[10] = &copy->publish_on;
    texts[11] = &copy->expires_on;
    copy_texts(texts, sizeof texts / sizeof texts[0], arena);
    copy->source_url = gp_arena_copy(arena, document->source_url);
    copy_list(&copy->tags, arena);
    copy_list(&copy->questions, arena);
    copy_list(&copy->synonyms, arena);
    copy_list(&copy->aliases, arena);
    copy_list(&copy->related, arena);
    copy_sections(copy, arena);
    copy_attachments(copy, arena);
    return arena->failed ? NULL : copy;
}

void gp_document_line_of(const gp_document *document, gp_document_line *line)
{
    *line = (gp_document_line){.slug = document->slug,
                               .title = document->title,
                               .summary = document->summary,
                               .date = document->date,
                               .updated = document->updated,
                               .kind = document->kind,
                               .audience = document->audience,
                               .tags = document->tags,
                               .weight = document->weight,
                               .publish_on = INT32_MIN,
                               .expires_on = INT32_MAX};
    (void)gp_date_parse(document->publish_on, &line->publish_on);
    (void)gp_date_parse(document->expires_on, &line->expires_on);
}
