/* wordpress.h - a post's HTML, as WordPress keeps it, to Markdown.
 *
 * WordPress keeps three things in one text: HTML, shortcodes ("[gallery ids=1]"), and blank lines that
 * mean paragraphs (unless block comments, "<!-- wp:paragraph -->", say otherwise). Here captions keep
 * their words, embeds their address, other shortcodes are dropped and named; blank lines become
 * paragraphs as wpautop makes them; the rest is html_markdown.h.
 */
#ifndef GP_CONTENT_WORDPRESS_H
#define GP_CONTENT_WORDPRESS_H

#include "base/arena.h"

/* What is the same for all posts of an export, and what is gathered over them. */
typedef struct gp_wordpress_options {
    gp_str host;          /* the old site's: links to it lose it */
    gp_arena *memory;     /* of the lists */
    gp_str_list *dropped; /* the name of each shortcode that was left out, once */
    gp_str_list *images; /* addresses of uploaded images, once; NULL: images keep their addresses */
    gp_str_list *names;  /* of the same images, the file that the Markdown names: "images/..." */
} gp_wordpress_options;

/* Appends the Markdown. GP_INVALID: too many open elements; GP_TOO_LARGE; GP_NO_MEMORY. */
gp_status gp_wordpress_markdown(gp_str content, const gp_wordpress_options *options,
                                gp_arena *arena, gp_buf *markdown, gp_error *error) GP_MUST_CHECK;

/* The words of a title, a tag or an excerpt, which are HTML, appended to `words`. Shortcodes go,
 * as in gp_wordpress_markdown. GP_INVALID when too many elements are open; GP_NO_MEMORY. */
gp_status gp_wordpress_words(gp_str html, const gp_wordpress_options *options, gp_arena *arena,
                             gp_buf *words) GP_MUST_CHECK;

#endif
