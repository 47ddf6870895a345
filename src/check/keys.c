/* keys.c - keys that nobody reads and that look like ones that are read. Others are kept and ignored. */
#include "check/lint.h"

#include "content/front_matter.h"
#include "text/osa.h"

/* Of Hugo, Jekyll, Docusaurus, MkDocs and WordPress: meant as they are written. */
static const char *const foreign[] = {
    "author", "authors",   "categories",    "category",    "comments",
    "cover",  "data",      "draft",         "hide",        "id",
    "image",  "images",    "keywords",      "lastmod",     "last_update",
    "layout", "linkTitle", "menu",          "modified",    "name",
    "params", "permalink", "pubdate",       "published",   "publishDate",
    "search", "series",    "sidebar_label", "template",    "toc",
    "type",   "unlisted",  "url",           "description", NULL};

static const char *const site_keys[] = {
    "title",  "tagline", "base_url", "contact",         "logo",       "sample_data", "serve",
    "counts", "caution", "colors",   "allowed_origins", "synonyms",   "pins",        "notices",
    "banned", "check",   "owners",   "review",          "opensearch", "reply",       NULL};
static const char *const owner_keys[] = {"owner", "tags", "slugs", NULL};
static const char *const review_keys[] = {"days", "tags", NULL};
static const char *const check_keys[] = {"off",       "reading_grade", "section_words",
                                         "review_by", "acronyms",      NULL};
static const char *const pin_keys[] = {"section", "questions", NULL};
static const char *const notice_keys[] = {"id", "title", "text", "phrases", "except", NULL};

static bool holds(const char *const *keys, gp_str key)
{
    for (; *keys != NULL; keys++) {
        if (gp_str_equal(key, gp_str_of(*keys)))
            return true;
    }
    return false;
}

/* The known key that at most two slips (one in a short key) turn into this one, or NULL. */
static const char *meant(const char *const *keys, gp_str key)
{
    size_t limit = key.size > 4 ? 2 : 1;

    if (key.size < 3 || key.size > GP_FORM_MAX)
        return NULL;
    for (size_t slips = 1; slips <= limit; slips++) {
        for (const char *const *known = keys; *known != NULL; known++) {
            if (gp_osa_within(key, gp_str_of(*known), slips))
                return *known;
        }
    }
    return NULL;
}

static void check_keys_of(gp_lint *lint, const gp_yaml *map, const char *const *keys, gp_str path,
                          size_t shift)
{
    if (map == NULL || map->kind != GP_YAML_MAP)
        return;
    for (const gp_yaml *node = map->first; node != NULL; node = node->next) {
        const char *known = NULL;
        gp_str mend;
        if (!holds(keys, node->key) && !holds(foreign, node->key))
            known = meant(keys, node->key);
        if (known == NULL)
            continue;
        mend = gp_arena_printf(lint->arena, "did you mean %s:?", known);
        gp_lint_tell(lint, GP_RULE_KEY_TYPO, path, node->line + shift,
                     mend.data != NULL ? mend.data : "", "the key %.*s: is not read",
                     GP_STR_ARGS(node->key));
        gp_mend_key(lint, map, keys, node->key);
    }
}

void gp_lint_keys(gp_lint *lint)
{
    gp_front_matter parts;
    gp_yaml *root = NULL;
    const gp_yaml *sections;
    size_t shift;

    if (!gp_lint_is_markdown(lint) || gp_front_matter_split(lint->source, &parts, NULL) != GP_OK ||
        gp_yaml_read(parts.yaml, GP_FRONT_MATTER_MAX, &lint->scratch, &root, NULL) != GP_OK)
        return; /* the reader has refused it */
    shift = parts.yaml_line - 1;
    check_keys_of(lint, root, gp_front_matter_keys, lint->path, shift);
    sections = gp_yaml_get(root, "sections");
    if (sections == NULL || sections->kind != GP_YAML_MAP)
        return;
    for (const gp_yaml *node = sections->first; node != NULL; node = node->next)
        check_keys_of(lint, node, gp_front_matter_section_keys, lint->path, shift);
}

static void check_items(gp_lint *lint, const gp_yaml *list, const char *const *keys, gp_str path)
{
    for (const gp_yaml *node = list != NULL ? list->first : NULL; node != NULL; node = node->next)
        check_keys_of(lint, node, keys, path, 0);
}

void gp_lint_site_keys(gp_lint *lint, gp_str yaml, gp_str path)
{
    gp_yaml *root = NULL;

    if (gp_yaml_read(yaml, yaml.size, &lint->scratch, &root, NULL) != GP_OK)
        return;
    check_keys_of(lint, root, site_keys, path, 0);
    check_keys_of(lint, gp_yaml_get(root, "check"), check_keys, path, 0);
    check_keys_of(lint, gp_yaml_get(root, "review"), review_keys, path, 0);
    check_items(lint, gp_yaml_get(root, "owners"), owner_keys, path);
    check_items(lint, gp_yaml_get(root, "pins"), pin_keys, path);
    check_items(lint, gp_yaml_get(root, "notices"), notice_keys, path);
}
