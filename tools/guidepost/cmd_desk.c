/* cmd_desk.c - guidepost desk verify: whether what staff did is told as it was. */
#include "cli.h"
#include "commands.h"
#include "desk.h"

#include "base/json.h"
#include "desk/approvals.h"

#include <string.h>
#include <unistd.h>

enum {
    HASH_SIZE = 64
};

static const cli_option options[] = {
    CLI_DESK_OPTION,
    {'H', "head", "HASH", "a hash that verify printed before: it must still be there"},
    {'j', "json", NULL, "as JSON"},
    {0},
};

static const cli_command command = {
    .name = "desk",
    .usage = "verify [--desk FILE] [--head HASH] [--json]",
    .purpose = "Checks the audit of the staff desk, and that approvals are what it tells of.",
    .options = options,
    .notes =
        "Each line of the audit holds a hash over itself and the line before. The last one is\n"
        "printed: note it elsewhere, and give it to --head the next time, so that an audit which\n"
        "was cut short or written anew is found, too. Runs beside a server.\n"
        "Exit code 1: something was changed; the line on stderr says what.",
};

typedef struct arguments {
    const char *desk;
    gp_str head;
    bool json;
} arguments;

static bool is_hash(gp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (strchr("0123456789abcdef", text.data[i]) == NULL)
            return false;
    }
    return text.size == HASH_SIZE;
}

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
        case 'H':
            out->head = gp_str_of(value);
            if (!is_hash(out->head))
                return cli_usage_error(&command, "--head wants 64 hex digits");
            break;
        default:
            out->json = true;
        }
    }
    if (letter < 0)
        return code == CLI_DONE ? -1 : code;
    if (optind + 1 != argc || strcmp(argv[optind], "verify") != 0)
        return cli_usage_error(&command, "wants to know what to do: verify");
    return CLI_DONE;
}

static int print(const arguments *given, bool sound, size_t lines, const char *head)
{
    gp_buf buf;
    gp_json json;

    if (!given->json) {
        if (sound)
            (void)printf("%zu lines, all sound; the last hash is %s\n", lines,
                         lines > 0 ? head : "none");
        return cli_finish(sound ? CLI_DONE : CLI_NO);
    }
    gp_buf_init(&buf, 4096);
    gp_json_init(&json, &buf);
    gp_json_open(&json, '{');
    gp_json_key(&json, "sound");
    gp_json_bool(&json, sound);
    gp_json_pair_int(&json, "lines", (long long)lines);
    gp_json_key(&json, "head");
    gp_json_text_or_null(&json, gp_str_of(head));
    gp_json_close(&json, '}');
    (void)printf("%s\n", buf.data);
    gp_buf_clear(&buf);
    return cli_finish(sound ? CLI_DONE : CLI_NO);
}

static int verify(const arguments *given)
{
    gp_desk_file *file;
    gp_error error;
    size_t lines;
    char head[HASH_SIZE + 1];
    bool named;
    gp_status status =
        gp_desk_file_open(cli_desk_path(given->desk, &named), GP_DESK_COMMAND, &file, &error);

    if (status != GP_OK)
        return cli_error(&error);
    status = gp_desk_file_audit_check(file, given->head, &lines, head, &error);
    if (status == GP_OK)
        status = gp_desk_file_approvals_check(file, &error);
    gp_desk_file_close(file);
    if (status == GP_OK)
        return print(given, true, lines, head);
    (void)cli_error(&error);
    return status == GP_CORRUPT ? print(given, false, lines, head) : cli_exit_of(status);
}

int gp_cmd_desk(int argc, char **argv)
{
    arguments given = {0};
    int code = parse(argc, argv, &given);

    if (code != CLI_DONE)
        return code < 0 ? CLI_DONE : code;
    return verify(&given);
}
