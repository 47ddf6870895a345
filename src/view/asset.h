/* asset.h - the files that pages load: style sheet, scripts, icon.
 *
 * Idea:     an asset is known by its name; its ETag is a hash of its bytes; it is compressed once,
 *           at its first use, and then kept for the life of the program. Pages name it as
 *           /assets/NAME?v=VERSION, so that it may be cached for ever. Templates (.html) are no
 *           assets. A script whose first line is "// with: a.js, b.js" is sent with those files
 *           in front of it, as one.
 * Memory:   what comes from the binary lives as long as the program; what comes from a designer's
 *           folder lives in the caller's arena.
 * Threads:  any.
 */
#ifndef GP_VIEW_ASSET_H
#define GP_VIEW_ASSET_H

#include "base/arena.h"

#define GP_ASSET_LIMIT (1u << 20) /* bytes of a file read from a designer's folder */

typedef struct gp_asset {
    gp_str bytes;
    gp_str gzip;      /* the same in gzip format; empty: it would not be smaller */
    const char *mime; /* static text: "text/css; charset=utf-8" */
    gp_str etag;      /* strong and quoted: "\"...\"", a hash of `bytes` */
} gp_asset;

/* The asset `name` ("style.css"), from the binary or, with `web_folder`, read from there (never
 * compressed, no links, nothing beneath a further folder). GP_NOT_FOUND: no such file, or one of a
 * type that is no asset; then `*asset` is empty. `arena` may be NULL when `web_folder` is. */
gp_status gp_asset_find(gp_str name, const char *web_folder, gp_arena *arena,
                        gp_asset *asset) GP_MUST_CHECK;

/* 12 hex digits that change whenever an asset of the binary does: gp_page.asset_version. */
gp_str gp_asset_version(void);

#endif
