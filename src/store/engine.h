/* engine.h - the table of contents of src/store, and what an engine must provide.
 *
 * evidence.c    the score that orders candidates
 * acronyms.c    while building: which short forms the sections explain
 * related.c     at the end of building: the nearest sections of each
 * vocabulary.c  while building: how many sections hold each form and stem
 * image.c       while reading: ids, lengths, tags, words of one generation, in memory, immutable
 * hidden.c      once read: what an image must not know on a day
 * collector.c   while matching: filters, facets, the best candidates and their sightings
 * postings.c    while reading: every place of every stem, in memory; postings_match.c matches over them
 * store.c       the door: checks arguments, calls the engine
 * memory/       the reference engine
 * sqlite/       the product's engine
 * trace.c       wraps another
 */
#ifndef GP_STORE_ENGINE_H
#define GP_STORE_ENGINE_H

#include "store/image.h"
#include "store/store.h"

typedef struct gp_store_ops {
    gp_status (*share)(gp_store *store, gp_store **shared, gp_error *error);
    void (*close)(gp_store *store);
    gp_status (*match)(gp_store *store, const gp_match_request *request, gp_arena *arena,
                       gp_match *match, gp_error *error);
    gp_status (*fetch)(gp_store *store, const gp_handle *handles, size_t n, bool text_only,
                       gp_arena *arena, gp_stored_section *out, gp_error *error);
    gp_status (*document)(gp_store *store, gp_str slug, gp_arena *arena, gp_document *document,
                          gp_str *moved_to, gp_error *error);
    gp_status (*attachment)(gp_store *store, gp_str slug, gp_str name, gp_arena *arena,
                            gp_attachment *attachment, gp_error *error);
    gp_status (*documents)(gp_store *store, gp_arena *arena, gp_document_lines *documents,
                           gp_error *error);
    /* Fills title, heading, questions and url of labels[0..sections of the image). */
    gp_status (*labels)(gp_store *store, gp_arena *arena, gp_label *labels, gp_error *error);
    gp_status (*check)(gp_store *store, gp_error *error);
} gp_store_ops;

/* The head of every engine's store. */
struct gp_store {
    const gp_store_ops *ops;
    const gp_image *image;
};

typedef struct gp_build_ops {
    gp_status (*put)(gp_build *build, const gp_document *document, gp_error *error);
    gp_status (*drop)(gp_build *build, gp_str path, gp_error *error);
    gp_status (*sections)(gp_build *build, gp_str path, gp_build_section_fn *fn, void *context,
                          gp_error *error);
    gp_status (*stamps)(gp_build *build, gp_arena *arena, gp_stamp_list *stamps, gp_error *error);
    gp_status (*stamp)(gp_build *build, const gp_stamp *stamp, gp_error *error);
    gp_status (*site)(gp_build *build, gp_str json, gp_error *error);
    gp_status (*has_vectors)(gp_build *build, gp_audience part, gp_str name, bool *has,
                             gp_error *error);
    gp_status (*put_vectors)(gp_build *build, gp_audience part, gp_str name, const int8_t *units,
                             size_t count, gp_error *error);
    gp_status (*model)(gp_build *build, gp_str model, gp_error *error);
    gp_status (*publish)(gp_build *build, gp_error *error);
    void (*abandon)(gp_build *build);
} gp_build_ops;

/* The head of every engine's build. */
struct gp_build {
    const gp_build_ops *ops;
    gp_status broken; /* the first failure that may have left half a document behind */
};

/* GP_OK, or why the build may not be published. */
gp_status gp_build_whole(const gp_build *build, gp_error *error) GP_MUST_CHECK;

/* The indexed text of a field of a section; both engines index just this. In the arena. */
gp_str gp_field_text(gp_field field, const gp_document *document, const gp_section *section,
                     gp_arena *arena);
/* Items as lines; a line end inside an item becomes a blank. In the arena. */
gp_str gp_lines_of(const gp_str_list *items, gp_arena *arena);
/* Lines as items, each pointing into `lines`. */
gp_status gp_lines_to_list(gp_str lines, gp_arena *arena, gp_str_list *items) GP_MUST_CHECK;
/* True when the section belongs to the partition. */
bool gp_section_in(const gp_document *document, const gp_section *section, gp_audience part);
/* How lists of articles are ordered: kind, weight (largest first), title, slug. For qsort. */
int gp_document_line_order(const void *a, const void *b);

#endif
