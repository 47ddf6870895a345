/* What staff search of a generation: opened when the first of them asks, and never by a visitor's request. */
#include "test.h"

#include "base/clock.h"
#include "base/hash.h"
#include "http/generation.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    THREADS = 4
};

typedef struct house {
    char folder[64], db[96];
    gp_arena arena;
    gp_generations *generations;
    gp_error error;
} house;

static int32_t day_of_test(void)
{
    return 20788; /* 2026-12-01 */
}

static void put(house *h, gp_build *build, const char *slug, const char *heading,
                const char *publish_on, gp_audience audience)
{
    gp_document document = {.slug = gp_str_of(slug),
                            .path = gp_str_of(slug),
                            .title = gp_str_of(slug),
                            .publish_on = gp_str_of(publish_on),
                            .audience = audience,
                            .weight = 1};
    gp_section *section = GP_VEC_PUSH(&h->arena, &document.sections);

    assert_non_null(section);
    section->anchor = GP_STR("one");
    section->heading = gp_str_of(heading);
    section->text = GP_STR("A zebra walks.");
    section->level = 2;
    assert_int_equal(gp_document_seal(&document, &h->arena, &h->error), GP_OK);
    assert_int_equal(gp_build_put(build, &document, &h->error), GP_OK);
}

static int open_house(void **state)
{
    house *h = calloc(1, sizeof *h);
    gp_build *build;

    if (h == NULL || gp_hash_init() != GP_OK)
        return -1;
    (void)snprintf(h->folder, sizeof h->folder, "/tmp/gp-house-XXXXXX");
    if (mkdtemp(h->folder) == NULL)
        return -1;
    (void)snprintf(h->db, sizeof h->db, "%s/index.db", h->folder);
    gp_arena_init(&h->arena, 16 << 20);
    assert_int_equal(gp_build_begin(h->db, false, &build, &h->error), GP_OK);
    put(h, build, "open", "What is open?", "", GP_PUBLIC);
    put(h, build, "inside", "What is giraffe?", "", GP_STAFF);
    put(h, build, "later", "What is okapi?", "2026-12-02", GP_STAFF);
    assert_int_equal(gp_build_publish(build, &h->error), GP_OK);
    if (gp_generations_open(h->db, false, false, day_of_test, &h->generations, &h->error) != GP_OK)
        fail_msg("%s", h->error.text);
    *state = h;
    return 0;
}

static int close_house(void **state)
{
    house *h = *state;
    char line[100];

    gp_generations_close(h->generations);
    gp_arena_clear(&h->arena);
    (void)snprintf(line, sizeof line, "rm -rf '%s'", h->folder);
    if (system(line) != 0)
        return -1;
    free(h);
    return 0;
}

#define HOUSE(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)

static size_t suggested(house *h, const gp_suggestions *suggestions, const char *typed)
{
    gp_suggest_request request = {.typed = gp_str_of(typed), .today = day_of_test()};
    gp_tokenizer *tokenizer;
    gp_suggest_list list;

    assert_int_equal(gp_tokenizer_open("en", &tokenizer, &h->error), GP_OK);
    assert_int_equal(gp_suggest(suggestions, tokenizer, &request, &h->arena, &list), GP_OK);
    gp_tokenizer_close(tokenizer);
    return list.items.count;
}

static void nothing_of_staffs_is_opened_until_one_of_them_asks(void **state)
{
    house *h = *state;
    gp_generation *generation = gp_generations_acquire(h->generations);

    assert_null(generation->staff);
    assert_int_equal(suggested(h, generation->suggestions, "giraffe"), 0);
    gp_generations_release(h->generations, generation);
}

static void staff_get_a_store_of_their_own(void **state)
{
    house *h = *state;
    gp_generation *generation = gp_generations_acquire(h->generations);
    gp_store *store, *same;
    gp_corpus corpus;

    assert_int_equal(gp_generation_for_staff(generation, &store, &h->error), GP_OK);
    assert_int_equal(suggested(h, generation->suggestions, "giraffe"), 0);
    gp_store_corpus(store, &corpus);
    assert_int_equal(corpus.documents, 3);
    gp_store_corpus(generation->store, &corpus);
    assert_int_equal(corpus.documents, 1);
    assert_int_equal(gp_generation_for_staff(generation, &same, &h->error), GP_OK);
    assert_ptr_equal(same, store);
    gp_generations_release(h->generations, generation);
}

typedef struct asker {
    house *h;
    gp_store *store;
} asker;

static void *ask(void *context)
{
    asker *self = context;
    gp_generation *generation = gp_generations_acquire(self->h->generations);
    gp_error error;

    if (gp_generation_for_staff(generation, &self->store, &error) != GP_OK)
        self->store = NULL;
    gp_generations_release(self->h->generations, generation);
    return NULL;
}

static void those_who_ask_at_once_share_one_store(void **state)
{
    house *h = *state;
    pthread_t threads[THREADS];
    asker askers[THREADS];

    for (size_t i = 0; i < THREADS; i++) {
        askers[i] = (asker){h, NULL};
        assert_int_equal(pthread_create(&threads[i], NULL, ask, &askers[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_non_null(askers[0].store);
    for (size_t i = 1; i < THREADS; i++)
        assert_ptr_equal(askers[i].store, askers[0].store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        HOUSE(nothing_of_staffs_is_opened_until_one_of_them_asks),
        HOUSE(staff_get_a_store_of_their_own),
        HOUSE(those_who_ask_at_once_share_one_store),
    };

    return cmocka_run_group_tests_name("generation", tests, NULL, NULL);
}
