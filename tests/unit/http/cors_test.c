/* Which other sites' pages may read an answer: the list, letter for letter, and nobody else. */
#include "test.h"

#include "base/hash.h"
#include "http/cors.h"
#include "http/reply.h"

#include <string.h>

static gp_str items[] = {{"https://www.example.org", 23}, {"http://127.0.0.1:8081", 21}};
static const gp_site site = {.allowed_origins = {items, 2, 2}};
static const gp_site closed = {0};

static bool has(const gp_buf *bytes, const char *part)
{
    gp_str text = gp_buf_str(bytes);

    return gp_str_find(text, gp_str_of(part), 0) < text.size;
}

/* The whole reply to a request of `origin` (NULL: none is named). */
static void answer(const gp_site *rules, gp_method method, const char *path, const char *origin,
                   gp_buf *bytes)
{
    gp_header header = {GP_STR("origin"), gp_str_of(origin != NULL ? origin : "")};
    gp_request request = {.method = method,
                          .path = gp_str_of(path),
                          .headers = &header,
                          .header_count = origin != NULL ? 1 : 0};
    gp_response response;

    gp_response_init(&response, 1000);
    response.content_type = "application/json";
    gp_buf_add_text(&response.body, "{}");
    gp_cors_apply(rules, &request, GP_STR("GET, POST"), &response);
    gp_buf_init(bytes, 1 << 16);
    gp_reply_write(bytes, &request, &response, true);
    assert_int_equal(bytes->status, GP_OK);
    gp_response_clear(&response);
}

static void an_origin_that_is_not_listed_learns_nothing(void **state)
{
    static const char *const origins[] = {"https://elsewhere.org",
                                          "null",
                                          "",
                                          "*",
                                          "https://www.example.org/",
                                          "https://www.example.org:443",
                                          "https://www.example.org.evil.org",
                                          "https://evil.org/https://www.example.org",
                                          "http://www.example.org",
                                          "HTTPS://WWW.EXAMPLE.ORG",
                                          "https://www.example.or",
                                          "https://www.example.org, https://evil.org",
                                          "http://127.0.0.1:8082",
                                          NULL};

    (void)state;
    for (size_t i = 0; i < sizeof origins / sizeof origins[0]; i++) {
        for (int method = GP_METHOD_GET; method <= GP_METHOD_OPTIONS; method++) {
            gp_buf bytes;
            answer(&site, (gp_method)method, "/api/v1/search", origins[i], &bytes);
            assert_false(has(&bytes, "Access-Control-"));
            assert_true(has(&bytes, "Cross-Origin-Resource-Policy: same-origin\r\n"));
            assert_true(has(&bytes, "Vary: Accept-Encoding, Origin\r\n"));
            gp_buf_clear(&bytes);
        }
    }
}

static void a_listed_origin_is_echoed_without_credentials(void **state)
{
    static const char *const paths[] = {"/api/v1/search", "/api/v1/suggest", "/api/v1/feedback",
                                        "/embed.js"};

    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        gp_buf bytes;
        answer(&site, GP_METHOD_POST, paths[i], "https://www.example.org", &bytes);
        assert_true(has(&bytes, "Access-Control-Allow-Origin: https://www.example.org\r\n"));
        assert_true(has(&bytes, "Cross-Origin-Resource-Policy: cross-origin\r\n"));
        assert_true(has(&bytes, "Vary: Accept-Encoding, Origin\r\n"));
        assert_false(has(&bytes, "Access-Control-Allow-Credentials"));
        assert_false(has(&bytes, "Access-Control-Allow-Methods"));
        gp_buf_clear(&bytes);
    }
}

static void a_preflight_is_told_methods_and_the_one_header(void **state)
{
    gp_buf bytes;

    (void)state;
    answer(&site, GP_METHOD_OPTIONS, "/api/v1/search", "http://127.0.0.1:8081", &bytes);
    assert_true(has(&bytes, "Access-Control-Allow-Origin: http://127.0.0.1:8081\r\n"));
    assert_true(has(&bytes, "Access-Control-Allow-Methods: GET, POST\r\n"));
    assert_true(has(&bytes, "Access-Control-Allow-Headers: Content-Type\r\n"));
    assert_true(has(&bytes, "Access-Control-Max-Age: 7200\r\n"));
    assert_false(has(&bytes, "Allow-Credentials"));
    gp_buf_clear(&bytes);
}

static void nothing_else_is_shared_with_anybody(void **state)
{
    static const char *const paths[] = {"/",
                                        "/search",
                                        "/a/x",
                                        "/api/v1/sections/x",
                                        "/api/v1/search/",
                                        "/api/v1/searchx",
                                        "/assets/search.js",
                                        "/assets/embed.js",
                                        "/desk/",
                                        ""};

    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        gp_buf bytes;
        answer(&site, GP_METHOD_GET, paths[i], "https://www.example.org", &bytes);
        assert_false(has(&bytes, "Access-Control-"));
        assert_true(has(&bytes, "Cross-Origin-Resource-Policy: same-origin\r\n"));
        gp_buf_clear(&bytes);
    }
}

static void a_site_without_a_list_is_closed(void **state)
{
    gp_buf bytes;

    (void)state;
    answer(&closed, GP_METHOD_GET, "/embed.js", "https://www.example.org", &bytes);
    assert_false(has(&bytes, "Access-Control-"));
    assert_true(has(&bytes, "Cross-Origin-Resource-Policy: same-origin\r\n"));
    gp_buf_clear(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_origin_that_is_not_listed_learns_nothing),
        cmocka_unit_test(a_listed_origin_is_echoed_without_credentials),
        cmocka_unit_test(a_preflight_is_told_methods_and_the_one_header),
        cmocka_unit_test(nothing_else_is_shared_with_anybody),
        cmocka_unit_test(a_site_without_a_list_is_closed),
    };

    return cmocka_run_group_tests_name("cors", tests, NULL, NULL);
}
