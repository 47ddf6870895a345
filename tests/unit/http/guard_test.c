/* The guard: one row per request head, refusals first. */
#include "test.h"

#include "http/guard.h"

#include <string.h>

#define HOST                                                                                       \
    {                                                                                              \
        {"Host", 4},                                                                               \
        {                                                                                          \
            "127.0.0.1:80", 12                                                                     \
        }                                                                                          \
    }

typedef struct row {
    const char *method, *uri, *version, *query;
    gp_header headers[4];
    size_t header_count;
    int expected;
} row;

static const gp_str hosts[] = {{"127.0.0.1:80", 12}, {"localhost:80", 12}};
static const gp_guard guard = {hosts, 2, false};

static int check(const row *r, gp_method *method, size_t *body)
{
    gp_request_head head = {gp_str_of(r->method), gp_str_of(r->uri), gp_str_of(r->version),
                            gp_str_of(r->query),  r->headers,        r->header_count};

    return gp_guard_check(&guard, &head, method, body);
}

static void where_only_this_machine_is_answered_what_a_proxy_passed_on_is_refused(void **state)
{
    static const char *const names[] = {"Forwarded",         "via",
                                        "X-Forwarded-For",   "X-FORWARDED-HOST",
                                        "X-Forwarded-Proto", "X-Real-IP"};
    gp_guard local = guard;
    gp_method method;
    size_t body;

    (void)state;
    local.local = true;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const gp_header headers[] = {HOST, {gp_str_of(names[i]), GP_STR("x")}};
        gp_request_head head = {GP_STR("GET"), GP_STR("/"), GP_STR("1.1"), GP_STR(""), headers, 2};
        assert_int_equal(gp_guard_check(&local, &head, &method, &body), 421);
        assert_int_equal(gp_guard_check(&guard, &head, &method, &body), 0);
        head.header_count = 1;
        assert_int_equal(gp_guard_check(&local, &head, &method, &body), 0);
    }
}

static void refusals_have_their_status(void **state)
{
    static const row rows[] = {
        {"DELETE", "/", "1.1", "", {HOST}, 1, 405},
        {"get", "/", "1.1", "", {HOST}, 1, 405},
        {"G ET", "/", "1.1", "", {HOST}, 1, 400},
        {"", "/", "1.1", "", {HOST}, 1, 400},
        {"GET", "/", "2.0", "", {HOST}, 1, 505},
        {"GET", "/", "", "", {HOST}, 1, 505},
        {"GET", "", "1.1", "", {HOST}, 1, 400},
        {"GET", "*", "1.1", "", {HOST}, 1, 400},
        {"GET", "http://x/", "1.1", "", {HOST}, 1, 400},
        {"GET", "/a b", "1.1", "", {HOST}, 1, 400},
        {"GET", "/a\\b", "1.1", "", {HOST}, 1, 400},
        {"GET", "/a#b", "1.1", "", {HOST}, 1, 400},
        {"GET", "/%00", "1.1", "", {HOST}, 1, 400},
        {"GET", "/%2F", "1.1", "", {HOST}, 1, 400},
        {"GET", "/%2f", "1.1", "", {HOST}, 1, 400},
        {"GET", "/%5c", "1.1", "", {HOST}, 1, 400},
        {"GET", "/%0D%0A", "1.1", "", {HOST}, 1, 400},
        {"GET", "/\x7F", "1.1", "", {HOST}, 1, 400},
        {"GET", "/", "1.1", "", {{{"", 0}, {"", 0}}}, 0, 400},
        {"GET", "/", "1.1", "", {HOST, HOST}, 2, 400},
        {"GET", "/", "1.1", "", {{{"Host", 4}, {"evil.example", 12}}}, 1, 421},
        {"GET", "/", "1.1", "", {{{"Host", 4}, {"", 0}}}, 1, 421},
        {"GET", "/", "1.1", "", {{{"Host", 4}, {"a/b", 3}}}, 1, 421},
        {"GET", "/", "1.1", "", {HOST, {{"Bad Name", 8}, {"x", 1}}}, 2, 400},
        {"GET", "/", "1.1", "", {HOST, {{"X", 1}, {"a\r\nb", 4}}}, 2, 400},
        {"GET", "/", "1.1", "", {HOST, {{"Content-Length", 14}, {"3", 1}}}, 2, 400},
        {"POST", "/", "1.1", "", {HOST}, 1, 411},
        {"POST", "/", "1.1", "", {HOST, {{"Content-Length", 14}, {"5abc", 4}}}, 2, 400},
        {"POST", "/", "1.1", "", {HOST, {{"Content-Length", 14}, {"-1", 2}}}, 2, 400},
        {"POST", "/", "1.1", "", {HOST, {{"Content-Length", 14}, {" 1", 2}}}, 2, 400},
        {"POST", "/", "1.1", "", {HOST, {{"Content-Length", 14}, {"8193", 4}}}, 2, 413},
        {"POST",
         "/",
         "1.1",
         "",
         {HOST, {{"content-length", 14}, {"3", 1}}, {{"Content-Length", 14}, {"3", 1}}},
         3,
         400},
        {"POST",
         "/",
         "1.1",
         "",
         {HOST, {{"content-length", 14}, {"3", 1}}, {{"transfer-encoding", 17}, {"chunked", 7}}},
         3,
         501},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        gp_method method;
        size_t body;
        int status = check(&rows[i], &method, &body);
        if (status != rows[i].expected)
            print_error("row %zu: %s %s\n", i, rows[i].method, rows[i].uri);
        assert_int_equal(status, rows[i].expected);
    }
}

static void ordinary_requests_pass_with_method_and_body(void **state)
{
    static const row rows[] = {
        {"GET", "/", "1.1", "q=a%00b", {HOST}, 1, 0},
        {"HEAD", "/a/%C3%A9", "1.0", "", {HOST}, 1, 0},
        {"OPTIONS", "/", "1.1", "", {{{"HOST", 4}, {"LOCALHOST:80", 12}}}, 1, 0},
        {"POST", "/search", "1.1", "", {HOST, {{"Content-Length", 14}, {"8192", 4}}}, 2, 0},
    };
    static const gp_method methods[] = {GP_METHOD_GET, GP_METHOD_HEAD, GP_METHOD_OPTIONS,
                                        GP_METHOD_POST};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        gp_method method;
        size_t body = 99;
        assert_int_equal(check(&rows[i], &method, &body), 0);
        assert_int_equal(method, methods[i]);
        assert_int_equal(body, i == 3 ? 8192 : 0);
    }
}

static void too_long_paths_queries_and_heads_are_told_apart(void **state)
{
    static char path[GP_PATH_MAX + 2];
    static char query[GP_QUERY_MAX + 2];
    static gp_header headers[GP_HEADERS_MAX + 1];
    gp_request_head head = {GP_STR("GET"), {path, GP_PATH_MAX + 1}, GP_STR("1.1"), {0}, headers, 1};
    gp_method method;
    size_t body;

    (void)state;
    memset(path, 'a', sizeof path);
    memset(query, 'a', sizeof query);
    path[0] = '/';
    for (size_t i = 0; i <= GP_HEADERS_MAX; i++)
        headers[i] = (gp_header){GP_STR("X"), GP_STR("y")};
    headers[0] = (gp_header){GP_STR("Host"), hosts[0]};
    assert_int_equal(gp_guard_check(&guard, &head, &method, &body), 414);
    head.uri.size = GP_PATH_MAX;
    assert_int_equal(gp_guard_check(&guard, &head, &method, &body), 0);
    head.query = (gp_str){query, GP_QUERY_MAX + 1};
    assert_int_equal(gp_guard_check(&guard, &head, &method, &body), 414);
    head.query.size = GP_QUERY_MAX;
    head.header_count = GP_HEADERS_MAX + 1;
    assert_int_equal(gp_guard_check(&guard, &head, &method, &body), 431);
    head.header_count = GP_HEADERS_MAX;
    assert_int_equal(gp_guard_check(&guard, &head, &method, &body), 0);
}

static void path_parameters_are_decoded_once_and_must_be_text(void **state)
{
    gp_arena arena;
    gp_str value;

    (void)state;
    gp_arena_init(&arena, 10000);
    assert_false(gp_path_parameter(GP_STR("/a/"), GP_STR("/a/"), &arena, &value));
    assert_false(gp_path_parameter(GP_STR("/b/x"), GP_STR("/a/"), &arena, &value));
    assert_false(gp_path_parameter(GP_STR("/a/%ff"), GP_STR("/a/"), &arena, &value));
    assert_true(gp_path_parameter(GP_STR("/a/x%2520+y"), GP_STR("/a/"), &arena, &value));
    assert_string_equal(value.data, "x%20+y");
    gp_arena_clear(&arena);
}

static void form_fields_take_any_bytes_and_the_first_of_a_name(void **state)
{
    gp_arena arena;
    gp_str value;

    (void)state;
    gp_arena_init(&arena, 100000);
    assert_false(gp_form_value(GP_STR(""), "q", &arena, &value));
    assert_false(gp_form_value(GP_STR("qq=1&r=2"), "q", &arena, &value));
    assert_true(gp_form_value(GP_STR("&&q&q=1"), "q", &arena, &value));
    assert_int_equal(value.size, 0);
    assert_true(gp_form_value(GP_STR("x=1&q=a+b%26%00%zz%4&q=2"), "q", &arena, &value));
    assert_int_equal(value.size, 10);
    assert_memory_equal(value.data, "a b&\0%zz%4", 10);
    assert_true(gp_form_value(GP_STR("q==b"), "q", &arena, &value));
    assert_string_equal(value.data, "=b");
    gp_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_only_this_machine_is_answered_what_a_proxy_passed_on_is_refused),
        cmocka_unit_test(refusals_have_their_status),
        cmocka_unit_test(ordinary_requests_pass_with_method_and_body),
        cmocka_unit_test(too_long_paths_queries_and_heads_are_told_apart),
        cmocka_unit_test(path_parameters_are_decoded_once_and_must_be_text),
        cmocka_unit_test(form_fields_take_any_bytes_and_the_first_of_a_name),
    };

    return cmocka_run_group_tests_name("guard", tests, NULL, NULL);
}
