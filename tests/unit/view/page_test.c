/* What pages promise: help first, verified only while it is true, whole HTML. */
#include "test.h"

#include "unit/view/fixture.h"
#include "unit/view/html_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    LIMIT = 1024 * 1024
};

static gp_buf results_page(fixture *f)
{
    gp_buf html;

    gp_buf_init(&html, LIMIT);
    gp_view_results(&html, &f->page, &f->request, &f->results, NULL);
    assert_int_equal(html.status, GP_OK);
    html_check(gp_buf_str(&html));
    return html;
}

static gp_buf article_page(fixture *f)
{
    gp_buf html;

    gp_buf_init(&html, LIMIT);
    gp_view_article(&html, &f->page, &f->document, &f->documents, &f->near);
    assert_int_equal(html.status, GP_OK);
    html_check(gp_buf_str(&html));
    return html;
}

static gp_buf home_page(fixture *f)
{
    gp_buf html;

    gp_buf_init(&html, LIMIT);
    fixture_home(&html, f);
    assert_int_equal(html.status, GP_OK);
    html_check(gp_buf_str(&html));
    return html;
}

static void results_ask_robots_to_stay_out(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = results_page(&f);
    assert_true(holds(&html, "<meta name=\"robots\" content=\"noindex\">"));
    assert_false(holds(&html, "rel=\"canonical\""));
    gp_buf_clear(&html);
    html = home_page(&f);
    assert_false(holds(&html, "noindex"));
    gp_buf_clear(&html);
}

/* ---- help ----------------------------------------------------------------------------------- */

static void every_page_names_emergency_help_first(void **state)
{
    fixture f;
    gp_buf pages[4];

    (void)state;
    fixture_make(&f);
    pages[0] = home_page(&f);
    pages[1] = results_page(&f);
    pages[2] = article_page(&f);
    gp_buf_init(&pages[3], LIMIT);
    gp_view_error(&pages[3], &f.page, 404, NULL);
    for (size_t i = 0; i < 4; i++) {
        size_t main_part = place_of(&pages[i], "<main");
        assert_true(place_of(&pages[i], "href=\"tel:911\"") < main_part);
        assert_true(place_of(&pages[i], "href=\"tel:988\"") < main_part);
        assert_true(place_of(&pages[i], "href=\"sms:988\"") < main_part);
        assert_true(place_of(&pages[i], "Speak to a specialist") > 0);
        assert_true(holds(&pages[i], "href=\"#gp-main\""));
        assert_int_equal(times(&pages[i], "role=\"search\""), 1);
        assert_true(holds(&pages[i], "<label for=\"gp-question\">"));
        gp_buf_clear(&pages[i]);
    }
}

/* ---- article and home ----------------------------------------------------------------------- */

static void sections_have_their_anchors_levels_and_old_anchors(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = article_page(&f);
    assert_true(holds(&html, "<section id=\"how-many-hours-a-week-is-an-iop\">\n<span id=\"hours\">"
                             "</span>\n<h2><a class=\"here\" href=\"#how-many-hours-a-week-is-an-"
                             "iop\">How many hours a week is an IOP?</a></h2>"));
    assert_true(holds(&html, "<h3><a class=\"here\" href=\"#what-is-inpatient-treatment\">"));
    /* an old anchor that a section of today has is not given twice */
    assert_int_equal(times(&html, "id=\"what-is-an-iop\""), 1);
    gp_buf_clear(&html);
    f.sections[3].level = 9;
    f.sections[4].level = -1;
    html = article_page(&f);
    assert_true(holds(&html, "<h6><a class=\"here\" href=\"#how-many-hours"));
    assert_true(holds(&html, "<h2><a class=\"here\" href=\"#what-is-an-iop\""));
    gp_buf_clear(&html);
}

static void only_verified_sections_say_so(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = article_page(&f);
    assert_int_equal(times(&html, "class=\"verified\""), 1);
    assert_false(holds(&html, "A reviewer whose approval lapsed"));
    assert_false(holds(&html, "A reviewer who is overdue"));
    assert_true(holds(&html, "1 of 6 sections verified, last by Sample reviewer (not a clinician) "
                             "on September 1, 2026"));
    assert_true(holds(&html, "Last updated September 14, 2026"));
    gp_buf_clear(&html);
}

static void related_articles_are_named_or_share_tags_and_are_shown_ones(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = article_page(&f);
    assert_true(holds(&html, "href=\"/a/php-vs-iop\">PHP against IOP"));
    assert_true(holds(&html, "href=\"/a/faq-cost\""));
    assert_false(holds(&html, "/a/gone"));
    assert_false(holds(&html, "/a/glossary"));
    gp_buf_clear(&html);
    f.document.related.count = 0;
    f.lines[7].tags.count = 1;
    html = article_page(&f);
    assert_false(holds(&html, "/a/faq-cost")); /* shares no tag */
    assert_true(holds(&html, "/a/faq-detox"));
    assert_false(holds(&html, "/a/glossary")); /* shares one, five others share two */
    assert_int_equal(times(&html, "href=\"/a/iop-vs-inpatient\""), 0);
    gp_buf_clear(&html);
}

static void related_sections_fill_up_what_the_article_names(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = article_page(&f);
    assert_false(holds(&html, "Related sections"));
    gp_buf_clear(&html);
    f.near = (gp_related_list){f.related, 2, 2};
    html = article_page(&f); /* names two */
    assert_true(holds(&html, "href=\"/a/faq-cost\">Cost and insurance: common questions</a><p>"));
    assert_true(holds(&html, "<a href=\"/a/php-vs-iop#levels\">What the ASAM levels mean</a>"
                             "<p>PHP against IOP</p>"));
    assert_true(holds(&html, "<li><a href=\"/a/faq-cost\">Cost and insurance: common questions</a>"
                             "</li>"));
    gp_buf_clear(&html);
    f.document.related.count = 0;
    html = article_page(&f);
    assert_true(holds(&html, "Related sections"));
    assert_false(holds(&html, "/a/faq-detox")); /* tags are not asked */
    gp_buf_clear(&html);
}

static gp_section *sections_named(size_t count, const char *const *headings, size_t distinct)
{
    static gp_section many[40];
    static char anchors[40][24];

    for (size_t i = 0; i < count; i++) {
        (void)snprintf(anchors[i], sizeof anchors[i], "s%zu", i);
        many[i] = fixture_section(anchors[i], headings[i * distinct / count], 2, "<p>Text</p>");
    }
    return many;
}

static void contents_are_listed_from_three_sections_on_and_can_be_folded(void **state)
{
    static const char *const heading[] = {"Heading"};
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    f.document.sections.items = sections_named(20, heading, 1);
    f.document.sections.count = 20;
    html = article_page(&f);
    assert_true(holds(&html, "<nav class=\"contents\" aria-label=\"On this page\">\n<details>\n"
                             "<summary>On this page</summary>\n</details>"));
    assert_int_equal(times(&html, "<li><a href=\"#s"), 20);
    gp_buf_clear(&html);
    f.document.sections.count = 2;
    html = article_page(&f);
    assert_false(holds(&html, "On this page"));
    gp_buf_clear(&html);
}

static void a_glossary_has_a_link_for_each_letter(void **state)
{
    static const char *const terms[] = {"AA",  "aftercare", "CBT",      "Detox",
                                        "IOP", "Naloxone",  "naloxone", "Outpatient",
                                        "PHP", "relapse",   "Sober",    "Trigger"};
    static const char *const unsorted[] = {"What is it?", "Can I come?", "How long does it take?"};
    static const char *const few[] = {"AA", "Detox", "Outpatient"};
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    f.document.sections.items = sections_named(24, terms, 12);
    f.document.sections.count = 24;
    html = article_page(&f);
    assert_true(holds(&html, "<nav class=\"letters\" aria-label=\"By letter\">\n<ol>\n"
                             "<li><a href=\"#s0\">A</a></li>\n<li><a href=\"#s4\">C</a></li>"));
    assert_int_equal(times(&html, ">N</a>"), 1);
    assert_true(holds(&html, ">T</a>"));
    gp_buf_clear(&html);
    f.document.sections.items = sections_named(24, unsorted, 3);
    html = article_page(&f);
    assert_false(holds(&html, "By letter"));
    gp_buf_clear(&html);
    f.document.sections.items = sections_named(24, few, 3);
    html = article_page(&f);
    assert_false(holds(&html, "By letter"));
    gp_buf_clear(&html);
}

static void staff_text_is_marked(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = article_page(&f);
    assert_false(holds(&html, "Staff only"));
    gp_buf_clear(&html);
    f.sections[3].audience = GP_STAFF;
    html = article_page(&f);
    assert_int_equal(times(&html, "Staff only"), 1);
    gp_buf_clear(&html);
    f.document.audience = GP_STAFF;
    html = article_page(&f);
    assert_true(holds(&html, "Staff only: not shown to visitors"));
    gp_buf_clear(&html);
    f.documents.count = 9;
    html = home_page(&f);
    assert_int_equal(times(&html, "Staff only"), 1);
    gp_buf_clear(&html);
    f.results.hits.count = 5;
    html = results_page(&f);
    assert_int_equal(times(&html, "Staff only"), 1);
    gp_buf_clear(&html);
}

static void sample_data_is_said_on_every_page_until_it_is_switched_off(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = home_page(&f);
    assert_true(holds(&html, "Sample content."));
    gp_buf_clear(&html);
    f.site.sample_data = false;
    html = home_page(&f);
    assert_false(holds(&html, "Sample content."));
    gp_buf_clear(&html);
}

static void home_links_pinned_questions_of_shown_articles_only(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = home_page(&f);
    assert_true(holds(&html,
                      "href=\"/a/iop-vs-inpatient#how-many-hours-a-week-is-an-iop\">how many "
                      "hours is iop</a>"));
    assert_false(holds(&html, "not-shown"));
    gp_buf_clear(&html);
    f.documents.count = 0;
    html = home_page(&f);
    assert_false(holds(&html, "Often asked"));
    assert_false(holds(&html, "class=\"shelf\""));
    gp_buf_clear(&html);
}

static void a_corpus_of_thousands_keeps_home_short(void **state)
{
    static gp_document_line lines[3000];
    static gp_str tags[3000];
    static char names[3000][8];
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    for (size_t i = 0; i < 3000; i++) {
        (void)snprintf(names[i], sizeof names[i], "t%zu", i);
        tags[i] = gp_str_of(names[i]);
        lines[i] = fixture_line(GP_PAGE, names[i], "Record", "");
        lines[i].tags = (gp_str_list){&tags[i], 1, 1};
    }
    f.documents.items = lines;
    f.documents.count = 3000;
    html = home_page(&f);
    assert_int_equal(times(&html, "<h3><a href=\"/a/t"), 60);
    assert_true(holds(&html, "<a href=\"/browse/pages\">All 3000 pages</a>"));
    assert_true(html.size < 32 * 1024);
    gp_buf_clear(&html);
}

static void the_home_page_lists_the_sections_of_the_guide(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = home_page(&f);
    assert_true(holds(&html, "<li><a href=\"/a/iop-vs-inpatient#what-is-an-iop\">What is an IOP?"));
    assert_false(holds(&html, ">What is inpatient treatment?</a>")); /* one level below */
    gp_buf_clear(&html);
    f.document.slug = (gp_str)S("another");
    html = home_page(&f);
    assert_false(holds(&html, "class=\"sections\""));
    gp_buf_clear(&html);
}

static void a_topic_opens_to_its_articles_and_no_address_names_it(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = home_page(&f);
    assert_true(holds(&html, "<summary>Insurance <span>(1)</span></summary>\n<ul>\n<li><a "
                             "href=\"/a/faq-cost\">Cost and insurance: common questions</a></li>"));
    assert_false(holds(&html, "tag="));
    assert_false(holds(&html, "/browse/insurance"));
    gp_buf_clear(&html);
}

/* A list that counts its own clicks would feed itself. */
static void what_a_large_topic_asks_for_is_no_settled_question(void **state)
{
    static gp_document_line lines[20];
    gp_str tag = GP_STR("money");
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    for (size_t i = 0; i < 20; i++)
        lines[i] =
            (gp_document_line){.slug = GP_STR("s"), .title = GP_STR("T"), .tags = {&tag, 1, 1}};
    f.documents = (gp_document_lines){lines, 20, 20};
    html = home_page(&f);
    assert_true(holds(
        &html, "name=\"draft\" value=\"1\">\n<button class=\"quiet\" name=\"q\" value=\"Money\">"));
    gp_buf_clear(&html);
}

static gp_buf browse_page(fixture *f, gp_kind kind, size_t number)
{
    gp_buf html;

    gp_buf_init(&html, LIMIT);
    assert_int_equal(gp_view_browse(&html, &f->page, &f->documents, kind, number), GP_OK);
    assert_int_equal(html.status, GP_OK);
    html_check(gp_buf_str(&html));
    return html;
}

static void every_article_is_reached_by_links(void **state)
{
    static gp_document_line lines[250];
    static char names[250][24];
    static bool met[250];
    fixture f;

    (void)state;
    fixture_make(&f);
    for (size_t i = 0; i < 250; i++) {
        (void)snprintf(names[i], sizeof names[i], "t%zu", i);
        lines[i] = fixture_line(i % 5 == 0 ? GP_FAQ : GP_POST, names[i], "Record", "");
    }
    f.documents.items = lines;
    f.documents.count = 250;
    for (size_t number = 1; number <= 2; number++) {
        gp_buf html = browse_page(&f, GP_POST, number);
        char link[48];
        for (size_t i = 0; i < 250; i++) {
            (void)snprintf(link, sizeof link, "href=\"/a/%s\"", names[i]);
            met[i] = met[i] || holds(&html, link);
        }
        assert_int_equal(holds(&html, "rel=\"next\" href=\"/browse/posts?page=2\""), number == 1);
        assert_int_equal(holds(&html, "rel=\"prev\" href=\"/browse/posts?page=1\""), number == 2);
        gp_buf_clear(&html);
    }
    for (size_t i = 0; i < 250; i++)
        assert_int_equal(met[i], i % 5 != 0);
}

static void there_is_no_page_of_a_list_before_its_first_or_behind_its_last(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    gp_buf_init(&html, LIMIT);
    assert_int_equal(gp_view_browse(&html, &f.page, &f.documents, GP_POST, 0), GP_NOT_FOUND);
    assert_int_equal(gp_view_browse(&html, &f.page, &f.documents, GP_POST, 2), GP_NOT_FOUND);
    f.documents.count = 0;
    assert_int_equal(gp_view_browse(&html, &f.page, &f.documents, GP_POST, 1), GP_NOT_FOUND);
    assert_int_equal(html.size, 0);
    gp_buf_clear(&html);
}

static void every_page_that_may_be_found_describes_itself(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    f.document.summary = (gp_str){NULL, 0};
    f.sections[0].text =
        (gp_str)S("Choosing the kind of program is one of the first decisions on "
                  "the way into recovery, and you do not have to make it alone, "
                  "perfectly or today: three kinds of care meet three needs.\nMore");
    html = article_page(&f);
    assert_true(holds(&html,
                      "<meta name=\"description\" content=\"Choosing the kind of program is one "
                      "of the first decisions on the way into recovery, and you do not have to "
                      "make it alone, perfectly or today: three kinds\">"));
    gp_buf_clear(&html);
    f.site.tagline = (gp_str){NULL, 0};
    html = home_page(&f);
    assert_true(holds(&html, "content=\"Example Recovery Center: Help and Answers\""));
    gp_buf_clear(&html);
    html = browse_page(&f, GP_FAQ, 1);
    assert_true(holds(&html, "<meta name=\"description\" content=\"Common questions"));
    gp_buf_clear(&html);
}

/* ---- the site's own look -------------------------------------------------------------------- */

static void colors_and_logo_come_by_address_and_only_where_there_are_some(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = article_page(&f);
    assert_false(holds(&html, "theme.css"));
    assert_false(holds(&html, "<img"));
    gp_buf_clear(&html);
    f.page.site_version = (gp_str)S("fedcba987654");
    f.site.theme.dark.colors[GP_THEME_ACCENT] = (gp_str)S("#ffcc00");
    f.site.logo = (gp_logo){.bytes = S("png"), .width = 120, .height = 40};
    html = article_page(&f);
    assert_true(place_of(&html, "href=\"/assets/style.css?v=0123456789ab\"") <
                place_of(&html, "href=\"/assets/theme.css?v=fedcba987654\""));
    assert_true(holds(&html, "<a class=\"brand\" href=\"/\"><img src=\"/assets/logo.png?v="
                             "fedcba987654\" alt=\"\" width=\"120\" height=\"40\">\nExample"));
    gp_buf_clear(&html);
    html = home_page(&f);
    assert_true(place_of(&html, "<img src=\"/assets/logo.png") < place_of(&html, "<h1>"));
    gp_buf_clear(&html);
}

static void canonical_links_need_a_base_url(void **state)
{
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    html = article_page(&f);
    assert_false(holds(&html, "canonical"));
    assert_true(holds(&html, "type=\"text/markdown\" href=\"/a/iop-vs-inpatient.md\""));
    gp_buf_clear(&html);
    f.page.base_url = (gp_str)S("https://help.example.org");
    html = article_page(&f);
    assert_true(
        holds(&html, "rel=\"canonical\" href=\"https://help.example.org/a/iop-vs-inpatient\""));
    gp_buf_clear(&html);
}

/* ---- errors --------------------------------------------------------------------------------- */

static void every_error_is_kind_and_helps_first(void **state)
{
    static const int statuses[] = {400, 404, 405, 408, 413, 414, 415, 429, 431, 500, 503, 418};

    (void)state;
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        fixture f;
        gp_buf html;
        fixture_make(&f);
        gp_buf_init(&html, LIMIT);
        gp_view_error(&html, &f.page, statuses[i], &f.notice);
        assert_int_equal(html.status, GP_OK);
        html_check(gp_buf_str(&html));
        assert_true(place_of(&html, "class=\"notice\"") < place_of(&html, "<h1>"));
        assert_true(place_of(&html, "Speak to a specialist") < place_of(&html, "<h1>"));
        assert_true(holds(&html, "noindex"));
        assert_int_equal(holds(&html, "<h1>That did not work</h1>"), statuses[i] == 418);
        gp_buf_clear(&html);
    }
}

static void a_designers_broken_template_still_gives_an_error_page(void **state)
{
    char folder[] = "/tmp/guidepost-page-XXXXXX";
    char path[80];
    FILE *file;
    fixture f;
    gp_buf html;

    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/layout.html", folder);
    file = fopen(path, "wb");
    assert_non_null(file);
    (void)fputs("<!-- part: page -->\n{{no such slot}}\n", file);
    assert_int_equal(fclose(file), 0);
    fixture_make(&f);
    f.page.web_folder = folder;
    gp_buf_init(&html, LIMIT);
    fixture_home(&html, &f);
    assert_int_equal(html.status, GP_INVALID);
    gp_buf_reset(&html);
    gp_view_error(&html, &f.page, 500, &f.notice);
    assert_int_equal(html.status, GP_OK);
    html_check(gp_buf_str(&html));
    assert_true(holds(&html, "988"));
    gp_buf_clear(&html);
    (void)unlink(path);
    (void)rmdir(folder);
}

/* ---- the Markdown twin ---------------------------------------------------------------------- */

static void the_twin_has_the_source_or_else_the_text(void **state)
{
    fixture f;
    gp_buf text;

    (void)state;
    fixture_make(&f);
    f.document.title = (gp_str)S("A title\n# on two lines");
    gp_buf_init(&text, LIMIT);
    gp_view_markdown(&text, &f.page, &f.document);
    assert_int_equal(text.status, GP_OK);
    assert_true(gp_str_starts(gp_buf_str(&text), GP_STR("# A title # on two lines\n")));
    assert_true(holds(&text, "\n## How many hours a week is an IOP?\n"));
    assert_true(holds(&text, "\n### What is inpatient treatment?\n"));
    gp_buf_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_ask_robots_to_stay_out),
        cmocka_unit_test(every_page_names_emergency_help_first),
        cmocka_unit_test(sections_have_their_anchors_levels_and_old_anchors),
        cmocka_unit_test(only_verified_sections_say_so),
        cmocka_unit_test(related_articles_are_named_or_share_tags_and_are_shown_ones),
        cmocka_unit_test(related_sections_fill_up_what_the_article_names),
        cmocka_unit_test(contents_are_listed_from_three_sections_on_and_can_be_folded),
        cmocka_unit_test(a_glossary_has_a_link_for_each_letter),
        cmocka_unit_test(staff_text_is_marked),
        cmocka_unit_test(sample_data_is_said_on_every_page_until_it_is_switched_off),
        cmocka_unit_test(home_links_pinned_questions_of_shown_articles_only),
        cmocka_unit_test(a_corpus_of_thousands_keeps_home_short),
        cmocka_unit_test(the_home_page_lists_the_sections_of_the_guide),
        cmocka_unit_test(a_topic_opens_to_its_articles_and_no_address_names_it),
        cmocka_unit_test(what_a_large_topic_asks_for_is_no_settled_question),
        cmocka_unit_test(every_article_is_reached_by_links),
        cmocka_unit_test(there_is_no_page_of_a_list_before_its_first_or_behind_its_last),
        cmocka_unit_test(every_page_that_may_be_found_describes_itself),
        cmocka_unit_test(colors_and_logo_come_by_address_and_only_where_there_are_some),
        cmocka_unit_test(canonical_links_need_a_base_url),
        cmocka_unit_test(every_error_is_kind_and_helps_first),
        cmocka_unit_test(a_designers_broken_template_still_gives_an_error_page),
        cmocka_unit_test(the_twin_has_the_source_or_else_the_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
