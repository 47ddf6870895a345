/* hash.h - content hashes (SHA-256, BLAKE2b through libsodium) and a fast table hash.
 * Threads: any, after gp_hash_init (called once by main and by each test). */
#ifndef GP_BASE_HASH_H
#define GP_BASE_HASH_H

#include "base/arena.h"

#include <stdint.h>

/* Starts libsodium; GP_IO if the system gives no randomness. Safe to call again. */
gp_status gp_hash_init(void) GP_MUST_CHECK;
/* 64 lower-case hex digits of SHA-256, in the arena. */
gp_str gp_sha256_hex(gp_arena *arena, gp_str bytes);
/* The same piece by piece, for what is put together or does not fit into memory. */
typedef struct gp_sha256 {
    _Alignas(8) unsigned char state[128]; /* libsodium's, opaque */
} gp_sha256;
void gp_sha256_begin(gp_sha256 *hash);
void gp_sha256_add(gp_sha256 *hash, gp_str bytes);
/* 64 hex digits in the arena; the hash is used up. */
gp_str gp_sha256_end(gp_sha256 *hash, gp_arena *arena);
/* 64 bits, eight bytes at a time; for hash tables in memory (it differs between machines), not against
 * attackers. */
uint64_t gp_hash64(gp_str bytes);

#endif
