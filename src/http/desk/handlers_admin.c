/* handlers_admin.c - accounts and the audit. That an administrator asks, admit.c has said already. */
#include "desk/admin.h"
#include "http/desk/admit.h"
#include "http/keeper.h"
#include "view/desk/desk.h"

#define AUDIT_PAGE 50

static const char not_read[] =
    "The desk's file cannot be used right now, so nothing was changed. Try again in a moment.";
static const char no_such[] = "There is no account of that name. Nothing was changed.";

static void tell_failure(const gp_visit *visit, const gp_request *request, gp_status status,
                         const gp_error *error, gp_response *response)
{
    gp_keeper_tell(visit->desk, status, error);
    gp_visit_refuse(&visit->page, request->path, 503, not_read, response);
}

/* ---- showing ---------------------------------------------------------------------------------- */

static void show_accounts(gp_visit *visit, const gp_request *request, gp_str trouble,
                          const gp_account *typed, gp_response *response)
{
    gp_account_list list;
    gp_accounts_page shown = {&list, {trouble, true}, {.role = GP_AS_STAFF}};
    gp_error error;
    gp_status status = gp_desk_accounts(visit->desk, visit->arena, &list, &error);

    if (status != GP_OK) {
        tell_failure(visit, request, status, &error, response);
        return;
    }
    if (typed != NULL)
        shown.typed = *typed;
    if (gp_str_equal(request->query, GP_STR("removed")))
        shown.message = (gp_desk_message){GP_STR("The account is removed."), false};
    gp_view_accounts(&response->body, &visit->page, &shown);
    gp_visit_end_page(visit, request, response);
}

/* What a deed's redirect says; nothing of the address itself is shown. */
static gp_str said_of(const gp_visit *visit, const gp_request *request)
{
    gp_str done;

    if (!gp_form_value(request->query, "done", visit->arena, &done))
        return GP_STR("");
    if (gp_str_equal(done, GP_STR("add")))
        return GP_STR("The account is added.");
    if (gp_str_equal(done, GP_STR("role")))
        return GP_STR("The role is changed.");
    if (gp_str_equal(done, GP_STR("end-sessions")))
        return GP_STR("Its sessions have ended.");
    return GP_STR("");
}

static void show_account(gp_visit *visit, const gp_request *request, gp_str name,
                         gp_desk_message message, gp_response *response)
{
    gp_account_page shown = {.message = message};
    gp_error error;
    gp_status status = gp_desk_account(visit->desk, name, visit->now, visit->arena, &shown.account,
                                       &shown.sessions, &error);

    if (status == GP_NOT_FOUND) {
        gp_visit_refuse(&visit->page, request->path, 404, no_such, response);
    } else if (status != GP_OK) {
        tell_failure(visit, request, status, &error, response);
    } else {
        gp_view_account(&response->body, &visit->page, &shown);
        gp_visit_end_page(visit, request, response);
    }
}

/* ---- doing ------------------------------------------------------------------------------------ */

/* What a form asks for. */
typedef struct errand {
    gp_str deed;
    gp_account account; /* name folded, or empty: none can have it; shown and role as typed */
    gp_str password;
    bool sure;
} errand;

static void read_errand(gp_visit *visit, const gp_request *request, errand *self)
{
    gp_str name = {NULL, 0}, role = {NULL, 0}, sure = {NULL, 0};

    *self = (errand){.account = {.role = GP_AS_VISITOR}};
    (void)gp_form_value(request->body, "deed", visit->arena, &self->deed);
    (void)gp_form_value(request->body, "name", visit->arena, &name);
    (void)gp_form_value(request->body, "shown", visit->arena, &self->account.shown);
    (void)gp_form_value(request->body, "role", visit->arena, &role);
    (void)gp_form_value(request->body, "password", visit->arena, &self->password);
    (void)gp_form_value(request->body, "sure", visit->arena, &sure);
    if (!gp_account_name_fold(gp_str_trim(name), visit->arena, &self->account.name))
        self->account.name = (gp_str){NULL, 0};
    self->account.shown = gp_str_trim(self->account.shown);
    (void)gp_account_role_parse(role, &self->account.role);
    self->sure = gp_str_equal(sure, GP_STR("yes"));
}

static gp_deed deed_of(const gp_visit *visit, const errand *self, const char *act, gp_str detail)
{
    return (gp_deed){.at = visit->now,
                     .account = visit->account.name,
                     .act = act,
                     .subject = self->account.name,
                     .detail = detail};
}

/* Why an account like this cannot be, or empty. */
static gp_str fault_of(const gp_visit *visit, const errand *self)
{
    const char *fault;

    if (self->account.name.size == 0)
        return GP_STR("That cannot be a name: 1 to 64 of a to z, digits and . _ - @, a letter or "
                      "digit first; \"command\" and \"nobody\" are taken.");
    if (self->account.shown.size > 0 && !gp_account_shown_valid(self->account.shown))
        return GP_STR("The name for readers wants up to 100 characters that can be shown.");
    if (self->account.role == GP_AS_VISITOR)
        return GP_STR("Choose a role: staff, editor or admin.");
    fault = self->password.size > 0 ? gp_password_fault(self->account.name, self->password) : NULL;
    return fault == NULL
               ? GP_STR("")
               : gp_arena_printf(visit->arena, "The password cannot be taken: %s.", fault);
}

static void redirect(const gp_visit *visit, const errand *self, gp_response *response)
{
    gp_str place = gp_str_equal(self->deed, GP_STR("remove"))
                       ? GP_STR("/desk/accounts?removed")
                       : gp_arena_printf(visit->arena, "/desk/accounts?done=%.*s&name=%.*s",
                                         GP_STR_ARGS(self->deed), GP_STR_ARGS(self->account.name));

    response->status = 303;
    gp_response_header(response, "Location", place);
}

static void add(gp_visit *visit, const gp_request *request, errand *self, gp_response *response)
{
    gp_str fault = fault_of(visit, self);
    char hash[GP_PASSWORD_HASH_SIZE] = "";
    gp_account account = self->account;
    gp_deed deed;
    gp_error error;
    gp_status status = GP_OK;

    if (fault.size > 0) {
        response->status = 400;
        show_accounts(
            visit, request,
            gp_arena_printf(visit->arena, "%.*s Nothing was changed.", GP_STR_ARGS(fault)),
            &account, response);
        return;
    }
    if (account.shown.size == 0)
        account.shown = account.name;
    account.since = (int32_t)(visit->now / 86400);
    if (self->password.size > 0)
        status = gp_door_hash(visit->door, self->password, hash, &error);
    deed = deed_of(visit, self, "account-add", gp_str_of(gp_account_role_name(account.role)));
    if (status == GP_OK)
        status = gp_desk_account_add(visit->desk, &account, gp_str_of(hash), &deed, &error);
    if (status == GP_INVALID) {
        response->status = 409;
        show_accounts(visit, request,
                      GP_STR("There is an account of that name already. Nothing was changed."),
                      &account, response);
    } else if (status != GP_OK) {
        tell_failure(visit, request, status, &error, response);
    } else {
        redirect(visit, self, response);
    }
}

/* A deed on an account that is there; GP_INVALID also for one that the form did not mean. */
static gp_status change(gp_visit *visit, const errand *self, gp_error *error)
{
    gp_str role = gp_str_of(gp_account_role_name(self->account.role));
    gp_deed deed;

    if (gp_str_equal(self->deed, GP_STR("role"))) {
        deed = deed_of(visit, self, "account-role", role);
        return gp_desk_account_role(visit->desk, self->account.name, self->account.role, &deed,
                                    error);
    }
    if (gp_str_equal(self->deed, GP_STR("remove"))) {
        deed = deed_of(visit, self, "account-remove", GP_STR(""));
        return gp_desk_account_remove(visit->desk, self->account.name, &deed, error);
    }
    deed = deed_of(visit, self, "account-end-sessions", GP_STR(""));
    return gp_desk_account_end_sessions(visit->desk, self->account.name, &deed, error);
}

static void refuse(gp_visit *visit, const gp_request *request, const errand *self, int status,
                   const char *why, gp_response *response)
{
    response->status = status;
    show_account(visit, request, self->account.name, (gp_desk_message){gp_str_of(why), true},
                 response);
}

static void do_errand(gp_visit *visit, const gp_request *request, gp_response *response)
{
    errand self;
    gp_error error;
    gp_status status;

    read_errand(visit, request, &self);
    if (gp_str_equal(self.deed, GP_STR("add"))) {
        add(visit, request, &self, response);
    } else if (!gp_str_equal(self.deed, GP_STR("role")) &&
               !gp_str_equal(self.deed, GP_STR("remove")) &&
               !gp_str_equal(self.deed, GP_STR("end-sessions"))) {
        response->status = 400;
        show_accounts(visit, request,
                      GP_STR("The form did not say what to do. Nothing was changed."), NULL,
                      response);
    } else if (gp_str_equal(self.deed, GP_STR("role")) && self.account.role == GP_AS_VISITOR) {
        refuse(visit, request, &self, 400,
               "Choose a role: staff, editor or admin. Nothing was changed.", response);
    } else if (gp_str_equal(self.deed, GP_STR("remove")) && !self.sure) {
        refuse(visit, request, &self, 400,
               "Check the box to say that you mean it. Nothing was changed.", response);
    } else {
        status = change(visit, &self, &error);
        if (status == GP_OK)
            redirect(visit, &self, response);
        else if (status == GP_INVALID)
            refuse(visit, request, &self, 409,
                   "The last administrator stays one; make another first. Nothing was changed.",
                   response);
        else if (status == GP_NOT_FOUND)
            gp_visit_refuse(&visit->page, request->path, 404, no_such, response);
        else
            tell_failure(visit, request, status, &error, response);
    }
}

void gp_handle_accounts(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_str name;

    if (request->method == GP_METHOD_POST)
        do_errand(visit, request, response);
    else if (gp_form_value(request->query, "name", visit->arena, &name))
        show_account(visit, request, name, (gp_desk_message){said_of(visit, request), false},
                     response);
    else
        show_accounts(visit, request, GP_STR(""), NULL, response);
}

/* ---- the audit -------------------------------------------------------------------------------- */

/* The number in ?before=, INT64_MAX without one; false for what is none. */
static bool read_before(const gp_visit *visit, const gp_request *request, int64_t *before)
{
    gp_str text;

    *before = INT64_MAX;
    if (!gp_form_value(request->query, "before", visit->arena, &text))
        return true;
    if (text.size == 0 || text.size > 18) /* fits without a look at overflow */
        return false;
    *before = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        *before = *before * 10 + (text.data[i] - '0');
    }
    return true;
}

void gp_handle_audit(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_audit_list lines;
    gp_audit_page shown = {&lines, 0};
    int64_t before;
    gp_error error;
    gp_status status;

    if (!read_before(visit, request, &before)) {
        gp_visit_refuse(&visit->page, request->path, 400,
                        "?before= wants the number of a line. Start again at the newest.",
                        response);
        return;
    }
    /* one more than is shown tells whether there are older ones */
    status = gp_desk_audit(visit->desk, before, AUDIT_PAGE + 1, visit->arena, &lines, &error);
    if (status != GP_OK) {
        tell_failure(visit, request, status, &error, response);
        return;
    }
    if (lines.count > AUDIT_PAGE) {
        lines.count = AUDIT_PAGE;
        shown.older = lines.items[AUDIT_PAGE - 1].seq;
    }
    gp_view_audit(&response->body, &visit->page, &shown);
    gp_visit_end_page(visit, request, response);
}
