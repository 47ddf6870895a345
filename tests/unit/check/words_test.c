/* check: words: questions asked twice, acronyms, banned words, reading grade, keys, synonyms. */
#include "folder.h"

#include "check/lint.h"
#include "index/change.h"

/* ---- questions ------------------------------------------------------------------------------ */

static void one_question_at_two_sections_is_told_however_it_is_worded(void **state)
{
    folder *f = *state;

    put(f, "a.md", "Text.\n\n## How long does treatment last?\n\nText.\n\n## Cost\n\nText.\n");
    put(f, "b.md",
        "---\nsections:\n  time: {questions: [\"how long will my treatment last\"]}\n---\nText.\n\n"
        "## Time\n\nText.\n\n## Cost\n\nText.\n");
    check(f);
    found(f, GP_RULE_DUPLICATE_QUESTION, "b.md", 7, "a#how-long-does-treatment-last");
    found(f, GP_RULE_DUPLICATE_QUESTION, "b.md", 11, "a.md:7");
    counts(f, GP_RULE_DUPLICATE_QUESTION, 2);
}

static void questions_that_ask_for_something_else_are_kept_apart(void **state)
{
    folder *f = *state;

    put(f, "a.md",
        "---\nsections:\n  does-treatment-really-work: {questions: [\"does treatment really "
        "work\"]}\n"
        "---\nText.\n\n## Does treatment really work?\n\nText.\n\n"
        "## How does treatment really work?\n\nText.\n\n"
        "## Why call a doctor?\n\nText.\n\n## When do I call a doctor?\n\nText.\n\n"
        "## How much does it cost?\n\nText.\n\n## What if the cost is too high for me?\n\nText.\n\n"
        "## Can I not drink wine?\n\nText.\n\n## Can I drink wine?\n\nText.\n");
    put(f, "b.md", "---\naudience: staff\n---\nText.\n\n## When do I call a doctor?\n\nText.\n");
    check(f);
    nothing_found(f);
}

/* ---- acronyms ------------------------------------------------------------------------------- */

static void an_acronym_that_nothing_explains_is_told_once_an_article(void **state)
{
    folder *f = *state;

    put(f, "a.md", "Text.\n\nThe XQZ is\nhere. XQZs and PQR.\n\n## The PQR\n\nText.\n");
    put(f, "b.md", "XQZ.\n");
    check(f);
    found(f, GP_RULE_UNDEFINED_ACRONYM, "a.md", 3, "XQZ is explained nowhere");
    found(f, GP_RULE_UNDEFINED_ACRONYM, "a.md", 4, "PQR");
    found(f, GP_RULE_UNDEFINED_ACRONYM, "b.md", 1, "XQZ");
    counts(f, GP_RULE_UNDEFINED_ACRONYM, 3);
}

static void an_acronym_explained_anywhere_or_known_to_all_is_fine(void **state)
{
    folder *f = *state;

    put(f, "a.md",
        "The IOP, the XQZ, the PQR, a CBT; DO NOT STOP in NJ, USA. Part II of "
        "<https://example.org/ABC> is a PDF. KLM's and BBBBBBB.\n");
    put(f, "b.md", "An intensive outpatient program (IOP).\n");
    put(f, "glossary.md", "Text.\n\n## XQZ, what nobody knows\n\nText.\n");
    put(f, "guidepost.yaml",
        "synonyms:\n  - [cbt, cognitive therapy]\ncheck: {acronyms: [PQR, KLM]}\n");
    check(f);
    nothing_found(f);
}

/* ---- banned words, reading grade ------------------------------------------------------------ */

static void a_banned_word_is_told_wherever_readers_meet_it(void **state)
{
    folder *f = *state;

    put(f, "guidepost.yaml",
        "banned:\n  - junkie\n  - {word: clean time, say: time in recovery}\n");
    put(f, "a.md",
        "---\ntitle: For Junkies\nsections: {why: {questions: [\"a junkie asks\"], synonyms: "
        "[junkie]}}\n---\nText.\n\n## Why?\n\nAll\n\nof your Clean-Time counts.\n");
    put(f, "b.md", "Junk food, cleaning time, a clean sort of time.\n");
    check(f);
    found(f, GP_RULE_BANNED_WORD, "a.md", 1, "\"Junkies\"");
    found(f, GP_RULE_BANNED_WORD, "a.md", 7, "\"junkie\"");
    found(f, GP_RULE_BANNED_WORD, "a.md", 11, "say \"time in recovery\"");
    counts(f, GP_RULE_BANNED_WORD, 3);
}

static void a_list_of_banned_words_is_validated(void **state)
{
    folder *f = *state;

    put(f, "a.md", "Text.\n");
    put(f, "guidepost.yaml", "title: x\nbanned:\n  - {say: something}\n");
    refuses(f, GP_INVALID, "line 3: banned: wants words");
    put(f, "guidepost.yaml", "banned: junkie\n");
    refuses(f, GP_INVALID, "line 1: banned: wants a list");
    put(f, "guidepost.yaml", "check: {reading_grade: high}\n");
    refuses(f, GP_INVALID, "line 1: check: reading_grade: wants a number");
    put(f, "guidepost.yaml", "check: [x]\n");
    refuses(f, GP_INVALID, "line 1: check: wants keys");
    put(f, "guidepost.yaml", "check: {off: [x]}\n");
    refuses(f, GP_INVALID, "line 1: check: off: wants");
}

static void the_grade_is_flesch_and_kincaid_s(void **state)
{
    (void)state;
    assert_true(gp_reading_grade(0, 0, 0) == 0);
    /* 100 words, 5 sentences, 150 syllables: .39 * 20 + 11.8 * 1.5 - 15.59 */
    assert_true(gp_reading_grade(100, 5, 150) > 9.9 && gp_reading_grade(100, 5, 150) < 9.92);
}

static void syllables_are_counted_as_they_are_spoken(void **state)
{
    static const struct {
        const char *word;
        size_t syllables;
    } words[] = {{"the", 1},      {"help", 1},       {"helped", 1},     {"wanted", 2}, {"care", 1},
                 {"table", 2},    {"treatment", 2},  {"recovery", 4},   {"hours", 1},  {"988", 1},
                 {"services", 3}, {"medication", 4}, {"outpatient", 3}, {"e", 1},      {"le", 1}};

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t got = gp_syllables(gp_str_of(words[i].word));
        if (got != words[i].syllables)
            fail_msg("%s: %zu", words[i].word, got);
    }
}

static void an_article_is_hard_above_the_site_s_grade(void **state)
{
    folder *f = *state;
    char text[4000] = "Text.\n\n";

    for (int i = 0; i < 12; i++)
        (void)strcat(text, "Notwithstanding considerable organizational responsibilities, "
                           "multidisciplinary professionals occasionally recommend additional "
                           "psychological examinations.\n\n");
    put(f, "a.md", text);
    check(f);
    found(f, GP_RULE_READING_GRADE, "a.md", 1, "above 12");
    put(f, "guidepost.yaml", "check: {reading_grade: 0}\n");
    check(f);
    nothing_found(f);
}

/* ---- keys ----------------------------------------------------------------------------------- */

static void a_key_a_slip_or_two_away_is_told_and_other_unknown_keys_are_not(void **state)
{
    folder *f = *state;

    put(f, "a.md",
        "---\ntitel: A\ntag: [x]\nlayout: post\ndraft: false\nmy_own_key: 1\nsections:\n"
        "  why:\n    qestions: [x]\n---\nText.\n\n## Why?\n\nBecause.\n");
    put(f, "guidepost.yaml",
        "tilte: x\nsynonym:\n  - [a, b]\nnotices:\n"
        "  - {id: a, title: b, text: c, phrases: [d], exept: [e]}\n"
        "check: {section_word: 3}\n");
    check(f);
    found(f, GP_RULE_KEY_TYPO, "a.md", 2, "did you mean title:?");
    found(f, GP_RULE_KEY_TYPO, "a.md", 3, "did you mean tags:?");
    found(f, GP_RULE_KEY_TYPO, "a.md", 9, "did you mean questions:?");
    found(f, GP_RULE_KEY_TYPO, "guidepost.yaml", 1, "did you mean title:?");
    found(f, GP_RULE_KEY_TYPO, "guidepost.yaml", 2, "did you mean synonyms:?");
    found(f, GP_RULE_KEY_TYPO, "guidepost.yaml", 5, "did you mean except:?");
    found(f, GP_RULE_KEY_TYPO, "guidepost.yaml", 6, "did you mean section_words:?");
    counts(f, GP_RULE_KEY_TYPO, 7);
}

/* ---- synonyms ------------------------------------------------------------------------------- */

static void synonyms_that_cannot_work_are_told(void **state)
{
    folder *f = *state;

    put(f, "a.md", "Text.\n");
    put(f, "guidepost.yaml",
        "synonyms:\n  - [alpha, of the]\n  - [beta, Beta]\n  - [gamma, \"--\"]\n"
        "  - [delta, epsilon]\n  - [zeta, delta]\n");
    check(f);
    found(f, GP_RULE_SYNONYM_INVALID, "guidepost.yaml", 2, "\"of the\" is function words only");
    found(f, GP_RULE_SYNONYM_INVALID, "guidepost.yaml", 3, "stands twice in its group");
    found(f, GP_RULE_SYNONYM_INVALID, "guidepost.yaml", 4, "has no word in it");
    found(f, GP_RULE_SYNONYM_REPEATED, "guidepost.yaml", 6, "stands in the group of line 5, too");
    assert_int_equal(f->report.findings.count, 4);
}

/* ---- size ------------------------------------------------------------------------------------- */

static void the_largest_file_of_the_shortest_words_is_checked_to_its_end(void **state)
{
    folder *f = *state;
    size_t size = GP_TEXT_FILE_MAX;
    char *text = malloc(size);

    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = i % 2 == 0 ? 'a' : i % 1000 == 999 ? '\n' : ' ';
    put_bytes(f, "a.md", (gp_str){text, size});
    free(text);
    check(f);
    assert_int_equal(f->report.articles, 1);
    found(f, GP_RULE_LONG_SECTION, "a.md", 1, "has 524288 words");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(one_question_at_two_sections_is_told_however_it_is_worded),
        TEST(questions_that_ask_for_something_else_are_kept_apart),
        TEST(an_acronym_that_nothing_explains_is_told_once_an_article),
        TEST(an_acronym_explained_anywhere_or_known_to_all_is_fine),
        TEST(a_banned_word_is_told_wherever_readers_meet_it),
        TEST(a_list_of_banned_words_is_validated),
        TEST(the_grade_is_flesch_and_kincaid_s),
        TEST(syllables_are_counted_as_they_are_spoken),
        TEST(an_article_is_hard_above_the_site_s_grade),
        TEST(a_key_a_slip_or_two_away_is_told_and_other_unknown_keys_are_not),
        TEST(the_largest_file_of_the_shortest_words_is_checked_to_its_end),
        TEST(synonyms_that_cannot_work_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
