#include "content/html_markdown.h"

#include "content/anchor.h"
#include "content/html_inline.h"

#include <stdio.h>
#include <string.h>

enum {
    DEPTH_MAX = 100,
    PREFIX_MAX = 256, /* bytes of marks and blanks in front of a line */
    LINE_LIMIT = 1 << 20,
    COLUMNS_MAX = 32,
    ROWS_MAX = 2000
};

typedef struct writer {
    gp_buf *out;
    gp_arena *arena;
    gp_line_pairs *pairs;
    const gp_html_markdown_options *options;
    char prefix[PREFIX_MAX]; /* of every line: "> ", "  " */
    size_t prefix_size;
    char mark[16];  /* of an item that has no line yet: stands in place of the prefix's end */
    size_t counted; /* bytes of out whose lines are in `lines` */
    size_t lines;
    bool tight; /* the next block follows without an empty line */
    int depth;
} writer;

static void add_blocks(writer *self, const GumboNode *node);

/* ---- lines ---------------------------------------------------------------------------------- */

static size_t lines_so_far(writer *self)
{
    for (; self->counted < self->out->size; self->counted++)
        self->lines += self->out->data[self->counted] == '\n';
    return self->lines;
}

static void remember_line(writer *self, const GumboNode *node)
{
    gp_line_pair *pair;

    if (self->pairs == NULL || node->type != GUMBO_NODE_ELEMENT ||
        node->v.element.start_pos.line == 0)
        return;
    pair = GP_VEC_PUSH(self->arena, self->pairs);
    if (pair != NULL)
        *pair = (gp_line_pair){lines_so_far(self) + 1, node->v.element.start_pos.line};
}

static void begin_line(writer *self)
{
    size_t mark = strlen(self->mark);

    gp_buf_add(self->out, (gp_str){self->prefix, self->prefix_size - mark});
    gp_buf_add_text(self->out, self->mark);
    self->mark[0] = '\0';
}

/* An empty line between blocks, but not behind an item's mark. */
static void part(writer *self)
{
    if (self->out->size > 0 && !self->tight) {
        gp_str prefix = gp_str_trim((gp_str){self->prefix, self->prefix_size});
        if (self->mark[0] == '\0')
            gp_buf_add(self->out,
                       prefix.size > 0 ? (gp_str){self->prefix, self->prefix_size} : GP_STR(""));
        gp_buf_add_byte(self->out, '\n');
    }
    self->tight = false;
}

static void add_lines(writer *self, gp_str text)
{
    gp_str line;

    while (gp_str_next(&text, '\n', &line)) {
        begin_line(self);
        gp_buf_add(self->out, line);
        gp_buf_add_byte(self->out, '\n');
    }
}

/* Goes deeper by `more`; the first line shows `mark` instead of its end. False when it is too deep. */
static bool indent(writer *self, const char *more, const char *mark)
{
    size_t size = strlen(more);

    if (self->prefix_size + size >= PREFIX_MAX)
        return false;
    memcpy(self->prefix + self->prefix_size, more, size);
    self->prefix_size += size;
    (void)strncpy(self->mark, mark, sizeof self->mark - 1);
    return true;
}

/* ---- blocks of words ------------------------------------------------------------------------ */

/* The run of inline nodes children[from..to) as one block, `before` in front: of a heading its marks. */
static void add_paragraph(writer *self, const GumboVector *children, unsigned from, unsigned to,
                          const char *before, gp_str after)
{
    gp_buf line;
    gp_html_run run = {.out = &line,
                       .options = self->options,
                       .one_line = before[0] != '\0',
                       .depth = self->depth};

    gp_buf_init(&line, LINE_LIMIT);
    gp_buf_add_text(&line, before);
    for (unsigned i = from; i < to; i++)
        gp_html_run_add(&run, children->data[i]);
    if (line.size > strlen(before)) {
        gp_buf_add(&line, after);
        part(self);
        add_lines(self, gp_buf_str(&line));
    }
    if (line.status != GP_OK && self->out->status == GP_OK)
        self->out->status = line.status;
    gp_buf_clear(&line);
}

static bool wordless(const GumboNode *node)
{
    gp_buf words;
    bool none;

    if (node->type != GUMBO_NODE_ELEMENT)
        return node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_COMMENT;
    gp_buf_init(&words, LINE_LIMIT);
    gp_html_add_words(&words, node);
    none = words.status == GP_OK && gp_str_trim(gp_buf_str(&words)).size == 0;
    gp_buf_clear(&words);
    return none;
}

/* Sphinx and others put the id on the section around a heading, old pages on an anchor in it. Between
 * the section's beginning and its heading there may be more ids and navigation, but no words. */
static gp_str id_of(const GumboNode *heading)
{
    gp_str id = gp_html_attribute(heading, "id");
    const GumboNode *parent = heading->parent;
    const GumboVector *children = &heading->v.element.children;

    for (unsigned i = 0; i < children->length && id.size == 0; i++) {
        const GumboNode *child = children->data[i];
        if (gp_html_is(child, GUMBO_TAG_A) || gp_html_is(child, GUMBO_TAG_SPAN))
            id = gp_html_attribute(child, "id");
        if (id.size == 0 && gp_html_is(child, GUMBO_TAG_A))
            id = gp_html_attribute(child, "name");
    }
    for (unsigned i = 0; id.size == 0 && parent != NULL && parent->type == GUMBO_NODE_ELEMENT &&
                         i < parent->v.element.children.length;
         i++) {
        const GumboNode *sibling = parent->v.element.children.data[i];
        if (sibling == heading &&
            (gp_html_is(parent, GUMBO_TAG_SECTION) || gp_html_is(parent, GUMBO_TAG_DIV)))
            id = gp_html_attribute(parent, "id");
        if (!wordless(sibling))
            break;
    }
    return id;
}

static int level_of(const GumboNode *node)
{
    if (node->type != GUMBO_NODE_ELEMENT || node->v.element.tag < GUMBO_TAG_H1 ||
        node->v.element.tag > GUMBO_TAG_H6)
        return 0;
    return (int)(node->v.element.tag - GUMBO_TAG_H1) + 1;
}

/* A heading, its id behind it where the reader would take it: not in a quote or an item. */
static void add_heading(writer *self, const GumboNode *node, int level)
{
    char marks[8] = "";
    gp_str id = id_of(node);
    gp_str heading = gp_arena_printf(self->arena, "x {#%.*s}", GP_STR_ARGS(id));
    gp_str anchor = {NULL, 0};

    for (int i = 0; i < (level > 1 ? level : 2); i++)
        marks[i] = '#';
    marks[level > 1 ? level : 2] = ' ';
    if (self->prefix_size > 0 || id.size == 0 || heading.data == NULL ||
        !gp_anchor_explicit(&heading, &anchor))
        anchor = (gp_str){NULL, 0};
    if (anchor.size > 0)
        anchor = gp_arena_printf(self->arena, " {#%.*s}", GP_STR_ARGS(anchor));
    add_paragraph(self, &node->v.element.children, 0, node->v.element.children.length, marks,
                  anchor);
}

static void add_code(writer *self, const GumboNode *node)
{
    static const char fences[] = "````````````````````````````````"; /* longer runs: never seen */
    gp_buf code;
    size_t longest = 2;
    size_t count = 0;
    gp_str fence;

    gp_buf_init(&code, LINE_LIMIT);
    gp_html_add_raw(&code, node);
    for (size_t i = 0; i < code.size; i++) {
        count = code.data[i] == '`' ? count + 1 : 0;
        longest = count > longest ? count : longest;
    }
    fence = gp_str_slice(gp_str_of(fences), 0, longest + 1);
    if (gp_str_trim(gp_buf_str(&code)).size > 0) {
        part(self);
        add_lines(self, fence);
        while (code.size > 0 && code.data[code.size - 1] == '\n')
            gp_buf_truncate(&code, code.size - 1);
        add_lines(self, gp_buf_str(&code));
        add_lines(self, fence);
    }
    gp_buf_clear(&code);
}

/* ---- lists ---------------------------------------------------------------------------------- */

static void add_item(writer *self, const GumboNode *item, const char *mark)
{
    static const char blanks[] = "                ";
    size_t size = strlen(mark);
    size_t before = self->prefix_size;

    if (!indent(self, blanks + sizeof blanks - 1 - size, mark)) {
        add_blocks(self, item);
        return;
    }
    self->tight = true;
    add_blocks(self, item);
    self->mark[0] = '\0'; /* an item without words */
    self->tight = true;
    self->prefix_size = before;
}

static void add_list(writer *self, const GumboNode *list, bool numbered)
{
    const GumboVector *children = &list->v.element.children;
    size_t number = 1;
    bool first = true;

    if (gp_str_to_size(gp_html_attribute(list, "start"), 100000, &number) && number == 0)
        number = 1;
    for (unsigned i = 0; i < children->length; i++) {
        const GumboNode *child = children->data[i];
        char mark[16] = "- ";
        if (child->type != GUMBO_NODE_ELEMENT || gp_html_ignored(child))
            continue;
        if (first && gp_html_is(list->parent, GUMBO_TAG_LI))
            self->tight = false; /* a list in an item belongs to the words above it */
        else if (first)
            part(self);
        first = false;
        if (numbered)
            (void)snprintf(mark, sizeof mark, "%zu. ", number++);
        add_item(self, child, mark);
    }
    self->tight = false;
}

/* A term in bold, and what it means below it. */
static void add_definitions(writer *self, const GumboNode *list)
{
    const GumboVector *children = &list->v.element.children;

    for (unsigned i = 0; i < children->length; i++) {
        const GumboNode *child = children->data[i];
        const GumboVector *own = &child->v.element.children;
        if (child->type != GUMBO_NODE_ELEMENT || gp_html_ignored(child))
            continue;
        if (gp_html_is(child, GUMBO_TAG_DT)) {
            gp_buf words;
            gp_buf_init(&words, LINE_LIMIT);
            gp_html_add_words(&words, child);
            if (gp_str_trim(gp_buf_str(&words)).size > 0) {
                gp_buf line;
                gp_buf_init(&line, LINE_LIMIT);
                gp_buf_add_text(&line, "**");
                gp_html_escape(&line, gp_str_trim(gp_buf_str(&words)));
                gp_buf_add_text(&line, "**");
                part(self);
                add_lines(self, gp_buf_str(&line));
                gp_buf_clear(&line);
            }
            gp_buf_clear(&words);
        } else if (own->length > 0) {
            add_blocks(self, child);
        }
    }
}

/* ---- tables --------------------------------------------------------------------------------- */

typedef GP_VEC(const GumboNode *) node_list;

/* The rows of this table, not of those inside its cells; false when it holds another table or a list,
 * or is too large: then it is no table of words. */
static bool collect_rows(const writer *self, const GumboNode *node, node_list *rows, int depth)
{
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        const GumboNode **row;
        if (child->type != GUMBO_NODE_ELEMENT)
            continue;
        if (depth > 4 || gp_html_is(child, GUMBO_TAG_TABLE) || gp_html_is(child, GUMBO_TAG_UL) ||
            gp_html_is(child, GUMBO_TAG_OL) || gp_html_is(child, GUMBO_TAG_PRE) ||
            level_of(child) > 0)
            return false;
        if (gp_html_is(child, GUMBO_TAG_TR)) {
            row = rows->count < ROWS_MAX ? GP_VEC_PUSH(self->arena, rows) : NULL;
            if (row == NULL)
                return false;
            *row = child;
        }
        if (!collect_rows(self, child, rows, depth + 1))
            return false;
    }
    return true;
}

static bool cell(const GumboNode *node)
{
    return gp_html_is(node, GUMBO_TAG_TD) || gp_html_is(node, GUMBO_TAG_TH);
}

static size_t columns_of(const GumboNode *row)
{
    size_t count = 0;

    for (unsigned i = 0; i < row->v.element.children.length; i++) {
        const GumboNode *child = row->v.element.children.data[i];
        size_t span = 1;
        if (!cell(child))
            continue;
        (void)gp_str_to_size(gp_html_attribute(child, "colspan"), COLUMNS_MAX, &span);
        count += span > 0 ? span : 1;
    }
    return count;
}

static void add_row(writer *self, const GumboNode *row, size_t columns)
{
    gp_buf line;
    size_t shown = 0;

    gp_buf_init(&line, LINE_LIMIT);
    gp_buf_add_byte(&line, '|');
    for (unsigned i = 0; i < row->v.element.children.length && shown < columns; i++) {
        const GumboNode *child = row->v.element.children.data[i];
        gp_html_run run = {
            .out = &line, .options = self->options, .one_line = true, .depth = self->depth};
        size_t span = 1;
        if (!cell(child))
            continue;
        run.gap = true;
        gp_html_run_add(&run, child);
        gp_buf_add_text(&line, " |");
        (void)gp_str_to_size(gp_html_attribute(child, "colspan"), COLUMNS_MAX, &span);
        for (shown++; span > 1 && shown < columns; span--, shown++)
            gp_buf_add_text(&line, "  |");
    }
    for (; shown < columns; shown++)
        gp_buf_add_text(&line, "  |");
    add_lines(self, gp_buf_str(&line));
    gp_buf_clear(&line);
}

static void add_table(writer *self, const GumboNode *table)
{
    node_list rows = {NULL, 0, 0};
    size_t columns = 0;

    if (!collect_rows(self, table, &rows, 0) || rows.count == 0) {
        add_blocks(self, table);
        return;
    }
    for (size_t i = 0; i < rows.count; i++) {
        size_t own = columns_of(rows.items[i]);
        columns = own > columns ? own : columns;
    }
    if (columns < 2 || columns > COLUMNS_MAX) {
        add_blocks(self, table);
        return;
    }
    part(self);
    for (size_t i = 0; i < rows.count; i++) {
        add_row(self, rows.items[i], columns);
        if (i > 0)
            continue;
        begin_line(self);
        gp_buf_add_byte(self->out, '|');
        for (size_t j = 0; j < columns; j++)
            gp_buf_add_text(self->out, " --- |");
        gp_buf_add_byte(self->out, '\n');
    }
}

/* ---- blocks --------------------------------------------------------------------------------- */

static void add_quote(writer *self, const GumboNode *node)
{
    size_t before = self->prefix_size;

    part(self);
    self->tight = true;
    if (indent(self, "> ", "")) {
        add_blocks(self, node);
        self->prefix_size = before;
    }
    self->tight = false;
}

static void add_block(writer *self, const GumboNode *node)
{
    int level = level_of(node);

    remember_line(self, node);
    if (level > 0) {
        add_heading(self, node, level);
        return;
    }
    switch (node->v.element.tag) {
    case GUMBO_TAG_UL:
        add_list(self, node, false);
        break;
    case GUMBO_TAG_OL:
        add_list(self, node, true);
        break;
    case GUMBO_TAG_DL:
        add_definitions(self, node);
        break;
    case GUMBO_TAG_PRE:
        add_code(self, node);
        break;
    case GUMBO_TAG_BLOCKQUOTE:
        add_quote(self, node);
        break;
    case GUMBO_TAG_TABLE:
        add_table(self, node);
        break;
    case GUMBO_TAG_HR:
        part(self);
        add_lines(self, GP_STR("***"));
        break;
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_CAPTION:
        add_paragraph(self, &node->v.element.children, 0, node->v.element.children.length, "",
                      GP_STR(""));
        break;
    default:
        add_blocks(self, node);
    }
}

/* Runs of inline nodes are paragraphs; the blocks between them speak for themselves. */
static void add_blocks(writer *self, const GumboNode *node)
{
    const GumboVector *children = &node->v.element.children;
    unsigned at = 0;

    if (self->depth >= DEPTH_MAX) {
        add_paragraph(self, children, 0, children->length, "", GP_STR(""));
        return;
    }
    self->depth++;
    while (at < children->length) {
        const GumboNode *child = children->data[at];
        unsigned end = at;
        while (end < children->length && gp_html_inline(children->data[end]))
            end++;
        if (end > at) {
            remember_line(self, node);
            add_paragraph(self, children, at, end, "", GP_STR(""));
            at = end;
            continue;
        }
        at++;
        if (child != self->options->title && !gp_html_ignored(child))
            add_block(self, child);
    }
    self->depth--;
}

void gp_html_markdown(const GumboNode *root, const gp_html_markdown_options *options,
                      gp_arena *arena, gp_buf *markdown, gp_line_pairs *pairs)
{
    writer self = {.out = markdown, .arena = arena, .pairs = pairs, .options = options};

    if (pairs != NULL)
        *pairs = (gp_line_pairs){NULL, 0, 0};
    if (root->type == GUMBO_NODE_ELEMENT)
        add_blocks(&self, root);
}

size_t gp_line_of_source(const gp_line_pairs *pairs, size_t made)
{
    size_t line = 0;

    for (size_t i = 0; i < pairs->count && pairs->items[i].made <= made; i++)
        line = pairs->items[i].source;
    return line;
}
