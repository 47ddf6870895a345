#include "store/postings.h"

#include "base/memory.h"

#include <string.h>

enum {
    FILL_FIRST = 4096,
    TIMES_MAX = UINT8_MAX
};

/* ---- filling -------------------------------------------------------------------------------- */

static gp_status grow(gp_postings *postings)
{
    size_t room = postings->fill_room > 0 ? 2 * postings->fill_room : FILL_FIRST;
    gp_place *filled = gp_realloc(postings->filled, room * sizeof *filled);

    if (filled == NULL)
        return GP_NO_MEMORY;
    postings->filled = filled;
    postings->fill_room = room;
    return GP_OK;
}

gp_status gp_postings_add(gp_postings *postings, uint32_t stem, gp_handle handle, gp_field field,
                          uint32_t position)
{
    if (postings->fill_count >= GP_POSTINGS_MAX || GP_PLACE_AT(position) != position) {
        postings->too_many = true;
        return GP_OK;
    }
    if (postings->fill_count == postings->fill_room && grow(postings) != GP_OK)
        return GP_NO_MEMORY;
    postings->filled[postings->fill_count++] =
        (gp_place){stem, handle, (uint32_t)field << 30 | position};
    return GP_OK;
}

void gp_postings_clear(gp_postings *postings)
{
    gp_free(postings->filled);
    postings->filled = NULL;
    postings->fill_count = postings->fill_room = 0;
}

/* ---- sealing -------------------------------------------------------------------------------- */

/* numbers[k] = how many items come before those of key k; numbers has keys + 1 entries of counts. */
static void sum_up(uint32_t *numbers, size_t keys)
{
    uint32_t sum = 0;

    for (size_t i = 0; i <= keys; i++) {
        uint32_t count = numbers[i];
        numbers[i] = sum;
        sum += count;
    }
}

/* A stable counting sort by stem into `sorted`. */
static void sort_by_stem(gp_postings *postings, uint32_t *next, gp_place *sorted)
{
    for (size_t i = 0; i < postings->fill_count; i++)
        next[postings->filled[i].stem]++;
    sum_up(next, postings->stems);
    for (size_t i = 0; i < postings->fill_count; i++)
        sorted[next[postings->filled[i].stem]++] = postings->filled[i];
}

static bool begins_posting(const gp_place *sorted, size_t i)
{
    return i == 0 || sorted[i].stem != sorted[i - 1].stem ||
           sorted[i].handle != sorted[i - 1].handle;
}

static void write_postings(gp_postings *postings, const gp_place *sorted)
{
    size_t at = 0;

    for (size_t i = 0; i < postings->fill_count; i++) {
        if (begins_posting(sorted, i)) {
            postings->items[at++] = (gp_posting){sorted[i].handle, (uint32_t)i};
            postings->of_stem[sorted[i].stem]++;
        }
        postings->places[i] = sorted[i].place;
    }
    postings->items[at] = (gp_posting){GP_NO_HANDLE, (uint32_t)postings->fill_count};
    sum_up(postings->of_stem, postings->stems);
}

/* The other way round: stems come in order, so every section's list is sorted by itself. */
static void write_words(gp_postings *postings, uint32_t *next)
{
    for (size_t i = 0; i < postings->count; i++)
        postings->of_section[postings->items[i].handle]++;
    sum_up(postings->of_section, postings->sections);
    memcpy(next, postings->of_section, postings->sections * sizeof *next);
    for (size_t stem = 0; stem < postings->stems; stem++) {
        gp_posting_run run = gp_postings_of(postings, (uint32_t)stem);
        for (size_t i = 0; i < run.count; i++) {
            gp_section_word *word = &postings->words[next[run.items[i].handle]++];
            word->stem = (uint32_t)stem;
            for (uint32_t p = run.items[i].first; p < run.items[i + 1].first; p++) {
                uint8_t *times = &word->times[GP_PLACE_FIELD(run.places[p])];
                *times = (uint8_t)(*times < TIMES_MAX ? *times + 1 : TIMES_MAX);
            }
        }
    }
}

static gp_status write_arrays(gp_postings *postings, const gp_place *sorted, uint32_t *next,
                              gp_arena *memory)
{
    for (size_t i = 0; i < postings->fill_count; i++)
        postings->count += begins_posting(sorted, i);
    postings->of_stem = gp_arena_alloc(memory, (postings->stems + 1) * sizeof(uint32_t));
    postings->places = gp_arena_alloc(memory, postings->fill_count * sizeof(uint32_t));
    postings->words = gp_arena_alloc(memory, postings->count * sizeof *postings->words);
    postings->of_section = gp_arena_alloc(memory, (postings->sections + 1) * sizeof(uint32_t));
    postings->items = gp_arena_alloc(memory, (postings->count + 1) * sizeof *postings->items);
    if (memory->failed)
        return GP_NO_MEMORY;
    postings->place_count = postings->fill_count;
    write_postings(postings, sorted);
    write_words(postings, next);
    return GP_OK;
}

gp_status gp_postings_seal(gp_postings *postings, size_t stems, size_t sections, gp_arena *memory)
{
    size_t keys = stems > sections ? stems : sections;
    gp_place *sorted = NULL;
    uint32_t *next = NULL;
    gp_status status = GP_OK;

    postings->stems = stems;
    postings->sections = sections;
    if (!postings->too_many) {
        sorted = gp_alloc(postings->fill_count * sizeof *sorted);
        next = gp_alloc((keys + 1) * sizeof *next);
        status = sorted != NULL && next != NULL ? GP_OK : GP_NO_MEMORY;
    }
    if (status == GP_OK && sorted != NULL && next != NULL) {
        sort_by_stem(postings, next, sorted);
        status = write_arrays(postings, sorted, next, memory);
    }
    gp_free(next);
    gp_free(sorted);
    gp_postings_clear(postings);
    return status;
}

/* ---- reading -------------------------------------------------------------------------------- */

gp_posting_run gp_postings_of(const gp_postings *postings, uint32_t stem)
{
    uint32_t from;

    if (stem >= postings->stems || postings->items == NULL)
        return (gp_posting_run){NULL, 0, NULL};
    from = postings->of_stem[stem];
    return (gp_posting_run){&postings->items[from], postings->of_stem[stem + 1] - from,
                            postings->places};
}

size_t gp_postings_seek(const gp_posting_run *run, size_t from, gp_handle handle)
{
    size_t step = 1;
    size_t low = from;
    size_t high;

    while (low + step < run->count && run->items[low + step].handle < handle) {
        low += step;
        step *= 2;
    }
    high = low + step < run->count ? low + step : run->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (run->items[middle].handle < handle)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
