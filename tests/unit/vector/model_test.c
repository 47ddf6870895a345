/* The model file: whatever is not whole and ours is refused with a line that says why. */
#include "test.h"

#include "base/file.h"
#include "base/hash.h"
#include "unit/vector/tiny_model.h"
#include "vector/encoder.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

enum {
    FLIPS = 400,
    SIZES = 8 /* numbers in the head that say how large the parts are */
};

static char path[] = "/tmp/guidepost-model-XXXXXX";
static gp_buf whole;   /* a model that opens */
static gp_buf crafted; /* the same, about to be damaged */
static gp_error error;

static gp_status open_bytes(gp_str bytes)
{
    const gp_model *model;
    gp_status status;

    assert_int_equal(gp_file_write(path, bytes, NULL), GP_OK);
    status = gp_model_open(path, &model, &error);
    assert_true((status == GP_OK) == (model != NULL));
    gp_model_close(model);
    return status;
}

static void start_over(void)
{
    gp_buf_reset(&crafted);
    gp_buf_add(&crafted, gp_buf_str(&whole));
}

/* Makes the checksum fit what was changed, as an attacker would. */
static gp_status open_crafted(void)
{
    unsigned char hash[GP_MODEL_HASH_SIZE];

    gp_model_hash(gp_buf_str(&crafted), hash);
    memcpy(crafted.data + GP_MODEL_HASH_AT, hash, sizeof hash);
    return open_bytes(gp_buf_str(&crafted));
}

static void a_missing_model_is_not_found(void **state)
{
    const gp_model *model;

    (void)state;
    assert_int_equal(gp_model_open("/tmp/none/no.model", &model, &error), GP_NOT_FOUND);
    assert_null(model);
    assert_non_null(strstr(error.text, "/tmp/none/no.model"));
}

static void a_folder_or_another_file_is_no_model(void **state)
{
    const gp_model *model;

    (void)state;
    assert_int_equal(gp_model_open("/tmp", &model, &error), GP_CORRUPT);
    assert_int_equal(open_bytes(GP_STR("")), GP_CORRUPT);
    assert_int_equal(open_bytes(GP_STR("# A text\n")), GP_CORRUPT);
    start_over();
    crafted.data[3] ^= 1;
    assert_int_equal(open_crafted(), GP_CORRUPT);
    assert_non_null(strstr(error.text, "not a Guidepost model"));
}

static void another_format_is_refused_by_its_number(void **state)
{
    (void)state;
    start_over();
    crafted.data[GP_MODEL_FORMAT_AT] = GP_MODEL_FORMAT + 41;
    assert_int_equal(open_crafted(), GP_CORRUPT);
    assert_non_null(strstr(error.text, "format 42"));
}

static void a_model_cut_short_is_damaged(void **state)
{
    (void)state;
    for (size_t size = 0; size < whole.size; size += 1 + size / 3)
        assert_int_equal(open_bytes(gp_str_slice(gp_buf_str(&whole), 0, size)), GP_CORRUPT);
    assert_int_equal(open_bytes(gp_str_slice(gp_buf_str(&whole), 0, whole.size - 1)), GP_CORRUPT);
    assert_non_null(strstr(error.text, "damaged"));
    start_over();
    gp_buf_add_byte(&crafted, '\0');
    assert_int_equal(open_bytes(gp_buf_str(&crafted)), GP_CORRUPT);
}

static void a_flipped_bit_anywhere_is_seen(void **state)
{
    (void)state;
    for (size_t i = 0; i < FLIPS; i++) {
        size_t at = i < GP_MODEL_HEAD ? i : i * 7919 % whole.size;
        start_over();
        crafted.data[at] = (char)(crafted.data[at] ^ 1 << i % 8);
        assert_int_equal(open_bytes(gp_buf_str(&crafted)), GP_CORRUPT);
    }
}

static void sizes_that_do_not_fit_are_refused_under_a_right_checksum(void **state)
{
    static const uint32_t values[] = {0,    1,    7,     31,    33,         64,         2048,
                                      2080, 4096, 65536, 65535, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};

    (void)state;
    for (size_t i = 0; i < SIZES; i++) {
        for (size_t j = 0; j < sizeof values / sizeof values[0]; j++) {
            size_t at = GP_MODEL_SIZES_AT + i * sizeof values[0];
            start_over();
            if (memcmp(crafted.data + at, &values[j], sizeof values[0]) == 0)
                continue;
            memcpy(crafted.data + at, &values[j], sizeof values[0]);
            /* one head is as possible as four, and a notice may end before its last place */
            if ((i == 4 && values[j] == 1) || (i == 7 && values[j] <= GP_MODEL_ALIGN))
                (void)open_crafted();
            else
                assert_int_equal(open_crafted(), GP_CORRUPT);
        }
    }
}

/* Where a part of the opened model stands in its file. */
static size_t place_of(const gp_model *model, const void *part)
{
    return (size_t)((const char *)part - model->notice.data) +
           (GP_MODEL_HEAD + GP_MODEL_ALIGN - 1) / GP_MODEL_ALIGN * GP_MODEL_ALIGN;
}

static void numbers_that_are_not_finite_are_refused(void **state)
{
    static const float wrong[] = {NAN, INFINITY, -INFINITY, 1001, -1e30F};
    const double wrong_score = NAN;
    const gp_model *model;
    size_t gain, scales, scores;

    (void)state;
    assert_int_equal(open_bytes(gp_buf_str(&whole)), GP_OK);
    assert_int_equal(gp_model_open(path, &model, NULL), GP_OK);
    gain = place_of(model, model->layers[1].hidden_norm.gain + 63);
    scales = place_of(model, model->embedding_scales);
    scores = place_of(model, model->vocabulary.scores + 3);
    gp_model_close(model);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        start_over();
        memcpy(crafted.data + gain, &wrong[i], sizeof wrong[i]);
        assert_int_equal(open_crafted(), GP_CORRUPT);
        start_over();
        memcpy(crafted.data + scales, &wrong[i], sizeof wrong[i]);
        assert_int_equal(open_crafted(), GP_CORRUPT);
    }
    start_over();
    memcpy(crafted.data + scores, &wrong_score, sizeof wrong_score);
    assert_int_equal(open_crafted(), GP_CORRUPT);
}

static void a_vocabulary_whose_offsets_lead_outside_is_refused(void **state)
{
    static const uint32_t wrong[] = {0, 60, 1000, 0xFFFFFFFF};
    const gp_model *model;
    size_t offsets;

    (void)state;
    assert_int_equal(open_bytes(gp_buf_str(&whole)), GP_OK);
    assert_int_equal(gp_model_open(path, &model, NULL), GP_OK);
    offsets = place_of(model, model->vocabulary.offsets);
    gp_model_close(model);
    for (size_t i = 1; i <= TINY_PIECES; i++) {
        for (size_t j = 0; j < sizeof wrong / sizeof wrong[0]; j++) {
            start_over();
            memcpy(crafted.data + offsets + i * sizeof wrong[0], &wrong[j], sizeof wrong[0]);
            if (memcmp(crafted.data, whole.data, whole.size) != 0)
                (void)open_crafted(); /* the sanitizers watch; one value may happen to fit */
        }
    }
    start_over();
    memset(crafted.data + offsets + 4, 0xFF, 4);
    assert_int_equal(open_crafted(), GP_CORRUPT);
    assert_non_null(strstr(error.text, "vocabulary"));
}

static void a_whole_model_opens_with_its_notice(void **state)
{
    const gp_model *model;

    (void)state;
    assert_int_equal(open_bytes(gp_buf_str(&whole)), GP_OK);
    assert_int_equal(gp_model_open(path, &model, NULL), GP_OK);
    assert_true(gp_str_starts(model->notice, GP_STR("A made model")));
    assert_int_equal(model->sizes.hidden, TINY_HIDDEN);
    assert_int_equal(model->layers[1].qkv.inputs, TINY_WIDTH);
    gp_model_close(model);
}

static void the_same_weights_are_written_as_the_same_bytes(void **state)
{
    (void)state;
    gp_buf_reset(&crafted);
    tiny_model_write(&crafted);
    assert_true(gp_str_equal(gp_buf_str(&crafted), gp_buf_str(&whole)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_model_is_not_found),
        cmocka_unit_test(a_folder_or_another_file_is_no_model),
        cmocka_unit_test(another_format_is_refused_by_its_number),
        cmocka_unit_test(a_model_cut_short_is_damaged),
        cmocka_unit_test(a_flipped_bit_anywhere_is_seen),
        cmocka_unit_test(sizes_that_do_not_fit_are_refused_under_a_right_checksum),
        cmocka_unit_test(numbers_that_are_not_finite_are_refused),
        cmocka_unit_test(a_vocabulary_whose_offsets_lead_outside_is_refused),
        cmocka_unit_test(a_whole_model_opens_with_its_notice),
        cmocka_unit_test(the_same_weights_are_written_as_the_same_bytes),
    };
    int failed, file = mkstemp(path);

    if (file < 0 || gp_hash_init() != GP_OK)
        return 1;
    (void)close(file);
    gp_buf_init(&whole, 1 << 20);
    gp_buf_init(&crafted, 1 << 20);
    tiny_model_write(&whole);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    gp_buf_clear(&whole);
    gp_buf_clear(&crafted);
    (void)unlink(path);
    return failed;
}
