/* Postings: filled, sealed, read by stem and by section; and a match over them. */
#include "held.h"

#include "base/memory.h"
#include "store/postings_match.h"

#include <string.h>

typedef struct filled {
    gp_postings postings;
    gp_arena memory;
} filled;

static void open_filled(filled *self)
{
    memset(self, 0, sizeof *self);
    gp_arena_init(&self->memory, 64 << 20);
}

static void close_filled(filled *self)
{
    gp_postings_clear(&self->postings);
    gp_arena_clear(&self->memory);
}

static void add(filled *self, uint32_t stem, gp_handle handle, gp_field field, uint32_t position)
{
    assert_int_equal(gp_postings_add(&self->postings, stem, handle, field, position), GP_OK);
}

static void seal(filled *self, size_t stems, size_t sections)
{
    assert_int_equal(gp_postings_seal(&self->postings, stems, sections, &self->memory), GP_OK);
}

/* ---- the unhappy path ---------------------------------------------------------------------------- */

static void nothing_filled_gives_no_postings_of_anything(void **state)
{
    filled f;

    (void)state;
    open_filled(&f);
    assert_int_equal(gp_postings_of(&f.postings, 0).count, 0); /* nor before it is sealed */
    seal(&f, 3, 2);
    for (uint32_t stem = 0; stem < 5; stem++) {
        gp_posting_run run = gp_postings_of(&f.postings, stem);
        assert_int_equal(run.count, 0);
        assert_int_equal(gp_postings_seek(&run, 0, 0), 0);
        assert_int_equal(gp_postings_seek(&run, 0, GP_NO_HANDLE), 0);
    }
    assert_int_equal(f.postings.of_section[2], 0);
    close_filled(&f);
    open_filled(&f);
    seal(&f, 0, 0);
    assert_int_equal(gp_postings_of(&f.postings, 0).count, 0);
    close_filled(&f);
}

static void a_stem_beyond_the_vocabulary_has_no_postings(void **state)
{
    filled f;
    gp_posting_run run;

    (void)state;
    open_filled(&f);
    add(&f, 1, 0, GP_FIELD_BODY, 0);
    seal(&f, 2, 1);
    assert_int_equal(gp_postings_of(&f.postings, 1).count, 1);
    run = gp_postings_of(&f.postings, 2); /* what gp_image_stem_number gives for an unknown stem */
    assert_int_equal(run.count, 0);
    assert_int_equal(gp_postings_seek(&run, 0, 0), 0);
    assert_int_equal(gp_postings_of(&f.postings, UINT32_MAX).count, 0);
    close_filled(&f);
}

/* A field takes two of a place's bits: what does not fit into the others must not become another. */
static void a_position_that_does_not_fit_leaves_no_postings_at_all(void **state)
{
    filled f;

    (void)state;
    open_filled(&f);
    add(&f, 0, 0, GP_FIELD_BODY, 0x3FFFFFFF);
    assert_false(f.postings.too_many);
    add(&f, 0, 1, GP_FIELD_HEADING, 0x40000000);
    assert_true(f.postings.too_many);
    seal(&f, 1, 2);
    assert_null(f.postings.items);
    assert_null(f.postings.filled);
    assert_int_equal(gp_postings_of(&f.postings, 0).count, 0);
    close_filled(&f);
}

static void what_is_never_sealed_is_freed(void **state)
{
    filled f;

    (void)state;
    open_filled(&f);
    add(&f, 0, 0, GP_FIELD_BODY, 0);
    gp_postings_clear(&f.postings);
    assert_int_equal(f.postings.fill_count, 0);
    add(&f, 0, 0, GP_FIELD_BODY, 7); /* and it can be filled again */
    seal(&f, 1, 1);
    assert_int_equal(GP_PLACE_AT(gp_postings_of(&f.postings, 0).places[0]), 7);
    close_filled(&f);
}

/* More places than the first room holds. */
static gp_status fill_and_seal(filled *self)
{
    gp_status status = GP_OK;

    for (uint32_t i = 0; i < 5000 && status == GP_OK; i++)
        status = gp_postings_add(&self->postings, i % 7, i / 50, GP_FIELD_BODY, i % 50);
    return status == GP_OK ? gp_postings_seal(&self->postings, 7, 100, &self->memory) : status;
}

static void without_memory_it_says_so(void **state)
{
    unsigned long n = 0;
    bool reached = true;

    (void)state;
    while (reached) {
        filled f;
        gp_status status;
        open_filled(&f);
        gp_memory_fail_at(++n, 0);
        status = fill_and_seal(&f);
        reached = gp_memory_count() >= n;
        gp_memory_fail_at(0, 0);
        assert_int_equal(status, reached ? GP_NO_MEMORY : GP_OK);
        close_filled(&f);
    }
    assert_true(n > 8);
}

/* ---- reading ------------------------------------------------------------------------------------- */

static void places_stand_by_field_then_position(void **state)
{
    filled f;
    gp_posting_run run;

    (void)state;
    open_filled(&f);
    add(&f, 0, 2, GP_FIELD_HEADING, 3);
    add(&f, 0, 2, GP_FIELD_BODY, 0);
    add(&f, 0, 2, GP_FIELD_BODY, 0x3FFFFFFF);
    add(&f, 0, 5, GP_FIELD_QUESTIONS, 1);
    seal(&f, 1, 6);
    run = gp_postings_of(&f.postings, 0);
    assert_int_equal(run.count, 2);
    assert_int_equal(run.items[0].handle, 2);
    assert_int_equal(run.items[0].first, 0);
    assert_int_equal(run.items[1].handle, 5);
    assert_int_equal(run.items[1].first, 3);
    assert_int_equal(run.items[2].first, 4); /* where the next would begin */
    assert_int_equal(GP_PLACE_FIELD(run.places[0]), GP_FIELD_HEADING);
    assert_int_equal(GP_PLACE_AT(run.places[0]), 3);
    assert_int_equal(GP_PLACE_FIELD(run.places[2]), GP_FIELD_BODY);
    assert_int_equal(GP_PLACE_AT(run.places[2]), 0x3FFFFFFF);
    assert_true(run.places[0] < run.places[1] && run.places[1] < run.places[2]);
    close_filled(&f);
}

static void a_section_counts_its_words_by_field_up_to_255(void **state)
{
    filled f;
    const gp_section_word *word;

    (void)state;
    open_filled(&f);
    for (uint32_t i = 0; i < 254; i++)
        add(&f, 0, 1, GP_FIELD_HEADING, i);
    for (uint32_t i = 0; i < 300; i++)
        add(&f, 0, 1, GP_FIELD_BODY, i);
    add(&f, 2, 1, GP_FIELD_CONTEXT, 0);
    seal(&f, 3, 2);
    assert_int_equal(f.postings.of_section[0], 0);
    assert_int_equal(f.postings.of_section[1], 0); /* a section without words */
    assert_int_equal(f.postings.of_section[2], 2);
    word = f.postings.words;
    assert_int_equal(word[0].stem, 0);
    assert_int_equal(word[0].times[GP_FIELD_HEADING], 254);
    assert_int_equal(word[0].times[GP_FIELD_CONTEXT], 0);
    assert_int_equal(word[0].times[GP_FIELD_BODY], 255);
    assert_int_equal(word[1].stem, 2);
    assert_int_equal(word[1].times[GP_FIELD_CONTEXT], 1);
    close_filled(&f);
}

static void seeking_finds_the_first_that_is_not_below(void **state)
{
    filled f;
    gp_posting_run run;

    (void)state;
    open_filled(&f);
    for (gp_handle handle = 0; handle < 100; handle++)
        add(&f, 0, 3 * handle, GP_FIELD_BODY, 0);
    seal(&f, 1, 300);
    run = gp_postings_of(&f.postings, 0);
    assert_int_equal(gp_postings_seek(&run, 0, 0), 0);
    assert_int_equal(gp_postings_seek(&run, 0, 1), 1);
    assert_int_equal(gp_postings_seek(&run, 0, 3), 1);
    assert_int_equal(gp_postings_seek(&run, 0, 297), 99);
    assert_int_equal(gp_postings_seek(&run, 0, 298), 100);
    assert_int_equal(gp_postings_seek(&run, 50, 3), 50); /* never back */
    assert_int_equal(gp_postings_seek(&run, 99, 297), 99);
    assert_int_equal(gp_postings_seek(&run, 99, GP_NO_HANDLE), 100);
    assert_int_equal(gp_postings_seek(&run, 100, 0), 100);
    close_filled(&f);
}

/* ---- against a list ------------------------------------------------------------------------------ */

enum {
    STEMS = 23,
    SECTIONS = 40,
    PLACES = 6000
};

static uint32_t random_state;

/* A linear congruential generator: the same numbers everywhere. */
static uint32_t random_below(uint32_t limit)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % limit;
}

typedef struct list {
    gp_place items[PLACES];
    size_t count;
} list;

/* By section, field, position, as indexes give them; stems at random, so that a stem may lack anywhere. */
static void fill_at_random(filled *self, list *all)
{
    all->count = 0;
    for (gp_handle handle = 0; handle < SECTIONS; handle++) {
        for (uint32_t field = 0; field < GP_FIELD_COUNT; field++) {
            uint32_t size = random_below(3) == 0 ? 0 : random_below(30);
            for (uint32_t at = 0; at < size; at++) {
                uint32_t stem = random_below(1 + random_below(STEMS - 1)); /* some are rare */
                add(self, stem, handle, (gp_field)field, at);
                all->items[all->count++] = (gp_place){stem, handle, field << 30 | at};
            }
        }
    }
}

/* The places of a stem in a section are those of the list, in order. */
static void compare_posting(const gp_posting_run *run, size_t item, uint32_t stem, const list *all)
{
    uint32_t at = run->items[item].first;

    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i].stem == stem && all->items[i].handle == run->items[item].handle)
            assert_int_equal(run->places[at++], all->items[i].place);
    }
    assert_int_equal(at, run->items[item + 1].first);
}

static bool holds(const list *all, uint32_t stem, gp_handle handle)
{
    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i].stem == stem && all->items[i].handle == handle)
            return true;
    }
    return false;
}

static void compare_stem(const gp_postings *postings, uint32_t stem, const list *all)
{
    gp_posting_run run = gp_postings_of(postings, stem);
    size_t at = 0;

    for (gp_handle handle = 0; handle < SECTIONS; handle++) {
        size_t slow = 0;
        while (slow < run.count && run.items[slow].handle < handle)
            slow++;
        for (size_t from = 0; from <= run.count; from++)
            assert_int_equal(gp_postings_seek(&run, from, handle), from > slow ? from : slow);
        if (!holds(all, stem, handle))
            continue;
        assert_int_equal(run.items[at].handle, handle);
        compare_posting(&run, at++, stem, all);
    }
    assert_int_equal(at, run.count);
}

static void compare_section(const gp_postings *postings, gp_handle handle, const list *all)
{
    uint32_t at = postings->of_section[handle];

    for (uint32_t stem = 0; stem < STEMS; stem++) {
        uint8_t times[GP_FIELD_COUNT] = {0};
        if (!holds(all, stem, handle))
            continue;
        for (size_t i = 0; i < all->count; i++) {
            const gp_place *place = &all->items[i];
            if (place->stem == stem && place->handle == handle)
                times[GP_PLACE_FIELD(place->place)]++;
        }
        assert_int_equal(postings->words[at].stem, stem);
        assert_memory_equal(postings->words[at++].times, times, sizeof times);
    }
    assert_int_equal(at, postings->of_section[handle + 1]);
}

static void random_places_are_read_as_a_plain_list_has_them(void **state)
{
    static list all;

    (void)state;
    for (uint32_t seed = 1; seed <= 3; seed++) {
        filled f;
        random_state = seed;
        open_filled(&f);
        fill_at_random(&f, &all);
        assert_true(all.count > 500);
        seal(&f, STEMS, SECTIONS);
        assert_int_equal(f.postings.place_count, all.count);
        for (uint32_t stem = 0; stem < STEMS; stem++)
            compare_stem(&f.postings, stem, &all);
        for (gp_handle handle = 0; handle < SECTIONS; handle++)
            compare_section(&f.postings, handle, &all);
        close_filled(&f);
    }
}

/* ---- matching ------------------------------------------------------------------------------------ */

static const held_section sections[] = {
    {{"safe detox", "the guide", NULL, "detox at home is not always safe"}},
    {{NULL, "the guide", "what is it", "home and safe detox"}},
    {{"home", NULL, NULL, "a home"}},
};

/* A match of phrases, one term a phrase; the numbers of the sections found, best first. */
static void assert_match(held *self, gp_match_scratch *scratch, const char *const phrases[2],
                         const gp_role roles[2], const char *expected)
{
    gp_str stems[2][8];
    gp_form forms[2];
    gp_match_term terms[2];
    gp_match_request request = {.terms = terms, .limit = 10};
    char got[32] = "";
    gp_match match;
    gp_arena arena;

    gp_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < 2 && phrases[i] != NULL; i++) {
        gp_str rest = gp_str_of(phrases[i]);
        size_t count = 0;
        while (count < 8 && gp_str_next(&rest, ' ', &stems[i][count]))
            count++;
        forms[i] = (gp_form){stems[i], count, 1};
        terms[request.term_count++] = (gp_match_term){&forms[i], 1, 1, roles[i]};
    }
    assert_int_equal(gp_postings_match(self->image, scratch, &request, &arena, &match), GP_OK);
    for (size_t i = 0; i < match.count; i++)
        (void)snprintf(got + strlen(got), sizeof got - strlen(got), "%u",
                       match.candidates[i].handle);
    assert_string_equal(got, expected);
    assert_int_equal(match.total, match.count);
    gp_arena_clear(&arena);
}

static void a_match_scratch_opens_or_says_that_memory_is_short(void **state)
{
    gp_match_scratch scratch;
    unsigned long n = 0;
    bool reached = true;

    (void)state;
    while (reached) {
        gp_status status;
        gp_memory_fail_at(++n, 0);
        status = gp_match_scratch_open(&scratch, 10);
        reached = gp_memory_count() >= n;
        gp_memory_fail_at(0, 0);
        assert_int_equal(status, reached ? GP_NO_MEMORY : GP_OK);
        if (status != GP_OK)
            assert_null(scratch.score);
        gp_match_scratch_close(&scratch);
        gp_match_scratch_close(&scratch); /* closing twice is harmless */
    }
}

static void words_and_phrases_are_found_where_they_stand(void **state)
{
    static const struct {
        const char *phrases[2];
        gp_role roles[2];
        const char *expected;
    } cases[] = {
        {{"zebra"}, {GP_SHOULD}, ""}, /* beyond the vocabulary */
        {{"zebra detox"}, {GP_MUST}, ""},
        {{"detox zebra"}, {GP_MUST}, ""},
        {{"safe detox"}, {GP_MUST}, "01"},
        {{"detox safe"}, {GP_MUST}, ""}, /* not from one field into the next */
        {{"home is not always safe"}, {GP_MUST}, "0"},
        {{"home home"}, {GP_MUST}, ""},
        {{"detox", "home"}, {GP_SHOULD, GP_MUST_NOT}, ""},
        {{"home", "detox"}, {GP_SHOULD, GP_MUST_NOT}, "2"},
        {{"home", "zebra"}, {GP_SHOULD, GP_MUST}, ""},
        {{"detox", "guide"}, {GP_SHOULD, GP_OPTIONAL}, "01"},
        {{"guide"}, {GP_OPTIONAL}, "10"},
    };
    gp_match_scratch scratch;
    held h;

    (void)state;
    held_open(&h, sections, 3);
    assert_int_equal(gp_match_scratch_open(&scratch, 3), GP_OK);
    for (int round = 0; round < 2; round++) { /* a match leaves nothing behind for the next */
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
            assert_match(&h, &scratch, cases[i].phrases, cases[i].roles, cases[i].expected);
    }
    gp_match_scratch_close(&scratch);
    held_close(&h);
}

static void a_match_without_memory_says_so_and_leaves_the_scratch_clean(void **state)
{
    static const char *const phrases[2] = {"safe detox", "home"};
    static const gp_role roles[2] = {GP_SHOULD, GP_SHOULD};
    gp_str stems[3] = {GP_STR("safe"), GP_STR("detox"), GP_STR("home")};
    gp_form forms[2] = {{stems, 2, 1}, {stems + 2, 1, 1}};
    gp_match_term terms[2] = {{&forms[0], 1, 1, GP_SHOULD}, {&forms[1], 1, 1, GP_SHOULD}};
    gp_match_request request = {.terms = terms, .term_count = 2, .limit = 10};
    gp_match_scratch scratch;
    unsigned long n = 0;
    bool reached = true;
    held h;

    (void)state;
    held_open(&h, sections, 3);
    assert_int_equal(gp_match_scratch_open(&scratch, 3), GP_OK);
    while (reached) {
        gp_arena arena;
        gp_match match;
        gp_status status;
        gp_arena_init(&arena, 1 << 20);
        gp_memory_fail_at(++n, 0);
        status = gp_postings_match(h.image, &scratch, &request, &arena, &match);
        reached = gp_memory_count() >= n;
        gp_memory_fail_at(0, 0);
        assert_int_equal(status, reached ? GP_NO_MEMORY : GP_OK);
        gp_arena_clear(&arena);
        assert_match(&h, &scratch, phrases, roles, "021"); /* "home" is all of the last one */
    }
    assert_true(n > 5);
    gp_match_scratch_close(&scratch);
    held_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_filled_gives_no_postings_of_anything),
        cmocka_unit_test(a_stem_beyond_the_vocabulary_has_no_postings),
        cmocka_unit_test(a_position_that_does_not_fit_leaves_no_postings_at_all),
        cmocka_unit_test(what_is_never_sealed_is_freed),
        cmocka_unit_test(without_memory_it_says_so),
        cmocka_unit_test(places_stand_by_field_then_position),
        cmocka_unit_test(a_section_counts_its_words_by_field_up_to_255),
        cmocka_unit_test(seeking_finds_the_first_that_is_not_below),
        cmocka_unit_test(random_places_are_read_as_a_plain_list_has_them),
        cmocka_unit_test(a_match_scratch_opens_or_says_that_memory_is_short),
        cmocka_unit_test(words_and_phrases_are_found_where_they_stand),
        cmocka_unit_test(a_match_without_memory_says_so_and_leaves_the_scratch_clean),
    };

    return cmocka_run_group_tests_name("postings", tests, NULL, NULL);
}
