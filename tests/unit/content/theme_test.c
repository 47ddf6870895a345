/* Colors and logo of a site: what could not be read is refused with its line; what follows is readable. */
#include "test.h"

#include "content/logo.h"
#include "content/site.h"

#include <string.h>

#define COLORS(lines) "title: x\ncolors:\n" lines

typedef struct fixture {
    gp_arena arena;
    gp_site site;
    gp_error error;
} fixture;

static int set_up(void **state)
{
    static fixture f;

    memset(&f, 0, sizeof f);
    gp_arena_init(&f.arena, 8 << 20);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;

    gp_arena_clear(&f->arena);
    return 0;
}

static void refuse(fixture *f, const char *yaml, const char *text)
{
    assert_int_equal(gp_site_read_yaml(gp_str_of(yaml), &f->arena, &f->site, &f->error),
                     GP_INVALID);
    if (strstr(f->error.text, text) != f->error.text)
        fail_msg("wanted '%s', got '%s'", text, f->error.text);
}

static void accept(fixture *f, const char *yaml)
{
    if (gp_site_read_yaml(gp_str_of(yaml), &f->arena, &f->site, &f->error) != GP_OK)
        fail_msg("refused: %s", f->error.text);
}

/* ---- colors --------------------------------------------------------------------------------- */

static void what_is_no_color_is_refused_with_its_line(void **state)
{
    refuse(*state, COLORS("  light: {accent: \"0f5c57\"}\n"),
           "guidepost.yaml: line 3: colors: accent: wants \"#rrggbb\"");
    refuse(*state, COLORS("  light:\n    accent: green\n"),
           "guidepost.yaml: line 4: colors: accent: wants");
    refuse(*state, COLORS("  light: {accent: \"#12345\"}\n"),
           "guidepost.yaml: line 3: colors: accent: wants");
    refuse(*state, COLORS("  light: {accent: \"#gg0000\"}\n"),
           "guidepost.yaml: line 3: colors: accent: wants");
    refuse(*state, COLORS("  light: {accent: [\"#0f5c57\"]}\n"),
           "guidepost.yaml: line 3: colors: accent: wants");
    refuse(*state, COLORS("  light: {accent: \"#0f5c57; }\"}\n"),
           "guidepost.yaml: line 3: colors: accent: wants");
}

static void a_key_that_nobody_knows_is_refused(void **state)
{
    refuse(*state, COLORS("  accent: \"#0f5c57\"\n"),
           "guidepost.yaml: line 3: colors: wants light:");
    refuse(*state, COLORS("  light: {akzent: \"#0f5c57\"}\n"),
           "guidepost.yaml: line 3: colors: knows accent:");
    refuse(*state, "colors: blue\n", "guidepost.yaml: line 1: colors: wants light: and dark:");
    refuse(*state, COLORS("  - light\n"), "guidepost.yaml: line 2: colors: wants light:");
}

static void links_and_text_that_are_hard_to_read_are_refused(void **state)
{
    refuse(*state, COLORS("  light: {accent: \"#3fa9a0\"}\n"),
           "guidepost.yaml: line 3: colors: light: accent: contrast 2.");
    refuse(*state, COLORS("  dark: {accent: \"#0f5c57\"}\n"),
           "guidepost.yaml: line 3: colors: dark: accent: contrast ");
    refuse(*state, COLORS("  light: {text: \"#888888\"}\n"),
           "guidepost.yaml: line 3: colors: light: text: contrast ");
    refuse(*state, COLORS("  light: {background: \"#222222\"}\n"),
           "guidepost.yaml: line 3: colors: light: text: contrast ");
    /* readable on the page, but not where danger is told */
    refuse(*state, COLORS("  light: {background: \"#000000\", text: \"#ffffff\"}\n"),
           "guidepost.yaml: line 3: colors: light: text: contrast ");
}

static void no_colors_are_fine(void **state)
{
    fixture *f = *state;

    accept(f, "title: x\n");
    assert_false(gp_palette_given(&f->site.theme.light));
    accept(f, "title: x\ncolors:\n");
    assert_false(gp_palette_given(&f->site.theme.dark));
    accept(f, COLORS("  light: {}\n"));
    assert_false(gp_palette_given(&f->site.theme.light));
}

static void colors_are_kept_in_one_spelling_and_travel_in_the_index(void **state)
{
    fixture *f = *state;
    gp_site again;
    gp_buf json;

    accept(f, COLORS("  light: {accent: \"#204A87\", bar: \"#000\"}\n"
                     "  dark:\n    accent: \"#fC0\"\n    background: \"#101418\"\n"));
    gp_buf_init(&json, 1 << 20);
    gp_site_write_json(&f->site, &json);
    assert_int_equal(json.status, GP_OK);
    assert_int_equal(gp_site_read_json(gp_buf_str(&json), &f->arena, &again, &f->error), GP_OK);
    assert_string_equal(again.theme.light.colors[GP_THEME_ACCENT].data, "#204a87");
    assert_string_equal(again.theme.light.colors[GP_THEME_BAR].data, "#000000");
    assert_int_equal(again.theme.light.colors[GP_THEME_TEXT].size, 0);
    assert_string_equal(again.theme.dark.colors[GP_THEME_ACCENT].data, "#ffcc00");
    assert_string_equal(again.theme.dark.colors[GP_THEME_BACKGROUND].data, "#101418");
    gp_buf_clear(&json);
}

/* Every color of a step through all colors: whatever is accepted comes out readable. */
static void whatever_is_accepted_is_readable_everywhere(void **state)
{
    size_t accepted = 0;

    (void)state;
    for (int step = 0; step < 16 * 16 * 16; step++) {
        char text[GP_COLOR_TEXT];
        gp_palette palette = {.colors = {{NULL, 0}}};
        gp_scheme s;
        gp_color accent = {(uint8_t)(step % 16 * 17), (uint8_t)(step / 16 % 16 * 17),
                           (uint8_t)(step / 256 * 17)};
        gp_color_write(accent, text);
        palette.colors[GP_THEME_ACCENT] = palette.colors[GP_THEME_BAR] = gp_str_of(text);
        gp_palette_scheme(&palette, step % 2 == 1, &s);
        assert_true(gp_color_contrast(s.on_bar, s.bar) >= 4.5);
        assert_true(gp_color_contrast(s.on_accent, s.accent) >= 4.5);
        if (gp_color_contrast(s.accent, s.tint) < 4.5)
            continue;
        accepted++;
        assert_true(gp_color_contrast(s.accent, s.paper) >= 4.5);
        assert_true(gp_color_contrast(s.soft, s.paper) >= 4.5);
        assert_true(gp_color_contrast(s.edge, s.paper) >= 3.0);
    }
    assert_true(accepted > 500);
}

static void contrast_is_that_of_the_standard(void **state)
{
    gp_color white = {255, 255, 255};
    gp_color black = {0, 0, 0};
    gp_color gray = {0x76, 0x76, 0x76};

    (void)state;
    assert_true(gp_color_contrast(white, black) > 20.99 && gp_color_contrast(white, black) < 21.01);
    assert_true(gp_color_contrast(gray, white) > 4.53 && gp_color_contrast(gray, white) < 4.55);
    assert_true(gp_color_contrast(gray, gray) == 1.0);
}

/* ---- the logo ------------------------------------------------------------------------------- */

#define PNG(width, height) "\x89PNG\r\n\x1A\n\0\0\0\rIHDR" width height "\x08\x06\0\0\0rest"

static gp_status take(fixture *f, const char *bytes, size_t size)
{
    f->site.logo = (gp_logo){.name = GP_STR("logo.png")};
    return gp_logo_take(&f->site.logo, (gp_str){bytes, size}, &f->error);
}

static void a_logo_that_is_no_png_or_too_large_is_refused(void **state)
{
    static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>";
    static const char flat[] = PNG("\0\0\0\0", "\0\0\0\x28");
    static const char wide[] = PNG("\0\1\0\0", "\0\0\0\x28");
    static char large[GP_LOGO_MAX + 1] = PNG("\0\0\0\x78", "\0\0\0\x28");
    fixture *f = *state;

    assert_int_equal(take(f, svg, sizeof svg - 1), GP_INVALID);
    assert_non_null(strstr(f->error.text, "no PNG"));
    assert_int_equal(take(f, wide, 20), GP_INVALID);
    assert_int_equal(take(f, flat, sizeof flat - 1), GP_INVALID);
    assert_int_equal(take(f, wide, sizeof wide - 1), GP_INVALID);
    assert_non_null(strstr(f->error.text, "65536 by 40 pixels"));
    assert_int_equal(take(f, large, sizeof large), GP_INVALID);
    assert_non_null(strstr(f->error.text, "64 KiB"));
    assert_int_equal(f->site.logo.bytes.size, 0);
}

static void a_logo_travels_in_the_index_byte_for_byte(void **state)
{
    static const char png[] = PNG("\0\0\0\x78", "\0\0\0\x28");
    fixture *f = *state;
    gp_site again;
    gp_buf json;

    accept(f, "title: x\nlogo: pictures/logo.png\n");
    assert_string_equal(f->site.logo.name.data, "pictures/logo.png");
    assert_int_equal(gp_logo_take(&f->site.logo, (gp_str){png, sizeof png - 1}, NULL), GP_OK);
    gp_buf_init(&json, 1 << 20);
    gp_site_write_json(&f->site, &json);
    assert_int_equal(gp_site_read_json(gp_buf_str(&json), &f->arena, &again, &f->error), GP_OK);
    assert_int_equal(again.logo.bytes.size, sizeof png - 1);
    assert_memory_equal(again.logo.bytes.data, png, sizeof png - 1);
    assert_int_equal(again.logo.width, 120);
    assert_int_equal(again.logo.height, 40);
    gp_buf_clear(&json);
}

static void a_damaged_logo_in_an_index_is_left_out(void **state)
{
    fixture *f = *state;
    gp_site again;

    assert_int_equal(gp_site_read_json(GP_STR("{\"logo\": \"***\"}"), &f->arena, &again, NULL),
                     GP_OK);
    assert_int_equal(again.logo.bytes.size, 0);
    assert_int_equal(gp_site_read_json(GP_STR("{\"logo\": \"aGVsbG8=\"}"), &f->arena, &again, NULL),
                     GP_OK);
    assert_int_equal(again.logo.bytes.size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_no_color_is_refused_with_its_line, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_key_that_nobody_knows_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(links_and_text_that_are_hard_to_read_are_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(no_colors_are_fine, set_up, tear_down),
        cmocka_unit_test_setup_teardown(colors_are_kept_in_one_spelling_and_travel_in_the_index,
                                        set_up, tear_down),
        cmocka_unit_test(whatever_is_accepted_is_readable_everywhere),
        cmocka_unit_test(contrast_is_that_of_the_standard),
        cmocka_unit_test_setup_teardown(a_logo_that_is_no_png_or_too_large_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_logo_travels_in_the_index_byte_for_byte, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_damaged_logo_in_an_index_is_left_out, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
