/* doclist.c - while an index is built from nothing: the places of each stem, gathered in memory.
 *
 * They are kept in the encoding that FTS5 stores (its fts5_index.c describes it), row after row:
 * the row as a difference, the size of what follows in bytes times two, then each place as the
 * difference to the one before plus 2, with "1, column" wherever another column begins. So writing
 * them out is copying. The size of a row's places is known only at its end: one byte is kept free.
 */
#include "store/sqlite/segment.h"

#include "base/memory.h"

#include <string.h>

enum {
    FIRST_ROOM = 24, /* what malloc gives at least */
    FIRST_LISTS = 4096,
    PLACE_MAX = 16, /* bytes of a row, its size, its column and its place */
    ONE_BYTE = 0x7F
};

size_t gp_varint_put(unsigned char *out, uint32_t value)
{
    size_t size = 1;

    for (uint32_t rest = value >> 7; rest > 0; rest >>= 7)
        size++;
    for (size_t i = size; i-- > 0; value >>= 7)
        out[i] = (unsigned char)((value & 0x7F) | (i + 1 < size ? 0x80 : 0));
    return size;
}

size_t gp_varint_get(const unsigned char *bytes, uint32_t *value)
{
    size_t size = 0;

    *value = 0;
    do {
        *value = *value << 7 | (bytes[size] & 0x7F);
    } while ((bytes[size++] & 0x80) != 0);
    return size;
}

static gp_status reserve(gp_doclists *lists, gp_doclist *list, size_t more)
{
    size_t room = list->room > 0 ? (size_t)list->room * 2 : FIRST_ROOM;
    unsigned char *bytes;

    if (list->size + more <= list->room)
        return GP_OK;
    if (room > UINT32_MAX / 2)
        return GP_NO_MEMORY;
    bytes = gp_realloc(list->bytes, room);
    if (bytes == NULL)
        return GP_NO_MEMORY;
    lists->memory += room - list->room;
    list->bytes = bytes;
    list->room = (uint32_t)room;
    return GP_OK;
}

/* Writes the size of the last row's places before them. */
static gp_status close_row(gp_doclists *lists, gp_doclist *list)
{
    uint32_t size = (list->size - list->size_at - 1) * 2;
    unsigned char *at;
    unsigned char varint[8];
    size_t length;

    if (list->row == 0)
        return GP_OK;
    if (size <= ONE_BYTE) {
        list->bytes[list->size_at] = (unsigned char)size;
        return GP_OK;
    }
    if (reserve(lists, list, PLACE_MAX) != GP_OK)
        return GP_NO_MEMORY;
    length = gp_varint_put(varint, size);
    at = list->bytes + list->size_at;
    memmove(at + length, at + 1, size / 2);
    memcpy(at, varint, length);
    list->size += (uint32_t)(length - 1);
    return GP_OK;
}

static gp_status begin_row(gp_doclists *lists, gp_doclist *list, uint32_t row)
{
    gp_status status = close_row(lists, list);

    if (status == GP_OK)
        status = reserve(lists, list, PLACE_MAX);
    if (status != GP_OK)
        return status;
    list->size += (uint32_t)gp_varint_put(list->bytes + list->size, row - list->row);
    list->row = row;
    list->size_at = list->size++;
    list->field = 0;
    list->position = 0;
    return GP_OK;
}

static gp_status more_lists(gp_doclists *lists, uint32_t stem)
{
    size_t room = lists->room > 0 ? lists->room : FIRST_LISTS;
    gp_doclist *items;

    while (room <= stem)
        room *= 2;
    items = gp_realloc(lists->items, room * sizeof *items);
    if (items == NULL)
        return GP_NO_MEMORY;
    memset(items + lists->room, 0, (room - lists->room) * sizeof *items);
    lists->items = items;
    lists->room = room;
    return GP_OK;
}

static gp_status add_place(gp_doclists *lists, gp_doclist *list, uint32_t row, gp_field field,
                           uint32_t position)
{
    uint32_t step;

    if (list->row != row ? begin_row(lists, list, row) != GP_OK
                         : reserve(lists, list, PLACE_MAX) != GP_OK)
        return GP_NO_MEMORY;
    if (list->field != field) {
        list->bytes[list->size++] = 1;
        list->bytes[list->size++] = (unsigned char)field;
        list->field = (uint8_t)field;
        list->position = 0;
    }
    step = position - list->position + 2;
    list->position = position;
    if (step <= ONE_BYTE)
        list->bytes[list->size++] = (unsigned char)step;
    else
        list->size += (uint32_t)gp_varint_put(list->bytes + list->size, step);
    return GP_OK;
}

/* In three passes, so that the memory of all is fetched at once. */
gp_status gp_doclists_add(gp_doclists *lists, const uint32_t *stems, size_t n, uint32_t row,
                          gp_field field, uint32_t position)
{
    gp_status status = GP_OK;

    for (size_t i = 0; i < n; i++) {
        if (stems[i] >= lists->room && more_lists(lists, stems[i]) != GP_OK)
            return GP_NO_MEMORY;
        __builtin_prefetch(&lists->items[stems[i]]);
    }
    for (size_t i = 0; i < n; i++) {
        const gp_doclist *list = &lists->items[stems[i]];
        if (list->size > 0)
            __builtin_prefetch(list->bytes + list->size - 1, 1);
    }
    for (size_t i = 0; i < n && status == GP_OK; i++)
        status = add_place(lists, &lists->items[stems[i]], row, field, position + (uint32_t)i);
    return status;
}

gp_status gp_doclist_close(gp_doclists *lists, uint32_t stem, gp_str *bytes)
{
    gp_doclist *list;
    gp_status status;

    *bytes = (gp_str){NULL, 0};
    if (stem >= lists->room || lists->items[stem].row == 0)
        return GP_OK;
    list = &lists->items[stem];
    status = close_row(lists, list);
    if (status == GP_OK)
        *bytes = (gp_str){(const char *)list->bytes, list->size};
    return status;
}

/* Counts the places in bytes[at, end) by field. */
static void count_places(const unsigned char *bytes, size_t at, size_t end,
                         uint32_t times[GP_FIELD_COUNT])
{
    uint32_t field = 0;

    while (at < end) {
        uint32_t value;
        at += gp_varint_get(bytes + at, &value);
        if (value == 1)
            at += gp_varint_get(bytes + at, &field);
        else
            times[field]++;
    }
}

void gp_doclist_rows(const gp_doclists *lists, uint32_t stem, gp_doclist_fn *fn, void *context)
{
    const gp_doclist *list = stem < lists->room ? &lists->items[stem] : NULL;
    uint32_t row = 0;
    size_t at = 0;

    while (list != NULL && at < list->size) {
        uint32_t times[GP_FIELD_COUNT] = {0};
        uint32_t step, size;
        size_t end;
        at += gp_varint_get(list->bytes + at, &step);
        row += step;
        if (row == list->row) { /* the last one: its size does not stand there yet */
            at = list->size_at + 1;
            end = list->size;
        } else {
            at += gp_varint_get(list->bytes + at, &size);
            end = at + size / 2;
        }
        count_places(list->bytes, at, end, times);
        fn(context, row, times);
        at = end;
    }
}

void gp_doclists_clear(gp_doclists *lists)
{
    for (size_t i = 0; i < lists->room; i++)
        gp_free(lists->items[i].bytes);
    gp_free(lists->items);
    *lists = (gp_doclists){NULL, 0, 0};
}
