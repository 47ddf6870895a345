/* problem.h - what a reader has to say about a source file: a refusal or a warning, with its place. */
#ifndef GP_CONTENT_PROBLEM_H
#define GP_CONTENT_PROBLEM_H

#include "base/arena.h"

typedef struct gp_problem {
    gp_str path;  /* relative to the corpus root */
    size_t line;  /* from 1; 0 when it concerns the whole file */
    bool refused; /* the file (or JSON line) was left out; false: a warning */
    gp_str what;  /* one line: what is wrong, and what to do */
} gp_problem;
typedef GP_VEC(gp_problem) gp_problem_list;

/* Appends a problem with formatted text; false when the arena is full. */
bool gp_problem_add(gp_arena *arena, gp_problem_list *problems, gp_str path, size_t line,
                    bool refused, const char *format, ...) GP_PRINTF(6, 7);

#endif
