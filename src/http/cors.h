/* cors.h - what pages of other sites may ask: three addresses of the API and embed.js, and only where
 * the page's origin stands under `allowed_origins:` in guidepost.yaml.
 *
 * Rule:     the origin is echoed, letter for letter, or nothing is said: never "*", never "null", no
 *           credentials. An answer for an origin is never given to another by a cache (Vary).
 * Threads:  pure; any thread.
 */
#ifndef GP_HTTP_CORS_H
#define GP_HTTP_CORS_H

#include "content/site.h"
#include "http/http.h"

/* True for the addresses that pages of other sites may ask at all. */
bool gp_cors_path(gp_str path);
/* True for an Origin header that the site lists. */
bool gp_cors_listed(const gp_site *site, gp_str origin);
/* Adds to a response that is otherwise ready, whatever its status, what its request's Origin may know;
 * for other addresses nothing. For OPTIONS that is the answer to a browser's preflight; `methods` is
 * the route's list, "GET, POST". */
void gp_cors_apply(const gp_site *site, const gp_request *request, gp_str methods,
                   gp_response *response);

#endif
