#include "store/vocabulary.h"

#include "base/hash.h"
#include "base/memory.h"

#include <stdlib.h>

#define MEMORY_LIMIT ((size_t)4 << 30)

enum {
    FIRST_CAPACITY = 4096
};

void gp_vocabulary_init(gp_vocabulary *vocabulary)
{
    *vocabulary = (gp_vocabulary){.sign = 1};
    gp_arena_init(&vocabulary->memory, MEMORY_LIMIT);
}

void gp_vocabulary_clear(gp_vocabulary *vocabulary)
{
    gp_free(vocabulary->forms.slots);
    gp_free(vocabulary->stems.slots);
    gp_arena_clear(&vocabulary->memory);
    gp_vocabulary_init(vocabulary);
}

void gp_vocabulary_section(gp_vocabulary *vocabulary, int sign)
{
    vocabulary->section++;
    vocabulary->sign = sign;
}

/* The word's slot, or the free one where it belongs. */
static gp_vocabulary_word **slot_for(const gp_vocabulary_table *table, gp_str text)
{
    size_t at = gp_fnv64(text) & (table->capacity - 1);

    while (table->slots[at] != NULL && !gp_str_equal(table->slots[at]->text, text))
        at = (at + 1) & (table->capacity - 1);
    return &table->slots[at];
}

static gp_status grow(gp_vocabulary_table *table)
{
    gp_vocabulary_table larger = {.capacity =
                                      table->capacity > 0 ? table->capacity * 2 : FIRST_CAPACITY};

    larger.slots = gp_alloc(larger.capacity * sizeof *larger.slots);
    if (larger.slots == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < table->capacity; i++) {
        if (table->slots[i] != NULL)
            *slot_for(&larger, table->slots[i]->text) = table->slots[i];
    }
    larger.count = table->count;
    gp_free(table->slots);
    *table = larger;
    return GP_OK;
}

static gp_status word_for(gp_vocabulary *vocabulary, gp_vocabulary_table *table, gp_str text,
                          gp_vocabulary_word **word)
{
    gp_vocabulary_word **slot;

    if (table->count * 2 >= table->capacity && grow(table) != GP_OK)
        return GP_NO_MEMORY;
    slot = slot_for(table, text);
    if (*slot == NULL) {
        gp_vocabulary_word *made = gp_arena_alloc(&vocabulary->memory, sizeof *made);
        gp_str kept = gp_arena_copy(&vocabulary->memory, text);
        if (vocabulary->memory.failed)
            return GP_NO_MEMORY;
        made->text = kept;
        *slot = made;
        table->count++;
    }
    *word = *slot;
    return GP_OK;
}

/* A form, with its stem beside it. */
static gp_status form_for(gp_vocabulary *vocabulary, gp_str form, gp_str stem,
                          gp_vocabulary_word **word)
{
    gp_status status = word_for(vocabulary, &vocabulary->forms, form, word);

    if (status != GP_OK || (*word)->of_stem != NULL)
        return status;
    status = word_for(vocabulary, &vocabulary->stems, stem, &(*word)->of_stem);
    if (status == GP_OK)
        (*word)->stem = (*word)->of_stem->text;
    return status;
}

static void count_once(gp_vocabulary *vocabulary, gp_vocabulary_word *word)
{
    if (word->seen_in == vocabulary->section)
        return;
    word->seen_in = vocabulary->section;
    if (vocabulary->sign > 0)
        word->sections++;
    else if (word->sections > 0)
        word->sections--;
}

gp_status gp_vocabulary_count(gp_vocabulary *vocabulary, gp_str form, gp_str stem)
{
    gp_vocabulary_word *word;
    gp_status status = form_for(vocabulary, form, stem, &word);

    if (status != GP_OK)
        return status;
    count_once(vocabulary, word);
    count_once(vocabulary, word->of_stem);
    return GP_OK;
}

gp_status gp_vocabulary_load(gp_vocabulary *vocabulary, gp_str text, gp_str stem, uint32_t sections)
{
    gp_vocabulary_word *word;
    gp_status status = stem.size > 0 ? form_for(vocabulary, text, stem, &word)
                                     : word_for(vocabulary, &vocabulary->stems, text, &word);

    if (status == GP_OK)
        word->sections = sections;
    return status;
}

static int by_text(const void *a, const void *b)
{
    return gp_str_compare(((const gp_vocabulary_word *)a)->text,
                          ((const gp_vocabulary_word *)b)->text);
}

gp_status gp_vocabulary_sorted(gp_vocabulary *vocabulary, const gp_vocabulary_table *table,
                               gp_vocabulary_word **words, size_t *count)
{
    *count = 0;
    *words = gp_arena_alloc(&vocabulary->memory, table->count * sizeof **words);
    if (*words == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < table->capacity; i++) {
        if (table->slots[i] != NULL && table->slots[i]->sections > 0)
            (*words)[(*count)++] = *table->slots[i];
    }
    if (*count > 1)
        qsort(*words, *count, sizeof **words, by_text);
    return GP_OK;
}
