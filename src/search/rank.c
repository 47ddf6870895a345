#include "search/rank.h"

#include "search/proximity.h"
#include "search/weights.h"
#include "store/evidence.h"

#include <stdlib.h>
#include <string.h>

static double saturate(double tf, double length_ratio)
{
    return GP_BM25_TOP * tf / (tf + GP_BM25_K1 * (1 - GP_BM25_B + GP_BM25_B * length_ratio));
}

/* What a sighting counts, by form and field: headings three times. */
static double count_sighting(const gp_candidate *candidate, const gp_form *form,
                             const gp_sighting *sighting)
{
    /* an article's own section has no heading: the title is its heading */
    bool own = candidate->lengths[GP_FIELD_HEADING] == 0;
    double weight = (double)form->weight;

    switch ((gp_field)sighting->field) {
    case GP_FIELD_HEADING:
        return weight * GP_TIMES_HEADING;
    case GP_FIELD_QUESTIONS:
        return weight * GP_TIMES_QUESTIONS;
    case GP_FIELD_CONTEXT:
        return weight * (own ? GP_TIMES_HEADING : GP_TIMES_CONTEXT);
    case GP_FIELD_BODY:
        break;
    }
    return weight;
}

/* How often each term stands in the candidate. */
static void count_terms(const gp_query *query, const gp_candidate *candidate,
                        double counts[GP_MATCH_TERMS])
{
    memset(counts, 0, query->count * sizeof counts[0]);
    for (size_t i = 0; i < candidate->sighting_count; i++) {
        const gp_sighting *sighting = &candidate->sightings[i];
        counts[sighting->term] += count_sighting(
            candidate, &query->terms[sighting->term].forms[sighting->form], sighting);
    }
}

static double at_most_one(double value)
{
    return value < 1 ? value : 1;
}

/* W and coverage. */
static void score_words(const gp_query *query, const gp_candidate *candidate, double length_ratio,
                        gp_ranked *ranked)
{
    double counts[GP_MATCH_TERMS];
    double upper = query->upper > 0 ? query->upper : 1;
    double words = 0;
    double cover = 0;

    count_terms(query, candidate, counts);
    for (size_t i = 0; i < query->count; i++) {
        const gp_query_term *info = &query->info[i];
        if (counts[i] <= 0)
            continue;
        words += info->weight * saturate(counts[i], length_ratio);
        cover += info->extra ? 0 : info->weight;
    }
    ranked->words = at_most_one(words / (GP_BM25_TOP * upper));
    ranked->cover = at_most_one(cover / upper);
}

static double length_ratio_of(const gp_rank_context *context, const gp_candidate *candidate)
{
    double average = gp_evidence_average(context->corpus);

    return average > 0 ? gp_evidence_length(candidate->lengths) / average : 1;
}

static bool has_meaning(const gp_rank_context *context)
{
    return context->meaning != NULL && gp_meaning_ready(context->meaning);
}

static bool has_fit(const gp_rank_context *context)
{
    return context->fit != NULL && context->fit->weights != NULL;
}

static double share_of_all(const gp_rank_context *context)
{
    double all = GP_SHARE_WORDS + GP_SHARE_PAIRS + GP_SHARE_PASSAGE;

    all += has_fit(context) ? GP_SHARE_FIT : 0;
    all += has_meaning(context) ? GP_SHARE_MEANING : 0;
    return all +
           (context->ngrams != NULL && gp_ngram_scorer_ready(context->ngrams) ? GP_SHARE_NGRAM : 0);
}

/* Adds the parts up. */
static void sum_up(const gp_rank_context *context, gp_ranked *ranked)
{
    ranked->score = (GP_SHARE_WORDS * ranked->words + GP_SHARE_FIT * ranked->fit +
                     GP_SHARE_NGRAM * ranked->ngrams + GP_SHARE_PAIRS * ranked->pairs +
                     GP_SHARE_PASSAGE * ranked->passage + GP_SHARE_MEANING * ranked->meaning) /
                    share_of_all(context);
    ranked->order = ranked->score + GP_SHARE_WEIGHT * at_most_one(ranked->candidate->weight - 1) +
                    (ranked->candidate->audience == GP_STAFF ? GP_SHARE_STAFF : 0);
}

/* All parts but where the words stand. */
static void score_candidate(const gp_rank_context *context, const gp_candidate *candidate,
                            gp_ranked *ranked)
{
    bool own = candidate->lengths[GP_FIELD_HEADING] == 0;

    ranked->candidate = candidate;
    score_words(context->query, candidate, length_ratio_of(context, candidate), ranked);
    if (has_fit(context))
        ranked->fit = gp_heading_fit_of(context->fit, context->query, candidate);
    if (context->ngrams != NULL && gp_ngram_scorer_ready(context->ngrams))
        ranked->ngrams = gp_ngram_score(context->ngrams, candidate->handle, own);
    if (has_meaning(context))
        ranked->meaning = gp_meaning_of(context->meaning, candidate->handle, NULL);
    sum_up(context, ranked);
}

static gp_status score_places(const gp_rank_context *context, gp_arena *arena, gp_ranked *ranked)
{
    gp_proximity proximity;
    gp_status status = gp_proximity_of(context->query, ranked->candidate, arena, &proximity);

    ranked->pairs = proximity.pairs;
    ranked->passage = proximity.passage;
    sum_up(context, ranked);
    return status;
}

double gp_rank_confidence(const gp_rank_context *context, const gp_ranked *ranked)
{
    double rarest = gp_query_idf(context->corpus->sections, 1);
    double words = rarest > 0 ? context->query->upper / rarest : 0;
    bool all_met = ranked->cover >= GP_COVER_EXACT;
    double exact =
        all_met && ranked->words > ranked->fit ? ranked->words * ranked->passage : ranked->fit;
    double known = words + GP_CONFIDENCE_EXACT * exact;

    return ranked->score * known / (known + GP_CONFIDENCE_HALF);
}

gp_status gp_rank_explain(const gp_rank_context *context, const gp_ranked *ranked, gp_arena *arena,
                          gp_explanation *explanation)
{
    const gp_query *query = context->query;
    double ratio = length_ratio_of(context, ranked->candidate);
    double counts[GP_MATCH_TERMS];

    *explanation = (gp_explanation){.words = ranked->words,
                                    .fit = ranked->fit,
                                    .ngrams = ranked->ngrams,
                                    .pairs = ranked->pairs,
                                    .passage = ranked->passage,
                                    .meaning = ranked->meaning,
                                    .cover = ranked->cover};
    count_terms(query, ranked->candidate, counts);
    for (size_t i = 0; i < query->count; i++) {
        const gp_query_term *info = &query->info[i];
        gp_term_part *part = GP_VEC_PUSH(arena, &explanation->terms);
        if (part == NULL)
            return GP_NO_MEMORY;
        *part = (gp_term_part){info->shown, info->idf, info->weight, counts[i], 0};
        if (query->upper > 0)
            part->part = info->weight * saturate(counts[i], ratio) / (GP_BM25_TOP * query->upper);
    }
    return GP_OK;
}

static int best_first(const void *a, const void *b)
{
    const gp_ranked *left = a;
    const gp_ranked *right = b;

    if (left->order > right->order || left->order < right->order)
        return left->order > right->order ? -1 : 1;
    return gp_str_compare(left->candidate->id, right->candidate->id);
}

gp_status gp_rank(const gp_rank_context *context, const gp_match *match, gp_arena *arena,
                  gp_ranked **ranked)
{
    gp_status status = GP_OK;

    *ranked = gp_arena_alloc(arena, match->count * sizeof **ranked);
    if (*ranked == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < match->count; i++)
        score_candidate(context, &match->candidates[i], &(*ranked)[i]);
    if (match->count > 1)
        qsort(*ranked, match->count, sizeof **ranked, best_first);
    for (size_t i = 0; i < match->count && i < GP_PLACES_OF && status == GP_OK; i++)
        status = score_places(context, arena, &(*ranked)[i]);
    if (status == GP_OK && match->count > 1)
        qsort(*ranked, match->count, sizeof **ranked, best_first);
    return status;
}

typedef struct folding {
    const gp_ranked *from;
    gp_ranked *to;
    bool *taken;
    size_t count, done;
} folding;

/* The introduction (an article's own section) gathers the words of the title and all its wordings; a
 * section that answers about as well stands in front of it. */
static size_t instead_of_introduction(const folding *self, size_t best)
{
    const gp_candidate *candidate = self->from[best].candidate;

    if (candidate->lengths[GP_FIELD_HEADING] > 0)
        return best;
    for (size_t i = best + 1; i < self->count; i++) {
        if (self->from[i].order < self->from[best].order * GP_SHARE_INSTEAD)
            break;
        if (!self->taken[i] && self->from[i].candidate->document == candidate->document)
            return i;
    }
    return best;
}

/* Takes the article of from[best]: that section, and those of its others that come along. */
static void take_article(folding *self, size_t best)
{
    uint32_t document = self->from[best].candidate->document;
    size_t first = instead_of_introduction(self, best);
    size_t taken = 1;

    self->to[self->done++] = self->from[first];
    self->taken[first] = true;
    for (size_t i = best; i < self->count && taken < GP_SECTIONS_OF_AN_ARTICLE; i++) {
        if (self->taken[i] || self->from[i].candidate->document != document)
            continue;
        if (self->from[i].order < self->from[best].order * GP_SHARE_COMES_ALONG)
            break;
        self->to[self->done++] = self->from[i];
        self->taken[i] = true;
        taken++;
    }
}

static bool had_its_turn(const folding *self, size_t round_start, uint32_t document)
{
    for (size_t i = round_start; i < self->done; i++) {
        if (self->to[i].candidate->document == document)
            return true;
    }
    return false;
}

gp_status gp_rank_fold(gp_ranked *ranked, size_t count, gp_arena *arena)
{
    folding self = {.from = ranked, .count = count};

    self.to = gp_arena_alloc(arena, count * sizeof *self.to);
    self.taken = gp_arena_alloc(arena, count * sizeof *self.taken);
    if (self.to == NULL || self.taken == NULL)
        return GP_NO_MEMORY;
    while (self.done < count) { /* a round; the first of those left is always taken */
        size_t round_start = self.done;
        for (size_t i = 0; i < count; i++) {
            if (!self.taken[i] && !had_its_turn(&self, round_start, ranked[i].candidate->document))
                take_article(&self, i);
        }
    }
    memcpy(ranked, self.to, count * sizeof *ranked);
    return GP_OK;
}
