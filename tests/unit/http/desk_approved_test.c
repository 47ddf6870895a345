/* Approved only: staff's search among what is approved today, by book, index and day; and the page of one section. */
#include "unit/http/house.h"

#include "desk/hold.h"
#include "desk/secret.h"

/* A session of an account of its own. */
static void begin_session(house *h, const char *secret)
{
    const gp_account account = {.name = gp_arena_printf(&h->arena, "bo%.8s", secret),
                                .shown = GP_STR("Bo"),
                                .role = GP_AS_STAFF};
    const gp_deed deed = {
        .at = now_of_test(), .account = account.name, .act = "test", .subject = account.name};
    char hash[GP_SECRET_SIZE];
    gp_desk_file *file;
    gp_status status;

    gp_secret_hash(gp_str_of(secret), hash);
    assert_int_equal(gp_desk_take(h->desk, &file, &h->error), GP_OK);
    status = gp_desk_file_account_add(file, &account, GP_STR(""), &deed, &h->error);
    if (status == GP_OK)
        status = gp_desk_file_session_begin(file, gp_str_of(hash), account.name, false,
                                            now_of_test(), &deed, &h->error);
    if (gp_desk_give(h->desk, status) != GP_OK)
        fail_msg("%s", h->error.text);
}

/* One of staff, newly signed in: a GET of `path`, or a POST of `form`. */
static void staff_ask(house *h, const char *path, const char *form)
{
    char secret[GP_SECRET_SIZE];
    char token[GP_SECRET_SIZE];
    gp_header headers[] = {{GP_STR("Host"), GP_STR("127.0.0.1:8080")},
                           {GP_STR("Cookie"), {NULL, 0}},
                           {GP_STR("Content-Type"), GP_STR("application/x-www-form-urlencoded")}};
    gp_request request = {.method = form != NULL ? GP_METHOD_POST : GP_METHOD_GET,
                          .path = gp_str_of(path),
                          .headers = headers,
                          .header_count = 3,
                          .peer = GP_STR("127.0.0.1")};

    gp_secret_make(secret);
    gp_secret_token(gp_str_of(secret), token);
    begin_session(h, secret);
    headers[1].value = gp_arena_printf(&h->arena, "gp_session=%s", secret);
    if (form != NULL)
        request.body = gp_arena_printf(&h->arena, "token=%s&%s", token, form);
    gp_response_clear(&h->response);
    gp_response_init(&h->response, BODY_MAX);
    gp_service_answer(h->service, &request, &h->response);
    if (h->response.status != 200)
        fail_msg("%s: %d: %.*s", path, h->response.status, (int)h->response.body.size,
                 h->response.body.data);
}

#define AMONG_APPROVED "q=how+long+is+detox&approved=1"
#define LINK           "href=\"/desk/section/stay%23detox\""

static void expect_found(house *h, bool found)
{
    staff_ask(h, "/desk/search", AMONG_APPROVED);
    if (tells(h, LINK) != found)
        fail_msg("%s: %.*s", found ? "not found" : "found", (int)h->response.body.size,
                 h->response.body.data);
}

static size_t hits_told(const house *h)
{
    size_t count = 0;
    const char *at = h->response.body.data;
    const char *end = at + h->response.body.size;

    while ((at = memmem(at, (size_t)(end - at), "<h3>", 4)) != NULL) {
        at += 4;
        count++;
    }
    return count;
}

static void a_withdrawn_section_is_not_among_the_approved(void **state)
{
    house *h = *state;

    expect_found(h, true);
    withdraw(h);
    expect_found(h, false);
    staff_ask(h, "/desk/search", "q=how+long+is+detox");
    assert_true(tells(h, LINK)); /* it is there still, and not approved */
    approve(h, NULL);
    expect_found(h, true);
}

static void a_section_is_among_the_approved_until_its_review_is_overdue(void **state)
{
    house *h = *state;

    expect_found(h, false);
    approve(h, "Detox takes two days with us.");
    expect_found(h, false);
    approve(h, NULL);
    expect_found(h, true);
    atomic_store(&today, day("2026-06-08"));
    expect_found(h, true);
    atomic_store(&today, day("2026-06-09"));
    expect_found(h, false);
    atomic_store(&today, day(TODAY));
    expect_found(h, true);
}

static void a_new_index_has_approved_sections_of_its_own(void **state)
{
    house *h = *state;

    expect_found(h, false);
    build_index(
        h, (gp_approval){GP_APPROVED, GP_STR("Ann"), GP_STR("2026-02-10"), GP_STR("2027-02-10")});
    for (int i = 0; i < WAIT_TENTHS; i++) {
        staff_ask(h, "/desk/search", AMONG_APPROVED);
        if (tells(h, LINK))
            return;
        (void)usleep(100000);
    }
    fail_msg("the new index's approval never came");
}

static void totals_and_pages_are_those_of_the_approved(void **state)
{
    house *h = *state;

    staff_ask(h, "/desk/search", "q=window+garden");
    assert_true(tells(h, "40 answers"));
    assert_false(tells(h, " checked>"));
    staff_ask(h, "/desk/search", "q=window+garden&approved=1");
    assert_true(tells(h, "30 answers"));
    assert_true(tells(h, " checked>"));
    assert_false(tells(h, "Not approved"));
    assert_int_equal(hits_told(h), 25);
    assert_true(tells(h, "name=\"page\" value=\"2\""));
    assert_true(tells(h, "<input type=\"hidden\" name=\"approved\" value=\"1\">"));
    staff_ask(h, "/desk/search", "q=window+garden&approved=1&page=2");
    assert_true(tells(h, "30 answers"));
    assert_true(tells(h, "start=\"26\""));
    assert_int_equal(hits_told(h), 5);
    assert_false(tells(h, "name=\"page\""));
    withdraw_section(h, &h->rooms->sections.items[1]);
    staff_ask(h, "/desk/search", "q=window+garden&approved=1&page=2");
    assert_true(tells(h, "29 answers"));
    assert_int_equal(hits_told(h), 4);
    staff_ask(h, "/desk/search", "q=window+garden&approved=1&kind=faq");
    assert_int_equal(hits_told(h), 0);
}

static void the_page_of_a_section_says_where_it_stands(void **state)
{
    house *h = *state;
    static const char path[] = "/desk/section/stay%23detox";

    staff_ask(h, path, NULL);
    assert_true(tells(h, "· Not approved"));
    approve(h, NULL);
    staff_ask(h, path, NULL);
    assert_true(tells(h, "Verified by Dr. Maria Lind on March 10, 2026, to be reviewed by June 8, "
                         "2026"));
    assert_true(tells(h, "Verified by Dr. Maria Lind on March 10, 2026.")); /* to be sent */
    atomic_store(&today, day("2026-06-09"));
    staff_ask(h, path, NULL);
    assert_true(tells(h, "Approved by Dr. Maria Lind on March 10, 2026; its review was due on "
                         "June 8, 2026"));
    assert_false(tells(h, "Verified by")); /* nor is it sent so */
    approve(h, "Detox takes two days with us.");
    staff_ask(h, path, NULL);
    assert_true(tells(h, "Changed since Dr. Maria Lind approved it on June 9, 2026"));
    withdraw(h);
    staff_ask(h, path, NULL);
    assert_true(tells(h, "· Not approved"));
    assert_false(tells(h, "Maria Lind"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        APPROVED(a_withdrawn_section_is_not_among_the_approved),
        HOUSE(a_section_is_among_the_approved_until_its_review_is_overdue),
        HOUSE(a_new_index_has_approved_sections_of_its_own),
        HOUSE(totals_and_pages_are_those_of_the_approved),
        HOUSE(the_page_of_a_section_says_where_it_stands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
