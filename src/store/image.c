#include "store/image.h"

#include "base/clock.h"
#include "base/memory.h"
#include "store/acronyms.h"
#include "store/evidence.h"

#include <stdlib.h>
#include <string.h>

#define IMAGE_LIMIT ((size_t)4 << 30)

gp_status gp_image_new(gp_image **image)
{
    gp_image *made = gp_alloc(sizeof *made);

    *image = made;
    if (made == NULL)
        return GP_NO_MEMORY;
    gp_arena_init(&made->memory, IMAGE_LIMIT);
    atomic_init(&made->users, 1);
    return GP_OK;
}

void gp_image_use(gp_image *image)
{
    (void)atomic_fetch_add(&image->users, 1);
}

void gp_image_release(gp_image *image)
{
    if (image == NULL || atomic_fetch_sub(&image->users, 1) > 1)
        return;
    if (image->free_owned != NULL)
        image->free_owned(image->owned);
    gp_postings_clear(&image->postings);
    gp_arena_clear(&image->memory);
    gp_free(image);
}

/* ---- filling -------------------------------------------------------------------------------- */

static bool tag_index(gp_image *image, gp_str name, uint32_t *index)
{
    for (size_t i = 0; i < image->tag_names.count; i++) {
        if (gp_str_equal(image->tag_names.items[i], name)) {
            *index = (uint32_t)i;
            return true;
        }
    }
    *index = (uint32_t)image->tag_names.count;
    return gp_str_list_add(&image->memory, &image->tag_names, gp_arena_copy(&image->memory, name));
}

gp_status gp_image_add_document(gp_image *image, const gp_document *document, gp_audience part,
                                uint32_t *index)
{
    gp_image_document *kept = GP_VEC_PUSH(&image->memory, &image->documents);
    uint32_t *tags;

    if (kept == NULL)
        return GP_NO_MEMORY;
    *index = (uint32_t)image->documents.count - 1;
    kept->slug = gp_arena_copy(&image->memory, document->slug);
    kept->kind = document->kind;
    kept->part = part;
    kept->weight = document->weight;
    kept->publish_on = INT32_MIN;
    kept->expires_on = INT32_MAX;
    (void)gp_date_parse(document->publish_on, &kept->publish_on);
    (void)gp_date_parse(document->expires_on, &kept->expires_on);
    tags = gp_arena_alloc(&image->memory, document->tags.count * sizeof *tags);
    for (size_t i = 0; tags != NULL && i < document->tags.count; i++) {
        if (!tag_index(image, document->tags.items[i], &tags[i]))
            return GP_NO_MEMORY;
    }
    kept->tags = tags;
    kept->tag_count = document->tags.count;
    return image->memory.failed ? GP_NO_MEMORY : GP_OK;
}

gp_status gp_image_add_section(gp_image *image, gp_str id, uint32_t document,
                               const uint32_t lengths[GP_FIELD_COUNT], int64_t row,
                               gp_audience part)
{
    gp_image_section *kept = GP_VEC_PUSH(&image->memory, &image->sections);

    if (kept == NULL)
        return GP_NO_MEMORY;
    kept->id = gp_arena_copy(&image->memory, id);
    kept->document = document;
    kept->row = row;
    kept->part = part;
    memcpy(kept->lengths, lengths, sizeof kept->lengths);
    return image->memory.failed ? GP_NO_MEMORY : GP_OK;
}

gp_status gp_image_add_word(gp_image *image, gp_str form, gp_str stem, uint32_t sections)
{
    gp_word *word = GP_VEC_PUSH(&image->memory, &image->words);

    if (word == NULL)
        return GP_NO_MEMORY;
    word->form = gp_arena_copy(&image->memory, form);
    word->stem = gp_arena_copy(&image->memory, stem);
    word->sections = sections;
    return image->memory.failed ? GP_NO_MEMORY : GP_OK;
}

gp_status gp_image_add_stem(gp_image *image, gp_str stem, uint32_t sections)
{
    gp_stem *kept = GP_VEC_PUSH(&image->memory, &image->stems);

    if (kept == NULL)
        return GP_NO_MEMORY;
    kept->stem = gp_arena_copy(&image->memory, stem);
    kept->sections = sections;
    return image->memory.failed ? GP_NO_MEMORY : GP_OK;
}

gp_status gp_image_add_acronym(gp_image *image, gp_str short_form, gp_str long_form,
                               uint32_t sections)
{
    gp_acronym *kept = GP_VEC_PUSH(&image->memory, &image->acronyms);

    if (kept == NULL)
        return GP_NO_MEMORY;
    kept->short_form = gp_arena_copy(&image->memory, short_form);
    kept->long_form = gp_arena_copy(&image->memory, long_form);
    kept->folded = gp_acronym_fold(short_form, &image->memory);
    kept->sections = sections;
    return image->memory.failed ? GP_NO_MEMORY : GP_OK;
}

/* ---- sealing -------------------------------------------------------------------------------- */

static int by_form(const void *a, const void *b)
{
    return gp_str_compare(((const gp_word *)a)->form, ((const gp_word *)b)->form);
}

static int by_stem(const void *a, const void *b)
{
    return gp_str_compare(((const gp_stem *)a)->stem, ((const gp_stem *)b)->stem);
}

/* Words of the public and the staff partition become one, their counts added. */
static void merge_words(gp_image *image)
{
    size_t kept = 0;

    for (size_t i = 0; i < image->words.count; i++) {
        gp_word word = image->words.items[i];
        if (kept > 0 && gp_str_equal(image->words.items[kept - 1].form, word.form))
            image->words.items[kept - 1].sections += word.sections;
        else
            image->words.items[kept++] = word;
    }
    image->words.count = kept;
    kept = 0;
    for (size_t i = 0; i < image->stems.count; i++) {
        gp_stem stem = image->stems.items[i];
        if (kept > 0 && gp_str_equal(image->stems.items[kept - 1].stem, stem.stem))
            image->stems.items[kept - 1].sections += stem.sections;
        else
            image->stems.items[kept++] = stem;
    }
    image->stems.count = kept;
}

static int by_section_id(const void *a, const void *b, void *context)
{
    const gp_image *image = context;

    return gp_str_compare(image->sections.items[*(const gp_handle *)a].id,
                          image->sections.items[*(const gp_handle *)b].id);
}

static int by_slug(const void *a, const void *b, void *context)
{
    const gp_image *image = context;

    return gp_str_compare(image->documents.items[*(const uint32_t *)a].slug,
                          image->documents.items[*(const uint32_t *)b].slug);
}

static uint32_t *numbers_to(gp_image *image, size_t count)
{
    uint32_t *numbers = gp_arena_alloc(&image->memory, count * sizeof *numbers);

    for (size_t i = 0; numbers != NULL && i < count; i++)
        numbers[i] = (uint32_t)i;
    return numbers;
}

/* The halves of one article get one group. */
static gp_status group_documents(gp_image *image)
{
    size_t count = image->documents.count;
    uint32_t *order = numbers_to(image, count);
    uint32_t group = 0;

    if (order == NULL)
        return GP_NO_MEMORY;
    if (count > 0)
        qsort_r(order, count, sizeof *order, by_slug, image);
    for (size_t i = 0; i < count; i++) {
        gp_image_document *document = &image->documents.items[order[i]];
        if (i > 0 && !gp_str_equal(document->slug, image->documents.items[order[i - 1]].slug))
            group++;
        document->group = group;
    }
    image->corpus.documents = count > 0 ? group + 1 : 0;
    return GP_OK;
}

static gp_status map_rows(gp_image *image)
{
    for (size_t i = 0; i < image->sections.count; i++) {
        const gp_image_section *section = &image->sections.items[i];
        if (section->row >= image->row_limit[section->part])
            image->row_limit[section->part] = section->row + 1;
    }
    for (int part = 0; part < 2; part++) {
        size_t limit = (size_t)image->row_limit[part];
        image->handle_of_row[part] =
            gp_arena_alloc(&image->memory, limit * sizeof *image->handle_of_row[part]);
        if (image->handle_of_row[part] == NULL)
            return GP_NO_MEMORY;
        memset(image->handle_of_row[part], 0xFF, limit * sizeof *image->handle_of_row[part]);
    }
    for (size_t i = 0; i < image->sections.count; i++) {
        const gp_image_section *section = &image->sections.items[i];
        image->handle_of_row[section->part][section->row] = (uint32_t)i;
    }
    return GP_OK;
}

static void count_corpus(gp_image *image)
{
    double sums[GP_FIELD_COUNT] = {0};

    for (size_t i = 0; i < image->sections.count; i++) {
        for (int field = 0; field < GP_FIELD_COUNT; field++)
            sums[field] += image->sections.items[i].lengths[field];
    }
    image->corpus.sections = image->sections.count;
    for (int field = 0; field < GP_FIELD_COUNT && image->sections.count > 0; field++)
        image->corpus.average_lengths[field] = sums[field] / (double)image->sections.count;
    image->average_length = gp_evidence_average(&image->corpus);
}

static gp_status compare_lengths(gp_image *image)
{
    size_t count = image->sections.count;

    image->length_ratios = gp_arena_alloc(&image->memory, count * sizeof *image->length_ratios);
    if (image->length_ratios == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        double length = gp_evidence_length(image->sections.items[i].lengths);
        image->length_ratios[i] = image->average_length > 0 ? length / image->average_length : 1;
    }
    return GP_OK;
}

static gp_status make_room_for_related(gp_image *image)
{
    size_t size = image->sections.count * GP_RELATED_MAX * sizeof *image->related;

    image->related = gp_arena_alloc(&image->memory, size);
    if (image->related == NULL)
        return GP_NO_MEMORY;
    memset(image->related, 0xFF, size);
    return GP_OK;
}

bool gp_image_relate(gp_image *image, gp_handle section, gp_handle other)
{
    gp_handle *related = &image->related[(size_t)section * GP_RELATED_MAX];

    for (size_t i = 0; i < GP_RELATED_MAX; i++) {
        if (related[i] != GP_NO_HANDLE)
            continue;
        related[i] = other;
        return true;
    }
    return false;
}

typedef int compare_fn(const void *a, const void *b);

/* Sorts what is not in order already, as the rows of one partition are. */
static void put_in_order(void *items, size_t count, size_t size, compare_fn *compare)
{
    const char *at = items;

    for (size_t i = 1; i < count; i++, at += size) {
        if (compare(at, at + size) > 0) {
            qsort(items, count, size, compare);
            return;
        }
    }
}

gp_status gp_image_seal(gp_image *image)
{
    put_in_order(image->words.items, image->words.count, sizeof image->words.items[0], by_form);
    put_in_order(image->stems.items, image->stems.count, sizeof image->stems.items[0], by_stem);
    merge_words(image);
    gp_acronyms_choose(image->acronyms.items, &image->acronyms.count);
    image->by_id = numbers_to(image, image->sections.count);
    if (image->by_id == NULL)
        return GP_NO_MEMORY;
    if (image->sections.count > 0)
        qsort_r(image->by_id, image->sections.count, sizeof *image->by_id, by_section_id, image);
    if (group_documents(image) != GP_OK || map_rows(image) != GP_OK ||
        make_room_for_related(image) != GP_OK)
        return GP_NO_MEMORY;
    count_corpus(image);
    return compare_lengths(image);
}

gp_status gp_image_seal_postings(gp_image *image)
{
    gp_status status = gp_postings_seal(&image->postings, image->stems.count, image->sections.count,
                                        &image->memory);

    if (status != GP_OK)
        return status;
    return gp_grams_make(&image->postings, image->stems.items, &image->memory, &image->grams);
}

gp_status gp_image_seal_vectors(gp_image *image, const gp_section_vectors *sections, size_t n,
                                gp_str model)
{
    size_t count = image->sections.count;
    uint32_t *first = gp_arena_alloc(&image->memory, (count + 1) * sizeof *first);
    uint32_t all = 0;
    int8_t *units;

    for (size_t i = 0; i < n && first != NULL; i++)
        first[sections[i].section] = sections[i].count;
    for (size_t i = 0; i <= count && first != NULL; i++) {
        uint32_t own = i < count ? first[i] : 0;
        first[i] = all;
        all += own;
    }
    units = gp_arena_alloc(&image->memory, (size_t)all * GP_UNIT_BYTES);
    image->vectors.model = gp_arena_copy(&image->memory, model);
    if (first == NULL || units == NULL || image->memory.failed)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        memcpy(units + (size_t)first[sections[i].section] * GP_UNIT_BYTES, sections[i].units,
               (size_t)sections[i].count * GP_UNIT_BYTES);
    image->vectors.units = units;
    image->vectors.first = first;
    image->vectors.count = all;
    return GP_OK;
}

/* ---- reading -------------------------------------------------------------------------------- */

size_t gp_image_stem_number(const gp_image *image, gp_str stem)
{
    size_t low = 0;
    size_t high = image->stems.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = gp_str_compare(stem, image->stems.items[middle].stem);
        if (order == 0)
            return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return image->stems.count;
}

uint32_t gp_image_frequency(const gp_image *image, gp_str stem)
{
    size_t number = gp_image_stem_number(image, stem);

    return number < image->stems.count ? image->stems.items[number].sections : 0;
}

gp_handle gp_image_find(const gp_image *image, gp_str id)
{
    size_t low = 0;
    size_t high = image->sections.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        gp_handle handle = image->by_id[middle];
        int order = gp_str_compare(id, image->sections.items[handle].id);
        if (order == 0)
            return handle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return GP_NO_HANDLE;
}

static int most_sections_first(const void *a, const void *b)
{
    const gp_word *left = a;
    const gp_word *right = b;

    if (left->sections != right->sections)
        return left->sections > right->sections ? -1 : 1;
    return gp_str_compare(left->form, right->form);
}

gp_status gp_image_words(const gp_image *image, gp_str prefix, size_t limit, gp_arena *arena,
                         gp_word_list *words)
{
    size_t low = 0;
    size_t high = image->words.count;

    *words = (gp_word_list){NULL, 0, 0};
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (gp_str_compare(image->words.items[middle].form, prefix) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < image->words.count && gp_str_starts(image->words.items[low].form, prefix); low++) {
        gp_word *word;
        if (prefix.size == 0 && words->count >= limit)
            break;
        word = GP_VEC_PUSH(arena, words);
        if (word == NULL)
            return GP_NO_MEMORY;
        *word = image->words.items[low];
    }
    if (prefix.size > 0 && words->count > 1)
        qsort(words->items, words->count, sizeof words->items[0], most_sections_first);
    if (words->count > limit)
        words->count = limit;
    return GP_OK;
}
