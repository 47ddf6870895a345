#include "rebuild.h"

#include "cli.h"

#include <poll.h>
#include <time.h>

enum {
    NAMED_MAX = 3,   /* files that a build's line names */
    TOLD_MAX = 50,   /* problems */
    LINKS_MAX = 20,  /* old addresses */
    AGAIN_MS = 1000, /* another build is under way: ours waits so long */
    CLOCK_SIZE = 16
};

const char *cli_plural(size_t count)
{
    return count == 1 ? "" : "s";
}

void cli_tell_problems(gp_str base, const gp_problem_list *problems, bool refused_only)
{
    size_t told = 0;
    size_t more = 0;

    for (size_t i = 0; i < problems->count; i++) {
        const gp_problem *problem = &problems->items[i];
        if (refused_only && !problem->refused)
            continue;
        if (told++ >= TOLD_MAX) {
            more++;
            continue;
        }
        (void)fputs("  ", stderr);
        cli_put(stderr, base);
        cli_put(stderr, problem->path);
        if (problem->line > 0)
            (void)fprintf(stderr, ":%zu", problem->line);
        (void)fputs(": ", stderr);
        cli_put(stderr, problem->what);
        (void)fputc('\n', stderr);
    }
    if (more > 0)
        (void)fprintf(stderr, "  and %zu more; --json lists them all\n", more);
}

void cli_tell_links(gp_str base, const gp_old_links *links)
{
    for (size_t i = 0; i < links->count && i < LINKS_MAX; i++) {
        const gp_old_link *link = &links->items[i];
        (void)fputs("  ", stderr);
        cli_put(stderr, link->from);
        (void)fputs(" moved to ", stderr);
        cli_put(stderr, link->to);
        (void)fputs(": keep the old link? add to ", stderr);
        cli_put(stderr, base);
        cli_put(stderr, link->path);
        (void)fputs(": ", stderr);
        cli_put(stderr, link->add);
        (void)fputc('\n', stderr);
    }
    if (links->count > LINKS_MAX)
        (void)fprintf(stderr, "  and %zu more moved; --json lists them all\n",
                      links->count - LINKS_MAX);
}

/* ---- one build's line ----------------------------------------------------------------------- */

static void tell_change(const gp_file_change *change)
{
    static const char signs[] = {[GP_ADDED] = '+', [GP_CHANGED] = '~', [GP_REMOVED] = '-'};

    (void)fputc(signs[change->change], stderr);
    cli_put(stderr, change->path);
}

/* "14:03:22 ~faq/insurance.md +faq/new.md: 40 articles, 212 sections in 0.18 s" */
static void tell_build(const gp_index_summary *summary)
{
    size_t count = summary->changes.count;
    time_t now = time(NULL);
    char clock[CLOCK_SIZE] = "";
    struct tm local;

    if (localtime_r(&now, &local) != NULL)
        (void)strftime(clock, sizeof clock, "%H:%M:%S", &local);
    (void)fprintf(stderr, "%s", clock);
    for (size_t i = 0; summary->refreshed && i < count && i < NAMED_MAX; i++) {
        (void)fputc(' ', stderr);
        tell_change(&summary->changes.items[i]);
    }
    if (!summary->refreshed)
        (void)fputs(" all files read", stderr);
    else if (count > NAMED_MAX)
        (void)fprintf(stderr, " and %zu more", count - NAMED_MAX);
    (void)fprintf(stderr, ": %zu article%s, %zu section%s in %.2f s\n", summary->articles,
                  cli_plural(summary->articles), summary->sections, cli_plural(summary->sections),
                  summary->seconds);
}

static void tell(const cli_rebuild *rebuild, const gp_index_summary *summary, gp_status status,
                 const gp_error *error)
{
    if (status == GP_OK && !summary->published)
        return; /* saved as it was: nothing new, also of its problems */
    if (status == GP_OK && !rebuild->quiet)
        tell_build(summary);
    cli_tell_problems(summary->base, &summary->skipped, true);
    if (!rebuild->quiet)
        cli_tell_problems(summary->base, &summary->warnings, false);
    if (status == GP_OK && !rebuild->quiet)
        cli_tell_links(summary->base, &summary->links);
    if (status != GP_OK)
        (void)cli_error(error);
}

/* ---- building ------------------------------------------------------------------------------- */

gp_status cli_rebuild_open(cli_rebuild *rebuild, gp_arena *arena, gp_index_summary *summary,
                           gp_error *error)
{
    const gp_index_options *options = &rebuild->options;
    gp_status status =
        gp_watch_open(options->paths, options->path_count, options->db, &rebuild->watch, error);

    *summary = (gp_index_summary){.base = GP_STR("")};
    if (status == GP_OK)
        status = gp_watch_look(rebuild->watch, error);
    return status == GP_OK ? gp_index_run(options, arena, summary, error) : status;
}

static bool told_to_stop(int stop, int wait_ms)
{
    struct pollfd from = {.fd = stop, .events = POLLIN};

    return poll(&from, 1, wait_ms) > 0;
}

/* Builds; while somebody else builds, tries again. */
static void build(cli_rebuild *rebuild, int stop, gp_arena *arena)
{
    gp_index_summary summary;
    gp_error error = {GP_OK, ""};
    gp_status status;

    do {
        gp_arena_reset(arena);
        status = gp_index_run(&rebuild->options, arena, &summary, &error);
    } while (status == GP_BUSY && !told_to_stop(stop, AGAIN_MS));
    tell(rebuild, &summary, status, &error);
}

gp_status cli_rebuild_until(cli_rebuild *rebuild, int stop, gp_arena *arena, gp_error *error)
{
    bool stopped = false;

    rebuild->options.full = false; /* asked for once */
    while (!stopped) {
        gp_status status = gp_watch_wait(rebuild->watch, stop, &stopped, error);
        if (status == GP_OK && !stopped)
            status = gp_watch_look(rebuild->watch, error);
        if (status != GP_OK)
            return status;
        if (!stopped)
            build(rebuild, stop, arena);
    }
    return GP_OK;
}

void cli_rebuild_close(cli_rebuild *rebuild)
{
    gp_watch_close(rebuild->watch);
    rebuild->watch = NULL;
}
