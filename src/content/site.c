/* site.c - guidepost.yaml to gp_site: every part checked, so that a typing error in the crisis notices
 * is found when the index is built and not when someone needs them.
 */
#include "content/site.h"

#include "content/markdown.h"
#include "content/yaml.h"

#include <stdio.h>

enum {
    YAML_LIMIT = 64 * 1024,
    REPLY_MAX = 2000 /* bytes */
};

/* What a visitor in danger must see even when nothing else works. Numbers of the United States:
 * 911; 988 Suicide & Crisis Lifeline; SAMHSA's National Helpline. */
static const char built_in_notice[] =
    "**Call [911](tel:911) now** if someone is not breathing, cannot be woken or is in danger.\n\n"
    "**Call [988](tel:988) or [text 988](sms:988)**, the Suicide & Crisis Lifeline, day or "
    "night.\n\n"
    "SAMHSA's National Helpline, [1-800-662-4357](tel:18006624357), is free and confidential, "
    "around the clock.";

static const char *const built_in_phrases[] = {
    "overdose",    "overdosed",   "not breathing", "suicide", "suicidal",    "kill myself",
    "want to die", "end my life", "hurt myself",   "seizure", "unconscious", "delirium tremens"};

static const gp_str default_title = {"Guidepost", 9};

gp_status gp_site_default(gp_arena *arena, gp_site *site)
{
    gp_notice *notice;

    *site = (gp_site){.title = default_title, .checks = gp_checks_default()};
    notice = GP_VEC_PUSH(arena, &site->notices);
    if (notice == NULL)
        return GP_NO_MEMORY;
    notice->id = GP_STR("crisis");
    notice->title = GP_STR("If someone is in danger, get help now");
    for (size_t i = 0; i < sizeof built_in_phrases / sizeof built_in_phrases[0]; i++) {
        if (!gp_str_list_add(arena, &notice->phrases, gp_str_of(built_in_phrases[i])))
            return GP_NO_MEMORY;
    }
    return gp_markdown_html(gp_str_of(built_in_notice), arena, &notice->html, NULL);
}

/* ---- the parts of guidepost.yaml ------------------------------------------------------------ */

/* It is put in front of paths, so it ends without a slash. */
static gp_status check_base_url(const gp_yaml *root, gp_site *site, gp_error *error)
{
    gp_str url = site->base_url;

    while (gp_str_ends(url, GP_STR("/")))
        url.size--;
    site->base_url = url;
    if (url.size > 0 && !gp_str_starts(url, GP_STR("https://")) &&
        !gp_str_starts(url, GP_STR("http://")))
        return gp_yaml_refuse(gp_yaml_get(root, "base_url"), "base_url: wants https://...", error);
    return GP_OK;
}

/* One of two words: `*chosen` is true for the second, and false when nothing stands there. */
static gp_status read_choice(const gp_yaml *root, const char *key, const char *usual,
                             const char *other, bool *chosen, gp_error *error)
{
    gp_str word = gp_str_of(usual);
    gp_status status = gp_yaml_text(gp_yaml_get(root, key), &word, error);
    char why[64];

    if (status != GP_OK)
        return status;
    *chosen = gp_str_equal(word, gp_str_of(other));
    if (*chosen || gp_str_equal(word, gp_str_of(usual)))
        return GP_OK;
    (void)snprintf(why, sizeof why, "%s: wants %s or %s", key, usual, other);
    return gp_yaml_refuse(gp_yaml_get(root, key), why, error);
}

static gp_status read_texts(const gp_yaml *root, gp_arena *arena, gp_site *site, gp_error *error)
{
    gp_str contact = {NULL, 0};
    gp_status status = gp_yaml_text(gp_yaml_get(root, "title"), &site->title, error);

    if (status == GP_OK)
        status = gp_yaml_text(gp_yaml_get(root, "tagline"), &site->tagline, error);
    if (status == GP_OK)
        status = gp_yaml_text(gp_yaml_get(root, "base_url"), &site->base_url, error);
    if (status == GP_OK)
        status = gp_yaml_text(gp_yaml_get(root, "contact"), &contact, error);
    if (status == GP_OK && contact.size > 0)
        status = gp_markdown_html(contact, arena, &site->contact_html, error);
    if (status == GP_OK)
        status = gp_yaml_text(gp_yaml_get(root, "logo"), &site->logo.name, error);
    if (status == GP_OK)
        status = gp_yaml_bool(gp_yaml_get(root, "sample_data"), &site->sample_data, error);
    if (status == GP_OK)
        status = read_choice(root, "serve", "current", "approved", &site->serve_approved, error);
    if (status == GP_OK)
        status = read_choice(root, "counts", "on", "off", &site->counts_off, error);
    if (status == GP_OK)
        status = read_choice(root, "opensearch", "off", "on", &site->opensearch, error);
    if (status != GP_OK)
        return status;
    if (site->title.size == 0)
        site->title = default_title;
    return check_base_url(root, site, error);
}

/* A slip in {answer} would be sent to somebody as it stands. */
static gp_status read_reply(const gp_yaml *root, gp_site *site, gp_error *error)
{
    static const char *const known[] = {"{answer}", "{link}", "{verified}"};
    const gp_yaml *node = gp_yaml_get(root, "reply");
    gp_status status = gp_yaml_text(node, &site->reply, error);
    gp_str reply = site->reply;

    if (status != GP_OK || reply.size == 0)
        return status;
    if (reply.size > REPLY_MAX)
        return gp_yaml_refuse(node, "reply: wants at most 2000 bytes", error);
    if (gp_str_find(reply, GP_STR("{answer}"), 0) == reply.size)
        return gp_yaml_refuse(node, "reply: wants {answer} in it", error);
    for (size_t at = gp_str_find_byte(reply, '{', 0); at < reply.size;
         at = gp_str_find_byte(reply, '{', at + 1)) {
        bool is_known = false;
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
            is_known |= gp_str_starts(gp_str_slice(reply, at, reply.size), gp_str_of(known[i]));
        if (!is_known)
            return gp_yaml_refuse(node, "reply: knows {answer}, {link} and {verified} alone",
                                  error);
    }
    return GP_OK;
}

/* The list below `key`, or NULL where there is none. */
static gp_status list_below(const gp_yaml *root, const char *key, const gp_yaml **list,
                            gp_error *error)
{
    *list = gp_yaml_get(root, key);
    if (gp_yaml_is_null(*list))
        *list = NULL;
    if (*list != NULL && (*list)->kind != GP_YAML_LIST)
        return gp_error_set(error, GP_INVALID, "line %zu: %s: wants a list", (*list)->line, key);
    return GP_OK;
}

/* As a browser writes it in its Origin header: scheme, host in lower case, port unless it is the usual
 * one; nothing behind. What could never equal a header would be a rule that silently does nothing. */
static bool origin_sound(gp_str origin)
{
    static const char host_bytes[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
    bool https = gp_str_starts(origin, GP_STR("https://"));
    gp_str rest, host;
    size_t port;

    if (!https && !gp_str_starts(origin, GP_STR("http://")))
        return false;
    rest = gp_str_slice(origin, https ? 8 : 7, origin.size);
    host = gp_str_slice(rest, 0, gp_str_find_byte(rest, ':', 0));
    if (host.size == 0 || host.size > 253)
        return false;
    for (size_t i = 0; i < host.size; i++) {
        if (gp_str_find_byte(gp_str_of(host_bytes), host.data[i], 0) == sizeof host_bytes - 1)
            return false;
    }
    if (host.size == rest.size)
        return true;
    rest = gp_str_slice(rest, host.size + 1, rest.size);
    return rest.size > 0 && rest.data[0] != '0' && gp_str_to_size(rest, 65535, &port) &&
           port != (https ? 443u : 80u);
}

static gp_status read_origins(const gp_yaml *root, gp_arena *arena, gp_site *site, gp_error *error)
{
    const gp_yaml *list;
    gp_status status = list_below(root, "allowed_origins", &list, error);

    for (const gp_yaml *node = list != NULL ? list->first : NULL; node != NULL && status == GP_OK;
         node = node->next) {
        if (node->kind != GP_YAML_TEXT || !origin_sound(node->text))
            status =
                gp_yaml_refuse(node,
                               "allowed_origins: wants https://host or https://host:port, in lower "
                               "case, without a path, * or the usual port",
                               error);
        else if (!gp_str_list_add(arena, &site->allowed_origins, node->text))
            status = gp_yaml_no_memory(error);
    }
    return status;
}

static gp_status read_synonyms(const gp_yaml *root, gp_arena *arena, gp_site *site, gp_error *error)
{
    const gp_yaml *list;
    gp_status status = list_below(root, "synonyms", &list, error);

    for (const gp_yaml *node = list != NULL ? list->first : NULL; node != NULL && status == GP_OK;
         node = node->next) {
        gp_synonyms *group = GP_VEC_PUSH(arena, &site->synonyms);
        if (group == NULL)
            return gp_yaml_no_memory(error);
        group->line = node->line;
        status = gp_yaml_strings(node, arena, &group->words, error);
        if (status == GP_OK && group->words.count < 2)
            status =
                gp_yaml_refuse(node, "synonyms: wants at least two words, [one, other]", error);
    }
    return status;
}

static gp_status read_pins(const gp_yaml *root, gp_arena *arena, gp_site *site, gp_error *error)
{
    const gp_yaml *list;
    gp_status status = list_below(root, "pins", &list, error);

    for (const gp_yaml *node = list != NULL ? list->first : NULL; node != NULL && status == GP_OK;
         node = node->next) {
        gp_pin *pin = GP_VEC_PUSH(arena, &site->pins);
        if (pin == NULL)
            return gp_yaml_no_memory(error);
        pin->line = node->line;
        status = gp_yaml_text(gp_yaml_get(node, "section"), &pin->section, error);
        if (status == GP_OK)
            status = gp_yaml_strings(gp_yaml_get(node, "questions"), arena, &pin->questions, error);
        if (status == GP_OK && (pin->section.size == 0 || pin->questions.count == 0))
            status = gp_yaml_refuse(node, "pins: wants section: and questions:", error);
    }
    return status;
}

static gp_status read_notice(const gp_yaml *node, gp_arena *arena, gp_notice *notice,
                             gp_error *error)
{
    gp_str text = {NULL, 0};
    gp_status status = gp_yaml_text(gp_yaml_get(node, "id"), &notice->id, error);

    if (status == GP_OK)
        status = gp_yaml_text(gp_yaml_get(node, "title"), &notice->title, error);
    if (status == GP_OK)
        status = gp_yaml_text(gp_yaml_get(node, "text"), &text, error);
    if (status == GP_OK)
        status = gp_yaml_strings(gp_yaml_get(node, "phrases"), arena, &notice->phrases, error);
    if (status == GP_OK)
        status = gp_yaml_strings(gp_yaml_get(node, "except"), arena, &notice->except, error);
    if (status != GP_OK)
        return status;
    if (notice->id.size == 0 || notice->title.size == 0 || text.size == 0 ||
        notice->phrases.count == 0)
        return gp_yaml_refuse(node, "notices: wants id:, title:, text: and phrases:", error);
    return gp_markdown_html(text, arena, &notice->html, error);
}

static bool id_taken(const gp_site *site, const gp_notice *notice)
{
    for (const gp_notice *other = site->notices.items; other != notice; other++) {
        if (gp_str_equal(other->id, notice->id))
            return true;
    }
    return false;
}

static gp_status read_notices(const gp_yaml *root, gp_arena *arena, gp_site *site, gp_error *error)
{
    const gp_yaml *list;
    gp_status status = list_below(root, "notices", &list, error);

    if (status != GP_OK || list == NULL)
        return status;
    site->notices.items = NULL;
    site->notices.count = site->notices.capacity = 0;
    for (const gp_yaml *node = list->first; node != NULL && status == GP_OK; node = node->next) {
        gp_notice *notice = GP_VEC_PUSH(arena, &site->notices);
        if (notice == NULL)
            return gp_yaml_no_memory(error);
        status = read_notice(node, arena, notice, error);
        if (status == GP_OK && id_taken(site, notice))
            status = gp_yaml_refuse(node, "notices: two have the same id:", error);
    }
    return status;
}

gp_status gp_site_read_yaml(gp_str yaml, gp_arena *arena, gp_site *site, gp_error *error)
{
    gp_yaml *root;
    gp_status status = gp_site_default(arena, site);

    if (status != GP_OK)
        return gp_yaml_no_memory(error);
    status = gp_yaml_read(yaml, YAML_LIMIT, arena, &root, error);
    if (status == GP_OK)
        status = read_texts(root, arena, site, error);
    if (status == GP_OK)
        status = read_reply(root, site, error);
    if (status == GP_OK)
        status = gp_yaml_strings(gp_yaml_get(root, "caution"), arena, &site->caution, error);
    if (status == GP_OK)
        status = read_origins(root, arena, site, error);
    if (status == GP_OK)
        status = read_synonyms(root, arena, site, error);
    if (status == GP_OK)
        status = read_pins(root, arena, site, error);
    if (status == GP_OK)
        status = read_notices(root, arena, site, error);
    if (status == GP_OK)
        status = gp_theme_read(gp_yaml_get(root, "colors"), arena, &site->theme, error);
    if (status == GP_OK)
        status = gp_checks_read(root, arena, &site->checks, error);
    if (status == GP_OK)
        status = gp_duties_read(root, arena, &site->duties, error);
    if (status != GP_OK)
        (void)gp_error_context(error, "guidepost.yaml");
    return status;
}
