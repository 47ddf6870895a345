/* image.h - one generation's ids, lengths, tags and words, in memory, read-only once sealed.
 *
 * Idea:     what scoring, filtering and completing need of every section is small (about 100 bytes);
 *           asking the database for it row by row is what makes ranking slow.
 * Memory:   everything lives in the image's own memory; gp_image_release frees it with the last
 *           store that uses it.
 * Threads:  after gp_image_seal any number of readers; the count of users is atomic.
 */
#ifndef GP_STORE_IMAGE_H
#define GP_STORE_IMAGE_H

#include "store/grams.h"

#include <stdatomic.h>

typedef struct gp_image_document {
    gp_str slug;
    gp_kind kind;
    gp_audience part;
    double weight;
    int32_t publish_on, expires_on; /* days; INT32_MIN, INT32_MAX when not given */
    const uint32_t *tags;           /* indexes into tag_names */
    size_t tag_count;
    uint32_t group; /* equal for the public and the staff half of one article */
} gp_image_document;

typedef struct gp_image_section {
    gp_str id;
    uint32_t document; /* index into documents */
    uint32_t lengths[GP_FIELD_COUNT];
    int64_t row; /* the engine's own number */
    gp_audience part;
} gp_image_section;

typedef struct gp_image {
    gp_arena memory;
    atomic_uint users;
    GP_VEC(gp_image_document) documents;
    GP_VEC(gp_image_section) sections; /* a handle is an index here */
    gp_str_list tag_names;
    GP_VEC(gp_word) words;       /* by form once sealed */
    GP_VEC(gp_stem) stems;       /* by stem once sealed */
    GP_VEC(gp_acronym) acronyms; /* by folded short form once sealed, each once */
    gp_vectors vectors;          /* filled after sealing; count 0: there are none */
    gp_grams grams;              /* of the postings' stems */
    gp_postings postings;        /* filled after sealing; may have none */
    double *length_ratios;       /* of each section: its evidence length by the average */
    gp_handle *related; /* GP_RELATED_MAX of each section, nearest first; then GP_NO_HANDLE */
    gp_handle *by_id;   /* handles by id */
    uint32_t *handle_of_row[2]; /* by partition; GP_NO_HANDLE where there is no section */
    int64_t row_limit[2];       /* rows below this are in handle_of_row */
    gp_corpus corpus;
    double average_length;   /* gp_evidence_average(&corpus) */
    gp_document_lines lines; /* as gp_store_documents gives them, if has_lines */
    bool has_lines;
    gp_stored_section *texts; /* of each section, without html; NULL: read when shown */
    gp_str site;              /* JSON */
    gp_str generation;        /* hex */
    void *owned;              /* the engine's: what all stores on this generation share */
    void (*free_owned)(void *owned);
} gp_image;

/* An empty image with one user. */
gp_status gp_image_new(gp_image **image) GP_MUST_CHECK;
void gp_image_use(gp_image *image);
/* NULL is fine. */
void gp_image_release(gp_image *image);

/* Filling. Strings are copied; `*index` is what sections refer to. */
gp_status gp_image_add_document(gp_image *image, const gp_document *document, gp_audience part,
                                uint32_t *index) GP_MUST_CHECK;
gp_status gp_image_add_section(gp_image *image, gp_str id, uint32_t document,
                               const uint32_t lengths[GP_FIELD_COUNT], int64_t row,
                               gp_audience part) GP_MUST_CHECK;
gp_status gp_image_add_word(gp_image *image, gp_str form, gp_str stem,
                            uint32_t sections) GP_MUST_CHECK;
gp_status gp_image_add_stem(gp_image *image, gp_str stem, uint32_t sections) GP_MUST_CHECK;
/* A pair that so many sections of a partition give; of them sealing chooses (acronyms.h). */
gp_status gp_image_add_acronym(gp_image *image, gp_str short_form, gp_str long_form,
                               uint32_t sections) GP_MUST_CHECK;
/* Sorts, merges the partitions' words, counts. O(n log n). */
gp_status gp_image_seal(gp_image *image) GP_MUST_CHECK;
/* Vectors of a section on their way into the image, in the caller's memory until they are sealed. */
typedef struct gp_section_vectors {
    gp_handle section;
    uint32_t count;
    const void *units;
} gp_section_vectors;
/* Copies the vectors of sections, each at most once, into the sealed image. GP_NO_MEMORY. */
gp_status gp_image_seal_vectors(gp_image *image, const gp_section_vectors *sections, size_t n,
                                gp_str model) GP_MUST_CHECK;
/* The next related section of a section of the sealed image; false when it has GP_RELATED_MAX. */
bool gp_image_relate(gp_image *image, gp_handle section, gp_handle other);
/* Turns the places that were filled into the sealed image's postings into arrays, and cuts the stems
 * into grams. O(places). GP_NO_MEMORY. */
gp_status gp_image_seal_postings(gp_image *image) GP_MUST_CHECK;

/* Reading. */
/* A stem's place in stems; stems.count when the index does not hold it. */
size_t gp_image_stem_number(const gp_image *image, gp_str stem);
uint32_t gp_image_frequency(const gp_image *image, gp_str stem);
gp_handle gp_image_find(const gp_image *image, gp_str id);
gp_status gp_image_words(const gp_image *image, gp_str prefix, size_t limit, gp_arena *arena,
                         gp_word_list *words) GP_MUST_CHECK;

#endif
