/* The encoder over a made model: any bytes give a finite vector, the same one in every thread
 * and with every kernel, and the one that the plain forward pass gives. */
#include "test.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "unit/vector/plain_encoder.h"
#include "unit/vector/tiny_model.h"
#include "vector/encoder.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

enum {
    THREADS = 4,
    ROUNDS = 20
};

static char path[] = "/tmp/guidepost-encoder-XXXXXX";
static gp_encoder *encoder;

static const char *const texts[] = {"a",
                                    "how the hours",
                                    "the cat sat the hours the week, how the boat was at sea at 9",
                                    " ",
                                    "\n\t\x01",
                                    "\xFF\xFE\xC0\x80 malformed \xE2\x82",
                                    "\xF0\x9F\x98\x80\xF0\x9F\x98\x80 caf\xC3\xA9 cafe\xCC\x81",
                                    "\xE0\xA4\x95\xE0\xA5\x8D\xE0\xA4\xAF\xE0\xA4\xBE"};

enum {
    TEXTS = sizeof texts / sizeof texts[0]
};

static void a_missing_model_is_not_found_and_gives_no_encoder(void **state)
{
    gp_encoder *none;
    gp_error error;

    (void)state;
    assert_int_equal(gp_encoder_open("/tmp/no-such.model", &none, &error), GP_NOT_FOUND);
    assert_null(none);
    assert_non_null(strstr(error.text, "no-such.model"));
    gp_encoder_close(none);
}

static void a_failed_allocation_is_a_status_and_leaks_nothing(void **state)
{
    gp_status status = GP_NO_MEMORY;
    unsigned long nth = 1;
    gp_encoder *other;

    (void)state;
    for (; status == GP_NO_MEMORY; nth++) {
        gp_memory_fail_at(nth, 0);
        status = gp_encoder_open(path, &other, NULL);
        gp_memory_fail_at(0, 0);
        if (status == GP_OK)
            gp_encoder_close(other);
        else
            assert_null(other);
    }
    assert_int_equal(status, GP_OK);
    assert_true(nth > 8);
    gp_memory_fail_at(3, 0);
    assert_int_equal(gp_encoder_share(encoder, &other, NULL), GP_NO_MEMORY);
    gp_memory_fail_at(0, 0);
    assert_null(other);
}

static void an_empty_text_is_a_vector_of_zeros(void **state)
{
    float vector[GP_VECTOR_SIZE];

    (void)state;
    memset(vector, 1, sizeof vector);
    gp_encoder_encode(encoder, (gp_str){NULL, 0}, vector);
    for (size_t i = 0; i < GP_VECTOR_SIZE; i++)
        assert_true(vector[i] == 0);
}

static double length(const float *vector)
{
    double square = 0;

    for (size_t i = 0; i < GP_VECTOR_SIZE; i++)
        square += (double)vector[i] * vector[i];
    return sqrt(square);
}

static void any_bytes_give_a_vector_of_length_one(void **state)
{
    float vector[GP_VECTOR_SIZE];
    char bytes[300];

    (void)state;
    for (size_t i = 0; i < TEXTS; i++) {
        gp_encoder_encode(encoder, gp_str_of(texts[i]), vector);
        assert_true(fabs(length(vector) - 1) < 1e-5);
    }
    for (size_t first = 0; first < 256; first++) {
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)(first + i * 7);
        gp_encoder_encode(encoder, (gp_str){bytes, 1 + first % sizeof bytes}, vector);
        assert_true(fabs(length(vector) - 1) < 1e-5);
    }
}

static void of_a_long_text_the_first_128_pieces_count(void **state)
{
    float cut[GP_VECTOR_SIZE], whole[GP_VECTOR_SIZE];
    uint16_t ids[GP_PIECES_MAX];
    gp_buf text;

    (void)state;
    gp_buf_init(&text, 1 << 20);
    while (text.size < 20000)
        gp_buf_add(&text, GP_STR("a "));
    assert_int_equal(gp_encoder_pieces(encoder, gp_buf_str(&text), ids), GP_PIECES_MAX);
    gp_encoder_encode(encoder, gp_buf_str(&text), whole);
    gp_encoder_encode(encoder, gp_str_slice(gp_buf_str(&text), 0, GP_PIECES_MAX), cut);
    assert_memory_equal(cut, whole, sizeof cut);
    gp_buf_clear(&text);
}

static void the_vector_is_that_of_the_plain_forward_pass(void **state)
{
    float vector[GP_VECTOR_SIZE];
    double plain[GP_VECTOR_SIZE];
    uint16_t ids[GP_PIECES_MAX];
    const gp_model *model;

    (void)state;
    assert_int_equal(gp_model_open(path, &model, NULL), GP_OK);
    for (size_t i = 0; i < TEXTS; i++) {
        double dot = 0;
        plain_encode(model, ids, gp_encoder_pieces(encoder, gp_str_of(texts[i]), ids), plain);
        gp_encoder_encode(encoder, gp_str_of(texts[i]), vector);
        for (size_t j = 0; j < GP_VECTOR_SIZE; j++)
            dot += plain[j] * (double)vector[j];
        assert_true(dot > .99999);
    }
    gp_model_close(model);
}

static void each_kernel_gives_the_same_bits(void **state)
{
    float first[GP_VECTOR_SIZE], other[GP_VECTOR_SIZE];
    const gp_kernels *kernels;

    (void)state;
    for (size_t i = 0; i < TEXTS; i++) {
        gp_encoder_use(encoder, gp_kernels_at(0));
        gp_encoder_encode(encoder, gp_str_of(texts[i]), first);
        for (size_t k = 1; (kernels = gp_kernels_at(k)) != NULL; k++) {
            gp_encoder_use(encoder, kernels);
            gp_encoder_encode(encoder, gp_str_of(texts[i]), other);
            assert_memory_equal(first, other, sizeof first);
        }
    }
    gp_encoder_use(encoder, gp_kernels_best());
}

typedef struct job {
    pthread_t thread;
    gp_encoder *encoder;
    float vectors[TEXTS][GP_VECTOR_SIZE];
    bool steady;
} job;

static void *encode_all(void *context)
{
    job *self = context;

    self->steady = true;
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < TEXTS; i++) {
            float vector[GP_VECTOR_SIZE];
            size_t which = (i + round) % TEXTS;
            gp_encoder_encode(self->encoder, gp_str_of(texts[which]), vector);
            if (round == 0)
                memcpy(self->vectors[which], vector, sizeof vector);
            self->steady &= memcmp(self->vectors[which], vector, sizeof vector) == 0;
        }
    }
    return NULL;
}

static void each_thread_gets_the_same_bits(void **state)
{
    static job jobs[THREADS];

    (void)state;
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(gp_encoder_share(encoder, &jobs[i].encoder, NULL), GP_OK);
        assert_int_equal(pthread_create(&jobs[i].thread, NULL, encode_all, &jobs[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(jobs[i].thread, NULL), 0);
        assert_true(jobs[i].steady);
        assert_memory_equal(jobs[i].vectors, jobs[0].vectors, sizeof jobs[0].vectors);
        gp_encoder_close(jobs[i].encoder);
    }
}

static void a_shared_encoder_outlives_the_first(void **state)
{
    gp_encoder *first, *second;
    float vector[GP_VECTOR_SIZE];

    (void)state;
    assert_int_equal(gp_encoder_open(path, &first, NULL), GP_OK);
    assert_int_equal(gp_encoder_share(first, &second, NULL), GP_OK);
    gp_encoder_close(first);
    gp_encoder_encode(second, GP_STR("the hours"), vector);
    assert_true(gp_str_starts(gp_encoder_notice(second), GP_STR("A made model")));
    gp_encoder_close(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_model_is_not_found_and_gives_no_encoder),
        cmocka_unit_test(a_failed_allocation_is_a_status_and_leaks_nothing),
        cmocka_unit_test(an_empty_text_is_a_vector_of_zeros),
        cmocka_unit_test(any_bytes_give_a_vector_of_length_one),
        cmocka_unit_test(of_a_long_text_the_first_128_pieces_count),
        cmocka_unit_test(the_vector_is_that_of_the_plain_forward_pass),
        cmocka_unit_test(each_kernel_gives_the_same_bits),
        cmocka_unit_test(each_thread_gets_the_same_bits),
        cmocka_unit_test(a_shared_encoder_outlives_the_first),
    };
    gp_buf bytes;
    int failed = 1, file = mkstemp(path);

    if (file < 0 || gp_hash_init() != GP_OK)
        return 1;
    (void)close(file);
    gp_buf_init(&bytes, 1 << 20);
    tiny_model_write(&bytes);
    if (gp_file_write(path, gp_buf_str(&bytes), NULL) == GP_OK &&
        gp_encoder_open(path, &encoder, NULL) == GP_OK)
        failed = cmocka_run_group_tests(tests, NULL, NULL);
    gp_encoder_close(encoder);
    gp_buf_clear(&bytes);
    (void)unlink(path);
    return failed;
}
