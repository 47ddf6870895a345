/* vocabulary.h - while an index is built: in how many sections each form and each stem stands.
 *
 * Idea:     counting up when a section is put and down by the same words when it is dropped gives
 *           exactly what a fresh build would count.
 * Memory:   its own; about 50 bytes a distinct word.
 * Threads:  one vocabulary, one thread at a time.
 */
#ifndef GP_STORE_VOCABULARY_H
#define GP_STORE_VOCABULARY_H

#include "base/arena.h"

#include <stdint.h>

/* A word as it is handed out. */
typedef struct gp_vocabulary_word {
    gp_str text; /* a form, or a stem; 0..GP_FORM_MAX bytes */
    gp_str stem; /* of a form; empty for a stem */
    uint32_t sections;
    uint32_t number; /* of a stem: 0, 1, 2 ... in the order they were met; of a form: its stem's */
} gp_vocabulary_word;

/* Open addressing; the hash stands in the slot, so that a word's memory is touched only to confirm. */
typedef struct gp_vocabulary_slot {
    uint32_t hash;
    uint32_t entry; /* where in the pool, in units; 0: free */
} gp_vocabulary_slot;

typedef struct gp_vocabulary_table {
    gp_vocabulary_slot *slots;
    size_t capacity, count; /* capacity: 0 or a power of two */
} gp_vocabulary_table;

typedef struct gp_vocabulary {
    unsigned char *pool;        /* all words, one after the other: few and dense cache lines */
    size_t used, room;          /* of the pool, in units */
    gp_vocabulary_word *sorted; /* what gp_vocabulary_sorted gave out last */
    gp_vocabulary_table forms, stems;
    uint32_t section; /* number of the section being counted */
    int sign;         /* +1 or -1 */
} gp_vocabulary;

void gp_vocabulary_init(gp_vocabulary *vocabulary);
void gp_vocabulary_clear(gp_vocabulary *vocabulary);
/* The words that follow belong to a further section, put (+1) or dropped (-1). */
void gp_vocabulary_section(gp_vocabulary *vocabulary, int sign);
/* One word of the section; a second time in one section counts nothing. GP_NO_MEMORY leaves the
 * counts of this section unfinished: the build can only be abandoned. */
gp_status gp_vocabulary_count(gp_vocabulary *vocabulary, gp_str form, gp_str stem) GP_MUST_CHECK;
/* The same for up to GP_VOCABULARY_BATCH words whose stems need not be made again: stems[0..n) are the
 * stems' numbers, or GP_VOCABULARY_NEW for a form not met before, which counts nothing. Looked up side
 * by side: memory is waited for once, not n times. */
#define GP_VOCABULARY_BATCH 64
#define GP_VOCABULARY_NEW   UINT32_MAX
void gp_vocabulary_meet(gp_vocabulary *vocabulary, const gp_str *forms, size_t n, uint32_t *stems);
/* Sets a count read from an index. `stem` empty: `text` is a stem. */
gp_status gp_vocabulary_load(gp_vocabulary *vocabulary, gp_str text, gp_str stem,
                             uint32_t sections) GP_MUST_CHECK;
/* The words of one of its two tables with a count above 0, by text: *words[0..*count), valid until
 * the vocabulary is used again. O(n log n). */
gp_status gp_vocabulary_sorted(gp_vocabulary *vocabulary, const gp_vocabulary_table *table,
                               const gp_vocabulary_word **words, size_t *count) GP_MUST_CHECK;

#endif
