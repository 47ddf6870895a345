/* kernels_portable.c - plain loops that compilers turn into the processor's own (built with
 * -O3): sums of 16-bit products are pmaddwd on any x86-64, smlal on ARM. */
#include "vector/kernels.h"

/* One output for up to four rows, so that a weight is widened and read once for all of them. */
static void dense_four(const int16_t *restrict weights, const int16_t *restrict rows, size_t width,
                       int32_t sums[4])
{
    const int16_t *restrict row1 = rows + width, *restrict row2 = row1 + width,
                            *restrict row3 = row2 + width;
    int32_t sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;

    for (size_t k = 0; k < width; k++) {
        sum0 += weights[k] * rows[k];
        sum1 += weights[k] * row1[k];
        sum2 += weights[k] * row2[k];
        sum3 += weights[k] * row3[k];
    }
    sums[0] = sum0;
    sums[1] = sum1;
    sums[2] = sum2;
    sums[3] = sum3;
}

static int32_t dense_one(const int16_t *restrict weights, const int16_t *restrict row, size_t width)
{
    int32_t sum = 0;

    for (size_t k = 0; k < width; k++)
        sum += weights[k] * row[k];
    return sum;
}

void gp_dense_portable(const gp_dense *dense, const gp_rows *rows, float *out)
{
    size_t width = dense->inputs, outputs = dense->outputs, count = rows->count;
    int16_t wide[GP_MODEL_WIDTH_MAX];
    int32_t sums[GP_PIECES_MAX];

    for (size_t n = 0; n < outputs; n++) {
        const int8_t *weights = dense->weights + n * width;
        size_t t = 0;
        for (size_t k = 0; k < width; k++)
            wide[k] = weights[k];
        for (; t + 4 <= count; t += 4)
            dense_four(wide, rows->values + t * width, width, sums + t);
        for (; t < count; t++)
            sums[t] = dense_one(wide, rows->values + t * width, width);
        for (t = 0; t < count; t++)
            out[t * outputs + n] =
                (float)sums[t] * (dense->scales[n] * rows->scales[t]) + dense->bias[n];
    }
}

void gp_scan_portable(const int8_t *query, const int8_t *units, size_t count, int32_t *dots)
{
    int16_t wide[GP_VECTOR_SIZE];

    for (size_t k = 0; k < GP_VECTOR_SIZE; k++)
        wide[k] = query[k];
    for (size_t i = 0; i < count; i++) {
        const int8_t *unit = units + i * GP_VECTOR_SIZE;
        int32_t sum = 0;
        for (size_t k = 0; k < GP_VECTOR_SIZE; k++)
            sum += wide[k] * (int16_t)unit[k];
        dots[i] = sum;
    }
}
