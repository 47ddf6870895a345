/* theme_css.c - a site's own colors as a style sheet. Colors reach it as numbers only, so that no text of
 * guidepost.yaml is ever part of it. For screens: paper stays as web/style.css prints it. */
#include "view/view.h"

bool gp_view_has_theme(const gp_site *site)
{
    return gp_palette_given(&site->theme.light) || gp_palette_given(&site->theme.dark);
}

static void add_color(gp_buf *css, const char *name, gp_color color)
{
    char text[GP_COLOR_TEXT];

    gp_color_write(color, text);
    gp_buf_printf(css, " --%s: %s;", name, text);
}

/* All of the scheme: what a site did not give is as the style sheet has it. */
static void add_palette(gp_buf *css, const gp_palette *palette, bool dark)
{
    gp_scheme s;
    const struct {
        const char *name;
        const gp_color *color;
    } all[] = {{"paper", &s.paper},   {"card", &s.card},          {"tint", &s.tint},
               {"bar", &s.bar},       {"on-bar", &s.on_bar},      {"ink", &s.ink},
               {"soft", &s.soft},     {"line", &s.line},          {"edge", &s.edge},
               {"accent", &s.accent}, {"on-accent", &s.on_accent}};

    if (!gp_palette_given(palette))
        return;
    gp_palette_scheme(palette, dark, &s);
    gp_buf_printf(css, "@media screen and (prefers-color-scheme: %s) { :root {",
                  dark ? "dark" : "light");
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        add_color(css, all[i].name, *all[i].color);
    gp_buf_add_text(css, " } }\n");
}

void gp_view_theme(gp_buf *css, const gp_theme *theme)
{
    add_palette(css, &theme->light, false);
    add_palette(css, &theme->dark, true);
}
