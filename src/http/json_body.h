/* json_body.h - the JSON object of a request's body, read within a small stack.
 *
 * Hazard:   jansson goes down one call a bracket, up to 2,048 of them; a connection's thread has 79 KB of stack,
 *           which so many brackets in 2 KB of body overrun. So brackets are counted first.
 * Threads:  pure.
 */
#ifndef GP_HTTP_JSON_BODY_H
#define GP_HTTP_JSON_BODY_H

#include "base/arena.h"

#include <jansson.h>

#define GP_JSON_DEPTH 32 /* brackets open at once */

/* The object, to be freed with json_decref (which NULL is fine for); NULL for anything else: no JSON, no object, a key
 * twice, nested deeper than GP_JSON_DEPTH. */
json_t *gp_json_body(gp_str body);
/* The text at `key`, copied into the arena; empty when there is none. */
gp_str gp_json_body_text(const json_t *object, const char *key, gp_arena *arena);

#endif
