/* vocabulary.h - while an index is built: in how many sections each form and each stem stands.
 *
 * Idea:     counting up when a section is put and down by the same words when it is dropped gives
 *           exactly what a fresh build would count.
 * Memory:   its own; about 100 bytes a distinct word.
 */
#ifndef GP_STORE_VOCABULARY_H
#define GP_STORE_VOCABULARY_H

#include "base/arena.h"

#include <stdint.h>

typedef struct gp_vocabulary_word gp_vocabulary_word;
struct gp_vocabulary_word {
    gp_str text;                 /* a form, or a stem */
    gp_str stem;                 /* of a form; empty for a stem */
    gp_vocabulary_word *of_stem; /* a form's stem, so that it need not be looked up again */
    uint64_t seen_in;            /* the section that was counted last */
    uint32_t sections;
};

typedef struct gp_vocabulary_table {
    gp_vocabulary_word **slots; /* open addressing; NULL: free. Words stay where they are */
    size_t capacity, count;
} gp_vocabulary_table;

typedef struct gp_vocabulary {
    gp_arena memory;
    gp_vocabulary_table forms, stems;
    uint64_t section; /* number of the section being counted */
    int sign;         /* +1 or -1 */
} gp_vocabulary;

void gp_vocabulary_init(gp_vocabulary *vocabulary);
void gp_vocabulary_clear(gp_vocabulary *vocabulary);
/* The words that follow belong to a further section, put (+1) or dropped (-1). */
void gp_vocabulary_section(gp_vocabulary *vocabulary, int sign);
gp_status gp_vocabulary_count(gp_vocabulary *vocabulary, gp_str form, gp_str stem) GP_MUST_CHECK;
/* Sets a count read from an index. `stem` empty: `text` is a stem. */
gp_status gp_vocabulary_load(gp_vocabulary *vocabulary, gp_str text, gp_str stem,
                             uint32_t sections) GP_MUST_CHECK;
/* The words with a count above 0, by text: *words[0..*count) in the vocabulary's memory. */
gp_status gp_vocabulary_sorted(gp_vocabulary *vocabulary, const gp_vocabulary_table *table,
                               gp_vocabulary_word **words, size_t *count) GP_MUST_CHECK;

#endif
