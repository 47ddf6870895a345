/* gp_arena and GP_VEC: the limit, failures, zeroed memory, reuse. */
#include "test.h"

#include "base/arena.h"
#include "base/memory.h"

#include <string.h>

static void an_item_beyond_the_limit_is_refused_and_remembered(void **state)
{
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, 100);
    assert_non_null(gp_arena_alloc(&arena, 50));
    assert_null(gp_arena_alloc(&arena, 60));
    assert_true(arena.failed);
    gp_arena_clear(&arena);
    assert_false(arena.failed);
}

static void an_absurd_size_is_refused(void **state)
{
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, SIZE_MAX);
    assert_null(gp_arena_alloc(&arena, SIZE_MAX));
    assert_null(gp_arena_alloc(&arena, SIZE_MAX - 8));
    gp_arena_clear(&arena);
}

static void a_refused_allocation_gives_an_empty_copy(void **state)
{
    gp_arena arena;
    gp_str copy;

    (void)state;
    gp_arena_init(&arena, 1000);
    gp_memory_fail_at(1, 1);
    copy = gp_arena_copy(&arena, GP_STR("abc"));
    gp_memory_fail_at(0, 0);
    assert_null(copy.data);
    assert_int_equal(copy.size, 0);
    assert_true(arena.failed);
    gp_arena_clear(&arena);
}

static void memory_is_zero_and_aligned_also_after_a_reset(void **state)
{
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, 100000);
    for (int round = 0; round < 3; round++) {
        for (size_t size = 1; size < 200; size += 7) {
            unsigned char *item = gp_arena_alloc(&arena, size);
            assert_non_null(item);
            assert_int_equal((uintptr_t)item % 16, 0);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(item[i], 0);
            memset(item, 0xAB, size);
        }
        gp_arena_reset(&arena);
        assert_int_equal(arena.used, 0);
    }
    gp_arena_clear(&arena);
}

static void a_list_keeps_its_items_while_it_grows(void **state)
{
    gp_arena arena;
    GP_VEC(int) numbers = {NULL, 0, 0};

    (void)state;
    gp_arena_init(&arena, 1000000);
    for (int i = 0; i < 1000; i++) {
        int *item = GP_VEC_PUSH(&arena, &numbers);
        assert_non_null(item);
        *item = i;
    }
    assert_int_equal(numbers.count, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers.items[i], i);
    gp_arena_clear(&arena);
}

static void a_list_that_finds_no_room_is_empty_and_the_arena_says_so(void **state)
{
    gp_arena arena;
    gp_str_list list = {NULL, 0, 0};
    bool added = true;

    (void)state;
    gp_arena_init(&arena, 600);
    for (int i = 0; i < 100 && added; i++)
        added = gp_str_list_add(&arena, &list, GP_STR("x"));
    assert_false(added);
    assert_int_equal(list.count, 0);
    assert_true(arena.failed);
    gp_arena_clear(&arena);
}

static void formatted_text_ends_with_nul(void **state)
{
    gp_arena arena;
    gp_str text;

    (void)state;
    gp_arena_init(&arena, 1000);
    text = gp_arena_printf(&arena, "%s-%d", "a", 5);
    assert_string_equal(text.data, "a-5");
    assert_int_equal(text.size, 3);
    gp_arena_clear(&arena);
}

static void a_failed_buffer_fails_the_arena(void **state)
{
    gp_arena arena;
    gp_buf buf;

    (void)state;
    gp_arena_init(&arena, 1000);
    gp_buf_init(&buf, 1);
    gp_buf_add_text(&buf, "too long");
    assert_null(gp_arena_take(&arena, &buf).data);
    assert_true(arena.failed);
    gp_buf_clear(&buf);
    gp_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_beyond_the_limit_is_refused_and_remembered),
        cmocka_unit_test(an_absurd_size_is_refused),
        cmocka_unit_test(a_refused_allocation_gives_an_empty_copy),
        cmocka_unit_test(memory_is_zero_and_aligned_also_after_a_reset),
        cmocka_unit_test(a_list_keeps_its_items_while_it_grows),
        cmocka_unit_test(a_list_that_finds_no_room_is_empty_and_the_arena_says_so),
        cmocka_unit_test(formatted_text_ends_with_nul),
        cmocka_unit_test(a_failed_buffer_fails_the_arena),
    };

    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
