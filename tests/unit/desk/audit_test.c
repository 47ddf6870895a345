/* The audit: whatever is changed in it, or in what it tells of, is found. */
#include "unit/desk/office.h"

#include "desk/approvals.h"

#define NOON ((int64_t)DAY * 86400 + 43200)

static const gp_actor editor = {{"maria", 5}, {"Dr. Maria Lind", 14}, NOON};

/* Each kind of deed, on sections of its own: seven lines. */
static void act(office *o)
{
    gp_case of = {.section = GP_STR("a"), .heading = GP_STR("A"), .text = GP_STR("One.")};
    gp_section section = {.heading = of.heading, .text = of.text};
    gp_str hash = gp_section_sha256(&section, &o->arena);

    assert_int_equal(gp_desk_submit(o->desk, &of, &editor, &o->error), GP_OK);
    assert_int_equal(gp_desk_approve(o->desk, &of, hash, &editor, &o->error), GP_OK);
    of.section = GP_STR("b");
    assert_int_equal(gp_desk_approve(o->desk, &of, hash, &editor, &o->error), GP_OK);
    assert_int_equal(gp_desk_withdraw(o->desk, &of, GP_STR("old"), &editor, &o->error), GP_OK);
    of.section = GP_STR("c");
    assert_int_equal(gp_desk_ask_changes(o->desk, &of, GP_STR("say which"), &editor, &o->error),
                     GP_OK);
    assert_int_equal(gp_desk_hand_over(o->desk, &of, GP_STR("jo"), &editor, &o->error), GP_OK);
    of.section = GP_STR("d");
    assert_int_equal(gp_desk_submit(o->desk, &of, &editor, &o->error), GP_OK);
    gp_desk_close(o->desk);
    o->desk = NULL;
}

static gp_status check(office *o, gp_str known, size_t *lines, char head[65])
{
    gp_desk_file *file;
    gp_status status;

    assert_int_equal(gp_desk_file_open(o->path, GP_DESK_COMMAND, &file, &o->error), GP_OK);
    status = gp_desk_file_audit_check(file, known, lines, head, &o->error);
    if (status == GP_OK)
        status = gp_desk_file_approvals_check(file, &o->error);
    gp_desk_file_close(file);
    return status;
}

/* One change by SQL, the triggers gone: found, and told with `part`. */
static void found(const char *sql, const char *part)
{
    void *state;
    office *o;
    gp_str noted;
    size_t lines;
    char head[65];

    assert_int_equal(office_open(&state), 0);
    o = state;
    act(o);
    assert_int_equal(check(o, GP_STR(""), &lines, head), GP_OK);
    assert_int_equal(lines, 7);
    noted = gp_arena_copy(&o->arena, gp_str_of(head));
    run_sql(o, "DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted");
    run_sql(o, sql);
    if (check(o, noted, &lines, head) != GP_CORRUPT)
        fail_msg("not found: %s", sql);
    if (strstr(o->error.text, part) == NULL)
        fail_msg("%s: wanted '%s', got '%s'", sql, part, o->error.text);
    assert_int_equal(office_close(&state), 0);
}

static void a_line_cannot_be_changed_or_deleted(void **state)
{
    office *o = *state;
    sqlite3 *db;

    act(o);
    assert_int_equal(sqlite3_open(o->path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "UPDATE audit SET detail = 'x' WHERE seq = 2", NULL, NULL, NULL),
        SQLITE_CONSTRAINT);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM audit WHERE seq = 7", NULL, NULL, NULL),
                     SQLITE_CONSTRAINT);
    (void)sqlite3_close(db);
    assert_int_equal(number_of(o, "SELECT count(*) FROM audit"), 7);
}

static void a_changed_line_is_found(void **state)
{
    (void)state;
    found("UPDATE audit SET detail = 'x' WHERE seq = 2", "at line 2");
    found("UPDATE audit SET account = 'jo' WHERE seq = 1", "at line 1");
    found("UPDATE audit SET at = at + 1 WHERE seq = 7", "at line 7");
    found("UPDATE audit SET act = 'submit' WHERE seq = 3", "at line 3");
    found("UPDATE audit SET subject = 'z' WHERE seq = 4", "at line 4");
    found("UPDATE audit SET hash = upper(hash) WHERE seq = 5", "at line 5");
    found("UPDATE audit SET account = account || 'x', act = substr(act, 2) WHERE seq = 5",
          "at line 5");
}

static void a_removed_inserted_or_moved_line_is_found(void **state)
{
    (void)state;
    found("DELETE FROM audit WHERE seq = 1", "at line 1");
    found("DELETE FROM audit WHERE seq = 4", "at line 4");
    found("DELETE FROM audit WHERE seq = 4; UPDATE audit SET seq = seq - 1 WHERE seq > 4",
          "at line 4");
    found(
        "UPDATE audit SET seq = -seq WHERE seq > 3; UPDATE audit SET seq = 1 - seq WHERE seq < 0; "
        "INSERT INTO audit SELECT 4, at, account, act, 'z', detail, hash FROM audit WHERE seq = 3",
        "at line 4");
    found("UPDATE audit SET seq = 99 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4; "
          "UPDATE audit SET seq = 4 WHERE seq = 99",
          "at line 3");
}

static void a_shortened_audit_is_found_by_who_noted_its_head(void **state)
{
    (void)state;
    found("DELETE FROM audit WHERE seq = 7; DELETE FROM review WHERE section = 'd'",
          "cut short or replaced");
    found("DELETE FROM audit", "cut short or replaced");
}

static void what_is_kept_without_its_line_is_found(void **state)
{
    (void)state;
    found("UPDATE approval SET shown = 'Dr. Who' WHERE section = 'a'", "a: what is kept");
    found("UPDATE approval SET review_by = review_by + 900 WHERE section = 'a'", "a: what is kept");
    found("UPDATE approval SET day = day + 1 WHERE section = 'b'", "b: what is kept");
    found("UPDATE approval SET given = 1 WHERE section = 'b'", "b: what is kept");
    found("UPDATE approval SET text = 'A' || char(10) || 'Two.' WHERE section = 'a'",
          "a: the approved text");
    found("DELETE FROM approval WHERE section = 'a'", "a: what is kept");
    found("INSERT INTO approval SELECT 'x', given, text_hash, text, account, shown, day, review_by "
          "FROM approval WHERE section = 'a'",
          "x: what is kept");
    found("DELETE FROM review WHERE section = 'd'", "d: what is kept");
    found("UPDATE review SET asked = 1 WHERE section = 'c'", "c: what is kept");
    found("UPDATE review SET reason = 'x' WHERE section = 'c'", "c: what is kept");
    found("INSERT INTO review VALUES('a', 1, '', 'maria', 20500, '')", "a: what is kept");
    found("UPDATE owner SET account = 'maria'", "c: what is kept");
    found("DELETE FROM owner", "c: what is kept");
    found("INSERT INTO owner VALUES('a', 'maria')", "a: what is kept");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE(a_line_cannot_be_changed_or_deleted),
        cmocka_unit_test(a_changed_line_is_found),
        cmocka_unit_test(a_removed_inserted_or_moved_line_is_found),
        cmocka_unit_test(a_shortened_audit_is_found_by_who_noted_its_head),
        cmocka_unit_test(what_is_kept_without_its_line_is_found),
    };

    return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
