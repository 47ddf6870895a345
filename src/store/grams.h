/* grams.h - which character 4-grams (text/ngram.h) the stems of one generation hold, and how many
 * sections hold each.
 *
 * Idea:     ranking asks, for a few sections, how often the question's grams stand there; the section's
 *           own list of stems (postings.h) times a stem's grams gives that without a second index.
 *           Grams of stems did as well as grams of the written forms (docs/relevance.md).
 * Memory:   about 60 bytes a stem; in the image's memory.
 * Threads:  made by one thread; read by any number.
 */
#ifndef GP_STORE_GRAMS_H
#define GP_STORE_GRAMS_H

#include "store/postings.h"

typedef struct gp_gram {
    uint32_t key;
    uint32_t sections; /* that hold it */
    uint32_t first;    /* its stems: from stems[first] up to the next gram's first */
} gp_gram;

struct gp_grams {
    gp_gram *items; /* by key; items[count] is there, too, for its `first`; NULL: there are none */
    size_t count;
    uint32_t *stems;
    float
        *length_ratios; /* of each section: its grams by the average; headings count three times */
};

/* From the words of all sections; stems[0..postings->stems) in byte order. Leaves it empty when there
 * are no postings. O(words of all sections). GP_NO_MEMORY. */
gp_status gp_grams_make(const gp_postings *postings, const gp_stem *stems, gp_arena *memory,
                        gp_grams *grams) GP_MUST_CHECK;
/* The gram with this key, or NULL. O(log grams). */
const gp_gram *gp_grams_find(const gp_grams *grams, uint32_t key);

#endif
