/* store.c - the door: arguments are checked here once, then the engine does the work. */
#include "store/store.h"

#include "store/engine.h"
#include "store/hidden.h"
#include "store/postings_match.h"

enum {
    CANDIDATES_MAX = 1000,
    STEMS_MAX = 8
};

/* ---- shared by the engines ------------------------------------------------------------------ */

static void add_line(gp_buf *buf, gp_str item)
{
    if (buf->size > 0)
        gp_buf_add_byte(buf, '\n');
    for (size_t i = 0; i < item.size; i++)
        gp_buf_add_byte(buf, item.data[i] == '\n' ? ' ' : item.data[i]);
}

static void add_lines(gp_buf *buf, const gp_str_list *items)
{
    for (size_t i = 0; i < items->count; i++)
        add_line(buf, items->items[i]);
}

gp_str gp_lines_of(const gp_str_list *items, gp_arena *arena)
{
    gp_buf buf;
    gp_str lines;

    gp_buf_init(&buf, 1 << 20);
    add_lines(&buf, items);
    lines = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return lines;
}

gp_status gp_lines_to_list(gp_str lines, gp_arena *arena, gp_str_list *items)
{
    gp_str rest = lines.size > 0 ? lines : (gp_str){NULL, 0};
    gp_str line;

    *items = (gp_str_list){NULL, 0, 0};
    while (gp_str_next(&rest, '\n', &line)) {
        if (line.size > 0 && !gp_str_list_add(arena, items, line))
            return GP_NO_MEMORY;
    }
    return GP_OK;
}

gp_str gp_field_text(gp_field field, const gp_document *document, const gp_section *section,
                     gp_arena *arena)
{
    gp_buf buf;
    gp_str text;

    switch (field) {
    case GP_FIELD_HEADING:
        return section->heading;
    case GP_FIELD_BODY:
        return section->text;
    case GP_FIELD_CONTEXT:
    case GP_FIELD_QUESTIONS:
        break;
    }
    gp_buf_init(&buf, 1 << 20);
    if (field == GP_FIELD_CONTEXT) {
        gp_buf_add(&buf, document->title);
        gp_buf_add_byte(&buf, '\n');
        gp_buf_add(&buf, gp_lines_of(&section->trail, arena));
    } else {
        gp_buf_add(&buf, gp_lines_of(&section->questions, arena));
        gp_buf_add_byte(&buf, '\n');
        gp_buf_add(&buf, gp_lines_of(&section->synonyms, arena));
    }
    text = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return text;
}

bool gp_section_in(const gp_document *document, const gp_section *section, gp_audience part)
{
    return gp_section_audience(document, section) == part;
}

int gp_document_line_order(const void *a, const void *b)
{
    const gp_document_line *left = a;
    const gp_document_line *right = b;
    int order;

    if (left->kind != right->kind)
        return left->kind < right->kind ? -1 : 1;
    if (left->weight < right->weight || left->weight > right->weight)
        return left->weight > right->weight ? -1 : 1;
    order = gp_str_compare(left->title, right->title);
    return order != 0 ? order : gp_str_compare(left->slug, right->slug);
}

/* ---- building ------------------------------------------------------------------------------- */

/* What is refused has changed nothing; any other failure may have stopped halfway. */
static gp_status remember(gp_build *build, gp_status status)
{
    if (status != GP_OK && status != GP_INVALID && build->broken == GP_OK)
        build->broken = status;
    return status;
}

gp_status gp_build_whole(const gp_build *build, gp_error *error)
{
    if (build->broken == GP_OK)
        return GP_OK;
    return gp_error_set(error, build->broken,
                        "the new index: something failed while it was filled (%s); it is not "
                        "published",
                        gp_status_name(build->broken));
}

gp_status gp_build_put(gp_build *build, const gp_document *document, gp_error *error)
{
    return remember(build, build->ops->put(build, document, error));
}

gp_status gp_build_drop(gp_build *build, gp_str path, gp_error *error)
{
    return remember(build, build->ops->drop(build, path, error));
}

gp_status gp_build_sections(gp_build *build, gp_str path, gp_build_section_fn *fn, void *context,
                            gp_error *error)
{
    return build->ops->sections(build, path, fn, context, error);
}

gp_status gp_build_stamps(gp_build *build, gp_arena *arena, gp_stamp_list *stamps, gp_error *error)
{
    *stamps = (gp_stamp_list){NULL, 0, 0};
    return build->ops->stamps(build, arena, stamps, error);
}

gp_status gp_build_stamp(gp_build *build, const gp_stamp *stamp, gp_error *error)
{
    return remember(build, build->ops->stamp(build, stamp, error));
}

gp_status gp_build_site(gp_build *build, gp_str json, gp_error *error)
{
    return remember(build, build->ops->site(build, json, error));
}

gp_status gp_build_has_vectors(gp_build *build, gp_audience part, gp_str name, bool *has,
                               gp_error *error)
{
    *has = false;
    return build->ops->has_vectors(build, part, name, has, error);
}

gp_status gp_build_put_vectors(gp_build *build, gp_audience part, gp_str name, const int8_t *units,
                               size_t count, gp_error *error)
{
    return remember(build, build->ops->put_vectors(build, part, name, units, count, error));
}

gp_status gp_build_model(gp_build *build, gp_str model, gp_error *error)
{
    return remember(build, build->ops->model(build, model, error));
}

gp_status gp_build_publish(gp_build *build, gp_error *error)
{
    gp_status status = gp_build_whole(build, error);

    if (status == GP_OK)
        return build->ops->publish(build, error);
    gp_build_abandon(build);
    return status;
}

void gp_build_abandon(gp_build *build)
{
    if (build != NULL)
        build->ops->abandon(build);
}

/* ---- reading -------------------------------------------------------------------------------- */

gp_status gp_store_share(gp_store *store, gp_store **shared, gp_error *error)
{
    *shared = NULL;
    return store->ops->share(store, shared, error);
}

void gp_store_close(gp_store *store)
{
    if (store != NULL)
        store->ops->close(store);
}

void gp_store_corpus(const gp_store *store, gp_corpus *corpus)
{
    *corpus = store->image->corpus;
}

gp_status gp_store_frequencies(gp_store *store, const gp_str *stems, size_t n, uint32_t *counts)
{
    for (size_t i = 0; i < n; i++)
        counts[i] = gp_image_frequency(store->image, stems[i]);
    return GP_OK;
}

const gp_stem *gp_store_stems(const gp_store *store, size_t *count)
{
    *count = store->image->stems.count;
    return store->image->stems.items;
}

size_t gp_store_stem_number(const gp_store *store, gp_str stem)
{
    return gp_image_stem_number(store->image, stem);
}

const gp_word *gp_store_vocabulary(const gp_store *store, size_t *count)
{
    *count = store->image->words.count;
    return store->image->words.items;
}

const gp_word *gp_store_word(const gp_store *store, gp_str form)
{
    size_t high;
    const gp_word *words = gp_store_vocabulary(store, &high);
    size_t low = 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = gp_str_compare(form, words[middle].form);
        if (order == 0)
            return &words[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const gp_section_word *gp_store_section_words(const gp_store *store, gp_handle handle,
                                              size_t *count)
{
    const gp_postings *postings = &store->image->postings;

    *count = 0;
    if (postings->items == NULL || handle >= postings->sections)
        return NULL;
    *count = postings->of_section[handle + 1] - postings->of_section[handle];
    return &postings->words[postings->of_section[handle]];
}

const gp_grams *gp_store_grams(const gp_store *store)
{
    return store->image->grams.items != NULL ? &store->image->grams : NULL;
}

const gp_acronym *gp_store_acronyms(const gp_store *store, size_t *count)
{
    *count = store->image->acronyms.count;
    return store->image->acronyms.items;
}

static gp_status check_term(const gp_match_term *term, gp_error *error)
{
    if (term->form_count > GP_MATCH_FORMS)
        return gp_error_set(error, GP_INVALID, "a term has at most %d forms", GP_MATCH_FORMS);
    for (size_t i = 0; i < term->form_count; i++) {
        if (term->forms[i].stem_count < 1 || term->forms[i].stem_count > STEMS_MAX)
            return gp_error_set(error, GP_INVALID, "a form has 1 to %d stems", STEMS_MAX);
    }
    return GP_OK;
}

static gp_status check_request(const gp_match_request *request, gp_error *error)
{
    gp_status status = GP_OK;

    if (request->term_count > GP_MATCH_TERMS)
        return gp_error_set(error, GP_INVALID, "a match has at most %d terms", GP_MATCH_TERMS);
    if (request->limit < 1 || request->limit > CANDIDATES_MAX)
        return gp_error_set(error, GP_INVALID, "candidates: 1 to %d", CANDIDATES_MAX);
    for (size_t i = 0; i < request->term_count && status == GP_OK; i++)
        status = check_term(&request->terms[i], error);
    return status;
}

gp_status gp_store_match(gp_store *store, const gp_match_request *request, gp_arena *arena,
                         gp_match *match, gp_error *error)
{
    gp_status status = check_request(request, error);

    *match = (gp_match){0};
    if (status != GP_OK || request->term_count == 0)
        return status;
    status = store->ops->match(store, request, arena, match, error);
    if (status != GP_OK)
        *match = (gp_match){0};
    return status;
}

gp_status gp_store_look(gp_store *store, const gp_match_request *request, const gp_handle *handles,
                        size_t n, gp_arena *arena, gp_match *match, gp_error *error)
{
    gp_status status = check_request(request, error);

    *match = (gp_match){0};
    if (status == GP_OK && n > CANDIDATES_MAX)
        status = gp_error_set(error, GP_INVALID, "sections to look at: at most %d", CANDIDATES_MAX);
    for (size_t i = 0; i < n && status == GP_OK; i++) {
        if (handles[i] >= store->image->sections.count)
            status = gp_error_set(error, GP_INVALID, "a section that this store does not have");
    }
    if (status != GP_OK || n == 0)
        return status;
    status = gp_postings_look(store->image, request, handles, n, arena, match);
    if (status == GP_OK)
        return GP_OK;
    *match = (gp_match){0};
    return gp_error_set(error, status, "the search: not enough memory");
}

const gp_vectors *gp_store_vectors(const gp_store *store)
{
    return store->image->vectors.count > 0 ? &store->image->vectors : NULL;
}

gp_status gp_store_words(gp_store *store, gp_str prefix, size_t limit, gp_arena *arena,
                         gp_word_list *words)
{
    return gp_image_words(store->image, prefix, limit, arena, words);
}

gp_status gp_store_find(gp_store *store, gp_str id, gp_handle *handle)
{
    *handle = gp_image_find(store->image, id);
    return *handle == GP_NO_HANDLE ? GP_NOT_FOUND : GP_OK;
}

gp_status gp_store_fetch(gp_store *store, const gp_handle *handles, size_t n, bool text_only,
                         gp_arena *arena, gp_stored_section *out, gp_error *error)
{
    for (size_t i = 0; i < n; i++) {
        if (handles[i] >= store->image->sections.count)
            return gp_error_set(error, GP_INVALID, "a handle of another generation");
    }
    return store->ops->fetch(store, handles, n, text_only, arena, out, error);
}

static const gp_image_document *document_of(const gp_image *image, gp_handle handle)
{
    return &image->documents.items[image->sections.items[handle].document];
}

size_t gp_store_related(const gp_store *store, gp_handle handle, int32_t today,
                        gp_near_section related[GP_RELATED_MAX])
{
    const gp_image *image = store->image;
    size_t count = 0;

    for (size_t i = 0; i < GP_RELATED_MAX && handle < image->sections.count; i++) {
        gp_handle other = image->related[(size_t)handle * GP_RELATED_MAX + i];
        const gp_image_document *document;
        if (other == GP_NO_HANDLE)
            break;
        document = document_of(image, other);
        if (today == 0 || (document->publish_on <= today && document->expires_on > today))
            related[count++] =
                (gp_near_section){other, image->sections.items[other].id, document->group,
                                  document->group == document_of(image, handle)->group};
    }
    return count;
}

gp_status gp_store_document(gp_store *store, gp_str slug, gp_arena *arena, gp_document *document,
                            gp_str *moved_to, gp_error *error)
{
    *document = (gp_document){0};
    *moved_to = (gp_str){NULL, 0};
    return store->ops->document(store, slug, arena, document, moved_to, error);
}

gp_status gp_store_attachment(gp_store *store, gp_str slug, gp_str name, gp_arena *arena,
                              gp_attachment *attachment, gp_error *error)
{
    *attachment = (gp_attachment){0};
    return store->ops->attachment(store, slug, name, arena, attachment, error);
}

gp_status gp_store_documents(gp_store *store, gp_arena *arena, gp_document_lines *documents,
                             gp_error *error)
{
    *documents = (gp_document_lines){NULL, 0, 0};
    return store->ops->documents(store, arena, documents, error);
}

/* What the image knows of a section. */
static gp_label label_of(const gp_image *image, gp_handle handle)
{
    const gp_image_section *section = &image->sections.items[handle];
    const gp_image_document *document = &image->documents.items[section->document];

    return (gp_label){.id = section->id,
                      .slug = document->slug,
                      .kind = document->kind,
                      .weight = document->weight,
                      .publish_on = document->publish_on,
                      .expires_on = document->expires_on,
                      .document = section->document,
                      .words = section->lengths[GP_FIELD_BODY]};
}

gp_status gp_store_labels(gp_store *store, gp_arena *arena, gp_label **labels, size_t *count,
                          gp_error *error)
{
    const gp_image *image = store->image;
    gp_label *made = gp_arena_alloc(arena, image->sections.count * sizeof *made);
    gp_status status;

    *labels = NULL;
    *count = 0;
    if (made == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "the index: not enough memory");
    for (size_t i = 0; i < image->sections.count; i++)
        made[i] = label_of(image, (gp_handle)i);
    status = store->ops->labels(store, arena, made, error);
    if (status != GP_OK)
        return status;
    *labels = made;
    *count = image->sections.count;
    return GP_OK;
}

bool gp_store_days_differ(const gp_store *store, int32_t one, int32_t other)
{
    return gp_image_days_differ(store->image, one, other);
}

gp_str gp_store_site(const gp_store *store)
{
    return store->image->site;
}

gp_str gp_store_generation(const gp_store *store)
{
    return store->image->generation;
}

gp_status gp_store_check(gp_store *store, gp_error *error)
{
    return store->ops->check(store, error);
}
