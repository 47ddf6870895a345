/* password.h - what makes a password, and how it is kept: libsodium's argon2id, 64 MiB, as a text of its own.
 *
 * Threads:  any, after gp_hash_init. A hash takes about a tenth of a second and 64 MiB, so a server lets only a few
 *           be made at once (http/desk/door.h).
 */
#ifndef GP_DESK_PASSWORD_H
#define GP_DESK_PASSWORD_H

#include "base/status.h"
#include "base/str.h"

#define GP_PASSWORD_MIN       12   /* bytes */
#define GP_PASSWORD_MAX       1024 /* bytes */
#define GP_PASSWORD_HASH_SIZE 128  /* with its NUL */

/* NULL when it may be the account's password; else why not, as the end of a sentence ("it is ..."). */
const char *gp_password_fault(gp_str name, gp_str password);
/* GP_NO_MEMORY: 64 MiB are not to be had. */
gp_status gp_password_hash(gp_str password, char hash[GP_PASSWORD_HASH_SIZE],
                           gp_error *error) GP_MUST_CHECK;
/* Whether the password is the hash's. An empty hash is nobody's: it takes the same time and is false. The time does
 * not depend on what is right or wrong. False also when there is no memory. */
bool gp_password_fits(gp_str hash, gp_str password);
/* How many passwords this process has looked at with gp_password_fits: for the test that each sign-in is one. */
unsigned long gp_password_looks(void);

#endif
