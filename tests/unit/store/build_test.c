/* What a build promises when something went wrong inside it. */
#include "../../contract/engines.h"

#include "base/memory.h"

enum {
    SECTIONS = 5
};

static gp_document *make_sections(world *w, const char *slug)
{
    static const char *const anchors[SECTIONS] = {"", "a", "b", "c", "d"};
    gp_document *document = make_document(w, slug, "Title");

    for (size_t i = 0; i < SECTIONS; i++)
        (void)add_section(w, document, anchors[i], "Heading", "A zebra.");
    assert_int_equal(gp_document_seal(document, &w->arena, NULL), GP_OK);
    return document;
}

static gp_status publish(world *w, gp_build *build, gp_store **store, gp_error *error)
{
    *store = NULL;
    if (w->engine == ENGINE_MEMORY)
        return gp_memory_publish(build, GP_PUBLIC, store, error);
    return gp_build_publish(build, error);
}

/* Puts `half` with its nth allocation failing, and publishes all the same. False when put needs less
 * than n allocations. */
static bool publish_after_failure(world *w, const gp_document *whole, const gp_document *half,
                                  unsigned long n)
{
    gp_build *build = world_build(w, false);
    gp_store *store;
    gp_error error = {GP_OK, ""};
    gp_status status;
    bool reached;

    assert_int_equal(gp_build_put(build, whole, NULL), GP_OK);
    gp_memory_fail_at(n, 0);
    status = gp_build_put(build, half, NULL);
    reached = gp_memory_count() >= n;
    gp_memory_fail_at(0, 0);
    if (status == GP_OK) {
        gp_build_abandon(build);
        return reached;
    }
    assert_int_equal(status, GP_NO_MEMORY);
    assert_int_equal(publish(w, build, &store, &error), GP_NO_MEMORY);
    assert_null(store);
    assert_non_null(strstr(error.text, "not published"));
    if (w->engine == ENGINE_SQLITE)
        assert_int_not_equal(access(w->path, F_OK), 0);
    return reached;
}

static void refuse_to_publish_halves(engine kind)
{
    world *w = world_open(kind);
    gp_document *whole = make_sections(w, "whole");
    gp_document *half = make_sections(w, "half");
    unsigned long n = 1;

    while (publish_after_failure(w, whole, half, n))
        n++;
    assert_true(n > 5);
    world_close(w);
}

static void half_an_article_is_never_published(void **state)
{
    (void)state;
    refuse_to_publish_halves(ENGINE_SQLITE);
}

static void half_an_article_is_never_published_in_memory(void **state)
{
    (void)state;
    refuse_to_publish_halves(ENGINE_MEMORY);
}

/* A slug that is taken is the caller's to tell of; the build goes on without that article. */
static void a_refused_article_does_not_stop_the_build(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_build *build = world_build(w, false);
    gp_document *other = make_sections(w, "same");
    gp_store *store;
    gp_error error;

    (void)state;
    other->path = GP_STR("folder/other.md");
    put(w, build, make_sections(w, "same"));
    assert_int_equal(gp_build_put(build, other, &error), GP_INVALID);
    assert_non_null(strstr(error.text, "same.md"));
    assert_non_null(strstr(error.text, "folder/other.md")); /* both files are named */
    store = world_publish(w, build, GP_PUBLIC);
    gp_store_close(store);
    world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_an_article_is_never_published),
        cmocka_unit_test(half_an_article_is_never_published_in_memory),
        cmocka_unit_test(a_refused_article_does_not_stop_the_build),
    };

    return cmocka_run_group_tests_name("builds", tests, NULL, NULL);
}
