/* image.c - the images beside an article: found, recognised by their first bytes, attached. */
#include "index/change.h"

#include "base/hash.h"

enum {
    ARTICLE_MAX = 16 << 20 /* bytes of one article's images */
};

/* Reads the image `name` beside the article. (That it stays below the root is file.h's business, that
 * the name is one of an image link.h's.) */
static gp_status read_image(const gp_input_file *file, gp_str name, gp_arena *arena, gp_str *bytes,
                            gp_error *error)
{
    gp_str below = gp_str_of(file->below);
    size_t slash = below.size;
    gp_str path;

    while (slash > 0 && below.data[slash - 1] != '/')
        slash--;
    path = gp_arena_printf(arena, "%.*s%.*s", (int)slash, below.data, GP_STR_ARGS(name));
    *bytes = (gp_str){NULL, 0};
    if (path.data == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "not enough memory for the images");
    return gp_file_read(file->root->folder, path.data, GP_IMAGE_MAX, arena, bytes, error);
}

gp_status gp_images_changed(const gp_input_file *file, const gp_ledger_entry *entry,
                            gp_arena *scratch, bool *changed)
{
    *changed = false;
    for (size_t i = 0; i < entry->images.count && !*changed; i++) {
        const gp_image *image = &entry->images.items[i];
        gp_str bytes, hash = {"", 0};
        gp_status status = read_image(file, image->name, scratch, &bytes, NULL);
        if (status == GP_OK)
            hash = gp_sha256_hex(scratch, bytes);
        *changed = !gp_str_equal(hash, image->hash);
        gp_arena_reset(scratch);
        if (status == GP_NO_MEMORY)
            return status;
    }
    return GP_OK;
}

/* The type that the first bytes say; NULL: none that is shown. */
static const char *mime_of(gp_str bytes)
{
    gp_str brand = gp_str_slice(bytes, 4, 12);

    if (gp_str_starts(bytes, GP_STR("\x89PNG\r\n\x1a\n")))
        return "image/png";
    if (gp_str_starts(bytes, GP_STR("\xFF\xD8\xFF")))
        return "image/jpeg";
    if (gp_str_starts(bytes, GP_STR("GIF87a")) || gp_str_starts(bytes, GP_STR("GIF89a")))
        return "image/gif";
    if (gp_str_starts(bytes, GP_STR("RIFF")) &&
        gp_str_equal(gp_str_slice(bytes, 8, 12), GP_STR("WEBP")))
        return "image/webp";
    if (gp_str_equal(brand, GP_STR("ftypavif")) || gp_str_equal(brand, GP_STR("ftypavis")))
        return "image/avif";
    return NULL;
}

static gp_status warn(const gp_input_file *file, gp_str name, const char *why, gp_arena *keep,
                      gp_problem_list *problems)
{
    bool added =
        gp_problem_add(keep, problems, file->path, 0, false, "the image %.*s is not shown: %s",
                       (int)(name.size < 100 ? name.size : 100), name.data, why);

    return added ? GP_OK : GP_NO_MEMORY;
}

/* Why an image that was read (or not) cannot be shown; NULL: it can. */
static const char *wrong_with(gp_status status, const gp_attachment *image, size_t room)
{
    if (status == GP_NOT_FOUND)
        return "there is no such file beside the article";
    if (status == GP_TOO_LARGE)
        return "larger than 1 MiB";
    if (status != GP_OK)
        return "it cannot be read, or is not a regular file";
    if (image->mime.size == 0)
        return "not a PNG, JPEG, WebP, GIF or AVIF file";
    return image->bytes.size > room ? "the article's images are larger than 16 MiB together" : NULL;
}

/* What attaching needs beside the document. */
typedef struct attacher {
    const gp_input_file *file;
    gp_arena one; /* one image, before it is known whether it is kept */
    gp_arena *arena, *keep;
    gp_image_list *images;
    gp_problem_list *problems;
    size_t room; /* bytes that the article's images may still have */
} attacher;

/* Fills the attachment; its mime stays empty when it is not shown. */
static gp_status attach(attacher *self, gp_attachment *attachment)
{
    gp_image *image = GP_VEC_PUSH(self->keep, self->images);
    gp_attachment found = {.name = attachment->name};
    gp_status status = read_image(self->file, found.name, &self->one, &found.bytes, NULL);
    const char *why;

    if (image == NULL || status == GP_NO_MEMORY)
        return GP_NO_MEMORY;
    image->name = gp_arena_copy(self->keep, found.name);
    image->hash = status == GP_OK ? gp_sha256_hex(self->keep, found.bytes) : GP_STR("");
    found.mime = gp_str_of(mime_of(found.bytes));
    why = wrong_with(status, &found, self->room);
    if (why != NULL)
        return warn(self->file, found.name, why, self->keep, self->problems);
    self->room -= found.bytes.size;
    attachment->mime = found.mime;
    attachment->bytes = gp_arena_copy(self->arena, found.bytes);
    return self->arena->failed || self->keep->failed ? GP_NO_MEMORY : GP_OK;
}

gp_status gp_images_attach(const gp_input_file *file, gp_arena *arena, gp_document *document,
                           gp_arena *keep, gp_image_list *images, gp_problem_list *problems)
{
    attacher self = {.file = file,
                     .arena = arena,
                     .keep = keep,
                     .images = images,
                     .problems = problems,
                     .room = ARTICLE_MAX};
    gp_attachment_list *attachments = &document->attachments;
    gp_status status = GP_OK;
    size_t kept = 0;

    gp_arena_init(&self.one, GP_IMAGE_MAX * 2);
    for (size_t i = 0; i < attachments->count && status == GP_OK; i++) {
        status = attach(&self, &attachments->items[i]);
        gp_arena_reset(&self.one);
        if (attachments->items[i].mime.size > 0)
            attachments->items[kept++] = attachments->items[i];
    }
    gp_arena_clear(&self.one);
    attachments->count = kept;
    return status;
}
