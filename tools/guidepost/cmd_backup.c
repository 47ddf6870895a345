/* cmd_backup.c - guidepost backup: copies the staff desk, also while a server runs, and puts a copy back. */
#include "cli.h"
#include "commands.h"
#include "desk.h"

#include "desk/backup.h"

#include <unistd.h>

#define NAMES_MEMORY ((size_t)64 << 10)

static const cli_option options[] = {
    CLI_DESK_OPTION,
    {'F', "force", NULL, "replace OUT when it is there"},
    {'R', "restore", "COPY", "put that copy in the desk's place; no OUT then"},
    {'q', "quiet", NULL, "no messages but errors"},
    {0},
};

static const cli_command command = {
    .name = "backup",
    .usage = "[--desk FILE] [--force] OUT | --restore COPY [--desk FILE]",
    .purpose = "Copies the staff desk to OUT, or puts a copy in its place.",
    .options = options,
    .notes =
        "Copies beside a running server. A copy is looked at as a whole before it gets its name:\n"
        "damage, version, audit, approvals. It holds no session, so nobody is signed in by it; it\n"
        "does hold accounts and approvals, and is for this user alone to read.\n\n"
        "--restore wants the server stopped, and looks at the copy in the same way. A desk that "
        "is\n"
        "there is moved aside, and under which name is told; nothing is deleted.",
};

typedef struct arguments {
    const char *desk, *copy, *out;
    bool force, quiet;
} arguments;

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
        case 'F':
            out->force = true;
            break;
        case 'R':
            out->copy = value;
            break;
        default:
            out->quiet = true;
        }
    }
    if (letter < 0)
        return code == CLI_DONE ? -1 : code;
    if (out->copy != NULL && (optind < argc || out->force))
        return cli_usage_error(&command, "--restore goes without OUT and --force");
    if (out->copy == NULL && optind + 1 != argc)
        return cli_usage_error(&command, "wants the name of the copy, OUT");
    out->out = argv[optind];
    return CLI_DONE;
}

/* For people: on stderr, like all messages. The hash is for `guidepost desk verify --head`. */
static void tell(const char *what, const char *path, const gp_desk_copied *copied)
{
    (void)fprintf(stderr, "%s: ", what);
    cli_put(stderr, gp_str_of(path));
    (void)fprintf(stderr, ", %zu lines of audit; the last hash is %s\n", copied->lines,
                  copied->lines > 0 ? copied->head : "none");
}

static int back_up(const arguments *given, const char *desk)
{
    gp_desk_file *file;
    gp_desk_copied copied;
    gp_error error;
    gp_status status = gp_desk_file_open(desk, GP_DESK_COMMAND, &file, &error);

    if (status != GP_OK)
        return cli_error(&error);
    status = gp_desk_file_backup(file, given->out, given->force, &copied, &error);
    gp_desk_file_close(file);
    if (status != GP_OK)
        return cli_error(&error);
    if (!given->quiet)
        tell("copied to", given->out, &copied);
    return CLI_DONE;
}

static int restore(const arguments *given, const char *desk)
{
    gp_desk_copied copied;
    gp_error error;
    gp_arena arena;
    gp_str aside;
    gp_status status;

    gp_arena_init(&arena, NAMES_MEMORY);
    status = gp_desk_restore(given->copy, desk, &arena, &aside, &copied, &error);
    if (aside.size > 0 && (status != GP_OK || !given->quiet)) {
        (void)fputs("the desk that was there is now: ", stderr);
        cli_put(stderr, aside);
        (void)fputc('\n', stderr);
    }
    if (status == GP_OK && !given->quiet)
        tell("restored", desk, &copied);
    gp_arena_clear(&arena);
    return status == GP_OK ? CLI_DONE : cli_error(&error);
}

int gp_cmd_backup(int argc, char **argv)
{
    arguments given = {0};
    bool named;
    const char *desk;
    int code = parse(argc, argv, &given);

    if (code != CLI_DONE)
        return code < 0 ? CLI_DONE : code;
    desk = cli_desk_path(given.desk, &named);
    return given.copy != NULL ? restore(&given, desk) : back_up(&given, desk);
}
