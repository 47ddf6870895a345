/* What every engine finds in the texts by itself: acronyms, related sections. */
#include "contracts.h"

/* "iop IOP=intensive outpatient program 2; ..." */
static const char *acronyms_of(world *w, gp_store *store)
{
    size_t count;
    const gp_acronym *acronyms = gp_store_acronyms(store, &count);
    gp_str text = GP_STR("");

    for (size_t i = 0; i < count; i++)
        text = gp_arena_printf(&w->arena, "%.*s%s%.*s %.*s=%.*s %u", GP_STR_ARGS(text),
                               i > 0 ? "; " : "", GP_STR_ARGS(acronyms[i].folded),
                               GP_STR_ARGS(acronyms[i].short_form),
                               GP_STR_ARGS(acronyms[i].long_form), acronyms[i].sections);
    return text.data;
}

static void put_text(world *w, gp_build *build, const char *slug, const char *text,
                     gp_audience audience)
{
    gp_document *document = make_document(w, slug, "Title");

    document->audience = audience;
    (void)add_section(w, document, "", "", text);
    put(w, build, document);
}

static void an_acronym_has_the_long_form_that_most_sections_give(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *document = make_document(w, "a", "Title");
    gp_store *store;

    (void)add_section(w, document, "", "",
                      "A zebra price (ZP). Zebra price (ZP), zebra price (ZP).");
    (void)add_section(w, document, "b", "A zebra patrol (ZP)", "the Zebra Patrol (ZP)");
    (void)add_section(w, document, "c", "c", "Many Zebra patrols (ZPs). A horse barn (HB).");
    (void)add_section(w, document, "d", "d", "our zebra patrol (ZP)");
    (void)add_section(w, document, "e", "e", "A hay bale (HB), and a hay bin (hb).");
    put(w, build, document);
    store = world_publish(w, build, GP_PUBLIC);
    assert_string_equal(acronyms_of(w, store), "hb HB=hay bale 1; zp ZP=zebra patrol 2");
    gp_store_close(store);
}

static void staff_acronyms_never_reach_visitors(world *w)
{
    static const char *const expected[] = {
        [GP_PUBLIC] = "zp ZP=zebra price 1",
        [GP_STAFF] = "sn SN=secret nag 1; zp ZP=zebra patrol 2",
    };

    for (int audience = GP_PUBLIC; audience <= GP_STAFF; audience++) {
        gp_build *build = world_build(w, false);
        gp_document *open = make_document(w, "open", "Title");
        gp_store *store, *shared;
        put_text(w, build, "a", "The secret nag (SN) and a zebra patrol (ZP).", GP_STAFF);
        (void)add_section(w, open, "", "", "A zebra price (ZP).");
        add_section(w, open, "in", "Inside", "A zebra patrol (ZP).")->audience = GP_STAFF;
        put(w, build, open);
        store = world_publish(w, build, (gp_audience)audience);
        assert_int_equal(gp_store_share(store, &shared, NULL), GP_OK);
        assert_string_equal(acronyms_of(w, store), expected[audience]);
        gp_store_close(store);
        assert_string_equal(acronyms_of(w, shared), expected[audience]);
        gp_store_close(shared);
    }
}

static void what_was_dropped_explains_nothing(world *w)
{
    gp_build *build = world_build(w, false);
    gp_store *store;

    put_text(w, build, "a", "A zebra price (ZP).", GP_PUBLIC);
    put_text(w, build, "b", "A zebra patrol (ZP).", GP_PUBLIC);
    put_text(w, build, "c", "A horse barn (HB).", GP_PUBLIC);
    assert_int_equal(gp_build_drop(build, GP_STR("b.md"), NULL), GP_OK);
    assert_int_equal(gp_build_drop(build, GP_STR("c.md"), NULL), GP_OK);
    put_text(w, build, "c", "A horse blanket (HB).", GP_PUBLIC);
    store = world_publish(w, build, GP_PUBLIC);
    assert_string_equal(acronyms_of(w, store), "hb HB=horse blanket 1; zp ZP=zebra price 1");
    gp_store_close(store);
}

static void a_store_without_acronyms_has_none(world *w)
{
    gp_build *build = world_build(w, false);
    gp_store *store;
    size_t count = 1;

    put_text(w, build, "a", "A zebra.", GP_PUBLIC);
    store = world_publish(w, build, GP_PUBLIC);
    (void)gp_store_acronyms(store, &count);
    assert_int_equal(count, 0);
    gp_store_close(store);
}

/* ---- related sections -------------------------------------------------------------------------- */

/* Ids of the related sections, joined by blanks, nearest first. */
static const char *related_to(world *w, gp_store *store, const char *id, int32_t today)
{
    gp_near_section related[GP_RELATED_MAX];
    gp_handle handle;
    gp_str text = GP_STR("");
    size_t count;

    assert_int_equal(gp_store_find(store, gp_str_of(id), &handle), GP_OK);
    count = gp_store_related(store, handle, today, related);
    for (size_t i = 0; i < count; i++) {
        gp_handle found;
        assert_int_equal(gp_store_find(store, related[i].id, &found), GP_OK);
        assert_int_equal(found, related[i].handle);
        assert_int_equal(related[i].same_article, strncmp(related[i].id.data, id, 4) == 0);
        text = gp_arena_printf(&w->arena, "%.*s%s%.*s", GP_STR_ARGS(text), i > 0 ? " " : "",
                               GP_STR_ARGS(related[i].id));
    }
    return text.data;
}

static void the_nearest_sections_share_the_rarest_words(world *w)
{
    gp_build *build = world_build(w, false);
    gp_store *store;

    put_text(w, build, "a", "horse zebra saddle bridle", GP_PUBLIC);
    put_text(w, build, "b", "horse zebra saddle meadow", GP_PUBLIC);
    put_text(w, build, "c", "horse barn meadow", GP_PUBLIC);
    put_text(w, build, "d", "the of and 2024", GP_PUBLIC);
    put_text(w, build, "e", "nothing of the others in 2024", GP_PUBLIC);
    store = world_publish(w, build, GP_PUBLIC);
    assert_string_equal(related_to(w, store, "a", 0), "b c");
    assert_string_equal(related_to(w, store, "b", 0), "a c");
    assert_string_equal(related_to(w, store, "c", 0), "b a");
    assert_string_equal(related_to(w, store, "d", 0), "");
    assert_string_equal(related_to(w, store, "e", 0), "");
    gp_store_close(store);
}

static void at_most_two_related_sections_are_of_one_article(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *document = make_document(w, "many", "Title");
    gp_store *store;

    for (size_t i = 0; i < 4; i++)
        (void)add_section(w, document, gp_arena_printf(&w->arena, "s%zu", i).data, "Zebra",
                          "zebra saddle bridle");
    put(w, build, document);
    put_text(w, build, "a", "zebra saddle bridle", GP_PUBLIC);
    put_text(w, build, "b", "zebra saddle hay", GP_PUBLIC);
    put_text(w, build, "c", "zebra hay oats barn", GP_PUBLIC);
    put_text(w, build, "d", "zebra saddle oats", GP_PUBLIC);
    put_text(w, build, "e", "zebra barn oats saddle bridle", GP_PUBLIC);
    put_text(w, build, "f", "zebra saddle bridle hay barn", GP_PUBLIC);
    store = world_publish(w, build, GP_PUBLIC);
    assert_string_equal(related_to(w, store, "many#s3", 0), "many#s0 many#s1 a e f");
    assert_string_equal(related_to(w, store, "a", 0), "many#s0 many#s1 e f b");
    gp_store_close(store);
}

static void staff_sections_are_related_to_staff_sections_alone(world *w)
{
    for (int audience = GP_PUBLIC; audience <= GP_STAFF; audience++) {
        gp_build *build = world_build(w, false);
        gp_document *open = make_document(w, "open", "Title");
        gp_store *store;
        put_text(w, build, "s1", "horse zebra saddle bridle", GP_STAFF);
        put_text(w, build, "s2", "horse zebra saddle bridle", GP_STAFF);
        (void)add_section(w, open, "", "", "horse zebra saddle");
        add_section(w, open, "in", "Inside", "horse zebra saddle")->audience = GP_STAFF;
        put(w, build, open);
        put_text(w, build, "p", "horse zebra meadow", GP_PUBLIC);
        store = world_publish(w, build, (gp_audience)audience);
        assert_string_equal(related_to(w, store, "open", 0), "p");
        assert_string_equal(related_to(w, store, "p", 0), "open");
        if (audience == GP_STAFF)
            assert_string_equal(related_to(w, store, "s1", 0), "s2 open#in");
        gp_store_close(store);
    }
}

static void what_is_not_shown_today_is_not_related(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *later = make_document(w, "later", "Title");
    gp_document *past = make_document(w, "past", "Title");
    gp_store *store;

    later->publish_on = GP_STR("1970-01-11");
    past->expires_on = GP_STR("1970-01-06");
    (void)add_section(w, later, "", "", "zebra saddle");
    (void)add_section(w, past, "", "", "zebra saddle");
    put(w, build, later);
    put(w, build, past);
    put_text(w, build, "a", "zebra saddle", GP_PUBLIC);
    store = world_publish(w, build, GP_PUBLIC);
    assert_string_equal(related_to(w, store, "a", 0), "later past");
    assert_string_equal(related_to(w, store, "a", 4), "past");
    assert_string_equal(related_to(w, store, "a", 5), "");
    assert_string_equal(related_to(w, store, "a", 10), "later");
    gp_store_close(store);
}

static void a_dropped_section_is_related_to_none(world *w)
{
    gp_build *build = world_build(w, false);
    gp_near_section related[GP_RELATED_MAX];
    gp_store *store;

    put_text(w, build, "a", "zebra saddle bridle", GP_PUBLIC);
    put_text(w, build, "b", "zebra saddle bridle", GP_PUBLIC);
    put_text(w, build, "c", "zebra meadow saddle", GP_PUBLIC);
    assert_int_equal(gp_build_drop(build, GP_STR("b.md"), NULL), GP_OK);
    put_text(w, build, "d", "bridle meadow", GP_PUBLIC);
    store = world_publish(w, build, GP_PUBLIC);
    assert_string_equal(related_to(w, store, "a", 0), "c d");
    assert_int_equal(gp_store_related(store, 3, 0, related), 0); /* no such handle */
    assert_int_equal(gp_store_related(store, GP_NO_HANDLE, 0, related), 0);
    gp_store_close(store);
}

int main(void)
{
    static const contract contracts[] = {
        CONTRACT(an_acronym_has_the_long_form_that_most_sections_give),
        CONTRACT(staff_acronyms_never_reach_visitors),
        CONTRACT(what_was_dropped_explains_nothing),
        CONTRACT(a_store_without_acronyms_has_none),
        CONTRACT(the_nearest_sections_share_the_rarest_words),
        CONTRACT(at_most_two_related_sections_are_of_one_article),
        CONTRACT(staff_sections_are_related_to_staff_sections_alone),
        CONTRACT(what_is_not_shown_today_is_not_related),
        CONTRACT(a_dropped_section_is_related_to_none),
    };

    return run_contracts("mined", contracts, sizeof contracts / sizeof contracts[0]);
}
