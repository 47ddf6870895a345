/* cmd_report.c - guidepost report gaps: what visitors asked and did not find. */
#include "cli.h"
#include "commands.h"
#include "desk.h"
#include "gap_print.h"
#include "model.h"

#include "base/clock.h"
#include "desk/desk.h"

#include <string.h>
#include <unistd.h>

#define MEMORY_LIMIT ((size_t)256 << 20)
#define OUTPUT_LIMIT ((size_t)64 << 20)
#define DAYS_USUAL   30

static const cli_option options[] = {
    {'d', "db", "FILE", "the index (guidepost.db)"},
    CLI_DESK_OPTION,
    {'n', "days", "N", "the last N days, today included, 1 to 90 (30)"},
    CLI_MODEL_OPTION,
    {'j', "json", NULL, "as JSON"},
    {'H', "html", NULL, "as one page, to open or print"},
    {0},
};

static const cli_command command = {
    .name = "report",
    .usage = "gaps [--desk FILE] [--db FILE] [--days N] [--json | --html]",
    .purpose = "Prints what visitors asked and did not find, and how to mend it.",
    .options = options,
    .notes =
        "Counted are questions that at least five visitors asked on one day, and votes. Each "
        "question\n"
        "is asked again of the index: what was mended since is left out. Runs beside a server.\n"
        "Exit code 1: there is nothing to mend.",
};

typedef struct arguments {
    const char *db, *desk, *model;
    size_t days;
    bool json, html;
} arguments;

static int parse(int argc, char **argv, arguments *out)
{
    const char *value;
    int code = CLI_DONE;
    int letter;

    while ((letter = cli_next(&command, argc, argv, &value, &code)) > 0) {
        switch (letter) {
        case 'd':
            out->db = value;
            break;
        case 'D':
            out->desk = value;
            break;
        case 'n':
            if (!gp_str_to_size(gp_str_of(value), GP_DESK_KEEP_DAYS, &out->days) || out->days == 0)
                return cli_usage_error(&command, "--days wants a number from 1 to %d",
                                       GP_DESK_KEEP_DAYS);
            break;
        case 'm':
            out->model = value;
            break;
        case 'j':
            out->json = true;
            break;
        default:
            out->html = true;
        }
    }
    if (letter < 0)
        return code == CLI_DONE ? -1 : code;
    if (optind + 1 != argc || strcmp(argv[optind], "gaps") != 0)
        return cli_usage_error(&command, "wants to know which report: gaps");
    if (out->json && out->html)
        return cli_usage_error(&command, "takes either --json or --html");
    return CLI_DONE;
}

/* The rows of the desk, which is closed again before anything is made of them. */
static gp_status read_desk(const arguments *given, int32_t day, gp_arena *arena,
                           gp_asked_list *asked, gp_vote_list *votes, gp_error *error)
{
    gp_desk_file *file;
    bool named;
    gp_status status =
        gp_desk_file_open(cli_desk_path(given->desk, &named), GP_DESK_COMMAND, &file, error);

    if (status != GP_OK)
        return status;
    status = gp_desk_file_asked(file, day, GP_GAP_QUESTIONS_MAX, arena, asked, error);
    if (status == GP_OK)
        status = gp_desk_file_votes(file, day, GP_GAP_QUESTIONS_MAX, arena, votes, error);
    gp_desk_file_close(file);
    return status;
}

static int print(const arguments *given, const gp_gap_report *report, gp_arena *arena)
{
    int code = report->groups.count + report->sections.count > 0 ? CLI_DONE : CLI_NO;
    gp_buf buf;

    if (!given->json && !given->html) {
        gaps_write_text(report, arena, stdout);
        return cli_finish(code);
    }
    gp_buf_init(&buf, OUTPUT_LIMIT);
    if (given->json)
        gaps_write_json(report, &buf);
    else
        gaps_write_html(report, arena, &buf);
    if (buf.status != GP_OK || fwrite(buf.data, 1, buf.size, stdout) != buf.size)
        code = CLI_FAILED;
    gp_buf_clear(&buf);
    return cli_finish(code);
}

static int report_on(const arguments *given, const gp_asked_list *asked, const gp_vote_list *votes,
                     gp_gap_source *source, gp_gap_report *report)
{
    gp_error error;
    gp_status status = cli_encoder_open(given->model, &source->encoder, &error);
    int code;

    if (status == GP_OK)
        status = gp_searcher_open(source->store, source->encoder, &source->searcher, &error);
    if (status == GP_OK)
        status = gp_gaps_make(source, asked, votes, report, &error);
    code = status == GP_OK ? print(given, report, source->arena) : cli_error(&error);
    gp_searcher_close(source->searcher);
    gp_encoder_close(source->encoder);
    return code;
}

static int report_gaps(const arguments *given, gp_arena *arena)
{
    int32_t today = gp_clock_today();
    gp_gap_report report = {.first_day = gp_desk_first_day(today, (int32_t)given->days),
                            .last_day = today};
    gp_gap_source source = {.today = today, .arena = arena};
    gp_asked_list asked;
    gp_vote_list votes;
    gp_error error;
    int code;

    if (read_desk(given, report.first_day, arena, &asked, &votes, &error) != GP_OK)
        return cli_error(&error);
    if (gp_store_open_on(given->db, GP_PUBLIC, today, &source.store, &error) != GP_OK) {
        (void)cli_error(&error);
        return CLI_FAILED;
    }
    code = report_on(given, &asked, &votes, &source, &report);
    gp_store_close(source.store);
    return code;
}

int gp_cmd_report(int argc, char **argv)
{
    arguments given = {.db = "guidepost.db", .days = DAYS_USUAL};
    int code = parse(argc, argv, &given);
    gp_arena arena;

    if (code != CLI_DONE)
        return code < 0 ? CLI_DONE : code;
    gp_arena_init(&arena, MEMORY_LIMIT);
    code = report_gaps(&given, &arena);
    gp_arena_clear(&arena);
    return code;
}
