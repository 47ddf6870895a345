#include "vector/cosine.h"

enum {
    MOST = 127,
    BLOCK = 256 /* units scanned before their scores are written */
};

void gp_vector_quantize(const float vector[GP_VECTOR_SIZE], int8_t unit[GP_VECTOR_SIZE])
{
    for (size_t i = 0; i < GP_VECTOR_SIZE; i++) {
        float value = vector[i] * GP_VECTOR_SCALE;
        if (!(value > -MOST))
            unit[i] = value <= -MOST ? -MOST : 0;
        else if (value >= MOST)
            unit[i] = MOST;
        else
            unit[i] = (int8_t)(value + (value < 0 ? -.5F : .5F));
    }
}

int32_t gp_vector_dot(const int8_t a[GP_VECTOR_SIZE], const int8_t b[GP_VECTOR_SIZE])
{
    int32_t dot;

    gp_kernels_best()->scan(a, b, 1, &dot);
    return dot;
}

void gp_vector_scan(const int8_t query[GP_VECTOR_SIZE], const int8_t *units, size_t count,
                    float *scores)
{
    static const float factor = 1.0F / ((float)GP_VECTOR_SCALE * GP_VECTOR_SCALE);
    const gp_kernels *kernels = gp_kernels_best();
    int32_t dots[BLOCK];

    for (size_t start = 0; start < count; start += BLOCK) {
        size_t block = count - start < BLOCK ? count - start : BLOCK;
        kernels->scan(query, units + start * GP_VECTOR_SIZE, block, dots);
        for (size_t i = 0; i < block; i++)
            scores[start + i] = (float)dots[i] * factor;
    }
}
