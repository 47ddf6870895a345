/* limiter.h - a token bucket per address, in memory only.
 *
 * Privacy:  an address is kept as a keyed hash; the key is random and changes every day, so nothing
 *           links two days, and nothing is ever written.
 * Memory:   a fixed table (4,096 buckets in sets of four); the bucket unused longest makes room. A
 *           flood of addresses can push others out: they begin again with a full bucket.
 * Threads:  any; one mutex, held for nanoseconds.
 */
#ifndef GP_HTTP_LIMITER_H
#define GP_HTTP_LIMITER_H

#include "base/str.h"
#include "base/status.h"

#include <stdint.h>

typedef struct gp_limiter gp_limiter;

/* `per_second` requests a second with bursts of `burst`; per_second 0 allows everything. */
gp_status gp_limiter_open(double per_second, double burst, gp_limiter **limiter) GP_MUST_CHECK;
void gp_limiter_close(gp_limiter *limiter);
/* The network that counts as one visitor: an IPv4 address, or the first four groups of IPv6 (one household or
 * server has a whole /64). */
gp_str gp_limiter_network(gp_str address);
/* Takes a token for `address` (IPv6 counts by its first four groups) at time `now_us`; false when
 * there is none. */
bool gp_limiter_allow(gp_limiter *limiter, gp_str address, uint64_t now_us);

#endif
