#include "view/article.h"

#include "base/html.h"

enum {
    CONTENTS_MIN = 3,  /* fewer sections need no table of contents */
    GLOSSARY_MIN = 12, /* sections, and letters: below, an order is chance and no help */
    LETTERS_MIN = 6,
    URL_LIMIT = 256 * 1024
};

static const char file[] = "article.html";

gp_str gp_article_fragment(gp_arena *arena, gp_str anchor)
{
    gp_buf url;
    gp_str kept;

    gp_buf_init(&url, URL_LIMIT);
    gp_buf_add_byte(&url, '#');
    gp_url_add_part(&url, anchor);
    kept = gp_arena_take(arena, &url);
    gp_buf_clear(&url);
    return kept;
}

int gp_article_outermost(const gp_section_list *sections)
{
    int level = GP_NO_LEVEL;

    for (size_t i = 0; i < sections->count; i++) {
        if (sections->items[i].anchor.size > 0 && sections->items[i].level < level)
            level = sections->items[i].level;
    }
    return level;
}

static bool entered(const gp_section *section, int level)
{
    return section->anchor.size > 0 && section->level == level;
}

static void add_entries(gp_template *template, const void *context)
{
    const gp_section_list *sections = context;
    int level = gp_article_outermost(sections);

    for (size_t i = 0; i < sections->count; i++) {
        const gp_section *section = &sections->items[i];
        if (entered(section, level))
            gp_template_add(
                template, file, "entry",
                GP_SLOTS(GP_ADDRESS("url", gp_article_fragment(&template->memory, section->anchor)),
                         GP_TEXT("heading", section->heading)));
    }
}

void gp_article_contents(gp_template *template, const void *context)
{
    const gp_section_list *sections = context;
    int level = gp_article_outermost(sections);
    size_t count = 0;

    for (size_t i = 0; i < sections->count; i++)
        count += entered(&sections->items[i], level);
    if (count >= CONTENTS_MIN)
        gp_template_add(template, file, "contents",
                        GP_SLOTS(GP_FILL("entries", add_entries, sections)));
}

/* ---- by letter ------------------------------------------------------------------------------ */

/* The first letter as a capital; 0: something else. */
static char letter_of(const gp_section *section)
{
    char byte = section->heading.size > 0 ? section->heading.data[0] : '\0';

    if (byte >= 'a' && byte <= 'z')
        return (char)(byte - 'a' + 'A');
    return (char)(byte >= 'A' && byte <= 'Z' ? byte : '\0');
}

static bool glossary(const gp_section_list *sections, int level)
{
    size_t count = 0;
    size_t letters = 0;
    char before = '\0';

    for (size_t i = 0; i < sections->count; i++) {
        char letter = letter_of(&sections->items[i]);
        if (!entered(&sections->items[i], level))
            continue;
        if (letter == '\0' || letter < before)
            return false;
        count++;
        letters += letter > before;
        before = letter;
    }
    return count >= GLOSSARY_MIN && letters >= LETTERS_MIN;
}

static void add_letters(gp_template *template, const void *context)
{
    const gp_section_list *sections = context;
    int level = gp_article_outermost(sections);
    char before = '\0';

    for (size_t i = 0; i < sections->count; i++) {
        const gp_section *section = &sections->items[i];
        char letter = letter_of(section);
        if (!entered(section, level) || letter == before)
            continue;
        gp_template_add(
            template, file, "letter",
            GP_SLOTS(GP_ADDRESS("url", gp_article_fragment(&template->memory, section->anchor)),
                     GP_TEXT("letter", ((gp_str){&letter, 1}))));
        before = letter;
    }
}

void gp_article_letters(gp_template *template, const void *context)
{
    const gp_section_list *sections = context;

    if (glossary(sections, gp_article_outermost(sections)))
        gp_template_add(template, file, "letters",
                        GP_SLOTS(GP_FILL("letters", add_letters, sections)));
}
