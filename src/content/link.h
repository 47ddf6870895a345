/* link.h - which addresses an article may point to, and how they read in a page.
 * Memory: `*target` and `*name` borrow from the address or live in `arena`. */
#ifndef GP_CONTENT_LINK_H
#define GP_CONTENT_LINK_H

#include "base/arena.h"

typedef enum gp_link {
    GP_LINK_REFUSED, /* scripts, data, other hosts by "//", unknown schemes: only the text is kept */
    GP_LINK_LOCAL,   /* "/...", "#...", mailto: tel: sms: */
    GP_LINK_OUTSIDE  /* http and https: told nothing about the reader (rel) */
} gp_link;

/* What to do with a link's address. `*target` is the address to write; a relative "other.md#x" of
 * the corpus becomes "/a/other#x". */
gp_link gp_link_check(gp_str address, gp_arena *arena, gp_str *target);
/* True for the relative name of an image that is served: png, jpg, jpeg, webp, gif, avif. `*name` is
 * the file's name, decoded, without "./". */
bool gp_link_image(gp_str address, gp_arena *arena, gp_str *name);

#endif
