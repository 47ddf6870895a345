#include "desk/admin.h"

#include "desk/hold.h"

gp_status gp_desk_accounts(gp_desk *desk, gp_arena *arena, gp_account_list *list, gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    *list = (gp_account_list){0};
    if (status != GP_OK)
        return status;
    return gp_desk_give(desk, gp_desk_file_accounts(file, arena, list, error));
}

gp_status gp_desk_account(gp_desk *desk, gp_str name, int64_t now, gp_arena *arena,
                          gp_account *account, size_t *sessions, gp_error *error)
{
    gp_desk_file *file;
    gp_str password;
    gp_status status = gp_desk_take(desk, &file, error);

    *sessions = 0;
    if (status != GP_OK)
        return status;
    status = gp_desk_file_account(file, name, arena, account, &password, error);
    if (status == GP_OK)
        status = gp_desk_file_sessions(file, name, now, sessions, error);
    return gp_desk_give(desk, status);
}

gp_status gp_desk_account_add(gp_desk *desk, const gp_account *account, gp_str password,
                              const gp_deed *deed, gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    if (status != GP_OK)
        return status;
    return gp_desk_give(desk, gp_desk_file_account_add(file, account, password, deed, error));
}

gp_status gp_desk_account_role(gp_desk *desk, gp_str name, gp_account_role role,
                               const gp_deed *deed, gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    if (status != GP_OK)
        return status;
    return gp_desk_give(desk, gp_desk_file_account_role(file, name, role, false, deed, error));
}

gp_status gp_desk_account_remove(gp_desk *desk, gp_str name, const gp_deed *deed, gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    if (status != GP_OK)
        return status;
    return gp_desk_give(desk, gp_desk_file_account_remove(file, name, false, deed, error));
}

gp_status gp_desk_account_end_sessions(gp_desk *desk, gp_str name, const gp_deed *deed,
                                       gp_error *error)
{
    gp_desk_file *file;
    gp_account account;
    gp_str password;
    gp_arena arena;
    gp_status status = gp_desk_take(desk, &file, error);

    if (status != GP_OK)
        return status;
    gp_arena_init(&arena, 4096);
    status = gp_desk_file_account(file, name, &arena, &account, &password, error);
    if (status == GP_OK)
        status = gp_desk_file_sessions_end(file, name, GP_STR(""), deed, error);
    gp_arena_clear(&arena);
    return gp_desk_give(desk, status);
}

gp_status gp_desk_audit(gp_desk *desk, int64_t seq, size_t limit, gp_arena *arena,
                        gp_audit_list *list, gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    *list = (gp_audit_list){0};
    if (status != GP_OK)
        return status;
    return gp_desk_give(desk, gp_desk_file_audit(file, seq, limit, arena, list, error));
}
