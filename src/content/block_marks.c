#include "content/block_marks.h"

#include "content/block_lines.h"
#include "content/inline_marks.h"
#include "content/mdx_marks.h"

enum {
    LINE_LIMIT = 1 << 20, /* bytes of one line written anew; the source has no more */
    LOOK_AHEAD = 8 << 20, /* bytes that may be read in vain */
    REGIONS_MAX = 16      /* admonitions in admonitions */
};

/* What stands on a line by the tree. */
enum {
    LINE_TEXT,
    LINE_CODE,
    LINE_COMPONENT /* an HTML block that begins with a component: text, which may hold code */
};

typedef struct taking {
    gp_source *source;
    gp_body *body;
    gp_str text;
    unsigned char *kinds;
    bool mdx;    /* it has a statement or a component: braces are expressions */
    gp_buf line; /* the line being written */
    gp_str_list named;
    size_t budget;
    size_t index;               /* of that line */
    size_t at;                  /* offset in text of what is read next */
    size_t needed[REGIONS_MAX]; /* columns a line must be indented to belong to the admonition */
    size_t regions;
    char fence; /* inside an admonition: the fence that is open, or 0 */
    size_t fence_size;
    bool taken;
} taking;

/* ---- lines ---------------------------------------------------------------------------------- */

static gp_str original(const taking *t, size_t index)
{
    return t->source->original != NULL ? t->source->original[index] : t->source->lines[index];
}

static size_t start_of(const taking *t, size_t index)
{
    return (size_t)(original(t, index).data - t->text.data);
}

static size_t end_of(const taking *t, size_t index)
{
    return start_of(t, index) + original(t, index).size;
}

static void put(taking *t, size_t index, gp_str line)
{
    gp_str before = t->source->lines[index];

    if (gp_str_equal(before, line))
        return;
    t->taken = true;
    if (!gp_source_put(t->source, t->body->arena, index, line))
        t->body->arena->failed = true;
}

/* Hands over the line that was written. */
static void flush(taking *t)
{
    gp_str made = gp_buf_str(&t->line);

    if (t->line.status != GP_OK)
        t->body->arena->failed = true;
    else if (!gp_str_equal(made, t->source->lines[t->index]))
        put(t, t->index,
            gp_str_trim(made).size == 0 ? gp_str_slice(original(t, t->index), 0, 0)
                                        : gp_arena_take(t->body->arena, &t->line));
    gp_buf_reset(&t->line);
}

static void name_it(taking *t, size_t index, gp_str name)
{
    for (size_t i = 0; i < t->named.count; i++) {
        if (gp_str_equal(t->named.items[i], name))
            return;
    }
    if (t->named.count >= GP_BODY_WARNINGS_MAX)
        return;
    gp_body_warn(t->body, t->source->first_line + index, "left out, as it is no Markdown", name);
    (void)gp_str_list_add(t->body->arena, &t->named, name);
}

/* Moves to the offset `to`, which may be lines below; what is between stays, or is left out. */
static void go_to(taking *t, size_t to, bool stays)
{
    while (to > end_of(t, t->index) && t->index + 1 < t->source->count) {
        if (stays)
            gp_buf_add(&t->line, gp_str_slice(t->text, t->at, end_of(t, t->index)));
        flush(t);
        t->index++;
        t->at = start_of(t, t->index);
    }
    if (stays)
        gp_buf_add(&t->line, gp_str_slice(t->text, t->at, to));
    t->at = to;
}

/* ---- headings' ids -------------------------------------------------------------------------- */

static bool is_heading(const taking *t, size_t index)
{
    if (t->kinds[index] == LINE_CODE || gp_str_trim(original(t, index)).size == 0)
        return false;
    return gp_line_atx(original(t, index)) ||
           (index + 1 < t->source->count && gp_line_underline(original(t, index + 1)));
}

/* A heading's words without the "##" that may close it, with its id. */
static void add_id(gp_buf *heading, gp_str id)
{
    gp_str words = gp_str_trim(gp_buf_str(heading));
    size_t size = words.size;

    while (size > 0 && words.data[size - 1] == '#')
        size--;
    if (size < words.size && size > 0 && words.data[size - 1] == ' ')
        gp_buf_truncate(heading, (size_t)(words.data - heading->data) + size);
    while (heading->size > 0 && heading->data[heading->size - 1] == ' ')
        gp_buf_truncate(heading, heading->size - 1);
    gp_buf_printf(heading, " {#%.*s}", GP_STR_ARGS(id));
}

/* An id alone on the line below a heading is the heading's. */
static bool give_id(taking *t, gp_str id)
{
    size_t above = t->index;
    gp_buf heading;

    if (above > 0 && !gp_line_atx(original(t, above - 1)) &&
        gp_line_underline(original(t, above - 1)))
        above--;
    if (above == 0 || !is_heading(t, above - 1) ||
        gp_str_ends(gp_str_trim(t->source->lines[above - 1]), GP_STR("}")))
        return false;
    gp_buf_init(&heading, LINE_LIMIT);
    gp_buf_add(&heading, t->source->lines[above - 1]);
    add_id(&heading, id);
    put(t, above - 1, gp_arena_take(t->body->arena, &heading));
    gp_buf_clear(&heading);
    return true;
}

/* ---- within a line -------------------------------------------------------------------------- */

static bool at_line_end(const taking *t, size_t offset)
{
    return gp_str_trim(gp_str_slice(t->text, offset, end_of(t, t->index))).size == 0;
}

/* Two blanks where a mark stood become one. */
static void close_gap(taking *t)
{
    bool blank = t->line.size == 0 || t->line.data[t->line.size - 1] == ' ';

    while (blank && t->at < end_of(t, t->index) && t->text.data[t->at] == ' ' && t->line.size > 0)
        t->at++;
}

static bool take_attributes(taking *t)
{
    gp_str before = gp_str_trim(gp_buf_str(&t->line));
    bool near =
        t->line.size > 0 && t->line.size == (size_t)(before.data - t->line.data) + before.size;
    bool alone = before.size == 0;
    bool colon = t->at + 1 < t->text.size && t->text.data[t->at + 1] == ':';
    char last = before.size > 0 ? before.data[before.size - 1] : '\0';
    size_t end;
    gp_str id;

    if (!gp_mark_attributes(t->text, t->at, &end, &id))
        return false;
    if (!at_line_end(t, end) && !(near && (colon || last == ')')))
        return false;
    if (!alone && is_heading(t, t->index)) {
        if (id.size > 0)
            add_id(&t->line, id);
    } else if (gp_str_starts(before, GP_STR("#")) && !colon && id.size > 0) {
        return false;
    } else if (id.size > 0 && !(alone && give_id(t, id))) {
        name_it(t, t->index, gp_str_slice(t->text, t->at, end));
    }
    go_to(t, end, false);
    return true;
}

/* In "[text](" or "[label]: ": what follows is an address. */
static bool in_address(const taking *t)
{
    gp_str line = gp_buf_str(&t->line);

    return gp_str_ends(line, GP_STR("](")) || gp_str_ends(line, GP_STR("](<")) ||
           gp_str_ends(line, GP_STR("]: "));
}

static void take_figure(taking *t, const gp_mark *mark)
{
    static const char *const keys[] = {"caption", "alt", "title"};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        gp_str words = gp_mark_value(mark->inner, gp_str_of(keys[i]));
        if (words.size == 0)
            continue;
        for (size_t at = 0; at < words.size; at++)
            gp_buf_add_byte(&t->line, words.data[at] == '\n' ? ' ' : words.data[at]);
        return;
    }
}

static void take_content(taking *t, const gp_mark *mark)
{
    gp_str address = in_address(t) ? gp_mark_address(mark, t->body->arena) : (gp_str){NULL, 0};

    if (address.size > 0) {
        gp_buf_add(&t->line, address);
        go_to(t, mark->end, false);
        return;
    }
    if (gp_str_equal(mark->name, GP_STR("figure")))
        take_figure(t, mark);
    name_it(t, t->index, mark->name);
    go_to(t, mark->end, false);
    if (!in_address(t))
        close_gap(t);
}

static void dedent(taking *t);

/* A block of code between two marks that stand alone on their lines: they become its fences. */
static bool take_highlight(taking *t, const gp_mark *mark, size_t from, size_t end)
{
    gp_str language = gp_str_trim(gp_str_slice(mark->inner, mark->name.size, mark->inner.size));
    gp_str code = gp_str_slice(t->text, mark->end, from);
    size_t tildes = 2, run = 0;
    gp_buf indent;

    if (gp_str_trim(gp_buf_str(&t->line)).size > 0 || !at_line_end(t, mark->end) ||
        gp_str_find_byte(gp_str_slice(t->text, t->at, mark->end), '\n', 0) < mark->end - t->at)
        return false;
    while (code.size > 0 && (code.data[code.size - 1] == ' ' || code.data[code.size - 1] == '\t'))
        code.size--;
    if (code.size == 0 || code.data[code.size - 1] != '\n')
        return false;
    for (size_t i = 0; i < code.size; i++) {
        run = code.data[i] == '~' ? run + 1 : 0;
        tildes = run > tildes ? run : tildes;
    }
    gp_buf_init(&indent, LINE_LIMIT);
    gp_buf_add(&indent, gp_buf_str(&t->line));
    for (size_t i = 0; i <= tildes; i++)
        gp_buf_add_byte(&indent, '~');
    gp_buf_add(&t->line, gp_str_slice(gp_buf_str(&indent), t->line.size, indent.size));
    gp_buf_add(&t->line, gp_str_slice(language, 0, gp_str_find_byte(language, ' ', 0)));
    while (end > end_of(t, t->index)) {
        flush(t);
        t->index++;
        t->at = start_of(t, t->index);
        if (end > end_of(t, t->index)) {
            dedent(t);
            gp_buf_add(&t->line, gp_str_slice(t->text, t->at, end_of(t, t->index)));
        }
    }
    gp_buf_add(&t->line, gp_buf_str(&indent));
    if (indent.status != GP_OK)
        t->body->arena->failed = true;
    gp_buf_clear(&indent);
    t->at = end_of(t, t->index);
    return true;
}

static void take_pair(taking *t, const gp_mark *mark)
{
    size_t from, end;

    if (!gp_mark_closing(t->text, mark, &from, &end, &t->budget)) {
        go_to(t, mark->end, false);
    } else if (mark->kind == GP_MARK_COMMENT) {
        go_to(t, end, false);
    } else if (mark->kind == GP_MARK_RAW) {
        go_to(t, mark->end, false);
        go_to(t, from, true);
        go_to(t, end, false);
    } else if (!take_highlight(t, mark, from, end)) {
        go_to(t, mark->end, false);
    }
}

static bool take_expression(taking *t)
{
    size_t end;

    if (gp_mdx_comment(t->text, t->at, &end, &t->budget)) {
        go_to(t, end, false);
        return true;
    }
    if (!t->mdx || gp_str_starts(gp_str_slice(t->text, t->at, t->text.size), GP_STR("{#")) ||
        !gp_mdx_expression(t->text, t->at, &end, &t->budget))
        return false;
    name_it(t, t->index, gp_str_slice(t->text, t->at, end));
    go_to(t, end, false);
    close_gap(t);
    return true;
}

/* A tag goes, what is between two stays; a label is a line of its own, or stands in front. */
static bool take_component(taking *t)
{
    bool begins = gp_str_trim(gp_buf_str(&t->line)).size == 0;
    gp_component tag;

    if (in_address(t) || !gp_mdx_component(t->text, t->at, &tag, &t->budget))
        return false;
    t->mdx = true;
    name_it(t, t->index, tag.name);
    go_to(t, tag.end, false);
    if (begins && tag.label.size > 0 && gp_str_find_byte(tag.label, '\n', 0) == tag.label.size) {
        gp_buf_add(&t->line, tag.label);
        gp_buf_add_text(&t->line, at_line_end(t, tag.end) ? "  " : ": ");
    }
    return true;
}

static bool take_brace(taking *t)
{
    gp_mark mark = gp_mark_at(t->text, t->at, &t->budget);

    switch (mark.kind) {
    case GP_MARK_NONE:
        return take_attributes(t) || take_expression(t);
    case GP_MARK_SHOWN:
        go_to(t, mark.end, true);
        break;
    case GP_MARK_FORM:
        go_to(t, mark.end, false);
        break;
    case GP_MARK_CONTENT:
        take_content(t, &mark);
        break;
    default:
        take_pair(t, &mark);
        break;
    }
    return true;
}

/* Past a code span, or past backticks that open none. */
static void pass_code_span(taking *t)
{
    size_t size = 0;
    size_t run = 0;
    size_t at;

    while (t->at + size < t->text.size && t->text.data[t->at + size] == '`')
        size++;
    for (at = t->at + size; t->budget > 0 && at < t->text.size; at++) {
        if (t->text.data[at] == '`') {
            run++;
            continue;
        }
        if (run == size || gp_mark_ends_paragraph(t->text, at))
            break;
        run = 0;
    }
    if (run != size) {
        t->budget -= at - t->at < t->budget ? at - t->at : t->budget;
        at = t->at + size;
    }
    go_to(t, at, true);
}

static void take_inline(taking *t)
{
    while (t->at < end_of(t, t->index)) {
        char byte = t->text.data[t->at];
        if (byte == '`') {
            pass_code_span(t);
        } else if ((byte == '{' && take_brace(t)) || (byte == '<' && take_component(t))) {
            continue;
        } else {
            size_t size = byte == '\\' && t->at + 1 < end_of(t, t->index) ? 2 : 1;
            gp_buf_add(&t->line, gp_str_slice(t->text, t->at, t->at + size));
            t->at += size;
        }
    }
    flush(t);
}

/* ---- whole lines ---------------------------------------------------------------------------- */

/* True when the next line with words is indented as an admonition's text is. */
static bool has_text(const taking *t, size_t needed)
{
    for (size_t i = t->index + 1; i < t->source->count && i < t->index + GP_LINE_INDENT; i++) {
        if (gp_str_trim(original(t, i)).size > 0)
            return gp_line_columns(original(t, i)) >= needed;
    }
    return false;
}

/* A title above its text is a line of its own. */
static void put_title(taking *t, gp_str title)
{
    gp_buf_add(&t->line, title);
    gp_buf_add_text(&t->line, title.size > 0 ? "  " : "");
    flush(t);
}

static bool take_admonition(taking *t, gp_str text)
{
    size_t needed = gp_line_columns(original(t, t->index)) + GP_LINE_INDENT;
    gp_str title;

    if (t->regions == REGIONS_MAX || !gp_line_admonition(text, &title) || !has_text(t, needed))
        return false;
    gp_buf_add(&t->line, gp_str_slice(t->text, t->at, (size_t)(text.data - t->text.data)));
    put_title(t, title);
    t->needed[t->regions++] = needed;
    t->fence = '\0';
    return true;
}

/* kramdown puts its table of contents in the place of the item above. */
static void take_list_above(taking *t)
{
    gp_str above = t->index > 0 ? gp_str_trim(t->source->lines[t->index - 1]) : (gp_str){"", 0};

    if (gp_str_starts(above, GP_STR("* ")) || gp_str_starts(above, GP_STR("- ")) ||
        gp_str_starts(above, GP_STR("1. ")))
        put(t, t->index - 1, gp_str_slice(original(t, t->index - 1), 0, 0));
}

/* Lines that are one mark. */
static bool take_line(taking *t)
{
    gp_str text = gp_str_trim(gp_str_slice(t->text, t->at, end_of(t, t->index)));
    gp_str kept;

    if (text.size < 3)
        return false;
    if (gp_str_starts(text, GP_STR("--8<--")))
        name_it(t, t->index, GP_STR("--8<--"));
    else if (gp_line_fence(text, &kept))
        gp_buf_add(&t->line, kept);
    else if (gp_str_equal(text, GP_STR("{:toc}")))
        take_list_above(t);
    else if (!gp_str_equal(text, GP_STR("[TOC]")))
        return take_admonition(t, text);
    flush(t);
    return true;
}

/* ---- the lines of an admonition --------------------------------------------------------------- */

/* Leaves out the blanks that only say to which admonition the line belongs. */
static void dedent(taking *t)
{
    gp_str line = original(t, t->index);
    size_t wanted = t->regions * GP_LINE_INDENT;
    size_t size = 0;

    while (size < line.size && gp_line_columns(gp_str_slice(line, 0, size)) < wanted &&
           (line.data[size] == ' ' || line.data[size] == '\t'))
        size++;
    t->at += size;
}

static void leave_regions(taking *t)
{
    gp_str line = original(t, t->index);

    if (gp_str_trim(line).size == 0)
        return;
    while (t->regions > 0 && gp_line_columns(line) < t->needed[t->regions - 1]) {
        t->regions--;
        t->fence = '\0';
    }
}

/* Inside of an admonition the tree, which saw its text as code, cannot tell where code stands. */
static bool is_region_code(taking *t)
{
    gp_str line = gp_str_slice(t->text, t->at, end_of(t, t->index));
    gp_str text = gp_str_trim(line);
    size_t size = 0;

    while (size < text.size && text.data[size] == text.data[0])
        size++;
    if (t->fence != '\0') {
        if (size == text.size && size >= t->fence_size && text.data[0] == t->fence)
            t->fence = '\0';
        return true;
    }
    if (size >= 3 && (text.data[0] == '`' || text.data[0] == '~') &&
        (text.data[0] == '~' || gp_str_find_byte(text, '`', size) == text.size)) {
        t->fence = text.data[0];
        t->fence_size = size;
        return true;
    }
    return false;
}

/* import and export, where a block begins or behind another of them. */
static bool take_statement(taking *t)
{
    size_t above = t->index;
    size_t end;

    if (above > 0 && gp_str_trim(t->source->lines[above - 1]).size > 0)
        return false;
    if (!gp_mdx_statement(t->text, t->at, &end, &t->budget))
        return false;
    t->mdx = true;
    if (gp_str_starts(gp_str_slice(t->text, t->at, end), GP_STR("export")))
        name_it(t, t->index, GP_STR("export"));
    go_to(t, end, false);
    t->at = end_of(t, t->index);
    flush(t);
    return true;
}

static void take_from(taking *t)
{
    bool known;
    bool code;

    t->at = start_of(t, t->index);
    leave_regions(t);
    dedent(t);
    known = t->regions == 0 && t->fence == '\0' && t->kinds[t->index] != LINE_COMPONENT;
    code = known ? t->kinds[t->index] == LINE_CODE : is_region_code(t);
    if (!code && take_statement(t))
        return;
    while (!code && t->kinds[t->index] == LINE_COMPONENT && t->at < end_of(t, t->index) &&
           (t->text.data[t->at] == ' ' || t->text.data[t->at] == '\t'))
        t->at++;

    if (!code && take_line(t))
        return;
    if (!code) {
        take_inline(t);
        return;
    }
    gp_buf_add(&t->line, gp_str_slice(t->text, t->at, end_of(t, t->index)));
    flush(t);
}

static bool is_component(gp_str html)
{
    size_t budget = LOOK_AHEAD;
    gp_component tag;

    html = gp_str_trim(html);
    return gp_str_starts(html, GP_STR("<")) && gp_mdx_component(html, 0, &tag, &budget);
}

static void mark_lines(const gp_node *parent, unsigned char *kinds, size_t count)
{
    for (const gp_node *node = parent->child; node != NULL; node = node->next) {
        bool raw = node->type == GP_NODE_RAW_BLOCK;
        unsigned char kind = raw && is_component(node->text) ? LINE_COMPONENT : LINE_CODE;
        bool code = raw || node->type == GP_NODE_CODE_BLOCK;
        for (size_t line = node->first_line; code && line <= node->last_line && line <= count;
             line++)
            kinds[line > 0 ? line - 1 : 0] = kind;
        mark_lines(node, kinds, count);
    }
}

gp_status gp_block_marks_take(gp_source *source, const gp_node *root, gp_body *body, bool *taken)
{
    taking t = {.source = source, .body = body, .text = source->text, .budget = LOOK_AHEAD};

    *taken = false;
    t.kinds = gp_arena_alloc(body->arena, source->count);
    if (t.kinds == NULL)
        return GP_NO_MEMORY;
    mark_lines(root, t.kinds, source->count);
    gp_buf_init(&t.line, LINE_LIMIT);
    for (; t.index < source->count && !body->arena->failed; t.index++)
        take_from(&t);
    gp_buf_clear(&t.line);
    *taken = t.taken;
    return body->arena->failed ? GP_NO_MEMORY : GP_OK;
}
