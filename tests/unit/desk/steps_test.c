/* A desk of an older version becomes one of this: with all that is in it, and never by halves. */
#include "unit/desk/office.h"

#include <signal.h>
#include <sys/wait.h>

/* Version 1 as it was written, frozen: this text is never brought up to date. */
static const char version_1[] =
    "PRAGMA journal_mode=TRUNCATE;"
    "BEGIN IMMEDIATE;"
    "CREATE TABLE asked(\n"
    "day INTEGER NOT NULL,\n"
    "question TEXT NOT NULL,\n"
    "asked INTEGER NOT NULL,\n"
    "level INTEGER NOT NULL,\n"
    "PRIMARY KEY(day, question)\n"
    ") WITHOUT ROWID;"
    "CREATE TABLE vote(\n"
    "day INTEGER NOT NULL,\n"
    "section TEXT NOT NULL,\n"
    "text_hash TEXT NOT NULL,\n"
    "helpful INTEGER NOT NULL,\n"
    "reason TEXT NOT NULL,\n"
    "votes INTEGER NOT NULL,\n"
    "PRIMARY KEY(day, section, text_hash, helpful, reason)\n"
    ") WITHOUT ROWID;"
    "PRAGMA application_id = 1196442699;"
    "PRAGMA user_version = 1;"
    "COMMIT;"
    "INSERT INTO asked VALUES(20499, 'is treatment private', 7, 3), (20500, 'hours of iop', 5, 0);"
    "INSERT INTO vote VALUES(20500, 'page', '0123456789abcdef', 0, 'unclear', 2),"
    "  (20500, 'page', '0123456789abcdef', 1, '', 9);";

/* What the file is made of, also after a transaction in it was cut off: who opens it to write puts that back. */
static gp_str text_of(office *o, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *row;
    gp_str text;

    assert_int_equal(sqlite3_open(o->path, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) != SQLITE_OK || sqlite3_step(row) != SQLITE_ROW)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    text = gp_arena_copy(&o->arena, gp_str_of((const char *)sqlite3_column_text(row, 0)));
    (void)sqlite3_finalize(row);
    (void)sqlite3_close(db);
    return text;
}

static gp_str schema_of(office *o)
{
    return text_of(o, "SELECT group_concat(type || ' ' || name || ' ' || coalesce(sql, ''), ';') "
                      "FROM (SELECT * FROM sqlite_schema ORDER BY type, name)");
}

static gp_str version_of(office *o)
{
    return text_of(o, "SELECT user_version FROM pragma_user_version");
}

static gp_str data_of(office *o)
{
    return text_of(o,
                   "SELECT (SELECT group_concat(day || question || asked || level, ';') FROM asked)"
                   " || '/' || (SELECT group_concat(day || section || text_hash || helpful || "
                   "reason || votes, ';') FROM vote)");
}

static void close_desk(office *o)
{
    gp_desk_close(o->desk);
    o->desk = NULL;
}

/* The office's desk is one of version 1 now. */
static void become_old(office *o)
{
    close_desk(o);
    (void)unlink(o->path);
    (void)unlink(o->journal);
    run_sql(o, version_1);
    assert_int_equal(chmod(o->path, 0600), 0);
}

static void assert_same(gp_str got, gp_str wanted)
{
    if (!gp_str_equal(got, wanted))
        fail_msg("got '%.*s', wanted '%.*s'", GP_STR_ARGS(got), GP_STR_ARGS(wanted));
}

static void an_old_desk_with_a_table_too_many_is_refused_and_stays_as_it_was(void **state)
{
    office *o = *state;
    gp_desk_file *file;
    gp_str before;
    gp_str data;

    become_old(o);
    run_sql(o, "CREATE TABLE gap(mine)"); /* in the middle of the step */
    before = schema_of(o);
    data = data_of(o);
    assert_int_not_equal(gp_desk_file_open(o->path, GP_DESK_SERVER, &file, &o->error), GP_OK);
    assert_null(file);
    assert_same(version_of(o), GP_STR("1"));
    assert_same(schema_of(o), before);
    assert_same(data_of(o), data);
}

static void a_desk_of_version_1_becomes_one_of_now_with_all_that_is_in_it(void **state)
{
    office *o = *state;
    gp_str fresh = schema_of(o);
    gp_str data;
    sqlite3 *db;

    become_old(o);
    data = data_of(o);
    assert_true(gp_str_find(data, GP_STR("is treatment private"), 0) < data.size);
    office_open_desk(o);
    assert_same(version_of(o), GP_STR("2"));
    assert_same(schema_of(o), fresh);
    assert_same(data_of(o), data);
    run_sql(o, "INSERT INTO audit VALUES(1, 1, 'a', 'b', 'c', 'd', 'e')");
    assert_int_equal(sqlite3_open(o->path, &db), SQLITE_OK);
    assert_int_not_equal(sqlite3_exec(db, "DELETE FROM audit", NULL, NULL, NULL), SQLITE_OK);
    assert_non_null(strstr(sqlite3_errmsg(db), "append-only"));
    assert_int_not_equal(sqlite3_exec(db, "UPDATE audit SET at = 2", NULL, NULL, NULL), SQLITE_OK);
    assert_non_null(strstr(sqlite3_errmsg(db), "append-only"));
    (void)sqlite3_close(db);
}

static void a_command_takes_the_step_too(void **state)
{
    office *o = *state;
    gp_str fresh = schema_of(o);
    gp_desk_file *file;

    become_old(o);
    assert_int_equal(gp_desk_file_open(o->path, GP_DESK_COMMAND, &file, &o->error), GP_OK);
    gp_desk_file_close(file);
    assert_same(schema_of(o), fresh);
}

/* A child changes the file as a step would, so that what it did stands in it and the journal beside it, and is
 * killed before it commits. */
static void cut_off_in_the_middle(office *o)
{
    pid_t child = fork();
    int code;

    if (child == 0) {
        sqlite3 *db;
        if (sqlite3_open(o->path, &db) == SQLITE_OK &&
            sqlite3_exec(db,
                         "PRAGMA journal_mode=TRUNCATE; PRAGMA cache_size=1; BEGIN IMMEDIATE;"
                         "CREATE TABLE account(half); DELETE FROM vote;"
                         "PRAGMA user_version = 2; CREATE TABLE audit(filler);"
                         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                         "200) INSERT INTO audit SELECT randomblob(900) FROM n",
                         NULL, NULL, NULL) == SQLITE_OK)
            (void)kill(getpid(), SIGKILL);
        _exit(1);
    }
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_true(WIFSIGNALED(code));
}

static void a_step_that_was_cut_off_is_taken_back_and_taken_again(void **state)
{
    office *o = *state;
    gp_str fresh = schema_of(o);
    struct stat before;
    struct stat after;
    struct stat journal;
    gp_str data;

    become_old(o);
    data = data_of(o);
    assert_int_equal(stat(o->path, &before), 0);
    cut_off_in_the_middle(o);
    assert_int_equal(stat(o->path, &after), 0);
    assert_int_equal(stat(o->journal, &journal), 0);
    assert_true(after.st_size > before.st_size); /* else there would be nothing to take back */
    assert_true(journal.st_size > 0);
    office_open_desk(o);
    assert_same(version_of(o), GP_STR("2"));
    assert_same(schema_of(o), fresh);
    assert_same(data_of(o), data);
}

static void a_kill_at_any_moment_of_a_step_leaves_the_version_before_or_the_one_after(void **state)
{
    office *o = *state;
    gp_str fresh = schema_of(o);
    gp_str old;
    gp_str data;
    int times[2] = {0, 0};

    become_old(o);
    old = schema_of(o);
    data = data_of(o);
    for (int round = 0; round <= 60; round++) {
        pid_t child;
        int code;
        bool after;
        become_old(o);
        child = fork();
        if (child == 0) {
            gp_desk_file *file;
            if (gp_desk_file_open(o->path, GP_DESK_COMMAND, &file, NULL) != GP_OK)
                _exit(1);
            (void)pause(); /* to be killed, early or late */
        }
        (void)usleep(round < 60 ? (useconds_t)(700 * round) : 2000000);
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, &code, 0), child);
        assert_true(WIFSIGNALED(code));
        after = gp_str_equal(version_of(o), GP_STR("2"));
        assert_same(version_of(o), after ? GP_STR("2") : GP_STR("1"));
        assert_same(schema_of(o), after ? fresh : old);
        assert_same(data_of(o), data);
        times[after]++;
        office_open_desk(o);
        assert_same(schema_of(o), fresh);
        assert_same(data_of(o), data);
    }
    print_message("killed: %d before the step, %d after it\n", times[0], times[1]);
    assert_true(times[0] > 0 && times[1] > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE(an_old_desk_with_a_table_too_many_is_refused_and_stays_as_it_was),
        OFFICE(a_desk_of_version_1_becomes_one_of_now_with_all_that_is_in_it),
        OFFICE(a_command_takes_the_step_too),
        OFFICE(a_step_that_was_cut_off_is_taken_back_and_taken_again),
        OFFICE(a_kill_at_any_moment_of_a_step_leaves_the_version_before_or_the_one_after),
    };

    return cmocka_run_group_tests_name("desk steps", tests, NULL, NULL);
}
