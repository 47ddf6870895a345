/* check: links, pins, related articles; addresses outside; images. */
#include "folder.h"

#include "check/lint.h"

static void a_link_to_no_article_is_broken_and_a_near_slug_is_named(void **state)
{
    folder *f = *state;

    put(f, "a.md",
        "---\ntitle: A\n---\nFirst line,\nthen [a link](/a/other-artcle) and\n"
        "[one more](nowhere.md).\n\n- <https://x.example.org>, [old](/2020/01/gone/)\n");
    put(f, "b.md", "---\nslug: other-article\n---\nText.\n");
    check(f);
    found(f, GP_RULE_BROKEN_LINK, "a.md", 5, "did you mean other-article?");
    found(f, GP_RULE_BROKEN_LINK, "a.md", 6, "nowhere.md");
    found(f, GP_RULE_BROKEN_LINK, "a.md", 8, "/2020/01/gone/");
    counts(f, GP_RULE_BROKEN_LINK, 3);
}

static void a_link_to_no_heading_is_broken_in_all_three_spellings(void **state)
{
    folder *f = *state;

    put(f, "a.md", "[1](#own-headin) [2](/a/b#gone) [3](b.md#gone)\n\n## Own heading\n\nText.\n");
    put(f, "b.md", "Text.\n\n## There\n\nText.\n");
    check(f);
    found(f, GP_RULE_BROKEN_ANCHOR, "a.md", 1, "did you mean own-heading?");
    found(f, GP_RULE_BROKEN_ANCHOR, "a.md", 1, "/a/b#gone");
    found(f, GP_RULE_BROKEN_ANCHOR, "a.md", 1, "b.md#gone");
    counts(f, GP_RULE_BROKEN_ANCHOR, 3);
}

static void links_to_headings_aliases_pages_and_old_addresses_are_sound(void **state)
{
    folder *f = *state;

    put(f, "a.md",
        "[1](#here) [2](/a/b#there) [3](b.md#there) [4](/a/b#old-anchor) [5](/a/b.md) [6](/)\n"
        "[7](/browse/topics) [8](/2024/05/b/) [9](/a/old-b) [10](/a/b#there:~:text=x) [11](/b)\n"
        "[12](/a/b#caf%C3%A9) [13](/search?q=x)\n\n## Here\n\nText.\n");
    put(f, "b.md",
        "---\naliases: [old-b, 2024/05/b]\nsections: {there: {aliases: [old-anchor]}}\n---\n"
        "Text.\n\n## There\n\nText.\n\n## Caf\xC3\xA9\n\nText.\n");
    check(f);
    nothing_found(f);
}

static void a_link_to_a_draft_or_from_the_public_to_staff_is_broken(void **state)
{
    folder *f = *state;

    put(f, "a.md", "[1](/a/draft) [2](/a/staff) [3](/a/mixed#inside)\n");
    put(f, "draft.md", "---\nstatus: draft\n---\nText.\n");
    put(f, "staff.md", "---\naudience: staff\n---\n[From staff](/a/mixed#inside)\n");
    put(f, "mixed.md",
        "---\nsections: {inside: {audience: staff}}\n---\nText.\n\n## Inside\n\nText.\n");
    check(f);
    found(f, GP_RULE_BROKEN_LINK, "a.md", 1, "not published");
    found(f, GP_RULE_BROKEN_LINK, "a.md", 1, "an article for staff only");
    found(f, GP_RULE_BROKEN_ANCHOR, "a.md", 1, "a section for staff only");
    assert_int_equal(f->report.findings.count, 3);
}

static void links_in_sources_quotes_tables_and_html_pages_are_looked_at(void **state)
{
    folder *f = *state;

    put(f, "a.md",
        "Said.[^1]\n\n> [q](/a/q)\n\n| a | b |\n|---|---|\n| x | [t](/a/t) |\n\n"
        "[^1]: <https://nowhere>\n");
    put(f, "p.html",
        "<h1>P</h1>\n<p>Text.</p>\n<h2>Where?</h2>\n<p><a href=\"/a/gone\">x</a></p>\n");
    check(f);
    found(f, GP_RULE_BROKEN_LINK, "a.md", 3, "/a/q");
    found(f, GP_RULE_BROKEN_LINK, "a.md", 7, "/a/t");
    found(f, GP_RULE_EXTERNAL_LINK, "a.md", 9, "https://nowhere");
    found(f, GP_RULE_BROKEN_LINK, "p.html", 3, "/a/gone");
}

static void links_in_code_are_no_links(void **state)
{
    folder *f = *state;

    put(f, "a.md", "Text `[x](/a/gone)`.\n\n```\n[y](/a/gone)\n```\n");
    check(f);
    nothing_found(f);
}

static void one_file_alone_is_not_blamed_for_the_others_that_were_not_given(void **state)
{
    folder *f = *state;
    char path[100];

    put(f, "a.md", "[1](/a/b) [2](#gone) and the XQZ.\n");
    put(f, "b.md", "Text.\n");
    (void)snprintf(path, sizeof path, "%s/a.md", f->path);
    assert_int_equal(run_on(f, path), GP_OK);
    found(f, GP_RULE_BROKEN_ANCHOR, "a.md", 1, "#gone");
    assert_int_equal(f->report.findings.count, 1);
    assert_false(f->report.whole);
}

static void an_address_outside_that_cannot_be_right_is_told(void **state)
{
    static const char *const wrong[] = {"https://example",
                                        "https://https://example.org/",
                                        "https://.example.org",
                                        "https://example..org",
                                        "https://exam_ple.org/",
                                        "https://me:pw@example.org/",
                                        "https://example.org:port",
                                        "https:///path",
                                        "http://example.org/",
                                        "tel:call-me",
                                        "tel:1",
                                        "sms:988x",
                                        "mailto:someone",
                                        "mailto:@example.org",
                                        "https://x.org/?utm_source=a"};
    static const char *const right[] = {"https://example.org",
                                        "https://www.example.org:8443/a?b=c#d",
                                        "https://b\xC3\xBC"
                                        "cher.example/",
                                        "tel:988",
                                        "tel:+1-800-662-4357",
                                        "sms:988?body=HOME",
                                        "mailto:a@example.org",
                                        "mailto:a@example.org?subject=Hi"};
    const char *mend;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        if (gp_outside_wrong(gp_str_of(wrong[i]), &mend) == NULL)
            fail_msg("taken for right: %s", wrong[i]);
        assert_true(mend[0] != '\0');
    }
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        const char *why = gp_outside_wrong(gp_str_of(right[i]), &mend);
        if (why != NULL)
            fail_msg("%s: %s", right[i], why);
    }
}

static void an_image_without_a_description_is_told(void **state)
{
    folder *f = *state;

    put_bytes(f, "x.png", GP_STR("\x89PNG\r\n\x1A\n0000"));
    put(f, "a.md", "Text.\n\n![](x.png)\n\n![  ](x.png)\n\n![A *house*](x.png)\n");
    check(f);
    found(f, GP_RULE_IMAGE_ALT, "a.md", 3, "x.png");
    found(f, GP_RULE_IMAGE_ALT, "a.md", 5, "x.png");
    assert_int_equal(f->report.findings.count, 2);
}

static void pins_and_related_articles_that_are_not_there_are_told(void **state)
{
    folder *f = *state;

    put(f, "a.md", "---\nrelated: [b, gone]\n---\nText.\n\n## Why not?\n\nBecause.\n");
    put(f, "b.md", "---\naliases: [old-b]\n---\nText.\n");
    put(f, "guidepost.yaml",
        "pins:\n  - {section: \"a#why-not\", questions: [why]}\n"
        "  - {section: \"a#wyh-not\", questions: [why]}\n"
        "  - {section: gone, questions: [x]}\n"
        "  - {section: old-b, questions: [y]}\n");
    check(f);
    found(f, GP_RULE_RELATED_UNKNOWN, "a.md", 1, "gone");
    found(f, GP_RULE_PIN_UNKNOWN, "guidepost.yaml", 3, "did you mean why-not?");
    found(f, GP_RULE_PIN_UNKNOWN, "guidepost.yaml", 4, "gone");
    found(f, GP_RULE_PIN_UNKNOWN, "guidepost.yaml", 5, "write the slug it has now");
    assert_int_equal(f->report.findings.count, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(a_link_to_no_article_is_broken_and_a_near_slug_is_named),
        TEST(a_link_to_no_heading_is_broken_in_all_three_spellings),
        TEST(links_to_headings_aliases_pages_and_old_addresses_are_sound),
        TEST(a_link_to_a_draft_or_from_the_public_to_staff_is_broken),
        TEST(links_in_sources_quotes_tables_and_html_pages_are_looked_at),
        TEST(links_in_code_are_no_links),
        TEST(one_file_alone_is_not_blamed_for_the_others_that_were_not_given),
        TEST(an_address_outside_that_cannot_be_right_is_told),
        TEST(an_image_without_a_description_is_told),
        TEST(pins_and_related_articles_that_are_not_there_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
