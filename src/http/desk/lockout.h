/* lockout.h - who tries too many passwords waits: by the name that is tried and by the network that tries.
 *
 * Idea:     an attempt is counted before its password is looked at, and taken back when it was right, so that many at
 *           once get no more tries than one after another. Names are counted whether an account has them or
 *           not, so that a lock tells nothing about which exist.
 * Privacy:  names and networks are keyed hashes; the key is random and never written; a restart forgets.
 * Memory:   fixed, about 800 KiB: 4,096 names and as many networks in sets of four. In a full set the one that failed
 *           last the longest ago makes room, one that is locked last of all.
 * Threads:  any; one mutex, held for nanoseconds.
 */
#ifndef GP_HTTP_DESK_LOCKOUT_H
#define GP_HTTP_DESK_LOCKOUT_H

#include "base/status.h"
#include "base/str.h"

#include <stdint.h>

#define GP_LOCKOUT_NAME_MAX    10        /* failures of a name ... */
#define GP_LOCKOUT_NETWORK_MAX 30        /* ... and of a network ... */
#define GP_LOCKOUT_WITHIN_S    (15 * 60) /* ... in any so many seconds ... */
#define GP_LOCKOUT_FOR_S       (15 * 60) /* ... lock it for so long */

typedef struct gp_lockout gp_lockout;

typedef enum gp_lockout_state {
    GP_LOCKOUT_OPEN,   /* go on */
    GP_LOCKOUT_LOCKED, /* the name or the network is locked: do not look at the password */
    GP_LOCKOUT_NAME,   /* go on; if it fails, it was the one that locks the name */
    GP_LOCKOUT_NETWORK /* the same of the network, and perhaps of the name too */
} gp_lockout_state;

gp_status gp_lockout_open(gp_lockout **lockout) GP_MUST_CHECK;
/* NULL is fine. */
void gp_lockout_close(gp_lockout *lockout);
/* Counts an attempt at `now` (seconds since 1970) as a failure of both, unless one is locked. */
gp_lockout_state gp_lockout_try(gp_lockout *lockout, gp_str name, gp_str network, int64_t now);
/* The attempt was right: forgets the failures of the name, and this one of the network. */
void gp_lockout_right(gp_lockout *lockout, gp_str name, gp_str network);
/* The attempt was not looked at after all (the server was busy): takes it back from both. */
void gp_lockout_undo(gp_lockout *lockout, gp_str name, gp_str network);

#endif
