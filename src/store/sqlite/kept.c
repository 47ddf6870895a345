/* kept.c - what pages need again and again, read once when an index is opened.
 *
 * A search shows about ten sections, and reading one through SQL costs as much as finding it. So the list
 * of articles is kept in the image, and the texts too where a site's are small; a larger site's are
 * read when they are shown. All of it lies in the image's memory, shared by every thread, never written.
 */
#include "store/sqlite/internal.h"

enum {
    WORDS_MAX = 2000000 /* of all texts together: about 12 MB */
};

static size_t words_of(const gp_image *image)
{
    size_t words = 0;

    for (size_t i = 0; i < image->sections.count; i++)
        words += image->sections.items[i].lengths[GP_FIELD_BODY];
    return words;
}

/* A list that a reader adds to must be copied first, not written behind. */
static void close_lists(gp_stored_section *stored)
{
    gp_section *section = &stored->section;

    section->trail.capacity = section->trail.count;
    section->questions.capacity = section->questions.count;
    section->synonyms.capacity = section->synonyms.count;
    section->aliases.capacity = section->aliases.count;
    stored->tags.capacity = stored->tags.count;
}

static gp_status keep_texts(gp_sqlite_store *store, gp_error *error)
{
    gp_image *image = store->image;
    size_t count = image->sections.count;
    gp_stored_section *texts = gp_arena_alloc(&image->memory, count * sizeof *texts);
    gp_status status = GP_OK;

    if (texts == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "the index: not enough memory");
    for (size_t i = 0; i < count && status == GP_OK; i++) {
        gp_handle handle = (gp_handle)i;
        status = gp_sqlite_fetch(&store->store, &handle, 1, true, &image->memory, &texts[i], error);
        close_lists(&texts[i]);
    }
    if (status == GP_OK)
        image->texts = texts;
    return status;
}

gp_status gp_sqlite_keep(gp_sqlite_store *store, gp_error *error)
{
    gp_image *image = store->image;
    gp_document_lines lines = {NULL, 0, 0};
    gp_status status = gp_sqlite_documents(&store->store, &image->memory, &lines, error);

    if (status != GP_OK)
        return status;
    for (size_t i = 0; i < lines.count; i++)
        lines.items[i].tags.capacity = lines.items[i].tags.count;
    image->lines = lines;
    image->has_lines = true;
    return words_of(image) <= WORDS_MAX ? keep_texts(store, error) : GP_OK;
}
