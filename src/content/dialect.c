#include "content/dialect.h"

#include "base/clock.h"

/* In each list the first key with a usable value is taken. */
static const char *const summary_keys[] = {"description", "excerpt", NULL};
static const char *const updated_keys[] = {"lastmod", "modified", "last_modified_at", NULL};
static const char *const publish_keys[] = {"publishDate", "pubdate", "published", NULL};
static const char *const expire_keys[] = {"expiryDate", "unpublishdate", NULL};
static const char *const tag_keys[] = {"categories", "category", "keywords", NULL};
static const char *const address_keys[] = {"permalink", "url", "redirect_from", NULL};

static bool is_text(const gp_yaml *node)
{
    return node != NULL && node->kind == GP_YAML_TEXT && gp_str_trim(node->text).size > 0;
}

static bool is_bool(const gp_yaml *node)
{
    bool value;

    return is_text(node) && gp_yaml_bool(node, &value, NULL) == GP_OK;
}

static gp_str one_line(gp_str text)
{
    text = gp_str_trim(text);
    return gp_str_trim(gp_str_slice(text, 0, gp_str_find_byte(text, '\n', 0)));
}

static void read_summary(const gp_yaml *root, gp_document *document)
{
    for (const char *const *key = summary_keys; *key != NULL && document->summary.size == 0;
         key++) {
        const gp_yaml *node = gp_yaml_get(root, *key);
        if (is_text(node))
            document->summary = one_line(node->text);
    }
}

/* ---- days ----------------------------------------------------------------------------------- */

/* A day that only informs: one that cannot be read is passed over. */
static void read_day(const gp_yaml *node, gp_str *day)
{
    if (day->size == 0 && is_text(node) && gp_yaml_date(node, day, NULL) != GP_OK)
        *day = (gp_str){NULL, 0};
}

/* A day that holds something back: one that cannot be read refuses the file. */
static gp_status read_limit(const gp_yaml *root, const char *const *keys, gp_str *day,
                            gp_error *error)
{
    for (; *keys != NULL && day->size == 0; keys++) {
        const gp_yaml *node = gp_yaml_get(root, *keys);
        gp_status status = is_bool(node) ? GP_OK : gp_yaml_date(node, day, error);
        if (status != GP_OK)
            return status;
    }
    return GP_OK;
}

/* "posts/2026-03-02-title.md" to "2026-03-02". */
static gp_str day_of_path(gp_str path)
{
    size_t start = path.size;
    int32_t days;
    gp_str day;

    while (start > 0 && path.data[start - 1] != '/')
        start--;
    day = gp_str_slice(path, start, start + 10);
    if (path.size - start <= 11 || path.data[start + 10] != '-' || !gp_date_parse(day, &days))
        return (gp_str){NULL, 0};
    return day;
}

static gp_status read_days(const gp_yaml *root, gp_document *document, gp_error *error)
{
    gp_status status;

    for (const char *const *key = updated_keys; *key != NULL; key++)
        read_day(gp_yaml_get(root, *key), &document->updated);
    read_day(gp_yaml_get(gp_yaml_get(root, "last_update"), "date"), &document->updated);
    status = read_limit(root, publish_keys, &document->publish_on, error);
    if (status == GP_OK)
        status = read_limit(root, expire_keys, &document->expires_on, error);
    if (document->date.size == 0)
        document->date = day_of_path(document->path);
    return status;
}

/* ---- drafts --------------------------------------------------------------------------------- */

/* The key by which another program holds the article back, or NULL. */
static gp_status find_draft(const gp_yaml *root, const gp_yaml **by, gp_error *error)
{
    const gp_yaml *drafted = gp_yaml_get(root, "draft");
    const gp_yaml *published = gp_yaml_get(root, "published");
    bool draft = false;
    bool shown = true;
    gp_status status = is_text(drafted) ? gp_yaml_bool(drafted, &draft, error) : GP_OK;

    if (status == GP_OK && is_bool(published))
        status = gp_yaml_bool(published, &shown, error);
    *by = draft ? drafted : shown ? NULL : published;
    return status;
}

/* Our own key wins, but nothing is shown that another key holds back: its author decides. */
static gp_status read_status(const gp_yaml *root, gp_document *document, gp_error *error)
{
    const gp_yaml *by;
    gp_status status = find_draft(root, &by, error);

    if (status != GP_OK || by == NULL)
        return status;
    if (gp_yaml_get(root, "status") == NULL)
        document->status = GP_DRAFT;
    else if (document->status == GP_PUBLISHED)
        return gp_yaml_refuse(
            by, "draft: or published: contradicts status: published; take one out", error);
    return GP_OK;
}

/* ---- tags, old addresses -------------------------------------------------------------------- */

static bool add_new(gp_arena *arena, gp_str_list *list, gp_str value)
{
    for (size_t i = 0; i < list->count; i++) {
        if (gp_str_equal(list->items[i], value))
            return true;
    }
    return gp_str_list_add(arena, list, value);
}

/* A list, or one text with commas, as MkDocs and old Jekyll write it. */
static gp_status read_tags(const gp_yaml *node, gp_arena *arena, gp_str_list *tags, gp_error *error)
{
    gp_str rest = is_text(node) ? node->text : (gp_str){NULL, 0};
    gp_str part;

    while (rest.size > 0 && gp_str_next(&rest, ',', &part)) {
        part = gp_str_trim(part);
        if (part.size > 0 && !add_new(arena, tags, part))
            return gp_yaml_no_memory(error);
    }
    if (node == NULL || node->kind != GP_YAML_LIST)
        return GP_OK;
    for (const gp_yaml *item = node->first; item != NULL; item = item->next) {
        if (is_text(item) && !add_new(arena, tags, one_line(item->text)))
            return gp_yaml_no_memory(error);
    }
    return GP_OK;
}

/* A path of this site and no pattern such as "/:year/:title/"; "/" is the home page's. */
static bool is_path(gp_str address)
{
    return address.size > 1 && gp_str_starts(address, GP_STR("/")) &&
           !gp_str_starts(address, GP_STR("//")) &&
           gp_str_find_byte(address, ':', 0) == address.size &&
           gp_str_find_byte(address, ' ', 0) == address.size;
}

static gp_status read_addresses(const gp_yaml *node, gp_arena *arena, gp_str_list *aliases,
                                gp_error *error)
{
    const gp_yaml *item = node;

    if (node != NULL && node->kind != GP_YAML_TEXT)
        item = node->kind == GP_YAML_LIST ? node->first : NULL;
    for (; item != NULL; item = item == node ? NULL : item->next) {
        gp_str address = is_text(item) ? one_line(item->text) : (gp_str){NULL, 0};
        if (is_path(address) && !add_new(arena, aliases, address))
            return gp_yaml_no_memory(error);
    }
    return GP_OK;
}

gp_status gp_dialect_read(const gp_yaml *root, gp_arena *arena, gp_document *document,
                          gp_error *error)
{
    gp_status status = read_status(root, document, error);

    read_summary(root, document);
    if (status == GP_OK)
        status = read_days(root, document, error);
    if (gp_yaml_get(root, "tags") == NULL) {
        for (const char *const *key = tag_keys; *key != NULL && status == GP_OK; key++)
            status = read_tags(gp_yaml_get(root, *key), arena, &document->tags, error);
    }
    for (const char *const *key = address_keys; *key != NULL && status == GP_OK; key++)
        status = read_addresses(gp_yaml_get(root, *key), arena, &document->aliases, error);
    return status;
}
