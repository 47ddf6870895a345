/* status, clock, hash, file: what touches the system. */
#include "test.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct fixture {
    char folder[64];
    int root;
    gp_arena arena;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);

    if (f == NULL)
        return -1;
    (void)snprintf(f->folder, sizeof f->folder, "/tmp/gp-system-XXXXXX");
    if (mkdtemp(f->folder) == NULL)
        return -1;
    f->root = open(f->folder, O_RDONLY | O_DIRECTORY);
    gp_arena_init(&f->arena, 1 << 22);
    *state = f;
    return f->root < 0 ? -1 : 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    char command[128];

    gp_arena_clear(&f->arena);
    (void)close(f->root);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
    if (system(command) != 0)
        return -1;
    free(f);
    return 0;
}

static void put(const fixture *f, const char *name, const char *text)
{
    int file = openat(f->root, name, O_WRONLY | O_CREAT | O_TRUNC, 0644);

    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(close(file), 0);
}

static void an_error_line_is_cut_at_a_character(void **state)
{
    gp_error error;
    char text[400];

    (void)state;
    for (size_t i = 0; i + 2 < sizeof text; i += 2)
        memcpy(text + i, "\xC3\xA9", 3);
    assert_int_equal(gp_error_set(&error, GP_IO, "x%s", text), GP_IO);
    assert_true(strlen(error.text) < GP_ERROR_SIZE);
    assert_int_equal((unsigned char)error.text[strlen(error.text) - 1], 0xA9);
}

static void context_stands_in_front_and_keeps_the_status(void **state)
{
    gp_error error;

    (void)state;
    (void)gp_error_set(&error, GP_CORRUPT, "bad page");
    assert_int_equal(gp_error_context(&error, "index %s", "a.db"), GP_CORRUPT);
    assert_string_equal(error.text, "index a.db: bad page");
    for (int i = 0; i < 100; i++)
        (void)gp_error_context(&error, "layer");
    assert_true(strlen(error.text) < GP_ERROR_SIZE);
}

static void dates_of_no_calendar_are_refused(void **state)
{
    static const char *const bad[] = {"",           "2026",       "2026-13-01", "2026-02-29",
                                      "2026-04-31", "1899-12-31", "2026-00-10", "2026-01-00",
                                      "2026/01/01", "20a6-01-01", "1900-02-29"};
    int32_t days = 77;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(gp_date_parse(gp_str_of(bad[i]), &days));
    assert_int_equal(days, 77);
}

static void dates_count_days_from_1970(void **state)
{
    int32_t days = 0;
    char words[32];

    (void)state;
    assert_true(gp_date_parse(GP_STR("1970-01-01"), &days));
    assert_int_equal(days, 0);
    assert_true(gp_date_parse(GP_STR("2000-02-29"), &days));
    assert_int_equal(days, 11016);
    assert_true(gp_date_parse(GP_STR("2026-11-02T10:00:00Z"), &days));
    assert_int_equal(days, 20759);
    assert_true(gp_date_parse(GP_STR("1969-12-31"), &days));
    assert_int_equal(days, -1);
    gp_date_words(GP_STR("2026-11-02"), words, sizeof words);
    assert_string_equal(words, "November 2, 2026");
}

static void every_day_is_written_as_it_is_read(void **state)
{
    char text[GP_DATE_TEXT];
    int32_t first = 0;
    int32_t last = 0;
    int32_t read = 0;

    (void)state;
    assert_true(gp_date_parse(GP_STR("1900-01-01"), &first));
    assert_true(gp_date_parse(GP_STR("9999-12-31"), &last));
    for (int32_t day = first; day <= last; day++) {
        gp_date_write(day, text);
        assert_true(gp_date_parse(gp_str_of(text), &read) && read == day);
    }
    gp_date_write(last + 1, text);
    assert_string_equal(text, "9999-12-31");
    gp_date_write(INT32_MIN, text);
    assert_string_equal(text, "1900-01-01");
}

static void sha256_agrees_with_the_standard(void **state)
{
    fixture *f = *state;

    assert_int_equal(gp_hash_init(), GP_OK);
    assert_string_equal(gp_sha256_hex(&f->arena, GP_STR("abc")).data,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void links_and_ways_out_of_the_folder_are_refused(void **state)
{
    fixture *f = *state;
    gp_error error;
    gp_str bytes;

    put(f, "a.txt", "hello");
    assert_int_equal(symlinkat("/etc/passwd", f->root, "link"), 0);
    assert_int_equal(mkdirat(f->root, "d", 0755), 0);
    assert_int_equal(symlinkat("..", f->root, "d/up"), 0);
    assert_int_equal(mkfifoat(f->root, "fifo", 0644), 0);
    assert_int_equal(gp_file_read(f->root, "link", 100, &f->arena, &bytes, &error), GP_INVALID);
    assert_int_equal(gp_file_read(f->root, "../etc/passwd", 100, &f->arena, &bytes, &error),
                     GP_INVALID);
    assert_int_equal(gp_file_read(f->root, "d/up/a.txt", 100, &f->arena, &bytes, &error),
                     GP_INVALID);
    assert_int_equal(gp_file_read(f->root, "/etc/passwd", 100, &f->arena, &bytes, &error),
                     GP_INVALID);
    assert_int_equal(gp_file_read(f->root, "fifo", 100, &f->arena, &bytes, &error), GP_INVALID);
    assert_int_equal(gp_file_read(f->root, "d", 100, &f->arena, &bytes, &error), GP_INVALID);
    assert_int_equal(gp_file_read(f->root, "none", 100, &f->arena, &bytes, &error), GP_NOT_FOUND);
    assert_int_equal(gp_file_read(f->root, "a.txt", 4, &f->arena, &bytes, &error), GP_TOO_LARGE);
    assert_int_equal(gp_file_read(f->root, "a.txt", 5, &f->arena, &bytes, &error), GP_OK);
    assert_string_equal(bytes.data, "hello");
}

static void reading_without_memory_says_so(void **state)
{
    fixture *f = *state;
    gp_str bytes;

    put(f, "a.txt", "hello");
    gp_memory_fail_at(1, 1);
    assert_int_equal(gp_file_read(f->root, "a.txt", 100, &f->arena, &bytes, NULL), GP_NO_MEMORY);
    gp_memory_fail_at(0, 0);
}

static void what_cannot_be_mapped_is_refused_and_gives_no_bytes(void **state)
{
    fixture *f = *state;
    char path[128];
    gp_str bytes;

    put(f, "empty", "");
    put(f, "five", "12345");
    assert_int_equal(gp_file_map(f->folder, 100, &bytes, NULL), GP_INVALID);
    (void)snprintf(path, sizeof path, "%s/none", f->folder);
    assert_int_equal(gp_file_map(path, 100, &bytes, NULL), GP_NOT_FOUND);
    (void)snprintf(path, sizeof path, "%s/five", f->folder);
    assert_int_equal(gp_file_map(path, 4, &bytes, NULL), GP_TOO_LARGE);
    assert_null(bytes.data);
    (void)snprintf(path, sizeof path, "%s/empty", f->folder);
    assert_int_equal(gp_file_map(path, 100, &bytes, NULL), GP_OK);
    assert_int_equal(bytes.size, 0);
    gp_file_unmap(bytes);
}

static void a_mapped_file_is_what_it_was_after_another_takes_its_name(void **state)
{
    fixture *f = *state;
    char path[128];
    gp_str bytes;

    (void)snprintf(path, sizeof path, "%s/a", f->folder);
    assert_int_equal(gp_file_write(path, GP_STR("one"), NULL), GP_OK);
    assert_int_equal(gp_file_map(path, 3, &bytes, NULL), GP_OK);
    assert_int_equal(gp_file_write(path, GP_STR("two!"), NULL), GP_OK);
    assert_true(gp_str_equal(bytes, GP_STR("one")));
    gp_file_unmap(bytes);
}

static void writing_into_a_folder_that_is_not_there_fails(void **state)
{
    fixture *f = *state;
    gp_error error;
    char path[128];

    (void)snprintf(path, sizeof path, "%s/none/a", f->folder);
    assert_int_equal(gp_file_write(path, GP_STR("x"), &error), GP_IO);
}

static void a_file_is_replaced_whole_and_nothing_is_left_beside(void **state)
{
    fixture *f = *state;
    gp_error error;
    char path[128];
    gp_str bytes;
    gp_file_list files;

    (void)snprintf(path, sizeof path, "%s/a", f->folder);
    assert_int_equal(gp_file_write(path, GP_STR("one"), &error), GP_OK);
    assert_int_equal(gp_file_write(path, GP_STR("two!"), &error), GP_OK);
    assert_int_equal(gp_file_read(f->root, "a", 100, &f->arena, &bytes, &error), GP_OK);
    assert_string_equal(bytes.data, "two!");
    assert_int_equal(gp_file_walk(f->root, 10, &f->arena, &files, &error), GP_OK);
    assert_int_equal(files.count, 1);
}

static void a_walk_is_sorted_lists_refusals_and_passes_over_hidden_files(void **state)
{
    fixture *f = *state;
    gp_error error;
    gp_file_list files;

    put(f, "b", "1");
    put(f, ".hidden", "1");
    assert_int_equal(mkdirat(f->root, "a", 0755), 0);
    put(f, "a/z", "22");
    assert_int_equal(symlinkat("b", f->root, "c"), 0);
    assert_int_equal(gp_file_walk(f->root, 100, &f->arena, &files, &error), GP_OK);
    assert_int_equal(files.count, 3);
    assert_string_equal(files.items[0].path.data, "a/z");
    assert_int_equal(files.items[0].size, 2);
    assert_string_equal(files.items[1].path.data, "b");
    assert_string_equal(files.items[2].path.data, "c");
    assert_true(files.items[2].refused);
    assert_int_equal(gp_file_walk(f->root, 2, &f->arena, &files, &error), GP_TOO_LARGE);
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_line_is_cut_at_a_character),
        cmocka_unit_test(context_stands_in_front_and_keeps_the_status),
        cmocka_unit_test(dates_of_no_calendar_are_refused),
        cmocka_unit_test(dates_count_days_from_1970),
        IN_A_FOLDER(every_day_is_written_as_it_is_read),
        IN_A_FOLDER(sha256_agrees_with_the_standard),
        IN_A_FOLDER(links_and_ways_out_of_the_folder_are_refused),
        IN_A_FOLDER(reading_without_memory_says_so),
        IN_A_FOLDER(what_cannot_be_mapped_is_refused_and_gives_no_bytes),
        IN_A_FOLDER(a_mapped_file_is_what_it_was_after_another_takes_its_name),
        IN_A_FOLDER(writing_into_a_folder_that_is_not_there_fails),
        IN_A_FOLDER(a_file_is_replaced_whole_and_nothing_is_left_beside),
        IN_A_FOLDER(a_walk_is_sorted_lists_refusals_and_passes_over_hidden_files),
    };

    return cmocka_run_group_tests_name("system", tests, NULL, NULL);
}
