/* admin.h - looking after accounts and reading the audit, at a server's desk: accounts.h and audit.h behind its lock.
 *
 * Errors:   GP_BUSY as gp_desk_take; else as the functions of the file.
 * Threads:  any. Hash a password before, never between: the file is held for one deed.
 */
#ifndef GP_DESK_ADMIN_H
#define GP_DESK_ADMIN_H

#include "desk/accounts.h"
#include "desk/desk.h"

/* All accounts by name. */
gp_status gp_desk_accounts(gp_desk *desk, gp_arena *arena, gp_account_list *list,
                           gp_error *error) GP_MUST_CHECK;
/* One account, and how many of its sessions are not over at `now`. */
gp_status gp_desk_account(gp_desk *desk, gp_str name, int64_t now, gp_arena *arena,
                          gp_account *account, size_t *sessions, gp_error *error) GP_MUST_CHECK;
/* `password` is a hash, or empty: a proxy alone signs in. GP_INVALID: the name is taken. */
gp_status gp_desk_account_add(gp_desk *desk, const gp_account *account, gp_str password,
                              const gp_deed *deed, gp_error *error) GP_MUST_CHECK;
/* GP_INVALID: it is the last administrator, and would be none any more. */
gp_status gp_desk_account_role(gp_desk *desk, gp_str name, gp_account_role role,
                               const gp_deed *deed, gp_error *error) GP_MUST_CHECK;
/* GP_INVALID as gp_desk_account_role. */
gp_status gp_desk_account_remove(gp_desk *desk, gp_str name, const gp_deed *deed,
                                 gp_error *error) GP_MUST_CHECK;
/* All of them. GP_NOT_FOUND: no such account. */
gp_status gp_desk_account_end_sessions(gp_desk *desk, gp_str name, const gp_deed *deed,
                                       gp_error *error) GP_MUST_CHECK;
/* As gp_desk_file_audit. */
gp_status gp_desk_audit(gp_desk *desk, int64_t seq, size_t limit, gp_arena *arena,
                        gp_audit_list *list, gp_error *error) GP_MUST_CHECK;

#endif
