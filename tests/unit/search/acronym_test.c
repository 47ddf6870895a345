/* What a question's acronyms mean, and letters that are one word. */
#include "small.h"

#include "search/weights.h"

static small *acronyms_open(void)
{
    static small s;
    gp_document *document;
    gp_build *build;
    gp_buf json;

    memset(&s, 0, sizeof s);
    gp_arena_init(&s.arena, 16 << 20);
    gp_arena_init(&s.request, 16 << 20);
    assert_int_equal(gp_hash_init(), GP_OK);
    assert_int_equal(gp_site_read_yaml(gp_str_of(small_yaml), &s.arena, &s.site, NULL), GP_OK);
    assert_int_equal(gp_tokenizer_open("en", &s.tokenizer, NULL), GP_OK);
    assert_int_equal(gp_synonyms_open(&s.site, s.tokenizer, &s.arena, &s.synonyms), GP_OK);
    assert_int_equal(gp_memory_begin(&build, NULL), GP_OK);
    document = small_document(&s, "care", "Levels of care", GP_GUIDE);
    (void)small_section(&s, document, "iop", "What is an IOP?",
                        "An intensive outpatient program (IOP) is 9 hours a week.");
    (void)small_section(&s, document, "php", "What is a PHP?",
                        "A partial hospitalization program (PHP) is day care. PHP costs more.");
    (void)small_section(&s, document, "days", "How many days is day care?",
                        "PHP is five days a week, and PHP days are long days.");
    (void)small_section(&s, document, "mat", "Medicines",
                        "Medication-assisted treatment (M.A.T.) lowers cravings.");
    (void)small_section(&s, document, "na", "Meetings",
                        "NA meetings are free. N.A. is a fellowship.");
    (void)small_section(&s, document, "other", "Other", "Parking is behind the house.");
    small_put(&s, build, document);
    document = small_document(&s, "staff", "Notes", GP_PAGE);
    document->audience = GP_STAFF;
    (void)small_section(&s, document, "", "", "The secret code word (SCW). SCW is changed weekly.");
    small_put(&s, build, document);
    gp_buf_init(&json, 1 << 20);
    gp_site_write_json(&s.site, &json);
    assert_int_equal(gp_build_site(build, gp_buf_str(&json), NULL), GP_OK);
    gp_buf_clear(&json);
    assert_int_equal(gp_memory_publish(build, GP_PUBLIC, &s.store, NULL), GP_OK);
    assert_int_equal(gp_searcher_open(s.store, NULL, &s.searcher, NULL), GP_OK);
    return &s;
}

static int open_small(void **state)
{
    *state = acronyms_open();
    return 0;
}

#define ACRONYMS(name) cmocka_unit_test_setup_teardown(name, open_small, small_close)

static gp_query parse(small *s, const char *question)
{
    gp_query_request request = {.question = gp_str_of(question), .synonyms = &s->synonyms};
    gp_query query;

    gp_arena_clear(&s->request);
    assert_int_equal(gp_query_parse(&request, s->store, s->tokenizer, &s->request, &query), GP_OK);
    return query;
}

static void the_first_hit_says_what_an_acronym_stands_for(void **state)
{
    gp_results results = small_ask(*state, "php days");

    assert_true(results.hits.count >= 2);
    assert_int_equal(results.hits.items[0].why.count, 1);
    assert_str(results.hits.items[0].why.items[0], "PHP = partial hospitalization program");
    for (size_t i = 1; i < results.hits.count; i++)
        assert_int_equal(results.hits.items[i].why.count, 0);
    results = small_ask(*state, "how much do PHPs cost");
    assert_str(results.hits.items[0].why.items[0], "PHP = partial hospitalization program");
    results = small_ask(*state, "parking");
    assert_int_equal(results.hits.items[0].why.count, 0);
}

static void a_hit_without_the_acronym_says_nothing_of_it(void **state)
{
    gp_results results = small_ask(*state, "parking behind the house or php");

    assert_str(results.hits.items[0].id, "care#other");
    assert_int_equal(results.hits.items[0].why.count, 0);
}

static void what_the_sites_synonyms_say_is_not_said_again(void **state)
{
    gp_results results = small_ask(*state, "iop");

    assert_str(results.hits.items[0].id, "care#iop");
    assert_int_equal(results.hits.items[0].why.count, 1);
    assert_str(results.hits.items[0].why.items[0], "IOP = intensive outpatient program");
}

static void an_acronym_the_index_lacks_finds_its_long_form(void **state)
{
    gp_query query = parse(*state, "mat");
    gp_results results;

    assert_int_equal(query.count, 1);
    assert_int_equal(query.terms[0].form_count, 2);
    assert_int_equal(query.terms[0].forms[1].stem_count, 3);
    assert_true(query.terms[0].forms[1].weight <= GP_WEIGHT_SYNONYM);
    results = small_ask(*state, "mat");
    assert_str(results.hits.items[0].id, "care#mat");
    assert_int_equal(results.corrected.size, 0);
    assert_int_equal(results.hits.items[0].why.count, 1);
    assert_str(results.hits.items[0].why.items[0], "MAT = Medication-assisted treatment");
}

static void an_acronym_the_index_holds_ranks_by_itself_alone(void **state)
{
    gp_query query = parse(*state, "php");

    assert_int_equal(query.terms[0].form_count, 1);
    assert_non_null(query.info[0].acronym);
}

static void staff_acronyms_mean_nothing_to_visitors(void **state)
{
    gp_query query = parse(*state, "scw");

    assert_null(query.info[0].acronym);
    assert_int_equal(query.terms[0].form_count, 1);
}

static void letters_are_one_word_where_the_index_holds_it(void **state)
{
    static const char *const questions[] = {"P.H.P.",  "p h p",      "p.h.p",  "is p. h. p. a day",
                                            "a p h p", "is P.H.P a", "i p h p"};

    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        gp_query query = parse(*state, questions[i]);
        size_t found = 0;
        for (size_t j = 0; j < query.count; j++) {
            found += gp_str_equal(query.info[j].stem, GP_STR("php"));
            assert_false(gp_str_equal(query.info[j].stem, GP_STR("h")));
            if (gp_str_equal(query.info[j].stem, GP_STR("php"))) {
                assert_int_equal(query.terms[j].role, GP_SHOULD);
                assert_int_equal(query.terms[j].form_count, 2);
            }
        }
        assert_int_equal(found, 1);
    }
    assert_str(small_ask(*state, "n.a. meetings").hits.items[0].id, "care#na");
    assert_str(small_ask(*state, "p h p").hits.items[0].why.items[0],
               "PHP = partial hospitalization program");
}

static void other_letters_stay_as_they_are(void **state)
{
    static const char *const questions[] = {"x p h p", "p-h-p", "p, h, p", "n a.", "p h", "a i"};

    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        gp_query query = parse(*state, questions[i]);
        for (size_t j = 0; j < query.count; j++)
            assert_false(query.info[j].stem.size > 1 && i != 3);
    }
    assert_int_equal(parse(*state, "a n a").count, 2); /* "a", and "na" */
}

static void any_run_of_letters_is_a_query(void **state)
{
    char question[512];

    for (size_t step = 1; step < 4; step++) {
        for (size_t i = 0; i < sizeof question - 1; i++)
            question[i] = i % 2 == 1 ? ". "[i / 2 % step != 0] : "ainph"[i / 2 % 5];
        question[sizeof question - 1] = '\0';
        assert_true(parse(*state, question).count > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACRONYMS(the_first_hit_says_what_an_acronym_stands_for),
        ACRONYMS(a_hit_without_the_acronym_says_nothing_of_it),
        ACRONYMS(what_the_sites_synonyms_say_is_not_said_again),
        ACRONYMS(an_acronym_the_index_lacks_finds_its_long_form),
        ACRONYMS(an_acronym_the_index_holds_ranks_by_itself_alone),
        ACRONYMS(staff_acronyms_mean_nothing_to_visitors),
        ACRONYMS(letters_are_one_word_where_the_index_holds_it),
        ACRONYMS(other_letters_stay_as_they_are),
        ACRONYMS(any_run_of_letters_is_a_query),
    };

    return cmocka_run_group_tests_name("acronyms", tests, NULL, NULL);
}
