/* sqlite.h - the desk's file: what people did, kept in SQLite. The only door to it; sqlite.c alone includes
 * <sqlite3.h>.
 *
 * Idea:     journal_mode=TRUNCATE, one writing connection in the server, short transactions of commands
 *           beside it. What is deleted is overwritten (secure_delete).
 * Versions: user_version is a number of steps taken; opening takes those that are missing, in one
 *           transaction. A file of a newer version is refused.
 * Errors:   GP_IO (full disk, read-only, and the like), GP_CORRUPT (foreign, damaged, newer), GP_BUSY
 *           (another program writes, longer than one waits), GP_NO_MEMORY. A failed call leaves the file as
 *           it was, and the next call may work.
 * Threads:  one thread at a time.
 */
#ifndef GP_DESK_SQLITE_H
#define GP_DESK_SQLITE_H

#include "base/arena.h"
#include "desk/feedback.h"

typedef struct gp_desk_file gp_desk_file;

typedef enum gp_desk_use {
    GP_DESK_SERVER, /* made if it is not there; the lock that only one server can hold */
    GP_DESK_COMMAND /* must be there: else GP_NOT_FOUND; beside a server */
} gp_desk_use;

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

/* GP_BUSY also when another server holds the desk. GP_IO also when it cannot be made there. */
gp_status gp_desk_file_open(const char *path, gp_desk_use use, gp_desk_file **file,
                            gp_error *error) GP_MUST_CHECK;
/* NULL is fine. */
void gp_desk_file_close(gp_desk_file *file);
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
/* Deletes what is from before `day`. */
gp_status gp_desk_file_purge(gp_desk_file *file, int32_t day, gp_desk_purged *purged,
                             gp_error *error) GP_MUST_CHECK;

#endif
