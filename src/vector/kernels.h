/* kernels.h - the inner loops, in portable C and for AVX2, chosen at run time.
 *
 * Idea:     dense parts multiply 16-bit activations by 8-bit weights and add in 32 bits, without
 *           rounding, so every kernel gives the same bits: an index made on one machine fits
 *           questions asked on another. 14 bits of an activation lose nothing measurable
 *           (docs/vectors.md).
 * Rejected: 8-bit activations (they lose as much again as 8-bit weights do: the worst cosine to the
 *           original fell from .9988 to .9975); weights made floats and fused multiplying (27 MB,
 *           and half the speed); AVX-512 (no machine was at hand that could test it).
 * Threads:  pure functions; any thread.
 */
#ifndef GP_VECTOR_KERNELS_H
#define GP_VECTOR_KERNELS_H

#include "vector/model.h"

enum {
    GP_ROW_MAX = 8191 /* of a quantized activation: 8191 * 128 * GP_MODEL_WIDTH_MAX < 2^31 */
};

/* Rows of activations: component k of row t is values[t * width + k] * scales[t]. */
typedef struct gp_rows {
    size_t count, width;
    const int16_t *values; /* -GP_ROW_MAX..GP_ROW_MAX */
    const float *scales;   /* [count] */
} gp_rows;

typedef struct gp_kernels {
    const char *name; /* "portable", "avx2" */
    /* out[t * dense->outputs + n], rows->width == dense->inputs, a multiple of GP_MODEL_WIDTH_STEP;
     * outputs a multiple of 4. */
    void (*dense)(const gp_dense *dense, const gp_rows *rows, float *out);
    /* dots[i] = query . units[i], over GP_VECTOR_SIZE components. */
    void (*scan)(const int8_t *query, const int8_t *units, size_t count, int32_t *dots);
} gp_kernels;

/* The fastest that this processor runs. */
const gp_kernels *gp_kernels_best(void);
/* Each one that this processor runs, the portable one first; NULL beyond. For tests and
 * benchmarks. */
const gp_kernels *gp_kernels_at(size_t index);

/* kernels_portable.c, kernels_avx2.c */
void gp_dense_portable(const gp_dense *dense, const gp_rows *rows, float *out);
void gp_scan_portable(const int8_t *query, const int8_t *units, size_t count, int32_t *dots);
#ifdef __x86_64__
void gp_dense_avx2(const gp_dense *dense, const gp_rows *rows, float *out);
void gp_scan_avx2(const int8_t *query, const int8_t *units, size_t count, int32_t *dots);
#endif

#endif
