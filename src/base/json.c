#include "base/json.h"

#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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

/* What may stand as itself: neither JSON's specials nor what an HTML parser would look at. */
static bool plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\' && byte != '<' &&
           byte != '>' && byte != '&';
}

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
        while (at < text.size && plain((unsigned char)text.data[at]))
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

void gp_json_key(gp_json *json, const char *key)
{
    gp_json_key_text(json, gp_str_of(key));
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

void gp_json_int(gp_json *json, long long value)
{
    separate(json);
    gp_buf_printf(json->buf, "%lld", value);
}

void gp_json_number(gp_json *json, double value, int decimals)
{
    char text[64];
    size_t length;

    separate(json);
    if (!isfinite(value) || fabs(value) > 1e15)
        value = 0;
    (void)snprintf(text, sizeof text, "%.*f", decimals, value);
    length = strlen(text);
    if (strchr(text, '.') != NULL) {
        while (text[length - 1] == '0')
            length--;
        if (text[length - 1] == '.')
            length--;
    }
    if (length == 2 && memcmp(text, "-0", 2) == 0)
        gp_buf_add_byte(json->buf, '0');
    else
        gp_buf_add(json->buf, (gp_str){text, length});
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
