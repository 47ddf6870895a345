/* tiny_model.h - a made model of 90 KB with all the parts of the real one, for tests that always
 * run. Its vectors mean nothing; they only have to be computed right. */
#ifndef GP_TESTS_TINY_MODEL_H
#define GP_TESTS_TINY_MODEL_H

#include "base/buf.h"
#include "vector/model_write.h"

#include <stdlib.h>
#include <string.h>

enum {
    TINY_INPUT = 32,
    TINY_WIDTH = 64,
    TINY_HIDDEN = 96,
    TINY_FLOATS = TINY_HIDDEN * GP_VECTOR_SIZE /* the largest part is smaller */
};

/* Reserved, a blank, letters, and words that share beginnings; scores as log probabilities. */
static const struct {
    const char *text;
    double score;
} tiny_pieces[] = {{"?", 0},
                   {"<s>", 0},
                   {"</s>", 0},
                   {"x1", 0},
                   {"x2", 0},
                   {"x3", 0},
                   {"\xE2\x96\x81", -3},
                   {"a", -4},
                   {"b", -5},
                   {"c", -5},
                   {"e", -4},
                   {"h", -4},
                   {"o", -4},
                   {"s", -4},
                   {"t", -4},
                   {"u", -5},
                   {"w", -5},
                   {"\xC3\xA9", -6},
                   {"the", -5},
                   {"\xE2\x96\x81the", -4},
                   {"\xE2\x96\x81how", -5},
                   {"hours", -6},
                   {"abc", -20},
                   {"ab", -6},
                   {"bc", -5.5},
                   {"\xE2\x96\x81we", -6},
                   {"dead end", -6},
                   {":", 0},
                   {"9", -5}};

enum {
    TINY_PIECES = sizeof tiny_pieces / sizeof tiny_pieces[0]
};

/* The next `count` made numbers of a fixed row (xorshift64*, Vigna 2016), -size..size. */
static const float *tiny_floats(uint64_t *random, size_t count, float size, float **room)
{
    float *floats = *room;

    for (size_t i = 0; i < count; i++) {
        *random ^= *random >> 12;
        *random ^= *random << 25;
        *random ^= *random >> 27;
        uint64_t bits = *random * 2685821657736338717u >> 40;
        floats[i] = ((float)bits / (float)(1 << 23) - 1) * size;
    }
    *room += count;
    return floats;
}

static gp_dense_source tiny_dense(uint64_t *random, size_t inputs, size_t outputs, float **room)
{
    gp_dense_source dense;

    dense.weights = tiny_floats(random, inputs * outputs, .2F, room);
    dense.bias = tiny_floats(random, outputs, .1F, room);
    return dense;
}

static gp_layer_source tiny_layer(uint64_t *random, size_t input, float **room)
{
    gp_layer_source layer;

    layer.attention_gain = tiny_floats(random, input, 1, room);
    layer.attention_shift = tiny_floats(random, input, .5F, room);
    layer.qkv = tiny_dense(random, input, 3 * input, room);
    layer.mix = tiny_dense(random, input, TINY_WIDTH, room);
    layer.hidden_gain = tiny_floats(random, TINY_WIDTH, 1, room);
    layer.hidden_shift = tiny_floats(random, TINY_WIDTH, .5F, room);
    layer.up = tiny_dense(random, TINY_WIDTH, TINY_HIDDEN, room);
    layer.down = tiny_dense(random, TINY_HIDDEN, TINY_WIDTH, room);
    return layer;
}

/* Appends the bytes of one of many models to `out`; aborts without memory. gp_hash_init first. */
static void tiny_model_write_as(uint64_t random, gp_buf *out)
{
    gp_str pieces[TINY_PIECES];
    double scores[TINY_PIECES];
    float *floats = malloc(4 * TINY_FLOATS * sizeof *floats), *room = floats;
    gp_model_source source = {
        .sizes = {TINY_PIECES, TINY_INPUT, TINY_WIDTH, TINY_HIDDEN, .heads = 4, .layers = 2},
        .notice = GP_STR("A made model. Anybody may use it."),
        .pieces = pieces,
        .scores = scores};

    if (floats == NULL)
        abort();
    for (size_t i = 0; i < TINY_PIECES; i++) {
        pieces[i] = gp_str_of(tiny_pieces[i].text);
        scores[i] = tiny_pieces[i].score;
    }
    source.embeddings = tiny_floats(&random, (size_t)TINY_PIECES * TINY_INPUT, 1, &room);
    source.time_scales = tiny_floats(&random, TINY_INPUT / 2, 1, &room);
    source.project = tiny_dense(&random, TINY_INPUT, TINY_WIDTH, &room);
    source.layers[0] = tiny_layer(&random, TINY_INPUT, &room);
    source.layers[1] = tiny_layer(&random, TINY_WIDTH, &room);
    source.final = tiny_dense(&random, TINY_WIDTH, GP_VECTOR_SIZE, &room);
    gp_model_write(&source, out);
    free(floats);
    if (out->status != GP_OK)
        abort();
}

/* The usual one. */
static inline void tiny_model_write(gp_buf *out)
{
    tiny_model_write_as(20260101, out);
}

#endif
