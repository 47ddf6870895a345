#include "http/desk/admit.h"

#include "desk/hold.h"
#include "http/peer.h"

static const char wants_tls[] =
    "The desk wants TLS, since passwords go over the wire. Whoever runs this server: let the proxy "
    "in "
    "front send X-Forwarded-Proto: https, or use the desk on this machine itself.";
static const char not_yours[] =
    "Your account may not do this. An administrator can change its role.";
static const char signed_out[] = "You are not signed in any more, so nothing was done. Sign in, go "
                                 "back, reload and send it again.";
static const char other_site[] = "This came from another site, so nothing was done.";
static const char old_form[] = "The form was made for another session, so nothing was done. Go "
                               "back, reload the page and send it again.";
static const char no_disk[] =
    "The desk's file cannot be read right now. The visitors' pages go on; try again in a moment.";

static const gp_refusal pass_on = {0, NULL};

/* ---- where it comes from ---------------------------------------------------------------------- */

static bool is_loopback_host(gp_str host)
{
    gp_str name = gp_str_starts(host, GP_STR("["))
                      ? host
                      : gp_str_slice(host, 0, gp_str_find_byte(host, ':', 0));

    return gp_str_equal_nocase(name, GP_STR("localhost")) || gp_str_starts(name, GP_STR("127.")) ||
           gp_str_starts(name, GP_STR("[::1]"));
}

/* Plain HTTP is for this machine: nothing in between, and the address is this machine's own. */
static bool is_local(const gp_request *request)
{
    return gp_peer_local(request->peer) && gp_peer_local(gp_peer_address(request)) &&
           is_loopback_host(gp_request_header(request, "Host"));
}

static bool is_secure(const gp_request *request)
{
    return gp_peer_local(request->peer) &&
           gp_str_equal_nocase(gp_request_header(request, "X-Forwarded-Proto"), GP_STR("https"));
}

bool gp_admit_same_origin(const gp_request *request, gp_str base_url)
{
    gp_str site = gp_request_header(request, "Sec-Fetch-Site");
    gp_str origin = gp_request_header(request, "Origin");

    if (site.size > 0 && !gp_str_equal(site, GP_STR("same-origin")))
        return false;
    /* our pages send no referrer, so their forms say "null"; the token decides */
    return origin.size == 0 || gp_str_equal(origin, GP_STR("null")) ||
           gp_peer_own_origin(origin, gp_request_header(request, "Host"), base_url);
}

/* ---- the session ------------------------------------------------------------------------------ */

/* One look at the desk's file. */
typedef struct look {
    gp_door *door;
    const gp_request *request;
    gp_arena *arena;
    gp_pass *pass;
    gp_response *response;
} look;

static gp_status find_session(const look *self, gp_str hash, gp_session *session, gp_error *error)
{
    gp_desk *desk = gp_door_desk(self->door);
    int64_t now = self->pass->now;
    gp_desk_file *file;
    gp_error unseen;
    gp_status status = gp_desk_take(desk, &file, error);

    if (status != GP_OK)
        return status;
    status = gp_desk_file_session(file, hash, now, self->arena, session, error);
    /* that it was seen cannot be written on a full disk; one goes on reading until it is idle too long */
    if (status == GP_OK && now - session->seen >= GP_SESSION_SEEN_S &&
        gp_desk_file_session_seen(file, hash, now, &unseen) != GP_OK) {
        (void)gp_desk_give(desk, unseen.status);
        return GP_OK;
    }
    return gp_desk_give(desk, status);
}

/* Who is signed in by the cookie, if anybody. GP_NOT_FOUND: nobody. */
static gp_status read_session(const look *self, gp_error *error)
{
    gp_pass *pass = self->pass;
    gp_str secret = gp_cookie_read(self->request, pass->secure, GP_COOKIE_SESSION);
    char text[GP_SECRET_SIZE];
    gp_session session;
    gp_status status;

    if (secret.size == 0)
        return GP_NOT_FOUND;
    gp_secret_hash(secret, text);
    pass->session = gp_arena_copy(self->arena, gp_str_of(text));
    status = find_session(self, pass->session, &session, error);
    if (status != GP_OK || session.account.role == GP_AS_VISITOR) {
        pass->session = (gp_str){NULL, 0};
        pass->ended = status == GP_OK || status == GP_NOT_FOUND;
        return status == GP_OK ? GP_NOT_FOUND : status;
    }
    gp_secret_token(secret, text);
    pass->token = gp_arena_copy(self->arena, gp_str_of(text));
    pass->account = session.account;
    pass->proxied = session.proxied;
    return self->arena->failed ? GP_NO_MEMORY : GP_OK;
}

static gp_status take_session_row(gp_door *door, const gp_account *account, bool proxied,
                                  gp_str hash, int64_t now, gp_error *error)
{
    const gp_deed deed = {.at = now,
                          .account = account->name,
                          .act = "sign-in",
                          .detail = proxied ? GP_STR("proxy") : GP_STR("password")};
    gp_desk *desk = gp_door_desk(door);
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    if (status != GP_OK)
        return status;
    return gp_desk_give(
        desk, gp_desk_file_session_begin(file, hash, account->name, proxied, now, &deed, error));
}

gp_status gp_admit_begin(gp_door *door, const gp_account *account, bool proxied, bool secure,
                         int64_t now, gp_arena *arena, gp_pass *pass, gp_response *response,
                         gp_error *error)
{
    char secret[GP_SECRET_SIZE];
    char text[GP_SECRET_SIZE];
    gp_status status;

    gp_secret_make(secret);
    gp_secret_hash(gp_str_of(secret), text);
    pass->session = gp_arena_copy(arena, gp_str_of(text));
    status = take_session_row(door, account, proxied, gp_str_of(text), now, error);
    if (status != GP_OK)
        return status;
    gp_secret_token(gp_str_of(secret), text);
    pass->token = gp_arena_copy(arena, gp_str_of(text));
    pass->account = *account;
    pass->proxied = proxied;
    gp_cookie_set(response, secure, GP_COOKIE_SESSION, gp_str_of(secret));
    return arena->failed ? gp_error_set(error, GP_NO_MEMORY, "sign-in: not enough memory") : GP_OK;
}

/* ---- the proxy's header ----------------------------------------------------------------------- */

static void become_nobody(gp_pass *pass)
{
    pass->account = (gp_account){.role = GP_AS_VISITOR};
    pass->token = pass->session = (gp_str){NULL, 0};
    pass->proxied = false;
}

/* Ends the session of now, which the proxy does not stand for any more. */
static gp_status end_session(const look *self, gp_error *error)
{
    gp_desk *desk = gp_door_desk(self->door);
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    if (status == GP_OK)
        status =
            gp_desk_give(desk, gp_desk_file_session_end(file, self->pass->session, NULL, error));
    become_nobody(self->pass);
    self->pass->ended = true;
    return status;
}

static gp_status begin_proxied(const look *self, gp_str name, gp_error *error)
{
    gp_desk *desk = gp_door_desk(self->door);
    gp_account account;
    gp_desk_file *file;
    gp_str password;
    gp_status status = gp_desk_take(desk, &file, error);

    if (status != GP_OK)
        return status;
    status = gp_desk_give(
        desk, gp_desk_file_account(file, name, self->arena, &account, &password, error));
    self->pass->unknown = status == GP_NOT_FOUND;
    if (status != GP_OK || account.role == GP_AS_VISITOR)
        return status;
    return gp_admit_begin(self->door, &account, true, self->pass->secure, self->pass->now,
                          self->arena, self->pass, self->response, error);
}

/* Whom the proxy names, folded; empty: nobody, or nobody who could be meant. */
static gp_str named_by_proxy(const look *self)
{
    const char *header = gp_door_staff_header(self->door);
    gp_str value = {NULL, 0};
    size_t count = 0;
    gp_str name;

    if (header == NULL || !gp_peer_local(self->request->peer))
        return value;
    for (size_t i = 0; i < self->request->header_count; i++) {
        if (!gp_str_equal_nocase(self->request->headers[i].name, gp_str_of(header)))
            continue;
        value = gp_str_trim(self->request->headers[i].value);
        count++;
    }
    /* of two, one may be the visitor's own that a careless proxy let through */
    return count == 1 && gp_account_name_fold(value, self->arena, &name) ? name : (gp_str){NULL, 0};
}

/* What the proxy says counts above what the cookie says, but for a password's session where it says nothing. */
static gp_status ask_proxy(const look *self, gp_error *error)
{
    gp_pass *pass = self->pass;
    gp_str name = named_by_proxy(self);
    gp_status status = GP_OK;

    if (pass->account.role > GP_AS_VISITOR && (name.size > 0 || pass->proxied) &&
        !gp_str_equal(pass->account.name, name))
        status = end_session(self, error);
    /* a POST's form was made for another session than the one that would begin here */
    if (status != GP_OK || name.size == 0 || pass->account.role > GP_AS_VISITOR ||
        self->request->method == GP_METHOD_POST)
        return status;
    status = begin_proxied(self, name, error);
    return status == GP_NOT_FOUND ? GP_OK : status;
}

/* ---- letting in ------------------------------------------------------------------------------- */

static gp_refusal check_form(const look *self, const gp_route *route, gp_str base_url)
{
    gp_str secret =
        gp_cookie_read(self->request, self->pass->secure,
                       route->least > GP_AS_VISITOR ? GP_COOKIE_SESSION : GP_COOKIE_BEFORE);
    gp_str token;

    if (!gp_admit_same_origin(self->request, base_url))
        return (gp_refusal){403, other_site};
    if (!gp_visit_posts_form(self->request))
        return (gp_refusal){415, "Send application/x-www-form-urlencoded here."};
    if (!gp_form_value(self->request->body, "token", self->arena, &token) ||
        !gp_secret_fits(secret, token))
        return (gp_refusal){403, old_form};
    return pass_on;
}

static gp_refusal refuse_nobody(const gp_request *request)
{
    if (request->method == GP_METHOD_POST)
        return (gp_refusal){403, signed_out};
    return (gp_refusal){303, NULL};
}

gp_refusal gp_admit(gp_door *door, const gp_route *route, const gp_request *request,
                    gp_str base_url, int64_t now, gp_arena *arena, gp_pass *pass,
                    gp_response *response)
{
    const look self = {door, request, arena, pass, response};
    gp_status status;
    gp_error error;

    *pass = (gp_pass){.now = now, .secure = is_secure(request)};
    response->no_store = true;
    if (!pass->secure && !is_local(request))
        return (gp_refusal){403, wants_tls};
    status = read_session(&self, &error);
    if (status == GP_OK || status == GP_NOT_FOUND)
        status = ask_proxy(&self, &error);
    if (status != GP_OK) {
        become_nobody(pass);
        return (gp_refusal){503, no_disk};
    }
    if (pass->account.role < route->least)
        return pass->account.role == GP_AS_VISITOR ? refuse_nobody(request)
                                                   : (gp_refusal){403, not_yours};
    return route->form && request->method == GP_METHOD_POST ? check_form(&self, route, base_url)
                                                            : pass_on;
}
