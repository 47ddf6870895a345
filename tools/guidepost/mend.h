/* mend.h - guidepost check --fix: writes the mends that leave nothing to decide.
 *
 * Rule:     of a file only the bytes of its mends change: line ends, mode and everything else stay. It is
 *           written beside and renamed; a link, a file with another name (hard link), and one that changes
 *           while it is mended are left alone, and said. What would not be read any more is not written.
 */
#ifndef GUIDEPOST_MEND_H
#define GUIDEPOST_MEND_H

#include "check/check.h"

typedef struct cli_mended {
    size_t mends;  /* made, or shown */
    size_t failed; /* files that could not be mended; each told on stderr */
} cli_mended;

/* Makes the mends of the report; with `show` a diff on stdout instead, and nothing is written. GP_NO_MEMORY. */
gp_status cli_mend(const gp_check_report *report, bool show, cli_mended *mended,
                   gp_error *error) GP_MUST_CHECK;

#endif
