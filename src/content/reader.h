/* reader.h - one source file to documents, whatever its format: the door of src/content.
 *
 * Formats:  .md .markdown (front matter + Markdown), .txt (title = first line; blank lines separate
 *           paragraphs), .jsonl (one section a line). Others: not ours (gp_reader_knows is false).
 */
#ifndef GP_CONTENT_READER_H
#define GP_CONTENT_READER_H

#include "content/document.h"
#include "content/problem.h"

/* Approvals of approvals.jsonl, by section id. */
typedef struct gp_approval_record {
    gp_str section, text_sha256, text, by, on, review_by;
    size_t line;
} gp_approval_record;
typedef GP_VEC(gp_approval_record) gp_approval_list;

/* By the file's ending; README.md (any case) and names beginning "." or "_" are not read. */
bool gp_reader_knows(gp_str path);

/* Reads approvals.jsonl's bytes; a bad line is a warning in `problems`. Sorted by section; of
 * several for one section the last line counts. */
gp_status gp_approvals_read(gp_str path, gp_str bytes, gp_arena *arena, gp_approval_list *approvals,
                            gp_problem_list *problems) GP_MUST_CHECK;
/* Sets approval (approved or lapsed) of each section of a sealed document. */
void gp_approvals_apply(const gp_approval_list *approvals, gp_document *document);

/* Called for each document of a file, complete and sealed (ids, hashes), its memory in the arena,
 * which the reader resets after the call. */
typedef gp_status gp_document_fn(void *context, gp_document *document);

/* Reads `bytes` of the file `path` and calls `fn` for each document in it: one for Markdown and
 * text; for JSON Lines one per line (slug = the line's id, one section whose id is the slug).
 * Refusals and warnings go to `problems` (whose memory is `keep`); returns GP_OK even when the file
 * was refused, else GP_NO_MEMORY or what `fn` returned. Files must be valid UTF-8; lines of JSON
 * Lines up to 64 KiB... longer: that line is refused, the others go on. */
gp_status gp_reader_read(gp_str path, gp_str bytes, const gp_approval_list *approvals,
                         gp_arena *arena, gp_arena *keep, gp_problem_list *problems,
                         gp_document_fn *fn, void *context) GP_MUST_CHECK;

#endif
