/* index.h - folders of articles to a published index: what changed is read, the rest is kept.
 *
 * Flow:     PATHs -> files with their content hashes (input.h, change.h) -> those that differ from
 *           what the published index remembers (ledger.h) -> content/reader.h -> gp_build_put ->
 *           gp_build_publish.
 * Promise:  an incremental build holds what a full one would; a run that fails, is killed or finds
 *           nothing to index leaves the published index as it was.
 * Bad input: a file that cannot be read is refused by name and the others go on; rules that cannot be
 *           read (guidepost.yaml) end the run, since an index without its crisis notices is worse
 *           than yesterday's.
 * Threads:  one run, one thread; of two runs on one index the second gets GP_BUSY.
 */
#ifndef GP_INDEX_INDEX_H
#define GP_INDEX_INDEX_H

#include "content/problem.h"
#include "index/change.h"
#include "index/moved.h"
#include "store/store.h"
#include "vector/encoder.h"

/* Work done and to do, in bytes of source files; called after each piece that was read. */
typedef void gp_index_progress_fn(void *context, size_t done, size_t total);
/* One section as it went into the index; lives during the call. */
typedef void gp_index_section_fn(void *context, const gp_document *document,
                                 const gp_section *section);

typedef struct gp_index_options {
    const char *db;           /* the index to publish */
    const char *const *paths; /* folders and files to index */
    size_t path_count;
    bool dry_run;                   /* reads everything, checks everything, writes nothing */
    bool strict;                    /* any refusal ends the run with nothing written */
    bool drafts;                    /* for a preview: drafts too, and the index says so */
    bool full;                      /* takes nothing over from the published index */
    gp_index_progress_fn *progress; /* may be NULL */
    gp_encoder *encoder;            /* borrowed; NULL: sections get no vectors of meaning */
    gp_index_progress_fn *encoding; /* may be NULL; units encoded and to encode */
    gp_index_section_fn *section;   /* may be NULL; called for sections that are read in this run */
    void *context;
} gp_index_options;

typedef struct gp_index_summary {
    gp_str base;      /* put in front of a problem's path, it is a path from here */
    size_t files;     /* found of a format that is read */
    size_t others;    /* found of other formats: passed over */
    size_t changed;   /* files read because they are new or changed */
    size_t unchanged; /* files kept as they were indexed before */
    size_t removed;   /* files of the published index that are gone */
    size_t articles;  /* in the index as it is after the run */
    size_t sections;
    size_t refused; /* how many of `skipped` are refusals, not drafts */
    bool published; /* false: nothing had changed, or dry_run */
    bool refreshed; /* the run began from the published index, not from nothing */
    gp_change_list
        changes; /* those removed by path, then those read by path; guidepost.yaml is in it too */
    gp_problem_list skipped;  /* refused files and lines, drafts and archived articles */
    gp_problem_list warnings; /* what is indexed, but should be looked at */
    gp_old_links links;       /* old addresses that lead nowhere now; only of a refresh */
    double seconds;
} gp_index_summary;

/* Builds or refreshes options->db. The summary is filled as far as the run came, also on errors; its
 * texts live in the arena. GP_NOT_FOUND: a PATH is not there, or holds nothing to index. GP_INVALID:
 * the rules or, with strict, a file were refused, or nothing at all could be indexed. GP_BUSY: another
 * run is building. GP_IO, GP_CORRUPT, GP_NO_MEMORY: the machine failed. On every error the published
 * index is as it was. */
gp_status gp_index_run(const gp_index_options *options, gp_arena *arena, gp_index_summary *summary,
                       gp_error *error) GP_MUST_CHECK;

#endif
