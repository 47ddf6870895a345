/* server.h - the socket: civetweb, kept behind this one file.
 *
 * Hazards:  the table in docs/security.md; each rule has its test in tests/server.
 * Threads:  civetweb's workers call gp_service_answer; open and close from one thread.
 */
#ifndef GP_HTTP_SERVER_H
#define GP_HTTP_SERVER_H

#include "http/guard.h"
#include "http/service.h"

typedef struct gp_server gp_server;

typedef struct gp_server_options {
    const char *listen;   /* "127.0.0.1:8080"; IPv4 only; port 0 is refused */
    unsigned connections; /* that may be open at once, each a thread: 16..4096; 0: 1500 */
    gp_guard guard;       /* its hosts must outlive the server */
} gp_server_options;

/* Listens and answers until closed. GP_BUSY: the port is taken. GP_INVALID: no such address. */
gp_status gp_server_open(const gp_server_options *options, gp_service *service, gp_server **server,
                         gp_error *error) GP_MUST_CHECK;
/* Stops listening, lets the requests under way end, closes. */
void gp_server_close(gp_server *server);

#endif
