/* The stem cache: it must give what the stemmer gives, however many words fight for its slots. */
#include "test.h"

#include "base/memory.h"
#include "text/stem_cache.h"
#include "text/tokenizer.h"

#include <stdlib.h>
#include <string.h>

enum {
    WORDS = 150000 /* more than twice the slots */
};

static void an_unknown_language_is_refused_by_name(void **state)
{
    gp_stem_cache *cache;
    gp_error error;

    (void)state;
    assert_int_equal(gp_stem_cache_open("klingon", &cache, &error), GP_INVALID);
    assert_non_null(strstr(error.text, "klingon"));
    assert_null(cache);
}

static void without_memory_it_does_not_open(void **state)
{
    gp_stem_cache *cache;

    (void)state;
    gp_memory_fail_at(1, 0);
    assert_int_equal(gp_stem_cache_open("en", &cache, NULL), GP_NO_MEMORY);
    gp_memory_fail_at(0, 0);
    assert_null(cache);
    gp_stem_cache_close(cache);
}

/* Consonants that count: "qb", "qc" ..., each a beginning of others, and every other one inflected. Its
 * stem is known: itself, or with "-ake" for "-aked". */
static gp_str word_of(size_t number, char room[GP_FORM_MAX], size_t *stem_size)
{
    bool inflected = number % 2 == 1;
    size_t size = 0;

    room[size++] = 'q';
    for (size_t rest = number; rest > 0; rest /= 19)
        room[size++] = "bcdfghjkmnpqrtvwxzl"[rest % 19];
    if (inflected) {
        memcpy(room + size, "aked", 4);
        size += 4;
    }
    *stem_size = inflected ? size - 1 : size;
    return (gp_str){room, size};
}

static void more_words_than_slots_keep_their_stems(void **state)
{
    gp_stem_cache *cache;

    (void)state;
    assert_int_equal(gp_stem_cache_open("en", &cache, NULL), GP_OK);
    for (size_t i = 0; i < 2 * WORDS; i++) {
        size_t number = i < WORDS ? i : 2 * WORDS - i; /* there and back: the way back meets hits */
        char room[GP_FORM_MAX];
        size_t stem_size;
        gp_str form = word_of(number, room, &stem_size);
        gp_str stem;
        assert_int_equal(gp_stem_cache_find(cache, form, &stem), GP_OK);
        assert_true(gp_str_equal(stem, gp_str_slice(form, 0, stem_size)));
    }
    gp_stem_cache_close(cache);
}

static void assert_stem(gp_stem_cache *cache, const char *form, const char *expected)
{
    gp_str stem;

    for (int round = 0; round < 2; round++) { /* the second from the cache */
        assert_int_equal(gp_stem_cache_find(cache, gp_str_of(form), &stem), GP_OK);
        assert_true(gp_str_equal(stem, gp_str_of(expected)));
    }
}

static void words_at_and_beyond_the_size_of_a_slot_are_stemmed(void **state)
{
    gp_stem_cache *cache;

    (void)state;
    assert_int_equal(gp_stem_cache_open("en", &cache, NULL), GP_OK);
    assert_stem(cache, "electroencephalographic", "electroencephalograph");         /* 23 */
    assert_stem(cache, "counterrevolutionarieses", "counterrevolutionaries");       /* 24 */
    assert_stem(cache, "floccinaucinihilipilifications", "floccinaucinihilipilif"); /* 30 */
    assert_stem(cache, "a", "a");
    gp_stem_cache_close(cache);
}

/* These share a slot (found by trying); the longer one stands in it when the shorter is asked for. */
static void a_word_is_not_mistaken_for_a_longer_one_that_begins_so(void **state)
{
    static const char *const pairs[][2] = {{"qbfrqg", "qb"}, {"qcdcmp", "qc"}, {"qdbqjm", "qd"}};
    gp_stem_cache *cache;

    (void)state;
    assert_int_equal(gp_stem_cache_open("en", &cache, NULL), GP_OK);
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_stem(cache, pairs[i][0], pairs[i][0]);
        assert_stem(cache, pairs[i][1], pairs[i][1]);
    }
    gp_stem_cache_close(cache);
}

static void a_possessive_meets_its_noun(void **state)
{
    static const char *const pairs[][2] = {{"parkinsons", "parkinson"}, {"illnesss", "illness"},
                                           {"bosss", "boss"},           {"familys", "family"},
                                           {"therapys", "therapies"},   {"iops", "iop"}};
    gp_stem_cache *cache;

    (void)state;
    assert_int_equal(gp_stem_cache_open("en", &cache, NULL), GP_OK);
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        char noun[GP_FORM_MAX];
        gp_str stem;
        assert_int_equal(gp_stem_cache_find(cache, gp_str_of(pairs[i][1]), &stem), GP_OK);
        memcpy(noun, stem.data, stem.size);
        noun[stem.size] = '\0';
        assert_stem(cache, pairs[i][0], noun);
    }
    gp_stem_cache_close(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unknown_language_is_refused_by_name),
        cmocka_unit_test(without_memory_it_does_not_open),
        cmocka_unit_test(more_words_than_slots_keep_their_stems),
        cmocka_unit_test(words_at_and_beyond_the_size_of_a_slot_are_stemmed),
        cmocka_unit_test(a_word_is_not_mistaken_for_a_longer_one_that_begins_so),
        cmocka_unit_test(a_possessive_meets_its_noun),
    };

    return cmocka_run_group_tests_name("stem_cache", tests, NULL, NULL);
}
