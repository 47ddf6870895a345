/* A site's own colors as a style sheet: only numbers reach it, and it fits the sheet it follows. */
#include "test.h"

#include "unit/view/fixture.h"
#include "unit/view/html_check.h"

#include "view/asset.h"

#include <stdio.h>

enum {
    LIMIT = 64 * 1024
};

static void a_text_that_is_no_color_never_reaches_the_sheet(void **state)
{
    gp_theme theme = {.light = {.colors = {S("red;} body{display:none}")}},
                      .dark = {.colors = {S("#12345"), S("</style>"), S("#ffffff}")}}};
    gp_buf css;

    (void)state;
    gp_buf_init(&css, LIMIT);
    gp_view_theme(&css, &theme);
    assert_int_equal(css.status, GP_OK);
    assert_false(holds(&css, "body"));
    assert_false(holds(&css, "<"));
    assert_int_equal(times(&css, "{"), times(&css, "}"));
    gp_buf_clear(&css);
}

static void no_color_gives_no_sheet(void **state)
{
    gp_site site = {.title = S("x")};
    gp_buf css;

    (void)state;
    assert_false(gp_view_has_theme(&site));
    gp_buf_init(&css, LIMIT);
    gp_view_theme(&css, &site.theme);
    assert_int_equal(css.size, 0);
    site.theme.dark.colors[GP_THEME_BAR] = (gp_str)S("#000000");
    assert_true(gp_view_has_theme(&site));
    gp_buf_clear(&css);
}

static void each_scheme_has_its_own_rule_for_screens(void **state)
{
    gp_theme theme = {.light = {.colors = {S("#204a87")}}};
    gp_buf css;

    (void)state;
    gp_buf_init(&css, LIMIT);
    gp_view_theme(&css, &theme);
    assert_true(holds(&css, "@media screen and (prefers-color-scheme: light) { :root {"));
    assert_false(holds(&css, "dark"));
    assert_true(holds(&css, " --accent: #204a87; --on-accent: #ffffff;"));
    assert_true(holds(&css, " --paper: #fbf8f2;")); /* not given: as in the style sheet */
    gp_buf_clear(&css);
}

static void expect_color(gp_str css, const char *name, int nth, gp_color color)
{
    char wanted[48], text[GP_COLOR_TEXT];
    size_t at;

    (void)snprintf(wanted, sizeof wanted, "--%s: #", name);
    at = gp_str_find(css, gp_str_of(wanted), 0);
    if (nth > 0)
        at = gp_str_find(css, gp_str_of(wanted), at + 1);
    gp_color_write(color, text);
    at += strlen(wanted) - 1;
    if (!gp_str_starts(gp_str_slice(css, at, css.size), gp_str_of(text)) &&
        !(color.red == 255 && gp_str_starts(gp_str_slice(css, at, css.size), GP_STR("#fff;"))))
        fail_msg("--%s is not %s in style.css, scheme %d", name, text, nth);
}

static void what_is_not_given_is_as_in_the_style_sheet(void **state)
{
    const gp_palette none = {.colors = {{NULL, 0}}};
    gp_asset asset;

    (void)state;
    assert_int_equal(gp_asset_find(GP_STR("style.css"), NULL, NULL, &asset), GP_OK);
    for (int dark = 0; dark < 2; dark++) {
        gp_scheme s;
        gp_palette_scheme(&none, dark == 1, &s);
        expect_color(asset.bytes, "paper", dark, s.paper);
        expect_color(asset.bytes, "card", dark, s.card);
        expect_color(asset.bytes, "tint", dark, s.tint);
        expect_color(asset.bytes, "bar", dark, s.bar);
        expect_color(asset.bytes, "ink", dark, s.ink);
        expect_color(asset.bytes, "soft", dark, s.soft);
        expect_color(asset.bytes, "accent", dark, s.accent);
        expect_color(asset.bytes, "on-accent", dark, s.on_accent);
        expect_color(asset.bytes, "line", dark, s.line);
        expect_color(asset.bytes, "edge", dark, s.edge);
        expect_color(asset.bytes, "alarm-tint", dark, s.alarm_tint);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_that_is_no_color_never_reaches_the_sheet),
        cmocka_unit_test(no_color_gives_no_sheet),
        cmocka_unit_test(each_scheme_has_its_own_rule_for_screens),
        cmocka_unit_test(what_is_not_given_is_as_in_the_style_sheet),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
