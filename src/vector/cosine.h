/* cosine.h - vectors in 512 bytes, and their cosines.
 *
 * Idea:     512 components share a length of 1, and none dominates: .101 is the largest of the 300
 *           reference texts. So a component is kept as round(1016 v), 1016 = 8 * 127, and what goes
 *           beyond 1/8 is cut. Cosines of kept vectors are off by .0004 on average and .003 at most
 *           (2,000 pairs of those texts); keeping round(127 v) would be off by .005 and .042.
 * Threads:  pure functions; any thread.
 */
#ifndef GP_VECTOR_COSINE_H
#define GP_VECTOR_COSINE_H

#include "vector/kernels.h"

enum {
    GP_VECTOR_SCALE = 8 * 127
};

/* NaN becomes 0. */
void gp_vector_quantize(const float vector[GP_VECTOR_SIZE], int8_t unit[GP_VECTOR_SIZE]);
/* The dot product as it stands: cosine * GP_VECTOR_SCALE^2, about. */
int32_t gp_vector_dot(const int8_t a[GP_VECTOR_SIZE], const int8_t b[GP_VECTOR_SIZE]);
/* scores[i] = the cosine of `query` and unit i, units[i * GP_VECTOR_SIZE ...), for i < count; a
 * vector of zeros has 0 to each. Brute force: 20,000 units in .4 ms with AVX2. */
void gp_vector_scan(const int8_t query[GP_VECTOR_SIZE], const int8_t *units, size_t count,
                    float *scores);

#endif
