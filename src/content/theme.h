/* theme.h - a site's own colors: read from guidepost.yaml, refused when text would be hard to read.
 *
 * Idea:     a site gives up to four colors for light and four for dark; what else pages need is mixed from
 *           those, so that nothing can be forgotten. What is not given stays as in web/style.css, whose
 *           values stand in theme.c again (a test holds the two together).
 * Rule:     text and links have a contrast of 4.5:1 or more on every ground they stand on.
 * Threads:  pure.
 */
#ifndef GP_CONTENT_THEME_H
#define GP_CONTENT_THEME_H

#include "content/color.h"
#include "content/yaml.h"

typedef enum gp_theme_color {
    GP_THEME_ACCENT,     /* links and buttons */
    GP_THEME_BACKGROUND, /* the page */
    GP_THEME_TEXT,
    GP_THEME_BAR, /* the line with the emergency numbers */
    GP_THEME_COLORS
} gp_theme_color;

/* Each "#rrggbb", or empty: as in the style sheet. */
typedef struct gp_palette {
    gp_str colors[GP_THEME_COLORS];
} gp_palette;

typedef struct gp_theme {
    gp_palette light, dark;
} gp_theme;

/* All colors of a page that a palette has a say in, by the names of web/style.css. */
typedef struct gp_scheme {
    gp_color paper, card, tint, bar, on_bar, ink, soft, accent, on_accent, line, edge;
    gp_color alarm_tint; /* never a site's: text must be readable on it */
} gp_scheme;

/* "accent", "background", "text", "bar". */
const char *gp_theme_color_name(gp_theme_color color);
/* True when the palette gives any color. */
bool gp_palette_given(const gp_palette *palette);
/* The colors that come out; a color that is no color counts as not given. */
void gp_palette_scheme(const gp_palette *palette, bool dark, gp_scheme *scheme);
/* Reads the mapping below `colors:` (NULL: nothing). GP_INVALID: "line N: colors: ...": no color, a key that
 * nobody knows, or too little contrast, with the contrast there is. */
gp_status gp_theme_read(const gp_yaml *node, gp_arena *arena, gp_theme *theme,
                        gp_error *error) GP_MUST_CHECK;

#endif
