#include "view/copy.h"

#include "base/html.h"
#include "view/label.h"
#include "view/template.h"

#define WORDS_LIMIT ((size_t)64 << 10)

static bool is_verified(const gp_copy *copy)
{
    return gp_label_section_verified(copy->section, copy->today);
}

static gp_str link_of(const gp_copy *copy)
{
    return copy->audience == GP_STAFF ? (gp_str){NULL, 0} : copy->link;
}

gp_str gp_copy_verified(const gp_copy *copy, gp_arena *arena)
{
    const gp_approval *approval = &copy->section->approval;

    if (!is_verified(copy))
        return GP_STR("");
    return gp_arena_printf(arena, "Verified by %.*s on %.*s.", GP_STR_ARGS(approval->by),
                           GP_STR_ARGS(gp_label_date(arena, approval->on)));
}

static void add_paragraph(gp_buf *text, gp_str paragraph)
{
    if (paragraph.size == 0)
        return;
    gp_buf_add_text(text, text->size > 0 ? "\n\n" : "");
    gp_buf_add(text, paragraph);
}

void gp_copy_text(gp_buf *text, const gp_copy *copy)
{
    gp_arena words;

    gp_arena_init(&words, WORDS_LIMIT);
    add_paragraph(text, copy->section->heading);
    add_paragraph(text, copy->section->text);
    add_paragraph(text, gp_copy_verified(copy, &words));
    add_paragraph(text, link_of(copy));
    if (words.failed && text->status == GP_OK)
        text->status = GP_NO_MEMORY;
    gp_arena_clear(&words);
}

void gp_copy_html(gp_buf *html, const gp_copy *copy)
{
    gp_str link = link_of(copy);
    gp_arena words;
    gp_str verified;

    gp_arena_init(&words, WORDS_LIMIT);
    verified = gp_copy_verified(copy, &words);
    if (copy->section->heading.size > 0) {
        gp_buf_add_text(html, "<p><strong>");
        gp_html_add_text(html, copy->section->heading);
        gp_buf_add_text(html, "</strong></p>\n");
    }
    gp_buf_add(html, copy->section->html);
    if (verified.size > 0) {
        gp_buf_add_text(html, "\n<p>");
        gp_html_add_text(html, verified);
        gp_buf_add_text(html, "</p>");
    }
    if (link.size > 0 && gp_address_safe(link)) {
        gp_buf_add_text(html, "\n<p><a href=\"");
        gp_html_add_text(html, link);
        gp_buf_add_text(html, "\">");
        gp_html_add_text(html, link);
        gp_buf_add_text(html, "</a></p>");
    }
    if (words.failed && html->status == GP_OK)
        html->status = GP_NO_MEMORY;
    gp_arena_clear(&words);
}

/* ---- the canned reply ------------------------------------------------------------------------- */

typedef struct word {
    gp_str name, value;
} word;

enum {
    WORDS = 3
};

static bool says_nothing(gp_str line, const word words[WORDS])
{
    for (size_t i = 0; i < WORDS; i++) {
        if (words[i].value.size == 0 && gp_str_find(line, words[i].name, 0) < line.size)
            return true;
    }
    return false;
}

static void add_line(gp_buf *text, gp_str line, const word words[WORDS])
{
    size_t at = 0;

    while (at < line.size) {
        gp_str rest = gp_str_slice(line, at, line.size);
        size_t met = 0;
        while (met < WORDS && !gp_str_starts(rest, words[met].name))
            met++;
        if (met == WORDS) {
            gp_buf_add_byte(text, line.data[at++]);
            continue;
        }
        gp_buf_add(text, words[met].value);
        at += words[met].name.size;
    }
}

gp_status gp_copy_reply(gp_buf *text, gp_str reply, const gp_copy *copy)
{
    gp_arena memory;
    gp_str line;

    if (copy->audience == GP_STAFF)
        return GP_INVALID;
    if (reply.size == 0)
        reply = GP_STR("{answer}\n\n{link}\n\n{verified}");
    gp_arena_init(&memory, WORDS_LIMIT);
    {
        const word words[WORDS] = {{GP_STR("{answer}"), copy->section->text},
                                   {GP_STR("{link}"), link_of(copy)},
                                   {GP_STR("{verified}"), gp_copy_verified(copy, &memory)}};
        while (gp_str_next(&reply, '\n', &line)) {
            if (says_nothing(line, words))
                continue;
            add_line(text, line, words);
            gp_buf_add_byte(text, '\n');
        }
    }
    while (text->size > 0 && text->data[text->size - 1] == '\n')
        text->data[--text->size] = '\0';
    if (memory.failed && text->status == GP_OK)
        text->status = GP_NO_MEMORY;
    gp_arena_clear(&memory);
    return text->status;
}
