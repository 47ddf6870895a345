/* progress.c - one line on stderr, drawn over itself. */
#include "progress.h"

#include "base/clock.h"
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    APPEARS_US = 500000,
    REDRAW_US = 100000,
    WIDTH_MAX = 60, /* of the bar itself */
    WIDTH_MIN = 10,
    TEXT_MAX = 512
};

void cli_progress_begin(cli_progress *progress, const char *what, bool quiet)
{
    const char *terminal = getenv("TERM");
    bool dumb = terminal != NULL && strcmp(terminal, "dumb") == 0;

    *progress = (cli_progress){.what = what,
                               .wanted = !quiet && !dumb && isatty(STDERR_FILENO) == 1,
                               .color = cli_color(stderr),
                               .started_us = gp_clock_us()};
}

static int columns(void)
{
    struct winsize size;

    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/* "indexing [=====     ]  52 %  3 s left", cut to the width; a terminal too narrow for a bar gets
 * the words alone. */
static void draw(const cli_progress *progress, double part, double left_s)
{
    char text[TEXT_MAX];
    char bar[WIDTH_MAX + 1];
    int room = columns() - (int)strlen(progress->what) - 26;
    int width = room > WIDTH_MAX ? WIDTH_MAX : room;
    int filled = (int)(part * width);

    if (width >= WIDTH_MIN) {
        memset(bar, ' ', (size_t)width);
        memset(bar, '=', (size_t)filled);
        bar[width] = '\0';
        (void)snprintf(text, sizeof text, "%s [%s%.*s%s%s] %3d %%  %.0f s left", progress->what,
                       progress->color ? "\033[32m" : "", filled, bar,
                       progress->color ? "\033[0m" : "", bar + filled, (int)(part * 100), left_s);
    } else {
        (void)snprintf(text, sizeof text, "%.8s %3d %%", progress->what, (int)(part * 100));
    }
    (void)fprintf(stderr, "\r%s\033[K", text);
    (void)fflush(stderr);
}

void cli_progress_update(cli_progress *progress, size_t done, size_t total)
{
    uint64_t now;
    double part, spent;

    if (!progress->wanted || total == 0)
        return;
    now = gp_clock_us();
    if (now - progress->started_us < APPEARS_US || now - progress->drawn_us < REDRAW_US)
        return;
    part = done < total ? (double)done / (double)total : 1;
    spent = (double)(now - progress->started_us) / 1e6;
    draw(progress, part, part > 0 ? spent / part - spent : 0);
    progress->shown = true;
    progress->drawn_us = now;
}

void cli_progress_end(cli_progress *progress)
{
    if (progress->shown)
        (void)fputs("\r\033[K", stderr);
    (void)fflush(stderr);
    progress->shown = false;
}
