/* markdown_ast.h - CommonMark as a small tree of our own; markdown_ast.c is the only file with
 * <cmark.h>.
 *
 * Idea:     cmark's tree is walked once, without recursion, and copied: adjacent words become one
 *           node, depth and number are checked. What comes after may recurse, and knows no cmark.
 * Memory:   the tree lives in `arena`; cmark's own is freed before gp_ast_parse returns.
 */
#ifndef GP_CONTENT_MARKDOWN_AST_H
#define GP_CONTENT_MARKDOWN_AST_H

#include "content/markdown_source.h"

#define GP_AST_NODES_MAX 150000

typedef enum gp_node_type {
    GP_NODE_DOCUMENT,
    GP_NODE_QUOTE,
    GP_NODE_LIST,
    GP_NODE_ITEM,
    GP_NODE_CODE_BLOCK,
    GP_NODE_RAW_BLOCK, /* HTML */
    GP_NODE_PARAGRAPH,
    GP_NODE_HEADING,
    GP_NODE_RULE,
    GP_NODE_TEXT,
    GP_NODE_SOFT_BREAK,
    GP_NODE_HARD_BREAK,
    GP_NODE_CODE,
    GP_NODE_RAW, /* one HTML tag or comment */
    GP_NODE_EMPHASIS,
    GP_NODE_STRONG,
    GP_NODE_LINK,
    GP_NODE_IMAGE
} gp_node_type;

typedef struct gp_node gp_node;
struct gp_node {
    gp_node_type type;
    int number;                     /* a heading's level; an ordered list's first number, -1
                                             for bullets */
    bool tight;                     /* of a list: its paragraphs are lines */
    unsigned first_line, last_line; /* in what was parsed, from 1; of words, their block's */
    unsigned column;                /* of a block in its first line, bytes from 1 */
    gp_str text;                    /* words, code, HTML; the address of a link or image */
    gp_node *parent, *child, *next; /* child: the first */
};

/* Parses `front` (whole lines, may be empty) and the source's lines behind it. Of the tree only the
 * top-level blocks that begin in lines [1, last_line] are kept. In text, an escaped "[" is
 * GP_BODY_BRACKET. GP_NO_MEMORY; GP_INVALID (deeper than GP_MARKDOWN_DEPTH) and GP_TOO_LARGE (more
 * than GP_AST_NODES_MAX nodes), then `*bad_line` is where. */
gp_status gp_ast_parse(gp_str front, const gp_source *source, size_t last_line, gp_arena *arena,
                       gp_node **root, size_t *bad_line) GP_MUST_CHECK;

#endif
