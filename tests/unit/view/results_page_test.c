/* The results page: the question nowhere but in its field, honest wording, forms that lead on. */
#include "test.h"

#include "unit/view/fixture.h"
#include "unit/view/html_check.h"

#include <stdio.h>

enum {
    LIMIT = 1024 * 1024
};

static gp_buf results_page(fixture *f)
{
    gp_buf html;

    gp_buf_init(&html, LIMIT);
    gp_view_results(&html, &f->page, &f->request, &f->results, &f->documents);
    assert_int_equal(html.status, GP_OK);
    html_check(gp_buf_str(&html));
    return html;
}

/* ---- the question --------------------------------------------------------------------------- */

/* Every place where the question stands is the value of a form's field. */
static void assert_only_in_values(const gp_buf *html, const char *word)
{
    gp_str all = gp_buf_str(html);
    gp_str before = GP_STR(" value=\"");

    for (size_t at = gp_str_find(all, gp_str_of(word), 0); at < all.size;
         at = gp_str_find(all, gp_str_of(word), at + 1)) {
        if (at < before.size || !gp_str_equal(gp_str_slice(all, at - before.size, at), before))
            fail_msg("the question stands outside of a field: %.*s",
                     GP_STR_ARGS(gp_str_slice(all, at > 60 ? at - 60 : 0, at + 20)));
    }
}

static void a_posted_question_stands_in_form_fields_only(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    f.request.posted = true;
    f.request.question = f.results.question = (gp_str)S("quetzalcoatl");
    f.results.offset = 10;
    f.results.total = 40;
    html = results_page(&f);
    assert_true(times(&html, "quetzalcoatl") >= 5);
    assert_only_in_values(&html, "quetzalcoatl");
    gp_buf_clear(&html);
    fixture_empty_results(&f);
    html = results_page(&f);
    assert_only_in_values(&html, "quetzalcoatl");
    gp_buf_clear(&html);
}

static void forms_post_unless_the_question_came_by_an_address(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = results_page(&f);
    assert_int_equal(times(&html, "method=\"get\""), 0);
    assert_true(times(&html, "method=\"post\"") >= 4);
    gp_buf_clear(&html);
    f.request.posted = false;
    html = results_page(&f);
    assert_int_equal(times(&html, "method=\"post\""), 3); /* search box, yes, no */
    assert_true(times(&html, "method=\"get\"") >= 2);
    gp_buf_clear(&html);
}

static void a_notice_stands_above_everything_found(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    f.results.notice = &f.notice;
    html = results_page(&f);
    assert_true(place_of(&html, "class=\"notice\"") < place_of(&html, "class=\"answer\""));
    assert_true(place_of(&html, "class=\"notice\"") < place_of(&html, "id=\"gp-status\""));
    assert_true(place_of(&html, "class=\"answer\"") < place_of(&html, "class=\"hits\""));
    gp_buf_clear(&html);
    f.results.notice = NULL;
    html = results_page(&f);
    assert_false(holds(&html, "class=\"notice\""));
    gp_buf_clear(&html);
}

static void without_an_answer_there_is_a_person_to_talk_to(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    fixture_empty_results(&f);
    html = results_page(&f);
    assert_true(holds(&html, "No answer found"));
    assert_true(holds(&html, "1-800-662-4357"));
    assert_int_equal(times(&html, "Speak to a specialist"), 2);
    assert_false(holds(&html, "class=\"answer\""));
    assert_false(holds(&html, "class=\"hits\""));
    assert_false(holds(&html, "class=\"turns\""));
    gp_buf_clear(&html);
}

static void topics_are_offered_when_nothing_is_found_and_only_then(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = results_page(&f);
    assert_false(holds(&html, "id=\"gp-topics\""));
    gp_buf_clear(&html);
    fixture_empty_results(&f);
    html = results_page(&f);
    assert_true(holds(&html, "id=\"gp-topics\""));
    assert_true(holds(&html, "<summary>Insurance <span>(1)</span></summary>\n<ul>\n<li><a "
                             "href=\"/a/faq-cost\">"));
    gp_buf_clear(&html);
}

/* ---- further pages ---- */

static void
a_question_in_the_address_is_turned_by_links_and_a_posted_one_never_gets_there(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    f.results.total = 25;
    f.results.limit = 10;
    f.results.offset = 10;
    f.request.posted = false;
    f.request.tag = GP_STR("a&b");
    html = results_page(&f);
    assert_true(holds(&html, "rel=\"next\" href=\"/search?page=3&amp;q="));
    assert_true(holds(&html, "rel=\"prev\" href=\"/search?page=1&amp;q="));
    assert_true(holds(&html, "&amp;tag=a%26b"));
    gp_buf_clear(&html);
    f.request.posted = true;
    html = results_page(&f);
    assert_false(holds(&html, "/search?"));
    assert_true(holds(&html, "name=\"page\" value=\"3\""));
    gp_buf_clear(&html);
}

static void an_empty_question_is_met_with_an_invitation(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    fixture_empty_results(&f);
    f.results.question = (gp_str)S("  ");
    html = results_page(&f);
    assert_true(holds(&html, "in your own words"));
    assert_false(holds(&html, "No answer found"));
    gp_buf_clear(&html);
}

/* ---- results -------------------------------------------------------------------------------- */

static void weak_matches_are_called_what_they_are(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    f.results.match = GP_MATCH_SOME;
    html = results_page(&f);
    assert_true(holds(&html, "<h1>Closest matches</h1>"));
    assert_true(holds(&html, "12 sections come close"));
    assert_true(holds(&html, "This may help"));
    gp_buf_clear(&html);
    f.results.match = GP_MATCH_NONE;
    f.results.answer.present = false;
    html = results_page(&f);
    assert_true(holds(&html, "We did not find a clear answer."));
    gp_buf_clear(&html);
    f.results.match = GP_MATCH_MOST;
    f.results.total = 1;
    html = results_page(&f);
    assert_true(holds(&html, "<p id=\"gp-status\">1 result</p>"));
    gp_buf_clear(&html);
}

static void an_answer_asks_whether_it_helped_and_takes_no_text(void **state)
{
    static const char *const reasons[] = {"unclear", "wrong", "outdated", "not-my-question",
                                          "too-long"};
    gp_str section = GP_STR("data-feedback=\"iop-vs-inpatient#how-many-hours-a-week-is-an-iop\"");
    fixture f;
    gp_buf html;
    size_t at;

    (void)state;
    fixture_make(&f);
    html = results_page(&f);
    at = place_of(&html, section.data);
    assert_int_equal(times(&html, "<form action=\"/feedback\" method=\"post\""), 2);
    assert_int_equal(times(&html, "type=\"hidden\" name=\"section\" "
                                  "value=\"iop-vs-inpatient#how-many-hours-a-week-is-an-iop\""),
                     2);
    assert_true(place_of(&html, "name=\"helpful\" value=\"yes\">Yes</button>") > at);
    assert_true(holds(&html, "type=\"hidden\" name=\"helpful\" value=\"no\""));
    assert_int_equal(times(&html, "name=\"reason\""), 5);
    for (size_t i = 0; i < 5; i++) {
        char field[64];
        (void)snprintf(field, sizeof field, "name=\"reason\" value=\"%s\"", reasons[i]);
        assert_int_equal(times(&html, field), 1);
    }
    assert_false(holds(&html, "<textarea"));
    assert_int_equal(times(&html, "type=\"search\""), 1);
    assert_false(holds(&html, "type=\"text\""));
    gp_buf_clear(&html);
    f.results.answer.present = false;
    html = results_page(&f);
    assert_false(holds(&html, "feedback"));
    gp_buf_clear(&html);
}

static void what_needs_a_script_is_hidden_until_there_is_one(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = results_page(&f);
    assert_int_equal(times(&html, "type=\"button\""), 2);
    assert_true(holds(&html, "data-copy=\"gp-words\" data-done=\"Copied\" hidden>Copy</button>"));
    assert_true(holds(&html, "data-print hidden>Print</button>"));
    assert_true(holds(&html, "<div class=\"words\" id=\"gp-words\">"));
    gp_buf_clear(&html);
}

static void a_notice_brings_the_contact_line_along(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    f.results.notice = &f.notice;
    html = results_page(&f);
    assert_true(place_of(&html, "<div id=\"gp-results\">\n<section class=\"notice\"") <
                place_of(&html, "Speak to a specialist"));
    assert_true(place_of(&html, "Speak to a specialist") < place_of(&html, "<h1>"));
    assert_int_equal(times(&html, "Speak to a specialist"), 2); /* there, and at the foot as ever */
    gp_buf_clear(&html);
}

static void verified_is_said_only_while_it_is_true(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = results_page(&f);
    assert_true(holds(&html, "Verified by Sample reviewer (not a clinician) on September 1, 2026"));
    gp_buf_clear(&html);
    f.results.answer.approval.review_by = (gp_str)S("2026-11-22");
    html = results_page(&f);
    assert_false(holds(&html, "erified"));
    gp_buf_clear(&html);
    f.results.answer.approval.review_by = (gp_str){NULL, 0};
    f.results.answer.approval.state = GP_LAPSED;
    html = results_page(&f);
    assert_false(holds(&html, "erified"));
    gp_buf_clear(&html);
}

static void sections_of_one_article_stand_under_its_title_once(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = results_page(&f);
    assert_int_equal(times(&html, "class=\"group\""), 2);
    assert_int_equal(times(&html, "<h3>"), 3);
    assert_true(holds(&html, "href=\"/a/iop-vs-inpatient#how-many-hours-a-week-is-an-iop:~:text="));
    assert_true(holds(&html, "Found by: iop = intensive outpatient program"));
    gp_buf_clear(&html);
}

static void pages_lead_on_and_back(void **state)
{
    static const struct {
        size_t offset, total;
        const char *place, *previous, *next; /* NULL: no such button */
    } cases[] = {{0, 10, NULL, NULL, NULL},
                 {0, 11, "Page 1 of 2", NULL, "value=\"2\">Next page"},
                 {10, 11, "Page 2 of 2", "value=\"1\">Previous page", NULL},
                 {10, 32, "Page 2 of 4", "value=\"1\">Previous page", "value=\"3\">Next page"},
                 {90, 32, "Beyond the last page", "value=\"4\">Previous page", NULL}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture f;
        gp_buf html;
        fixture_make(&f);
        f.results.offset = cases[i].offset;
        f.results.total = cases[i].total;
        html = results_page(&f);
        assert_int_equal(holds(&html, "class=\"turns\""), cases[i].place != NULL);
        assert_int_equal(holds(&html, "Previous page"), cases[i].previous != NULL);
        assert_int_equal(holds(&html, "Next page"), cases[i].next != NULL);
        if (cases[i].place != NULL)
            assert_true(holds(&html, cases[i].place));
        if (cases[i].previous != NULL)
            assert_true(holds(&html, cases[i].previous));
        if (cases[i].next != NULL)
            assert_true(holds(&html, cases[i].next));
        gp_buf_clear(&html);
    }
}

static void filters_keep_the_question_and_one_another(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    f.request.tag = (gp_str)S("insurance");
    f.request.kind = (gp_str)S("faq");
    f.results.total = 30;
    html = results_page(&f);
    assert_true(holds(&html, "<details class=\"filters\" open>"));
    assert_true(holds(&html, "name=\"kind\" value=\"faq\" aria-pressed=\"true\""));
    assert_true(holds(&html, "name=\"tag\" value=\"insurance\" aria-pressed=\"true\""));
    /* hidden: the tag with the kinds and the pages, the kind with the tags and the pages */
    assert_int_equal(times(&html, "type=\"hidden\" name=\"tag\" value=\"insurance\""), 2);
    assert_int_equal(times(&html, "type=\"hidden\" name=\"kind\" value=\"faq\""), 2);
    assert_int_equal(times(&html, "type=\"hidden\" name=\"q\""), 3);
    gp_buf_clear(&html);
}

static void a_chosen_tag_that_no_result_has_can_still_be_taken_off(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    fixture_empty_results(&f);
    f.request.tag = (gp_str)S("unknown-tag");
    html = results_page(&f);
    assert_true(holds(&html, "value=\"unknown-tag\" aria-pressed=\"true\">Unknown tag<"));
    assert_true(holds(&html, "name=\"tag\" value=\"\" aria-pressed=\"false\">All<"));
    gp_buf_clear(&html);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_posted_question_stands_in_form_fields_only),
        cmocka_unit_test(forms_post_unless_the_question_came_by_an_address),
        cmocka_unit_test(a_notice_stands_above_everything_found),
        cmocka_unit_test(without_an_answer_there_is_a_person_to_talk_to),
        cmocka_unit_test(topics_are_offered_when_nothing_is_found_and_only_then),
        cmocka_unit_test(
            a_question_in_the_address_is_turned_by_links_and_a_posted_one_never_gets_there),
        cmocka_unit_test(an_empty_question_is_met_with_an_invitation),
        cmocka_unit_test(weak_matches_are_called_what_they_are),
        cmocka_unit_test(an_answer_asks_whether_it_helped_and_takes_no_text),
        cmocka_unit_test(what_needs_a_script_is_hidden_until_there_is_one),
        cmocka_unit_test(a_notice_brings_the_contact_line_along),
        cmocka_unit_test(verified_is_said_only_while_it_is_true),
        cmocka_unit_test(sections_of_one_article_stand_under_its_title_once),
        cmocka_unit_test(pages_lead_on_and_back),
        cmocka_unit_test(filters_keep_the_question_and_one_another),
        cmocka_unit_test(a_chosen_tag_that_no_result_has_can_still_be_taken_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
