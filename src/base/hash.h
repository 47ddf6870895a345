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
/* BLAKE2b of 32 bytes piece by piece: three times as fast as SHA-256, for what only this program compares. */
typedef struct gp_blake2b {
    _Alignas(64) unsigned char state[384]; /* libsodium's, opaque */
} gp_blake2b;
void gp_blake2b_begin(gp_blake2b *hash);
void gp_blake2b_add(gp_blake2b *hash, gp_str bytes);
/* 64 hex digits in the arena; the hash is used up. */
gp_str gp_blake2b_end(gp_blake2b *hash, gp_arena *arena);
/* 64 bits, eight bytes at a time; for hash tables in memory (it differs between machines), not against
 * attackers. */
uint64_t gp_hash64(gp_str bytes);

#endif
