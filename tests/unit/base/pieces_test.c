/* hash and file, piece by piece: the same as at once. */
#include "test.h"

#include "base/file.h"
#include "base/hash.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void a_hash_made_in_pieces_is_the_same(void **state)
{
    static const char text[] = "the quick brown fox jumps over the lazy dog, twice and once more";
    gp_arena arena;
    gp_str whole;

    (void)state;
    gp_arena_init(&arena, 1 << 16);
    whole = gp_sha256_hex(&arena, GP_STR(text));
    for (size_t piece = 1; piece < sizeof text; piece += 7) {
        gp_sha256 hash;
        gp_str hex;
        gp_sha256_begin(&hash);
        for (size_t at = 0; at < sizeof text - 1; at += piece)
            gp_sha256_add(&hash, gp_str_slice(GP_STR(text), at, at + piece));
        gp_sha256_add(&hash, (gp_str){NULL, 0});
        hex = gp_sha256_end(&hash, &arena);
        assert_int_equal(hex.size, 64);
        assert_memory_equal(hex.data, whole.data, 64);
    }
    gp_arena_clear(&arena);
}

static void a_file_is_read_in_pieces_to_its_end(void **state)
{
    char name[] = "/tmp/gp-pieces-XXXXXX";
    int made = mkstemp(name);
    int file;
    size_t size = 0, got = 1, read_now = 0;
    char bytes[3];
    gp_error error;

    (void)state;
    assert_true(made >= 0);
    assert_int_equal(write(made, "0123456789", 10), 10);
    assert_int_equal(gp_file_open(AT_FDCWD, name, 10, &file, &size, &error), GP_OK);
    assert_int_equal(size, 10);
    while (got > 0) {
        assert_int_equal(gp_file_next(file, bytes, sizeof bytes, &got), GP_OK);
        read_now += got;
    }
    assert_int_equal(read_now, 10);
    assert_int_equal(close(file), 0);
    assert_int_equal(gp_file_next(file, bytes, sizeof bytes, &got), GP_IO);
    assert_int_equal(got, 0);
    assert_int_equal(gp_file_open(AT_FDCWD, name, 9, &file, NULL, &error), GP_TOO_LARGE);
    assert_int_equal(file, -1);
    assert_int_equal(gp_file_open(AT_FDCWD, "/tmp", 9, &file, NULL, &error), GP_INVALID);
    assert_int_equal(file, -1);
    assert_int_equal(close(made), 0);
    assert_int_equal(unlink(name), 0);
    assert_int_equal(gp_file_open(AT_FDCWD, name, 10, &file, NULL, &error), GP_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hash_made_in_pieces_is_the_same),
        cmocka_unit_test(a_file_is_read_in_pieces_to_its_end),
    };

    if (gp_hash_init() != GP_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
