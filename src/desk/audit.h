/* audit.h - who did what at the desk: lines that are added and never changed.
 *
 * Idea:     a line is written in the same transaction as the deed it tells of. Each line's hash is SHA-256 over
 *           the hash of the line before and the line itself (each field with its length before it), so that
 *           whoever changes, removes or inserts a line must rewrite all that follow; and whoever has noted the
 *           last hash (gp_desk_file_audit_check prints it) sees that, too. Triggers refuse changes made by mistake.
 * Privacy:  staff's deeds alone: no visitor, and no search of staff either.
 * Errors:   as file.h. Threads: one at a time.
 */
#ifndef GP_DESK_AUDIT_H
#define GP_DESK_AUDIT_H

#include "desk/file.h"

#include <stdint.h>

/* What was done. */
typedef struct gp_deed {
    int64_t at;      /* seconds since 1970, UTC */
    gp_str account;  /* who; "command" for a command of the program */
    const char *act; /* a word: "approve", "sign-in", ... */
    gp_str
        subject;   /* to what: a section's id, an account's name, a question's hash; may be empty */
    gp_str detail; /* the text's hash, a reason, a role; may be empty */
} gp_deed;

typedef struct gp_audit_row {
    int64_t seq; /* 1, 2, 3 ... without a gap */
    int64_t at;
    gp_str account, act, subject, detail;
    gp_str hash; /* 64 hex digits */
} gp_audit_row;
typedef GP_VEC(gp_audit_row) gp_audit_list;

/* Lines before number `seq` (INT64_MAX: the last ones), newest first, at most `limit`. */
gp_status gp_desk_file_audit(gp_desk_file *file, int64_t seq, size_t limit, gp_arena *arena,
                             gp_audit_list *list, gp_error *error) GP_MUST_CHECK;
/* Whether every line's hash is right and none is missing; `*lines` their number, `head` the last hash (empty
 * when there are none). With `known` (64 hex digits, or empty; not in `head`) also whether that hash is one of the chain.
 * GP_CORRUPT: it is not so, and the error names the first line that is wrong. O(lines). */
gp_status gp_desk_file_audit_check(gp_desk_file *file, gp_str known, size_t *lines, char head[65],
                                   gp_error *error) GP_MUST_CHECK;

#endif
