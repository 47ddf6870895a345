/* moves.c - two results beside each other, and the sections behind them. */
#include "moves.h"

#include "base/clock.h"

#include <string.h>

#define SEARCH_MEMORY ((size_t)64 << 20)
#define BUDGET_US     60000000u /* nothing is cut short: a slow machine must not look like a change */

/* A comparison under way. */
typedef struct comparer {
    gp_side *old, *new;
    gp_comparison *out;
    gp_error *error;
} comparer;

static const struct {
    const char *key, *words;
} causes[] = {
    [GP_SAME] = {"score", "only the score moved"},
    [GP_TEXT_CHANGED] = {"text", "text changed"},
    [GP_LABEL_CHANGED] = {"label", "title, headings above, questions or synonyms changed"},
    [GP_IS_NEW] = {"new", "is new"},
    [GP_IS_GONE] = {"gone", "is gone"},
};

const char *gp_cause_key(gp_cause cause)
{
    return causes[cause].key;
}

const char *gp_cause_words(gp_cause cause)
{
    return causes[cause].words;
}

gp_status gp_side_open(const char *db, gp_audience audience, const gp_encoder *encoder,
                       gp_side *side, gp_error *error)
{
    gp_status status;

    *side = (gp_side){NULL};
    gp_arena_init(&side->arena, SEARCH_MEMORY);
    status = gp_store_open(db, audience, &side->store, error);
    return status == GP_OK ? gp_searcher_open(side->store, encoder, &side->searcher, error)
                           : status;
}

void gp_side_close(gp_side *side)
{
    gp_searcher_close(side->searcher);
    gp_store_close(side->store);
    gp_arena_clear(&side->arena);
}

/* ---- the sections behind -------------------------------------------------------------------- */

static bool same_lists(const gp_str_list *a, const gp_str_list *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        if (!gp_str_equal(a->items[i], b->items[i]))
            return false;
    }
    return true;
}

static gp_cause judge(const gp_stored_section *old, const gp_stored_section *new)
{
    const gp_section *before = &old->section;
    const gp_section *after = &new->section;

    if (!gp_str_equal(before->heading, after->heading) || !gp_str_equal(before->text, after->text))
        return GP_TEXT_CHANGED;
    if (!gp_str_equal(old->title, new->title) || !same_lists(&before->trail, &after->trail) ||
        !same_lists(&before->questions, &after->questions) ||
        !same_lists(&before->synonyms, &after->synonyms))
        return GP_LABEL_CHANGED;
    return GP_SAME;
}

/* Reads a section; `*there` false: this side has none of that id. */
static gp_status read_section(const comparer *self, gp_side *side, gp_str id,
                              gp_stored_section *section, bool *there)
{
    gp_handle handle;
    gp_status status = gp_store_find(side->store, id, &handle);

    *there = status == GP_OK;
    if (status == GP_NOT_FOUND)
        return GP_OK;
    if (status == GP_OK)
        return gp_store_fetch(side->store, &handle, 1, true, &side->arena, section, self->error);
    return gp_error_set(self->error, status, "a section cannot be looked up: %s",
                        gp_status_name(status));
}

static gp_status find_cause(const comparer *self, gp_move *move)
{
    gp_stored_section old, new;
    bool was_there, is_there;
    gp_status status = read_section(self, self->old, move->id, &old, &was_there);

    if (status == GP_OK)
        status = read_section(self, self->new, move->id, &new, &is_there);
    if (status != GP_OK)
        return status;
    if (!is_there)
        move->cause = GP_IS_GONE;
    else
        move->cause = was_there ? judge(&old, &new) : GP_IS_NEW;
    return GP_OK;
}

gp_status gp_cause_of(gp_side *old, gp_side *new, gp_str id, gp_cause *cause, gp_error *error)
{
    const comparer self = {old, new, NULL, error};
    gp_move move = {.id = id};
    gp_status status = find_cause(&self, &move);

    *cause = move.cause;
    return status;
}

/* ---- ranks ---------------------------------------------------------------------------------- */

/* The place of a section among the hits, from 1; 0 and score 0 when it is not there. */
static size_t rank_of(const gp_results *results, gp_str id, double *score)
{
    *score = 0;
    for (size_t i = 0; i < results->hits.count; i++) {
        if (!gp_str_equal(results->hits.items[i].id, id))
            continue;
        *score = results->hits.items[i].score;
        return i + 1;
    }
    return 0;
}

/* Keeps what moved or was changed. */
static gp_status add_move(const comparer *self, gp_str id)
{
    gp_move move = {.id = id};
    gp_move *added;
    gp_status status = find_cause(self, &move);

    move.old_rank = rank_of(&self->old->results, id, &move.old_score);
    move.new_rank = rank_of(&self->new->results, id, &move.new_score);
    if (status != GP_OK || (move.cause == GP_SAME && move.old_rank == move.new_rank))
        return status;
    added = GP_VEC_PUSH(&self->new->arena, &self->out->moves);
    if (added == NULL)
        return gp_error_set(self->error, GP_NO_MEMORY, "not enough memory to compare");
    *added = move;
    self->out->only_scores = self->out->only_scores && move.cause == GP_SAME;
    return GP_OK;
}

static gp_status add_moves(const comparer *self)
{
    const gp_hit_list *old = &self->old->results.hits;
    const gp_hit_list *new = &self->new->results.hits;
    gp_status status = GP_OK;
    double score;

    for (size_t i = 0; i < new->count &&status == GP_OK; i++)
        status = add_move(self, new->items[i].id);
    for (size_t i = 0; i < old->count && status == GP_OK; i++) {
        if (rank_of(&self->new->results, old->items[i].id, &score) == 0)
            status = add_move(self, old->items[i].id);
    }
    return status;
}

/* ---- comparing ------------------------------------------------------------------------------ */

static gp_status ask(gp_side *side, gp_str question, size_t limit, gp_error *error)
{
    gp_search_request request = {
        .question = question, .limit = limit, .today = gp_clock_today(), .budget_us = BUDGET_US};

    gp_arena_reset(&side->arena);
    return gp_search(side->searcher, &request, &side->arena, &side->results, error);
}

static bool same_order(const gp_hit_list *old, const gp_hit_list *new, size_t limit)
{
    for (size_t i = 0; i < limit && (i < old->count || i < new->count); i++) {
        if (i >= old->count || i >= new->count || !gp_str_equal(old->items[i].id, new->items[i].id))
            return false;
    }
    return true;
}

bool gp_comparison_moved(const gp_comparison *comparison)
{
    return comparison->first || comparison->order || comparison->match || comparison->answer;
}

gp_status gp_compare(gp_side *old, gp_side *new, gp_str question, size_t limit,
                     gp_comparison *comparison, gp_error *error)
{
    const comparer self = {old, new, comparison, error};
    gp_status status = ask(old, question, limit, error);

    memset(comparison, 0, sizeof *comparison);
    if (status == GP_OK)
        status = ask(new, question, limit, error);
    if (status != GP_OK)
        return status;
    comparison->first = !same_order(&old->results.hits, &new->results.hits, 1);
    comparison->order = !same_order(&old->results.hits, &new->results.hits, limit);
    comparison->match = old->results.match != new->results.match;
    comparison->answer = !gp_str_equal(old->results.answer.text, new->results.answer.text);
    comparison->only_scores = true;
    return gp_comparison_moved(comparison) ? add_moves(&self) : GP_OK;
}
