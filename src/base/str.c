#include "base/str.h"

#include <string.h>

gp_str gp_str_of(const char *text)
{
    return (gp_str){text, text != NULL ? strlen(text) : 0};
}

bool gp_str_equal(gp_str a, gp_str b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static unsigned char lower(char byte)
{
    return (unsigned char)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
}

bool gp_str_equal_nocase(gp_str a, gp_str b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++) {
        if (lower(a.data[i]) != lower(b.data[i]))
            return false;
    }
    return true;
}

int gp_str_compare(gp_str a, gp_str b)
{
    size_t shorter = a.size < b.size ? a.size : b.size;
    int order = shorter > 0 ? memcmp(a.data, b.data, shorter) : 0;

    if (order != 0)
        return order;
    return a.size < b.size ? -1 : a.size > b.size;
}

bool gp_str_starts(gp_str s, gp_str prefix)
{
    return s.size >= prefix.size && gp_str_equal((gp_str){s.data, prefix.size}, prefix);
}

bool gp_str_ends(gp_str s, gp_str suffix)
{
    return s.size >= suffix.size &&
           gp_str_equal(gp_str_slice(s, s.size - suffix.size, s.size), suffix);
}

gp_str gp_str_slice(gp_str s, size_t start, size_t end)
{
    if (end > s.size)
        end = s.size;
    if (start >= end)
        return (gp_str){s.data, 0};
    return (gp_str){s.data + start, end - start};
}

static bool blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

gp_str gp_str_trim(gp_str s)
{
    while (s.size > 0 && blank(s.data[0])) {
        s.data++;
        s.size--;
    }
    while (s.size > 0 && blank(s.data[s.size - 1]))
        s.size--;
    return s;
}

size_t gp_str_find_byte(gp_str s, char byte, size_t from)
{
    const char *found;

    if (from >= s.size)
        return s.size;
    found = memchr(s.data + from, byte, s.size - from);
    return found != NULL ? (size_t)(found - s.data) : s.size;
}

size_t gp_str_find(gp_str s, gp_str needle, size_t from)
{
    const char *found;

    if (from > s.size || needle.size > s.size - from)
        return s.size;
    if (needle.size == 0)
        return from;
    found = memmem(s.data + from, s.size - from, needle.data, needle.size);
    return found != NULL ? (size_t)(found - s.data) : s.size;
}

bool gp_str_next(gp_str *rest, char separator, gp_str *part)
{
    size_t at;

    if (rest->data == NULL)
        return false;
    at = gp_str_find_byte(*rest, separator, 0);
    *part = (gp_str){rest->data, at};
    if (at == rest->size)
        *rest = (gp_str){NULL, 0};
    else
        *rest = (gp_str){rest->data + at + 1, rest->size - at - 1};
    return true;
}

bool gp_str_to_size(gp_str s, size_t max, size_t *value)
{
    size_t number = 0;

    if (s.size == 0)
        return false;
    for (size_t i = 0; i < s.size; i++) {
        size_t digit = (size_t)(s.data[i] - '0');
        if (s.data[i] < '0' || s.data[i] > '9' || digit > max || number > (max - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    *value = number;
    return true;
}
