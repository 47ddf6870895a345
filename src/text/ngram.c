#include "text/ngram.h"

#include "base/utf8.h"

enum {
    N = 4,
    EDGE = '_'
};

/* FNV-1a over characters: four ASCII letters practically never collide. */
static uint32_t key_of(const uint32_t *characters, size_t count)
{
    uint32_t key = 2166136261u;

    for (size_t i = 0; i < count; i++)
        key = (key ^ characters[i]) * 16777619u;
    return key;
}

size_t gp_ngrams(gp_str form, uint32_t keys[GP_NGRAM_MAX])
{
    uint32_t characters[GP_FORM_MAX + 2];
    size_t count = 0;
    size_t at = 0;
    size_t made = 0;

    if (form.size == 0)
        return 0;
    characters[count++] = EDGE;
    while (at < form.size && count <= GP_FORM_MAX)
        characters[count++] = gp_utf8_next(form, &at);
    characters[count++] = EDGE;
    if (count < N)
        keys[made++] = key_of(characters, count);
    for (size_t i = 0; i + N <= count; i++)
        keys[made++] = key_of(characters + i, N);
    return made;
}
