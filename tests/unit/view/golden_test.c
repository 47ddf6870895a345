/* Whole pages against tests/golden/pages; `golden_test --update` writes them anew, to be read in the
 * diff before they are committed. */
#include "test.h"

#include "unit/view/fixture.h"

#include "base/file.h"
#include "view/discovery.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

enum {
    PAGE_LIMIT = 1024 * 1024
};

static bool update;

static void keep_or_compare(const char *name, gp_str made)
{
    char path[512];
    gp_arena arena;
    gp_error error;
    gp_str kept;

    (void)snprintf(path, sizeof path, "%s/tests/golden/pages/%s", GP_SOURCE_DIR, name);
    gp_arena_init(&arena, PAGE_LIMIT);
    if (update)
        assert_int_equal(gp_file_write(path, made, &error), GP_OK);
    if (gp_file_read(AT_FDCWD, path, PAGE_LIMIT, &arena, &kept, &error) != GP_OK)
        fail_msg("%s: %s", name, error.text);
    if (!gp_str_equal(kept, made))
        fail_msg("%s is not what is kept in tests/golden/pages; made now:\n%.*s", name,
                 GP_STR_ARGS(made));
    gp_arena_clear(&arena);
}

static void check(const char *name, gp_buf *buf)
{
    assert_int_equal(buf->status, GP_OK);
    keep_or_compare(name, gp_buf_str(buf));
    gp_buf_clear(buf);
}

static gp_buf new_buf(fixture *f)
{
    gp_buf buf;

    fixture_make(f);
    gp_buf_init(&buf, PAGE_LIMIT);
    return buf;
}

static void the_home_page(void **state)
{
    fixture f;
    gp_buf html = new_buf(&f);

    (void)state;
    fixture_home(&html, &f);
    check("home.html", &html);
}

static void the_home_page_with_what_is_asked_most(void **state)
{
    static gp_str questions[] = {S("how many hours is iop"), S("<b>is it \"safe\"")};
    fixture f;
    gp_buf html = new_buf(&f);

    (void)state;
    f.asked.items = questions;
    f.asked.count = 2;
    fixture_home(&html, &f);
    check("home-asked.html", &html);
}

static void thanks_for_a_vote(void **state)
{
    fixture f;
    gp_buf html = new_buf(&f);

    (void)state;
    gp_view_thanks(&html, &f.page, GP_STR("/a/iop#hours"), false);
    check("thanks.html", &html);
}

static void results_with_an_answer(void **state)
{
    fixture f;
    gp_buf html = new_buf(&f);

    (void)state;
    f.request.posted = false;
    gp_view_results(&html, &f.page, &f.request, &f.results, NULL);
    check("results.html", &html);
}

static void posted_results_with_a_notice_a_list_and_filters(void **state)
{
    fixture f;
    gp_buf html = new_buf(&f);

    (void)state;
    f.results.notice = &f.notice;
    f.results.corrected = (gp_str)S("overdose");
    f.results.answer.html = (gp_str)S("An <mark>IOP</mark> gives you:");
    f.results.answer.items.items = f.items;
    f.results.answer.items.count = 2;
    f.results.offset = 10;
    f.results.total = 32;
    f.results.hits.count = 5;
    f.request.kind = (gp_str)S("guide");
    f.request.tag = (gp_str)S("insurance");
    gp_view_results(&html, &f.page, &f.request, &f.results, NULL);
    check("results-posted.html", &html);
}

static void results_that_only_come_close(void **state)
{
    fixture f;
    gp_buf html = new_buf(&f);

    (void)state;
    f.results.match = GP_MATCH_NONE;
    f.results.answer.present = false;
    gp_view_results(&html, &f.page, &f.request, &f.results, NULL);
    check("results-near.html", &html);
}

static void a_question_without_an_answer(void **state)
{
    fixture f;
    gp_buf html = new_buf(&f);

    (void)state;
    fixture_empty_results(&f);
    gp_view_results(&html, &f.page, &f.request, &f.results, &f.documents);
    check("results-none.html", &html);
}

static void an_article(void **state)
{
    fixture f;
    gp_buf html = new_buf(&f);

    (void)state;
    f.page.base_url = (gp_str)S("https://help.example.org");
    f.near = (gp_related_list){f.related, 2, 2};
    gp_view_article(&html, &f.page, &f.document, &f.documents, &f.near);
    check("article.html", &html);
}

static void an_article_for_staff(void **state)
{
    fixture f;
    gp_buf html = new_buf(&f);

    (void)state;
    f.site.sample_data = false;
    f.document.audience = GP_STAFF;
    f.document.related.count = 0;
    gp_view_article(&html, &f.page, &f.document, &f.documents, &f.near);
    check("article-staff.html", &html);
}

static void the_markdown_twin(void **state)
{
    fixture f;
    gp_buf text = new_buf(&f);

    (void)state;
    gp_view_markdown(&text, &f.page, &f.document);
    check("article.md", &text);
}

static void an_error_page(void **state)
{
    fixture f;
    gp_buf html = new_buf(&f);

    (void)state;
    gp_view_error(&html, &f.page, 503, &f.notice);
    check("error-503.html", &html);
}

static void the_json_of_results(void **state)
{
    fixture f;
    gp_buf json = new_buf(&f);

    (void)state;
    f.results.notice = &f.notice;
    gp_view_results_json(&json, &f.request, &f.results);
    check("results.json", &json);
}

static void the_json_of_a_section(void **state)
{
    fixture f;
    gp_buf json = new_buf(&f);

    (void)state;
    f.near = (gp_related_list){f.related, 2, 2};
    gp_view_section_json(&json, &f.stored, &f.near, f.page.today);
    check("section.json", &json);
}

static void what_programs_ask_for(void **state)
{
    fixture f;
    gp_buf text = new_buf(&f);
    gp_arena arena;
    gp_feed feed;

    (void)state;
    gp_arena_init(&arena, PAGE_LIMIT);
    f.page.base_url = (gp_str)S("https://help.example.org");
    f.site.opensearch = true;
    f.documents.count = 2;
    assert_int_equal(gp_feed_choose(&f.documents, &arena, &feed), GP_OK);
    for (size_t i = 0; i < feed.count; i++)
        feed.items[i].document = &f.document;
    gp_view_atom(&text, &f.page, &feed);
    check("feed.atom", &text);
    gp_view_json_feed(&text, &f.page, &feed);
    check("feed.json", &text);
    gp_view_sitemap(&text, &f.page, &f.documents, GP_SITEMAP_MAX);
    check("sitemap.xml", &text);
    gp_view_llms(&text, &f.page, &f.documents);
    check("llms.txt", &text);
    gp_view_robots(&text, &f.page);
    check("robots.txt", &text);
    gp_view_opensearch(&text, &f.page);
    check("opensearch.xml", &text);
    gp_arena_clear(&arena);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_home_page),
        cmocka_unit_test(the_home_page_with_what_is_asked_most),
        cmocka_unit_test(thanks_for_a_vote),
        cmocka_unit_test(results_with_an_answer),
        cmocka_unit_test(posted_results_with_a_notice_a_list_and_filters),
        cmocka_unit_test(results_that_only_come_close),
        cmocka_unit_test(a_question_without_an_answer),
        cmocka_unit_test(an_article),
        cmocka_unit_test(an_article_for_staff),
        cmocka_unit_test(the_markdown_twin),
        cmocka_unit_test(an_error_page),
        cmocka_unit_test(the_json_of_results),
        cmocka_unit_test(the_json_of_a_section),
        cmocka_unit_test(what_programs_ask_for),
    };

    update = argc > 1 && strcmp(argv[1], "--update") == 0;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
