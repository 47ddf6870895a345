/* What the engines share (engine.h), and the engine that wraps another (trace). */
#include "../../contract/engines.h"

#include "base/memory.h"
#include "store/engine.h"

/* ---- fields and lists -------------------------------------------------------------------------- */

static void assert_field(gp_field field, const gp_document *document, const gp_section *section,
                         gp_arena *arena, const char *expected)
{
    gp_str text = gp_field_text(field, document, section, arena);

    assert_string_equal(gp_arena_copy(arena, text).data, expected);
}

static void each_field_has_its_text(void **state)
{
    gp_arena arena;
    gp_document document = {.title = GP_STR("Title")};
    gp_section section = {.heading = GP_STR("Heading"), .text = GP_STR("Body")};

    (void)state;
    gp_arena_init(&arena, 1 << 20);
    assert_field(GP_FIELD_CONTEXT, &document, &section, &arena, "Title\n");
    assert_field(GP_FIELD_QUESTIONS, &document, &section, &arena, "\n");
    assert_true(gp_str_list_add(&arena, &section.trail, GP_STR("Above")));
    assert_true(gp_str_list_add(&arena, &section.trail, GP_STR("Nearer")));
    assert_true(gp_str_list_add(&arena, &section.questions, GP_STR("what is\nit")));
    assert_true(gp_str_list_add(&arena, &section.synonyms, GP_STR("thing")));
    assert_field(GP_FIELD_HEADING, &document, &section, &arena, "Heading");
    assert_field(GP_FIELD_BODY, &document, &section, &arena, "Body");
    assert_field(GP_FIELD_CONTEXT, &document, &section, &arena, "Title\nAbove\nNearer");
    assert_field(GP_FIELD_QUESTIONS, &document, &section, &arena, "what is it\nthing");
    gp_arena_clear(&arena);
}

static void lists_come_back_as_they_went(void **state)
{
    gp_arena arena;
    gp_str_list items = {NULL, 0, 0}, back;

    (void)state;
    gp_arena_init(&arena, 1 << 20);
    assert_int_equal(gp_lines_to_list(gp_lines_of(&items, &arena), &arena, &back), GP_OK);
    assert_int_equal(back.count, 0);
    assert_true(gp_str_list_add(&arena, &items, GP_STR("one")));
    assert_true(gp_str_list_add(&arena, &items, GP_STR("two\nlines")));
    assert_int_equal(gp_lines_to_list(gp_lines_of(&items, &arena), &arena, &back), GP_OK);
    assert_int_equal(back.count, 2);
    assert_true(gp_str_equal(back.items[0], GP_STR("one")));
    assert_true(gp_str_equal(back.items[1], GP_STR("two lines")));
    gp_arena_clear(&arena);
}

static void what_is_for_staff_never_becomes_public(void **state)
{
    static const struct {
        gp_audience document, section, part;
    } cases[] = {{GP_PUBLIC, GP_PUBLIC, GP_PUBLIC},
                 {GP_PUBLIC, GP_STAFF, GP_STAFF},
                 {GP_STAFF, GP_PUBLIC, GP_STAFF},
                 {GP_STAFF, GP_STAFF, GP_STAFF}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gp_document document = {.audience = cases[i].document};
        gp_section section = {.audience = cases[i].section};
        assert_int_equal(gp_section_in(&document, &section, GP_STAFF), cases[i].part == GP_STAFF);
        assert_int_equal(gp_section_in(&document, &section, GP_PUBLIC), cases[i].part == GP_PUBLIC);
    }
}

static void articles_are_listed_by_kind_weight_title_slug(void **state)
{
    static const gp_document_line sorted[] = {
        {.kind = GP_GUIDE, .weight = 2, .title = {"z", 1}, .slug = {"z", 1}},
        {.kind = GP_GUIDE, .weight = 1, .title = {"a", 1}, .slug = {"a", 1}},
        {.kind = GP_GUIDE, .weight = 1, .title = {"a", 1}, .slug = {"b", 1}},
        {.kind = GP_GUIDE, .weight = 1, .title = {"b", 1}, .slug = {"a", 1}},
        {.kind = GP_POST, .weight = 9, .title = {"a", 1}, .slug = {"a", 1}},
        {.kind = GP_FAQ, .weight = 9, .title = {"a", 1}, .slug = {"a", 1}},
        {.kind = GP_PAGE, .weight = 9, .title = {"a", 1}, .slug = {"a", 1}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof sorted / sizeof sorted[0]; i++) {
        for (size_t j = 0; j < sizeof sorted / sizeof sorted[0]; j++) {
            int order = gp_document_line_order(&sorted[i], &sorted[j]);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
    }
}

/* ---- tracing ----------------------------------------------------------------------------------- */

static char lines[64][160];
static size_t line_count;

static void keep_line(void *context, const char *line)
{
    assert_ptr_equal(context, lines);
    assert_true(line_count < 64);
    (void)snprintf(lines[line_count++], sizeof lines[0], "%s", line);
}

static gp_store *open_small(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *document = make_document(w, "secret-slug", "Title");

    (void)add_section(w, document, "", "", "A zebra.");
    put(w, build, document);
    return world_publish(w, build, GP_PUBLIC);
}

/* Every operation that asks the engine, in the order of engine.h. */
static void call_all(world *w, gp_store *store)
{
    asked a = {0};
    gp_handle handle;
    gp_stored_section section;
    gp_document document;
    gp_document_lines all;
    gp_attachment attachment;
    gp_store *shared;
    gp_str moved;

    assert_int_equal(gp_store_share(store, &shared, NULL), GP_OK);
    gp_store_close(shared);
    ask(&a, "zebra", GP_SHOULD);
    assert_string_equal(answer(w, store, &a, NULL), "secret-slug");
    assert_int_equal(gp_store_find(store, GP_STR("secret-slug"), &handle), GP_OK);
    assert_int_equal(gp_store_fetch(store, &handle, 1, false, &w->arena, &section, NULL), GP_OK);
    assert_int_equal(
        gp_store_document(store, GP_STR("nowhere"), &w->arena, &document, &moved, NULL),
        GP_NOT_FOUND);
    assert_int_equal(gp_store_attachment(store, GP_STR("secret-slug"), GP_STR("secret.png"),
                                         &w->arena, &attachment, NULL),
                     GP_NOT_FOUND);
    assert_int_equal(gp_store_documents(store, &w->arena, &all, NULL), GP_OK);
    assert_int_equal(gp_store_check(store, NULL), GP_OK);
}

static void each_operation_is_one_line_with_counts_and_no_words(void **state)
{
    static const char *const expected[] = {
        "share in=1 out=1 status=\"ok\" us=",       "close in=1 out=0 status=\"ok\" us=",
        "match in=1 out=1 status=\"ok\" us=",       "fetch in=1 out=1 status=\"ok\" us=",
        "document in=1 out=0 status=\"not found\"", "attachment in=1 out=0 status=\"not found\"",
        "documents in=0 out=1 status=\"ok\" us=",   "check in=0 out=0 status=\"ok\" us=",
        "close in=1 out=0 status=\"ok\" us="};
    world *w = world_open(ENGINE_MEMORY);
    gp_store *store;

    (void)state;
    line_count = 0;
    assert_int_equal(gp_trace_open(open_small(w), keep_line, lines, &store, NULL), GP_OK);
    call_all(w, store);
    gp_store_close(store);
    assert_int_equal(line_count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < line_count; i++) {
        if (strncmp(lines[i], expected[i], strlen(expected[i])) != 0)
            print_error("%s\nis not\n%s\n", lines[i], expected[i]);
        assert_memory_equal(lines[i], expected[i], strlen(expected[i]));
        assert_null(strstr(lines[i], "zebra"));
        assert_null(strstr(lines[i], "secret"));
        assert_null(strstr(lines[i], "nowhere"));
    }
    world_close(w);
}

/* The wrapped store belongs to the wrapper, also when there is no wrapper: else it would leak. */
static void without_memory_the_wrapped_store_is_closed(void **state)
{
    world *w = world_open(ENGINE_MEMORY);
    gp_store *inner = open_small(w);
    gp_store *store = inner;
    gp_error error;
    gp_status status;

    (void)state;
    gp_memory_fail_at(1, 0);
    status = gp_trace_open(inner, keep_line, lines, &store, &error);
    gp_memory_fail_at(0, 0);
    assert_int_equal(status, GP_NO_MEMORY);
    assert_null(store);
    world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_field_has_its_text),
        cmocka_unit_test(lists_come_back_as_they_went),
        cmocka_unit_test(what_is_for_staff_never_becomes_public),
        cmocka_unit_test(articles_are_listed_by_kind_weight_title_slug),
        cmocka_unit_test(each_operation_is_one_line_with_counts_and_no_words),
        cmocka_unit_test(without_memory_the_wrapped_store_is_closed),
    };

    return cmocka_run_group_tests_name("engines", tests, NULL, NULL);
}
