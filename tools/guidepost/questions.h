/* questions.h - a file of questions: read whole, so that a bad line is refused before anything is asked.
 *
 * Formats:  JSON Lines, {"id" or "_id", "text"} a line; or text, where a line's first part up to a tab
 *           is the question, and lines that begin with "#" are comments. Empty lines are passed over.
 * Memory:   questions live in the caller's arena.
 * Errors:   GP_INVALID names file and line. GP_NOT_FOUND, GP_TOO_LARGE, GP_IO, GP_NO_MEMORY as
 *           base/file.h says.
 */
#ifndef GUIDEPOST_QUESTIONS_H
#define GUIDEPOST_QUESTIONS_H

#include "base/arena.h"

#define GP_QUESTIONS_FILE_MAX ((size_t)128 << 20) /* bytes of such a file, and of one like it */

typedef struct gp_question {
    gp_str id;   /* empty in text files */
    gp_str text; /* may be empty in JSON Lines */
    size_t line; /* from 1 */
} gp_question;
typedef GP_VEC(gp_question) gp_question_list;

/* Reads JSON Lines; every line wants its id, a text or a whole number. */
gp_status gp_questions_read_json(const char *path, gp_arena *arena, gp_question_list *questions,
                                 gp_error *error) GP_MUST_CHECK;
/* JSON Lines when the name ends in .jsonl, else text. */
gp_status gp_questions_read(const char *path, gp_arena *arena, gp_question_list *questions,
                            gp_error *error) GP_MUST_CHECK;

/* What reads one line of a file; GP_INVALID with `*why` (static text) refuses
 * it; the only other failure is GP_NO_MEMORY. */
typedef gp_status gp_line_fn(void *context, gp_str line, size_t number, const char **why);
/* Calls `fn` for every line of a file of valid UTF-8, without its end (a byte order mark and empty lines
 * are passed over). The first failure ends the reading. */
gp_status gp_lines_read(const char *path, gp_arena *arena, gp_line_fn *fn, void *context,
                        gp_error *error) GP_MUST_CHECK;

#endif
