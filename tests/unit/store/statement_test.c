/* The product's SQL: what a visitor's connection may say, and that every read goes by a key. */
#include "../../contract/engines.h"

#include "store/sqlite/internal.h"

static gp_sqlite_store *open_index(world *w, gp_audience audience)
{
    gp_build *build = world_build(w, false);
    gp_document *document = make_document(w, "a", "Title");

    (void)add_section(w, document, "", "", "A zebra.");
    add_section(w, document, "in", "Inside", "A giraffe.")->audience = GP_STAFF;
    put(w, build, document);
    return (gp_sqlite_store *)(void *)world_publish(w, build, audience);
}

static int try_sql(const gp_sqlite_store *store, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->connection.db, sql, -1, &statement, NULL);

    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        (void)sqlite3_finalize(statement);
    }
    return code;
}

static void a_visitors_connection_cannot_even_compile_a_staff_table(void **state)
{
    static const char *const denied[] = {
        "SELECT text FROM staff_section",
        "SELECT * FROM staff_fts WHERE staff_fts MATCH 'giraff'",
        "SELECT * FROM staff_text",
        "SELECT * FROM staff_word",
        "SELECT count(*) FROM staff_document",
        "SELECT * FROM staff_fts_data",
        "SELECT path FROM build_stamp",
        "SELECT * FROM public_section WHERE id IN (SELECT id FROM staff_section)",
        "WITH x AS (SELECT text FROM staff_section) SELECT * FROM x",
        "ATTACH 'other.db' AS other",
    };
    world *w = world_open(ENGINE_SQLITE);
    gp_sqlite_store *visitor = open_index(w, GP_PUBLIC);
    gp_sqlite_store *staff = open_index(w, GP_STAFF);

    (void)state;
    for (size_t i = 0; i < sizeof denied / sizeof denied[0]; i++)
        assert_int_equal(try_sql(visitor, denied[i]) & 0xFF, SQLITE_AUTH);
    assert_int_equal(try_sql(visitor, "SELECT text FROM public_section"), SQLITE_ROW);
    assert_int_equal(try_sql(staff, "SELECT text FROM staff_section"), SQLITE_ROW);
    gp_store_close(&visitor->store);
    gp_store_close(&staff->store);
    world_close(w);
}

static void a_reader_cannot_change_the_index(void **state)
{
    static const char *const refused[] = {
        "DELETE FROM public_section",
        "INSERT INTO public_fts(public_fts) VALUES('rebuild')",
        "UPDATE public_document SET title = 'x'",
        "CREATE TABLE t(x)",
        "DROP TABLE public_section",
    };
    world *w = world_open(ENGINE_SQLITE);
    gp_sqlite_store *staff = open_index(w, GP_STAFF);

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        int code = try_sql(staff, refused[i]);
        assert_true(code != SQLITE_ROW && code != SQLITE_DONE);
    }
    assert_int_equal(gp_store_check(&staff->store, NULL), GP_OK);
    gp_store_close(&staff->store);
    world_close(w);
}

/* The evidence function takes a pointer that only match.c can make. */
static void sql_cannot_call_the_evidence_function(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_sqlite_store *visitor = open_index(w, GP_PUBLIC);

    (void)state;
    assert_int_equal(
        try_sql(visitor,
                "SELECT gp_evidence(public_fts, 1) FROM public_fts WHERE public_fts MATCH 'zebra'"),
        SQLITE_ERROR);
    assert_int_equal(
        try_sql(visitor,
                "SELECT gp_evidence(public_fts) FROM public_fts WHERE public_fts MATCH 'zebra'"),
        SQLITE_ERROR);
    gp_store_close(&visitor->store);
    world_close(w);
}

/* True when a step of the statement's plan reads a whole table. */
static bool scans(const gp_sqlite_store *store, sqlite3_stmt *statement)
{
    char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sqlite3_sql(statement));
    sqlite3_stmt *plan = NULL;
    bool found = false;

    assert_non_null(sql);
    assert_int_equal(sqlite3_prepare_v2(store->connection.db, sql, -1, &plan, NULL), SQLITE_OK);
    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(plan, 3);
        found |= strncmp(step, "SCAN", 4) == 0 && strstr(step, "VIRTUAL TABLE INDEX") == NULL;
    }
    (void)sqlite3_finalize(plan);
    sqlite3_free(sql);
    return found;
}

static void every_read_but_the_lists_goes_by_a_key(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_sqlite_store *store = open_index(w, GP_STAFF);

    (void)state;
    for (int part = GP_PUBLIC; part <= GP_STAFF; part++) {
        for (int slot = GP_READ_MATCH; slot <= GP_READ_LABELS; slot++) {
            sqlite3_stmt *statement;
            assert_int_equal(gp_reader_get(store, (gp_reader_statement)slot, (gp_audience)part,
                                           &statement, NULL),
                             GP_OK);
            assert_true(sqlite3_stmt_readonly(statement));
            assert_int_equal(scans(store, statement),
                             slot == GP_READ_LINES || slot == GP_READ_LABELS);
        }
    }
    gp_store_close(&store->store);
    world_close(w);
}

/* ---- the checksum's place ---------------------------------------------------------------------- */

/* An attachment that holds the mark would make the checksum's place ambiguous. */
static void an_index_with_two_marks_is_not_published(void **state)
{
    world *w = world_open(ENGINE_SQLITE);
    gp_build *build = world_build(w, false);
    gp_document *document = make_document(w, "a", "Title");
    gp_attachment *attachment = GP_VEC_PUSH(&w->arena, &document->attachments);
    unsigned char mark[GP_MARK_SIZE];
    gp_error error;

    (void)state;
    assert_non_null(attachment);
    gp_index_mark(mark);
    *attachment = (gp_attachment){GP_STR("x.png"), GP_STR("image/png"),
                                  gp_arena_copy(&w->arena, (gp_str){(char *)mark, sizeof mark})};
    (void)add_section(w, document, "", "", "A zebra.");
    put(w, build, document);
    assert_int_equal(gp_build_publish(build, &error), GP_CORRUPT);
    assert_non_null(strstr(error.text, "checksum"));
    assert_int_not_equal(access(w->path, F_OK), 0);
    world_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visitors_connection_cannot_even_compile_a_staff_table),
        cmocka_unit_test(a_reader_cannot_change_the_index),
        cmocka_unit_test(sql_cannot_call_the_evidence_function),
        cmocka_unit_test(every_read_but_the_lists_goes_by_a_key),
        cmocka_unit_test(an_index_with_two_marks_is_not_published),
    };

    return cmocka_run_group_tests_name("statements", tests, NULL, NULL);
}
