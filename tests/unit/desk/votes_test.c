/* Votes: one of a visitor for a section and day, kept as numbers. */
#include "unit/desk/office.h"

static gp_status vote_as(office *o, const char *visitor, gp_vote vote)
{
    vote.section = vote.section.size > 0 ? vote.section : GP_STR("page#a");
    vote.text_hash = vote.text_hash.size > 0 ? vote.text_hash : GP_STR("0123456789abcdef");
    vote.day = vote.day > 0 ? vote.day : DAY;
    return gp_desk_vote(o->desk, gp_str_of(visitor), &vote, &o->error);
}

static int64_t votes(office *o, const char *where)
{
    char sql[256];

    (void)snprintf(sql, sizeof sql, "SELECT coalesce(sum(votes), 0) FROM vote WHERE %s", where);
    return number_of(o, sql);
}

static void an_unknown_reason_is_none(void **state)
{
    static const char *const words[] = {"other", "Unclear", "unclear ", "\0x", "too_long", "0"};
    gp_reason reason = GP_REASON_WRONG;

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_int_equal(gp_reason_parse(gp_str_of(words[i]), &reason), words[i][0] == '\0');
    for (int i = 0; i < GP_REASON_COUNT; i++) {
        assert_true(gp_reason_parse(gp_str_of(gp_reason_name((gp_reason)i)), &reason));
        assert_int_equal(reason, i);
    }
}

static void a_vote_that_cannot_be_written_is_refused_and_may_come_again(void **state)
{
    office *o = *state;
    sqlite3 *other;

    assert_int_equal(sqlite3_open(o->path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(vote_as(o, "192.0.2.1", (gp_vote){.helpful = true}), GP_BUSY);
    assert_true(strstr(o->error.text, "another program writes") != NULL);
    (void)sqlite3_close(other);
    assert_int_equal(votes(o, "1"), 0);
    assert_int_equal(vote_as(o, "192.0.2.1", (gp_vote){.helpful = true}), GP_OK);
    assert_int_equal(votes(o, "helpful"), 1);
}

static void a_visitor_has_one_vote_a_section_and_day(void **state)
{
    office *o = *state;

    for (int i = 0; i < 20; i++)
        assert_int_equal(vote_as(o, "192.0.2.1", (gp_vote){.helpful = true}), GP_OK);
    assert_int_equal(votes(o, "1"), 1);
    assert_int_equal(vote_as(o, "192.0.2.2", (gp_vote){.helpful = true}), GP_OK);
    assert_int_equal(votes(o, "section = 'page#a' AND day = 20500 AND helpful AND reason = ''"), 2);
    assert_int_equal(number_of(o, "SELECT count(*) FROM vote"), 1);
    assert_int_equal(
        vote_as(o, "192.0.2.1", (gp_vote){.section = GP_STR("page#b"), .helpful = true}), GP_OK);
    assert_int_equal(vote_as(o, "192.0.2.1", (gp_vote){.day = DAY + 1, .helpful = true}), GP_OK);
    assert_int_equal(votes(o, "1"), 4);
}

static void a_second_vote_takes_the_place_of_the_first(void **state)
{
    office *o = *state;

    assert_int_equal(vote_as(o, "192.0.2.1", (gp_vote){.helpful = true}), GP_OK);
    assert_int_equal(vote_as(o, "192.0.2.2", (gp_vote){.helpful = true}), GP_OK);
    assert_int_equal(vote_as(o, "192.0.2.1", (gp_vote){.helpful = false}), GP_OK);
    assert_int_equal(votes(o, "helpful"), 1);
    assert_int_equal(votes(o, "NOT helpful AND reason = ''"), 1);
    assert_int_equal(vote_as(o, "192.0.2.1", (gp_vote){.reason = GP_REASON_TOO_LONG}), GP_OK);
    assert_int_equal(votes(o, "NOT helpful AND reason = 'too-long'"), 1);
    assert_int_equal(votes(o, "1"), 2);
    assert_int_equal(number_of(o, "SELECT count(*) FROM vote"), 2); /* none of zero votes */
}

static void votes_on_an_older_text_can_be_told(void **state)
{
    office *o = *state;

    assert_int_equal(vote_as(o, "192.0.2.1", (gp_vote){.helpful = true}), GP_OK);
    assert_int_equal(
        vote_as(o, "192.0.2.2", (gp_vote){.text_hash = GP_STR("ffff"), .helpful = true}), GP_OK);
    assert_int_equal(votes(o, "text_hash = 'ffff'"), 1);
    assert_int_equal(votes(o, "text_hash = '0123456789abcdef'"), 1);
}

static void nothing_about_the_visitor_is_on_the_disk(void **state)
{
    office *o = *state;

    assert_int_equal(vote_as(o, "203.0.113.77", (gp_vote){.helpful = true}), GP_OK);
    assert_true(on_disk(o, "page#a"));
    assert_false(on_disk(o, "203.0.113"));
    assert_false(on_disk(o, "113.77"));
}

static void old_votes_are_deleted(void **state)
{
    office *o = *state;

    assert_int_equal(vote_as(o, "192.0.2.1", (gp_vote){.helpful = true}), GP_OK);
    office_tend(o, DAY + 89);
    assert_int_equal(votes(o, "1"), 1);
    office_tend(o, DAY + 90);
    assert_int_equal(number_of(o, "SELECT count(*) FROM vote"), 0);
    assert_false(on_disk(o, "page#a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unknown_reason_is_none),
        OFFICE(a_vote_that_cannot_be_written_is_refused_and_may_come_again),
        OFFICE(a_visitor_has_one_vote_a_section_and_day),
        OFFICE(a_second_vote_takes_the_place_of_the_first),
        OFFICE(votes_on_an_older_text_can_be_told),
        OFFICE(nothing_about_the_visitor_is_on_the_disk),
        OFFICE(old_votes_are_deleted),
    };

    return cmocka_run_group_tests_name("votes", tests, NULL, NULL);
}
