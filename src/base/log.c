#include "base/log.h"

#include "base/json.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum {
    LINE_LIMIT = 2048
};

static atomic_int threshold = GP_LOG_INFO;

void gp_log_set_level(gp_log_level level)
{
    atomic_store(&threshold, (int)level);
}

static const char *level_name(gp_log_level level)
{
    static const char *const names[] = {"error", "warn", "info", "debug"};

    return names[level];
}

static void add_time(gp_json *json)
{
    char text[32];
    time_t now = time(NULL);
    struct tm civil;

    (void)gmtime_r(&now, &civil);
    (void)strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &civil);
    gp_json_pair(json, "time", gp_str_of(text));
}

void gp_log(gp_log_level level, const char *event, const char *format, ...)
{
    char detail[GP_ERROR_SIZE * 2];
    gp_buf line;
    gp_json json;
    va_list args;

    if ((int)level > atomic_load(&threshold))
        return;
    va_start(args, format);
    (void)vsnprintf(detail, sizeof detail, format, args);
    va_end(args);
    gp_buf_init(&line, LINE_LIMIT);
    gp_json_init(&json, &line);
    gp_json_open(&json, '{');
    add_time(&json);
    gp_json_pair(&json, "level", gp_str_of(level_name(level)));
    gp_json_pair(&json, "event", gp_str_of(event));
    gp_json_pair(&json, "detail", gp_str_of(detail));
    gp_json_close(&json, '}');
    gp_buf_add_byte(&line, '\n');
    /* one write: lines of several threads do not mix; nobody could be told if it failed */
    if (line.status == GP_OK) {
        ssize_t written = write(STDERR_FILENO, line.data, line.size);
        (void)written;
    }
    gp_buf_clear(&line);
}
