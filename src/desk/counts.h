/* counts.h - what visitors asked and how they voted, in the desk's file: numbers by day, nothing of who.
 *
 * Errors:   as file.h; each call is one transaction, on the disk when it returns.
 * Threads:  one thread at a time.
 */
#ifndef GP_DESK_COUNTS_H
#define GP_DESK_COUNTS_H

#include "base/arena.h"
#include "desk/feedback.h"
#include "desk/file.h"

/* A question to be counted. */
typedef struct gp_asked_count {
    int32_t day;
    gp_str question;
    uint32_t asked;
    unsigned level;
    bool first; /* in this process: a row is made if there is none */
    bool gone;  /* out: not first, and the row is no longer there; nothing was counted */
} gp_asked_count;

/* How much was deleted. */
typedef struct gp_desk_purged {
    size_t questions, votes; /* rows: one a day and question; one a day and kind of vote */
} gp_desk_purged;

/* Adds counts[0..n) in one transaction, on the disk when it returns. */
gp_status gp_desk_file_count(gp_desk_file *file, gp_asked_count *counts, size_t n,
                             gp_error *error) GP_MUST_CHECK;
/* Adds a vote and takes `instead` (NULL: none), one of the same day and section, back; on the disk when it
 * returns. */
gp_status gp_desk_file_vote(gp_desk_file *file, const gp_vote *vote, const gp_vote *instead,
                            gp_error *error) GP_MUST_CHECK;
/* What was asked most since `day` and answered at `level` or better, most first; at most `limit`. */
gp_status gp_desk_file_most_asked(gp_desk_file *file, int32_t day, unsigned level, size_t limit,
                                  gp_arena *arena, gp_str_list *questions,
                                  gp_error *error) GP_MUST_CHECK;
/* What was asked since a day, the days added up. */
typedef struct gp_asked_row {
    gp_str question;
    uint64_t asked;
    int32_t last_day;
    unsigned level; /* of that day */
} gp_asked_row;
typedef GP_VEC(gp_asked_row) gp_asked_list;
/* Most asked first, equals by their text; at most `limit`. One statement: nobody waits for the reader. */
gp_status gp_desk_file_asked(gp_desk_file *file, int32_t day, size_t limit, gp_arena *arena,
                             gp_asked_list *list, gp_error *error) GP_MUST_CHECK;
/* Votes since a day: how many of a kind on a text of a section. */
typedef struct gp_vote_row {
    gp_str section, text_hash;
    bool helpful;
    gp_reason reason;
    uint64_t votes;
} gp_vote_row;
typedef GP_VEC(gp_vote_row) gp_vote_list;
/* By section and text; at most `limit`. */
gp_status gp_desk_file_votes(gp_desk_file *file, int32_t day, size_t limit, gp_arena *arena,
                             gp_vote_list *list, gp_error *error) GP_MUST_CHECK;
/* Fills weeks[0..n) with the votes of seven days each, the first week's first day being `day`. */
typedef struct gp_vote_week {
    uint64_t helpful, unhelpful;
} gp_vote_week;
gp_status gp_desk_file_vote_weeks(gp_desk_file *file, int32_t day, size_t n, gp_vote_week *weeks,
                                  gp_error *error) GP_MUST_CHECK;
/* Deletes what is from before `day`, and the state (questions.h) of each question that has no count left. */
gp_status gp_desk_file_purge(gp_desk_file *file, int32_t day, gp_desk_purged *purged,
                             gp_error *error) GP_MUST_CHECK;

#endif
