#include "vector/encoder.h"

#include "base/memory.h"
#include "vector/layers.h"

#include <math.h>
#include <string.h>

static const float embedding_factor = 2;    /* the model adds positions to twice the embedding */
static const float smallest_length = 1e-6F; /* sqrt of the model's 1e-12 */

/* The buffers hold up to GP_PIECES_MAX rows, from the front, so that a short text touches
 * little. */
struct gp_encoder {
    const gp_model *model;
    const gp_kernels *kernels;
    gp_pieces_scratch *cutting;
    float *state;    /* [rows][width]: what the layers add to */
    float *wide;     /* [rows][3 width or hidden] */
    float *narrow;   /* [rows][width or 3 input] */
    int16_t *values; /* [rows][the widest input of a dense part] */
    float scales[GP_PIECES_MAX];
    float weights[GP_PIECES_MAX];
    float row[GP_MODEL_WIDTH_MAX];
};

/* ---- opening --------------------------------------------------------------------------------- */

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Takes over `model`. */
static gp_status make(const gp_model *model, gp_encoder **encoder, gp_error *error)
{
    const gp_model_sizes *sizes = &model->sizes;
    size_t widest = larger(sizes->input, sizes->width);
    size_t narrow = larger(3 * sizes->input, sizes->width);
    gp_encoder *self = gp_alloc(sizeof *self);

    *encoder = NULL;
    if (self == NULL) {
        gp_model_close(model);
        return gp_error_set(error, GP_NO_MEMORY, "not enough memory for an encoder");
    }
    self->model = model;
    self->kernels = gp_kernels_best();
    self->cutting = gp_alloc(sizeof *self->cutting);
    self->state = gp_alloc(GP_PIECES_MAX * sizes->width * sizeof(float));
    self->wide = gp_alloc(GP_PIECES_MAX * larger(3 * widest, sizes->hidden) * sizeof(float));
    self->narrow = gp_alloc(GP_PIECES_MAX * narrow * sizeof(float));
    self->values = gp_alloc(GP_PIECES_MAX * larger(widest, sizes->hidden) * sizeof(int16_t));
    if (self->cutting == NULL || self->state == NULL || self->wide == NULL ||
        self->narrow == NULL || self->values == NULL) {
        gp_encoder_close(self);
        return gp_error_set(error, GP_NO_MEMORY, "not enough memory for an encoder");
    }
    *encoder = self;
    return GP_OK;
}

gp_status gp_encoder_open(const char *path, gp_encoder **encoder, gp_error *error)
{
    const gp_model *model;
    gp_status status = gp_model_open(path, &model, error);

    *encoder = NULL;
    return status == GP_OK ? make(model, encoder, error) : status;
}

gp_status gp_encoder_share(const gp_encoder *encoder, gp_encoder **other, gp_error *error)
{
    return make(gp_model_share(encoder->model), other, error);
}

void gp_encoder_close(gp_encoder *encoder)
{
    if (encoder == NULL)
        return;
    gp_model_close(encoder->model);
    gp_free(encoder->cutting);
    gp_free(encoder->state);
    gp_free(encoder->wide);
    gp_free(encoder->narrow);
    gp_free(encoder->values);
    gp_free(encoder);
}

gp_str gp_encoder_name(const gp_encoder *encoder)
{
    return gp_str_of(encoder->model->name);
}

gp_str gp_encoder_notice(const gp_encoder *encoder)
{
    return encoder->model->notice;
}

void gp_encoder_use(gp_encoder *encoder, const gp_kernels *kernels)
{
    encoder->kernels = kernels;
}

size_t gp_encoder_pieces(gp_encoder *encoder, gp_str text, uint16_t ids[GP_PIECES_MAX])
{
    return gp_pieces_cut(encoder->model->pieces, text, encoder->cutting, ids);
}

/* ---- the forward pass ------------------------------------------------------------------------ */

static void set_row(gp_encoder *self, size_t t, const float *row, size_t width)
{
    self->scales[t] = gp_row_quantize(row, width, self->values + t * width);
}

/* What set_row has set, `count` rows, through a dense part. */
static void run(gp_encoder *self, const gp_dense *dense, size_t count, float *out)
{
    gp_rows rows = {count, dense->inputs, self->values, self->scales};

    self->kernels->dense(dense, &rows, out);
}

/* Adds what rounding took from that part; a part of no outputs adds nothing. */
static void add_rest(gp_encoder *self, const gp_dense *rest, size_t count, float *room, float *out)
{
    run(self, rest, count, room);
    gp_row_add(out, room, count * rest->outputs);
}

/* Embeddings and positions into `narrow`, projected into `state`. */
static void embed(gp_encoder *self, const uint16_t *ids, size_t count)
{
    const gp_model *model = self->model;
    size_t width = model->sizes.input;

    for (size_t t = 0; t < count; t++) {
        const int8_t *embedding = model->embeddings + ids[t] * width;
        const float *position = model->positions + t * width;
        float factor = embedding_factor * model->embedding_scales[ids[t]];
        float *row = self->narrow + t * width;
        for (size_t i = 0; i < width; i++)
            row[i] = factor * embedding[i] + position[i];
        set_row(self, t, row, width);
    }
    run(self, &model->project, count, self->state);
    add_rest(self, &model->project_rest, count, self->wide, self->state);
}

/* state += mix(attention(norm(source))). The first layer's source is not the state but what the
 * state was projected from. */
static void attend(gp_encoder *self, const gp_model_layer *layer, const float *source, size_t count)
{
    size_t input = layer->mix.inputs, width = layer->mix.outputs;

    for (size_t t = 0; t < count; t++) {
        gp_row_norm(&layer->attention_norm, source + t * input, self->row);
        set_row(self, t, self->row, input);
    }
    run(self, &layer->qkv, count, self->wide);
    add_rest(self, &layer->qkv_rest, count, self->narrow, self->wide);
    gp_attention(self->wide, count, input, self->model->sizes.heads, self->weights, self->narrow);
    for (size_t t = 0; t < count; t++)
        set_row(self, t, self->narrow + t * input, input);
    run(self, &layer->mix, count, self->narrow);
    gp_row_add(self->state, self->narrow, count * width);
}

/* state += down(relu(up(norm(state)))) */
static void feed_forward(gp_encoder *self, const gp_model_layer *layer, size_t count)
{
    size_t width = layer->up.inputs, hidden = layer->up.outputs;

    for (size_t t = 0; t < count; t++) {
        gp_row_norm(&layer->hidden_norm, self->state + t * width, self->row);
        set_row(self, t, self->row, width);
    }
    run(self, &layer->up, count, self->wide);
    gp_row_relu(self->wide, count * hidden);
    for (size_t t = 0; t < count; t++)
        set_row(self, t, self->wide + t * hidden, hidden);
    run(self, &layer->down, count, self->narrow);
    gp_row_add(self->state, self->narrow, count * width);
}

/* tanh(final(mean of the state's rows)), made length 1. */
static void finish(gp_encoder *self, size_t count, float *vector)
{
    size_t width = self->model->sizes.width;
    double square = 0;
    float factor;

    memset(self->row, 0, width * sizeof *self->row);
    for (size_t t = 0; t < count; t++)
        gp_row_add(self->row, self->state + t * width, width);
    for (size_t i = 0; i < width; i++)
        self->row[i] /= (float)count;
    set_row(self, 0, self->row, width);
    run(self, &self->model->final, 1, vector);
    for (size_t i = 0; i < GP_VECTOR_SIZE; i++) {
        vector[i] = tanhf(vector[i]);
        square += (double)vector[i] * vector[i];
    }
    factor = 1 / fmaxf((float)sqrt(square), smallest_length);
    for (size_t i = 0; i < GP_VECTOR_SIZE; i++)
        vector[i] *= factor;
}

void gp_encoder_encode(gp_encoder *encoder, gp_str text, float vector[GP_VECTOR_SIZE])
{
    const gp_model *model = encoder->model;
    uint16_t ids[GP_PIECES_MAX];
    size_t count = gp_encoder_pieces(encoder, text, ids);

    if (count == 0) {
        memset(vector, 0, GP_VECTOR_SIZE * sizeof *vector);
        return;
    }
    embed(encoder, ids, count);
    for (size_t i = 0; i < model->sizes.layers; i++) {
        attend(encoder, &model->layers[i], i == 0 ? encoder->narrow : encoder->state, count);
        feed_forward(encoder, &model->layers[i], count);
    }
    finish(encoder, count, vector);
}
