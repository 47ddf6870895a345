/* One generation in memory: ids, words, articles, and the collector that works on it. */
#include "test.h"

#include "base/memory.h"
#include "store/collector.h"

#include <stdio.h>
#include <string.h>

/* Adds a section of ten words in an article of its own, of the same slug in both partitions. */
static gp_status add(gp_image *image, const char *slug, const char *id, int64_t row,
                     gp_audience part)
{
    static const uint32_t lengths[GP_FIELD_COUNT] = {0, 0, 0, 10};
    gp_document document = {.slug = gp_str_of(slug), .weight = 1};
    uint32_t number;
    gp_status status = gp_image_add_document(image, &document, part, &number);

    if (status == GP_OK)
        status = gp_image_add_section(image, gp_str_of(id), number, lengths, row, part);
    return status;
}

static gp_image *new_image(void)
{
    gp_image *image;

    assert_int_equal(gp_image_new(&image), GP_OK);
    return image;
}

/* ---- the image --------------------------------------------------------------------------------- */

static void an_empty_image_answers_with_nothing(void **state)
{
    gp_image *image = new_image();
    gp_word_list words;
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, 1 << 16);
    assert_int_equal(gp_image_seal(image), GP_OK);
    assert_int_equal(gp_image_frequency(image, GP_STR("a")), 0);
    assert_int_equal(gp_image_find(image, GP_STR("a")), GP_NO_HANDLE);
    assert_int_equal(gp_image_words(image, GP_STR(""), 9, &arena, &words), GP_OK);
    assert_int_equal(words.count, 0);
    assert_int_equal(image->corpus.sections, 0);
    assert_int_equal(image->corpus.documents, 0);
    gp_arena_clear(&arena);
    gp_image_release(image);
    gp_image_release(NULL);
}

static void words_of_both_partitions_are_added_up(void **state)
{
    gp_image *image = new_image();

    (void)state;
    assert_int_equal(gp_image_add_word(image, GP_STR("horse"), GP_STR("hors"), 3), GP_OK);
    assert_int_equal(gp_image_add_word(image, GP_STR("zebra"), GP_STR("zebra"), 1), GP_OK);
    assert_int_equal(gp_image_add_word(image, GP_STR("horse"), GP_STR("hors"), 4), GP_OK);
    assert_int_equal(gp_image_add_stem(image, GP_STR("hors"), 5), GP_OK);
    assert_int_equal(gp_image_add_stem(image, GP_STR("hors"), 6), GP_OK);
    assert_int_equal(gp_image_seal(image), GP_OK);
    assert_int_equal(image->words.count, 2);
    assert_int_equal(image->words.items[0].sections, 7);
    assert_int_equal(gp_image_frequency(image, GP_STR("hors")), 11);
    assert_int_equal(gp_image_frequency(image, GP_STR("hor")), 0);
    assert_int_equal(gp_image_frequency(image, GP_STR("horse")), 0); /* a form, no stem */
    gp_image_release(image);
}

static void the_halves_of_an_article_are_one_document(void **state)
{
    gp_image *image = new_image();

    (void)state;
    assert_int_equal(add(image, "b", "b", 1, GP_PUBLIC), GP_OK);
    assert_int_equal(add(image, "a", "a", 2, GP_PUBLIC), GP_OK);
    assert_int_equal(add(image, "b", "b#in", 1, GP_STAFF), GP_OK);
    assert_int_equal(gp_image_seal(image), GP_OK);
    assert_int_equal(image->corpus.sections, 3);
    assert_int_equal(image->corpus.documents, 2);
    assert_int_equal(image->documents.items[0].group, image->documents.items[2].group);
    assert_int_not_equal(image->documents.items[0].group, image->documents.items[1].group);
    assert_int_equal(image->handle_of_row[GP_STAFF][1], 2); /* rows of partitions are apart */
    assert_int_equal(image->handle_of_row[GP_PUBLIC][1], 0);
    assert_int_equal(image->handle_of_row[GP_PUBLIC][0], GP_NO_HANDLE);
    gp_image_release(image);
}

static void every_id_is_found_and_no_other(void **state)
{
    gp_image *image = new_image();
    char id[16];

    (void)state;
    for (int i = 0; i < 1000; i++) {
        (void)snprintf(id, sizeof id, "s%d", i * 7 % 1000);
        assert_int_equal(add(image, id, id, i, GP_PUBLIC), GP_OK);
    }
    assert_int_equal(gp_image_seal(image), GP_OK);
    for (int i = 0; i < 1000; i++) {
        gp_handle handle;
        (void)snprintf(id, sizeof id, "s%d", i);
        handle = gp_image_find(image, gp_str_of(id));
        assert_true(handle < 1000);
        assert_true(gp_str_equal(image->sections.items[handle].id, gp_str_of(id)));
    }
    assert_int_equal(gp_image_find(image, GP_STR("s")), GP_NO_HANDLE);
    assert_int_equal(gp_image_find(image, GP_STR("s1000")), GP_NO_HANDLE);
    assert_int_equal(gp_image_find(image, GP_STR("")), GP_NO_HANDLE);
    gp_image_release(image);
}

static void completions_are_the_most_frequent_not_the_first(void **state)
{
    static const char *const forms[] = {"coa", "coat", "code", "coin", "cow", "d"};
    gp_image *image = new_image();
    gp_word_list words;
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, 1 << 16);
    for (uint32_t i = 0; i < 6; i++)
        assert_int_equal(gp_image_add_word(image, gp_str_of(forms[i]), GP_STR("s"), i + 1), GP_OK);
    assert_int_equal(gp_image_seal(image), GP_OK);
    assert_int_equal(gp_image_words(image, GP_STR("co"), 2, &arena, &words), GP_OK);
    assert_int_equal(words.count, 2);
    assert_true(gp_str_equal(words.items[0].form, GP_STR("cow")));
    assert_true(gp_str_equal(words.items[1].form, GP_STR("coin")));
    assert_int_equal(gp_image_words(image, GP_STR("co"), 0, &arena, &words), GP_OK);
    assert_int_equal(words.count, 0);
    gp_arena_clear(&arena);
    gp_image_release(image);
}

static int freed;

static void count_free(void *owned)
{
    freed += *(int *)owned;
}

static void what_an_engine_owns_is_freed_with_the_last_user(void **state)
{
    gp_image *image = new_image();
    int owned = 1;

    (void)state;
    freed = 0;
    image->owned = &owned;
    image->free_owned = count_free;
    gp_image_use(image);
    gp_image_release(image);
    assert_int_equal(freed, 0);
    gp_image_release(image);
    assert_int_equal(freed, 1);
}

static gp_status fill(gp_image *image)
{
    gp_document document = {.slug = GP_STR("a"), .weight = 1};
    gp_str tag = GP_STR("care");
    uint32_t number;
    gp_status status;

    document.tags.items = &tag;
    document.tags.count = 1;
    status = gp_image_add_document(image, &document, GP_PUBLIC, &number);
    for (int i = 0; i < 40 && status == GP_OK; i++)
        status = add(image, "b", "b", i, GP_PUBLIC);
    if (status == GP_OK)
        status = gp_image_add_word(image, GP_STR("horse"), GP_STR("hors"), 1);
    if (status == GP_OK)
        status = gp_image_add_stem(image, GP_STR("hors"), 1);
    return status == GP_OK ? gp_image_seal(image) : status;
}

static void without_memory_it_says_so(void **state)
{
    unsigned long n = 0;
    bool reached = true;

    (void)state;
    while (reached) {
        gp_image *image;
        gp_status status;
        gp_memory_fail_at(++n, 0);
        status = gp_image_new(&image);
        if (status == GP_OK)
            status = fill(image);
        reached = gp_memory_count() >= n;
        gp_memory_fail_at(0, 0);
        assert_int_equal(status, reached ? GP_NO_MEMORY : GP_OK);
        gp_image_release(image);
    }
}

/* ---- the collector ----------------------------------------------------------------------------- */

/* A request of one term with one stem, a match of it over `sections` sections. */
typedef struct search {
    gp_image *image;
    gp_str stem;
    gp_form form;
    gp_match_term term;
    gp_match_request request;
    gp_arena arena;
    gp_match match;
    gp_collector collector;
} search;

static void begin(search *self, int sections, size_t limit)
{
    memset(self, 0, sizeof *self);
    self->image = new_image();
    for (int i = 0; i < sections; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "s%03d", sections - 1 - i);
        assert_int_equal(add(self->image, id, id, i, GP_PUBLIC), GP_OK);
    }
    assert_int_equal(gp_image_seal(self->image), GP_OK);
    self->stem = GP_STR("zebra");
    self->form = (gp_form){&self->stem, 1, 1};
    self->term = (gp_match_term){&self->form, 1, 1, GP_SHOULD};
    self->request = (gp_match_request){.terms = &self->term, .term_count = 1, .limit = limit};
    gp_arena_init(&self->arena, 16 << 20);
    assert_int_equal(gp_collector_begin(&self->collector, self->image, &self->request, &self->arena,
                                        &self->match),
                     GP_OK);
}

static void end(search *self)
{
    gp_arena_clear(&self->arena);
    gp_image_release(self->image);
}

/* Shows the section with its term `times` in the body. */
static void show(search *self, gp_handle handle, uint32_t times)
{
    assert_true(gp_collector_section(&self->collector, handle));
    for (uint32_t i = 0; i < times; i++)
        gp_collector_sight(&self->collector, 0, 0, GP_FIELD_BODY, i);
    assert_true(gp_collector_end(&self->collector));
}

static void a_section_without_a_sighting_is_no_candidate(void **state)
{
    search s;

    (void)state;
    begin(&s, 2, 10);
    show(&s, 0, 0);
    show(&s, 1, 1);
    assert_int_equal(gp_collector_finish(&s.collector), GP_OK);
    assert_int_equal(s.match.total, 1);
    assert_int_equal(s.match.candidates[0].handle, 1);
    end(&s);
}

static void at_most_64_sightings_are_kept_but_all_are_scored(void **state)
{
    search s;

    (void)state;
    begin(&s, 3, 10);
    show(&s, 0, 64);
    show(&s, 1, 65);
    show(&s, 2, 5000);
    assert_int_equal(gp_collector_finish(&s.collector), GP_OK);
    assert_int_equal(s.match.candidates[0].handle, 2);
    assert_int_equal(s.match.candidates[1].handle, 1);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(s.match.candidates[i].sighting_count, GP_SIGHTINGS_A_TERM);
    assert_true(s.match.candidates[0].score > s.match.candidates[1].score);
    assert_true(s.match.candidates[1].score > s.match.candidates[2].score);
    end(&s);
}

/* Shown in an order that is neither: the best stay, equal ones by id, each with its own sightings. */
static void the_best_stay_whatever_the_order(void **state)
{
    enum {
        SHOWN = 200,
        KEPT = 20
    };
    search s;

    (void)state;
    begin(&s, SHOWN, KEPT);
    for (uint32_t i = 0; i < SHOWN; i++) {
        gp_handle handle = i * 77 % SHOWN;
        show(&s, handle, 1 + handle / 2); /* two of each score */
    }
    assert_int_equal(gp_collector_finish(&s.collector), GP_OK);
    assert_int_equal(s.match.total, SHOWN);
    assert_int_equal(s.match.kinds[GP_GUIDE], SHOWN);
    assert_int_equal(s.match.count, KEPT);
    for (uint32_t i = 0; i < KEPT; i++) {
        const gp_candidate *candidate = &s.match.candidates[i];
        /* of the pair 2k, 2k+1 the later handle has the earlier id */
        assert_int_equal(candidate->handle, SHOWN - 1 - i);
        assert_int_equal(candidate->sighting_count, candidate->handle / 2 + 1 < 64
                                                        ? candidate->handle / 2 + 1
                                                        : GP_SIGHTINGS_A_TERM);
        assert_int_equal(candidate->sightings[3].position, 3);
    }
    end(&s);
}

static void a_deadline_is_seen_within_some_sections(void **state)
{
    search s;
    size_t shown = 0;

    (void)state;
    begin(&s, 900, 10);
    s.request.deadline_us = 1;
    for (gp_handle handle = 0; handle < 900 && !s.match.cut; handle++, shown++) {
        bool go_on;
        assert_true(gp_collector_section(&s.collector, handle));
        gp_collector_sight(&s.collector, 0, 0, GP_FIELD_BODY, 0);
        go_on = gp_collector_end(&s.collector);
        assert_int_equal(go_on, !s.match.cut);
    }
    assert_true(s.match.cut);
    assert_true(shown < 900);
    assert_int_equal(gp_collector_finish(&s.collector), GP_OK);
    assert_int_equal(s.match.count, 10); /* what was found until then */
    assert_int_equal(s.match.total, shown);
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_image_answers_with_nothing),
        cmocka_unit_test(words_of_both_partitions_are_added_up),
        cmocka_unit_test(the_halves_of_an_article_are_one_document),
        cmocka_unit_test(every_id_is_found_and_no_other),
        cmocka_unit_test(completions_are_the_most_frequent_not_the_first),
        cmocka_unit_test(what_an_engine_owns_is_freed_with_the_last_user),
        cmocka_unit_test(without_memory_it_says_so),
        cmocka_unit_test(a_section_without_a_sighting_is_no_candidate),
        cmocka_unit_test(at_most_64_sightings_are_kept_but_all_are_scored),
        cmocka_unit_test(the_best_stay_whatever_the_order),
        cmocka_unit_test(a_deadline_is_seen_within_some_sections),
    };

    return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
