/* door_pages.c - signing in, and one's own account. */
#include "view/desk/desk.h"

static const char file[] = "desk-door.html";

/* ---- signing in ------------------------------------------------------------------------------- */

static void add_first(gp_template *template, const void *context)
{
    (void)context;
    gp_template_add(template, file, "first", NULL);
}

static void add_elsewhere(gp_template *template, const void *context)
{
    (void)context;
    gp_template_add(template, file, "elsewhere", NULL);
}

static void add_sign_in(gp_template *template, const void *context)
{
    const gp_sign_in_page *self = context;

    gp_template_add(template, file, "sign-in",
                    GP_SLOTS(GP_FILL("message", gp_desk_said, &self->message),
                             GP_FILL("first", self->no_accounts ? add_first : NULL, NULL),
                             GP_FILL("elsewhere", self->elsewhere ? add_elsewhere : NULL, NULL),
                             GP_FILL("token", gp_desk_token, &self->token)));
}

void gp_view_sign_in(gp_buf *html, const gp_page *page, const gp_sign_in_page *shown)
{
    const gp_desk_parts parts = {
        .page = page, .title = GP_STR("Sign in"), .body = add_sign_in, .context = shown};

    gp_view_desk_page(html, &parts);
}

/* ---- one's own account ------------------------------------------------------------------------ */

typedef struct own {
    const gp_page *page;
    const gp_desk_message *message;
} own;

static void add_change(gp_template *template, const void *context)
{
    const gp_page *page = context;

    if (page->staff->has_password)
        gp_template_add(template, file, "change",
                        GP_SLOTS(GP_FILL("token", gp_desk_token, &page->token),
                                 GP_TEXT("name", page->staff->name)));
    else
        gp_template_add(template, file, "proxied", NULL);
}

static void add_password(gp_template *template, const void *context)
{
    const own *self = context;
    const gp_account *staff = self->page->staff;

    gp_template_add(template, file, "password",
                    GP_SLOTS(GP_FILL("message", gp_desk_said, self->message),
                             GP_TEXT("name", staff->name), GP_TEXT("shown", staff->shown),
                             GP_TEXT("role", gp_str_of(gp_account_role_name(staff->role))),
                             GP_FILL("change", add_change, self->page),
                             GP_FILL("token", gp_desk_token, &self->page->token)));
}

void gp_view_password(gp_buf *html, const gp_page *page, const gp_desk_message *message)
{
    const own self = {page, message};
    const gp_desk_parts parts = {.page = page,
                                 .place = GP_DESK_OWN,
                                 .title = GP_STR("Your account"),
                                 .body = add_password,
                                 .context = &self};

    gp_view_desk_page(html, &parts);
}
