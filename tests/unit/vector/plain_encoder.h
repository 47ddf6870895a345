/* plain_encoder.h - the forward pass once more, as plain as it can be written, in double
 * precision over the model's own weights: what the encoder's integer sums and kernels are held
 * against. */
#ifndef GP_TESTS_PLAIN_ENCODER_H
#define GP_TESTS_PLAIN_ENCODER_H

#include "vector/model.h"

#include <math.h>
#include <string.h>

typedef double plain_rows[GP_PIECES_MAX][GP_MODEL_WIDTH_MAX];

/* out = or += weights * in + bias */
static void plain_dense(const gp_dense *dense, plain_rows in, size_t count, bool add,
                        plain_rows out)
{
    for (size_t t = 0; t < count; t++) {
        for (size_t n = 0; n < dense->outputs; n++) {
            double sum = 0;
            for (size_t k = 0; k < dense->inputs; k++)
                sum += in[t][k] * dense->weights[n * dense->inputs + k];
            sum = sum * (double)dense->scales[n] + (double)dense->bias[n];
            out[t][n] = add ? out[t][n] + sum : sum;
        }
    }
}

static void plain_norm(const gp_norm *norm, plain_rows in, size_t count, plain_rows out)
{
    for (size_t t = 0; t < count; t++) {
        double mean = 0, variance = 0, width = (double)norm->width;
        for (size_t i = 0; i < norm->width; i++)
            mean += in[t][i] / width;
        for (size_t i = 0; i < norm->width; i++)
            variance += (in[t][i] - mean) * (in[t][i] - mean) / width;
        for (size_t i = 0; i < norm->width; i++)
            out[t][i] = (in[t][i] - mean) / sqrt(variance + 1e-6) * (double)norm->gain[i] +
                        (double)norm->shift[i];
    }
}

/* Components [from, from + part) of one query's answer. */
static void plain_attend(plain_rows qkv, size_t count, size_t width, size_t from, size_t part,
                         size_t t, double *out)
{
    double weights[GP_PIECES_MAX], sum = 0;

    for (size_t other = 0; other < count; other++) {
        double dot = 0;
        for (size_t i = from; i < from + part; i++)
            dot += qkv[t][i] * qkv[other][width + i];
        weights[other] = exp(dot / sqrt((double)part));
        sum += weights[other];
    }
    for (size_t i = from; i < from + part; i++) {
        out[i] = 0;
        for (size_t other = 0; other < count; other++)
            out[i] += weights[other] / sum * qkv[other][2 * width + i];
    }
}

static void plain_layer(const gp_model *model, const gp_model_layer *layer, plain_rows source,
                        size_t count, plain_rows state)
{
    static plain_rows a, b;
    size_t width = layer->mix.inputs, part = width / model->sizes.heads;

    plain_norm(&layer->attention_norm, source, count, a);
    plain_dense(&layer->qkv, a, count, false, b);
    plain_dense(&layer->qkv_rest, a, count, true, b);
    for (size_t t = 0; t < count; t++) {
        for (size_t from = 0; from < width; from += part)
            plain_attend(b, count, width, from, part, t, a[t]);
    }
    plain_dense(&layer->mix, a, count, true, state);
    plain_norm(&layer->hidden_norm, state, count, a);
    plain_dense(&layer->up, a, count, false, b);
    for (size_t t = 0; t < count; t++) {
        for (size_t i = 0; i < layer->up.outputs; i++)
            b[t][i] = fmax(b[t][i], 0);
    }
    plain_dense(&layer->down, b, count, true, state);
}

/* `count` at least 1. */
static void plain_encode(const gp_model *model, const uint16_t *ids, size_t count,
                         double vector[GP_VECTOR_SIZE])
{
    static plain_rows x, state, out;
    size_t half = model->sizes.input / 2;
    double square = 0;

    for (size_t t = 0; t < count; t++) {
        for (size_t i = 0; i < 2 * half; i++) {
            double angle = (double)t * (double)model->time_scales[i % half];
            x[t][i] = 2 * model->embeddings[ids[t] * 2 * half + i] *
                          (double)model->embedding_scales[ids[t]] +
                      (i < half ? sin(angle) : cos(angle));
        }
    }
    plain_dense(&model->project, x, count, false, state);
    plain_dense(&model->project_rest, x, count, true, state);
    for (size_t i = 0; i < model->sizes.layers; i++)
        plain_layer(model, &model->layers[i], i == 0 ? x : state, count, state);
    for (size_t i = 0; i < model->sizes.width; i++) {
        x[0][i] = 0;
        for (size_t t = 0; t < count; t++)
            x[0][i] += state[t][i] / (double)count;
    }
    plain_dense(&model->final, x, 1, false, out);
    for (size_t i = 0; i < GP_VECTOR_SIZE; i++) {
        vector[i] = tanh(out[0][i]);
        square += vector[i] * vector[i];
    }
    for (size_t i = 0; i < GP_VECTOR_SIZE; i++)
        vector[i] /= sqrt(square);
}

#endif
