/* ics.h - days of review as an iCalendar file (RFC 5545), for the calendars that staff have already.
 *
 * Shape:    one VCALENDAR with a VEVENT of a whole day for each review. Its UID is made from the section's id, so
 *           that a new day moves the event instead of adding another. The same data give the same bytes.
 * Bytes:    lines end with CR LF and are folded at 75 bytes, never inside a character; control characters are
 *           dropped, malformed UTF-8 becomes U+FFFD.
 * Errors:   sticky in the buffer. Threads: pure.
 */
#ifndef GP_VIEW_DESK_ICS_H
#define GP_VIEW_DESK_ICS_H

#include "base/buf.h"

#include <stdint.h>

typedef struct gp_ics {
    gp_buf *out;
    gp_str host;   /* behind the "@" of each UID; "" is "localhost" */
    int32_t today; /* DTSTAMP of each event */
} gp_ics;

/* `name` is what a calendar calls the whole. */
void gp_ics_begin(gp_ics *ics, gp_buf *out, gp_str name, gp_str host, int32_t today);
/* `id` is unique within the file; `day` since 1970-01-01; `description` and `url` (encoded, as base/html.h
 * writes addresses) may be empty. */
void gp_ics_event(gp_ics *ics, gp_str id, int32_t day, gp_str summary, gp_str description,
                  gp_str url);
void gp_ics_end(gp_ics *ics);

#endif
