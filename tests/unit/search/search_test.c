/* A whole question on a small site: pages, levels, notices, pins, faults. */
#include "small.h"

#include "base/memory.h"

#include <math.h>

static gp_results page(small *s, size_t offset, size_t limit)
{
    gp_search_request request = {
        .question = GP_STR("group meeting"), .offset = offset, .limit = limit};

    return small_ask_as(s, &request);
}

static void questions_that_ask_nothing_give_empty_results(void **state)
{
    static const char *const questions[] = {"",     "  ",           "?!",    "-home -sleep",
                                            "\"\"", "\xFF\xFE\x01", "xyzzyq"};

    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        gp_results results = small_ask(*state, questions[i]);
        assert_int_equal(results.total, 0);
        assert_int_equal(results.hits.count, 0);
        assert_int_equal(results.match, GP_MATCH_NONE);
        assert_false(results.answer.present);
        assert_int_equal(results.related.count, 0);
        assert_null(results.notice);
    }
}

/* "what is it" finds what says so; nothing of it deserves to be called an answer of its own. */
static void a_question_of_function_words_alone_still_finds_something(void **state)
{
    gp_results results = small_ask(*state, "is it the");

    assert_true(results.total > 0);
    for (size_t i = 0; i < results.hits.count; i++)
        assert_true(results.hits.items[i].snippet_html.size > 0);
}

static void a_visitor_never_reaches_what_is_for_staff(void **state)
{
    small *s = *state;
    gp_results results = small_ask(s, "handover password zebra");

    assert_int_equal(results.total, 0);
    results = small_ask(s, "zebr"); /* not by completion either */
    assert_int_equal(results.total, 0);
}

static void staff_find_both(void **state)
{
    small *s = *state;
    gp_store *store = small_store(s, GP_STAFF);
    gp_search_request request = {.question = GP_STR("handover password")};
    gp_searcher *searcher;
    gp_results results;
    gp_error error;

    assert_int_equal(gp_searcher_open(store, NULL, &searcher, &error), GP_OK);
    assert_int_equal(gp_search(searcher, &request, &s->request, &results, &error), GP_OK);
    assert_int_equal(results.hits.count, 1);
    assert_str(results.hits.items[0].id, "calls");
    assert_int_equal(results.hits.items[0].audience, GP_STAFF);
    gp_searcher_close(searcher);
    gp_store_close(store);
}

static void what_is_chosen_and_the_audience_narrow_hits_and_total_and_answer(void **state)
{
    small *s = *state;
    gp_store *store = small_store(s, GP_STAFF);
    gp_search_request request = {.question = GP_STR("handover password hours sleep")};
    uint64_t bits[4] = {0};
    const gp_handle_set chosen = {bits, 256};
    gp_searcher *searcher;
    gp_results all, narrow;
    gp_error error;
    gp_handle handle;

    assert_int_equal(gp_searcher_open(store, NULL, &searcher, &error), GP_OK);
    assert_int_equal(gp_search(searcher, &request, &s->request, &all, &error), GP_OK);
    assert_true(all.total > 1);
    request.only = &chosen; /* nothing is */
    assert_int_equal(gp_search(searcher, &request, &s->request, &narrow, &error), GP_OK);
    assert_int_equal(narrow.total, 0);
    assert_false(narrow.answer.present);
    assert_int_equal(gp_store_find(store, GP_STR("iop#sleep"), &handle), GP_OK);
    bits[handle / 64] |= UINT64_C(1) << handle % 64;
    assert_int_equal(gp_search(searcher, &request, &s->request, &narrow, &error), GP_OK);
    assert_int_equal(narrow.total, 1);
    assert_str(narrow.hits.items[0].id, "iop#sleep");
    request.only = NULL;
    request.has_audience = true;
    request.audience = GP_STAFF;
    assert_int_equal(gp_search(searcher, &request, &s->request, &narrow, &error), GP_OK);
    assert_int_equal(narrow.total, 1);
    assert_str(narrow.hits.items[0].id, "calls");
    gp_searcher_close(searcher);
    gp_store_close(store);
}

static void a_hit_carries_what_a_page_shows(void **state)
{
    small *s = *state;
    gp_results results = small_ask(s, "how many hours is an iop");
    const gp_hit *hit = &results.hits.items[0];

    assert_true(results.hits.count > 0);
    assert_str(hit->id, "iop#hours");
    assert_str(hit->title, "The IOP guide");
    assert_str(hit->trail.items[0], "The IOP guide");
    assert_int_equal(hit->kind, GP_GUIDE);
    assert_true(gp_str_starts(hit->url, GP_STR("/a/iop#hours:~:text=")));
    assert_true(gp_str_find(hit->snippet_html, GP_STR("<mark>hours</mark>"), 0) <
                hit->snippet_html.size);
    assert_int_equal(results.kinds[GP_GUIDE], 4);
    assert_int_equal(results.tags.count, 1);
    assert_int_equal(results.limit, GP_LIMIT_DEFAULT);
}

static void a_synonym_explains_itself_only_where_the_word_is_not(void **state)
{
    gp_results results = small_ask(*state, "iop");

    for (size_t i = 0; i < results.hits.count; i++) {
        const gp_hit *hit = &results.hits.items[i];
        for (size_t j = 0; j < hit->why.count; j++)
            assert_str(hit->why.items[j], "iop = intensive outpatient program");
        assert_true(hit->why.count == 0 || !gp_str_equal(hit->id, GP_STR("iop#hours")));
    }
}

static void pages_are_stable_and_complete(void **state)
{
    static const size_t sizes[] = {1, 3, 7, 10, 48};
    small *s = *state;
    gp_str_list all = {NULL, 0, 0};
    gp_results whole = page(s, 0, GP_LIMIT_MAX);

    assert_int_equal(whole.hits.count, 48);
    for (size_t i = 0; i < whole.hits.count; i++)
        assert_true(
            gp_str_list_add(&s->arena, &all, gp_arena_copy(&s->arena, whole.hits.items[i].id)));
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (size_t at = 0; at < 50; at += sizes[i]) {
            gp_results part = page(s, at, sizes[i]);
            assert_int_equal(part.total, 48);
            assert_int_equal(part.hits.count, at >= 48              ? 0
                                              : at + sizes[i] <= 48 ? sizes[i]
                                                                    : 48 - at);
            for (size_t j = 0; j < part.hits.count; j++)
                assert_true(gp_str_equal(part.hits.items[j].id, all.items[at + j]));
        }
    }
}

static void no_section_stands_twice(void **state)
{
    gp_results results = page(*state, 0, GP_LIMIT_MAX);

    for (size_t i = 0; i < results.hits.count; i++) {
        for (size_t j = 0; j < i; j++)
            assert_false(gp_str_equal(results.hits.items[i].id, results.hits.items[j].id));
    }
}

static void sections_of_one_article_stand_together_in_a_round(void **state)
{
    gp_results results = page(*state, 0, 36); /* the first round: three of each article */

    for (size_t i = 0; i < results.hits.count; i++)
        assert_true(gp_str_equal(results.hits.items[i].slug, results.hits.items[i - i % 3].slug));
}

static void a_limit_is_cut_and_an_offset_may_be_anything(void **state)
{
    gp_results results = page(*state, 0, 5000);

    assert_int_equal(results.limit, GP_LIMIT_MAX);
    results = page(*state, SIZE_MAX - 1, SIZE_MAX);
    assert_int_equal(results.hits.count, 0);
    assert_int_equal(results.total, 48);
}

static void filters_keep_what_they_name(void **state)
{
    small *s = *state;
    gp_search_request request = {.question = GP_STR("treatment home detox"), .kind = GP_STR("faq")};
    gp_results results = small_ask_as(s, &request);

    assert_true(results.hits.count > 0);
    for (size_t i = 0; i < results.hits.count; i++)
        assert_int_equal(results.hits.items[i].kind, GP_FAQ);
    request.kind = GP_STR("no such kind");
    assert_true(small_ask_as(s, &request).total > results.total);
    request.tag = GP_STR("care");
    results = small_ask_as(s, &request);
    for (size_t i = 0; i < results.hits.count; i++)
        assert_str(results.hits.items[i].slug, "iop");
    request.tag = GP_STR("no such tag");
    assert_int_equal(small_ask_as(s, &request).total, 0);
}

static void the_level_says_how_much_of_the_question_is_met(void **state)
{
    static const struct {
        const char *question;
        gp_match_level level;
    } cases[] = {{"sober home work", GP_MATCH_EXACT},
                 {"sober health doctor qqqx", GP_MATCH_MOST},
                 {"sober health doctor qqqx wwwx vvvx", GP_MATCH_SOME},
                 {"home qqqx wwwx vvvx yyyx zzzx", GP_MATCH_NONE}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gp_results results = small_ask(*state, cases[i].question);
        if (results.match != cases[i].level)
            fail_msg("%s: %s", cases[i].question, gp_match_level_name(results.match));
        assert_true(results.match != GP_MATCH_NONE || !results.answer.present);
    }
}

static void a_notice_comes_with_the_results_not_instead(void **state)
{
    gp_results results = small_ask(*state, "suicde and outpatient treatment");

    assert_non_null(results.notice);
    assert_str(results.notice->id, "crisis");
    assert_true(results.hits.count > 0);
    results = small_ask(*state, "overdose xyzzyq"); /* and without any */
    assert_non_null(results.notice);
}

static void a_notice_looks_at_every_word_of_a_long_question(void **state)
{
    char question[GP_QUESTION_MAX + 1];

    for (size_t i = 0; i < GP_QUESTION_MAX; i++)
        question[i] = i % 2 == 0 ? 'a' : ' ';
    memcpy(question + GP_QUESTION_MAX - 7, "suicide", 8);
    question[GP_QUESTION_MAX - 8] = ' ';
    assert_non_null(small_ask(*state, question).notice);
}

static void a_pinned_section_stands_first(void **state)
{
    small *s = *state;
    gp_results results = small_ask(s, "treatment home today");

    assert_false(gp_str_equal(results.hits.items[0].id, GP_STR("iop#sleep")));
    results = small_ask(s, "treatment home");
    assert_str(results.hits.items[0].id, "iop#sleep");
    if (results.answer.present)
        assert_str(results.answer.id, "iop#sleep");
}

/* An entry named "Relapse", and a common question with many other wordings, one after another. */
static void open_relapse(small *s)
{
    static const char *const wordings[] = {
        "will they throw me out after one bad night", "i drank again yesterday evening what now",
        "my brother took pills at the wedding",       "is everything lost now that i slipped",
        "one beer after ninety days sober",           "do i have to start over from the beginning"};
    gp_document *entry = small_document(s, "glossary", "Words", GP_PAGE);
    gp_document *faq = small_document(s, "faq", "Common questions", GP_FAQ);
    gp_section *section;
    gp_build *build;
    gp_error error;

    (void)small_section(s, entry, "relapse", "Relapse", "What if? A relapse is a return to use.");
    section = small_section(s, faq, "r", "What if I relapse?",
                            "Call your counselor the same day, and come to the next session.");
    for (size_t i = 0; i < sizeof wordings / sizeof wordings[0]; i++)
        assert_true(gp_str_list_add(&s->arena, &section->questions, gp_str_of(wordings[i])));
    assert_int_equal(gp_memory_begin(&build, &error), GP_OK);
    small_put(s, build, entry);
    small_put(s, build, faq);
    gp_searcher_close(s->searcher);
    gp_store_close(s->store);
    assert_int_equal(gp_memory_publish(build, GP_PUBLIC, &s->store, &error), GP_OK);
    assert_int_equal(gp_searcher_open(s->store, NULL, &s->searcher, &error), GP_OK);
}

/* How well the headings of the section fit the question; it must be found. */
static double fit_of(small *s, const char *question, const char *id)
{
    gp_search_request request = {.question = gp_str_of(question), .explain = true};
    gp_results results = small_ask_as(s, &request);

    for (size_t i = 0; i < results.hits.count; i++) {
        if (gp_str_equal(results.hits.items[i].id, gp_str_of(id)))
            return results.hits.items[i].explanation->fit;
    }
    fail_msg("%s is not found", id);
    return 0;
}

static void many_wordings_do_not_make_a_heading_fit_less(void **state)
{
    small *s = *state;

    open_relapse(s);
    assert_true(fit_of(s, "what if i relapse", "faq#r") > .99);
    assert_str(small_ask(s, "what if i relapse").hits.items[0].id, "faq#r");
    assert_str(small_ask(s, "relapse").hits.items[0].id, "glossary#relapse");
}

static void each_wording_fits_as_a_heading_would_and_none_with_words_of_another(void **state)
{
    small *s = *state;
    double whole, mixed;

    open_relapse(s);
    assert_true(fit_of(s, "Will they throw me out after one bad night?", "faq#r") > .99);
    assert_true(fit_of(s, "do i have to start over from the beginning", "faq#r") > .99);
    whole = fit_of(s, "one beer after ninety days sober", "faq#r");
    mixed = fit_of(s, "one beer wedding pills days slipped", "faq#r");
    assert_true(whole > .99);
    assert_true(mixed < .7);
}

static void a_pin_cannot_bring_what_was_not_found(void **state)
{
    gp_results results = small_ask(*state, "hours of a ghost");

    assert_true(results.hits.count > 0);
    assert_str(results.hits.items[0].id, "iop#hours");
}

static void excluded_words_and_quoted_ones_hold_for_every_hit(void **state)
{
    small *s = *state;
    gp_results with = small_ask(s, "outpatient treatment");
    gp_results without = small_ask(s, "outpatient treatment -intensive");

    for (size_t i = 0; i < without.hits.count; i++)
        assert_false(gp_str_equal(without.hits.items[i].id, GP_STR("iop")));
    assert_true(without.total < with.total);
    with = small_ask(s, "\"step away\" treatment");
    assert_int_equal(with.total, 1);
    assert_str(with.hits.items[0].id, "iop#suits");
}

static void related_articles_are_not_on_the_page(void **state)
{
    gp_results results = page(*state, 0, 3);

    assert_true(results.related.count > 0);
    for (size_t i = 0; i < results.related.count; i++) {
        gp_str slug = gp_str_slice(results.related.items[i].id, 0, strlen("group00"));
        assert_false(gp_str_equal(slug, results.hits.items[0].slug));
    }
}

static void every_level_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(gp_match_level_name(GP_MATCH_NONE), "none");
    assert_string_equal(gp_match_level_name(GP_MATCH_SOME), "some");
    assert_string_equal(gp_match_level_name(GP_MATCH_MOST), "most");
    assert_string_equal(gp_match_level_name(GP_MATCH_EXACT), "exact");
}

/* ---- spelling, explanations, confidence ---------------------------------------------------------- */

static void what_cannot_be_corrected_stays_as_it_is(void **state)
{
    static const char *const questions[] = {"",         "?!",           "outpatient treatment",
                                            "qqqwwwxz", "\xFF\xFE\x01", "parking"};

    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
        assert_int_equal(small_ask(*state, questions[i]).corrected.size, 0);
}

static void a_misspelled_question_is_answered_as_it_was_meant(void **state)
{
    small *s = *state;
    gp_results meant = small_ask(s, "outpatient naloxone");
    size_t total = meant.total;
    gp_handle best = meant.hits.items[0].handle;
    gp_match_level level = meant.match;
    gp_results typed = small_ask(s, "Outpateint, nalaxone?");

    assert_true(total > 0);
    assert_str(typed.question, "Outpateint, nalaxone?");
    assert_str(typed.corrected, "outpatient, naloxone?");
    assert_int_equal(typed.total, total);
    assert_int_equal(typed.hits.items[0].handle, best);
    assert_int_equal(typed.match, level);
}

static void as_typed_nothing_is_corrected(void **state)
{
    gp_search_request request = {.question = GP_STR("nalaxone"), .as_typed = true};
    gp_results results = small_ask_as(*state, &request);

    assert_int_equal(results.corrected.size, 0);
    assert_int_equal(results.total, 0);
    request.as_typed = false;
    results = small_ask_as(*state, &request);
    assert_str(results.corrected, "naloxone");
    assert_true(results.total > 0);
}

static void hits_are_explained_only_when_asked(void **state)
{
    gp_results results = small_ask(*state, "outpatient treatment");

    assert_true(results.hits.count > 0);
    for (size_t i = 0; i < results.hits.count; i++)
        assert_null(results.hits.items[i].explanation);
}

/* The shares are those of weights.h. */
static void assert_explained(const gp_hit *hit)
{
    const gp_explanation *parts = hit->explanation;
    double sum = 0;

    assert_non_null(parts);
    for (size_t i = 0; i < parts->terms.count; i++)
        sum += parts->terms.items[i].part;
    assert_true(fabs(sum - parts->words) < 1e-9);
    assert_true(fabs(hit->score - (parts->words + .5 * parts->fit + .8 * parts->ngrams +
                                   .6 * parts->pairs + .5 * parts->passage) /
                                      3.4) < 1e-9);
    assert_true(parts->cover > 0 && parts->cover <= 1);
}

static void an_explained_score_is_the_mean_of_its_parts(void **state)
{
    gp_search_request request = {.question = GP_STR("is outpateint treatment safe"),
                                 .explain = true};
    gp_results results = small_ask_as(*state, &request);
    bool corrected = false;

    assert_true(results.hits.count > 1);
    for (size_t i = 0; i < results.hits.count; i++)
        assert_explained(&results.hits.items[i]);
    for (size_t i = 0; i < results.hits.items[0].explanation->terms.count; i++) {
        gp_str term = results.hits.items[0].explanation->terms.items[i].term;
        corrected |= gp_str_equal(term, GP_STR("outpatient"));
        assert_false(gp_str_equal(term, GP_STR("outpateint")));
    }
    assert_true(corrected);
}

static void confidence_says_whether_the_corpus_answers_at_all(void **state)
{
    double nothing = small_ask(*state, "xyzzyq").confidence;
    double little = small_ask(*state, "home qqqx wwwx vvvx yyyx zzzx").confidence;
    double all = small_ask(*state, "what dose of naloxone is in the spray").confidence;

    assert_true(nothing <= 0);
    assert_true(little > 0 && little < all);
    assert_true(all > .3 && all <= 1);
}

/* ---- faults ---------------------------------------------------------------------------------- */

static void search_with_fault(small *s, const char *question, unsigned long nth, bool sticky,
                              gp_status *status)
{
    gp_search_request request = {
        .question = gp_str_of(question), .budget_us = 60000000, .explain = true};
    gp_results results;
    gp_error error;

    gp_arena_clear(&s->request);
    gp_memory_fail_at(nth, sticky);
    *status = gp_search(s->searcher, &request, &s->request, &results, &error);
    if (*status != GP_OK && *status != GP_NO_MEMORY)
        fail_msg("allocation %lu: %s", nth, gp_status_name(*status));
}

static void any_failing_allocation_ends_a_search_cleanly(void **state)
{
    static const char *const questions[] = {"who does outpatient treatment suit iop",
                                            "overdose \"group\" meeting -ghost intens",
                                            "outpateint treatmant", ""};
    small *s = *state;

    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        for (int sticky = 0; sticky < 2; sticky++) {
            gp_status status = GP_NO_MEMORY;
            unsigned long nth = 0;
            bool tried_all = false;
            while (!tried_all) {
                search_with_fault(s, questions[i], ++nth, sticky == 1, &status);
                tried_all = gp_memory_count() < nth;
                gp_memory_fail_at(0, 0);
            }
            assert_int_equal(status, GP_OK); /* nothing failed: it works again */
            assert_true(nth > 3);
        }
    }
}

static void a_searcher_opens_or_says_that_memory_is_short(void **state)
{
    small *s = *state;
    gp_status status = GP_NO_MEMORY;

    for (unsigned long nth = 1; status != GP_OK; nth++) {
        gp_searcher *searcher;
        gp_error error = {0};
        gp_memory_fail_at(nth, 1);
        status = gp_searcher_open(s->store, NULL, &searcher, &error);
        gp_memory_fail_at(0, 0);
        assert_true(status == GP_OK || status == GP_NO_MEMORY);
        assert_true(status == GP_OK || (searcher == NULL && error.text[0] != '\0'));
        gp_searcher_close(searcher);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SMALL(questions_that_ask_nothing_give_empty_results),
        SMALL(a_question_of_function_words_alone_still_finds_something),
        SMALL(a_visitor_never_reaches_what_is_for_staff),
        SMALL(staff_find_both),
        SMALL(what_is_chosen_and_the_audience_narrow_hits_and_total_and_answer),
        SMALL(a_hit_carries_what_a_page_shows),
        SMALL(a_synonym_explains_itself_only_where_the_word_is_not),
        SMALL(pages_are_stable_and_complete),
        SMALL(no_section_stands_twice),
        SMALL(sections_of_one_article_stand_together_in_a_round),
        SMALL(a_limit_is_cut_and_an_offset_may_be_anything),
        SMALL(filters_keep_what_they_name),
        SMALL(the_level_says_how_much_of_the_question_is_met),
        SMALL(a_notice_comes_with_the_results_not_instead),
        SMALL(a_notice_looks_at_every_word_of_a_long_question),
        SMALL(a_pinned_section_stands_first),
        SMALL(many_wordings_do_not_make_a_heading_fit_less),
        SMALL(each_wording_fits_as_a_heading_would_and_none_with_words_of_another),
        SMALL(a_pin_cannot_bring_what_was_not_found),
        SMALL(excluded_words_and_quoted_ones_hold_for_every_hit),
        SMALL(related_articles_are_not_on_the_page),
        SMALL(every_level_has_a_name),
        SMALL(what_cannot_be_corrected_stays_as_it_is),
        SMALL(a_misspelled_question_is_answered_as_it_was_meant),
        SMALL(as_typed_nothing_is_corrected),
        SMALL(hits_are_explained_only_when_asked),
        SMALL(an_explained_score_is_the_mean_of_its_parts),
        SMALL(confidence_says_whether_the_corpus_answers_at_all),
        SMALL(any_failing_allocation_ends_a_search_cleanly),
        SMALL(a_searcher_opens_or_says_that_memory_is_short),
    };
    return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
