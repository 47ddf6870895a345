#include "content/anchor.h"

#include "base/utf8.h"

#include <utf8proc.h>

enum {
    SLUG_MAX = 128
};

/* Letters in circles and squares, which Unicode counts as alphabetic. */
static bool enclosed(uint32_t code)
{
    return (code >= 0x24B6 && code <= 0x24E9) || (code >= 0x1F130 && code <= 0x1F149) ||
           (code >= 0x1F150 && code <= 0x1F169) || (code >= 0x1F170 && code <= 0x1F189);
}

/* Unicode's Case_Ignorable: what a word's letters may have between them. */
static bool between_letters(uint32_t code)
{
    static const uint32_t signs[] = {'\'',   '.',    ':',    0xB7,   0x387,  0x55F,
                                     0x5F4,  0x2018, 0x2019, 0x2024, 0x2027, 0xFE13,
                                     0xFE52, 0xFE55, 0xFF07, 0xFF0E, 0xFF1A};

    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_SK:
        return true;
    default:
        for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
            if (code == signs[i])
                return true;
        }
        return false;
    }
}

/* Unicode's Cased, but for those that are Case_Ignorable too. */
static bool cased(uint32_t code)
{
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
        return true;
    default:
        return code == 0xAA || code == 0xBA || (code >= 0x2160 && code <= 0x217F) || enclosed(code);
    }
}

/* What comes first of a text but for what may stand between letters is a letter with a case. */
static bool goes_on(gp_str rest)
{
    size_t at = 0;

    while (at < rest.size) {
        uint32_t code = gp_utf8_next(rest, &at);
        if (!between_letters(code))
            return cased(code);
    }
    return false;
}

/* Two capitals came to old small letters with Unicode 16, which the system's library may not know. */
static uint32_t lower_of(uint32_t code)
{
    if (code == 0xA7CB)
        return 0x264;
    if (code == 0xA7DC)
        return 0x19B;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)code);
}

/* Appends a character in lower case, as JavaScript does it, if it is one that stays. Two depend on more
 * than themselves: the dotted capital I and a Greek sigma at a word's end. `in_word`: the last
 * character in front, but those that may stand between letters, has a case; `rest` is what follows. */
static void add_lower(gp_buf *buf, uint32_t code, bool in_word, gp_str rest)
{
    uint32_t lower = lower_of(code);

    if (code == 0x0130) {
        gp_buf_add_text(buf, "i\xCC\x87");
        return;
    }
    if (code == 0x03A3 && in_word && !goes_on(rest))
        lower = 0x03C2;
    if (gp_anchor_keeps(lower))
        gp_utf8_add(buf, lower);
}

gp_str gp_anchor_of(gp_str heading, gp_arena *arena)
{
    gp_buf buf;
    gp_str anchor;
    bool in_word = false;
    size_t at = 0;

    gp_buf_init(&buf, heading.size * 3 + 1);
    while (at < heading.size) {
        uint32_t code = gp_utf8_next(heading, &at);
        if (code == ' ')
            gp_buf_add_byte(&buf, '-');
        else
            add_lower(&buf, code, in_word, gp_str_slice(heading, at, heading.size));
        if (!between_letters(code))
            in_word = cased(code);
    }
    anchor = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return anchor;
}

static gp_anchor *find_used(const gp_anchor_list *used, gp_str text)
{
    for (size_t i = 0; i < used->count; i++) {
        if (gp_str_equal(used->items[i].text, text))
            return &used->items[i];
    }
    return NULL;
}

gp_str gp_anchor_unique(gp_str anchor, gp_arena *arena, gp_anchor_list *used)
{
    gp_anchor *first = find_used(used, anchor);
    gp_anchor *taken = first;
    gp_str candidate = anchor;

    while (taken != NULL && !arena->failed) {
        candidate = gp_arena_printf(arena, "%.*s-%zu", GP_STR_ARGS(anchor), ++first->copies);
        taken = find_used(used, candidate);
    }
    taken = GP_VEC_PUSH(arena, used);
    if (taken == NULL || arena->failed)
        return (gp_str){NULL, 0};
    taken->text = candidate;
    return candidate;
}

bool gp_anchor_explicit(gp_str *heading, gp_str *anchor)
{
    gp_str text = gp_str_trim(*heading);
    size_t open = text.size;
    size_t at;

    if (!gp_str_ends(text, GP_STR("}")))
        return false;
    while (open > 0 && text.data[open - 1] != '{')
        open--;
    if (open == 0 || text.data[open] != '#' || text.size - open < 3)
        return false;
    at = open + 1;
    while (at < text.size - 1) {
        uint32_t code = gp_utf8_next(text, &at);
        if (code == ' ' || (!gp_anchor_keeps(code) && code != '.' && code != ':'))
            return false;
    }
    *anchor = gp_str_slice(text, open + 1, text.size - 1);
    *heading = gp_str_trim(gp_str_slice(text, 0, open - 1));
    return true;
}

static gp_str base_name(gp_str path)
{
    size_t start = 0;
    size_t dot;

    for (size_t i = 0; i < path.size; i++) {
        if (path.data[i] == '/')
            start = i + 1;
    }
    path = gp_str_slice(path, start, path.size);
    dot = path.size;
    while (dot > 1 && path.data[dot - 1] != '.')
        dot--;
    return dot > 1 ? gp_str_slice(path, 0, dot - 1) : path;
}

/* "2026-03-02-title" without the date, as Jekyll names its posts. */
static gp_str without_date(gp_str name)
{
    static const char shape[] = "0000-00-00-";

    if (name.size <= sizeof shape - 1)
        return name;
    for (size_t i = 0; i < sizeof shape - 1; i++) {
        bool digit = name.data[i] >= '0' && name.data[i] <= '9';
        if (shape[i] == '0' ? !digit : name.data[i] != '-')
            return name;
    }
    return gp_str_slice(name, sizeof shape - 1, name.size);
}

gp_str gp_slug_of_path(gp_str path, gp_arena *arena)
{
    gp_str name = without_date(base_name(path));
    gp_buf buf;
    gp_str slug;
    size_t at = 0;
    bool gap = false;

    gp_buf_init(&buf, name.size * 3 + 1);
    while (at < name.size) {
        uint32_t code = gp_utf8_next(name, &at);
        if (!gp_anchor_keeps(code) || code == ' ' || code == '-') {
            gap = buf.size > 0;
            continue;
        }
        if (gap)
            gp_buf_add_byte(&buf, '-');
        gap = false;
        gp_utf8_add(&buf, (uint32_t)utf8proc_tolower((utf8proc_int32_t)code));
    }
    slug = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return slug;
}

bool gp_slug_valid(gp_str slug)
{
    size_t at = 0;

    if (slug.size == 0 || slug.size > SLUG_MAX || !gp_utf8_valid(slug, NULL))
        return false;
    while (at < slug.size) {
        uint32_t code = gp_utf8_next(slug, &at);
        bool plain = (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') || code == '-' ||
                     code == '_';
        if (!plain && (code < 0x80 || !gp_anchor_keeps(code)))
            return false;
    }
    return true;
}
