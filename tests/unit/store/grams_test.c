/* The grams of an index's stems: which, where, and how long sections are in them. */
#include "held.h"

#include "base/memory.h"
#include "text/ngram.h"

#include <math.h>
#include <string.h>

#define NEARLY 1e-6

static const gp_gram *gram_of(const held *self, const char *word, size_t place)
{
    uint32_t keys[GP_NGRAM_MAX];

    assert_true(place < gp_ngrams(gp_str_of(word), keys));
    return gp_grams_find(&self->image->grams, keys[place]);
}

static void without_postings_there_are_no_grams(void **state)
{
    static const held_section sections[] = {{{NULL, NULL, NULL, "detox"}}};
    gp_postings none = {0};
    gp_grams grams = {.count = 9};
    gp_arena arena;
    held h;

    (void)state;
    gp_arena_init(&arena, 1 << 16);
    assert_int_equal(gp_grams_make(&none, NULL, &arena, &grams), GP_OK);
    assert_int_equal(grams.count, 0);
    assert_null(grams.items);
    assert_null(gp_grams_find(&grams, 0));
    gp_arena_clear(&arena);
    held_open_unsealed(&h, sections, 1);
    assert_null(gp_store_grams(&h.store));
    held_close(&h);
}

static void an_index_without_words_has_no_gram_to_find(void **state)
{
    static const held_section sections[2] = {{{NULL}}, {{NULL}}};
    held h;

    (void)state;
    for (size_t count = 0; count <= 2; count++) {
        held_open(&h, sections, count);
        assert_int_equal(h.image->grams.count, 0);
        assert_null(gp_grams_find(&h.image->grams, 0));
        assert_null(gp_grams_find(&h.image->grams, UINT32_MAX));
        for (size_t i = 0; i < count; i++)
            assert_true(h.image->grams.length_ratios[i] == 1);
        held_close(&h);
    }
}

static const held_section kin[] = {
    {{NULL, NULL, NULL, "insured insurance insured"}},
    {{NULL, NULL, NULL, "insured"}},
    {{"detox", NULL, NULL, NULL}},
};

static void without_memory_it_says_so_and_leaves_none(void **state)
{
    unsigned long n = 0;
    bool reached = true;
    held h;

    (void)state;
    held_open(&h, kin, 3);
    while (reached) {
        gp_grams grams;
        gp_arena arena;
        gp_status status;
        gp_arena_init(&arena, 1 << 20);
        gp_memory_fail_at(++n, 0);
        status = gp_grams_make(&h.image->postings, h.image->stems.items, &arena, &grams);
        reached = gp_memory_count() >= n;
        gp_memory_fail_at(0, 0);
        assert_int_equal(status, reached ? GP_NO_MEMORY : GP_OK);
        assert_int_equal(grams.count > 0, !reached);
        gp_arena_clear(&arena);
    }
    assert_true(n > 5);
    held_close(&h);
}

static void the_longest_words_and_words_of_any_bytes_are_cut(void **state)
{
    static char longest[GP_FORM_MAX + 1];
    held_section sections[] = {{{NULL, NULL, NULL, longest}}, {{NULL, NULL, NULL, "\xFF\xC3"}}};
    held h;

    (void)state;
    for (size_t i = 0; i < GP_FORM_MAX; i++)
        longest[i] = (char)('a' + i % 26);
    held_open(&h, sections, 2);
    assert_non_null(gram_of(&h, longest, 0));
    assert_non_null(gram_of(&h, longest, GP_FORM_MAX - 2));
    assert_non_null(gram_of(&h, "\xFF\xC3", 0));
    held_close(&h);
}

static void a_gram_that_no_stem_holds_is_not_found(void **state)
{
    held h;

    (void)state;
    held_open(&h, kin, 3);
    assert_null(gram_of(&h, "zebra", 0));
    assert_null(gp_grams_find(&h.image->grams, 0));
    assert_null(gp_grams_find(&h.image->grams, UINT32_MAX));
    held_close(&h);
}

static void a_section_is_counted_once_a_gram(void **state)
{
    held h;

    (void)state;
    held_open(&h, kin, 3);
    assert_int_equal(gram_of(&h, "insured", 0)->sections, 2);   /* _ins */
    assert_int_equal(gram_of(&h, "insured", 5)->sections, 2);   /* red_ */
    assert_int_equal(gram_of(&h, "insurance", 7)->sections, 1); /* nce_ */
    assert_int_equal(gram_of(&h, "detox", 0)->sections, 1);
    held_close(&h);
}

static bool has_gram(gp_str stem, uint32_t key)
{
    uint32_t keys[GP_NGRAM_MAX];
    size_t count = gp_ngrams(stem, keys);

    for (size_t i = 0; i < count; i++) {
        if (keys[i] == key)
            return true;
    }
    return false;
}

static void grams_stand_by_key_each_with_its_stems_and_no_others(void **state)
{
    const gp_grams *grams;
    held h;

    (void)state;
    held_open(&h, kin, 3);
    grams = gp_store_grams(&h.store);
    assert_int_equal(grams->count,
                     6 + 5 + 4); /* insured, insurance without _ins insu nsur, detox */
    for (size_t i = 0; i < grams->count; i++) {
        const gp_gram *gram = &grams->items[i];
        assert_true(i == 0 || gram[-1].key < gram->key);
        assert_ptr_equal(gp_grams_find(grams, gram->key), gram);
        for (uint32_t stem = 0; stem < h.image->stems.count; stem++) {
            bool listed = false;
            for (uint32_t s = gram[0].first; s < gram[1].first; s++)
                listed |= grams->stems[s] == stem;
            assert_int_equal(listed, has_gram(h.image->stems.items[stem].stem, gram->key));
        }
    }
    held_close(&h);
}

/* "abcd" has three grams: in a heading, an article's title or a wording they count three times. */
static void lengths_count_headings_three_times_and_inherited_titles_not_at_all(void **state)
{
    static const held_section sections[] = {
        {{"abcd", NULL, NULL, NULL}},          /* 9 */
        {{NULL, NULL, NULL, "abcd"}},          /* 3 */
        {{NULL, "abcd", NULL, NULL}},          /* an article's own: 9 */
        {{"abcd", "abcd abcd", NULL, "abcd"}}, /* 12 */
        {{NULL, NULL, "abcd", NULL}},          /* 9 */
        {{NULL, NULL, NULL, NULL}},            /* 0 */
    };
    static const double lengths[] = {9, 3, 9, 12, 9, 0};
    held h;

    (void)state;
    held_open(&h, sections, 6);
    for (size_t i = 0; i < 6; i++)
        assert_true(fabs((double)h.image->grams.length_ratios[i] - lengths[i] / 7) < NEARLY);
    held_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_postings_there_are_no_grams),
        cmocka_unit_test(an_index_without_words_has_no_gram_to_find),
        cmocka_unit_test(without_memory_it_says_so_and_leaves_none),
        cmocka_unit_test(the_longest_words_and_words_of_any_bytes_are_cut),
        cmocka_unit_test(a_gram_that_no_stem_holds_is_not_found),
        cmocka_unit_test(a_section_is_counted_once_a_gram),
        cmocka_unit_test(grams_stand_by_key_each_with_its_stems_and_no_others),
        cmocka_unit_test(lengths_count_headings_three_times_and_inherited_titles_not_at_all),
    };

    return cmocka_run_group_tests_name("grams", tests, NULL, NULL);
}
