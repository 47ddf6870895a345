#include "search/proximity.h"

#include "search/weights.h"

#include <stdlib.h>

enum {
    FIELD_SHIFT = 28 /* places in different fields are never near each other */
};

typedef struct place {
    uint32_t at; /* field, then position */
    uint8_t term;
} place;

static int by_place(const void *a, const void *b)
{
    const place *left = a;
    const place *right = b;

    if (left->at != right->at)
        return left->at < right->at ? -1 : 1;
    return (left->term > right->term) - (left->term < right->term);
}

/* An article's own section has no heading: the title is its heading. */
static bool own(const gp_candidate *candidate)
{
    return candidate->lengths[GP_FIELD_HEADING] == 0;
}

static size_t gather(const gp_query *query, const gp_candidate *candidate, place *places)
{
    size_t count = 0;

    for (size_t i = 0; i < candidate->sighting_count; i++) {
        const gp_sighting *sighting = &candidate->sightings[i];
        bool inherited = sighting->field == GP_FIELD_CONTEXT && !own(candidate);
        if (query->info[sighting->term].extra || inherited)
            continue;
        places[count++] =
            (place){(uint32_t)sighting->field << FIELD_SHIFT | sighting->position, sighting->term};
    }
    if (count > 1)
        qsort(places, count, sizeof *places, by_place);
    return count;
}

/* ---- pairs ----------------------------------------------------------------------------------- */

/* What a distance of two places is worth. */
static double worth(uint32_t from, uint32_t to)
{
    uint32_t distance = to - from;
    gp_field field = (gp_field)(to >> FIELD_SHIFT);

    if (distance > GP_CLOSE_FAR)
        return 0;
    return (field == GP_FIELD_BODY ? GP_CLOSE_BODY : 1) *
           (distance <= GP_CLOSE_NEAR ? 1 : GP_CLOSE_FAR_WORTH);
}

/* One sweep: each place is compared with the last one before it of its neighbor in the question. Two
 * terms may stand at one place (synonyms): only places before it are known then. */
static double pairs_of(const gp_query *query, const place *places, size_t count)
{
    double best[GP_MATCH_TERMS] = {0};
    uint32_t last[GP_MATCH_TERMS];
    bool seen[GP_MATCH_TERMS] = {false};
    double sum = 0;
    double all = 0;
    size_t known = 0;

    for (size_t i = 0; i < count; i++) {
        uint8_t term = places[i].term;
        for (; places[known].at < places[i].at; known++) {
            last[places[known].term] = places[known].at;
            seen[places[known].term] = true;
        }
        for (size_t j = 0; j < query->pair_count; j++) {
            const gp_query_pair *pair = &query->pairs[j];
            uint8_t other = pair->first == term ? pair->second : pair->first;
            double here;
            if ((pair->first != term && pair->second != term) || !seen[other])
                continue;
            here = worth(last[other], places[i].at);
            best[j] = here > best[j] ? here : best[j];
        }
    }
    for (size_t j = 0; j < query->pair_count; j++) {
        sum += query->pairs[j].weight * best[j];
        all += query->pairs[j].weight;
    }
    return all > 0 ? sum / all : 0;
}

/* ---- passage --------------------------------------------------------------------------------- */

static uint32_t passage_words(const gp_query *query)
{
    double words = GP_PASSAGE_LEAST + GP_PASSAGE_FACTOR * (double)query->tokens.count;

    return (uint32_t)(words < GP_PASSAGE_MOST ? words : GP_PASSAGE_MOST);
}

/* A window slides over the places; each term in it counts once. */
static double passage_of(const gp_query *query, const place *places, size_t count)
{
    uint16_t inside[GP_MATCH_TERMS] = {0};
    uint32_t width = passage_words(query);
    size_t first = 0;
    double sum = 0;
    double best = 0;

    for (size_t i = 0; i < count; i++) {
        if (inside[places[i].term]++ == 0)
            sum += query->info[places[i].term].weight;
        for (; places[i].at - places[first].at >= width; first++) {
            if (--inside[places[first].term] == 0)
                sum -= query->info[places[first].term].weight;
        }
        best = sum > best ? sum : best;
    }
    if (query->upper <= 0)
        return 0;
    return best < query->upper ? best / query->upper : 1;
}

gp_status gp_proximity_of(const gp_query *query, const gp_candidate *candidate, gp_arena *arena,
                          gp_proximity *proximity)
{
    place *places = gp_arena_alloc(arena, candidate->sighting_count * sizeof *places);
    size_t count;

    *proximity = (gp_proximity){0, 0};
    if (places == NULL)
        return GP_NO_MEMORY;
    count = gather(query, candidate, places);
    proximity->pairs = pairs_of(query, places, count);
    proximity->passage = passage_of(query, places, count);
    return GP_OK;
}
