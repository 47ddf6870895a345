/* color.h - colors as editors write them, and how well one is read on another.
 *
 * Source:   relative luminance and contrast ratio of WCAG 2.2 (sRGB).
 * Threads:  pure.
 */
#ifndef GP_CONTENT_COLOR_H
#define GP_CONTENT_COLOR_H

#include "base/str.h"

#include <stdint.h>

typedef struct gp_color {
    uint8_t red, green, blue;
} gp_color;

#define GP_COLOR_TEXT 8 /* bytes of "#rrggbb" with its NUL */

/* "#rgb" or "#rrggbb", in any case; false for anything else, then `*color` is left alone. */
bool gp_color_parse(gp_str text, gp_color *color);
/* "#rrggbb" in lower case. */
void gp_color_write(gp_color color, char text[GP_COLOR_TEXT]);
/* 1 (the same) .. 21 (black on white), whichever is in front. */
double gp_color_contrast(gp_color a, gp_color b);
/* `share` 0..1 of `b` in `a`. */
gp_color gp_color_mix(gp_color a, gp_color b, double share);

#endif
