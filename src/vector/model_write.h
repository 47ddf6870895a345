/* model_write.h - makes a model file of float weights: what tools/model converts with, and tests.
 *
 * Rule:     weights are rounded to 8 bits, symmetric, one scale an output (an embedding: one a
 *           piece): q = round(w / s), s = max |w| / 127. A rest is w - q s, rounded likewise. Same
 *           input, same bytes.
 * Memory:   all is borrowed.
 */
#ifndef GP_VECTOR_MODEL_WRITE_H
#define GP_VECTOR_MODEL_WRITE_H

#include "base/buf.h"
#include "vector/model.h"

/* A dense part as TensorFlow stores it. */
typedef struct gp_dense_source {
    const float *weights; /* [inputs][outputs] */
    const float *bias;    /* [outputs] */
} gp_dense_source;

typedef struct gp_layer_source {
    const float *attention_gain, *attention_shift;
    gp_dense_source qkv, mix;
    const float *hidden_gain, *hidden_shift;
    gp_dense_source up, down;
} gp_layer_source;

/* Shapes as in model.h. */
typedef struct gp_model_source {
    gp_model_sizes sizes;
    gp_str notice;
    const gp_str *pieces;     /* [pieces] */
    const double *scores;     /* [pieces] */
    const float *embeddings;  /* [pieces][input] */
    const float *time_scales; /* [input / 2] */
    gp_dense_source project;
    gp_layer_source layers[GP_MODEL_LAYERS_MAX];
    gp_dense_source final;
} gp_model_source;

/* Appends the file's bytes to the empty `out`; check out->status. What gp_model_open would
 * refuse (sizes, floats) is written as it is. gp_hash_init first. */
void gp_model_write(const gp_model_source *source, gp_buf *out);

#endif
