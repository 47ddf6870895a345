#include "content/checks.h"

enum {
    GRADE_MAX = 30,
    WORDS_MAX = 100000
};

gp_checks gp_checks_default(void)
{
    return (gp_checks){.reading_grade = GP_READING_GRADE, .section_words = GP_SECTION_WORDS};
}

static gp_status read_banned(const gp_yaml *list, gp_arena *arena, gp_checks *checks,
                             gp_error *error)
{
    gp_status status = GP_OK;

    if (gp_yaml_is_null(list))
        return GP_OK;
    if (list->kind != GP_YAML_LIST)
        return gp_yaml_refuse(list, "banned: wants a list", error);
    for (const gp_yaml *node = list->first; node != NULL && status == GP_OK; node = node->next) {
        gp_banned *banned = GP_VEC_PUSH(arena, &checks->banned);
        if (banned == NULL)
            return gp_yaml_no_memory(error);
        banned->line = node->line;
        if (node->kind == GP_YAML_TEXT)
            banned->word = node->text;
        else
            status = gp_yaml_text(gp_yaml_get(node, "word"), &banned->word, error);
        if (status == GP_OK)
            status = gp_yaml_text(gp_yaml_get(node, "say"), &banned->say, error);
        if (status == GP_OK && gp_str_trim(banned->word).size == 0)
            status = gp_yaml_refuse(node, "banned: wants words, or {word: ..., say: ...}", error);
    }
    return status;
}

static gp_status read_off(const gp_yaml *map, gp_arena *arena, gp_checks *checks, gp_error *error)
{
    if (gp_yaml_is_null(map))
        return GP_OK;
    if (map->kind != GP_YAML_MAP)
        return gp_yaml_refuse(map, "check: off: wants {rule-name: \"the reason\"}", error);
    for (const gp_yaml *node = map->first; node != NULL; node = node->next) {
        gp_rule_off *off = GP_VEC_PUSH(arena, &checks->off);
        if (off == NULL)
            return gp_yaml_no_memory(error);
        if (node->kind != GP_YAML_TEXT || gp_str_trim(node->text).size == 0)
            return gp_error_set(error, GP_INVALID, "line %zu: check: off: %.*s: wants a reason",
                                node->line, GP_STR_ARGS(node->key));
        *off = (gp_rule_off){node->key, node->text, node->line};
    }
    return GP_OK;
}

static gp_status read_limit(const gp_yaml *node, size_t max, size_t *value, const char *what,
                            gp_error *error)
{
    if (gp_yaml_is_null(node))
        return GP_OK;
    if (node->kind != GP_YAML_TEXT || !gp_str_to_size(node->text, max, value))
        return gp_yaml_refuse(node, what, error);
    return GP_OK;
}

gp_status gp_checks_read(const gp_yaml *root, gp_arena *arena, gp_checks *checks, gp_error *error)
{
    const gp_yaml *map = gp_yaml_get(root, "check");
    gp_status status;

    *checks = gp_checks_default();
    status = read_banned(gp_yaml_get(root, "banned"), arena, checks, error);
    if (status != GP_OK || gp_yaml_is_null(map))
        return status;
    if (map->kind != GP_YAML_MAP)
        return gp_yaml_refuse(map, "check: wants keys such as off: below it", error);
    status = read_off(gp_yaml_get(map, "off"), arena, checks, error);
    if (status == GP_OK)
        status = read_limit(gp_yaml_get(map, "reading_grade"), GRADE_MAX, &checks->reading_grade,
                            "check: reading_grade: wants a number from 0 to 30", error);
    if (status == GP_OK)
        status = read_limit(gp_yaml_get(map, "section_words"), WORDS_MAX, &checks->section_words,
                            "check: section_words: wants a number from 0 to 100000", error);
    if (status == GP_OK)
        status = gp_yaml_bool(gp_yaml_get(map, "review_by"), &checks->review_by, error);
    if (status == GP_OK)
        status = gp_yaml_strings(gp_yaml_get(map, "acronyms"), arena, &checks->acronyms, error);
    return status;
}
