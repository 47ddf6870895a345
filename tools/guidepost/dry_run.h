/* dry_run.h - what guidepost index would change: sections, and the questions whose answers would move.
 *
 * Flow:     the index there is copied into a scratch folder and refreshed there, as index would; then both
 *           are asked: every heading and alternate question of either, the questions of pins, and what
 *           visitors ask most.
 * Rule:     writes nothing but the scratch folder, which is gone at the end, also by a signal (scratch.h).
 */
#ifndef GUIDEPOST_DRY_RUN_H
#define GUIDEPOST_DRY_RUN_H

#include "base/json.h"
#include "index/index.h"
#include "moves.h"

typedef struct cli_section_change {
    gp_str id;
    gp_cause cause; /* never GP_SAME */
} cli_section_change;

/* A question whose first hit or answer would be another. Texts may be empty: no hit, no answer. */
typedef struct cli_moved_question {
    gp_str question, old_first, new_first, old_answer, new_answer;
    bool first, answer; /* which of the two differ */
} cli_moved_question;

typedef struct cli_plan {
    bool compared;      /* false: there is no index that could be compared with; all would be new */
    gp_str why;         /* not compared */
    gp_old_links links; /* of the refresh */
    size_t questions;   /* that were asked */
    GP_VEC(cli_section_change) sections; /* by id */
    GP_VEC(cli_moved_question) moved;    /* in the order of the questions' texts */
} cli_plan;

/* Compares options->db with what an index run would make of it. `desk` may be NULL. Everything lives in the
 * arena. Errors as gp_index_run, and GP_NOT_FOUND etc. of a desk that cannot be read. */
gp_status cli_plan_make(const gp_index_options *options, const char *desk, gp_arena *arena,
                        cli_plan *plan, gp_error *error) GP_MUST_CHECK;
/* For people, on stdout. */
void cli_plan_print(const cli_plan *plan);
/* As members of the object that is open: "compared", "changes", "questions", "moved". */
void cli_plan_put(gp_json *json, const cli_plan *plan);

#endif
