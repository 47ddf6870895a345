/* One allocation fails, ours or SQLite's, and the next ones work again: what a reader gets back is
 * whole or GP_NO_MEMORY, never an answer with a hole in it. (tests/fault: builds, and statuses.) */
#include "test.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/memory.h"
#include "store/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char path[96];

/* ---- SQLite's memory comes through our door ---------------------------------------------------- */

enum {
    HEAD = 16 /* bytes before each of SQLite's blocks, for its size */
};

static void *lite_alloc(int size)
{
    int *block = gp_alloc((size_t)size + HEAD);

    if (block == NULL)
        return NULL;
    *block = size;
    return (char *)(void *)block + HEAD;
}

static void lite_free(void *memory)
{
    if (memory != NULL)
        gp_free((char *)memory - HEAD);
}

static int lite_size(void *memory)
{
    return memory != NULL ? *(int *)(void *)((char *)memory - HEAD) : 0;
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

/* ---- one article with something in every column ------------------------------------------------ */

#define LONG_TEXT                                                                                  \
    "The zebra costs nine coins a day, and the horse costs ten. A zebra eats hay, oats and, "      \
    "where "                                                                                       \
    "there is any, fresh grass. Whoever buys a zebra buys the stall, the saddle and the bridle "   \
    "too."

static gp_document *make_article(gp_arena *arena)
{
    gp_document *document = gp_arena_alloc(arena, sizeof *document);
    gp_section *section;
    gp_attachment *attachment;

    assert_non_null(document);
    document->slug = GP_STR("guide");
    document->path = GP_STR("guide.md");
    document->title = GP_STR("The great guide to keeping zebras");
    document->summary = GP_STR("All about zebras, at some length, so that it is no short text.");
    document->updated = GP_STR("2026-11-02");
    document->publish_on = GP_STR("2026-11-01");
    document->weight = 1;
    assert_true(gp_str_list_add(arena, &document->tags, GP_STR("care")));
    assert_true(gp_str_list_add(arena, &document->aliases, GP_STR("old-guide")));
    section = GP_VEC_PUSH(arena, &document->sections);
    assert_non_null(section);
    section->level = 2;
    section->anchor = GP_STR("price");
    section->heading = GP_STR("What does it cost?");
    section->text = GP_STR(LONG_TEXT);
    section->html = GP_STR("<p>" LONG_TEXT "</p>");
    section->markdown = GP_STR("## What does it cost?\n\n" LONG_TEXT);
    section->owner = GP_STR("the keeper of the zebras");
    assert_true(gp_str_list_add(arena, &section->trail, GP_STR("Money")));
    assert_true(gp_str_list_add(arena, &section->questions, GP_STR("how expensive is a zebra")));
    section->approval = (gp_approval){GP_APPROVED, GP_STR("me"), GP_STR("2026-11-02"), GP_STR("")};
    attachment = GP_VEC_PUSH(arena, &document->attachments);
    assert_non_null(attachment);
    *attachment = (gp_attachment){GP_STR("x.png"), GP_STR("image/png"), GP_STR(LONG_TEXT)};
    assert_int_equal(gp_document_seal(document, arena, NULL), GP_OK);
    return document;
}

static gp_status build_article(const gp_document *document)
{
    gp_build *build;
    gp_status status = gp_build_begin(path, false, &build, NULL);

    if (status == GP_OK)
        status = gp_build_put(build, document, NULL);
    if (status == GP_OK)
        status = gp_build_site(build, GP_STR("{\"title\": \"Zebras\"}"), NULL);
    return status == GP_OK ? gp_build_publish(build, NULL) : status;
}

/* ---- the calls, each with its right answer ----------------------------------------------------- */

#define EQUAL(a, literal) assert_true(gp_str_equal((a), GP_STR(literal)))

/* The day before it is published: it must not be found. */
static gp_status ask_too_early(gp_store *store, gp_arena *arena)
{
    static const gp_str stem = {"zebra", 5};
    const gp_form form = {&stem, 1, 1};
    const gp_match_term term = {&form, 1, 1, GP_SHOULD};
    gp_match_request request = {.terms = &term, .term_count = 1, .limit = 10};
    gp_match match;
    gp_status status;

    assert_true(gp_date_parse(GP_STR("2026-10-31"), &request.today));
    status = gp_store_match(store, &request, arena, &match, NULL);
    assert_int_equal(match.total, 0);
    return status;
}

static gp_status ask_match(gp_store *store, gp_arena *arena)
{
    static const gp_str stems[] = {{"zebra", 5}, {"nine", 4}, {"coin", 4}};
    const gp_form forms[] = {{stems, 1, 1}, {stems + 1, 2, .5f}};
    const gp_match_term terms[] = {{forms, 1, 2, GP_SHOULD}, {forms + 1, 1, 1, GP_MUST}};
    const gp_match_request request = {.terms = terms, .term_count = 2, .limit = 10};
    gp_match match;
    gp_status status = gp_store_match(store, &request, arena, &match, NULL);

    if (status != GP_OK)
        return status;
    assert_int_equal(match.total, 1);
    assert_int_equal(match.count, 1);
    assert_false(match.cut);
    EQUAL(match.candidates[0].id, "guide#price");
    assert_int_equal(match.candidates[0].sighting_count, 6); /* 5 zebras, one phrase */
    assert_int_equal(match.tags.count, 1);
    return ask_too_early(store, arena);
}

static gp_status ask_fetch(gp_store *store, gp_arena *arena)
{
    gp_handle handle;
    gp_stored_section stored;
    gp_status status = gp_store_find(store, GP_STR("guide#price"), &handle);

    assert_int_equal(status, GP_OK);
    status = gp_store_fetch(store, &handle, 1, false, arena, &stored, NULL);
    if (status != GP_OK)
        return status;
    EQUAL(stored.section.text, LONG_TEXT);
    EQUAL(stored.section.html, "<p>" LONG_TEXT "</p>");
    EQUAL(stored.section.heading, "What does it cost?");
    EQUAL(stored.section.owner, "the keeper of the zebras");
    EQUAL(stored.section.approval.by, "me");
    EQUAL(stored.title, "The great guide to keeping zebras");
    assert_int_equal(stored.section.questions.count, 1);
    assert_int_equal(stored.tags.count, 1);
    return GP_OK;
}

static gp_status ask_document(gp_store *store, gp_arena *arena)
{
    gp_document document;
    gp_str moved;
    gp_status status = gp_store_document(store, GP_STR("guide"), arena, &document, &moved, NULL);

    if (status != GP_OK)
        return status;
    EQUAL(document.title, "The great guide to keeping zebras");
    EQUAL(document.summary, "All about zebras, at some length, so that it is no short text.");
    assert_int_equal(document.sections.count, 1);
    EQUAL(document.sections.items[0].text, LONG_TEXT);
    EQUAL(document.sections.items[0].trail.items[0], "Money");
    assert_int_equal(moved.size, 0);
    return GP_OK;
}

static gp_status ask_alias(gp_store *store, gp_arena *arena)
{
    gp_document document;
    gp_str moved;
    gp_status status =
        gp_store_document(store, GP_STR("old-guide"), arena, &document, &moved, NULL);

    if (status == GP_OK)
        EQUAL(moved, "guide");
    return status;
}

static gp_status ask_attachment(gp_store *store, gp_arena *arena)
{
    gp_attachment found;
    gp_status status =
        gp_store_attachment(store, GP_STR("guide"), GP_STR("x.png"), arena, &found, NULL);

    if (status != GP_OK)
        return status;
    EQUAL(found.bytes, LONG_TEXT);
    EQUAL(found.mime, "image/png");
    return GP_OK;
}

static gp_status ask_documents(gp_store *store, gp_arena *arena)
{
    gp_document_lines lines;
    gp_status status = gp_store_documents(store, arena, &lines, NULL);

    if (status != GP_OK)
        return status;
    assert_int_equal(lines.count, 1);
    EQUAL(lines.items[0].title, "The great guide to keeping zebras");
    assert_int_equal(lines.items[0].sections, 1);
    assert_int_equal(lines.items[0].tags.count, 1);
    return GP_OK;
}

static gp_status ask_words(gp_store *store, gp_arena *arena)
{
    gp_word_list words;
    gp_status status = gp_store_words(store, GP_STR("zebra"), 10, arena, &words);

    if (status != GP_OK)
        return status;
    assert_int_equal(words.count, 2); /* zebra, zebras */
    assert_int_equal(words.items[0].sections, 1);
    return GP_OK;
}

static gp_status ask_check(gp_store *store, gp_arena *arena)
{
    (void)arena;
    return gp_store_check(store, NULL);
}

static gp_status ask_share(gp_store *store, gp_arena *arena)
{
    gp_store *shared;
    gp_status status = gp_store_share(store, &shared, NULL);

    if (status != GP_OK) {
        assert_null(shared);
        return status;
    }
    status = ask_fetch(shared, arena);
    gp_store_close(shared);
    return status;
}

typedef gp_status ask_fn(gp_store *store, gp_arena *arena);

static ask_fn *const asks[] = {ask_match,     ask_fetch, ask_document, ask_alias, ask_attachment,
                               ask_documents, ask_words, ask_check,    ask_share};

enum {
    ASKS = sizeof asks / sizeof asks[0]
};

static gp_store *open_index(void)
{
    gp_store *store;

    assert_int_equal(gp_store_open(path, GP_PUBLIC, &store, NULL), GP_OK);
    return store;
}

static gp_status ask_once(gp_store *store, ask_fn *ask)
{
    gp_arena arena;
    gp_status status;

    gp_arena_init(&arena, 8 << 20);
    status = ask(store, &arena);
    gp_arena_clear(&arena);
    return status;
}

/* ---- the tests --------------------------------------------------------------------------------- */

/* Turns faults off; true when the nth allocation was reached, so that there may be an n+1st. */
static bool stop_failing(unsigned long n)
{
    bool reached = gp_memory_count() >= n;

    gp_memory_fail_at(0, 0);
    return reached;
}

/* Every allocation of every call on a fresh connection, one after the other. */
static void a_call_answers_rightly_or_says_no_memory(void **state)
{
    (void)state;
    for (size_t i = 0; i < ASKS; i++) {
        unsigned long refused = 0;
        bool reached = true;
        for (unsigned long n = 1; reached; n++) {
            gp_store *store = open_index();
            gp_status status;
            gp_memory_fail_at(n, 0);
            status = ask_once(store, asks[i]);
            reached = stop_failing(n);
            assert_true(status == GP_OK || status == GP_NO_MEMORY);
            refused += status == GP_NO_MEMORY;
            assert_int_equal(ask_once(store, asks[i]), GP_OK); /* the store can still be used */
            gp_store_close(store);
        }
        assert_true(refused > 0);
    }
}

static void opening_gives_a_whole_store_or_none(void **state)
{
    unsigned long n = 0;
    bool reached = true;

    (void)state;
    while (reached) {
        gp_store *store;
        gp_status status;
        gp_memory_fail_at(++n, 0);
        status = gp_store_open(path, GP_PUBLIC, &store, NULL);
        reached = stop_failing(n);
        if (status != GP_OK) {
            assert_int_equal(status, GP_NO_MEMORY);
            assert_null(store);
            continue;
        }
        for (size_t i = 0; i < ASKS; i++)
            assert_int_equal(ask_once(store, asks[i]), GP_OK);
        assert_true(gp_str_equal(gp_store_site(store), GP_STR("{\"title\": \"Zebras\"}")));
        gp_store_close(store);
    }
    assert_true(n > 50);
}

int main(void)
{
    static const sqlite3_mem_methods methods = {lite_alloc, lite_free,  lite_realloc, lite_size,
                                                lite_round, lite_start, lite_stop,    NULL};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_answers_rightly_or_says_no_memory),
        cmocka_unit_test(opening_gives_a_whole_store_or_none),
    };
    char folder[] = "/tmp/gp-store-fault-XXXXXX";
    char command[64];
    gp_arena arena;
    int failed;

    /* lookaside off: else small allocations would pass by the counter */
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK ||
        sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK || gp_hash_init() != GP_OK ||
        mkdtemp(folder) == NULL)
        return 1;
    (void)snprintf(path, sizeof path, "%s/index.db", folder);
    gp_arena_init(&arena, 1 << 20);
    if (build_article(make_article(&arena)) != GP_OK)
        return 1;
    gp_arena_clear(&arena);
    failed = cmocka_run_group_tests_name("store faults", tests, NULL, NULL);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command) != 0 || failed != 0;
}
