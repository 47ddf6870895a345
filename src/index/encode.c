#include "index/encode.h"

#include "base/hash.h"
#include "base/memory.h"
#include "content/units.h"
#include "vector/cosine.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#define MEMORY_LIMIT ((size_t)512 << 20)
#define ENOUGH       ((size_t)64 << 20) /* gathered, to be encoded before more is read */

enum {
    THREADS_MAX = 64,
    WAIT_US = 50000
};

_Static_assert(GP_UNIT_BYTES == GP_VECTOR_SIZE, "a unit is one quantized vector");

/* A section's units, on their way to vectors. */
struct gp_pending {
    gp_audience part;
    gp_str name;
    gp_str_list texts;
    int8_t *units; /* [texts.count][GP_UNIT_BYTES] */
};

static gp_status no_memory(gp_error *error)
{
    return gp_error_set(error, GP_NO_MEMORY, "not enough memory for the vectors of meaning");
}

gp_status gp_encoding_begin(gp_encoding *encoding, gp_encoder *encoder, gp_build *build,
                            gp_error *error)
{
    *encoding = (gp_encoding){.encoder = encoder, .build = build};
    gp_arena_init(&encoding->memory, MEMORY_LIMIT);
    if (encoder == NULL)
        return GP_OK;
    return gp_build_model(build, gp_encoder_name(encoder), error);
}

void gp_encoding_clear(gp_encoding *encoding)
{
    gp_arena_clear(&encoding->memory);
}

/* ---- gathering ------------------------------------------------------------------------------- */

static gp_str name_of(const gp_encoding *self, const gp_str_list *units, gp_arena *arena)
{
    gp_sha256 hash;

    gp_sha256_begin(&hash);
    gp_sha256_add(&hash, gp_encoder_name(self->encoder));
    for (size_t i = 0; i < units->count; i++) {
        gp_sha256_add(&hash, (gp_str){"", 1}); /* a NUL, which no text holds */
        gp_sha256_add(&hash, units->items[i]);
    }
    return gp_sha256_end(&hash, arena);
}

static gp_status gather(gp_encoding *self, gp_audience part, gp_str name, const gp_str_list *units)
{
    struct gp_pending *pending = GP_VEC_PUSH(&self->memory, &self->pending);

    if (pending == NULL)
        return GP_NO_MEMORY;
    pending->part = part;
    pending->name = gp_arena_copy(&self->memory, name);
    pending->units = gp_arena_alloc(&self->memory, units->count * GP_UNIT_BYTES);
    for (size_t i = 0; i < units->count; i++) {
        if (!gp_str_list_add(&self->memory, &pending->texts,
                             gp_arena_copy(&self->memory, units->items[i])))
            return GP_NO_MEMORY;
    }
    self->units += units->count;
    return self->memory.failed ? GP_NO_MEMORY : GP_OK;
}

static gp_status take_section(gp_encoding *self, const gp_document *document, gp_section *section,
                              gp_arena *arena, gp_error *error)
{
    gp_audience part = gp_section_audience(document, section);
    gp_str_list units = {NULL, 0, 0};
    bool has = false;
    gp_status status;

    if (gp_units_of(document, section, arena, &units) != GP_OK)
        return no_memory(error);
    section->meaning = name_of(self, &units, arena);
    if (section->meaning.data == NULL)
        return no_memory(error);
    status = gp_build_has_vectors(self->build, part, section->meaning, &has, error);
    if (status != GP_OK || has)
        return status;
    return gather(self, part, section->meaning, &units) == GP_OK ? GP_OK : no_memory(error);
}

gp_status gp_encoding_take(gp_encoding *encoding, gp_document *document, gp_arena *arena,
                           gp_error *error)
{
    gp_status status = GP_OK;

    if (encoding->encoder == NULL)
        return GP_OK;
    for (size_t i = 0; i < document->sections.count && status == GP_OK; i++)
        status = take_section(encoding, document, &document->sections.items[i], arena, error);
    if (status == GP_OK && encoding->memory.used > ENOUGH)
        status = gp_encoding_finish(encoding, error);
    return status;
}

/* ---- encoding -------------------------------------------------------------------------------- */

/* What the threads share: each takes the next section until there is none. */
typedef struct crew {
    gp_encoding *encoding;
    atomic_size_t next; /* section */
    atomic_size_t done; /* units */
} crew;

typedef struct worker {
    crew *of;
    gp_encoder *encoder;
    pthread_t thread;
} worker;

static void *work(void *context)
{
    worker *self = context;
    gp_encoding *encoding = self->of->encoding;
    float vector[GP_VECTOR_SIZE];
    size_t at;

    while ((at = atomic_fetch_add(&self->of->next, 1)) < encoding->pending.count) {
        struct gp_pending *pending = &encoding->pending.items[at];
        for (size_t i = 0; i < pending->texts.count; i++) {
            gp_encoder_encode(self->encoder, pending->texts.items[i], vector);
            gp_vector_quantize(vector, pending->units + i * GP_UNIT_BYTES);
            (void)atomic_fetch_add(&self->of->done, 1);
        }
    }
    return NULL;
}

static size_t count_threads(const gp_encoding *encoding)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t threads = cores < 1 ? 1 : (size_t)cores;

    threads = threads > THREADS_MAX ? THREADS_MAX : threads;
    return threads > encoding->pending.count ? encoding->pending.count : threads;
}

/* The threads work; this one tells how far they are. */
static void watch(const crew *team)
{
    const gp_encoding *encoding = team->encoding;
    size_t done;

    if (encoding->progress == NULL)
        return;
    while ((done = atomic_load(&team->done)) < encoding->units) {
        encoding->progress(encoding->context, done, encoding->units);
        (void)usleep(WAIT_US);
    }
    encoding->progress(encoding->context, encoding->units, encoding->units);
}

static gp_status encode_all(gp_encoding *encoding, gp_error *error)
{
    worker workers[THREADS_MAX];
    crew team = {.encoding = encoding};
    size_t wanted = count_threads(encoding);
    size_t started = 0;
    gp_status status = GP_OK;

    while (started < wanted && status == GP_OK) {
        worker *self = &workers[started];
        self->of = &team;
        status = gp_encoder_share(encoding->encoder, &self->encoder, error);
        if (status == GP_OK && pthread_create(&self->thread, NULL, work, self) != 0) {
            gp_encoder_close(self->encoder);
            status = gp_error_set(error, GP_IO, "a thread for encoding cannot be started");
        }
        started += status == GP_OK;
    }
    if (started > 0) { /* one thread is enough to end the work */
        status = GP_OK;
        watch(&team);
    }
    for (size_t i = 0; i < started; i++) {
        (void)pthread_join(workers[i].thread, NULL);
        gp_encoder_close(workers[i].encoder);
    }
    return status;
}

gp_status gp_encoding_finish(gp_encoding *encoding, gp_error *error)
{
    gp_status status = encoding->pending.count > 0 ? encode_all(encoding, error) : GP_OK;

    for (size_t i = 0; i < encoding->pending.count && status == GP_OK; i++) {
        const struct gp_pending *pending = &encoding->pending.items[i];
        status = gp_build_put_vectors(encoding->build, pending->part, pending->name, pending->units,
                                      pending->texts.count, error);
    }
    encoding->pending.items = NULL;
    encoding->pending.count = encoding->pending.capacity = 0;
    encoding->units = 0;
    gp_arena_clear(&encoding->memory);
    return status;
}
