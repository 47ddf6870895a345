#include "desk/accounts.h"

#include "base/utf8.h"

static const char *const names[GP_ACCOUNT_ROLES] = {"visitor", "staff", "editor", "admin"};

const char *gp_account_role_name(gp_account_role role)
{
    return names[role];
}

bool gp_account_role_parse(gp_str name, gp_account_role *role)
{
    for (size_t i = GP_AS_STAFF; i < GP_ACCOUNT_ROLES; i++) {
        if (!gp_str_equal(name, gp_str_of(names[i])))
            continue;
        *role = (gp_account_role)i;
        return true;
    }
    return false;
}

static bool letter_or_digit(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

bool gp_account_name_fold(gp_str text, gp_arena *arena, gp_str *name)
{
    char folded[GP_ACCOUNT_NAME_MAX];

    *name = (gp_str){NULL, 0};
    if (text.size == 0 || text.size > sizeof folded)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        if (byte >= 'A' && byte <= 'Z')
            byte = (char)(byte - 'A' + 'a');
        if (!letter_or_digit(byte) &&
            (i == 0 || (byte != '.' && byte != '_' && byte != '-' && byte != '@')))
            return false;
        folded[i] = byte;
    }
    *name = gp_arena_copy(arena, (gp_str){folded, text.size});
    return name->data != NULL && !gp_str_equal(*name, GP_STR("command")) &&
           !gp_str_equal(*name, GP_STR("nobody"));
}

bool gp_account_shown_valid(gp_str shown)
{
    return shown.size > 0 && shown.size <= GP_ACCOUNT_SHOWN_MAX && gp_utf8_is_shown(shown) &&
           gp_str_trim(shown).size == shown.size;
}
