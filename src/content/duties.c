#include "content/duties.h"

#include "base/clock.h"
#include "base/hash.h"

enum {
    MARK_LIMIT = 256 * 1024
};

/* ---- reading -------------------------------------------------------------------------------- */

static gp_status read_owner(const gp_yaml *node, gp_arena *arena, gp_owner_rule *rule,
                            gp_error *error)
{
    gp_status status = GP_OK;

    if (node->kind != GP_YAML_MAP)
        return gp_yaml_refuse(node, "owners: wants {owner: name, tags: [...]} or slugs: [...]",
                              error);
    status = gp_yaml_text(gp_yaml_get(node, "owner"), &rule->owner, error);
    if (status == GP_OK)
        status = gp_yaml_strings(gp_yaml_get(node, "tags"), arena, &rule->tags, error);
    if (status == GP_OK)
        status = gp_yaml_strings(gp_yaml_get(node, "slugs"), arena, &rule->slugs, error);
    if (status != GP_OK)
        return status;
    if (gp_str_trim(rule->owner).size == 0 || rule->tags.count + rule->slugs.count == 0)
        return gp_yaml_refuse(node, "owners: wants owner:, and tags: or slugs: that are not empty",
                              error);
    return GP_OK;
}

static gp_status read_owners(const gp_yaml *list, gp_arena *arena, gp_duties *duties,
                             gp_error *error)
{
    gp_status status = GP_OK;

    if (gp_yaml_is_null(list))
        return GP_OK;
    if (list->kind != GP_YAML_LIST)
        return gp_yaml_refuse(list, "owners: wants a list", error);
    for (const gp_yaml *node = list->first; node != NULL && status == GP_OK; node = node->next) {
        gp_owner_rule *rule = GP_VEC_PUSH(arena, &duties->owners);
        status = rule != NULL ? read_owner(node, arena, rule, error) : gp_yaml_no_memory(error);
    }
    return status;
}

static gp_status read_days(const gp_yaml *node, size_t *days, gp_error *error)
{
    if (node->kind != GP_YAML_TEXT || !gp_str_to_size(node->text, GP_REVIEW_DAYS_MAX, days) ||
        *days == 0)
        return gp_error_set(error, GP_INVALID,
                            "line %zu: review: %.*s: wants a number of days, 1 to 3650", node->line,
                            GP_STR_ARGS(node->key));
    return GP_OK;
}

static gp_status read_review(const gp_yaml *map, gp_arena *arena, gp_duties *duties,
                             gp_error *error)
{
    const gp_yaml *days = gp_yaml_get(map, "days");
    const gp_yaml *tags = gp_yaml_get(map, "tags");
    gp_status status = GP_OK;

    if (gp_yaml_is_null(map))
        return GP_OK;
    if (map->kind != GP_YAML_MAP)
        return gp_yaml_refuse(map, "review: wants days: and tags: below it", error);
    duties->days = GP_REVIEW_DAYS;
    if (!gp_yaml_is_null(days))
        status = read_days(days, &duties->days, error);
    if (status != GP_OK || gp_yaml_is_null(tags))
        return status;
    if (tags->kind != GP_YAML_MAP)
        return gp_yaml_refuse(tags, "review: tags: wants {tag: days}", error);
    for (const gp_yaml *node = tags->first; node != NULL && status == GP_OK; node = node->next) {
        gp_review_rule *rule = GP_VEC_PUSH(arena, &duties->tags);
        if (rule == NULL)
            return gp_yaml_no_memory(error);
        rule->tag = node->key;
        status = read_days(node, &rule->days, error);
    }
    return status;
}

/* Each text with its length in front, so that no two lists of rules have one mark. */
static void mark_text(gp_buf *buf, gp_arena *arena, gp_str text)
{
    gp_buf_add(buf, gp_arena_printf(arena, "%zu:%.*s", text.size, GP_STR_ARGS(text)));
}

static void mark_list(gp_buf *buf, gp_arena *arena, const gp_str_list *list)
{
    gp_buf_add(buf, gp_arena_printf(arena, "[%zu]", list->count));
    for (size_t i = 0; i < list->count; i++)
        mark_text(buf, arena, list->items[i]);
}

static gp_status make_mark(gp_arena *arena, gp_duties *duties, gp_error *error)
{
    gp_buf buf;

    if (duties->owners.count == 0 && duties->days == 0)
        return GP_OK;
    gp_buf_init(&buf, MARK_LIMIT);
    gp_buf_add(&buf, gp_arena_printf(arena, "%zu", duties->days));
    for (size_t i = 0; i < duties->owners.count; i++) {
        mark_text(&buf, arena, duties->owners.items[i].owner);
        mark_list(&buf, arena, &duties->owners.items[i].tags);
        mark_list(&buf, arena, &duties->owners.items[i].slugs);
    }
    for (size_t i = 0; i < duties->tags.count; i++) {
        mark_text(&buf, arena, duties->tags.items[i].tag);
        gp_buf_add(&buf, gp_arena_printf(arena, "=%zu", duties->tags.items[i].days));
    }
    duties->mark = gp_sha256_hex(arena, gp_buf_str(&buf));
    if (buf.status != GP_OK || arena->failed)
        duties->mark = (gp_str){NULL, 0};
    gp_buf_clear(&buf);
    return duties->mark.size > 0 ? GP_OK : gp_yaml_no_memory(error);
}

gp_status gp_duties_read(const gp_yaml *root, gp_arena *arena, gp_duties *duties, gp_error *error)
{
    gp_status status;

    *duties = (gp_duties){.days = 0};
    status = read_owners(gp_yaml_get(root, "owners"), arena, duties, error);
    if (status == GP_OK)
        status = read_review(gp_yaml_get(root, "review"), arena, duties, error);
    return status == GP_OK ? make_mark(arena, duties, error) : status;
}

/* ---- filling -------------------------------------------------------------------------------- */

static bool has(const gp_str_list *list, gp_str text)
{
    for (size_t i = 0; i < list->count; i++) {
        if (gp_str_equal(list->items[i], text))
            return true;
    }
    return false;
}

static bool fits(const gp_owner_rule *rule, const gp_document *document)
{
    for (size_t i = 0; i < document->tags.count; i++) {
        if (has(&rule->tags, document->tags.items[i]))
            return true;
    }
    for (size_t i = 0; i < rule->slugs.count; i++) {
        if (gp_str_starts(document->slug, rule->slugs.items[i]))
            return true;
    }
    return false;
}

static gp_str owner_of(const gp_duties *duties, const gp_document *document)
{
    for (size_t i = 0; i < duties->owners.count; i++) {
        if (fits(&duties->owners.items[i], document))
            return duties->owners.items[i].owner;
    }
    return (gp_str){NULL, 0};
}

static size_t days_of(const gp_duties *duties, const gp_document *document)
{
    size_t days = 0;

    for (size_t i = 0; i < duties->tags.count; i++) {
        const gp_review_rule *rule = &duties->tags.items[i];
        if (has(&document->tags, rule->tag) && (days == 0 || rule->days < days))
            days = rule->days;
    }
    return days > 0 ? days : duties->days;
}

/* "" when `from` is no date. */
static gp_str days_later(gp_str from, size_t days, gp_arena *arena)
{
    char text[GP_DATE_TEXT];
    int32_t day;

    if (!gp_date_parse(from, &day))
        return (gp_str){NULL, 0};
    gp_date_write(day + (int32_t)days, text);
    return gp_arena_copy(arena, gp_str_of(text));
}

void gp_duties_fill(const gp_duties *duties, gp_arena *arena, gp_document *document)
{
    gp_str owner = owner_of(duties, document);
    size_t days = days_of(duties, document);
    gp_str article = {NULL, 0};

    if (days > 0)
        article = days_later(document->updated.size > 0 ? document->updated : document->date, days,
                             arena);
    for (size_t i = 0; i < document->sections.count; i++) {
        gp_section *section = &document->sections.items[i];
        if (section->owner.size == 0)
            section->owner = owner;
        if (section->review_by.size == 0 && days > 0)
            section->review_by = section->approval.state == GP_APPROVED
                                     ? days_later(section->approval.on, days, arena)
                                     : article;
    }
    if (document->owner.size == 0)
        document->owner = owner;
    if (document->review_by.size == 0)
        document->review_by = article;
}
