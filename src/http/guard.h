/* guard.h - what every request must satisfy before anything else looks at it.
 *
 * Why:      civetweb lets through what a proxy in front may read differently: two lengths, a length
 *           with chunks, two Hosts, folded headers, more headers than it keeps.
 * Rule:     GET, HEAD, POST, OPTIONS; HTTP/1.0 or 1.1; one Host, on the list; at most GP_HEADERS_MAX
 *           headers; no Transfer-Encoding; at most one Content-Length, digits only, at most the
 *           route's; no body with GET or HEAD; a path that begins with "/" and hides nothing
 *           (%00 %0d %0a %2f %5c, control characters, backslashes).
 * Threads:  pure; any thread.
 */
#ifndef GP_HTTP_GUARD_H
#define GP_HTTP_GUARD_H

#include "http/http.h"

#define GP_BODY_MAX  (8 * 1024) /* bytes of a request body */
#define GP_PATH_MAX  2048       /* bytes of a path */
#define GP_QUERY_MAX (8 * 1024) /* bytes of a query string */

/* A request's head as the socket gave it. */
typedef struct gp_request_head {
    gp_str method, uri, version; /* version "1.1"; uri without the query */
    gp_str query;
    const gp_header *headers;
    size_t header_count;
} gp_request_head;

typedef struct gp_guard {
    const gp_str *hosts; /* allowed values of Host, lower-case, with their port where one is used */
    size_t host_count;   /* 0: any well-formed Host */
    bool local;          /* nothing that a proxy has passed on (421), whatever its Host */
} gp_guard;

/* 0 when the request may go on, with `*method` and `*body_size` filled; else the status to answer
 * (400, 405, 411, 413, 414, 421, 431, 501, 505), upon which the connection must be closed. */
int gp_guard_check(const gp_guard *guard, const gp_request_head *head, gp_method *method,
                   size_t *body_size);

/* "/a/x%20y" as `prefix` "/a/" and the decoded rest: no part of a path is decoded before this.
 * False when it does not begin with `prefix`, is empty, or decodes to malformed UTF-8. */
bool gp_path_parameter(gp_str path, gp_str prefix, gp_arena *arena, gp_str *parameter);

#endif
