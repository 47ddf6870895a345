/* reader.h - one source file to documents, whatever its format: the door of src/content.
 *
 * Formats:  .md .markdown (front matter + Markdown), .txt (title = first line; blank lines separate
 *           paragraphs), .jsonl (one section a line). Others: not ours (gp_reader_knows is false).
 */
#ifndef GP_CONTENT_READER_H
#define GP_CONTENT_READER_H

#include "content/document.h"
#include "content/duties.h"
#include "content/problem.h"

/* Bytes of a line of approvals.jsonl: a text of 1 MiB, which no source file exceeds, with its line ends and quotes
 * escaped. */
#define GP_APPROVAL_LINE_MAX ((size_t)2 << 20)

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
/* The approvals of one article's sections: a part of `approvals`, which owns it. */
gp_approval_list gp_approvals_of(const gp_approval_list *approvals, gp_str slug);
/* Sets approval (approved or lapsed) of each section of a sealed document; lapsed, and the arena failed,
 * when memory ends. */
void gp_approvals_apply(const gp_approval_list *approvals, gp_document *document, gp_arena *arena);
/* `serve: approved`: gives each lapsed section of the document the text that was approved (its HTML
 * escaped paragraphs), and seals and judges it again: what is then shown is what was approved. A
 * record whose stored text does not have the hash it names leaves its section lapsed. */
gp_status gp_approvals_serve(const gp_approval_list *approvals, gp_arena *arena,
                             gp_document *document) GP_MUST_CHECK;

/* Called for each document of a file, complete and sealed (ids, hashes), its memory in the arena,
 * which the reader resets after the call. A draft or archived article comes with its front matter
 * only: it is named, and never indexed. */
typedef gp_status gp_document_fn(void *context, gp_document *document);

/* Raise it when the same bytes are read differently: files are then indexed again. */
#define GP_READER_VERSION 5

/* What reading a file needs and where its results go. */
typedef struct gp_reading {
    gp_str path;                       /* as documents and problems name it */
    const gp_approval_list *approvals; /* may be NULL */
    gp_arena *arena;                   /* of one document; reset after each */
    gp_arena *keep;                    /* of the problems */
    gp_problem_list *problems;
    const gp_duties *duties; /* fills what front matter leaves open; may be NULL */
    bool drafts; /* for a preview: a draft is read as an article that is published on GP_NEVER */
    gp_document_fn *fn;
    void *context;
} gp_reading;

/* Where a long file's bytes come from: puts up to `room` bytes into `bytes` and says in `*got` how
 * many; 0 at the end. */
typedef gp_status gp_bytes_fn(void *context, char *bytes, size_t room, size_t *got);

/* Reads `bytes` of the file reading->path and calls fn for each document in it: one for Markdown and
 * text; for JSON Lines one per line (slug = the line's id, one section whose id is the slug).
 * Refusals and warnings go to the problems; returns GP_OK even when the file was refused, else
 * GP_NO_MEMORY or what fn returned. Files must be valid UTF-8 and at most 1 MiB. */
gp_status gp_reader_read(const gp_reading *reading, gp_str bytes) GP_MUST_CHECK;

/* JSON Lines of any length, in the memory of one line. A line that is malformed, not UTF-8 or longer
 * than 64 KiB is refused, the others go on; of one file at most 100 refusals are told one by one. */
gp_status gp_reader_read_lines(const gp_reading *reading, gp_bytes_fn *next,
                               void *source) GP_MUST_CHECK;
/* True for the files that gp_reader_read_lines wants. */
bool gp_reader_wants_lines(gp_str path);

#endif
