/* trace.c - a store that wraps another and tells of each operation: name, sizes, microseconds. Never
 * a word of a question, an id or a text: the line may go into a log. */
#include "store/engine.h"

#include "base/clock.h"
#include "base/memory.h"

#include <stdio.h>

typedef struct trace_store {
    gp_store store; /* must be first */
    gp_store *inner;
    gp_trace_fn *line;
    void *context;
} trace_store;

static trace_store *self_of(gp_store *store)
{
    return (trace_store *)(void *)store;
}

static gp_status tell(const trace_store *self, const char *operation, size_t in, size_t out,
                      uint64_t start_us, gp_status status)
{
    char line[160];

    (void)snprintf(line, sizeof line, "%s in=%zu out=%zu status=\"%s\" us=%llu", operation, in, out,
                   gp_status_name(status), (unsigned long long)(gp_clock_us() - start_us));
    self->line(self->context, line);
    return status;
}

static gp_status share(gp_store *store, gp_store **shared, gp_error *error)
{
    const trace_store *self = self_of(store);
    uint64_t start = gp_clock_us();
    gp_store *inner;
    gp_status status = gp_store_share(self->inner, &inner, error);

    if (status == GP_OK)
        status = gp_trace_open(inner, self->line, self->context, shared, error);
    return tell(self, "share", 1, status == GP_OK, start, status);
}

static void close_store(gp_store *store)
{
    trace_store *self = self_of(store);
    uint64_t start = gp_clock_us();

    gp_store_close(self->inner);
    (void)tell(self, "close", 1, 0, start, GP_OK);
    gp_free(self);
}

static gp_status match(gp_store *store, const gp_match_request *request, gp_arena *arena,
                       gp_match *out, gp_error *error)
{
    const trace_store *self = self_of(store);
    uint64_t start = gp_clock_us();
    gp_status status = gp_store_match(self->inner, request, arena, out, error);

    return tell(self, "match", request->term_count, out->count, start, status);
}

static gp_status fetch(gp_store *store, const gp_handle *handles, size_t n, bool text_only,
                       gp_arena *arena, gp_stored_section *out, gp_error *error)
{
    const trace_store *self = self_of(store);
    uint64_t start = gp_clock_us();
    gp_status status = gp_store_fetch(self->inner, handles, n, text_only, arena, out, error);

    return tell(self, "fetch", n, status == GP_OK ? n : 0, start, status);
}

static gp_status document(gp_store *store, gp_str slug, gp_arena *arena, gp_document *out,
                          gp_str *moved_to, gp_error *error)
{
    const trace_store *self = self_of(store);
    uint64_t start = gp_clock_us();
    gp_status status = gp_store_document(self->inner, slug, arena, out, moved_to, error);

    return tell(self, "document", 1, out->sections.count, start, status);
}

static gp_status attachment(gp_store *store, gp_str slug, gp_str name, gp_arena *arena,
                            gp_attachment *out, gp_error *error)
{
    const trace_store *self = self_of(store);
    uint64_t start = gp_clock_us();
    gp_status status = gp_store_attachment(self->inner, slug, name, arena, out, error);

    return tell(self, "attachment", 1, out->bytes.size, start, status);
}

static gp_status documents(gp_store *store, gp_arena *arena, gp_document_lines *lines,
                           gp_error *error)
{
    const trace_store *self = self_of(store);
    uint64_t start = gp_clock_us();
    gp_status status = gp_store_documents(self->inner, arena, lines, error);

    return tell(self, "documents", 0, lines->count, start, status);
}

static gp_status labels(gp_store *store, gp_arena *arena, gp_label *out, gp_error *error)
{
    const trace_store *self = self_of(store);
    uint64_t start = gp_clock_us();
    gp_status status = self->inner->ops->labels(self->inner, arena, out, error);

    return tell(self, "labels", 0, status == GP_OK ? store->image->sections.count : 0, start,
                status);
}

static gp_status check(gp_store *store, gp_error *error)
{
    const trace_store *self = self_of(store);
    uint64_t start = gp_clock_us();

    return tell(self, "check", 0, 0, start, gp_store_check(self->inner, error));
}

static const gp_store_ops trace_ops = {share,      close_store, match,  fetch, document,
                                       attachment, documents,   labels, check};

gp_status gp_trace_open(gp_store *inner, gp_trace_fn *line, void *context, gp_store **store,
                        gp_error *error)
{
    trace_store *made = gp_alloc(sizeof *made);

    *store = NULL;
    if (made == NULL) {
        gp_store_close(inner);
        return gp_error_set(error, GP_NO_MEMORY, "the trace: not enough memory");
    }
    made->store.ops = &trace_ops;
    made->store.image = inner->image;
    made->inner = inner;
    made->line = line;
    made->context = context;
    *store = &made->store;
    return GP_OK;
}
