/* Limiter, pool, routes, replies: the parts of the server that need no index. */
#include "test.h"

#include "base/hash.h"
#include "http/json_body.h"
#include "http/limiter.h"
#include "http/pool.h"
#include "http/reply.h"
#include "http/route.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- limiter -------------------------------------------------------------------------------- */

static void a_burst_is_allowed_and_then_the_rate(void **state)
{
    gp_limiter *limiter;
    uint64_t now = 1000000;

    (void)state;
    assert_int_equal(gp_limiter_open(2, 5, &limiter), GP_OK);
    for (int i = 0; i < 5; i++)
        assert_true(gp_limiter_allow(limiter, GP_STR("192.0.2.1"), now));
    assert_false(gp_limiter_allow(limiter, GP_STR("192.0.2.1"), now));
    assert_true(gp_limiter_allow(limiter, GP_STR("192.0.2.2"), now));
    assert_false(gp_limiter_allow(limiter, GP_STR("192.0.2.1"), now + 400000));
    assert_true(gp_limiter_allow(limiter, GP_STR("192.0.2.1"), now + 600000));
    gp_limiter_close(limiter);
}

static void one_network_of_ipv6_is_one_visitor(void **state)
{
    gp_limiter *limiter;

    (void)state;
    assert_int_equal(gp_limiter_open(1, 1, &limiter), GP_OK);
    assert_true(gp_limiter_allow(limiter, GP_STR("2001:db8:1:2:3:4:5:6"), 5));
    assert_false(gp_limiter_allow(limiter, GP_STR("2001:db8:1:2:9:9:9:9"), 5));
    assert_true(gp_limiter_allow(limiter, GP_STR("2001:db8:1:3:3:4:5:6"), 5));
    gp_limiter_close(limiter);
}

static void no_rate_means_no_limit_and_many_addresses_fit(void **state)
{
    gp_limiter *limiter;

    (void)state;
    assert_int_equal(gp_limiter_open(0, 0, &limiter), GP_OK);
    for (int i = 0; i < 1000; i++)
        assert_true(gp_limiter_allow(limiter, GP_STR("192.0.2.1"), 1));
    gp_limiter_close(limiter);
    assert_int_equal(gp_limiter_open(1, 1, &limiter), GP_OK);
    for (int i = 0; i < 100000; i++) {
        char address[32];
        (void)snprintf(address, sizeof address, "10.%d.%d.%d", i >> 16, i >> 8 & 255, i & 255);
        assert_true(gp_limiter_allow(limiter, gp_str_of(address), (uint64_t)i + 1));
    }
    gp_limiter_close(limiter);
}

static void a_new_day_forgets_everything(void **state)
{
    gp_limiter *limiter;

    (void)state;
    assert_int_equal(gp_limiter_open(1e-9, 1, &limiter), GP_OK);
    assert_true(gp_limiter_allow(limiter, GP_STR("192.0.2.1"), 1));
    assert_false(gp_limiter_allow(limiter, GP_STR("192.0.2.1"), 2));
    assert_true(gp_limiter_allow(limiter, GP_STR("192.0.2.1"), 25ull * 3600 * 1000000));
    gp_limiter_close(limiter);
}

/* ---- pool ------------------------------------------------------------------------------------ */

static atomic_int opened, closed, worked;
static atomic_bool hold;

static void *open_state(void *context)
{
    (void)atomic_fetch_add(&opened, 1);
    return context;
}

static void close_state(void *state)
{
    (void)state;
    (void)atomic_fetch_add(&closed, 1);
}

static void work(void *state, void *argument)
{
    (void)state;
    (void)argument;
    while (atomic_load(&hold))
        (void)usleep(1000);
    (void)atomic_fetch_add(&worked, 1);
}

static void *ask(void *context)
{
    gp_status *status = calloc(1, sizeof *status);

    assert_non_null(status);
    *status = gp_pool_run(context, work, NULL);
    return status;
}

static void a_full_queue_is_refused_at_once(void **state)
{
    gp_pool_options options = {1, 2, &opened, open_state, close_state};
    gp_pool *pool;
    pthread_t askers[3];
    int busy = 0;

    (void)state;
    atomic_store(&hold, true);
    assert_int_equal(gp_pool_open(&options, &pool, NULL), GP_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(pthread_create(&askers[i], NULL, ask, pool), 0);
        (void)usleep(50000); /* the first is being worked for, two wait */
    }
    assert_int_equal(gp_pool_run(pool, work, NULL), GP_BUSY);
    atomic_store(&hold, false);
    for (int i = 0; i < 3; i++) {
        void *status;
        assert_int_equal(pthread_join(askers[i], &status), 0);
        busy += *(gp_status *)status == GP_BUSY;
        free(status);
    }
    assert_int_equal(busy, 0);
    assert_int_equal(atomic_load(&worked), 3);
    gp_pool_close(pool);
    assert_int_equal(atomic_load(&opened), atomic_load(&closed));
}

static void *open_nothing(void *context)
{
    (void)context;
    return NULL;
}

static void a_worker_without_state_keeps_the_pool_closed(void **state)
{
    gp_pool_options options = {2, 2, NULL, open_nothing, close_state};
    gp_pool *pool;
    gp_error error;

    (void)state;
    assert_int_equal(gp_pool_open(&options, &pool, &error), GP_IO);
    assert_null(pool);
    options.threads = 0;
    assert_int_equal(gp_pool_open(&options, &pool, &error), GP_INVALID);
}

/* ---- routes ---------------------------------------------------------------------------------- */

static void only_exact_paths_are_routes(void **state)
{
    static const char *const none[] = {"",   "/x",      "/search/", "/searchx",
                                       "/a", "/a/",     "/livez/x", "/LIVEZ",
                                       "//", "/api/v1", "/assets",  "/api/v1/sections/"};
    gp_str rest;
    size_t count;

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_null(gp_route_find(gp_str_of(none[i]), &rest));
    assert_ptr_equal(gp_route_find(GP_STR("/a/x/y"), &rest)->handler, gp_handle_article);
    assert_true(gp_str_equal(rest, GP_STR("x/y")));
    assert_ptr_equal(gp_route_find(GP_STR("/"), &rest)->handler, gp_handle_home);
    assert_non_null(gp_routes(&count));
    assert_true(count >= 10);
}

/* ---- JSON bodies ----------------------------------------------------------------------------- */

static void only_a_shallow_object_is_a_body(void **state)
{
    static const char *const refused[] = {
        "", "null", "\"x\"", "[]", "{", "{}{}", "{\"a\"}", "{\"a\":1,\"a\":2}", "{\"a\":\"\xFF\"}"};
    char deep[2 * GP_JSON_DEPTH + 16];
    json_t *object;

    (void)state;
    assert_null(gp_json_body((gp_str){NULL, 0}));
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_null(gp_json_body(gp_str_of(refused[i])));
    for (int levels = GP_JSON_DEPTH - 1; levels <= GP_JSON_DEPTH; levels++) {
        /* an object and so many lists */
        (void)snprintf(deep, sizeof deep, "{\"a\":%.*s%.*s}", levels,
                       "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", levels,
                       "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
        object = gp_json_body(gp_str_of(deep));
        assert_true((object != NULL) == (levels + 1 <= GP_JSON_DEPTH));
        json_decref(object);
    }
}

static void brackets_in_texts_are_no_depth(void **state)
{
    gp_arena arena;
    json_t *object =
        gp_json_body(GP_STR("{\"q\":\"\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[{{{\"}"));
    gp_str text;

    (void)state;
    gp_arena_init(&arena, 4096);
    assert_non_null(object);
    text = gp_json_body_text(object, "q", &arena);
    assert_int_equal(text.size, 44);
    assert_int_equal(gp_json_body_text(object, "none", &arena).size, 0);
    json_decref(object);
    gp_arena_clear(&arena);
}

/* ---- replies --------------------------------------------------------------------------------- */

static gp_str reply(const gp_request *request, gp_response *response, gp_buf *bytes)
{
    gp_buf_reset(bytes);
    gp_reply_write(bytes, request, response, true);
    return gp_buf_str(bytes);
}

static bool has(gp_str text, const char *part)
{
    return gp_str_find(text, gp_str_of(part), 0) < text.size;
}

static void every_reply_has_the_strict_headers_and_its_length(void **state)
{
    static const int statuses[] = {200, 301, 400, 404, 405, 429, 500, 503};
    gp_request request = {.method = GP_METHOD_GET};
    gp_buf bytes;

    (void)state;
    gp_buf_init(&bytes, 1 << 20);
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        gp_response response;
        gp_str text;
        gp_response_init(&response, 1000);
        response.status = statuses[i];
        response.content_type = "text/plain";
        gp_buf_add_text(&response.body, "hello");
        text = reply(&request, &response, &bytes);
        assert_true(has(text, "Content-Security-Policy: default-src 'none'"));
        assert_true(has(text, "Content-Length: 5\r\n"));
        assert_true(gp_str_ends(text, GP_STR("\r\n\r\nhello")));
        assert_string_not_equal(gp_reply_reason(statuses[i]), "Unknown");
        gp_response_clear(&response);
    }
    gp_buf_clear(&bytes);
}

static void an_unchanged_page_is_told_without_its_body(void **state)
{
    static const struct {
        const char *wanted;
        int status;
    } cases[] = {{"W/\"a\"", 304}, {"\"a\"", 304}, {"\"b\", W/\"a\"", 304},
                 {"*", 304},       {"\"b\"", 200}, {"a", 200}};
    gp_buf bytes;

    (void)state;
    gp_buf_init(&bytes, 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gp_header header = {GP_STR("if-none-match"), gp_str_of(cases[i].wanted)};
        gp_request request = {.method = GP_METHOD_GET, .headers = &header, .header_count = 1};
        gp_response response;
        gp_str text;
        gp_response_init(&response, 1000);
        response.content_type = "text/html";
        gp_response_header(&response, "ETag", GP_STR("W/\"a\""));
        gp_buf_add_text(&response.body, "hello");
        text = reply(&request, &response, &bytes);
        assert_int_equal(response.status, cases[i].status);
        assert_int_equal(gp_str_ends(text, GP_STR("hello")), cases[i].status == 200);
        gp_response_clear(&response);
    }
    gp_buf_clear(&bytes);
}

static void a_large_body_is_compressed_only_where_gzip_is_welcome(void **state)
{
    static const struct {
        const char *accept;
        bool packed;
    } cases[] = {{"gzip", true}, {"br, gzip;q=0.5", true}, {"identity", false}, {"gzip;q=0", false},
                 {"", false},    {"deflate", false}};
    gp_buf bytes;

    (void)state;
    gp_buf_init(&bytes, 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gp_header header = {GP_STR("Accept-Encoding"), gp_str_of(cases[i].accept)};
        gp_request request = {.method = GP_METHOD_GET, .headers = &header, .header_count = 1};
        gp_response response;
        gp_response_init(&response, 100000);
        response.content_type = "text/html";
        for (int j = 0; j < 500; j++)
            gp_buf_add_text(&response.body, "hello ");
        assert_int_equal(has(reply(&request, &response, &bytes), "Content-Encoding: gzip"),
                         cases[i].packed);
        gp_response_clear(&response);
    }
    gp_buf_clear(&bytes);
}

static void head_tells_the_length_and_sends_nothing(void **state)
{
    gp_request request = {.method = GP_METHOD_HEAD};
    gp_response response;
    gp_buf bytes;
    gp_str text;

    (void)state;
    gp_buf_init(&bytes, 1 << 20);
    gp_response_init(&response, 1000);
    response.content_type = "text/plain";
    gp_buf_add_text(&response.body, "hello");
    text = reply(&request, &response, &bytes);
    assert_true(has(text, "Content-Length: 5\r\n"));
    assert_true(gp_str_ends(text, GP_STR("\r\n\r\n")));
    gp_response_clear(&response);
    gp_buf_clear(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_burst_is_allowed_and_then_the_rate),
        cmocka_unit_test(one_network_of_ipv6_is_one_visitor),
        cmocka_unit_test(no_rate_means_no_limit_and_many_addresses_fit),
        cmocka_unit_test(a_new_day_forgets_everything),
        cmocka_unit_test(a_full_queue_is_refused_at_once),
        cmocka_unit_test(a_worker_without_state_keeps_the_pool_closed),
        cmocka_unit_test(only_exact_paths_are_routes),
        cmocka_unit_test(only_a_shallow_object_is_a_body),
        cmocka_unit_test(brackets_in_texts_are_no_depth),
        cmocka_unit_test(every_reply_has_the_strict_headers_and_its_length),
        cmocka_unit_test(an_unchanged_page_is_told_without_its_body),
        cmocka_unit_test(a_large_body_is_compressed_only_where_gzip_is_welcome),
        cmocka_unit_test(head_tells_the_length_and_sends_nothing),
    };

    if (gp_hash_init() != GP_OK)
        return 1;
    return cmocka_run_group_tests_name("parts", tests, NULL, NULL);
}
