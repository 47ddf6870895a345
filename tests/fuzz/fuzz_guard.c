/* fuzz_guard.c - raw request heads: split as civetweb splits them, then guard, route, parameters and
 * form fields. What passes the guard must be what the guard promises. */
#include "http/guard.h"
#include "http/route.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t split_headers(gp_str rest, gp_header *headers, size_t room)
{
    size_t count = 0;
    gp_str line;

    while (count < room && gp_str_next(&rest, '\n', &line)) {
        size_t colon = gp_str_find_byte(line, ':', 0);
        if (line.size == 0 || line.data[0] == '\r')
            break;
        headers[count].name = gp_str_slice(line, 0, colon);
        headers[count].value = gp_str_trim(gp_str_slice(line, colon + 1, line.size));
        count++;
    }
    return count;
}

static void must(bool condition)
{
    if (!condition)
        abort();
}

static void check_passed(const gp_request_head *head, gp_method method, size_t body_size)
{
    gp_arena arena;
    gp_str rest, value;
    const gp_route *route;

    must(head->uri.size > 0 && head->uri.data[0] == '/' && head->uri.size <= GP_PATH_MAX);
    must(head->header_count <= GP_HEADERS_MAX);
    must(body_size <= GP_BODY_MAX);
    must(method == GP_METHOD_POST || body_size == 0);
    gp_arena_init(&arena, 1 << 20);
    route = gp_route_find(head->uri, &rest);
    if (route != NULL && rest.size > 0 && gp_path_parameter(rest, GP_STR(""), &arena, &value)) {
        for (size_t i = 0; i < value.size; i++)
            must(value.data[i] != '\0' && value.data[i] != '\r' && value.data[i] != '\n');
    }
    (void)gp_form_value(head->query, "q", &arena, &value);
    gp_arena_clear(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const gp_str host = {"localhost", 9};
    const gp_guard guard = {&host, size % 2, false}; /* with a list of hosts, and without */
    gp_header headers[GP_HEADERS_MAX + 2];
    gp_str rest = {(const char *)data, size};
    gp_request_head head = {0};
    gp_str line = {NULL, 0};
    gp_method method = GP_METHOD_GET;
    size_t body_size = 0;
    size_t mark;

    if (size == 0 || !gp_str_next(&rest, '\n', &line))
        return 0;
    (void)gp_str_next(&line, ' ', &head.method);
    (void)gp_str_next(&line, ' ', &head.uri);
    head.version =
        gp_str_starts(line, GP_STR("HTTP/")) ? gp_str_trim(gp_str_slice(line, 5, line.size)) : line;
    mark = gp_str_find_byte(head.uri, '?', 0);
    head.query = gp_str_slice(head.uri, mark + 1, head.uri.size);
    head.uri = gp_str_slice(head.uri, 0, mark);
    head.headers = headers;
    if (rest.data != NULL)
        head.header_count = split_headers(rest, headers, GP_HEADERS_MAX + 2);
    if (gp_guard_check(&guard, &head, &method, &body_size) == 0)
        check_passed(&head, method, body_size);
    return 0;
}
