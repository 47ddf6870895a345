/* page.h - what stands on every page: head, crisis line, search box, banner, contact line.
 *
 * Idea:     each page gives its title and a function that writes its own part into <main>.
 * Rule:     help stands in the same place on every page (WCAG 3.2.6); a title never holds a
 *           visitor's question.
 * Threads:  pure.
 */
#ifndef GP_VIEW_PAGE_H
#define GP_VIEW_PAGE_H

#include "view/template.h"
#include "view/view.h"

typedef enum gp_page_place {
    GP_PLACE_HOME,    /* the page has the site's name and the search box in its own part */
    GP_PLACE_ARTICLE, /* `slug` says which */
    GP_PLACE_BROWSE,  /* `slug` is the list's name */
    GP_PLACE_PASSING  /* results and errors: robots shall not keep it */
} gp_page_place;

typedef struct gp_page_parts {
    const gp_page *page;
    gp_page_place place;
    gp_str title;       /* plain text, put before the site's name; empty: the site's name alone */
    gp_str description; /* plain text for search engines; empty: none */
    gp_str slug;        /* of GP_PLACE_ARTICLE and GP_PLACE_BROWSE */
    gp_str question;    /* held by the search box at the head */
    gp_slot_fn *body;   /* writes what stands in <main> */
    gp_slot_fn *data;   /* writes JSON-LD, one object; NULL: none */
    const void *context;
} gp_page_parts;

/* The whole page, from <!doctype html> on. */
void gp_page_add(gp_buf *html, const gp_page_parts *parts);
/* The search form; `question` is a gp_str. */
gp_slot_fn gp_page_search;
/* The site's logo (of a gp_page), or nothing when it has none. */
gp_slot_fn gp_page_logo;
/* A notice with the contact line (a gp_page_help), or nothing where there is no notice. */
typedef struct gp_page_help {
    const gp_page *page;
    const gp_notice *notice; /* may be NULL */
} gp_page_help;
gp_slot_fn gp_page_notice;
/* The contact line (of a gp_page), or nothing when the site has none. */
gp_slot_fn gp_page_contact;

#endif
