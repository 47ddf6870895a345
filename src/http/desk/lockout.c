#include "http/desk/lockout.h"

#include "base/memory.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum {
    SETS = 1024,
    WAYS = 4
};

/* The times of the last failures, the oldest at `next`; 0: none. */
typedef struct record {
    uint64_t key;  /* keyed hash; 0: free */
    int64_t until; /* locked before this */
    unsigned next;
    int64_t failed[GP_LOCKOUT_NETWORK_MAX]; /* of a name the first GP_LOCKOUT_NAME_MAX */
} record;

struct gp_lockout {
    pthread_mutex_t lock;
    unsigned char key[crypto_shorthash_KEYBYTES];
    record names[SETS][WAYS], networks[SETS][WAYS];
};

gp_status gp_lockout_open(gp_lockout **lockout)
{
    *lockout = gp_alloc(sizeof **lockout);
    if (*lockout == NULL)
        return GP_NO_MEMORY;
    (void)pthread_mutex_init(&(*lockout)->lock, NULL);
    crypto_shorthash_keygen((*lockout)->key);
    return GP_OK;
}

void gp_lockout_close(gp_lockout *lockout)
{
    if (lockout == NULL)
        return;
    (void)pthread_mutex_destroy(&lockout->lock);
    sodium_memzero(lockout->key, sizeof lockout->key);
    gp_free(lockout);
}

static uint64_t keyed_hash(const gp_lockout *lockout, gp_str text)
{
    unsigned char bytes[crypto_shorthash_BYTES];
    uint64_t hash;

    (void)crypto_shorthash(bytes, (const unsigned char *)(text.data != NULL ? text.data : ""),
                           text.size, lockout->key);
    memcpy(&hash, bytes, sizeof hash);
    return hash != 0 ? hash : 1;
}

static int64_t last_failure(const record *self, unsigned max)
{
    return self->failed[(self->next + max - 1) % max];
}

/* Whether `a` makes room before `b`: free ones, then by the end of their lock, then by their last failure. */
static bool weighs_less(const record *a, const record *b, unsigned max)
{
    if (a->key == 0 || b->key == 0)
        return a->key == 0 && b->key != 0;
    if (a->until != b->until)
        return a->until < b->until;
    return last_failure(a, max) < last_failure(b, max);
}

static record *record_of(record sets[][WAYS], uint64_t key, unsigned max)
{
    record *set = sets[key % SETS];
    record *least = &set[0];

    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (weighs_less(&set[i], least, max))
            least = &set[i];
    }
    memset(least, 0, sizeof *least);
    least->key = key;
    return least;
}

/* Notes a failure; true when it is one too many. */
static bool fail(record *self, unsigned max, int64_t now)
{
    int64_t oldest;

    self->failed[self->next] = now;
    self->next = (self->next + 1) % max;
    oldest = self->failed[self->next]; /* of the last `max` */
    if (oldest == 0 || now - oldest >= GP_LOCKOUT_WITHIN_S)
        return false;
    self->until = now + GP_LOCKOUT_FOR_S;
    return true;
}

/* Takes the last failure back. */
static void undo(record *self, unsigned max)
{
    self->next = (self->next + max - 1) % max;
    self->failed[self->next] = 0;
    self->until = 0;
}

gp_lockout_state gp_lockout_try(gp_lockout *lockout, gp_str name, gp_str network, int64_t now)
{
    gp_lockout_state state = GP_LOCKOUT_OPEN;
    record *of_name;
    record *of_network;

    (void)pthread_mutex_lock(&lockout->lock);
    of_name = record_of(lockout->names, keyed_hash(lockout, name), GP_LOCKOUT_NAME_MAX);
    of_network = record_of(lockout->networks, keyed_hash(lockout, network), GP_LOCKOUT_NETWORK_MAX);
    if (now < of_name->until || now < of_network->until) {
        state = GP_LOCKOUT_LOCKED;
    } else {
        if (fail(of_name, GP_LOCKOUT_NAME_MAX, now))
            state = GP_LOCKOUT_NAME;
        if (fail(of_network, GP_LOCKOUT_NETWORK_MAX, now))
            state = GP_LOCKOUT_NETWORK;
    }
    (void)pthread_mutex_unlock(&lockout->lock);
    return state;
}

void gp_lockout_right(gp_lockout *lockout, gp_str name, gp_str network)
{
    record *of_name;

    (void)pthread_mutex_lock(&lockout->lock);
    of_name = record_of(lockout->names, keyed_hash(lockout, name), GP_LOCKOUT_NAME_MAX);
    memset(of_name, 0, sizeof *of_name);
    undo(record_of(lockout->networks, keyed_hash(lockout, network), GP_LOCKOUT_NETWORK_MAX),
         GP_LOCKOUT_NETWORK_MAX);
    (void)pthread_mutex_unlock(&lockout->lock);
}

void gp_lockout_undo(gp_lockout *lockout, gp_str name, gp_str network)
{
    (void)pthread_mutex_lock(&lockout->lock);
    undo(record_of(lockout->names, keyed_hash(lockout, name), GP_LOCKOUT_NAME_MAX),
         GP_LOCKOUT_NAME_MAX);
    undo(record_of(lockout->networks, keyed_hash(lockout, network), GP_LOCKOUT_NETWORK_MAX),
         GP_LOCKOUT_NETWORK_MAX);
    (void)pthread_mutex_unlock(&lockout->lock);
}
