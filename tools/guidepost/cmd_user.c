/* cmd_user.c - guidepost user: who may work at the desk; also while a server runs. */
#include "cli.h"
#include "commands.h"
#include "desk.h"
#include "secret_input.h"

#include "base/clock.h"
#include "base/json.h"
#include "desk/accounts.h"
#include "desk/password.h"

#include <getopt.h>
#include <string.h>
#include <unistd.h>

#define MEMORY ((size_t)16 << 20)

static const cli_option options[] = {
    {'D', "desk", "FILE", "the desk ($GUIDEPOST_DESK, desk.db); user add makes it"},
    {'r', "role", "ROLE", "staff, editor or admin (add: staff)"},
    {'s', "shown", "NAME", "the name that readers see beside an approval (add: NAME)"},
    {'p', "proxy-only", NULL, "add: no password; a proxy's header signs in"},
    {'f', "force", NULL, "also the last administrator"},
    {'j', "json", NULL, "list: as JSON"},
    {'q', "quiet", NULL, "no messages but errors"},
    {0},
};

static const cli_command command = {
    .name = "user",
    .usage = "add [--role ROLE] [--shown NAME] [--desk FILE] NAME\n"
             "       guidepost user passwd|role|shown|remove [OPTION]... NAME\n"
             "       guidepost user list [--json]",
    .purpose = "Accounts of the staff desk. What is changed counts at the next request.",
    .options = options,
    .notes = "The password is asked for on the terminal, or read from stdin (one line); it has 12 "
             "characters or more.\n"
             "staff search, read and copy; editors approve too; admins look after accounts.\n"
             "role and shown set what --role and --shown give. A new password ends the account's "
             "sessions.",
};

typedef struct arguments {
    const char *desk, *role, *shown;
    bool proxy_only, force, json, quiet;
} arguments;

/* One deed on one account. */
typedef struct errand {
    const arguments *given;
    gp_desk_file *file;
    gp_arena *arena;
    gp_str name;
    gp_deed deed;
    gp_error *error;
} errand;

static gp_status hash_new_password(const errand *self, char hash[GP_PASSWORD_HASH_SIZE])
{
    gp_str password;
    const char *fault;
    gp_status status = cli_read_password(self->arena, &password, self->error);

    if (status != GP_OK)
        return status;
    fault = gp_password_fault(self->name, password);
    if (fault != NULL)
        return gp_error_set(self->error, GP_INVALID, "password: %s; choose another", fault);
    return gp_password_hash(password, hash, self->error);
}

static gp_status add(errand *self)
{
    const arguments *given = self->given;
    gp_account account = {.name = self->name,
                          .shown = given->shown != NULL ? gp_str_of(given->shown) : self->name,
                          .role = GP_AS_STAFF,
                          .since = gp_clock_today()};
    char hash[GP_PASSWORD_HASH_SIZE] = "";
    gp_status status = GP_OK;

    if (given->role != NULL)
        (void)gp_account_role_parse(gp_str_of(given->role), &account.role);
    if (!given->proxy_only)
        status = hash_new_password(self, hash);
    self->deed.act = "account-add";
    self->deed.detail = gp_str_of(gp_account_role_name(account.role));
    if (status != GP_OK)
        return status;
    return gp_desk_file_account_add(self->file, &account, gp_str_of(hash), &self->deed,
                                    self->error);
}

static gp_status change_password(errand *self)
{
    char hash[GP_PASSWORD_HASH_SIZE];
    gp_account account;
    gp_str password;
    /* looked for first: nobody should type a password for nothing */
    gp_status status =
        gp_desk_file_account(self->file, self->name, self->arena, &account, &password, self->error);

    if (status == GP_OK)
        status = hash_new_password(self, hash);
    self->deed.act = "account-password";
    if (status != GP_OK)
        return status;
    return gp_desk_file_account_password(self->file, self->name, gp_str_of(hash), GP_STR(""),
                                         &self->deed, self->error);
}

static gp_status change_role(errand *self)
{
    gp_account_role role = GP_AS_STAFF;

    (void)gp_account_role_parse(gp_str_of(self->given->role), &role);
    self->deed.act = "account-role";
    self->deed.detail = gp_str_of(gp_account_role_name(role));
    return gp_desk_file_account_role(self->file, self->name, role, self->given->force, &self->deed,
                                     self->error);
}

static gp_status change_shown(errand *self)
{
    gp_str shown = gp_str_of(self->given->shown);

    self->deed.act = "account-shown";
    self->deed.detail = shown;
    return gp_desk_file_account_shown(self->file, self->name, shown, &self->deed, self->error);
}

static gp_status remove_account(errand *self)
{
    self->deed.act = "account-remove";
    return gp_desk_file_account_remove(self->file, self->name, self->given->force, &self->deed,
                                       self->error);
}

static void print_json(const gp_account_list *list)
{
    gp_buf buf;
    gp_json json;
    char day[GP_DATE_TEXT];

    gp_buf_init(&buf, MEMORY);
    gp_json_init(&json, &buf);
    gp_json_open(&json, '[');
    for (size_t i = 0; i < list->count; i++) {
        const gp_account *account = &list->items[i];
        gp_date_write(account->since, day);
        gp_json_open(&json, '{');
        gp_json_pair(&json, "name", account->name);
        gp_json_pair(&json, "shown", account->shown);
        gp_json_pair(&json, "role", gp_str_of(gp_account_role_name(account->role)));
        gp_json_pair(&json, "since", gp_str_of(day));
        gp_json_key(&json, "password");
        gp_json_bool(&json, account->has_password);
        gp_json_close(&json, '}');
    }
    gp_json_close(&json, ']');
    (void)printf("%.*s\n", (int)buf.size, buf.data != NULL ? buf.data : "");
    gp_buf_clear(&buf);
}

static gp_status list_accounts(errand *self)
{
    gp_account_list list;
    gp_status status = gp_desk_file_accounts(self->file, self->arena, &list, self->error);

    if (status != GP_OK)
        return status;
    if (self->given->json)
        print_json(&list);
    for (size_t i = 0; !self->given->json && i < list.count; i++) {
        const gp_account *account = &list.items[i];
        (void)printf("%-20.*s %-7s ", GP_STR_ARGS(account->name),
                     gp_account_role_name(account->role));
        cli_put(stdout, account->shown);
        (void)printf("%s\n", account->has_password ? "" : " (proxy only)");
    }
    return GP_OK;
}

static const struct {
    const char *verb, *done;
    gp_status (*run)(errand *self);
    bool named;
} verbs[] = {
    {"add", "added", add, true},
    {"passwd", "has a new password; its sessions have ended", change_password, true},
    {"role", "has that role from its next request on", change_role, true},
    {"shown", "is shown so from now on", change_shown, true},
    {"remove", "removed; its sessions have ended", remove_account, true},
    {"list", "", list_accounts, false},
};
enum {
    VERB_COUNT = sizeof verbs / sizeof verbs[0]
};

static int parse(int argc, char **argv, arguments *out)
{
    const char *value;
    int code = CLI_DONE;
    int letter;

    while ((letter = cli_next(&command, argc, argv, &value, &code)) > 0) {
        switch (letter) {
        case 'D':
            out->desk = value;
            break;
        case 'r':
            out->role = value;
            break;
        case 's':
            out->shown = value;
            break;
        case 'p':
            out->proxy_only = true;
            break;
        case 'f':
            out->force = true;
            break;
        case 'j':
            out->json = true;
            break;
        default:
            out->quiet = true;
        }
    }
    if (letter < 0)
        return code == CLI_DONE ? -1 : code;
    return CLI_DONE;
}

static int run_errand(size_t verb, errand *self)
{
    bool named;
    const char *path = cli_desk_path(self->given->desk, &named);
    gp_status status = gp_desk_file_open(
        path, strcmp(verbs[verb].verb, "add") == 0 ? GP_DESK_FOUNDER : GP_DESK_COMMAND, &self->file,
        self->error);

    if (status == GP_OK)
        status = verbs[verb].run(self);
    gp_desk_file_close(self->file);
    if (status != GP_OK)
        return cli_error(self->error);
    if (verbs[verb].named && !self->given->quiet)
        (void)fprintf(stderr, "%.*s: %s\n", GP_STR_ARGS(self->name), verbs[verb].done);
    return cli_finish(CLI_DONE);
}

static int run_verb(size_t verb, const arguments *given, const char *name)
{
    gp_arena arena;
    gp_error error;
    errand self = {.given = given, .arena = &arena, .error = &error};
    int code;

    gp_arena_init(&arena, MEMORY);
    if (name != NULL && !gp_account_name_fold(gp_str_of(name), &arena, &self.name)) {
        code = cli_usage_error(&command,
                               "NAME wants 1 to %d of a-z 0-9 . _ - @, a letter or digit first; "
                               "command and nobody are taken",
                               GP_ACCOUNT_NAME_MAX);
    } else {
        self.deed = (gp_deed){
            .at = gp_clock_now(), .account = GP_STR("command"), .act = "", .subject = self.name};
        code = run_errand(verb, &self);
    }
    gp_arena_clear(&arena);
    return code;
}

/* Looks at what the options say before the desk is opened or anybody asked for a password. */
static int check_options(const char *verb, const arguments *given)
{
    gp_account_role role;

    if ((given->role == NULL && strcmp(verb, "role") == 0) ||
        (given->role != NULL && !gp_account_role_parse(gp_str_of(given->role), &role)))
        return cli_usage_error(&command, "--role wants staff, editor or admin");
    if ((given->shown == NULL && strcmp(verb, "shown") == 0) ||
        (given->shown != NULL && !gp_account_shown_valid(gp_str_of(given->shown))))
        return cli_usage_error(&command, "--shown wants 1 to %d bytes that can be shown",
                               GP_ACCOUNT_SHOWN_MAX);
    return CLI_DONE;
}

int gp_cmd_user(int argc, char **argv)
{
    arguments given = {.desk = NULL};
    int code = parse(argc, argv, &given);
    size_t verb = 0;

    if (code != CLI_DONE)
        return code < 0 ? CLI_DONE : code;
    if (optind >= argc)
        return cli_usage_error(&command, "wants add, passwd, role, shown, remove or list");
    while (verb < VERB_COUNT && strcmp(argv[optind], verbs[verb].verb) != 0)
        verb++;
    if (verb == VERB_COUNT)
        return cli_usage_error(&command, "wants add, passwd, role, shown, remove or list");
    if (argc - optind - 1 != (verbs[verb].named ? 1 : 0))
        return cli_usage_error(&command, "%s wants %s", verbs[verb].verb,
                               verbs[verb].named ? "one NAME" : "no NAME");
    code = check_options(verbs[verb].verb, &given);
    if (code != CLI_DONE)
        return code;
    return run_verb(verb, &given, verbs[verb].named ? argv[optind + 1] : NULL);
}
