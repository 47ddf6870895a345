/* How a question becomes weighted terms. */
#include "small.h"

#include "search/weights.h"

#include <math.h>

static gp_query parse_as(small *s, gp_str question, bool typing)
{
    gp_query_request request = {.question = question, .synonyms = &s->synonyms, .typing = typing};
    gp_query query;

    gp_arena_clear(&s->request);
    assert_int_equal(gp_query_parse(&request, s->store, s->tokenizer, &s->request, &query), GP_OK);
    return query;
}

static gp_query parse(small *s, const char *question)
{
    return parse_as(s, gp_str_of(question), false);
}

/* The terms as text: role mark, then the forms' stems, forms divided by "/", terms by blanks. */
static void assert_terms(const gp_query *query, const char *expected)
{
    static const char *const marks[] = {"", "?", "+", "-"};
    gp_buf buf;

    gp_buf_init(&buf, 1 << 16);
    for (size_t i = 0; i < query->count; i++) {
        const gp_match_term *term = &query->terms[i];
        gp_buf_printf(&buf, "%s%s", i > 0 ? " " : "", marks[term->role]);
        for (size_t j = 0; j < term->form_count; j++) {
            gp_buf_add_text(&buf, j > 0 ? "/" : "");
            for (size_t k = 0; k < term->forms[j].stem_count; k++)
                gp_buf_printf(&buf, "%s%.*s", k > 0 ? "_" : "",
                              GP_STR_ARGS(term->forms[j].stems[k]));
        }
    }
    assert_string_equal(buf.size > 0 ? buf.data : "", expected);
    gp_buf_clear(&buf);
}

static void assert_parsed(small *s, const char *question, const char *expected)
{
    gp_query query = parse(s, question);

    assert_terms(&query, expected);
}

static void nothing_is_a_query_without_terms(void **state)
{
    assert_parsed(*state, "", "");
    assert_parsed(*state, " \n\t ", "");
    assert_parsed(*state, "?! ... -- \"\"", "");
}

static void hostile_bytes_become_replacement_characters(void **state)
{
    static const char bytes[] = "slee\xFFp\0home \xE2\x80 \x01\x1B[31m";
    gp_query query = parse_as(*state, (gp_str){bytes, sizeof bytes - 1}, false);

    assert_true(query.count > 0);
    for (size_t i = 0; i < query.text.size; i++)
        assert_true((unsigned char)query.text.data[i] >= 0x20);
}

static void a_question_is_cut_at_a_characters_edge(void **state)
{
    char long_one[GP_QUESTION_MAX + 50];
    gp_query query;

    memset(long_one, 'a', sizeof long_one);
    memcpy(long_one + GP_QUESTION_MAX - 1, "\xE2\x80\x94", 3);
    query = parse_as(*state, (gp_str){long_one, sizeof long_one}, false);
    assert_int_equal(query.text.size, GP_QUESTION_MAX - 1);
    assert_int_equal(query.count, 1);
    memset(long_one, 'a', sizeof long_one);
    query = parse_as(*state, (gp_str){long_one, GP_QUESTION_MAX}, false);
    assert_int_equal(query.text.size, GP_QUESTION_MAX);
}

static void quoted_words_must_stand_together(void **state)
{
    assert_parsed(*state, "\"outpatient detox\" group", "+outpati_detox group");
    assert_parsed(*state, "\xE2\x80\x9Coutpatient detox\xE2\x80\x9D group", "+outpati_detox group");
    assert_parsed(*state, "\"An IOP is at least 9 hours of service a week\"",
                  "+an_iop_is_at_least_9_hour_of");
}

static void quoted_words_that_stand_nowhere_together_are_plain_words(void **state)
{
    assert_parsed(*state, "\"safe home\" group", "safe home group");
    assert_parsed(*state, "my \"outpatient\" ghost", "?my +outpati ghost");
}

static void a_lone_quotation_mark_says_nothing(void **state)
{
    assert_parsed(*state, "safe \"home group", "safe home group");
    assert_parsed(*state, "\"", "");
}

static void a_minus_before_a_word_excludes_it(void **state)
{
    assert_parsed(*state, "group -home", "group -home");
    assert_parsed(*state, "group -\"safe home\"", "group -safe_home");
    assert_parsed(*state, "-home", "-home");
    assert_parsed(*state, "group\t-home\tsafe", "group -home safe");
    assert_parsed(*state, "group\n-home\nsafe", "group -home safe");
}

static void hyphens_and_dashes_do_not_exclude(void **state)
{
    assert_parsed(*state, "safe-home", "safe home");
    assert_parsed(*state, "safe - home", "safe home");
    assert_parsed(*state, "safe --home", "safe home");
    assert_parsed(*state, "home -", "home");
}

static void apostrophes_join_and_words_are_stemmed(void **state)
{
    assert_parsed(*state, "Don't", "?dont");
    assert_parsed(*state, "meetings", "meet");
    assert_parsed(*state, "don\xE2\x80\x99t", "?dont");
}

static void function_words_and_negations_make_no_candidate_alone(void **state)
{
    gp_query query = parse(*state, "do i not sleep there");

    assert_terms(&query, "?do ?i ?not sleep ?there");
    assert_true(query.info[2].stop && !query.info[3].stop);
    /* a negation keeps its full weight, a function word does not */
    assert_true(fabs(query.info[2].weight - query.info[2].idf) < 1e-9);
    assert_true(fabs(query.info[0].weight - query.info[0].idf * GP_WEIGHT_STOP) < 1e-9);
}

static void a_word_said_twice_is_one_term(void **state)
{
    assert_parsed(*state, "home HOME homes group", "home group");
}

/* A story of 50 words that no section holds and 22 that some do. */
static gp_query parse_story(small *s, const char *end)
{
    static const char known[] = "meeting group intensive outpatient program treatment home hours "
                                "iop service week programs taper session sleep place people safe "
                                "sober work doctor spray ";
    gp_query query;
    gp_buf buf;

    gp_buf_init(&buf, GP_QUESTION_MAX);
    for (int i = 0; i < 50; i++)
        gp_buf_printf(&buf, "wort%c%c the of and ", 'a' + i / 10, 'a' + i % 10);
    gp_buf_add_text(&buf, known);
    gp_buf_add_text(&buf, end);
    query = parse_as(s, gp_buf_str(&buf), false);
    gp_buf_clear(&buf);
    return query;
}

static void of_a_story_the_weightiest_words_that_the_index_knows_stay(void **state)
{
    gp_query query = parse_story(*state, "-ghost");
    bool excluded = false;

    assert_int_equal(query.count, GP_STORY_TERMS);
    for (size_t i = 0; i < query.count; i++) {
        assert_false(gp_str_starts(query.info[i].shown, GP_STR("wort")));
        assert_false(query.info[i].stop);
        assert_false(gp_str_equal(query.info[i].shown, GP_STR("meeting"))); /* in most sections */
        excluded |= query.terms[i].role == GP_MUST_NOT;
    }
    assert_true(excluded);
}

static void of_a_story_the_words_of_its_question_weigh_more(void **state)
{
    gp_query told = parse_story(*state, ". Naloxone.");
    double before = 0;
    gp_query asked;

    for (size_t i = 0; i < told.count; i++)
        before += gp_str_equal(told.info[i].shown, GP_STR("naloxone")) ? told.info[i].weight : 0;
    assert_true(before > 0);
    asked = parse_story(*state, ". Naloxone?");
    for (size_t i = 0; i < asked.count; i++) {
        if (gp_str_equal(asked.info[i].shown, GP_STR("naloxone")))
            assert_true(fabs(asked.info[i].weight - GP_WEIGHT_ASKED * before) < 1e-9);
    }
}

static void a_short_question_keeps_what_the_index_does_not_know(void **state)
{
    assert_parsed(*state, "sleep wortaa", "sleep wortaa");
}

static void an_unfinished_last_word_is_completed_while_typing(void **state)
{
    gp_query query = parse_as(*state, GP_STR("safe slee"), true);

    assert_terms(&query, "safe slee/sleep");
    assert_true(query.terms[1].forms[1].weight < 1);
    query = parse_as(*state, GP_STR("safe slee "), true); /* finished by the blank */
    assert_terms(&query, "safe slee");
    query = parse_as(*state, GP_STR("safe s"), true); /* too short */
    assert_terms(&query, "safe s");
    query = parse_as(*state, GP_STR("safe -slee"), true); /* not a plain word */
    assert_terms(&query, "safe -slee");
}

static void unasked_only_a_long_unknown_word_is_completed(void **state)
{
    assert_parsed(*state, "safe slee", "safe slee/sleep");
    assert_parsed(*state, "safe sle", "safe sle");
    assert_parsed(*state, "safe home", "safe home");
}

static void synonyms_work_both_ways_and_say_why(void **state)
{
    gp_query query = parse(*state, "iop");

    assert_terms(&query, "iop/intens_outpati_program");
    assert_str(query.info[0].why[0], "");
    assert_str(query.info[0].why[1], "iop = intensive outpatient program");
    assert_true(fabs((double)(query.terms[0].forms[1].weight - GP_WEIGHT_SYNONYM)) < 1e-6);
    query = parse(*state, "intensive outpatient program");
    assert_terms(&query, "intens outpati program iop");
    assert_true(query.info[3].extra);
    assert_str(query.info[3].why[0], "intensive outpatient program = iop");
    query = parse(*state, "sons");
    assert_terms(&query, "son/kid/child");
}

static void what_is_extra_is_not_asked_for(void **state)
{
    gp_query with = parse(*state, "intensive outpatient program");
    double asked = 0;

    for (size_t i = 0; i < 3; i++)
        asked += with.info[i].weight;
    assert_true(fabs(with.upper - asked) < 1e-9);
    with = parse(*state, "home -sleep");
    assert_true(fabs(with.upper - with.info[0].weight) < 1e-9);
}

static void excluded_and_quoted_words_call_no_synonyms(void **state)
{
    assert_parsed(*state, "group -iop", "group -iop");
    assert_parsed(*state, "\"iop\"", "+iop");
}

static void rare_words_weigh_more_and_none_less_than_nothing(void **state)
{
    (void)state;
    assert_true(gp_query_idf(100, 1) > gp_query_idf(100, 50));
    assert_true(gp_query_idf(100, 100) > 0);
    assert_true(gp_query_idf(10, 4000) > 0); /* a frequency that cannot be is cut */
    assert_true(gp_query_idf(0, 0) > 0);
}

static gp_query parse_with_spelling(small *s, const char *question)
{
    static gp_spelling spelling;
    gp_query_request request = {.synonyms = &s->synonyms, .spelling = &spelling};
    gp_query query;
    size_t count;
    const gp_word *words = gp_store_vocabulary(s->store, &count);

    request.question = gp_str_of(question);
    spelling = (gp_spelling){0};
    for (size_t i = 0; i < count; i++)
        assert_int_equal(gp_spelling_add(&spelling, words[i].form, words[i].sections, &s->arena),
                         GP_OK);
    gp_spelling_seal(&spelling);
    gp_arena_clear(&s->request);
    assert_int_equal(gp_query_parse(&request, s->store, s->tokenizer, &s->request, &query), GP_OK);
    return query;
}

static void words_written_together_or_apart_are_met(void **state)
{
    assert_parsed(*state, "outpatientdetox", "outpatientdetox/outpati_detox");
    assert_parsed(*state, "out patient detox", "?out patient/outpati detox");
    assert_parsed(*state, "homeghost", "homeghost");
}

static void a_misspelled_word_is_met_by_the_word_it_means(void **state)
{
    gp_query query = parse_with_spelling(*state, "Nalaxone, outpateint!");

    assert_terms(&query, "nalaxon/naloxon outpateint/outpati");
    assert_str(query.corrected, "naloxone, outpatient!");
    assert_str(query.info[0].shown, "naloxone");
    assert_true(fabs(query.info[0].weight - GP_WEIGHT_CORRECTION * query.info[0].idf) < 1e-9);
    query = parse_with_spelling(*state, "naloxone parking");
    assert_int_equal(query.corrected.size, 0); /* parking is a word, if not of this index */
}

static void without_spelling_nothing_is_corrected(void **state)
{
    gp_query query = parse(*state, "nalaxone");

    assert_terms(&query, "nalaxon");
    assert_int_equal(query.corrected.size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SMALL(nothing_is_a_query_without_terms),
        SMALL(hostile_bytes_become_replacement_characters),
        SMALL(a_question_is_cut_at_a_characters_edge),
        SMALL(quoted_words_must_stand_together),
        SMALL(a_lone_quotation_mark_says_nothing),
        SMALL(a_minus_before_a_word_excludes_it),
        SMALL(hyphens_and_dashes_do_not_exclude),
        SMALL(apostrophes_join_and_words_are_stemmed),
        SMALL(function_words_and_negations_make_no_candidate_alone),
        SMALL(a_word_said_twice_is_one_term),
        SMALL(quoted_words_that_stand_nowhere_together_are_plain_words),
        SMALL(of_a_story_the_weightiest_words_that_the_index_knows_stay),
        SMALL(of_a_story_the_words_of_its_question_weigh_more),
        SMALL(a_short_question_keeps_what_the_index_does_not_know),
        SMALL(words_written_together_or_apart_are_met),
        SMALL(a_misspelled_word_is_met_by_the_word_it_means),
        SMALL(without_spelling_nothing_is_corrected),
        SMALL(an_unfinished_last_word_is_completed_while_typing),
        SMALL(unasked_only_a_long_unknown_word_is_completed),
        SMALL(synonyms_work_both_ways_and_say_why),
        SMALL(what_is_extra_is_not_asked_for),
        SMALL(excluded_and_quoted_words_call_no_synonyms),
        SMALL(rare_words_weigh_more_and_none_less_than_nothing),
    };
    return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
