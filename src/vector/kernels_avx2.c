/* kernels_avx2.c - the same sums with 256-bit registers: 16 products of 16 bits an instruction. */
#include "vector/kernels.h"

#ifdef __x86_64__

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

enum {
    STEP = 16, /* 16-bit values in a register */
    OUTPUTS = 4
};

AVX2 static inline __m256i load(const int16_t *values)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)values);
}

AVX2 static inline __m256i load_wide(const int8_t *values)
{
    return _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)values));
}

AVX2 static inline __m256i add_products(__m256i sum, __m256i a, __m256i b)
{
    return _mm256_add_epi32(sum, _mm256_madd_epi16(a, b));
}

/* The sum of each register's eight parts, side by side. */
AVX2 static inline __m128i reduce(const __m256i sums[OUTPUTS])
{
    __m256i pairs =
        _mm256_hadd_epi32(_mm256_hadd_epi32(sums[0], sums[1]), _mm256_hadd_epi32(sums[2], sums[3]));

    return _mm_add_epi32(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256(pairs, 1));
}

/* Four outputs of one row; multiplied and added apart, so that it rounds as portable C does. */
AVX2 static inline void put(const gp_dense *dense, const __m256i sums[OUTPUTS], size_t n,
                            float scale, float *out)
{
    __m128 scales = _mm_mul_ps(_mm_loadu_ps(dense->scales + n), _mm_set1_ps(scale));
    __m128 values = _mm_mul_ps(_mm_cvtepi32_ps(reduce(sums)), scales);

    _mm_storeu_ps(out + n, _mm_add_ps(values, _mm_loadu_ps(dense->bias + n)));
}

/* Outputs n .. n + 3 of rows t and t + 1: each weight is widened once for both, each activation
 * read once for four. */
AVX2 static void dense_block(const gp_dense *dense, const gp_rows *rows, size_t n, size_t t,
                             float *out)
{
    size_t width = dense->inputs;
    const int8_t *weights = dense->weights + n * width;
    const int16_t *row = rows->values + t * width;
    bool both = t + 1 < rows->count;
    const int16_t *next = both ? row + width : row;
    __m256i sums[OUTPUTS] = {0}, next_sums[OUTPUTS] = {0};

    for (size_t k = 0; k < width; k += STEP) {
        __m256i a = load(row + k), b = load(next + k);
        for (size_t i = 0; i < OUTPUTS; i++) {
            __m256i w = load_wide(weights + i * width + k);
            sums[i] = add_products(sums[i], a, w);
            next_sums[i] = add_products(next_sums[i], b, w);
        }
    }
    put(dense, sums, n, rows->scales[t], out + t * dense->outputs);
    if (both)
        put(dense, next_sums, n, rows->scales[t + 1], out + (t + 1) * dense->outputs);
}

AVX2 void gp_dense_avx2(const gp_dense *dense, const gp_rows *rows, float *out)
{
    for (size_t n = 0; n < dense->outputs; n += OUTPUTS) {
        for (size_t t = 0; t < rows->count; t += 2)
            dense_block(dense, rows, n, t, out);
    }
}

AVX2 static int32_t dot(const int8_t *query, const int8_t *unit)
{
    __m256i sums[OUTPUTS] = {0};
    __m128i parts;

    for (size_t k = 0; k < GP_VECTOR_SIZE; k += OUTPUTS * STEP) {
        for (size_t i = 0; i < OUTPUTS; i++)
            sums[i] = add_products(sums[i], load_wide(query + k + i * STEP),
                                   load_wide(unit + k + i * STEP));
    }
    parts = reduce(sums);
    parts = _mm_hadd_epi32(parts, parts);
    return _mm_cvtsi128_si32(_mm_hadd_epi32(parts, parts));
}

AVX2 void gp_scan_avx2(const int8_t *query, const int8_t *units, size_t count, int32_t *dots)
{
    for (size_t i = 0; i < count; i++)
        dots[i] = dot(query, units + i * GP_VECTOR_SIZE);
}

#endif
