#include "http/json_body.h"

/* Brackets in texts do not count; what is no JSON may be counted wrongly, and is refused later. */
static bool is_shallow(gp_str body)
{
    size_t depth = 0;
    bool in_text = false;

    for (size_t i = 0; i < body.size; i++) {
        char byte = body.data[i];
        if (in_text && byte == '\\')
            i++;
        else if (byte == '"')
            in_text = !in_text;
        else if (!in_text && (byte == '[' || byte == '{') && ++depth > GP_JSON_DEPTH)
            return false;
        else if (!in_text && (byte == ']' || byte == '}') && depth > 0)
            depth--;
    }
    return true;
}

json_t *gp_json_body(gp_str body)
{
    json_t *value;

    if (body.size == 0 || !is_shallow(body))
        return NULL;
    value = json_loadb(body.data, body.size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    if (json_is_object(value))
        return value;
    json_decref(value);
    return NULL;
}

gp_str gp_json_body_text(const json_t *object, const char *key, gp_arena *arena)
{
    const json_t *value = json_object_get(object, key);

    if (!json_is_string(value))
        return (gp_str){NULL, 0};
    return gp_arena_copy(arena, (gp_str){json_string_value(value), json_string_length(value)});
}
