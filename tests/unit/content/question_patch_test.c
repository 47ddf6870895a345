/* A question as a patch: git and patch make of the file exactly what was meant. */
#include "test.h"

#include "base/file.h"
#include "base/hash.h"
#include "content/add_question.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gp_str read_back(const char *folder, const char *path, gp_arena *arena)
{
    char whole[256];
    gp_error error;
    gp_str bytes;

    (void)snprintf(whole, sizeof whole, "%s/%s", folder, path);
    if (gp_file_read(AT_FDCWD, whole, 1 << 20, arena, &bytes, &error) != GP_OK)
        fail_msg("%s", error.text);
    return bytes;
}

static void put(const char *folder, const char *path, gp_str bytes)
{
    char whole[256];
    gp_error error;

    (void)snprintf(whole, sizeof whole, "%s/%s", folder, path);
    if (gp_file_write(whole, bytes, &error) != GP_OK)
        fail_msg("%s", error.text);
}

/* In a folder of its own, by one tool. */
static void applied_by(const char *tool, const char *path, gp_str source, gp_str patch,
                       gp_str expected)
{
    char folder[] = "/tmp/gp-patch-XXXXXX";
    char line[512];
    gp_arena arena;

    gp_arena_init(&arena, 4 << 20);
    assert_non_null(mkdtemp(folder));
    (void)snprintf(line, sizeof line, "%s/posts", folder);
    assert_int_equal(mkdir(line, 0700), 0);
    put(folder, path, source);
    put(folder, "p.diff", patch);
    (void)snprintf(line, sizeof line, "cd %s && %s >out 2>&1", folder, tool);
    if (system(line) != 0)
        fail_msg("%s does not take: %s: %s", tool, patch.data,
                 read_back(folder, "out", &arena).data);
    assert_true(gp_str_equal(read_back(folder, path, &arena), expected));
    (void)snprintf(line, sizeof line, "rm -rf %s", folder);
    assert_int_equal(system(line), 0);
    gp_arena_clear(&arena);
}

static void assert_applies(const char *path, const char *source, const char *anchor)
{
    gp_str question = GP_STR("can i: \"bring\" a dog #1");
    gp_arena arena;
    gp_error error;
    gp_str edited;
    gp_buf patch;

    gp_arena_init(&arena, 4 << 20);
    gp_buf_init(&patch, 1 << 20);
    if (gp_question_patch(gp_str_of(path), gp_str_of(source), gp_str_of(anchor), question, &arena,
                          &patch, &error) != GP_OK ||
        gp_add_question(gp_str_of(path), gp_str_of(source), gp_str_of(anchor), question, &arena,
                        &edited, &error) != GP_OK)
        fail_msg("%s", error.text);
    applied_by("git apply p.diff", path, gp_str_of(source), gp_buf_str(&patch), edited);
    applied_by("patch -s -p1 -i p.diff", path, gp_str_of(source), gp_buf_str(&patch), edited);
    gp_buf_clear(&patch);
    gp_arena_clear(&arena);
}

static void git_and_patch_take_it_and_make_the_edited_file(void **state)
{
    (void)state;
    assert_applies("posts/bee.md", "---\ntitle: Bee\n---\n\n# Bee\n\n## Nest\n\nIt.\n", "nest");
    assert_applies("posts/bee.md", "---\r\ntitle: Bee\r\nquestions:\r\n  - a\r\n---\r\n\r\nIt.\r\n",
                   "");
    assert_applies("bee.md", "---\ntitle: Bee\nquestions: [a]\n---\nno end of line", "");
    assert_applies("bee.md", "Words alone, and no front matter", "");
    assert_applies("posts/a bee's nest, caf\xc3\xa9.md",
                   "---\ntitle: Bee\nslug: bee\n---\n\n## Nest\n\nIt.\n", "nest");
}

static void a_file_that_no_patch_can_name_is_refused(void **state)
{
    static const char *const paths[] = {"",        "/etc/bee.md", "a\nb.md",
                                        "a\tb.md", "a\"b.md",     "a\\b.md"};
    gp_arena arena;
    gp_error error;
    gp_buf patch;

    (void)state;
    gp_arena_init(&arena, 4 << 20);
    gp_buf_init(&patch, 1 << 20);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        assert_int_equal(gp_question_patch(gp_str_of(paths[i]), GP_STR("Words.\n"), GP_STR(""),
                                           GP_STR("q"), &arena, &patch, &error),
                         GP_INVALID);
        assert_int_equal(patch.size, 0);
    }
    gp_buf_clear(&patch);
    gp_arena_clear(&arena);
}

static int start(void **state)
{
    (void)state;
    return gp_hash_init() == GP_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_no_patch_can_name_is_refused),
        cmocka_unit_test(git_and_patch_take_it_and_make_the_edited_file),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
