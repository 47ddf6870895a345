/* held.h - sections made by hand whose words are held in memory, without an engine. */
#ifndef GP_TESTS_STORE_HELD_H
#define GP_TESTS_STORE_HELD_H

#include "test.h"

#include "store/engine.h"

#include <stdio.h>

enum {
    HELD_WORDS = 256 /* of one section */
};

/* The words of each field, with blanks between them; NULL: none. A word is "form" or "form/stem". */
typedef struct held_section {
    const char *fields[GP_FIELD_COUNT];
} held_section;

typedef struct held {
    gp_image *image;
    gp_store store; /* without operations: only what reads the image may be asked of it */
} held;

typedef struct held_word {
    gp_str form, stem;
} held_word;

static inline size_t held_cut(const char *text, held_word words[HELD_WORDS])
{
    gp_str rest = gp_str_of(text);
    gp_str word;
    size_t count = 0;

    while (rest.size > 0 && gp_str_next(&rest, ' ', &word)) {
        size_t slash = gp_str_find_byte(word, '/', 0);
        assert_true(count < HELD_WORDS);
        words[count].form = gp_str_slice(word, 0, slash);
        words[count++].stem = gp_str_slice(word, slash < word.size ? slash + 1 : 0, word.size);
    }
    return count;
}

/* True when words[0..count) hold words[count] already, by form or by stem. */
static inline bool held_again(const held_word *words, size_t count, bool by_stem)
{
    for (size_t i = 0; i < count; i++) {
        if (by_stem ? gp_str_equal(words[i].stem, words[count].stem)
                    : gp_str_equal(words[i].form, words[count].form))
            return true;
    }
    return false;
}

static inline void held_add_section(held *self, const held_section *section, size_t number)
{
    gp_document document = {.weight = 1};
    uint32_t lengths[GP_FIELD_COUNT];
    held_word words[HELD_WORDS];
    size_t count = 0;
    uint32_t index;
    char id[16];

    (void)snprintf(id, sizeof id, "s%03zu", number);
    document.slug = gp_str_of(id);
    for (size_t field = 0; field < GP_FIELD_COUNT; field++) {
        size_t before = count;
        count += held_cut(section->fields[field], words + count);
        lengths[field] = (uint32_t)(count - before);
    }
    for (size_t i = 0; i < count; i++) {
        if (!held_again(words, i, false))
            assert_int_equal(gp_image_add_word(self->image, words[i].form, words[i].stem, 1),
                             GP_OK);
        if (!held_again(words, i, true))
            assert_int_equal(gp_image_add_stem(self->image, words[i].stem, 1), GP_OK);
    }
    assert_int_equal(gp_image_add_document(self->image, &document, GP_PUBLIC, &index), GP_OK);
    assert_int_equal(gp_image_add_section(self->image, gp_str_of(id), index, lengths,
                                          (int64_t)number, GP_PUBLIC),
                     GP_OK);
}

static inline void held_add_places(held *self, const held_section *section, size_t number)
{
    for (size_t field = 0; field < GP_FIELD_COUNT; field++) {
        held_word words[HELD_WORDS];
        size_t count = held_cut(section->fields[field], words);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(
                gp_postings_add(&self->image->postings,
                                (uint32_t)gp_image_stem_number(self->image, words[i].stem),
                                (gp_handle)number, (gp_field)field, (uint32_t)i),
                GP_OK);
    }
}

/* The image but for its postings, which can still be sealed or left out. */
static inline void held_open_unsealed(held *self, const held_section *sections, size_t count)
{
    *self = (held){NULL, {NULL, NULL}};
    assert_int_equal(gp_image_new(&self->image), GP_OK);
    self->store.image = self->image;
    for (size_t i = 0; i < count; i++)
        held_add_section(self, &sections[i], i);
    assert_int_equal(gp_image_seal(self->image), GP_OK);
    for (size_t i = 0; i < count; i++)
        held_add_places(self, &sections[i], i);
}

static inline void held_open(held *self, const held_section *sections, size_t count)
{
    held_open_unsealed(self, sections, count);
    assert_int_equal(gp_image_seal_postings(self->image), GP_OK);
}

static inline void held_close(held *self)
{
    gp_postings_clear(&self->image->postings);
    gp_image_release(self->image);
}

#endif
