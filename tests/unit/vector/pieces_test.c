/* Word pieces over a small vocabulary: broken vocabularies first, then any bytes, then the best
 * cut. */
#include "test.h"

#include "base/memory.h"
#include "base/buf.h"
#include "vector/pieces.h"

#include <stdlib.h>
#include <string.h>

enum {
    COUNT_MAX = 24
};

#define BLANK "\xE2\x96\x81"

typedef struct small {
    gp_vocabulary vocabulary;
    double scores[COUNT_MAX];
    uint32_t offsets[COUNT_MAX + 1];
    char bytes[256];
} small;

static gp_pieces_scratch *scratch;

static void begin(small *self)
{
    memset(self, 0, sizeof *self);
    self->vocabulary.scores = self->scores;
    self->vocabulary.offsets = self->offsets;
    self->vocabulary.bytes = self->bytes;
}

static uint16_t add(small *self, const char *piece, double score)
{
    size_t id = self->vocabulary.count++, size = strlen(piece);

    memcpy(self->bytes + self->offsets[id], piece, size);
    self->offsets[id + 1] = self->offsets[id] + (uint32_t)size;
    self->scores[id] = score;
    return (uint16_t)id;
}

/* The six reserved ids, spelled like text, which they must never match. */
static void add_reserved(small *self)
{
    static const char *const names[] = {"a", "b", "c", "d", "e", "f"};

    for (size_t i = 0; i < GP_PIECES_RESERVED; i++)
        (void)add(self, names[i], 0);
}

static gp_pieces *open_small(const small *self)
{
    gp_pieces *pieces;

    assert_int_equal(gp_pieces_open(&self->vocabulary, &pieces, NULL), GP_OK);
    return pieces;
}

static void assert_cut(const gp_pieces *pieces, const char *text, const uint16_t *ids, size_t count)
{
    uint16_t found[GP_PIECES_MAX];

    assert_int_equal(gp_pieces_cut(pieces, gp_str_of(text), scratch, found), count);
    assert_memory_equal(found, ids, count * sizeof ids[0]);
}

#define ASSERT_CUT(pieces, text, ...)                                                              \
    do {                                                                                           \
        const uint16_t expected[] = {__VA_ARGS__};                                                 \
        assert_cut(pieces, text, expected, sizeof expected / sizeof expected[0]);                  \
    } while (0)

static void a_vocabulary_of_reserved_ids_only_is_refused(void **state)
{
    gp_pieces *pieces;
    gp_error error;
    small v;

    (void)state;
    begin(&v);
    add_reserved(&v);
    assert_int_equal(gp_pieces_open(&v.vocabulary, &pieces, &error), GP_CORRUPT);
    assert_null(pieces);
    gp_pieces_close(pieces);
}

static void pieces_that_are_empty_long_or_no_text_are_refused(void **state)
{
    static const char *const wrong[] = {
        "", "\xFF", "ab\xE2\x96",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"};
    gp_error error;
    gp_pieces *pieces;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        small v;
        begin(&v);
        add_reserved(&v);
        (void)add(&v, wrong[i], -1);
        assert_int_equal(gp_pieces_open(&v.vocabulary, &pieces, &error), GP_CORRUPT);
        assert_non_null(strstr(error.text, "piece 6"));
    }
}

static void offsets_that_fall_or_lead_outside_are_refused(void **state)
{
    gp_pieces *pieces;
    small v;

    (void)state;
    begin(&v);
    add_reserved(&v);
    (void)add(&v, "ab", -1);
    v.offsets[3] = 60;
    assert_int_equal(gp_pieces_open(&v.vocabulary, &pieces, NULL), GP_CORRUPT);
    v.offsets[3] = 1;
    assert_int_equal(gp_pieces_open(&v.vocabulary, &pieces, NULL), GP_CORRUPT);
}

static void without_memory_it_does_not_open(void **state)
{
    gp_pieces *pieces;
    small v;

    (void)state;
    begin(&v);
    add_reserved(&v);
    (void)add(&v, "ab", -1);
    for (unsigned long nth = 1; nth <= 4; nth++) {
        gp_memory_fail_at(nth, 0);
        assert_int_equal(gp_pieces_open(&v.vocabulary, &pieces, NULL), GP_NO_MEMORY);
        assert_null(pieces);
    }
    gp_memory_fail_at(0, 0);
}

static void no_text_has_no_pieces(void **state)
{
    uint16_t ids[GP_PIECES_MAX];
    gp_pieces *pieces;
    small v;

    (void)state;
    begin(&v);
    add_reserved(&v);
    (void)add(&v, BLANK, -1);
    pieces = open_small(&v);
    assert_int_equal(gp_pieces_cut(pieces, (gp_str){NULL, 0}, scratch, ids), 0);
    gp_pieces_close(pieces);
}

static void reserved_ids_stand_for_no_text_and_unknown_ones_count_once_a_run(void **state)
{
    uint16_t blank, x;
    gp_pieces *pieces;
    small v;

    (void)state;
    begin(&v);
    add_reserved(&v);
    blank = add(&v, BLANK, -1);
    x = add(&v, "x", -1);
    pieces = open_small(&v);
    ASSERT_CUT(pieces, "abc", blank, 0);
    ASSERT_CUT(pieces, "ax\xFF\xFE\xC3x", blank, 0, x, 0, x);
    ASSERT_CUT(pieces, "\xF0\x9F\x98\x80\xE4\xB8\xAD", blank, 0);
    ASSERT_CUT(pieces, " x", blank, blank, x);
    gp_pieces_close(pieces);
}

static void the_largest_sum_wins_over_the_longest_piece(void **state)
{
    uint16_t blank, x, y, xy, yz;
    gp_pieces *pieces;
    small v;

    (void)state;
    begin(&v);
    add_reserved(&v);
    blank = add(&v, BLANK, -1);
    x = add(&v, "x", -2);
    y = add(&v, "y", -2);
    xy = add(&v, "xy", -3);
    (void)add(&v, "z", -2);
    yz = add(&v, "yz", -2);
    (void)add(&v, "xyz", -9);
    pieces = open_small(&v);
    ASSERT_CUT(pieces, "xy", blank, xy);
    ASSERT_CUT(pieces, "xyz", blank, x, yz);
    ASSERT_CUT(pieces, "yx", blank, y, x);
    gp_pieces_close(pieces);
}

static void a_piece_listed_twice_counts_as_the_later(void **state)
{
    uint16_t blank, later;
    gp_pieces *pieces;
    small v;

    (void)state;
    begin(&v);
    add_reserved(&v);
    blank = add(&v, BLANK, -1);
    (void)add(&v, "x", -1);
    later = add(&v, "x", -5);
    pieces = open_small(&v);
    ASSERT_CUT(pieces, "x", blank, later);
    gp_pieces_close(pieces);
}

static void text_is_compared_as_nfkc(void **state)
{
    uint16_t blank, e, f, i, marked;
    gp_pieces *pieces;
    small v;

    (void)state;
    begin(&v);
    add_reserved(&v);
    blank = add(&v, BLANK, -1);
    e = add(&v, "\xC3\xA9", -1);
    f = add(&v, "f", -1);
    i = add(&v, "i", -1);
    marked = add(&v, "\xE1\xBB\x87", -1); /* e, dot below, circumflex */
    pieces = open_small(&v);
    ASSERT_CUT(pieces, "\xC3\xA9", blank, e);
    ASSERT_CUT(pieces, "e\xCC\x81", blank, e);
    ASSERT_CUT(pieces, "\xEF\xAC\x81", blank, f, i);
    ASSERT_CUT(pieces, "\xE3\x80\x80\xEF\xBD\x86", blank, blank, f);
    /* the marks in either order */
    ASSERT_CUT(pieces, "e\xCC\x82\xCC\xA3", blank, marked);
    ASSERT_CUT(pieces, "e\xCC\xA3\xCC\x82", blank, marked);
    gp_pieces_close(pieces);
}

static void a_long_text_gives_the_first_128(void **state)
{
    uint16_t ids[GP_PIECES_MAX], x;
    gp_pieces *pieces;
    gp_buf text;
    small v;

    (void)state;
    begin(&v);
    add_reserved(&v);
    (void)add(&v, BLANK, -9);
    (void)add(&v, "x", -9);
    x = add(&v, BLANK "x", -1);
    pieces = open_small(&v);
    gp_buf_init(&text, 1 << 20);
    gp_buf_add_byte(&text, 'x');
    while (text.size < 100000)
        gp_buf_add(&text, GP_STR(" x"));
    assert_int_equal(gp_pieces_cut(pieces, gp_buf_str(&text), scratch, ids), GP_PIECES_MAX);
    for (size_t i = 0; i < GP_PIECES_MAX; i++)
        assert_int_equal(ids[i], x);
    gp_buf_clear(&text);
    gp_pieces_close(pieces);
}

/* Each of these marks sorts before the one in front of it, and each ligature becomes 18
 * characters. */
static void texts_of_marks_and_of_long_ligatures_stay_within_bounds(void **state)
{
    uint16_t ids[GP_PIECES_MAX], blank;
    gp_pieces *pieces;
    gp_buf text;
    small v;

    (void)state;
    begin(&v);
    add_reserved(&v);
    blank = add(&v, BLANK, -1);
    pieces = open_small(&v);
    gp_buf_init(&text, 1 << 20);
    while (text.size < 100000)
        gp_buf_add(&text, GP_STR("\xCC\x81\xCC\xA3\xCC\xB4"));
    assert_int_equal(gp_pieces_cut(pieces, gp_buf_str(&text), scratch, ids), 2);
    assert_int_equal(ids[0], blank);
    gp_buf_reset(&text);
    while (text.size < 100000)
        gp_buf_add(&text, GP_STR("\xEF\xB7\xBA"));
    assert_int_equal(gp_pieces_cut(pieces, gp_buf_str(&text), scratch, ids), GP_PIECES_MAX);
    gp_buf_clear(&text);
    gp_pieces_close(pieces);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_vocabulary_of_reserved_ids_only_is_refused),
        cmocka_unit_test(pieces_that_are_empty_long_or_no_text_are_refused),
        cmocka_unit_test(offsets_that_fall_or_lead_outside_are_refused),
        cmocka_unit_test(without_memory_it_does_not_open),
        cmocka_unit_test(no_text_has_no_pieces),
        cmocka_unit_test(reserved_ids_stand_for_no_text_and_unknown_ones_count_once_a_run),
        cmocka_unit_test(the_largest_sum_wins_over_the_longest_piece),
        cmocka_unit_test(a_piece_listed_twice_counts_as_the_later),
        cmocka_unit_test(text_is_compared_as_nfkc),
        cmocka_unit_test(a_long_text_gives_the_first_128),
        cmocka_unit_test(texts_of_marks_and_of_long_ligatures_stay_within_bounds),
    };
    int failed;

    scratch = malloc(sizeof *scratch);
    if (scratch == NULL)
        return 1;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(scratch);
    return failed;
}
