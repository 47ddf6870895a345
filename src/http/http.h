/* http.h - request and response as plain data, so that every handler is a function without a socket.
 *
 * Flow:     civetweb (server.c, the only file with <civetweb.h>) -> guard.h -> gp_request ->
 *           router.h -> limiter, pool -> handler -> gp_response -> one write.
 * Memory:   a request's strings live until its response is written; a response's buffers are its
 *           own (gp_response_clear).
 */
#ifndef GP_HTTP_HTTP_H
#define GP_HTTP_HTTP_H

#include "base/arena.h"
#include "base/buf.h"

typedef enum gp_method {
    GP_METHOD_GET,
    GP_METHOD_HEAD,
    GP_METHOD_POST,
    GP_METHOD_OPTIONS
} gp_method;

#define GP_HEADERS_MAX 63

typedef struct gp_header {
    gp_str name, value;
} gp_header;

typedef struct gp_request {
    gp_method method;
    gp_str path;  /* as sent, not decoded, without query */
    gp_str query; /* as sent, without "?" */
    gp_str body;
    const gp_header *headers;
    size_t header_count;
    gp_str peer; /* address of the peer, text */
} gp_request;

typedef struct gp_response {
    int status;
    const char *content_type; /* static text; NULL: no body */
    gp_buf body;
    gp_buf headers;  /* further header lines, each "Name: value\r\n" */
    bool no_store;   /* the page carries a question or may soon change */
    bool by_origin;  /* differs with the Origin header: caches must know (cors.h) */
    bool for_others; /* pages of other origins may load it (cors.h) */
} gp_response;

void gp_response_init(gp_response *response, size_t body_limit);
void gp_response_clear(gp_response *response);
/* The value of the only header of this name (ASCII case ignored), or empty. */
gp_str gp_request_header(const gp_request *request, const char *name);

/* application/x-www-form-urlencoded (queries and bodies): the first value of `name`, decoded, in the
 * arena; false when absent. Any bytes are accepted; at most 64 fields are looked at. */
bool gp_form_value(gp_str form, const char *name, gp_arena *arena, gp_str *value);

#endif
