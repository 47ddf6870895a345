/* input.h - what there is to index: the files below the PATHs, and the rules and approvals beside
 * them.
 *
 * Rule:     a folder is opened once; everything is then reached beneath it (base/file.h).
 * Names:    of one PATH, a file's path is relative to the folder (or is the file's name); of several,
 *           the PATH as given stands in front, so that two folders may hold files of one name.
 * Memory:   the arena given to gp_input_open; gp_input_close closes the folders.
 */
#ifndef GP_INDEX_INPUT_H
#define GP_INDEX_INPUT_H

#include "base/file.h"
#include "content/reader.h"
#include "content/site.h"

#define GP_RULES_FILE     "guidepost.yaml"
#define GP_APPROVALS_FILE "approvals.jsonl"
#define GP_APPROVALS_MAX  ((size_t)64 << 20) /* bytes of it */

typedef struct gp_input_root {
    gp_str prefix; /* "" or "PATH/" */
    int folder;    /* open; -1: not any more */
    bool whole;    /* PATH is a folder: all below it is here, not one file */
    gp_approval_list approvals;
} gp_input_root;

typedef struct gp_input_file {
    gp_str path;               /* as documents and problems name it */
    const char *below;         /* the same, from the root's folder */
    const gp_input_root *root; /* the folder it is in */
    size_t size;               /* bytes, when it was found */
} gp_input_file;

typedef struct gp_input {
    gp_input_root *roots;
    size_t root_count;
    GP_VEC(gp_input_file) files; /* by path, each once */
    gp_str base;                 /* see gp_index_summary */
    size_t others;
    gp_site site;
    bool has_rules;             /* the site is from a guidepost.yaml */
    const gp_input_root *rules; /* whose folder holds it; NULL without */
} gp_input;

/* Finds everything. What cannot be read is told in `problems`. GP_NOT_FOUND: a PATH is not there.
 * GP_INVALID: a PATH or guidepost.yaml cannot be read, or there are two of it. */
gp_status gp_input_open(const char *const *paths, size_t count, gp_arena *arena, gp_input *input,
                        gp_problem_list *problems, gp_error *error) GP_MUST_CHECK;
/* Tells why a file was left out: `error` names the file as it was opened, the problem as it is. */
gp_status gp_input_refuse(gp_arena *arena, gp_problem_list *problems, gp_str path,
                          const char *below, const gp_error *error) GP_MUST_CHECK;
/* Closes what is open; a zeroed input is fine. */
void gp_input_close(gp_input *input);

#endif
