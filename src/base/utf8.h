/* utf8.h - validating and stepping through UTF-8.
 * Threads: pure; any thread. */
#ifndef GP_BASE_UTF8_H
#define GP_BASE_UTF8_H

#include "base/buf.h"
#include "base/str.h"

#include <stdint.h>

/* True when all of `s` is well-formed UTF-8 (no surrogates, no overlong forms). On false,
 * `*offset` (may be NULL) is the first bad byte. O(n), fast on ASCII. */
bool gp_utf8_valid(gp_str s, size_t *offset);
/* Decodes the character at byte `*at` and steps past it. A malformed byte gives U+FFFD and steps
 * one byte. `*at` must be < s.size. */
uint32_t gp_utf8_next(gp_str s, size_t *at);
/* Appends the UTF-8 form of `code`; surrogates and beyond U+10FFFF become U+FFFD. */
void gp_utf8_add(gp_buf *buf, uint32_t code);
/* The largest index <= `at` that does not stand inside a character. */
size_t gp_utf8_floor(gp_str s, size_t at);
/* Steps from `at` over groups of eight bytes that are ASCII without control characters, as most text is.
 * What stands at the result may be of that kind too. */
size_t gp_utf8_skip_plain(gp_str s, size_t at);
/* How many bytes of `s` gp_utf8_add_clean would leave as they are, from the first on. */
size_t gp_utf8_clean_size(gp_str s);
/* Appends `s` with malformed bytes replaced by U+FFFD and control characters (but \n and \t)
 * dropped: how any visitor's bytes become text. */
void gp_utf8_add_clean(gp_buf *buf, gp_str s);

#endif
