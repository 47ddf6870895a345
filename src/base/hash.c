#include "base/hash.h"

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(gp_sha256), "libsodium's state must fit");

gp_status gp_hash_init(void)
{
    return sodium_init() < 0 ? GP_IO : GP_OK;
}

gp_str gp_sha256_hex(gp_arena *arena, gp_str bytes)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char *hex = gp_arena_alloc(arena, sizeof digest * 2 + 1);

    if (hex == NULL)
        return (gp_str){NULL, 0};
    (void)crypto_hash_sha256(digest, (const unsigned char *)bytes.data, bytes.size);
    sodium_bin2hex(hex, sizeof digest * 2 + 1, digest, sizeof digest);
    return (gp_str){hex, sizeof digest * 2};
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
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    char *hex = gp_arena_alloc(arena, sizeof digest * 2 + 1);

    if (hex == NULL)
        return (gp_str){NULL, 0};
    memcpy(&state, hash->state, sizeof state);
    (void)crypto_hash_sha256_final(&state, digest);
    sodium_bin2hex(hex, sizeof digest * 2 + 1, digest, sizeof digest);
    return (gp_str){hex, sizeof digest * 2};
}

uint64_t gp_fnv64(gp_str bytes)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a's offset basis and prime, 64 bit */

    for (size_t i = 0; i < bytes.size; i++) {
        hash ^= (unsigned char)bytes.data[i];
        hash *= 1099511628211u;
    }
    return hash;
}
