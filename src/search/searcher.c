/* searcher.c - opening: the site's rules and synonyms, the index's words, everything that is made once. */
#include "search/searcher.h"

#include "base/memory.h"

#define SEARCHER_LIMIT ((size_t)64 << 20)

static gp_status open_site(gp_searcher *searcher, gp_error *error)
{
    gp_str json = gp_store_site(searcher->store);
    gp_status status = json.size > 0
                           ? gp_site_read_json(json, &searcher->memory, &searcher->site, error)
                           : gp_site_default(&searcher->memory, &searcher->site);

    if (status == GP_OK)
        status = gp_rules_open(&searcher->site, searcher->tokenizer, &searcher->memory,
                               &searcher->rules);
    if (status == GP_OK)
        status = gp_synonyms_open(&searcher->site, searcher->tokenizer, &searcher->memory,
                                  &searcher->synonyms);
    return status;
}

static gp_status open_spelling(gp_searcher *searcher)
{
    size_t count;
    const gp_word *words = gp_store_vocabulary(searcher->store, &count);
    gp_status status = GP_OK;

    for (size_t i = 0; i < count && status == GP_OK; i++)
        status = gp_spelling_add(&searcher->spelling, words[i].form, words[i].sections,
                                 &searcher->memory);
    gp_spelling_seal(&searcher->spelling);
    return status;
}

gp_status gp_searcher_open(gp_store *store, const gp_encoder *encoder, gp_searcher **searcher,
                           gp_error *error)
{
    gp_searcher *made = gp_alloc(sizeof *made);
    gp_status status;

    *searcher = NULL;
    if (made == NULL)
        return gp_error_set(error, GP_NO_MEMORY,
                            "the searcher cannot be opened: not enough memory");
    made->store = store;
    gp_arena_init(&made->memory, SEARCHER_LIMIT);
    gp_store_corpus(store, &made->corpus);
    status = gp_tokenizer_open("en", &made->tokenizer, error);
    if (status == GP_OK)
        status = gp_ngram_scorer_open(store, &made->ngrams);
    if (status == GP_OK)
        status = gp_heading_fit_open(store, &made->memory, &made->fit);
    if (status == GP_OK)
        status = gp_meaning_open(store, encoder, &made->meaning, error);
    made->types = (gp_heading_types){store, made->tokenizer,
                                     gp_arena_alloc(&made->memory, made->corpus.sections)};
    if (status == GP_OK && made->types.types == NULL)
        status = GP_NO_MEMORY;
    if (status == GP_OK)
        status = open_spelling(made);
    if (status == GP_OK)
        status = open_site(made, error);
    if (status != GP_OK) {
        gp_searcher_close(made);
        return status == GP_NO_MEMORY
                   ? gp_error_set(error, status, "the searcher cannot be opened: not enough memory")
                   : status;
    }
    *searcher = made;
    return GP_OK;
}

void gp_searcher_close(gp_searcher *searcher)
{
    if (searcher == NULL)
        return;
    gp_meaning_close(searcher->meaning);
    gp_ngram_scorer_close(searcher->ngrams);
    gp_tokenizer_close(searcher->tokenizer);
    gp_arena_clear(&searcher->memory);
    gp_free(searcher);
}

const gp_site *gp_searcher_site(const gp_searcher *searcher)
{
    return &searcher->site;
}

gp_tokenizer *gp_searcher_tokenizer(gp_searcher *searcher)
{
    return searcher->tokenizer;
}
