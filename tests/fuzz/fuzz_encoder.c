/* fuzz_encoder.c - any bytes as a text to the encoder: at most 128 pieces that the vocabulary
 * has, and a finite vector of length 1, the same from each kernel; of the text's beginning,
 * since sanitizers make sums slow. Over a made model, so that it always runs. */
#include "../unit/vector/tiny_model.h"

#include "base/file.h"
#include "base/hash.h"
#include "vector/cosine.h"
#include "vector/encoder.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    ENCODED = 48 /* bytes */
};

static void require(bool holds)
{
    if (!holds)
        abort();
}

static gp_encoder *open_encoder(void)
{
    char path[] = "/tmp/guidepost-fuzz-XXXXXX";
    int file = mkstemp(path);
    gp_encoder *encoder;
    gp_buf bytes;

    require(file >= 0 && gp_hash_init() == GP_OK);
    (void)close(file);
    gp_buf_init(&bytes, 1 << 20);
    tiny_model_write(&bytes);
    require(gp_file_write(path, gp_buf_str(&bytes), NULL) == GP_OK);
    require(gp_encoder_open(path, &encoder, NULL) == GP_OK);
    (void)unlink(path);
    gp_buf_clear(&bytes);
    return encoder;
}

static void check(const float *vector, bool empty)
{
    double square = 0;

    for (size_t i = 0; i < GP_VECTOR_SIZE; i++) {
        require(isfinite(vector[i]));
        square += (double)vector[i] * vector[i];
    }
    require(empty ? square == 0 : fabs(square - 1) < 1e-4);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static gp_encoder *encoder;
    float first[GP_VECTOR_SIZE], other[GP_VECTOR_SIZE];
    int8_t unit[GP_VECTOR_SIZE];
    uint16_t ids[GP_PIECES_MAX];
    gp_str text = {(const char *)data, size};
    const gp_kernels *kernels;
    size_t count;

    if (encoder == NULL)
        encoder = open_encoder();
    count = gp_encoder_pieces(encoder, text, ids);
    require(count <= GP_PIECES_MAX && (count > 0) == (size > 0));
    for (size_t i = 0; i < count; i++)
        require(ids[i] == 0 || (ids[i] >= GP_PIECES_RESERVED && ids[i] < TINY_PIECES));
    text = gp_str_slice(text, 0, ENCODED);
    gp_encoder_use(encoder, gp_kernels_at(0));
    gp_encoder_encode(encoder, text, first);
    check(first, size == 0);
    gp_vector_quantize(first, unit);
    for (size_t i = 1; (kernels = gp_kernels_at(i)) != NULL; i++) {
        gp_encoder_use(encoder, kernels);
        gp_encoder_encode(encoder, text, other);
        require(memcmp(first, other, sizeof first) == 0);
    }
    return 0;
}
