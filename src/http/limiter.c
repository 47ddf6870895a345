#include "http/limiter.h"

#include "base/memory.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum {
    SETS = 1024,
    WAYS = 4
};
#define KEY_LIFE_US (24ull * 3600 * 1000000)

typedef struct bucket {
    uint64_t address; /* keyed hash; 0: free */
    uint64_t seen_us; /* when tokens was right */
    double tokens;
} bucket;

struct gp_limiter {
    pthread_mutex_t lock;
    double per_second, burst;
    uint64_t key_since_us;
    unsigned char key[crypto_shorthash_KEYBYTES];
    bucket buckets[SETS][WAYS];
};

gp_status gp_limiter_open(double per_second, double burst, gp_limiter **limiter)
{
    gp_limiter *made = gp_alloc(sizeof *made);

    *limiter = made;
    if (made == NULL)
        return GP_NO_MEMORY;
    (void)pthread_mutex_init(&made->lock, NULL);
    made->per_second = per_second;
    made->burst = burst;
    crypto_shorthash_keygen(made->key);
    return GP_OK;
}

void gp_limiter_close(gp_limiter *limiter)
{
    if (limiter == NULL)
        return;
    (void)pthread_mutex_destroy(&limiter->lock);
    sodium_memzero(limiter->key, sizeof limiter->key);
    gp_free(limiter);
}

gp_str gp_limiter_network(gp_str address)
{
    size_t groups = 0;

    for (size_t i = 0; i < address.size; i++) {
        if (address.data[i] == ':' && ++groups == 4)
            return gp_str_slice(address, 0, i);
    }
    return address;
}

static void renew_key(gp_limiter *limiter, uint64_t now_us)
{
    if (limiter->key_since_us != 0 && now_us - limiter->key_since_us < KEY_LIFE_US)
        return;
    crypto_shorthash_keygen(limiter->key);
    memset(limiter->buckets, 0, sizeof limiter->buckets);
    limiter->key_since_us = now_us > 0 ? now_us : 1;
}

static uint64_t keyed_hash(const gp_limiter *limiter, gp_str text)
{
    unsigned char bytes[crypto_shorthash_BYTES];
    uint64_t hash;

    (void)crypto_shorthash(bytes, (const unsigned char *)text.data, text.size, limiter->key);
    memcpy(&hash, bytes, sizeof hash);
    return hash != 0 ? hash : 1;
}

/* The address's bucket, or the one of its set that was unused longest, emptied for it. */
static bucket *bucket_for(gp_limiter *limiter, uint64_t address, uint64_t now_us)
{
    bucket *set = limiter->buckets[address % SETS];
    bucket *oldest = &set[0];

    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].address == address)
            return &set[i];
        if (set[i].seen_us < oldest->seen_us)
            oldest = &set[i];
    }
    *oldest = (bucket){address, now_us, limiter->burst};
    return oldest;
}

bool gp_limiter_allow(gp_limiter *limiter, gp_str address, uint64_t now_us)
{
    bucket *own;
    bool allowed;

    if (limiter->per_second <= 0)
        return true;
    (void)pthread_mutex_lock(&limiter->lock);
    renew_key(limiter, now_us);
    own = bucket_for(limiter, keyed_hash(limiter, gp_limiter_network(address)), now_us);
    own->tokens += (double)(now_us - own->seen_us) / 1e6 * limiter->per_second;
    if (own->tokens > limiter->burst)
        own->tokens = limiter->burst;
    own->seen_us = now_us;
    allowed = own->tokens >= 1;
    if (allowed)
        own->tokens -= 1;
    (void)pthread_mutex_unlock(&limiter->lock);
    return allowed;
}
