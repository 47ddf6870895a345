/* The largest request that store.h allows is answered, and alike by both engines. */
#include "../../contract/compare.h"

enum {
    STEMS = 8
};

static gp_str words[GP_MATCH_TERMS][GP_MATCH_FORMS][STEMS];
static gp_form forms[GP_MATCH_TERMS][GP_MATCH_FORMS];
static gp_match_term terms[GP_MATCH_TERMS];

/* Every term with every form, every form with every stem, every stem of every byte. */
static gp_match_request largest_request(world *w)
{
    for (size_t i = 0; i < GP_MATCH_TERMS; i++) {
        for (size_t j = 0; j < GP_MATCH_FORMS; j++) {
            for (size_t k = 0; k < STEMS; k++)
                words[i][j][k] =
                    gp_arena_printf(&w->arena, "%0*zu", GP_FORM_MAX, i * 10000 + j * 100 + k);
            forms[i][j] = (gp_form){words[i][j], STEMS, 1};
        }
        terms[i] = (gp_match_term){forms[i], GP_MATCH_FORMS, 1, GP_SHOULD};
    }
    return (gp_match_request){.terms = terms, .term_count = GP_MATCH_TERMS, .limit = 1000};
}

/* The words of the very last form, and some others. */
static gp_store *open_with(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *document = make_document(w, "a", "t");
    gp_buf buf;

    gp_buf_init(&buf, 1 << 16);
    for (size_t k = 0; k < STEMS; k++)
        gp_buf_printf(&buf, "%0*zu ", GP_FORM_MAX,
                      (size_t)(GP_MATCH_TERMS - 1) * 10000 + (GP_MATCH_FORMS - 1) * 100 + k);
    (void)add_section(w, document, "", "", gp_arena_take(&w->arena, &buf).data);
    (void)add_section(w, document, "b", "", "zebra");
    gp_buf_clear(&buf);
    put(w, build, document);
    return world_publish(w, build, GP_PUBLIC);
}

static void the_largest_request_is_answered_alike(void **state)
{
    world *memory = world_open(ENGINE_MEMORY), *sqlite = world_open(ENGINE_SQLITE);
    gp_store *one = open_with(memory), *two = open_with(sqlite);
    gp_match_request request = largest_request(memory);

    (void)state;
    assert_int_equal(assert_same_match(&memory->arena, one, two, &request), 1);
    for (size_t i = 0; i < GP_MATCH_TERMS; i++)
        terms[i].role = i + 1 < GP_MATCH_TERMS ? GP_MUST_NOT : GP_MUST;
    assert_int_equal(assert_same_match(&memory->arena, one, two, &request), 1);
    gp_store_close(one);
    gp_store_close(two);
    world_close(memory);
    world_close(sqlite);
}

static void text_only_leaves_out_just_what_the_header_says(void **state)
{
    static const engine engines[] = {ENGINE_MEMORY, ENGINE_SQLITE};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        world *w = world_open(engines[i]);
        gp_build *build = world_build(w, false);
        gp_document *document = make_document(w, "a", "t");
        gp_section *section = add_section(w, document, "", "", "A zebra.");
        gp_stored_section stored;
        gp_handle handle;
        gp_store *store;
        section->owner = GP_STR("me");
        section->review_by = GP_STR("2027-01-01");
        assert_true(gp_str_list_add(&w->arena, &section->questions, GP_STR("what is it")));
        assert_true(gp_str_list_add(&w->arena, &section->synonyms, GP_STR("striped horse")));
        assert_true(gp_str_list_add(&w->arena, &section->aliases, GP_STR("old")));
        put(w, build, document);
        store = world_publish(w, build, GP_PUBLIC);
        assert_int_equal(gp_store_find(store, GP_STR("a"), &handle), GP_OK);
        assert_int_equal(gp_store_fetch(store, &handle, 1, true, &w->arena, &stored, NULL), GP_OK);
        assert_int_equal(stored.section.html.size, 0);
        assert_int_equal(stored.section.markdown.size, 0);
        assert_int_equal(stored.section.owner.size, 0);
        assert_same(stored.section.text, GP_STR("A zebra."));
        assert_same(stored.section.review_by, GP_STR("2027-01-01"));
        assert_int_equal(stored.section.questions.count, 1);
        assert_int_equal(stored.section.synonyms.count, 1);
        assert_int_equal(stored.section.aliases.count, 1);
        gp_store_close(store);
        world_close(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_largest_request_is_answered_alike),
        cmocka_unit_test(text_only_leaves_out_just_what_the_header_says),
    };

    return cmocka_run_group_tests_name("limits", tests, NULL, NULL);
}
