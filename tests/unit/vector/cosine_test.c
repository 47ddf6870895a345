/* Vectors in 512 bytes: what is kept, and that each kernel counts alike. */
#include "test.h"

#include "vector/cosine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    UNITS = 301
};

static uint64_t random_state = 7;

/* xorshift64*: Vigna 2016. */
static uint64_t next_random(void)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return random_state * 2685821657736338717u >> 32;
}

static void fill(int8_t *units, size_t count)
{
    for (size_t i = 0; i < count * GP_VECTOR_SIZE; i++)
        units[i] = (int8_t)(next_random() % 256 - 128);
}

static void what_is_no_number_or_too_large_is_cut(void **state)
{
    float vector[GP_VECTOR_SIZE] = {NAN, INFINITY, -INFINITY, 1, -1, .125F, -.125F, 0};
    int8_t unit[GP_VECTOR_SIZE];
    static const int8_t expected[] = {0, 127, -127, 127, -127, 127, -127, 0};

    (void)state;
    gp_vector_quantize(vector, unit);
    assert_memory_equal(unit, expected, sizeof expected);
}

static void scanning_no_units_touches_nothing(void **state)
{
    int8_t query[GP_VECTOR_SIZE] = {1};
    float score = 5;

    (void)state;
    gp_vector_scan(query, NULL, 0, &score);
    assert_true(score == 5);
}

static void zeros_have_cosine_zero_to_all(void **state)
{
    int8_t query[GP_VECTOR_SIZE] = {0}, unit[GP_VECTOR_SIZE];
    float score = 5;

    (void)state;
    fill(unit, 1);
    gp_vector_scan(query, unit, 1, &score);
    assert_true(score == 0);
}

static void components_are_rounded_to_the_nearest(void **state)
{
    float vector[GP_VECTOR_SIZE];
    int8_t unit[GP_VECTOR_SIZE];

    (void)state;
    for (int i = 0; i < GP_VECTOR_SIZE; i++)
        vector[i] = (float)(i % 255 - 127) / GP_VECTOR_SCALE + .0004F;
    gp_vector_quantize(vector, unit);
    for (int i = 0; i < GP_VECTOR_SIZE; i++)
        assert_int_equal(unit[i], i % 255 - 127);
}

/* Components as the encoder's: of like size, random signs. */
static void make_vector(float *vector, const float *like)
{
    double square = 0;

    for (size_t i = 0; i < GP_VECTOR_SIZE; i++) {
        vector[i] = (float)(next_random() % 2001) / 1000 - 1 + (like != NULL ? 9 * like[i] : 0);
        square += (double)vector[i] * vector[i];
    }
    for (size_t i = 0; i < GP_VECTOR_SIZE; i++)
        vector[i] /= (float)sqrt(square);
}

static void kept_vectors_keep_their_cosine(void **state)
{
    float a[GP_VECTOR_SIZE], b[GP_VECTOR_SIZE], score;
    int8_t unit_a[GP_VECTOR_SIZE], unit_b[GP_VECTOR_SIZE];

    (void)state;
    for (size_t round = 0; round < 200; round++) {
        double cosine = 0;
        make_vector(a, NULL);
        make_vector(b, round % 2 == 0 ? a : NULL);
        for (size_t i = 0; i < GP_VECTOR_SIZE; i++)
            cosine += (double)a[i] * b[i];
        gp_vector_quantize(a, unit_a);
        gp_vector_quantize(b, unit_b);
        gp_vector_scan(unit_a, unit_b, 1, &score);
        assert_true(fabs((double)score - cosine) < .003);
        assert_int_equal(gp_vector_dot(unit_a, unit_b), gp_vector_dot(unit_b, unit_a));
    }
}

static void each_kernel_scans_alike(void **state)
{
    static int8_t query[GP_VECTOR_SIZE], units[UNITS * GP_VECTOR_SIZE];
    static int32_t dots[UNITS];
    static float scores[UNITS];
    const gp_kernels *kernels;

    (void)state;
    fill(query, 1);
    fill(units, UNITS);
    memset(units, -128, GP_VECTOR_SIZE);
    gp_vector_scan(query, units, UNITS, scores);
    for (size_t k = 0; (kernels = gp_kernels_at(k)) != NULL; k++) {
        kernels->scan(query, units, UNITS, dots);
        for (size_t i = 0; i < UNITS; i++) {
            int32_t dot = 0;
            for (size_t j = 0; j < GP_VECTOR_SIZE; j++)
                dot += query[j] * units[i * GP_VECTOR_SIZE + j];
            assert_int_equal(dots[i], dot);
            assert_int_equal(gp_vector_dot(query, units + i * GP_VECTOR_SIZE), dot);
            assert_true(fabsf(scores[i] - (float)dot / (1016.0F * 1016.0F)) < 1e-5F);
        }
    }
}

static void check_dense(size_t inputs, size_t outputs, size_t count, bool extreme)
{
    static int8_t weights[8 * GP_MODEL_WIDTH_MAX];
    static int16_t values[9 * GP_MODEL_WIDTH_MAX];
    static float out[9 * 8];
    float scales[8], bias[8], row_scales[9];
    gp_dense dense = {inputs, outputs, weights, scales, bias};
    gp_rows rows = {count, inputs, values, row_scales};
    const gp_kernels *kernels;

    for (size_t i = 0; i < inputs * outputs; i++)
        weights[i] = extreme ? -128 : (int8_t)(next_random() % 255 - 127);
    for (size_t i = 0; i < inputs * count; i++)
        values[i] = extreme ? -GP_ROW_MAX : (int16_t)(next_random() % 16383 - GP_ROW_MAX);
    for (size_t i = 0; i < 9; i++) {
        scales[i % 8] = (float)(next_random() % 1000) / 4096;
        bias[i % 8] = (float)(next_random() % 1000) / 64;
        row_scales[i] = (float)(next_random() % 1000) / 16384;
    }
    for (size_t k = 0; (kernels = gp_kernels_at(k)) != NULL; k++) {
        kernels->dense(&dense, &rows, out);
        for (size_t t = 0; t < count; t++) {
            for (size_t n = 0; n < outputs; n++) {
                int64_t sum = 0;
                for (size_t i = 0; i < inputs; i++)
                    sum += values[t * inputs + i] * weights[n * inputs + i];
                float expected = (float)sum * (scales[n] * row_scales[t]) + bias[n];
                assert_true(out[t * outputs + n] == expected);
            }
        }
    }
}

static void each_kernel_multiplies_alike_to_the_bit(void **state)
{
    (void)state;
    for (size_t count = 1; count <= 9; count++) {
        check_dense(GP_MODEL_WIDTH_STEP, 4, count, false);
        check_dense(3 * GP_MODEL_WIDTH_STEP, 8, count, false);
    }
    check_dense(GP_MODEL_WIDTH_MAX, 4, 5, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_number_or_too_large_is_cut),
        cmocka_unit_test(scanning_no_units_touches_nothing),
        cmocka_unit_test(zeros_have_cosine_zero_to_all),
        cmocka_unit_test(components_are_rounded_to_the_nearest),
        cmocka_unit_test(kept_vectors_keep_their_cosine),
        cmocka_unit_test(each_kernel_scans_alike),
        cmocka_unit_test(each_kernel_multiplies_alike_to_the_bit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
