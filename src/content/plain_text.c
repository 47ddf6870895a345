/* plain_text.c - a text file: its first line is the title, blank lines separate paragraphs. */
#include "content/formats.h"

#include "base/html.h"
#include "content/anchor.h"

/* Paragraphs of several lines become one line each. */
static gp_str join_paragraphs(gp_str bytes, gp_arena *arena)
{
    gp_buf buf;
    gp_str line, text;
    bool gap = false;

    gp_buf_init(&buf, bytes.size + 1);
    while (gp_str_next(&bytes, '\n', &line)) {
        line = gp_str_trim(line);
        if (line.size > 0 && buf.size > 0)
            gp_buf_add_byte(&buf, gap ? '\n' : ' ');
        gap = line.size == 0;
        gp_buf_add(&buf, line);
    }
    text = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return text;
}

gp_status gp_plain_text_read(const gp_reading *reading, gp_str bytes)
{
    static const gp_str bom = {"\xEF\xBB\xBF", 3};
    gp_document document = {.path = reading->path, .kind = GP_PAGE, .weight = 1};
    gp_str rest = gp_str_starts(bytes, bom) ? gp_str_slice(bytes, 3, bytes.size) : bytes;
    gp_section *section = GP_VEC_PUSH(reading->arena, &document.sections);
    gp_buf html;

    if (section == NULL)
        return GP_NO_MEMORY;
    while (document.title.size == 0 && gp_str_next(&rest, '\n', &document.title))
        document.title = gp_str_trim(document.title);
    if (document.title.size == 0)
        return gp_reading_problem(reading, 1, true,
                                  "the file is empty; write a title on its first line");
    document.slug = gp_slug_of_path(reading->path, reading->arena);
    if (reading->arena->failed)
        return GP_NO_MEMORY;
    if (!gp_slug_valid(document.slug))
        return gp_reading_problem(reading, 0, true,
                                  "the file name gives no usable slug; rename the file");
    section->level = 1;
    section->line = 1;
    section->text = rest.data != NULL ? join_paragraphs(rest, reading->arena) : GP_STR("");
    gp_buf_init(&html, section->text.size * 8 + 64);
    gp_html_add_paragraphs(&html, section->text);
    section->html = gp_arena_take(reading->arena, &html);
    gp_buf_clear(&html);
    return reading->arena->failed ? GP_NO_MEMORY : gp_reading_deliver(reading, &document);
}
