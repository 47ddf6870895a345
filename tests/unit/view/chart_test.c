/* Charts: well-formed, without script or style, with the numbers beside them. */
#include "test.h"

#include "base/arena.h"
#include "view/desk/chart.h"

#include <libxml/parser.h>
#include <string.h>

static const gp_chart_week some[] = {{{0, 3}}, {{12, 1}}, {{7, 7}}, {{1000000, 0}}};

static gp_chart chart_of(const gp_chart_week *items, size_t weeks)
{
    return (gp_chart){.id = "votes",
                      .title = GP_STR("Votes <by> \"week\" & more"),
                      .first = GP_STR("helpful"),
                      .second = GP_STR("not & helpful"),
                      .day = 20416,
                      .weeks = weeks,
                      .items = items};
}

static size_t times(gp_str text, const char *word)
{
    size_t count = 0;

    for (size_t at = 0; (at = gp_str_find(text, gp_str_of(word), at)) < text.size; at++)
        count++;
    return count;
}

/* An XML reader takes it, so every element ends and every quote is closed. */
static void assert_well_formed(gp_str html)
{
    xmlDocPtr document = xmlReadMemory(html.data, (int)html.size, NULL, "UTF-8",
                                       XML_PARSE_NOERROR | XML_PARSE_NONET);

    if (document == NULL)
        fail_msg("%s", html.data);
    xmlFreeDoc(document);
}

static void nothing_to_draw_is_said_in_words(void **state)
{
    static const gp_chart_week zeros[] = {{{0, 0}}, {{0, 0}}};

    (void)state;
    for (size_t weeks = 0; weeks <= 2; weeks++) {
        const gp_chart chart = chart_of(zeros, weeks);
        gp_buf html;
        gp_buf_init(&html, 1 << 16);
        gp_view_chart(&html, &chart);
        assert_int_equal(html.status, GP_OK);
        assert_int_equal(times(gp_buf_str(&html), "nothing to draw"), 1);
        assert_int_equal(times(gp_buf_str(&html), "<svg"), 0);
        assert_well_formed(gp_buf_str(&html));
        gp_buf_clear(&html);
    }
}

static void a_drawing_has_its_words_its_bars_and_its_table(void **state)
{
    const gp_chart chart = chart_of(some, 4);
    gp_str text;
    gp_buf html;

    (void)state;
    gp_buf_init(&html, 1 << 16);
    gp_view_chart(&html, &chart);
    assert_int_equal(html.status, GP_OK);
    text = gp_buf_str(&html);
    assert_well_formed(text);
    assert_int_equal(times(text, "role=\"img\" aria-labelledby=\"votes-title votes-desc\""), 1);
    assert_int_equal(
        times(text, "<title id=\"votes-title\">Votes &lt;by&gt; &quot;week&quot; &amp; more"), 1);
    assert_int_equal(times(text, "4 weeks: 1000019 helpful, 11 not &amp; helpful."), 1);
    assert_int_equal(times(text, "<rect class=\"chart-1\""), 3); /* of zeros there is no bar */
    assert_int_equal(times(text, "<rect class=\"chart-2\""), 3);
    assert_int_equal(times(text, "height=\"120\""), 1); /* the highest one */
    assert_int_equal(times(text, "fill=\"url(#votes-hatch)\""), 3);
    assert_int_equal(times(text, "<th scope=\"row\">2025-11-24</th><td>0</td><td>3</td>"), 1);
    assert_int_equal(times(text, "<th scope=\"row\">2025-12-15</th><td>1000000</td><td>0</td>"), 1);
    assert_int_equal(times(text, "style="), 0);
    assert_int_equal(times(text, "<style"), 0);
    assert_int_equal(times(text, "<script"), 0);
    gp_buf_clear(&html);
}

static void a_week_below_the_least_is_said_to_be_withheld_and_drawn_nowhere(void **state)
{
    gp_chart chart = chart_of(some, 4);
    gp_str text;
    gp_buf html;

    (void)state;
    chart.least = 5; /* the first week has 3 */
    gp_buf_init(&html, 1 << 16);
    gp_view_chart(&html, &chart);
    assert_int_equal(html.status, GP_OK);
    text = gp_buf_str(&html);
    assert_well_formed(text);
    assert_int_equal(times(text, "1 of 4 weeks are withheld: fewer than 5 in all."), 1);
    assert_int_equal(times(text, "2025-11-24</th><td colspan=\"2\">fewer than 5</td>"), 1);
    assert_int_equal(times(text, "<td>3</td>"), 0);
    assert_int_equal(times(text, "4 weeks: 1000019 helpful, 8 not &amp; helpful."), 1);
    assert_int_equal(times(text, "<rect class=\"chart-2\""), 2);
    gp_buf_reset(&html);
    chart.least = 2000000;
    gp_view_chart(&html, &chart);
    assert_int_equal(times(gp_buf_str(&html), "<svg"), 0);
    assert_int_equal(times(gp_buf_str(&html), "4 of 4 weeks are withheld"), 1);
    gp_buf_clear(&html);
}

static void the_largest_numbers_and_the_longest_time_fit(void **state)
{
    static gp_chart_week items[GP_CHART_WEEKS_MAX + 5];
    gp_chart chart;
    gp_buf html;

    (void)state;
    for (size_t i = 0; i < GP_CHART_WEEKS_MAX + 5; i++)
        items[i].counts[0] = UINT64_MAX / 128;
    chart = chart_of(items, GP_CHART_WEEKS_MAX + 5);
    gp_buf_init(&html, 1 << 16);
    gp_view_chart(&html, &chart);
    assert_int_equal(html.status, GP_OK);
    assert_well_formed(gp_buf_str(&html));
    assert_int_equal(times(gp_buf_str(&html), "<th scope=\"row\">"), GP_CHART_WEEKS_MAX);
    gp_buf_clear(&html);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_draw_is_said_in_words),
        cmocka_unit_test(a_drawing_has_its_words_its_bars_and_its_table),
        cmocka_unit_test(a_week_below_the_least_is_said_to_be_withheld_and_drawn_nowhere),
        cmocka_unit_test(the_largest_numbers_and_the_longest_time_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
