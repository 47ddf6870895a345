/* tiny_encoder.h - encoders over made models, for tests of what uses one. */
#ifndef GP_TESTS_TINY_ENCODER_H
#define GP_TESTS_TINY_ENCODER_H

#include "base/file.h"
#include "base/hash.h"
#include "unit/vector/tiny_model.h"
#include "vector/cosine.h"
#include "vector/encoder.h"

#include <stdio.h>
#include <unistd.h>

/* An encoder over the model that `random` makes; NULL when the machine fails. The file is gone. */
static inline gp_encoder *tiny_encoder_open(uint64_t random)
{
    char path[] = "/tmp/gp-tiny-XXXXXX";
    int file = mkstemp(path);
    gp_encoder *encoder = NULL;
    gp_buf bytes;
    gp_error error = {GP_OK, ""};

    gp_buf_init(&bytes, 1 << 20);
    if (file >= 0 && close(file) == 0 && gp_hash_init() == GP_OK) {
        tiny_model_write_as(random, &bytes);
        if (gp_file_write(path, gp_buf_str(&bytes), &error) != GP_OK ||
            gp_encoder_open(path, &encoder, &error) != GP_OK)
            (void)fprintf(stderr, "%s\n", error.text);
        (void)unlink(path);
    }
    gp_buf_clear(&bytes);
    return encoder;
}

/* The vector of a text as an index keeps it. */
static inline void tiny_unit(gp_encoder *encoder, gp_str text, int8_t unit[GP_VECTOR_SIZE])
{
    float vector[GP_VECTOR_SIZE];

    gp_encoder_encode(encoder, text, vector);
    gp_vector_quantize(vector, unit);
}

#endif
