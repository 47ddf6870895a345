/* What the site's people decided: notices, pins, words of caution; on the sample site's own rules. */
#include "small.h"

#include "base/file.h"
#include "search/rules.h"

#include <fcntl.h>

typedef struct ruled {
    gp_arena arena;
    gp_site site;
    gp_tokenizer *tokenizer;
    gp_rules *rules;
} ruled;

static int open_rules(void **state)
{
    static ruled r;
    gp_error error;
    gp_str yaml;

    memset(&r, 0, sizeof r);
    gp_arena_init(&r.arena, 16 << 20);
    assert_int_equal(gp_file_read(AT_FDCWD, GP_SOURCE_DIR "/corpus/guidepost.yaml", 1 << 20,
                                  &r.arena, &yaml, &error),
                     GP_OK);
    if (gp_site_read_yaml(yaml, &r.arena, &r.site, &error) != GP_OK)
        fail_msg("%s", error.text);
    assert_int_equal(gp_tokenizer_open("en", &r.tokenizer, &error), GP_OK);
    assert_int_equal(gp_rules_open(&r.site, r.tokenizer, &r.arena, &r.rules), GP_OK);
    *state = &r;
    return 0;
}

static int close_rules(void **state)
{
    ruled *r = *state;

    gp_tokenizer_close(r->tokenizer);
    gp_arena_clear(&r->arena);
    return 0;
}

static gp_token_list tokens_of(ruled *r, const char *question)
{
    gp_token_list tokens;

    assert_int_equal(gp_tokenizer_list(r->tokenizer, gp_str_of(question), 600, &r->arena, &tokens),
                     GP_OK);
    return tokens;
}

static void assert_notice(ruled *r, const char *question, const char *id)
{
    gp_token_list tokens = tokens_of(r, question);
    const gp_notice *notice = gp_rules_notice(r->rules, gp_str_of(question), &tokens);
    gp_str got = notice != NULL ? notice->id : GP_STR("none");

    if (!gp_str_equal(got, gp_str_of(id)))
        fail_msg("\"%s\" calls %.*s, not %s", question, GP_STR_ARGS(got), id);
}

static void no_words_call_nothing(void **state)
{
    assert_notice(*state, "", "none");
    assert_notice(*state, "?!", "none");
    assert_notice(*state, "\xFF\xFE", "none");
}

static void misspelled_words_of_crisis_count(void **state)
{
    static const char *const questions[] = {"suicde",
                                            "sucidal",
                                            "suiside",
                                            "my son overdoes on pills",
                                            "overdoze",
                                            "overdosse",
                                            "over dose od",
                                            "seziure",
                                            "he had a siezure",
                                            "she is unconcious",
                                            "naloxne give naloxone",
                                            "convulsoins"};

    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
        assert_notice(*state, questions[i], "crisis");
}

static void words_of_crisis_call_it_in_any_form_and_case(void **state)
{
    static const char *const questions[] = {"I WANT TO DIE",
                                            "he od'd",
                                            "he OD\342\200\231d last night",
                                            "overdosing",
                                            "my brother is not breathing",
                                            "she's going to kill herself",
                                            "how do i use narcan",
                                            "don\xE2\x80\x99t want to live",
                                            "Suicide?",
                                            "blue lips and won't wake up",
                                            "delirium tremens"};

    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
        assert_notice(*state, questions[i], "crisis");
}

static void harmless_words_call_nothing(void **state)
{
    static const char *const questions[] = {
        "odd hours",           "i work odd hours",   "how many hours is iop",
        "iop vs php",          "overdue bill",       "decide",
        "dosage of hope",      "aid for college",    "do i sleep there",
        "breathing exercises", "living with my son", "dieting",
        "dog at the meeting",  "odds of relapse"};

    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
        assert_notice(*state, questions[i], "none");
}

static void excepted_phrases_are_no_alarm_but_words_beside_them_are(void **state)
{
    assert_notice(*state, "overdose prevention training", "none");
    assert_notice(*state, "when is overdose awareness day", "none");
    assert_notice(*state, "narcan training", "none");
    assert_notice(*state, "overdose prevention training after my overdose", "crisis");
    assert_notice(*state, "post-acute withdrawal", "none");
    assert_notice(*state, "post-acute withdrawal and cold turkey", "withdrawal");
    /* an exception must stand as it is: a misspelled one is looked at as words */
    assert_notice(*state, "overdose prevnetion trainig", "crisis");
}

static void of_two_notices_the_gravest_is_shown(void **state)
{
    assert_notice(*state, "withdrawal", "withdrawal");
    assert_notice(*state, "withdrawl symptoms", "withdrawal");
    assert_notice(*state, "seizure in withdrawal", "crisis");
    assert_notice(*state, "withdrawal then a seizure", "crisis");
}

static void a_phrase_may_stand_at_either_end_of_a_long_question(void **state)
{
    ruled *r = *state;
    gp_buf buf;

    gp_buf_init(&buf, 4000);
    for (int i = 0; i < 200; i++)
        gp_buf_add_text(&buf, "and then ");
    gp_buf_add_text(&buf, "he wants to die");
    assert_notice(r, buf.data, "crisis");
    gp_buf_clear(&buf);
}

static void without_an_index_a_notice_is_found_too(void **state)
{
    ruled *r = *state;
    const gp_notice *notice =
        gp_notice_for(&r->site, r->tokenizer, GP_STR("sucidal thoughts"), &r->arena);

    assert_non_null(notice);
    assert_str(notice->id, "crisis");
    assert_null(gp_notice_for(&r->site, r->tokenizer, GP_STR("opening hours"), &r->arena));
}

static void without_memory_the_notice_is_shown_to_be_safe(void **state)
{
    ruled *r = *state;
    gp_arena tiny;
    const gp_notice *notice;

    gp_arena_init(&tiny, 64);
    notice = gp_notice_for(&r->site, r->tokenizer, GP_STR("opening hours"), &tiny);
    assert_non_null(notice);
    assert_str(notice->id, "crisis");
    gp_arena_clear(&tiny);
}

static void the_built_in_site_has_a_crisis_notice(void **state)
{
    ruled *r = *state;
    gp_site site;

    assert_int_equal(gp_site_default(&r->arena, &site), GP_OK);
    assert_non_null(gp_notice_for(&site, r->tokenizer, GP_STR("overdose"), &r->arena));
    assert_non_null(gp_notice_for(&site, r->tokenizer, GP_STR("sucide"), &r->arena));
}

static void assert_pin(ruled *r, const char *question, const char *section)
{
    gp_token_list tokens = tokens_of(r, question);

    assert_str(gp_rules_pin(r->rules, &tokens), section);
}

static void a_pin_holds_for_its_words_in_any_order_and_inflection(void **state)
{
    const char *hours = "iop-vs-inpatient#how-many-hours-a-week-is-an-iop";

    assert_pin(*state, "how many hours is iop", hours);
    assert_pin(*state, "IOP: how many hours???", hours);
    assert_pin(*state, "iop hour", hours);
}

static void a_pin_holds_for_no_other_question(void **state)
{
    assert_pin(*state, "", "");
    assert_pin(*state, "how many is the", "");
    assert_pin(*state, "iop hours in newark", "");
    assert_pin(*state, "iop", "");
}

static void a_word_of_caution_is_found_in_any_inflection_never_misspelled(void **state)
{
    static const struct {
        const char *text;
        bool caution;
    } cases[] = {{"is outpatient detox ok", true},
                 {"the dose", true},
                 {"Withdrawals", true},
                 {"stop  taking", true},
                 {"taking stop", false},
                 {"hours a week", false},
                 {"withdrawel", false},
                 {"", false}};
    ruled *r = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gp_token_list tokens = tokens_of(r, cases[i].text);
        if (gp_rules_caution(r->rules, &tokens) != cases[i].caution)
            fail_msg("\"%s\"", cases[i].text);
    }
}

static void rules_open_or_say_that_memory_is_short(void **state)
{
    ruled *r = *state;
    gp_status status = GP_NO_MEMORY;
    gp_arena arena;
    gp_rules *rules;

    for (size_t limit = 64; status != GP_OK; limit += limit / 8 + 8) {
        gp_arena_init(&arena, limit);
        status = gp_rules_open(&r->site, r->tokenizer, &arena, &rules);
        assert_true(status == GP_OK || status == GP_NO_MEMORY);
        gp_arena_clear(&arena);
    }
}

#define RULED(name) cmocka_unit_test_setup_teardown(name, open_rules, close_rules)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULED(no_words_call_nothing),
        RULED(misspelled_words_of_crisis_count),
        RULED(words_of_crisis_call_it_in_any_form_and_case),
        RULED(harmless_words_call_nothing),
        RULED(excepted_phrases_are_no_alarm_but_words_beside_them_are),
        RULED(of_two_notices_the_gravest_is_shown),
        RULED(a_phrase_may_stand_at_either_end_of_a_long_question),
        RULED(without_an_index_a_notice_is_found_too),
        RULED(without_memory_the_notice_is_shown_to_be_safe),
        RULED(the_built_in_site_has_a_crisis_notice),
        RULED(a_pin_holds_for_its_words_in_any_order_and_inflection),
        RULED(a_pin_holds_for_no_other_question),
        RULED(a_word_of_caution_is_found_in_any_inflection_never_misspelled),
        RULED(rules_open_or_say_that_memory_is_short),
    };
    return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
