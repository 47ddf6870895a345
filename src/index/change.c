/* change.c - hashing what a file's documents depend on. */
#include "index/change.h"

#include "base/hash.h"
#include "content/anchor.h"
#include "content/front_matter.h"

#include <stdio.h>
#include <unistd.h>

enum {
    PIECE = 256 * 1024
};

gp_status gp_change_add(gp_arena *arena, gp_change_list *list, gp_str path, gp_change change,
                        gp_error *error)
{
    gp_file_change *added = GP_VEC_PUSH(arena, list);

    if (added == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "not enough memory to index");
    *added = (gp_file_change){path, change};
    return GP_OK;
}

/* With its length in front, so that no two lists of fields have one hash. */
static void add_field(gp_blake2b *hash, gp_str field)
{
    char size[24];
    int length = snprintf(size, sizeof size, "%zu:", field.size);

    gp_blake2b_add(hash, (gp_str){size, (size_t)length});
    gp_blake2b_add(hash, field);
}

static void add_approvals(gp_blake2b *hash, gp_approval_list approvals)
{
    for (size_t i = 0; i < approvals.count; i++) {
        const gp_approval_record *record = &approvals.items[i];
        add_field(hash, record->section);
        add_field(hash, record->text_sha256);
        add_field(hash, record->text);
        add_field(hash, record->by);
        add_field(hash, record->on);
        add_field(hash, record->review_by);
    }
}

/* The slug that the file's article will have; of a broken file, any. */
static gp_str slug_of(const gp_input_file *file, gp_str bytes, gp_arena *scratch)
{
    gp_document document = {0};
    gp_override_list overrides;
    gp_str body;
    size_t body_line;
    gp_status status =
        gp_front_matter_read(bytes, scratch, &document, &overrides, &body, &body_line, NULL);

    if (status == GP_OK && document.slug.size > 0)
        return document.slug;
    return gp_slug_of_path(file->path, scratch);
}

static gp_status hash_text(const gp_input_file *file, gp_arena *scratch, gp_blake2b *hash,
                           gp_error *error)
{
    gp_str bytes;
    gp_status status =
        gp_file_read(file->root->folder, file->below, GP_TEXT_FILE_MAX, scratch, &bytes, error);

    if (status != GP_OK)
        return status;
    add_field(hash, bytes);
    if (file->root->approvals.count > 0)
        add_approvals(hash, gp_approvals_of(&file->root->approvals, slug_of(file, bytes, scratch)));
    return GP_OK;
}

/* Ids stand in the lines, so any approval may be one of theirs. */
static gp_status hash_lines(const gp_input_file *file, gp_arena *scratch, gp_blake2b *hash,
                            gp_error *error)
{
    char *piece = gp_arena_alloc(scratch, PIECE);
    size_t got = 1;
    int open_file;
    gp_status status;

    if (piece == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "%s: not enough memory to read it", file->below);
    status =
        gp_file_open(file->root->folder, file->below, GP_LINES_FILE_MAX, &open_file, NULL, error);
    if (status != GP_OK)
        return status;
    while (status == GP_OK && got > 0) {
        status = gp_file_next(open_file, piece, PIECE, &got);
        gp_blake2b_add(hash, (gp_str){piece, got});
    }
    (void)close(open_file);
    if (status != GP_OK)
        return gp_error_set(error, status, "%s: cannot be read to its end", file->below);
    add_approvals(hash, file->root->approvals);
    return GP_OK;
}

gp_status gp_input_hash(const gp_input *input, const gp_input_file *file, gp_arena *scratch,
                        gp_arena *arena, gp_str *hex, gp_error *error)
{
    gp_blake2b hash;
    char version[64];
    int length = snprintf(version, sizeof version, "%s reader %d %s%s", GP_VERSION,
                          GP_READER_VERSION, input->site.serve_approved ? "approved" : "current",
                          input->site.preview ? " drafts" : "");
    gp_status status;

    *hex = (gp_str){NULL, 0};
    gp_blake2b_begin(&hash);
    add_field(&hash, (gp_str){version, (size_t)length});
    if (gp_reader_wants_lines(file->path))
        status = hash_lines(file, scratch, &hash, error);
    else
        status = hash_text(file, scratch, &hash, error);
    gp_arena_reset(scratch);
    if (status != GP_OK)
        return status;
    *hex = gp_blake2b_end(&hash, arena);
    if (hex->data == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "%s: not enough memory", file->below);
    return GP_OK;
}
