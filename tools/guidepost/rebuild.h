/* rebuild.h - build, wait for a change, build again: what index --watch and serve --preview share.
 *
 * Rule:     one line on stderr for each build that published, and the problems of every build; what goes
 *           wrong is told and waited out, since the next save may mend it.
 * Threads:  one.
 */
#ifndef GUIDEPOST_REBUILD_H
#define GUIDEPOST_REBUILD_H

#include "index/index.h"
#include "index/watch.h"

typedef struct cli_rebuild {
    gp_index_options options;
    gp_watch *watch;
    bool quiet; /* refusals and errors are told, builds are not */
} cli_rebuild;

/* Looks at the folders and builds for the first time; nothing is told. cli_rebuild_close after it, also
 * after an error. Errors as gp_watch_look and gp_index_run; `summary` lives in the arena. */
gp_status cli_rebuild_open(cli_rebuild *rebuild, gp_arena *arena, gp_index_summary *summary,
                           gp_error *error) GP_MUST_CHECK;
/* Builds whenever something has changed, until the descriptor `stop` can be read. `arena` is reset for
 * each build. Returns only errors of watching, not of building. */
gp_status cli_rebuild_until(cli_rebuild *rebuild, int stop, gp_arena *arena,
                            gp_error *error) GP_MUST_CHECK;
void cli_rebuild_close(cli_rebuild *rebuild);

/* "  corpus/faq/x.md:12: the reason" a line on stderr, at most 50; with `refused_only` no others. */
void cli_tell_problems(gp_str base, const gp_problem_list *problems, bool refused_only);
/* "  corpus/faq/x.md: old#a is now new#b: ..." a line on stderr for each old address, at most 20. */
void cli_tell_links(gp_str base, const gp_old_links *links);
/* "" for one, else "s". */
const char *cli_plural(size_t count);

#endif
