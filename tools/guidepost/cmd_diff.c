/* cmd_diff.c - guidepost diff: which questions two builds of an index answer differently, and why. */
#include "cli.h"
#include "commands.h"
#include "model.h"
#include "moves.h"
#include "progress.h"
#include "questions.h"

#include "base/json.h"

#include <unistd.h>

#define FILE_MEMORY  (4 * GP_QUESTIONS_FILE_MAX)
#define OUTPUT_LIMIT ((size_t)256 << 20)

enum {
    LIMIT_DEFAULT = 5,
    RANK_SIZE = 24 /* any size_t and its end */
};

static const cli_option options[] = {
    {'l', "limit", "N", "hits of each question that are compared, 1 to 100 (5)"},
    CLI_MODEL_OPTION,
    {'s', "staff", NULL, "staff-only sections too"},
    {'j', "json", NULL, "one JSON object"},
    {'q', "quiet", NULL, "no progress and no summary"},
    {0},
};

static const cli_command command = {
    .name = "diff",
    .usage = "[--json] [--limit N] [--staff] [--quiet] OLD.db NEW.db QUESTIONS",
    .purpose =
        "Asks two builds of an index the same questions and shows where first hit, answer, match\n"
        "level or the order of the first hits differ, and which sections were changed, are new or\n"
        "are gone.",
    .options = options,
    .notes =
        "QUESTIONS is JSON Lines ({\"id\", \"text\"} a line, a name that ends in .jsonl) or text: "
        "a\n"
        "question a line, up to the first tab; lines that begin with # are comments.\n"
        "\"2 -> 1\" is a section that stood second and stands first; \"-\" is not among the hits\n"
        "compared. Exit codes: 0 nothing moved; 1 something did; 2 wrong usage; 3 the questions\n"
        "are refused; 4 an index cannot be read.",
};

typedef struct arguments {
    const char *old, *new, *questions, *model;
    size_t limit;
    bool staff, json, quiet;
} arguments;

/* The command under way. */
typedef struct differ {
    const arguments *given;
    gp_side old, new;
    gp_question_list questions;
    gp_buf buf; /* the JSON */
    gp_json json;
    size_t unchanged, first_changed;
    bool rules_changed;
} differ;

static int parse(int argc, char **argv, arguments *out)
{
    const char *value;
    int code = CLI_DONE;
    int letter;

    while ((letter = cli_next(&command, argc, argv, &value, &code)) > 0) {
        if (letter == 's')
            out->staff = true;
        else if (letter == 'm')
            out->model = value;
        else if (letter == 'j')
            out->json = true;
        else if (letter == 'q')
            out->quiet = true;
        else if (!gp_str_to_size(gp_str_of(value), GP_LIMIT_MAX, &out->limit) || out->limit == 0)
            return cli_usage_error(&command, "--limit wants a number from 1 to %d", GP_LIMIT_MAX);
    }
    if (letter < 0)
        return code == CLI_DONE ? -1 : code;
    if (optind + 3 != argc)
        return cli_usage_error(&command, "wants OLD.db, NEW.db and QUESTIONS");
    out->old = argv[optind];
    out->new = argv[optind + 1];
    out->questions = argv[optind + 2];
    return CLI_DONE;
}

/* ---- for people ----------------------------------------------------------------------------- */

static void print_hit(const gp_results *results)
{
    if (results->hits.count == 0) {
        (void)fputs("nothing", stdout);
        return;
    }
    cli_put(stdout, results->hits.items[0].id);
    (void)printf(" (%.3f)", results->hits.items[0].score);
}

static void print_first(const gp_results *old, const gp_results *new, bool changed)
{
    (void)fputs("  first  ", stdout);
    print_hit(old);
    if (changed) {
        (void)fputs(" -> ", stdout);
        print_hit(new);
    } else if (new->hits.count > 0) {
        (void)printf(", still first (%.3f)", new->hits.items[0].score);
    }
    (void)fputc('\n', stdout);
}

static void print_answer(const char *sign, const gp_answer *answer)
{
    (void)printf("  answer %s ", sign);
    cli_put(stdout, answer->present ? answer->text : GP_STR("(none)"));
    (void)fputc('\n', stdout);
}

static void print_rank(char *out, size_t rank)
{
    if (rank > 0)
        (void)snprintf(out, RANK_SIZE, "%zu", rank);
    else
        (void)snprintf(out, RANK_SIZE, "-");
}

static void print_move(const gp_move *move)
{
    char old[RANK_SIZE], new[RANK_SIZE];

    print_rank(old, move->old_rank);
    print_rank(new, move->new_rank);
    (void)printf("  %3s -> %-3s ", old, new);
    cli_put(stdout, move->id);
    (void)printf(": %s", gp_cause_words(move->cause));
    if (move->old_rank > 0 && move->new_rank > 0)
        (void)printf(" (%.3f -> %.3f)", move->old_score, move->new_score);
    (void)fputc('\n', stdout);
}

static void print_moved(const differ *self, const gp_question *question,
                        const gp_comparison *comparison)
{
    const gp_results *old = &self->old.results;
    const gp_results *new = &self->new.results;

    cli_put(stdout, question->text);
    (void)fputc('\n', stdout);
    print_first(old, new, comparison->first);
    if (comparison->match)
        (void)printf("  match  %s -> %s\n", gp_match_level_name(old->match),
                     gp_match_level_name(new->match));
    if (comparison->answer) {
        print_answer("-", &old->answer);
        print_answer("+", &new->answer);
    }
    for (size_t i = 0; i < comparison->moves.count; i++)
        print_move(&comparison->moves.items[i]);
    (void)fputs(comparison->only_scores ? "  only scores moved\n\n" : "\n", stdout);
}

static void tell_summary(const differ *self)
{
    size_t count = self->questions.count;

    (void)fprintf(stderr, "%zu question%s, %zu unchanged, %zu first hit%s changed%s\n", count,
                  count == 1 ? "" : "s", self->unchanged, self->first_changed,
                  self->first_changed == 1 ? "" : "s",
                  self->rules_changed ? "; the site's rules differ" : "");
}

/* ---- for programs --------------------------------------------------------------------------- */

static void put_flag(gp_json *json, const char *key, bool value)
{
    gp_json_key(json, key);
    gp_json_bool(json, value);
}

/* A rank and its score, or null twice. */
static void put_place(gp_json *json, const char *rank_key, size_t rank, const char *score_key,
                      double score)
{
    gp_json_key(json, rank_key);
    if (rank > 0)
        gp_json_int(json, (long long)rank);
    else
        gp_json_null(json);
    gp_json_key(json, score_key);
    if (rank > 0)
        gp_json_number(json, score, 6);
    else
        gp_json_null(json);
}

static void put_move(gp_json *json, const gp_move *move)
{
    gp_json_open(json, '{');
    gp_json_pair(json, "id", move->id);
    put_place(json, "old_rank", move->old_rank, "old_score", move->old_score);
    put_place(json, "new_rank", move->new_rank, "new_score", move->new_score);
    gp_json_pair(json, "why", gp_str_of(gp_cause_key(move->cause)));
    gp_json_close(json, '}');
}

/* What one build gives. */
static void put_side(gp_json *json, const char *key, const gp_results *results)
{
    gp_json_key(json, key);
    gp_json_open(json, '{');
    gp_json_pair(json, "match", gp_str_of(gp_match_level_name(results->match)));
    gp_json_key(json, "answer");
    gp_json_text_or_null(json, results->answer.text);
    gp_json_key(json, "first");
    if (results->hits.count > 0) {
        gp_json_open(json, '{');
        gp_json_pair(json, "id", results->hits.items[0].id);
        gp_json_key(json, "score");
        gp_json_number(json, results->hits.items[0].score, 6);
        gp_json_close(json, '}');
    } else {
        gp_json_null(json);
    }
    gp_json_close(json, '}');
}

static void put_moved(differ *self, const gp_question *question, const gp_comparison *comparison)
{
    gp_json *json = &self->json;

    gp_json_open(json, '{');
    gp_json_key(json, "id");
    gp_json_text_or_null(json, question->id);
    gp_json_pair(json, "question", question->text);
    put_flag(json, "first_changed", comparison->first);
    put_flag(json, "order_changed", comparison->order);
    put_flag(json, "match_changed", comparison->match);
    put_flag(json, "answer_changed", comparison->answer);
    put_flag(json, "only_scores", comparison->only_scores);
    put_side(json, "old", &self->old.results);
    put_side(json, "new", &self->new.results);
    gp_json_key(json, "sections");
    gp_json_open(json, '[');
    for (size_t i = 0; i < comparison->moves.count; i++)
        put_move(json, &comparison->moves.items[i]);
    gp_json_close(json, ']');
    gp_json_close(json, '}');
}

static gp_status print_json(differ *self, gp_error *error)
{
    gp_json *json = &self->json;

    gp_json_close(json, ']');
    gp_json_pair_int(json, "questions", (long long)self->questions.count);
    gp_json_pair_int(json, "unchanged", (long long)self->unchanged);
    gp_json_pair_int(json, "first_changed", (long long)self->first_changed);
    put_flag(json, "rules_changed", self->rules_changed);
    gp_json_close(json, '}');
    gp_buf_add_byte(&self->buf, '\n');
    if (self->buf.status != GP_OK)
        return gp_error_set(error, GP_NO_MEMORY, "not enough memory for the JSON");
    (void)fwrite(self->buf.data, 1, self->buf.size, stdout); /* cli_finish tells a failure */
    return GP_OK;
}

/* ---- the command ---------------------------------------------------------------------------- */

static gp_status compare_all(differ *self, gp_error *error)
{
    cli_progress progress;
    gp_status status = GP_OK;

    cli_progress_begin(&progress, "asking", self->given->quiet);
    for (size_t i = 0; i < self->questions.count; i++) {
        const gp_question *question = &self->questions.items[i];
        gp_comparison comparison;
        status = gp_compare(&self->old, &self->new, question->text, self->given->limit, &comparison,
                            error);
        if (status != GP_OK)
            break;
        cli_progress_update(&progress, i + 1, self->questions.count);
        self->first_changed += comparison.first;
        self->unchanged += !gp_comparison_moved(&comparison);
        if (!gp_comparison_moved(&comparison))
            continue;
        if (self->given->json) {
            put_moved(self, question, &comparison);
            continue;
        }
        cli_progress_end(&progress);
        print_moved(self, question, &comparison);
    }
    cli_progress_end(&progress);
    return status;
}

static gp_status diff(differ *self, gp_error *error)
{
    gp_status status;

    if (self->given->json) {
        gp_json_open(&self->json, '{');
        gp_json_key(&self->json, "moved");
        gp_json_open(&self->json, '[');
    }
    self->rules_changed =
        !gp_str_equal(gp_store_site(self->old.store), gp_store_site(self->new.store));
    status = compare_all(self, error);
    if (status == GP_OK && self->given->json)
        status = print_json(self, error);
    if (status == GP_OK && !self->given->quiet)
        tell_summary(self);
    return status;
}

/* An index that cannot be opened is the environment's failure, also when it is missing. */
static int open_and_diff(differ *self, gp_arena *arena)
{
    const arguments *given = self->given;
    gp_audience audience = given->staff ? GP_STAFF : GP_PUBLIC;
    gp_encoder *encoder;
    gp_error error;
    gp_status status = gp_questions_read(given->questions, arena, &self->questions, &error);

    if (status == GP_OK && self->questions.count == 0)
        status = gp_error_set(&error, GP_INVALID, "%s: no question in it", given->questions);
    if (status != GP_OK)
        return cli_error(&error);
    status = cli_encoder_open(given->model, &encoder, &error);
    if (status == GP_OK)
        status = gp_side_open(given->old, audience, encoder, &self->old, &error);
    if (status == GP_OK)
        status = gp_side_open(given->new, audience, encoder, &self->new, &error);
    gp_encoder_close(encoder); /* the searchers share its model */
    if (status == GP_OK)
        status = diff(self, &error);
    if (status != GP_OK) {
        (void)cli_error(&error);
        return CLI_FAILED;
    }
    return self->unchanged == self->questions.count ? CLI_DONE : CLI_NO;
}

int gp_cmd_diff(int argc, char **argv)
{
    arguments given = {.limit = LIMIT_DEFAULT};
    int code = parse(argc, argv, &given);
    differ self = {.given = &given};
    gp_arena arena;

    if (code != CLI_DONE)
        return code < 0 ? CLI_DONE : code;
    gp_arena_init(&arena, FILE_MEMORY);
    gp_buf_init(&self.buf, OUTPUT_LIMIT);
    gp_json_init(&self.json, &self.buf);
    code = cli_finish(open_and_diff(&self, &arena));
    gp_side_close(&self.new);
    gp_side_close(&self.old);
    gp_buf_clear(&self.buf);
    gp_arena_clear(&arena);
    return code;
}
