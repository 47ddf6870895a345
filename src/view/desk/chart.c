#include "view/desk/chart.h"

#include "base/clock.h"
#include "base/html.h"

enum {
    SLOT = 24, /* units of the drawing a week has */
    BAR = 9,
    HEIGHT = 120, /* of the highest bar */
    LEFT = 40,    /* for the numbers of the axis */
    TOP = 12,
    BOTTOM = 24
};

static size_t weeks_of(const gp_chart *chart)
{
    return chart->weeks < GP_CHART_WEEKS_MAX ? chart->weeks : GP_CHART_WEEKS_MAX;
}

static bool withheld(const gp_chart *chart, size_t week)
{
    const uint64_t *counts = chart->items[week].counts;

    return counts[0] + counts[1] < chart->least;
}

/* 0 of a week that is withheld. */
static uint64_t count_of(const gp_chart *chart, size_t week, int series)
{
    return withheld(chart, week) ? 0 : chart->items[week].counts[series];
}

static size_t withheld_weeks(const gp_chart *chart)
{
    size_t count = 0;

    for (size_t i = 0; i < weeks_of(chart); i++)
        count += withheld(chart, i) ? 1 : 0;
    return count;
}

static uint64_t highest(const gp_chart *chart)
{
    uint64_t most = 0;

    for (size_t i = 0; i < weeks_of(chart); i++) {
        for (int j = 0; j < 2; j++)
            most = count_of(chart, i, j) > most ? count_of(chart, i, j) : most;
    }
    return most;
}

static uint64_t sum(const gp_chart *chart, int series)
{
    uint64_t all = 0;

    for (size_t i = 0; i < weeks_of(chart); i++)
        all += count_of(chart, i, series);
    return all;
}

static void add_date(gp_buf *html, const gp_chart *chart, size_t week)
{
    char date[GP_DATE_TEXT];

    gp_date_write(chart->day + 7 * (int32_t)week, date);
    gp_buf_add_text(html, date);
}

/* A bar stands on the axis; of more than nothing at least a line is seen. */
static void add_bar(gp_buf *html, const gp_chart *chart, size_t week, int series, uint64_t most)
{
    uint64_t count = count_of(chart, week, series);
    unsigned size = (unsigned)((double)count / (double)most * HEIGHT + 0.5);
    unsigned x = LEFT + (unsigned)week * SLOT + 2 + (unsigned)series * (BAR + 1);

    if (count == 0)
        return;
    size = size > 0 ? size : 1;
    gp_buf_printf(html, "<rect class=\"chart-%d\" x=\"%u\" y=\"%u\" width=\"%d\" height=\"%u\"",
                  series + 1, x, TOP + HEIGHT - size, BAR, size);
    if (series == 1)
        gp_buf_printf(html, " fill=\"url(#%s-hatch)\"", chart->id);
    gp_buf_add_text(html, "/>\n");
}

static void add_axis(gp_buf *html, const gp_chart *chart, uint64_t most)
{
    unsigned right = LEFT + (unsigned)weeks_of(chart) * SLOT;

    gp_buf_printf(html,
                  "<line class=\"chart-axis\" x1=\"%d\" y1=\"%d\" x2=\"%u\" y2=\"%d\"/>\n"
                  "<text class=\"chart-text\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%llu</text>\n"
                  "<text class=\"chart-text\" x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>\n",
                  LEFT, TOP + HEIGHT, right, TOP + HEIGHT, LEFT - 4, TOP + 8,
                  (unsigned long long)most, LEFT - 4, TOP + HEIGHT);
}

static void add_drawing(gp_buf *html, const gp_chart *chart, uint64_t most)
{
    size_t weeks = weeks_of(chart);

    gp_buf_printf(html,
                  "<svg class=\"chart\" role=\"img\" aria-labelledby=\"%s-title %s-desc\" "
                  "viewBox=\"0 0 %zu %d\">\n<title id=\"%s-title\">",
                  chart->id, chart->id, LEFT + weeks * SLOT + 4, TOP + HEIGHT + BOTTOM, chart->id);
    gp_html_add_text(html, chart->title);
    gp_buf_printf(html, "</title>\n<desc id=\"%s-desc\">From ", chart->id);
    add_date(html, chart, 0);
    gp_buf_printf(html, ", %zu weeks: %llu ", weeks, (unsigned long long)sum(chart, 0));
    gp_html_add_text(html, chart->first);
    gp_buf_printf(html, ", %llu ", (unsigned long long)sum(chart, 1));
    gp_html_add_text(html, chart->second);
    gp_buf_printf(html,
                  ". The table has each week.</desc>\n<defs><pattern id=\"%s-hatch\" "
                  "width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" "
                  "patternTransform=\"rotate(45)\"><rect class=\"chart-gap\" width=\"4\" "
                  "height=\"4\"/><rect class=\"chart-line\" width=\"2\" height=\"4\"/>"
                  "</pattern></defs>\n",
                  chart->id);
    add_axis(html, chart, most);
    for (size_t i = 0; i < weeks; i++) {
        add_bar(html, chart, i, 0, most);
        add_bar(html, chart, i, 1, most);
    }
    gp_buf_add_text(html, "</svg>\n");
}

static void add_table(gp_buf *html, const gp_chart *chart)
{
    gp_buf_add_text(html, "<details>\n<summary>The numbers as a table</summary>\n<div "
                          "class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
    gp_html_add_text(html, chart->title);
    gp_buf_add_text(html,
                    "\"><table>\n<thead><tr><th scope=\"col\">Week from</th><th scope=\"col\">");
    gp_html_add_text(html, chart->first);
    gp_buf_add_text(html, "</th><th scope=\"col\">");
    gp_html_add_text(html, chart->second);
    gp_buf_add_text(html, "</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < weeks_of(chart); i++) {
        gp_buf_add_text(html, "<tr><th scope=\"row\">");
        add_date(html, chart, i);
        if (withheld(chart, i)) {
            gp_buf_printf(html, "</th><td colspan=\"2\">fewer than %llu</td></tr>\n",
                          (unsigned long long)chart->least);
            continue;
        }
        gp_buf_printf(html, "</th><td>%llu</td><td>%llu</td></tr>\n",
                      (unsigned long long)chart->items[i].counts[0],
                      (unsigned long long)chart->items[i].counts[1]);
    }
    gp_buf_add_text(html, "</tbody>\n</table></div>\n</details>\n");
}

static void add_withheld(gp_buf *html, const gp_chart *chart)
{
    size_t count = withheld_weeks(chart);

    if (count > 0)
        gp_buf_printf(
            html, "<p class=\"hint\">%zu of %zu weeks are withheld: fewer than %llu in all.</p>\n",
            count, weeks_of(chart), (unsigned long long)chart->least);
}

void gp_view_chart(gp_buf *html, const gp_chart *chart)
{
    uint64_t most = highest(chart);

    gp_buf_add_text(html, "<figure class=\"trend\">\n<figcaption>");
    gp_html_add_text(html, chart->title);
    gp_buf_add_text(html, "</figcaption>\n");
    if (most == 0) {
        gp_buf_add_text(html, "<p>There is nothing to draw yet.</p>\n");
    } else {
        add_drawing(html, chart, most);
        add_table(html, chart);
    }
    add_withheld(html, chart);
    gp_buf_add_text(html, "</figure>\n");
}
