#include "view/related_json.h"

void gp_related_json(gp_json *json, const gp_related_list *related)
{
    gp_json_key(json, "related");
    gp_json_open(json, '[');
    for (size_t i = 0; i < related->count; i++) {
        gp_json_open(json, '{');
        gp_json_pair(json, "id", related->items[i].id);
        gp_json_pair(json, "title", related->items[i].title);
        gp_json_pair(json, "heading", related->items[i].heading);
        gp_json_pair(json, "url", related->items[i].url);
        gp_json_close(json, '}');
    }
    gp_json_close(json, ']');
}
