/* collection.c - one collection, from files to figures. Read gp_collection_evaluate first. */
#include "collection.h"

#include "judgments.h"
#include "progress.h"
#include "questions.h"
#include "scratch.h"

#include "index/index.h"
#include "search/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SEARCH_MEMORY ((size_t)64 << 20)
#define BUDGET_US     60000000u /* nothing is cut short */
#define SEED          1u        /* of every interval: a rerun prints the same */

typedef struct evaluator {
    gp_encoder *encoder; /* NULL: without vectors */
    const char *folder;
    size_t limit;
    bool quiet;
    gp_arena *arena; /* of what is kept */
    gp_error *error;
    gp_evaluation *out;
    gp_question_list questions; /* by id */
    gp_question_list outside;
    gp_judgment_list judgments;
    gp_store *store;
    gp_searcher *searcher;
    gp_arena search; /* of one search */
    cli_progress progress;
    size_t done;
    double *inside, *outside_scores; /* of the best hits: judged questions asked, and outside */
} evaluator;

static gp_status no_memory(const evaluator *self)
{
    return gp_error_set(self->error, GP_NO_MEMORY, "%s: not enough memory to evaluate it",
                        self->folder);
}

const char *gp_measure_name(gp_measure measure)
{
    static const char *const names[GP_MEASURES] = {"nDCG@10",    "MRR@10",    "Recall@10",
                                                   "Recall@100", "Success@1", "Success@5"};

    return names[measure];
}

/* ---- files ---------------------------------------------------------------------------------- */

static const char *path_of(const evaluator *self, const char *name)
{
    return gp_arena_printf(self->arena, "%s/%s", self->folder, name).data;
}

static int by_id(const void *a, const void *b)
{
    const gp_question *left = a;
    const gp_question *right = b;
    int order = gp_str_compare(left->id, right->id);

    return order != 0 ? order : left->line < right->line ? -1 : left->line > right->line;
}

static gp_status sort_questions(evaluator *self, const char *path)
{
    gp_question *items = self->questions.items;

    if (self->questions.count > 0)
        qsort(items, self->questions.count, sizeof *items, by_id);
    for (size_t i = 1; i < self->questions.count; i++) {
        if (gp_str_equal(items[i - 1].id, items[i].id))
            return gp_error_set(self->error, GP_INVALID, "%s:%zu: line %zu has the same id", path,
                                items[i].line, items[i - 1].line);
    }
    return GP_OK;
}

static gp_status read_files(evaluator *self)
{
    const char *judgments = path_of(self, "qrels.tsv");
    const char *questions = path_of(self, "queries.jsonl");
    const char *outside = path_of(self, "oos.jsonl");
    gp_status status;

    if (self->arena->failed)
        return no_memory(self);
    status = gp_judgments_read(judgments, self->arena, &self->judgments, self->error);
    if (status == GP_OK)
        status = gp_questions_read_json(questions, self->arena, &self->questions, self->error);
    if (status == GP_OK)
        status = sort_questions(self, questions);
    if (status != GP_OK)
        return status;
    status = gp_questions_read_json(outside, self->arena, &self->outside, self->error);
    return status == GP_NOT_FOUND ? GP_OK : status;
}

/* ---- the index ------------------------------------------------------------------------------ */

static void show_progress(void *context, size_t done, size_t total)
{
    cli_progress_update(context, done, total);
}

/* "DIR/corpus.jsonl:7: the reason" in place of a count of refusals. */
static gp_status tell_refusal(const evaluator *self, const gp_index_summary *summary)
{
    const gp_problem *problem = NULL;
    gp_str line;

    for (size_t i = 0; i < summary->skipped.count && problem == NULL; i++) {
        if (summary->skipped.items[i].refused)
            problem = &summary->skipped.items[i];
    }
    if (problem == NULL)
        return GP_INVALID; /* the index has said it all */
    line = problem->line > 0 ? gp_arena_printf(self->arena, "%zu: ", problem->line) : GP_STR(" ");
    return gp_error_set(self->error, GP_INVALID, "%.*s%.*s:%.*s%.*s", GP_STR_ARGS(summary->base),
                        GP_STR_ARGS(problem->path), GP_STR_ARGS(line), GP_STR_ARGS(problem->what));
}

static gp_status build(evaluator *self, const char *db)
{
    const char *corpus = path_of(self, "corpus.jsonl");
    gp_index_options options = {.db = db,
                                .paths = &corpus,
                                .path_count = 1,
                                .strict = true,
                                .full = true,
                                .encoder = self->encoder,
                                .progress = show_progress,
                                .encoding = show_progress,
                                .context = &self->progress};
    gp_index_summary summary;
    gp_status status;

    if (corpus == NULL)
        return no_memory(self);
    cli_progress_begin(&self->progress, "indexing", self->quiet);
    status = gp_index_run(&options, self->arena, &summary, self->error);
    cli_progress_end(&self->progress);
    return status == GP_INVALID ? tell_refusal(self, &summary) : status;
}

static gp_status open_index(evaluator *self)
{
    const char *db;
    gp_status status = gp_scratch_make(&db, self->error);

    if (status == GP_OK)
        status = build(self, db);
    if (status == GP_OK)
        status = gp_store_open(db, GP_PUBLIC, &self->store, self->error);
    if (status == GP_OK)
        status = gp_searcher_open(self->store, self->encoder, &self->searcher, self->error);
    return status;
}

/* ---- asking --------------------------------------------------------------------------------- */

/* Confidence, and the time, of what a page asks. */
static gp_status ask_as_page(evaluator *self, gp_str question, double *score, double *took_us)
{
    gp_search_request request = {
        .question = question, .limit = GP_LIMIT_DEFAULT, .budget_us = BUDGET_US};
    gp_results results;
    gp_status status;

    gp_arena_reset(&self->search);
    status = gp_search(self->searcher, &request, &self->search, &results, self->error);
    if (status != GP_OK)
        return status;
    *score = results.confidence;
    *took_us = (double)results.took_us;
    cli_progress_update(&self->progress, ++self->done, self->questions.count + self->outside.count);
    return GP_OK;
}

static gp_status ask_for_hits(evaluator *self, gp_str question, gp_results *results)
{
    gp_search_request request = {
        .question = question, .limit = self->limit, .budget_us = BUDGET_US};

    gp_arena_reset(&self->search);
    return gp_search(self->searcher, &request, &self->search, results, self->error);
}

static void measure(evaluator *self, const gp_ranking *ranking)
{
    gp_evaluation *out = self->out;
    size_t i = out->questions++;

    out->values[GP_NDCG_10][i] = gp_ndcg10(ranking);
    out->values[GP_MRR_10][i] = gp_mrr10(ranking);
    out->values[GP_RECALL_10][i] = gp_recall(ranking, 10);
    out->values[GP_RECALL_100][i] = gp_recall(ranking, 100);
    out->values[GP_SUCCESS_1][i] = gp_success(ranking, 1);
    out->values[GP_SUCCESS_5][i] = gp_success(ranking, 5);
}

static int compare_id(const void *key, const void *item)
{
    const gp_str *id = key;
    const gp_question *question = item;

    return gp_str_compare(*id, question->id);
}

static const gp_question *find_question(const evaluator *self, gp_str id)
{
    const gp_question_list *questions = &self->questions;

    if (questions->count == 0)
        return NULL;
    return bsearch(&id, questions->items, questions->count, sizeof *questions->items, compare_id);
}

/* Asks the question of judgments[0..count); `found` gets the grades of its hits. */
static gp_status ask_judged(evaluator *self, const gp_judgment *judgments, size_t count, int *found,
                            size_t *found_count)
{
    const gp_question *question = find_question(self, judgments->question);
    size_t asked = self->out->took_count;
    gp_results results;
    gp_status status;

    *found_count = 0;
    if (question == NULL) {
        self->out->missing++;
        return GP_OK;
    }
    status = ask_as_page(self, question->text, &self->inside[asked], &self->out->took_us[asked]);
    if (status == GP_OK)
        status = ask_for_hits(self, question->text, &results);
    if (status != GP_OK)
        return status;
    for (size_t i = 0; i < results.hits.count; i++)
        found[i] = gp_judgment_grade(judgments, count, results.hits.items[i].id);
    *found_count = results.hits.count;
    self->out->took_count++;
    return GP_OK;
}

/* Measures the question of judgments[0..count), if it counts. */
static gp_status measure_question(evaluator *self, const gp_judgment *judgments, size_t count)
{
    int *judged = gp_arena_alloc(self->arena, count * sizeof *judged);
    int found[GP_LIMIT_MAX];
    gp_ranking ranking = {found, 0, judged, count};
    gp_status status;

    if (judged == NULL)
        return no_memory(self);
    for (size_t i = 0; i < count; i++)
        judged[i] = judgments[i].grade;
    if (!gp_ranking_counts(&ranking))
        return GP_OK;
    status = ask_judged(self, judgments, count, found, &ranking.found_count);
    if (status == GP_OK)
        measure(self, &ranking);
    return status;
}

static gp_status ask_all(evaluator *self)
{
    gp_status status = GP_OK;
    size_t count;

    cli_progress_begin(&self->progress, "asking", self->quiet);
    for (size_t i = 0; i < self->judgments.count && status == GP_OK; i += count) {
        count = gp_judgments_of_one(&self->judgments, i);
        status = measure_question(self, &self->judgments.items[i], count);
    }
    for (size_t i = 0; i < self->outside.count && status == GP_OK; i++) {
        double took_us; /* of a question nobody judged: not told */
        status = ask_as_page(self, self->outside.items[i].text, &self->outside_scores[i], &took_us);
    }
    cli_progress_end(&self->progress);
    return status;
}

/* ---- figures -------------------------------------------------------------------------------- */

/* Room for a value of every question there may be. */
static gp_status make_room(evaluator *self)
{
    size_t size = self->judgments.count * sizeof(double);

    for (size_t i = 0; i < GP_MEASURES; i++)
        self->out->values[i] = gp_arena_alloc(self->arena, size);
    self->out->took_us = gp_arena_alloc(self->arena, size);
    self->inside = gp_arena_alloc(self->arena, size);
    self->outside_scores = gp_arena_alloc(self->arena, self->outside.count * sizeof(double));
    return self->arena->failed ? no_memory(self) : GP_OK;
}

static void tell_times(gp_evaluation *out)
{
    out->p50_us = gp_percentile(out->took_us, out->took_count, .5);
    out->p99_us = gp_percentile(out->took_us, out->took_count, .99);
}

static gp_status summarize(evaluator *self)
{
    gp_evaluation *out = self->out;
    double *means = gp_arena_alloc(self->arena, GP_RESAMPLES * sizeof *means);

    if (means == NULL)
        return no_memory(self);
    if (out->questions == 0)
        return gp_error_set(self->error, GP_INVALID,
                            "%s/qrels.tsv: no question with a relevant section", self->folder);
    for (size_t i = 0; i < GP_MEASURES; i++) {
        out->mean[i] = gp_mean(out->values[i], out->questions);
        gp_bootstrap(out->values[i], out->questions, SEED, means);
        out->interval[i] = gp_interval_of(means);
    }
    out->auroc = gp_auroc(self->inside, out->took_count, self->outside_scores, self->outside.count);
    tell_times(out);
    return GP_OK;
}

static gp_str own_name(const char *folder)
{
    gp_str name = gp_str_of(folder);

    while (name.size > 1 && gp_str_ends(name, GP_STR("/")))
        name.size--;
    for (size_t i = name.size; i > 1; i--) {
        if (name.data[i - 2] == '/')
            return gp_str_slice(name, i - 1, name.size);
    }
    return name;
}

gp_status gp_collection_evaluate(const char *folder, size_t limit, gp_encoder *encoder, bool quiet,
                                 gp_arena *arena, gp_evaluation *evaluation, gp_error *error)
{
    evaluator self = {.folder = folder,
                      .limit = limit,
                      .encoder = encoder,
                      .quiet = quiet,
                      .arena = arena,
                      .error = error,
                      .out = evaluation};
    gp_status status;

    *evaluation = (gp_evaluation){.name = own_name(folder), .auroc = NAN};
    gp_arena_init(&self.search, SEARCH_MEMORY);
    status = read_files(&self);
    if (status == GP_OK)
        status = make_room(&self);
    if (status == GP_OK)
        status = open_index(&self);
    if (status == GP_OK)
        status = ask_all(&self);
    if (status == GP_OK)
        status = summarize(&self);
    gp_searcher_close(self.searcher);
    gp_store_close(self.store);
    gp_scratch_remove();
    gp_arena_clear(&self.search);
    return status;
}

/* ---- the average ---------------------------------------------------------------------------- */

/* The questions of every collection are drawn anew, each collection from numbers of its own. */
static void average_measure(const gp_evaluation *evaluations, size_t count, gp_measure measure,
                            double *means, double *sums, gp_evaluation *average)
{
    memset(sums, 0, GP_RESAMPLES * sizeof *sums);
    for (size_t i = 0; i < count; i++) {
        average->mean[measure] += evaluations[i].mean[measure] / (double)count;
        gp_bootstrap(evaluations[i].values[measure], evaluations[i].questions, SEED + 1 + i, means);
        for (size_t j = 0; j < GP_RESAMPLES; j++)
            sums[j] += means[j] / (double)count;
    }
    average->interval[measure] = gp_interval_of(sums);
}

static double average_auroc(const gp_evaluation *evaluations, size_t count)
{
    double sum = 0;
    size_t known = 0;

    for (size_t i = 0; i < count; i++) {
        if (isnan(evaluations[i].auroc))
            continue;
        sum += evaluations[i].auroc;
        known++;
    }
    return known > 0 ? sum / (double)known : NAN;
}

gp_status gp_evaluation_average(const gp_evaluation *evaluations, size_t count, gp_arena *arena,
                                gp_evaluation *average, gp_error *error)
{
    double *means = gp_arena_alloc(arena, GP_RESAMPLES * sizeof *means);
    double *sums = gp_arena_alloc(arena, GP_RESAMPLES * sizeof *sums);
    size_t asked = 0;

    *average = (gp_evaluation){.name = GP_STR("macro")};
    for (size_t i = 0; i < count; i++)
        asked += evaluations[i].took_count;
    average->took_us = gp_arena_alloc(arena, asked * sizeof *average->took_us);
    if (arena->failed)
        return gp_error_set(error, GP_NO_MEMORY, "not enough memory for the average");
    for (size_t i = 0; i < GP_MEASURES; i++)
        average_measure(evaluations, count, (gp_measure)i, means, sums, average);
    for (size_t i = 0; i < count; i++) {
        const gp_evaluation *one = &evaluations[i];
        average->questions += one->questions;
        average->missing += one->missing;
        for (size_t j = 0; j < one->took_count; j++)
            average->took_us[average->took_count++] = one->took_us[j];
    }
    average->auroc = average_auroc(evaluations, count);
    tell_times(average);
    return GP_OK;
}
