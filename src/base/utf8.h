/* utf8.h - validating and stepping through UTF-8.
 * Threads: pure; any thread. */
#ifndef GP_BASE_UTF8_H
#define GP_BASE_UTF8_H

#include "base/arena.h"
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
/* True for characters that a terminal obeys instead of showing them: controls (also U+0080 to U+009F),
 * line separators, and what turns the direction of a text around, so that a name reads as another. */
bool gp_utf8_is_obeyed(uint32_t code);
/* True when `s` is well-formed UTF-8 and none of its characters is obeyed. O(n). */
bool gp_utf8_is_shown(gp_str s);
/* `s` as people can read it: every byte of what is malformed or obeyed as \xNN, all else as it is. Lives
 * in the arena, a NUL behind it; {NULL, 0} and arena->failed without memory. O(n), at most four times as long. */
gp_str gp_utf8_shown(gp_arena *arena, gp_str s);

#endif
