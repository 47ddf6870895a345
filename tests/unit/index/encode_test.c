/* encode: runs with an encoder, and the vectors that the published index holds after each. */
#include "test.h"

#include "base/memory.h"
#include "content/units.h"
#include "index/index.h"
#include "unit/vector/tiny_encoder.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MEMORY ((size_t)64 << 20)

typedef struct fixture {
    char folder[64]; /* holds corpus/ and the index */
    char corpus[80];
    char db[80];
    gp_arena arena;
    gp_index_options options;
    gp_index_summary summary;
    gp_error error;
    const char *paths[1];
    gp_encoder *encoder, *other;
    size_t encoded; /* units of the last run */
} fixture;

static void count_units(void *context, size_t done, size_t total)
{
    fixture *f = context;

    assert_true(done <= total);
    f->encoded = total;
}

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);

    if (f == NULL)
        return -1;
    (void)snprintf(f->folder, sizeof f->folder, "/tmp/gp-encode-XXXXXX");
    if (mkdtemp(f->folder) == NULL)
        return -1;
    (void)snprintf(f->corpus, sizeof f->corpus, "%s/corpus", f->folder);
    (void)snprintf(f->db, sizeof f->db, "%s/site.db", f->folder);
    gp_arena_init(&f->arena, MEMORY);
    f->encoder = tiny_encoder_open(1);
    f->other = tiny_encoder_open(2);
    f->paths[0] = f->corpus;
    f->options = (gp_index_options){.db = f->db,
                                    .paths = f->paths,
                                    .path_count = 1,
                                    .encoder = f->encoder,
                                    .encoding = count_units,
                                    .context = f};
    *state = f;
    return f->encoder != NULL && f->other != NULL ? mkdir(f->corpus, 0777) : -1;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    char line[200];

    gp_encoder_close(f->encoder);
    gp_encoder_close(f->other);
    gp_arena_clear(&f->arena);
    (void)snprintf(line, sizeof line, "rm -rf '%s'", f->folder);
    if (system(line) != 0)
        return -1;
    free(f);
    return 0;
}

/* ---- runs ------------------------------------------------------------------------------------ */

static void put(const fixture *f, const char *name, const char *text)
{
    char path[256];

    (void)snprintf(path, sizeof path, "%s/%s", f->corpus, name);
    assert_int_equal(gp_file_write(path, gp_str_of(text), NULL), GP_OK);
}

static void take_away(const fixture *f, const char *name)
{
    char path[256];

    (void)snprintf(path, sizeof path, "%s/%s", f->corpus, name);
    assert_int_equal(unlink(path), 0);
}

static gp_status run(fixture *f)
{
    f->error = (gp_error){GP_OK, ""};
    f->encoded = 0;
    return gp_index_run(&f->options, &f->arena, &f->summary, &f->error);
}

/* Runs, and so many units are encoded. */
static void run_encodes(fixture *f, size_t units)
{
    if (run(f) != GP_OK)
        fail_msg("the run failed: %s", f->error.text);
    assert_int_equal(f->encoded, units);
}

/* A corpus of 4 sections and 9 units: a 2, a#b 2, a#c 3 (its text has two groups), b 2. */
static void put_usual(const fixture *f)
{
    char text[1024] = "# A title\n\nthe hours\n\n## B\n\nhow the boat\n\n## C\n\n";

    for (size_t i = 0; i < 80; i++)
        (void)strcat(text, i % 40 == 0 ? "We " : i % 40 == 39 ? "sea. " : "saw ");
    put(f, "a.md", text);
    put(f, "b.md", "# Other\n\nwhat he said at 9\n");
}

/* ---- what an index holds ---------------------------------------------------------------------- */

static gp_store *open_index(const char *db, gp_audience audience)
{
    gp_store *store = NULL;
    gp_error error;

    if (gp_store_open(db, audience, &store, &error) != GP_OK)
        fail_msg("%s", error.text);
    return store;
}

/* A section's vectors are those of its units, as one encoder alone makes them. */
static void assert_section(fixture *f, gp_store *store, gp_encoder *encoder,
                           const gp_document *document, const gp_section *section)
{
    const gp_vectors *vectors = gp_store_vectors(store);
    gp_str_list units = {NULL, 0, 0};
    gp_handle handle;

    assert_int_equal(gp_store_find(store, section->id, &handle), GP_OK);
    assert_int_equal(gp_units_of(document, section, &f->arena, &units), GP_OK);
    assert_int_equal(vectors->first[handle + 1] - vectors->first[handle], units.count);
    for (size_t i = 0; i < units.count; i++) {
        int8_t unit[GP_UNIT_BYTES];
        tiny_unit(encoder, units.items[i], unit);
        assert_memory_equal(vectors->units + (vectors->first[handle] + i) * GP_UNIT_BYTES, unit,
                            GP_UNIT_BYTES);
    }
}

/* All sections have their vectors, and nothing else is there; returns how many. */
static size_t assert_encoded(fixture *f, gp_encoder *encoder)
{
    gp_store *store = open_index(f->db, GP_STAFF);
    const gp_vectors *vectors = gp_store_vectors(store);
    gp_document_lines lines = {NULL, 0, 0};
    size_t count;

    assert_non_null(vectors);
    assert_true(gp_str_equal(vectors->model, gp_encoder_name(encoder)));
    assert_int_equal(gp_store_documents(store, &f->arena, &lines, NULL), GP_OK);
    for (size_t i = 0; i < lines.count; i++) {
        gp_document document;
        gp_str moved;
        assert_int_equal(
            gp_store_document(store, lines.items[i].slug, &f->arena, &document, &moved, NULL),
            GP_OK);
        for (size_t j = 0; j < document.sections.count; j++)
            assert_section(f, store, encoder, &document, &document.sections.items[j]);
    }
    count = vectors->count;
    gp_store_close(store);
    return count;
}

static bool has_vectors(const fixture *f)
{
    gp_store *store = open_index(f->db, GP_STAFF);
    bool has = gp_store_vectors(store) != NULL;

    gp_store_close(store);
    return has;
}

static gp_str bytes_of(fixture *f, const char *path)
{
    gp_str bytes;

    assert_int_equal(gp_file_read(AT_FDCWD, path, MEMORY, &f->arena, &bytes, NULL), GP_OK);
    return bytes;
}

/* ---- tests ------------------------------------------------------------------------------------ */

static void every_unit_has_the_vector_of_its_text(void **state)
{
    fixture *f = *state;

    put_usual(f);
    run_encodes(f, 9);
    assert_int_equal(assert_encoded(f, f->encoder), 9);
}

/* As many threads as there are cores work on these. */
static void many_sections_have_the_vectors_that_one_thread_makes(void **state)
{
    fixture *f = *state;
    char name[32], text[200];

    for (size_t i = 0; i < 60; i++) {
        (void)snprintf(name, sizeof name, "n%zu.md", i);
        (void)snprintf(text, sizeof text,
                       "# T%zu\n\nthe hours of boat %zu\n\n## How %zu\n\nhow we sat %zu times\n", i,
                       i * i, i, i + 7);
        put(f, name, text);
    }
    run_encodes(f, 240);
    assert_int_equal(assert_encoded(f, f->encoder), 240);
}

static void what_has_not_changed_is_not_encoded_again(void **state)
{
    fixture *f = *state;

    put_usual(f);
    run_encodes(f, 9);
    run_encodes(f, 0);
    assert_false(f->summary.published);
    put(f, "b.md", "# Other\n\nwhat she said at 9\n");
    run_encodes(f, 2);
    assert_int_equal(f->summary.removed, 0);
    put(f, "a.md", "# A title\n\nthe hours\n\n## B\n\nhow the boat sank\n");
    run_encodes(f, 2); /* of a file that is read again, one section */
    assert_int_equal(assert_encoded(f, f->encoder), 6);
    put(f, "c.md", "# Third\n\nabc\n\n## B\n\nhow the boat sank\n");
    run_encodes(f, 2); /* what another article says is had */
    assert_int_equal(assert_encoded(f, f->encoder), 10);
}

static void what_is_gone_is_forgotten(void **state)
{
    fixture *f = *state;

    put_usual(f);
    run_encodes(f, 9);
    take_away(f, "b.md");
    run_encodes(f, 0);
    assert_int_equal(assert_encoded(f, f->encoder), 7);
    put_usual(f);
    run_encodes(f, 2);
    assert_int_equal(assert_encoded(f, f->encoder), 9);
}

static void two_full_builds_are_the_same_bytes(void **state)
{
    fixture *f = *state;
    char other[96];
    gp_str first, second;

    (void)snprintf(other, sizeof other, "%s/other.db", f->folder);
    put_usual(f);
    f->options.full = true;
    run_encodes(f, 9);
    f->options.db = other;
    run_encodes(f, 9);
    first = bytes_of(f, f->db);
    second = bytes_of(f, other);
    assert_true(gp_str_equal(first, second));
    f->options.db = f->db;
    run_encodes(f, 9); /* nothing is taken over from the published one */
    assert_true(gp_str_equal(bytes_of(f, f->db), first));
}

static void an_incremental_build_holds_what_a_full_one_does(void **state)
{
    fixture *f = *state;

    put_usual(f);
    run_encodes(f, 9);
    put(f, "0.md", "---\naudience: staff\n---\n# Zero\n\nthe key\n");
    put(f, "b.md", "# Other\n\nwhat she said at 9\n\n## New\n\nabc\n");
    run_encodes(f, 6);
    assert_int_equal(assert_encoded(f, f->encoder), 13);
    f->options.full = true;
    run_encodes(f, 13);
    assert_int_equal(assert_encoded(f, f->encoder), 13);
}

static void another_model_or_none_builds_all_anew(void **state)
{
    fixture *f = *state;

    put_usual(f);
    run_encodes(f, 9);
    f->options.encoder = f->other;
    run_encodes(f, 9);
    assert_int_equal(f->summary.changed, 2);
    assert_true(f->summary.published);
    assert_int_equal(assert_encoded(f, f->other), 9);
    f->options.encoder = NULL;
    run_encodes(f, 0);
    assert_int_equal(f->summary.changed, 2);
    assert_true(f->summary.published);
    assert_false(has_vectors(f));
    run_encodes(f, 0);
    assert_false(f->summary.published);
    f->options.encoder = f->encoder;
    run_encodes(f, 9);
    assert_int_equal(f->summary.changed, 2);
    assert_int_equal(assert_encoded(f, f->encoder), 9);
}

static void without_an_encoder_nothing_is_encoded(void **state)
{
    fixture *f = *state;

    put_usual(f);
    f->options.encoder = NULL;
    run_encodes(f, 0);
    assert_int_equal(f->summary.sections, 4);
    assert_false(has_vectors(f));
    put(f, "b.md", "# Other\n\nwhat she said at 9\n");
    run_encodes(f, 0);
    assert_int_equal(f->summary.changed, 1); /* and the other file is kept */
    assert_int_equal(f->summary.removed, 0);
}

static void a_dry_run_encodes_nothing(void **state)
{
    fixture *f = *state;

    put_usual(f);
    f->options.dry_run = true;
    run_encodes(f, 0);
    assert_int_equal(f->summary.sections, 4);
}

static void what_becomes_staffs_is_no_longer_the_visitors(void **state)
{
    fixture *f = *state;
    gp_store *store;

    put_usual(f);
    run_encodes(f, 9);
    put(f, "b.md", "---\naudience: staff\n---\n# Other\n\nwhat he said at 9\n");
    run_encodes(f, 2);
    assert_int_equal(assert_encoded(f, f->encoder), 9);
    store = open_index(f->db, GP_PUBLIC);
    assert_int_equal(gp_store_vectors(store)->count, 7);
    gp_store_close(store);
}

static void a_failed_allocation_leaves_the_old_index(void **state)
{
    fixture *f = *state;
    gp_status status = GP_NO_MEMORY;
    gp_arena kept;
    gp_str before;
    size_t failed = 0;

    put_usual(f);
    run_encodes(f, 9);
    put(f, "b.md", "# Other\n\nwhat she said at 9\n");
    gp_arena_init(&kept, MEMORY);
    before = gp_arena_copy(&kept, bytes_of(f, f->db));
    for (unsigned long n = 1; status != GP_OK && n < 20000; n += 7) {
        gp_memory_fail_at(n, 1);
        status = run(f);
        gp_memory_fail_at(0, 0);
        if (status != GP_OK && status != GP_NO_MEMORY)
            fail_msg("allocation %lu: %s", n, f->error.text);
        if (status != GP_OK) {
            assert_false(f->summary.published);
            assert_true(f->error.text[0] != '\0');
            assert_true(gp_str_equal(bytes_of(f, f->db), before));
            failed++;
        }
        gp_arena_reset(&f->arena);
    }
    gp_arena_clear(&kept);
    assert_int_equal(status, GP_OK);
    assert_true(failed > 10);
    assert_int_equal(assert_encoded(f, f->encoder), 9);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_unit_has_the_vector_of_its_text),
        TEST(many_sections_have_the_vectors_that_one_thread_makes),
        TEST(what_has_not_changed_is_not_encoded_again),
        TEST(what_is_gone_is_forgotten),
        TEST(two_full_builds_are_the_same_bytes),
        TEST(an_incremental_build_holds_what_a_full_one_does),
        TEST(another_model_or_none_builds_all_anew),
        TEST(without_an_encoder_nothing_is_encoded),
        TEST(a_dry_run_encodes_nothing),
        TEST(what_becomes_staffs_is_no_longer_the_visitors),
        TEST(a_failed_allocation_leaves_the_old_index),
    };

    return cmocka_run_group_tests_name("encode", tests, NULL, NULL);
}
