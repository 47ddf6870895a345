/* The FTS5 index that we write ourselves: FTS5 must find in it what it would have written, and damage
 * must be told before anything is published. */
#include "../../contract/engines.h"

#include "store/sqlite/internal.h"

#include <stdio.h>

enum {
    SECTIONS = 1500,
    LONG_SECTION = 60000 /* words: its places fill many pages */
};

static gp_sqlite_build *begin(world *w)
{
    gp_sqlite_build *build = (gp_sqlite_build *)(void *)world_build(w, false);

    assert_true(build->direct);
    return build;
}

/* Words of every frequency, from each section to one, some often in a section and in several fields. */
static gp_str some_text(world *w, size_t number)
{
    gp_buf buf;
    gp_str text;
    size_t times = number == 7 ? LONG_SECTION : number % 50;

    gp_buf_init(&buf, 4 << 20);
    gp_buf_printf(&buf, "common common%zu only%zu word", number % 3, number);
    for (size_t i = 0; i < times; i++)
        gp_buf_printf(&buf, " many x%zu", i % 997);
    text = gp_arena_take(&w->arena, &buf);
    gp_buf_clear(&buf);
    return text;
}

static void put_some(world *w, gp_build *build, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        gp_str slug = gp_arena_printf(&w->arena, "s%zu", i);
        gp_document *document = make_document(w, slug.data, "common title");
        gp_section *section = add_section(w, document, "", "", "");
        section->text = some_text(w, i);
        section->audience = i % 5 == 0 ? GP_STAFF : GP_PUBLIC;
        put(w, build, document);
    }
}

/* All that FTS5 tells of its index, in one text. */
static gp_str all_places(world *w, gp_audience part)
{
    gp_connection connection = {0};
    gp_index_file file;
    sqlite3_stmt *row;
    gp_buf buf;
    gp_str text;

    gp_buf_init(&buf, 64 << 20);
    assert_int_equal(gp_index_file_open(w->path, false, &file, NULL), GP_OK);
    assert_int_equal(gp_connection_open_bytes(&connection, &file, NULL), GP_OK);
    assert_int_equal(gp_connection_run(&connection,
                                       "CREATE VIRTUAL TABLE temp.v USING "
                                       "fts5vocab('main', 'part_fts', 'instance')",
                                       part, NULL),
                     GP_OK);
    assert_int_equal(gp_connection_prepare(&connection, "SELECT * FROM temp.v", part, &row, NULL),
                     GP_OK);
    while (sqlite3_step(row) == SQLITE_ROW)
        gp_buf_printf(&buf, "%s %s %s %s\n", (const char *)sqlite3_column_text(row, 0),
                      (const char *)sqlite3_column_text(row, 1),
                      (const char *)sqlite3_column_text(row, 2),
                      (const char *)sqlite3_column_text(row, 3));
    assert_int_equal(sqlite3_finalize(row), SQLITE_OK);
    gp_connection_close(&connection);
    gp_index_file_close(&file);
    text = gp_arena_take(&w->arena, &buf);
    gp_buf_clear(&buf);
    assert_true(text.size > 0);
    return text;
}

static void publish(gp_sqlite_build *build)
{
    gp_error error = {GP_OK, ""};

    if (gp_build_publish(&build->build, &error) != GP_OK)
        fail_msg("%s", error.text);
}

/* FTS5's integrity-check runs when these are published: there are few enough sections. */
static void our_segment_holds_what_fts5_would_have_written(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_str ours[2];
    gp_sqlite_build *build = begin(w);

    (void)state;
    put_some(w, &build->build, 0, SECTIONS);
    publish(build);
    for (int part = 0; part < 2; part++)
        ours[part] = all_places(w, (gp_audience)part);
    build = begin(w);
    build->direct = false;
    put_some(w, &build->build, 0, SECTIONS);
    publish(build);
    for (int part = 0; part < 2; part++)
        assert_true(gp_str_equal(ours[part], all_places(w, (gp_audience)part)));
    world_close(w);
}

static void several_segments_become_one(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_sqlite_build *build = begin(w);
    gp_str whole[2];

    (void)state;
    put_some(w, &build->build, 0, SECTIONS);
    publish(build);
    for (int part = 0; part < 2; part++)
        whole[part] = all_places(w, (gp_audience)part);
    build = begin(w);
    for (size_t from = 0; from < SECTIONS; from += SECTIONS / 3) {
        put_some(w, &build->build, from, from + SECTIONS / 3);
        for (int part = 0; part < 2; part++)
            assert_int_equal(gp_segment_write(&build->segments[part], &build->connection,
                                              (gp_audience)part, &build->words[part], NULL),
                             GP_OK);
    }
    publish(build);
    for (int part = 0; part < 2; part++)
        assert_true(gp_str_equal(whole[part], all_places(w, (gp_audience)part)));
    world_close(w);
}

static void a_place_too_many_or_too_few_is_not_published(void **state)
{
    (void)state;
    for (int added = 0; added < 2; added++) {
        world *w = world_open(ENGINE_SQLITE);
        gp_sqlite_build *build = begin(w);
        gp_doclist *list;
        gp_error error = {GP_OK, ""};
        put_some(w, &build->build, 0, 8);
        list = &build->segments[GP_PUBLIC].lists.items[0];
        if (added)
            assert_int_equal(gp_doclists_add(&build->segments[GP_PUBLIC].lists, &(uint32_t){0}, 1,
                                             list->row, GP_FIELD_BODY, 5000),
                             GP_OK);
        else
            list->size--;
        assert_int_equal(gp_build_publish(&build->build, &error), GP_CORRUPT);
        assert_int_not_equal(access(w->path, F_OK), 0);
        world_close(w);
    }
}

/* Changes the file behind our back, and counts it. */
static gp_status count_after(world *w, const char *sql, gp_error *error)
{
    sqlite3 *db;
    gp_index_file file;
    gp_status status;

    assert_int_equal(sqlite3_open(w->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(db);
    assert_int_equal(gp_index_file_open(w->path, true, &file, NULL), GP_OK);
    status = gp_sqlite_check_counts(&file, error);
    gp_index_file_close(&file);
    return status;
}

static void counts_that_do_not_agree_are_told(void **state)
{
    static const char *const damages[] = {
        "UPDATE public_stem SET sections = sections + 1 WHERE stem = 'common'",
        "DELETE FROM public_stem WHERE stem = 'common'",
        "INSERT INTO public_stem(stem, sections) VALUES('zzz', 1)",
        "UPDATE public_section SET body_words = body_words + 1 WHERE id = 3",
        "DELETE FROM public_fts_data WHERE id = (SELECT max(id) FROM public_fts_data "
        "WHERE id < 3 << 36)",
        "UPDATE public_fts_data SET block = x'00000000' WHERE id = 4 + (1 << 37)",
    };
    world *w = world_open(ENGINE_SQLITE);

    (void)state;
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        gp_sqlite_build *build = begin(w);
        gp_error error = {GP_OK, ""};
        put_some(w, &build->build, 0, 200);
        publish(build);
        assert_int_equal(count_after(w, "SELECT 1", &error), GP_OK);
        if (count_after(w, damages[i], &error) != GP_CORRUPT)
            fail_msg("not told: %s (%s)", damages[i], error.text);
    }
    world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_segment_holds_what_fts5_would_have_written),
        cmocka_unit_test(several_segments_become_one),
        cmocka_unit_test(a_place_too_many_or_too_few_is_not_published),
        cmocka_unit_test(counts_that_do_not_agree_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
