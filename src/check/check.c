/* check.c - the run: reads each file once, hands its documents to the rules, sorts what they found. */
#include "check/lint.h"

#include "base/utf8.h"
#include "index/change.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DOCUMENT_MEMORY ((size_t)64 << 20)
/* A file of words of one letter has GP_TEXT_FILE_MAX / 2 of them: 135 MiB as a list of tokens that grew. */
#define SCRATCH_MEMORY ((size_t)256 << 20)
#define RULES_FILE_MAX ((size_t)64 << 10)
#define MESSAGE_MAX    400

/* ---- what the rules share ------------------------------------------------------------------- */

void gp_lint_tell(gp_lint *lint, gp_rule rule, gp_str path, size_t line, const char *mend,
                  const char *format, ...)
{
    char text[MESSAGE_MAX];
    gp_str message;
    gp_finding *finding;
    va_list args;
    int length;

    if (lint->off[rule]) {
        lint->report->off++;
        return;
    }
    va_start(args, format);
    length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    message = gp_str_of(text);
    if (length >= (int)sizeof text)
        (void)gp_utf8_valid(message, &message.size); /* cut at a character's edge */
    finding = GP_VEC_PUSH(lint->arena, &lint->report->findings);
    if (finding == NULL)
        return;
    *finding = (gp_finding){.rule = rule,
                            .path = path,
                            .line = line > 0 ? line : 1,
                            .message = gp_arena_copy(lint->arena, message),
                            .mend = gp_arena_copy(lint->arena, gp_str_of(mend))};
}

bool gp_lint_is_markdown(const gp_lint *lint)
{
    return gp_str_ends(lint->path, GP_STR(".md")) || gp_str_ends(lint->path, GP_STR(".markdown")) ||
           gp_str_ends(lint->path, GP_STR(".mdx"));
}

size_t gp_lint_line(const gp_lint *lint, const gp_section *section, gp_str words)
{
    size_t at = gp_str_find(section->markdown, words, 0);
    size_t line = section->line;

    if (!gp_lint_is_markdown(lint) || at >= section->markdown.size)
        return line;
    for (size_t i = 0; i < at; i++)
        line += section->markdown.data[i] == '\n';
    return line;
}

bool gp_lint_has(const gp_str_list *list, gp_str text)
{
    for (size_t i = 0; i < list->count; i++) {
        if (gp_str_equal(list->items[i], text))
            return true;
    }
    return false;
}

/* ---- reading -------------------------------------------------------------------------------- */

static gp_status no_memory(const gp_lint *lint)
{
    return gp_error_set(lint->error, GP_NO_MEMORY, "not enough memory to check");
}

/* A problem's path is a path from the folders' base. */
static gp_str path_from_here(const gp_lint *lint, gp_str path)
{
    return gp_arena_printf(lint->arena, "%.*s%.*s", GP_STR_ARGS(lint->input.base),
                           GP_STR_ARGS(path));
}

static void tell_problems(gp_lint *lint, const gp_problem_list *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        const gp_problem *problem = &problems->items[i];
        gp_lint_tell(lint, problem->refused ? GP_RULE_REFUSED : GP_RULE_NOT_SHOWN,
                     path_from_here(lint, problem->path), problem->line,
                     problem->refused ? "it is not indexed until this is mended"
                                      : "correct it, or take it out",
                     "%.*s", GP_STR_ARGS(problem->what));
    }
}

/* gp_document_fn */
static gp_status take_document(void *context, gp_document *document)
{
    gp_lint *lint = context;
    gp_problem_list problems = {NULL, 0, 0};
    gp_image_list images = {NULL, 0, 0};

    if (document->status != GP_PUBLISHED) {
        lint->report->drafts++;
        gp_lint_targets(lint, document);
        return GP_OK;
    }
    lint->report->articles++;
    lint->report->sections += document->sections.count;
    gp_lint_article(lint, document);
    if (gp_images_attach(lint->file, &lint->document, document, lint->arena, &images, &problems) !=
        GP_OK)
        return GP_NO_MEMORY;
    tell_problems(lint, &problems);
    gp_arena_reset(&lint->scratch);
    return lint->arena->failed ? GP_NO_MEMORY : GP_OK;
}

static gp_status next_piece(void *context, char *bytes, size_t room, size_t *got)
{
    const int *file = context;

    return gp_file_next(*file, bytes, room, got);
}

static gp_status read_lines(const gp_input_file *file, const gp_reading *reading, gp_error *error)
{
    int opened = -1;
    gp_status status =
        gp_file_open(file->root->folder, file->below, GP_LINES_FILE_MAX, &opened, NULL, error);

    if (status == GP_OK)
        status = gp_reader_read_lines(reading, next_piece, &opened);
    if (opened >= 0)
        (void)close(opened);
    return status;
}

static gp_status read_whole(gp_lint *lint, const gp_reading *reading, gp_error *error)
{
    const gp_input_file *file = lint->file;
    gp_status status = gp_file_read(file->root->folder, file->below, GP_TEXT_FILE_MAX, &lint->bytes,
                                    &lint->source, error);

    if (status == GP_OK)
        status = gp_reader_read(reading, lint->source);
    if (status == GP_OK)
        gp_lint_keys(lint);
    lint->source = (gp_str){NULL, 0};
    gp_arena_reset(&lint->bytes);
    gp_arena_reset(&lint->scratch);
    return status;
}

static gp_status read_file(gp_lint *lint, const gp_input_file *file)
{
    gp_problem_list problems = {NULL, 0, 0};
    gp_reading reading = {.path = file->path,
                          .approvals = &file->root->approvals,
                          .arena = &lint->document,
                          .keep = lint->arena,
                          .problems = &problems,
                          .duties = &lint->input.site.duties,
                          .fn = take_document,
                          .context = lint};
    gp_error error = {GP_OK, ""};
    gp_status status;

    lint->file = file;
    lint->path = path_from_here(lint, file->path);
    status = gp_reader_wants_lines(file->path) ? read_lines(file, &reading, &error)
                                               : read_whole(lint, &reading, &error);
    gp_arena_reset(&lint->document);
    if (error.status != GP_OK && error.status != GP_NO_MEMORY)
        status = gp_input_refuse(lint->arena, &problems, file->path, file->below, &error);
    if (status == GP_IO)
        return gp_error_set(lint->error, status, "%.*s: cannot be read to its end",
                            GP_STR_ARGS(lint->path));
    if (status != GP_OK || lint->arena->failed)
        return no_memory(lint);
    tell_problems(lint, &problems);
    return GP_OK;
}

/* ---- guidepost.yaml ------------------------------------------------------------------------- */

static gp_status switch_off(gp_lint *lint)
{
    for (size_t i = 0; i < lint->checks->off.count; i++) {
        const gp_rule_off *off = &lint->checks->off.items[i];
        gp_rule rule;
        if (!gp_rule_parse(off->rule, &rule))
            return gp_error_set(lint->error, GP_INVALID,
                                GP_RULES_FILE ": line %zu: check: off: %.*s is no rule; see "
                                              "guidepost check --rules",
                                off->line, GP_STR_ARGS(off->rule));
        lint->report->rules_off += !lint->off[rule];
        lint->off[rule] = true;
    }
    return GP_OK;
}

/* The input has read and judged the file; its unknown keys are looked at here. */
static gp_status check_rules_file(gp_lint *lint)
{
    const gp_input_root *root = lint->input.rules;
    gp_str yaml;
    gp_status status;

    if (root == NULL)
        return GP_OK;
    lint->path = gp_arena_printf(lint->arena, "%.*s%.*s" GP_RULES_FILE,
                                 GP_STR_ARGS(lint->input.base), GP_STR_ARGS(root->prefix));
    gp_lint_site(lint);
    status =
        gp_file_read(root->folder, GP_RULES_FILE, RULES_FILE_MAX, &lint->bytes, &yaml, lint->error);
    if (status != GP_OK)
        return status; /* it could be read a moment ago */
    gp_lint_site_keys(lint, yaml, lint->path);
    gp_arena_reset(&lint->bytes);
    gp_arena_reset(&lint->scratch);
    return GP_OK;
}

/* ---- the run -------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const gp_finding *left = a;
    const gp_finding *right = b;
    int order = gp_str_compare(left->path, right->path);

    if (order != 0)
        return order;
    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    if (left->rule != right->rule)
        return left->rule < right->rule ? -1 : 1;
    return gp_str_compare(left->message, right->message);
}

static gp_status check_files(gp_lint *lint, const gp_problem_list *found)
{
    gp_status status = GP_OK;

    tell_problems(lint, found);
    for (size_t i = 0; i < lint->input.files.count && status == GP_OK; i++)
        status = read_file(lint, &lint->input.files.items[i]);
    if (status == GP_OK)
        status = check_rules_file(lint);
    if (status != GP_OK)
        return status;
    gp_lint_approvals(lint);
    gp_lint_resolve(lint);
    gp_lint_compare_questions(lint);
    gp_lint_explain(lint);
    return lint->arena->failed || lint->scratch.failed ? no_memory(lint) : GP_OK;
}

static gp_status open_input(gp_lint *lint, const char *const *paths, size_t count,
                            gp_problem_list *found)
{
    gp_status status = gp_input_open(paths, count, lint->arena, &lint->input, found, lint->error);

    lint->checks = &lint->input.site.checks;
    lint->report->files = lint->input.files.count;
    for (size_t i = 0; i < lint->input.root_count; i++)
        lint->report->whole = lint->report->whole || lint->input.roots[i].whole;
    if (status == GP_OK && lint->input.files.count == 0 && found->count == 0)
        return gp_error_set(lint->error, GP_NOT_FOUND,
                            "%s: no article in it (.md, .markdown, .mdx, .html, .txt, .jsonl)",
                            count > 0 ? paths[0] : "(no path)");
    if (status == GP_OK)
        status = switch_off(lint);
    if (status == GP_OK)
        status = gp_tokenizer_open("en", &lint->tokenizer, lint->error);
    if (status == GP_OK && !gp_lint_words_open(lint))
        status = no_memory(lint);
    return status;
}

gp_status gp_check_run(const char *const *paths, size_t count, int32_t today, gp_arena *arena,
                       gp_check_report *report, gp_error *error)
{
    gp_lint lint = {.arena = arena, .today = today, .report = report, .error = error};
    gp_problem_list found = {NULL, 0, 0};
    gp_status status;

    *report = (gp_check_report){.files = 0};
    gp_arena_init(&lint.document, DOCUMENT_MEMORY);
    gp_arena_init(&lint.scratch, SCRATCH_MEMORY);
    gp_arena_init(&lint.bytes, 2 * GP_TEXT_FILE_MAX);
    status = open_input(&lint, paths, count, &found);
    if (status == GP_OK)
        status = check_files(&lint, &found);
    if (report->findings.count > 0)
        qsort(report->findings.items, report->findings.count, sizeof report->findings.items[0],
              by_place);
    gp_input_close(&lint.input);
    gp_tokenizer_close(lint.tokenizer);
    gp_arena_clear(&lint.document);
    gp_arena_clear(&lint.scratch);
    gp_arena_clear(&lint.bytes);
    return status;
}
