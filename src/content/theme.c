#include "content/theme.h"

#include "base/arena.h"

static const double readable = 4.5; /* WCAG 2.2, 1.4.3 */
static const double visible = 3.0;  /* 1.4.11: edges of what can be used */

/* As in web/style.css. */
static const gp_scheme light_scheme = {.paper = {0xfb, 0xf8, 0xf2},
                                       .card = {0xff, 0xfe, 0xfb},
                                       .tint = {0xe6, 0xf0, 0xec},
                                       .bar = {0x12, 0x3f, 0x3c},
                                       .on_bar = {0xff, 0xff, 0xff},
                                       .ink = {0x1f, 0x2b, 0x2a},
                                       .soft = {0x51, 0x60, 0x5d},
                                       .accent = {0x0f, 0x5c, 0x57},
                                       .on_accent = {0xff, 0xff, 0xff},
                                       .line = {0xdd, 0xd6, 0xc8},
                                       .edge = {0x7b, 0x85, 0x7f},
                                       .alarm_tint = {0xfd, 0xf0, 0xec}};
static const gp_scheme dark_scheme = {.paper = {0x14, 0x1a, 0x1a},
                                      .card = {0x1b, 0x23, 0x23},
                                      .tint = {0x1b, 0x2c, 0x2a},
                                      .bar = {0x0c, 0x2b, 0x29},
                                      .on_bar = {0xff, 0xff, 0xff},
                                      .ink = {0xe8, 0xeb, 0xe6},
                                      .soft = {0xac, 0xb8, 0xb3},
                                      .accent = {0x86, 0xd3, 0xc6},
                                      .on_accent = {0x0b, 0x23, 0x20},
                                      .line = {0x36, 0x42, 0x40},
                                      .edge = {0x82, 0x90, 0x8b},
                                      .alarm_tint = {0x34, 0x1a, 0x1a}};

static const gp_color white = {0xff, 0xff, 0xff};
static const gp_color black = {0, 0, 0};

const char *gp_theme_color_name(gp_theme_color color)
{
    static const char *const names[GP_THEME_COLORS] = {"accent", "background", "text", "bar"};

    return names[color];
}

bool gp_palette_given(const gp_palette *palette)
{
    for (int i = 0; i < GP_THEME_COLORS; i++) {
        if (palette->colors[i].size > 0)
            return true;
    }
    return false;
}

/* ---- what follows from what is given -------------------------------------------------------- */

/* Black or white: one of them always has 4.58:1 or more. */
static gp_color on(gp_color ground)
{
    return gp_color_contrast(white, ground) >= gp_color_contrast(black, ground) ? white : black;
}

/* The lowest contrast that `front` has on any ground that text stands on. */
static double worst(const gp_scheme *scheme, gp_color front)
{
    const gp_color grounds[] = {scheme->paper, scheme->card, scheme->tint, scheme->alarm_tint};
    double least = 21;

    for (size_t i = 0; i < sizeof grounds / sizeof grounds[0]; i++) {
        double contrast = gp_color_contrast(front, grounds[i]);
        least = contrast < least ? contrast : least;
    }
    return least;
}

/* `share` of the page in the text's color, as long as the mixture keeps the contrast. */
static gp_color faded(const gp_scheme *scheme, double share, double contrast)
{
    gp_color mixed = gp_color_mix(scheme->ink, scheme->paper, share);

    return worst(scheme, mixed) >= contrast ? mixed : scheme->ink;
}

void gp_palette_scheme(const gp_palette *palette, bool dark, gp_scheme *scheme)
{
    const gp_str *given = palette->colors;
    bool accent, background, text;

    *scheme = dark ? dark_scheme : light_scheme;
    accent = gp_color_parse(given[GP_THEME_ACCENT], &scheme->accent);
    background = gp_color_parse(given[GP_THEME_BACKGROUND], &scheme->paper);
    text = gp_color_parse(given[GP_THEME_TEXT], &scheme->ink);
    if (gp_color_parse(given[GP_THEME_BAR], &scheme->bar))
        scheme->on_bar = on(scheme->bar);
    if (accent)
        scheme->on_accent = on(scheme->accent);
    if (background)
        scheme->card = gp_color_mix(scheme->paper, white, dark ? 0.04 : 0.6);
    if (accent || background)
        scheme->tint = gp_color_mix(scheme->paper, scheme->accent, 0.1);
    if (text || background) {
        scheme->soft = faded(scheme, 0.25, readable);
        scheme->edge = faded(scheme, 0.45, visible);
        scheme->line = gp_color_mix(scheme->paper, scheme->ink, 0.15);
    }
}

/* ---- reading -------------------------------------------------------------------------------- */

static gp_status unreadable(const gp_yaml *node, const char *what, double contrast, bool dark,
                            gp_error *error)
{
    const char *way = dark ? "lighter" : "darker";

    return gp_error_set(error, GP_INVALID,
                        "line %zu: colors: %s: contrast %.1f:1 with what it stands on, wants "
                        "4.5:1; choose a %s one, or a %s background",
                        node->line, what, contrast, way, dark ? "darker" : "lighter");
}

static gp_status check(const gp_yaml *node, const gp_palette *palette, bool dark, gp_error *error)
{
    gp_scheme scheme;
    double text, accent;

    gp_palette_scheme(palette, dark, &scheme);
    text = worst(&scheme, scheme.ink);
    accent = worst(&scheme, scheme.accent);
    if (text < readable)
        return unreadable(node, dark ? "dark: text" : "light: text", text, dark, error);
    if (accent < readable)
        return unreadable(node, dark ? "dark: accent" : "light: accent", accent, dark, error);
    return GP_OK;
}

static gp_status read_color(const gp_yaml *node, gp_arena *arena, gp_palette *palette,
                            gp_error *error)
{
    char text[GP_COLOR_TEXT];
    gp_color color;

    for (int i = 0; i < GP_THEME_COLORS; i++) {
        const char *name = gp_theme_color_name((gp_theme_color)i);
        if (!gp_str_equal(node->key, gp_str_of(name)))
            continue;
        if (node->kind != GP_YAML_TEXT || !gp_color_parse(node->text, &color))
            return gp_error_set(error, GP_INVALID,
                                "line %zu: colors: %s: wants \"#rrggbb\", in quotes", node->line,
                                name);
        gp_color_write(color, text);
        palette->colors[i] = gp_arena_copy(arena, gp_str_of(text));
        return palette->colors[i].data != NULL
                   ? GP_OK
                   : gp_error_set(error, GP_NO_MEMORY, "not enough memory for the site's rules");
    }
    return gp_error_set(error, GP_INVALID,
                        "line %zu: colors: knows accent:, background:, text: and bar:", node->line);
}

gp_status gp_theme_read(const gp_yaml *node, gp_arena *arena, gp_theme *theme, gp_error *error)
{
    gp_status status = GP_OK;

    if (gp_yaml_is_null(node))
        return GP_OK;
    if (node->kind != GP_YAML_MAP)
        return gp_error_set(error, GP_INVALID,
                            "line %zu: colors: wants light: and dark:", node->line);
    for (const gp_yaml *way = node->first; way != NULL && status == GP_OK; way = way->next) {
        bool dark = gp_str_equal(way->key, GP_STR("dark"));
        gp_palette *palette = dark ? &theme->dark : &theme->light;
        if (way->kind != GP_YAML_MAP || (!dark && !gp_str_equal(way->key, GP_STR("light"))))
            return gp_error_set(error, GP_INVALID,
                                "line %zu: colors: wants light: and dark:, with colors below them",
                                way->line);
        for (const gp_yaml *one = way->first; one != NULL && status == GP_OK; one = one->next)
            status = read_color(one, arena, palette, error);
        if (status == GP_OK)
            status = check(way, palette, dark, error);
    }
    return status;
}
