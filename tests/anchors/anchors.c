/* anchors.c - prints the anchors that the product gives: standard input holds documents, each ended by
 * a record of one byte 1; a record is a heading and a NUL. The anchors come back as lines. */
#include "base/buf.h"
#include "base/utf8.h"
#include "content/anchor.h"

#include <stdio.h>

enum {
    INPUT_MAX = 256 << 20,
    DOCUMENT_MEMORY = 64 << 20
};

static bool read_all(gp_buf *input)
{
    static char piece[1 << 16];
    size_t got;

    while ((got = fread(piece, 1, sizeof piece, stdin)) > 0)
        gp_buf_add(input, (gp_str){piece, got});
    return !ferror(stdin) && input->status == GP_OK;
}

int main(void)
{
    gp_anchor_list used = {NULL, 0, 0};
    gp_arena arena;
    gp_buf input;
    gp_str rest, heading;
    bool good;

    gp_arena_init(&arena, DOCUMENT_MEMORY);
    gp_buf_init(&input, INPUT_MAX);
    good = read_all(&input);
    rest = gp_buf_str(&input);
    while (good && rest.size > 0 && gp_str_next(&rest, '\0', &heading)) {
        gp_str anchor;
        if (gp_str_equal(heading, GP_STR("\1"))) {
            gp_arena_reset(&arena);
            used = (gp_anchor_list){NULL, 0, 0};
            continue;
        }
        anchor = gp_anchor_unique(gp_anchor_of(heading, &arena), &arena, &used);
        good = !arena.failed && printf("%.*s\n", GP_STR_ARGS(anchor)) > 0;
    }
    good = fflush(stdout) == 0 && good;
    gp_buf_clear(&input);
    gp_arena_clear(&arena);
    return good ? 0 : 1;
}
