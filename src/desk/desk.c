/* desk.c - the tally in memory and the file on the disk, each behind a lock of its own: who counts never
 * waits for who writes. The file's lock is taken first. */
#include "desk/desk.h"

#include "base/memory.h"
#include "desk/accounts.h"
#include "desk/hold.h"
#include "desk/seen.h"
#include "desk/tally.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

enum {
    VOTES_MAX = 50000, /* pairs of visitor and section a day */
    WAITING_MAX = 16, /* votes and deeds that may wait for the disk at once; more hear it at once */
    WAIT_SECONDS = 2
};
#define BATCH_LIMIT ((size_t)2 << 20)
#define SHOWN_LIMIT ((size_t)16 << 10)

struct gp_desk {
    pthread_mutex_t file_lock; /* file, votes, tended */
    gp_desk_file *file;
    gp_seen votes; /* value: the vote, see pack */
    int32_t votes_day;
    int32_t purged_on; /* day of the last purge */
    atomic_uint waiting;
    atomic_bool failing; /* the last time it was to be written */
    atomic_bool told;    /* what gp_desk_news has said */

    pthread_mutex_t memory_lock; /* tally, shown */
    gp_tally *tally;
    gp_arena memory; /* of shown */
    gp_str_list shown;
};

/* ---- opening ---------------------------------------------------------------------------------- */

gp_status gp_desk_open(const char *path, gp_desk **desk, gp_error *error)
{
    gp_desk *made = gp_alloc(sizeof *made);
    gp_status status;

    *desk = NULL;
    if (made == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "%s: not enough memory", path);
    (void)pthread_mutex_init(&made->file_lock, NULL);
    (void)pthread_mutex_init(&made->memory_lock, NULL);
    gp_arena_init(&made->memory, SHOWN_LIMIT);
    made->purged_on = INT32_MIN;
    status = gp_desk_file_open(path, GP_DESK_SERVER, &made->file, error);
    if (status == GP_OK &&
        (gp_seen_open(&made->votes, VOTES_MAX) != GP_OK || gp_tally_open(&made->tally) != GP_OK))
        status = gp_error_set(error, GP_NO_MEMORY, "%s: not enough memory", path);
    if (status != GP_OK) {
        gp_desk_close(made);
        return status;
    }
    *desk = made;
    return GP_OK;
}

void gp_desk_close(gp_desk *desk)
{
    if (desk == NULL)
        return;
    gp_desk_file_close(desk->file);
    gp_tally_close(desk->tally);
    gp_seen_close(&desk->votes);
    gp_arena_clear(&desk->memory);
    (void)pthread_mutex_destroy(&desk->file_lock);
    (void)pthread_mutex_destroy(&desk->memory_lock);
    gp_free(desk);
}

bool gp_desk_news(gp_desk *desk, gp_status status)
{
    bool fails = status != GP_OK;

    if (atomic_load(&desk->failing) != fails)
        return false;
    return atomic_exchange(&desk->told, fails) != fails;
}

/* That nothing had to be written says nothing about a full disk, so it is not noted. */
static gp_status noted(gp_desk *desk, gp_status status)
{
    atomic_store(&desk->failing, status != GP_OK);
    return status;
}

int32_t gp_desk_first_day(int32_t today, int32_t days)
{
    return today - days + 1;
}

/* ---- counting --------------------------------------------------------------------------------- */

void gp_desk_count(gp_desk *desk, const gp_asked *asked)
{
    gp_asked_text text;

    if (!gp_asked_normalize(asked->tokenizer, asked->question, &text))
        return;
    (void)pthread_mutex_lock(&desk->memory_lock);
    if (gp_tally_add(desk->tally, asked->day, asked->visitor, &text, asked->level))
        gp_tally_decide(desk->tally, &text, asked->level, gp_asked_ordinary(asked->store, &text));
    (void)pthread_mutex_unlock(&desk->memory_lock);
}

/* ---- voting ----------------------------------------------------------------------------------- */

/* A vote in a slot's value; never 0, which is a slot just made. */
static uint64_t pack(const gp_vote *vote)
{
    return (uint64_t)vote->reason << 2 | (vote->helpful ? 2u : 0u) | 1u;
}

static gp_vote unpack(uint64_t value, const gp_vote *same)
{
    gp_vote vote = *same;

    vote.helpful = (value & 2u) != 0;
    vote.reason = (gp_reason)(value >> 2);
    return vote;
}

static void new_day(gp_desk *desk, int32_t day)
{
    if (desk->votes_day == day)
        return;
    gp_seen_forget(&desk->votes);
    desk->votes_day = day;
}

/* With the file's lock held. A slot that was made for a vote that then failed is kept, with value 0. */
static gp_status keep_vote(gp_desk *desk, gp_str visitor, const gp_vote *vote, gp_error *error)
{
    uint64_t section;
    gp_seen_slot *slot;
    gp_vote before;
    gp_status status;
    bool fresh;

    new_day(desk, vote->day);
    section = gp_seen_hash(&desk->votes, vote->section);
    slot = gp_seen_add(&desk->votes, gp_seen_pair(&desk->votes, section, visitor), &fresh);
    if (slot == NULL)
        return gp_error_set(error, GP_BUSY, "votes: as many as one day may have; try tomorrow");
    if (slot->value == pack(vote))
        return GP_OK;
    if (slot->value != 0)
        before = unpack(slot->value, vote);
    status =
        noted(desk, gp_desk_file_vote(desk->file, vote, slot->value != 0 ? &before : NULL, error));
    if (status == GP_OK)
        slot->value = pack(vote);
    return status;
}

static gp_status wait_for_file(gp_desk *desk, gp_error *error)
{
    struct timespec until;
    bool taken = false;

    if (atomic_fetch_add(&desk->waiting, 1) < WAITING_MAX) {
        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += WAIT_SECONDS;
        taken = pthread_mutex_timedlock(&desk->file_lock, &until) == 0;
    }
    (void)atomic_fetch_sub(&desk->waiting, 1);
    return taken ? GP_OK
                 : gp_error_set(error, GP_BUSY, "the desk: too many wait for the disk; try again");
}

gp_status gp_desk_vote(gp_desk *desk, gp_str visitor, const gp_vote *vote, gp_error *error)
{
    gp_status status = wait_for_file(desk, error);

    if (status != GP_OK)
        return status;
    status = keep_vote(desk, visitor, vote, error);
    (void)pthread_mutex_unlock(&desk->file_lock);
    return status;
}

/* ---- deeds of staff --------------------------------------------------------------------------- */

gp_status gp_desk_take(gp_desk *desk, gp_desk_file **file, gp_error *error)
{
    gp_status status = wait_for_file(desk, error);

    *file = status == GP_OK ? desk->file : NULL;
    return status;
}

/* A deed that the rules refuse says nothing about the disk. */
gp_status gp_desk_give(gp_desk *desk, gp_status status)
{
    if (status == GP_OK || status == GP_IO || status == GP_CORRUPT || status == GP_BUSY)
        (void)noted(desk, status);
    (void)pthread_mutex_unlock(&desk->file_lock);
    return status;
}

/* ---- tending ---------------------------------------------------------------------------------- */

static gp_status purge(gp_desk *desk, int32_t today, gp_error *error)
{
    gp_desk_purged purged;
    gp_status status;

    if (desk->purged_on == today)
        return GP_OK;
    status =
        gp_desk_file_purge(desk->file, gp_desk_first_day(today, GP_DESK_KEEP_DAYS), &purged, error);
    if (status == GP_OK)
        desk->purged_on = today;
    return status;
}

static gp_status write_counts(gp_desk *desk, gp_arena *arena, gp_error *error)
{
    gp_tally_batch batch;
    gp_status status;

    (void)pthread_mutex_lock(&desk->memory_lock);
    status = gp_tally_collect(desk->tally, arena, &batch);
    (void)pthread_mutex_unlock(&desk->memory_lock);
    if (status != GP_OK)
        return gp_error_set(error, status, "counts: not enough memory");
    if (batch.count > 0)
        status = noted(desk, gp_desk_file_count(desk->file, batch.counts, batch.count, error));
    if (status != GP_OK)
        return status;
    (void)pthread_mutex_lock(&desk->memory_lock);
    gp_tally_settle(desk->tally, &batch);
    (void)pthread_mutex_unlock(&desk->memory_lock);
    return GP_OK;
}

static gp_status copy_list(const gp_str_list *from, gp_arena *arena, gp_str_list *to)
{
    *to = (gp_str_list){0};
    for (size_t i = 0; i < from->count; i++) {
        gp_str text = gp_arena_copy(arena, from->items[i]);
        if (text.data == NULL || !gp_str_list_add(arena, to, text)) {
            *to = (gp_str_list){0};
            return GP_NO_MEMORY;
        }
    }
    return GP_OK;
}

static gp_status read_most_asked(gp_desk *desk, int32_t today, gp_arena *arena, gp_error *error)
{
    gp_str_list questions;
    gp_status status =
        gp_desk_file_most_asked(desk->file, gp_desk_first_day(today, GP_DESK_MOST_ASKED_DAYS),
                                GP_ASKED_MOST, GP_DESK_MOST_ASKED, arena, &questions, error);

    if (status != GP_OK)
        return status;
    (void)pthread_mutex_lock(&desk->memory_lock);
    gp_arena_clear(&desk->memory);
    status = copy_list(&questions, &desk->memory, &desk->shown);
    (void)pthread_mutex_unlock(&desk->memory_lock);
    return status == GP_OK ? status : gp_error_set(error, status, "counts: not enough memory");
}

gp_status gp_desk_tend(gp_desk *desk, int32_t today, gp_error *error)
{
    gp_arena arena;
    gp_status status;

    gp_arena_init(&arena, BATCH_LIMIT);
    (void)pthread_mutex_lock(&desk->file_lock);
    (void)pthread_mutex_lock(&desk->memory_lock);
    gp_tally_day(desk->tally, today);
    (void)pthread_mutex_unlock(&desk->memory_lock);
    new_day(desk, today);
    status = purge(desk, today, error);
    if (status == GP_OK)
        status = write_counts(desk, &arena, error);
    if (status == GP_OK)
        status = read_most_asked(desk, today, &arena, error);
    if (status != GP_OK)
        (void)noted(desk, status);
    (void)pthread_mutex_unlock(&desk->file_lock);
    gp_arena_clear(&arena);
    return status;
}

gp_status gp_desk_end_sessions(gp_desk *desk, int64_t now, gp_error *error)
{
    gp_status status;

    (void)pthread_mutex_lock(&desk->file_lock);
    status = gp_desk_file_sessions_purge(desk->file, now, error);
    if (status != GP_OK)
        (void)noted(desk, status);
    (void)pthread_mutex_unlock(&desk->file_lock);
    return status;
}

gp_status gp_desk_most_asked(gp_desk *desk, gp_arena *arena, gp_str_list *questions)
{
    gp_status status;

    (void)pthread_mutex_lock(&desk->memory_lock);
    status = copy_list(&desk->shown, arena, questions);
    (void)pthread_mutex_unlock(&desk->memory_lock);
    return status;
}
