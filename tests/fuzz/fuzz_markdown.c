/* fuzz_markdown.c - any bytes as a Markdown article: read, refused or out of memory, but never a
 * crash, a repeated anchor, a script, or an address that runs one. */
#include "checks.h"
#include "content/markdown.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ARENA_LIMIT ((size_t)64 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gp_str source = {(const char *)data, size};
    gp_document document = {.path = GP_STR("posts/2026-01-01-fuzz.md"), .slug = GP_STR("fuzz")};
    gp_problem_list problems = {NULL, 0, 0};
    gp_arena arena;
    gp_error error = {.status = GP_OK};
    gp_str html;
    gp_status status;

    if (size > 1 << 20 || !gp_utf8_valid(source, NULL))
        return 0;
    gp_arena_init(&arena, ARENA_LIMIT);
    status = gp_markdown_read(source, 1, &arena, &document, &problems, &error);
    require(status == GP_OK || status == GP_INVALID);
    if (status == GP_OK)
        check_document(&document, true);
    gp_arena_clear(&arena);
    if (gp_markdown_html(source, &arena, &html, &error) == GP_OK)
        check_html(html);
    gp_arena_clear(&arena);
    return 0;
}
