#include "vector/model_write.h"

#include <math.h>
#include <string.h>

enum {
    QUANTA = 127
};

static void add(gp_buf *out, const void *bytes, size_t size)
{
    gp_buf_add(out, (gp_str){bytes, size});
}

/* Zeros up to where the next part begins. */
static void align(gp_buf *out)
{
    while (out->status == GP_OK && out->size % GP_MODEL_ALIGN != 0)
        gp_buf_add_byte(out, '\0');
}

static void add_part(gp_buf *out, const void *bytes, size_t count, size_t size)
{
    align(out);
    add(out, bytes, count * size);
}

/* The largest size of `count` weights, `stride` apart, makes the scale. */
static float scale_of(const float *weights, size_t count, size_t stride)
{
    float largest = 0;

    for (size_t i = 0; i < count; i++)
        largest = fmaxf(largest, fabsf(weights[i * stride]));
    return largest / QUANTA;
}

static float rest_of(float weight, float scale)
{
    return scale > 0 ? weight - (float)lrintf(weight / scale) * scale : 0;
}

static float rest_scale_of(const float *weights, size_t count, size_t stride)
{
    float scale = scale_of(weights, count, stride), largest = 0;

    for (size_t i = 0; i < count; i++)
        largest = fmaxf(largest, fabsf(rest_of(weights[i * stride], scale)));
    return largest / QUANTA;
}

static void add_quantized(gp_buf *out, const float *weights, size_t count, size_t stride)
{
    float scale = scale_of(weights, count, stride);

    for (size_t i = 0; i < count; i++)
        gp_buf_add_byte(out, scale > 0 ? (char)lrintf(weights[i * stride] / scale) : '\0');
}

static void add_quantized_rests(gp_buf *out, const float *weights, size_t count, size_t stride,
                                float scale, float rest_scale)
{
    for (size_t i = 0; i < count; i++) {
        float rest = rest_of(weights[i * stride], scale);
        gp_buf_add_byte(out, rest_scale > 0 ? (char)lrintf(rest / rest_scale) : '\0');
    }
}

/* What rounding took from a dense part, as another one without bias. */
static void add_rest(gp_buf *out, const gp_dense_source *dense, size_t inputs, size_t outputs)
{
    static const float none;

    align(out);
    for (size_t n = 0; n < outputs; n++) {
        float scale = rest_scale_of(dense->weights + n, inputs, outputs);
        add(out, &scale, sizeof scale);
    }
    align(out);
    for (size_t n = 0; n < outputs; n++)
        add(out, &none, sizeof none);
    align(out);
    for (size_t n = 0; n < outputs; n++)
        add_quantized_rests(out, dense->weights + n, inputs, outputs,
                            scale_of(dense->weights + n, inputs, outputs),
                            rest_scale_of(dense->weights + n, inputs, outputs));
}

static void add_dense(gp_buf *out, const gp_dense_source *dense, size_t inputs, size_t outputs)
{
    align(out);
    for (size_t n = 0; n < outputs; n++) {
        float scale = scale_of(dense->weights + n, inputs, outputs);
        add(out, &scale, sizeof scale);
    }
    add_part(out, dense->bias, outputs, sizeof *dense->bias);
    align(out);
    for (size_t n = 0; n < outputs; n++)
        add_quantized(out, dense->weights + n, inputs, outputs);
}

static void add_layer(gp_buf *out, const gp_layer_source *layer, const gp_model_sizes *sizes,
                      bool first)
{
    size_t input = first ? sizes->input : sizes->width;

    add_part(out, layer->attention_gain, input, sizeof(float));
    add_part(out, layer->attention_shift, input, sizeof(float));
    add_dense(out, &layer->qkv, input, 3 * input);
    if (first)
        add_rest(out, &layer->qkv, input, 3 * input);
    else
        align(out); /* a part of no outputs */
    add_dense(out, &layer->mix, input, sizes->width);
    add_part(out, layer->hidden_gain, sizes->width, sizeof(float));
    add_part(out, layer->hidden_shift, sizes->width, sizeof(float));
    add_dense(out, &layer->up, sizes->width, sizes->hidden);
    add_dense(out, &layer->down, sizes->hidden, sizes->width);
}

static uint32_t vocabulary_bytes(const gp_model_source *source)
{
    size_t bytes = 0;

    for (size_t i = 0; i < source->sizes.pieces; i++)
        bytes += source->pieces[i].size;
    return (uint32_t)bytes;
}

static void add_vocabulary(gp_buf *out, const gp_model_source *source)
{
    uint32_t offset = 0;

    add_part(out, source->scores, source->sizes.pieces, sizeof *source->scores);
    align(out);
    add(out, &offset, sizeof offset);
    for (size_t i = 0; i < source->sizes.pieces; i++) {
        offset += (uint32_t)source->pieces[i].size;
        add(out, &offset, sizeof offset);
    }
    align(out);
    for (size_t i = 0; i < source->sizes.pieces; i++)
        gp_buf_add(out, source->pieces[i]);
}

static void add_embeddings(gp_buf *out, const gp_model_source *source)
{
    size_t input = source->sizes.input;

    align(out);
    for (size_t i = 0; i < source->sizes.pieces; i++) {
        float scale = scale_of(source->embeddings + i * input, input, 1);
        add(out, &scale, sizeof scale);
    }
    align(out);
    for (size_t i = 0; i < source->sizes.pieces; i++)
        add_quantized(out, source->embeddings + i * input, input, 1);
}

static void add_head(gp_buf *out, const gp_model_source *source)
{
    static const char zeros[GP_MODEL_HEAD];
    const uint32_t format = GP_MODEL_FORMAT;
    uint32_t texts[] = {vocabulary_bytes(source), (uint32_t)source->notice.size};

    gp_buf_add(out, GP_STR(GP_MODEL_MAGIC));
    add(out, &format, sizeof format);
    add(out, &source->sizes, sizeof source->sizes);
    add(out, texts, sizeof texts);
    add(out, zeros, GP_MODEL_HEAD - out->size);
}

void gp_model_write(const gp_model_source *source, gp_buf *out)
{
    const gp_model_sizes *sizes = &source->sizes;
    unsigned char hash[GP_MODEL_HASH_SIZE];
    uint64_t size;

    add_head(out, source);
    add_part(out, source->notice.data, source->notice.size, 1);
    add_vocabulary(out, source);
    add_embeddings(out, source);
    add_part(out, source->time_scales, sizes->input / 2, sizeof(float));
    add_dense(out, &source->project, sizes->input, sizes->width);
    add_rest(out, &source->project, sizes->input, sizes->width);
    for (size_t i = 0; i < sizes->layers; i++)
        add_layer(out, &source->layers[i], sizes, i == 0);
    add_dense(out, &source->final, sizes->width, GP_VECTOR_SIZE);
    if (out->status != GP_OK)
        return;
    size = out->size;
    memcpy(out->data + GP_MODEL_BYTES_AT, &size, sizeof size);
    gp_model_hash(gp_buf_str(out), hash);
    memcpy(out->data + GP_MODEL_HASH_AT, hash, sizeof hash);
}
