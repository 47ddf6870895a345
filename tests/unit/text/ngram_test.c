/* Character 4-grams: how many, which are equal, and that no bytes lead beyond the array. */
#include "test.h"

#include "base/memory.h"
#include "text/ngram.h"

#include <string.h>

/* The grams of an exact copy into exactly the room promised: what reads or writes beyond shows. */
static size_t grams_of(const char *bytes, size_t size, uint32_t keys[GP_NGRAM_MAX])
{
    char *copy = gp_alloc(size);
    uint32_t *room = gp_alloc(GP_NGRAM_MAX * sizeof *room);
    size_t count;

    assert_non_null(copy);
    assert_non_null(room);
    memcpy(copy, bytes, size);
    count = gp_ngrams((gp_str){copy, size}, room);
    assert_true(count <= GP_NGRAM_MAX);
    memcpy(keys, room, count * sizeof *keys);
    gp_free(room);
    gp_free(copy);
    return count;
}

static size_t count_of(const char *form)
{
    uint32_t keys[GP_NGRAM_MAX];

    return grams_of(form, strlen(form), keys);
}

static size_t shared(const char *one, const char *other)
{
    uint32_t left[GP_NGRAM_MAX];
    uint32_t right[GP_NGRAM_MAX];
    size_t left_count = grams_of(one, strlen(one), left);
    size_t right_count = grams_of(other, strlen(other), right);
    size_t count = 0;

    for (size_t i = 0; i < left_count; i++) {
        for (size_t j = 0; j < right_count; j++)
            count += left[i] == right[j];
    }
    return count;
}

static void an_empty_form_has_no_grams(void **state)
{
    uint32_t keys[GP_NGRAM_MAX];

    (void)state;
    assert_int_equal(gp_ngrams((gp_str){NULL, 0}, keys), 0);
    assert_int_equal(count_of(""), 0);
}

static void any_bytes_stay_within_the_room(void **state)
{
    static const char *const broken[] = {"\xFF", "\xE2\x82", "abc\xC3", "\xF0\x9F\x98", "\x80\x80"};
    char bytes[4 * GP_FORM_MAX];
    uint32_t keys[GP_NGRAM_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
        assert_true(count_of(broken[i]) > 0);
    for (int byte = 0; byte < 256; byte++) {
        memset(bytes, byte, sizeof bytes);
        for (size_t size = 1; size <= sizeof bytes; size++)
            assert_true(grams_of(bytes, size, keys) > 0);
    }
}

static void the_longest_form_is_taken_whole_and_a_longer_one_cut(void **state)
{
    char form[GP_FORM_MAX + 2];
    uint32_t longest[GP_NGRAM_MAX];
    uint32_t longer[GP_NGRAM_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof form; i++)
        form[i] = (char)('a' + i % 26);
    assert_int_equal(grams_of(form, GP_FORM_MAX, longest), GP_FORM_MAX - 1);
    assert_int_equal(grams_of(form, sizeof form, longer), GP_FORM_MAX - 1);
    assert_memory_equal(longest, longer, (GP_FORM_MAX - 1) * sizeof *longest);
}

static void short_words_have_one_gram_and_each_further_letter_adds_one(void **state)
{
    (void)state;
    assert_int_equal(count_of("a"), 1);
    assert_int_equal(count_of("ab"), 1);
    assert_int_equal(count_of("abc"), 2);
    assert_int_equal(count_of("insured"), 6);
    assert_int_equal(shared("a", "b"), 0);
    assert_int_equal(shared("ab", "ba"), 0);
}

static void letters_are_counted_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(count_of("\xC5\xBElu\xC5\xA5"), 3);                 /* four letters */
    assert_int_equal(count_of("\xE6\x88\x92"), 1);                       /* one */
    assert_int_equal(shared("caf\xC3\xA9", "cafe"), 1);                  /* _caf */
    assert_int_equal(shared("\xC3\xA9\xC3\xA9", "\xC3\xA9\xC3\xA9"), 1); /* itself */
}

static void related_spellings_share_their_common_stretches(void **state)
{
    (void)state;
    assert_int_equal(shared("insured", "insurance"), 3); /* _ins insu nsur */
    assert_int_equal(shared("insured", "insured"), 6);
    assert_int_equal(shared("insured", "detox"), 0);
}

static void the_ends_of_a_word_are_part_of_its_grams(void **state)
{
    (void)state;
    assert_int_equal(shared("red", "redo"), 1);    /* _red, but not red_ */
    assert_int_equal(shared("red", "sacred"), 1);  /* red_, but not _red */
    assert_int_equal(shared("abcd", "xabcdx"), 1); /* abcd */
}

static void grams_come_in_order_and_equal_ones_have_equal_keys(void **state)
{
    uint32_t keys[GP_NGRAM_MAX];
    uint32_t first[GP_NGRAM_MAX];

    (void)state;
    assert_int_equal(grams_of("aaaaaa", 6, keys), 5); /* _aaa aaaa aaaa aaaa aaa_ */
    assert_int_equal(keys[1], keys[2]);
    assert_int_equal(keys[1], keys[3]);
    assert_int_not_equal(keys[0], keys[1]);
    assert_int_not_equal(keys[4], keys[1]);
    assert_int_not_equal(keys[0], keys[4]);
    assert_int_equal(grams_of("aaab", 4, first), 3);
    assert_int_equal(first[0], keys[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_form_has_no_grams),
        cmocka_unit_test(any_bytes_stay_within_the_room),
        cmocka_unit_test(the_longest_form_is_taken_whole_and_a_longer_one_cut),
        cmocka_unit_test(short_words_have_one_gram_and_each_further_letter_adds_one),
        cmocka_unit_test(letters_are_counted_not_bytes),
        cmocka_unit_test(related_spellings_share_their_common_stretches),
        cmocka_unit_test(the_ends_of_a_word_are_part_of_its_grams),
        cmocka_unit_test(grams_come_in_order_and_equal_ones_have_equal_keys),
    };

    return cmocka_run_group_tests_name("ngram", tests, NULL, NULL);
}
