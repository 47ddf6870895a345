#include "base/hash.h"

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(gp_sha256), "libsodium's state must fit");
_Static_assert(sizeof(crypto_generichash_state) <= sizeof(gp_blake2b),
               "libsodium's state must fit");

gp_status gp_hash_init(void)
{
    return sodium_init() < 0 ? GP_IO : GP_OK;
}

enum {
    DIGEST_BYTES = 32
};

_Static_assert(crypto_hash_sha256_BYTES == DIGEST_BYTES, "both hashes have one size");

static gp_str hex_of(const unsigned char digest[DIGEST_BYTES], gp_arena *arena)
{
    char *hex = gp_arena_alloc(arena, (size_t)DIGEST_BYTES * 2 + 1);

    if (hex == NULL)
        return (gp_str){NULL, 0};
    sodium_bin2hex(hex, (size_t)DIGEST_BYTES * 2 + 1, digest, DIGEST_BYTES);
    return (gp_str){hex, (size_t)DIGEST_BYTES * 2};
}

gp_str gp_sha256_hex(gp_arena *arena, gp_str bytes)
{
    unsigned char digest[DIGEST_BYTES];

    (void)crypto_hash_sha256(digest, (const unsigned char *)bytes.data, bytes.size);
    return hex_of(digest, arena);
}

/* The state is copied in and out, since its type is not known to the header. */
void gp_sha256_begin(gp_sha256 *hash)
{
    crypto_hash_sha256_state state;

    (void)crypto_hash_sha256_init(&state);
    memcpy(hash->state, &state, sizeof state);
}

void gp_sha256_add(gp_sha256 *hash, gp_str bytes)
{
    crypto_hash_sha256_state state;

    if (bytes.size == 0)
        return;
    memcpy(&state, hash->state, sizeof state);
    (void)crypto_hash_sha256_update(&state, (const unsigned char *)bytes.data, bytes.size);
    memcpy(hash->state, &state, sizeof state);
}

gp_str gp_sha256_end(gp_sha256 *hash, gp_arena *arena)
{
    unsigned char digest[DIGEST_BYTES];
    crypto_hash_sha256_state state;

    memcpy(&state, hash->state, sizeof state);
    (void)crypto_hash_sha256_final(&state, digest);
    return hex_of(digest, arena);
}

/* ---- BLAKE2b ------------------------------------------------------------------------------- */

void gp_blake2b_begin(gp_blake2b *hash)
{
    crypto_generichash_state state;

    (void)crypto_generichash_init(&state, NULL, 0, DIGEST_BYTES);
    memcpy(hash->state, &state, sizeof state);
}

void gp_blake2b_add(gp_blake2b *hash, gp_str bytes)
{
    crypto_generichash_state state;

    if (bytes.size == 0)
        return;
    memcpy(&state, hash->state, sizeof state);
    (void)crypto_generichash_update(&state, (const unsigned char *)bytes.data, bytes.size);
    memcpy(hash->state, &state, sizeof state);
}

gp_str gp_blake2b_end(gp_blake2b *hash, gp_arena *arena)
{
    unsigned char digest[DIGEST_BYTES];
    crypto_generichash_state state;

    memcpy(&state, hash->state, sizeof state);
    (void)crypto_generichash_final(&state, digest, sizeof digest);
    return hex_of(digest, arena);
}

/* ---- for tables ------------------------------------------------------------------------------ */

/* Up to eight bytes as a number; the size tells apart what reads alike. */
static uint64_t short_number(const char *bytes, size_t size)
{
    uint32_t first = 0, last = 0;

    if (size >= sizeof first) { /* they may overlap */
        memcpy(&first, bytes, sizeof first);
        memcpy(&last, bytes + size - sizeof last, sizeof last);
        return (uint64_t)first << 32 | last;
    }
    if (size == 0)
        return 0;
    return (uint64_t)(unsigned char)bytes[0] << 16 | (uint64_t)(unsigned char)bytes[size / 2] << 8 |
           (unsigned char)bytes[size - 1];
}

static uint64_t mix(uint64_t hash, uint64_t number)
{
    hash = (hash ^ number) * 0x9E3779B97F4A7C15u; /* the golden ratio, as Knuth multiplies */
    return hash ^ hash >> 32;
}

uint64_t gp_hash64(gp_str bytes)
{
    uint64_t hash = bytes.size;
    uint64_t number;
    size_t at = 0;

    for (; bytes.size - at > sizeof number; at += sizeof number) {
        memcpy(&number, bytes.data + at, sizeof number);
        hash = mix(hash, number);
    }
    return mix(hash, short_number(bytes.data + at, bytes.size - at));
}
