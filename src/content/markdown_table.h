/* markdown_table.h - pipe tables in the paragraphs of an article, and what stands in their cells.
 *
 * Idea:     the cells of all tables and the texts of all sources are parsed together as one more
 *           source, each a paragraph of its own, with the article behind them: so "[words][label]" in
 *           a cell finds its address. Cell by cell, these were lost, or the time quadratic.
 * Rejected: tables as raw HTML put into the source (raw HTML would have to be let through).
 * Memory:   everything lives in the arena.
 */
#ifndef GP_CONTENT_MARKDOWN_TABLE_H
#define GP_CONTENT_MARKDOWN_TABLE_H

#include "content/citation.h"
#include "content/markdown_ast.h"
#include "content/table.h"

#define GP_TABLES_MAX      1000
#define GP_TABLE_CELLS_MAX 50000

/* Inline Markdown parsed apart from the article. */
typedef struct gp_cell {
    size_t line;       /* index of its line in the source */
    size_t begin, end; /* its lines [begin, end) in the cells' source, from 1; 0: it is empty */
    gp_node *node;     /* the first block parsed from it, or NULL */
} gp_cell;

typedef struct gp_placed_table {
    const gp_node *node; /* the paragraph (or setext heading) in whose lines it stands */
    gp_table table;
    size_t rows;       /* the head counts, the delimiters do not */
    size_t first_cell; /* row by row, each of table.columns cells */
    size_t lead;       /* 1: the cell before these holds the words above the table; else 0 */
    bool rule;         /* a line of "-" below it: for cmark a heading's, in truth a rule */
} gp_placed_table;

typedef struct gp_tables {
    GP_VEC(gp_placed_table) placed; /* in the order of the source */
    GP_VEC(gp_cell) cells;
    size_t first_source; /* the cell of the first citation; the others follow */
} gp_tables;

/* Finds the tables below `root` and parses their cells, and `citations`. GP_NO_MEMORY; GP_INVALID
 * "line N: ..." for too many, or a cell nested too deep. */
gp_status gp_tables_find(const gp_source *source, const gp_node *root,
                         const gp_citation_list *citations, gp_arena *arena, gp_tables *tables,
                         gp_error *error) GP_MUST_CHECK;
/* True when a block's lines hold a table. O(tables). */
bool gp_tables_hold(const gp_tables *tables, const gp_node *block);

#endif
