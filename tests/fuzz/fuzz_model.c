/* fuzz_model.c - a model file with bytes changed and the checksum made right again: refused, or
 * it encodes to something finite. An input is changes of four bytes: where (three, little
 * endian), what. */
#include "../unit/vector/tiny_model.h"

#include "base/hash.h"
#include "vector/encoder.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static gp_str whole_model(void)
{
    static gp_buf bytes;

    if (bytes.data == NULL) {
        require(gp_hash_init() == GP_OK);
        gp_buf_init(&bytes, 1 << 20);
        tiny_model_write(&bytes);
    }
    return gp_buf_str(&bytes);
}

static void change(gp_buf *model, const uint8_t *data, size_t size)
{
    unsigned char hash[GP_MODEL_HASH_SIZE];

    for (size_t i = 0; i + 4 <= size; i += 4) {
        size_t at = (data[i] | (size_t)data[i + 1] << 8 | (size_t)data[i + 2] << 16) % model->size;
        model->data[at] = (char)data[i + 3];
    }
    gp_model_hash(gp_buf_str(model), hash);
    memcpy(model->data + GP_MODEL_HASH_AT, hash, sizeof hash);
}

static void try_model(const char *path)
{
    float vector[GP_VECTOR_SIZE];
    gp_encoder *encoder;
    gp_error error;
    gp_status status = gp_encoder_open(path, &encoder, &error);

    require(status == GP_OK || (status == GP_CORRUPT && error.text[0] != '\0'));
    if (status != GP_OK)
        return;
    gp_encoder_encode(encoder, GP_STR("how we abc the hours at 9: \xC3\xA9 \xF0\x9F\x98\x80"),
                      vector);
    for (size_t i = 0; i < GP_VECTOR_SIZE; i++)
        require(isfinite(vector[i]));
    gp_encoder_close(encoder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int file = memfd_create("model", MFD_CLOEXEC);
    char path[64];
    gp_buf model;

    gp_buf_init(&model, 1 << 20);
    gp_buf_add(&model, whole_model());
    require(file >= 0 && model.status == GP_OK);
    change(&model, data, size);
    require(write(file, model.data, model.size) == (ssize_t)model.size);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    try_model(path);
    (void)close(file);
    gp_buf_clear(&model);
    return 0;
}
