#include "store/acronyms.h"

#include "text/acronym.h"

#include <stdlib.h>

#define TALLY_LIMIT ((size_t)1 << 30)

/* ---- order ----------------------------------------------------------------------------------- */

static unsigned char small(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static int compare_small(gp_str a, gp_str b)
{
    for (size_t i = 0; i < a.size && i < b.size; i++) {
        if (small(a.data[i]) != small(b.data[i]))
            return small(a.data[i]) < small(b.data[i]) ? -1 : 1;
    }
    return a.size < b.size ? -1 : a.size > b.size;
}

static bool mean_the_same(const gp_acronym *a, const gp_acronym *b)
{
    return gp_str_equal(a->folded, b->folded) && gp_str_equal_nocase(a->long_form, b->long_form);
}

static int by_meaning(const void *a, const void *b)
{
    const gp_acronym *left = a;
    const gp_acronym *right = b;
    int order = gp_str_compare(left->folded, right->folded);

    if (order == 0)
        order = compare_small(left->long_form, right->long_form);
    if (order == 0)
        order = gp_str_compare(left->long_form, right->long_form);
    return order != 0 ? order : gp_str_compare(left->short_form, right->short_form);
}

/* Sorts, and adds up what is written the same. */
static void add_up(gp_acronym *pairs, size_t *count)
{
    size_t kept = 0;

    if (*count > 1)
        qsort(pairs, *count, sizeof *pairs, by_meaning);
    for (size_t i = 0; i < *count; i++) {
        if (kept > 0 && by_meaning(&pairs[kept - 1], &pairs[i]) == 0)
            pairs[kept - 1].sections += pairs[i].sections;
        else
            pairs[kept++] = pairs[i];
    }
    *count = kept;
}

/* ---- tally ----------------------------------------------------------------------------------- */

void gp_acronym_tally_init(gp_acronym_tally *tally)
{
    *tally = (gp_acronym_tally){.section = 0};
    gp_arena_init(&tally->memory, TALLY_LIMIT);
}

void gp_acronym_tally_clear(gp_acronym_tally *tally)
{
    gp_arena_clear(&tally->memory);
    gp_acronym_tally_init(tally);
}

gp_str gp_acronym_fold(gp_str short_form, gp_arena *memory)
{
    char *folded = gp_arena_alloc(memory, short_form.size);

    for (size_t i = 0; i < short_form.size && folded != NULL; i++)
        folded[i] = (char)small(short_form.data[i]);
    return (gp_str){folded, folded != NULL ? short_form.size : 0};
}

static gp_status take_pair(void *context, gp_str short_form, gp_str long_form)
{
    gp_acronym_tally *tally = context;
    gp_acronym *kept;

    for (size_t i = tally->section; i < tally->pairs.count; i++) {
        if (gp_str_equal_nocase(tally->pairs.items[i].short_form, short_form) &&
            gp_str_equal_nocase(tally->pairs.items[i].long_form, long_form))
            return GP_OK;
    }
    if (tally->pairs.count - tally->section >= GP_ACRONYMS_OF_A_SECTION)
        return GP_OK;
    kept = GP_VEC_PUSH(&tally->memory, &tally->pairs);
    if (kept == NULL)
        return GP_NO_MEMORY;
    kept->folded = gp_acronym_fold(short_form, &tally->memory);
    kept->short_form = gp_arena_copy(&tally->memory, short_form);
    kept->long_form = gp_arena_copy(&tally->memory, long_form);
    kept->sections = 1;
    return tally->memory.failed ? GP_NO_MEMORY : GP_OK;
}

gp_status gp_acronym_tally_section(gp_acronym_tally *tally, gp_str heading, gp_str text)
{
    gp_status status;

    tally->section = tally->pairs.count;
    status = gp_acronyms_find(heading, take_pair, tally);
    return status == GP_OK ? gp_acronyms_find(text, take_pair, tally) : status;
}

void gp_acronym_tally_finish(gp_acronym_tally *tally)
{
    add_up(tally->pairs.items, &tally->pairs.count);
}

/* ---- choosing -------------------------------------------------------------------------------- */

void gp_acronyms_choose(gp_acronym *pairs, size_t *count)
{
    size_t chosen = 0;
    size_t end;

    add_up(pairs, count);
    for (size_t i = 0; i < *count; i = end) {
        gp_acronym best = pairs[i]; /* as most sections write it */
        uint32_t sections = 0;
        for (end = i; end < *count && mean_the_same(&pairs[i], &pairs[end]); end++) {
            if (pairs[end].sections > best.sections)
                best = pairs[end];
            sections += pairs[end].sections;
        }
        best.sections = sections;
        if (chosen == 0 || !gp_str_equal(pairs[chosen - 1].folded, best.folded))
            pairs[chosen++] = best;
        else if (pairs[chosen - 1].sections < sections)
            pairs[chosen - 1] = best;
    }
    *count = chosen;
}
