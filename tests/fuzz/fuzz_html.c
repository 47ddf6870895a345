/* fuzz_html.c - any bytes as an HTML page: read, refused or out of memory, but never a crash, a
 * repeated anchor, a script, or an address that runs one. */
#include "checks.h"
#include "content/html_page.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ARENA_LIMIT ((size_t)64 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gp_str source = {(const char *)data, size};
    gp_document document = {.path = GP_STR("fuzz.html"), .slug = GP_STR("fuzz")};
    gp_problem_list problems = {NULL, 0, 0};
    gp_error error = {.status = GP_OK};
    gp_arena arena;
    gp_status status;

    if (size > 1 << 20 || !gp_utf8_valid(source, NULL) ||
        gp_str_find_byte(source, '\0', 0) < source.size)
        return 0;
    gp_arena_init(&arena, ARENA_LIMIT);
    status = gp_html_page_read(source, &arena, &document, &problems, &error);
    require(status == GP_OK || status == GP_INVALID || status == GP_NO_MEMORY);
    if (status == GP_OK && document.status == GP_PUBLISHED)
        check_document(&document, false);
    gp_arena_clear(&arena);
    return 0;
}
