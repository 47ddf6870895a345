/* handlers_door.c - signing in and out, and one's own password. Who may, admit.c has said already. */
#include "desk/hold.h"
#include "http/desk/admit.h"
#include "http/keeper.h"
#include "view/desk/desk.h"

static const char wrong[] =
    "Name or password is not right. Nothing more is said, so that nobody learns "
    "which names exist.";
static const char locked[] = "Too many attempts. Signing in with this name or from this connection "
                             "is locked for 15 minutes. "
                             "Who is signed in stays so.";
static const char too_busy[] = "Too many sign in at once. Try again in a few seconds.";
static const char not_written[] =
    "The desk's file cannot be written right now, so nothing was done. Try again in a moment.";

static void redirect(gp_response *response, const char *path)
{
    response->status = 303;
    gp_response_header(response, "Location", gp_str_of(path));
}

/* A call on the desk's file failed: says so, and in the log what an operator can do. */
static void tell_failure(const gp_visit *visit, const gp_request *request, gp_status status,
                         const gp_error *error, gp_response *response)
{
    gp_keeper_tell(visit->desk, status, error);
    gp_visit_refuse(&visit->page, request->path, 503, not_written, response);
}

/* ---- signing in ------------------------------------------------------------------------------- */

/* Whether nobody can sign in yet. */
static gp_status has_no_accounts(gp_visit *visit, bool *none, gp_error *error)
{
    gp_account_list list;
    gp_desk_file *file;
    gp_status status = gp_desk_take(visit->desk, &file, error);

    if (status != GP_OK)
        return status;
    status = gp_desk_give(visit->desk, gp_desk_file_accounts(file, visit->arena, &list, error));
    *none = status == GP_OK && list.count == 0;
    return status;
}

static gp_str said_of_arrival(const gp_visit *visit, const gp_request *request)
{
    if (gp_str_equal(request->query, GP_STR("signed-out")))
        return GP_STR("You are signed out.");
    if (visit->pass->unknown)
        return GP_STR(
            "The proxy in front of this server knows you, but there is no account of that "
            "name. An administrator can add it.");
    if (visit->pass->ended)
        return GP_STR("Your session has ended. Please sign in again.");
    return GP_STR("");
}

/* The form, with a token of the cookie that is there or comes with it. */
static void show_sign_in(gp_visit *visit, const gp_request *request, gp_desk_message message,
                         gp_response *response)
{
    bool secure = visit->pass->secure;
    gp_str before = gp_cookie_read(request, secure, GP_COOKIE_BEFORE);
    gp_str site = gp_request_header(request, "Sec-Fetch-Site");
    char secret[GP_SECRET_SIZE];
    char token[GP_SECRET_SIZE];
    gp_sign_in_page shown = {.message = message,
                             .elsewhere = gp_str_equal(site, GP_STR("cross-site")) ||
                                          gp_str_equal(site, GP_STR("same-site"))};
    gp_error error;
    gp_status status = has_no_accounts(visit, &shown.no_accounts, &error);

    if (status != GP_OK) {
        tell_failure(visit, request, status, &error, response);
        return;
    }
    if (before.size == 0) {
        gp_secret_make(secret);
        before = gp_str_of(secret);
        gp_cookie_set(response, secure, GP_COOKIE_BEFORE, before);
    }
    gp_secret_token(before, token);
    shown.token = gp_str_of(token);
    gp_view_sign_in(&response->body, &visit->page, &shown);
    gp_visit_end_page(visit, request, response);
}

static void refuse_sign_in(gp_visit *visit, const gp_request *request, int status, const char *why,
                           gp_response *response)
{
    show_sign_in(visit, request, (gp_desk_message){gp_str_of(why), true}, response);
    if (response->status == 200)
        response->status = status;
}

/* What a sign-in form says. */
typedef struct attempt {
    gp_str name; /* folded; empty: no account can have it */
    gp_str typed, password;
    gp_account account;
    gp_str hash; /* empty: no such account, or one without a password */
} attempt;

static void read_attempt(gp_visit *visit, const gp_request *request, attempt *tried)
{
    *tried = (attempt){.account = {.role = GP_AS_VISITOR}};
    (void)gp_form_value(request->body, "name", visit->arena, &tried->typed);
    (void)gp_form_value(request->body, "password", visit->arena, &tried->password);
    tried->typed = gp_str_trim(tried->typed);
    if (!gp_account_name_fold(tried->typed, visit->arena, &tried->name))
        tried->name = (gp_str){NULL, 0};
}

/* GP_OK also when there is no such account: that is the password's business. */
static gp_status look_up(gp_visit *visit, attempt *tried, gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(visit->desk, &file, error);

    if (status != GP_OK)
        return status;
    status = gp_desk_give(visit->desk, gp_desk_file_account(file, tried->name, visit->arena,
                                                            &tried->account, &tried->hash, error));
    return status == GP_NOT_FOUND ? GP_OK : status;
}

/* A lock of an account, or of a network, is worth a line; of a name that is none it is not: it may be a
 * password typed into the wrong field. */
static void note_lock(gp_visit *visit, const attempt *tried, gp_lockout_state state)
{
    bool known = tried->account.role > GP_AS_VISITOR;
    const gp_deed deed = {.at = visit->now,
                          .account = GP_STR("nobody"),
                          .act = "lock-out",
                          .subject = known ? tried->account.name : GP_STR(""),
                          .detail =
                              state == GP_LOCKOUT_NETWORK ? GP_STR("a network") : GP_STR("a name")};
    gp_desk_file *file;
    gp_error error;

    if ((state == GP_LOCKOUT_NAME && !known) || state == GP_LOCKOUT_OPEN ||
        gp_desk_take(visit->desk, &file, &error) != GP_OK)
        return;
    (void)gp_desk_give(visit->desk, gp_desk_file_note(file, &deed, &error));
}

static void let_in(gp_visit *visit, const gp_request *request, const attempt *tried,
                   gp_response *response)
{
    gp_pass pass = *visit->pass;
    gp_error error;
    gp_status status = GP_OK;
    gp_desk_file *file;

    if (pass.session.size > 0) { /* signed in already: that session ends here */
        status = gp_desk_take(visit->desk, &file, &error);
        if (status == GP_OK)
            status = gp_desk_give(visit->desk,
                                  gp_desk_file_session_end(file, pass.session, NULL, &error));
    }
    if (status == GP_OK)
        status = gp_admit_begin(visit->door, &tried->account, false, pass.secure, visit->now,
                                visit->arena, &pass, response, &error);
    if (status != GP_OK) {
        tell_failure(visit, request, status, &error, response);
        return;
    }
    gp_cookie_set(response, pass.secure, GP_COOKIE_BEFORE, GP_STR(""));
    redirect(response, "/desk/");
}

static void try_sign_in(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_lockout *lockout = gp_door_lockout(visit->door);
    gp_lockout_state state;
    gp_str name;
    attempt tried;
    bool fits;
    gp_error error;
    gp_status status;

    read_attempt(visit, request, &tried);
    name = tried.name.size > 0 ? tried.name : tried.typed;
    state = gp_lockout_try(lockout, name, visit->visitor, visit->now);
    if (state == GP_LOCKOUT_LOCKED) {
        gp_response_header(response, "Retry-After", GP_STR("900"));
        refuse_sign_in(visit, request, 429, locked, response);
        return;
    }
    status = look_up(visit, &tried, &error);
    if (status == GP_OK)
        status = gp_door_fits(visit->door, tried.hash, tried.password, &fits, &error);
    if (status != GP_OK) {
        gp_lockout_undo(lockout, name, visit->visitor);
        if (status == GP_BUSY)
            gp_visit_refuse(&visit->page, request->path, 503, too_busy, response);
        else
            tell_failure(visit, request, status, &error, response);
        return;
    }
    if (fits && tried.account.role > GP_AS_VISITOR) {
        gp_lockout_right(lockout, name, visit->visitor);
        let_in(visit, request, &tried, response);
        return;
    }
    note_lock(visit, &tried, state);
    refuse_sign_in(visit, request, 403, wrong, response);
}

void gp_handle_sign_in(gp_visit *visit, const gp_request *request, gp_response *response)
{
    if (request->method == GP_METHOD_POST)
        try_sign_in(visit, request, response);
    else if (visit->account.role > GP_AS_VISITOR)
        redirect(response, "/desk/");
    else
        show_sign_in(visit, request, (gp_desk_message){said_of_arrival(visit, request), false},
                     response);
}

/* ---- signing out ------------------------------------------------------------------------------ */

static void sign_out(gp_visit *visit, const gp_request *request, bool everywhere,
                     gp_response *response)
{
    const gp_deed deed = {.at = visit->now,
                          .account = visit->account.name,
                          .act = "sign-out-everywhere",
                          .subject = visit->account.name};
    gp_desk_file *file;
    gp_error error;
    gp_status status = gp_desk_take(visit->desk, &file, &error);

    if (status == GP_OK)
        status = gp_desk_give(
            visit->desk,
            everywhere
                ? gp_desk_file_sessions_end(file, visit->account.name, GP_STR(""), &deed, &error)
                : gp_desk_file_session_end(file, visit->pass->session, NULL, &error));
    if (status != GP_OK) {
        tell_failure(visit, request, status, &error, response);
        return;
    }
    gp_cookie_set(response, visit->pass->secure, GP_COOKIE_SESSION, GP_STR(""));
    redirect(response, GP_SIGN_IN_PATH "?signed-out");
}

void gp_handle_sign_out(gp_visit *visit, const gp_request *request, gp_response *response)
{
    sign_out(visit, request, false, response);
}

void gp_handle_sign_out_everywhere(gp_visit *visit, const gp_request *request,
                                   gp_response *response)
{
    sign_out(visit, request, true, response);
}

/* ---- password --------------------------------------------------------------------------------- */

static void show_password(gp_visit *visit, const gp_request *request, int status, gp_str text,
                          gp_response *response)
{
    const gp_desk_message message = {text, status != 200};

    response->status = status;
    gp_view_password(&response->body, &visit->page, &message);
    gp_visit_end_page(visit, request, response);
}

static gp_status set_password(gp_visit *visit, gp_str password, gp_error *error)
{
    const gp_deed deed = {.at = visit->now,
                          .account = visit->account.name,
                          .act = "password",
                          .subject = visit->account.name};
    char hash[GP_PASSWORD_HASH_SIZE];
    gp_desk_file *file;
    gp_status status = gp_door_hash(visit->door, password, hash, error);

    if (status == GP_OK)
        status = gp_desk_take(visit->desk, &file, error);
    if (status != GP_OK)
        return status;
    return gp_desk_give(visit->desk,
                        gp_desk_file_account_password(file, visit->account.name, gp_str_of(hash),
                                                      visit->pass->session, &deed, error));
}

/* Why the form's new password is not taken, or empty. */
static gp_str fault_of(gp_visit *visit, gp_str password, gp_str again)
{
    const char *fault = gp_password_fault(visit->account.name, password);

    if (!gp_str_equal(password, again))
        return GP_STR("The new password was not the same both times. Nothing was changed.");
    if (fault == NULL)
        return GP_STR("");
    return gp_arena_printf(visit->arena,
                           "The new password cannot be taken: %s. Nothing was changed.", fault);
}

static void change_password(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_lockout *lockout = gp_door_lockout(visit->door);
    attempt tried = {.name = visit->account.name};
    gp_str again, fault, password;
    bool fits = false;
    gp_error error;
    gp_status status;

    (void)gp_form_value(request->body, "current", visit->arena, &tried.password);
    (void)gp_form_value(request->body, "new", visit->arena, &password);
    (void)gp_form_value(request->body, "again", visit->arena, &again);
    fault = fault_of(visit, password, again);
    if (fault.size > 0) {
        show_password(visit, request, 400, fault, response);
        return;
    }
    /* who found an open session does not get to guess without end */
    if (gp_lockout_try(lockout, tried.name, visit->visitor, visit->now) == GP_LOCKOUT_LOCKED) {
        show_password(visit, request, 429, gp_str_of(locked), response);
        return;
    }
    status = look_up(visit, &tried, &error);
    if (status == GP_OK)
        status = gp_door_fits(visit->door, tried.hash, tried.password, &fits, &error);
    if (status == GP_OK && !fits) {
        show_password(visit, request, 403,
                      GP_STR("The current password is not right. Nothing was changed."), response);
        return;
    }
    if (status == GP_OK) {
        gp_lockout_right(lockout, tried.name, visit->visitor);
        status = set_password(visit, password, &error);
    } else {
        gp_lockout_undo(lockout, tried.name, visit->visitor);
    }
    if (status == GP_OK)
        redirect(response, "/desk/password?changed");
    else
        tell_failure(visit, request, status, &error, response);
}

void gp_handle_password(gp_visit *visit, const gp_request *request, gp_response *response)
{
    if (request->method == GP_METHOD_POST)
        change_password(visit, request, response);
    else
        show_password(visit, request, 200,
                      gp_str_equal(request->query, GP_STR("changed"))
                          ? GP_STR("Your password is changed. Your other sessions have ended.")
                          : GP_STR(""),
                      response);
}
