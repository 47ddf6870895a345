/* change.h - has a source file changed? Content hashes of files and of the images they show.
 *
 * Rule:     nothing is decided by time or size: a file that was put back by a backup is seen, and one
 *           that was only touched is not.
 * Memory:   results in the arena given; `scratch` is reset.
 */
#ifndef GP_INDEX_CHANGE_H
#define GP_INDEX_CHANGE_H

#include "index/ledger.h"
#include "index/input.h"

#define GP_TEXT_FILE_MAX  ((size_t)1 << 20) /* Markdown and plain text */
#define GP_LINES_FILE_MAX ((size_t)2 << 30) /* JSON Lines */
#define GP_IMAGE_MAX      ((size_t)1 << 20)

typedef enum gp_change {
    GP_ADDED,
    GP_CHANGED,
    GP_REMOVED
} gp_change;

/* A file that is not as the published index remembers it. */
typedef struct gp_file_change {
    gp_str path; /* borrowed */
    gp_change change;
} gp_file_change;
typedef GP_VEC(gp_file_change) gp_change_list;

/* Appends to the list. GP_NO_MEMORY. */
gp_status gp_change_add(gp_arena *arena, gp_change_list *list, gp_str path, gp_change change,
                        gp_error *error) GP_MUST_CHECK;

/* BLAKE2b of all that the file's documents are made from, but its images: its bytes, the version of
 * the reader, its sections' approvals, whether approved texts are served and drafts shown. GP_NO_MEMORY, or why the
 * file cannot be read. */
gp_status gp_input_hash(const gp_input *input, const gp_input_file *file, gp_arena *scratch,
                        gp_arena *arena, gp_str *hex, gp_error *error) GP_MUST_CHECK;

/* True when one of the images that the entry remembers is not what it was. */
gp_status gp_images_changed(const gp_input_file *file, const gp_ledger_entry *entry,
                            gp_arena *scratch, bool *changed) GP_MUST_CHECK;

/* Reads the images that the document shows (png, jpeg, webp, gif, avif by their first bytes; 1 MiB
 * each, 16 MiB an article) into its attachments, and remembers them in `images` (memory: keep). One
 * that cannot be shown is a warning, and no attachment any more. */
gp_status gp_images_attach(const gp_input_file *file, gp_arena *arena, gp_document *document,
                           gp_arena *keep, gp_image_list *images,
                           gp_problem_list *problems) GP_MUST_CHECK;

#endif
