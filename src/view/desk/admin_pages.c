/* admin_pages.c - what administrators alone see: accounts, and who did what. */
#include "view/desk/desk.h"

#include "base/clock.h"

static const char file[] = "desk-accounts.html";

/* ---- accounts --------------------------------------------------------------------------------- */

static void add_roles(gp_template *template, const void *context)
{
    const gp_account_role *chosen = context;

    for (int role = GP_AS_STAFF; role < GP_ACCOUNT_ROLES; role++)
        gp_template_add(
            template, file, role == (int)*chosen ? "option-chosen" : "option",
            GP_SLOTS(GP_TEXT("value", gp_str_of(gp_account_role_name((gp_account_role)role)))));
}

static gp_str since_of(gp_template *template, const gp_account *account)
{
    char day[GP_DATE_TEXT];

    gp_date_write(account->since, day);
    return gp_arena_copy(&template->memory, gp_str_of(day));
}

static gp_str signs_in(const gp_account *account)
{
    return account->has_password ? GP_STR("by password") : GP_STR("through the proxy alone");
}

static void add_you(gp_template *template, const void *context)
{
    (void)context;
    gp_template_add(template, file, "you", NULL);
}

typedef struct accounts {
    const gp_page *page;
    const gp_accounts_page *shown;
} accounts;

static void add_lines(gp_template *template, const void *context)
{
    const accounts *self = context;

    for (size_t i = 0; i < self->shown->list->count; i++) {
        const gp_account *account = &self->shown->list->items[i];
        bool you = gp_str_equal(account->name, self->page->staff->name);
        gp_str url = gp_arena_printf(&template->memory, "/desk/accounts?name=%.*s",
                                     GP_STR_ARGS(account->name));
        gp_template_add(template, file, "line",
                        GP_SLOTS(GP_ADDRESS("url", url), GP_TEXT("name", account->name),
                                 GP_FILL("you", you ? add_you : NULL, NULL),
                                 GP_TEXT("shown", account->shown),
                                 GP_TEXT("role", gp_str_of(gp_account_role_name(account->role))),
                                 GP_TEXT("since", since_of(template, account)),
                                 GP_TEXT("signs-in", signs_in(account))));
    }
}

static void add_accounts(gp_template *template, const void *context)
{
    const accounts *self = context;

    gp_template_add(template, file, "accounts",
                    GP_SLOTS(GP_FILL("message", gp_desk_said, &self->shown->message),
                             GP_FILL("accounts", add_lines, self),
                             GP_FILL("token", gp_desk_token, &self->page->token),
                             GP_TEXT("name", self->shown->typed.name),
                             GP_TEXT("shown", self->shown->typed.shown),
                             GP_FILL("roles", add_roles, &self->shown->typed.role)));
}

void gp_view_accounts(gp_buf *html, const gp_page *page, const gp_accounts_page *shown)
{
    const accounts self = {page, shown};
    const gp_desk_parts parts = {.page = page,
                                 .place = GP_DESK_ACCOUNTS,
                                 .title = GP_STR("Accounts"),
                                 .body = add_accounts,
                                 .context = &self};

    gp_view_desk_page(html, &parts);
}

typedef struct one {
    const gp_page *page;
    const gp_account_page *shown;
} one;

static void add_account(gp_template *template, const void *context)
{
    const one *self = context;
    const gp_account *account = &self->shown->account;

    gp_template_add(
        template, file, "account",
        GP_SLOTS(
            GP_FILL("message", gp_desk_said, &self->shown->message), GP_TEXT("name", account->name),
            GP_TEXT("shown", account->shown),
            GP_TEXT("role", gp_str_of(gp_account_role_name(account->role))),
            GP_TEXT("since", since_of(template, account)), GP_TEXT("signs-in", signs_in(account)),
            GP_TEXT("sessions", gp_arena_printf(&template->memory, "%zu", self->shown->sessions)),
            GP_FILL("roles", add_roles, &account->role),
            GP_FILL("token", gp_desk_token, &self->page->token)));
}

void gp_view_account(gp_buf *html, const gp_page *page, const gp_account_page *shown)
{
    const one self = {page, shown};
    const gp_desk_parts parts = {.page = page,
                                 .place = GP_DESK_ACCOUNTS,
                                 .title = GP_STR("Account"),
                                 .body = add_account,
                                 .context = &self};

    gp_view_desk_page(html, &parts);
}

/* ---- the audit -------------------------------------------------------------------------------- */

static void add_detail(gp_template *template, const void *context)
{
    const gp_str *detail = context;

    if (detail->size > 0)
        gp_template_add(template, file, "detail", GP_SLOTS(GP_TEXT("detail", *detail)));
}

static gp_str time_of(gp_template *template, int64_t at)
{
    enum {
        DAY = 86400,
        HOUR = 3600,
        MINUTE = 60
    };
    char day[GP_DATE_TEXT];

    gp_date_write((int32_t)(at / DAY), day);
    return gp_arena_printf(&template->memory, "%s %02d:%02d", day, (int)(at % DAY / HOUR),
                           (int)(at % HOUR / MINUTE));
}

static void add_deeds(gp_template *template, const void *context)
{
    const gp_audit_list *lines = context;

    for (size_t i = 0; i < lines->count; i++) {
        const gp_audit_row *line = &lines->items[i];
        gp_template_add(
            template, file, "deed",
            GP_SLOTS(
                GP_TEXT("number", gp_arena_printf(&template->memory, "%lld", (long long)line->seq)),
                GP_TEXT("time", time_of(template, line->at)), GP_TEXT("account", line->account),
                GP_TEXT("act", line->act), GP_TEXT("subject", line->subject),
                GP_FILL("detail", add_detail, &line->detail)));
    }
}

static void add_older(gp_template *template, const void *context)
{
    const gp_audit_page *shown = context;

    if (shown->lines->count == 0)
        gp_template_add(template, file, "no-deeds", NULL);
    if (shown->older > 0)
        gp_template_add(
            template, file, "older",
            GP_SLOTS(GP_ADDRESS("url", gp_arena_printf(&template->memory, "/desk/audit?before=%lld",
                                                       (long long)shown->older))));
}

static void add_audit(gp_template *template, const void *context)
{
    const gp_audit_page *shown = context;

    gp_template_add(
        template, file, "audit",
        GP_SLOTS(GP_FILL("lines", add_deeds, shown->lines), GP_FILL("older", add_older, shown)));
}

void gp_view_audit(gp_buf *html, const gp_page *page, const gp_audit_page *shown)
{
    const gp_desk_parts parts = {.page = page,
                                 .place = GP_DESK_AUDIT,
                                 .title = GP_STR("Audit"),
                                 .body = add_audit,
                                 .context = shown};

    gp_view_desk_page(html, &parts);
}
