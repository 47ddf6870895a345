/* The real model against its original: 300 texts, their pieces and vectors as the npm package's
 * own TensorFlow.js gives them (reference.bin; README.md says how it is made). Skipped without
 * the model. */
#include "test.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/hash.h"
#include "unit/vector/plain_encoder.h"
#include "vector/encoder.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MODEL     GP_SOURCE_DIR "/build/model/guidepost-en.model"
#define REFERENCE GP_SOURCE_DIR "/tests/unit/vector/reference.bin"

enum {
    TEXTS = 300,
    PLAIN = 8, /* of them through the plain forward pass, which is slow */
    SKIPPED = 77
};
static const double vector_scale = 32767.0 * 8;

/* One text of reference.bin. */
typedef struct reference {
    gp_str text;
    size_t count; /* of all its pieces */
    uint16_t ids[GP_PIECES_MAX];
    float vector[GP_VECTOR_SIZE];
} reference;

static gp_arena arena;
static gp_str file;
static gp_encoder *encoder;

static const char *take(size_t *at, size_t size)
{
    const char *bytes = file.data + *at;

    assert_true(size <= file.size - *at);
    *at += size;
    return bytes;
}

static uint32_t take_u32(size_t *at)
{
    uint32_t value;

    memcpy(&value, take(at, sizeof value), sizeof value);
    return value;
}

static void next_reference(size_t *at, reference *next)
{
    int16_t values[GP_VECTOR_SIZE];
    size_t kept;

    next->text.size = take_u32(at);
    next->text.data = take(at, next->text.size);
    next->count = take_u32(at);
    kept = next->count < GP_PIECES_MAX ? next->count : GP_PIECES_MAX;
    memcpy(next->ids, take(at, next->count * sizeof next->ids[0]), kept * sizeof next->ids[0]);
    memcpy(values, take(at, sizeof values), sizeof values);
    for (size_t i = 0; i < GP_VECTOR_SIZE; i++)
        next->vector[i] = (float)(values[i] / vector_scale);
}

static double cosine(const float *a, const float *b)
{
    double dot = 0, square_a = 0, square_b = 0;

    for (size_t i = 0; i < GP_VECTOR_SIZE; i++) {
        dot += (double)a[i] * b[i];
        square_a += (double)a[i] * a[i];
        square_b += (double)b[i] * b[i];
    }
    return dot / sqrt(square_a * square_b);
}

static void each_text_has_the_pieces_of_the_original(void **state)
{
    size_t at = 8;
    uint16_t ids[GP_PIECES_MAX];
    reference next;

    (void)state;
    assert_int_equal(take_u32(&at), TEXTS);
    for (size_t i = 0; i < TEXTS; i++) {
        next_reference(&at, &next);
        size_t count = gp_encoder_pieces(encoder, next.text, ids);
        assert_int_equal(count, next.count < GP_PIECES_MAX ? next.count : GP_PIECES_MAX);
        assert_memory_equal(ids, next.ids, count * sizeof ids[0]);
    }
    assert_int_equal(at, file.size);
}

static void each_vector_is_the_originals_to_within_8_bit_weights(void **state)
{
    size_t at = 12;
    float vector[GP_VECTOR_SIZE];
    double worst = 1, sum = 0;
    reference next;

    (void)state;
    for (size_t i = 0; i < TEXTS; i++) {
        next_reference(&at, &next);
        gp_encoder_encode(encoder, next.text, vector);
        if (next.count == 0) {
            for (size_t j = 0; j < GP_VECTOR_SIZE; j++)
                assert_true(vector[j] == 0);
            continue;
        }
        double now = cosine(vector, next.vector);
        worst = now < worst ? now : worst;
        sum += now;
    }
    print_message("cosine to the original: mean %.6f, worst %.6f\n", sum / (TEXTS - 1), worst);
    assert_true(worst >= .999);
}

static void sums_of_whole_numbers_lose_nothing_measurable(void **state)
{
    size_t at = 12;
    float vector[GP_VECTOR_SIZE];
    double plain[GP_VECTOR_SIZE];
    const gp_model *model;
    reference next;

    (void)state;
    assert_int_equal(gp_model_open(MODEL, &model, NULL), GP_OK);
    for (size_t i = 0; i < PLAIN; i++) {
        double dot = 0;
        next_reference(&at, &next);
        plain_encode(model, next.ids, next.count, plain);
        gp_encoder_encode(encoder, next.text, vector);
        for (size_t j = 0; j < GP_VECTOR_SIZE; j++)
            dot += plain[j] * (double)vector[j];
        assert_true(dot > .999999);
    }
    gp_model_close(model);
}

static void the_license_is_in_the_model(void **state)
{
    gp_str notice = gp_encoder_notice(encoder);

    (void)state;
    assert_true(gp_str_find(notice, GP_STR("Apache License"), 0) < notice.size);
    assert_true(gp_str_find(notice, GP_STR("Changed"), 0) < notice.size);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_text_has_the_pieces_of_the_original),
        cmocka_unit_test(each_vector_is_the_originals_to_within_8_bit_weights),
        cmocka_unit_test(sums_of_whole_numbers_lose_nothing_measurable),
        cmocka_unit_test(the_license_is_in_the_model),
    };
    gp_error error;
    int failed;

    if (gp_hash_init() != GP_OK)
        return 1;
    switch (gp_encoder_open(MODEL, &encoder, &error)) {
    case GP_OK:
        break;
    case GP_NOT_FOUND:
        (void)printf("skipped: no model at %s; make it with tools/model/make\n", MODEL);
        return SKIPPED;
    default:
        (void)fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    gp_arena_init(&arena, (size_t)1 << 20);
    if (gp_file_read(AT_FDCWD, REFERENCE, (size_t)1 << 20, &arena, &file, &error) != GP_OK) {
        (void)fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    gp_encoder_close(encoder);
    gp_arena_clear(&arena);
    return failed;
}
