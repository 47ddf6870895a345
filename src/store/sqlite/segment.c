/* segment.c - lists of places to the pages of an FTS5 segment.
 *
 * A segment is a row of leaves in part_fts_data: the terms in byte order, each with its rows and
 * places. A leaf begins with two numbers of 16 bits: where its first row stands when that belongs to a
 * term of an earlier leaf (else 0), and where its data ends; behind the data follow the offsets of its
 * terms. part_fts_idx has the first term of each leaf that has any, cut to what tells it from the
 * term before. A term whose rows fill leaf after leaf has a list of their first rows besides (the
 * doclist index), so that a reader can skip.
 *
 * That list is one page here. A term that would need more of it (beyond some 1,500 leaves in one
 * segment) does without: reading is right without it, only slower, and so many sections make several
 * segments, which FTS5 merges and writes anew.
 */
#include "store/sqlite/segment.h"

#include "base/memory.h"
#include "store/sqlite/internal.h"
#include "store_sql.h"

#include <string.h>

enum {
    PAGE_SIZE = 4050, /* FTS5's own default */
    SPARE = 96,       /* a term, and numbers, may stand beyond the end */
    HEADER = 4,
    SKIP_LEAVES = 4, /* a term that fills so many leaves has a doclist index */
    TERM_MAX = GP_FORM_MAX + 1,
    AVERAGES_ID = 1,
    STRUCTURE_ID = 10
};

typedef struct term {
    char bytes[TERM_MAX];
    size_t size;
} term;

typedef struct writer {
    gp_connection *connection;
    gp_error *error;
    gp_status status; /* the first failure: what follows is passed over */
    sqlite3_stmt *block, *split;
    uint32_t segment;
    uint32_t page; /* number of the leaf under way, from 1 */
    unsigned char leaf[PAGE_SIZE + SPARE];
    size_t size;
    unsigned char offsets[PAGE_SIZE + SPARE];
    size_t offsets_size, last_offset; /* of the terms on this leaf */
    bool has_term, has_row;           /* this leaf */
    term last, first;                 /* last one written; what tells `first_page`'s first term */
    uint32_t first_page;
    unsigned char skip[PAGE_SIZE + SPARE]; /* doclist index of the last term */
    size_t skip_size;
    uint32_t skip_row, empty_leaves;
    bool skip_full;
} writer;

/* ---- rows of the tables ---------------------------------------------------------------------- */

static void put_block(writer *self, int64_t id, const unsigned char *bytes, size_t size)
{
    if (self->status != GP_OK)
        return;
    (void)sqlite3_bind_int64(self->block, 1, id);
    (void)sqlite3_bind_blob(self->block, 2, bytes, (int)size, SQLITE_STATIC);
    self->status = gp_statement_run(self->connection, self->block, self->error);
}

static int64_t block_id(const writer *self, uint32_t page)
{
    return ((int64_t)self->segment << 37) + page;
}

static int64_t skip_id(const writer *self, uint32_t page)
{
    return block_id(self, page) + ((int64_t)1 << 36);
}

/* The leaf `first_page` and those after it without terms are complete. */
static void put_split(writer *self)
{
    bool skips = self->skip_size > 0 && self->empty_leaves >= SKIP_LEAVES && !self->skip_full;

    if (skips)
        put_block(self, skip_id(self, self->first_page), self->skip, self->skip_size);
    self->skip_size = 0;
    self->skip_full = false;
    self->empty_leaves = 0;
    if (self->status != GP_OK)
        return;
    (void)sqlite3_bind_int64(self->split, 1, self->segment);
    (void)sqlite3_bind_blob(self->split, 2, self->first.bytes, (int)self->first.size,
                            SQLITE_STATIC);
    (void)sqlite3_bind_int64(self->split, 3, (sqlite3_int64)self->first_page * 2 + skips);
    self->status = gp_statement_run(self->connection, self->split, self->error);
}

/* ---- leaves ---------------------------------------------------------------------------------- */

static void put_number(writer *self, uint32_t value)
{
    self->size += gp_varint_put(self->leaf + self->size, value);
}

static void put_bytes(writer *self, const void *bytes, size_t size)
{
    memcpy(self->leaf + self->size, bytes, size);
    self->size += size;
}

static void put_u16(unsigned char *at, size_t value)
{
    at[0] = (unsigned char)(value >> 8);
    at[1] = (unsigned char)value;
}

static void begin_leaf(writer *self)
{
    memset(self->leaf, 0, HEADER);
    self->size = HEADER;
    self->offsets_size = self->last_offset = 0;
    self->has_term = self->has_row = false;
}

static void put_leaf(writer *self)
{
    put_u16(self->leaf + 2, self->size);
    if (!self->has_term) {
        if (!self->has_row && self->skip_size > 0 && !self->skip_full)
            self->skip[self->skip_size++] = 0;
        self->empty_leaves++;
    }
    put_bytes(self, self->offsets, self->offsets_size);
    put_block(self, block_id(self, self->page), self->leaf, self->size);
    self->page++;
    begin_leaf(self);
}

static size_t used(const writer *self)
{
    return self->size + self->offsets_size;
}

static size_t common_prefix(const term *a, gp_str b)
{
    size_t n = 0;

    while (n < a->size && n < b.size && a->bytes[n] == b.data[n])
        n++;
    return n;
}

static void put_term(writer *self, gp_str text)
{
    size_t common = common_prefix(&self->last, text);

    if (used(self) + text.size + 2 >= PAGE_SIZE && self->size > HEADER)
        put_leaf(self);
    self->offsets_size += gp_varint_put(self->offsets + self->offsets_size,
                                        (uint32_t)(self->size - self->last_offset));
    self->last_offset = self->size;
    if (self->has_term) {
        put_number(self, (uint32_t)common);
    } else {
        if (self->page > 1) {
            put_split(self);
            self->first.size = common + 1;
            memcpy(self->first.bytes, text.data, common + 1);
        }
        self->first_page = self->page;
        common = 0;
    }
    put_number(self, (uint32_t)(text.size - common));
    put_bytes(self, text.data + common, text.size - common);
    memcpy(self->last.bytes, text.data, text.size);
    self->last.size = text.size;
    self->has_term = true;
}

/* A row begins a leaf: the doclist index has it. */
static void note_skip(writer *self, uint32_t row)
{
    unsigned char *end = self->skip + self->skip_size;

    if (self->skip_size >= PAGE_SIZE)
        self->skip_full = true;
    if (self->skip_full)
        return;
    if (self->skip_size == 0) {
        *end++ = 0; /* a page without others above it */
        end += gp_varint_put(end, self->page);
        end += gp_varint_put(end, row);
    } else {
        end += gp_varint_put(end, row - self->skip_row);
    }
    self->skip_size = (size_t)(end - self->skip);
    self->skip_row = row;
}

/* How many bytes of whole numbers fit into `room`; at least one number. */
static size_t whole_numbers(const unsigned char *bytes, size_t size, size_t room)
{
    uint32_t value;
    size_t fit = gp_varint_get(bytes, &value);

    while (fit < size) {
        size_t next = fit + gp_varint_get(bytes + fit, &value);
        if (next > room)
            break;
        fit = next;
    }
    return fit;
}

/* A row, and its places with their size before them; these go on over as many leaves as they need. */
static void put_row(writer *self, uint32_t row, uint32_t step, const unsigned char *places,
                    size_t size)
{
    if (used(self) >= PAGE_SIZE)
        put_leaf(self);
    if (!self->has_term && !self->has_row) {
        put_u16(self->leaf, self->size);
        note_skip(self, row);
        put_number(self, row);
    } else {
        put_number(self, step);
    }
    self->has_row = true;
    while (size > 0) {
        size_t room = used(self) < PAGE_SIZE ? PAGE_SIZE - used(self) : 0;
        size_t fit = size <= room ? size : whole_numbers(places, size, room);
        put_bytes(self, places, fit);
        places += fit;
        size -= fit;
        if (size > 0)
            put_leaf(self);
    }
}

static void put_list(writer *self, gp_str list)
{
    const unsigned char *at = (const unsigned char *)list.data;
    const unsigned char *end = at + list.size;
    uint32_t row = 0;

    while (at < end && self->status == GP_OK) {
        uint32_t step, size;
        size_t number;
        at += gp_varint_get(at, &step);
        number = gp_varint_get(at, &size);
        row += step;
        put_row(self, row, step, at, number + size / 2);
        at += number + size / 2;
    }
}

/* ---- a segment ------------------------------------------------------------------------------- */

static void put_stems(writer *self, gp_doclists *lists, const gp_vocabulary_word *words,
                      size_t count)
{
    for (size_t i = 0; i < count && self->status == GP_OK; i++) {
        char bytes[TERM_MAX];
        gp_str list;
        if (gp_doclist_close(lists, words[i].number, &list) != GP_OK)
            self->status =
                gp_error_set(self->error, GP_NO_MEMORY, "the new index: not enough memory");
        if (list.size == 0)
            continue;
        bytes[0] = '0'; /* FTS5's mark of its main index; others would be of prefixes */
        memcpy(bytes + 1, words[i].text.data, words[i].text.size);
        put_term(self, (gp_str){bytes, words[i].text.size + 1});
        put_list(self, list);
    }
    if (self->size > HEADER)
        put_leaf(self);
    if (self->page > 1)
        put_split(self);
}

static gp_status open_writer(gp_connection *connection, gp_audience part, uint32_t segment,
                             writer **out, gp_error *error)
{
    writer *made = gp_alloc(sizeof *made);
    gp_status status;

    *out = made;
    if (made == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "the new index: not enough memory");
    made->connection = connection;
    made->error = error;
    made->segment = segment;
    made->page = made->first_page = 1;
    begin_leaf(made);
    status = gp_connection_prepare(connection, GP_SQL_FTS_BLOCK_PUT, part, &made->block, error);
    if (status == GP_OK)
        status = gp_connection_prepare(connection, GP_SQL_FTS_SPLIT_PUT, part, &made->split, error);
    return status;
}

static void close_writer(writer *self)
{
    if (self == NULL)
        return;
    (void)sqlite3_finalize(self->block);
    (void)sqlite3_finalize(self->split);
    gp_free(self);
}

gp_status gp_segment_write(gp_segments *segments, gp_connection *connection, gp_audience part,
                           gp_vocabulary *words, gp_error *error)
{
    const gp_vocabulary_word *sorted;
    size_t count;
    uint32_t *leaves;
    writer *out;
    gp_status status =
        open_writer(connection, part, (uint32_t)segments->leaves.count + 1, &out, error);

    if (status == GP_OK && gp_vocabulary_sorted(words, &words->stems, &sorted, &count) != GP_OK)
        status = gp_error_set(error, GP_NO_MEMORY, "the new index: not enough memory");
    if (status == GP_OK) {
        put_stems(out, &segments->lists, sorted, count);
        status = out->status;
    }
    if (status == GP_OK && out->page > 1) {
        leaves = GP_VEC_PUSH(&segments->memory, &segments->leaves);
        if (leaves != NULL)
            *leaves = out->page - 1;
        else
            status = gp_error_set(error, GP_NO_MEMORY, "the new index: not enough memory");
    }
    close_writer(out);
    gp_doclists_clear(&segments->lists);
    return status;
}

/* ---- all of them ----------------------------------------------------------------------------- */

void gp_segments_init(gp_segments *segments)
{
    memset(segments, 0, sizeof *segments);
    gp_arena_init(&segments->memory, 1 << 20);
}

void gp_segments_clear(gp_segments *segments)
{
    gp_doclists_clear(&segments->lists);
    gp_arena_clear(&segments->memory);
    gp_segments_init(segments);
}

gp_status gp_segments_possible(gp_connection *connection, gp_audience part, bool *possible,
                               gp_error *error)
{
    sqlite3_stmt *row;
    gp_status status = gp_connection_prepare(connection, GP_SQL_FTS_IS_KNOWN, part, &row, error);

    *possible = false;
    if (status != GP_OK)
        return status;
    *possible = sqlite3_step(row) == SQLITE_ROW && sqlite3_column_int(row, 0) != 0;
    if (sqlite3_finalize(row) != SQLITE_OK)
        return gp_connection_failed(connection, error);
    return GP_OK;
}

static void add_number(gp_buf *buf, uint64_t value)
{
    unsigned char bytes[10];
    size_t at = sizeof bytes;

    bytes[--at] = (unsigned char)(value & 0x7F);
    while ((value >>= 7) > 0)
        bytes[--at] = (unsigned char)(value & 0x7F) | 0x80;
    gp_buf_add(buf, (gp_str){(const char *)bytes + at, sizeof bytes - at});
}

/* The structure without its cookie: all segments on the second level, as after a merge, so that those
 * of a refresh are merged among themselves first. */
static void add_structure(gp_buf *buf, const gp_segments *segments)
{
    uint64_t written = 0;

    for (size_t i = 0; i < segments->leaves.count; i++)
        written += segments->leaves.items[i];
    add_number(buf, 2);
    add_number(buf, segments->leaves.count);
    add_number(buf, written);
    add_number(buf, 0); /* the first level: none being merged, none there */
    add_number(buf, 0);
    add_number(buf, 0);
    add_number(buf, segments->leaves.count);
    for (size_t i = 0; i < segments->leaves.count; i++) {
        add_number(buf, i + 1);
        add_number(buf, 1);
        add_number(buf, segments->leaves.items[i]);
    }
}

static gp_status put_record(gp_connection *connection, gp_audience part, const char *sql,
                            int64_t id, const gp_buf *record, gp_error *error)
{
    sqlite3_stmt *row;
    gp_status status;

    if (record->status != GP_OK)
        return gp_error_set(error, GP_NO_MEMORY, "the new index: not enough memory");
    status = gp_connection_prepare(connection, sql, part, &row, error);
    if (status != GP_OK)
        return status;
    (void)sqlite3_bind_int64(row, 1, id);
    (void)sqlite3_bind_blob(row, 2, record->data, (int)record->size, SQLITE_STATIC);
    status = gp_statement_run(connection, row, error);
    (void)sqlite3_finalize(row);
    return status;
}

gp_status gp_segments_finish(const gp_segments *segments, gp_connection *connection,
                             gp_audience part, gp_error *error)
{
    gp_buf record;
    gp_status status;

    if (segments->leaves.count == 0)
        return GP_OK;
    gp_buf_init(&record, 1 << 20);
    add_structure(&record, segments);
    status = put_record(connection, part, GP_SQL_FTS_STRUCTURE_PUT, STRUCTURE_ID, &record, error);
    gp_buf_reset(&record);
    add_number(&record, segments->rows);
    for (int field = 0; field < GP_FIELD_COUNT; field++)
        add_number(&record, segments->words[field]);
    if (status == GP_OK)
        status = put_record(connection, part, GP_SQL_FTS_BLOCK_PUT, AVERAGES_ID, &record, error);
    gp_buf_clear(&record);
    return status;
}
