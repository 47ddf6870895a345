/* The answer above the results: verbatim, fitting, and silent where it must be. */
#include "small.h"

#include <stdio.h>

/* The text of the section that the answer names must hold it, byte for byte. */
static void assert_verbatim(small *s, const gp_results *results)
{
    gp_stored_section stored;
    gp_handle handle;
    gp_error error;

    assert_true(results->answer.present);
    assert_int_equal(gp_store_find(s->store, results->answer.id, &handle), GP_OK);
    assert_int_equal(gp_store_fetch(s->store, &handle, 1, true, &s->arena, &stored, &error), GP_OK);
    assert_true(results->answer.text.size > 0);
    assert_true(gp_str_find(stored.section.text, results->answer.text, 0) <
                stored.section.text.size);
}

static void assert_answer(small *s, const char *question, const char *text)
{
    gp_results results = small_ask(s, question);

    if (!results.answer.present)
        fail_msg("%s: no answer", question);
    assert_verbatim(s, &results);
    assert_str(results.answer.text, text);
    assert_true(results.answer.confidence > 0 && results.answer.confidence <= 1);
}

static void assert_no_answer(small *s, const char *question)
{
    gp_results results = small_ask(s, question);

    if (results.answer.present)
        fail_msg("%s: %.*s", question, GP_STR_ARGS(results.answer.text));
    assert_int_equal(results.answer.text.size, 0);
}

static void what_is_not_found_is_not_answered(void **state)
{
    assert_no_answer(*state, "");
    assert_no_answer(*state, "lasagna recipe");
    assert_no_answer(*state, "home qqqx wwwx vvvx"); /* hardly met */
}

static void a_delicate_question_is_answered_from_approved_sections_only(void **state)
{
    small *s = *state;

    assert_no_answer(s, "is outpatient detox safe");
    assert_answer(s, "what dose of naloxone is in the spray",
                  "The dose of naloxone in the spray is printed on the box of it.");
}

static void an_overdue_approval_does_not_count(void **state)
{
    small *s = *state;
    gp_search_request request = {.question = GP_STR("what dose of naloxone is in the spray"),
                                 .today = 20604}; /* 2026-05-31, the day before review_by */

    assert_true(small_ask_as(s, &request).answer.present);
    request.today = 20606; /* 2026-06-02, the day after */
    assert_false(small_ask_as(s, &request).answer.present);
    request.today = 0; /* dates are not looked at */
    assert_true(small_ask_as(s, &request).answer.present);
}

static void a_refused_answer_leaves_the_results(void **state)
{
    small *s = *state;
    gp_results results = small_ask(s, "is outpatient detox safe");

    assert_str(results.hits.items[0].id, "detox#safe");
}

static void only_the_first_page_has_an_answer(void **state)
{
    small *s = *state;
    gp_search_request request = {.question = GP_STR("how many hours a week is an iop")};

    assert_true(small_ask_as(s, &request).answer.present);
    request.offset = 1;
    assert_false(small_ask_as(s, &request).answer.present);
}

static void a_short_sentence_brings_the_next(void **state)
{
    assert_answer(*state, "how many hours a week is an iop",
                  "An IOP is at least 9 hours of service a week. Some programs ask for more, and "
                  "some taper near the end of treatment.");
}

static void a_question_for_a_meaning_is_answered_by_its_definition(void **state)
{
    assert_answer(*state, "what is a taper",
                  "A taper is a slow and planned way down in the number of sessions.");
}

static void a_list_comes_with_the_sentence_that_leads_to_it(void **state)
{
    small *s = *state;
    gp_results results = small_ask(s, "who does outpatient treatment suit");
    const gp_answer *answer = &results.answer;

    assert_verbatim(s, &results);
    assert_str(answer->text, "Outpatient treatment may suit you if you:\n- are in good health;\n"
                             "- have a safe, sober home;\n- cannot step away from work.");
    assert_int_equal(answer->items.count, 3);
    assert_true(gp_str_ends(answer->items.items[0], GP_STR("health;")));
    assert_true(gp_str_find(answer->html, GP_STR("health"), 0) == answer->html.size);
}

static void an_item_brings_its_whole_list(void **state)
{
    small *s = *state;
    gp_results results = small_ask(s, "i cannot step away from work");

    assert_verbatim(s, &results);
    assert_int_equal(results.answer.items.count, 3);
}

static void an_answer_is_escaped_and_marked(void **state)
{
    small *s = *state;
    gp_results results = small_ask(s, "do i have to sleep there at home");

    assert_verbatim(s, &results);
    assert_str(results.answer.html,
               "No, you go <mark>home</mark> after each session &amp; "
               "<mark>sleep</mark> &lt;at <mark>home</mark>&gt; in your own place.");
    assert_true(gp_str_starts(results.answer.url, GP_STR("/a/iop#sleep:~:text=No")));
}

static void every_answer_stands_in_the_corpus(void **state)
{
    static const char *const beginnings[] = {"how many hours a week is an iop", "what is a taper",
                                             "do i have to sleep there",
                                             "who does outpatient treatment suit"};
    static const char *const ends[] = {"", "home", "with a safe home", "and some more",
                                       "near the end"};
    small *s = *state;
    size_t answers = 0;

    for (size_t i = 0; i < 4 * 5; i++) {
        char question[100];
        gp_results results;
        (void)snprintf(question, sizeof question, "%s %s", beginnings[i / 5], ends[i % 5]);
        results = small_ask(s, question);
        if (!results.answer.present)
            continue;
        assert_verbatim(s, &results);
        answers++;
    }
    assert_true(answers >= 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SMALL(what_is_not_found_is_not_answered),
        SMALL(a_delicate_question_is_answered_from_approved_sections_only),
        SMALL(an_overdue_approval_does_not_count),
        SMALL(a_refused_answer_leaves_the_results),
        SMALL(only_the_first_page_has_an_answer),
        SMALL(a_short_sentence_brings_the_next),
        SMALL(a_question_for_a_meaning_is_answered_by_its_definition),
        SMALL(a_list_comes_with_the_sentence_that_leads_to_it),
        SMALL(an_item_brings_its_whole_list),
        SMALL(an_answer_is_escaped_and_marked),
        SMALL(every_answer_stands_in_the_corpus),
    };
    return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
