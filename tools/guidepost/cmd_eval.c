/* cmd_eval.c - guidepost eval: how well the engine answers collections of judged questions. */
#include "cli.h"
#include "collection.h"
#include "commands.h"
#include "model.h"

#include "base/json.h"
#include "search/search.h"

#include <math.h>
#include <unistd.h>

#define MEMORY_LIMIT ((size_t)1 << 30)
#define OUTPUT_LIMIT ((size_t)16 << 20)

enum {
    DIRS_MAX = 1000,
    NAME_WIDTH = 16,
    FIGURE_WIDTH = 13
};

static const cli_option options[] = {
    {'l', "limit", "N", "hits of each question that are looked at, 1 to 100 (100)"},
    CLI_MODEL_OPTION,
    {'j', "json", NULL, "one JSON object"},
    {'q', "quiet", NULL, "no progress"},
    {0},
};

static const cli_command command = {
    .name = "eval",
    .usage = "[--json] [--limit N] [--model FILE] [--quiet] DIR...",
    .purpose =
        "Measures relevance: indexes a DIR's corpus.jsonl for the time of the run, asks every\n"
        "judged question of its queries.jsonl and compares what is found with its qrels.tsv.",
    .options = options,
    .notes =
        "qrels.tsv holds question TAB section TAB grade; from 1 on a section is relevant. "
        "Questions\n"
        "without a relevant section do not count; judged ones that queries.jsonl lacks count as "
        "0.\n"
        "Below each figure stands its 95 % confidence interval (bootstrap over questions, 1,000\n"
        "samples, always the same). Times are of a page of ten hits, asked for the first time. "
        "With\n"
        "oos.jsonl (questions that have no answer) AUROC says how well confidence tells\n"
        "the two kinds apart. Of several DIRs the macro row is the mean, each counting the same.",
};

typedef struct arguments {
    const char *model;
    size_t limit;
    bool json, quiet;
    char **dirs;
    size_t count;
} arguments;

static int parse(int argc, char **argv, arguments *out)
{
    const char *value;
    int code = CLI_DONE;
    int letter;

    while ((letter = cli_next(&command, argc, argv, &value, &code)) > 0) {
        if (letter == 'j')
            out->json = true;
        else if (letter == 'm')
            out->model = value;
        else if (letter == 'q')
            out->quiet = true;
        else if (!gp_str_to_size(gp_str_of(value), GP_LIMIT_MAX, &out->limit) || out->limit == 0)
            return cli_usage_error(&command, "--limit wants a number from 1 to %d", GP_LIMIT_MAX);
    }
    if (letter < 0)
        return code == CLI_DONE ? -1 : code;
    if (optind >= argc)
        return cli_usage_error(&command, "wants a DIR");
    out->dirs = argv + optind;
    out->count = (size_t)(argc - optind);
    if (out->count > DIRS_MAX)
        return cli_usage_error(&command, "wants at most %d DIRs", DIRS_MAX);
    return CLI_DONE;
}

/* ---- for people ----------------------------------------------------------------------------- */

static void print_head(void)
{
    (void)printf("%-*s %9s", NAME_WIDTH, "collection", "questions");
    for (size_t i = 0; i < GP_MEASURES; i++)
        (void)printf(" %*s", FIGURE_WIDTH, gp_measure_name((gp_measure)i));
    (void)printf(" %8s %8s %8s\n", "p50 us", "p99 us", "AUROC");
}

static void print_row(const gp_evaluation *row)
{
    cli_put(stdout, row->name);
    (void)printf("%*s %9zu", row->name.size < NAME_WIDTH ? NAME_WIDTH - (int)row->name.size : 0, "",
                 row->questions);
    for (size_t i = 0; i < GP_MEASURES; i++)
        (void)printf(" %*.4f", FIGURE_WIDTH, row->mean[i]);
    (void)printf(" %8.0f %8.0f", row->p50_us, row->p99_us);
    if (isnan(row->auroc))
        (void)printf(" %8s\n", "-");
    else
        (void)printf(" %8.4f\n", row->auroc);
    (void)printf("%*s", NAME_WIDTH + 10, "");
    for (size_t i = 0; i < GP_MEASURES; i++)
        (void)printf(" %.4f-%.4f", row->interval[i].low, row->interval[i].high);
    (void)fputc('\n', stdout);
}

static void tell_missing(const gp_evaluation *row)
{
    if (row->missing == 0)
        return;
    cli_put(stderr, row->name);
    (void)fprintf(stderr, ": %zu judged question%s not in queries.jsonl, counted as 0\n",
                  row->missing, row->missing == 1 ? " is" : "s are");
}

/* ---- for programs --------------------------------------------------------------------------- */

static void put_number(gp_json *json, const char *key, double value, int decimals)
{
    gp_json_key(json, key);
    if (isnan(value))
        gp_json_null(json);
    else
        gp_json_number(json, value, decimals);
}

static void put_row(gp_json *json, const gp_evaluation *row)
{
    gp_json_open(json, '{');
    gp_json_pair(json, "name", row->name);
    put_number(json, "questions", (double)row->questions, 0);
    put_number(json, "missing", (double)row->missing, 0);
    gp_json_key(json, "measures");
    gp_json_open(json, '{');
    for (size_t i = 0; i < GP_MEASURES; i++) {
        gp_json_key(json, gp_measure_name((gp_measure)i));
        gp_json_open(json, '{');
        put_number(json, "mean", row->mean[i], 6);
        put_number(json, "low", row->interval[i].low, 6);
        put_number(json, "high", row->interval[i].high, 6);
        gp_json_close(json, '}');
    }
    gp_json_close(json, '}');
    put_number(json, "p50_us", row->p50_us, 0);
    put_number(json, "p99_us", row->p99_us, 0);
    put_number(json, "auroc", row->auroc, 6);
    gp_json_close(json, '}');
}

static gp_status print_json(const gp_evaluation *rows, size_t count, const gp_evaluation *average,
                            gp_error *error)
{
    gp_buf buf;
    gp_json json;
    gp_status status;

    gp_buf_init(&buf, OUTPUT_LIMIT);
    gp_json_init(&json, &buf);
    gp_json_open(&json, '{');
    gp_json_key(&json, "collections");
    gp_json_open(&json, '[');
    for (size_t i = 0; i < count; i++)
        put_row(&json, &rows[i]);
    gp_json_close(&json, ']');
    gp_json_key(&json, "macro");
    put_row(&json, average);
    gp_json_close(&json, '}');
    gp_buf_add_byte(&buf, '\n');
    status = buf.status;
    if (status == GP_OK)
        (void)fwrite(buf.data, 1, buf.size, stdout); /* cli_finish tells a failure */
    else
        (void)gp_error_set(error, status, "not enough memory for the JSON");
    gp_buf_clear(&buf);
    return status;
}

/* ---- the command ---------------------------------------------------------------------------- */

static gp_status print(const arguments *given, const gp_evaluation *rows, gp_arena *arena,
                       gp_error *error)
{
    gp_evaluation average;
    gp_status status = gp_evaluation_average(rows, given->count, arena, &average, error);

    if (status != GP_OK)
        return status;
    for (size_t i = 0; i < given->count; i++)
        tell_missing(&rows[i]);
    if (given->json)
        return print_json(rows, given->count, &average, error);
    print_head();
    for (size_t i = 0; i < given->count; i++)
        print_row(&rows[i]);
    if (given->count > 1)
        print_row(&average);
    return GP_OK;
}

int gp_cmd_eval(int argc, char **argv)
{
    arguments given = {.limit = GP_LIMIT_MAX};
    int code = parse(argc, argv, &given);
    gp_arena arena;
    gp_evaluation *rows;
    gp_encoder *encoder = NULL;
    gp_error error = {GP_NO_MEMORY, "not enough memory to evaluate"};
    gp_status status;

    if (code != CLI_DONE)
        return code < 0 ? CLI_DONE : code;
    gp_arena_init(&arena, MEMORY_LIMIT);
    rows = gp_arena_alloc(&arena, given.count * sizeof *rows);
    status = rows != NULL ? cli_encoder_open(given.model, &encoder, &error) : GP_NO_MEMORY;
    for (size_t i = 0; i < given.count && status == GP_OK; i++)
        status = gp_collection_evaluate(given.dirs[i], given.limit, encoder, given.quiet, &arena,
                                        &rows[i], &error);
    if (status == GP_OK)
        status = print(&given, rows, &arena, &error);
    code = cli_finish(status == GP_OK ? CLI_DONE : cli_error(&error));
    gp_encoder_close(encoder);
    gp_arena_clear(&arena);
    return code;
}
