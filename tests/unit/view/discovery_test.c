/* What programs that come by themselves are told: all that may be shown, in order, well-formed whatever it says. */
#include "test.h"

#include "unit/view/fixture.h"

#include "view/discovery.h"

#include <libxml/parser.h>
#include <string.h>

static fixture f;
static gp_arena arena;
static gp_buf out;

static int set_up(void **state)
{
    (void)state;
    fixture_make(&f);
    f.page.base_url = (gp_str)S("https://help.example.org");
    gp_arena_init(&arena, 1 << 20);
    gp_buf_init(&out, 4 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    gp_buf_clear(&out);
    gp_arena_clear(&arena);
    return 0;
}

static bool holds(const char *part)
{
    return gp_str_find(gp_buf_str(&out), gp_str_of(part), 0) < out.size;
}

static size_t times(const char *part)
{
    size_t count = 0;

    for (size_t at = 0; (at = gp_str_find(gp_buf_str(&out), gp_str_of(part), at)) < out.size; at++)
        count++;
    return count;
}

static void expect_xml(void)
{
    xmlDoc *document;

    assert_int_equal(out.status, GP_OK);
    document = xmlReadMemory(out.data, (int)out.size, NULL, NULL, XML_PARSE_NONET);
    if (document == NULL)
        fail_msg("not well-formed: %s", out.data);
    xmlFreeDoc(document);
}

static const char hostile[] =
    "</title>]]>&amp;<!--\"'\x01\x0B\x7F\xEF\xBF\xBE\xEF\xBF\xBF\xFF\xC0 x";

/* ---- unhappy -------------------------------------------------------------------------------- */

static void texts_of_any_bytes_give_well_formed_xml(void **state)
{
    gp_feed feed;

    (void)state;
    f.site.title = f.site.tagline = gp_str_of(hostile);
    for (size_t i = 0; i < f.documents.count; i++) {
        f.lines[i].title = f.lines[i].summary = f.lines[i].slug = gp_str_of(hostile);
        f.lines[i].tags = (gp_str_list){&f.site.title, 1, 1};
    }
    f.sections[0].html = f.sections[0].heading = f.sections[0].text = gp_str_of(hostile);
    assert_int_equal(gp_feed_choose(&f.documents, &arena, &feed), GP_OK);
    for (size_t i = 0; i < feed.count; i++)
        feed.items[i].document = &f.document;
    gp_view_atom(&out, &f.page, &feed);
    expect_xml();
    gp_buf_reset(&out);
    gp_view_sitemap(&out, &f.page, &f.documents, GP_SITEMAP_MAX);
    expect_xml();
    gp_buf_reset(&out);
    f.site.opensearch = true;
    gp_view_opensearch(&out, &f.page);
    expect_xml();
}

static void a_site_without_articles_has_an_empty_feed_and_its_home(void **state)
{
    gp_document_lines none = {NULL, 0, 0};
    gp_feed feed;

    (void)state;
    assert_int_equal(gp_feed_choose(&none, &arena, &feed), GP_OK);
    gp_view_atom(&out, &f.page, &feed);
    expect_xml();
    assert_int_equal(times("<entry>"), 0);
    gp_buf_reset(&out);
    gp_view_sitemap(&out, &f.page, &none, GP_SITEMAP_MAX);
    expect_xml();
    assert_int_equal(times("<url>"), 1);
}

static void what_does_not_fit_says_so(void **state)
{
    (void)state;
    gp_buf_clear(&out);
    gp_buf_init(&out, 100);
    gp_view_sitemap(&out, &f.page, &f.documents, GP_SITEMAP_MAX);
    assert_int_equal(out.status, GP_TOO_LARGE);
}

static void no_file_of_a_site_map_is_made_up(void **state)
{
    (void)state;
    assert_int_equal(gp_view_sitemap_file(&out, &f.page, &f.documents, GP_SITEMAP_MAX, 1),
                     GP_NOT_FOUND);
    assert_int_equal(gp_view_sitemap_file(&out, &f.page, &f.documents, 5, 0), GP_NOT_FOUND);
    assert_int_equal(gp_view_sitemap_file(&out, &f.page, &f.documents, 5, 4), GP_NOT_FOUND);
    assert_int_equal(out.size, 0);
}

/* ---- site map ------------------------------------------------------------------------------- */

/* Home, four lists, eight articles. */
static void every_address_stands_in_exactly_one_file(void **state)
{
    (void)state;
    for (size_t most = 1; most <= 14; most++) {
        size_t files = gp_sitemap_files(&f.documents, most);
        assert_int_equal(files, (13 + most - 1) / most);
        gp_buf_reset(&out);
        for (size_t i = 1; files > 1 && i <= files; i++)
            assert_int_equal(gp_view_sitemap_file(&out, &f.page, &f.documents, most, i), GP_OK);
        if (files == 1)
            gp_view_sitemap(&out, &f.page, &f.documents, most);
        assert_int_equal(times("<url>"), 13);
        assert_int_equal(times("org/</loc>"), 1);
        assert_int_equal(times("/browse/guides</loc>"), 1);
        for (size_t i = 0; i < f.documents.count; i++)
            assert_int_equal(times(gp_arena_printf(&arena, "/a/%.*s</loc><lastmod>2026-09-14<",
                                                   GP_STR_ARGS(f.lines[i].slug))
                                       .data),
                             1);
    }
}

static void more_than_fifty_thousand_addresses_are_a_list_of_files(void **state)
{
    gp_document_lines many = {NULL, 50001, 50001};

    (void)state;
    many.items = calloc(many.count, sizeof *many.items);
    assert_non_null(many.items);
    for (size_t i = 0; i < many.count; i++)
        many.items[i] = f.lines[1];
    assert_int_equal(gp_sitemap_most(&f.page, &many), 5000); /* their bytes might be too many */
    for (size_t i = 0; i < many.count; i++)
        many.items[i].slug = GP_STR("a");
    many.items[49000].updated = GP_STR("2026-10-01");
    assert_int_equal(gp_sitemap_most(&f.page, &many), GP_SITEMAP_MAX);
    gp_view_sitemap(&out, &f.page, &many, GP_SITEMAP_MAX);
    expect_xml();
    assert_true(holds("<sitemapindex"));
    assert_int_equal(times("<sitemap>"), 2);
    assert_true(holds("/sitemaps/1.xml</loc><lastmod>2026-10-01<"));
    assert_true(holds("/sitemaps/2.xml</loc><lastmod>2026-09-14<"));
    free(many.items);
}

/* ---- feeds ---------------------------------------------------------------------------------- */

static void the_newest_come_first_and_what_has_no_day_is_no_news(void **state)
{
    gp_feed feed;
    int32_t day;

    (void)state;
    f.lines[0].updated = GP_STR("");
    f.lines[1].updated = GP_STR("");
    f.lines[1].date = GP_STR("2026-09-20");
    f.lines[2].updated = GP_STR("2026-09-30");
    f.lines[3].updated = GP_STR("2026-01-01");
    assert_true(gp_date_parse(GP_STR("2026-11-01"), &f.lines[3].publish_on));
    f.lines[4].date = GP_STR("2026-10-01"); /* older, by what is said to be its last change */
    assert_int_equal(gp_feed_choose(&f.documents, &arena, &feed), GP_OK);
    assert_int_equal(feed.count, 7);
    assert_true(feed.items[0].line == &f.lines[3]);
    assert_true(feed.items[1].line == &f.lines[2]);
    assert_true(feed.items[2].line == &f.lines[1]);
    assert_true(gp_str_compare(feed.items[3].line->slug, feed.items[4].line->slug) < 0);
    assert_false(gp_feed_day(&f.lines[0], &day));
}

static void a_feed_has_fifty_entries_at_most(void **state)
{
    gp_document_line many[60];
    gp_document_lines lines = {many, 60, 60};
    gp_feed feed;

    (void)state;
    for (size_t i = 0; i < 60; i++)
        many[i] = f.lines[1];
    assert_int_equal(gp_feed_choose(&lines, &arena, &feed), GP_OK);
    assert_int_equal(feed.count, GP_FEED_MAX);
}

/* ---- others --------------------------------------------------------------------------------- */

static void a_long_name_is_cut_between_words_for_a_browser(void **state)
{
    (void)state;
    gp_view_opensearch(&out, &f.page);
    assert_true(holds("<ShortName>Example Recovery</ShortName>") ||
                holds("<ShortName>Example</ShortName>"));
    assert_false(holds("suggest"));
    gp_buf_reset(&out);
    f.site.title = (gp_str)S("\xC3\x84\xC3\x84\xC3\x84\xC3\x84\xC3\x84\xC3\x84\xC3\x84\xC3\x84"
                             "\xC3\x84\xC3\x84\xC3\x84\xC3\x84\xC3\x84\xC3\x84\xC3\x84\xC3\x84"
                             "\xC3\x84\xC3\x84");
    f.site.opensearch = true;
    gp_view_opensearch(&out, &f.page);
    expect_xml();
    assert_int_equal(times("\xC3\x84"), 16);
    assert_true(holds("/suggest.json?q={searchTerms}"));
}

static void brackets_in_a_title_end_no_link(void **state)
{
    (void)state;
    f.lines[1].title = (gp_str)S("a](https://evil.example)\nb[");
    gp_view_llms(&out, &f.page, &f.documents);
    assert_true(holds("- [a\\](https://evil.example) b\\[](https://help.example.org/a/"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(texts_of_any_bytes_give_well_formed_xml, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_site_without_articles_has_an_empty_feed_and_its_home,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_does_not_fit_says_so, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_file_of_a_site_map_is_made_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_address_stands_in_exactly_one_file, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(more_than_fifty_thousand_addresses_are_a_list_of_files,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_newest_come_first_and_what_has_no_day_is_no_news,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_feed_has_fifty_entries_at_most, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_name_is_cut_between_words_for_a_browser, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(brackets_in_a_title_end_no_link, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
