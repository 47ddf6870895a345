/* encoder.h - a text to a vector of 512 components, so that texts of like meaning point alike.
 *
 * Idea:     word pieces -> embeddings + positions -> two transformer layers -> mean -> tanh ->
 *           length 1. The model is the Universal Sentence Encoder Lite, English (docs/vectors.md).
 *           Cosines of question and answer are the signal; words are the other one.
 * Source:   Cer et al. 2018; Vaswani et al. 2017 with norms in front (pre-norm) and none at the
 *           end.
 * Memory:   the model is mapped and shared; an encoder's own scratch is 2 MB, of which a short text
 *           touches a tenth.
 * Threads:  one encoder, one thread at a time; gp_encoder_share makes one for each thread.
 * Not here: comparing vectors (cosine.h), the model file (model.h).
 */
#ifndef GP_VECTOR_ENCODER_H
#define GP_VECTOR_ENCODER_H

#include "vector/kernels.h"

typedef struct gp_encoder gp_encoder;

/* Opens the model at `path`. GP_NOT_FOUND when there is no such file: go on without vectors.
 * GP_CORRUPT, GP_NO_MEMORY, GP_IO: as gp_model_open says. `*encoder` is NULL then. Under 50 ms.
 * gp_hash_init first. */
gp_status gp_encoder_open(const char *path, gp_encoder **encoder, gp_error *error) GP_MUST_CHECK;
/* Another encoder on the same model, for another thread; closed by itself, in any order.
 * GP_NO_MEMORY. */
gp_status gp_encoder_share(const gp_encoder *encoder, gp_encoder **other,
                           gp_error *error) GP_MUST_CHECK;
/* NULL is fine. */
void gp_encoder_close(gp_encoder *encoder);

/* The vector of any bytes (malformed ones read as U+FFFD), of length 1 and finite; zeros for an
 * empty text. Of a long text the first 128 pieces count, about 100 words. The same text gives
 * the same bits in each thread and with each kernel. With AVX2 1.5 ms for a question, 9 ms for
 * 60 words; 2.3 times that without. Cannot fail. */
void gp_encoder_encode(gp_encoder *encoder, gp_str text, float vector[GP_VECTOR_SIZE]);

/* Names the model: vectors of encoders with other names cannot be compared. Valid while the encoder is. */
gp_str gp_encoder_name(const gp_encoder *encoder);
/* The model's license and origin; valid while the encoder is. */
gp_str gp_encoder_notice(const gp_encoder *encoder);
/* The ids of the text's pieces, as gp_pieces_cut gives them; for tests. */
size_t gp_encoder_pieces(gp_encoder *encoder, gp_str text, uint16_t ids[GP_PIECES_MAX]);
/* Other kernels than gp_kernels_best; for tests and benchmarks. */
void gp_encoder_use(gp_encoder *encoder, const gp_kernels *kernels);

#endif
