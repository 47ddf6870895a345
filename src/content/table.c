#include "content/table.h"

#include <ctype.h>

/* The row without blanks around it and the pipe at its head. */
static gp_str inner(gp_str line)
{
    line = gp_str_trim(line);
    return gp_str_starts(line, GP_STR("|")) ? gp_str_slice(line, 1, line.size) : line;
}

/* Takes the next cell off the front of `*row`; false behind the last. A pipe at the row's end closes
 * the last cell and begins none. */
static bool next_cell(gp_str *row, gp_str *cell)
{
    size_t at = 0;

    if (row->data == NULL)
        return false;
    while (at < row->size && row->data[at] != '|') {
        bool escape = row->data[at] == '\\' && at + 1 < row->size &&
                      ispunct((unsigned char)row->data[at + 1]);
        at += escape ? 2 : 1;
    }
    *cell = gp_str_trim(gp_str_slice(*row, 0, at));
    if (at + 1 < row->size)
        *row = gp_str_slice(*row, at + 1, row->size);
    else
        *row = (gp_str){NULL, 0};
    return true;
}

static bool parse_delimiter(gp_str cell, gp_align *align)
{
    bool left = gp_str_starts(cell, GP_STR(":"));
    bool right = cell.size > 1 && gp_str_ends(cell, GP_STR(":"));

    cell = gp_str_slice(cell, left ? 1 : 0, right ? cell.size - 1 : cell.size);
    for (size_t i = 0; i < cell.size; i++) {
        if (cell.data[i] != '-')
            return false;
    }
    *align = left && right ? GP_ALIGN_CENTER
             : left        ? GP_ALIGN_LEFT
             : right       ? GP_ALIGN_RIGHT
                           : GP_ALIGN_NONE;
    return cell.size > 0;
}

static bool parse_delimiters(gp_str line, gp_table *table)
{
    gp_str row = inner(line);
    gp_str cell;

    table->columns = 0;
    while (next_cell(&row, &cell)) {
        if (table->columns == GP_TABLE_COLUMNS ||
            !parse_delimiter(cell, &table->aligns[table->columns]))
            return false;
        table->columns++;
    }
    return table->columns > 0;
}

static bool has_cells(gp_str line, size_t wanted)
{
    gp_str row = inner(line);
    gp_str cell;
    size_t count = 0;

    while (count <= wanted && next_cell(&row, &cell))
        count++;
    return count == wanted;
}

bool gp_table_find(const gp_str *lines, size_t count, gp_table *table)
{
    for (size_t i = 0; i + 1 < count; i++) {
        if (gp_str_find_byte(lines[i], '|', 0) == lines[i].size)
            continue;
        table->first_line = i;
        if (parse_delimiters(lines[i + 1], table) && has_cells(lines[i], table->columns))
            return true;
    }
    return false;
}

size_t gp_table_cells(gp_str line, size_t max, gp_str *cells)
{
    gp_str row = inner(line);
    size_t count = 0;

    while (count < max && next_cell(&row, &cells[count]))
        count++;
    return count;
}

void gp_table_add_cell(gp_buf *buf, gp_str cell)
{
    size_t from = 0;

    for (size_t i = 0; i + 1 < cell.size; i++) {
        if (cell.data[i] != '\\' || cell.data[i + 1] != '|')
            continue;
        gp_buf_add(buf, gp_str_slice(cell, from, i));
        from = i + 1;
    }
    gp_buf_add(buf, gp_str_slice(cell, from, cell.size));
}
