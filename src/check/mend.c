/* mend.c - findings whose mend leaves nothing to decide. docs/check.md says why each of them is safe. */
#include "check/lint.h"

#include "text/osa.h"

#include <string.h>

void gp_lint_mend(gp_lint *lint, gp_rule rule, gp_str from, gp_str to)
{
    gp_check_report *report = lint->report;
    gp_finding *last;

    if (lint->off[rule] || report->findings.count == 0 || from.size == 0)
        return;
    last = &report->findings.items[report->findings.count - 1];
    last->from = gp_arena_copy(lint->arena, from);
    last->to = gp_arena_copy(lint->arena, to);
}

void gp_mend_key(gp_lint *lint, const gp_yaml *map, const char *const *keys, gp_str key)
{
    const char *only = NULL;
    size_t near = 0;

    for (; *keys != NULL; keys++) {
        if (!gp_osa_within(key, gp_str_of(*keys), 1))
            continue;
        only = *keys;
        near++;
    }
    if (near == 1 && gp_yaml_get(map, only) == NULL)
        gp_lint_mend(lint, GP_RULE_KEY_TYPO,
                     gp_arena_printf(lint->arena, "%.*s:", GP_STR_ARGS(key)),
                     gp_arena_printf(lint->arena, "%s:", only));
}

/* Parameters that tell where a reader came from, and nothing about what is read. */
static bool tracks(gp_str field)
{
    static const char *const names[] = {"utm_source=", "utm_medium=",  "utm_campaign=", "utm_term=",
                                        "utm_id=",     "utm_content=", "fbclid=",       "gclid="};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (gp_str_starts(field, gp_str_of(names[i])))
            return true;
    }
    return false;
}

/* The address without them, in the arena. */
static gp_str untracked(gp_str address, gp_arena *arena)
{
    size_t end = gp_str_find_byte(address, '#', 0);
    size_t start = gp_str_find_byte(address, '?', 0);
    gp_str query, field, whole;
    char before = '?';
    gp_buf kept;

    if (start >= end)
        return address;
    gp_buf_init(&kept, address.size);
    gp_buf_add(&kept, gp_str_slice(address, 0, start));
    query = gp_str_slice(address, start + 1, end);
    while (gp_str_next(&query, '&', &field)) {
        if (tracks(field))
            continue;
        gp_buf_add_byte(&kept, before);
        gp_buf_add(&kept, field);
        before = '&';
    }
    gp_buf_add(&kept, gp_str_slice(address, end, address.size));
    whole = gp_arena_take(arena, &kept);
    gp_buf_clear(&kept);
    return whole;
}

/* "http://HOST" or "http://HOST/..." where base_url is "https://HOST". */
static bool is_own_address(gp_str address, gp_str base_url)
{
    gp_str host = gp_str_slice(base_url, 8, base_url.size);
    gp_str rest;

    if (!gp_str_starts(base_url, GP_STR("https://")) || !gp_str_starts(address, GP_STR("http://")))
        return false;
    rest = gp_str_slice(address, 7, address.size);
    return gp_str_starts(rest, host) &&
           (rest.size == host.size || strchr("/?#", rest.data[host.size]) != NULL);
}

void gp_mend_address(gp_lint *lint, gp_str address)
{
    gp_str mended = untracked(address, lint->arena);

    if (mended.size > 0 && is_own_address(mended, lint->input.site.base_url))
        mended = gp_arena_printf(lint->arena, "https://%.*s",
                                 GP_STR_ARGS(gp_str_slice(mended, 7, mended.size)));
    if (mended.size > 0 && !gp_str_equal(mended, address))
        gp_lint_mend(lint, GP_RULE_EXTERNAL_LINK, address, mended);
}
