/* add_question.h - one more wording for a section, put into its article's front matter as an edit of the text.
 *
 * Idea:     the file is people's, so only lines that must change do: comments, order, quotes and line ends stay.
 *           Where the new line goes is found by looking at the text; whether that was right is not trusted:
 *           the edited text is read again, and the question must be the only difference.
 * Threads:  pure.
 */
#ifndef GP_CONTENT_ADD_QUESTION_H
#define GP_CONTENT_ADD_QUESTION_H

#include "base/arena.h"

/* The lines to add by hand: "questions:" and the question, for a section below "sections:" and its anchor
 * (empty: the article's own). Ends with a line end. Empty when memory ends. */
gp_str gp_add_question_lines(gp_str anchor, gp_str question, gp_arena *arena);
/* `source` (of the file at `path`) with the question added to the section, in the arena. GP_INVALID: it cannot be
 * added here so that nothing else changes, and the error says why; GP_NO_MEMORY. Reads the file twice. */
gp_status gp_add_question(gp_str path, gp_str source, gp_str anchor, gp_str question,
                          gp_arena *arena, gp_str *edited, gp_error *error) GP_MUST_CHECK;
/* Appends the same as a patch that `git apply` and `patch -p1` take in the corpus root, in which `path` is. Errors as
 * gp_add_question; GP_INVALID also for a path that a patch cannot name: with control characters, quotes or
 * backslashes, or beginning with "/". */
gp_status gp_question_patch(gp_str path, gp_str source, gp_str anchor, gp_str question,
                            gp_arena *arena, gp_buf *patch, gp_error *error) GP_MUST_CHECK;

#endif
