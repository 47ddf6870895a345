/* cmd_export.c - guidepost export approvals: the words of the desk and of the files as one approvals.jsonl. */
#include "cli.h"
#include "commands.h"
#include "desk.h"

#include "base/file.h"
#include "desk/export.h"
#include "index/input.h"
#include "store/store.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BATCH = 64,
    PATH_SIZE = 4096
};
#define WORDS_MEMORY ((size_t)512 << 20)
#define BATCH_MEMORY ((size_t)128 << 20)

static const cli_option options[] = {
    {'d', "db", "FILE", "the index (guidepost.db)"},
    CLI_DESK_OPTION,
    {'I', "into", "DIR", "merge into DIR/approvals.jsonl, the folder of the articles"},
    {'o', "output", "FILE", "write there, not to stdout"},
    {'q', "quiet", NULL, "no messages but errors"},
    {0},
};

static const cli_command command = {
    .name = "export",
    .usage = "approvals [--db FILE] [--desk FILE] [--into DIR | -o FILE]",
    .purpose = "Writes what is approved, at the desk and by the files, as approvals.jsonl.",
    .options = options,
    .notes =
        "Of two words on a section the later day's counts, on one day the desk's; what was "
        "withdrawn\n"
        "at the desk is left out. Indexed with it, the site says of itself what the desk says.\n\n"
        "With --into the file that is there is read, and replaced in one step: it alone knows the\n"
        "texts of approvals that have lapsed. Otherwise the words of the files are taken from the\n"
        "index, and what has lapsed is told and left out. Sections that the index does not have\n"
        "are told, and kept. The same words give the same bytes.",
};

typedef struct arguments {
    const char *db, *desk, *into, *out;
    bool quiet;
} arguments;

typedef struct exporting {
    const arguments *given;
    gp_store *store;
    gp_arena arena;
    gp_approval_list said; /* by the files */
    gp_str_list lapsed;    /* of the index: their texts are not in it */
    gp_approval_rows spoken;
    gp_approval_list merged;
    gp_error error;
} exporting;

static int parse(int argc, char **argv, arguments *out)
{
    const char *value;
    int code = CLI_DONE;
    int letter;

    while ((letter = cli_next(&command, argc, argv, &value, &code)) > 0) {
        switch (letter) {
        case 'd':
            out->db = value;
            break;
        case 'D':
            out->desk = value;
            break;
        case 'I':
            out->into = value;
            break;
        case 'o':
            out->out = value;
            break;
        default:
            out->quiet = true;
        }
    }
    if (letter < 0)
        return code == CLI_DONE ? -1 : code;
    if (optind + 1 != argc || strcmp(argv[optind], "approvals") != 0)
        return cli_usage_error(&command, "wants to know what: approvals");
    if (out->into != NULL && out->out != NULL)
        return cli_usage_error(&command, "--into and --output exclude each other");
    return CLI_DONE;
}

static gp_status no_memory(exporting *self)
{
    return gp_error_set(&self->error, GP_NO_MEMORY, "export: not enough memory");
}

/* ---- the files' words ----------------------------------------------------------------------- */

/* Heading, a line end and text: what the hash is of. */
static gp_str bound_text(const gp_section *section, gp_arena *arena)
{
    gp_buf buf;
    gp_str text;

    gp_buf_init(&buf, section->heading.size + section->text.size + 2);
    gp_buf_add(&buf, section->heading);
    gp_buf_add_byte(&buf, '\n');
    gp_buf_add(&buf, section->text);
    text = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return text;
}

static gp_status take_section(exporting *self, const gp_section *section)
{
    const gp_approval *approval = &section->approval;
    gp_approval_record *record;

    if (approval->state == GP_UNAPPROVED)
        return GP_OK;
    if (approval->state == GP_LAPSED)
        return gp_str_list_add(&self->arena, &self->lapsed,
                               gp_arena_copy(&self->arena, section->id))
                   ? GP_OK
                   : no_memory(self);
    record = GP_VEC_PUSH(&self->arena, &self->said);
    if (record == NULL)
        return no_memory(self);
    *record = (gp_approval_record){.section = gp_arena_copy(&self->arena, section->id),
                                   .text_sha256 = gp_section_sha256(section, &self->arena),
                                   .text = bound_text(section, &self->arena),
                                   .by = gp_arena_copy(&self->arena, approval->by),
                                   .on = gp_arena_copy(&self->arena, approval->on),
                                   .review_by = gp_arena_copy(&self->arena, approval->review_by)};
    return self->arena.failed ? no_memory(self) : GP_OK;
}

static int by_section(const void *a, const void *b)
{
    const gp_approval_record *left = a;
    const gp_approval_record *right = b;

    return gp_str_compare(left->section, right->section);
}

static gp_status read_index(exporting *self)
{
    gp_stored_section sections[BATCH];
    gp_handle handles[BATCH];
    gp_label *labels;
    gp_arena batch;
    size_t count;
    gp_status status;

    gp_arena_init(&batch, BATCH_MEMORY);
    status = gp_store_labels(self->store, &self->arena, &labels, &count, &self->error);
    for (size_t at = 0; status == GP_OK && at < count; at += BATCH) {
        size_t n = count - at < BATCH ? count - at : BATCH;
        for (size_t i = 0; i < n; i++)
            handles[i] = (gp_handle)(at + i);
        gp_arena_reset(&batch);
        status = gp_store_fetch(self->store, handles, n, true, &batch, sections, &self->error);
        for (size_t i = 0; status == GP_OK && i < n; i++)
            status = take_section(self, &sections[i].section);
    }
    gp_arena_clear(&batch);
    if (status == GP_OK && self->said.count > 0)
        qsort(self->said.items, self->said.count, sizeof self->said.items[0], by_section);
    return status;
}

/* A line that is not understood would be gone when the file is replaced. */
static gp_status parse_file(exporting *self, const char *path, gp_str bytes)
{
    gp_problem_list problems = {NULL, 0, 0};
    gp_status status =
        gp_approvals_read(gp_str_of(path), bytes, &self->arena, &self->said, &problems);

    if (status != GP_OK)
        return no_memory(self);
    if (problems.count > 0)
        return gp_error_set(&self->error, GP_INVALID, "%s: line %zu: %.*s; mend it first", path,
                            problems.items[0].line, GP_STR_ARGS(problems.items[0].what));
    return GP_OK;
}

/* The file of --into, when it is there, else the index. */
static gp_status read_said(exporting *self, const char *path, gp_str *there)
{
    gp_status status = GP_NOT_FOUND;
    struct stat info;

    if (self->given->into == NULL)
        return read_index(self);
    if (stat(self->given->into, &info) != 0 || !S_ISDIR(info.st_mode))
        return gp_error_set(&self->error, GP_NOT_FOUND, "%s: no such folder", self->given->into);
    status = gp_file_read(AT_FDCWD, path, GP_APPROVALS_MAX, &self->arena, there, &self->error);
    if (status == GP_NOT_FOUND)
        return read_index(self);
    return status == GP_OK ? parse_file(self, path, *there) : status;
}

/* ---- the desk's ----------------------------------------------------------------------------- */

static gp_status read_spoken(exporting *self)
{
    gp_desk_file *file;
    bool named;
    gp_status status = gp_desk_file_open(cli_desk_path(self->given->desk, &named), GP_DESK_COMMAND,
                                         &file, &self->error);

    if (status != GP_OK)
        return status;
    status = gp_desk_file_approvals(file, true, &self->arena, &self->spoken, &self->error);
    gp_desk_file_close(file);
    return status;
}

/* ---- telling and writing -------------------------------------------------------------------- */

static bool is_merged(const exporting *self, gp_str section)
{
    const gp_approval_record key = {.section = section};

    return self->merged.count > 0 &&
           bsearch(&key, self->merged.items, self->merged.count, sizeof key, by_section) != NULL;
}

static int by_verdict(const void *key, const void *item)
{
    const gp_str *section = key;
    const gp_approval_row *row = item;

    return gp_str_compare(*section, row->verdict.section);
}

static bool is_spoken(const exporting *self, gp_str section)
{
    return self->spoken.count > 0 && bsearch(&section, self->spoken.items, self->spoken.count,
                                             sizeof self->spoken.items[0], by_verdict) != NULL;
}

static void tell_section(gp_str section, const char *what)
{
    cli_put(stderr, section);
    (void)fprintf(stderr, ": %s\n", what);
}

static void tell(const exporting *self, bool changed, const char *path)
{
    gp_handle handle;

    for (size_t i = 0; i < self->merged.count; i++) {
        if (gp_store_find(self->store, self->merged.items[i].section, &handle) != GP_OK)
            tell_section(self->merged.items[i].section, "kept, but the index has no such section");
    }
    for (size_t i = 0; i < self->lapsed.count; i++) {
        if (!is_merged(self, self->lapsed.items[i]) && !is_spoken(self, self->lapsed.items[i]))
            tell_section(self->lapsed.items[i],
                         "left out: lapsed, and the approved text is not in the index; give --into "
                         "the folder of the articles");
    }
    if (path != NULL)
        (void)fprintf(stderr, "%s: %zu approvals%s\n", path, self->merged.count,
                      changed ? "" : ", unchanged");
}

/* Where to: `path`, or stdout when it is NULL. */
static gp_status put_out(exporting *self, const char *path, gp_str there, bool *changed)
{
    gp_status status;
    gp_buf buf;

    gp_buf_init(&buf, GP_APPROVALS_MAX);
    status = gp_export_write(&self->merged, &buf, &self->error);
    *changed = there.data == NULL || !gp_str_equal(there, (gp_str){buf.data, buf.size});
    if (status == GP_OK && path == NULL && buf.size > 0)
        (void)fwrite(buf.data, 1, buf.size, stdout); /* cli_finish tells a failure */
    else if (status == GP_OK && path != NULL && *changed)
        status = gp_file_write(path, (gp_str){buf.data, buf.size}, &self->error);
    gp_buf_clear(&buf);
    return status;
}

static gp_status export_approvals(exporting *self)
{
    char into[PATH_SIZE];
    const char *path = self->given->into != NULL ? into : self->given->out;
    gp_str there = {NULL, 0};
    bool changed = false;
    gp_status status;

    if (self->given->into != NULL &&
        snprintf(into, sizeof into, "%s/" GP_APPROVALS_FILE, self->given->into) >= PATH_SIZE)
        return gp_error_set(&self->error, GP_INVALID, "--into: the path is too long");
    status = gp_store_open(self->given->db, GP_STAFF, &self->store, &self->error);
    if (status == GP_OK)
        status = read_spoken(self);
    if (status == GP_OK)
        status = read_said(self, path, &there);
    if (status == GP_OK &&
        gp_export_merge(&self->said, &self->spoken, &self->arena, &self->merged) != GP_OK)
        status = no_memory(self);
    if (status == GP_OK)
        status = put_out(self, path, there, &changed);
    if (status == GP_OK && !self->given->quiet)
        tell(self, changed, path);
    return status;
}

int gp_cmd_export(int argc, char **argv)
{
    arguments given = {.db = "guidepost.db"};
    exporting self = {.given = &given};
    int code = parse(argc, argv, &given);

    if (code != CLI_DONE)
        return code < 0 ? CLI_DONE : code;
    gp_arena_init(&self.arena, WORDS_MEMORY);
    code = export_approvals(&self) == GP_OK ? CLI_DONE : cli_error(&self.error);
    gp_store_close(self.store);
    gp_arena_clear(&self.arena);
    return cli_finish(code);
}
