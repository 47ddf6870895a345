/* relate.c - the related sections of a finished build. The words of a build that began from nothing are at
 * hand, as long as none were written; else FTS5 is asked, stem by stem, for the few that matter.
 */
#include "store/related.h"
#include "store/sqlite/internal.h"

#include "base/memory.h"
#include "store_sql.h"

#include <string.h>

typedef struct relate {
    gp_sqlite_build *build;
    gp_audience part;
    gp_relating relating;
    gp_arena memory;      /* of ids */
    uint32_t *of_row;     /* a section's place in relating, by row */
    int64_t *rows;        /* and back */
    sqlite3_stmt *places; /* FTS5's, of a stem; NULL: the words are at hand */
    gp_error *error;
} relate;

static gp_status no_memory(gp_error *error)
{
    return gp_error_set(error, GP_NO_MEMORY, "the new index: not enough memory");
}

/* ---- sections -------------------------------------------------------------------------------- */

static gp_status take_sections(relate *self, sqlite3_stmt *row)
{
    const int64_t limit = self->build->next_section[self->part];
    size_t count = 0;
    int code;

    while ((code = sqlite3_step(row)) == SQLITE_ROW) {
        gp_relating_section *section = &self->relating.sections[count];
        int64_t id = sqlite3_column_int64(row, 0);
        if (id < 0 || id >= limit || count >= (size_t)limit)
            return gp_error_set(self->error, GP_CORRUPT, "the new index: a section's number");
        section->document = (uint32_t)sqlite3_column_int64(row, 1);
        section->id = gp_column_copy(row, 2, &self->memory);
        self->rows[count] = id;
        self->of_row[id] = (uint32_t)count++;
    }
    self->relating.count = count;
    if (code != SQLITE_DONE)
        return gp_connection_failed(&self->build->connection, self->error);
    return self->memory.failed ? no_memory(self->error) : GP_OK;
}

static gp_status read_sections(relate *self)
{
    size_t limit = (size_t)self->build->next_section[self->part];
    sqlite3_stmt *row;
    gp_status status;

    self->of_row = gp_alloc(limit * sizeof *self->of_row);
    self->rows = gp_alloc(limit * sizeof *self->rows);
    if (self->of_row == NULL || self->rows == NULL ||
        gp_relating_open(&self->relating, limit) != GP_OK)
        return no_memory(self->error);
    status = gp_connection_prepare(&self->build->connection, GP_SQL_ALL_IDS, self->part, &row,
                                   self->error);
    if (status == GP_OK)
        status = take_sections(self, row);
    (void)sqlite3_finalize(row);
    return status;
}

/* ---- words ----------------------------------------------------------------------------------- */

static void take_row(void *context, uint32_t row, const uint32_t times[GP_FIELD_COUNT])
{
    relate *self = context;

    gp_relating_word(&self->relating, self->of_row[row], times);
}

/* The rows of a stem, from FTS5: place by place, ordered by row. */
static gp_status ask_fts(relate *self, gp_str stem)
{
    uint32_t times[GP_FIELD_COUNT] = {0};
    int64_t last = 0;
    int code;

    gp_bind_text(self->places, 1, stem);
    while ((code = sqlite3_step(self->places)) == SQLITE_ROW) {
        int64_t row = sqlite3_column_int64(self->places, 0);
        if (row < 1 || row >= self->build->next_section[self->part])
            break;
        if (row != last && last > 0) {
            take_row(self, (uint32_t)last, times);
            memset(times, 0, sizeof times);
        }
        last = row;
        times[gp_sqlite_field_of(gp_column_text(self->places, 1))]++;
    }
    if (last > 0)
        take_row(self, (uint32_t)last, times);
    (void)sqlite3_reset(self->places);
    if (code == SQLITE_ROW)
        return gp_error_set(self->error, GP_CORRUPT, "the new index: a word of no section");
    return code == SQLITE_DONE ? GP_OK
                               : gp_connection_failed(&self->build->connection, self->error);
}

static gp_status read_words(relate *self)
{
    gp_vocabulary *words = &self->build->words[self->part];
    const gp_doclists *lists = &self->build->segments[self->part].lists;
    const gp_vocabulary_word *sorted;
    size_t count;
    gp_status status = GP_OK;

    if (gp_vocabulary_sorted(words, &words->stems, &sorted, &count) != GP_OK)
        return no_memory(self->error);
    for (size_t i = 0; i < count && status == GP_OK; i++) {
        if (!gp_relating_stem(&self->relating, (uint32_t)i, sorted[i].text, sorted[i].sections))
            continue;
        if (self->places != NULL)
            status = ask_fts(self, sorted[i].text);
        else
            gp_doclist_rows(lists, sorted[i].number, take_row, self);
    }
    return status;
}

static gp_status open_places(relate *self)
{
    gp_connection *connection = &self->build->connection;
    gp_status status = gp_connection_run(connection, GP_SQL_PLACES_OPEN, self->part, self->error);

    return status == GP_OK ? gp_connection_prepare(connection, GP_SQL_PLACES_OF_STEM, self->part,
                                                   &self->places, self->error)
                           : status;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* The number's digits, behind a blank unless they are the first; the size of all so far. */
static size_t add_number(char *text, size_t size, int64_t number)
{
    char digits[24];
    size_t count = 0;

    if (size > 0)
        text[size++] = ' ';
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0)
        text[size++] = digits[--count];
    return size;
}

static gp_status write_related(relate *self)
{
    gp_connection *connection = &self->build->connection;
    sqlite3_stmt *row;
    gp_status status = gp_connection_run(connection, GP_SQL_RELATED_CLEAR, self->part, self->error);

    if (status == GP_OK)
        status =
            gp_connection_prepare(connection, GP_SQL_RELATED_INSERT, self->part, &row, self->error);
    if (status != GP_OK)
        return status;
    for (size_t i = 0; i < self->relating.count && status == GP_OK; i++) {
        const gp_relating_section *section = &self->relating.sections[i];
        char others[GP_RELATED_MAX * 24];
        size_t size = 0;
        for (size_t j = 0; j < section->others; j++)
            size = add_number(others, size, self->rows[section->related[j]]);
        if (size == 0)
            continue;
        (void)sqlite3_bind_int64(row, 1, self->rows[i]);
        gp_bind_text(row, 2, (gp_str){others, size});
        status = gp_statement_run(connection, row, self->error);
    }
    (void)sqlite3_finalize(row);
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

bool gp_sqlite_words_at_hand(const gp_sqlite_build *build)
{
    return build->direct && build->segments[GP_PUBLIC].leaves.count == 0 &&
           build->segments[GP_STAFF].leaves.count == 0;
}

gp_status gp_sqlite_relate(gp_sqlite_build *build, gp_audience part, gp_error *error)
{
    relate self = {.build = build, .part = part, .error = error};
    gp_status status;

    gp_arena_init(&self.memory, (size_t)1 << 30);
    status = read_sections(&self);
    if (status == GP_OK && !gp_sqlite_words_at_hand(build))
        status = open_places(&self);
    if (status == GP_OK)
        status = read_words(&self);
    if (status == GP_OK && gp_relating_find(&self.relating) != GP_OK)
        status = no_memory(error);
    if (status == GP_OK)
        status = write_related(&self);
    (void)sqlite3_finalize(self.places);
    gp_relating_clear(&self.relating);
    gp_arena_clear(&self.memory);
    gp_free(self.of_row);
    gp_free(self.rows);
    return status;
}
