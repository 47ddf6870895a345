/* related.h - for every section of a partition its nearest other sections.
 *
 * Idea:     a section's signature are its weightiest stems among those that few sections hold; sections
 *           are as near as the cosine of their signatures. Only sections that share a stem are compared,
 *           so a thousand sections cost a thousand times what one costs.
 * Source:   tf-idf and cosine, Salton & Buckley 1988: (1 + ln tf) ln(1 + N / df), tf counting headings
 *           three times. Words of the article's title and the headings above count nothing: they would
 *           make an article's own sections the nearest.
 * Order:    what is found depends on nothing but the sections' words and ids: not on their numbers, nor on
 *           how the words were gathered. So every engine, full or refreshed, finds the same.
 * Cost:     GP_SIGNATURE_STEMS * GP_SIGNATURE_MOST additions a section; about 200 bytes a section.
 * Threads:  one gp_relating, one thread.
 */
#ifndef GP_STORE_RELATED_H
#define GP_STORE_RELATED_H

#include "store/store.h"

#define GP_SIGNATURE_STEMS 12
#define GP_SIGNATURE_LEAST 2    /* sections that hold a signature's stem, */
#define GP_SIGNATURE_MOST  64   /* from and to */
#define GP_RELATED_LEAST   0.1f /* cosine below which nothing is related */

typedef struct gp_signature_stem {
    uint32_t stem;
    float weight;
} gp_signature_stem;

typedef struct gp_signature_posting {
    uint32_t section;
    float weight;
} gp_signature_posting;

typedef struct gp_relating_section {
    gp_str id;         /* the caller's, as `document` */
    uint32_t document; /* equal for sections of one article */
    uint32_t stems, others;
    gp_signature_stem signature[GP_SIGNATURE_STEMS]; /* weightiest first */
    uint32_t related[GP_RELATED_MAX];                /* sections, nearest first */
} gp_relating_section;

typedef struct gp_relating {
    gp_relating_section *sections;
    size_t count;
    uint32_t stem; /* the one under way */
    float idf;
    gp_signature_posting words[GP_SIGNATURE_MOST]; /* its sections, not in their signatures yet */
    size_t told;
    uint32_t stem_limit; /* above all stems */
    /* while finding: */
    gp_signature_posting *postings; /* by stem; weights of signatures of length 1 */
    uint32_t *first;                /* of each stem, and an end */
    float *nearness;                /* of each section to the one under way */
    uint32_t *met;                  /* sections near to it at all, and one more */
} gp_relating;

/* Room for `count` sections; the caller fills id and document of each. GP_NO_MEMORY: nothing to clear. */
gp_status gp_relating_open(gp_relating *relating, size_t count) GP_MUST_CHECK;
void gp_relating_clear(gp_relating *relating);
/* Begins a stem that `frequency` sections of the partition hold; stems come by ascending number, in byte
 * order. False: it belongs to no signature, and its sections need not be told. */
bool gp_relating_stem(gp_relating *relating, uint32_t number, gp_str stem, uint32_t frequency);
/* The stem stands so often in the fields of a section; 255 is as often as counts. */
void gp_relating_word(gp_relating *relating, size_t section, const uint32_t times[GP_FIELD_COUNT]);
/* All words were told: fills `related` of each section. GP_NO_MEMORY. */
gp_status gp_relating_find(gp_relating *relating) GP_MUST_CHECK;

#endif
