/* An answer in the forms in which staff send it. */
#include "test.h"

#include "view/copy.h"

#include <string.h>

enum {
    TODAY = 20788 /* 2026-12-01 */
};

static gp_section hours(void)
{
    return (gp_section){.heading = GP_STR("How many hours a week?"),
                        .text = GP_STR("9 to 20 hours & more."),
                        .html = GP_STR("<p>9 to 20 hours &amp; more.</p>"),
                        .approval = {.state = GP_APPROVED,
                                     .by = GP_STR("Dana <Reyes>"),
                                     .on = GP_STR("2026-11-02"),
                                     .review_by = GP_STR("2027-02-01")}};
}

static gp_copy copy_of(const gp_section *section)
{
    return (gp_copy){section, GP_PUBLIC, GP_STR("https://a.example/a/iop#hours"), TODAY};
}

static void assert_reply(const gp_copy *copy, const char *reply, const char *expected)
{
    gp_buf buf;

    gp_buf_init(&buf, 1 << 16);
    assert_int_equal(gp_copy_reply(&buf, gp_str_of(reply), copy), GP_OK);
    assert_string_equal(buf.size > 0 ? buf.data : "", expected);
    gp_buf_clear(&buf);
}

static void what_is_for_staff_alone_is_no_reply_and_has_no_link(void **state)
{
    gp_section section = hours();
    gp_copy copy = copy_of(&section);
    gp_buf buf;

    (void)state;
    copy.audience = GP_STAFF;
    gp_buf_init(&buf, 1 << 16);
    assert_int_equal(gp_copy_reply(&buf, GP_STR("{answer}"), &copy), GP_INVALID);
    assert_int_equal(buf.size, 0);
    gp_copy_text(&buf, &copy);
    gp_copy_html(&buf, &copy);
    assert_null(strstr(buf.data, "a.example"));
    gp_buf_clear(&buf);
}

static void only_what_is_verified_today_says_so(void **state)
{
    gp_section section = hours();
    gp_copy copy = copy_of(&section);

    (void)state;
    section.approval.state = GP_LAPSED;
    assert_reply(&copy, "{answer}\n{verified}", "9 to 20 hours & more.");
    section.approval.state = GP_UNAPPROVED;
    assert_reply(&copy, "{answer}\n{verified}", "9 to 20 hours & more.");
    section.approval.state = GP_APPROVED;
    section.approval.review_by = GP_STR("2026-11-30"); /* yesterday */
    assert_reply(&copy, "{answer}\n{verified}", "9 to 20 hours & more.");
    section.approval.review_by = GP_STR("2026-12-01");
    assert_reply(&copy, "{answer}\n{verified}",
                 "9 to 20 hours & more.\nVerified by Dana <Reyes> on November 2, 2026.");
}

static void a_line_that_would_say_nothing_is_left_out_of_the_reply(void **state)
{
    gp_section section = hours();
    gp_copy copy = copy_of(&section);

    (void)state;
    copy.link = GP_STR("");
    assert_reply(&copy, "Hello.\n\n{answer}\n\nRead more: {link}\nKind regards",
                 "Hello.\n\n9 to 20 hours & more.\n\nKind regards");
}

static void without_words_of_the_site_answer_link_and_verification_stand_alone(void **state)
{
    gp_section section = hours();
    gp_copy copy = copy_of(&section);

    (void)state;
    assert_reply(&copy, "",
                 "9 to 20 hours & more.\n\nhttps://a.example/a/iop#hours\n\nVerified by Dana "
                 "<Reyes> on November 2, 2026.");
}

static void an_answer_that_reads_like_a_word_of_the_reply_is_not_filled_again(void **state)
{
    gp_section section = hours();
    gp_copy copy = copy_of(&section);

    (void)state;
    section.text = GP_STR("Write {link} and {answer}.");
    assert_reply(&copy, "{answer}{answer}", "Write {link} and {answer}.Write {link} and {answer}.");
}

static void text_and_rich_text_say_the_same(void **state)
{
    gp_section section = hours();
    gp_copy copy = copy_of(&section);
    gp_buf buf;

    (void)state;
    gp_buf_init(&buf, 1 << 16);
    gp_copy_text(&buf, &copy);
    assert_string_equal(buf.data, "How many hours a week?\n\n9 to 20 hours & more.\n\nVerified by "
                                  "Dana <Reyes> on November 2, 2026.\n\n"
                                  "https://a.example/a/iop#hours");
    gp_buf_reset(&buf);
    gp_copy_html(&buf, &copy);
    assert_string_equal(
        buf.data, "<p><strong>How many hours a week?</strong></p>\n<p>9 to 20 hours &amp; "
                  "more.</p>\n<p>Verified by Dana &lt;Reyes&gt; on November 2, 2026.</p>\n<p><a "
                  "href=\"https://a.example/a/iop#hours\">https://a.example/a/iop#hours</a></p>");
    gp_buf_reset(&buf);
    copy.link = GP_STR("javascript:alert(1)");
    gp_copy_html(&buf, &copy);
    assert_null(strstr(buf.data, "javascript"));
    gp_buf_clear(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_for_staff_alone_is_no_reply_and_has_no_link),
        cmocka_unit_test(only_what_is_verified_today_says_so),
        cmocka_unit_test(a_line_that_would_say_nothing_is_left_out_of_the_reply),
        cmocka_unit_test(without_words_of_the_site_answer_link_and_verification_stand_alone),
        cmocka_unit_test(an_answer_that_reads_like_a_word_of_the_reply_is_not_filled_again),
        cmocka_unit_test(text_and_rich_text_say_the_same),
    };

    return cmocka_run_group_tests_name("copy", tests, NULL, NULL);
}
