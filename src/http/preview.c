#include "http/preview.h"

#include "base/clock.h"
#include "base/json.h"

enum {
    WAIT_MS = 20000,
    MEMORY = 16 * 1024
};

bool gp_preview_asked(const gp_request *request)
{
    return request->method == GP_METHOD_GET && gp_str_equal(request->path, GP_STR("/preview/wait"));
}

/* The version now, in the arena, and the number of its generation. */
static gp_str version_now(gp_generations *generations, size_t digits, gp_arena *arena,
                          uint64_t *number)
{
    gp_generation *current = gp_generations_acquire(generations);
    gp_str version = {NULL, 0};

    *number = 0;
    if (current == NULL)
        return version;
    *number = current->number;
    version = gp_arena_copy(arena, gp_str_slice(gp_store_generation(current->store), 0, digits));
    gp_generations_release(generations, current);
    return version;
}

void gp_preview_wait(gp_generations *generations, size_t digits, const gp_request *request,
                     gp_response *response)
{
    gp_arena arena;
    gp_json json;
    gp_str seen = {NULL, 0};
    gp_str version;
    uint64_t number;

    gp_arena_init(&arena, MEMORY);
    (void)gp_form_value(request->query, "seen", &arena, &seen);
    version = version_now(generations, digits, &arena, &number);
    if (gp_str_equal(version, seen)) {
        gp_generations_wait(generations, number, WAIT_MS);
        version = version_now(generations, digits, &arena, &number);
    }
    gp_json_init(&json, &response->body);
    gp_json_open(&json, '{');
    gp_json_pair(&json, "version", version);
    gp_json_close(&json, '}');
    response->content_type = "application/json";
    response->no_store = true;
    gp_arena_clear(&arena);
}
