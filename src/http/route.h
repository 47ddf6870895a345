/* route.h - which handler answers which path: one table, exact matching, nothing by chance. */
#ifndef GP_HTTP_ROUTE_H
#define GP_HTTP_ROUTE_H

#include "http/visit.h"

typedef struct gp_route {
    const char *path; /* exact; or, ending in "/", a prefix with one or more segments behind */
    unsigned methods; /* bits 1 << gp_method */
    bool searches;    /* runs on the pool, with a reader */
    bool writes;      /* may wait for a disk: not on the pool, but limited as what searches */
    gp_handler *handler;
    gp_account_role least; /* who may, at the least; above GP_AS_VISITOR: a page of the desk */
    bool form;             /* a POST must carry a valid token; only the desk has such */
    bool rows;             /* wants rows of the desk's file, which are read before it runs */
    bool exact;            /* the path as it is, though it ends in "/" */
} gp_route;

/* True for the desk's: admit.h looks at its requests before any handler does. */
bool gp_route_of_desk(const gp_route *route);
/* The route of a path, or NULL. A prefix route fills `*rest` (not decoded). */
const gp_route *gp_route_find(gp_str path, gp_str *rest);
/* For addresses that no route knows: an old address of an article is answered with a redirect. */
const gp_route *gp_route_moved(void);
/* Appends "GET, HEAD, POST" for the Allow header. */
void gp_route_methods(const gp_route *route, gp_buf *buf);
/* The table, for tests and documents. */
const gp_route *gp_routes(size_t *count);

#endif
