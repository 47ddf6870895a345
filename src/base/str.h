/* str.h - borrowed bytes: a pointer and a length, never owned, never assumed NUL-terminated.
 *
 * Threads:  pure; any thread.
 * Not here: building text (buf.h), keeping it (arena.h), UTF-8 (utf8.h).
 */
#ifndef GP_BASE_STR_H
#define GP_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

typedef struct gp_str {
    const char *data; /* may be NULL when size is 0 */
    size_t size;      /* bytes */
} gp_str;

/* A string literal as gp_str. */
#define GP_STR(literal) ((gp_str){(literal), sizeof(literal) - 1})
/* For printf: "%.*s". */
#define GP_STR_ARGS(s) (int)(s).size, (s).data ? (s).data : ""

/* NULL gives the empty string. */
gp_str gp_str_of(const char *text);
bool gp_str_equal(gp_str a, gp_str b);
/* ASCII letters compare without case. */
bool gp_str_equal_nocase(gp_str a, gp_str b);
/* Byte order; a prefix sorts first. */
int gp_str_compare(gp_str a, gp_str b);
bool gp_str_starts(gp_str s, gp_str prefix);
bool gp_str_ends(gp_str s, gp_str suffix);
/* Bytes [start, end), both cut to the string's size. */
gp_str gp_str_slice(gp_str s, size_t start, size_t end);
/* Without ASCII white space at both ends. */
gp_str gp_str_trim(gp_str s);
/* Index of the first `byte` at or after `from`, or s.size. */
size_t gp_str_find_byte(gp_str s, char byte, size_t from);
/* Index of the first `needle` at or after `from`, or s.size. O(n m). */
size_t gp_str_find(gp_str s, gp_str needle, size_t from);
/* The part up to the next `separator`, taken off the front of `*rest`; false when `*rest` is used
 * up (rest->data NULL). "a,,b" gives a, "", b. */
bool gp_str_next(gp_str *rest, char separator, gp_str *part);
/* Digits only, at most `max`; false otherwise and `*value` untouched. */
bool gp_str_to_size(gp_str s, size_t max, size_t *value);

#endif
