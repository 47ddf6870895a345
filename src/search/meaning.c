#include "search/meaning.h"

#include "base/memory.h"
#include "vector/cosine.h"

struct gp_meaning {
    const gp_vectors *vectors; /* NULL: none that can be compared */
    gp_encoder *encoder;
    size_t sections;
    float *cosines; /* of each unit */
    bool ready;
};

static bool comparable(const gp_vectors *vectors, const gp_encoder *encoder)
{
    return vectors != NULL && encoder != NULL &&
           gp_str_equal(vectors->model, gp_encoder_name(encoder));
}

gp_status gp_meaning_open(gp_store *store, const gp_encoder *encoder, gp_meaning **meaning,
                          gp_error *error)
{
    gp_meaning *made = gp_alloc(sizeof *made);
    const gp_vectors *vectors = gp_store_vectors(store);
    gp_corpus corpus;
    gp_status status = GP_OK;

    *meaning = made;
    if (made == NULL)
        return GP_NO_MEMORY;
    if (!comparable(vectors, encoder))
        return GP_OK;
    gp_store_corpus(store, &corpus);
    made->vectors = vectors;
    made->sections = corpus.sections;
    made->cosines = gp_alloc(vectors->count * sizeof *made->cosines);
    status =
        made->cosines != NULL ? gp_encoder_share(encoder, &made->encoder, error) : GP_NO_MEMORY;
    if (status != GP_OK) {
        gp_meaning_close(made);
        *meaning = NULL;
    }
    return status;
}

void gp_meaning_close(gp_meaning *meaning)
{
    if (meaning == NULL)
        return;
    gp_encoder_close(meaning->encoder);
    gp_free(meaning->cosines);
    gp_free(meaning);
}

void gp_meaning_ask(gp_meaning *meaning, gp_str question)
{
    float vector[GP_VECTOR_SIZE];
    int8_t query[GP_VECTOR_SIZE];

    meaning->ready = false;
    if (meaning->vectors == NULL || gp_str_trim(question).size == 0)
        return;
    gp_encoder_encode(meaning->encoder, question, vector);
    gp_vector_quantize(vector, query);
    gp_vector_scan(query, meaning->vectors->units, meaning->vectors->count, meaning->cosines);
    meaning->ready = true;
}

bool gp_meaning_ready(const gp_meaning *meaning)
{
    return meaning->ready;
}

double gp_meaning_of(const gp_meaning *meaning, gp_handle section, size_t *unit)
{
    const uint32_t *first = meaning->vectors->first;
    float best = 0;

    if (unit != NULL)
        *unit = 0;
    for (uint32_t i = first[section]; i < first[section + 1]; i++) {
        if (meaning->cosines[i] <= best)
            continue;
        best = meaning->cosines[i];
        if (unit != NULL)
            *unit = i - first[section];
    }
    return best < 1 ? (double)best : 1;
}

double gp_meaning_of_unit(const gp_meaning *meaning, gp_handle section, size_t unit)
{
    const uint32_t *first = meaning->vectors->first;

    if (unit >= first[section + 1] - first[section] || meaning->cosines[first[section] + unit] < 0)
        return 0;
    return (double)meaning->cosines[first[section] + unit];
}

size_t gp_meaning_nearest(const gp_meaning *meaning, double least, size_t most, gp_handle *handles)
{
    size_t count = 0;

    for (gp_handle section = 0; most > 0 && section < meaning->sections; section++) {
        double own = gp_meaning_of(meaning, section, NULL);
        size_t at = count;
        if (own < least ||
            (count == most && own <= gp_meaning_of(meaning, handles[count - 1], NULL)))
            continue;
        at = count < most ? count++ : count - 1;
        while (at > 0 && gp_meaning_of(meaning, handles[at - 1], NULL) < own) {
            handles[at] = handles[at - 1];
            at--;
        }
        handles[at] = section;
    }
    return count;
}
