#include "text/stem_cache.h"

#include "base/hash.h"
#include "base/memory.h"
#include "text/tokenizer.h"

#include <assert.h>
#include <libstemmer.h>
#include <string.h>

enum {
    SLOTS = 65536, /* a power of two, so that the modulo is a mask */
    WORD_MAX = 23  /* bytes; longer words are rare and are stemmed anew. A slot is 48 bytes. */
};

typedef struct slot {
    uint8_t form_size, stem_size; /* form_size 0: never used */
    char form[WORD_MAX];
    char stem[WORD_MAX];
} slot;

struct gp_stem_cache {
    struct sb_stemmer *stemmer;
    char stem[GP_FORM_MAX]; /* the last one that was made anew */
    slot slots[SLOTS];
};

gp_status gp_stem_cache_open(const char *language, gp_stem_cache **cache, gp_error *error)
{
    gp_stem_cache *made = gp_alloc(sizeof *made);

    *cache = NULL;
    if (made == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "the stemmer cannot be opened: no memory");
    made->stemmer = sb_stemmer_new(language, NULL);
    if (made->stemmer == NULL) {
        gp_free(made);
        return gp_error_set(error, GP_INVALID, "%.20s: no stemmer for this language; use \"en\"",
                            language);
    }
    *cache = made;
    return GP_OK;
}

void gp_stem_cache_close(gp_stem_cache *cache)
{
    if (cache == NULL)
        return;
    sb_stemmer_delete(cache->stemmer);
    gp_free(cache);
}

/* No English word ends in three s: it is "illness's" with its apostrophe joined, which Snowball leaves
 * as it is. */
static gp_str without_possessive(gp_str form)
{
    return gp_str_ends(form, GP_STR("sss")) ? gp_str_slice(form, 0, form.size - 1) : form;
}

static gp_status stem_anew(gp_stem_cache *cache, gp_str form, gp_str *stem)
{
    gp_str word = without_possessive(form);
    const sb_symbol *result =
        sb_stemmer_stem(cache->stemmer, (const sb_symbol *)word.data, (int)word.size);
    size_t size;

    if (result == NULL)
        return GP_NO_MEMORY;
    size = (size_t)sb_stemmer_length(cache->stemmer);
    if (size == 0 || size > sizeof cache->stem) { /* nothing left, or longer than any form */
        *stem = form;
        return GP_OK;
    }
    memcpy(cache->stem, result, size);
    *stem = (gp_str){cache->stem, size};
    return GP_OK;
}

gp_status gp_stem_cache_find(gp_stem_cache *cache, gp_str form, gp_str *stem)
{
    slot *place;
    gp_status status;

    assert(form.size > 0 && form.size <= GP_FORM_MAX);
    if (form.size > WORD_MAX)
        return stem_anew(cache, form, stem);
    place = &cache->slots[gp_hash64(form) % SLOTS];
    if (place->form_size == form.size && memcmp(place->form, form.data, form.size) == 0) {
        *stem = (gp_str){place->stem, place->stem_size};
        return GP_OK;
    }
    status = stem_anew(cache, form, stem);
    if (status == GP_OK && stem->size <= WORD_MAX) {
        place->form_size = (uint8_t)form.size;
        place->stem_size = (uint8_t)stem->size;
        memcpy(place->form, form.data, form.size);
        memcpy(place->stem, stem->data, stem->size);
    }
    return status;
}
