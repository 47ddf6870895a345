/* memory.c - the reference engine: documents as they were put, every word of every section in
 * memory, matching by looking at all of them. Small and obviously right; what the SQLite engine
 * answers must be what this one answers (tests/contract).
 */
#include "store/collector.h"
#include "store/engine.h"

#include "base/hash.h"
#include "base/memory.h"
#include "store/memory/copy.h"
#include "store/memory/words.h"

#include <stdlib.h>
#include <string.h>

#define MEMORY_LIMIT ((size_t)2 << 30)

typedef struct memory_store {
    gp_store store; /* must be first */
    gp_image *image;
    gp_audience audience;
} memory_store;

static gp_status no_memory(gp_error *error)
{
    return gp_error_set(error, GP_NO_MEMORY, "the index in memory: not enough memory");
}

static gp_memory_build *build_of(gp_build *build)
{
    return (gp_memory_build *)(void *)build;
}

static const gp_memory_index *index_of(const gp_store *store)
{
    return store->image->owned;
}

/* ---- building -------------------------------------------------------------------------------- */

static gp_status put(gp_build *base, const gp_document *document, gp_error *error)
{
    gp_memory_build *build = build_of(base);
    gp_document **kept;

    for (size_t i = 0; i < build->documents.count; i++) {
        const gp_document *other = build->documents.items[i];
        if (other != NULL && gp_str_equal(other->slug, document->slug))
            return gp_error_set(error, GP_INVALID,
                                "the slug %.*s of %.*s is taken by %.*s; give one of them another",
                                GP_STR_ARGS(document->slug), GP_STR_ARGS(document->path),
                                GP_STR_ARGS(other->path));
    }
    kept = GP_VEC_PUSH(&build->memory, &build->documents);
    if (kept == NULL)
        return no_memory(error);
    *kept = gp_document_copy(document, &build->memory);
    return *kept != NULL ? GP_OK : no_memory(error);
}

static gp_status drop(gp_build *base, gp_str path, gp_error *error)
{
    gp_memory_build *build = build_of(base);
    size_t kept = 0;

    (void)error;
    for (size_t i = 0; i < build->documents.count; i++) {
        gp_document *document = build->documents.items[i];
        if (document != NULL && gp_str_equal(document->path, path))
            build->documents.items[i] = NULL;
    }
    for (size_t i = 0; i < build->stamps.count; i++) {
        if (!gp_str_equal(build->stamps.items[i].path, path))
            build->stamps.items[kept++] = build->stamps.items[i];
    }
    build->stamps.count = kept;
    return GP_OK;
}

static gp_status sections(gp_build *base, gp_str path, gp_build_section_fn *fn, void *context,
                          gp_error *error)
{
    const gp_memory_build *build = build_of(base);
    gp_status status = GP_OK;

    for (size_t i = 0; i < build->documents.count; i++) {
        const gp_document *document = build->documents.items[i];
        if (document == NULL || !gp_str_equal(document->path, path))
            continue;
        for (size_t j = 0; j < document->sections.count && status == GP_OK; j++)
            status = fn(context, document->slug, &document->sections.items[j]);
    }
    return status == GP_OK ? GP_OK : no_memory(error);
}

static int by_path(const void *a, const void *b)
{
    return gp_str_compare(((const gp_stamp *)a)->path, ((const gp_stamp *)b)->path);
}

static gp_status stamps(gp_build *base, gp_arena *arena, gp_stamp_list *list, gp_error *error)
{
    const gp_memory_build *build = build_of(base);

    for (size_t i = 0; i < build->stamps.count; i++) {
        gp_stamp *stamp = GP_VEC_PUSH(arena, list);
        if (stamp == NULL)
            return no_memory(error);
        *stamp = build->stamps.items[i];
        stamp->path = gp_arena_copy(arena, stamp->path);
        stamp->hash = gp_arena_copy(arena, stamp->hash);
    }
    if (list->count > 1)
        qsort(list->items, list->count, sizeof list->items[0], by_path);
    return arena->failed ? no_memory(error) : GP_OK;
}

static gp_status stamp(gp_build *base, const gp_stamp *value, gp_error *error)
{
    gp_memory_build *build = build_of(base);
    gp_stamp *kept = NULL;

    for (size_t i = 0; i < build->stamps.count; i++) {
        if (gp_str_equal(build->stamps.items[i].path, value->path))
            kept = &build->stamps.items[i];
    }
    if (kept == NULL)
        kept = GP_VEC_PUSH(&build->memory, &build->stamps);
    if (kept == NULL)
        return no_memory(error);
    *kept = *value;
    kept->path = gp_arena_copy(&build->memory, value->path);
    kept->hash = gp_arena_copy(&build->memory, value->hash);
    return build->memory.failed ? no_memory(error) : GP_OK;
}

static gp_status site(gp_build *base, gp_str json, gp_error *error)
{
    gp_memory_build *build = build_of(base);

    build->site = gp_arena_copy(&build->memory, json);
    return build->site.data != NULL ? GP_OK : no_memory(error);
}

static const gp_memory_vectors *find_vectors(const gp_memory_build *build, gp_audience part,
                                             gp_str name)
{
    for (size_t i = 0; i < build->vectors.count; i++) {
        const gp_memory_vectors *kept = &build->vectors.items[i];
        if (kept->part == part && gp_str_equal(kept->name, name))
            return kept;
    }
    return NULL;
}

static gp_status has_vectors(gp_build *base, gp_audience part, gp_str name, bool *has,
                             gp_error *error)
{
    (void)error;
    *has = find_vectors(build_of(base), part, name) != NULL;
    return GP_OK;
}

static gp_status put_vectors(gp_build *base, gp_audience part, gp_str name, const int8_t *units,
                             size_t count, gp_error *error)
{
    gp_memory_build *build = build_of(base);
    gp_memory_vectors *kept = GP_VEC_PUSH(&build->memory, &build->vectors);
    gp_str bytes = {(const char *)units, count * GP_UNIT_BYTES};

    if (kept == NULL)
        return no_memory(error);
    *kept = (gp_memory_vectors){part, gp_arena_copy(&build->memory, name),
                                gp_arena_copy(&build->memory, bytes)};
    return build->memory.failed ? no_memory(error) : GP_OK;
}

static gp_status model(gp_build *base, gp_str name, gp_error *error)
{
    gp_memory_build *build = build_of(base);

    build->model = gp_arena_copy(&build->memory, name);
    return build->model.data != NULL ? GP_OK : no_memory(error);
}

static void free_build(gp_memory_build *build)
{
    gp_tokenizer_close(build->tokenizer);
    gp_arena_clear(&build->memory);
    gp_free(build);
}

static void abandon(gp_build *base)
{
    free_build(build_of(base));
}

static gp_status publish(gp_build *base, gp_error *error)
{
    abandon(base);
    return gp_error_set(error, GP_INVALID,
                        "an index in memory becomes a store by gp_memory_publish");
}

static const gp_build_ops build_ops = {put,         drop,        sections, stamps,  stamp,  site,
                                       has_vectors, put_vectors, model,    publish, abandon};

gp_status gp_memory_begin(gp_build **build, gp_error *error)
{
    gp_memory_build *made = gp_alloc(sizeof *made);
    gp_status status;

    *build = NULL;
    if (made == NULL)
        return no_memory(error);
    made->build.ops = &build_ops;
    gp_arena_init(&made->memory, MEMORY_LIMIT);
    status = gp_tokenizer_open("en", &made->tokenizer, error);
    if (status != GP_OK) {
        free_build(made);
        return status;
    }
    *build = &made->build;
    return GP_OK;
}

/* ---- publishing ------------------------------------------------------------------------------ */

static gp_status seal_vectors(const gp_memory_index *index, gp_image *image)
{
    size_t count = index->sections.count;
    gp_section_vectors *all = gp_alloc((count + 1) * sizeof *all);
    size_t n = 0;
    gp_status status;

    if (all == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const gp_memory_section *entry = &index->sections.items[i];
        gp_audience part = gp_section_audience(entry->document, entry->section);
        const gp_memory_vectors *kept =
            entry->section->meaning.size > 0
                ? find_vectors(index->source, part, entry->section->meaning)
                : NULL;
        if (kept != NULL)
            all[n++] = (gp_section_vectors){
                (gp_handle)i, (uint32_t)(kept->units.size / GP_UNIT_BYTES), kept->units.data};
    }
    status = n > 0 && index->source->model.size > 0
                 ? gp_image_seal_vectors(image, all, n, index->source->model)
                 : GP_OK;
    gp_free(all);
    return status;
}

static void free_index(void *owned)
{
    gp_memory_index *index = owned;

    free_build(index->source);
    gp_arena_clear(&index->memory);
    gp_free(index);
}

/* Names the content: equal documents give equal names. */
static gp_str name_generation(const gp_memory_index *index, gp_image *image)
{
    gp_buf buf;
    gp_str name;

    gp_buf_init(&buf, MEMORY_LIMIT);
    for (size_t i = 0; i < index->sections.count; i++) {
        gp_buf_add(&buf, index->sections.items[i].section->id);
        gp_buf_add_byte(&buf, '\n');
        gp_buf_add(&buf, index->sections.items[i].section->text);
    }
    name =
        buf.status == GP_OK ? gp_sha256_hex(&image->memory, gp_buf_str(&buf)) : (gp_str){NULL, 0};
    gp_buf_clear(&buf);
    return name;
}

static const gp_store_ops memory_ops;

static gp_status new_store(gp_image *image, gp_audience audience, gp_store **store)
{
    memory_store *made = gp_alloc(sizeof *made);

    if (made == NULL)
        return GP_NO_MEMORY;
    made->store.ops = &memory_ops;
    made->store.image = image;
    made->image = image;
    made->audience = audience;
    *store = &made->store;
    return GP_OK;
}

gp_status gp_memory_publish(gp_build *base, gp_audience audience, gp_store **store, gp_error *error)
{
    gp_status status = gp_build_whole(base, error);
    gp_memory_index *index;
    gp_image *image = NULL;

    *store = NULL;
    if (status != GP_OK) {
        abandon(base);
        return status;
    }
    index = gp_alloc(sizeof *index);
    if (index == NULL || gp_image_new(&image) != GP_OK) {
        gp_free(index);
        abandon(base);
        return no_memory(error);
    }
    gp_arena_init(&index->memory, MEMORY_LIMIT);
    index->source = build_of(base);
    image->owned = index;
    image->free_owned = free_index;
    image->site = index->source->site;
    status = gp_memory_index_words(index, audience, image);
    if (status == GP_OK)
        status = seal_vectors(index, image);
    image->generation = name_generation(index, image);
    if (status == GP_OK)
        status = new_store(image, audience, store);
    if (status != GP_OK) {
        gp_image_release(image);
        return no_memory(error);
    }
    return GP_OK;
}

/* ---- matching -------------------------------------------------------------------------------- */

static bool stands_at(const gp_field_words *words, size_t at, const gp_form *form)
{
    if (words->count - at < form->stem_count)
        return false;
    for (size_t i = 0; i < form->stem_count; i++) {
        if (!gp_str_equal(words->items[at + i], form->stems[i]))
            return false;
    }
    return true;
}

/* Tells the collector of each place where the term stands. */
static void look_for(const gp_memory_section *entry, const gp_match_term *term, size_t number,
                     gp_collector *collector)
{
    for (size_t form = 0; form < term->form_count; form++) {
        for (int field = 0; field < GP_FIELD_COUNT; field++) {
            const gp_field_words *words = &entry->fields[field];
            for (size_t at = 0; at < words->count; at++) {
                if (stands_at(words, at, &term->forms[form]))
                    gp_collector_sight(collector, number, form, (gp_field)field, (uint32_t)at);
            }
        }
    }
}

static gp_status match(gp_store *store, const gp_match_request *request, gp_arena *arena,
                       gp_match *out, gp_error *error)
{
    const gp_memory_index *index = index_of(store);
    gp_collector collector;
    gp_status status = gp_collector_begin(&collector, store->image, request, arena, out);
    bool go_on = status == GP_OK;

    for (size_t i = 0; i < index->sections.count && go_on; i++) {
        const gp_memory_section *entry = &index->sections.items[i];
        if (!gp_collector_section(&collector, (gp_handle)i))
            continue;
        for (size_t term = 0; term < request->term_count; term++)
            look_for(entry, &request->terms[term], term, &collector);
        go_on = gp_collector_end(&collector);
    }
    if (status == GP_OK)
        status = gp_collector_finish(&collector);
    return status == GP_OK ? GP_OK : no_memory(error);
}

/* ---- reading --------------------------------------------------------------------------------- */

static gp_status fetch(gp_store *store, const gp_handle *handles, size_t n, bool text_only,
                       gp_arena *arena, gp_stored_section *out, gp_error *error)
{
    const gp_memory_index *index = index_of(store);

    (void)arena;
    (void)error;
    for (size_t i = 0; i < n; i++) {
        const gp_memory_section *entry = &index->sections.items[handles[i]];
        out[i] = (gp_stored_section){.section = *entry->section,
                                     .slug = entry->document->slug,
                                     .title = entry->document->title,
                                     .updated = entry->document->updated,
                                     .kind = entry->document->kind,
                                     .audience = store->image->sections.items[handles[i]].part,
                                     .tags = entry->document->tags};
        if (text_only)
            out[i].section.html = out[i].section.markdown = out[i].section.owner = GP_STR("");
    }
    return GP_OK;
}

/* True when this audience may see the article at all. */
static bool visible(const gp_store *store, const gp_document *document)
{
    const memory_store *self = (const memory_store *)(const void *)store;

    return self->audience == GP_STAFF || document->audience == GP_PUBLIC;
}

static const gp_document *find_document(const gp_store *store, gp_str slug)
{
    const gp_memory_build *source = index_of(store)->source;

    for (size_t i = 0; i < source->documents.count; i++) {
        const gp_document *document = source->documents.items[i];
        if (document != NULL && visible(store, document) && gp_str_equal(document->slug, slug))
            return document;
    }
    return NULL;
}

/* What `other` holds that stood in the article `out` once. */
static gp_status add_moved(const gp_store *store, const gp_document *other, gp_arena *arena,
                           gp_document *out, gp_error *error)
{
    const memory_store *self = (const memory_store *)(const void *)store;
    gp_str slug, anchor;

    for (size_t i = 0; i < other->sections.count; i++) {
        const gp_section *section = &other->sections.items[i];
        if (self->audience == GP_PUBLIC && !gp_section_in(other, section, GP_PUBLIC))
            continue;
        for (size_t j = 0; j < section->aliases.count; j++) {
            gp_moved_section *moved;
            if (!gp_alias_parts(section->aliases.items[j], &slug, &anchor) ||
                !gp_document_called(out, slug))
                continue;
            moved = GP_VEC_PUSH(arena, &out->moved);
            if (moved == NULL)
                return no_memory(error);
            *moved = (gp_moved_section){anchor,           other->slug,  section->anchor,
                                        section->heading, other->title, other->publish_on,
                                        other->expires_on};
        }
    }
    return GP_OK;
}

static gp_status document(gp_store *store, gp_str slug, gp_arena *arena, gp_document *out,
                          gp_str *moved_to, gp_error *error)
{
    const gp_memory_build *source = index_of(store)->source;
    const memory_store *self = (const memory_store *)(void *)store;
    const gp_document *found = find_document(store, slug);

    for (size_t i = 0; i < source->documents.count && found == NULL; i++) {
        const gp_document *other = source->documents.items[i];
        if (other != NULL && visible(store, other) && gp_document_called(other, slug)) {
            *moved_to = other->slug;
            return GP_OK;
        }
    }
    if (found == NULL)
        return gp_error_set(error, GP_NOT_FOUND, "no such article");
    *out = *found;
    out->sections = (gp_section_list){NULL, 0, 0};
    out->attachments = (gp_attachment_list){NULL, 0, 0};
    out->moved = (gp_moved_list){NULL, 0, 0};
    for (size_t i = 0; i < found->sections.count; i++) {
        const gp_section *section = &found->sections.items[i];
        gp_section *copy;
        if (self->audience == GP_PUBLIC && !gp_section_in(found, section, GP_PUBLIC))
            continue;
        copy = GP_VEC_PUSH(arena, &out->sections);
        if (copy == NULL)
            return no_memory(error);
        *copy = *section;
    }
    for (size_t i = 0; i < source->documents.count; i++) {
        const gp_document *other = source->documents.items[i];
        if (other != NULL && other != found && visible(store, other) &&
            add_moved(store, other, arena, out, error) != GP_OK)
            return GP_NO_MEMORY;
    }
    return GP_OK;
}

static gp_status attachment(gp_store *store, gp_str slug, gp_str name, gp_arena *arena,
                            gp_attachment *out, gp_error *error)
{
    const gp_document *found = find_document(store, slug);

    (void)arena;
    for (size_t i = 0; found != NULL && i < found->attachments.count; i++) {
        if (gp_str_equal(found->attachments.items[i].name, name) &&
            found->attachments.items[i].bytes.data != NULL) {
            *out = found->attachments.items[i];
            return GP_OK;
        }
    }
    return gp_error_set(error, GP_NOT_FOUND, "no such attachment");
}

static gp_status documents(gp_store *store, gp_arena *arena, gp_document_lines *lines,
                           gp_error *error)
{
    const gp_memory_build *source = index_of(store)->source;
    const memory_store *self = (const memory_store *)(void *)store;

    for (size_t i = 0; i < source->documents.count; i++) {
        const gp_document *found = source->documents.items[i];
        gp_document_line *line;
        if (found == NULL || !visible(store, found))
            continue;
        line = GP_VEC_PUSH(arena, lines);
        if (line == NULL)
            return no_memory(error);
        gp_document_line_of(found, line);
        for (size_t j = 0; j < found->sections.count; j++)
            line->sections += self->audience == GP_STAFF ||
                              gp_section_in(found, &found->sections.items[j], GP_PUBLIC);
    }
    if (lines->count > 1)
        qsort(lines->items, lines->count, sizeof lines->items[0], gp_document_line_order);
    return GP_OK;
}

static gp_status labels(gp_store *store, gp_arena *arena, gp_label *out, gp_error *error)
{
    const gp_memory_index *index = index_of(store);

    (void)arena;
    (void)error;
    for (size_t i = 0; i < index->sections.count; i++) {
        const gp_memory_section *entry = &index->sections.items[i];
        out[i].title = entry->document->title;
        out[i].heading = entry->section->heading;
        out[i].url = entry->section->url;
        out[i].questions = entry->section->questions;
    }
    return GP_OK;
}

static gp_status check(gp_store *store, gp_error *error)
{
    if (index_of(store)->sections.count == store->image->sections.count)
        return GP_OK;
    return gp_error_set(error, GP_CORRUPT, "the index in memory: its counts differ");
}

static void close_store(gp_store *store)
{
    memory_store *self = (memory_store *)(void *)store;

    gp_image_release(self->image);
    gp_free(self);
}

static gp_status share(gp_store *store, gp_store **shared, gp_error *error)
{
    memory_store *self = (memory_store *)(void *)store;

    gp_image_use(self->image);
    if (new_store(self->image, self->audience, shared) == GP_OK)
        return GP_OK;
    gp_image_release(self->image);
    return no_memory(error);
}

static const gp_store_ops memory_ops = {share,      close_store, match,  fetch, document,
                                        attachment, documents,   labels, check};
