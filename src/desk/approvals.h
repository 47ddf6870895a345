/* approvals.h - what staff say about sections: submitted, approved, sent back, handed over, withdrawn.
 *
 * Idea:     each deed is one transaction, with its line in the audit; what may be done follows from the section's
 *           standing (standing.h), which is computed within that transaction, so that of two who act at once the
 *           second acts on what the first has done.
 * Audit:    act and subject are gp_act_name and the section's id; the detail is enough to do the deed
 *           again: submit "HASH", approve "HASH REVIEW-BY SHOWN NAME", ask-changes "HASH
 *           REASON", hand-over "OWNER" (empty: back to whom the files name), withdraw "REASON".
 * Errors:   as file.h; besides, GP_CONFLICT: the text is not the one that was shown, or the standing does not allow it
 *           (any more); GP_INVALID: a reason, name or text that cannot be kept. Then nothing was changed.
 * Threads:  gp_desk_file_*: one at a time; gp_desk_*: any.
 */
#ifndef GP_DESK_APPROVALS_H
#define GP_DESK_APPROVALS_H

#include "content/book.h"
#include "desk/audit.h"
#include "desk/desk.h"
#include "desk/standing.h"

#define GP_REASON_MAX 1000 /* bytes of a reason */

/* A section as the index of now tells of it. */
typedef struct gp_case {
    gp_str section;       /* id */
    gp_str heading, text; /* of now: not the one that `serve: approved` may show */
    gp_approval indexed;  /* approvals.jsonl's word, judged against the text of now */
    gp_str review_by;     /* the section's own (gp_section.review_by); may be empty */
    size_t review_days;   /* until an approval is to be looked at again; 0: GP_REVIEW_DAYS */
} gp_case;

/* Who acts, and when. */
typedef struct gp_actor {
    gp_str account; /* its name */
    gp_str shown;   /* the name that readers see beside an approval; empty: `account` */
    int64_t at;     /* seconds since 1970, UTC */
} gp_actor;

/* ---- deeds ---- */

gp_status gp_desk_file_submit(gp_desk_file *file, const gp_case *of, const gp_actor *actor,
                              gp_error *error) GP_MUST_CHECK;
/* `shown_hash`: gp_section_sha256 of what the approver was shown; of another text than the case's: GP_CONFLICT. The
 * review is due `review_days` after the day of the deed. */
gp_status gp_desk_file_approve(gp_desk_file *file, const gp_case *of, gp_str shown_hash,
                               const gp_actor *actor, gp_error *error) GP_MUST_CHECK;
/* `reason`: 1 to GP_REASON_MAX bytes of UTF-8; line ends become blanks. */
gp_status gp_desk_file_ask_changes(gp_desk_file *file, const gp_case *of, gp_str reason,
                                   const gp_actor *actor, gp_error *error) GP_MUST_CHECK;
/* `owner`: who answers from now on; empty: whom the files name. The caller knows that there is such an account. */
gp_status gp_desk_file_hand_over(gp_desk_file *file, const gp_case *of, gp_str owner,
                                 const gp_actor *actor, gp_error *error) GP_MUST_CHECK;
/* From now on nobody's approval counts, also not that of approvals.jsonl; ends a review, too. `reason` may be empty. */
gp_status gp_desk_file_withdraw(gp_desk_file *file, const gp_case *of, gp_str reason,
                                const gp_actor *actor, gp_error *error) GP_MUST_CHECK;

/* ---- reading ---- */

/* The last word on each section, by section; with the approved text (heading, a line end, text; empty when
 * withdrawn). */
typedef struct gp_approval_row {
    gp_verdict verdict;
    gp_str account;
    gp_str text;
} gp_approval_row;
typedef GP_VEC(gp_approval_row) gp_approval_rows;
/* `texts`: false leaves them empty. */
gp_status gp_desk_file_approvals(gp_desk_file *file, bool texts, gp_arena *arena,
                                 gp_approval_rows *rows, gp_error *error) GP_MUST_CHECK;
/* The text that was approved at the desk last; GP_NOT_FOUND: none was, or it was withdrawn. */
gp_status gp_desk_file_approved_text(gp_desk_file *file, gp_str section, gp_arena *arena,
                                     gp_str *text, gp_error *error) GP_MUST_CHECK;

/* What is asked of a section. */
typedef struct gp_review_row {
    gp_str section;
    gp_wish wish;
    gp_str text_hash; /* of the text then */
    gp_str account;   /* who asked */
    int32_t day;
    gp_str reason; /* for changes */
} gp_review_row;
typedef GP_VEC(gp_review_row) gp_review_rows;
/* By section. */
gp_status gp_desk_file_reviews(gp_desk_file *file, gp_arena *arena, gp_review_rows *rows,
                               gp_error *error) GP_MUST_CHECK;

typedef struct gp_owner_row {
    gp_str section, account;
} gp_owner_row;
typedef GP_VEC(gp_owner_row) gp_owner_rows;
/* Who was handed what, by section. */
gp_status gp_desk_file_owners(gp_desk_file *file, gp_arena *arena, gp_owner_rows *rows,
                              gp_error *error) GP_MUST_CHECK;
/* What was done to a section (by the acts of gp_act), newest first, at most `limit`. O(lines of the audit). */
gp_status gp_desk_file_history(gp_desk_file *file, gp_str section, size_t limit, gp_arena *arena,
                               gp_audit_list *list, gp_error *error) GP_MUST_CHECK;
/* Whether approvals, reviews and owners are what the audit's lines, done again, would leave, and each approved text
 * has its hash. GP_CORRUPT names the first section of which that is not so. */
gp_status gp_desk_file_approvals_check(gp_desk_file *file, gp_error *error) GP_MUST_CHECK;

/* ---- a server's desk ---- */

/* The words of now: borrowed until gp_desk_book_release, while others may be spoken. Never NULL. No I/O. */
const gp_book *gp_desk_book(gp_desk *desk);
void gp_desk_book_release(gp_desk *desk, const gp_book *book);

/* As the file's; when GP_OK, the next gp_desk_book has it. GP_BUSY as for a vote. A few milliseconds (a disk). */
gp_status gp_desk_submit(gp_desk *desk, const gp_case *of, const gp_actor *actor,
                         gp_error *error) GP_MUST_CHECK;
gp_status gp_desk_approve(gp_desk *desk, const gp_case *of, gp_str shown_hash,
                          const gp_actor *actor, gp_error *error) GP_MUST_CHECK;
gp_status gp_desk_ask_changes(gp_desk *desk, const gp_case *of, gp_str reason,
                              const gp_actor *actor, gp_error *error) GP_MUST_CHECK;
gp_status gp_desk_hand_over(gp_desk *desk, const gp_case *of, gp_str owner, const gp_actor *actor,
                            gp_error *error) GP_MUST_CHECK;
gp_status gp_desk_withdraw(gp_desk *desk, const gp_case *of, gp_str reason, const gp_actor *actor,
                           gp_error *error) GP_MUST_CHECK;
/* What is asked of sections and who was handed them, in one taking of the file. */
gp_status gp_desk_reviews(gp_desk *desk, gp_arena *arena, gp_review_rows *reviews,
                          gp_owner_rows *owners, gp_error *error) GP_MUST_CHECK;
gp_status gp_desk_history(gp_desk *desk, gp_str section, size_t limit, gp_arena *arena,
                          gp_audit_list *list, gp_error *error) GP_MUST_CHECK;
gp_status gp_desk_approved_text(gp_desk *desk, gp_str section, gp_arena *arena, gp_str *text,
                                gp_error *error) GP_MUST_CHECK;

#endif
