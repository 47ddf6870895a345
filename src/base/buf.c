#include "base/buf.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    FIRST_CAPACITY = 256,
    SHORT_TEXT = 256 /* most of what is formatted is shorter */
};

void gp_buf_init(gp_buf *buf, size_t limit)
{
    *buf = (gp_buf){.limit = limit};
}

void gp_buf_clear(gp_buf *buf)
{
    gp_free(buf->data);
    gp_buf_init(buf, buf->limit);
}

void gp_buf_reset(gp_buf *buf)
{
    buf->status = GP_OK;
    gp_buf_truncate(buf, 0);
}

void gp_buf_truncate(gp_buf *buf, size_t size)
{
    if (size > buf->size)
        return;
    buf->size = size;
    if (buf->data != NULL)
        buf->data[size] = '\0';
}

/* Makes room for `more` bytes and a NUL, or sets the status. */
static bool reserve(gp_buf *buf, size_t more)
{
    size_t need, capacity;
    char *data;

    if (buf->status != GP_OK)
        return false;
    if (more > buf->limit || buf->size > buf->limit - more) {
        buf->status = GP_TOO_LARGE;
        return false;
    }
    need = buf->size + more + 1;
    if (need <= buf->capacity)
        return true;
    capacity = buf->capacity > 0 ? buf->capacity : FIRST_CAPACITY;
    while (capacity < need)
        capacity = capacity > need / 2 ? need + capacity / 2 : capacity * 2;
    data = gp_realloc(buf->data, capacity);
    if (data == NULL) {
        buf->status = GP_NO_MEMORY;
        return false;
    }
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

void gp_buf_add(gp_buf *buf, gp_str s)
{
    if (!reserve(buf, s.size))
        return;
    if (s.size > 0)
        memcpy(buf->data + buf->size, s.data, s.size);
    buf->size += s.size;
    buf->data[buf->size] = '\0';
}

void gp_buf_add_text(gp_buf *buf, const char *text)
{
    gp_buf_add(buf, gp_str_of(text));
}

void gp_buf_add_byte(gp_buf *buf, char byte)
{
    gp_buf_add(buf, (gp_str){&byte, 1});
}

void gp_buf_printf(gp_buf *buf, const char *format, ...)
{
    char text[SHORT_TEXT];
    va_list args;
    int length;

    va_start(args, format);
    length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (length >= 0 && length < SHORT_TEXT) {
        gp_buf_add(buf, (gp_str){text, (size_t)length});
        return;
    }
    if (length < 0 || !reserve(buf, (size_t)length))
        return;
    va_start(args, format);
    (void)vsnprintf(buf->data + buf->size, (size_t)length + 1, format, args);
    va_end(args);
    buf->size += (size_t)length;
}

gp_str gp_buf_str(const gp_buf *buf)
{
    return (gp_str){buf->data, buf->size};
}
