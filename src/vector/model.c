#include "vector/model.h"

#include "base/file.h"
#include "base/memory.h"

#include <math.h>
#include <sodium.h>
#include <stdatomic.h>
#include <string.h>

_Static_assert(sizeof GP_MODEL_MAGIC - 1 == GP_MODEL_FORMAT_AT, "the magic fills its place");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "weights are used where they are mapped, so the machine must be little endian");

#define FILE_MAX ((size_t)64 << 20)

/* What gp_model_open hands out is the first field. */
typedef struct shared_model {
    gp_model model;
    gp_str bytes; /* the mapping */
    atomic_uint holders;
} shared_model;

/* Parts are taken off the front in the order of the format. */
typedef struct cursor {
    gp_str bytes;
    size_t at;
    bool failed; /* a part would end behind the file, or a float is out of range; sticky */
} cursor;

/* ---- parts ----------------------------------------------------------------------------------- */

static const void *take(cursor *from, size_t count, size_t size)
{
    size_t start = (from->at + GP_MODEL_ALIGN - 1) / GP_MODEL_ALIGN * GP_MODEL_ALIGN;

    if (from->failed || start > from->bytes.size || count > (from->bytes.size - start) / size) {
        from->failed = true;
        return NULL;
    }
    from->at = start + count * size;
    return from->bytes.data + start;
}

static const float *take_floats(cursor *from, size_t count)
{
    const float *floats = take(from, count, sizeof *floats);

    for (size_t i = 0; !from->failed && i < count; i++)
        from->failed = !(fabsf(floats[i]) <= GP_MODEL_FLOAT_MAX); /* NaN fails, too */
    return floats;
}

static gp_dense take_dense(cursor *from, size_t inputs, size_t outputs)
{
    gp_dense dense = {.inputs = inputs, .outputs = outputs};

    dense.scales = take_floats(from, outputs);
    dense.bias = take_floats(from, outputs);
    dense.weights = take(from, outputs, inputs);
    return dense;
}

static gp_norm take_norm(cursor *from, size_t width)
{
    gp_norm norm = {.width = width};

    norm.gain = take_floats(from, width);
    norm.shift = take_floats(from, width);
    return norm;
}

static gp_model_layer take_layer(cursor *from, const gp_model_sizes *sizes, bool first)
{
    size_t input = first ? sizes->input : sizes->width;
    gp_model_layer layer;

    layer.attention_norm = take_norm(from, input);
    layer.qkv = take_dense(from, input, 3 * input);
    layer.qkv_rest = take_dense(from, input, first ? 3 * input : 0);
    layer.mix = take_dense(from, input, sizes->width);
    layer.hidden_norm = take_norm(from, sizes->width);
    layer.up = take_dense(from, sizes->width, sizes->hidden);
    layer.down = take_dense(from, sizes->hidden, sizes->width);
    return layer;
}

static void take_vocabulary(cursor *from, size_t count, size_t bytes, gp_vocabulary *vocabulary)
{
    vocabulary->count = count;
    vocabulary->scores = take(from, count, sizeof *vocabulary->scores);
    for (size_t i = 0; !from->failed && i < count; i++)
        from->failed = !(fabs(vocabulary->scores[i]) <= GP_MODEL_FLOAT_MAX);
    vocabulary->offsets = take(from, count + 1, sizeof *vocabulary->offsets);
    vocabulary->bytes = take(from, bytes, 1);
    /* the last offset bounds all, since pieces.c refuses offsets that fall */
    if (!from->failed && vocabulary->offsets[count] != bytes)
        from->failed = true;
}

/* ---- the head -------------------------------------------------------------------------------- */

static uint32_t head_u32(gp_str bytes, size_t at)
{
    uint32_t value;

    memcpy(&value, bytes.data + at, sizeof value);
    return value;
}

void gp_model_hash(gp_str bytes, unsigned char hash[GP_MODEL_HASH_SIZE])
{
    static const unsigned char zeros[GP_MODEL_HASH_SIZE];
    const size_t behind = GP_MODEL_HASH_AT + GP_MODEL_HASH_SIZE;
    const unsigned char *data = (const unsigned char *)bytes.data;
    crypto_generichash_state state;

    (void)crypto_generichash_init(&state, NULL, 0, GP_MODEL_HASH_SIZE);
    (void)crypto_generichash_update(&state, data, GP_MODEL_HASH_AT);
    (void)crypto_generichash_update(&state, zeros, sizeof zeros);
    (void)crypto_generichash_update(&state, data + behind, bytes.size - behind);
    (void)crypto_generichash_final(&state, hash, GP_MODEL_HASH_SIZE);
}

static gp_status check_head(const char *path, gp_str bytes, gp_error *error)
{
    unsigned char hash[GP_MODEL_HASH_SIZE];
    uint32_t format;
    uint64_t size;

    if (bytes.size < GP_MODEL_HEAD || memcmp(bytes.data, GP_MODEL_MAGIC, GP_MODEL_FORMAT_AT) != 0)
        return gp_error_set(error, GP_CORRUPT,
                            "%s: not a Guidepost model; make one with tools/model/make", path);
    format = head_u32(bytes, GP_MODEL_FORMAT_AT);
    if (format != GP_MODEL_FORMAT)
        return gp_error_set(error, GP_CORRUPT,
                            "%s: a model of format %u, this program reads %d; make it again with "
                            "tools/model/make",
                            path, format, GP_MODEL_FORMAT);
    memcpy(&size, bytes.data + GP_MODEL_BYTES_AT, sizeof size);
    gp_model_hash(bytes, hash);
    if (size != bytes.size || memcmp(hash, bytes.data + GP_MODEL_HASH_AT, sizeof hash) != 0)
        return gp_error_set(error, GP_CORRUPT,
                            "%s: damaged or cut short (its checksum does not fit); make it again "
                            "with tools/model/make",
                            path);
    return GP_OK;
}

static bool width_fits(uint32_t width)
{
    return width > 0 && width <= GP_MODEL_WIDTH_MAX && width % GP_MODEL_WIDTH_STEP == 0;
}

static bool sizes_fit(const gp_model_sizes *sizes)
{
    return sizes->pieces > GP_PIECES_RESERVED && sizes->pieces <= GP_PIECES_ALL_MAX &&
           width_fits(sizes->input) && width_fits(sizes->width) && width_fits(sizes->hidden) &&
           sizes->layers >= 1 && sizes->layers <= GP_MODEL_LAYERS_MAX && sizes->heads >= 1 &&
           sizes->heads <= sizes->input && sizes->input % (sizes->heads * 8) == 0 &&
           sizes->width % (sizes->heads * 8) == 0;
}

/* ---- opening --------------------------------------------------------------------------------- */

static bool take_all(gp_str bytes, gp_model *model)
{
    cursor from = {.bytes = bytes, .at = GP_MODEL_HEAD};
    uint32_t texts[2]; /* bytes of the vocabulary and of the notice */
    const gp_model_sizes *sizes = &model->sizes;

    memcpy(&model->sizes, bytes.data + GP_MODEL_SIZES_AT, sizeof model->sizes);
    memcpy(texts, bytes.data + GP_MODEL_SIZES_AT + sizeof model->sizes, sizeof texts);
    if (!sizes_fit(sizes) || texts[1] > GP_MODEL_NOTICE_MAX)
        return false;
    (void)sodium_bin2hex(model->name, sizeof model->name,
                         (const unsigned char *)bytes.data + GP_MODEL_HASH_AT, GP_MODEL_NAME_BYTES);
    model->notice = (gp_str){take(&from, texts[1], 1), texts[1]};
    take_vocabulary(&from, sizes->pieces, texts[0], &model->vocabulary);
    model->embedding_scales = take_floats(&from, sizes->pieces);
    model->embeddings = take(&from, sizes->pieces, sizes->input);
    model->time_scales = take_floats(&from, sizes->input / 2);
    model->project = take_dense(&from, sizes->input, sizes->width);
    model->project_rest = take_dense(&from, sizes->input, sizes->width);
    for (size_t i = 0; i < sizes->layers; i++)
        model->layers[i] = take_layer(&from, sizes, i == 0);
    model->final = take_dense(&from, sizes->width, GP_VECTOR_SIZE);
    return !from.failed && from.at == bytes.size;
}

/* Sinusoids of each position: sines in the first half, cosines in the second (Vaswani et al.
 * 2017, as tensor2tensor lays them out), over the model's own time scales. */
static float *make_positions(const gp_model *model)
{
    size_t half = model->sizes.input / 2;
    float *positions = gp_alloc(GP_PIECES_MAX * 2 * half * sizeof *positions);

    for (size_t t = 0; positions != NULL && t < GP_PIECES_MAX; t++) {
        float *row = positions + t * 2 * half;
        for (size_t i = 0; i < half; i++) {
            row[i] = sinf((float)t * model->time_scales[i]);
            row[half + i] = cosf((float)t * model->time_scales[i]);
        }
    }
    return positions;
}

static gp_status fill(const char *path, shared_model *self, gp_error *error)
{
    gp_status status = gp_file_map(path, FILE_MAX, &self->bytes, error);

    if (status == GP_INVALID || status == GP_TOO_LARGE)
        return gp_error_set(error, GP_CORRUPT,
                            "%s: not a Guidepost model; make one with tools/model/make", path);
    if (status == GP_OK)
        status = check_head(path, self->bytes, error);
    if (status != GP_OK)
        return status;
    if (!take_all(self->bytes, &self->model))
        return gp_error_set(error, GP_CORRUPT,
                            "%s: its sizes or numbers are impossible; make it again with "
                            "tools/model/make",
                            path);
    status = gp_pieces_open(&self->model.vocabulary, &self->model.pieces, error);
    if (status != GP_OK)
        return gp_error_set(error, status,
                            "%s: its vocabulary cannot be used; make it again with "
                            "tools/model/make",
                            path);
    self->model.positions = make_positions(&self->model);
    if (self->model.positions == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "%s: not enough memory to open it", path);
    return GP_OK;
}

static void free_model(shared_model *self)
{
    gp_pieces_close(self->model.pieces);
    gp_free(self->model.positions);
    gp_file_unmap(self->bytes);
    gp_free(self);
}

gp_status gp_model_open(const char *path, const gp_model **model, gp_error *error)
{
    shared_model *self = gp_alloc(sizeof *self);
    gp_status status;

    *model = NULL;
    if (self == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "%s: not enough memory to open it", path);
    atomic_init(&self->holders, 1);
    status = fill(path, self, error);
    if (status == GP_OK)
        *model = &self->model;
    else
        free_model(self);
    return status;
}

/* The holders are counted in what was allocated writable; only the caller's view is constant. */
static shared_model *shared_of(const gp_model *model)
{
    union {
        const gp_model *model;
        shared_model *shared;
    } view = {.model = model};

    return view.shared;
}

const gp_model *gp_model_share(const gp_model *model)
{
    (void)atomic_fetch_add(&shared_of(model)->holders, 1);
    return model;
}

void gp_model_close(const gp_model *model)
{
    if (model != NULL && atomic_fetch_sub(&shared_of(model)->holders, 1) == 1)
        free_model(shared_of(model));
}
