#include "store/hidden.h"

enum {
    TOKENS_MAX = 24 /* of both forms of an acronym; more are none that the text miner takes */
};

static bool shown_on(const gp_image_document *document, int32_t day)
{
    return document->publish_on <= day && document->expires_on > day;
}

static bool section_shown(const gp_image *image, gp_handle handle, int32_t today)
{
    return shown_on(&image->documents.items[image->sections.items[handle].document], today);
}

bool gp_image_days_differ(const gp_image *image, int32_t one, int32_t other)
{
    for (size_t i = 0; i < image->documents.count; i++) {
        const gp_image_document *document = &image->documents.items[i];
        if (shown_on(document, one) != shown_on(document, other))
            return true;
    }
    return false;
}

static bool any_hidden(const gp_image *image, int32_t today)
{
    for (size_t i = 0; i < image->documents.count; i++) {
        if (!shown_on(&image->documents.items[i], today))
            return true;
    }
    return false;
}

/* ---- words ------------------------------------------------------------------------------------ */

static void count_shown(gp_image *image, int32_t today)
{
    for (size_t stem = 0; stem < image->stems.count; stem++) {
        gp_posting_run run = gp_postings_of(&image->postings, (uint32_t)stem);
        uint32_t sections = 0;
        for (size_t i = 0; i < run.count; i++)
            sections += section_shown(image, run.items[i].handle, today);
        image->stems.items[stem].sections = sections;
    }
}

static void drop_words(gp_image *image)
{
    size_t kept = 0;

    for (size_t i = 0; i < image->words.count; i++) {
        if (gp_image_frequency(image, image->words.items[i].stem) > 0)
            image->words.items[kept++] = image->words.items[i];
    }
    image->words.count = kept;
}

/* ---- acronyms --------------------------------------------------------------------------------- */

/* The stems of both forms; `*known` is false when one of them is shown nowhere. */
static gp_status find_stems(const gp_image *image, gp_tokenizer *tokenizer,
                            const gp_acronym *acronym, gp_arena *arena,
                            gp_posting_run runs[TOKENS_MAX], size_t *count, bool *known)
{
    gp_str forms[2] = {acronym->short_form, acronym->long_form};
    gp_status status = GP_OK;

    *known = true;
    *count = 0;
    for (int i = 0; i < 2 && status == GP_OK; i++) {
        gp_token_list tokens;
        status = gp_tokenizer_list(tokenizer, forms[i], TOKENS_MAX / 2, arena, &tokens);
        for (size_t j = 0; status == GP_OK && j < tokens.count; j++) {
            size_t stem = gp_image_stem_number(image, tokens.items[j].stem);
            *known &= stem < image->stems.count && image->stems.items[stem].sections > 0;
            if (*known)
                runs[(*count)++] = gp_postings_of(&image->postings, (uint32_t)stem);
        }
    }
    return status;
}

/* A section that is shown and holds all of the words: where it is explained, or as good as. */
static bool stand_together(const gp_image *image, const gp_posting_run *runs, size_t count,
                           int32_t today)
{
    for (size_t i = 0; i < runs[0].count; i++) {
        gp_handle handle = runs[0].items[i].handle;
        bool all = section_shown(image, handle, today);
        for (size_t j = 1; j < count && all; j++) {
            size_t at = gp_postings_seek(&runs[j], 0, handle);
            all = at < runs[j].count && runs[j].items[at].handle == handle;
        }
        if (all)
            return true;
    }
    return false;
}

static gp_status drop_acronyms(gp_image *image, gp_tokenizer *tokenizer, gp_arena *arena,
                               int32_t today)
{
    size_t kept = 0;

    for (size_t i = 0; i < image->acronyms.count; i++) {
        gp_posting_run runs[TOKENS_MAX];
        size_t count;
        bool known;
        gp_status status =
            find_stems(image, tokenizer, &image->acronyms.items[i], arena, runs, &count, &known);
        if (status != GP_OK)
            return status;
        if (known && count > 0 && stand_together(image, runs, count, today))
            image->acronyms.items[kept++] = image->acronyms.items[i];
        gp_arena_reset(arena);
    }
    image->acronyms.count = kept;
    return GP_OK;
}

gp_status gp_image_hide(gp_image *image, int32_t today)
{
    gp_tokenizer *tokenizer;
    gp_arena arena;
    gp_status status;

    if (today == 0 || image->postings.items == NULL || !any_hidden(image, today))
        return GP_OK;
    count_shown(image, today);
    drop_words(image);
    status = gp_tokenizer_open("en", &tokenizer, NULL);
    if (status != GP_OK)
        return status;
    gp_arena_init(&arena, 1 << 20);
    status = drop_acronyms(image, tokenizer, &arena, today);
    gp_arena_clear(&arena);
    gp_tokenizer_close(tokenizer);
    return status;
}
