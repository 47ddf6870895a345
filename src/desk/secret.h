/* secret.h - what a cookie holds: 32 random bytes as hex, and the two hashes that are made of them.
 *
 * Idea:     the desk's file keeps the one (who reads the file cannot sign in with it), forms carry the other (who
 *           reads a form cannot make the cookie of it, and who reads the file cannot make the form's). Both
 *           are BLAKE2b; the form's is keyed with the secret itself, so it needs no key of the server's and
 *           outlives a restart, as the session does.
 * Threads:  pure; any thread, after gp_hash_init.
 */
#ifndef GP_DESK_SECRET_H
#define GP_DESK_SECRET_H

#include "base/str.h"

#define GP_SECRET_SIZE 65 /* 64 hex digits and a NUL */

/* A fresh one. */
void gp_secret_make(char secret[GP_SECRET_SIZE]);
/* True for 64 hex digits, small letters. */
bool gp_secret_formed(gp_str text);
/* What the desk's file keeps of a well-formed secret. */
void gp_secret_hash(gp_str secret, char hash[GP_SECRET_SIZE]);
/* What forms carry of a well-formed secret. */
void gp_secret_token(gp_str secret, char token[GP_SECRET_SIZE]);
/* Whether a form's token is that of the secret; in a time that does not tell how much of it is right. */
bool gp_secret_fits(gp_str secret, gp_str token);

#endif
