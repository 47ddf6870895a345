/* Hits come in folded order, so a group is a run of equal slugs; the article's own section, which
 * has no heading, gives its snippet to the article's title. */
#include "view/results_page.h"

#include "view/label.h"

enum {
    TRAIL_LIMIT = 512 * 1024
};

static const char file[] = "results.html";

/* Hits of one article: hits[first .. end). */
typedef struct group {
    const gp_results_page *page;
    const gp_hit *hits;
    size_t count;
} group;

/* ---- one section ---------------------------------------------------------------------------- */

/* The headings above the section; the title stands over the group already. */
static void add_trail(gp_template *template, const void *context)
{
    const gp_hit *hit = context;
    gp_buf trail;

    if (hit->trail.count < 2)
        return;
    gp_buf_init(&trail, TRAIL_LIMIT);
    for (size_t i = 1; i < hit->trail.count; i++) {
        gp_buf_add_text(&trail, i > 1 ? " \xE2\x80\xBA " : "");
        gp_buf_add(&trail, hit->trail.items[i]);
    }
    gp_template_add(template, file, "trail",
                    GP_SLOTS(GP_TEXT("trail", gp_arena_take(&template->memory, &trail))));
    gp_buf_clear(&trail);
}

static void add_why(gp_template *template, const void *context)
{
    const gp_hit *hit = context;

    for (size_t i = 0; i < hit->why.count; i++)
        gp_template_add(template, file, "why", GP_SLOTS(GP_TEXT("why", hit->why.items[i])));
}

static void add_snippet(gp_template *template, const void *context)
{
    const gp_hit *hit = context;

    if (hit->snippet_html.size > 0)
        gp_template_add(template, file, "snippet", GP_SLOTS(GP_HTML("snippet", hit->snippet_html)));
}

/* ---- one article ---------------------------------------------------------------------------- */

/* What was found in the text before the article's first heading. */
static void add_own(gp_template *template, const void *context)
{
    const group *self = context;

    for (size_t i = 0; i < self->count; i++) {
        if (self->hits[i].heading.size > 0)
            continue;
        add_snippet(template, &self->hits[i]);
        add_why(template, &self->hits[i]);
    }
}

static void add_section_items(gp_template *template, const void *context)
{
    const group *self = context;

    for (size_t i = 0; i < self->count; i++) {
        const gp_hit *hit = &self->hits[i];
        if (hit->heading.size == 0)
            continue;
        gp_template_add(template, file, "section",
                        GP_SLOTS(GP_ADDRESS("url", hit->url), GP_TEXT("heading", hit->heading),
                                 GP_FILL("trail", add_trail, hit),
                                 GP_FILL("snippet", add_snippet, hit),
                                 GP_FILL("why", add_why, hit)));
    }
}

static void add_sections(gp_template *template, const void *context)
{
    const group *self = context;

    for (size_t i = 0; i < self->count; i++) {
        if (self->hits[i].heading.size == 0)
            continue;
        gp_template_add(template, file, "sections",
                        GP_SLOTS(GP_FILL("sections", add_section_items, self)));
        return;
    }
}

void gp_results_page_mark(gp_template *template, const gp_results_page *self, gp_str slug)
{
    const gp_document_lines *documents = self->documents;

    for (size_t i = 0; self->page->preview && documents != NULL && i < documents->count; i++) {
        const gp_document_line *line = &documents->items[i];
        gp_str mark = gp_label_hidden(self->page, line->publish_on, line->expires_on);
        if (mark.size > 0 && gp_str_equal(line->slug, slug))
            gp_template_add(template, file, "unseen", GP_SLOTS(GP_TEXT("mark", mark)));
    }
}

static void add_facts(gp_template *template, const void *context)
{
    const group *self = context;
    const gp_hit *hit = &self->hits[0];

    gp_template_add(template, file, "fact", GP_SLOTS(GP_TEXT("fact", gp_label_kind(hit->kind))));
    if (hit->updated.size > 0)
        gp_template_add(template, file, "updated",
                        GP_SLOTS(GP_TEXT("date", gp_label_date(&template->memory, hit->updated))));
    if (hit->audience == GP_STAFF)
        gp_template_add(template, file, "staff", NULL);
    gp_results_page_mark(template, self->page, hit->slug);
}

static void add_group(gp_template *template, const group *self)
{
    const gp_hit *first = &self->hits[0];
    gp_str url = first->heading.size == 0 ? first->url
                                          : gp_label_article_url(&template->memory, first->slug);

    gp_template_add(template, file, "group",
                    GP_SLOTS(GP_ADDRESS("url", url), GP_TEXT("title", first->title),
                             GP_FILL("facts", add_facts, self), GP_FILL("own", add_own, self),
                             GP_FILL("sections", add_sections, self)));
}

/* ---- the list ------------------------------------------------------------------------------- */

static void add_groups(gp_template *template, const void *context)
{
    const gp_results_page *self = context;
    const gp_hit_list *hits = &self->results->hits;
    size_t end;

    for (size_t at = 0; at < hits->count; at = end) {
        end = at + 1;
        while (end < hits->count && gp_str_equal(hits->items[end].slug, hits->items[at].slug))
            end++;
        add_group(template, &(const group){self, &hits->items[at], end - at});
    }
}

void gp_results_page_hits(gp_template *template, const void *context)
{
    const gp_results_page *self = context;

    if (self->results->hits.count > 0)
        gp_template_add(template, file, "hits", GP_SLOTS(GP_FILL("groups", add_groups, self)));
}
