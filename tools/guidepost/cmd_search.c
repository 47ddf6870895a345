/* cmd_search.c - guidepost search: one question, answered on the terminal or as JSON. */
#include "cli.h"
#include "commands.h"
#include "model.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "search/search.h"
#include "view/label.h"
#include "view/view.h"

#include <stdlib.h>
#include <unistd.h>

#define MEMORY_LIMIT ((size_t)64 << 20)

static const cli_option options[] = {
    {'d', "db", "FILE", "the index (guidepost.db)"},
    {'l', "limit", "N", "hits wanted, 1 to 100 (10)"},
    {'s', "staff", NULL, "staff-only sections too"},
    {'e', "explain", NULL, "what each score is made of, term by term"},
    {'t', "as-typed", NULL, "correct no spelling"},
    CLI_MODEL_OPTION,
    {'j', "json", NULL, "the API's JSON"},
    {0},
};

static const cli_command command = {
    .name = "search",
    .usage = "[--db FILE] [--limit N] [--staff] [--explain] [--json] QUERY...",
    .purpose = "Searches the index and prints the answer and the sections found.",
    .options = options,
    .notes =
        "\"Quoted words\" must stand together; -word must not stand. Exit code 1: nothing found.",
};

typedef struct arguments {
    const char *db, *model;
    size_t limit;
    bool staff, json, explain, as_typed;
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
        case 'l':
            if (!gp_str_to_size(gp_str_of(value), GP_LIMIT_MAX, &out->limit) || out->limit == 0)
                return cli_usage_error(&command, "--limit wants a number from 1 to %d",
                                       GP_LIMIT_MAX);
            break;
        case 's':
            out->staff = true;
            break;
        case 'm':
            out->model = value;
            break;
        case 'e':
            out->explain = true;
            break;
        case 't':
            out->as_typed = true;
            break;
        default:
            out->json = true;
        }
    }
    if (letter < 0)
        return code == CLI_DONE ? -1 : code;
    if (optind >= argc)
        return cli_usage_error(&command, "wants a QUERY");
    return CLI_DONE;
}

/* The words of the command line as one question. */
static gp_str join(int argc, char **argv, gp_arena *arena)
{
    gp_buf buf;
    gp_str question;

    gp_buf_init(&buf, 64 << 10);
    for (int i = optind; i < argc; i++) {
        gp_buf_add_text(&buf, i > optind ? " " : "");
        gp_buf_add_text(&buf, argv[i]);
    }
    question = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return question;
}

/* ---- printing -------------------------------------------------------------------------------- */

/* Marked HTML as terminal text: bold where there is color, *stars* elsewhere. */
static void put_marked(gp_str html, bool color)
{
    static const struct {
        gp_str from;
        const char *plain, *bold;
    } signs[] = {{{"<mark>", 6}, "*", "\033[1m"}, {{"</mark>", 7}, "*", "\033[0m"},
                 {{"&amp;", 5}, "&", "&"},        {{"&lt;", 4}, "<", "<"},
                 {{"&gt;", 4}, ">", ">"},         {{"&quot;", 6}, "\"", "\""},
                 {{"&#39;", 5}, "'", "'"}};
    size_t at = 0;

    while (at < html.size) {
        gp_str rest = gp_str_slice(html, at, html.size);
        size_t step = 0;
        for (size_t i = 0; i < sizeof signs / sizeof signs[0] && step == 0; i++) {
            if (!gp_str_starts(rest, signs[i].from))
                continue;
            (void)fputs(color ? signs[i].bold : signs[i].plain, stdout);
            step = signs[i].from.size;
        }
        if (step == 0) {
            (void)gp_utf8_next(rest, &step); /* a whole character: its bytes alone are none */
            cli_put(stdout, gp_str_slice(rest, 0, step));
        }
        at += step;
    }
}

/* Where staff looks on: since when the text waits for a review. */
static void put_stale(gp_str due, const gp_search_request *request)
{
    if (!request->for_staff || !gp_label_stale(due, request->today))
        return;
    (void)fputs("  [review overdue since ", stdout);
    cli_put(stdout, due);
    (void)fputs("]", stdout);
}

static void print_answer(const gp_answer *answer, const gp_search_request *request, bool color)
{
    (void)fputs("\n  ", stdout);
    put_marked(answer->html, color);
    for (size_t i = 0; i < answer->items.count; i++) {
        (void)fputs("\n    - ", stdout);
        put_marked(answer->items.items[i], color);
    }
    (void)fputs("\n  ", stdout);
    cli_put(stdout, answer->url);
    (void)printf("  (confidence %.2f)", answer->confidence);
    put_stale(answer->due, request);
    (void)fputs("\n", stdout);
}

static void print_explanation(const gp_explanation *explanation)
{
    (void)printf("      words %.3f, heading fit %.3f, n-grams %.3f, pairs %.3f, passage %.3f, "
                 "meaning %.3f; "
                 "%.0f %% of the question met\n",
                 explanation->words, explanation->fit, explanation->ngrams, explanation->pairs,
                 explanation->passage, explanation->meaning, 100 * explanation->cover);
    for (size_t i = 0; i < explanation->terms.count; i++) {
        const gp_term_part *term = &explanation->terms.items[i];
        (void)printf("        %.3f  ", term->part);
        cli_put(stdout, term->term);
        (void)printf("  (idf %.2f, weight %.2f, stands %.1f times)\n", term->idf, term->weight,
                     term->tf);
    }
}

static void print_hit(const gp_hit *hit, const gp_search_request *request, bool color)
{
    (void)printf("\n%.2f  ", hit->score);
    for (size_t i = 0; i < hit->trail.count; i++) {
        cli_put(stdout, hit->trail.items[i]);
        (void)fputs(i + 1 < hit->trail.count || hit->heading.size > 0 ? " > " : "", stdout);
    }
    cli_put(stdout, hit->heading);
    (void)fputs(hit->audience == GP_STAFF ? "  [staff]" : "", stdout);
    put_stale(hit->due, request);
    (void)fputs("\n      ", stdout);
    put_marked(hit->snippet_html, color);
    (void)fputs("\n      ", stdout);
    cli_put(stdout, hit->url);
    for (size_t i = 0; i < hit->why.count; i++) {
        (void)fputs(i == 0 ? "\n      " : "; ", stdout);
        cli_put(stdout, hit->why.items[i]);
    }
    (void)fputs("\n", stdout);
    if (hit->explanation != NULL)
        print_explanation(hit->explanation);
}

static void print_results(const gp_search_request *request, const gp_results *results)
{
    bool color = cli_color(stdout);

    if (results->notice != NULL) {
        cli_put(stdout, results->notice->title);
        (void)fputs("\n", stdout);
    }
    if (results->corrected.size > 0) {
        (void)fputs("Showing results for ", stdout);
        cli_put(stdout, results->corrected);
        (void)fputs(" (--as-typed: for the question as it is)\n", stdout);
    }
    (void)printf("%zu sections, match: %s, %.1f ms\n", results->total,
                 gp_match_level_name(results->match), (double)results->took_us / 1000);
    if (results->answer.present)
        print_answer(&results->answer, request, color);
    for (size_t i = 0; i < results->hits.count; i++)
        print_hit(&results->hits.items[i], request, color);
}

static int print(const gp_search_request *request, const gp_results *results, bool json)
{
    gp_buf buf;
    int code = results->hits.count > 0 ? CLI_DONE : CLI_NO;

    if (!json) {
        print_results(request, results);
        return cli_finish(code);
    }
    gp_buf_init(&buf, MEMORY_LIMIT);
    gp_view_results_json(&buf, request, results);
    gp_buf_add_byte(&buf, '\n');
    if (buf.status != GP_OK || fwrite(buf.data, 1, buf.size, stdout) != buf.size)
        code = CLI_FAILED;
    gp_buf_clear(&buf);
    return cli_finish(code);
}

static int search(const arguments *given, gp_store *store, gp_str question, gp_arena *arena,
                  gp_error *error)
{
    gp_search_request request = {.question = question,
                                 .limit = given->limit,
                                 .today = gp_clock_today(),
                                 .as_typed = given->as_typed,
                                 .for_staff = given->staff,
                                 .explain = given->explain,
                                 .budget_us = 5000000};
    gp_searcher *searcher;
    gp_encoder *encoder;
    gp_results results;
    gp_status status = cli_encoder_open(given->model, &encoder, error);
    int code;

    if (status == GP_OK)
        status = gp_searcher_open(store, encoder, &searcher, error);
    gp_encoder_close(encoder);
    if (status != GP_OK)
        return cli_error(error);
    status = gp_search(searcher, &request, arena, &results, error);
    code = status == GP_OK ? print(&request, &results, given->json) : cli_error(error);
    gp_searcher_close(searcher);
    return code;
}

int gp_cmd_search(int argc, char **argv)
{
    arguments given = {.db = "guidepost.db"};
    int code = parse(argc, argv, &given);
    gp_arena arena;
    gp_store *store;
    gp_error error;

    if (code != CLI_DONE)
        return code < 0 ? CLI_DONE : code;
    if (gp_store_open_on(given.db, given.staff ? GP_STAFF : GP_PUBLIC, gp_clock_today(), &store,
                         &error) != GP_OK) {
        (void)cli_error(&error);
        return CLI_FAILED;
    }
    gp_arena_init(&arena, MEMORY_LIMIT);
    code = search(&given, store, join(argc, argv, &arena), &arena, &error);
    gp_arena_clear(&arena);
    gp_store_close(store);
    return code;
}
