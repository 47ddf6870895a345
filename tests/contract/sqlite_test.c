/* What only the engine with a file promises: generations, locks, damage, refreshing. */
#include "compare.h"

#include <fcntl.h>
#include <sys/stat.h>

static gp_document *plain(world *w, const char *slug, const char *text)
{
    gp_document *document = make_document(w, slug, "Title");

    (void)add_section(w, document, "", "", text);
    return document;
}

static gp_store *open_for(world *w, gp_audience audience)
{
    gp_store *store;
    gp_error error;

    assert_int_equal(gp_store_open(w->path, audience, &store, &error), GP_OK);
    return store;
}

static void publish(world *w, gp_build *build)
{
    (void)w;
    assert_int_equal(gp_build_publish(build, NULL), GP_OK);
}

static void publish_one(world *w, const char *slug, const char *text)
{
    gp_build *build = world_build(w, false);

    put(w, build, plain(w, slug, text));
    publish(w, build);
}

static gp_str bytes_of(world *w, const char *path)
{
    FILE *file = fopen(path, "rb");
    gp_buf buf;
    gp_str bytes;
    int c;

    assert_non_null(file);
    gp_buf_init(&buf, 16 << 20);
    while ((c = fgetc(file)) != EOF)
        gp_buf_add_byte(&buf, (char)c);
    assert_int_equal(fclose(file), 0);
    bytes = gp_arena_take(&w->arena, &buf);
    gp_buf_clear(&buf);
    return bytes;
}

static void write_bytes(const char *path, gp_str bytes)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes.data, 1, bytes.size, file), bytes.size);
    assert_int_equal(fclose(file), 0);
}

/* The line says `why`, and nothing was opened. */
static void assert_refused(world *w, gp_status expected, const char *why)
{
    gp_store *store;
    gp_error error;

    assert_int_equal(gp_store_open(w->path, GP_PUBLIC, &store, &error), expected);
    assert_null(store);
    if (strstr(error.text, why) == NULL)
        print_error("\"%s\" does not say \"%s\"\n", error.text, why);
    assert_non_null(strstr(error.text, why));
    assert_non_null(strstr(error.text, w->path));
}

static void assert_finds(world *w, gp_store *store, const char *stem, const char *ids)
{
    asked a = {0};

    ask(&a, stem, GP_SHOULD);
    assert_string_equal(answer(w, store, &a, NULL), ids);
}

/* ---- files that are refused -------------------------------------------------------------------- */

static void a_missing_index_is_not_found(void **state)
{
    world *w = world_open(ENGINE_SQLITE);

    (void)state;
    assert_refused(w, GP_NOT_FOUND, "there is no index");
    world_close(w);
}

static void foreign_files_are_refused(void **state)
{
    world *w = world_open(ENGINE_SQLITE);

    (void)state;
    write_bytes(w->path, GP_STR("hello"));
    assert_refused(w, GP_CORRUPT, "not a Guidepost index");
    write_bytes(w->path, GP_STR(""));
    assert_refused(w, GP_CORRUPT, "not a Guidepost index");
    assert_int_equal(unlink(w->path), 0);
    assert_int_equal(mkdir(w->path, 0755), 0);
    assert_refused(w, GP_CORRUPT, "not a file");
    world_close(w);
}

static void truncated_files_are_refused_at_any_length(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_str whole;

    (void)state;
    publish_one(w, "a", "A zebra.");
    whole = bytes_of(w, w->path);
    for (size_t size = 100; size < whole.size; size += 4093) {
        write_bytes(w->path, gp_str_slice(whole, 0, size));
        assert_refused(w, GP_CORRUPT, "damaged or cut short");
    }
    write_bytes(w->path, whole);
    gp_store_close(open_for(w, GP_PUBLIC));
    world_close(w);
}

static void one_changed_byte_anywhere_is_seen(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_str whole;
    char *changed;

    (void)state;
    publish_one(w, "a", "A zebra.");
    whole = bytes_of(w, w->path);
    changed = malloc(whole.size);
    assert_non_null(changed);
    for (size_t at = 0; at < whole.size; at += 1013) {
        gp_store *store = NULL;
        memcpy(changed, whole.data, whole.size);
        changed[at] = (char)(changed[at] ^ 0x10);
        write_bytes(w->path, (gp_str){changed, whole.size});
        assert_int_equal(gp_store_open(w->path, GP_PUBLIC, &store, NULL), GP_CORRUPT);
        assert_null(store);
    }
    free(changed);
    world_close(w);
}

static void another_format_is_refused_with_what_to_do(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_str whole;
    char *changed;

    (void)state;
    publish_one(w, "a", "A zebra.");
    whole = bytes_of(w, w->path);
    changed = malloc(whole.size);
    assert_non_null(changed);
    memcpy(changed, whole.data, whole.size);
    changed[63] = 99; /* the header's user_version */
    write_bytes(w->path, (gp_str){changed, whole.size});
    assert_refused(w, GP_CORRUPT, "format 99");
    free(changed);
    world_close(w);
}

static void a_file_anybody_may_write_is_refused(void **state)
{
    world *w = world_open(ENGINE_SQLITE);

    (void)state;
    publish_one(w, "a", "A zebra.");
    assert_int_equal(chmod(w->path, 0666), 0);
    assert_refused(w, GP_CORRUPT, "chmod o-w");
    world_close(w);
}

/* ---- publishing -------------------------------------------------------------------------------- */

static void a_second_builder_is_told_to_wait(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_build *first = world_build(w, false), *second;
    gp_error error;

    (void)state;
    assert_int_equal(gp_build_begin(w->path, false, &second, &error), GP_BUSY);
    assert_null(second);
    assert_non_null(strstr(error.text, "another build"));
    put(w, first, plain(w, "a", "A zebra."));
    publish(w, first);
    assert_int_equal(gp_build_begin(w->path, false, &second, &error), GP_OK);
    gp_build_abandon(second);
    world_close(w);
}

static void an_abandoned_build_leaves_nothing(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_str before, after;
    char beside[128];
    gp_build *build;

    (void)state;
    publish_one(w, "a", "A zebra.");
    before = bytes_of(w, w->path);
    build = world_build(w, true);
    put(w, build, plain(w, "b", "A horse."));
    gp_build_abandon(build);
    after = bytes_of(w, w->path);
    assert_same(before, after);
    (void)snprintf(beside, sizeof beside, "%s.new", w->path);
    assert_int_not_equal(access(beside, F_OK), 0);
    world_close(w);
}

static void an_empty_build_is_refused_and_the_old_index_stays(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_store *store;
    gp_error error;

    (void)state;
    publish_one(w, "a", "A zebra.");
    assert_int_equal(gp_build_publish(world_build(w, false), &error), GP_INVALID);
    assert_non_null(strstr(error.text, "would be empty"));
    store = open_for(w, GP_PUBLIC);
    assert_finds(w, store, "zebra", "a");
    gp_store_close(store);
    world_close(w);
}

static void the_index_before_is_kept_as_old(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_str first;
    char old[128];

    (void)state;
    publish_one(w, "a", "A zebra.");
    first = bytes_of(w, w->path);
    publish_one(w, "b", "A zebra.");
    (void)snprintf(old, sizeof old, "%s.old", w->path);
    assert_same(bytes_of(w, old), first);
    world_close(w);
}

static void a_reader_keeps_the_generation_it_opened(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_store *before, *shared, *after;

    (void)state;
    publish_one(w, "a", "A zebra.");
    before = open_for(w, GP_PUBLIC);
    publish_one(w, "b", "A zebra.");
    publish_one(w, "c", "A zebra.");
    assert_int_equal(gp_store_share(before, &shared, NULL), GP_OK);
    after = open_for(w, GP_PUBLIC);
    assert_finds(w, before, "zebra", "a");
    assert_finds(w, shared, "zebra", "a");
    assert_finds(w, after, "zebra", "c");
    assert_same(gp_store_generation(before), gp_store_generation(shared));
    assert_false(gp_str_equal(gp_store_generation(before), gp_store_generation(after)));
    gp_store_close(before);
    assert_finds(w, shared, "zebra", "a");
    gp_store_close(shared);
    gp_store_close(after);
    world_close(w);
}

/* ---- the same again ---------------------------------------------------------------------------- */

static gp_document *numbered(world *w, size_t number, const char *more)
{
    const char *slug = gp_arena_printf(&w->arena, "n%zu", number).data;
    gp_document *document = make_document(w, slug, "A numbered article");
    gp_section *staff;

    (void)add_section(w, document, "", "",
                      gp_arena_printf(&w->arena, "number %zu %s zebra (NZ)", number, more).data);
    staff = add_section(w, document, "in", "Inside", "giraffe");
    staff->audience = number % 3 == 0 ? GP_STAFF : GP_PUBLIC;
    return document;
}

static void two_full_builds_are_the_same_bytes(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_str bytes[2];

    (void)state;
    for (int round = 0; round < 2; round++) {
        gp_build *build = world_build(w, false);
        for (size_t i = 0; i < 40; i++)
            put(w, build, numbered(w, i, "horse"));
        publish(w, build);
        bytes[round] = bytes_of(w, w->path);
    }
    assert_same(bytes[0], bytes[1]);
    world_close(w);
}

/* Refreshes `w` and fills `fresh` at once: both must say the same. */
static void a_refresh_says_what_a_full_build_says(void **state)
{
    world *w = world_open(ENGINE_SQLITE), *fresh = world_open(ENGINE_SQLITE);
    gp_build *build = world_build(w, false), *full = world_build(fresh, false);
    gp_stamp stamp = {GP_STR("kept.md"), GP_STR("aa"), 1, 2};
    gp_stamp_list stamps;

    (void)state;
    for (size_t i = 0; i < 40; i++)
        put(w, build, numbered(w, i, "horse"));
    assert_int_equal(gp_build_stamp(build, &stamp, NULL), GP_OK);
    publish(w, build);
    build = world_build(w, true);
    assert_int_equal(gp_build_stamps(build, &w->arena, &stamps, NULL), GP_OK);
    assert_int_equal(stamps.count, 1);
    assert_same(stamps.items[0].hash, stamp.hash);
    for (size_t i = 0; i < 40; i += 5)
        assert_int_equal(gp_build_drop(build, gp_arena_printf(&w->arena, "n%zu.md", i), NULL),
                         GP_OK);
    for (size_t i = 0; i < 40; i += 10)
        put(w, build, numbered(w, i, "lion"));
    publish(w, build);
    for (size_t i = 0; i < 40; i++) {
        if (i % 10 == 0 || i % 5 != 0)
            put(fresh, full, numbered(fresh, i, i % 10 == 0 ? "lion" : "horse"));
    }
    publish(fresh, full);
    for (int audience = GP_PUBLIC; audience <= GP_STAFF; audience++) {
        static const char *const stems[] = {"zebra", "hors", "lion", "number 10", "giraff"};
        gp_store *one = open_for(w, (gp_audience)audience);
        gp_store *two = open_for(fresh, (gp_audience)audience);
        assert_same_words(w, one, two);
        assert_same_articles(w, one, two);
        for (size_t i = 0; i < sizeof stems / sizeof stems[0]; i++) {
            asked a = {0};
            ask(&a, stems[i], GP_SHOULD);
            assert_true(assert_same_match(&w->arena, one, two, &a.request) > 0 ||
                        audience == GP_PUBLIC);
        }
        assert_int_equal(gp_store_check(one, NULL), GP_OK);
        gp_store_close(one);
        gp_store_close(two);
    }
    world_close(w);
    world_close(fresh);
}

static void a_refresh_of_a_damaged_index_starts_from_nothing(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_build *build;
    gp_stamp_list stamps;
    gp_store *store;

    (void)state;
    write_bytes(w->path, GP_STR("hello"));
    build = world_build(w, true);
    assert_int_equal(gp_build_stamps(build, &w->arena, &stamps, NULL), GP_OK);
    assert_int_equal(stamps.count, 0);
    put(w, build, plain(w, "a", "A zebra."));
    publish(w, build);
    store = open_for(w, GP_PUBLIC);
    assert_finds(w, store, "zebra", "a");
    gp_store_close(store);
    world_close(w);
}

/* ---- another audience beside --------------------------------------------------------------------- */

static void put_plain_and_secret(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *secret = plain(w, "secret", "A zebra and a giraffe.");

    secret->audience = GP_STAFF;
    put(w, build, plain(w, "a", "A zebra."));
    put(w, build, secret);
    publish(w, build);
}

static void staffs_store_reads_the_bytes_of_the_visitors_one_whatever_is_at_its_path(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_store *visitors, *staff, *shared;
    gp_build *build;

    (void)state;
    put_plain_and_secret(w);
    visitors = open_for(w, GP_PUBLIC);
    build = world_build(w, false);
    put(w, build, plain(w, "b", "A zebra."));
    publish(w, build);
    assert_int_equal(gp_store_open_beside(visitors, GP_STAFF, 0, &staff, NULL), GP_OK);
    assert_true(gp_str_equal(gp_store_generation(visitors), gp_store_generation(staff)));
    assert_finds(w, staff, "giraff", "secret");
    assert_finds(w, visitors, "giraff", "");
    assert_finds(w, visitors, "zebra", "a");
    gp_store_close(visitors); /* the bytes stay as long as somebody reads them */
    assert_int_equal(gp_store_share(staff, &shared, NULL), GP_OK);
    gp_store_close(staff);
    assert_finds(w, shared, "giraff", "secret");
    gp_store_close(shared);
    world_close(w);
}

static void a_store_beside_knows_the_days_it_was_opened_for(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_document *secret = plain(w, "secret", "A giraffe.");
    gp_build *build = world_build(w, false);
    gp_store *visitors, *staff;
    gp_str stem = GP_STR("giraff");
    uint32_t count = 0;

    (void)state;
    secret->audience = GP_STAFF;
    secret->publish_on = GP_STR("2026-12-01");
    put(w, build, plain(w, "a", "A zebra."));
    put(w, build, secret);
    publish(w, build);
    visitors = open_for(w, GP_PUBLIC);
    for (int32_t before = 1; before >= 0; before--) { /* 2026-12-01 is day 20788 */
        assert_int_equal(gp_store_open_beside(visitors, GP_STAFF, 20788 - before, &staff, NULL),
                         GP_OK);
        assert_int_equal(gp_store_frequencies(staff, &stem, 1, &count), GP_OK);
        assert_int_equal(count, before == 1 ? 0 : 1);
        gp_store_close(staff);
    }
    gp_store_close(visitors);
    world_close(w);
}

static void an_index_in_memory_has_nothing_beside_it(void **state)
{
    world *w = world_open(ENGINE_MEMORY);
    gp_build *build = world_build(w, false);
    gp_store *store, *beside;

    (void)state;
    put(w, build, plain(w, "a", "A zebra."));
    store = world_publish(w, build, GP_PUBLIC);
    assert_int_equal(gp_store_open_beside(store, GP_STAFF, 0, &beside, NULL), GP_INVALID);
    assert_null(beside);
    gp_store_close(store);
    world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_index_is_not_found),
        cmocka_unit_test(foreign_files_are_refused),
        cmocka_unit_test(truncated_files_are_refused_at_any_length),
        cmocka_unit_test(one_changed_byte_anywhere_is_seen),
        cmocka_unit_test(another_format_is_refused_with_what_to_do),
        cmocka_unit_test(a_file_anybody_may_write_is_refused),
        cmocka_unit_test(a_second_builder_is_told_to_wait),
        cmocka_unit_test(an_abandoned_build_leaves_nothing),
        cmocka_unit_test(an_empty_build_is_refused_and_the_old_index_stays),
        cmocka_unit_test(the_index_before_is_kept_as_old),
        cmocka_unit_test(a_reader_keeps_the_generation_it_opened),
        cmocka_unit_test(two_full_builds_are_the_same_bytes),
        cmocka_unit_test(a_refresh_says_what_a_full_build_says),
        cmocka_unit_test(a_refresh_of_a_damaged_index_starts_from_nothing),
        cmocka_unit_test(staffs_store_reads_the_bytes_of_the_visitors_one_whatever_is_at_its_path),
        cmocka_unit_test(a_store_beside_knows_the_days_it_was_opened_for),
        cmocka_unit_test(an_index_in_memory_has_nothing_beside_it),
    };

    return cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
}
