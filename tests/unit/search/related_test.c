/* Links to the nearest sections, of a section and of an article. */
#include "small.h"

#include "search/related.h"

static void related_open(small *s)
{
    static const char *const others[] = {"zebra saddle bridle", "zebra saddle hay",
                                         "zebra saddle oats", "zebra saddle barn",
                                         "zebra saddle bridle oats"};
    gp_document *document;
    gp_build *build;

    memset(s, 0, sizeof *s);
    gp_arena_init(&s->arena, 16 << 20);
    assert_int_equal(gp_hash_init(), GP_OK);
    assert_int_equal(gp_memory_begin(&build, NULL), GP_OK);
    document = small_document(s, "own", "Own", GP_GUIDE);
    (void)small_section(s, document, "", "", "zebra saddle bridle");
    (void)small_section(s, document, "two", "Two", "meadow fence zebra");
    (void)small_section(s, document, "none", "None", "unlike all others");
    small_put(s, build, document);
    document = small_document(s, "many", "Many", GP_POST);
    for (size_t i = 0; i < 5; i++)
        (void)small_section(s, document, gp_arena_printf(&s->arena, "s%zu", i).data, "A heading",
                            others[i]);
    small_put(s, build, document);
    document = small_document(s, "field", "The field", GP_POST);
    (void)small_section(s, document, "", "", "meadow fence gate");
    small_put(s, build, document);
    document = small_document(s, "later", "Later", GP_POST);
    document->publish_on = GP_STR("2026-06-01");
    (void)small_section(s, document, "", "", "meadow fence gate");
    small_put(s, build, document);
    assert_int_equal(gp_memory_publish(build, GP_PUBLIC, &s->store, NULL), GP_OK);
}

static void related_close(small *s)
{
    gp_store_close(s->store);
    gp_arena_clear(&s->arena);
}

static const char *ids_of(small *s, const gp_related_list *related)
{
    gp_str text = GP_STR("");

    for (size_t i = 0; i < related->count; i++)
        text = gp_arena_printf(&s->arena, "%.*s%s%.*s", GP_STR_ARGS(text), i > 0 ? " " : "",
                               GP_STR_ARGS(related->items[i].id));
    return text.data;
}

static void a_section_links_to_what_is_nearest(void **state)
{
    gp_related_list related;
    gp_handle handle;
    small s;

    (void)state;
    related_open(&s);
    assert_int_equal(gp_store_find(s.store, GP_STR("own"), &handle), GP_OK);
    assert_int_equal(gp_related_to_section(s.store, handle, 0, &s.arena, &related, NULL), GP_OK);
    assert_true(related.count >= 3);
    assert_str(related.items[0].id, "many#s0");
    assert_str(related.items[0].heading, "A heading");
    assert_str(related.items[0].title, "Many");
    assert_str(related.items[0].url, "/a/many#s0");
    assert_int_equal(gp_store_find(s.store, GP_STR("own#none"), &handle), GP_OK);
    assert_int_equal(gp_related_to_section(s.store, handle, 0, &s.arena, &related, NULL), GP_OK);
    assert_int_equal(related.count, 0);
    related_close(&s);
}

static void an_article_links_to_other_articles_by_rank(void **state)
{
    gp_related_list related;
    gp_document document;
    gp_str moved_to;
    small s;

    (void)state;
    related_open(&s);
    assert_int_equal(
        gp_store_document(s.store, GP_STR("own"), &s.arena, &document, &moved_to, NULL), GP_OK);
    assert_int_equal(gp_related_to_document(s.store, &document, 0, &s.arena, &related, NULL),
                     GP_OK);
    assert_string_equal(ids_of(&s, &related), "many#s0 field many#s4 later");
    assert_int_equal(gp_related_to_document(s.store, &document, 20454, &s.arena, &related, NULL),
                     GP_OK); /* 2026-01-01: the last is not shown yet */
    assert_string_equal(ids_of(&s, &related), "many#s0 field many#s4");
    document.sections.count = 0;
    assert_int_equal(gp_related_to_document(s.store, &document, 0, &s.arena, &related, NULL),
                     GP_OK);
    assert_int_equal(related.count, 0);
    related_close(&s);
}

static void without_memory_there_is_a_status(void **state)
{
    gp_arena none;
    gp_related_list related;
    gp_handle handle;
    small s;

    (void)state;
    related_open(&s);
    gp_arena_init(&none, 16);
    assert_int_equal(gp_store_find(s.store, GP_STR("own"), &handle), GP_OK);
    assert_int_equal(gp_related_to_section(s.store, handle, 0, &none, &related, NULL),
                     GP_NO_MEMORY);
    gp_arena_clear(&none);
    related_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_section_links_to_what_is_nearest),
        cmocka_unit_test(an_article_links_to_other_articles_by_rank),
        cmocka_unit_test(without_memory_there_is_a_status),
    };

    return cmocka_run_group_tests_name("related", tests, NULL, NULL);
}
