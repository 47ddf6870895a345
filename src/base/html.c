#include "base/html.h"

#include "base/utf8.h"

#include <stdbool.h>

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

/* Most of any text, told by one look. */
static const bool stands_for_itself[256] = {
    [' '] = 1, ['.'] = 1, [','] = 1, ['-'] = 1, ['('] = 1, [')'] = 1, [':'] = 1, ['\n'] = 1,
    ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1,
    ['8'] = 1, ['9'] = 1, ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1,
    ['g'] = 1, ['h'] = 1, ['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1, ['n'] = 1,
    ['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1, ['s'] = 1, ['t'] = 1, ['u'] = 1, ['v'] = 1,
    ['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1, ['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1,
    ['E'] = 1, ['F'] = 1, ['G'] = 1, ['H'] = 1, ['I'] = 1, ['J'] = 1, ['K'] = 1, ['L'] = 1,
    ['M'] = 1, ['N'] = 1, ['O'] = 1, ['P'] = 1, ['Q'] = 1, ['R'] = 1, ['S'] = 1, ['T'] = 1,
    ['U'] = 1, ['V'] = 1, ['W'] = 1, ['X'] = 1, ['Y'] = 1, ['Z'] = 1};

void gp_html_add_text(gp_buf *buf, gp_str text)
{
    size_t kept = 0;
    size_t at = 0;

    while (at < text.size) {
        size_t before = at;
        unsigned char byte = (unsigned char)text.data[at];
        const char *escape = NULL;
        if (stands_for_itself[byte]) {
            at++;
            continue;
        }
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
        unsigned char byte = (unsigned char)text.data[i];
        if (unreserved(text.data[i]) || (also_kept != '\0' && text.data[i] == also_kept)) {
            gp_buf_add_byte(buf, text.data[i]);
            continue;
        }
        gp_buf_add_byte(buf, '%');
        gp_buf_add_byte(buf, digits[byte >> 4]);
        gp_buf_add_byte(buf, digits[byte & 15]);
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
