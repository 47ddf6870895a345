#include "vector/layers.h"

#include <math.h>
#include <string.h>

enum {
    LANES = 8 /* sums side by side, so that the compiler may use the processor's registers */
};
static const float norm_epsilon = 1e-6F;  /* the model's own */
static const float smallest_row = 1e-30F; /* below, a row counts as zeros: its inverse overflows */

/* The lanes' sum, always in the same order. */
static float fold(const float lanes[LANES])
{
    return ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) +
           ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]));
}

float gp_row_quantize(const float *row, size_t width, int16_t *values)
{
    float largest = 0, factor;

    for (size_t i = 0; i < width; i++)
        largest = fabsf(row[i]) > largest ? fabsf(row[i]) : largest;
    if (largest < smallest_row) {
        memset(values, 0, width * sizeof *values);
        return 0;
    }
    factor = GP_ROW_MAX / largest;
    for (size_t i = 0; i < width; i++)
        values[i] = (int16_t)(int32_t)(row[i] * factor + (row[i] < 0 ? -.5F : .5F));
    return largest / GP_ROW_MAX;
}

void gp_row_norm(const gp_norm *norm, const float *row, float *out)
{
    size_t width = norm->width;
    float lanes[LANES] = {0}, mean, factor;

    for (size_t i = 0; i < width; i += LANES) {
        for (size_t j = 0; j < LANES; j++)
            lanes[j] += row[i + j];
    }
    mean = fold(lanes) / (float)width;
    memset(lanes, 0, sizeof lanes);
    for (size_t i = 0; i < width; i += LANES) {
        for (size_t j = 0; j < LANES; j++)
            lanes[j] += (row[i + j] - mean) * (row[i + j] - mean);
    }
    factor = 1 / sqrtf(fold(lanes) / (float)width + norm_epsilon);
    for (size_t i = 0; i < width; i++)
        out[i] = (row[i] - mean) * factor * norm->gain[i] + norm->shift[i];
}

void gp_row_relu(float *row, size_t width)
{
    for (size_t i = 0; i < width; i++)
        row[i] = row[i] > 0 ? row[i] : 0;
}

void gp_row_add(float *out, const float *more, size_t width)
{
    for (size_t i = 0; i < width; i++)
        out[i] += more[i];
}

/* ---- attention ------------------------------------------------------------------------------- */

static float dot(const float *restrict a, const float *restrict b, size_t width)
{
    float lanes[LANES] = {0};

    for (size_t i = 0; i < width; i += LANES) {
        for (size_t j = 0; j < LANES; j++)
            lanes[j] += a[i + j] * b[i + j];
    }
    return fold(lanes);
}

/* exp(w - max) / sum, which cannot overflow. */
static void softmax(float *weights, size_t count)
{
    float largest = weights[0], sum = 0;

    for (size_t i = 1; i < count; i++)
        largest = weights[i] > largest ? weights[i] : largest;
    for (size_t i = 0; i < count; i++) {
        weights[i] = expf(weights[i] - largest);
        sum += weights[i];
    }
    for (size_t i = 0; i < count; i++)
        weights[i] /= sum;
}

/* One query of one head against all keys: the values' weighted sum into `out`. */
static void attend(const float *query, const float *keys, const float *values, size_t stride,
                   size_t count, size_t width, float *weights, float *out)
{
    float scale = 1 / sqrtf((float)width);

    for (size_t t = 0; t < count; t++)
        weights[t] = dot(query, keys + t * stride, width) * scale;
    softmax(weights, count);
    memset(out, 0, width * sizeof *out);
    for (size_t t = 0; t < count; t++) {
        const float *restrict value = values + t * stride;
        for (size_t i = 0; i < width; i++)
            out[i] += weights[t] * value[i];
    }
}

void gp_attention(const float *qkv, size_t count, size_t width, size_t heads, float *weights,
                  float *out)
{
    size_t part = width / heads, stride = 3 * width;

    for (size_t head = 0; head < heads; head++) {
        const float *queries = qkv + head * part;
        for (size_t t = 0; t < count; t++)
            attend(queries + t * stride, queries + width, queries + 2 * width, stride, count, part,
                   weights, out + t * width + head * part);
    }
}
