#include "gaps/gaps.h"

#include "base/utf8.h"
#include "desk/asked.h"
#include "text/stop_words.h"
#include "vector/cosine.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    TOKENS_MAX = 64,
    LEADING_MAX = 5, /* questions that are named at an unhelpful section */
    HASH_PREFIX = 16 /* digits of a text's hash that votes keep */
};

#define SEARCH_BUDGET_US 2000000
#define SEARCH_LIMIT     ((size_t)64 << 20)

static gp_status no_memory(gp_error *error)
{
    return gp_error_set(error, GP_NO_MEMORY, "the report: not enough memory");
}

/* ---- places ----------------------------------------------------------------------------------- */

static gp_status read_in(const gp_gap_source *source, gp_str id, gp_arena *scratch,
                         gp_gap_place *place, gp_str *text_hash, gp_error *error)
{
    gp_arena *arena = source->arena;
    gp_stored_section stored;
    gp_document document;
    gp_str moved_to;
    gp_handle handle;
    gp_status status = gp_store_find(source->store, id, &handle);

    if (status == GP_OK)
        status = gp_store_fetch(source->store, &handle, 1, true, scratch, &stored, error);
    if (status == GP_OK)
        status =
            gp_store_document(source->store, stored.slug, scratch, &document, &moved_to, error);
    if (status != GP_OK)
        return status;
    *place = (gp_gap_place){.id = gp_arena_copy(arena, stored.section.id),
                            .anchor = gp_arena_copy(arena, stored.section.anchor),
                            .title = gp_arena_copy(arena, stored.title),
                            .heading = gp_arena_copy(arena, stored.section.heading),
                            .path = gp_arena_copy(arena, document.path)};
    if (text_hash != NULL)
        *text_hash = gp_arena_copy(
            arena, gp_str_slice(gp_section_sha256(&stored.section, scratch), 0, HASH_PREFIX));
    return arena->failed || scratch->failed ? GP_NO_MEMORY : GP_OK;
}

/* GP_NOT_FOUND: there is no such section now. */
static gp_status read_place(const gp_gap_source *source, gp_str id, gp_gap_place *place,
                            gp_str *text_hash, gp_error *error)
{
    gp_arena scratch; /* of whole articles */
    gp_status status;

    gp_arena_init(&scratch, SEARCH_LIMIT);
    status = read_in(source, id, &scratch, place, text_hash, error);
    gp_arena_clear(&scratch);
    return status;
}

gp_status gp_gaps_place(const gp_gap_source *source, gp_str id, gp_gap_place *place,
                        gp_error *error)
{
    return read_place(source, id, place, NULL, error);
}

gp_status gp_gaps_ask(const gp_gap_source *source, gp_str question, gp_match_level *match,
                      gp_gap_place *place, gp_error *error)
{
    gp_search_request request = {
        .question = question, .limit = 1, .today = source->today, .budget_us = SEARCH_BUDGET_US};
    gp_results results;
    gp_arena arena;
    gp_status status;
    gp_str id = {NULL, 0};
    double score = 0;

    *place = (gp_gap_place){.score = 0};
    gp_arena_init(&arena, SEARCH_LIMIT);
    status = gp_search(source->searcher, &request, &arena, &results, error);
    *match = GP_MATCH_NONE;
    if (status == GP_OK)
        *match = results.match;
    if (status == GP_OK && results.hits.count > 0) {
        id = gp_arena_copy(source->arena, results.hits.items[0].id);
        score = results.hits.items[0].score;
    }
    gp_arena_clear(&arena);
    if (status == GP_OK && id.size > 0) {
        status = read_place(source, id, place, NULL, error);
        place->score = score;
    }
    return status;
}

gp_str gp_gaps_place_name(const gp_gap_place *place, gp_arena *arena)
{
    if (place->heading.size == 0)
        return place->title;
    return gp_arena_printf(arena, "%.*s > %.*s", GP_STR_ARGS(place->title),
                           GP_STR_ARGS(place->heading));
}

void gp_gaps_date(int32_t day, char out[16])
{
    time_t seconds = (time_t)day * 86400;
    struct tm parts;

    out[0] = '\0';
    if (gmtime_r(&seconds, &parts) == NULL || strftime(out, 16, "%Y-%m-%d", &parts) == 0)
        (void)strcpy(out, "?");
}

/* ---- questions -------------------------------------------------------------------------------- */

static int by_bytes(const void *a, const void *b)
{
    return gp_str_compare(*(const gp_str *)a, *(const gp_str *)b);
}

/* The stems by which questions are alike. */
static gp_status read_stems(const gp_gap_source *source, gp_gap_question *question)
{
    gp_token_list tokens;
    gp_status status = gp_tokenizer_list(gp_searcher_tokenizer(source->searcher), question->text,
                                         TOKENS_MAX, source->arena, &tokens);
    size_t kept = 0;

    for (int all = 0; all < 2 && status == GP_OK && question->stems.count == 0; all++) {
        for (size_t i = 0; i < tokens.count; i++) {
            if ((all == 1 || !gp_stop_word(tokens.items[i].form)) &&
                !gp_str_list_add(source->arena, &question->stems, tokens.items[i].stem))
                return GP_NO_MEMORY;
        }
    }
    if (question->stems.count == 0)
        return status;
    qsort(question->stems.items, question->stems.count, sizeof question->stems.items[0], by_bytes);
    for (size_t i = 0; i < question->stems.count; i++) {
        if (kept == 0 || !gp_str_equal(question->stems.items[i], question->stems.items[kept - 1]))
            question->stems.items[kept++] = question->stems.items[i];
    }
    question->stems.count = kept;
    return status;
}

static gp_status read_vector(const gp_gap_source *source, gp_gap_question *question)
{
    float vector[GP_VECTOR_SIZE];

    if (source->encoder == NULL)
        return GP_OK;
    question->vector = gp_arena_alloc(source->arena, GP_VECTOR_SIZE);
    if (question->vector == NULL)
        return GP_NO_MEMORY;
    gp_encoder_encode(source->encoder, question->text, vector);
    gp_vector_quantize(vector, question->vector);
    return GP_OK;
}

/* A question of ours is short; what somebody else wrote into the desk is cut to that. */
static gp_str short_text(gp_str text)
{
    size_t end = text.size < GP_ASKED_TEXT_MAX ? text.size : GP_ASKED_TEXT_MAX;

    return gp_str_slice(text, 0, gp_utf8_floor(text, end));
}

/* Notes that an answered question leads to a section that did not help. */
static gp_status note_leading(const gp_gap_source *source, gp_str text, const gp_gap_place *place,
                              gp_gap_section_list *sections)
{
    for (size_t i = 0; i < sections->count; i++) {
        gp_gap_section *section = &sections->items[i];
        if (!gp_str_equal(section->place.id, place->id) || section->questions.count >= LEADING_MAX)
            continue;
        if (!gp_str_list_add(source->arena, &section->questions, text))
            return GP_NO_MEMORY;
    }
    return GP_OK;
}

static gp_status add_question(const gp_gap_source *source, const gp_asked_row *row,
                              gp_gap_report *report, gp_error *error)
{
    gp_str text = short_text(row->question);
    gp_gap_question *question;
    gp_match_level match;
    gp_gap_place nearest;
    gp_status status;

    if (gp_str_trim(text).size == 0)
        return GP_OK;
    status = gp_gaps_ask(source, text, &match, &nearest, error);
    if (status != GP_OK)
        return status;
    if (match >= GP_MATCH_MOST)
        return note_leading(source, text, &nearest, &report->sections);
    question = GP_VEC_PUSH(source->arena, &report->questions);
    if (question == NULL)
        return GP_NO_MEMORY;
    *question = (gp_gap_question){.text = text,
                                  .asked = row->asked,
                                  .last_day = row->last_day,
                                  .match = match,
                                  .nearest = nearest};
    status = read_stems(source, question);
    return status == GP_OK ? read_vector(source, question) : status;
}

/* ---- sections that did not help --------------------------------------------------------------- */

static gp_status find_section(const gp_gap_source *source, gp_str id, gp_gap_section_list *sections,
                              gp_gap_section **found, gp_error *error)
{
    gp_gap_section *last = sections->count > 0 ? &sections->items[sections->count - 1] : NULL;
    gp_str text_hash;
    gp_gap_place place;
    gp_status status;

    *found = last;
    if (last != NULL && gp_str_equal(last->place.id, id)) /* rows come by section */
        return GP_OK;
    *found = NULL;
    status = read_place(source, id, &place, &text_hash, error);
    if (status == GP_NOT_FOUND)
        return GP_OK; /* it is no longer there */
    if (status != GP_OK)
        return status;
    *found = GP_VEC_PUSH(source->arena, sections);
    if (*found == NULL)
        return GP_NO_MEMORY;
    **found = (gp_gap_section){.place = place, .text_hash = text_hash};
    return GP_OK;
}

static int unhelpful_first(const void *a, const void *b)
{
    const gp_gap_section *left = a;
    const gp_gap_section *right = b;

    if (left->no != right->no)
        return left->no > right->no ? -1 : 1;
    return gp_str_compare(left->place.id, right->place.id);
}

gp_status gp_gaps_votes(const gp_gap_source *source, const gp_vote_list *votes,
                        gp_gap_section_list *sections, gp_error *error)
{
    size_t kept = 0;

    for (size_t i = 0; i < votes->count; i++) {
        const gp_vote_row *row = &votes->items[i];
        gp_gap_section *section;
        gp_status status = find_section(source, row->section, sections, &section, error);
        if (status != GP_OK)
            return status;
        if (section == NULL || !gp_str_equal(row->text_hash, section->text_hash))
            continue; /* the text was changed since */
        *(row->helpful ? &section->yes : &section->no) += row->votes;
        if (!row->helpful)
            section->reasons[row->reason] += row->votes;
    }
    for (size_t i = 0; i < sections->count; i++) {
        gp_gap_section *section = &sections->items[i];
        if (section->no + section->yes >= GP_GAP_VOTES_LEAST)
            sections->items[kept++] = *section;
    }
    sections->count = kept;
    if (kept > 1)
        qsort(sections->items, kept, sizeof sections->items[0], unhelpful_first);
    return GP_OK;
}

/* Of these, the ones that did not help, each with its mend. */
static gp_status add_unhelpful(const gp_gap_source *source, const gp_vote_list *votes,
                               gp_gap_section_list *sections, gp_error *error)
{
    gp_status status = gp_gaps_votes(source, votes, sections, error);
    size_t kept = 0;

    for (size_t i = 0; i < sections->count && status == GP_OK; i++) {
        gp_gap_section *section = &sections->items[i];
        if (section->no <= section->yes)
            continue;
        status = gp_gaps_mend_section(source->arena, section);
        sections->items[kept++] = *section;
    }
    sections->count = kept;
    return status;
}

/* ---- the report ------------------------------------------------------------------------------- */

static gp_status make(const gp_gap_source *source, const gp_asked_list *asked,
                      const gp_vote_list *votes, gp_gap_report *report, gp_error *error)
{
    gp_status status = add_unhelpful(source, votes, &report->sections, error);

    report->asked = asked->count;
    for (size_t i = 0; i < asked->count && status == GP_OK; i++)
        status = add_question(source, &asked->items[i], report, error);
    if (status == GP_OK)
        status = gp_gaps_group(&report->questions, source->arena, &report->groups);
    for (size_t i = 0; i < report->groups.count && status == GP_OK; i++) {
        gp_gap_group *group = &report->groups.items[i];
        status =
            gp_gaps_mend(source, &report->questions.items[group->questions.items[0]], group, error);
    }
    return status;
}

gp_status gp_gaps_make(const gp_gap_source *source, const gp_asked_list *asked,
                       const gp_vote_list *votes, gp_gap_report *report, gp_error *error)
{
    gp_status status = make(source, asked, votes, report, error);

    return status == GP_NO_MEMORY || source->arena->failed ? no_memory(error) : status;
}
