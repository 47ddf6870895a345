/* logo.h - the site's logo: a small PNG of the corpus that travels with the site's rules.
 *
 * Why PNG:  its size in pixels stands at a fixed place, so that pages can keep its room (nothing shifts
 *           when it arrives), and it holds no script, as SVG may.
 */
#ifndef GP_CONTENT_LOGO_H
#define GP_CONTENT_LOGO_H

#include "base/arena.h"

#include <stdint.h>

#define GP_LOGO_MAX    ((size_t)64 * 1024) /* bytes of the file */
#define GP_LOGO_PIXELS 2000                /* of width and height */

typedef struct gp_logo {
    gp_str name;            /* of the file, from the corpus root; empty: the site has none */
    gp_str bytes;           /* empty until the file was read */
    uint32_t width, height; /* pixels, 1..GP_LOGO_PIXELS */
} gp_logo;

/* Takes the file's bytes (borrowed). GP_INVALID: no PNG, or too large in bytes or pixels. */
gp_status gp_logo_take(gp_logo *logo, gp_str bytes, gp_error *error) GP_MUST_CHECK;
/* The bytes as base64, and back; empty when they cannot be had. */
gp_str gp_logo_encode(const gp_logo *logo, gp_arena *arena);
gp_str gp_logo_decode(gp_str text, gp_arena *arena);

#endif
