/* yaml.h - a small bounded YAML tree over libyaml. The only file with <yaml.h> is yaml.c.
 *
 * Limits:   16 KiB (callers may allow more), depth 8; no aliases, anchors, tags or second document;
 *           a key may stand once in its mapping.
 */
#ifndef GP_CONTENT_YAML_H
#define GP_CONTENT_YAML_H

#include "base/arena.h"

typedef enum gp_yaml_kind {
    GP_YAML_TEXT, /* a scalar, whatever its style */
    GP_YAML_LIST,
    GP_YAML_MAP
} gp_yaml_kind;

typedef struct gp_yaml gp_yaml;
struct gp_yaml {
    gp_yaml_kind kind;
    gp_str key;            /* of an entry in a mapping */
    gp_str text;           /* of a scalar; empty for null (~, null, nothing) */
    size_t line;           /* from 1, within the text that was read */
    gp_yaml *first, *next; /* children of a list or mapping, in order */
};

/* Reads one document into the arena; an empty one gives an empty mapping. GP_INVALID: "line N: why";
 * GP_TOO_LARGE: longer than `limit`. Control characters, which escapes can write, are refused too. */
gp_status gp_yaml_read(gp_str text, size_t limit, gp_arena *arena, gp_yaml **root,
                       gp_error *error) GP_MUST_CHECK;
/* The entry of a mapping, or NULL. */
const gp_yaml *gp_yaml_get(const gp_yaml *map, const char *key);

/* True for an absent node and for a key with nothing behind it (~, null). */
bool gp_yaml_is_null(const gp_yaml *node);

/* What a caller that reads a tree of its own refuses it with: GP_INVALID, "line N: what". */
gp_status gp_yaml_refuse(const gp_yaml *node, const char *what, gp_error *error) GP_MUST_CHECK;
/* GP_NO_MEMORY, the same. */
gp_status gp_yaml_no_memory(gp_error *error) GP_MUST_CHECK;

/* Typed values: absent (node NULL) leaves the output as it is; a wrong type is GP_INVALID with the
 * line and the key. A list of strings may be given as one string. */
gp_status gp_yaml_text(const gp_yaml *node, gp_str *value, gp_error *error) GP_MUST_CHECK;
gp_status gp_yaml_bool(const gp_yaml *node, bool *value, gp_error *error) GP_MUST_CHECK;
gp_status gp_yaml_strings(const gp_yaml *node, gp_arena *arena, gp_str_list *values,
                          gp_error *error) GP_MUST_CHECK;
/* "YYYY-MM-DD", with a time behind it or not; kept as the first ten bytes. */
gp_status gp_yaml_date(const gp_yaml *node, gp_str *value, gp_error *error) GP_MUST_CHECK;

#endif
