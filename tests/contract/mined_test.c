/* What every engine finds in the texts by itself: acronyms. */
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

int main(void)
{
    static const contract contracts[] = {
        CONTRACT(an_acronym_has_the_long_form_that_most_sections_give),
        CONTRACT(staff_acronyms_never_reach_visitors),
        CONTRACT(what_was_dropped_explains_nothing),
        CONTRACT(a_store_without_acronyms_has_none),
    };

    return run_contracts("mined", contracts, sizeof contracts / sizeof contracts[0]);
}
