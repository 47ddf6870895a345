/* related_json.h - links to related sections, the same in every JSON that has them. */
#ifndef GP_VIEW_RELATED_JSON_H
#define GP_VIEW_RELATED_JSON_H

#include "base/json.h"
#include "search/search.h"

/* "related": [{"id", "title", "heading", "url"}], as the next member of an object. */
void gp_related_json(gp_json *json, const gp_related_list *related);

#endif
