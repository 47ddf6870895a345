/* cmd_run.c - guidepost run: a file of questions to a TREC run, for measuring. */
#include "cli.h"
#include "commands.h"

#include "base/file.h"
#include "search/search.h"

#include <fcntl.h>
#include <jansson.h>
#include <unistd.h>

#define MEMORY_LIMIT ((size_t)64 << 20)
#define FILE_LIMIT   ((size_t)256 << 20)

static const cli_option options[] = {
    {'d', "db", "FILE", "the index (guidepost.db)"},
    {'l', "limit", "N", "hits for each question, 1 to 100 (100)"},
    {0},
};

static const cli_command command = {
    .name = "run",
    .usage = "[--db FILE] [--limit N] QUERIES.jsonl",
    .purpose =
        "Asks every question of a JSON Lines file ({\"id\", \"text\"} a line) and prints a TREC\n"
        "run: qid Q0 id rank score guidepost.",
    .options = options,
};

typedef struct arguments {
    const char *db, *queries;
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

static gp_str text_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    if (!json_is_string(value))
        return (gp_str){NULL, 0};
    return (gp_str){json_string_value(value), json_string_length(value)};
}

static gp_status ask(gp_searcher *searcher, const json_t *object, size_t limit, gp_arena *arena,
                     gp_error *error)
{
    gp_str id = text_of(object, json_object_get(object, "_id") != NULL ? "_id" : "id");
    gp_search_request request = {
        .question = text_of(object, "text"), .limit = limit, .budget_us = 60000000};
    gp_results results;
    gp_status status = gp_search(searcher, &request, arena, &results, error);

    for (size_t i = 0; status == GP_OK && i < results.hits.count; i++) {
        const gp_hit *hit = &results.hits.items[i];
        (void)printf("%.*s Q0 %.*s %zu %.6f guidepost\n", GP_STR_ARGS(id), GP_STR_ARGS(hit->id),
                     i + 1, hit->score);
    }
    gp_arena_reset(arena);
    return status;
}

static gp_status ask_all(gp_searcher *searcher, gp_str lines, size_t limit, gp_error *error)
{
    gp_arena arena;
    gp_str line;
    size_t number = 0;
    gp_status status = GP_OK;

    gp_arena_init(&arena, MEMORY_LIMIT);
    while (status == GP_OK && gp_str_next(&lines, '\n', &line)) {
        json_t *object;
        number++;
        if (gp_str_trim(line).size == 0)
            continue;
        object = json_loadb(line.data, line.size, 0, NULL);
        if (text_of(object, "text").data == NULL)
            status =
                gp_error_set(error, GP_INVALID,
                             "run: line %zu: wants {\"id\": \"...\", \"text\": \"...\"}", number);
        else
            status = ask(searcher, object, limit, &arena, error);
        json_decref(object);
    }
    gp_arena_clear(&arena);
    return status;
}

static gp_status run(const arguments *given, gp_store *store, gp_error *error)
{
    gp_arena arena;
    gp_str lines;
    gp_searcher *searcher = NULL;
    gp_status status;

    gp_arena_init(&arena, FILE_LIMIT);
    status = gp_file_read(AT_FDCWD, given->queries, FILE_LIMIT / 2, &arena, &lines, error);
    if (status == GP_NOT_FOUND)
        status = gp_error_set(error, GP_INVALID, "run: %s: no such file", given->queries);
    if (status == GP_OK)
        status = gp_searcher_open(store, &searcher, error);
    if (status == GP_OK)
        status = ask_all(searcher, lines, given->limit, error);
    gp_searcher_close(searcher);
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
