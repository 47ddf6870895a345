/* tally.h - how many visitors asked what today, in memory, without holding what was asked.
 *
 * Privacy:  a question is a keyed hash until GP_TALLY_ENOUGH visitors have asked it on one day; the text comes
 *           from the request of the last of them. A visitor is a keyed hash together with the question, so
 *           nothing links two questions of one visitor. A new day has a new key; a restart forgets.
 * Memory:   at most GP_TALLY_QUESTIONS questions and five times as many pairs of question and visitor a
 *           day, about 5 MiB; what comes when it is full is not counted.
 * Threads:  one at a time, but see gp_tally_collect.
 */
#ifndef GP_DESK_TALLY_H
#define GP_DESK_TALLY_H

#include "desk/asked.h"
#include "desk/counts.h"

#define GP_TALLY_ENOUGH    5
#define GP_TALLY_QUESTIONS 20000
#define GP_TALLY_PAIRS     (5 * GP_TALLY_QUESTIONS)

typedef struct gp_tally gp_tally;

/* A text that enough visitors asked, on its way to the desk. */
typedef struct gp_tally_text gp_tally_text;

/* What is to be written: counts[i] belongs to texts[i]. */
typedef struct gp_tally_batch {
    gp_asked_count *counts;
    gp_tally_text **texts;
    size_t count;
} gp_tally_batch;

gp_status gp_tally_open(gp_tally **tally) GP_MUST_CHECK;
/* Forgets also what was not collected. NULL is fine. */
void gp_tally_close(gp_tally *tally);
/* Forgets all hashes if `day` is not the day they are of. */
void gp_tally_day(gp_tally *tally, int32_t day);
/* Counts that `visitor` asked `text` on `day`, once. True when enough have asked it by now, and it is not
 * known yet whether the text may be kept: then call gp_tally_decide. */
bool gp_tally_add(gp_tally *tally, int32_t day, gp_str visitor, const gp_asked_text *text,
                  unsigned level);
/* Keeps the text for gp_tally_collect, or (`keep` false) never asks again that day. */
void gp_tally_decide(gp_tally *tally, const gp_asked_text *text, unsigned level, bool keep);
/* All that has not been written yet; the batch lives in the arena. Its texts stay until gp_tally_settle,
 * whatever is added meanwhile, so that they can be written while others count. GP_NO_MEMORY. */
gp_status gp_tally_collect(gp_tally *tally, gp_arena *arena, gp_tally_batch *batch) GP_MUST_CHECK;
/* After the batch was written. What is gone from the desk begins anew: it comes back only when enough others
 * ask it. */
void gp_tally_settle(gp_tally *tally, const gp_tally_batch *batch);

#endif
