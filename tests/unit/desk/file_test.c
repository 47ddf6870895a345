/* The desk's file: what is refused, each with one line; what a crash leaves; what an older version left. */
#include "unit/desk/office.h"

#include <sys/wait.h>

static void refused_as(office *o, gp_desk_use use, gp_status status, const char *part)
{
    gp_desk_file *file;

    assert_int_equal(gp_desk_file_open(o->path, use, &file, &o->error), status);
    assert_null(file);
    if (strstr(o->error.text, part) == NULL || strchr(o->error.text, '\n') != NULL)
        fail_msg("wanted '%s', got '%s'", part, o->error.text);
}

static void refused(office *o, gp_status status, const char *part)
{
    refused_as(o, GP_DESK_SERVER, status, part);
    refused_as(o, GP_DESK_COMMAND, status, part);
}

/* The desk closed, its file replaced. */
static void replace(office *o, gp_str bytes)
{
    gp_desk_close(o->desk);
    o->desk = NULL;
    assert_int_equal(gp_file_write(o->path, bytes, &o->error), GP_OK);
}

static void a_file_of_something_else_is_refused_and_left_alone(void **state)
{
    office *o = *state;
    char page[8192];

    replace(o, GP_STR("a letter to a friend"));
    refused(o, GP_CORRUPT, "not a Guidepost desk");
    assert_true(file_holds(o, o->path, "a letter to a friend"));
    memset(page, 'x', sizeof page);
    replace(o, (gp_str){page, sizeof page});
    refused(o, GP_CORRUPT, "not a Guidepost desk");
    assert_int_equal(unlink(o->path), 0);
    run_sql(o, "CREATE TABLE mine(x); PRAGMA application_id = 77;");
    refused(o, GP_CORRUPT, "not a Guidepost desk");
    run_sql(o, "INSERT INTO mine VALUES(1)");
}

static void a_folder_a_device_and_no_name_are_refused(void **state)
{
    office *o = *state;
    gp_desk_file *file;

    assert_int_equal(gp_desk_file_open(o->folder, GP_DESK_SERVER, &file, &o->error), GP_CORRUPT);
    assert_int_equal(gp_desk_file_open("/dev/null", GP_DESK_SERVER, &file, &o->error), GP_CORRUPT);
    assert_int_equal(gp_desk_file_open("", GP_DESK_SERVER, &file, &o->error), GP_INVALID);
    assert_int_equal(gp_desk_file_open("/nowhere/at/all/desk.db", GP_DESK_SERVER, &file, &o->error),
                     GP_IO);
    assert_non_null(strstr(o->error.text, "cannot be opened or made"));
    assert_int_equal(gp_desk_file_open("/nowhere/desk.db", GP_DESK_COMMAND, &file, &o->error),
                     GP_NOT_FOUND);
    assert_non_null(strstr(o->error.text, "no such desk"));
}

static void a_desk_that_anybody_may_write_is_refused(void **state)
{
    office *o = *state;

    gp_desk_close(o->desk);
    o->desk = NULL;
    assert_int_equal(chmod(o->path, 0666), 0);
    refused(o, GP_CORRUPT, "chmod o-w");
}

static void a_new_desk_is_its_users_alone(void **state)
{
    office *o = *state;
    struct stat info;

    assert_int_equal(stat(o->path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void a_newer_desk_is_refused(void **state)
{
    office *o = *state;

    run_sql(o, "PRAGMA user_version = 9");
    gp_desk_close(o->desk);
    o->desk = NULL;
    refused(o, GP_CORRUPT, "newer Guidepost (version 9, this one knows 2)");
}

/* Bytes of the middle of every page overwritten, and the file cut short. */
static void a_damaged_desk_is_refused(void **state)
{
    office *o = *state;
    gp_str bytes;
    char *copy;

    office_ask(o, 1, 5, "is treatment private");
    office_tend(o, DAY);
    assert_int_equal(gp_file_read(AT_FDCWD, o->path, 1 << 20, &o->arena, &bytes, &o->error), GP_OK);
    copy = malloc(bytes.size);
    assert_non_null(copy);
    memcpy(copy, bytes.data, bytes.size);
    memset(copy + bytes.size / 2, 0xA5, bytes.size / 2);
    replace(o, (gp_str){copy, bytes.size});
    free(copy);
    refused(o, GP_CORRUPT, "the desk is damaged");
    replace(o, gp_str_slice(bytes, 0, bytes.size / 3));
    refused(o, GP_CORRUPT, "damaged");
}

static void a_second_server_is_refused_and_a_command_is_not(void **state)
{
    office *o = *state;
    gp_desk_file *file;

    refused_as(o, GP_DESK_SERVER, GP_BUSY, "another server has this desk");
    assert_int_equal(gp_desk_file_open(o->path, GP_DESK_COMMAND, &file, &o->error), GP_OK);
    gp_desk_file_close(file);
    refused_as(o, GP_DESK_SERVER, GP_BUSY, "another server has this desk");
    gp_desk_close(o->desk);
    office_open_desk(o); /* and the lock goes with the server */
}

static void a_file_that_is_empty_becomes_a_desk(void **state)
{
    office *o = *state;

    replace(o, GP_STR(""));
    office_open_desk(o);
    assert_int_equal(number_of(o, "PRAGMA user_version"), 2);
}

/* The step that every later version begins with: the tables of version 0 are none. */
static void the_steps_are_taken_once_and_keep_what_is_there(void **state)
{
    office *o = *state;

    office_ask(o, 1, 5, "is treatment private");
    office_tend(o, DAY);
    gp_desk_close(o->desk);
    office_open_desk(o);
    assert_int_equal(number_of(o, "SELECT count(*) FROM asked"), 1);
    assert_int_equal(number_of(o, "PRAGMA application_id"), 0x4750444B);
}

static gp_asked_list asked_since(office *o, int32_t day, size_t limit)
{
    gp_desk_file *file;
    gp_asked_list list;

    if (gp_desk_file_open(o->path, GP_DESK_COMMAND, &file, &o->error) != GP_OK ||
        gp_desk_file_asked(file, day, limit, &o->arena, &list, &o->error) != GP_OK)
        fail_msg("%s", o->error.text);
    gp_desk_file_close(file);
    return list;
}

static void a_report_adds_up_the_days_and_takes_the_last_one_s_level(void **state)
{
    office *o = *state;
    gp_asked_list list;

    assert_int_equal(asked_since(o, DAY, 10).count, 0);
    run_sql(o, "INSERT INTO asked VALUES(20497, 'early', 99, 3), (20500, 'b', 7, 0),"
               "(20499, 'a', 5, 3), (20500, 'a', 6, 1), (20498, 'a', 5, 2), (20500, 'c', 7, 2)");
    list = asked_since(o, DAY - 2, 10);
    assert_int_equal(list.count, 3);
    assert_true(gp_str_equal(list.items[0].question, GP_STR("a")));
    assert_int_equal(list.items[0].asked, 16);
    assert_int_equal(list.items[0].level, 1);
    assert_int_equal(list.items[0].last_day, DAY);
    assert_true(gp_str_equal(list.items[1].question, GP_STR("b"))); /* equals by their text */
    assert_true(gp_str_equal(list.items[2].question, GP_STR("c")));
    assert_int_equal(asked_since(o, DAY - 2, 1).count, 1);
    assert_int_equal(asked_since(o, DAY - 3, 10).count, 4);
}

static void a_report_gets_votes_by_section_text_and_reason(void **state)
{
    office *o = *state;
    gp_desk_file *file;
    gp_vote_list list;

    run_sql(
        o,
        "INSERT INTO vote VALUES(20499, 's', 'aa', 0, 'wrong', 2), (20500, 's', 'aa', 0,"
        "'wrong', 3), (20500, 's', 'bb', 0, 'no-reason-of-ours', 1), (20500, 's', 'aa', 1, '', 4),"
        "(20400, 's', 'aa', 1, '', 50), (20500, 'r', 'aa', 1, '', 0)");
    assert_int_equal(gp_desk_file_open(o->path, GP_DESK_COMMAND, &file, &o->error), GP_OK);
    assert_int_equal(gp_desk_file_votes(file, DAY - 1, 10, &o->arena, &list, &o->error), GP_OK);
    gp_desk_file_close(file);
    assert_int_equal(list.count, 3); /* what is taken back is none */
    assert_int_equal(list.items[0].votes, 5);
    assert_int_equal(list.items[0].reason, GP_REASON_WRONG);
    assert_false(list.items[0].helpful);
    assert_true(list.items[1].helpful);
    assert_int_equal(list.items[1].votes, 4);
    assert_int_equal(list.items[2].reason, GP_REASON_NONE);
}

/* A child is killed while it makes the desk and writes to it; what is left must always open. */
static void a_kill_at_any_moment_leaves_a_desk_that_opens(void **state)
{
    office *o = *state;
    char path[128];

    for (int round = 0; round < 40; round++) {
        pid_t child;
        int code;
        (void)snprintf(path, sizeof path, "%s/killed-%d.db", o->folder, round);
        child = fork();
        if (child == 0) {
            gp_desk *desk;
            if (gp_desk_open(path, &desk, NULL) == GP_OK) {
                gp_vote vote = {DAY, GP_STR("page"), GP_STR("0"), true, GP_REASON_NONE};
                for (unsigned i = 0;; i++) {
                    gp_str visitor = {(const char *)&i, sizeof i};
                    if (gp_desk_vote(desk, visitor, &vote, NULL) != GP_OK)
                        _exit(1);
                }
            }
            _exit(1);
        }
        (void)usleep((useconds_t)(200 * round * round));
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, &code, 0), child);
        assert_true(WIFSIGNALED(code));
        gp_desk_close(o->desk);
        memcpy(o->path, path, strlen(path) + 1 < sizeof o->path ? strlen(path) + 1 : 0);
        office_open_desk(o);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE(a_file_of_something_else_is_refused_and_left_alone),
        OFFICE(a_folder_a_device_and_no_name_are_refused),
        OFFICE(a_desk_that_anybody_may_write_is_refused),
        OFFICE(a_new_desk_is_its_users_alone),
        OFFICE(a_newer_desk_is_refused),
        OFFICE(a_damaged_desk_is_refused),
        OFFICE(a_second_server_is_refused_and_a_command_is_not),
        OFFICE(a_file_that_is_empty_becomes_a_desk),
        OFFICE(the_steps_are_taken_once_and_keep_what_is_there),
        OFFICE(a_report_adds_up_the_days_and_takes_the_last_one_s_level),
        OFFICE(a_report_gets_votes_by_section_text_and_reason),
        OFFICE(a_kill_at_any_moment_leaves_a_desk_that_opens),
    };

    return cmocka_run_group_tests_name("desk file", tests, NULL, NULL);
}
