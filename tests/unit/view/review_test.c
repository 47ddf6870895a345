/* The pages of review: what is urgent first, every text escaped, every change said in words. */
#include "test.h"

#include "view/desk/review.h"

#include <stdio.h>
#include <string.h>

#define HTML_MAX ((size_t)1 << 20)
#define EVIL     "<b>&\"'"
#define SAFE     "&lt;b&gt;&amp;&quot;&#39;"

typedef struct office {
    gp_account editor;
    gp_site site;
    gp_page page;
    gp_stored_section stored;
    gp_audit_row deeds[2];
    gp_audit_list history;
    gp_account accounts[2];
    gp_account_list list;
    gp_review_row asked;
    gp_diff_part parts[3];
    gp_review_page shown;
    gp_buf html;
} office;

static void open_office(office *o)
{
    memset(o, 0, sizeof *o);
    o->editor = (gp_account){.name = GP_STR("ana"), .shown = GP_STR("Ana"), .role = GP_AS_EDITOR};
    o->site.title = GP_STR("A center");
    o->page = (gp_page){.site = &o->site,
                        .asset_version = GP_STR("1"),
                        .site_version = GP_STR("1"),
                        .token = GP_STR("0123abcd"),
                        .staff = &o->editor,
                        .today = 20788};
    o->stored =
        (gp_stored_section){.section = {.id = GP_STR("a?b#c"),
                                        .heading = GP_STR("Hours " EVIL),
                                        .text = GP_STR("Nine."),
                                        .html = GP_STR("<p>Nine.</p>"),
                                        .approval = {GP_LAPSED, GP_STR("Dr. " EVIL),
                                                     GP_STR("2026-11-02"), GP_STR("2027-02-01")}},
                            .title = GP_STR("Title " EVIL)};
    o->accounts[0] = (gp_account){.name = GP_STR("ana"), .shown = GP_STR("Ana " EVIL)};
    o->accounts[1] = (gp_account){.name = GP_STR("bo"), .shown = GP_STR("Bo")};
    o->deeds[0] =
        (gp_audit_row){.at = 86400, .account = GP_STR("ana" EVIL), .act = GP_STR("approve")};
    o->deeds[1] = (gp_audit_row){.account = GP_STR("bo"), .act = GP_STR(EVIL)};
    o->history.items = o->deeds;
    o->history.count = 2;
    o->list.items = o->accounts;
    o->list.count = 2;
    o->asked = (gp_review_row){.section = GP_STR("a?b#c"),
                               .wish = GP_WISH_CHANGES,
                               .account = GP_STR("bo"),
                               .day = 20780,
                               .reason = GP_STR("Because " EVIL)};
    o->shown = (gp_review_page){.stored = &o->stored,
                                .hash = GP_STR("beef"),
                                .standing = GP_STANDING_LAPSED,
                                .owner = GP_STR("bo"),
                                .due = GP_STR("2026-12-24"),
                                .accounts = &o->list,
                                .history = &o->history};
    gp_buf_init(&o->html, HTML_MAX);
}

static const char *render(office *o)
{
    gp_buf_reset(&o->html);
    gp_view_review(&o->html, &o->page, &o->shown);
    assert_int_equal(o->html.status, GP_OK);
    return o->html.data;
}

static void assert_has(const char *html, const char *words)
{
    if (strstr(html, words) == NULL)
        fail_msg("not there: %s\nin: %s", words, html);
}

static void assert_lacks(const char *html, const char *words)
{
    if (strstr(html, words) != NULL)
        fail_msg("should not be there: %s\nin: %s", words, html);
}

/* ---- one section ------------------------------------------------------------------------------ */

static void no_text_of_anybody_becomes_markup(void **state)
{
    office o;
    const char *html;

    (void)state;
    open_office(&o);
    o.shown.asked = &o.asked;
    o.shown.owner = GP_STR("Team " EVIL);
    o.shown.message = (gp_desk_message){GP_STR("Said " EVIL), true};
    o.shown.typed = GP_STR("</textarea>" EVIL);
    o.shown.known = GP_CHANGES_KNOWN;
    o.parts[0] = (gp_diff_part){GP_DIFF_KEPT, GP_STR("kept " EVIL)};
    o.parts[1] = (gp_diff_part){GP_DIFF_REMOVED, GP_STR("gone " EVIL)};
    o.parts[2] = (gp_diff_part){GP_DIFF_ADDED, GP_STR("new " EVIL)};
    o.shown.changes.items = o.parts;
    o.shown.changes.count = 3;
    html = render(&o);
    assert_lacks(html, "<b>");
    assert_has(html, "Hours " SAFE);
    assert_has(html, "Because " SAFE);
    assert_has(html, "Team " SAFE);
    assert_has(html, "&lt;/textarea&gt;" SAFE "</textarea>");
    assert_has(html, "kept " SAFE "<del>");
    assert_has(html, "Dr. " SAFE);
    assert_has(html, "action=\"/desk/review/a%3Fb%23c\"");
    gp_buf_clear(&o.html);
}

static void a_change_is_said_to_who_cannot_see_it(void **state)
{
    office o;

    (void)state;
    open_office(&o);
    o.shown.known = GP_CHANGES_KNOWN;
    o.parts[0] = (gp_diff_part){GP_DIFF_REMOVED, GP_STR("nine")};
    o.parts[1] = (gp_diff_part){GP_DIFF_ADDED, GP_STR("ten")};
    o.parts[2] = (gp_diff_part){GP_DIFF_KEPT, GP_STR(" hours\nof it")};
    o.shown.changes.items = o.parts;
    o.shown.changes.count = 3;
    assert_has(render(&o),
               "<del><span class=\"unseen\">removed: </span>nine"
               "<span class=\"unseen\"> (end of removed)</span></del>"
               "<ins><span class=\"unseen\">added: </span>ten"
               "<span class=\"unseen\"> (end of added)</span></ins> hours\nof it</div>");
    gp_buf_clear(&o.html);
}

static void a_text_that_is_not_known_is_said_to_be_so(void **state)
{
    office o;

    (void)state;
    open_office(&o);
    o.shown.known = GP_CHANGES_UNKNOWN;
    assert_has(render(&o), "the approved text is not known here");
    assert_lacks(o.html.data, "<del>");
    o.shown.known = GP_CHANGES_TOO_LONG;
    assert_has(render(&o), "too long to be compared");
    o.shown.known = GP_CHANGES_NONE;
    assert_lacks(render(&o), "has changed since");
    gp_buf_clear(&o.html);
}

static void only_what_may_be_done_has_a_form(void **state)
{
    office o;

    (void)state;
    open_office(&o);
    for (int standing = 0; standing < GP_STANDING_COUNT; standing++) {
        o.shown.standing = (gp_standing)standing;
        (void)render(&o);
        for (int act = 0; act < GP_ACT_COUNT; act++) {
            char button[64];
            (void)snprintf(button, sizeof button, "<button name=\"act\" value=\"%s\"",
                           gp_act_name((gp_act)act));
            if (gp_standing_may((gp_standing)standing, (gp_act)act))
                assert_has(o.html.data, button);
            else
                assert_lacks(o.html.data, button);
        }
    }
    gp_buf_clear(&o.html);
}

static void every_form_has_its_token_and_the_hash_of_what_is_shown(void **state)
{
    static const char hidden[] = "method=\"post\">\n"
                                 "<input type=\"hidden\" name=\"token\" value=\"0123abcd\">\n"
                                 "<input type=\"hidden\" name=\"hash\" value=\"beef\">\n";
    office o;
    size_t forms = 0, right = 0;

    (void)state;
    open_office(&o);
    for (const char *at = render(&o); (at = strstr(at, "<form class=\"desk-form\"")) != NULL; at++)
        forms++;
    for (const char *at = o.html.data; (at = strstr(at, hidden)) != NULL; at++)
        right++;
    assert_int_equal(forms, GP_ACT_COUNT);
    assert_int_equal(right, forms);
    assert_has(o.html.data, "<option value=\"bo\" selected>");
    gp_buf_clear(&o.html);
}

/* ---- all sections ----------------------------------------------------------------------------- */

static gp_review_line line_of(const char *id, gp_standing standing, const char *owner,
                              const char *due, size_t place)
{
    return (gp_review_line){.id = gp_str_of(id),
                            .title = GP_STR("Title " EVIL),
                            .heading = gp_str_of(id),
                            .standing = standing,
                            .owner = gp_str_of(owner),
                            .due = gp_str_of(due),
                            .place = place};
}

static void what_is_most_urgent_comes_first(void **state)
{
    gp_review_line lines[] = {
        line_of("9", GP_STANDING_DRAFT, "bo", "", 0),
        line_of("7", GP_STANDING_APPROVED, "", "2026-12-01", 1),
        line_of("8", GP_STANDING_DRAFT, "bo", "2027-01-01", 2),
        line_of("5", GP_STANDING_DRAFT, "", "2026-12-01", 9),
        line_of("6", GP_STANDING_DRAFT, "", "", 4),
        line_of("4", GP_STANDING_IN_REVIEW, "bo", "", 5),
        line_of("3", GP_STANDING_LAPSED, "bo", "2020-01-01", 6),
        line_of("2", GP_STANDING_OVERDUE, "", "2026-11-02", 8),
        line_of("1", GP_STANDING_OVERDUE, "bo", "2026-11-02", 7),
        line_of("0", GP_STANDING_OVERDUE, "bo", "2026-11-01", 10),
    };
    size_t count = sizeof lines / sizeof lines[0];

    (void)state;
    gp_review_sort(lines, 0);
    gp_review_sort(lines, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(lines[i].id.data[0], '0' + (int)i);
}

static void the_list_counts_filters_and_leads_on(void **state)
{
    gp_review_line line = line_of("x" EVIL, GP_STANDING_OVERDUE, "", "2026-11-02", 0);
    gp_review_list list = {.counts = {4, 3, 2, 1, 107},
                           .filtered = true,
                           .standing = GP_STANDING_OVERDUE,
                           .lines = &line,
                           .count = 1,
                           .number = 2,
                           .pages = 3};
    office o;

    (void)state;
    open_office(&o);
    gp_view_review_list(&o.html, &o.page, &list);
    assert_int_equal(o.html.status, GP_OK);
    assert_lacks(o.html.data, "<b>");
    assert_has(o.html.data, "aria-current=\"false\">All 117</a>");
    assert_has(o.html.data,
               "href=\"/desk/review?standing=overdue\" aria-current=\"page\">Overdue 107");
    assert_has(o.html.data, "Nobody owns it");
    assert_has(o.html.data, "Due November 2, 2026");
    assert_has(o.html.data, "href=\"/desk/review?standing=overdue&amp;page=1\" rel=\"prev\"");
    assert_has(o.html.data, "href=\"/desk/review?standing=overdue&amp;page=3\" rel=\"next\"");
    assert_has(o.html.data, "Page 2 of 3");
    gp_buf_reset(&o.html);
    list = (gp_review_list){.number = 1};
    gp_view_review_list(&o.html, &o.page, &list);
    assert_has(o.html.data, "There is nothing here");
    assert_lacks(o.html.data, "aria-label=\"Pages\"");
    gp_buf_clear(&o.html);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_of_anybody_becomes_markup),
        cmocka_unit_test(a_change_is_said_to_who_cannot_see_it),
        cmocka_unit_test(a_text_that_is_not_known_is_said_to_be_so),
        cmocka_unit_test(only_what_may_be_done_has_a_form),
        cmocka_unit_test(every_form_has_its_token_and_the_hash_of_what_is_shown),
        cmocka_unit_test(what_is_most_urgent_comes_first),
        cmocka_unit_test(the_list_counts_filters_and_leads_on),
    };

    return cmocka_run_group_tests_name("review", tests, NULL, NULL);
}
