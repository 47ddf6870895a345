/* cmd_run.c - guidepost run: a file of questions to a TREC run, for measuring. */
#include "cli.h"
#include "commands.h"
#include "model.h"
#include "questions.h"

#include "search/search.h"

#include <unistd.h>

#define MEMORY_LIMIT ((size_t)64 << 20)
#define FILE_MEMORY  (4 * GP_QUESTIONS_FILE_MAX)

static const cli_option options[] = {
    {'d', "db", "FILE", "the index (guidepost.db)"},
    CLI_MODEL_OPTION,
    {'l', "limit", "N", "hits for each question, 1 to 100 (100)"},
    {0},
};

static const cli_command command = {
    .name = "run",
    .usage = "[--db FILE] [--model FILE] [--limit N] QUERIES.jsonl",
    .purpose =
        "Asks every question of a JSON Lines file ({\"id\", \"text\"} a line) and prints a TREC\n"
        "run: qid Q0 id rank score guidepost.",
    .options = options,
};

typedef struct arguments {
    const char *db, *model, *queries;
    size_t limit;
} arguments;

static int parse(int argc, char **argv, arguments *out)
{
    const char *value;
    int code = CLI_DONE;
    int letter;

    while ((letter = cli_next(&command, argc, argv, &value, &code)) > 0) {
        if (letter == 'd')
            out->db = value;
        else if (letter == 'm')
            out->model = value;
        else if (!gp_str_to_size(gp_str_of(value), GP_LIMIT_MAX, &out->limit) || out->limit == 0)
            return cli_usage_error(&command, "--limit wants a number from 1 to %d", GP_LIMIT_MAX);
    }
    if (letter < 0)
        return code == CLI_DONE ? -1 : code;
    if (optind + 1 != argc)
        return cli_usage_error(&command, "wants one QUERIES.jsonl");
    out->queries = argv[optind];
    return CLI_DONE;
}

static gp_status ask(gp_searcher *searcher, const gp_question *question, size_t limit,
                     gp_arena *arena, gp_error *error)
{
    gp_search_request request = {.question = question->text, .limit = limit, .budget_us = 60000000};
    gp_results results;
    gp_status status = gp_search(searcher, &request, arena, &results, error);

    for (size_t i = 0; status == GP_OK && i < results.hits.count; i++) {
        const gp_hit *hit = &results.hits.items[i];
        (void)printf("%.*s Q0 %.*s %zu %.6f guidepost\n", GP_STR_ARGS(question->id),
                     GP_STR_ARGS(hit->id), i + 1, hit->score);
    }
    gp_arena_reset(arena);
    return status;
}

static gp_status ask_all(gp_searcher *searcher, const gp_question_list *questions, size_t limit,
                         gp_error *error)
{
    gp_arena arena;
    gp_status status = GP_OK;

    gp_arena_init(&arena, MEMORY_LIMIT);
    for (size_t i = 0; i < questions->count && status == GP_OK; i++)
        status = ask(searcher, &questions->items[i], limit, &arena, error);
    gp_arena_clear(&arena);
    return status;
}

static gp_status run(const arguments *given, gp_store *store, gp_error *error)
{
    gp_arena arena;
    gp_question_list questions;
    gp_searcher *searcher = NULL;
    gp_encoder *encoder = NULL;
    gp_status status;

    gp_arena_init(&arena, FILE_MEMORY);
    status = gp_questions_read_json(given->queries, &arena, &questions, error);
    if (status == GP_OK)
        status = cli_encoder_open(given->model, &encoder, error);
    if (status == GP_OK)
        status = gp_searcher_open(store, encoder, &searcher, error);
    if (status == GP_OK)
        status = ask_all(searcher, &questions, given->limit, error);
    gp_searcher_close(searcher);
    gp_encoder_close(encoder);
    gp_arena_clear(&arena);
    return status;
}

int gp_cmd_run(int argc, char **argv)
{
    arguments given = {.db = "guidepost.db", .limit = 100};
    int code = parse(argc, argv, &given);
    gp_store *store;
    gp_error error;

    if (code != CLI_DONE)
        return code < 0 ? CLI_DONE : code;
    if (gp_store_open(given.db, GP_PUBLIC, &store, &error) != GP_OK) {
        (void)cli_error(&error);
        return CLI_FAILED;
    }
    code = run(&given, store, &error) == GP_OK ? CLI_DONE : cli_error(&error);
    gp_store_close(store);
    return cli_finish(code);
}
