/* model.h - the encoder's model: one file of weights, mapped, checked whole before anything is
 * used.
 *
 * Format:   little endian. A head of GP_MODEL_HEAD bytes (magic, format, sizes, file size, BLAKE2b
 *           of the file with the checksum's own bytes as zeros), then parts whose sizes follow from
 *           the head's alone, each at a multiple of 64 bytes, in this order: license and notice
 *           (text); the vocabulary's scores (f64), offsets (u32) and bytes; embedding scales (f32)
 *           and rows (i8); time scales (f32); then project and its rest, the layers (attention
 *           norm, qkv, in the first layer its rest, mix, hidden norm, up, down) and final. A dense
 *           part is its scales, its bias (f32, one an output) and its weights (i8
 *           [outputs][inputs]); a norm is its gain and its shift (f32). model_write.h writes it.
 * Rests:    rounding to 8 bits costs most in the two parts that see the embeddings first, and those
 *           are small: there, what rounding took away is kept as a second dense part, to be added
 *           (5 % of the file; the worst cosine to the original .9992 instead of .9988,
 *           docs/vectors.md).
 * Trust:    no offset is read from the file, every size is bounded, every float is finite and at
 *           most GP_MODEL_FLOAT_MAX, so no file reads out of bounds or makes a vector that is not
 *           finite.
 * Memory:   the mapping and what is derived (trie, positions: 1 MB) is owned by the model and
 *           counted: share and close in pairs. Replace a model's file by renaming only.
 * Threads:  read only once open; share and close from any thread.
 * Not here: the forward pass (encoder.h), fetching and converting (tools/model).
 */
#ifndef GP_VECTOR_MODEL_H
#define GP_VECTOR_MODEL_H

#include "vector/pieces.h"

enum {
    GP_VECTOR_SIZE = 512, /* components of a vector; the only output size there is */
    GP_MODEL_FORMAT = 1,
    GP_MODEL_HEAD = 128, /* bytes */
    GP_MODEL_LAYERS_MAX = 4,
    GP_MODEL_WIDTH_MAX = 2048, /* inputs of a dense part: 8191 * 128 * 2048 fits 31 bits */
    GP_MODEL_WIDTH_STEP = 32,  /* inputs come in multiples of this, so that kernels need no rest */
    GP_MODEL_FLOAT_MAX = 1000,
    GP_MODEL_NOTICE_MAX = 1 << 20,
    GP_MODEL_NAME_BYTES = 16
};

typedef struct gp_model_sizes {
    uint32_t pieces; /* ids of the vocabulary */
    uint32_t input;  /* width of an embedding and of what enters the first layer */
    uint32_t width;  /* of what leaves a layer and enters the next */
    uint32_t hidden; /* of the feed-forward part */
    uint32_t heads;  /* divides input and width into multiples of 8 */
    uint32_t layers;
} gp_model_sizes;

/* outputs = weights * inputs + bias; weight [n][k] is weights[n * inputs + k] * scales[n]. */
typedef struct gp_dense {
    size_t inputs, outputs;
    const int8_t *weights;      /* [outputs][inputs] */
    const float *scales, *bias; /* [outputs] */
} gp_dense;

typedef struct gp_norm {
    size_t width;
    const float *gain, *shift; /* [width] */
} gp_norm;

typedef struct gp_model_layer {
    gp_norm attention_norm;
    gp_dense qkv;      /* queries, keys, values side by side: d -> 3 d */
    gp_dense qkv_rest; /* in the first layer; no outputs in others */
    gp_dense mix;      /* d -> width */
    gp_norm hidden_norm;
    gp_dense up, down; /* width -> hidden -> width */
} gp_model_layer;

typedef struct gp_model {
    gp_model_sizes sizes;
    char name[2 * GP_MODEL_NAME_BYTES +
              1];  /* the first bytes of the checksum, in hex: vectors of models
                                               with other names cannot be compared */
    gp_str notice; /* license and where the weights are from, UTF-8 */
    gp_vocabulary vocabulary;
    const float *embedding_scales; /* [pieces] */
    const int8_t *embeddings;      /* [pieces][input] */
    const float *time_scales;      /* [input / 2]: angular frequencies of the position sinusoids */
    gp_dense project;              /* input -> width, beside the first layer */
    gp_dense project_rest;
    gp_model_layer layers[GP_MODEL_LAYERS_MAX];
    gp_dense final; /* width -> GP_VECTOR_SIZE */
    gp_pieces *pieces;
    float *positions; /* [GP_PIECES_MAX][input]: sinusoids */
} gp_model;

/* Opens the model at `path`: GP_NOT_FOUND when there is none (the caller goes on without),
 * GP_CORRUPT when it is damaged, foreign or of another format (the line says which and what to
 * do), GP_NO_MEMORY, GP_IO. Reads the whole file once for its checksum: 10 to 20 ms for 7 MB.
 * gp_hash_init first. */
gp_status gp_model_open(const char *path, const gp_model **model, gp_error *error) GP_MUST_CHECK;
/* The same model once more. */
const gp_model *gp_model_share(const gp_model *model);
/* The last one frees it; NULL is fine. */
void gp_model_close(const gp_model *model);

/* For model_write.c and tests: the magic, and the places in the head that are not sizes. */
#define GP_MODEL_MAGIC "\xFEguidepost\xFFmodel"
enum {
    GP_MODEL_FORMAT_AT = 16,
    GP_MODEL_SIZES_AT = 20, /* the six of gp_model_sizes, vocabulary bytes, notice bytes */
    GP_MODEL_BYTES_AT = 56, /* u64: the file's size */
    GP_MODEL_HASH_AT = 64,
    GP_MODEL_HASH_SIZE = 32,
    GP_MODEL_ALIGN = 64 /* of each part */
};
/* BLAKE2b-256 of `bytes` (at least GP_MODEL_HEAD) with the checksum's own place as zeros. */
void gp_model_hash(gp_str bytes, unsigned char hash[GP_MODEL_HASH_SIZE]);

#endif
