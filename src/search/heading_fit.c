#include "search/heading_fit.h"

#include "search/weights.h"
#include "text/stop_words.h"

#include <math.h>
#include <string.h>

/* A stem is a function word's when one of its forms is: "doe" is, of "does". */
static void lighten_function_words(gp_heading_fit *fit, const gp_stem *stems, size_t count,
                                   size_t sections)
{
    size_t word_count;
    const gp_word *words = gp_store_vocabulary(fit->store, &word_count);

    for (size_t i = 0; i < word_count; i++) {
        size_t stem =
            gp_stop_word(words[i].form) ? gp_store_stem_number(fit->store, words[i].stem) : count;
        if (stem < count)
            fit->weights[stem] =
                (float)(GP_WEIGHT_STOP * gp_query_idf(sections, stems[stem].sections));
    }
}

gp_status gp_heading_fit_open(gp_store *store, gp_arena *memory, gp_heading_fit *fit)
{
    gp_corpus corpus;
    size_t count;
    const gp_stem *stems = gp_store_stems(store, &count);

    *fit = (gp_heading_fit){.store = store, .memory = memory};
    if (gp_store_grams(store) == NULL)
        return GP_OK;
    gp_store_corpus(store, &corpus);
    fit->weights = gp_arena_alloc(memory, count * sizeof *fit->weights);
    fit->known = gp_arena_alloc(memory, corpus.sections * sizeof *fit->known);
    if (fit->weights == NULL || fit->known == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        fit->weights[i] = (float)gp_query_idf(corpus.sections, stems[i].sections);
    lighten_function_words(fit, stems, count, corpus.sections);
    return GP_OK;
}

/* ---- wordings -------------------------------------------------------------------------------- */

enum {
    WORDINGS_MAX = 24,   /* of one section that are compared */
    WORDING_WORDS = 4096 /* all of it: a cut one would shift those behind it */
};

/* The weight of the words, each once. */
static double weigh_words(const gp_heading_fit *fit, const gp_token_list *tokens)
{
    double sum = 0;
    size_t count;

    (void)gp_store_stems(fit->store, &count);
    for (size_t i = 0; i < tokens->count; i++) {
        size_t stem = gp_store_stem_number(fit->store, tokens->items[i].stem);
        bool again = stem == count;
        for (size_t j = 0; j < i && !again; j++)
            again = gp_str_equal(tokens->items[j].stem, tokens->items[i].stem);
        sum += again ? 0 : (double)fit->weights[stem];
    }
    return sum;
}

static gp_status add_wording(gp_heading_fit *fit, uint32_t end, double weight)
{
    gp_wording *wording = GP_VEC_PUSH(fit->memory, &fit->wordings);

    if (wording == NULL)
        return GP_NO_MEMORY;
    *wording = (gp_wording){end, (float)weight};
    return GP_OK;
}

static gp_status learn_section(gp_heading_fit *fit, gp_handle handle, gp_tokenizer *tokenizer,
                               gp_arena *arena, gp_error *error)
{
    size_t first = fit->wordings.count;
    gp_stored_section stored;
    uint32_t end = 0;
    gp_status status = gp_store_fetch(fit->store, &handle, 1, true, arena, &stored, error);

    for (size_t i = 0; status == GP_OK && i < stored.section.questions.count && i < WORDINGS_MAX;
         i++) {
        gp_token_list tokens;
        status = gp_tokenizer_list(tokenizer, stored.section.questions.items[i], WORDING_WORDS,
                                   arena, &tokens);
        if (status != GP_OK)
            break;
        end += (uint32_t)tokens.count;
        status = add_wording(fit, end, weigh_words(fit, &tokens));
    }
    if (status == GP_OK)
        status = add_wording(fit, UINT32_MAX, 0);
    if (status == GP_OK)
        fit->known[handle] = (uint32_t)first + 1;
    return status;
}

gp_status gp_heading_fit_learn(gp_heading_fit *fit, gp_tokenizer *tokenizer, const gp_match *match,
                               gp_arena *arena, gp_error *error)
{
    gp_status status = GP_OK;

    for (size_t i = 0; fit->weights != NULL && i < match->count && status == GP_OK; i++) {
        const gp_candidate *candidate = &match->candidates[i];
        if (candidate->lengths[GP_FIELD_QUESTIONS] > 0 && fit->known[candidate->handle] == 0)
            status = learn_section(fit, candidate->handle, tokenizer, arena, error);
    }
    return status;
}

/* The section's wordings, up to the one that ends the list; NULL when it has none that are known. */
static const gp_wording *wordings_of(const gp_heading_fit *fit, const gp_candidate *candidate)
{
    uint32_t known = fit->known[candidate->handle];

    return known > 0 ? &fit->wordings.items[known - 1] : NULL;
}

/* ---- comparing ------------------------------------------------------------------------------- */

/* How much of each term stands in the heading, [0], and in each wording behind it. */
typedef struct meetings {
    float of[1 + WORDINGS_MAX][GP_MATCH_TERMS];
    size_t count; /* of headings: 1 and the wordings */
} meetings;

/* An article's own section has no heading: the title is its heading. */
static gp_field heading_field(const gp_candidate *candidate)
{
    return candidate->lengths[GP_FIELD_HEADING] > 0 ? GP_FIELD_HEADING : GP_FIELD_CONTEXT;
}

/* Which heading of the section a sighting stands in; their count when in none. */
static size_t heading_at(const gp_sighting *sighting, gp_field heading, const gp_wording *wordings,
                         size_t count)
{
    size_t i = 0;

    if (sighting->field == heading)
        return 0;
    if (sighting->field != GP_FIELD_QUESTIONS)
        return count;
    while (i + 1 < count && wordings[i].end <= sighting->position)
        i++;
    return i + 1;
}

static void find_meetings(const gp_query *query, const gp_candidate *candidate,
                          const gp_wording *wordings, meetings *met)
{
    gp_field heading = heading_field(candidate);

    met->count = 1;
    while (wordings != NULL && wordings[met->count - 1].end != UINT32_MAX)
        met->count++;
    for (size_t i = 0; i < met->count; i++)
        memset(met->of[i], 0, query->count * sizeof met->of[i][0]);
    for (size_t i = 0; i < candidate->sighting_count; i++) {
        const gp_sighting *sighting = &candidate->sightings[i];
        size_t at = heading_at(sighting, heading, wordings, met->count);
        if (at < met->count)
            met->of[at][sighting->term] +=
                query->terms[sighting->term].forms[sighting->form].weight;
    }
}

/* The weight of all words of the heading, each once. */
static double weigh_heading(const gp_heading_fit *fit, const gp_candidate *candidate)
{
    gp_field heading = heading_field(candidate);
    size_t count;
    const gp_section_word *words = gp_store_section_words(fit->store, candidate->handle, &count);
    double sum = 0;

    for (size_t i = 0; i < count; i++) {
        if (words[i].times[heading] > 0)
            sum += (double)fit->weights[words[i].stem];
    }
    return sum;
}

/* `shares` of the question's terms are met by a heading of weight `all`. */
static double compare(const gp_query *query, const float *shares, double all)
{
    double met = 0;

    for (size_t i = 0; i < query->count; i++)
        met += query->info[i].extra ? 0 : query->info[i].weight * fmin((double)shares[i], 1);
    if (met <= 0 || all <= 0 || query->upper <= 0)
        return 0;
    return fmin(met / all, 1) * sqrt(fmin(met / query->upper, 1));
}

double gp_heading_fit_of(const gp_heading_fit *fit, const gp_query *query,
                         const gp_candidate *candidate)
{
    const gp_wording *wordings;
    meetings met;
    double best;

    if (fit->weights == NULL)
        return 0;
    wordings = wordings_of(fit, candidate);
    find_meetings(query, candidate, wordings, &met);
    best = compare(query, met.of[0], weigh_heading(fit, candidate));
    for (size_t i = 1; i < met.count; i++)
        best = fmax(best, compare(query, met.of[i], (double)wordings[i - 1].weight));
    return best;
}
