#include "content/problem.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

bool gp_problem_add(gp_arena *arena, gp_problem_list *problems, gp_str path, size_t line,
                    bool refused, const char *format, ...)
{
    char text[GP_ERROR_SIZE];
    gp_problem *problem = GP_VEC_PUSH(arena, problems);
    gp_str what;
    int length;
    va_list args;

    if (problem == NULL)
        return false;
    va_start(args, format);
    length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    problem->path = gp_arena_copy(arena, path);
    problem->line = line;
    problem->refused = refused;
    what = gp_str_of(text);
    if (length >= (int)sizeof text)
        (void)gp_utf8_valid(what, &what.size); /* cut at a character's edge */
    problem->what = gp_arena_copy(arena, what);
    return !arena->failed;
}
