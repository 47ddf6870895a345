#include "search/candidates.h"

#include "search/weights.h"

#include <string.h>

static bool is_candidate(const gp_match *match, gp_handle handle)
{
    for (size_t i = 0; i < match->count; i++) {
        if (match->candidates[i].handle == handle)
            return true;
    }
    return false;
}

/* Its words made it a match, though it is not among the best: the total holds it already. */
static bool is_counted(const gp_match_request *wanted, const gp_candidate *candidate)
{
    bool only_optional = true;

    for (size_t i = 0; i < wanted->term_count; i++)
        only_optional &= wanted->terms[i].role != GP_SHOULD && wanted->terms[i].role != GP_MUST;
    for (size_t i = 0; i < candidate->sighting_count; i++) {
        if (only_optional || wanted->terms[candidate->sightings[i].term].role != GP_OPTIONAL)
            return true;
    }
    return false;
}

static gp_status append(gp_match *match, const gp_match *more, const gp_match_request *wanted,
                        gp_arena *arena)
{
    gp_candidate *all = gp_arena_alloc(arena, (match->count + more->count) * sizeof *all);

    if (all == NULL)
        return GP_NO_MEMORY;
    if (match->count > 0)
        memcpy(all, match->candidates, match->count * sizeof *all);
    memcpy(all + match->count, more->candidates, more->count * sizeof *all);
    match->candidates = all;
    match->count += more->count;
    for (size_t i = 0; i < more->count; i++)
        match->total += !is_counted(wanted, &more->candidates[i]);
    return GP_OK;
}

gp_status gp_candidates_find(gp_store *store, const gp_meaning *meaning,
                             const gp_match_request *wanted, gp_arena *arena, gp_match *match,
                             gp_error *error)
{
    gp_handle near[GP_MEANING_MOST];
    gp_match more;
    size_t count = 0;
    size_t found;
    gp_status status = gp_store_match(store, wanted, arena, match, error);

    if (status != GP_OK || !gp_meaning_ready(meaning))
        return status;
    found = gp_meaning_nearest(meaning, GP_MEANING_LEAST, GP_MEANING_MOST, near);
    for (size_t i = 0; i < found; i++) {
        if (!is_candidate(match, near[i]))
            near[count++] = near[i];
    }
    status = gp_store_look(store, wanted, near, count, arena, &more, error);
    return status == GP_OK && more.count > 0 ? append(match, &more, wanted, arena) : status;
}
