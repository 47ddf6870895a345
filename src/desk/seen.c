#include "desk/seen.h"

#include "base/memory.h"

#include <sodium.h>
#include <string.h>

enum {
    VISITOR_MAX = 64
};

_Static_assert(sizeof((gp_seen *)0)->key == crypto_shorthash_KEYBYTES, "a key of SipHash");
_Static_assert(sizeof(uint64_t) == crypto_shorthash_BYTES, "a hash of SipHash");

gp_status gp_seen_open(gp_seen *seen, size_t limit)
{
    size_t capacity = 16;

    while (capacity * 3 < limit * 4)
        capacity *= 2;
    *seen = (gp_seen){.capacity = capacity, .limit = limit};
    seen->slots = gp_alloc(capacity * sizeof *seen->slots);
    crypto_shorthash_keygen(seen->key);
    return seen->slots != NULL ? GP_OK : GP_NO_MEMORY;
}

void gp_seen_close(gp_seen *seen)
{
    sodium_memzero(seen->key, sizeof seen->key);
    gp_free(seen->slots);
    *seen = (gp_seen){0};
}

void gp_seen_forget(gp_seen *seen)
{
    if (seen->count > 0) /* an empty one is not touched: it takes no memory until it is used */
        memset(seen->slots, 0, seen->capacity * sizeof *seen->slots);
    seen->count = 0;
    crypto_shorthash_keygen(seen->key);
}

uint64_t gp_seen_hash(const gp_seen *seen, gp_str bytes)
{
    uint64_t hash;
    unsigned char out[sizeof hash];

    (void)crypto_shorthash(out, (const unsigned char *)(bytes.data != NULL ? bytes.data : ""),
                           bytes.size, seen->key);
    memcpy(&hash, out, sizeof hash);
    return hash != 0 ? hash : 1;
}

uint64_t gp_seen_pair(const gp_seen *seen, uint64_t what, gp_str visitor)
{
    char both[sizeof what + VISITOR_MAX];
    gp_str part = gp_str_slice(visitor, 0, VISITOR_MAX);

    memcpy(both, &what, sizeof what);
    if (part.size > 0)
        memcpy(both + sizeof what, part.data, part.size);
    return gp_seen_hash(seen, (gp_str){both, sizeof what + part.size});
}

/* The slot that holds `hash`, or the free one where it would stand: there is always one. */
static gp_seen_slot *place_of(const gp_seen *seen, uint64_t hash)
{
    size_t at = (size_t)hash & (seen->capacity - 1);

    while (seen->slots[at].hash != 0 && seen->slots[at].hash != hash)
        at = (at + 1) & (seen->capacity - 1);
    return &seen->slots[at];
}

gp_seen_slot *gp_seen_find(const gp_seen *seen, uint64_t hash)
{
    gp_seen_slot *slot = place_of(seen, hash);

    return slot->hash != 0 ? slot : NULL;
}

gp_seen_slot *gp_seen_add(gp_seen *seen, uint64_t hash, bool *fresh)
{
    gp_seen_slot *slot = place_of(seen, hash);

    *fresh = slot->hash == 0;
    if (!*fresh)
        return slot;
    if (seen->count >= seen->limit)
        return NULL;
    seen->count++;
    *slot = (gp_seen_slot){hash, 0};
    return slot;
}
