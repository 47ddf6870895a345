/* encode.h - while an index is built: which sections lack vectors of meaning, and making them.
 *
 * Idea:     a section's vectors are kept under a name made of the model's name and its units' texts, so
 *           what a build has under that name already is never encoded again. What it lacks is gathered
 *           while files are read, and encoded on all cores when enough has come together and at the end.
 * Threads:  one encoding, one thread; it starts its own and ends them before it returns.
 */
#ifndef GP_INDEX_ENCODE_H
#define GP_INDEX_ENCODE_H

#include "store/store.h"
#include "vector/encoder.h"

/* Units done and to do, of what is gathered. */
typedef void gp_encode_progress_fn(void *context, size_t done, size_t total);

typedef struct gp_encoding {
    gp_encoder *encoder; /* borrowed; NULL: nothing is encoded */
    gp_build *build;
    gp_encode_progress_fn *progress; /* may be NULL */
    void *context;
    gp_arena memory; /* of what is gathered */
    GP_VEC(struct gp_pending) pending;
    size_t units; /* of them */
} gp_encoding;

/* `build` and `encoder` must outlive it; tells the build the model. */
gp_status gp_encoding_begin(gp_encoding *encoding, gp_encoder *encoder, gp_build *build,
                            gp_error *error) GP_MUST_CHECK;
void gp_encoding_clear(gp_encoding *encoding);
/* Names the vectors of the document's sections (gp_section.meaning, in `arena`), before the document is
 * put, and gathers those that the build lacks. */
gp_status gp_encoding_take(gp_encoding *encoding, gp_document *document, gp_arena *arena,
                           gp_error *error) GP_MUST_CHECK;
/* Encodes what is gathered, and puts it. About 9 ms a unit of 60 words on one core. */
gp_status gp_encoding_finish(gp_encoding *encoding, gp_error *error) GP_MUST_CHECK;

#endif
