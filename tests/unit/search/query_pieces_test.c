/* A question cut into plain, quoted and excluded stretches. */
#include "test.h"

#include "base/memory.h"
#include "search/query_pieces.h"

#include <string.h>

/* The pieces as text, each behind its role's mark and in brackets: "[plain]+[quoted]-[excluded]". */
static void assert_split(gp_str text, const char *expected, bool expected_open)
{
    static const char *const marks[] = {"", "?", "+", "-"};
    gp_piece_list pieces = {NULL, 0, 0};
    bool open = !expected_open;
    gp_arena arena;
    gp_buf buf;

    gp_arena_init(&arena, 1 << 20);
    gp_buf_init(&buf, 1 << 16);
    assert_int_equal(gp_query_split(text, &arena, &pieces, &open), GP_OK);
    gp_buf_add_text(&buf, "");
    for (size_t i = 0; i < pieces.count; i++)
        gp_buf_printf(&buf, "%s[%.*s]", marks[pieces.items[i].role],
                      GP_STR_ARGS(pieces.items[i].text));
    assert_string_equal(buf.size > 0 ? buf.data : "", expected);
    assert_int_equal(open, expected_open);
    gp_buf_clear(&buf);
    gp_arena_clear(&arena);
}

typedef struct split {
    const char *text, *expected;
    bool open;
} split;

static void assert_splits(const split *splits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_split(gp_str_of(splits[i].text), splits[i].expected, splits[i].open);
}

#define ASSERT_SPLITS(splits) assert_splits(splits, sizeof splits / sizeof splits[0])

static void nothing_is_cut_into_nothing(void **state)
{
    (void)state;
    assert_split((gp_str){NULL, 0}, "", false);
    assert_split(GP_STR(""), "", false);
}

/* Each ends where the array does: a look beyond it would show. */
static void marks_at_the_very_end_are_not_read_beyond(void **state)
{
    static const char *const ends[] = {"-",         "\"",         "-\"",      "\xE2",
                                       "\xE2\x80",  "-\xE2\x80",  "a -",      "a -b",
                                       "a -bc",     "a -bcd",     "-\"\"",    "\"\"",
                                       "a \"\xE2",  "--",         "---",      "-\xE2\x80\x9C",
                                       "\"a\" -\"", "\"a\"\"b\"", "-\"a\xFF", "\xE2\x80\x9C"};
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        gp_piece_list pieces = {NULL, 0, 0};
        size_t size = strlen(ends[i]);
        char *exact = gp_alloc(size);
        bool open;
        assert_non_null(exact);
        memcpy(exact, ends[i], size);
        assert_int_equal(gp_query_split((gp_str){exact, size}, &arena, &pieces, &open), GP_OK);
        for (size_t j = 0; j < pieces.count; j++)
            assert_true(pieces.items[j].text.data >= exact &&
                        pieces.items[j].text.data + pieces.items[j].text.size <= exact + size);
        gp_free(exact);
    }
    gp_arena_clear(&arena);
}

static void without_memory_it_says_so(void **state)
{
    unsigned long n = 0;
    bool reached = true;

    (void)state;
    while (reached) {
        gp_piece_list pieces = {NULL, 0, 0};
        gp_arena arena;
        gp_status status;
        bool open;
        gp_arena_init(&arena, 1 << 20);
        gp_memory_fail_at(++n, 0);
        status =
            gp_query_split(GP_STR("a \"b\" -cde f \"g\" -\"h\" -ijk l"), &arena, &pieces, &open);
        reached = gp_memory_count() >= n;
        gp_memory_fail_at(0, 0);
        assert_int_equal(status, reached ? GP_NO_MEMORY : GP_OK);
        gp_arena_clear(&arena);
    }
    assert_true(n > 1);
}

static void plain_words_are_one_piece(void **state)
{
    static const split splits[] = {{"is detox safe", "[is detox safe]", true},
                                   {"is detox safe ", "[is detox safe ]", false},
                                   {"detox\n", "[detox\n]", false},
                                   {"\xFF\xFE", "[\xFF\xFE]", true}};

    (void)state;
    ASSERT_SPLITS(splits);
}

static void quoted_words_must_stand(void **state)
{
    static const split splits[] = {
        {"\"step away\"", "+[step away]", false},
        {"can i \"step away\" now", "[can i ]+[step away][ now]", true},
        {"\"one\"\"two\"", "+[one]+[two]", false},
        {"\xE2\x80\x9Cstep away\xE2\x80\x9D", "+[step away]", false},
        {"\xE2\x80\x9Estep away\xE2\x80\x9C x", "+[step away][ x]", true},
        {"\xE2\x80\x9Cstep away\" x", "+[step away][ x]", true}, /* of two kinds */
        {"a \"\" b", "[a ][ b]", true}};

    (void)state;
    ASSERT_SPLITS(splits);
}

static void a_lone_quotation_mark_says_nothing(void **state)
{
    static const split splits[] = {{"say \"hello to", "[say \"hello to]", true},
                                   {"\"", "[\"]", true},
                                   {"\"a b\" c \"d e", "+[a b][ c \"d e]", true},
                                   {"a \xE2\x80\x9Cz", "[a \xE2\x80\x9Cz]", true},
                                   {"a -\"safe home", "[a ]-[safe][ home]", true},
                                   {"a -\"b c", "[a -\"b c]", true}};

    (void)state;
    ASSERT_SPLITS(splits);
}

static void a_minus_behind_a_blank_excludes_a_word(void **state)
{
    static const split splits[] = {{"detox -home", "[detox ]-[home]", false},
                                   {"-home detox", "-[home][ detox]", true},
                                   {"a\t-bcd\n-efg", "[a\t]-[bcd][\n]-[efg]", false},
                                   {"-home ", "-[home][ ]", false},
                                   {"detox -co-occurring x", "[detox ]-[co-occurring][ x]", true}};

    (void)state;
    ASSERT_SPLITS(splits);
}

static void a_minus_before_quoted_words_excludes_them_all(void **state)
{
    static const split splits[] = {
        {"detox -\"safe home\" x", "[detox ]-[safe home][ x]", true},
        {"detox -\xE2\x80\x9Csafe home\xE2\x80\x9D", "[detox ]-[safe home]", false},
        {"detox -\"a cab\" x", "[detox ]-[a cab][ x]", true},
        {"detox -\xE2\x80\x9C"
         "a cab\xE2\x80\x9D",
         "[detox ]-[a cab]", false},
        {"detox -\"\" x", "[detox ][ x]", true}};

    (void)state;
    ASSERT_SPLITS(splits);
}

static void other_minuses_exclude_nothing(void **state)
{
    static const split splits[] = {{"co-occurring", "[co-occurring]", true},
                                   {"safe - home", "[safe - home]", true},
                                   {"rm -o file", "[rm -o file]", true},
                                   {"rm -rf file", "[rm -rf file]", true},
                                   {"a --home", "[a --home]", true},
                                   {"a -", "[a -]", true},
                                   {"a -bc", "[a -bc]", true},
                                   {"(-home)", "[(-home)]", true}};

    (void)state;
    ASSERT_SPLITS(splits);
}

/* Two letters of two bytes are two letters. */
static void letters_are_counted_not_bytes(void **state)
{
    static const split splits[] = {{"a -n\xC3\xA9 b", "[a -n\xC3\xA9 b]", true},
                                   {"a -\xC3\xA9\xC3\xA9 b", "[a -\xC3\xA9\xC3\xA9 b]", true},
                                   {"a -n\xC3\xA9"
                                    "e b",
                                    "[a ]-[n\xC3\xA9"
                                    "e][ b]",
                                    true}};

    (void)state;
    ASSERT_SPLITS(splits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_cut_into_nothing),
        cmocka_unit_test(marks_at_the_very_end_are_not_read_beyond),
        cmocka_unit_test(without_memory_it_says_so),
        cmocka_unit_test(plain_words_are_one_piece),
        cmocka_unit_test(quoted_words_must_stand),
        cmocka_unit_test(a_lone_quotation_mark_says_nothing),
        cmocka_unit_test(a_minus_behind_a_blank_excludes_a_word),
        cmocka_unit_test(a_minus_before_quoted_words_excludes_them_all),
        cmocka_unit_test(other_minuses_exclude_nothing),
        cmocka_unit_test(letters_are_counted_not_bytes),
    };

    return cmocka_run_group_tests_name("query_pieces", tests, NULL, NULL);
}
