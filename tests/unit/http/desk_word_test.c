/* A word spoken at the desk counts with the next request: on visitors' pages and in the API. */
#include "unit/http/house.h"

#define DETOX     "GET /api/v1/search?q=how%20long%20is%20detox"
#define DETOX_TOO "GET /search?q=how%20long%20is%20detox"
#define ARTICLE   "GET /a/stay"
#define SECTION   "GET /api/v1/sections/stay/detox"

/* A visitor's "GET /path?query"; whatever is answered never names an account or a reason. */
static void ask(house *h, const char *line)
{
    static const gp_header headers[] = {{{"Host", 4}, {"127.0.0.1", 9}}};
    gp_str rest = gp_str_of(line + 4);
    size_t mark = gp_str_find_byte(rest, '?', 0);
    gp_request request = {.method = GP_METHOD_GET,
                          .path = gp_str_slice(rest, 0, mark),
                          .query = gp_str_slice(rest, mark + 1, rest.size),
                          .headers = headers,
                          .header_count = 1,
                          .peer = GP_STR("192.0.2.7")};

    gp_response_clear(&h->response);
    gp_response_init(&h->response, BODY_MAX);
    gp_service_answer(h->service, &request, &h->response);
    if (h->response.status != 200)
        fail_msg("%s: %d", line, h->response.status);
    assert_null(memmem(h->response.body.data, h->response.body.size, "mlind-account", 13));
    assert_null(memmem(h->response.body.data, h->response.body.size, "wrong number", 12));
}

static void expect(house *h, const char *line, const char *words, bool told)
{
    ask(h, line);
    if (tells(h, words) != told)
        fail_msg("%s %s \"%s\": %.*s", line, told ? "does not tell" : "tells", words,
                 (int)h->response.body.size, h->response.body.data);
}

static gp_str etag_of(house *h, const char *line)
{
    const char *at;
    const char *end;

    ask(h, line);
    at = memmem(h->response.headers.data, h->response.headers.size, "ETag: ", 6);
    assert_non_null(at);
    end = memchr(at, '\r', (size_t)(h->response.headers.data + h->response.headers.size - at));
    assert_non_null(end);
    return gp_arena_copy(&h->arena, (gp_str){at, (size_t)(end - at)});
}

/* Everywhere the same: verified by whom (NULL: by nobody), and the caution rule's answer stands or falls with it. */
static void expect_verified(house *h, const char *by)
{
    bool verified = by != NULL;

    expect(h, DETOX, "stay#detox", true);
    expect(h, DETOX, "\"approved\":true", verified);
    expect(h, DETOX, "\"answer\":null", !verified);
    expect(h, DETOX_TOO, "Verified", verified);
    expect(h, ARTICLE, "Verified", verified);
    expect(h, SECTION, "\"verified\":true", verified);
    if (!verified)
        return;
    expect(h, DETOX, by, true);
    expect(h, DETOX_TOO, by, true);
    expect(h, ARTICLE, by, true);
    expect(h, SECTION, by, true);
}

/* ---- tests ------------------------------------------------------------------------------------ */

static void an_approval_of_another_text_verifies_nothing(void **state)
{
    house *h = *state;

    approve(h, "Detox takes two days with us.");
    expect_verified(h, NULL);
    expect(h, SECTION, "\"state\":\"lapsed\"", true);
}

static void a_withdrawal_counts_at_once_also_against_the_files_word(void **state)
{
    house *h = *state;

    expect_verified(h, "Ann");
    withdraw(h);
    expect_verified(h, NULL);
    expect(h, SECTION, "\"state\":\"none\"", true);
    expect(h, SECTION, "Ann", false);
}

static void an_approval_counts_at_once_and_its_withdrawal_too(void **state)
{
    house *h = *state;

    expect_verified(h, NULL);
    approve(h, NULL);
    expect_verified(h, "Dr. Maria Lind");
    withdraw(h);
    expect_verified(h, NULL);
    approve(h, NULL);
    expect_verified(h, "Dr. Maria Lind");
}

static void an_article_that_a_browser_keeps_is_asked_about_anew_after_each_word(void **state)
{
    house *h = *state;
    gp_str before = etag_of(h, ARTICLE);
    gp_str twin = etag_of(h, "GET /a/stay.md");
    gp_str approved;

    approve(h, NULL);
    approved = etag_of(h, ARTICLE);
    assert_false(gp_str_equal(before, approved));
    assert_true(gp_str_equal(approved, etag_of(h, ARTICLE)));
    withdraw(h);
    assert_false(gp_str_equal(approved, etag_of(h, ARTICLE)));
    assert_false(
        gp_str_equal(before, etag_of(h, ARTICLE))); /* no wrong match, if a needless miss */
    /* the twin tells of no approval: what is kept of it stays good */
    assert_true(gp_str_equal(twin, etag_of(h, "GET /a/stay.md")));
}

static void equal_words_are_told_by_an_equal_etag_after_a_restart(void **state)
{
    house *h = *state;
    gp_str before;

    approve(h, NULL);
    before = etag_of(h, ARTICLE);
    gp_service_close(h->service);
    gp_desk_close(h->desk);
    assert_int_equal(gp_desk_open(h->path, &h->desk, &h->error), GP_OK);
    h->options.desk = h->desk;
    assert_int_equal(gp_service_open(&h->options, &h->service, &h->error), GP_OK);
    assert_true(gp_str_equal(before, etag_of(h, ARTICLE)));
    expect_verified(h, "Dr. Maria Lind");
}

static void the_files_word_of_a_later_day_counts_before_the_desks(void **state)
{
    house *h = *state;

    atomic_store(&today, day("2026-02-01")); /* before Ann's, which the desk does not know of yet */
    h->stay->sections.items[0].approval = (gp_approval){.state = GP_UNAPPROVED};
    approve(h, NULL);
    withdraw(h);
    atomic_store(&today, day(TODAY));
    expect_verified(h, "Ann");
}

static void an_overdue_approval_of_the_desk_verifies_nothing(void **state)
{
    house *h = *state;

    approve(h, NULL);
    atomic_store(&today, day("2026-06-08")); /* the last day */
    expect_verified(h, "Dr. Maria Lind");
    atomic_store(&today, day("2026-06-09"));
    expect_verified(h, NULL);
}

static void a_server_without_a_desk_goes_by_the_files_alone(void **state)
{
    house *h = *state;

    withdraw(h);
    gp_service_close(h->service);
    h->options.desk = NULL;
    assert_int_equal(gp_service_open(&h->options, &h->service, &h->error), GP_OK);
    expect_verified(h, "Ann");
}

/* What search engines are told is what the page says. */
static void an_article_is_reviewed_for_search_engines_while_all_of_it_is(void **state)
{
    house *h = *state;

    approve(h, NULL);
    expect(h, ARTICLE, "\"reviewedBy\"", false);
    approve_section(h, &h->stay->sections.items[1], NULL);
    expect(h, ARTICLE, "\"reviewedBy\":{\"@type\":\"Person\",\"name\":\"Dr. Maria Lind\"}", true);
    withdraw(h);
    expect(h, ARTICLE, "\"reviewedBy\"", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        HOUSE(an_approval_of_another_text_verifies_nothing),
        APPROVED(a_withdrawal_counts_at_once_also_against_the_files_word),
        APPROVED(the_files_word_of_a_later_day_counts_before_the_desks),
        APPROVED(a_server_without_a_desk_goes_by_the_files_alone),
        HOUSE(an_overdue_approval_of_the_desk_verifies_nothing),
        HOUSE(an_approval_counts_at_once_and_its_withdrawal_too),
        HOUSE(an_article_that_a_browser_keeps_is_asked_about_anew_after_each_word),
        HOUSE(an_article_is_reviewed_for_search_engines_while_all_of_it_is),
        HOUSE(equal_words_are_told_by_an_equal_etag_after_a_restart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
