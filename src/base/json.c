#include "base/json.h"

#include "base/utf8.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum {
    KEY_MAX = 32
};

void gp_json_init(gp_json *json, gp_buf *buf)
{
    *json = (gp_json){.buf = buf};
}

static void separate(gp_json *json)
{
    if (json->comma)
        gp_buf_add_byte(json->buf, ',');
    json->comma = true;
}

void gp_json_open(gp_json *json, char bracket)
{
    separate(json);
    gp_buf_add_byte(json->buf, bracket);
    json->comma = false;
}

void gp_json_close(gp_json *json, char bracket)
{
    gp_buf_add_byte(json->buf, bracket);
    json->comma = true;
}

/* What may stand as itself: of ASCII all but JSON's specials and what an HTML parser would look at. (Two
 * line ends outside of ASCII need an escape too.) A table: strings are most of an answer. */
static const bool plain[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* controls */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* */
    1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* not " and & */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, /* not < and > */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, /* not backslash */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, /* not DEL */
};

static void add_hex(gp_buf *buf, unsigned char byte)
{
    static const char digits[] = "0123456789abcdef";
    const char escape[] = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};

    gp_buf_add(buf, (gp_str){escape, sizeof escape});
}

static void add_escaped(gp_buf *buf, uint32_t code)
{
    switch (code) {
    case '"':
        gp_buf_add_text(buf, "\\\"");
        break;
    case '\\':
        gp_buf_add_text(buf, "\\\\");
        break;
    case '\n':
        gp_buf_add_text(buf, "\\n");
        break;
    case '\t':
        gp_buf_add_text(buf, "\\t");
        break;
    case 0x2028:
        gp_buf_add_text(buf, "\\u2028");
        break;
    case 0x2029:
        gp_buf_add_text(buf, "\\u2029");
        break;
    default:
        if (code <= 0x7F)
            add_hex(buf, (unsigned char)code);
        else
            gp_utf8_add(buf, code);
    }
}

static void add_string(gp_buf *buf, gp_str text)
{
    size_t at = 0;

    gp_buf_add_byte(buf, '"');
    while (at < text.size) {
        size_t start = at;
        while (at < text.size && plain[(unsigned char)text.data[at]])
            at++;
        gp_buf_add(buf, gp_str_slice(text, start, at));
        if (at < text.size)
            add_escaped(buf, gp_utf8_next(text, &at));
    }
    gp_buf_add_byte(buf, '"');
}

void gp_json_key_text(gp_json *json, gp_str key)
{
    separate(json);
    add_string(json->buf, key);
    gp_buf_add_byte(json->buf, ':');
    json->comma = false;
}

/* Keys in code are plain words. */
void gp_json_key(gp_json *json, const char *key)
{
    char text[KEY_MAX + 4];
    size_t size = strlen(key);
    size_t at = 0;

    if (size > KEY_MAX) {
        gp_json_key_text(json, gp_str_of(key));
        return;
    }
    if (json->comma)
        text[at++] = ',';
    text[at++] = '"';
    memcpy(text + at, key, size);
    at += size;
    text[at++] = '"';
    text[at++] = ':';
    gp_buf_add(json->buf, (gp_str){text, at});
    json->comma = false;
}

void gp_json_text(gp_json *json, gp_str text)
{
    separate(json);
    add_string(json->buf, text);
}

void gp_json_text_or_null(gp_json *json, gp_str text)
{
    if (text.size > 0)
        gp_json_text(json, text);
    else
        gp_json_null(json);
}

void gp_json_bool(gp_json *json, bool value)
{
    separate(json);
    gp_buf_add_text(json->buf, value ? "true" : "false");
}

void gp_json_null(gp_json *json)
{
    separate(json);
    gp_buf_add_text(json->buf, "null");
}

/* The digits of `value`, at least `least` of them, before `end`; returns where they begin. */
static char *digits_before(char *end, unsigned long long value, int least)
{
    for (; value > 0 || least > 0; least--) {
        *--end = (char)('0' + value % 10);
        value /= 10;
    }
    return end;
}

void gp_json_int(gp_json *json, long long value)
{
    char text[24];
    char *end = text + sizeof text;
    char *start = digits_before(
        end, value < 0 ? 0ull - (unsigned long long)value : (unsigned long long)value, 1);

    if (value < 0)
        *--start = '-';
    separate(json);
    gp_buf_add(json->buf, (gp_str){start, (size_t)(end - start)});
}

/* Not printf: a page of results holds dozens of numbers, and they were a tenth of its time. */
void gp_json_number(gp_json *json, double value, int decimals)
{
    unsigned long long scale = 1;
    unsigned long long scaled;
    char text[64];
    int shown;
    char *end = text + sizeof text;
    char *start;

    if (!isfinite(value) || fabs(value) > 1e15)
        value = 0;
    /* as many digits as a number of this size can mean */
    for (shown = 0; shown < decimals && fabs(value) * (double)scale < 1e17; shown++)
        scale *= 10;
    scaled = (unsigned long long)(fabs(value) * (double)scale + 0.5);
    while (shown > 0 && scaled % 10 == 0) {
        scaled /= 10;
        scale /= 10;
        shown--;
    }
    start = shown > 0 ? digits_before(end, scaled % scale, shown) : end;
    if (shown > 0)
        *--start = '.';
    start = digits_before(start, scaled / scale, 1);
    if (value < 0 && scaled > 0)
        *--start = '-';
    separate(json);
    gp_buf_add(json->buf, (gp_str){start, (size_t)(end - start)});
}

void gp_json_pair_int(gp_json *json, const char *key, long long value)
{
    gp_json_key(json, key);
    gp_json_int(json, value);
}

void gp_json_pair(gp_json *json, const char *key, gp_str text)
{
    gp_json_key(json, key);
    gp_json_text(json, text);
}

void gp_json_strings(gp_json *json, const char *key, const gp_str *items, size_t count)
{
    gp_json_key(json, key);
    gp_json_open(json, '[');
    for (size_t i = 0; i < count; i++)
        gp_json_text(json, items[i]);
    gp_json_close(json, ']');
}
