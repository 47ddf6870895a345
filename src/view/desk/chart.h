/* chart.h - two numbers a week as a drawing that needs no script, no style and no eyes.
 *
 * Shape:    <figure> with an inline <svg role="img"> (title and desc tell it in words), and the same numbers as a
 *           table in <details>. Bars of the second series are hatched, so that no color is needed to tell them apart;
 *           the drawing scales with its place, and its colors are the page's (classes chart-*).
 * Privacy:  of what it is given, a week below chart.least is told nowhere: not in the drawing, the table or the sums.
 * Errors:   sticky in the buffer. Threads: pure.
 */
#ifndef GP_VIEW_DESK_CHART_H
#define GP_VIEW_DESK_CHART_H

#include "base/buf.h"

#include <stdint.h>

#define GP_CHART_WEEKS_MAX 53

typedef struct gp_chart_week {
    uint64_t counts[2]; /* of the first and of the second series */
} gp_chart_week;

typedef struct gp_chart {
    const char *id;             /* letters, unique on the page */
    gp_str title;               /* "Votes by week" */
    gp_str first, second;       /* what the series count: "helpful", "unhelpful" */
    int32_t day;                /* of the first week's first day, since 1970-01-01 */
    size_t weeks;               /* at most GP_CHART_WEEKS_MAX; more are left out */
    const gp_chart_week *items; /* [weeks] */
    uint64_t least; /* a week with fewer in all is withheld: it is said to be, and not drawn as 0 */
} gp_chart;

/* No weeks, only zeros, or all of them withheld: a sentence that says so instead of a drawing. */
void gp_view_chart(gp_buf *html, const gp_chart *chart);

#endif
