/* shelf.h - a list of articles of one kind: on the home page, and page by page under /browse/. */
#ifndef GP_VIEW_SHELF_H
#define GP_VIEW_SHELF_H

#include "view/page.h"

typedef struct gp_shelf {
    const gp_document_lines *documents; /* of all kinds */
    const gp_page *page;
    gp_kind kind;
    size_t skip, limit;        /* articles of the kind passed over, and shown at most */
    const char *level;         /* of the headings: "2" or "3" */
    const gp_document *guides; /* those whose sections are listed below their line */
    size_t guide_count;
} gp_shelf;

/* Articles of the kind, whatever is shown. O(documents). */
size_t gp_shelf_count(const gp_shelf *shelf);
/* A line for each article shown. */
gp_slot_fn gp_shelf_lines;

#endif
