/* door.h - what the door to the desk keeps in memory: who is locked out, and how many passwords are looked at now.
 *
 * Threads:  any.
 */
#ifndef GP_HTTP_DESK_DOOR_H
#define GP_HTTP_DESK_DOOR_H

#include "desk/desk.h"
#include "desk/password.h"
#include "http/desk/lockout.h"
#include "http/http.h"

#define GP_DOOR_HASHINGS 2    /* at once: 64 MiB and a core each */
#define GP_DOOR_WAIT_MS  3000 /* for one of them */

typedef struct gp_door gp_door;

/* `desk` is borrowed. `staff_header`: the header in which a proxy on this machine says who is signed in; NULL:
 * none. It must outlive the door. */
gp_status gp_door_open(gp_desk *desk, const char *staff_header, gp_door **door) GP_MUST_CHECK;
/* NULL is fine. */
void gp_door_close(gp_door *door);
gp_desk *gp_door_desk(const gp_door *door);
const char *gp_door_staff_header(const gp_door *door);
gp_lockout *gp_door_lockout(const gp_door *door);

/* gp_password_fits and gp_password_hash, for at most GP_DOOR_HASHINGS threads at once. GP_BUSY: none was free in
 * GP_DOOR_WAIT_MS; GP_NO_MEMORY as gp_password_hash. */
gp_status gp_door_fits(gp_door *door, gp_str hash, gp_str password, bool *fits,
                       gp_error *error) GP_MUST_CHECK;
gp_status gp_door_hash(gp_door *door, gp_str password, char hash[GP_PASSWORD_HASH_SIZE],
                       gp_error *error) GP_MUST_CHECK;

#endif
