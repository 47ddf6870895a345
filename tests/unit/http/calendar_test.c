/* A running server on which days change: what is not yet shown is told by no route, comes on its day without
 * a new index, and goes as it came. The clock is the test's. */
#include "test.h"

#include "base/clock.h"
#include "base/hash.h"
#include "http/service.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BODY_MAX ((size_t)4 << 20)

enum {
    WAIT_TENTHS = 300 /* for the watcher, which looks twice a second */
};

static atomic_int today;

static int32_t day_of_test(void)
{
    return atomic_load(&today);
}

typedef struct calendar {
    char folder[64], db[96], desk_path[96];
    gp_arena arena;
    gp_desk *desk;
    gp_service_options options;
    gp_service *service;
    gp_response response;
    gp_error error;
} calendar;

static int32_t day(const char *date)
{
    int32_t number = 0;

    assert_true(gp_date_parse(gp_str_of(date), &number));
    return number;
}

/* ---- the site ------------------------------------------------------------------------------- */

static gp_document *article(calendar *c, const char *slug, const char *title)
{
    gp_document *document = gp_arena_alloc(&c->arena, sizeof *document);

    assert_non_null(document);
    document->slug = gp_str_of(slug);
    document->path = gp_arena_printf(&c->arena, "%s.md", slug);
    document->title = gp_str_of(title);
    document->summary = gp_str_of(title);
    document->kind = GP_POST;
    document->weight = 1;
    return document;
}

static gp_section *section(calendar *c, gp_document *document, const char *anchor,
                           const char *heading, const char *text)
{
    gp_section *made = GP_VEC_PUSH(&c->arena, &document->sections);

    assert_non_null(made);
    made->anchor = gp_str_of(anchor);
    made->heading = gp_str_of(heading);
    made->text = gp_str_of(text);
    made->html = gp_arena_printf(&c->arena, "<p>%s</p>", text);
    made->level = anchor[0] != '\0' ? 2 : 1;
    made->line = document->sections.count;
    return made;
}

static void put(calendar *c, gp_build *build, gp_document *document)
{
    assert_int_equal(gp_document_seal(document, &c->arena, &c->error), GP_OK);
    if (gp_build_put(build, document, &c->error) != GP_OK)
        fail_msg("%s", c->error.text);
}

/* An article that everything is known of but its day. */
static void put_marked(calendar *c, gp_build *build, const char *slug, const char *marker,
                       const char *publish_on, const char *expires_on)
{
    gp_document *document =
        article(c, slug, gp_arena_printf(&c->arena, "About the %s", marker).data);
    gp_attachment *image = GP_VEC_PUSH(&c->arena, &document->attachments);
    gp_section *hours =
        section(c, document, "hours", gp_arena_printf(&c->arena, "When is %s open?", marker).data,
                gp_arena_printf(&c->arena,
                                "The %s recovery program (%cRP) visits families on Sunday and "
                                "brings a counselor to the meeting.",
                                marker, marker[0] - 'a' + 'A')
                    .data);

    assert_non_null(image);
    *image = (gp_attachment){GP_STR("plan.png"), GP_STR("image/png"), gp_str_of(marker)};
    document->publish_on = gp_str_of(publish_on);
    document->expires_on = gp_str_of(expires_on);
    assert_true(
        gp_str_list_add(&c->arena, &document->tags, gp_arena_printf(&c->arena, "tag-%s", marker)));
    assert_true(
        gp_str_list_add(&c->arena, &document->aliases, gp_arena_printf(&c->arena, "old-%s", slug)));
    assert_true(gp_str_list_add(&c->arena, &hours->questions,
                                gp_arena_printf(&c->arena, "is the %s there", marker)));
    put(c, build, document);
}

static void put_always(calendar *c, gp_build *build)
{
    gp_document *document = article(c, "always", "Family visits");
    gp_section *checked;

    (void)section(c, document, "visit", "Can my family visit on Sunday?",
                  "Families visit on Sunday and meet a counselor at the meeting.");
    checked = section(c, document, "naloxone", "Where is naloxone kept?",
                      "Naloxone is kept in the red box at the entrance.");
    checked->approval =
        (gp_approval){GP_APPROVED, GP_STR("Ann"), GP_STR("2026-01-02"), GP_STR("2027-01-01")};
    checked->review_by = GP_STR("2026-03-07");
    assert_true(gp_str_list_add(&c->arena, &document->related, GP_STR("soon")));
    put(c, build, document);
}

static void build_index(calendar *c)
{
    gp_build *build;

    if (gp_build_begin(c->db, false, &build, &c->error) != GP_OK)
        fail_msg("%s", c->error.text);
    put_always(c, build);
    put_marked(c, build, "soon", "zanzibar", "2026-03-10", "");
    put_marked(c, build, "gone", "quokka", "", "2026-03-05");
    if (gp_build_publish(build, &c->error) != GP_OK)
        fail_msg("%s", c->error.text);
}

static int calendar_open(void **state)
{
    calendar *c = calloc(1, sizeof *c);

    if (c == NULL || gp_hash_init() != GP_OK)
        return -1;
    (void)strcpy(c->folder, "/tmp/gp-calendar-XXXXXX");
    if (mkdtemp(c->folder) == NULL)
        return -1;
    (void)snprintf(c->db, sizeof c->db, "%s/site.db", c->folder);
    (void)snprintf(c->desk_path, sizeof c->desk_path, "%s/desk.db", c->folder);
    gp_arena_init(&c->arena, 16 << 20);
    build_index(c);
    assert_int_equal(gp_desk_open(c->desk_path, &c->desk, &c->error), GP_OK);
    atomic_store(&today, day("2026-03-01"));
    c->options = (gp_service_options){
        .db = c->db, .desk = c->desk, .threads = 1, .today = day_of_test, .base_url = ""};
    if (gp_service_open(&c->options, &c->service, &c->error) != GP_OK)
        fail_msg("%s", c->error.text);
    gp_response_init(&c->response, BODY_MAX);
    *state = c;
    return 0;
}

static int calendar_close(void **state)
{
    calendar *c = *state;
    char line[128];

    gp_response_clear(&c->response);
    gp_service_close(c->service);
    gp_desk_close(c->desk);
    gp_arena_clear(&c->arena);
    (void)snprintf(line, sizeof line, "rm -rf '%s'", c->folder);
    free(c);
    return system(line);
}

/* ---- asking --------------------------------------------------------------------------------- */

/* "GET /path?query" or "POST /path?body". */
static int ask(calendar *c, const char *line)
{
    static const gp_header headers[] = {
        {{"Host", 4}, {"127.0.0.1", 9}},
        {{"Content-Type", 12}, {"application/x-www-form-urlencoded", 33}}};
    bool posts = strncmp(line, "POST ", 5) == 0;
    gp_str rest = gp_str_of(line + (posts ? 5 : 4));
    size_t mark = gp_str_find_byte(rest, '?', 0);
    gp_str after = gp_str_slice(rest, mark + 1, rest.size);
    gp_request request = {.method = posts ? GP_METHOD_POST : GP_METHOD_GET,
                          .path = gp_str_slice(rest, 0, mark),
                          .query = posts ? GP_STR("") : after,
                          .body = posts ? after : GP_STR(""),
                          .headers = headers,
                          .header_count = 2,
                          .peer = GP_STR("192.0.2.7")};

    gp_response_clear(&c->response);
    gp_response_init(&c->response, BODY_MAX);
    gp_service_answer(c->service, &request, &c->response);
    return c->response.status;
}

/* Whether the last answer, head and body, holds the word in any case. */
static bool tells(const calendar *c, const char *word)
{
    return (c->response.body.size > 0 &&
            memmem(c->response.body.data, c->response.body.size, word, strlen(word)) != NULL) ||
           (c->response.headers.size > 0 &&
            memmem(c->response.headers.data, c->response.headers.size, word, strlen(word)) != NULL);
}

/* A question that nobody spelled right is answered with the word, or no more: waits until it is so. */
static void await(calendar *c, const char *line, const char *word, bool told)
{
    for (int i = 0; i < WAIT_TENTHS; i++) {
        assert_int_equal(ask(c, line), 200);
        if (tells(c, word) == told)
            return;
        (void)usleep(100000);
    }
    fail_msg("%s: %s %s", line, word, told ? "never came" : "never went");
}

typedef struct route {
    const char *line; /* {}: slug; no marker */
    int status;       /* while the article is shown; else 404 where that is not 200 for all */
    bool for_all;     /* 200 whether it is shown or not */
    bool tells;       /* while it is shown, the marker stands in the answer */
} route;

static const route routes[] = {
    {"GET /", 200, true, true},
    {"GET /browse/posts", 200, true, true},
    {"GET /search?q=sunday", 200, true, true},
    {"POST /search?q=sunday", 200, true, true},
    {"POST /search?q=sunday&part=results", 200, true, true},
    {"GET /search?q=xqzw", 200, true, false},
    {"GET /search?q=counselor&kind=post", 200, true, true},
    {"GET /api/v1/search?q=sunday", 200, true, true},
    {"GET /api/v1/search?q=counselor&limit=1", 200, true, true}, /* facets, related */
    {"GET /api/v1/search?q=open%20recovery%20program&explain=1", 200, true, true},
    {"GET /api/v1/suggest?q=when", 200, true, true},
    {"GET /api/v1/suggest?q=is%20the", 200, true, true},
    {"GET /api/v1/suggest?q=about", 200, true, true},
    {"GET /api/v1/sections/always/visit", 200, true, false},
    {"GET /a/always", 200, true, false},
    {"GET /a/always.md", 200, true, false},
    {"GET /robots.txt", 200, true, false},
    {"GET /readyz", 200, true, false},
    {"GET /a/{}", 200, false, true},
    {"GET /a/{}.md", 200, false, true},
    {"GET /a/{}/plan.png", 200, false, true},
    {"GET /a/old-{}", 301, false, false},
    {"GET /a/old-{}.md", 301, false, false},
    {"GET /old-{}", 301, false, false},
    {"GET /{}", 301, false, false},
    {"GET /api/v1/sections/{}/hours", 200, false, true},
    {"POST /feedback?helpful=yes&section={}%23hours", 200, false, false},
};

static void fill(const char *pattern, const char *slug, char *line, size_t size)
{
    const char *gap = strstr(pattern, "{}");
    size_t before = gap != NULL ? (size_t)(gap - pattern) : strlen(pattern);

    (void)snprintf(line, size, "%.*s%s%s", (int)before, pattern, gap != NULL ? slug : "",
                   gap != NULL ? gap + 2 : "");
}

static void expect_shown(calendar *c, const char *slug, const char *marker)
{
    char line[256];

    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        fill(routes[i].line, slug, line, sizeof line);
        if (ask(c, line) != routes[i].status)
            fail_msg("%s: %d", line, c->response.status);
        if (routes[i].tells && !tells(c, marker))
            fail_msg("%s does not show %s: %.*s", line, marker, (int)c->response.body.size,
                     c->response.body.data);
    }
}

static void expect_hidden(calendar *c, const char *slug, const char *marker)
{
    char line[256], unknown[256];

    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        gp_str answer;
        fill(routes[i].line, slug, line, sizeof line);
        if (ask(c, line) != (routes[i].for_all ? 200 : 404))
            fail_msg("%s: %d", line, c->response.status);
        if (tells(c, marker))
            fail_msg("%s tells of %s: %.*s", line, marker, (int)c->response.body.size,
                     c->response.body.data);
        if (routes[i].for_all)
            continue;
        /* and it looks as what was never there */
        answer = gp_arena_copy(&c->arena, gp_buf_str(&c->response.body));
        fill(routes[i].line, "never", unknown, sizeof unknown);
        assert_int_equal(ask(c, unknown), 404);
        assert_true(gp_str_equal(answer, gp_buf_str(&c->response.body)));
    }
}

#define MISSPELLED_SOON "GET /api/v1/search?q=zanzibbar"
#define MISSPELLED_GONE "GET /api/v1/search?q=quokkka"
#define ACRONYM_SOON    "GET /api/v1/search?q=zrp"

/* ---- tests ---------------------------------------------------------------------------------- */

static void what_is_not_yet_published_is_told_by_no_route(void **state)
{
    calendar *c = *state;

    expect_hidden(c, "soon", "zanzibar");
    expect_hidden(c, "soon", "tag-zan");
}

static void its_words_are_not_known_before_it_is(void **state)
{
    calendar *c = *state;
    static const char *const questions[] = {MISSPELLED_SOON, ACRONYM_SOON, "GET /search?q=zrp",
                                            "GET /search?q=zanzibbar",
                                            "GET /api/v1/search?q=zanzib"};

    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        assert_int_equal(ask(c, questions[i]), 200);
        assert_false(tells(c, "zanzibar"));
    }
    /* a word that only it holds is as one that nobody ever wrote */
    assert_int_equal(ask(c, "GET /api/v1/search?q=zanzibar"), 200);
    assert_true(tells(c, "\"match\":\"none\""));
    assert_true(tells(c, "\"total\":0"));
}

static void it_comes_on_its_day_without_a_new_index(void **state)
{
    calendar *c = *state;

    atomic_store(&today, day("2026-03-09"));
    expect_hidden(c, "soon", "zanzibar");
    atomic_store(&today, day("2026-03-10"));
    assert_int_equal(ask(c, "GET /a/soon"),
                     200); /* the article at once, its words a moment later */
    await(c, MISSPELLED_SOON, "zanzibar", true);
    expect_shown(c, "soon", "zanzibar");
    assert_int_equal(ask(c, ACRONYM_SOON), 200);
    assert_true(tells(c, "zanzibar"));
}

static void what_expires_goes_on_its_day_as_if_it_had_never_been(void **state)
{
    calendar *c = *state;

    atomic_store(&today, day("2026-03-04")); /* the last day */
    expect_shown(c, "gone", "quokka");
    await(c, MISSPELLED_GONE, "quokka", true);
    atomic_store(&today, day("2026-03-05"));
    expect_hidden(c, "gone", "quokka"); /* at once */
    await(c, MISSPELLED_GONE, "\"corrected\":\"quokka\"", false);
    expect_hidden(c, "gone", "quokka");
}

static void days_that_change_nothing_take_up_no_new_index(void **state)
{
    calendar *c = *state;

    atomic_store(&today, day("2026-03-02"));
    (void)sleep(1);
    expect_hidden(c, "soon", "zanzibar");
    expect_shown(c, "gone", "quokka");
}

static void many_days_later_and_back_again_the_day_is_what_counts(void **state)
{
    calendar *c = *state;

    atomic_store(&today, day("2031-01-01")); /* as after a long sleep */
    await(c, MISSPELLED_SOON, "zanzibar", true);
    expect_shown(c, "soon", "zanzibar");
    expect_hidden(c, "gone", "quokka");
    atomic_store(&today, day("2026-03-01")); /* a clock that was set right */
    expect_hidden(c, "soon", "zanzibar");
    await(c, MISSPELLED_SOON, "\"corrected\":\"zanzibar\"", false);
    await(c, MISSPELLED_GONE, "quokka", true);
}

static void an_index_that_is_gone_on_the_day_changes_nothing_but_words(void **state)
{
    calendar *c = *state;

    assert_int_equal(unlink(c->db), 0);
    atomic_store(&today, day("2026-03-10"));
    (void)sleep(1);
    assert_int_equal(ask(c, "GET /a/soon"), 200);
    assert_int_equal(ask(c, "GET /a/gone"), 404);
    build_index(c);
    await(c, MISSPELLED_SOON, "zanzibar", true);
}

/* The section's own review_by comes before its approval's. */
static void a_stale_section_keeps_its_place_and_loses_verified(void **state)
{
    calendar *c = *state;

    atomic_store(&today, day("2026-03-07")); /* the last day */
    assert_int_equal(ask(c, "GET /api/v1/search?q=where%20is%20naloxone%20kept"), 200);
    assert_true(tells(c, "\"approved\":true"));
    assert_true(tells(c, "\"review_by\":\"2026-03-07\""));
    assert_false(tells(c, "\"stale\"")); /* a note for staff */
    assert_int_equal(ask(c, "GET /api/v1/sections/always/naloxone"), 200);
    assert_true(tells(c, "\"verified\":true"));
    assert_int_equal(ask(c, "GET /a/always"), 200);
    assert_true(tells(c, "Verified"));
    atomic_store(&today, day("2026-03-08"));
    assert_int_equal(ask(c, "GET /api/v1/search?q=where%20is%20naloxone%20kept"), 200);
    assert_true(tells(c, "always#naloxone"));
    assert_false(tells(c, "\"approved\":true"));
    assert_false(tells(c, "\"stale\""));
    assert_int_equal(ask(c, "GET /api/v1/sections/always/naloxone"), 200);
    assert_true(tells(c, "\"verified\":false"));
    assert_int_equal(ask(c, "GET /a/always"), 200);
    assert_false(tells(c, "Verified"));
    assert_int_equal(ask(c, "GET /search?q=where%20is%20naloxone%20kept"), 200);
    assert_false(tells(c, "Verified"));
}

#define CALENDAR(name) cmocka_unit_test_setup_teardown(name, calendar_open, calendar_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CALENDAR(what_is_not_yet_published_is_told_by_no_route),
        CALENDAR(its_words_are_not_known_before_it_is),
        CALENDAR(an_index_that_is_gone_on_the_day_changes_nothing_but_words),
        CALENDAR(it_comes_on_its_day_without_a_new_index),
        CALENDAR(what_expires_goes_on_its_day_as_if_it_had_never_been),
        CALENDAR(days_that_change_nothing_take_up_no_new_index),
        CALENDAR(many_days_later_and_back_again_the_day_is_what_counts),
        CALENDAR(a_stale_section_keeps_its_place_and_loses_verified),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
