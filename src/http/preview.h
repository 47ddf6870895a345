/* preview.h - GET /preview/wait?seen=VERSION, which is there in a preview alone: pages wait on it for the
 * next index (web/preview.js).
 *
 * Idea:     a long poll and not an event stream: each answer stays one write, and one
 *           tab of a browser asks for all of them. It takes the caller's thread, never one that searches.
 */
#ifndef GP_HTTP_PREVIEW_H
#define GP_HTTP_PREVIEW_H

#include "http/generation.h"
#include "http/http.h"

/* True for the route. */
bool gp_preview_asked(const gp_request *request);
/* Answers {"version": "..."}, the first `digits` of the index's generation, as soon as it is not the one
 * that was seen, or after twenty seconds. */
void gp_preview_wait(gp_generations *generations, size_t digits, const gp_request *request,
                     gp_response *response);

#endif
