/* meaning: how near sections are to a question, over vectors made by hand, and what search does with
 * them. The model is a made one: only equal texts are known to be near. */
#include "small.h"

#include "base/memory.h"
#include "search/meaning.h"
#include "unit/vector/tiny_encoder.h"

#define QUESTION "the hours we saw the boat at sea" /* no article holds "boat" or "sea" */

typedef struct world {
    small s; /* its site and tokenizer; the store and the searcher are this test's */
    gp_encoder *encoder, *other;
    gp_meaning *meaning;
} world;

/* How near a section's vector is to the question's. */
typedef enum nearness {
    EQUAL,
    HALF, /* every other component */
    AWAY  /* the opposite */
} nearness;

static world *world_of(void **state)
{
    return *state;
}

static int set_up(void **state)
{
    static world w;
    gp_error error;

    memset(&w, 0, sizeof w);
    gp_arena_init(&w.s.arena, 16 << 20);
    gp_arena_init(&w.s.request, 16 << 20);
    w.encoder = tiny_encoder_open(1);
    w.other = tiny_encoder_open(2);
    assert_int_equal(gp_site_read_yaml(gp_str_of(small_yaml), &w.s.arena, &w.s.site, &error),
                     GP_OK);
    *state = &w;
    return w.encoder != NULL && w.other != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
    world *w = *state;

    gp_searcher_close(w->s.searcher);
    gp_meaning_close(w->meaning);
    gp_store_close(w->s.store);
    gp_encoder_close(w->encoder);
    gp_encoder_close(w->other);
    gp_arena_clear(&w->s.request);
    gp_arena_clear(&w->s.arena);
    return 0;
}

/* ---- a small index ---------------------------------------------------------------------------- */

static void put_unit(world *w, gp_build *build, const char *name, const nearness *near,
                     size_t count)
{
    int8_t units[4 * GP_UNIT_BYTES];

    for (size_t i = 0; i < count; i++) {
        int8_t *unit = units + i * GP_UNIT_BYTES;
        tiny_unit(w->encoder, GP_STR(QUESTION), unit);
        for (size_t j = 0; j < GP_UNIT_BYTES; j++) {
            if (near[i] == AWAY)
                unit[j] = (int8_t)-unit[j];
            else if (near[i] == HALF && j % 2 == 1)
                unit[j] = 0;
        }
    }
    assert_int_equal(gp_build_put_vectors(build, GP_PUBLIC, gp_str_of(name), units, count, NULL),
                     GP_OK);
}

static void put_article(world *w, gp_build *build, const char *slug, const char *text,
                        const char *name)
{
    gp_document *document = small_document(&w->s, slug, "Title", GP_POST);

    small_section(&w->s, document, "", "", text)->meaning = gp_str_of(name);
    assert_true(gp_str_list_add(&w->s.arena, &document->tags, gp_str_of(slug)));
    small_put(&w->s, build, document);
}

/* equal (its second unit), half, away, none (without vectors), and one that has the words. */
static void open_store(world *w, bool with_vectors)
{
    gp_build *build;
    gp_error error;

    assert_int_equal(gp_memory_begin(&build, &error), GP_OK);
    put_article(w, build, "away", "Zebra grazing.", "away");
    put_article(w, build, "none", "Giraffe grazing.", "");
    put_article(w, build, "half", "Lion sleeping.", "half");
    put_article(w, build, "equal", "Tiger sleeping.", "equal");
    put_article(w, build, "words", "We saw the boat.", "away");
    if (with_vectors) {
        put_unit(w, build, "away", (const nearness[]){AWAY}, 1);
        put_unit(w, build, "half", (const nearness[]){AWAY, AWAY, HALF}, 3);
        put_unit(w, build, "equal", (const nearness[]){HALF, EQUAL}, 2);
    }
    assert_int_equal(gp_build_model(build, gp_encoder_name(w->encoder), &error), GP_OK);
    assert_int_equal(gp_memory_publish(build, GP_PUBLIC, &w->s.store, &error), GP_OK);
}

static void open_meaning(world *w, bool with_vectors, const gp_encoder *encoder)
{
    gp_error error;

    open_store(w, with_vectors);
    assert_int_equal(gp_meaning_open(w->s.store, encoder, &w->meaning, &error), GP_OK);
    assert_false(gp_meaning_ready(w->meaning));
}

static gp_handle handle_of(const world *w, const char *id)
{
    gp_handle handle;

    assert_int_equal(gp_store_find(w->s.store, gp_str_of(id), &handle), GP_OK);
    return handle;
}

static double meaning_of(const world *w, const char *id, size_t *unit)
{
    return gp_meaning_of(w->meaning, handle_of(w, id), unit);
}

/* ---- ready ------------------------------------------------------------------------------------ */

static void assert_never_ready(world *w)
{
    gp_handle handle;

    gp_meaning_ask(w->meaning, GP_STR(QUESTION));
    assert_false(gp_meaning_ready(w->meaning));
    assert_int_equal(gp_meaning_nearest(w->meaning, 0, 1, &handle), 0);
}

static void without_an_encoder_it_is_never_ready(void **state)
{
    open_meaning(world_of(state), true, NULL);
    assert_never_ready(world_of(state));
}

static void without_vectors_it_is_never_ready(void **state)
{
    open_meaning(world_of(state), false, world_of(state)->encoder);
    assert_never_ready(world_of(state));
}

static void with_another_model_it_is_never_ready(void **state)
{
    open_meaning(world_of(state), true, world_of(state)->other);
    assert_never_ready(world_of(state));
}

static void an_empty_question_makes_it_not_ready(void **state)
{
    world *w = *state;

    open_meaning(w, true, w->encoder);
    gp_meaning_ask(w->meaning, GP_STR(QUESTION));
    assert_true(gp_meaning_ready(w->meaning));
    gp_meaning_ask(w->meaning, GP_STR(" \n "));
    assert_false(gp_meaning_ready(w->meaning));
    gp_meaning_ask(w->meaning, GP_STR(QUESTION));
    assert_true(gp_meaning_ready(w->meaning));
    gp_meaning_ask(w->meaning, GP_STR(""));
    assert_false(gp_meaning_ready(w->meaning));
}

static void opening_says_that_memory_is_short(void **state)
{
    world *w = *state;
    gp_status status = GP_NO_MEMORY;
    unsigned long nth = 0;

    open_store(w, true);
    while (status != GP_OK) {
        gp_memory_fail_at(++nth, 1);
        status = gp_meaning_open(w->s.store, w->encoder, &w->meaning, NULL);
        gp_memory_fail_at(0, 0);
        assert_true(status == GP_OK || (status == GP_NO_MEMORY && w->meaning == NULL));
    }
    assert_true(nth > 3);
}

/* ---- nearness --------------------------------------------------------------------------------- */

static void a_sections_nearest_unit_counts(void **state)
{
    world *w = *state;
    size_t unit = 9;

    open_meaning(w, true, w->encoder);
    gp_meaning_ask(w->meaning, GP_STR(QUESTION));
    assert_true(meaning_of(w, "equal", &unit) > .95);
    assert_true(meaning_of(w, "equal", NULL) <= 1);
    assert_int_equal(unit, 1);
    assert_true(meaning_of(w, "half", &unit) > .2);
    assert_true(meaning_of(w, "half", NULL) < meaning_of(w, "equal", NULL));
    assert_int_equal(unit, 2);
    unit = 9;
    assert_true(meaning_of(w, "away", &unit) <= 0);
    assert_int_equal(unit, 0);
    unit = 9;
    assert_true(meaning_of(w, "none", &unit) <= 0);
    assert_int_equal(unit, 0);
}

static void a_unit_beyond_the_section_is_not_near(void **state)
{
    world *w = *state;
    gp_handle equal;

    open_meaning(w, true, w->encoder);
    gp_meaning_ask(w->meaning, GP_STR(QUESTION));
    equal = handle_of(w, "equal");
    assert_true(gp_meaning_of_unit(w->meaning, equal, 1) > .95);
    assert_true(gp_meaning_of_unit(w->meaning, equal, 0) > .2);
    assert_true(gp_meaning_of_unit(w->meaning, equal, 2) <= 0);
    assert_true(gp_meaning_of_unit(w->meaning, equal, SIZE_MAX) <= 0);
    assert_true(gp_meaning_of_unit(w->meaning, handle_of(w, "none"), 0) <= 0);
    assert_int_equal(gp_meaning_of_unit(w->meaning, handle_of(w, "away"), 0), 0);
}

static void the_nearest_come_best_first_and_no_more_than_asked(void **state)
{
    world *w = *state;
    gp_handle handles[6];

    open_meaning(w, true, w->encoder);
    gp_meaning_ask(w->meaning, GP_STR(QUESTION));
    assert_int_equal(gp_meaning_nearest(w->meaning, .2, 6, handles), 2);
    assert_int_equal(handles[0], handle_of(w, "equal"));
    assert_int_equal(handles[1], handle_of(w, "half"));
    handles[1] = GP_NO_HANDLE;
    assert_int_equal(gp_meaning_nearest(w->meaning, .2, 1, handles), 1);
    assert_int_equal(handles[0], handle_of(w, "equal"));
    assert_int_equal(handles[1], GP_NO_HANDLE);
    assert_int_equal(gp_meaning_nearest(w->meaning, .9, 6, handles), 1);
    assert_int_equal(gp_meaning_nearest(w->meaning, 1.1, 6, handles), 0);
    assert_int_equal(gp_meaning_nearest(w->meaning, 0, 6, handles), 5);
    assert_int_equal(handles[0], handle_of(w, "equal"));
    assert_int_equal(gp_meaning_nearest(w->meaning, .2, 0, handles), 0);
}

/* ---- search ----------------------------------------------------------------------------------- */

static void open_searcher(world *w, const gp_encoder *encoder)
{
    gp_error error;

    open_store(w, true);
    assert_int_equal(gp_searcher_open(w->s.store, encoder, &w->s.searcher, &error), GP_OK);
}

static bool found(const gp_results *results, const char *id)
{
    for (size_t i = 0; i < results->hits.count; i++) {
        if (gp_str_equal(results->hits.items[i].id, gp_str_of(id)))
            return true;
    }
    return false;
}

static void a_section_that_shares_no_word_is_found_and_counted(void **state)
{
    world *w = *state;
    gp_results results;

    open_searcher(w, w->encoder);
    results = small_ask(&w->s, QUESTION);
    assert_true(found(&results, "equal"));
    assert_true(found(&results, "words"));
    assert_false(found(&results, "away"));
    assert_false(found(&results, "none"));
    assert_int_equal(results.total, results.hits.count);
}

static void without_an_encoder_only_words_count(void **state)
{
    world *w = *state;
    gp_results results;

    open_searcher(w, NULL);
    results = small_ask(&w->s, QUESTION);
    assert_int_equal(results.total, 1);
    assert_true(found(&results, "words"));
}

static void filters_and_excluded_words_hold_for_what_is_near(void **state)
{
    world *w = *state;
    gp_search_request request = {.question = GP_STR(QUESTION), .tag = GP_STR("half")};
    gp_results results;

    open_searcher(w, w->encoder);
    results = small_ask_as(&w->s, &request);
    assert_false(found(&results, "equal"));
    assert_false(found(&results, "words"));
    request.tag = GP_STR("equal");
    results = small_ask_as(&w->s, &request);
    assert_int_equal(results.total, 1);
    request.tag = GP_STR("");
    request.question = GP_STR(QUESTION " -tiger");
    results = small_ask_as(&w->s, &request);
    assert_false(found(&results, "equal"));
    request.question = GP_STR(QUESTION " \"lion sleeping\"");
    results = small_ask_as(&w->s, &request);
    assert_false(found(&results, "equal"));
}

/* The made model reads other words than these as one unknown piece; they are near to themselves. */
static void a_question_of_unknown_words_finds_by_meaning(void **state)
{
    const gp_search_request request = {.question = GP_STR("xyzzyq qwxyz"), .as_typed = true};
    world *w = *state;
    int8_t unit[GP_UNIT_BYTES];
    gp_build *build;
    gp_error error;
    gp_results results;

    assert_int_equal(gp_memory_begin(&build, &error), GP_OK);
    tiny_unit(w->encoder, request.question, unit);
    assert_int_equal(gp_build_put_vectors(build, GP_PUBLIC, GP_STR("near"), unit, 1, &error),
                     GP_OK);
    put_article(w, build, "near", "Tiger sleeping.", "near");
    put_article(w, build, "none", "Lion sleeping.", "");
    assert_int_equal(gp_build_model(build, gp_encoder_name(w->encoder), &error), GP_OK);
    assert_int_equal(gp_memory_publish(build, GP_PUBLIC, &w->s.store, &error), GP_OK);
    assert_int_equal(gp_searcher_open(w->s.store, w->encoder, &w->s.searcher, &error), GP_OK);
    results = small_ask_as(&w->s, &request);
    assert_int_equal(results.total, 1);
    assert_true(found(&results, "near"));
}

static void a_question_that_asks_nothing_finds_nothing_by_meaning(void **state)
{
    static const char *const questions[] = {
        "", " ", "?!", "\"\"", "\xFF\xFE\x01", "-grazing -horse"};
    world *w = *state;

    open_searcher(w, w->encoder);
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
        assert_int_equal(small_ask(&w->s, questions[i]).total, 0);
}

/* More sections match than the store keeps for ranking: those it leaves out are counted already. */
static void what_words_have_matched_is_counted_once(void **state)
{
    world *w = *state;
    gp_build *build;
    gp_error error;
    char slug[16];

    assert_int_equal(gp_memory_begin(&build, &error), GP_OK);
    put_unit(w, build, "equal", (const nearness[]){EQUAL}, 1);
    for (size_t i = 0; i < 150; i++) {
        (void)snprintf(slug, sizeof slug, "n%03zu", i);
        put_article(w, build, gp_arena_printf(&w->s.arena, "%s", slug).data,
                    i < 120 ? "A boat." : "A boat among very many other words of no use.",
                    i < 120 ? "" : "equal");
    }
    put_article(w, build, "other", "Tiger.", "equal");
    assert_int_equal(gp_build_model(build, gp_encoder_name(w->encoder), &error), GP_OK);
    assert_int_equal(gp_memory_publish(build, GP_PUBLIC, &w->s.store, &error), GP_OK);
    assert_int_equal(gp_searcher_open(w->s.store, w->encoder, &w->s.searcher, &error), GP_OK);
    assert_in_range(small_ask(&w->s, QUESTION).total, 150, 151);
}

static void any_failing_allocation_ends_a_search_cleanly(void **state)
{
    world *w = *state;
    gp_search_request request = {.question = GP_STR(QUESTION), .budget_us = 60000000};
    gp_status status = GP_NO_MEMORY;
    bool tried_all = false;
    unsigned long nth = 0;

    open_searcher(w, w->encoder);
    while (!tried_all) {
        gp_results results;
        gp_arena_clear(&w->s.request);
        gp_memory_fail_at(++nth, 1);
        status = gp_search(w->s.searcher, &request, &w->s.request, &results, NULL);
        tried_all = gp_memory_count() < nth;
        gp_memory_fail_at(0, 0);
        assert_true(status == GP_OK || status == GP_NO_MEMORY);
    }
    assert_int_equal(status, GP_OK);
    assert_true(nth > 10);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_an_encoder_it_is_never_ready),
        TEST(without_vectors_it_is_never_ready),
        TEST(with_another_model_it_is_never_ready),
        TEST(an_empty_question_makes_it_not_ready),
        TEST(opening_says_that_memory_is_short),
        TEST(a_sections_nearest_unit_counts),
        TEST(a_unit_beyond_the_section_is_not_near),
        TEST(the_nearest_come_best_first_and_no_more_than_asked),
        TEST(a_section_that_shares_no_word_is_found_and_counted),
        TEST(without_an_encoder_only_words_count),
        TEST(filters_and_excluded_words_hold_for_what_is_near),
        TEST(a_question_of_unknown_words_finds_by_meaning),
        TEST(a_question_that_asks_nothing_finds_nothing_by_meaning),
        TEST(what_words_have_matched_is_counted_once),
        TEST(any_failing_allocation_ends_a_search_cleanly),
    };

    return cmocka_run_group_tests_name("meaning", tests, NULL, NULL);
}
