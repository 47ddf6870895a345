#include "base/html.h"

#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

/* The escape of a character that may not stand as itself; "" drops it; NULL keeps it. */
static const char *escape_of(unsigned char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F ? "" : NULL;
    }
}

/* Steps from `at` over groups of eight bytes that are letters or blanks, as most of any text is. */
static size_t skip_letters(gp_str s, size_t at)
{
    static const uint64_t ones = 0x0101010101010101u;
    uint64_t group;

    while (s.size - at >= sizeof group) {
        uint64_t low, other; /* not 0x40 to 0x7F; no blank */
        memcpy(&group, s.data + at, sizeof group);
        low = ~(group << 1);
        other = (group ^ ones * 0x20) + ones * 0x7F;
        if ((((low & other) | group | (group + ones)) & ones * 0x80) != 0) /* 0x7F + 1: DEL */
            break;
        at += sizeof group;
    }
    return at;
}

void gp_html_add_text(gp_buf *buf, gp_str text)
{
    size_t kept = 0;
    size_t at = 0;

    while (at < text.size) {
        size_t before = skip_letters(text, at);
        const char *escape = NULL;
        unsigned char byte;
        at = before;
        if (at >= text.size)
            break;
        byte = (unsigned char)text.data[at];
        if (byte < 0x80) {
            escape = escape_of(byte);
            at++;
        } else if (gp_utf8_next(text, &at) == 0xFFFD && at - before == 1) {
            escape = "\xEF\xBF\xBD";
        }
        if (escape == NULL)
            continue;
        gp_buf_add(buf, gp_str_slice(text, kept, before));
        gp_buf_add_text(buf, escape);
        kept = at;
    }
    gp_buf_add(buf, gp_str_slice(text, kept, text.size));
}

void gp_html_add_paragraphs(gp_buf *html, gp_str text)
{
    gp_str line;

    while (gp_str_next(&text, '\n', &line)) {
        line = gp_str_trim(line);
        if (line.size == 0)
            continue;
        gp_buf_add_text(html, "<p>");
        gp_html_add_text(html, line);
        gp_buf_add_text(html, "</p>\n");
    }
}

static bool unreserved(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

static void add_encoded(gp_buf *buf, gp_str text, char also_kept)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < text.size; i++) {
        size_t start = i;
        while (i < text.size &&
               (unreserved(text.data[i]) || (also_kept != '\0' && text.data[i] == also_kept)))
            i++;
        gp_buf_add(buf, gp_str_slice(text, start, i));
        if (i < text.size) {
            unsigned char byte = (unsigned char)text.data[i];
            const char escape[] = {'%', digits[byte >> 4], digits[byte & 15]};
            gp_buf_add(buf, (gp_str){escape, sizeof escape});
        }
    }
}

void gp_url_add_part(gp_buf *buf, gp_str text)
{
    add_encoded(buf, text, '\0');
}

void gp_url_add_path(gp_buf *buf, gp_str text)
{
    add_encoded(buf, text, '/');
}

static int hex_value(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return -1;
}

void gp_url_add_decoded(gp_buf *buf, gp_str text, bool plus)
{
    for (size_t i = 0; i < text.size; i++) {
        int high = i + 2 < text.size ? hex_value(text.data[i + 1]) : -1;
        int low = i + 2 < text.size ? hex_value(text.data[i + 2]) : -1;
        if (text.data[i] == '%' && high >= 0 && low >= 0) {
            gp_buf_add_byte(buf, (char)(high * 16 + low));
            i += 2;
        } else if (plus && text.data[i] == '+') {
            gp_buf_add_byte(buf, ' ');
        } else {
            gp_buf_add_byte(buf, text.data[i]);
        }
    }
}
