/* json.h - writing JSON into a gp_buf. (Reading is jansson's, called where input is read.)
 *
 * Idea:     commas are the writer's business: gp_json_key and the value calls put them.
 * Rule:     < > & U+2028 U+2029 are escaped, so that JSON may stand inside a page; malformed UTF-8
 *           becomes U+FFFD.
 */
#ifndef GP_BASE_JSON_H
#define GP_BASE_JSON_H

#include "base/buf.h"

typedef struct gp_json {
    gp_buf *buf;
    bool comma; /* the next item needs one in front */
} gp_json;

void gp_json_init(gp_json *json, gp_buf *buf);
void gp_json_open(gp_json *json, char bracket);  /* '{' or '[' */
void gp_json_close(gp_json *json, char bracket); /* '}' or ']' */
void gp_json_key(gp_json *json, const char *key);
void gp_json_key_text(gp_json *json, gp_str key); /* for keys that are data, of any bytes */
void gp_json_text(gp_json *json, gp_str text);
void gp_json_text_or_null(gp_json *json, gp_str text); /* empty: null */
void gp_json_bool(gp_json *json, bool value);
void gp_json_null(gp_json *json);
void gp_json_int(gp_json *json, long long value);
void gp_json_pair_int(gp_json *json, const char *key, long long value);
/* At most `decimals` (0..9) digits behind the point, none at the end that say nothing; NaN and
 * infinities become 0. */
void gp_json_number(gp_json *json, double value, int decimals);
/* key and value in one line, for objects. */
void gp_json_pair(gp_json *json, const char *key, gp_str text);
void gp_json_strings(gp_json *json, const char *key, const gp_str *items, size_t count);

#endif
