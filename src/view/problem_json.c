/* problem_json.c - RFC 9457. The type stays "about:blank", so the title is the status in words. */
#include "view/view.h"

#include "base/json.h"

void gp_view_problem_json(gp_buf *buf, int status, const char *title, const char *detail)
{
    gp_json json;

    gp_json_init(&json, buf);
    gp_json_open(&json, '{');
    gp_json_pair(&json, "type", GP_STR("about:blank"));
    gp_json_pair(&json, "title", gp_str_of(title));
    gp_json_pair_int(&json, "status", status);
    gp_json_pair(&json, "detail", gp_str_of(detail));
    gp_json_close(&json, '}');
    gp_buf_add_byte(buf, '\n');
}
