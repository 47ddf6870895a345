/* Every route of the desk, asked by everybody: who is let in is said by the route table and the rules of admit.h
 * alone, and each cell of route x role x session x form is tried. The clock is the test's. */
#include "test.h"

#include "base/hash.h"
#include "desk/hold.h"
#include "desk/password.h"
#include "desk/secret.h"
#include "http/desk/admit.h"
#include "http/service.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BODY_MAX ((size_t)1 << 20)
#define DAY_S    86400

static atomic_llong now_s;

static int64_t now_of_test(void)
{
    return atomic_load(&now_s);
}

typedef struct house {
    char folder[64], db[96], path[96];
    gp_arena arena;
    gp_desk *desk;
    gp_service_options options;
    gp_service *service;
    gp_response response;
    gp_error error;
    size_t cells;
} house;

static int house_open(void **state)
{
    house *h = calloc(1, sizeof *h);

    if (h == NULL || gp_hash_init() != GP_OK)
        return -1;
    /* thousands of transactions: in memory where there is such a place */
    (void)snprintf(h->folder, sizeof h->folder, "%s/gp-matrix-XXXXXX",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (mkdtemp(h->folder) == NULL)
        return -1;
    (void)snprintf(h->db, sizeof h->db, "%s/none.db", h->folder);
    (void)snprintf(h->path, sizeof h->path, "%s/desk.db", h->folder);
    gp_arena_init(&h->arena, 64 << 20);
    atomic_store(&now_s, 20500LL * DAY_S);
    assert_int_equal(gp_desk_open(h->path, &h->desk, &h->error), GP_OK);
    h->options = (gp_service_options){.db = h->db,
                                      .wait_for_index = true,
                                      .desk = h->desk,
                                      .threads = 1,
                                      .now = now_of_test,
                                      .staff_header = "X-Remote-User",
                                      .base_url = ""};
    if (gp_service_open(&h->options, &h->service, &h->error) != GP_OK)
        fail_msg("%s", h->error.text);
    gp_response_init(&h->response, BODY_MAX);
    *state = h;
    return 0;
}

static int house_close(void **state)
{
    house *h = *state;
    char line[128];

    gp_response_clear(&h->response);
    gp_service_close(h->service);
    gp_desk_close(h->desk);
    gp_arena_clear(&h->arena);
    (void)snprintf(line, sizeof line, "rm -rf '%s'", h->folder);
    free(h);
    return system(line);
}

/* ---- what a cell is --------------------------------------------------------------------------- */

typedef enum session_state {
    NOBODY,
    VALID,
    IDLE_JUST_NOT,
    IDLE_TOO_LONG,
    OLD_JUST_NOT,
    TOO_OLD,
    SIGNED_OUT,
    ACCOUNT_REMOVED,
    PASSWORD_CHANGED,
    ROLE_LOWERED,
    FORGED_COOKIE,
    HALF_A_COOKIE,
    TWO_COOKIES,
    SESSION_STATES
} session_state;

typedef enum form_state {
    RIGHT_TOKEN,
    RIGHT_FROM_HERE, /* Sec-Fetch-Site: same-origin, Origin: null, as our pages send */
    NO_TOKEN,
    WRONG_TOKEN,
    TOKEN_OF_ANOTHER,
    CROSS_SITE,
    SAME_SITE,
    FOREIGN_ORIGIN,
    NO_FORM,
    FORM_STATES
} form_state;

/* What a route answers to whom it lets in, with nothing in the form but its token. A route that is missing here
 * fails the test. */
static const struct {
    const char *path;
    int get, post;        /* 0: there is none */
    const char *location; /* of a 303 */
} let_in[] = {
    {"/desk", 200, 0, NULL},
    {"/desk/", 200, 0, NULL},
    {"/desk/search", 0, 503, NULL}, /* there is no index */
    {"/desk/section/", 503, 503, NULL},
    {"/desk/questions", 503, 0, NULL},
    {"/desk/questions/lines", 0, 400, NULL}, /* no question */
    {"/desk/questions/state", 0, 400, NULL}, /* neither question nor state */
    {"/desk/votes", 503, 0, NULL},
    {"/desk/review", 503, 0, NULL},
    {"/desk/review.ics", 503, 0, NULL},
    {"/desk/review/", 503, 503, NULL},
    {"/desk/sign-in", 200, 403, NULL}, /* no name, no password */
    {"/desk/sign-out", 0, 303, "Location: /desk/sign-in?signed-out"},
    {"/desk/sign-out-everywhere", 0, 303, "Location: /desk/sign-in?signed-out"},
    {"/desk/password", 200, 400, NULL}, /* no new password */
    {"/desk/accounts", 200, 400, NULL}, /* nothing that is to be done */
    {"/desk/audit", 200, 0, NULL},
};

typedef struct cell {
    const gp_route *route;
    gp_method method;
    gp_account_role role;
    session_state session;
    form_state form;
} cell;

/* An address that the route answers: of a prefix one behind it. */
static gp_str path_of(const gp_route *route)
{
    static char path[64];
    size_t size = strlen(route->path);

    (void)snprintf(path, sizeof path, "%s%s", route->path,
                   !route->exact && route->path[size - 1] == '/' ? "x" : "");
    return gp_str_of(path);
}

/* Who is signed in in a cell: the rule, not the code. */
static gp_account_role role_in(const cell *c)
{
    switch (c->session) {
    case VALID:
    case IDLE_JUST_NOT:
    case OLD_JUST_NOT:
        return c->role;
    case ROLE_LOWERED:
        return GP_AS_STAFF;
    default:
        return GP_AS_VISITOR;
    }
}

static bool form_is_right(const cell *c)
{
    return c->form == RIGHT_TOKEN || c->form == RIGHT_FROM_HERE;
}

/* ---- making it -------------------------------------------------------------------------------- */

/* One call on the desk's file. */
#define ON_DESK(h, call)                                                                           \
    do {                                                                                           \
        gp_desk_file *file;                                                                        \
        assert_int_equal(gp_desk_take((h)->desk, &file, &(h)->error), GP_OK);                      \
        if (gp_desk_give((h)->desk, (call)) != GP_OK)                                              \
            fail_msg("%s", (h)->error.text);                                                       \
    } while (0)

static gp_deed deed_of_test(gp_str name)
{
    return (gp_deed){.at = now_of_test(), .account = name, .act = "test", .subject = name};
}

static gp_str make_account(house *h, gp_account_role role)
{
    gp_str name = gp_arena_printf(&h->arena, "a%zu", h->cells);
    const gp_account account = {.name = name, .shown = name, .role = role};
    const gp_deed deed = deed_of_test(name);

    ON_DESK(h, gp_desk_file_account_add(file, &account, GP_STR(""), &deed, &h->error));
    return name;
}

/* So that a page that lists accounts does not grow with the cells. */
static void forget_account(house *h, gp_str name)
{
    const gp_deed deed = deed_of_test(name);
    gp_desk_file *file;
    gp_status status;

    assert_int_equal(gp_desk_take(h->desk, &file, &h->error), GP_OK);
    status = gp_desk_give(h->desk, gp_desk_file_account_remove(file, name, true, &deed, &h->error));
    if (status != GP_OK && status != GP_NOT_FOUND)
        fail_msg("%s", h->error.text);
}

static void begin_session(house *h, gp_str name, gp_str secret)
{
    char hash[GP_SECRET_SIZE];
    const gp_deed deed = deed_of_test(name);

    gp_secret_hash(secret, hash);
    ON_DESK(h, gp_desk_file_session_begin(file, gp_str_of(hash), name, false, now_of_test(), &deed,
                                          &h->error));
}

/* Lets a session live for `seconds` with a request every 20 minutes. */
static void live(house *h, gp_str secret, int64_t seconds)
{
    char hash[GP_SECRET_SIZE];
    int64_t begun = now_of_test();

    gp_secret_hash(secret, hash);
    for (int64_t at = 0; at < seconds; at += 1200)
        ON_DESK(h, gp_desk_file_session_seen(file, gp_str_of(hash), begun + at, &h->error));
    atomic_store(&now_s, begun + seconds);
}

static void bring_about(house *h, const cell *c, gp_str name, gp_str secret)
{
    char hash[GP_SECRET_SIZE];
    const gp_deed deed = deed_of_test(name);

    gp_secret_hash(secret, hash);
    switch (c->session) {
    case IDLE_JUST_NOT:
        atomic_fetch_add(&now_s, GP_SESSION_IDLE_S);
        break;
    case IDLE_TOO_LONG:
        atomic_fetch_add(&now_s, GP_SESSION_IDLE_S + 1);
        break;
    case OLD_JUST_NOT:
        live(h, secret, GP_SESSION_LIFE_S);
        break;
    case TOO_OLD:
        live(h, secret, GP_SESSION_LIFE_S + 1);
        break;
    case SIGNED_OUT:
        ON_DESK(h, gp_desk_file_session_end(file, gp_str_of(hash), NULL, &h->error));
        break;
    case ACCOUNT_REMOVED:
        ON_DESK(h, gp_desk_file_account_remove(file, name, true, &deed, &h->error));
        break;
    case PASSWORD_CHANGED:
        ON_DESK(h, gp_desk_file_account_password(file, name, GP_STR("x"), GP_STR(""), &deed,
                                                 &h->error));
        break;
    case ROLE_LOWERED:
        ON_DESK(h, gp_desk_file_account_role(file, name, GP_AS_STAFF, true, &deed, &h->error));
        break;
    default:
        break;
    }
}

static gp_str cookies_of(house *h, const cell *c, const char *secret, const char *before)
{
    char other[GP_SECRET_SIZE];

    gp_secret_make(other);
    switch (c->session) {
    case NOBODY:
        return gp_arena_printf(&h->arena, "gp_before=%s", before);
    case FORGED_COOKIE:
        return gp_arena_printf(&h->arena, "gp_before=%s; gp_session=%s", before, other);
    case HALF_A_COOKIE:
        return gp_arena_printf(&h->arena, "gp_before=%s; gp_session=%.32s", before, secret);
    case TWO_COOKIES:
        return gp_arena_printf(&h->arena, "gp_session=%s; gp_before=%s; gp_session=%s", other,
                               before, secret);
    default:
        return gp_arena_printf(&h->arena, "gp_session=%s; gp_before=%s", secret, before);
    }
}

static gp_str body_of(house *h, const cell *c, const char *secret)
{
    char token[GP_SECRET_SIZE];
    char other[GP_SECRET_SIZE];

    gp_secret_make(other);
    gp_secret_token(gp_str_of(c->form == TOKEN_OF_ANOTHER ? other : secret), token);
    if (c->form == WRONG_TOKEN)
        token[0] = token[0] == '0' ? '1' : '0';
    if (c->method != GP_METHOD_POST || c->form == NO_TOKEN)
        return GP_STR("");
    return gp_arena_printf(&h->arena, "token=%s", token);
}

static int ask(house *h, const cell *c, gp_str cookies, gp_str body)
{
    gp_header headers[6] = {{GP_STR("Host"), GP_STR("127.0.0.1:8080")},
                            {GP_STR("Cookie"), cookies}};
    gp_request request = {.method = c->method,
                          .path = path_of(c->route),
                          .body = body,
                          .headers = headers,
                          .header_count = 2,
                          .peer = GP_STR("127.0.0.1")};

    if (c->form != NO_FORM)
        headers[request.header_count++] =
            (gp_header){GP_STR("Content-Type"), GP_STR("application/x-www-form-urlencoded")};
    if (c->form == RIGHT_FROM_HERE || c->form == CROSS_SITE || c->form == SAME_SITE)
        headers[request.header_count++] =
            (gp_header){GP_STR("Sec-Fetch-Site"), c->form == RIGHT_FROM_HERE ? GP_STR("same-origin")
                                                  : c->form == CROSS_SITE    ? GP_STR("cross-site")
                                                                             : GP_STR("same-site")};
    if (c->form == RIGHT_FROM_HERE || c->form == FOREIGN_ORIGIN)
        headers[request.header_count++] =
            (gp_header){GP_STR("Origin"), c->form == FOREIGN_ORIGIN ? GP_STR("https://evil.example")
                                                                    : GP_STR("null")};
    gp_response_clear(&h->response);
    gp_response_init(&h->response, BODY_MAX);
    gp_service_answer(h->service, &request, &h->response);
    return h->response.status;
}

/* ---- what must come of it --------------------------------------------------------------------- */

static bool tells(const gp_buf *buf, const char *words)
{
    return buf->size > 0 && memmem(buf->data, buf->size, words, strlen(words)) != NULL;
}

static size_t row_of(const char *path)
{
    size_t rows = sizeof let_in / sizeof let_in[0];

    for (size_t i = 0; i < rows; i++) {
        if (strcmp(let_in[i].path, path) == 0)
            return i;
    }
    fail_msg("%s: a route of the desk that the matrix does not know; add it to let_in", path);
    return 0;
}

static void fail_cell(const house *h, const cell *c, int wanted)
{
    fail_msg("%s %s, role %s, session state %d, form %d: %d, not %d: %.*s",
             c->method == GP_METHOD_POST ? "POST" : "GET", c->route->path,
             gp_account_role_name(c->role), (int)c->session, (int)c->form, h->response.status,
             wanted, (int)h->response.body.size, h->response.body.data);
}

static void expect_let_in(const house *h, const cell *c)
{
    size_t row = row_of(c->route->path);
    int wanted = c->method == GP_METHOD_POST ? let_in[row].post : let_in[row].get;

    /* who is signed in already is not asked again */
    if (c->route->least == GP_AS_VISITOR && c->method == GP_METHOD_GET &&
        role_in(c) > GP_AS_VISITOR)
        wanted = 303;
    if (h->response.status != wanted || tells(&h->response.body, "nothing was done"))
        fail_cell(h, c, wanted);
    if (wanted == 303 && let_in[row].location != NULL)
        assert_true(tells(&h->response.headers, let_in[row].location));
}

static void expect(const house *h, const cell *c)
{
    bool posts = c->method == GP_METHOD_POST;
    int wanted = 0;

    if (role_in(c) < c->route->least)
        wanted = role_in(c) == GP_AS_VISITOR && !posts ? 303 : 403;
    else if (posts && c->form == NO_FORM)
        wanted = 415;
    else if (posts && !form_is_right(c))
        wanted = 403;
    if (!h->response.no_store)
        fail_msg("%s: may be kept by a cache", c->route->path);
    if (wanted == 0) {
        expect_let_in(h, c);
        return;
    }
    if (h->response.status != wanted)
        fail_cell(h, c, wanted);
    if (wanted == 303 && !tells(&h->response.headers, "Location: /desk/sign-in\r\n"))
        fail_cell(h, c, wanted);
    /* what is refused at the door says so in the door's words, not in a handler's */
    if (wanted == 403 && tells(&h->response.body, "<form class=\"desk-form\""))
        fail_cell(h, c, wanted);
}

static void try_cell(house *h, const cell *c)
{
    char secret[GP_SECRET_SIZE], before[GP_SECRET_SIZE];
    gp_str name;
    gp_str body;

    gp_arena_reset(&h->arena);
    atomic_store(&now_s, (20500LL + (long long)++h->cells) * DAY_S); /* no cell meets another's */
    gp_secret_make(secret);
    gp_secret_make(before);
    name = make_account(h, c->role);
    if (c->session != NOBODY)
        begin_session(h, name, gp_str_of(secret));
    bring_about(h, c, name, gp_str_of(secret));
    body = body_of(h, c, c->route->least == GP_AS_VISITOR ? before : secret);
    (void)ask(h, c, cookies_of(h, c, secret, before), body);
    expect(h, c);
    forget_account(h, name);
}

/* ---- tests ------------------------------------------------------------------------------------ */

static void try_route(house *h, const gp_route *route, gp_method method)
{
    for (int role = GP_AS_STAFF; role < GP_ACCOUNT_ROLES; role++) {
        for (int session = 0; session < SESSION_STATES; session++) {
            for (int form = 0; form < (method == GP_METHOD_POST ? FORM_STATES : 1); form++) {
                const cell c = {route, method, (gp_account_role)role, (session_state)session,
                                (form_state)form};
                try_cell(h, &c);
            }
        }
    }
}

static void every_cell_is_as_the_rules_say(void **state)
{
    house *h = *state;
    size_t count, of_desk = 0;
    const gp_route *routes = gp_routes(&count);

    for (size_t i = 0; i < count; i++) {
        bool below = strncmp(routes[i].path, "/desk", 5) == 0;
        assert_int_equal(gp_route_of_desk(&routes[i]), below);
        if (!below)
            continue;
        of_desk++;
        (void)row_of(routes[i].path);
        if ((routes[i].methods & 1u << GP_METHOD_GET) != 0)
            try_route(h, &routes[i], GP_METHOD_GET);
        if ((routes[i].methods & 1u << GP_METHOD_POST) != 0) {
            assert_true(routes[i].form);
            try_route(h, &routes[i], GP_METHOD_POST);
        }
    }
    assert_int_equal(of_desk, sizeof let_in / sizeof let_in[0]);
    (void)printf("%zu cells\n", h->cells);
    assert_true(h->cells > 1000);
}

static void a_name_that_is_none_costs_a_look_at_a_password_too(void **state)
{
    house *h = *state;
    static const char *const names[] = {"known", "unknown", "no%20name%20at%20all", ""};
    const cell c = {.route = gp_route_find(GP_STR("/desk/sign-in"), &(gp_str){NULL, 0}),
                    .method = GP_METHOD_POST};
    const gp_account known = {.name = GP_STR("known"), .shown = GP_STR("k"), .role = GP_AS_STAFF};
    const gp_deed deed = deed_of_test(known.name);
    char before[GP_SECRET_SIZE], token[GP_SECRET_SIZE];

    ON_DESK(h, gp_desk_file_account_add(file, &known, GP_STR(""), &deed, &h->error));
    gp_secret_make(before);
    gp_secret_token(gp_str_of(before), token);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        unsigned long looks = gp_password_looks();
        gp_str body = gp_arena_printf(&h->arena, "token=%s&name=%s&password=x", token, names[i]);
        assert_int_equal(ask(h, &c, gp_arena_printf(&h->arena, "gp_before=%s", before), body), 403);
        assert_int_equal(gp_password_looks(), looks + 1);
    }
}

static size_t audit_lines(house *h)
{
    gp_audit_list lines;

    ON_DESK(h, gp_desk_file_audit(file, INT64_MAX, 1000, &h->arena, &lines, &h->error));
    return lines.count;
}

/* The proxy's header with `name`, and all that a proxy on this machine would send besides, from `peer`. */
static int ask_as_proxy(house *h, const char *path, const char *peer, const char *name)
{
    const gp_header headers[] = {{GP_STR("Host"), GP_STR("127.0.0.1:8080")},
                                 {GP_STR("X-Forwarded-For"), GP_STR("127.0.0.1")},
                                 {GP_STR("X-Forwarded-Proto"), GP_STR("https")},
                                 {GP_STR("X-Remote-User"), gp_str_of(name)}};
    const gp_request request = {.method = GP_METHOD_GET,
                                .path = gp_str_of(path),
                                .headers = headers,
                                .header_count = sizeof headers / sizeof headers[0],
                                .peer = gp_str_of(peer)};

    gp_response_clear(&h->response);
    gp_response_init(&h->response, BODY_MAX);
    gp_service_answer(h->service, &request, &h->response);
    return h->response.status;
}

static void the_proxys_header_from_another_machine_names_nobody(void **state)
{
    house *h = *state;
    static const char *const peers[] = {"192.0.2.7", "10.0.0.1", "2001:db8::1", "::ffff:192.0.2.7",
                                        ""};
    static const char *const paths[] = {"/desk/", "/desk/accounts", "/desk/sign-in"};
    const gp_account ana = {.name = GP_STR("ana"), .shown = GP_STR("Ana"), .role = GP_AS_ADMIN};
    const gp_deed deed = deed_of_test(ana.name);

    ON_DESK(h, gp_desk_file_account_add(file, &ana, GP_STR(""), &deed, &h->error));
    for (size_t i = 0; i < sizeof peers / sizeof peers[0]; i++) {
        for (size_t j = 0; j < sizeof paths / sizeof paths[0]; j++) {
            assert_int_equal(ask_as_proxy(h, paths[j], peers[i], "ana"), 403);
            assert_false(tells(&h->response.headers, "session"));
            assert_false(tells(&h->response.body, "Ana"));
        }
    }
    assert_int_equal(audit_lines(h), 1); /* nobody was signed in on the way */
    assert_int_equal(ask_as_proxy(h, "/desk/accounts", "127.0.0.1", "stranger"), 303);
    assert_false(tells(&h->response.headers, "__Host-gp_session="));
    assert_int_equal(audit_lines(h), 1);
    assert_int_equal(ask_as_proxy(h, "/desk/accounts", "127.0.0.1", "ana"), 200);
    assert_true(tells(&h->response.headers, "__Host-gp_session="));
    assert_int_equal(audit_lines(h), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_cell_is_as_the_rules_say, house_open, house_close),
        cmocka_unit_test_setup_teardown(the_proxys_header_from_another_machine_names_nobody,
                                        house_open, house_close),
        cmocka_unit_test_setup_teardown(a_name_that_is_none_costs_a_look_at_a_password_too,
                                        house_open, house_close),
    };

    return cmocka_run_group_tests_name("desk_matrix", tests, NULL, NULL);
}
