/* vocabulary.c - two hash tables over one pool of words.
 *
 * Every word of every section comes through here, so what counts is how many cache lines a word
 * touches: its slot, its entry, and its stem's entry only when the form is new to the section. Words
 * that each had their own allocation took twice the time.
 */
#include "store/vocabulary.h"

#include "base/hash.h"
#include "base/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_CAPACITY = 4096,
    FIRST_ROOM = 4096, /* units */
    UNIT = 16,         /* bytes; entries begin at whole units */
    TEXT_MAX = 255
};

typedef struct entry {
    uint32_t stem;     /* the entry of a form's stem; 0: this is a stem */
    uint32_t seen_in;  /* the section that was counted last */
    uint32_t sections; /* that hold the word */
    uint32_t number;   /* the stem's */
    uint8_t size;
    char text[];
} entry;

void gp_vocabulary_init(gp_vocabulary *vocabulary)
{
    *vocabulary = (gp_vocabulary){.used = 1, .sign = 1}; /* unit 0 stands for "no entry" */
}

void gp_vocabulary_clear(gp_vocabulary *vocabulary)
{
    gp_free(vocabulary->forms.slots);
    gp_free(vocabulary->stems.slots);
    gp_free(vocabulary->pool);
    gp_free(vocabulary->sorted);
    gp_vocabulary_init(vocabulary);
}

void gp_vocabulary_section(gp_vocabulary *vocabulary, int sign)
{
    vocabulary->section++;
    vocabulary->sign = sign;
}

/* ---- words ----------------------------------------------------------------------------------- */

static entry *entry_at(const gp_vocabulary *vocabulary, uint32_t number)
{
    return (entry *)(void *)(vocabulary->pool + (size_t)number * UNIT);
}

static gp_str text_of(const entry *word)
{
    return (gp_str){word->text, word->size};
}

/* A new word at the end of the pool; 0 when there is no memory. */
static uint32_t add_entry(gp_vocabulary *vocabulary, gp_str text)
{
    size_t units = (offsetof(entry, text) + text.size + UNIT - 1) / UNIT;
    size_t number = vocabulary->used;
    entry *made;

    assert(text.size <= TEXT_MAX);
    if (number + units > vocabulary->room) {
        size_t room = vocabulary->room > 0 ? vocabulary->room * 2 : FIRST_ROOM;
        unsigned char *pool = room <= UINT32_MAX ? gp_realloc(vocabulary->pool, room * UNIT) : NULL;
        if (pool == NULL)
            return 0;
        vocabulary->pool = pool;
        vocabulary->room = room;
    }
    made = entry_at(vocabulary, (uint32_t)number);
    memset(made, 0, units * UNIT);
    made->size = (uint8_t)text.size;
    if (text.size > 0)
        memcpy(made->text, text.data, text.size);
    vocabulary->used += units;
    return (uint32_t)number;
}

/* The word's slot, or the free one where it belongs. */
static gp_vocabulary_slot *slot_for(const gp_vocabulary *vocabulary,
                                    const gp_vocabulary_table *table, gp_str text, uint32_t hash)
{
    size_t at = hash & (table->capacity - 1);

    for (;; at = (at + 1) & (table->capacity - 1)) {
        gp_vocabulary_slot *slot = &table->slots[at];
        if (slot->entry == 0 ||
            (slot->hash == hash && gp_str_equal(text_of(entry_at(vocabulary, slot->entry)), text)))
            return slot;
    }
}

static gp_status grow(gp_vocabulary_table *table)
{
    gp_vocabulary_table larger = {.capacity =
                                      table->capacity > 0 ? table->capacity * 2 : FIRST_CAPACITY,
                                  .count = table->count};

    larger.slots = gp_alloc(larger.capacity * sizeof *larger.slots);
    if (larger.slots == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < table->capacity; i++) {
        size_t at = table->slots[i].hash & (larger.capacity - 1);
        if (table->slots[i].entry == 0)
            continue;
        while (larger.slots[at].entry != 0)
            at = (at + 1) & (larger.capacity - 1);
        larger.slots[at] = table->slots[i];
    }
    gp_free(table->slots);
    *table = larger;
    return GP_OK;
}

/* The place of the word's entry, made when there is none; 0 when there is no memory. */
static uint32_t word_for(gp_vocabulary *vocabulary, gp_vocabulary_table *table, gp_str text)
{
    uint32_t hash = (uint32_t)gp_hash64(text);
    gp_vocabulary_slot *slot;

    if (table->count * 2 >= table->capacity && grow(table) != GP_OK)
        return 0;
    slot = slot_for(vocabulary, table, text, hash);
    if (slot->entry == 0) {
        uint32_t made = add_entry(vocabulary, text);
        if (made == 0)
            return 0;
        *slot = (gp_vocabulary_slot){hash, made};
        entry_at(vocabulary, made)->number = (uint32_t)table->count++;
    }
    return slot->entry;
}

/* A form, with its stem beside it. */
static uint32_t form_for(gp_vocabulary *vocabulary, gp_str form, gp_str stem)
{
    uint32_t number = word_for(vocabulary, &vocabulary->forms, form);

    if (number != 0 && entry_at(vocabulary, number)->stem == 0) {
        uint32_t of_stem = word_for(vocabulary, &vocabulary->stems, stem);
        if (of_stem == 0)
            return 0;
        entry_at(vocabulary, number)->stem = of_stem;
        entry_at(vocabulary, number)->number = entry_at(vocabulary, of_stem)->number;
    }
    return number;
}

/* ---- counts ---------------------------------------------------------------------------------- */

/* False when the section was counted already. */
static bool count_once(const gp_vocabulary *vocabulary, entry *word)
{
    if (word->seen_in == vocabulary->section)
        return false;
    word->seen_in = vocabulary->section;
    if (vocabulary->sign > 0)
        word->sections++;
    else if (word->sections > 0)
        word->sections--;
    return true;
}

gp_status gp_vocabulary_count(gp_vocabulary *vocabulary, gp_str form, gp_str stem)
{
    uint32_t number = form_for(vocabulary, form, stem);
    entry *word;

    if (number == 0)
        return GP_NO_MEMORY;
    word = entry_at(vocabulary, number);
    if (count_once(vocabulary, word))
        (void)count_once(vocabulary, entry_at(vocabulary, word->stem));
    return GP_OK;
}

/* Counts the form; the entry of its stem when that is to be counted too, else 0. */
static uint32_t meet_form(gp_vocabulary *vocabulary, gp_str form, uint32_t hash, uint32_t *stem)
{
    const gp_vocabulary_slot *slot = slot_for(vocabulary, &vocabulary->forms, form, hash);
    entry *word;

    *stem = GP_VOCABULARY_NEW;
    if (slot->entry == 0)
        return 0;
    word = entry_at(vocabulary, slot->entry);
    *stem = word->number;
    if (!count_once(vocabulary, word))
        return 0;
    __builtin_prefetch(entry_at(vocabulary, word->stem));
    return word->stem;
}

void gp_vocabulary_meet(gp_vocabulary *vocabulary, const gp_str *forms, size_t n, uint32_t *stems)
{
    const gp_vocabulary_table *table = &vocabulary->forms;
    uint32_t hashes[GP_VOCABULARY_BATCH];
    uint32_t to_count[GP_VOCABULARY_BATCH];

    assert(n <= GP_VOCABULARY_BATCH);
    for (size_t i = 0; i < n; i++) {
        stems[i] = GP_VOCABULARY_NEW;
        hashes[i] = (uint32_t)gp_hash64(forms[i]);
        if (table->capacity > 0)
            __builtin_prefetch(&table->slots[hashes[i] & (table->capacity - 1)]);
    }
    if (table->capacity == 0)
        return;
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(
            entry_at(vocabulary, table->slots[hashes[i] & (table->capacity - 1)].entry));
    for (size_t i = 0; i < n; i++)
        to_count[i] = meet_form(vocabulary, forms[i], hashes[i], &stems[i]);
    for (size_t i = 0; i < n; i++) {
        if (to_count[i] != 0)
            (void)count_once(vocabulary, entry_at(vocabulary, to_count[i]));
    }
}

gp_status gp_vocabulary_load(gp_vocabulary *vocabulary, gp_str text, gp_str stem, uint32_t sections)
{
    uint32_t number = stem.size > 0 ? form_for(vocabulary, text, stem)
                                    : word_for(vocabulary, &vocabulary->stems, text);

    if (number == 0)
        return GP_NO_MEMORY;
    entry_at(vocabulary, number)->sections = sections;
    return GP_OK;
}

static int by_text(const void *a, const void *b)
{
    return gp_str_compare(((const gp_vocabulary_word *)a)->text,
                          ((const gp_vocabulary_word *)b)->text);
}

gp_status gp_vocabulary_sorted(gp_vocabulary *vocabulary, const gp_vocabulary_table *table,
                               const gp_vocabulary_word **words, size_t *count)
{
    gp_vocabulary_word *sorted =
        gp_realloc(vocabulary->sorted, (table->count + 1) * sizeof *sorted);

    *count = 0;
    *words = sorted;
    if (sorted == NULL)
        return GP_NO_MEMORY;
    vocabulary->sorted = sorted;
    for (size_t i = 0; i < table->capacity; i++) {
        const entry *word = entry_at(vocabulary, table->slots[i].entry);
        if (table->slots[i].entry == 0 || word->sections == 0)
            continue;
        sorted[(*count)++] = (gp_vocabulary_word){
            text_of(word),
            word->stem != 0 ? text_of(entry_at(vocabulary, word->stem)) : (gp_str){NULL, 0},
            word->sections, word->number};
    }
    if (*count > 1)
        qsort(sorted, *count, sizeof *sorted, by_text);
    return GP_OK;
}
