#include "base/status.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* snprintf cuts at a byte; a reader's terminal wants whole characters. */
static void cut_at_character(char *text, size_t size)
{
    size_t length = strlen(text);

    if (length + 1 < size)
        return;
    text[gp_utf8_floor((gp_str){text, length}, length - 1)] = '\0';
}

gp_status gp_error_set(gp_error *error, gp_status status, const char *format, ...)
{
    va_list args;

    if (error == NULL)
        return status;
    error->status = status;
    va_start(args, format);
    (void)vsnprintf(error->text, sizeof error->text, format, args);
    va_end(args);
    cut_at_character(error->text, sizeof error->text);
    return status;
}

gp_status gp_error_context(gp_error *error, const char *format, ...)
{
    char front[GP_ERROR_SIZE];
    char whole[2 * GP_ERROR_SIZE + 4];
    va_list args;

    if (error == NULL)
        return GP_INVALID;
    va_start(args, format);
    (void)vsnprintf(front, sizeof front, format, args);
    va_end(args);
    (void)snprintf(whole, sizeof whole, "%s: %s", front, error->text);
    whole[GP_ERROR_SIZE - 1] = '\0';
    cut_at_character(whole, GP_ERROR_SIZE);
    memcpy(error->text, whole, strlen(whole) + 1);
    return error->status;
}

const char *gp_status_name(gp_status status)
{
    switch (status) {
    case GP_OK:
        return "ok";
    case GP_NOT_FOUND:
        return "not found";
    case GP_INVALID:
        return "invalid";
    case GP_TOO_LARGE:
        return "too large";
    case GP_NO_MEMORY:
        return "out of memory";
    case GP_IO:
        return "input or output failed";
    case GP_CORRUPT:
        return "damaged or foreign";
    case GP_BUSY:
        return "busy";
    case GP_TIMEOUT:
        return "timed out";
    case GP_CONFLICT:
        return "changed meanwhile";
    }
    return "unknown";
}
