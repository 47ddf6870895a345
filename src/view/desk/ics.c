#include "view/desk/ics.h"

#include "base/clock.h"
#include "base/html.h"
#include "base/utf8.h"

#include <string.h>

enum {
    LINE_BYTES = 75, /* without CR LF; RFC 5545, 3.1 */
    VALUE_LIMIT = 64 * 1024
};

/* Writes one content line, folded: a line that goes on begins with a blank, which counts. */
static void add_line(gp_buf *out, gp_str line)
{
    size_t room = LINE_BYTES;
    size_t at = 0;

    while (line.size - at > room) {
        size_t end = gp_utf8_floor(line, at + room);
        gp_buf_add(out, gp_str_slice(line, at, end));
        gp_buf_add_text(out, "\r\n ");
        at = end;
        room = LINE_BYTES - 1;
    }
    gp_buf_add(out, gp_str_slice(line, at, line.size));
    gp_buf_add_text(out, "\r\n");
}

/* A TEXT value: what ends it or cuts it is escaped. */
static void add_escaped(gp_buf *out, gp_str clean)
{
    for (size_t i = 0; i < clean.size; i++) {
        char byte = clean.data[i];
        if (byte == '\n') {
            gp_buf_add_text(out, "\\n");
            continue;
        }
        if (strchr("\\;,", byte) != NULL)
            gp_buf_add_byte(out, '\\');
        gp_buf_add_byte(out, byte == '\t' ? ' ' : byte);
    }
}

static void add_text(gp_buf *out, const char *name, gp_str text)
{
    gp_buf clean, line;

    gp_buf_init(&clean, VALUE_LIMIT);
    gp_buf_init(&line, VALUE_LIMIT);
    gp_utf8_add_clean(&clean, text);
    gp_buf_add_text(&line, name);
    gp_buf_add_byte(&line, ':');
    add_escaped(&line, gp_buf_str(&clean));
    if (clean.status != GP_OK || line.status != GP_OK)
        out->status = clean.status != GP_OK ? clean.status : line.status;
    else
        add_line(out, gp_buf_str(&line));
    gp_buf_clear(&clean);
    gp_buf_clear(&line);
}

/* The id percent-encoded: bytes that no calendar takes apart. */
static void add_uid(const gp_ics *ics, gp_str id)
{
    gp_buf line;

    gp_buf_init(&line, VALUE_LIMIT);
    gp_buf_add_text(&line, "UID:review-");
    gp_url_add_part(&line, id);
    gp_buf_add_byte(&line, '@');
    gp_buf_add(&line, ics->host);
    if (line.status != GP_OK)
        ics->out->status = line.status;
    else
        add_line(ics->out, gp_buf_str(&line));
    gp_buf_clear(&line);
}

/* A URI is no TEXT, so nothing is escaped; what no address may hold is left out. */
static void add_address(gp_buf *out, gp_str url)
{
    gp_buf line;

    gp_buf_init(&line, VALUE_LIMIT);
    gp_buf_add_text(&line, "URL:");
    for (size_t i = 0; i < url.size; i++) {
        if (url.data[i] > ' ' && url.data[i] < 0x7F)
            gp_buf_add_byte(&line, url.data[i]);
    }
    if (line.status != GP_OK)
        out->status = line.status;
    else
        add_line(out, gp_buf_str(&line));
    gp_buf_clear(&line);
}

/* "20261102" of a day. */
static void add_date(gp_buf *out, const char *name, int32_t day, const char *behind)
{
    char date[GP_DATE_TEXT];

    gp_date_write(day, date);
    gp_buf_printf(out, "%s:%.4s%.2s%.2s%s\r\n", name, date, date + 5, date + 8, behind);
}

void gp_ics_begin(gp_ics *ics, gp_buf *out, gp_str name, gp_str host, int32_t today)
{
    *ics = (gp_ics){.out = out, .host = host.size > 0 ? host : GP_STR("localhost"), .today = today};
    gp_buf_add_text(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Guidepost//Reviews//EN\r\n"
                         "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
    add_text(out, "X-WR-CALNAME", name);
}

void gp_ics_event(gp_ics *ics, gp_str id, int32_t day, gp_str summary, gp_str description,
                  gp_str url)
{
    gp_buf_add_text(ics->out, "BEGIN:VEVENT\r\n");
    add_uid(ics, id);
    add_date(ics->out, "DTSTAMP", ics->today, "T000000Z");
    add_date(ics->out, "DTSTART;VALUE=DATE", day, "");
    add_date(ics->out, "DTEND;VALUE=DATE", day + 1, "");
    add_text(ics->out, "SUMMARY", summary);
    if (description.size > 0)
        add_text(ics->out, "DESCRIPTION", description);
    if (url.size > 0)
        add_address(ics->out, url);
    gp_buf_add_text(ics->out, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
}

void gp_ics_end(gp_ics *ics)
{
    gp_buf_add_text(ics->out, "END:VCALENDAR\r\n");
}
