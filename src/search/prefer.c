#include "search/prefer.h"

#include "search/question_type.h"
#include "search/weights.h"

#include <string.h>

enum {
    HEADING_TOKENS = 32,
    SIDES_AMONG = 4 /* of the first so many, one speaks of either side */
};

/* ---- type ------------------------------------------------------------------------------------ */

/* The type of the section's heading, or of its article's title. */
static gp_status type_of_heading(gp_heading_types *self, gp_handle handle, gp_arena *arena,
                                 gp_question_type *type, gp_error *error)
{
    gp_stored_section stored;
    gp_token_list tokens;
    gp_status status = GP_OK;

    if (self->types[handle] == 0) {
        status = gp_store_fetch(self->store, &handle, 1, true, arena, &stored, error);
        if (status == GP_OK)
            status = gp_tokenizer_list(self->tokenizer,
                                       stored.section.heading.size > 0 ? stored.section.heading
                                                                       : stored.title,
                                       HEADING_TOKENS, arena, &tokens);
        if (status == GP_OK)
            self->types[handle] = (uint8_t)(gp_question_type_of(&tokens) + 1);
    }
    *type = (gp_question_type)(self->types[handle] > 0 ? self->types[handle] - 1 : 0);
    return status;
}

/* Insertion: few of few move. */
static void sort_by_order(gp_ranked *ranked, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        gp_ranked moved = ranked[i];
        size_t at = i;
        for (; at > 0 && ranked[at - 1].order < moved.order; at--)
            ranked[at] = ranked[at - 1];
        ranked[at] = moved;
    }
}

static gp_status prefer_type(const gp_query *query, gp_heading_types *types, gp_ranked *ranked,
                             size_t count, gp_arena *arena, gp_error *error)
{
    gp_question_type asked = gp_question_type_of(&query->tokens);
    size_t compared = count < GP_PREFER_OF ? count : GP_PREFER_OF;
    gp_status status = GP_OK;

    if (asked == GP_ASKS_ANYTHING)
        return GP_OK;
    for (size_t i = 0; i < compared && status == GP_OK; i++) {
        gp_question_type own = GP_ASKS_ANYTHING;
        status = type_of_heading(types, ranked[i].candidate->handle, arena, &own, error);
        ranked[i].order += own == asked ? GP_SHARE_TYPE : 0;
    }
    sort_by_order(ranked, compared);
    return status;
}

/* ---- sides ----------------------------------------------------------------------------------- */

static bool word_is(const gp_token_list *tokens, size_t at, const char *form)
{
    return gp_str_equal(tokens->items[at].form, gp_str_of(form));
}

/* The words [first, between) and (between, tokens->count) are the two sides; false when there are none. */
static bool find_sides(const gp_token_list *tokens, size_t *first, size_t *between)
{
    bool compares = false;

    *first = 0;
    for (size_t at = 0; at < tokens->count; at++) {
        if (word_is(tokens, at, "vs") || word_is(tokens, at, "versus")) {
            *between = at;
            return at > 0 && at + 1 < tokens->count;
        }
        if (word_is(tokens, at, "between") && at > 0) {
            compares = true;
            *first = at + 1;
        }
        if (compares && at > *first && word_is(tokens, at, "and")) {
            *between = at;
            return at + 1 < tokens->count;
        }
    }
    return false;
}

static bool is_term(const gp_query *query, size_t term, const gp_token *token)
{
    const gp_match_term *own = &query->terms[term];

    return !query->info[term].stop && own->form_count > 0 && own->forms[0].stem_count == 1 &&
           gp_str_equal(own->forms[0].stems[0], token->stem);
}

/* Whether the candidate's heading has a term among the words [from, to). */
static bool speaks_of(const gp_query *query, const gp_candidate *candidate, size_t from, size_t to)
{
    bool own = candidate->lengths[GP_FIELD_HEADING] == 0;

    for (size_t i = 0; i < candidate->sighting_count; i++) {
        const gp_sighting *sighting = &candidate->sightings[i];
        if (sighting->field != GP_FIELD_HEADING && !(own && sighting->field == GP_FIELD_CONTEXT))
            continue;
        for (size_t at = from; at < to; at++) {
            if (is_term(query, sighting->term, &query->tokens.items[at]))
                return true;
        }
    }
    return false;
}

static void bring_side(const gp_query *query, gp_ranked *ranked, size_t count, size_t from,
                       size_t to)
{
    for (size_t i = 0; i < count; i++) {
        gp_ranked found = ranked[i];
        if (!speaks_of(query, found.candidate, from, to))
            continue;
        if (i < SIDES_AMONG)
            return;
        memmove(&ranked[SIDES_AMONG], &ranked[SIDES_AMONG - 1],
                (i - SIDES_AMONG + 1) * sizeof *ranked);
        found.order = ranked[SIDES_AMONG].order; /* folding goes by it */
        ranked[SIDES_AMONG - 1] = found;
        return;
    }
}

gp_status gp_prefer(const gp_query *query, gp_heading_types *types, gp_ranked *ranked, size_t count,
                    gp_arena *arena, gp_error *error)
{
    gp_status status = prefer_type(query, types, ranked, count, arena, error);
    size_t first;
    size_t between;

    if (status != GP_OK || !find_sides(&query->tokens, &first, &between))
        return status;
    bring_side(query, ranked, count, first, between);
    bring_side(query, ranked, count, between + 1, query->tokens.count);
    return GP_OK;
}
