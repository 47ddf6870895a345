/* Every allocation of the store fails once - ours, then SQLite's - while an index is built and while
 * it is read: a status that says so, never a crash or a leak, and the published index answers. */
#include "../contract/engines.h"

#include "base/memory.h"

#include <sqlite3.h>

/* ---- SQLite's allocations ---------------------------------------------------------------------- */

static sqlite3_mem_methods real_methods;
static unsigned long sqlite_calls, sqlite_fail_at;

static bool sqlite_fails(void)
{
    return ++sqlite_calls == sqlite_fail_at;
}

static void *failing_malloc(int size)
{
    return sqlite_fails() ? NULL : real_methods.xMalloc(size);
}

static void *failing_realloc(void *old, int size)
{
    return sqlite_fails() ? NULL : real_methods.xRealloc(old, size);
}

static int wrap_sqlite(void)
{
    sqlite3_mem_methods wrapped;

    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_methods) != SQLITE_OK)
        return -1;
    wrapped = real_methods;
    wrapped.xMalloc = failing_malloc;
    wrapped.xRealloc = failing_realloc;
    /* no lookaside: else small allocations would pass by the counter */
    if (sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
        return -1;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &wrapped) == SQLITE_OK ? 0 : -1;
}

/* ---- whose allocation fails -------------------------------------------------------------------- */

typedef enum allocator {
    OURS,
    SQLITES
} allocator;

/* The nth allocation from now on fails; 0: none. */
static void fail_at(allocator whose, unsigned long nth)
{
    gp_memory_fail_at(whose == OURS ? nth : 0, 0);
    sqlite_calls = 0;
    sqlite_fail_at = whose == SQLITES ? nth : 0;
}

static unsigned long allocations(allocator whose)
{
    return whose == OURS ? gp_memory_count() : sqlite_calls;
}

/* ---- what is tried ----------------------------------------------------------------------------- */

static gp_document *document_of(world *w, const char *slug, const char *text)
{
    gp_document *document = make_document(w, slug, "The title");
    gp_section *section;

    assert_true(gp_str_list_add(&w->arena, &document->tags, GP_STR("care")));
    assert_true(gp_str_list_add(&w->arena, &document->aliases, GP_STR("before")));
    (void)add_section(w, document, "", "", text);
    section = add_section(w, document, "inside", "Inside", "A giraffe for staff.");
    section->audience = GP_STAFF;
    assert_true(gp_str_list_add(&w->arena, &section->questions, GP_STR("where is it")));
    for (size_t i = 0; i < 2; i++)
        document->sections.items[i].meaning = gp_arena_printf(&w->arena, "%s %zu", slug, i);
    assert_int_equal(gp_document_seal(document, &w->arena, NULL), GP_OK);
    return document;
}

static gp_document *fresh, *again;

/* Two vectors for each of the document's sections, unless they are `had` already. */
static gp_status put_vectors(gp_build *build, const gp_document *document, bool had,
                             gp_error *error)
{
    static const int8_t units[2 * GP_UNIT_BYTES] = {1, 2, 3};
    gp_status status = gp_build_model(build, GP_STR("model"), error);

    for (size_t i = 0; i < document->sections.count && status == GP_OK; i++) {
        const gp_section *section = &document->sections.items[i];
        gp_audience part = gp_section_audience(document, section);
        bool has = false;
        status = gp_build_has_vectors(build, part, section->meaning, &has, error);
        if (status == GP_OK)
            assert_int_equal(has, had);
        if (status == GP_OK && !has)
            status = gp_build_put_vectors(build, part, section->meaning, units, 2, error);
    }
    return status;
}

/* A whole build: refresh, drop, put, stamps, site, publish. */
static gp_status try_build(world *w, bool refresh)
{
    gp_build *build;
    gp_error error;
    gp_arena arena;
    gp_stamp_list stamps;
    gp_stamp stamp = {GP_STR("fresh.md"), GP_STR("ab"), 1, 1};
    gp_status status = gp_build_begin(w->path, refresh, &build, &error);

    if (status != GP_OK)
        return status;
    gp_arena_init(&arena, 1 << 20);
    status = gp_build_drop(build, GP_STR("again.md"), &error);
    if (status == GP_OK)
        status = put_vectors(build, again, refresh, &error);
    if (status == GP_OK)
        status = gp_build_put(build, again, &error);
    if (status == GP_OK)
        status = gp_build_drop(build, GP_STR("fresh.md"), &error);
    if (status == GP_OK)
        status = put_vectors(build, fresh, false, &error);
    if (status == GP_OK)
        status = gp_build_put(build, fresh, &error);
    if (status == GP_OK)
        status = gp_build_stamp(build, &stamp, &error);
    if (status == GP_OK)
        status = gp_build_stamps(build, &arena, &stamps, &error);
    if (status == GP_OK)
        status = gp_build_site(build, GP_STR("{}"), &error);
    if (status == GP_OK)
        status = gp_build_publish(build, &error);
    else
        gp_build_abandon(build);
    gp_arena_clear(&arena);
    return status;
}

static gp_status try_meaning(gp_store *store, const gp_match_request *request, gp_arena *arena)
{
    static const gp_handle both[] = {1, 0};
    const gp_vectors *vectors = gp_store_vectors(store);
    gp_match match;
    gp_error error;
    gp_status status = gp_store_look(store, request, both, 2, arena, &match, &error);

    assert_non_null(vectors);
    assert_int_equal(vectors->count, 4);
    assert_int_equal(vectors->units[1], 2);
    assert_true(gp_str_equal(vectors->model, GP_STR("model")));
    assert_int_equal(match.count, status == GP_OK ? 2 : 0);
    return status;
}

static gp_status try_questions(gp_store *store, gp_arena *arena)
{
    asked a = {0};
    gp_match match;
    gp_stored_section section;
    gp_document document;
    gp_document_lines lines;
    gp_attachment attachment;
    gp_word_list words;
    gp_str moved;
    gp_error error;
    gp_status status;

    ask(&a, "zebra", GP_SHOULD);
    ask(&a, "hors", GP_MUST_NOT);
    status = try_meaning(store, &a.request, arena);
    if (status == GP_OK)
        status = gp_store_match(store, &a.request, arena, &match, &error);
    if (status == GP_OK)
        assert_int_equal(match.count, 1);
    if (status == GP_OK)
        status =
            gp_store_fetch(store, &match.candidates[0].handle, 1, false, arena, &section, &error);
    if (status == GP_OK)
        status = gp_store_words(store, GP_STR("z"), 5, arena, &words);
    if (status == GP_OK)
        status = gp_store_document(store, GP_STR("again"), arena, &document, &moved, &error);
    if (status == GP_OK)
        status = gp_store_document(store, GP_STR("before"), arena, &document, &moved, &error);
    if (status == GP_OK)
        status = gp_store_documents(store, arena, &lines, &error);
    if (status == GP_OK)
        status = gp_store_attachment(store, GP_STR("again"), GP_STR("x.png"), arena, &attachment,
                                     &error);
    if (status == GP_OK)
        status = gp_store_check(store, &error);
    if (status == GP_OK) {
        assert_string_equal(section.section.text.data, "A zebra again.");
        assert_int_equal(words.count, 1);
        assert_int_equal(lines.count, 1);
        assert_int_equal(lines.items[0].tags.count, 1);
        assert_true(gp_str_equal(moved, GP_STR("again")));
        assert_int_equal(attachment.bytes.size, 4);
    }
    return status;
}

/* Opening, sharing, asking. */
static gp_status try_read(world *w)
{
    gp_store *store, *shared = NULL;
    gp_error error;
    gp_arena arena;
    gp_status status = gp_store_open(w->path, GP_STAFF, &store, &error);

    if (status != GP_OK) {
        assert_null(store);
        return status;
    }
    gp_arena_init(&arena, 8 << 20);
    status = gp_store_share(store, &shared, &error);
    if (status == GP_OK)
        status = try_questions(shared, &arena);
    gp_arena_clear(&arena);
    gp_store_close(shared);
    gp_store_close(store);
    return status;
}

/* ---- the loop ---------------------------------------------------------------------------------- */

/* Returns the generation's name in `generation`, if it is given. */
static void assert_answers(world *w, const char *ids, char generation[65])
{
    gp_store *store;
    gp_error error;
    asked a = {0};

    assert_int_equal(gp_store_open(w->path, GP_PUBLIC, &store, &error), GP_OK);
    ask(&a, "zebra", GP_SHOULD);
    assert_string_equal(answer(w, store, &a, NULL), ids);
    if (generation != NULL)
        (void)snprintf(generation, 65, "%.*s", GP_STR_ARGS(gp_store_generation(store)));
    gp_store_close(store);
}

static world *open_world(void)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_attachment *attachment;
    gp_build *build = world_build(w, false);

    again = document_of(w, "again", "A zebra again.");
    attachment = GP_VEC_PUSH(&w->arena, &again->attachments);
    assert_non_null(attachment);
    *attachment = (gp_attachment){GP_STR("x.png"), GP_STR("image/png"), GP_STR("\x89PNG")};
    fresh = document_of(w, "fresh", "A fresh horse and a zebra.");
    assert_int_equal(put_vectors(build, again, false, NULL), GP_OK);
    assert_int_equal(gp_build_put(build, again, NULL), GP_OK);
    assert_int_equal(gp_build_publish(build, NULL), GP_OK);
    return w;
}

/* The first allocations one by one, then with growing steps: the last are more of the same. */
static unsigned long next_to_fail(unsigned long nth)
{
    return nth + 1 + nth / 200;
}

static void fail_builds(allocator whose, bool refresh)
{
    world *w = open_world();
    unsigned long nth = 1, refused = 0;
    char expected[65], generation[65]; /* of a build without failures; of this one */

    assert_int_equal(try_build(w, refresh), GP_OK);
    assert_answers(w, "again fresh", expected);
    world_close(w);
    w = open_world();
    for (;; nth = next_to_fail(nth)) {
        gp_status status;
        unsigned long needed;
        fail_at(whose, nth);
        status = try_build(w, refresh);
        needed = allocations(whose);
        fail_at(whose, 0);
        if (needed < nth) {
            assert_int_equal(status, GP_OK);
            break;
        }
        if (status != GP_OK) {
            if (status != GP_NO_MEMORY)
                print_error("allocation %lu: %s\n", nth, gp_status_name(status));
            assert_int_equal(status, GP_NO_MEMORY);
            assert_answers(w, "again", NULL);
            refused++;
            continue;
        }
        /* that one could be done without: a cache, say. Back to the index before. */
        assert_answers(w, "again fresh", generation);
        assert_string_equal(generation, expected);
        world_close(w);
        w = open_world();
    }
    assert_true(refused > 20);
    assert_answers(w, "again fresh", generation);
    assert_string_equal(generation, expected);
    world_close(w);
}

static void fail_reads(allocator whose)
{
    world *w = open_world();
    unsigned long nth = 1, refused = 0;

    for (;; nth = next_to_fail(nth)) {
        gp_status status;
        unsigned long needed;
        fail_at(whose, nth);
        status = try_read(w);
        needed = allocations(whose);
        fail_at(whose, 0);
        if (needed < nth) {
            assert_int_equal(status, GP_OK);
            break;
        }
        if (status != GP_OK && status != GP_NO_MEMORY)
            print_error("allocation %lu: %s\n", nth, gp_status_name(status));
        assert_true(status == GP_OK || status == GP_NO_MEMORY);
        refused += status != GP_OK;
    }
    assert_true(refused > 20);
    assert_answers(w, "again", NULL);
    world_close(w);
}

/* ---- tests ------------------------------------------------------------------------------------- */

static void a_build_survives_any_failed_allocation_of_ours(void **state)
{
    (void)state;
    fail_builds(OURS, false);
}

static void a_refresh_survives_any_failed_allocation_of_ours(void **state)
{
    (void)state;
    fail_builds(OURS, true);
}

static void a_reader_survives_any_failed_allocation_of_ours(void **state)
{
    (void)state;
    fail_reads(OURS);
}

static void a_build_survives_any_failed_allocation_of_sqlite(void **state)
{
    (void)state;
    fail_builds(SQLITES, false);
}

static void a_refresh_survives_any_failed_allocation_of_sqlite(void **state)
{
    (void)state;
    fail_builds(SQLITES, true);
}

static void a_reader_survives_any_failed_allocation_of_sqlite(void **state)
{
    (void)state;
    fail_reads(SQLITES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_build_survives_any_failed_allocation_of_ours),
        cmocka_unit_test(a_refresh_survives_any_failed_allocation_of_ours),
        cmocka_unit_test(a_reader_survives_any_failed_allocation_of_ours),
        cmocka_unit_test(a_build_survives_any_failed_allocation_of_sqlite),
        cmocka_unit_test(a_refresh_survives_any_failed_allocation_of_sqlite),
        cmocka_unit_test(a_reader_survives_any_failed_allocation_of_sqlite),
    };

    if (wrap_sqlite() != 0)
        return 1;
    return cmocka_run_group_tests_name("store faults", tests, NULL, NULL);
}
