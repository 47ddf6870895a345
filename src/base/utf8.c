/* utf8.c - validation after Unicode 15, table 3-7 (well-formed byte sequences). */
#include "base/utf8.h"

#include <string.h>

/* Decodes one character; 0 bytes used when malformed. */
static size_t decode(gp_str s, size_t at, uint32_t *code)
{
    const unsigned char *p = (const unsigned char *)s.data + at;
    size_t left = s.size - at;
    size_t length;
    uint32_t value, least;

    if (p[0] < 0x80) {
        *code = p[0];
        return 1;
    }
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return 0;
    length = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    if (left < length)
        return 0;
    value = p[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (p[i] & 0x3Fu);
    }
    if (value < least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *code = value;
    return length;
}

/* Steps over as many eight-byte groups of ASCII as there are: most text is. */
static size_t skip_ascii(gp_str s, size_t at)
{
    uint64_t group;

    while (s.size - at >= sizeof group) {
        memcpy(&group, s.data + at, sizeof group);
        if ((group & 0x8080808080808080u) != 0)
            break;
        at += sizeof group;
    }
    return at;
}

bool gp_utf8_valid(gp_str s, size_t *offset)
{
    size_t at = 0;
    uint32_t code;

    while (at < s.size) {
        size_t length;
        at = skip_ascii(s, at);
        if (at >= s.size)
            break;
        length = decode(s, at, &code);
        if (length == 0) {
            if (offset != NULL)
                *offset = at;
            return false;
        }
        at += length;
    }
    return true;
}

uint32_t gp_utf8_next(gp_str s, size_t *at)
{
    uint32_t code = 0xFFFD;
    size_t length = decode(s, *at, &code);

    *at += length > 0 ? length : 1;
    return code;
}

void gp_utf8_add(gp_buf *buf, uint32_t code)
{
    char out[4];
    size_t length;

    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        code = 0xFFFD;
    if (code < 0x80) {
        out[0] = (char)code;
        length = 1;
    } else if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        length = 2;
    } else if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        length = 3;
    } else {
        out[0] = (char)(0xF0 | code >> 18);
        length = 4;
    }
    for (size_t i = 1; i < length; i++)
        out[i] = (char)(0x80 | (code >> (6 * (length - 1 - i)) & 0x3F));
    gp_buf_add(buf, (gp_str){out, length});
}

size_t gp_utf8_floor(gp_str s, size_t at)
{
    if (at >= s.size)
        return s.size;
    while (at > 0 && ((unsigned char)s.data[at] & 0xC0) == 0x80)
        at--;
    return at;
}

size_t gp_utf8_skip_plain(gp_str s, size_t at)
{
    static const uint64_t ones = 0x0101010101010101u;
    uint64_t group;

    while (s.size - at >= sizeof group) {
        memcpy(&group, s.data + at, sizeof group);
        /* the high bit of a byte is set if it was, or the byte is below 0x20, or it is 0x7F; a carry
         * goes on only from a byte that is one of these itself */
        if (((group | (group - ones * 0x20) | (group + ones)) & ones * 0x80) != 0)
            break;
        at += sizeof group;
    }
    return at;
}

static bool stays(uint32_t code, size_t size)
{
    bool malformed = code == 0xFFFD && size == 1;
    bool control = (code < 0x20 && code != '\n' && code != '\t') || code == 0x7F ||
                   (code >= 0x80 && code < 0xA0);

    return !malformed && !control;
}

size_t gp_utf8_clean_size(gp_str s)
{
    size_t at = gp_utf8_skip_plain(s, 0);

    while (at < s.size) {
        size_t before = at;
        uint32_t code = gp_utf8_next(s, &at);
        if (!stays(code, at - before))
            return before;
        at = gp_utf8_skip_plain(s, at);
    }
    return s.size;
}

void gp_utf8_add_clean(gp_buf *buf, gp_str s)
{
    size_t size = gp_utf8_clean_size(s);

    gp_buf_add(buf, gp_str_slice(s, 0, size));
    while (size < s.size) {
        size_t after = size;
        uint32_t code = gp_utf8_next(s, &after);
        if (code == 0xFFFD && after - size == 1)
            gp_utf8_add(buf, code);
        s = gp_str_slice(s, after, s.size);
        size = gp_utf8_clean_size(s);
        gp_buf_add(buf, gp_str_slice(s, 0, size));
    }
}

bool gp_utf8_is_obeyed(uint32_t code)
{
    bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    bool line = code == 0x2028 || code == 0x2029;
    bool direction = code == 0x061C || code == 0x200E || code == 0x200F ||
                     (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);

    return control || line || direction;
}

/* The first byte from `at` on that is not shown as it is; `*size` bytes of it are escaped. */
static size_t next_hidden(gp_str s, size_t at, size_t *size)
{
    while (at < s.size) {
        size_t before = at;
        uint32_t code = gp_utf8_next(s, &at);
        *size = at - before;
        if (gp_utf8_is_obeyed(code) || (code == 0xFFFD && *size == 1))
            return before;
    }
    *size = 0;
    return s.size;
}

bool gp_utf8_is_shown(gp_str s)
{
    size_t size;

    return next_hidden(s, 0, &size) == s.size;
}

gp_str gp_utf8_shown(gp_arena *arena, gp_str s)
{
    static const char digits[] = "0123456789ABCDEF";
    char *shown = gp_arena_alloc(arena, 4 * s.size + 1);
    size_t used = 0;
    size_t at = 0;

    if (shown == NULL)
        return (gp_str){NULL, 0};
    while (at < s.size) {
        size_t size;
        size_t hidden = next_hidden(s, at, &size);
        memcpy(shown + used, s.data + at, hidden - at);
        used += hidden - at;
        for (at = hidden; at < hidden + size; at++) {
            unsigned char byte = (unsigned char)s.data[at];
            shown[used++] = '\\';
            shown[used++] = 'x';
            shown[used++] = digits[byte >> 4];
            shown[used++] = digits[byte & 15];
        }
    }
    return (gp_str){shown, used};
}
