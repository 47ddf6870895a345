#include "content/units.h"

#include "text/sentence.h"

#include <stdint.h>

static size_t count_words(gp_str text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.size; i++) {
        bool blank = text.data[i] == ' ' || text.data[i] == '\n';
        bool begins = i == 0 || text.data[i - 1] == ' ' || text.data[i - 1] == '\n';
        count += !blank && begins;
    }
    return count;
}

gp_status gp_units_of_text(gp_str text, gp_arena *arena, gp_str_list *groups)
{
    gp_sentence_list sentences = {NULL, 0, 0};
    gp_status status = gp_sentences(text, SIZE_MAX, arena, &sentences);
    size_t words = 0;

    for (size_t i = 0; i < sentences.count && status == GP_OK; i++) {
        const gp_sentence *sentence = &sentences.items[i];
        gp_str own = gp_str_slice(text, sentence->start, sentence->end);
        size_t more = count_words(own);
        if (groups->count > 0 && words + more <= GP_UNIT_WORDS) {
            gp_str *last = &groups->items[groups->count - 1];
            last->size = (size_t)(own.data + own.size - last->data);
            words += more;
            continue;
        }
        if (groups->count == GP_GROUPS_MAX)
            break;
        if (!gp_str_list_add(arena, groups, own))
            return GP_NO_MEMORY;
        words = more;
    }
    return status;
}

static gp_status add_all(const gp_str_list *items, gp_arena *arena, gp_str_list *units)
{
    for (size_t i = 0; i < items->count && units->count < GP_UNITS_MAX; i++) {
        if (!gp_str_list_add(arena, units, items->items[i]))
            return GP_NO_MEMORY;
    }
    return GP_OK;
}

gp_status gp_units_of(const gp_document *document, const gp_section *section, gp_arena *arena,
                      gp_str_list *units)
{
    bool own = section->heading.size == 0;
    gp_str_list headings = {NULL, 0, 0};
    gp_status status = gp_units_of_text(section->text, arena, units);

    if (status == GP_OK &&
        !gp_str_list_add(arena, &headings, own ? document->title : section->heading))
        status = GP_NO_MEMORY;
    if (status == GP_OK)
        status = add_all(&headings, arena, units);
    return status == GP_OK ? add_all(&section->questions, arena, units) : status;
}
