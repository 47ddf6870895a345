/* The desk's pages of questions and votes: hostile text stays text, a question stands in no title and no address, and
 * each state, filter and page is where staff look for it. */
#include "test.h"

#include "unit/view/fixture.h"
#include "unit/view/html_check.h"

#include "view/desk/questions.h"

enum {
    PAGE_LIMIT = 1 << 20
};

static const char *const payloads[] = {
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "</title></h1><script>alert(1)",
    "javascript:alert(1)",
    "x\" onmouseover=\"alert(1)\" y=\"",
    "</option></select><b>",
    "&lt;script&gt;",
    "\xFF\xC0\xAF<\xE2\x80",
};

/* Two gaps in one group, one of them assigned; a third question that is answered and has a state. */
typedef struct list {
    fixture f;
    gp_account staff, accounts[2];
    gp_gap_question questions[2];
    size_t members[2];
    gp_gap_group group;
    gp_asked_row asked[3];
    gp_gap_row states[2];
    gp_gap_report report;
    gp_asked_list asked_list;
    gp_gap_list state_list;
    gp_account_list account_list;
    gp_desk_questions shown;
    gp_buf html;
} list;

static void make(list *l)
{
    const gp_gap_place place = {.id = GP_STR("visits#a-pet"),
                                .anchor = GP_STR("a-pet"),
                                .title = GP_STR("Visits"),
                                .heading = GP_STR("A pet?"),
                                .path = GP_STR("visits.md")};

    fixture_make(&l->f);
    l->staff = (gp_account){.name = GP_STR("ed"), .shown = GP_STR("Ed"), .role = GP_AS_EDITOR};
    l->accounts[0] = (gp_account){.name = GP_STR("bo"), .shown = GP_STR("Bo B.")};
    l->accounts[1] = l->staff;
    l->f.page.staff = &l->staff;
    l->f.page.token = GP_STR("0123");
    l->questions[0] = (gp_gap_question){
        .text = GP_STR("alpha question"), .asked = 12, .last_day = 20500, .nearest = place};
    l->questions[1] = (gp_gap_question){
        .text = GP_STR("beta question"), .asked = 5, .last_day = 20499, .match = GP_MATCH_SOME};
    l->members[0] = 0;
    l->members[1] = 1;
    l->group = (gp_gap_group){.unanswered = true,
                              .asked = 17,
                              .nearest = place,
                              .mend = {GP_GAP_MEND_WRITE, GP_STR("write a section")},
                              .questions = {l->members, 2, 2}};
    l->asked[0] = (gp_asked_row){l->questions[0].text, 12, 20500, 0};
    l->asked[1] = (gp_asked_row){l->questions[1].text, 5, 20499, 1};
    l->asked[2] = (gp_asked_row){GP_STR("gamma question"), 5, 20499, 3};
    l->states[0] = (gp_gap_row){
        .question = l->questions[1].text, .state = GP_GAP_ASSIGNED, .account = GP_STR("bo")};
    l->states[1] = (gp_gap_row){.question = l->asked[2].question, .state = GP_GAP_WRITTEN};
    l->report = (gp_gap_report){.questions = {l->questions, 2, 2}, .groups = {&l->group, 1, 1}};
    l->asked_list = (gp_asked_list){l->asked, 3, 3};
    l->state_list = (gp_gap_list){l->states, 2, 2};
    l->account_list = (gp_account_list){l->accounts, 2, 2};
    l->shown = (gp_desk_questions){.report = &l->report,
                                   .asked = &l->asked_list,
                                   .states = &l->state_list,
                                   .accounts = &l->account_list,
                                   .filter = GP_DESK_QUESTIONS_ALL,
                                   .number = 1};
}

static gp_str render(list *l)
{
    gp_buf_reset(&l->html);
    gp_view_desk_questions(&l->html, &l->f.page, &l->shown);
    assert_int_equal(l->html.status, GP_OK);
    html_check(gp_buf_str(&l->html));
    return gp_buf_str(&l->html);
}

static size_t occurs(gp_str text, const char *word)
{
    size_t count = 0;

    for (size_t at = 0; (at = gp_str_find(text, gp_str_of(word), at)) < text.size; at++)
        count++;
    return count;
}

static int open_list(void **state)
{
    static list l;

    gp_buf_init(&l.html, PAGE_LIMIT);
    make(&l);
    *state = &l;
    return 0;
}

static int close_list(void **state)
{
    gp_buf_clear(&((list *)*state)->html);
    return 0;
}

static void an_empty_list_says_so(void **state)
{
    list *l = *state;
    gp_str html;

    l->report = (gp_gap_report){.asked = 0};
    l->asked_list.count = l->state_list.count = 0;
    html = render(l);
    assert_int_equal(occurs(html, "There is no such question here."), 1);
    assert_int_equal(occurs(html, "Answered by now"), 0);
}

static void no_text_lets_markup_through(void **state)
{
    list *l = *state;

    for (size_t p = 0; p < sizeof payloads / sizeof payloads[0]; p++) {
        gp_str text = gp_str_of(payloads[p]);
        make(l);
        l->questions[0].text = l->questions[1].text = l->states[0].question = text;
        l->asked[2].question = l->states[1].question = text;
        l->group.mend.text = l->states[0].account = text;
        l->group.nearest = (gp_gap_place){text, text, text, text, text, 0};
        l->accounts[0].name = l->accounts[0].shown = text;
        l->shown.message.text = text;
        (void)render(l);
        {
            const gp_desk_lines lines = {text, &l->group.nearest, text};
            gp_buf_reset(&l->html);
            gp_view_desk_lines(&l->html, &l->f.page, &lines);
            assert_int_equal(l->html.status, GP_OK);
            html_check(gp_buf_str(&l->html));
        }
    }
}

static void a_question_stands_in_no_title_and_no_address(void **state)
{
    list *l = *state;
    gp_str html = render(l);
    size_t end = gp_str_find(html, GP_STR("</title>"), 0);

    assert_int_equal(occurs(gp_str_slice(html, 0, end), "question"), 0);
    for (size_t at = 0; (at = gp_str_find(html, GP_STR("href=\""), at)) < html.size; at++) {
        gp_str rest = gp_str_slice(html, at + 6, html.size);
        gp_str url = gp_str_slice(rest, 0, gp_str_find(rest, GP_STR("\""), 0));
        assert_int_equal(occurs(url, "alpha") + occurs(url, "beta") + occurs(url, "gamma"), 0);
    }
}

static void each_question_has_its_state_and_its_form(void **state)
{
    list *l = *state;
    gp_str html = render(l);

    assert_int_equal(occurs(html, "action=\"/desk/questions/state\""), 3);
    assert_int_equal(occurs(html, "name=\"token\" value=\"0123\""),
                     3 + 2 + 1); /* lines, sign-out */
    assert_int_equal(occurs(html, "<strong>New</strong>"), 1);
    assert_int_equal(occurs(html, "<strong>Assigned: bo</strong>"), 1);
    assert_int_equal(occurs(html, "<option value=\"bo\" selected>Bo B.</option>"), 1);
    assert_int_equal(occurs(html, "Answered by now"), 1);
    assert_int_equal(occurs(html, "<strong>Written</strong>"), 1);
    assert_int_equal(occurs(html, "asked 17 times"), 1);
    assert_int_equal(occurs(html, "/desk/section/visits%23a-pet"), 1);
}

static void the_filter_is_marked_and_goes_on_to_the_next_page(void **state)
{
    list *l = *state;
    gp_str html;

    l->shown.filter = GP_GAP_DECLINED;
    l->shown.number = 2;
    l->shown.more = true;
    html = render(l);
    assert_int_equal(occurs(html, "aria-current=\"page\">Won’t answer</a>"), 1);
    assert_int_equal(occurs(html, "/desk/questions?state=wont-answer&amp;page=3\""), 1);
    assert_int_equal(occurs(html, "/desk/questions?state=wont-answer&amp;page=1\""), 2);
    assert_int_equal(occurs(html, "name=\"filter\" value=\"wont-answer\""), 3);
}

static void votes_are_numbers_with_reasons_and_their_names_are_text(void **state)
{
    list *l = *state;
    static const gp_chart_week weeks[2] = {{{6, 2}}, {{1, 1}}};
    const gp_chart chart = {.id = "votes", .weeks = 2, .items = weeks, .least = 5};
    gp_gap_section section = {.place = l->group.nearest, .yes = 2, .no = 6};
    gp_gap_section_list sections = {&section, 1, 1};
    const gp_desk_votes shown = {&sections, &chart};

    section.place.heading = gp_str_of(payloads[0]);
    section.reasons[GP_REASON_UNCLEAR] = 4;
    section.reasons[GP_REASON_TOO_LONG] = 1;
    gp_view_desk_votes(&l->html, &l->f.page, &shown);
    assert_int_equal(l->html.status, GP_OK);
    assert_int_equal(occurs(gp_buf_str(&l->html), "<script"), 0);
    assert_int_equal(
        occurs(gp_buf_str(&l->html), "<td>2</td><td>6</td><td>4 unclear, 1 too-long</td>"), 1);
    assert_int_equal(occurs(gp_buf_str(&l->html), "1 of 2 weeks are withheld"), 1);
    gp_buf_reset(&l->html);
    sections.count = 0;
    gp_view_desk_votes(&l->html, &l->f.page, &shown);
    assert_int_equal(occurs(gp_buf_str(&l->html), "No section has five votes"), 1);
}

int main(void)
{
#define ON_LIST(test) cmocka_unit_test_setup_teardown(test, open_list, close_list)
    const struct CMUnitTest tests[] = {
        ON_LIST(an_empty_list_says_so),
        ON_LIST(no_text_lets_markup_through),
        ON_LIST(a_question_stands_in_no_title_and_no_address),
        ON_LIST(each_question_has_its_state_and_its_form),
        ON_LIST(the_filter_is_marked_and_goes_on_to_the_next_page),
        ON_LIST(votes_are_numbers_with_reasons_and_their_names_are_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
