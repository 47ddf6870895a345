/* suggest_json.c - suggestions as CONTRACT.md fixes them. */
#include "view/view.h"

#include "base/json.h"

void gp_view_suggest_json(gp_buf *buf, const gp_suggest_list *list)
{
    gp_json json;

    gp_json_init(&json, buf);
    gp_json_open(&json, '{');
    gp_json_pair(&json, "query", list->typed);
    gp_json_key(&json, "suggestions");
    gp_json_open(&json, '[');
    for (size_t i = 0; i < list->items.count; i++) {
        const gp_suggestion *suggestion = &list->items.items[i];
        gp_json_open(&json, '{');
        gp_json_pair(&json, "text", suggestion->text);
        gp_json_pair(&json, "html", suggestion->html);
        gp_json_pair(&json, "url", suggestion->url);
        gp_json_pair(&json, "kind", gp_str_of(gp_kind_name(suggestion->kind)));
        gp_json_close(&json, '}');
    }
    gp_json_close(&json, ']');
    gp_json_close(&json, '}');
    gp_buf_add_byte(buf, '\n');
}
