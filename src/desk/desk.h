/* desk.h - what people did: which questions are asked most, and whether sections helped.
 *
 * Privacy:  the rules are docs/privacy.md's. In memory: keyed hashes that change daily. In the file: texts that
 *           at least five visitors asked on one day in words that name nobody, and numbers of votes;
 *           nothing about who, no time but the day.
 * Errors:   a desk that cannot be written says so and goes on: counts wait in memory, a vote is refused.
 * Threads:  any. Counting never waits for a disk; voting and tending do.
 */
#ifndef GP_DESK_DESK_H
#define GP_DESK_DESK_H

#include "desk/feedback.h"
#include "desk/counts.h"
#include "store/store.h"

#define GP_DESK_KEEP_DAYS       90 /* today and the 89 days before */
#define GP_DESK_MOST_ASKED      6  /* questions that are shown */
#define GP_DESK_MOST_ASKED_DAYS 30 /* today and the 29 days before */

typedef struct gp_desk gp_desk;

/* How well a question was answered. */
typedef enum gp_asked_level {
    GP_ASKED_NONE,
    GP_ASKED_SOME,
    GP_ASKED_MOST,
    GP_ASKED_EXACT
} gp_asked_level;

typedef struct gp_asked {
    int32_t day;     /* since 1970-01-01 */
    gp_str visitor;  /* network address; hashed at once */
    gp_str question; /* any bytes */
    gp_asked_level level;
    const gp_store *store;   /* a visitor's: its words may be kept */
    gp_tokenizer *tokenizer; /* the calling thread's */
} gp_asked;

/* Opens the server's desk, made if it is not there. Errors as gp_desk_file_open. */
gp_status gp_desk_open(const char *path, gp_desk **desk, gp_error *error) GP_MUST_CHECK;
/* Forgets what gp_desk_tend has not written. NULL is fine. */
void gp_desk_close(gp_desk *desk);

/* Counts a settled question of a visitor, once a day; see asked.h and tally.h for when its text is kept. Never
 * fails, does no I/O: about a microsecond. */
void gp_desk_count(gp_desk *desk, const gp_asked *asked);
/* Keeps a visitor's vote, on the disk when GP_OK. A second vote of the same visitor, section and day takes
 * the place of the first. GP_BUSY: too many others wait, or one waited 2 s; else as desk/file.h; then
 * nothing was kept. */
gp_status gp_desk_vote(gp_desk *desk, gp_str visitor, const gp_vote *vote,
                       gp_error *error) GP_MUST_CHECK;
/* The questions of GP_DESK_MOST_ASKED_DAYS that were asked most and answered mostly or exactly, most first,
 * copied into the arena, as gp_desk_tend last read them. No I/O. GP_NO_MEMORY. */
gp_status gp_desk_most_asked(gp_desk *desk, gp_arena *arena, gp_str_list *questions) GP_MUST_CHECK;
/* Deletes the sessions that are over at `now`, seconds since 1970. To be called about each minute. */
gp_status gp_desk_end_sessions(gp_desk *desk, int64_t now, gp_error *error) GP_MUST_CHECK;
/* To be called about each minute, and at the end: forgets the hashes of days before, writes what was counted,
 * reads what was asked most, and once a day deletes what is too old. What could not be written is
 * tried again the next time. */
gp_status gp_desk_tend(gp_desk *desk, int32_t today, gp_error *error) GP_MUST_CHECK;
/* The first day of the last `days` days; a desk that keeps them deletes what is before. */
int32_t gp_desk_first_day(int32_t today, int32_t days);
/* True once when an outcome of gp_desk_vote or gp_desk_tend is news: the desk has failed, or has been written
 * again since. */
bool gp_desk_news(gp_desk *desk, gp_status status);

#endif
