/* yaml.c - libyaml's events into a tree, by recursion that is bounded by the depth allowed.
 *
 * Why not libyaml's own document loader: it builds the whole tree before anyone can look, resolves
 * aliases (a few lines can stand for gigabytes), and takes a key that stands twice.
 */
#include "content/yaml.h"

#include "base/clock.h"

#include <yaml.h>

enum {
    DEPTH_MAX = 8
};

typedef struct reader {
    yaml_parser_t parser;
    gp_arena *arena;
    gp_error *error;
} reader;

static gp_status refuse(const reader *self, size_t line, const char *why)
{
    return gp_error_set(self->error, GP_INVALID, "line %zu: %s", line, why);
}

static gp_status next_event(reader *self, yaml_event_t *event)
{
    if (yaml_parser_parse(&self->parser, event))
        return GP_OK;
    if (self->parser.error == YAML_MEMORY_ERROR)
        return gp_error_set(self->error, GP_NO_MEMORY, "not enough memory for the YAML");
    return refuse(self, self->parser.problem_mark.line + 1,
                  self->parser.problem != NULL ? self->parser.problem : "malformed YAML");
}

static gp_status read_node(reader *self, yaml_event_t *event, int depth, gp_yaml *node);

static gp_yaml *add_child(reader *self, gp_yaml *parent, gp_yaml **last)
{
    gp_yaml *child = gp_arena_alloc(self->arena, sizeof *child);

    if (child == NULL)
        return NULL;
    if (*last != NULL)
        (*last)->next = child;
    else
        parent->first = child;
    *last = child;
    return child;
}

static bool has_key(const gp_yaml *map, const gp_yaml *child)
{
    for (const gp_yaml *other = map->first; other != NULL; other = other->next) {
        if (other != child && gp_str_equal(other->key, child->key))
            return true;
    }
    return false;
}

static gp_str scalar_text(const yaml_event_t *event)
{
    gp_str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;

    if (plain && (gp_str_equal(text, GP_STR("~")) || gp_str_equal(text, GP_STR("null"))))
        return GP_STR("");
    return text;
}

/* NULL when the event may stand in a file of ours, else what is wrong with it. */
static const char *wrong_with(const yaml_event_t *event)
{
    bool anchor = event->type == YAML_ALIAS_EVENT;
    bool tag = false;

    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor != NULL;
        tag = event->data.scalar.tag != NULL;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor != NULL;
        tag = event->data.sequence_start.tag != NULL;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor != NULL;
        tag = event->data.mapping_start.tag != NULL;
    }
    if (anchor)
        return "anchors and aliases are not allowed; write the value out";
    return tag ? "tags (\"!...\") are not allowed; leave it out" : NULL;
}

/* Escapes can write what a text file cannot hold; nothing behind this reader expects it. */
static bool has_control(gp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F)
            return true;
    }
    return false;
}

/* The text of a scalar event in the arena. */
static gp_status read_scalar(reader *self, const yaml_event_t *event, gp_str *text)
{
    gp_str value = scalar_text(event);

    if (has_control(value))
        return refuse(self, event->start_mark.line + 1, "a control character; take it out");
    *text = gp_arena_copy(self->arena, value);
    if (text->data == NULL)
        return gp_error_set(self->error, GP_NO_MEMORY, "not enough memory for the YAML");
    return GP_OK;
}

static gp_status read_key(reader *self, const gp_yaml *map, gp_yaml *child,
                          const yaml_event_t *event)
{
    const char *wrong = wrong_with(event);
    gp_status status;

    child->line = event->start_mark.line + 1;
    if (wrong != NULL)
        return refuse(self, child->line, wrong);
    if (event->type != YAML_SCALAR_EVENT)
        return refuse(self, child->line, "a key must be plain text");
    status = read_scalar(self, event, &child->key);
    if (status != GP_OK)
        return status;
    if (has_key(map, child))
        return refuse(self, child->line, "the key stands here for the second time");
    return GP_OK;
}

/* The children of a list or mapping, until its end event. */
static gp_status read_children(reader *self, int depth, gp_yaml *node)
{
    yaml_event_type_t end =
        node->kind == GP_YAML_MAP ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    gp_yaml *last = NULL;
    gp_status status = GP_OK;

    while (status == GP_OK) {
        yaml_event_t event;
        gp_yaml *child;
        status = next_event(self, &event);
        if (status != GP_OK)
            return status;
        if (event.type == end) {
            yaml_event_delete(&event);
            return GP_OK;
        }
        child = add_child(self, node, &last);
        if (child == NULL)
            status = gp_error_set(self->error, GP_NO_MEMORY, "not enough memory for the YAML");
        if (status == GP_OK && node->kind == GP_YAML_MAP) {
            status = read_key(self, node, child, &event);
            yaml_event_delete(&event);
            if (status == GP_OK)
                status = next_event(self, &event);
            if (status != GP_OK)
                return status;
        }
        if (status == GP_OK)
            status = read_node(self, &event, depth, child);
        yaml_event_delete(&event);
    }
    return status;
}

static gp_status read_node(reader *self, yaml_event_t *event, int depth, gp_yaml *node)
{
    size_t line = event->start_mark.line + 1;
    const char *wrong = wrong_with(event);

    if (node->line == 0)
        node->line = line;
    if (wrong != NULL)
        return refuse(self, line, wrong);
    if (depth >= DEPTH_MAX)
        return refuse(self, line, "nested deeper than 8 levels");
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        node->kind = GP_YAML_TEXT;
        return read_scalar(self, event, &node->text);
    case YAML_SEQUENCE_START_EVENT:
        node->kind = GP_YAML_LIST;
        return read_children(self, depth + 1, node);
    case YAML_MAPPING_START_EVENT:
        node->kind = GP_YAML_MAP;
        return read_children(self, depth + 1, node);
    default:
        return refuse(self, line, "malformed YAML");
    }
}

/* The events around the one document's root. */
static gp_status read_document(reader *self, gp_yaml *root)
{
    bool seen = false;
    bool done = false;
    gp_status status = GP_OK;

    while (!done && status == GP_OK) {
        yaml_event_t event;
        status = next_event(self, &event);
        if (status != GP_OK)
            return status;
        switch (event.type) {
        case YAML_STREAM_END_EVENT:
            done = true;
            break;
        case YAML_STREAM_START_EVENT:
        case YAML_DOCUMENT_END_EVENT:
            break;
        case YAML_DOCUMENT_START_EVENT:
            if (seen)
                status = refuse(self, event.start_mark.line + 1, "a second document (\"---\")");
            break;
        default:
            seen = true;
            status = read_node(self, &event, 0, root);
        }
        yaml_event_delete(&event);
    }
    return status;
}

gp_status gp_yaml_read(gp_str text, size_t limit, gp_arena *arena, gp_yaml **root, gp_error *error)
{
    reader self = {.arena = arena, .error = error};
    gp_yaml *made = gp_arena_alloc(arena, sizeof *made);
    gp_status status;

    *root = NULL;
    if (made == NULL)
        return gp_yaml_no_memory(error);
    if (text.size > limit)
        return gp_error_set(error, GP_TOO_LARGE, "line 1: %zu bytes of YAML, the limit is %zu",
                            text.size, limit);
    made->kind = GP_YAML_MAP;
    if (!yaml_parser_initialize(&self.parser))
        return gp_yaml_no_memory(error);
    yaml_parser_set_encoding(&self.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &self.parser, (const unsigned char *)(text.data != NULL ? text.data : ""), text.size);
    status = read_document(&self, made);
    yaml_parser_delete(&self.parser);
    if (status == GP_OK && made->kind == GP_YAML_TEXT && made->text.size == 0)
        made->kind = GP_YAML_MAP; /* nothing but comments */
    if (status == GP_OK && made->kind != GP_YAML_MAP)
        status =
            gp_error_set(error, GP_INVALID, "line %zu: wants \"key: value\" lines", made->line);
    if (status == GP_OK)
        *root = made;
    return status;
}

const gp_yaml *gp_yaml_get(const gp_yaml *map, const char *key)
{
    gp_str wanted = gp_str_of(key);

    if (map == NULL || map->kind != GP_YAML_MAP)
        return NULL;
    for (const gp_yaml *child = map->first; child != NULL; child = child->next) {
        if (gp_str_equal(child->key, wanted))
            return child;
    }
    return NULL;
}

/* ---- typed values --------------------------------------------------------------------------- */

static gp_status wrong(const gp_yaml *node, const char *wanted, gp_error *error)
{
    return gp_error_set(error, GP_INVALID, "line %zu: %.*s: wants %s", node->line,
                        (int)(node->key.size < 60 ? node->key.size : 60),
                        node->key.data != NULL ? node->key.data : "", wanted);
}

gp_status gp_yaml_text(const gp_yaml *node, gp_str *value, gp_error *error)
{
    if (node == NULL)
        return GP_OK;
    if (node->kind != GP_YAML_TEXT)
        return wrong(node, "text; put it in quotes", error);
    *value = gp_str_trim(node->text);
    return GP_OK;
}

gp_status gp_yaml_bool(const gp_yaml *node, bool *value, gp_error *error)
{
    if (node == NULL)
        return GP_OK;
    if (node->kind == GP_YAML_TEXT && (gp_str_equal_nocase(node->text, GP_STR("true")) ||
                                       gp_str_equal_nocase(node->text, GP_STR("yes")))) {
        *value = true;
        return GP_OK;
    }
    if (node->kind == GP_YAML_TEXT && (gp_str_equal_nocase(node->text, GP_STR("false")) ||
                                       gp_str_equal_nocase(node->text, GP_STR("no")))) {
        *value = false;
        return GP_OK;
    }
    return wrong(node, "true or false", error);
}

gp_status gp_yaml_strings(const gp_yaml *node, gp_arena *arena, gp_str_list *values,
                          gp_error *error)
{
    if (node == NULL)
        return GP_OK;
    if (node->kind == GP_YAML_MAP && node->first != NULL)
        return wrong(node, "a list of texts", error);
    if (node->kind == GP_YAML_TEXT && node->text.size > 0 &&
        !gp_str_list_add(arena, values, gp_str_trim(node->text)))
        return gp_yaml_no_memory(error);
    for (const gp_yaml *item = node->first; item != NULL; item = item->next) {
        if (item->kind != GP_YAML_TEXT)
            return gp_error_set(error, GP_INVALID, "line %zu: wants a list of texts", item->line);
        if (item->text.size > 0 && !gp_str_list_add(arena, values, gp_str_trim(item->text)))
            return gp_yaml_no_memory(error);
    }
    return GP_OK;
}

gp_status gp_yaml_date(const gp_yaml *node, gp_str *value, gp_error *error)
{
    int32_t days;

    if (gp_yaml_is_null(node))
        return GP_OK;
    if (node->kind != GP_YAML_TEXT || !gp_date_parse(node->text, &days))
        return wrong(node, "a date such as 2026-11-02", error);
    *value = gp_str_slice(node->text, 0, 10);
    return GP_OK;
}

bool gp_yaml_is_null(const gp_yaml *node)
{
    return node == NULL || (node->kind == GP_YAML_TEXT && node->text.size == 0);
}

gp_status gp_yaml_refuse(const gp_yaml *node, const char *what, gp_error *error)
{
    return gp_error_set(error, GP_INVALID, "line %zu: %s", node->line, what);
}

gp_status gp_yaml_no_memory(gp_error *error)
{
    return gp_error_set(error, GP_NO_MEMORY, "not enough memory for the YAML");
}
