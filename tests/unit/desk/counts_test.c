/* Counting: what never reaches the disk, what does, and how long it stays there. */
#include "unit/desk/office.h"

static void a_question_of_four_visitors_is_nowhere_on_the_disk(void **state)
{
    office *o = *state;

    office_ask(o, 1, 4, "how many hours is treatment");
    office_tend(o, DAY);
    assert_false(on_disk(o, "treatment"));
    assert_int_equal(number_of(o, "SELECT count(*) FROM asked"), 0);
    assert_shown(o, "");
}

static void one_visitor_asking_five_times_is_one_visitor(void **state)
{
    office *o = *state;

    for (int i = 0; i < 50; i++)
        office_ask(o, 1, 1, "how many hours is treatment");
    office_ask(o, 2, 4, "How many HOURS, is treatment?");
    office_tend(o, DAY);
    assert_false(on_disk(o, "treatment"));
    /* and is one of them also after five have asked */
    office_ask(o, 5, 5, "how many hours is treatment");
    for (int i = 0; i < 50; i++)
        office_ask(o, 1, 7, "how many hours is treatment");
    office_tend(o, DAY);
    assert_int_equal(number_of(o, "SELECT asked FROM asked"), 7);
}

static void five_visitors_bring_the_text_to_the_desk_normalized(void **state)
{
    office *o = *state;

    office_ask(o, 1, 5, "  How many HOURS is \"treatment\"?! ");
    assert_false(on_disk(o, "treatment"));
    office_tend(o, DAY);
    assert_true(on_disk(o, "how many hours is treatment"));
    assert_int_equal(number_of(o, "SELECT count(*) FROM asked WHERE day = 20500 AND asked = 5 AND "
                                  "level = 3 AND question = 'how many hours is treatment'"),
                     1);
    assert_shown(o, "how many hours is treatment|");
    office_ask(o, 6, 6, "how many hours is treatment");
    office_tend(o, DAY);
    office_tend(o, DAY);
    assert_int_equal(number_of(o, "SELECT sum(asked) FROM asked"), 6);
}

static void visitors_of_two_days_are_not_added_up(void **state)
{
    office *o = *state;

    office_ask(o, 1, 4, "is treatment private");
    for (unsigned visitor = 5; visitor <= 8; visitor++)
        office_ask_at(o, visitor, "is treatment private", DAY + 1, GP_ASKED_EXACT);
    office_tend(o, DAY + 1);
    assert_false(on_disk(o, "private"));
    office_ask_at(o, 9, "is treatment private", DAY + 1, GP_ASKED_EXACT);
    office_tend(o, DAY + 1);
    assert_int_equal(number_of(o, "SELECT day FROM asked"), DAY + 1);
}

static void what_was_counted_before_midnight_is_written_after_it(void **state)
{
    office *o = *state;

    office_ask(o, 1, 6, "is treatment private");
    office_ask_at(o, 1, "another day", DAY + 1, GP_ASKED_EXACT);
    office_tend(o, DAY + 1);
    assert_int_equal(number_of(o, "SELECT asked FROM asked WHERE day = 20500"), 6);
}

static void a_restart_forgets_who_asked(void **state)
{
    office *o = *state;

    office_ask(o, 1, 4, "is treatment private");
    office_tend(o, DAY);
    gp_desk_close(o->desk);
    office_open_desk(o);
    office_ask(o, 5, 5, "is treatment private");
    office_tend(o, DAY);
    assert_false(on_disk(o, "private"));
    office_ask(o, 1, 4, "is treatment private");
    office_tend(o, DAY);
    assert_int_equal(number_of(o, "SELECT asked FROM asked"), 5);
}

/* Each by itself, asked by twenty: neither the text nor a part of it may be on the disk. */
static void names_addresses_and_numbers_are_never_written(void **state)
{
    static const struct {
        const char *question, *part;
    } refused[] = {
        {"does quentin johnson have treatment", "johnson"}, /* not in the corpus, and a name */
        {"is mark smith in treatment", "smith"}, /* an ordinary word that is a name, too */
        {"where is sjkdfhg", "sjkdfhg"},         /* no word at all */
        {"write to ann@example.org", "example"},
        {"write to insurance@hours.treatment", "insurance"}, /* ordinary words, and an address */
        {"write to insurance\xEF\xBC\xA0"
         "treatment",
         "insurance"},
        {"call 5551234", "5551234"},
        {"call 555 1234", "call"},
        {"call 20 20 9 now", "call 20"}, /* five digits, though each number is in the corpus */
        {"call 2-0-2-0-9", "call"},
        {"room 4711", "4711"},                                    /* no number of the corpus */
        {"what is zyxwvut", "zyxwvut"},                           /* a word of staff pages only */
        {"\xD9\xA5\xD9\xA5\xD9\xA5\xD9\xA5\xD9\xA5", "\xD9\xA5"}, /* digits of another script */
        {"1 2 3 4 5 6 7 8 9", "6 7"},
    };
    office *o = *state;

    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        office_ask(o, 1, 20, refused[i].question);
        office_tend(o, DAY);
        if (on_disk(o, refused[i].part))
            fail_msg("on the disk: %s", refused[i].question);
    }
    assert_int_equal(number_of(o, "SELECT count(*) FROM asked"), 0);
}

static void stories_and_questions_without_words_are_not_counted(void **state)
{
    static const char story[] =
        "my treatment began when my father said that he would rather see me leave than go on as it "
        "was and i thought about it and then i called and they said come in on the next day";
    office *o = *state;

    office_ask(o, 1, 20, story);
    /* too many words, and few that are too long */
    office_ask(o, 1, 20,
               "is is is is is is is is is is is is is is is is is is is is is is is is is");
    office_ask(o, 1, 20,
               "insurance insurance insurance insurance insurance insurance insurance insurance "
               "insurance insurance insurance insurance insurance insurance insurance insurance "
               "insurance");
    office_ask(o, 1, 20, "");
    office_ask(o, 1, 20, "?!... \xFF\xFE");
    office_ask(o, 1, 20, "a b c d e f g h i j k l m n o p q r s t u v w x y z");
    office_tend(o, DAY);
    assert_int_equal(number_of(o, "SELECT count(*) FROM asked"), 0);
    assert_false(on_disk(o, "father"));
}

static void words_of_the_corpus_and_of_the_dictionary_may_be_kept(void **state)
{
    office *o = *state;

    office_ask(o, 1, 5, "does Lindqvist know about 20 hours of iop"); /* the corpus has it */
    office_ask(o, 1, 5, "don't I lose my dog");
    office_tend(o, DAY);
    assert_shown(o, "does lindqvist know about 20 hours of iop|dont i lose my dog|");
}

static void a_badly_answered_question_is_counted_but_not_shown(void **state)
{
    office *o = *state;

    for (unsigned visitor = 1; visitor <= 9; visitor++) {
        office_ask_at(o, visitor, "may i bring a parrot", DAY, GP_ASKED_NONE);
        office_ask_at(o, visitor, "may i bring some of it", DAY, GP_ASKED_SOME);
        if (visitor < 7)
            office_ask_at(o, visitor, "how many hours", DAY, GP_ASKED_MOST);
    }
    office_tend(o, DAY);
    assert_int_equal(number_of(o, "SELECT count(*) FROM asked"), 3);
    assert_int_equal(number_of(o, "SELECT level FROM asked WHERE question LIKE '%parrot'"), 0);
    assert_shown(o, "how many hours|");
}

static void the_six_asked_most_of_thirty_days_are_shown(void **state)
{
    static const char *const asked[] = {"one hour",   "two hours", "three hours", "four hours",
                                        "five hours", "six hours", "seven hours"};
    office *o = *state;

    for (unsigned i = 0; i < 7; i++) {
        for (unsigned visitor = 1; visitor <= 5 + i; visitor++)
            office_ask_at(o, visitor, asked[i], DAY + (int32_t)i, GP_ASKED_EXACT);
        office_tend(o, DAY + (int32_t)i);
    }
    assert_shown(o, "seven hours|six hours|five hours|four hours|three hours|two hours|");
    for (unsigned visitor = 1; visitor <= 9; visitor++) /* 5 + 9 on two days */
        office_ask_at(o, visitor, "one hour", DAY + 7, GP_ASKED_EXACT);
    office_tend(o, DAY + 7);
    assert_shown(o, "one hour|seven hours|six hours|five hours|four hours|three hours|");
    office_tend(o, DAY + 36); /* the last thirty days begin with DAY + 7 */
    assert_shown(o, "one hour|");
    office_tend(o, DAY + 37);
    assert_shown(o, "");
}

static void ninety_days_later_nothing_is_left(void **state)
{
    office *o = *state;

    office_ask(o, 1, 5, "is treatment private");
    office_tend(o, DAY);
    office_tend(o, DAY + 89);
    assert_true(on_disk(o, "private"));
    office_tend(o, DAY + 90);
    assert_int_equal(number_of(o, "SELECT count(*) FROM asked"), 0);
    assert_false(on_disk(o, "private")); /* not even in what the file no longer uses */
}

/* As guidepost purge does it beside the server. */
static void what_was_purged_comes_back_only_when_five_others_ask_it(void **state)
{
    office *o = *state;
    gp_desk_file *file;
    gp_desk_purged purged;

    office_ask(o, 1, 5, "is treatment private");
    office_tend(o, DAY);
    assert_int_equal(gp_desk_file_open(o->path, GP_DESK_COMMAND, &file, &o->error), GP_OK);
    assert_int_equal(gp_desk_file_purge(file, gp_desk_first_day(DAY, 0), &purged, &o->error),
                     GP_OK);
    gp_desk_file_close(file);
    assert_int_equal(purged.questions, 1);
    assert_false(on_disk(o, "private"));
    office_ask(o, 6, 6, "is treatment private");
    office_tend(o, DAY);
    office_ask(o, 7, 10, "is treatment private");
    office_tend(o, DAY);
    assert_false(on_disk(o, "private"));
    assert_shown(o, "");
    office_ask(o, 11, 11, "is treatment private");
    office_tend(o, DAY);
    assert_int_equal(number_of(o, "SELECT asked FROM asked"), 5);
}

static void a_full_table_counts_no_new_question_and_goes_on_with_the_old(void **state)
{
    office *o = *state;

    office_ask(o, 1, 4, "is treatment private");
    for (unsigned i = 0; i < GP_TALLY_QUESTIONS + 100; i++) {
        char question[64];
        (void)snprintf(question, sizeof question, "z%c%c%c%c", 'a' + i / 17576, 'a' + i / 676 % 26,
                       'a' + i / 26 % 26, 'a' + i % 26);
        office_ask(o, 9, 9, question);
    }
    office_ask(o, 1, 20, "how many hours");
    office_ask(o, 5, 5, "is treatment private");
    office_tend(o, DAY);
    assert_shown(o, "is treatment private|");
    for (unsigned visitor = 1; visitor <= 5; visitor++)
        office_ask_at(o, visitor, "how many hours", DAY + 1, GP_ASKED_EXACT);
    office_tend(o, DAY + 1); /* a new day has room again */
    assert_shown(o, "how many hours|is treatment private|");
}

static void counts_wait_in_memory_while_the_desk_cannot_be_written(void **state)
{
    office *o = *state;
    sqlite3 *other;

    office_ask(o, 1, 5, "is treatment private");
    assert_int_equal(sqlite3_open(o->path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(gp_desk_tend(o->desk, DAY, &o->error), GP_BUSY);
    assert_true(gp_desk_news(o->desk, GP_BUSY));
    assert_false(gp_desk_news(o->desk, GP_BUSY));
    office_ask(o, 6, 7, "is treatment private");
    (void)sqlite3_close(other);
    office_tend(o, DAY);
    assert_true(gp_desk_news(o->desk, GP_OK));
    assert_int_equal(number_of(o, "SELECT asked FROM asked"), 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE(a_question_of_four_visitors_is_nowhere_on_the_disk),
        OFFICE(one_visitor_asking_five_times_is_one_visitor),
        OFFICE(five_visitors_bring_the_text_to_the_desk_normalized),
        OFFICE(visitors_of_two_days_are_not_added_up),
        OFFICE(what_was_counted_before_midnight_is_written_after_it),
        OFFICE(a_restart_forgets_who_asked),
        OFFICE(names_addresses_and_numbers_are_never_written),
        OFFICE(stories_and_questions_without_words_are_not_counted),
        OFFICE(words_of_the_corpus_and_of_the_dictionary_may_be_kept),
        OFFICE(a_badly_answered_question_is_counted_but_not_shown),
        OFFICE(the_six_asked_most_of_thirty_days_are_shown),
        OFFICE(ninety_days_later_nothing_is_left),
        OFFICE(what_was_purged_comes_back_only_when_five_others_ask_it),
        OFFICE(a_full_table_counts_no_new_question_and_goes_on_with_the_old),
        OFFICE(counts_wait_in_memory_while_the_desk_cannot_be_written),
    };

    return cmocka_run_group_tests_name("counts", tests, NULL, NULL);
}
