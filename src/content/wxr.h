/* wxr.h - a WordPress export (WXR 1.0 to 1.2: RSS 2.0 with WordPress's elements), item by item.
 *
 * Reads through libxml2's pull parser, which holds one item at a time, whatever the file's size. A file
 * with a DOCTYPE is refused (entities that grow, files that it names); so is one that names no WXR version.
 * Control characters that XML forbids are read as blanks. Of a field that is there twice the last counts, but
 * a password and a status other than "publish" stay.
 * Comments, authors' addresses and post meta are never looked at.
 * Doors:    <libxml/...> only in content/wxr.c.
 */
#ifndef GP_CONTENT_WXR_H
#define GP_CONTENT_WXR_H

#include "base/arena.h"

typedef struct gp_wxr_item {
    gp_str title, link, content, excerpt;
    gp_str name;   /* wp:post_name: the slug */
    gp_str type;   /* "post", "page", "attachment", ... */
    gp_str status; /* "publish", "draft", ... */
    gp_str password;
    gp_str date, modified; /* "2024-05-01 10:00:00", GMT */
    gp_str_list tags;      /* names of categories and tags, each once */
} gp_wxr_item;

/* The item lives until the call returns. Another status than GP_OK ends the reading. */
typedef gp_status gp_wxr_fn(void *context, const gp_wxr_item *item);

/* Calls `each` for every item of the export. `host` (may be NULL) gets the old site's "example.org", in
 * `arena`. GP_INVALID with "line N: why"; GP_IO; GP_NO_MEMORY; GP_TOO_LARGE for an item above 16 MiB. */
gp_status gp_wxr_read(const char *path, gp_arena *arena, gp_str *host, gp_wxr_fn *each,
                      void *context, gp_error *error) GP_MUST_CHECK;

#endif
