/* clock.h - time: a monotonic stopwatch and the calendar's day. */
#ifndef GP_BASE_CLOCK_H
#define GP_BASE_CLOCK_H

#include "base/str.h"

#include <stdint.h>

/* Microseconds of a clock that never goes back. */
uint64_t gp_clock_us(void);
/* Seconds since 1970-01-01, UTC. */
int64_t gp_clock_now(void);
/* Today (UTC) as days since 1970-01-01. */
int32_t gp_clock_today(void);
/* "YYYY-MM-DD" (longer texts: only the first ten bytes count) as days since 1970-01-01; false when
 * it is no date of the Gregorian calendar, years 1900..9999. */
bool gp_date_parse(gp_str text, int32_t *days);
#define GP_DATE_TEXT 16 /* bytes that gp_date_write wants */
/* Writes "YYYY-MM-DD" of days since 1970-01-01, years 1900..9999 (others: the nearest of them). */
void gp_date_write(int32_t days, char out[GP_DATE_TEXT]);
/* "2 November 2026" style text of a date "2026-11-02" for readers: writes "November 2, 2026" into
 * `out` (at least 24 bytes); the text itself when it is no date. */
void gp_date_words(gp_str date, char *out, size_t out_size);

#endif
