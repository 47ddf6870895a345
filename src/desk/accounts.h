/* accounts.h - who may work at the desk, and who is signed in: accounts and sessions in the desk's file.
 *
 * Idea:     a session's secret is in a cookie and nowhere else; the file holds its hash (secret.h). What an account
 *           may do is read from its row at each request, so that a change made by a command counts at the
 *           next one. Each deed writes its line of the audit in the same transaction.
 * Errors:   as file.h; besides, GP_NOT_FOUND: no such account (or session), and GP_INVALID: the deed is refused, and
 *           the error says why (a name that is taken, the last administrator). Then nothing was changed.
 * Threads:  one at a time. Cost: a few milliseconds where something is written, else microseconds.
 */
#ifndef GP_DESK_ACCOUNTS_H
#define GP_DESK_ACCOUNTS_H

#include "desk/audit.h"

/* Who may do what; each may also do what those before may. */
typedef enum gp_account_role {
    GP_AS_VISITOR, /* nobody is signed in; no account has this role */
    GP_AS_STAFF,   /* searches, reads, copies, pins */
    GP_AS_EDITOR,  /* approves, asks for changes, hands over, looks after questions */
    GP_AS_ADMIN    /* accounts and the audit */
} gp_account_role;
#define GP_ACCOUNT_ROLES 4

#define GP_ACCOUNT_NAME_MAX  64  /* bytes */
#define GP_ACCOUNT_SHOWN_MAX 100 /* bytes */

#define GP_SESSION_IDLE_S  (30 * 60)  /* without a request */
#define GP_SESSION_LIFE_S  (8 * 3600) /* from its beginning */
#define GP_SESSION_SEEN_S  60         /* how exactly the last request is noted */
#define GP_SESSIONS_OF_ONE 20         /* an account's at most; the one begun first makes room */

typedef struct gp_account {
    gp_str name;  /* as gp_account_name_fold leaves it */
    gp_str shown; /* the name that readers see beside an approval; never empty */
    gp_account_role role;
    int32_t since;     /* day */
    bool has_password; /* else it is signed in by a proxy alone */
} gp_account;
typedef GP_VEC(gp_account) gp_account_list;

typedef struct gp_session {
    gp_account account;
    int64_t begun, seen; /* seconds since 1970 */
    bool proxied;        /* by a proxy's header, not by a password */
} gp_session;

/* "visitor", "staff", "editor", "admin". */
const char *gp_account_role_name(gp_account_role role);
/* "staff", "editor" or "admin"; false for anything else. */
bool gp_account_role_parse(gp_str name, gp_account_role *role);
/* A name as it is kept: small letters. False when it is none: 1 to 64 of a-z 0-9 . _ - @, a letter or digit first;
 * "command" and "nobody" are the audit's own. GP_NO_MEMORY shows in arena->failed. */
bool gp_account_name_fold(gp_str text, gp_arena *arena, gp_str *name);
/* True for a name that may be shown to readers: 1 to 100 bytes of UTF-8 without control characters. */
bool gp_account_shown_valid(gp_str shown);

/* ---- accounts ---- */

/* All accounts by name. */
gp_status gp_desk_file_accounts(gp_desk_file *file, gp_arena *arena, gp_account_list *list,
                                gp_error *error) GP_MUST_CHECK;
/* The account, and the text of its password's hash (password.h; empty: none). */
gp_status gp_desk_file_account(gp_desk_file *file, gp_str name, gp_arena *arena,
                               gp_account *account, gp_str *password,
                               gp_error *error) GP_MUST_CHECK;
/* A new account; `password` is a hash, or empty. GP_INVALID: the name is taken. */
gp_status gp_desk_file_account_add(gp_desk_file *file, const gp_account *account, gp_str password,
                                   const gp_deed *deed, gp_error *error) GP_MUST_CHECK;
/* GP_INVALID: it is the last administrator and would be none any more, unless `force`. */
gp_status gp_desk_file_account_role(gp_desk_file *file, gp_str name, gp_account_role role,
                                    bool force, const gp_deed *deed, gp_error *error) GP_MUST_CHECK;
gp_status gp_desk_file_account_shown(gp_desk_file *file, gp_str name, gp_str shown,
                                     const gp_deed *deed, gp_error *error) GP_MUST_CHECK;
/* A new hash (empty: from now on only through a proxy), which ends all the account's sessions but the one whose
 * hash is `keep` (empty: all). */
gp_status gp_desk_file_account_password(gp_desk_file *file, gp_str name, gp_str password,
                                        gp_str keep, const gp_deed *deed,
                                        gp_error *error) GP_MUST_CHECK;
/* Removes it with its sessions, pins and what it used last; what it approved stays. GP_INVALID as for a role. */
gp_status gp_desk_file_account_remove(gp_desk_file *file, gp_str name, bool force,
                                      const gp_deed *deed, gp_error *error) GP_MUST_CHECK;

/* ---- sessions; `hash` is gp_secret_hash of what the cookie holds ---- */

/* Begins one, and deletes those of all accounts that are over. */
gp_status gp_desk_file_session_begin(gp_desk_file *file, gp_str hash, gp_str account, bool proxied,
                                     int64_t now, const gp_deed *deed,
                                     gp_error *error) GP_MUST_CHECK;
/* The session with its account as it is now, if it is not over at `now`; else GP_NOT_FOUND. Writes nothing. */
gp_status gp_desk_file_session(gp_desk_file *file, gp_str hash, int64_t now, gp_arena *arena,
                               gp_session *session, gp_error *error) GP_MUST_CHECK;
/* Notes that it made a request at `now`. */
gp_status gp_desk_file_session_seen(gp_desk_file *file, gp_str hash, int64_t now,
                                    gp_error *error) GP_MUST_CHECK;
/* Ends one; `deed` may be NULL where it is not worth a line. One that is not there is no error. */
gp_status gp_desk_file_session_end(gp_desk_file *file, gp_str hash, const gp_deed *deed,
                                   gp_error *error) GP_MUST_CHECK;
/* Ends all of an account, but the one whose hash is `keep` (empty: all). */
gp_status gp_desk_file_sessions_end(gp_desk_file *file, gp_str account, gp_str keep,
                                    const gp_deed *deed, gp_error *error) GP_MUST_CHECK;
/* How many of an account are not over at `now`. */
gp_status gp_desk_file_sessions(gp_desk_file *file, gp_str account, int64_t now, size_t *count,
                                gp_error *error) GP_MUST_CHECK;
/* Deletes those that are over at `now`. */
gp_status gp_desk_file_sessions_purge(gp_desk_file *file, int64_t now,
                                      gp_error *error) GP_MUST_CHECK;
/* A line of the audit for a deed that changes nothing else. */
gp_status gp_desk_file_note(gp_desk_file *file, const gp_deed *deed, gp_error *error) GP_MUST_CHECK;

#endif
