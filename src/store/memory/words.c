#include "store/memory/words.h"

#include "store/acronyms.h"
#include "store/related.h"
#include "store/vocabulary.h"

typedef struct counting {
    gp_vocabulary *words;
    gp_arena *memory;
    gp_field_words *field;
} counting;

static gp_status count_token(void *context, const gp_token *token)
{
    const counting *self = context;
    gp_str stem = gp_arena_copy(self->memory, token->stem);

    if (stem.data == NULL || !gp_str_list_add(self->memory, self->field, stem))
        return GP_NO_MEMORY;
    return gp_vocabulary_count(self->words, token->form, token->stem);
}

static gp_status index_section(gp_memory_index *index, gp_image *image, gp_vocabulary *words,
                               gp_memory_section *entry, uint32_t document, gp_audience part)
{
    uint32_t lengths[GP_FIELD_COUNT];

    gp_vocabulary_section(words, 1);
    for (int field = 0; field < GP_FIELD_COUNT; field++) {
        counting self = {words, &index->memory, &entry->fields[field]};
        gp_str text =
            gp_field_text((gp_field)field, entry->document, entry->section, &index->memory);
        gp_status status =
            gp_tokenizer_run(index->source->tokenizer, text, GP_TOKENS_STEMMED, count_token, &self);
        if (status != GP_OK || index->memory.failed)
            return GP_NO_MEMORY;
        lengths[field] = (uint32_t)entry->fields[field].count;
    }
    return gp_image_add_section(image, entry->section->id, document, lengths,
                                (int64_t)index->sections.count - 1, part);
}

static gp_status index_document(gp_memory_index *index, gp_image *image, gp_vocabulary *words,
                                const gp_document *document, gp_audience part)
{
    uint32_t number = UINT32_MAX;
    gp_status status = GP_OK;

    if (document->audience == part)
        status = gp_image_add_document(image, document, part, &number);
    for (size_t i = 0; i < document->sections.count && status == GP_OK; i++) {
        gp_memory_section *entry;
        if (!gp_section_in(document, &document->sections.items[i], part))
            continue;
        if (number == UINT32_MAX)
            status = gp_image_add_document(image, document, part, &number);
        entry = GP_VEC_PUSH(&index->memory, &index->sections);
        if (status != GP_OK || entry == NULL)
            return GP_NO_MEMORY;
        entry->document = document;
        entry->section = &document->sections.items[i];
        entry->ordinal = i;
        status = index_section(index, image, words, entry, number, part);
    }
    return status;
}

static gp_status add_words(gp_image *image, gp_vocabulary *words)
{
    const gp_vocabulary_word *sorted;
    size_t count;
    gp_status status = gp_vocabulary_sorted(words, &words->forms, &sorted, &count);

    for (size_t i = 0; i < count && status == GP_OK; i++)
        status = gp_image_add_word(image, sorted[i].text, sorted[i].stem, sorted[i].sections);
    if (status == GP_OK)
        status = gp_vocabulary_sorted(words, &words->stems, &sorted, &count);
    for (size_t i = 0; status == GP_OK && i < count; i++)
        status = gp_image_add_stem(image, sorted[i].text, sorted[i].sections);
    return status;
}

static gp_status index_part(gp_memory_index *index, gp_image *image, gp_audience part)
{
    gp_vocabulary words;
    gp_status status = GP_OK;

    gp_vocabulary_init(&words);
    for (size_t i = 0; i < index->source->documents.count && status == GP_OK; i++) {
        const gp_document *document = index->source->documents.items[i];
        if (document != NULL)
            status = index_document(index, image, &words, document, part);
    }
    if (status == GP_OK)
        status = add_words(image, &words);
    gp_vocabulary_clear(&words);
    return status;
}

static gp_status add_places(const gp_memory_section *entry, gp_image *image, gp_handle handle)
{
    gp_status status = GP_OK;

    for (int field = 0; field < GP_FIELD_COUNT; field++) {
        const gp_field_words *words = &entry->fields[field];
        for (size_t at = 0; at < words->count && status == GP_OK; at++) {
            size_t stem = gp_image_stem_number(image, words->items[at]);
            status = gp_postings_add(&image->postings, (uint32_t)stem, handle, (gp_field)field,
                                     (uint32_t)at);
        }
    }
    return status;
}

static gp_status add_acronyms(const gp_memory_index *index, gp_image *image, gp_audience part)
{
    gp_acronym_tally tally;
    gp_status status = GP_OK;

    gp_acronym_tally_init(&tally);
    for (size_t i = 0; i < index->sections.count && status == GP_OK; i++) {
        const gp_section *section = index->sections.items[i].section;
        if (image->sections.items[i].part == part)
            status = gp_acronym_tally_section(&tally, section->heading, section->text);
    }
    gp_acronym_tally_finish(&tally);
    for (size_t i = 0; i < tally.pairs.count && status == GP_OK; i++)
        status =
            gp_image_add_acronym(image, tally.pairs.items[i].short_form,
                                 tally.pairs.items[i].long_form, tally.pairs.items[i].sections);
    gp_acronym_tally_clear(&tally);
    return status;
}

/* This engine matches without them, but ranking asks for the words of a section. */
static gp_status fill_postings(const gp_memory_index *index, gp_image *image)
{
    gp_status status = GP_OK;

    for (size_t i = 0; i < index->sections.count && status == GP_OK; i++)
        status = add_places(&index->sections.items[i], image, (gp_handle)i);
    if (status != GP_OK)
        return status;
    return gp_image_seal_postings(image);
}

/* Tells of the sections of a partition that hold a stem. */
static void tell_stem(gp_relating *relating, const gp_image *image, size_t stem, gp_audience part,
                      const uint32_t *of_handle)
{
    gp_posting_run run = gp_postings_of(&image->postings, (uint32_t)stem);
    uint32_t frequency = 0;

    for (size_t i = 0; i < run.count; i++)
        frequency += image->sections.items[run.items[i].handle].part == part;
    if (!gp_relating_stem(relating, (uint32_t)stem, image->stems.items[stem].stem, frequency))
        return;
    for (size_t i = 0; i < run.count; i++) {
        uint32_t times[GP_FIELD_COUNT] = {0};
        if (image->sections.items[run.items[i].handle].part != part)
            continue;
        for (uint32_t at = run.items[i].first; at < run.items[i + 1].first; at++)
            times[GP_PLACE_FIELD(run.places[at])]++;
        gp_relating_word(relating, of_handle[run.items[i].handle], times);
    }
}

static gp_status relate(gp_image *image, gp_audience part)
{
    size_t count = image->sections.count;
    uint32_t *of_handle = gp_arena_alloc(&image->memory, count * sizeof *of_handle);
    gp_handle *handles = gp_arena_alloc(&image->memory, count * sizeof *handles);
    gp_relating relating;
    gp_status status;

    if (of_handle == NULL || handles == NULL || gp_relating_open(&relating, count) != GP_OK)
        return GP_NO_MEMORY;
    relating.count = 0;
    for (size_t i = 0; i < count; i++) {
        const gp_image_section *section = &image->sections.items[i];
        if (section->part != part)
            continue;
        relating.sections[relating.count].id = section->id;
        relating.sections[relating.count].document = section->document;
        handles[relating.count] = (gp_handle)i;
        of_handle[i] = (uint32_t)relating.count++;
    }
    for (size_t stem = 0; stem < image->stems.count && image->postings.items != NULL; stem++)
        tell_stem(&relating, image, stem, part, of_handle);
    status = gp_relating_find(&relating);
    for (size_t i = 0; i < relating.count && status == GP_OK; i++) {
        for (size_t j = 0; j < relating.sections[i].others; j++)
            (void)gp_image_relate(image, handles[i], handles[relating.sections[i].related[j]]);
    }
    gp_relating_clear(&relating);
    return status;
}

gp_status gp_memory_index_words(gp_memory_index *index, gp_audience audience, gp_image *image)
{
    gp_status status = GP_OK;

    for (int part = GP_PUBLIC; part <= (int)audience && status == GP_OK; part++)
        status = index_part(index, image, (gp_audience)part);
    for (int part = GP_PUBLIC; part <= (int)audience && status == GP_OK; part++)
        status = add_acronyms(index, image, (gp_audience)part);
    if (status == GP_OK)
        status = gp_image_seal(image);
    if (status == GP_OK)
        status = fill_postings(index, image);
    for (int part = GP_PUBLIC; part <= (int)audience && status == GP_OK; part++)
        status = relate(image, (gp_audience)part);
    return status;
}
