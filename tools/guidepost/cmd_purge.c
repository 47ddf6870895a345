/* cmd_purge.c - guidepost purge: deletes old counts and votes, also while a server runs. */
#include "cli.h"
#include "commands.h"
#include "desk.h"

#include "base/clock.h"
#include "desk/desk.h"

#include <unistd.h>

#define DAYS_MAX 36500

static const cli_option options[] = {
    CLI_DESK_OPTION,
    {'n', "days", "N", "keep the last N days, today included; 0: nothing (90)"},
    {'j', "json", NULL, "what was deleted, as JSON"},
    {'q', "quiet", NULL, "no messages but errors"},
    {0},
};

static const cli_command command = {
    .name = "purge",
    .usage = "[--desk FILE] [--days N] [--json]",
    .purpose = "Deletes counts of questions and votes that are older than 90 days.",
    .options = options,
    .notes = "A running server does this every day by itself; what is deleted is overwritten.",
};

typedef struct arguments {
    const char *desk;
    size_t days;
    bool json, quiet;
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
        case 'n':
            if (!gp_str_to_size(gp_str_of(value), DAYS_MAX, &out->days))
                return cli_usage_error(&command, "--days wants a number from 0 to %d", DAYS_MAX);
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
    if (optind < argc)
        return cli_usage_error(&command, "takes no argument");
    return CLI_DONE;
}

static int purge(const arguments *given)
{
    gp_desk_file *file;
    gp_desk_purged purged;
    gp_error error;
    bool named;
    gp_status status =
        gp_desk_file_open(cli_desk_path(given->desk, &named), GP_DESK_COMMAND, &file, &error);

    if (status != GP_OK)
        return cli_error(&error);
    status = gp_desk_file_purge(file, gp_desk_first_day(gp_clock_today(), (int32_t)given->days),
                                &purged, &error);
    gp_desk_file_close(file);
    if (status != GP_OK)
        return cli_error(&error);
    if (given->json)
        (void)printf("{\"questions\":%zu,\"votes\":%zu}\n", purged.questions, purged.votes);
    else if (!given->quiet)
        (void)fprintf(stderr, "deleted: %zu counts of questions, %zu counts of votes\n",
                      purged.questions, purged.votes);
    return cli_finish(CLI_DONE);
}

int gp_cmd_purge(int argc, char **argv)
{
    arguments given = {.days = GP_DESK_KEEP_DAYS};
    int code = parse(argc, argv, &given);

    if (code != CLI_DONE)
        return code < 0 ? CLI_DONE : code;
    return purge(&given);
}
