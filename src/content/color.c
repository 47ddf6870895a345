#include "content/color.h"

#include <math.h>
#include <stdio.h>

static int digit_of(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

bool gp_color_parse(gp_str text, gp_color *color)
{
    int digits[6];
    size_t count = text.size > 0 ? text.size - 1 : 0;

    if ((count != 3 && count != 6) || text.data[0] != '#')
        return false;
    for (size_t i = 0; i < 6; i++) {
        digits[i] = digit_of(text.data[1 + (count == 6 ? i : i / 2)]);
        if (digits[i] < 0)
            return false;
    }
    *color =
        (gp_color){(uint8_t)(digits[0] * 16 + digits[1]), (uint8_t)(digits[2] * 16 + digits[3]),
                   (uint8_t)(digits[4] * 16 + digits[5])};
    return true;
}

void gp_color_write(gp_color color, char text[GP_COLOR_TEXT])
{
    (void)snprintf(text, GP_COLOR_TEXT, "#%02x%02x%02x", color.red, color.green, color.blue);
}

static double linear(uint8_t value)
{
    double share = value / 255.0;

    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double luminance(gp_color color)
{
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

double gp_color_contrast(gp_color a, gp_color b)
{
    double one = luminance(a) + 0.05;
    double other = luminance(b) + 0.05;

    return one > other ? one / other : other / one;
}

static uint8_t between(uint8_t a, uint8_t b, double share)
{
    return (uint8_t)lround(a + (b - a) * share);
}

gp_color gp_color_mix(gp_color a, gp_color b, double share)
{
    return (gp_color){between(a.red, b.red, share), between(a.green, b.green, share),
                      between(a.blue, b.blue, share)};
}
