#include "content/markdown_write.h"

#include "base/utf8.h"

enum {
    PLAIN_LIMIT = 64 * 1024 /* bytes of an image's words */
};

static void write_inlines(gp_markdown_writer *w, const gp_node *parent);
static void write_blocks(gp_markdown_writer *w, const gp_node *parent);

size_t gp_markdown_line(const gp_markdown_writer *writer, const gp_node *node)
{
    if (writer->cell_line > 0)
        return writer->cell_line;
    return writer->source->first_line + (node->first_line > 0 ? node->first_line - 1 : 0);
}

/* ---- plain words ---------------------------------------------------------------------------- */

/* Without citations, the escaped "[" as itself. */
static void add_plain_words(const gp_markdown_writer *w, gp_buf *buf, gp_str words)
{
    size_t from = 0;
    size_t start, end;
    gp_str label, rest, part;

    do {
        bool found = gp_citation_next(words, from, &start, &end, &label);
        bool known = found && gp_citation_find(&w->body->citations, label) != NULL;
        rest = gp_str_slice(words, from, known ? start : found ? end : words.size);
        while (gp_str_next(&rest, GP_BODY_BRACKET[0], &part)) {
            gp_buf_add(buf, part);
            gp_buf_add_text(buf, rest.data != NULL ? "[" : "");
        }
        from = found ? end : words.size;
    } while (from < words.size);
}

void gp_markdown_plain(const gp_markdown_writer *writer, const gp_node *parent, gp_buf *text)
{
    for (const gp_node *node = parent->child; node != NULL; node = node->next) {
        if (node->type == GP_NODE_TEXT)
            add_plain_words(writer, text, node->text);
        else if (node->type == GP_NODE_CODE)
            gp_utf8_add_clean(text, node->text);
        else if (node->type == GP_NODE_SOFT_BREAK || node->type == GP_NODE_HARD_BREAK)
            gp_buf_add_byte(text, ' ');
        gp_markdown_plain(writer, node, text);
    }
}

/* ---- inlines -------------------------------------------------------------------------------- */

/* "[ ] " and "[x] " at the head of an item. */
static gp_str write_task_mark(gp_markdown_writer *w, const gp_node *node, gp_str words)
{
    const gp_node *paragraph = node->parent;
    const gp_node *item = paragraph != NULL ? paragraph->parent : NULL;

    if (item == NULL || item->type != GP_NODE_ITEM || item->child != paragraph ||
        paragraph->child != node)
        return words;
    if (gp_str_starts(words, GP_STR("[ ] ")))
        gp_body_words(w->body, GP_STR("\xE2\x98\x90 "));
    else if (gp_str_starts(words, GP_STR("[x] ")) || gp_str_starts(words, GP_STR("[X] ")))
        gp_body_words(w->body, GP_STR("\xE2\x98\x91 "));
    else
        return words;
    return gp_str_slice(words, 4, words.size);
}

static void write_text(gp_markdown_writer *w, const gp_node *node)
{
    gp_str words = write_task_mark(w, node, node->text);

    gp_body_cited_words(w->body, gp_markdown_line(w, node), words);
}

static void write_raw(gp_markdown_writer *w, const gp_node *node)
{
    gp_str html = gp_str_trim(node->text);

    if (!gp_str_starts(html, GP_STR("<!--")) && !gp_str_starts(html, GP_STR("</")))
        gp_body_warn(w->body, gp_markdown_line(w, node), "raw HTML is left out", html);
}

static void write_between(gp_markdown_writer *w, const gp_node *node, const char *before,
                          const char *behind)
{
    gp_body_markup(w->body, before);
    write_inlines(w, node);
    gp_body_markup(w->body, behind);
}

static void write_image(gp_markdown_writer *w, const gp_node *node)
{
    gp_buf alt;

    gp_buf_init(&alt, PLAIN_LIMIT);
    gp_markdown_plain(w, node, &alt);
    if (alt.status == GP_NO_MEMORY)
        w->body->arena->failed = true;
    gp_body_image(w->body, gp_markdown_line(w, node), node->text, gp_buf_str(&alt));
    gp_buf_clear(&alt);
}

static void write_inline(gp_markdown_writer *w, const gp_node *node)
{
    switch (node->type) {
    case GP_NODE_TEXT:
        write_text(w, node);
        break;
    case GP_NODE_SOFT_BREAK:
        gp_body_words(w->body, GP_STR(" "));
        break;
    case GP_NODE_HARD_BREAK:
        gp_body_markup(w->body, "<br>");
        gp_body_words(w->body, GP_STR(" "));
        break;
    case GP_NODE_CODE:
        gp_body_markup(w->body, "<code>");
        gp_body_words(w->body, node->text);
        gp_body_markup(w->body, "</code>");
        break;
    case GP_NODE_EMPHASIS:
        write_between(w, node, "<em>", "</em>");
        break;
    case GP_NODE_STRONG:
        write_between(w, node, "<strong>", "</strong>");
        break;
    case GP_NODE_LINK:
        gp_body_open_link(w->body, gp_markdown_line(w, node), node->text);
        write_inlines(w, node);
        gp_body_close_link(w->body);
        break;
    case GP_NODE_IMAGE:
        write_image(w, node);
        break;
    case GP_NODE_RAW:
        write_raw(w, node);
        break;
    default:
        break;
    }
}

static void write_inlines(gp_markdown_writer *w, const gp_node *parent)
{
    for (const gp_node *node = parent->child; node != NULL; node = node->next)
        write_inline(w, node);
}

/* ---- tables --------------------------------------------------------------------------------- */

/* A cell's first words begin with the blank that stood behind its mark. */
static void write_cell(gp_markdown_writer *w, const gp_cell *cell)
{
    size_t outside = w->cell_line;

    if (cell->node == NULL || cell->node->type != GP_NODE_PARAGRAPH)
        return;
    w->cell_line = w->source->first_line + cell->line;
    for (const gp_node *node = cell->node->child; node != NULL; node = node->next) {
        gp_node words = *node;
        if (node == cell->node->child && gp_str_starts(words.text, GP_STR(" ")))
            words.text = gp_str_slice(words.text, 1, words.text.size);
        write_inline(w, &words);
    }
    w->cell_line = outside;
}

/* The words above a table in its paragraph; they may have become nothing, if they were addresses. */
static void write_lead(gp_markdown_writer *w, const gp_cell *lead)
{
    w->cell_line = w->source->first_line + lead->line;
    for (const gp_node *node = lead->node; node != NULL && node->first_line < lead->end;
         node = node->next)
        gp_markdown_write(w, node);
    w->cell_line = 0;
}

static void write_table(gp_markdown_writer *w, const gp_placed_table *placed)
{
    const gp_cell *cell = &w->tables->cells.items[placed->first_cell];

    if (placed->lead > 0)
        write_lead(w, cell - 1);
    gp_body_open_table(w->body);
    for (size_t row = 0; row < placed->rows; row++) {
        gp_body_open_row(w->body, row);
        for (size_t i = 0; i < placed->table.columns; i++) {
            gp_body_open_cell(w->body, row, i, placed->table.aligns[i]);
            write_cell(w, cell++);
            gp_body_close_cell(w->body, row);
        }
        gp_body_close_row(w->body, row);
    }
    gp_body_close_table(w->body, placed->rows);
    if (placed->rule)
        gp_body_markup(w->body, "<hr>\n");
}

/* ---- blocks --------------------------------------------------------------------------------- */

static bool is_tight(const gp_node *paragraph)
{
    const gp_node *item = paragraph->parent;

    return item != NULL && item->type == GP_NODE_ITEM && item->parent->tight;
}

static void write_paragraph(gp_markdown_writer *w, const gp_node *node)
{
    gp_body_new_line(w->body);
    if (!is_tight(node))
        write_between(w, node, "<p>", "</p>\n");
    else
        write_between(w, node, "", node->next != NULL ? "\n" : "");
}

static void write_list(gp_markdown_writer *w, const gp_node *node)
{
    bool ordered = node->number >= 0;
    size_t number = ordered ? (size_t)node->number : 0;

    if (ordered && number != 1)
        gp_buf_printf(&w->body->html, "<ol start=\"%zu\">\n", number);
    else
        gp_body_markup(w->body, ordered ? "<ol>\n" : "<ul>\n");
    for (const gp_node *item = node->child; item != NULL; item = item->next) {
        gp_body_open_item(w->body, number);
        write_blocks(w, item);
        gp_body_close_item(w->body);
        number += ordered;
    }
    gp_body_markup(w->body, ordered ? "</ol>\n" : "</ul>\n");
}

/* A kind of alert, as GitHub marks them: "> [!NOTE]". */
typedef struct alert {
    const char *mark;
    const char *opening;
} alert;

static const alert alerts[] = {
    {"[!NOTE]", "<blockquote class=\"alert note\">\n<p class=\"alert-title\">Note</p>\n"},
    {"[!TIP]", "<blockquote class=\"alert tip\">\n<p class=\"alert-title\">Tip</p>\n"},
    {"[!IMPORTANT]",
     "<blockquote class=\"alert important\">\n<p class=\"alert-title\">Important</p>\n"},
    {"[!WARNING]", "<blockquote class=\"alert warning\">\n<p class=\"alert-title\">Warning</p>\n"},
    {"[!CAUTION]", "<blockquote class=\"alert caution\">\n<p class=\"alert-title\">Caution</p>\n"},
};

/* The alert whose mark is the first line of a quote, or NULL. */
static const alert *alert_of(const gp_node *quote)
{
    const gp_node *paragraph = quote->child;
    const gp_node *words = paragraph != NULL ? paragraph->child : NULL;

    if (words == NULL || paragraph->type != GP_NODE_PARAGRAPH || words->type != GP_NODE_TEXT ||
        (words->next != NULL && words->next->type != GP_NODE_SOFT_BREAK))
        return NULL;
    for (size_t i = 0; i < sizeof alerts / sizeof alerts[0]; i++) {
        if (gp_str_equal_nocase(words->text, gp_str_of(alerts[i].mark)))
            return &alerts[i];
    }
    return NULL;
}

/* What follows the mark in the first paragraph is a paragraph still. */
static void write_alert(gp_markdown_writer *w, const gp_node *quote, const alert *kind)
{
    const gp_node *first = quote->child;
    const gp_node *mark = first->child;

    gp_body_markup(w->body, kind->opening);
    if (mark->next != NULL) {
        gp_node rest = *first;
        rest.child = mark->next->next;
        write_paragraph(w, &rest);
    }
    for (const gp_node *node = first->next; node != NULL; node = node->next)
        gp_markdown_write(w, node);
}

static void write_quote(gp_markdown_writer *w, const gp_node *node)
{
    const alert *kind = alert_of(node);

    if (kind != NULL) {
        write_alert(w, node, kind);
    } else {
        gp_body_markup(w->body, "<blockquote>\n");
        write_blocks(w, node);
    }
    gp_body_markup(w->body, "</blockquote>\n");
}

void gp_markdown_write(gp_markdown_writer *writer, const gp_node *block)
{
    const gp_tables *tables = writer->tables;

    if (writer->next_table < tables->placed.count &&
        tables->placed.items[writer->next_table].node == block) {
        write_table(writer, &tables->placed.items[writer->next_table++]);
        return;
    }
    switch (block->type) {
    case GP_NODE_PARAGRAPH:
        write_paragraph(writer, block);
        break;
    case GP_NODE_HEADING: /* inside a quote or an item: no section of its own */
        gp_body_new_line(writer->body);
        write_between(writer, block, "<p><strong>", "</strong></p>\n");
        break;
    case GP_NODE_QUOTE:
        write_quote(writer, block);
        break;
    case GP_NODE_LIST:
        write_list(writer, block);
        break;
    case GP_NODE_CODE_BLOCK:
        gp_body_code_block(writer->body, block->text);
        break;
    case GP_NODE_RULE:
        gp_body_markup(writer->body, "<hr>\n");
        break;
    case GP_NODE_RAW_BLOCK:
        write_raw(writer, block);
        break;
    default:
        write_blocks(writer, block);
    }
}

static void write_blocks(gp_markdown_writer *w, const gp_node *parent)
{
    for (const gp_node *node = parent->child; node != NULL && gp_body_status(w->body) == GP_OK;
         node = node->next)
        gp_markdown_write(w, node);
}

/* ---- sources -------------------------------------------------------------------------------- */

/* A source may refer to another, which then gets the next number: so the list can grow. */
void gp_markdown_write_sources(gp_markdown_writer *writer)
{
    gp_body *body = writer->body;
    const gp_cell *cells;

    if (body->cited == 0)
        return;
    cells = &writer->tables->cells.items[writer->tables->first_source];
    gp_body_open_sources(body);
    for (size_t number = 1; number <= body->cited; number++) {
        for (size_t i = 0; i < body->citations.count; i++) {
            const gp_citation *citation = &body->citations.items[i];
            if (citation->number != number)
                continue;
            gp_body_open_source(body, citation);
            write_cell(writer, &cells[i]);
            gp_body_close_source(body, citation);
        }
    }
    gp_body_close_sources(body);
}
