/* layers.h - the parts of the forward pass between the dense ones: norms, attention, quantizing
 * rows.
 *
 * Rule:     floats are added in an order that the code fixes, without fused steps (-std=c11), so
 *           results do not change with the kernels.
 * Threads:  pure functions over the caller's memory; any thread.
 */
#ifndef GP_VECTOR_LAYERS_H
#define GP_VECTOR_LAYERS_H

#include "vector/kernels.h"

/* values[i] = round(row[i] / scale), at most GP_ROW_MAX in size; returns the scale (0 for
 * zeros). */
float gp_row_quantize(const float *row, size_t width, int16_t *values);
/* out[i] = (row[i] - mean) / sqrt(variance + 1e-6) * gain[i] + shift[i]. Ba, Kiros, Hinton 2016. */
void gp_row_norm(const gp_norm *norm, const float *row, float *out);
/* Negative values become 0. */
void gp_row_relu(float *row, size_t width);
/* out += more. */
void gp_row_add(float *out, const float *more, size_t width);

/* Scaled dot-product attention (Vaswani et al. 2017) over `count` rows of queries, keys and
 * values side by side, each `width` wide, in `heads` parts: out[t * width + i]. Queries are
 * scaled 1/sqrt(width / heads). `weights` has room for `count` floats. O(count^2 width). */
void gp_attention(const float *qkv, size_t count, size_t width, size_t heads, float *weights,
                  float *out);

#endif
