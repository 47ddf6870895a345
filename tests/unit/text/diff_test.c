/* The difference of two texts: what it is for those who read it, and what it promises for any two texts. */
#include "test.h"

#include "base/clock.h"
#include "text/diff.h"

#include <stdlib.h>
#include <string.h>

typedef gp_status diff_fn(gp_str before, gp_str after, gp_arena *arena, gp_diff_list *parts);

static gp_str joined(const gp_diff_list *parts, gp_diff_kind without, gp_arena *arena)
{
    gp_str all;
    gp_buf buf;

    gp_buf_init(&buf, 4 << 20);
    for (size_t i = 0; i < parts->count; i++) {
        if (parts->items[i].kind != without)
            gp_buf_add(&buf, parts->items[i].text);
    }
    all = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return all;
}

/* The promises of diff.h. */
static void keeps_its_promise(diff_fn *diff, gp_str before, gp_str after, gp_arena *arena)
{
    gp_diff_list parts;

    assert_int_equal(diff(before, after, arena, &parts), GP_OK);
    assert_true(gp_str_equal(joined(&parts, GP_DIFF_ADDED, arena), before));
    assert_true(gp_str_equal(joined(&parts, GP_DIFF_REMOVED, arena), after));
    for (size_t i = 0; i < parts.count; i++) {
        const gp_diff_part *part = &parts.items[i];
        assert_true(part->text.size > 0);
        if (i > 0 && part->kind != GP_DIFF_ADDED)
            assert_int_not_equal(part->kind, part[-1].kind);
        if (i > 0 && part->kind == GP_DIFF_REMOVED)
            assert_int_equal(part[-1].kind, GP_DIFF_KEPT);
        if (i > 0 && part->kind == GP_DIFF_ADDED)
            assert_int_not_equal(part[-1].kind, GP_DIFF_ADDED);
    }
    if (gp_str_equal(before, after))
        assert_true(parts.count == (before.size > 0) &&
                    (parts.count == 0 || parts.items[0].kind == GP_DIFF_KEPT));
}

/* "kept[-removed-]{+added+}" */
static void assert_words(const char *before, const char *after, const char *expected)
{
    static const char *const opens[] = {"", "[-", "{+"};
    static const char *const closes[] = {"", "-]", "+}"};
    gp_diff_list parts;
    gp_arena arena;
    gp_buf buf;

    gp_arena_init(&arena, 1 << 20);
    gp_buf_init(&buf, 1 << 16);
    assert_int_equal(gp_diff_words(gp_str_of(before), gp_str_of(after), &arena, &parts), GP_OK);
    for (size_t i = 0; i < parts.count; i++) {
        gp_buf_add_text(&buf, opens[parts.items[i].kind]);
        gp_buf_add(&buf, parts.items[i].text);
        gp_buf_add_text(&buf, closes[parts.items[i].kind]);
    }
    assert_string_equal(buf.size > 0 ? buf.data : "", expected);
    gp_buf_clear(&buf);
    gp_arena_clear(&arena);
}

static void words_within_a_line_are_told_apart(void **state)
{
    (void)state;
    assert_words("", "", "");
    assert_words("", "new", "{+new+}");
    assert_words("old", "", "[-old-]");
    assert_words("one", "one", "one");
    assert_words("nine hours a week", "ten hours a week", "[-nine-]{+ten+} hours a week");
    assert_words("Call us.", "Call us today.", "Call us{+ today+}.");
    assert_words("a b c d e", "a x y d e", "a [-b c-]{+x y+} d e");
    assert_words("It costs $500.", "It costs $5,000.", "It costs $[-500-]{+5,000+}.");
    assert_words("caf\xc3\xa9", "caf\xc3\xa8", "[-caf\xc3\xa9-]{+caf\xc3\xa8+}");
    assert_words("one\ntwo\nthree\n", "one\n2\nthree\n", "one\n[-two-]{+2+}\nthree\n");
    assert_words("one\nthree\n", "one\ntwo\nthree\n", "one\n{+two\n+}three\n");
    assert_words("- a\n- b", "- a\n- b\n- c", "- a\n- b{+\n- c+}");
}

static unsigned random_below(unsigned limit)
{
    return (unsigned)rand() % limit;
}

/* Few different words and many line ends, so that much is alike and in another order. */
static gp_str random_text(gp_arena *arena, size_t words)
{
    static const char *const pool[] = {"a", "b",  "c",    "dd", "e.",         "\xc3\xa9", ",",
                                       " ", "  ", "\r\n", "\n", "treatment ", "hours ",   "\xff"};
    gp_str text;
    gp_buf buf;

    gp_buf_init(&buf, 4 << 20);
    for (size_t i = 0; i < words; i++)
        gp_buf_add_text(&buf, pool[random_below(sizeof pool / sizeof pool[0])]);
    text = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return text;
}

static void removed_and_kept_parts_are_the_old_text_and_added_and_kept_ones_the_new(void **state)
{
    gp_arena arena;

    (void)state;
    srand(20261125);
    gp_arena_init(&arena, 64 << 20);
    for (int round = 0; round < 3000; round++) {
        gp_str before = random_text(&arena, random_below(60));
        gp_str after = round % 10 == 0 ? before : random_text(&arena, random_below(60));
        keeps_its_promise(gp_diff_words, before, after, &arena);
        keeps_its_promise(gp_diff_lines, before, after, &arena);
        gp_arena_reset(&arena);
    }
    gp_arena_clear(&arena);
}

/* The number of lines that stay in a longest common subsequence, by the table every textbook has. */
static size_t longest_common(const char *a, const char *b)
{
    static size_t table[64][64];
    size_t n = strlen(a), m = strlen(b);

    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0)
                table[i][j] = 0;
            else if (a[i - 1] == b[j - 1])
                table[i][j] = table[i - 1][j - 1] + 1;
            else
                table[i][j] = table[i - 1][j] > table[i][j - 1] ? table[i - 1][j] : table[i][j - 1];
        }
    }
    return table[n][m];
}

static void no_difference_by_lines_is_smaller(void **state)
{
    gp_arena arena;

    (void)state;
    srand(7);
    gp_arena_init(&arena, 16 << 20);
    for (int round = 0; round < 2000; round++) {
        char a[64] = "", b[64] = "";
        gp_diff_list parts;
        size_t kept = 0;
        gp_buf left, right;
        gp_buf_init(&left, 1024);
        gp_buf_init(&right, 1024);
        for (unsigned i = 0, n = random_below(60); i < n; i++)
            gp_buf_printf(&left, "%c\n", a[i] = (char)('a' + random_below(4)));
        for (unsigned i = 0, n = random_below(60); i < n; i++)
            gp_buf_printf(&right, "%c\n", b[i] = (char)('a' + random_below(4)));
        assert_int_equal(gp_diff_lines(gp_buf_str(&left), gp_buf_str(&right), &arena, &parts),
                         GP_OK);
        for (size_t i = 0; i < parts.count; i++)
            kept += parts.items[i].kind == GP_DIFF_KEPT ? parts.items[i].text.size / 2 : 0;
        assert_int_equal(kept, longest_common(a, b));
        gp_buf_clear(&left);
        gp_buf_clear(&right);
        gp_arena_reset(&arena);
    }
    gp_arena_clear(&arena);
}

static gp_str hostile(gp_arena *arena, size_t size, unsigned seed, const char *alphabet)
{
    char *text = gp_arena_alloc(arena, size);
    size_t letters = strlen(alphabet);

    assert_non_null(text);
    srand(seed);
    for (size_t i = 0; i < size; i++)
        text[i] = alphabet[random_below((unsigned)letters)];
    return (gp_str){text, size};
}

/* Long texts with nothing in common, or with very much of it, in no order. */
static void the_longest_texts_of_staff_take_no_time(void **state)
{
    static const char *const alphabets[] = {"ab \n", "abcdefghij ", "a\n", "\nabcdefghijklmnop",
                                            "a ,."};
#ifdef GP_SANITIZE
    const uint64_t allowed = 3000000;
#else
    const uint64_t allowed = 50000;
#endif

    (void)state;
    for (size_t i = 0; i < sizeof alphabets / sizeof alphabets[0]; i++) {
        gp_arena arena;
        gp_diff_list parts;
        gp_str before, after;
        uint64_t begun, took;
        gp_arena_init(&arena, 64 << 20);
        before = hostile(&arena, 64 << 10, 1, alphabets[i]);
        after = hostile(&arena, 64 << 10, 2, alphabets[i]);
        begun = gp_clock_us();
        assert_int_equal(gp_diff_words(before, after, &arena, &parts), GP_OK);
        took = gp_clock_us() - begun;
        if (took > allowed)
            fail_msg("alphabet %zu took %llu us", i, (unsigned long long)took);
        keeps_its_promise(gp_diff_words, before, after, &arena);
        keeps_its_promise(gp_diff_lines, before, after, &arena);
        gp_arena_clear(&arena);
    }
}

static void texts_beyond_the_limit_and_full_arenas_are_refused(void **state)
{
    gp_diff_list parts;
    gp_arena arena;
    gp_str text;

    (void)state;
    gp_arena_init(&arena, 64 << 20);
    text = hostile(&arena, GP_DIFF_TEXT_MAX + 1, 1, "ab\n");
    assert_int_equal(gp_diff_words(text, GP_STR("a"), &arena, &parts), GP_TOO_LARGE);
    assert_int_equal(gp_diff_lines(GP_STR("a"), text, &arena, &parts), GP_TOO_LARGE);
    gp_arena_clear(&arena);
    for (size_t limit = 64; limit < 4096; limit += 64) {
        gp_arena small;
        gp_status status;
        gp_arena_init(&small, limit);
        status =
            gp_diff_words(GP_STR("a b c\nd e f\ng"), GP_STR("a x c\nd e\nh i"), &small, &parts);
        assert_true(status == GP_OK || status == GP_NO_MEMORY);
        gp_arena_clear(&small);
    }
}

static void assert_unified(const char *before, const char *after, size_t context,
                           const char *expected)
{
    gp_arena arena;
    gp_buf out;

    gp_arena_init(&arena, 1 << 20);
    gp_buf_init(&out, 1 << 16);
    assert_int_equal(gp_diff_unified(gp_str_of(before), gp_str_of(after), GP_STR("a/x.md"),
                                     GP_STR("b/x.md"), context, &arena, &out),
                     GP_OK);
    assert_int_equal(out.status, GP_OK);
    assert_string_equal(out.size > 0 ? out.data : "", expected);
    gp_buf_clear(&out);
    gp_arena_clear(&arena);
}

static void a_patch_has_the_shape_that_patch_reads(void **state)
{
    (void)state;
    assert_unified("a\n", "a\n", 3, "");
    assert_unified("", "a\n", 3, "--- a/x.md\n+++ b/x.md\n@@ -0,0 +1 @@\n+a\n");
    assert_unified("a\nb\n", "", 3, "--- a/x.md\n+++ b/x.md\n@@ -1,2 +0,0 @@\n-a\n-b\n");
    assert_unified("a", "a\n", 3,
                   "--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
    assert_unified("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n", 3,
                   "--- a/x.md\n+++ b/x.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
    assert_unified("1\n2\n3\n4\n5\n", "x\n2\n3\n4\ny\n", 1,
                   "--- a/x.md\n+++ b/x.md\n@@ -1,2 +1,2 @@\n-1\n+x\n 2\n"
                   "@@ -4,2 +4,2 @@\n 4\n-5\n+y\n");
    assert_unified("1\n2\n3\n4\n", "x\n2\n3\ny\n", 1,
                   "--- a/x.md\n+++ b/x.md\n@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n-4\n+y\n");
    assert_unified("a\r\nb\r\n", "a\r\nc\r\nb\r\n", 0,
                   "--- a/x.md\n+++ b/x.md\n@@ -1,0 +2 @@\n+c\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_beyond_the_limit_and_full_arenas_are_refused),
        cmocka_unit_test(words_within_a_line_are_told_apart),
        cmocka_unit_test(removed_and_kept_parts_are_the_old_text_and_added_and_kept_ones_the_new),
        cmocka_unit_test(no_difference_by_lines_is_smaller),
        cmocka_unit_test(the_longest_texts_of_staff_take_no_time),
        cmocka_unit_test(a_patch_has_the_shape_that_patch_reads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
