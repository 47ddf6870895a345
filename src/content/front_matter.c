/* front_matter.c - the keys of CONTRACT.md, each read by the type it has; tables say which is which.
 *
 * Line numbers: yaml.h counts from where the YAML begins, mostly behind the first "---"; shift_line adds
 * what is before, once, so that no check has to remember.
 */
#include "content/front_matter.h"

#include "content/anchor.h"
#include "content/dialect.h"
#include "content/yaml.h"

#include <stdlib.h>
#include <string.h>

/* The line of `text` that begins at `at`, without its end; `*next` is the start of the next. */
static gp_str line_at(gp_str text, size_t at, size_t *next)
{
    size_t end = gp_str_find_byte(text, '\n', at);
    gp_str line = gp_str_slice(text, at, end);

    *next = end < text.size ? end + 1 : end;
    return gp_str_ends(line, GP_STR("\r")) ? gp_str_slice(line, 0, line.size - 1) : line;
}

const char *const gp_front_matter_keys[] = {
    "title",      "slug",       "date",      "updated",  "tags",    "summary",
    "lang",       "kind",       "status",    "audience", "owner",   "review_by",
    "publish_on", "expires_on", "questions", "synonyms", "aliases", "weight",
    "related",    "source_url", "sections",  NULL};
const char *const gp_front_matter_section_keys[] = {"questions", "synonyms",  "aliases", "audience",
                                                    "owner",     "review_by", NULL};

/* Finds the line that ends the front matter, whose second line begins at `at`. */
static bool find_end(gp_str source, size_t at, bool json, gp_front_matter *parts)
{
    size_t start = json ? 0 : at;

    for (size_t line = 2; at < source.size; line++) {
        size_t next;
        gp_str text = line_at(source, at, &next);
        bool end = json ? gp_str_equal(text, GP_STR("}"))
                        : gp_str_equal(gp_str_trim(text), GP_STR("---")) ||
                              gp_str_equal(gp_str_trim(text), GP_STR("..."));
        if (end) {
            parts->yaml = gp_str_slice(source, start, json ? next : at);
            parts->yaml_line = json ? 1 : 2;
            parts->body = gp_str_slice(source, next, source.size);
            parts->body_line = line + 1;
            return true;
        }
        at = next;
    }
    return false;
}

gp_status gp_front_matter_split(gp_str source, gp_front_matter *parts, gp_error *error)
{
    size_t start;
    gp_str first;
    bool json;

    if (gp_str_starts(source, GP_STR("\xEF\xBB\xBF")))
        source = gp_str_slice(source, 3, source.size);
    *parts = (gp_front_matter){.yaml_line = 2, .body = source, .body_line = 1};
    first = line_at(source, 0, &start);
    if (gp_str_equal(first, GP_STR("+++")))
        return gp_error_set(error, GP_INVALID,
                            "line 1: front matter in TOML is not read; write it as YAML between "
                            "lines \"---\"");
    json = gp_str_equal(first, GP_STR("{"));
    if (!json && !gp_str_equal(first, GP_STR("---")))
        return GP_OK;
    if (find_end(source, start, json, parts))
        return GP_OK;
    return gp_error_set(error, GP_INVALID,
                        "line 1: the front matter has no end; add a line \"%s\" behind it",
                        json ? "}" : "---");
}

/* ---- the article's own keys ----------------------------------------------------------------- */

static gp_status wrong_choice(const gp_yaml *node, const char *choices, gp_error *error)
{
    return gp_error_set(error, GP_INVALID, "line %zu: %.*s: wants %s", node->line,
                        GP_STR_ARGS(node->key), choices);
}

static gp_status read_audience(const gp_yaml *node, gp_audience *audience, gp_error *error)
{
    gp_str text = {NULL, 0};
    gp_status status = gp_yaml_text(node, &text, error);

    if (status != GP_OK || node == NULL)
        return status;
    if (gp_str_equal(text, GP_STR("staff")))
        *audience = GP_STAFF;
    else if (gp_str_equal(text, GP_STR("public")))
        *audience = GP_PUBLIC;
    else
        return wrong_choice(node, "public or staff", error);
    return GP_OK;
}

static gp_status read_choices(const gp_yaml *root, gp_document *document, gp_error *error)
{
    const gp_yaml *kind = gp_yaml_get(root, "kind");
    const gp_yaml *state = gp_yaml_get(root, "status");
    gp_str text = GP_STR("published");
    gp_status status;

    if (kind != NULL && (kind->kind != GP_YAML_TEXT || !gp_kind_parse(kind->text, &document->kind)))
        return wrong_choice(kind, "guide, post, faq or page", error);
    status = gp_yaml_text(state, &text, error);
    if (status != GP_OK)
        return status;
    if (gp_str_equal(text, GP_STR("published")))
        document->status = GP_PUBLISHED;
    else if (gp_str_equal(text, GP_STR("draft")))
        document->status = GP_DRAFT;
    else if (gp_str_equal(text, GP_STR("archived")))
        document->status = GP_ARCHIVED;
    else
        return wrong_choice(state, "published, draft or archived", error);
    return read_audience(gp_yaml_get(root, "audience"), &document->audience, error);
}

/* A title or summary that was written over several lines is one line. */
static gp_str one_line(gp_str text, gp_arena *arena)
{
    gp_buf buf;
    gp_str line, joined;

    if (gp_str_find_byte(text, '\n', 0) == text.size)
        return text;
    gp_buf_init(&buf, text.size);
    while (gp_str_next(&text, '\n', &line)) {
        line = gp_str_trim(line);
        if (buf.size > 0 && line.size > 0)
            gp_buf_add_byte(&buf, ' ');
        gp_buf_add(&buf, line);
    }
    joined = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return joined;
}

static gp_status read_texts(const gp_yaml *root, gp_arena *arena, gp_document *document,
                            gp_error *error)
{
    const struct {
        const char *key;
        gp_str *value;
        bool date;
    } fields[] = {{"title", &document->title, false},
                  {"slug", &document->slug, false},
                  {"summary", &document->summary, false},
                  {"lang", &document->lang, false},
                  {"owner", &document->owner, false},
                  {"source_url", &document->source_url, false},
                  {"date", &document->date, true},
                  {"updated", &document->updated, true},
                  {"review_by", &document->review_by, true},
                  {"publish_on", &document->publish_on, true},
                  {"expires_on", &document->expires_on, true}};
    gp_status status = GP_OK;

    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && status == GP_OK; i++) {
        const gp_yaml *node = gp_yaml_get(root, fields[i].key);
        status = fields[i].date ? gp_yaml_date(node, fields[i].value, error)
                                : gp_yaml_text(node, fields[i].value, error);
        *fields[i].value = one_line(*fields[i].value, arena);
    }
    if (status == GP_OK && arena->failed)
        status = gp_error_set(error, GP_NO_MEMORY, "not enough memory for the front matter");
    return status;
}

static gp_status read_lists(const gp_yaml *root, gp_arena *arena, gp_document *document,
                            gp_error *error)
{
    const struct {
        const char *key;
        gp_str_list *values;
    } fields[] = {{"tags", &document->tags},
                  {"questions", &document->questions},
                  {"synonyms", &document->synonyms},
                  {"aliases", &document->aliases},
                  {"related", &document->related}};
    gp_status status = GP_OK;

    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && status == GP_OK; i++)
        status = gp_yaml_strings(gp_yaml_get(root, fields[i].key), arena, fields[i].values, error);
    return status;
}

static gp_status read_weight(const gp_yaml *root, gp_document *document, gp_error *error)
{
    const gp_yaml *node = gp_yaml_get(root, "weight");
    gp_str text = {NULL, 0};
    gp_status status = gp_yaml_text(node, &text, error);
    char *end = NULL;

    if (status != GP_OK || text.size == 0)
        return status;
    document->weight = strtod(text.data, &end);
    if (end != text.data + text.size || !(document->weight >= 0 && document->weight <= 100))
        return wrong_choice(node, "a number from 0 to 100", error);
    return GP_OK;
}

/* ---- sections ------------------------------------------------------------------------------- */

static gp_status read_override(const gp_yaml *node, gp_arena *arena, gp_section_override *override,
                               gp_error *error)
{
    const gp_yaml *audience = gp_yaml_get(node, "audience");
    gp_status status;

    if (node->kind != GP_YAML_MAP && !gp_yaml_is_null(node))
        return wrong_choice(node, "keys such as questions: below it", error);
    override->anchor = node->key;
    override->line = node->line;
    override->has_audience = audience != NULL;
    status = read_audience(audience, &override->audience, error);
    if (status == GP_OK)
        status =
            gp_yaml_strings(gp_yaml_get(node, "questions"), arena, &override->questions, error);
    if (status == GP_OK)
        status = gp_yaml_strings(gp_yaml_get(node, "synonyms"), arena, &override->synonyms, error);
    if (status == GP_OK)
        status = gp_yaml_strings(gp_yaml_get(node, "aliases"), arena, &override->aliases, error);
    if (status == GP_OK)
        status = gp_yaml_text(gp_yaml_get(node, "owner"), &override->owner, error);
    if (status == GP_OK)
        status = gp_yaml_date(gp_yaml_get(node, "review_by"), &override->review_by, error);
    return status;
}

static gp_status read_overrides(const gp_yaml *root, gp_arena *arena, gp_override_list *overrides,
                                gp_error *error)
{
    const gp_yaml *sections = gp_yaml_get(root, "sections");

    if (gp_yaml_is_null(sections))
        return GP_OK;
    if (sections->kind != GP_YAML_MAP)
        return wrong_choice(sections, "anchors with their keys below", error);
    for (const gp_yaml *node = sections->first; node != NULL; node = node->next) {
        gp_section_override *override = GP_VEC_PUSH(arena, overrides);
        gp_status status;
        if (override == NULL)
            return gp_error_set(error, GP_NO_MEMORY, "not enough memory for the front matter");
        status = read_override(node, arena, override, error);
        if (status != GP_OK)
            return status;
    }
    return GP_OK;
}

/* Lines of the YAML count from the line behind "---". */
static gp_status shift_line(gp_status status, size_t yaml_line, gp_error *error)
{
    char rest[GP_ERROR_SIZE];
    size_t line;
    char *end;

    if (error == NULL || strncmp(error->text, "line ", 5) != 0)
        return status;
    line = (size_t)strtoul(error->text + 5, &end, 10) + yaml_line - 1;
    memcpy(rest, end, strlen(end) + 1);
    return gp_error_set(error, status, "line %zu%.200s", line, rest);
}

gp_status gp_front_matter_read(gp_str source, gp_arena *arena, gp_document *document,
                               gp_override_list *overrides, gp_str *body, size_t *body_line,
                               gp_error *error)
{
    gp_yaml *root = NULL;
    gp_front_matter parts;
    gp_status status = gp_front_matter_split(source, &parts, error);

    document->weight = 1;
    *overrides = (gp_override_list){NULL, 0, 0};
    *body = parts.body;
    *body_line = parts.body_line;
    if (status != GP_OK)
        return status;
    status = gp_yaml_read(parts.yaml, GP_FRONT_MATTER_MAX, arena, &root, error);
    if (status == GP_OK)
        status = read_texts(root, arena, document, error);
    if (status == GP_OK)
        status = read_lists(root, arena, document, error);
    if (status == GP_OK)
        status = read_choices(root, document, error);
    if (status == GP_OK)
        status = read_weight(root, document, error);
    if (status == GP_OK)
        status = read_overrides(root, arena, overrides, error);
    if (status == GP_OK)
        status = gp_dialect_read(root, arena, document, error);
    if (status == GP_OK && document->slug.size > 0 && !gp_slug_valid(document->slug))
        status =
            wrong_choice(gp_yaml_get(root, "slug"), "lower-case letters, digits and \"-\"", error);
    for (size_t i = 0; i < overrides->count; i++)
        overrides->items[i].line += parts.yaml_line - 1;
    return status == GP_OK ? status : shift_line(status, parts.yaml_line, error);
}

/* ---- giving sections their values ----------------------------------------------------------- */

static gp_section *section_of(gp_document *document, gp_str anchor)
{
    for (size_t i = 0; i < document->sections.count; i++) {
        if (gp_str_equal(document->sections.items[i].anchor, anchor))
            return &document->sections.items[i];
    }
    return NULL;
}

static void apply_one(const gp_section_override *override, gp_section *section)
{
    section->questions = override->questions;
    section->synonyms = override->synonyms;
    section->aliases = override->aliases;
    if (override->owner.size > 0)
        section->owner = override->owner;
    if (override->review_by.size > 0)
        section->review_by = override->review_by;
    if (override->has_audience && override->audience == GP_STAFF)
        section->audience = GP_STAFF; /* staff never becomes public */
}

gp_status gp_front_matter_apply(const gp_override_list *overrides, gp_arena *arena,
                                gp_document *document, gp_problem_list *problems)
{
    for (size_t i = 0; i < document->sections.count; i++) {
        gp_section *section = &document->sections.items[i];
        section->owner = document->owner;
        section->review_by = document->review_by;
        section->audience = document->audience;
        if (section->anchor.size == 0) {
            section->questions = document->questions;
            section->synonyms = document->synonyms;
        }
    }
    for (size_t i = 0; i < overrides->count; i++) {
        const gp_section_override *override = &overrides->items[i];
        gp_section *section = section_of(document, override->anchor);
        bool added = true;
        if (section != NULL)
            apply_one(override, section);
        if (section == NULL)
            added = gp_problem_add(arena, problems, document->path, override->line, false,
                                   "sections: there is no heading with the anchor %.*s",
                                   GP_STR_ARGS(override->anchor));
        else if (override->has_audience && override->audience != section->audience)
            added = gp_problem_add(arena, problems, document->path, override->line, false,
                                   "sections: %.*s stays staff, as its article is",
                                   GP_STR_ARGS(override->anchor));
        if (!added)
            return GP_NO_MEMORY;
    }
    return GP_OK;
}
