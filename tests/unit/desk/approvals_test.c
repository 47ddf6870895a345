/* Deeds on sections: each bound to the text that was read, each in the audit, each in the next book. */
#include "unit/desk/office.h"

#include "desk/approvals.h"

#define NOON ((int64_t)DAY * 86400 + 43200)

static const gp_actor editor = {{"maria", 5}, {"Dr. Maria Lind", 14}, NOON};

static gp_case case_of(const char *text)
{
    return (gp_case){
        .section = GP_STR("iop#hours"), .heading = GP_STR("Hours"), .text = gp_str_of(text)};
}

static gp_str hash_of(office *o, const gp_case *of)
{
    gp_section section = {.heading = of->heading, .text = of->text};

    return gp_section_sha256(&section, &o->arena);
}

static void approve(office *o, const gp_case *of, const gp_actor *actor)
{
    if (gp_desk_approve(o->desk, of, hash_of(o, of), actor, &o->error) != GP_OK)
        fail_msg("%s", o->error.text);
}

static gp_approval judged(office *o, const gp_case *of)
{
    const gp_book *book = gp_desk_book(o->desk);
    gp_approval approval = gp_book_approval(book, of->section, &of->indexed, hash_of(o, of));

    approval.by = gp_arena_copy(&o->arena, approval.by);
    approval.on = gp_arena_copy(&o->arena, approval.on);
    approval.review_by = gp_arena_copy(&o->arena, approval.review_by);
    gp_desk_book_release(o->desk, book);
    return approval;
}

static void a_text_that_has_changed_since_it_was_shown_is_not_approved(void **state)
{
    office *o = *state;
    gp_case before = case_of("Nine hours a week.");
    gp_case now = case_of("Twelve hours a week.");

    assert_int_equal(gp_desk_approve(o->desk, &now, hash_of(o, &before), &editor, &o->error),
                     GP_CONFLICT);
    assert_non_null(strstr(o->error.text, "has changed"));
    assert_int_equal(number_of(o, "SELECT count(*) FROM approval"), 0);
    assert_int_equal(number_of(o, "SELECT count(*) FROM audit"), 0);
    assert_int_equal(judged(o, &now).state, GP_UNAPPROVED);
}

static void what_may_not_be_done_leaves_no_line(void **state)
{
    office *o = *state;
    gp_case of = case_of("Nine hours a week.");
    char reason[GP_REASON_MAX + 2];

    memset(reason, 'x', sizeof reason);
    assert_int_equal(gp_desk_withdraw(o->desk, &of, GP_STR(""), &editor, &o->error), GP_CONFLICT);
    assert_int_equal(gp_desk_ask_changes(o->desk, &of, GP_STR(" \n"), &editor, &o->error),
                     GP_INVALID);
    assert_int_equal(
        gp_desk_ask_changes(o->desk, &of, (gp_str){reason, GP_REASON_MAX + 1}, &editor, &o->error),
        GP_INVALID);
    assert_int_equal(gp_desk_ask_changes(o->desk, &of, GP_STR("a\xff"), &editor, &o->error),
                     GP_INVALID);
    assert_int_equal(gp_desk_submit(o->desk, &of, &editor, &o->error), GP_OK);
    assert_int_equal(gp_desk_submit(o->desk, &of, &editor, &o->error), GP_CONFLICT);
    assert_int_equal(number_of(o, "SELECT count(*) FROM audit"), 1);
}

static void a_word_dated_before_the_files_is_refused(void **state)
{
    office *o = *state;
    gp_case of = case_of("Nine hours a week.");

    of.indexed =
        (gp_approval){.state = GP_LAPSED, .by = GP_STR("file"), .on = GP_STR("2026-02-17")};
    assert_int_equal(gp_desk_approve(o->desk, &of, hash_of(o, &of), &editor, &o->error),
                     GP_CONFLICT);
    assert_non_null(strstr(o->error.text, "a day to come"));
    of.indexed.on = GP_STR("2026-02-16");
    approve(o, &of, &editor);
}

static void an_approval_counts_at_once_and_lapses_with_the_text(void **state)
{
    office *o = *state;
    gp_case of = case_of("Nine hours a week.");
    gp_case edited = case_of("Twelve hours a week.");
    gp_str text;

    approve(o, &of, &editor);
    assert_int_equal(judged(o, &of).state, GP_APPROVED);
    assert_true(gp_str_equal(judged(o, &of).by, GP_STR("Dr. Maria Lind")));
    assert_true(gp_str_equal(judged(o, &of).on, GP_STR("2026-02-16")));
    assert_true(gp_str_equal(judged(o, &of).review_by, GP_STR("2026-05-17")));
    assert_int_equal(judged(o, &edited).state, GP_LAPSED);
    assert_int_equal(gp_desk_approved_text(o->desk, of.section, &o->arena, &text, &o->error),
                     GP_OK);
    assert_true(gp_str_equal(text, GP_STR("Hours\nNine hours a week.")));
}

static void the_review_is_due_after_the_days_that_the_rules_say(void **state)
{
    office *o = *state;
    gp_case of = case_of("Nine hours a week.");

    of.review_days = 30;
    approve(o, &of, &editor);
    assert_true(gp_str_equal(judged(o, &of).review_by, GP_STR("2026-03-18")));
}

static void a_reader_keeps_the_book_it_took(void **state)
{
    office *o = *state;
    gp_case of = case_of("Nine hours a week.");
    const gp_book *before;

    approve(o, &of, &editor);
    before = gp_desk_book(o->desk);
    assert_int_equal(gp_desk_withdraw(o->desk, &of, GP_STR("wrong"), &editor, &o->error), GP_OK);
    assert_true(gp_book_find(before, of.section)->given);
    assert_int_equal(judged(o, &of).state, GP_UNAPPROVED);
    gp_desk_book_release(o->desk, before);
}

static void words_reviews_and_owners_outlive_a_restart(void **state)
{
    office *o = *state;
    gp_case of = case_of("Nine hours a week.");
    gp_review_rows reviews;
    gp_owner_rows owners;

    approve(o, &of, &editor);
    assert_int_equal(gp_desk_ask_changes(o->desk, &of, GP_STR("say\nwhich"), &editor, &o->error),
                     GP_OK);
    assert_int_equal(gp_desk_hand_over(o->desk, &of, GP_STR("jo"), &editor, &o->error), GP_OK);
    gp_desk_close(o->desk);
    office_open_desk(o);
    assert_int_equal(judged(o, &of).state, GP_APPROVED);
    assert_int_equal(gp_desk_reviews(o->desk, &o->arena, &reviews, &owners, &o->error), GP_OK);
    assert_int_equal(reviews.count, 1);
    assert_int_equal(reviews.items[0].wish, GP_WISH_CHANGES);
    assert_true(gp_str_equal(reviews.items[0].reason, GP_STR("say which")));
    assert_int_equal(owners.count, 1);
    assert_true(gp_str_equal(owners.items[0].account, GP_STR("jo")));
    assert_int_equal(gp_desk_hand_over(o->desk, &of, GP_STR(""), &editor, &o->error), GP_OK);
    assert_int_equal(number_of(o, "SELECT count(*) FROM owner"), 0);
}

static void an_approval_ends_what_was_asked(void **state)
{
    office *o = *state;
    gp_case of = case_of("Nine hours a week.");

    assert_int_equal(gp_desk_submit(o->desk, &of, &editor, &o->error), GP_OK);
    assert_int_equal(number_of(o, "SELECT asked FROM review"), GP_WISH_APPROVAL);
    approve(o, &of, &editor);
    assert_int_equal(number_of(o, "SELECT count(*) FROM review"), 0);
}

static void the_audit_tells_what_was_done_to_a_section(void **state)
{
    office *o = *state;
    gp_case of = case_of("Nine hours a week.");
    gp_audit_list list;

    run_sql(o, "INSERT INTO audit VALUES(1, 5, 'command', 'user-add', 'iop#hours', '', 'h')");
    assert_int_equal(gp_desk_submit(o->desk, &of, &editor, &o->error), GP_OK);
    approve(o, &of, &editor);
    assert_int_equal(gp_desk_history(o->desk, of.section, 9, &o->arena, &list, &o->error), GP_OK);
    assert_int_equal(list.count, 2);
    assert_true(gp_str_equal(list.items[0].act, GP_STR("approve")));
    assert_true(gp_str_starts(list.items[0].detail, hash_of(o, &of)));
    assert_true(gp_str_equal(gp_str_slice(list.items[0].detail, 65, 200),
                             GP_STR("2026-05-17 Dr. Maria Lind")));
    assert_true(gp_str_equal(list.items[1].act, GP_STR("submit")));
    assert_int_equal(gp_desk_history(o->desk, of.section, 1, &o->arena, &list, &o->error), GP_OK);
    assert_int_equal(list.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE(a_text_that_has_changed_since_it_was_shown_is_not_approved),
        OFFICE(what_may_not_be_done_leaves_no_line),
        OFFICE(a_word_dated_before_the_files_is_refused),
        OFFICE(an_approval_counts_at_once_and_lapses_with_the_text),
        OFFICE(the_review_is_due_after_the_days_that_the_rules_say),
        OFFICE(a_reader_keeps_the_book_it_took),
        OFFICE(words_reviews_and_owners_outlive_a_restart),
        OFFICE(an_approval_ends_what_was_asked),
        OFFICE(the_audit_tells_what_was_done_to_a_section),
    };

    return cmocka_run_group_tests_name("approvals", tests, NULL, NULL);
}
