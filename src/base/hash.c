#include "base/hash.h"

#include <sodium.h>

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

uint64_t gp_fnv64(gp_str bytes)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a's offset basis and prime, 64 bit */

    for (size_t i = 0; i < bytes.size; i++) {
        hash ^= (unsigned char)bytes.data[i];
        hash *= 1099511628211u;
    }
    return hash;
}
