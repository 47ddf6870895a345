/* Counting forms and stems: up when put, down when dropped, exactly. */
#include "test.h"

#include "base/memory.h"
#include "store/vocabulary.h"

#include <stdio.h>

static void count(gp_vocabulary *vocabulary, const char *form, const char *stem)
{
    assert_int_equal(gp_vocabulary_count(vocabulary, gp_str_of(form), gp_str_of(stem)), GP_OK);
}

/* "form/stem=sections ..." in order. */
static void assert_table(gp_vocabulary *vocabulary, const gp_vocabulary_table *table,
                         const char *expected)
{
    const gp_vocabulary_word *words;
    size_t n;
    gp_buf buf;

    assert_int_equal(gp_vocabulary_sorted(vocabulary, table, &words, &n), GP_OK);
    gp_buf_init(&buf, 1 << 20);
    gp_buf_add_text(&buf, "");
    for (size_t i = 0; i < n; i++)
        gp_buf_printf(&buf, "%s%.*s/%.*s=%u", i > 0 ? " " : "", GP_STR_ARGS(words[i].text),
                      GP_STR_ARGS(words[i].stem), words[i].sections);
    assert_string_equal(buf.data != NULL ? buf.data : "", expected);
    gp_buf_clear(&buf);
}

static void no_words_give_no_list(void **state)
{
    gp_vocabulary vocabulary;

    (void)state;
    gp_vocabulary_init(&vocabulary);
    assert_table(&vocabulary, &vocabulary.forms, "");
    assert_table(&vocabulary, &vocabulary.stems, "");
    gp_vocabulary_clear(&vocabulary);
}

static void a_word_counts_once_a_section(void **state)
{
    gp_vocabulary vocabulary;

    (void)state;
    gp_vocabulary_init(&vocabulary);
    gp_vocabulary_section(&vocabulary, 1);
    count(&vocabulary, "horse", "hors");
    count(&vocabulary, "horses", "hors"); /* another form of a stem that is counted already */
    count(&vocabulary, "horse", "hors");
    gp_vocabulary_section(&vocabulary, 1);
    count(&vocabulary, "horses", "hors");
    count(&vocabulary, "a", "a");
    assert_table(&vocabulary, &vocabulary.forms, "a/a=1 horse/hors=1 horses/hors=2");
    assert_table(&vocabulary, &vocabulary.stems, "a/=1 hors/=2");
    gp_vocabulary_clear(&vocabulary);
}

static void dropping_a_section_undoes_putting_it(void **state)
{
    gp_vocabulary vocabulary;

    (void)state;
    gp_vocabulary_init(&vocabulary);
    gp_vocabulary_section(&vocabulary, 1);
    count(&vocabulary, "horse", "hors");
    count(&vocabulary, "zebra", "zebra");
    gp_vocabulary_section(&vocabulary, 1);
    count(&vocabulary, "horses", "hors");
    gp_vocabulary_section(&vocabulary, -1);
    count(&vocabulary, "horse", "hors");
    count(&vocabulary, "zebra", "zebra");
    count(&vocabulary, "zebra", "zebra");
    assert_table(&vocabulary, &vocabulary.forms, "horses/hors=1");
    assert_table(&vocabulary, &vocabulary.stems, "hors/=1");
    gp_vocabulary_section(&vocabulary, -1);
    count(&vocabulary, "horses", "hors");
    assert_table(&vocabulary, &vocabulary.forms, "");
    assert_table(&vocabulary, &vocabulary.stems, "");
    gp_vocabulary_clear(&vocabulary);
}

static void dropping_what_was_never_put_stays_at_none(void **state)
{
    gp_vocabulary vocabulary;

    (void)state;
    gp_vocabulary_init(&vocabulary);
    gp_vocabulary_section(&vocabulary, -1);
    count(&vocabulary, "horse", "hors");
    assert_table(&vocabulary, &vocabulary.forms, "");
    gp_vocabulary_section(&vocabulary, 1);
    count(&vocabulary, "horse", "hors");
    assert_table(&vocabulary, &vocabulary.forms, "horse/hors=1");
    gp_vocabulary_clear(&vocabulary);
}

static void counts_of_an_index_are_gone_on_with(void **state)
{
    gp_vocabulary vocabulary;

    (void)state;
    gp_vocabulary_init(&vocabulary);
    assert_int_equal(gp_vocabulary_load(&vocabulary, GP_STR("horse"), GP_STR("hors"), 7), GP_OK);
    assert_int_equal(gp_vocabulary_load(&vocabulary, GP_STR("hors"), GP_STR(""), 9), GP_OK);
    gp_vocabulary_section(&vocabulary, 1);
    count(&vocabulary, "horse", "hors");
    assert_table(&vocabulary, &vocabulary.forms, "horse/hors=8");
    assert_table(&vocabulary, &vocabulary.stems, "hors/=10");
    gp_vocabulary_clear(&vocabulary);
}

/* More words than the tables begin with, of every length up to the longest. */
static void many_words_are_all_kept_apart(void **state)
{
    enum {
        WORDS = 20000
    };
    gp_vocabulary vocabulary;
    const gp_vocabulary_word *words;
    size_t n;

    (void)state;
    gp_vocabulary_init(&vocabulary);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < WORDS; i++) {
            char form[65];
            char stem[16];
            (void)snprintf(form, sizeof form, "%0*zu", 5 + (int)(i % 60), i);
            (void)snprintf(stem, sizeof stem, "s%zu", i / 4);
            gp_vocabulary_section(&vocabulary, 1);
            count(&vocabulary, form, stem);
        }
    }
    assert_int_equal(gp_vocabulary_sorted(&vocabulary, &vocabulary.forms, &words, &n), GP_OK);
    assert_int_equal(n, WORDS);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(words[i].sections, 2);
        assert_true(i == 0 || gp_str_compare(words[i - 1].text, words[i].text) < 0);
    }
    assert_int_equal(gp_vocabulary_sorted(&vocabulary, &vocabulary.stems, &words, &n), GP_OK);
    assert_int_equal(n, WORDS / 4);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(words[i].sections, 8);
    gp_vocabulary_clear(&vocabulary);
}

static gp_status fill(gp_vocabulary *vocabulary)
{
    const gp_vocabulary_word *words;
    size_t n;
    gp_status status = GP_OK;

    for (size_t i = 0; i < 9000 && status == GP_OK; i++) {
        char form[16];
        (void)snprintf(form, sizeof form, "w%zu", i);
        gp_vocabulary_section(vocabulary, 1);
        status = gp_vocabulary_count(vocabulary, gp_str_of(form), gp_str_of(form));
    }
    if (status == GP_OK)
        status = gp_vocabulary_load(vocabulary, GP_STR("x"), GP_STR("y"), 1);
    if (status == GP_OK)
        status = gp_vocabulary_sorted(vocabulary, &vocabulary->forms, &words, &n);
    if (status == GP_OK)
        assert_int_equal(n, 9001);
    return status;
}

static void without_memory_it_says_so(void **state)
{
    unsigned long n = 0;
    bool reached = true;

    (void)state;
    while (reached) {
        gp_vocabulary vocabulary;
        gp_status status;
        gp_vocabulary_init(&vocabulary);
        gp_memory_fail_at(++n, 0);
        status = fill(&vocabulary);
        reached = gp_memory_count() >= n;
        gp_memory_fail_at(0, 0);
        assert_int_equal(status, reached ? GP_NO_MEMORY : GP_OK);
        gp_vocabulary_clear(&vocabulary);
    }
    assert_true(n > 5);
}

static void words_met_again_count_as_if_they_came_one_by_one(void **state)
{
    const gp_str forms[] = {GP_STR("runs"), GP_STR("cat"), GP_STR("runs"), GP_STR("new")};
    uint32_t stems[4];
    gp_vocabulary vocabulary;

    (void)state;
    gp_vocabulary_init(&vocabulary);
    gp_vocabulary_section(&vocabulary, 1);
    gp_vocabulary_meet(&vocabulary, forms, 4, stems);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(stems[i], GP_VOCABULARY_NEW);
    count(&vocabulary, "run", "run");
    count(&vocabulary, "runs", "run");
    count(&vocabulary, "cat", "cat");
    gp_vocabulary_section(&vocabulary, 1);
    gp_vocabulary_meet(&vocabulary, forms, 4, stems);
    assert_int_equal(stems[0], 0);
    assert_int_equal(stems[1], 1);
    assert_int_equal(stems[2], 0);
    assert_int_equal(stems[3], GP_VOCABULARY_NEW);
    assert_table(&vocabulary, &vocabulary.forms, "cat/cat=2 run/run=1 runs/run=2");
    assert_table(&vocabulary, &vocabulary.stems, "cat/=2 run/=2");
    gp_vocabulary_clear(&vocabulary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_words_give_no_list),
        cmocka_unit_test(a_word_counts_once_a_section),
        cmocka_unit_test(dropping_a_section_undoes_putting_it),
        cmocka_unit_test(dropping_what_was_never_put_stays_at_none),
        cmocka_unit_test(counts_of_an_index_are_gone_on_with),
        cmocka_unit_test(many_words_are_all_kept_apart),
        cmocka_unit_test(words_met_again_count_as_if_they_came_one_by_one),
        cmocka_unit_test(without_memory_it_says_so),
    };

    return cmocka_run_group_tests_name("vocabulary", tests, NULL, NULL);
}
