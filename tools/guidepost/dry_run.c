#include "dry_run.h"

#include "cli.h"
#include "scratch.h"

#include "base/clock.h"
#include "desk/desk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    ASKED_MAX = 200, /* questions taken from the desk */
    PIECE = 1 << 20
};

/* The work under way. */
typedef struct planner {
    const gp_index_options *options;
    gp_arena *arena;
    cli_plan *plan;
    gp_error *error;
    gp_side old, new;
    gp_str_list questions;
} planner;

static gp_status no_memory(gp_error *error)
{
    return gp_error_set(error, GP_NO_MEMORY, "not enough memory to compare");
}

/* ---- the index as it would be --------------------------------------------------------------- */

static gp_status copy_bytes(int from, int into, gp_arena *arena, const char *into_path,
                            gp_error *error)
{
    char *piece = gp_arena_alloc(arena, PIECE);
    ssize_t got;

    if (piece == NULL)
        return no_memory(error);
    while ((got = read(from, piece, PIECE)) > 0) {
        for (ssize_t done = 0, put; done < got; done += put) {
            put = write(into, piece + done, (size_t)(got - done));
            if (put < 0)
                return gp_error_set(error, GP_IO, "%s: cannot be written: %s; set TMPDIR",
                                    into_path, strerror(errno));
        }
    }
    return got == 0 ? GP_OK : gp_error_set(error, GP_IO, "the index cannot be read to its end");
}

static gp_status copy_index(const planner *self, const char *into_path)
{
    int from = open(self->options->db, O_RDONLY | O_CLOEXEC);
    int into = open(into_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    gp_status status;

    if (from < 0 || into < 0)
        status = gp_error_set(self->error, GP_IO, "%s: cannot be opened: %s",
                              from < 0 ? self->options->db : into_path, strerror(errno));
    else
        status = copy_bytes(from, into, self->arena, into_path, self->error);
    if (from >= 0)
        (void)close(from);
    if (into >= 0 && close(into) != 0 && status == GP_OK)
        status = gp_error_set(self->error, GP_IO, "%s: cannot be written", into_path);
    return status;
}

static gp_status build_beside(const planner *self, const char *scratch)
{
    gp_index_options options = *self->options;
    gp_index_summary summary;
    gp_status status = copy_index(self, scratch);

    options.db = scratch;
    options.dry_run = false;
    options.section = NULL;
    options.full = false; /* what was there is what there is to compare with */
    if (status == GP_OK)
        status = gp_index_run(&options, self->arena, &summary, self->error);
    if (status == GP_OK)
        self->plan->links = summary.links;
    return status;
}

/* ---- sections ------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return gp_str_compare(*(const gp_str *)a, *(const gp_str *)b);
}

/* Sorted, each once. */
static void sort_texts(gp_str_list *list)
{
    size_t kept = 0;

    if (list->count == 0)
        return;
    qsort(list->items, list->count, sizeof list->items[0], by_text);
    for (size_t i = 0; i < list->count; i++) {
        if (kept == 0 || !gp_str_equal(list->items[kept - 1], list->items[i]))
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

/* A text of a store lives as long as that; a plan outlives both. */
static bool add_copy(planner *self, gp_str_list *list, gp_str text)
{
    gp_str copy = gp_arena_copy(self->arena, text);

    return copy.data != NULL && gp_str_list_add(self->arena, list, copy);
}

/* The ids of a side's sections, and what its headings and alternate questions ask. */
static gp_status gather(planner *self, gp_side *side, gp_str_list *ids)
{
    gp_label *labels;
    size_t count;
    gp_status status = gp_store_labels(side->store, &side->arena, &labels, &count, self->error);

    for (size_t i = 0; i < count && status == GP_OK; i++) {
        const gp_label *label = &labels[i];
        gp_str question = label->heading.size > 0 ? label->heading : label->title;
        bool added = add_copy(self, ids, label->id) && add_copy(self, &self->questions, question);
        for (size_t j = 0; added && j < label->questions.count; j++)
            added = add_copy(self, &self->questions, label->questions.items[j]);
        if (!added)
            status = no_memory(self->error);
    }
    gp_arena_reset(&side->arena);
    return status;
}

static gp_status add_change(planner *self, gp_str id)
{
    gp_cause cause;
    cli_section_change *change;
    gp_status status = gp_cause_of(&self->old, &self->new, id, &cause, self->error);

    gp_arena_reset(&self->old.arena);
    gp_arena_reset(&self->new.arena);
    if (status != GP_OK || cause == GP_SAME)
        return status;
    change = GP_VEC_PUSH(self->arena, &self->plan->sections);
    if (change == NULL)
        return no_memory(self->error);
    *change = (cli_section_change){id, cause};
    return GP_OK;
}

static gp_status compare_sections(planner *self)
{
    gp_str_list ids = {NULL, 0, 0};
    gp_status status = gather(self, &self->old, &ids);

    if (status == GP_OK)
        status = gather(self, &self->new, &ids);
    sort_texts(&ids);
    for (size_t i = 0; i < ids.count && status == GP_OK; i++)
        status = add_change(self, ids.items[i]);
    return status;
}

/* ---- questions ------------------------------------------------------------------------------ */

static gp_status add_pins(planner *self, const gp_side *side)
{
    const gp_site *site = gp_searcher_site(side->searcher);

    for (size_t i = 0; i < site->pins.count; i++) {
        const gp_str_list *questions = &site->pins.items[i].questions;
        for (size_t j = 0; j < questions->count; j++) {
            if (!add_copy(self, &self->questions, questions->items[j]))
                return no_memory(self->error);
        }
    }
    return GP_OK;
}

/* Whatever the answers were like: to a bad one a move may be good news. */
static gp_status add_asked(planner *self, const char *desk)
{
    int32_t since = gp_desk_first_day(gp_clock_today(), GP_DESK_KEEP_DAYS);
    gp_desk_file *file;
    gp_str_list asked = {NULL, 0, 0};
    gp_status status = gp_desk_file_open(desk, GP_DESK_COMMAND, &file, self->error);

    if (status != GP_OK)
        return status;
    status = gp_desk_file_most_asked(file, since, GP_ASKED_NONE, ASKED_MAX, self->arena, &asked,
                                     self->error);
    gp_desk_file_close(file);
    for (size_t i = 0; i < asked.count && status == GP_OK; i++) {
        if (!gp_str_list_add(self->arena, &self->questions, asked.items[i]))
            status = no_memory(self->error);
    }
    return status;
}

static gp_str first_of(const gp_results *results)
{
    return results->hits.count > 0 ? results->hits.items[0].id : GP_STR("");
}

static gp_status add_moved(planner *self, gp_str question, const gp_comparison *comparison)
{
    const gp_results *old = &self->old.results;
    const gp_results *new = &self->new.results;
    cli_moved_question *moved = GP_VEC_PUSH(self->arena, &self->plan->moved);

    if (moved == NULL)
        return no_memory(self->error);
    *moved = (cli_moved_question){.question = question,
                                  .old_first = gp_arena_copy(self->arena, first_of(old)),
                                  .new_first = gp_arena_copy(self->arena, first_of(new)),
                                  .old_answer = gp_arena_copy(self->arena, old->answer.text),
                                  .new_answer = gp_arena_copy(self->arena, new->answer.text),
                                  .first = comparison->first,
                                  .answer = comparison->answer};
    return self->arena->failed ? no_memory(self->error) : GP_OK;
}

static gp_status ask_all(planner *self)
{
    const gp_index_options *options = self->options;
    gp_status status = GP_OK;

    sort_texts(&self->questions);
    self->plan->questions = self->questions.count;
    for (size_t i = 0; i < self->questions.count && status == GP_OK; i++) {
        gp_comparison comparison;
        status = gp_compare(&self->old, &self->new, self->questions.items[i], 1, &comparison,
                            self->error);
        if (status == GP_OK && (comparison.first || comparison.answer))
            status = add_moved(self, self->questions.items[i], &comparison);
        if (options->progress != NULL)
            options->progress(options->context, i + 1, self->questions.count);
    }
    return status;
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* Both are open: equal generations are equal in everything. */
static gp_status compare(planner *self)
{
    gp_status status = add_pins(self, &self->old);

    if (status == GP_OK)
        status = add_pins(self, &self->new);
    if (status == GP_OK)
        status = compare_sections(self);
    return status == GP_OK ? ask_all(self) : status;
}

static gp_status build_and_compare(planner *self)
{
    const char *scratch;
    gp_status status = gp_scratch_make(&scratch, self->error);

    if (status == GP_OK)
        status = build_beside(self, scratch);
    if (status == GP_OK)
        status = gp_side_open(scratch, GP_PUBLIC, self->options->encoder, &self->new, self->error);
    if (status == GP_OK &&
        !gp_str_equal(gp_store_generation(self->old.store), gp_store_generation(self->new.store)))
        status = compare(self);
    gp_side_close(&self->new);
    gp_scratch_remove();
    return status;
}

gp_status cli_plan_make(const gp_index_options *options, const char *desk, gp_arena *arena,
                        cli_plan *plan, gp_error *error)
{
    planner self = {.options = options, .arena = arena, .plan = plan, .error = error};
    gp_error why;
    gp_status status = desk != NULL ? add_asked(&self, desk) : GP_OK; /* first: it may be refused */
    gp_status opened;

    *plan = (cli_plan){.compared = false};
    if (status != GP_OK)
        return status;
    opened = gp_side_open(options->db, GP_PUBLIC, options->encoder, &self.old, &why);
    plan->compared = opened == GP_OK;
    if (plan->compared)
        status = build_and_compare(&self);
    else
        plan->why = gp_arena_copy(arena, gp_str_of(why.text));
    gp_side_close(&self.old);
    return arena->failed || opened == GP_NO_MEMORY ? no_memory(error) : status;
}

/* ---- telling -------------------------------------------------------------------------------- */

static void print_text(const char *label, gp_str text)
{
    (void)fputs(label, stdout);
    cli_put(stdout, text.size > 0 ? text : GP_STR("(none)"));
    (void)fputc('\n', stdout);
}

static void print_moved(const cli_moved_question *moved)
{
    (void)fputs("  ", stdout);
    cli_put(stdout, moved->question);
    (void)fputc('\n', stdout);
    if (moved->first) {
        print_text("    first  - ", moved->old_first);
        print_text("           + ", moved->new_first);
    }
    if (moved->answer) {
        print_text("    answer - ", moved->old_answer);
        print_text("           + ", moved->new_answer);
    }
}

static char sign_of(gp_cause cause)
{
    return (char)(cause == GP_IS_NEW ? '+' : cause == GP_IS_GONE ? '-' : '~');
}

void cli_plan_print(const cli_plan *plan)
{
    if (!plan->compared) {
        (void)fputs("everything would be new: ", stdout);
        print_text("", plan->why);
        return;
    }
    (void)printf("%zu section%s would change\n", plan->sections.count,
                 plan->sections.count == 1 ? "" : "s");
    for (size_t i = 0; i < plan->sections.count; i++) {
        const cli_section_change *change = &plan->sections.items[i];
        (void)printf("  %c ", sign_of(change->cause));
        cli_put(stdout, change->id);
        (void)printf(": %s\n", gp_cause_words(change->cause));
    }
    if (plan->questions == 0)
        return;
    (void)printf("%zu of %zu questions would be answered differently\n", plan->moved.count,
                 plan->questions);
    for (size_t i = 0; i < plan->moved.count; i++)
        print_moved(&plan->moved.items[i]);
}

static void put_pair(gp_json *json, const char *key, gp_str old, gp_str new)
{
    gp_json_key(json, key);
    gp_json_open(json, '{');
    gp_json_key(json, "old");
    gp_json_text_or_null(json, old.size > 0 ? old : (gp_str){NULL, 0});
    gp_json_key(json, "new");
    gp_json_text_or_null(json, new.size > 0 ? new : (gp_str){NULL, 0});
    gp_json_close(json, '}');
}

void cli_plan_put(gp_json *json, const cli_plan *plan)
{
    gp_json_key(json, "compared");
    gp_json_bool(json, plan->compared);
    gp_json_key(json, "changes");
    gp_json_open(json, '[');
    for (size_t i = 0; i < plan->sections.count; i++) {
        const cli_section_change *change = &plan->sections.items[i];
        gp_json_open(json, '{');
        gp_json_pair(json, "id", change->id);
        gp_json_pair(json, "why", gp_str_of(gp_cause_key(change->cause)));
        gp_json_close(json, '}');
    }
    gp_json_close(json, ']');
    gp_json_pair_int(json, "questions", (long long)plan->questions);
    gp_json_key(json, "moved");
    gp_json_open(json, '[');
    for (size_t i = 0; i < plan->moved.count; i++) {
        const cli_moved_question *moved = &plan->moved.items[i];
        gp_json_open(json, '{');
        gp_json_pair(json, "question", moved->question);
        put_pair(json, "first", moved->old_first, moved->new_first);
        put_pair(json, "answer", moved->old_answer, moved->new_answer);
        gp_json_close(json, '}');
    }
    gp_json_close(json, ']');
}
