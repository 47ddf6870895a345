/* reply.h - a response to the bytes of one write: status line, headers, body.
 *
 * Rule:     the strict headers stand on every response, whatever the handler did.
 * Threads:  pure; any thread.
 */
#ifndef GP_HTTP_REPLY_H
#define GP_HTTP_REPLY_H

#include "http/http.h"

/* Appends the whole reply. HEAD and 204/304 leave the body out (its length is still told for HEAD).
 * A body of 1 KiB or more is compressed where `request` accepts gzip and no encoding was set.
 * An ETag among the headers that If-None-Match names turns 200 into 304. */
void gp_reply_write(gp_buf *bytes, const gp_request *request, gp_response *response,
                    bool keep_alive);
/* "Not Found"; "Unknown" for statuses we never send. */
const char *gp_reply_reason(int status);

#endif
