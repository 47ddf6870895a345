/* seen.h - a fixed number of keyed hashes in memory: what was seen today, without saying what.
 *
 * Privacy:  SipHash-2-4 under a random key that is drawn anew whenever the table is emptied and never leaves
 *           it. Without the key a hash says nothing; with a new key nothing links two days.
 * Memory:   16 bytes a slot, a third more slots than entries; when it is full, nothing new is taken up.
 * Threads:  one at a time.
 */
#ifndef GP_DESK_SEEN_H
#define GP_DESK_SEEN_H

#include "base/status.h"
#include "base/str.h"

#include <stdint.h>

typedef struct gp_seen_slot {
    uint64_t hash;  /* 0: free */
    uint64_t value; /* the caller's */
} gp_seen_slot;

typedef struct gp_seen {
    gp_seen_slot *slots;
    size_t capacity; /* a power of two */
    size_t count, limit;
    unsigned char key[16];
} gp_seen;

/* For at most `limit` entries. GP_NO_MEMORY. */
gp_status gp_seen_open(gp_seen *seen, size_t limit) GP_MUST_CHECK;
/* A zeroed one is fine. */
void gp_seen_close(gp_seen *seen);
/* Forgets all, and draws a new key. */
void gp_seen_forget(gp_seen *seen);
/* Never 0. 60 ns for a question. */
uint64_t gp_seen_hash(const gp_seen *seen, gp_str bytes);
/* Of a visitor (the first 64 bytes) together with what gp_seen_hash gave: says nothing about the same
 * visitor elsewhere. */
uint64_t gp_seen_pair(const gp_seen *seen, uint64_t what, gp_str visitor);
/* The slot of `hash`, or NULL. */
gp_seen_slot *gp_seen_find(const gp_seen *seen, uint64_t hash);
/* The same; one that is not there is added with value 0, and `*fresh` is set. NULL: full. */
gp_seen_slot *gp_seen_add(gp_seen *seen, uint64_t hash, bool *fresh);

#endif
