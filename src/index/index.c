/* index.c - the run: what is there, what has changed, read it, put it, publish.
 *
 * An incremental build must hold what a full one would. Two things could spoil that:
 *  - which of two files with one slug comes first. A full build takes them by path, and so does a
 *    refresh, after dropping all that is read again. Only if a changed file meets a slug that an unchanged
 *    one holds can the order differ: then the run begins again as a full build. The loser is remembered
 *    as contested and tried again whenever anything has changed.
 *  - problems of files that are not read again. The ledger remembers them.
 */
#include "index/index.h"

#include "base/clock.h"
#include "base/hash.h"
#include "index/change.h"
#include "index/encode.h"

#include <stdlib.h>
#include <unistd.h>

#define DOCUMENT_MEMORY ((size_t)64 << 20)
#define RULES_JSON_MAX  ((size_t)8 << 20)
#define MODEL_ENTRY     "guidepost.model" /* in the ledger; no file that is read has that ending */

/* A file and what is known about it before it is read. */
typedef struct candidate {
    const gp_input_file *file;
    gp_str hash; /* empty: it cannot be read; the problem is told already */
    bool changed;
    bool contested;
} candidate;

typedef struct run {
    const gp_index_options *options;
    gp_arena *arena;   /* of the run */
    gp_arena document; /* of one document */
    gp_arena bytes;    /* of one file */
    gp_index_summary *summary;
    gp_error *error;
    gp_input input;
    gp_problem_list found; /* before the first file was read: names, approvals, unreadable files */
    candidate *candidates; /* one for each of input.files */
    gp_buf rules;          /* the site's rules as JSON */
    gp_str rules_hash;
    gp_build *build;
    gp_encoding encoding;
    bool refreshed; /* the build began from the published index */
    bool again;     /* a slug was met that only a full build can judge */
    gp_ledger before;
    gp_moves moves;
    size_t done, total; /* bytes, for the progress */
    /* the file that is being read */
    const candidate *current;
    gp_ledger_entry entry;
} run;

static gp_status no_memory(const run *self)
{
    return gp_error_set(self->error, GP_NO_MEMORY, "not enough memory to index");
}

/* ---- telling -------------------------------------------------------------------------------- */

static gp_status tell(const run *self, gp_str path, const gp_note *note)
{
    gp_index_summary *summary = self->summary;
    bool warning = note->kind == GP_NOTE_WARNING;
    bool refused = note->kind == GP_NOTE_REFUSED || note->kind == GP_NOTE_CONTESTED;

    summary->refused += refused;
    return gp_problem_add(self->arena, warning ? &summary->warnings : &summary->skipped, path,
                          note->line, refused, "%.*s", GP_STR_ARGS(note->what))
               ? GP_OK
               : no_memory(self);
}

static gp_status tell_all(const run *self, const gp_ledger_entry *entry)
{
    gp_status status = GP_OK;

    for (size_t i = 0; i < entry->notes.count && status == GP_OK; i++)
        status = tell(self, entry->path, &entry->notes.items[i]);
    return status;
}

static gp_status tell_found(const run *self)
{
    gp_status status = GP_OK;

    for (size_t i = 0; i < self->found.count && status == GP_OK; i++) {
        const gp_problem *problem = &self->found.items[i];
        gp_note_kind kind = problem->refused ? GP_NOTE_REFUSED : GP_NOTE_WARNING;
        status = tell(self, problem->path, &(gp_note){kind, problem->line, problem->what});
    }
    return status;
}

static void progress(run *self, size_t bytes)
{
    self->done += bytes;
    if (self->options->progress != NULL)
        self->options->progress(self->options->context, self->done, self->total);
}

/* ---- what has changed ----------------------------------------------------------------------- */

static gp_status hash_files(run *self)
{
    size_t count = self->input.files.count;
    gp_status status;

    self->candidates = gp_arena_alloc(self->arena, (count + 1) * sizeof *self->candidates);
    if (self->candidates == NULL)
        return no_memory(self);
    for (size_t i = 0; i < count; i++) {
        candidate *found = &self->candidates[i];
        gp_error error;
        found->file = &self->input.files.items[i];
        status = gp_input_hash(&self->input, found->file, &self->bytes, self->arena, &found->hash,
                               &error);
        if (status == GP_OK)
            continue;
        if (status == GP_NO_MEMORY || gp_input_refuse(self->arena, &self->found, found->file->path,
                                                      found->file->below, &error) != GP_OK)
            return no_memory(self);
    }
    return GP_OK;
}

static bool was_contested(const gp_ledger_entry *entry)
{
    for (size_t i = 0; i < entry->notes.count; i++) {
        if (entry->notes.items[i].kind == GP_NOTE_CONTESTED)
            return true;
    }
    return false;
}

static gp_status judge(run *self, candidate *found)
{
    const gp_ledger_entry *entry = gp_ledger_find(&self->before, found->file->path);

    found->contested = false;
    found->changed = entry != NULL || found->hash.size > 0;
    if (entry == NULL || !gp_str_equal(entry->hash, found->hash))
        return GP_OK;
    found->contested = was_contested(entry);
    return gp_images_changed(found->file, entry, &self->bytes, &found->changed) == GP_OK
               ? GP_OK
               : no_memory(self);
}

/* Not a file that is read: the rules, the model. */
static bool is_setting(const gp_ledger_entry *entry)
{
    return gp_str_equal(entry->path, GP_STR(GP_RULES_FILE)) ||
           gp_str_equal(entry->path, GP_STR(MODEL_ENTRY));
}

static gp_str model_of(const run *self)
{
    return self->options->encoder != NULL ? gp_encoder_name(self->options->encoder)
                                          : GP_STR("none");
}

/* Vectors of another model are of no use, and all sections want new ones. */
static bool same_model(const run *self)
{
    const gp_ledger_entry *entry = gp_ledger_find(&self->before, GP_STR(MODEL_ENTRY));

    return entry == NULL ? self->options->encoder == NULL
                         : gp_str_equal(entry->hash, model_of(self));
}

static int compare_file(const void *key, const void *item)
{
    const gp_str *path = key;
    const gp_input_file *file = item;

    return gp_str_compare(*path, file->path);
}

static bool is_gone(const run *self, const gp_ledger_entry *entry)
{
    const gp_input *input = &self->input;

    return !is_setting(entry) &&
           (input->files.count == 0 || bsearch(&entry->path, input->files.items, input->files.count,
                                               sizeof input->files.items[0], compare_file) == NULL);
}

/* Judges every file; `*any`: there is something to do. */
static gp_status compare(run *self, bool *any)
{
    const gp_ledger_entry *rules = gp_ledger_find(&self->before, GP_STR(GP_RULES_FILE));
    gp_status status = GP_OK;

    *any = rules == NULL || !gp_str_equal(rules->hash, self->rules_hash);
    for (size_t i = 0; i < self->input.files.count && status == GP_OK; i++) {
        status = judge(self, &self->candidates[i]);
        *any = *any || self->candidates[i].changed;
    }
    for (size_t i = 0; i < self->before.entries.count && status == GP_OK; i++) {
        const gp_ledger_entry *entry = &self->before.entries.items[i];
        if (!is_gone(self, entry))
            continue;
        self->summary->removed++;
        *any = true;
        status = gp_change_add(self->arena, &self->summary->changes, entry->path, GP_REMOVED,
                               self->error);
    }
    if (status == GP_OK && rules != NULL && !gp_str_equal(rules->hash, self->rules_hash))
        status = gp_change_add(self->arena, &self->summary->changes, GP_STR(GP_RULES_FILE),
                               GP_CHANGED, self->error);
    return status;
}

/* ---- reading files -------------------------------------------------------------------------- */

static gp_status note(run *self, gp_note_kind kind, size_t line, gp_str what)
{
    gp_note *added = GP_VEC_PUSH(self->arena, &self->entry.notes);

    if (added == NULL)
        return no_memory(self);
    *added = (gp_note){kind, line, gp_arena_copy(self->arena, what)};
    return added->what.data != NULL ? GP_OK : no_memory(self);
}

/* The slug is taken, or the store refuses the document for what it is. */
static gp_status contested(run *self, const gp_document *document, const gp_error *error)
{
    bool lines = gp_reader_wants_lines(self->entry.path) && document->sections.count > 0;
    size_t line = lines ? document->sections.items[0].line : 0;

    if (self->refreshed && self->current->changed) {
        self->again = true;
        return GP_BUSY;
    }
    return note(self, GP_NOTE_CONTESTED, line, gp_str_of(error->text));
}

/* gp_document_fn: the only way into the index. */
static gp_status take_document(void *context, gp_document *document)
{
    run *self = context;
    const gp_input_file *file = self->current->file;
    gp_problem_list problems = {NULL, 0, 0};
    gp_error error = {GP_OK, ""};
    gp_status status = GP_OK;

    if (document->status != GP_PUBLISHED)
        return note(self, GP_NOTE_SKIPPED, 0,
                    document->status == GP_DRAFT ? GP_STR("a draft: not indexed")
                                                 : GP_STR("archived: not indexed"));
    document->hash = self->entry.hash;
    if (self->input.site.serve_approved)
        status = gp_approvals_serve(&file->root->approvals, &self->document, document);
    if (status == GP_OK)
        status = gp_images_attach(file, &self->document, document, self->arena, &self->entry.images,
                                  &problems);
    if (status != GP_OK)
        return no_memory(self);
    for (size_t i = 0; i < problems.count && status == GP_OK; i++)
        status = note(self, GP_NOTE_WARNING, 0, problems.items[i].what);
    if (status == GP_OK)
        status = gp_encoding_take(&self->encoding, document, &self->document, self->error);
    if (status != GP_OK)
        return status;
    status = gp_build_put(self->build, document, &error);
    if (status == GP_INVALID)
        return contested(self, document, &error);
    if (status != GP_OK)
        return gp_error_set(self->error, status, "%s", error.text);
    if (self->refreshed && gp_moves_put(&self->moves, document, self->arena) != GP_OK)
        return no_memory(self);
    self->entry.documents++;
    self->entry.sections += document->sections.count;
    for (size_t i = 0; self->options->section != NULL && i < document->sections.count; i++)
        self->options->section(self->options->context, document, &document->sections.items[i]);
    return GP_OK;
}

/* A long file on its way to the reader. */
typedef struct stream {
    run *self;
    int file;
} stream;

static gp_status next_piece(void *context, char *bytes, size_t room, size_t *got)
{
    stream *from = context;
    gp_status status = gp_file_next(from->file, bytes, room, got);

    if (status != GP_OK)
        return gp_error_set(from->self->error, status, "%.*s: cannot be read to its end",
                            GP_STR_ARGS(from->self->entry.path));
    progress(from->self, *got);
    return GP_OK;
}

/* Opens or reads the file and hands it to the reader. `*error` is set when the file was refused. */
static gp_status read_bytes(run *self, const gp_reading *reading, gp_error *error)
{
    const gp_input_file *file = self->current->file;
    stream from = {self, -1};
    gp_str bytes;
    gp_status status;

    *error = (gp_error){GP_OK, ""};
    if (gp_reader_wants_lines(file->path)) {
        status = gp_file_open(file->root->folder, file->below, GP_LINES_FILE_MAX, &from.file, NULL,
                              error);
        if (status == GP_OK)
            status = gp_reader_read_lines(reading, next_piece, &from);
        if (from.file >= 0)
            (void)close(from.file);
        return status;
    }
    status = gp_file_read(file->root->folder, file->below, GP_TEXT_FILE_MAX, &self->bytes, &bytes,
                          error);
    if (status == GP_OK)
        status = gp_reader_read(reading, bytes);
    gp_arena_reset(&self->bytes);
    progress(self, file->size);
    return status;
}

static int by_line(const void *a, const void *b)
{
    const gp_note *left = a;
    const gp_note *right = b;

    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    return gp_str_compare(left->what, right->what);
}

/* The file was read: what the reader had to say joins what the store said, and all is remembered. */
static gp_status close_file(run *self, const gp_problem_list *problems)
{
    gp_ledger_entry *entry = &self->entry;
    gp_status status = GP_OK;

    for (size_t i = 0; i < problems->count && status == GP_OK; i++)
        status = note(self, problems->items[i].refused ? GP_NOTE_REFUSED : GP_NOTE_WARNING,
                      problems->items[i].line, problems->items[i].what);
    if (entry->notes.count > 0)
        qsort(entry->notes.items, entry->notes.count, sizeof entry->notes.items[0], by_line);
    if (status == GP_OK)
        status = tell_all(self, entry);
    if (status == GP_OK)
        status = gp_ledger_write(self->build, entry, &self->bytes, self->error);
    gp_arena_reset(&self->bytes);
    return status;
}

/* It could be hashed, and now it cannot be read. */
static gp_status refuse_file(run *self, const gp_error *error)
{
    gp_problem_list problems = {NULL, 0, 0};

    if (gp_input_refuse(self->arena, &problems, self->entry.path, self->current->file->below,
                        error) != GP_OK)
        return no_memory(self);
    return tell(self, self->entry.path, &(gp_note){GP_NOTE_REFUSED, 0, problems.items[0].what});
}

static gp_status read_file(run *self, const candidate *current)
{
    gp_problem_list problems = {NULL, 0, 0};
    gp_reading reading = {.path = current->file->path,
                          .approvals = &current->file->root->approvals,
                          .arena = &self->document,
                          .keep = self->arena,
                          .problems = &problems,
                          .duties = &self->input.site.duties,
                          .drafts = self->options->drafts,
                          .fn = take_document,
                          .context = self};
    gp_error error;
    gp_status status;

    self->current = current;
    self->entry = (gp_ledger_entry){.path = current->file->path, .hash = current->hash};
    status = read_bytes(self, &reading, &error);
    gp_arena_reset(&self->document);
    if (error.status != GP_OK && error.status != GP_NO_MEMORY)
        return refuse_file(self, &error);
    if (status == GP_NO_MEMORY)
        return no_memory(self);
    return status == GP_OK ? close_file(self, &problems) : status;
}

/* ---- the build ------------------------------------------------------------------------------ */

static bool to_read(const candidate *file)
{
    return file->hash.size > 0 && (file->changed || file->contested);
}

/* Takes everything out that is gone or will be read again, so that slugs are free. */
static gp_status drop_old(run *self)
{
    gp_status status = GP_OK;

    for (size_t i = 0; i < self->before.entries.count && status == GP_OK; i++) {
        const gp_ledger_entry *entry = &self->before.entries.items[i];
        if (is_gone(self, entry))
            status = gp_moves_drop(&self->moves, self->build, entry, self->arena, &self->bytes,
                                   self->error);
    }
    for (size_t i = 0; i < self->input.files.count && status == GP_OK; i++) {
        const candidate *file = &self->candidates[i];
        const gp_ledger_entry *entry = gp_ledger_find(&self->before, file->file->path);
        if (entry != NULL && (file->changed || file->contested))
            status = gp_moves_drop(&self->moves, self->build, entry, self->arena, &self->bytes,
                                   self->error);
        if (to_read(file))
            self->total += file->file->size;
    }
    return status;
}

static gp_status keep_file(run *self, const candidate *file)
{
    const gp_ledger_entry *entry = gp_ledger_find(&self->before, file->file->path);

    self->summary->unchanged++;
    self->summary->articles += entry->documents;
    self->summary->sections += entry->sections;
    return tell_all(self, entry);
}

/* Reads what is to be read, in the order of paths; `any` false: nothing, all is as it was. */
static gp_status take_files(run *self, bool any)
{
    gp_status status = GP_OK;

    for (size_t i = 0; i < self->input.files.count && status == GP_OK; i++) {
        const candidate *file = &self->candidates[i];
        if (file->hash.size == 0)
            continue;
        if (!any || !to_read(file)) {
            status = keep_file(self, file);
            continue;
        }
        self->summary->changed += file->changed;
        self->summary->unchanged += !file->changed;
        if (file->changed) {
            gp_change how = gp_ledger_find(&self->before, file->file->path) ? GP_CHANGED : GP_ADDED;
            status = gp_change_add(self->arena, &self->summary->changes, file->file->path, how,
                                   self->error);
        }
        if (status == GP_OK)
            status = read_file(self, file);
        self->summary->articles += self->entry.documents;
        self->summary->sections += self->entry.sections;
    }
    return status;
}

static gp_status put_settings(run *self)
{
    gp_ledger_entry rules = {.path = GP_STR(GP_RULES_FILE), .hash = self->rules_hash};
    gp_ledger_entry model = {.path = GP_STR(MODEL_ENTRY), .hash = model_of(self)};
    gp_status status = gp_build_site(self->build, gp_buf_str(&self->rules), self->error);

    if (status == GP_OK)
        status = gp_ledger_write(self->build, &rules, &self->bytes, self->error);
    return status == GP_OK ? gp_ledger_write(self->build, &model, &self->bytes, self->error)
                           : status;
}

/* An empty index never replaces one, nor, when strict, does one that lacks a file. */
static gp_status check_outcome(const run *self)
{
    const gp_index_summary *summary = self->summary;
    const char *first = self->options->path_count > 0 ? self->options->paths[0] : "(no path)";

    if (self->options->strict && summary->refused > 0)
        return gp_error_set(self->error, GP_INVALID,
                            "%zu refused, and --strict wants none; nothing was written",
                            summary->refused);
    if (summary->sections > 0)
        return GP_OK;
    if (summary->files == 0 && summary->refused == 0)
        return gp_error_set(
            self->error, GP_NOT_FOUND,
            "%s: no article in it (.md, .markdown, .mdx, .html, .txt, .jsonl); nothing was "
            "written",
            first);
    return gp_error_set(self->error, GP_INVALID,
                        "%s: none of its %zu files could be indexed; nothing was written", first,
                        summary->files);
}

static gp_status build_all(run *self)
{
    gp_index_summary *summary = self->summary;
    bool any = true;
    gp_status status = gp_ledger_load(self->build, self->arena, &self->before, self->error);

    self->refreshed = summary->refreshed = self->before.entries.count > 0;
    if (status == GP_OK && self->refreshed && !same_model(self)) {
        self->again = true;
        return GP_BUSY;
    }
    if (status == GP_OK) /* vectors that are thrown away are not worth the time */
        status = gp_encoding_begin(&self->encoding,
                                   self->options->dry_run ? NULL : self->options->encoder,
                                   self->build, self->error);
    self->encoding.progress = self->options->encoding;
    self->encoding.context = self->options->context;
    if (status == GP_OK)
        status = compare(self, &any);
    if (status == GP_OK)
        status = tell_found(self);
    if (status == GP_OK && any)
        status = drop_old(self);
    if (status == GP_OK)
        status = take_files(self, any);
    if (status == GP_OK)
        status = check_outcome(self);
    if (status == GP_OK)
        status = gp_encoding_finish(&self->encoding, self->error);
    if (status == GP_OK && any)
        status = put_settings(self);
    if (status == GP_OK && gp_moves_find(&self->moves, self->arena, &summary->links) != GP_OK)
        status = no_memory(self);
    if (status != GP_OK || !any || self->options->dry_run)
        return status;
    status = gp_build_publish(self->build, self->error);
    self->build = NULL;
    summary->published = status == GP_OK;
    return status;
}

/* One build, from the published index or (`refresh` false) from nothing. */
static gp_status attempt(run *self, bool refresh)
{
    gp_index_summary *summary = self->summary;
    gp_status status;

    *summary = (gp_index_summary){
        .base = self->input.base, .files = self->input.files.count, .others = self->input.others};
    self->done = self->total = 0;
    self->again = false;
    self->moves = (gp_moves){0};
    if (self->options->dry_run)
        status = gp_memory_begin(&self->build, self->error);
    else
        status = gp_build_begin(self->options->db, refresh, &self->build, self->error);
    if (status == GP_OK)
        status = build_all(self);
    gp_encoding_clear(&self->encoding);
    gp_build_abandon(self->build);
    self->build = NULL;
    return status;
}

static gp_status prepare(run *self)
{
    gp_status status = gp_input_open(self->options->paths, self->options->path_count, self->arena,
                                     &self->input, &self->found, self->error);

    self->summary->base = self->input.base;
    self->summary->files = self->input.files.count;
    if (status != GP_OK)
        return status;
    self->input.site.preview = self->options->drafts;
    gp_site_write_json(&self->input.site, &self->rules);
    if (self->rules.status != GP_OK)
        return no_memory(self);
    self->rules_hash = gp_sha256_hex(self->arena, gp_buf_str(&self->rules));
    return self->rules_hash.data != NULL ? hash_files(self) : no_memory(self);
}

gp_status gp_index_run(const gp_index_options *options, gp_arena *arena, gp_index_summary *summary,
                       gp_error *error)
{
    uint64_t start = gp_clock_us();
    run self = {.options = options, .arena = arena, .summary = summary, .error = error};
    gp_status status;

    *summary = (gp_index_summary){.base = GP_STR("")};
    gp_arena_init(&self.document, DOCUMENT_MEMORY);
    gp_arena_init(&self.bytes, DOCUMENT_MEMORY);
    gp_buf_init(&self.rules, RULES_JSON_MAX);
    status = prepare(&self);
    if (status == GP_OK)
        status = attempt(&self, !options->full);
    if (status != GP_OK && self.again)
        status = attempt(&self, false);
    gp_input_close(&self.input);
    gp_buf_clear(&self.rules);
    gp_arena_clear(&self.bytes);
    gp_arena_clear(&self.document);
    summary->seconds = (double)(gp_clock_us() - start) / 1e6;
    return status;
}
