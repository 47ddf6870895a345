/* questions.h: what is refused, with its line, and what is passed over. */
#include "test.h"

#include "guidepost/questions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct fixture {
    char lines[64], text[64]; /* paths of a .jsonl and a .tsv file */
    char folder[32];
    gp_arena arena;
    gp_question_list questions;
    gp_error error;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);

    if (f == NULL)
        return -1;
    (void)snprintf(f->folder, sizeof f->folder, "/tmp/gp-questions-XXXXXX");
    if (mkdtemp(f->folder) == NULL)
        return -1;
    (void)snprintf(f->lines, sizeof f->lines, "%s/q.jsonl", f->folder);
    (void)snprintf(f->text, sizeof f->text, "%s/q.tsv", f->folder);
    gp_arena_init(&f->arena, 1 << 20);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;

    gp_arena_clear(&f->arena);
    (void)unlink(f->lines);
    (void)unlink(f->text);
    (void)rmdir(f->folder);
    free(f);
    return 0;
}

static gp_status read_from(fixture *f, const char *path, const char *content)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return gp_questions_read(path, &f->arena, &f->questions, &f->error);
}

static void refused(fixture *f, const char *path, const char *content, const char *line)
{
    size_t length = strlen(path);

    assert_int_equal(read_from(f, path, content), GP_INVALID);
    assert_memory_equal(f->error.text, path, length);
    assert_memory_equal(f->error.text + length, line, strlen(line));
}

static void is(gp_str got, const char *wanted)
{
    assert_int_equal(got.size, strlen(wanted));
    assert_memory_equal(got.data, wanted, got.size);
}

static void a_malformed_line_is_refused_by_its_number(void **state)
{
    fixture *f = *state;

    refused(f, f->lines, "{\"id\":\"a\",\"text\":\"b\"}\n\n{\"id\":\n", ":3: ");
    refused(f, f->lines, "[\"a\"]\n", ":1: ");
    refused(f, f->lines, "{\"id\":\"a\"}\n", ":1: ");
    refused(f, f->lines, "{\"text\":\"a\"}\n", ":1: ");
    refused(f, f->lines, "{\"id\":\"\",\"text\":\"a\"}\n", ":1: ");
    refused(f, f->lines, "{\"id\":\"a\",\"id\":\"b\",\"text\":\"a\"}\n", ":1: ");
    refused(f, f->lines, "{\"id\":\"a\",\"text\":7}\n", ":1: ");
    refused(f, f->text, "who pays\n\tnobody\n", ":2: ");
    refused(f, f->text, "who pays\nbytes \xff\n", ":2: ");
}

static void a_file_that_is_not_there_is_said_so(void **state)
{
    fixture *f = *state;

    assert_int_equal(gp_questions_read(f->text, &f->arena, &f->questions, &f->error), GP_NOT_FOUND);
    assert_int_equal(f->questions.count, 0);
}

static void an_arena_that_is_full_is_no_memory(void **state)
{
    fixture *f = *state;

    gp_arena_clear(&f->arena);
    gp_arena_init(&f->arena, 64);
    assert_int_equal(read_from(f, f->text, "a\nb\nc\nd\ne\nf\n"), GP_NO_MEMORY);
}

static void an_empty_file_has_no_questions(void **state)
{
    fixture *f = *state;

    assert_int_equal(read_from(f, f->lines, ""), GP_OK);
    assert_int_equal(f->questions.count, 0);
    assert_int_equal(read_from(f, f->text, "\n# nothing\n  \n"), GP_OK);
    assert_int_equal(f->questions.count, 0);
}

static void json_lines_have_ids_and_texts(void **state)
{
    fixture *f = *state;

    assert_int_equal(read_from(f, f->lines,
                               "\xEF\xBB\xBF{\"id\":\"a\",\"text\":\"who pays\"}\r\n\n"
                               "{\"_id\":7,\"text\":\"\"}"),
                     GP_OK);
    assert_int_equal(f->questions.count, 2);
    is(f->questions.items[0].id, "a");
    is(f->questions.items[0].text, "who pays");
    is(f->questions.items[1].id, "7");
    is(f->questions.items[1].text, "");
    assert_int_equal(f->questions.items[1].line, 3);
}

static void the_first_part_of_a_text_line_is_the_question(void **state)
{
    fixture *f = *state;

    assert_int_equal(
        read_from(f, f->text, "# comment\nwho pays\tbilling\tinsurance\n how long \r\n"), GP_OK);
    assert_int_equal(f->questions.count, 2);
    is(f->questions.items[0].text, "who pays");
    is(f->questions.items[0].id, "");
    is(f->questions.items[1].text, "how long");
    assert_int_equal(f->questions.items[1].line, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_malformed_line_is_refused_by_its_number, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_is_not_there_is_said_so, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_arena_that_is_full_is_no_memory, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_file_has_no_questions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(json_lines_have_ids_and_texts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_first_part_of_a_text_line_is_the_question, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests_name("questions", tests, NULL, NULL);
}
