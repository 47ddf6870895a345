/* judgments.h - qrels.tsv: which section answers which question, and how well.
 *
 * Format:   question TAB section TAB grade, a whole number; 1 and more is relevant. Of several lines for
 *           one question and section the last counts.
 * Memory:   all lives in the arena of the reading.
 */
#ifndef GUIDEPOST_JUDGMENTS_H
#define GUIDEPOST_JUDGMENTS_H

#include "base/arena.h"

typedef struct gp_judgment {
    gp_str question, section;
    int grade;
    size_t line; /* from 1 */
} gp_judgment;
typedef GP_VEC(gp_judgment) gp_judgment_list;

/* Reads the file; sorted by question, then section. Errors as questions.h. */
gp_status gp_judgments_read(const char *path, gp_arena *arena, gp_judgment_list *judgments,
                            gp_error *error) GP_MUST_CHECK;
/* How many from `from` on are of one question. */
size_t gp_judgments_of_one(const gp_judgment_list *judgments, size_t from);
/* The grade of a section among judgments[0..count) of one question; 0 when nobody judged it. */
int gp_judgment_grade(const gp_judgment *judgments, size_t count, gp_str section);

#endif
