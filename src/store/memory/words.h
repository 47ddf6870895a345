/* words.h - the reference engine's words: every word of every section, as one list a field. */
#ifndef GP_STORE_MEMORY_WORDS_H
#define GP_STORE_MEMORY_WORDS_H

#include "store/engine.h"

/* The stems of one field, in order. */
typedef gp_str_list gp_field_words;

typedef struct gp_memory_section {
    const gp_document *document;
    const gp_section *section;
    size_t ordinal;
    gp_field_words fields[GP_FIELD_COUNT];
} gp_memory_section;

/* Vectors kept under a name. */
typedef struct gp_memory_vectors {
    gp_audience part;
    gp_str name, units;
} gp_memory_vectors;

typedef struct gp_memory_build {
    gp_build build; /* must be first */
    gp_arena memory;
    gp_tokenizer *tokenizer;
    GP_VEC(gp_document *) documents; /* NULL where one was dropped */
    gp_stamp_list stamps;
    GP_VEC(gp_memory_vectors) vectors;
    gp_str site, model;
} gp_memory_build;

/* What all stores on one generation share. */
typedef struct gp_memory_index {
    gp_arena memory;
    gp_memory_build *source;
    GP_VEC(gp_memory_section) sections; /* by handle */
} gp_memory_index;

/* Cuts all that the audience may see into words: fills index->sections and the image, and seals it.
 * GP_NO_MEMORY. */
gp_status gp_memory_index_words(gp_memory_index *index, gp_audience audience,
                                gp_image *image) GP_MUST_CHECK;

#endif
