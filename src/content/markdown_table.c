#include "content/markdown_table.h"

enum {
    CELLS_LIMIT = 8 << 20 /* bytes of the cells' source: more than 1 MiB can grow to */
};

/* Stands in front of each cell, so that "# x" or "- x" in it is no block. The control character is
 * dropped from the text, the blank remains. */
#define CELL_MARK "\x01 "

typedef struct finding {
    const gp_source *source;
    gp_arena *arena;
    gp_tables *tables;
    gp_buf text;  /* the cells' source */
    size_t lines; /* in text */
    gp_error *error;
} finding;

static gp_status no_memory(const finding *f)
{
    return gp_error_set(f->error, GP_NO_MEMORY, "not enough memory");
}

static gp_cell *open_cell(finding *f, size_t line)
{
    gp_cell *cell = GP_VEC_PUSH(f->arena, &f->tables->cells);

    if (cell != NULL)
        *cell = (gp_cell){.line = line, .begin = f->lines + 1};
    return cell;
}

static void close_cell(finding *f, gp_cell *cell, size_t lines)
{
    gp_buf_add_text(&f->text, "\n\n");
    cell->end = cell->begin + lines;
    f->lines += lines + 1;
}

static bool is_underline(gp_str line)
{
    char byte;

    line = gp_str_trim(line);
    byte = line.size > 0 ? line.data[0] : '\0';
    for (size_t i = 0; i < line.size; i++) {
        if (line.data[i] != byte)
            return false;
    }
    return byte == '-' || byte == '=';
}

/* The lines of a setext heading that may be a table's: cmark counts one too many when another block
 * follows, and a line of "-" below the words is no row. */
static size_t heading_rows(const gp_node *node, const gp_str *rows, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (is_underline(rows[i]))
            return node->number == 2 ? i : i + 1;
    }
    return count;
}

/* The lines of a paragraph without what stands in front of them; NULL when none has a pipe. */
static gp_str *rows_of(const finding *f, const gp_node *node, size_t *count)
{
    size_t first = node->first_line;
    size_t last = node->last_line;
    size_t quotes = 0;
    gp_str all, *rows;

    if (first < 1 || last <= first || last > f->source->count)
        return NULL;
    all = gp_source_slice(f->source, first - 1, last);
    if (gp_str_find_byte(all, '|', 0) == all.size)
        return NULL;
    for (const gp_node *up = node->parent; up != NULL; up = up->parent)
        quotes += up->type == GP_NODE_QUOTE;
    *count = last - first + 1;
    rows = gp_arena_alloc(f->arena, *count * sizeof *rows);
    for (size_t i = 0; rows != NULL && i < *count; i++) {
        gp_str line = f->source->lines[first - 1 + i];
        rows[i] = i == 0 ? gp_str_slice(line, node->column > 0 ? node->column - 1 : 0, line.size)
                         : gp_source_bare(line, quotes);
    }
    if (rows != NULL && node->type == GP_NODE_HEADING)
        *count = heading_rows(node, rows, *count);
    return rows;
}

static gp_status add_lead(finding *f, const gp_str *rows, size_t count, size_t line)
{
    gp_cell *lead = open_cell(f, line);

    if (lead == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        gp_buf_add_text(&f->text, i > 0 ? "\n    " : ""); /* so, no line of it begins a block */
        gp_buf_add(&f->text, rows[i]);
    }
    close_cell(f, lead, count);
    return GP_OK;
}

static gp_status add_row(finding *f, const gp_table *table, gp_str row, size_t line)
{
    gp_str texts[GP_TABLE_COLUMNS];
    size_t count = gp_table_cells(row, table->columns, texts);

    for (size_t i = 0; i < table->columns; i++) {
        gp_cell *cell = open_cell(f, line);
        if (cell == NULL)
            return GP_NO_MEMORY;
        if (i >= count || texts[i].size == 0) {
            cell->begin = 0;
            continue;
        }
        gp_buf_add_text(&f->text, CELL_MARK);
        gp_table_add_cell(&f->text, texts[i]);
        close_cell(f, cell, 1);
    }
    return GP_OK;
}

static gp_status add_rows(finding *f, gp_placed_table *placed, const gp_str *rows, size_t line)
{
    size_t head = placed->table.first_line;
    gp_status status = GP_OK;

    if (head > 0)
        status = add_lead(f, rows, head, line);
    placed->lead = head > 0;
    placed->first_cell = f->tables->cells.count;
    for (size_t i = 0; i < placed->rows && status == GP_OK; i++) {
        size_t at = head + i + (i > 0); /* the delimiters are no row */
        status = add_row(f, &placed->table, rows[at], line + at);
    }
    return status;
}

static gp_status add_table(finding *f, const gp_node *node, const gp_table *table,
                           const gp_str *rows, size_t count)
{
    gp_tables *tables = f->tables;
    size_t line = node->first_line - 1;
    bool rule = node->type == GP_NODE_HEADING && node->number == 2;
    size_t table_rows = count - table->first_line - 1;
    gp_placed_table *placed;

    if (tables->placed.count == GP_TABLES_MAX)
        return gp_error_set(f->error, GP_INVALID, "line %zu: more than %d tables; split the file",
                            f->source->first_line + line, GP_TABLES_MAX);
    if (tables->cells.count > GP_TABLE_CELLS_MAX ||
        table_rows * table->columns > GP_TABLE_CELLS_MAX - tables->cells.count)
        return gp_error_set(f->error, GP_INVALID,
                            "line %zu: more than %d table cells; split the file",
                            f->source->first_line + line, GP_TABLE_CELLS_MAX);
    placed = GP_VEC_PUSH(f->arena, &tables->placed);
    if (placed == NULL)
        return no_memory(f);
    *placed = (gp_placed_table){.node = node, .table = *table, .rows = table_rows, .rule = rule};
    return add_rows(f, placed, rows, line) == GP_OK ? GP_OK : no_memory(f);
}

/* Recursion: as deep as the tree, at most GP_MARKDOWN_DEPTH. */
static gp_status find_below(finding *f, const gp_node *node)
{
    gp_status status = GP_OK;
    size_t count = 0;
    gp_str *rows;
    gp_table table;

    if (node->type == GP_NODE_PARAGRAPH || node->type == GP_NODE_HEADING) {
        rows = rows_of(f, node, &count);
        if (rows != NULL && gp_table_find(rows, count, &table))
            status = add_table(f, node, &table, rows, count);
        return f->arena->failed ? no_memory(f) : status;
    }
    for (const gp_node *child = node->child; child != NULL && status == GP_OK; child = child->next)
        status = find_below(f, child);
    return status;
}

static gp_status add_sources(finding *f, const gp_citation_list *citations)
{
    f->tables->first_source = f->tables->cells.count;
    for (size_t i = 0; i < citations->count; i++) {
        gp_cell *cell = open_cell(f, citations->items[i].line);
        if (cell == NULL)
            return no_memory(f);
        gp_buf_add_text(&f->text, CELL_MARK);
        gp_buf_add(&f->text, citations->items[i].text);
        close_cell(f, cell, 1);
    }
    return GP_OK;
}

/* Finds each cell's nodes by the lines they stand at. */
static void place_cells(gp_tables *tables, const gp_node *root)
{
    gp_node *node = root->child;

    for (size_t i = 0; i < tables->cells.count; i++) {
        gp_cell *cell = &tables->cells.items[i];
        if (cell->begin == 0)
            continue;
        while (node != NULL && node->first_line < cell->begin)
            node = node->next;
        if (node != NULL && node->first_line < cell->end)
            cell->node = node;
    }
}

/* The source's line of line `at` of the cells' source. */
static size_t line_of_cell(const finding *f, size_t at)
{
    const gp_tables *tables = f->tables;

    for (size_t i = 0; i < tables->cells.count; i++) {
        if (tables->cells.items[i].begin <= at && at < tables->cells.items[i].end)
            return f->source->first_line + tables->cells.items[i].line;
    }
    return f->source->first_line;
}

static gp_status parse_cells(finding *f)
{
    gp_node *root = NULL;
    size_t bad = 0;
    gp_status status;

    if (f->text.status != GP_OK)
        return no_memory(f);
    if (f->text.size == 0)
        return GP_OK;
    status = gp_ast_parse(gp_buf_str(&f->text), f->source, f->lines, f->arena, &root, &bad);
    if (status == GP_INVALID)
        return gp_error_set(f->error, GP_INVALID, "line %zu: nested deeper than %d",
                            line_of_cell(f, bad), GP_MARKDOWN_DEPTH);
    if (status == GP_TOO_LARGE)
        return gp_error_set(f->error, GP_INVALID, "line %zu: too much markup in tables",
                            line_of_cell(f, bad));
    if (status != GP_OK)
        return no_memory(f);
    place_cells(f->tables, root);
    return GP_OK;
}

gp_status gp_tables_find(const gp_source *source, const gp_node *root,
                         const gp_citation_list *citations, gp_arena *arena, gp_tables *tables,
                         gp_error *error)
{
    finding f = {.source = source, .arena = arena, .tables = tables, .error = error};
    gp_status status;

    *tables = (gp_tables){.first_source = 0};
    gp_buf_init(&f.text, CELLS_LIMIT);
    status = find_below(&f, root);
    if (status == GP_OK)
        status = add_sources(&f, citations);
    if (status == GP_OK)
        status = parse_cells(&f);
    gp_buf_clear(&f.text);
    return status;
}

bool gp_tables_hold(const gp_tables *tables, const gp_node *block)
{
    for (size_t i = 0; i < tables->placed.count; i++) {
        if (tables->placed.items[i].node == block)
            return true;
    }
    return false;
}
