/* question_patch.c - an added question (add_question.h) as a patch for git and patch. */
#include "content/add_question.h"

#include "text/diff.h"

enum {
    CONTEXT = 3 /* lines around the change, as diff -u has them */
};

static bool can_be_named(gp_str path)
{
    for (size_t i = 0; i < path.size; i++) {
        unsigned char byte = (unsigned char)path.data[i];
        if (byte < ' ' || byte == 0x7F || byte == '"' || byte == '\\')
            return false;
    }
    return path.size > 0 && path.data[0] != '/';
}

/* Of a name with a blank, patch and git want to know where it ends. */
static gp_str name_of(const char *side, gp_str path, gp_arena *arena)
{
    bool blank = gp_str_find_byte(path, ' ', 0) < path.size;

    return gp_arena_printf(arena, "%s/%.*s%s", side, GP_STR_ARGS(path), blank ? "\t" : "");
}

gp_status gp_question_patch(gp_str path, gp_str source, gp_str anchor, gp_str question,
                            gp_arena *arena, gp_buf *patch, gp_error *error)
{
    gp_str edited;
    gp_status status;

    if (!can_be_named(path))
        return gp_error_set(error, GP_INVALID,
                            "the file has a name that no patch can hold; add the lines by hand");
    status = gp_add_question(path, source, anchor, question, arena, &edited, error);
    if (status != GP_OK)
        return status;
    status = gp_diff_unified(source, edited, name_of("a", path, arena), name_of("b", path, arena),
                             CONTEXT, arena, patch);
    if (status == GP_OK)
        status = arena->failed ? GP_NO_MEMORY : patch->status;
    return status == GP_OK ? status
                           : gp_error_set(error, status, "the patch cannot be written: %s",
                                          gp_status_name(status));
}
