/* progress.h - a bar on the terminal for work that takes long enough to wonder about.
 *
 * Rule:     only on a terminal, never with --quiet; it appears after half a second, is drawn at most
 *           ten times a second, fits the width, and leaves a clean line behind.
 */
#ifndef GUIDEPOST_PROGRESS_H
#define GUIDEPOST_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cli_progress {
    const char *what; /* "indexing" */
    bool wanted;      /* stderr is a terminal, and nobody asked for quiet */
    bool color;
    bool shown;
    uint64_t started_us, drawn_us;
} cli_progress;

void cli_progress_begin(cli_progress *progress, const char *what, bool quiet);
/* Work done and to do, in any unit. */
void cli_progress_update(cli_progress *progress, size_t done, size_t total);
/* Takes the bar away. Call it before anything else is printed. */
void cli_progress_end(cli_progress *progress);

#endif
