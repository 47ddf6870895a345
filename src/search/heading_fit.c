#include "search/heading_fit.h"

#include "search/weights.h"
#include "text/stop_words.h"

#include <math.h>

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

gp_status gp_heading_fit_open(const gp_store *store, gp_arena *arena, gp_heading_fit *fit)
{
    gp_corpus corpus;
    size_t count;
    const gp_stem *stems = gp_store_stems(store, &count);

    *fit = (gp_heading_fit){.store = store};
    if (gp_store_grams(store) == NULL)
        return GP_OK;
    gp_store_corpus(store, &corpus);
    fit->weights = gp_arena_alloc(arena, count * sizeof *fit->weights);
    if (fit->weights == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        fit->weights[i] = (float)gp_query_idf(corpus.sections, stems[i].sections);
    lighten_function_words(fit, stems, count, corpus.sections);
    return GP_OK;
}

/* The weight of all words of the heading, each once. */
static double weigh_heading(const gp_heading_fit *fit, const gp_candidate *candidate)
{
    /* an article's own section has no heading: the title is its heading */
    gp_field heading =
        candidate->lengths[GP_FIELD_HEADING] > 0 ? GP_FIELD_HEADING : GP_FIELD_CONTEXT;
    size_t count;
    const gp_section_word *words = gp_store_section_words(fit->store, candidate->handle, &count);
    double sum = 0;

    for (size_t i = 0; i < count; i++) {
        if (words[i].times[heading] > 0 || words[i].times[GP_FIELD_QUESTIONS] > 0)
            sum += (double)fit->weights[words[i].stem];
    }
    return sum;
}

double gp_heading_fit_of(const gp_heading_fit *fit, const gp_query *query,
                         const gp_candidate *candidate, double met)
{
    double all = fit->weights != NULL && met > 0 ? weigh_heading(fit, candidate) : 0;
    double precision = all > 0 ? fmin(met / all, 1) : 0;
    double recall = query->upper > 0 ? fmin(met / query->upper, 1) : 0;

    return precision * sqrt(recall);
}
