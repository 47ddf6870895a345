/* label.c - words for readers. */
#include "view/label.h"

#include "base/clock.h"
#include "base/html.h"

enum {
    URL_LIMIT = 256 * 1024
};

gp_str gp_label_kind(gp_kind kind)
{
    switch (kind) {
    case GP_GUIDE:
        return GP_STR("Guide");
    case GP_POST:
        return GP_STR("Article");
    case GP_FAQ:
        return GP_STR("FAQ");
    default:
        return GP_STR("Page");
    }
}

gp_str gp_label_shelf(gp_kind kind)
{
    static const char *const names[GP_KIND_COUNT] = {"Guide", "Articles", "Questions", "Pages"};

    return gp_str_of(names[kind]);
}

gp_str gp_label_shelf_line(gp_kind kind)
{
    static const char *const lines[GP_KIND_COUNT] = {
        "The guide: where to start, section by section.", "All articles, each about one subject.",
        "Common questions with short answers.", "The glossary, and other pages."};

    return gp_str_of(lines[kind]);
}

gp_str gp_label_tag(gp_arena *arena, gp_str tag)
{
    char *text = gp_arena_alloc(arena, tag.size + 1);

    if (text == NULL)
        return (gp_str){NULL, 0};
    for (size_t i = 0; i < tag.size; i++)
        text[i] = (char)(tag.data[i] == '-' || tag.data[i] == '_' ? ' ' : tag.data[i]);
    if (tag.size > 0 && text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    return (gp_str){text, tag.size};
}

gp_str gp_label_date(gp_arena *arena, gp_str date)
{
    char words[64];

    gp_date_words(date, words, sizeof words);
    return gp_arena_copy(arena, gp_str_of(words));
}

gp_str gp_label_count(gp_arena *arena, size_t count, const char *one, const char *many)
{
    return gp_arena_printf(arena, "%zu %s", count, count == 1 ? one : many);
}

gp_str gp_label_article_url(gp_arena *arena, gp_str slug)
{
    gp_buf url;
    gp_str kept;

    gp_buf_init(&url, URL_LIMIT);
    gp_buf_add_text(&url, "/a/");
    gp_url_add_part(&url, slug);
    kept = gp_arena_take(arena, &url);
    gp_buf_clear(&url);
    return kept;
}

bool gp_label_verified(const gp_approval *approval, int32_t today)
{
    int32_t review_by;

    if (approval->state != GP_APPROVED)
        return false;
    return today == 0 || !gp_date_parse(approval->review_by, &review_by) || review_by >= today;
}

gp_str gp_label_hidden(const gp_page *page, int32_t publish_on, int32_t expires_on)
{
    int32_t never = 0;

    (void)gp_date_parse(GP_STR(GP_NEVER), &never);
    if (!page->preview || (publish_on <= page->today && expires_on > page->today))
        return (gp_str){NULL, 0};
    if (publish_on == never)
        return GP_STR("Draft");
    return publish_on > page->today ? GP_STR("Scheduled") : GP_STR("Expired");
}
