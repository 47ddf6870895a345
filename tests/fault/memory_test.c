/* The nth allocation fails, ours and SQLite's: a clean GP_NO_MEMORY, no crash, no leak, and the index
 * that was there answers as before. */
#include "test.h"

#include "base/hash.h"
#include "base/memory.h"
#include "search/search.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char path[96];

/* SQLite's memory comes through our door, so that one counter fails both. */
static void *lite_alloc(int size)
{
    size_t *memory = gp_alloc((size_t)size + 16);

    if (memory == NULL)
        return NULL;
    *memory = (size_t)size;
    return (char *)memory + 16;
}

static void lite_free(void *memory)
{
    if (memory != NULL)
        gp_free((char *)memory - 16);
}

static int lite_size(void *memory)
{
    return memory != NULL ? (int)*(size_t *)(void *)((char *)memory - 16) : 0;
}

static void *lite_realloc(void *old, int size)
{
    void *fresh = lite_alloc(size);

    if (fresh == NULL)
        return NULL;
    memcpy(fresh, old, (size_t)(lite_size(old) < size ? lite_size(old) : size));
    lite_free(old);
    return fresh;
}

static int lite_round(int size)
{
    return (size + 7) / 8 * 8;
}

static int lite_start(void *context)
{
    (void)context;
    return SQLITE_OK;
}

static void lite_stop(void *context)
{
    (void)context;
}

static gp_status put_article(gp_build *build, const char *slug, const char *text)
{
    gp_arena arena;
    gp_document document = {.slug = gp_str_of(slug), .path = gp_str_of(slug), .weight = 1};
    gp_section *section;
    gp_status status = GP_NO_MEMORY;

    gp_arena_init(&arena, 1 << 20);
    document.title = GP_STR("Title");
    section = GP_VEC_PUSH(&arena, &document.sections);
    if (section != NULL) {
        section->level = 1;
        section->text = gp_str_of(text);
        status = gp_document_seal(&document, &arena, NULL);
    }
    if (status == GP_OK)
        status = gp_build_put(build, &document, NULL);
    gp_arena_clear(&arena);
    return status;
}

static gp_status build_once(const char *text)
{
    gp_build *build;
    gp_status status = gp_build_begin(path, true, &build, NULL);

    if (status != GP_OK)
        return status;
    status = gp_build_drop(build, GP_STR("a"), NULL);
    if (status == GP_OK)
        status = put_article(build, "a", text);
    if (status == GP_OK)
        return gp_build_publish(build, NULL);
    gp_build_abandon(build);
    return status;
}

static gp_status search_once(const char *question, size_t *hits)
{
    gp_store *store;
    gp_searcher *searcher;
    gp_arena arena;
    gp_results results;
    gp_search_request request = {.question = gp_str_of(question)};
    gp_status status = gp_store_open(path, GP_PUBLIC, &store, NULL);

    *hits = 0;
    if (status != GP_OK)
        return status;
    status = gp_searcher_open(store, NULL, &searcher, NULL);
    gp_arena_init(&arena, 8 << 20);
    if (status == GP_OK) {
        status = gp_search(searcher, &request, &arena, &results, NULL);
        *hits = status == GP_OK ? results.hits.count : 0;
        gp_searcher_close(searcher);
    }
    gp_arena_clear(&arena);
    gp_store_close(store);
    return status;
}

static bool out_of_memory(gp_status status)
{
    return status == GP_NO_MEMORY || status == GP_IO;
}

static void a_search_without_memory_says_so_at_every_allocation(void **state)
{
    unsigned long total;
    size_t hits;

    (void)state;
    gp_memory_fail_at(0, 0);
    assert_int_equal(search_once("zebra", &hits), GP_OK);
    assert_int_equal(hits, 1);
    total = gp_memory_count();
    assert_true(total > 100);
    for (unsigned long n = 1; n <= total; n += 1 + n / 40) {
        gp_status status;
        gp_memory_fail_at(n, 1);
        status = search_once("zebra", &hits);
        gp_memory_fail_at(0, 0);
        if (status != GP_OK && !out_of_memory(status))
            print_error("allocation %lu of %lu: %s\n", n, total, gp_status_name(status));
        assert_true(status == GP_OK || out_of_memory(status));
    }
    assert_int_equal(search_once("zebra", &hits), GP_OK);
    assert_int_equal(hits, 1);
}

static void a_build_without_memory_leaves_the_old_index(void **state)
{
    unsigned long total;
    size_t hits;

    (void)state;
    gp_memory_fail_at(0, 0);
    assert_int_equal(build_once("A zebra walks."), GP_OK);
    total = gp_memory_count();
    for (unsigned long n = 1; n <= total; n += 1 + n / 30) {
        gp_status status;
        gp_memory_fail_at(n, 1);
        status = build_once("A zebra walks.");
        gp_memory_fail_at(0, 0);
        assert_true(status == GP_OK || out_of_memory(status));
        assert_int_equal(search_once("zebra", &hits), GP_OK);
        assert_int_equal(hits, 1);
    }
    assert_int_equal(build_once("A giraffe stands."), GP_OK);
    assert_int_equal(search_once("giraffe", &hits), GP_OK);
    assert_int_equal(hits, 1);
    assert_int_equal(build_once("A zebra walks."), GP_OK);
}

int main(void)
{
    static const sqlite3_mem_methods methods = {lite_alloc, lite_free,  lite_realloc, lite_size,
                                                lite_round, lite_start, lite_stop,    NULL};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_build_without_memory_leaves_the_old_index),
        cmocka_unit_test(a_search_without_memory_says_so_at_every_allocation),
    };
    char folder[] = "/tmp/gp-fault-XXXXXX";
    char command[64];
    int failed;

    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK || gp_hash_init() != GP_OK ||
        mkdtemp(folder) == NULL)
        return 1;
    (void)snprintf(path, sizeof path, "%s/index.db", folder);
    failed = cmocka_run_group_tests_name("memory", tests, NULL, NULL);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command) != 0 || failed != 0;
}
