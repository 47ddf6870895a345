#include "content/markdown_ast.h"

#include "base/utf8.h"
#include "content/body.h"

#include <cmark.h>

enum {
    TEXT_LIMIT = 4 << 20 /* bytes of one run of words */
};

/* A copy being made. */
typedef struct copying {
    gp_arena *arena;
    gp_node *parent, *last; /* the next node comes behind `last`, or is the first of `parent` */
    size_t count, depth;
    gp_buf text; /* adjacent words, being joined */
    gp_status status;
    size_t line; /* of the source, for a refusal */
} copying;

static gp_node_type type_of(cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
        return GP_NODE_QUOTE;
    case CMARK_NODE_LIST:
        return GP_NODE_LIST;
    case CMARK_NODE_ITEM:
        return GP_NODE_ITEM;
    case CMARK_NODE_CODE_BLOCK:
        return GP_NODE_CODE_BLOCK;
    case CMARK_NODE_HTML_BLOCK:
        return GP_NODE_RAW_BLOCK;
    case CMARK_NODE_PARAGRAPH:
        return GP_NODE_PARAGRAPH;
    case CMARK_NODE_HEADING:
        return GP_NODE_HEADING;
    case CMARK_NODE_THEMATIC_BREAK:
        return GP_NODE_RULE;
    case CMARK_NODE_TEXT:
        return GP_NODE_TEXT;
    case CMARK_NODE_SOFTBREAK:
        return GP_NODE_SOFT_BREAK;
    case CMARK_NODE_LINEBREAK:
        return GP_NODE_HARD_BREAK;
    case CMARK_NODE_CODE:
        return GP_NODE_CODE;
    case CMARK_NODE_HTML_INLINE:
        return GP_NODE_RAW;
    case CMARK_NODE_EMPH:
        return GP_NODE_EMPHASIS;
    case CMARK_NODE_STRONG:
        return GP_NODE_STRONG;
    case CMARK_NODE_LINK:
        return GP_NODE_LINK;
    case CMARK_NODE_IMAGE:
        return GP_NODE_IMAGE;
    default:
        return GP_NODE_DOCUMENT;
    }
}

static unsigned line_number(int line)
{
    return line > 0 ? (unsigned)line : 0;
}

static gp_node *add_node(copying *c, gp_node_type type)
{
    gp_node *added = gp_arena_alloc(c->arena, sizeof *added);

    if (added == NULL)
        return NULL;
    added->type = type;
    added->parent = c->parent;
    if (c->last != NULL)
        c->last->next = added;
    else if (c->parent != NULL)
        c->parent->child = added;
    c->last = added;
    c->count++;
    return added;
}

static gp_str text_of(cmark_node *node, gp_node_type type)
{
    if (type == GP_NODE_LINK || type == GP_NODE_IMAGE)
        return gp_str_of(cmark_node_get_url(node));
    return gp_str_of(cmark_node_get_literal(node));
}

static int number_of(cmark_node *node, gp_node_type type)
{
    if (type == GP_NODE_HEADING)
        return cmark_node_get_heading_level(node);
    if (type == GP_NODE_LIST && cmark_node_get_list_type(node) == CMARK_ORDERED_LIST)
        return cmark_node_get_list_start(node);
    return -1;
}

/* The text of a node, in the arena, with its escaped brackets written again as the source has them
 * in code, where a backslash is a backslash, and as cmark would give them in an address. */
static gp_str restored(copying *c, gp_str literal, gp_node_type type)
{
    bool address = type == GP_NODE_LINK || type == GP_NODE_IMAGE;
    gp_str text, part;

    if (gp_str_find_byte(literal, GP_BODY_BRACKET[0], 0) == literal.size)
        return gp_arena_copy(c->arena, literal);
    while (gp_str_next(&literal, GP_BODY_BRACKET[0], &part)) {
        gp_buf_add(&c->text, part);
        gp_buf_add_text(&c->text, literal.data == NULL ? "" : address ? "[" : "\\[");
    }
    text = gp_arena_take(c->arena, &c->text);
    gp_buf_reset(&c->text);
    return text;
}

static gp_node *copy_node(copying *c, cmark_node *node, gp_node_type type)
{
    gp_node *added = add_node(c, type);

    if (added == NULL)
        return NULL;
    added->number = number_of(node, type);
    added->tight = type == GP_NODE_LIST && cmark_node_get_list_tight(node);
    added->first_line = line_number(cmark_node_get_start_line(node));
    added->last_line = line_number(cmark_node_get_end_line(node));
    added->column = line_number(cmark_node_get_start_column(node));
    if (type != GP_NODE_TEXT)
        added->text = restored(c, text_of(node, type), type);
    return added;
}

/* Appends words without control characters but the one that stands for an escaped bracket. */
static void add_words(gp_buf *buf, gp_str words)
{
    gp_str part;

    while (gp_str_next(&words, GP_BODY_BRACKET[0], &part)) {
        gp_utf8_add_clean(buf, part);
        gp_buf_add_text(buf, words.data != NULL ? GP_BODY_BRACKET : "");
    }
}

/* Words of adjacent nodes are joined, so that "[", "^1" and "]" are seen together. */
static void join_text(copying *c, cmark_node *node)
{
    cmark_node *next = cmark_node_next(node);

    add_words(&c->text, gp_str_of(cmark_node_get_literal(node)));
    if (next != NULL && cmark_node_get_type(next) == CMARK_NODE_TEXT)
        return;
    if (c->last != NULL)
        c->last->text = gp_arena_take(c->arena, &c->text);
    gp_buf_reset(&c->text);
}

static void enter(copying *c, cmark_node *node)
{
    gp_node_type type = type_of(node);
    bool joined = type == GP_NODE_TEXT && c->last != NULL && c->last->type == GP_NODE_TEXT;
    gp_node *added = joined ? c->last : copy_node(c, node, type);

    if (added == NULL)
        return;
    if (type == GP_NODE_TEXT)
        join_text(c, node);
    if (cmark_node_first_child(node) != NULL) {
        c->parent = added;
        c->last = NULL;
        c->depth++;
    }
    if (c->depth > GP_MARKDOWN_DEPTH)
        c->status = GP_INVALID;
    else if (c->count > GP_AST_NODES_MAX)
        c->status = GP_TOO_LARGE;
    if (added->first_line > 0)
        c->line = added->first_line;
}

static void leave(copying *c, cmark_node *node)
{
    if (cmark_node_first_child(node) == NULL)
        return;
    c->last = c->parent;
    c->parent = c->parent->parent;
    c->depth--;
}

static gp_status copy_tree(copying *c, cmark_node *from, size_t last_line)
{
    cmark_iter *iter = cmark_iter_new(from);
    cmark_event_type event;

    while (c->status == GP_OK && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        bool leaf = cmark_node_first_child(node) == NULL;
        if (cmark_node_parent(node) == from && event == CMARK_EVENT_ENTER &&
            line_number(cmark_node_get_start_line(node)) > last_line)
            break;
        if (event == CMARK_EVENT_ENTER)
            enter(c, node);
        else if (!leaf)
            leave(c, node);
        if (c->arena->failed)
            c->status = GP_NO_MEMORY;
    }
    cmark_iter_free(iter);
    return c->status;
}

/* Feeds one line. cmark resolves escapes and joins words, so that an escaped bracket could not be
 * told from a citation's: it is replaced beforehand. */
static void feed_line(cmark_parser *parser, gp_str line)
{
    size_t from = 0;
    size_t at = gp_str_find(line, GP_STR("\\["), 0);

    while (at < line.size) {
        size_t before = at;
        while (before > from && line.data[before - 1] == '\\')
            before--;
        if ((at - before) % 2 == 0) { /* else the backslash is escaped, not the bracket */
            cmark_parser_feed(parser, line.data + from, at - from);
            cmark_parser_feed(parser, GP_BODY_BRACKET, 1);
            from = at + 2;
        }
        at = gp_str_find(line, GP_STR("\\["), at + 2);
    }
    cmark_parser_feed(parser, line.data + from, line.size - from);
}

static cmark_node *parse(gp_str front, const gp_source *source)
{
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_node *root;
    gp_str line;

    while (front.size > 0 && gp_str_next(&front, '\n', &line)) {
        feed_line(parser, line);
        cmark_parser_feed(parser, "\n", 1);
    }
    for (size_t i = 0; i < source->count; i++) {
        if (i > 0)
            cmark_parser_feed(parser, "\n", 1);
        feed_line(parser, source->lines[i]);
    }
    root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return root;
}

gp_status gp_ast_parse(gp_str front, const gp_source *source, size_t last_line, gp_arena *arena,
                       gp_node **root, size_t *bad_line)
{
    copying c = {.arena = arena};
    cmark_node *parsed = parse(front, source);
    gp_node head = {.type = GP_NODE_DOCUMENT};
    gp_status status;

    gp_buf_init(&c.text, TEXT_LIMIT);
    c.parent = &head;
    status = copy_tree(&c, parsed, last_line);
    cmark_node_free(parsed);
    gp_buf_clear(&c.text);
    *root = head.child;
    if (head.child != NULL)
        head.child->parent = NULL;
    *bad_line = c.line;
    return status;
}
