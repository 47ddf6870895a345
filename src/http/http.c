#include "http/http.h"

#include "base/html.h"

enum {
    HEADERS_LIMIT = 8 * 1024,
    FIELDS_MAX = 64
};

void gp_response_init(gp_response *response, size_t body_limit)
{
    *response = (gp_response){.status = 200};
    gp_buf_init(&response->body, body_limit);
    gp_buf_init(&response->headers, HEADERS_LIMIT);
}

void gp_response_clear(gp_response *response)
{
    gp_buf_clear(&response->body);
    gp_buf_clear(&response->headers);
}

gp_str gp_request_header(const gp_request *request, const char *name)
{
    gp_str wanted = gp_str_of(name);

    for (size_t i = 0; i < request->header_count; i++) {
        if (gp_str_equal_nocase(request->headers[i].name, wanted))
            return request->headers[i].value;
    }
    return (gp_str){NULL, 0};
}

static gp_str decoded(gp_str text, gp_arena *arena)
{
    gp_buf buf;
    gp_str value;

    gp_buf_init(&buf, text.size + 1);
    gp_url_add_decoded(&buf, text, true);
    value = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return value;
}

bool gp_form_value(gp_str form, const char *name, gp_arena *arena, gp_str *value)
{
    gp_str wanted = gp_str_of(name);
    gp_str field;

    *value = (gp_str){NULL, 0};
    for (size_t i = 0; i < FIELDS_MAX && gp_str_next(&form, '&', &field); i++) {
        size_t equals = gp_str_find_byte(field, '=', 0);
        if (!gp_str_equal(gp_str_slice(field, 0, equals), wanted))
            continue;
        *value = decoded(gp_str_slice(field, equals + 1, field.size), arena);
        return value->data != NULL;
    }
    return false;
}
