#include "content/body.h"

#include "base/html.h"
#include "base/utf8.h"
#include "content/link.h"

enum {
    HTML_LIMIT = 8 << 20,      /* bytes of one section */
    TEXT_LIMIT = 4 << 20,      /* bytes of one section */
    DOCUMENT_LIMIT = 16 << 20, /* bytes of all sections of a document */
    DETAIL_MAX = 60            /* bytes of a warning's detail */
};

void gp_body_init(gp_body *body, gp_arena *arena, gp_document *document, gp_problem_list *problems)
{
    *body = (gp_body){.arena = arena, .document = document, .problems = problems};
    gp_buf_init(&body->html, HTML_LIMIT);
    gp_buf_init(&body->text, TEXT_LIMIT);
}

void gp_body_clear(gp_body *body)
{
    gp_buf_clear(&body->html);
    gp_buf_clear(&body->text);
}

gp_status gp_body_status(const gp_body *body)
{
    if (body->arena->failed)
        return GP_NO_MEMORY;
    if (body->html.status != GP_OK)
        return body->html.status;
    return body->text.status;
}

gp_status gp_body_finish(gp_body *body, gp_str *html, gp_str *text)
{
    gp_status status = gp_body_status(body);

    if (status != GP_OK)
        return status;
    body->written += body->html.size + body->text.size;
    if (body->written > DOCUMENT_LIMIT)
        return GP_TOO_LARGE;
    *html = gp_arena_take(body->arena, &body->html);
    *text = gp_str_trim(gp_arena_take(body->arena, &body->text));
    gp_buf_reset(&body->html);
    gp_buf_reset(&body->text);
    body->mark = 0;
    return gp_body_status(body);
}

void gp_body_warn(gp_body *body, size_t line, const char *what, gp_str detail)
{
    gp_buf text;

    if (body->document == NULL || body->warnings++ >= GP_BODY_WARNINGS_MAX)
        return;
    detail = gp_str_trim(detail);
    detail = gp_str_slice(detail, 0, gp_str_find_byte(detail, '\n', 0));
    if (detail.size > DETAIL_MAX)
        detail = gp_str_slice(detail, 0, gp_utf8_floor(detail, DETAIL_MAX));
    gp_buf_init(&text, GP_ERROR_SIZE);
    gp_buf_add_text(&text, what);
    gp_buf_add_text(&text, detail.size > 0 ? ": " : "");
    gp_utf8_add_clean(&text, detail); /* a terminal may show it */
    if (text.status != GP_OK || !gp_problem_add(body->arena, body->problems, body->document->path,
                                                line, false, "%s", text.data))
        body->arena->failed = true;
    gp_buf_clear(&text);
}

/* ---- words ---------------------------------------------------------------------------------- */

void gp_body_markup(gp_body *body, const char *literal)
{
    gp_buf_add_text(&body->html, literal);
}

static void add_words(gp_body *body, gp_str words)
{
    if (words.size == 0)
        return;
    gp_html_add_text(&body->html, words);
    if (body->silent)
        return;
    gp_utf8_add_clean(&body->text, words);
    body->mark = 0;
}

void gp_body_words(gp_body *body, gp_str words)
{
    gp_str part;

    while (gp_str_next(&words, GP_BODY_BRACKET[0], &part)) {
        add_words(body, part);
        if (words.data != NULL)
            add_words(body, GP_STR("["));
    }
}

/* The mark in the text; inside of a link it is a number only, since links do not nest. */
static void add_reference(gp_body *body, gp_citation *citation)
{
    size_t number;

    if (citation->number == 0)
        citation->number = ++body->cited;
    number = citation->number;
    gp_buf_add_text(&body->html, "<sup class=\"citation\">");
    if (body->in_link) {
        gp_buf_printf(&body->html, "%zu</sup>", number);
        return;
    }
    citation->references++;
    gp_buf_printf(&body->html, "<a href=\"#source-%zu\" id=\"citation-%zu", number, number);
    if (citation->references > 1)
        gp_buf_printf(&body->html, "-%zu", citation->references);
    gp_buf_printf(&body->html, "\" aria-label=\"Source %zu\">%zu</a></sup>", number, number);
}

void gp_body_cited_words(gp_body *body, size_t line, gp_str words)
{
    size_t from = 0;
    size_t start, end;
    gp_str label;

    while (gp_citation_next(words, from, &start, &end, &label)) {
        gp_citation *citation = gp_citation_find(&body->citations, label);
        gp_body_words(body, gp_str_slice(words, from, citation != NULL ? start : end));
        if (citation != NULL)
            add_reference(body, citation);
        else
            gp_body_warn(body, line, "a citation without a source; add a line \"[^...]: ...\"",
                         label);
        from = end;
    }
    gp_body_words(body, gp_str_slice(words, from, words.size));
}

void gp_body_new_line(gp_body *body)
{
    gp_buf *text = &body->text;

    if (!body->silent && body->mark == 0 && text->size > 0 && text->data[text->size - 1] != '\n')
        gp_buf_add_byte(text, '\n');
}

void gp_body_code_block(gp_body *body, gp_str code)
{
    gp_str line;

    gp_buf_add_text(&body->html, "<pre><code>");
    gp_html_add_text(&body->html, code);
    gp_buf_add_text(&body->html, "</code></pre>\n");
    while (!body->silent && gp_str_next(&code, '\n', &line)) {
        if (gp_str_trim(line).size == 0)
            continue;
        gp_body_new_line(body);
        gp_utf8_add_clean(&body->text, line);
        body->mark = 0;
    }
}

/* ---- links and images ----------------------------------------------------------------------- */

void gp_body_open_link(gp_body *body, size_t line, gp_str address)
{
    gp_str target;
    gp_link kind = gp_link_check(address, body->arena, &target);

    if (kind == GP_LINK_REFUSED) {
        gp_body_warn(body, line,
                     "a link that is left out (https, http, mailto, tel, sms, /..., #... and "
                     "other.md or .html are kept)",
                     address);
        return;
    }
    body->in_link = true;
    gp_buf_add_text(&body->html, "<a href=\"");
    gp_html_add_text(&body->html, target);
    gp_buf_add_text(&body->html,
                    kind == GP_LINK_OUTSIDE ? "\" rel=\"noopener noreferrer nofollow\">" : "\">");
}

void gp_body_close_link(gp_body *body)
{
    if (body->in_link)
        gp_buf_add_text(&body->html, "</a>");
    body->in_link = false;
}

/* Remembers the file an image names, once; false when there are too many. */
static bool remember(gp_body *body, gp_str name)
{
    gp_attachment_list *list = &body->document->attachments;
    gp_attachment *attachment;

    for (size_t i = 0; i < list->count; i++) {
        if (gp_str_equal(list->items[i].name, name))
            return true;
    }
    if (list->count == GP_BODY_IMAGES_MAX)
        return false;
    name = gp_arena_copy(body->arena, name);
    attachment = GP_VEC_PUSH(body->arena, list);
    if (attachment != NULL)
        attachment->name = name;
    return attachment != NULL;
}

void gp_body_image(gp_body *body, size_t line, gp_str address, gp_str alt)
{
    gp_str name;

    if (body->document == NULL || !gp_link_image(address, body->arena, &name)) {
        gp_body_warn(body, line,
                     "an image that is not shown (png, jpg, webp, gif, avif beside the "
                     "article are)",
                     address);
        gp_body_words(body, alt);
        return;
    }
    if (!remember(body, name)) {
        gp_body_warn(body, line, "an image too many in one article", address);
        gp_body_words(body, alt);
        return;
    }
    gp_buf_add_text(&body->html, "<img src=\"/a/");
    gp_url_add_part(&body->html, body->document->slug);
    gp_buf_add_byte(&body->html, '/');
    gp_url_add_path(&body->html, name);
    gp_buf_add_text(&body->html, "\" alt=\"");
    gp_html_add_text(&body->html, alt);
    gp_buf_add_text(&body->html, "\" loading=\"lazy\">");
}

/* ---- lists and tables ----------------------------------------------------------------------- */

/* An item without words of its own has no mark in the text either. */
static void drop_mark(gp_body *body)
{
    gp_buf_truncate(&body->text, body->text.size - body->mark);
    body->mark = 0;
}

void gp_body_open_item(gp_body *body, size_t number)
{
    size_t before;

    gp_buf_add_text(&body->html, "<li>");
    if (body->silent)
        return;
    drop_mark(body);
    gp_body_new_line(body);
    before = body->text.size;
    if (number > 0)
        gp_buf_printf(&body->text, "%zu. ", number);
    else
        gp_buf_add_text(&body->text, "- ");
    body->mark = body->text.size - before;
}

void gp_body_close_item(gp_body *body)
{
    drop_mark(body);
    gp_buf_add_text(&body->html, "</li>\n");
}

void gp_body_open_table(gp_body *body)
{
    gp_buf_add_text(&body->html, "<div class=\"table\" tabindex=\"0\" role=\"region\" "
                                 "aria-label=\"Table\"><table>\n");
}

void gp_body_open_row(gp_body *body, size_t row)
{
    gp_body_new_line(body);
    gp_buf_add_text(&body->html, row == 0 ? "<thead>\n<tr>" : row == 1 ? "<tbody>\n<tr>" : "<tr>");
}

void gp_body_close_row(gp_body *body, size_t row)
{
    gp_buf_add_text(&body->html, row == 0 ? "</tr>\n</thead>\n" : "</tr>\n");
}

void gp_body_open_cell(gp_body *body, size_t row, size_t column, gp_align align)
{
    static const char *const classes[] = {">", " class=\"align-left\">", " class=\"align-center\">",
                                          " class=\"align-right\">"};

    gp_buf_add_text(&body->html, row == 0 ? "<th scope=\"col\"" : "<td");
    gp_buf_add_text(&body->html, classes[align]);
    if (column > 0 && !body->silent) {
        gp_buf_add_text(&body->text, " | ");
        body->mark = 0;
    }
}

void gp_body_close_cell(gp_body *body, size_t row)
{
    gp_buf_add_text(&body->html, row == 0 ? "</th>" : "</td>");
}

void gp_body_close_table(gp_body *body, size_t rows)
{
    gp_buf_add_text(&body->html, rows > 1 ? "</tbody>\n</table></div>\n" : "</table></div>\n");
}

/* ---- sources -------------------------------------------------------------------------------- */

void gp_body_open_sources(gp_body *body)
{
    body->silent = true;
    gp_buf_add_text(&body->html, "<section class=\"sources\" aria-label=\"Sources\">\n"
                                 "<p><strong>Sources</strong></p>\n<ol>\n");
}

void gp_body_close_sources(gp_body *body)
{
    gp_buf_add_text(&body->html, "</ol>\n</section>\n");
    body->silent = false;
}

void gp_body_open_source(gp_body *body, const gp_citation *citation)
{
    gp_buf_printf(&body->html, "<li id=\"source-%zu\">", citation->number);
}

/* With a way back to where it was cited first. */
void gp_body_close_source(gp_body *body, const gp_citation *citation)
{
    if (citation->references > 0)
        gp_buf_printf(&body->html,
                      " <a href=\"#citation-%zu\" aria-label=\"Back to citation "
                      "%zu\">\xE2\x86\xA9</a>",
                      citation->number, citation->number);
    gp_buf_add_text(&body->html, "</li>\n");
}
