/* check: what is looked at in one article, and how a check ends that cannot be done. */
#include "folder.h"

#include "base/memory.h"

/* ---- checks that cannot be done ------------------------------------------------------------- */

static void a_folder_that_is_not_there_is_not_found(void **state)
{
    folder *f = *state;

    assert_int_equal(run_on(f, "/tmp/gp-check-no-such-folder"), GP_NOT_FOUND);
}

static void a_folder_without_articles_is_not_clean_but_not_found(void **state)
{
    refuses(*state, GP_NOT_FOUND, "no article in it");
}

static void rules_that_cannot_be_read_are_refused_with_their_line(void **state)
{
    folder *f = *state;

    put(f, "a.md", "Text.\n");
    put(f, "guidepost.yaml", "title: x\nsynonyms:\n  - [alone]\n");
    refuses(f, GP_INVALID, "line 3");
}

static void a_rule_switched_off_without_a_reason_is_refused(void **state)
{
    folder *f = *state;

    put(f, "a.md", "Text.\n");
    put(f, "guidepost.yaml", "check:\n  off: {heading-jump: \"\"}\n");
    refuses(f, GP_INVALID, "line 2: check: off: heading-jump: wants a reason");
}

static void switching_off_what_is_no_rule_is_refused(void **state)
{
    folder *f = *state;

    put(f, "a.md", "Text.\n");
    put(f, "guidepost.yaml", "check:\n  off: {heading-jumps: \"why not\"}\n");
    refuses(f, GP_INVALID, "line 2: check: off: heading-jumps is no rule");
}

static void a_rule_that_is_off_finds_nothing_and_says_how_much(void **state)
{
    folder *f = *state;

    put(f, "a.md", "Text.\n\n### Too deep\n\nText.\n");
    put(f, "guidepost.yaml", "check:\n  off: {heading-jump: \"imported like this\"}\n");
    check(f);
    nothing_found(f);
    assert_int_equal(f->report.off, 1);
    assert_int_equal(f->report.rules_off, 1);
}

static void any_failed_allocation_is_said_and_leaks_nothing(void **state)
{
    folder *f = *state;
    gp_status status = GP_NO_MEMORY;

    put(f, "a.md",
        "---\ntitle: A\nsectoins: 1\n---\nSee [b](/a/b#x) and the IOP.\n\n## Why?\n\n![](x.png)\n");
    put(f, "guidepost.yaml",
        "banned: [junkie]\npins:\n  - {section: q, questions: [x]}\nsynonyms:\n  - [a, the]\n");
    for (unsigned long nth = 1; status == GP_NO_MEMORY; nth++) {
        assert_true(nth < 5000);
        gp_arena_clear(&f->arena);
        gp_memory_fail_at(nth, 1);
        status = run_on(f, f->path);
        gp_memory_fail_at(0, 0);
    }
    assert_int_equal(status, GP_OK);
    assert_true(f->report.findings.count > 3);
}

/* ---- files ---------------------------------------------------------------------------------- */

static void a_file_that_the_indexer_refuses_is_a_finding_and_the_others_are_checked(void **state)
{
    folder *f = *state;

    put(f, "a.md", "Good.\n");
    put_bytes(f, "bad.md", GP_STR("Bad \xFF byte.\n"));
    put(f, "front.md", "---\ntitle: x\nkind: novel\n---\nText.\n");
    put(f, "lines.jsonl",
        "{\"id\": \"one\", \"title\": \"One\", \"text\": \"Words.\"}\nnot json\n");
    check(f);
    found(f, GP_RULE_REFUSED, "bad.md", 1, "not UTF-8");
    found(f, GP_RULE_REFUSED, "front.md", 3, "wants guide, post, faq or page");
    found(f, GP_RULE_REFUSED, "lines.jsonl", 2, "");
    counts(f, GP_RULE_REFUSED, 3);
    assert_int_equal(f->report.articles, 2);
}

static void what_the_reader_leaves_out_is_a_finding(void **state)
{
    folder *f = *state;

    put(f, "a.md",
        "---\ntitle: A\nsections:\n  no-such:\n    owner: x\n---\nA "
        "[link](javascript:alert(1)).\n\n"
        "![A photo](gone.png)\n");
    check(f);
    found(f, GP_RULE_NOT_SHOWN, "a.md", 4, "no heading with the anchor no-such");
    found(f, GP_RULE_NOT_SHOWN, "a.md", 7, "");
    found(f, GP_RULE_NOT_SHOWN, "a.md", 1, "gone.png");
}

static void a_draft_is_not_checked_but_counted(void **state)
{
    folder *f = *state;

    put(f, "a.md", "Text.\n");
    put(f, "b.md", "---\nstatus: draft\n---\n### Deep\n");
    check(f);
    nothing_found(f);
    assert_int_equal(f->report.drafts, 1);
}

/* ---- headings and sections ------------------------------------------------------------------ */

static void a_heading_two_levels_below_is_a_jump(void **state)
{
    folder *f = *state;

    put(f, "a.md",
        "# A\n\nText.\n\n## Two\n\nText.\n\n#### Four\n\nText.\n\n## Two again\n\nText.\n");
    put(f, "b.md", "### First\n\nText.\n");
    check(f);
    found(f, GP_RULE_HEADING_JUMP, "a.md", 9, "level 4");
    found(f, GP_RULE_HEADING_JUMP, "b.md", 1, "level 3");
    counts(f, GP_RULE_HEADING_JUMP, 2);
}

static void a_heading_without_text_is_empty_unless_it_heads_others(void **state)
{
    folder *f = *state;

    put(f, "a.md", "Text.\n\n## Heads others\n\n### Full\n\nText.\n\n## Bare\n\n## Last one\n");
    check(f);
    found(f, GP_RULE_EMPTY_SECTION, "a.md", 9, "Bare");
    found(f, GP_RULE_EMPTY_SECTION, "a.md", 11, "Last one");
    counts(f, GP_RULE_EMPTY_SECTION, 2);
}

static void a_section_is_long_above_the_site_s_limit(void **state)
{
    folder *f = *state;

    put(f, "a.md",
        "Text.\n\n## Long\n\nOne two three four five six.\n\n## Short\n\nOne two three.\n");
    check(f);
    counts(f, GP_RULE_LONG_SECTION, 0);
    put(f, "guidepost.yaml", "check: {section_words: 5}\n");
    check(f);
    found(f, GP_RULE_LONG_SECTION, "a.md", 3, "6 words, more than 5");
    counts(f, GP_RULE_LONG_SECTION, 1);
}

static void an_explicit_anchor_given_twice_is_a_duplicate(void **state)
{
    folder *f = *state;

    put(f, "a.md",
        "Text.\n\n## Apples {#x}\n\nText.\n\n## Pears {#x}\n\nText.\n\n## Own {#y}\n\nText.\n");
    check(f);
    found(f, GP_RULE_DUPLICATE_ID, "a.md", 7, "#x-1");
    counts(f, GP_RULE_DUPLICATE_ID, 1);
}

static void an_alias_that_leads_to_two_sections_is_a_duplicate(void **state)
{
    folder *f = *state;

    put(f, "a.md",
        "---\nsections:\n  apples: {aliases: [old, pears]}\n  pears: {aliases: [old]}\n---\n"
        "## Apples\n\nText.\n\n## Pears\n\nText.\n");
    check(f);
    found(f, GP_RULE_DUPLICATE_ID, "a.md", 6, "the alias pears leads to a#apples and to a#pears");
    found(f, GP_RULE_DUPLICATE_ID, "a.md", 6, "the alias old");
    counts(f, GP_RULE_DUPLICATE_ID, 2);
}

static void two_articles_with_one_slug_are_told_with_both_places(void **state)
{
    folder *f = *state;

    put(f, "a.md", "---\nslug: same\n---\nText.\n");
    put(f, "b.md", "---\nslug: same\n---\nText.\n");
    put(f, "c.md", "---\naliases: [same, other]\n---\nText.\n");
    put(f, "d.md", "---\naliases: [other]\n---\nText.\n");
    check(f);
    found(f, GP_RULE_DUPLICATE_ID, "b.md", 1, "a.md:1");
    found(f, GP_RULE_DUPLICATE_ID, "c.md", 1, "the alias same");
    found(f, GP_RULE_DUPLICATE_ID, "d.md", 1, "the alias other");
    counts(f, GP_RULE_DUPLICATE_ID, 3);
}

/* ---- reviews and approvals ------------------------------------------------------------------ */

static void a_review_date_that_has_passed_is_overdue_and_today_s_is_not(void **state)
{
    folder *f = *state;

    put(f, "a.md",
        "---\nreview_by: 2026-06-14\nsections:\n  own: {review_by: 2020-01-01}\n---\nText.\n\n"
        "## Own\n\nText.\n\n## Other\n\nText.\n");
    put(f, "b.md", "---\nreview_by: " TODAY "\n---\nText.\n");
    check(f);
    found(f, GP_RULE_REVIEW_OVERDUE, "a.md", 6, "2026-06-14");
    found(f, GP_RULE_REVIEW_OVERDUE, "a.md", 8, "2020-01-01");
    counts(f, GP_RULE_REVIEW_OVERDUE, 2);
}

static void a_review_date_is_missed_only_where_the_site_asks_for_one(void **state)
{
    folder *f = *state;

    put(f, "a.md", "Text.\n");
    put(f, "b.md", "---\naudience: staff\n---\nText.\n");
    check(f);
    nothing_found(f);
    put(f, "guidepost.yaml", "check: {review_by: true}\n");
    check(f);
    found(f, GP_RULE_REVIEW_MISSING, "a.md", 1, "review_by:");
    counts(f, GP_RULE_REVIEW_MISSING, 1);
}

/* An approval of the section a#why with the text "Because.". */
static void approve(const folder *f, const char *section, const char *review_by)
{
    gp_arena arena;
    char line[600];
    gp_str hash;

    gp_arena_init(&arena, 1 << 16);
    hash = gp_sha256_hex(&arena, GP_STR("Why?\nBecause."));
    (void)snprintf(
        line, sizeof line,
        "{\"section\":\"%s\",\"text_sha256\":\"%.*s\",\"text\":\"Because.\",\"by\":\"Dr. "
        "A\",\"on\":\"2026-01-01\"%s}\n",
        section, GP_STR_ARGS(hash), review_by);
    put(f, "approvals.jsonl", line);
    gp_arena_clear(&arena);
}

static void an_edit_after_an_approval_is_told(void **state)
{
    folder *f = *state;

    approve(f, "a#why", ",\"review_by\":\"2027-01-01\"");
    put(f, "a.md", "Text.\n\n## Why?\n\nBecause.\n");
    check(f);
    nothing_found(f);
    put(f, "a.md", "Text.\n\n## Why?\n\nBecause I say so.\n");
    check(f);
    found(f, GP_RULE_APPROVAL_LAPSED, "a.md", 3, "Dr. A approved it on 2026-01-01");
    counts(f, GP_RULE_APPROVAL_LAPSED, 1);
}

static void an_approval_wants_an_end_and_is_told_when_it_has_passed(void **state)
{
    folder *f = *state;

    put(f, "a.md", "Text.\n\n## Why?\n\nBecause.\n");
    approve(f, "a#why", "");
    check(f);
    found(f, GP_RULE_REVIEW_MISSING, "a.md", 3, "nothing says until when");
    approve(f, "a#why", ",\"review_by\":\"2026-06-01\"");
    check(f);
    found(f, GP_RULE_REVIEW_OVERDUE, "a.md", 3, "the approval of a#why");
    counts(f, GP_RULE_REVIEW_MISSING, 0);
}

static void an_approval_of_a_section_that_is_gone_is_told_with_its_line(void **state)
{
    folder *f = *state;

    put(f, "a.md", "Text.\n\n## Why?\n\nBecause.\n");
    approve(f, "a#wyh", "");
    check(f);
    found(f, GP_RULE_APPROVAL_UNKNOWN, "approvals.jsonl", 1, "a#wyh");
    counts(f, GP_RULE_APPROVAL_UNKNOWN, 1);
}

/* ---- the site as shipped -------------------------------------------------------------------- */

static void the_shipped_corpus_is_clean(void **state)
{
    folder *f = *state;

    assert_int_equal(run_on(f, GP_SOURCE_DIR "/corpus"), GP_OK);
    nothing_found(f);
    assert_true(f->report.sections > 100);
    assert_true(f->report.whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(a_folder_that_is_not_there_is_not_found),
        TEST(a_folder_without_articles_is_not_clean_but_not_found),
        TEST(rules_that_cannot_be_read_are_refused_with_their_line),
        TEST(a_rule_switched_off_without_a_reason_is_refused),
        TEST(switching_off_what_is_no_rule_is_refused),
        TEST(a_rule_that_is_off_finds_nothing_and_says_how_much),
        TEST(any_failed_allocation_is_said_and_leaks_nothing),
        TEST(a_file_that_the_indexer_refuses_is_a_finding_and_the_others_are_checked),
        TEST(what_the_reader_leaves_out_is_a_finding),
        TEST(a_draft_is_not_checked_but_counted),
        TEST(a_heading_two_levels_below_is_a_jump),
        TEST(a_heading_without_text_is_empty_unless_it_heads_others),
        TEST(a_section_is_long_above_the_site_s_limit),
        TEST(an_explicit_anchor_given_twice_is_a_duplicate),
        TEST(an_alias_that_leads_to_two_sections_is_a_duplicate),
        TEST(two_articles_with_one_slug_are_told_with_both_places),
        TEST(a_review_date_that_has_passed_is_overdue_and_today_s_is_not),
        TEST(a_review_date_is_missed_only_where_the_site_asks_for_one),
        TEST(an_edit_after_an_approval_is_told),
        TEST(an_approval_wants_an_end_and_is_told_when_it_has_passed),
        TEST(an_approval_of_a_section_that_is_gone_is_told_with_its_line),
        TEST(the_shipped_corpus_is_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
