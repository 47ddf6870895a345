/* What became of questions without an answer: only of counted ones, with its line in the audit, and not longer. */
#include "unit/desk/office.h"

#include "base/hash.h"
#include "desk/questions.h"

#define ASKED "can i bring a dog"

static gp_desk_file *open_file(office *o)
{
    gp_desk_file *file;

    if (gp_desk_file_open(o->path, GP_DESK_COMMAND, &file, &o->error) != GP_OK)
        fail_msg("%s", o->error.text);
    return file;
}

static void count(office *o, gp_desk_file *file, const char *question, int32_t day)
{
    gp_asked_count counted = {
        .day = day, .question = gp_str_of(question), .asked = 5, .first = true};

    assert_int_equal(gp_desk_file_count(file, &counted, 1, &o->error), GP_OK);
}

static gp_status set(office *o, gp_desk_file *file, const char *question, gp_gap_state state)
{
    const gp_gap_row row = {.question = gp_str_of(question),
                            .state = state,
                            .account = GP_STR("ann"),
                            .section = GP_STR("visits#dogs"),
                            .day = DAY};
    const gp_deed deed = {.at = 1764000000,
                          .account = GP_STR("ben"),
                          .act = "question",
                          .subject = GP_STR("forged"),
                          .detail = GP_STR("forged")};

    return gp_desk_file_gap(file, &row, &deed, &o->error);
}

static gp_gap_list all(office *o, gp_desk_file *file)
{
    gp_gap_list list;

    assert_int_equal(gp_desk_file_gaps(file, 100, &o->arena, &list, &o->error), GP_OK);
    return list;
}

static void a_question_that_is_not_counted_has_no_state_and_leaves_no_line(void **state)
{
    office *o = *state;
    gp_desk_file *file = open_file(o);

    count(o, file, ASKED, DAY);
    assert_int_equal(set(o, file, "my name is quetzalcoatl", GP_GAP_WRITTEN), GP_NOT_FOUND);
    assert_int_equal(all(o, file).count, 0);
    assert_int_equal(number_of(o, "SELECT count(*) FROM audit"), 0);
    assert_false(on_disk(o, "quetzalcoatl"));
    gp_desk_file_close(file);
}

static void each_change_is_kept_with_its_line_in_the_audit(void **state)
{
    office *o = *state;
    gp_desk_file *file = open_file(o);
    gp_audit_list audit;
    gp_gap_list list;

    count(o, file, ASKED, DAY);
    for (int i = 1; i < GP_GAP_STATE_COUNT; i++) {
        assert_int_equal(set(o, file, ASKED, (gp_gap_state)i), GP_OK);
        list = all(o, file);
        assert_int_equal(list.count, 1);
        assert_string_equal(list.items[0].question.data, ASKED);
        assert_int_equal(list.items[0].state, i);
        assert_string_equal(list.items[0].account.data, "ann");
        assert_string_equal(list.items[0].section.data, "visits#dogs");
        assert_int_equal(list.items[0].day, DAY);
        assert_int_equal(gp_desk_file_audit(file, INT64_MAX, 1, &o->arena, &audit, &o->error),
                         GP_OK);
        assert_int_equal(audit.items[0].seq, i);
        assert_string_equal(audit.items[0].account.data, "ben");
        assert_string_equal(audit.items[0].subject.data,
                            gp_sha256_hex(&o->arena, GP_STR(ASKED)).data);
        assert_string_equal(audit.items[0].detail.data, gp_gap_state_name((gp_gap_state)i));
    }
    assert_int_equal(set(o, file, ASKED, GP_GAP_NEW), GP_OK);
    assert_int_equal(all(o, file).count, 0);
    gp_desk_file_close(file);
}

static void a_state_goes_with_the_last_count_of_its_question(void **state)
{
    office *o = *state;
    gp_desk_file *file = open_file(o);
    gp_desk_purged purged;

    count(o, file, ASKED, DAY - 1);
    count(o, file, ASKED, DAY);
    count(o, file, "what is detox", DAY);
    assert_int_equal(set(o, file, ASKED, GP_GAP_ASSIGNED), GP_OK);
    assert_int_equal(set(o, file, "what is detox", GP_GAP_DECLINED), GP_OK);
    assert_int_equal(gp_desk_file_purge(file, DAY, &purged, &o->error), GP_OK);
    assert_int_equal(all(o, file).count, 2);
    count(o, file, "what is detox", DAY + 1);
    assert_int_equal(gp_desk_file_purge(file, DAY + 1, &purged, &o->error), GP_OK);
    assert_false(on_disk(o, ASKED)); /* nor in the audit, which is never purged */
    assert_int_equal(all(o, file).count, 1);
    assert_string_equal(all(o, file).items[0].question.data, "what is detox");
    gp_desk_file_close(file);
}

static void a_number_of_another_version_is_taken_for_new(void **state)
{
    office *o = *state;
    gp_desk_file *file = open_file(o);

    run_sql(o, "INSERT INTO gap VALUES('a', 99, '', '', 1), ('b', -1, '', '', 1)");
    assert_int_equal(all(o, file).items[0].state, GP_GAP_NEW);
    assert_int_equal(all(o, file).items[1].state, GP_GAP_NEW);
    gp_desk_file_close(file);
}

static void the_words_of_states_are_read_back_and_no_others(void **state)
{
    gp_gap_state read;

    (void)state;
    for (int i = 0; i < GP_GAP_STATE_COUNT; i++) {
        assert_true(gp_gap_state_parse(gp_str_of(gp_gap_state_name((gp_gap_state)i)), &read));
        assert_int_equal(read, i);
    }
    assert_false(gp_gap_state_parse(GP_STR(""), &read));
    assert_false(gp_gap_state_parse(GP_STR("Written"), &read));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE(a_question_that_is_not_counted_has_no_state_and_leaves_no_line),
        OFFICE(each_change_is_kept_with_its_line_in_the_audit),
        OFFICE(a_state_goes_with_the_last_count_of_its_question),
        OFFICE(a_number_of_another_version_is_taken_for_new),
        cmocka_unit_test(the_words_of_states_are_read_back_and_no_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
