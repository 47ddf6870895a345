/* input.c - PATHs to a sorted list of files, the site's rules, and each folder's approvals. */
#include "index/input.h"

#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FILES_MAX = 200000,
    RULES_MAX = 1 << 20,
    LOGO_READ = 4 << 20, /* so that one too large is told as such */
    APPROVALS_MAX = 64 << 20
};

/* What the helpers below share. */
typedef struct finder {
    gp_arena *arena;
    gp_input *input;
    gp_problem_list *problems;
    gp_error *error;
    bool several; /* PATHs: each is named in front of its files */
} finder;

static gp_status no_memory(const finder *self)
{
    return gp_error_set(self->error, GP_NO_MEMORY, "not enough memory to list the files");
}

gp_status gp_input_refuse(gp_arena *arena, gp_problem_list *problems, gp_str path,
                          const char *below, const gp_error *error)
{
    const char *why = error->text;
    size_t length = strlen(below);

    if (strncmp(why, below, length) == 0 && why[length] == ':')
        why += length + 2;
    return gp_problem_add(arena, problems, gp_utf8_shown(arena, path), 0, true, "%s", why)
               ? GP_OK
               : GP_NO_MEMORY;
}

static gp_status refuse(const finder *self, gp_str path, const char *why)
{
    gp_str shown = gp_utf8_shown(self->arena, path);
    bool added = gp_problem_add(self->arena, self->problems, shown, 0, true, "%s", why);

    return added ? GP_OK : no_memory(self);
}

static gp_str in_front(const finder *self, const gp_input_root *root, gp_str below)
{
    return gp_arena_printf(self->arena, "%.*s%.*s", GP_STR_ARGS(root->prefix), GP_STR_ARGS(below));
}

static gp_status add_file(const finder *self, const gp_input_root *root, gp_str below, size_t size)
{
    gp_str path = in_front(self, root, below);
    gp_input_file *file;

    if (path.data == NULL)
        return no_memory(self);
    /* names reach terminals, pages and the index; these would not arrive as they are */
    if (!gp_utf8_is_shown(path))
        return refuse(self, path, "its name is not UTF-8 or holds a control character; rename it");
    file = GP_VEC_PUSH(self->arena, &self->input->files);
    if (file == NULL)
        return no_memory(self);
    *file = (gp_input_file){path, below.data, root, size};
    return GP_OK;
}

/* ---- the rules and approvals of a folder ---------------------------------------------------- */

/* The logo that the rules name, from the same folder. */
static gp_status read_logo(const finder *self, const gp_input_root *root)
{
    gp_logo *logo = &self->input->site.logo;
    gp_str path = gp_arena_copy(self->arena, logo->name);
    gp_str bytes;
    gp_status status;

    if (logo->name.size == 0)
        return GP_OK;
    if (path.data == NULL)
        return no_memory(self);
    status = gp_file_read(root->folder, path.data, LOGO_READ, self->arena, &bytes, self->error);
    if (status == GP_OK && gp_logo_take(logo, bytes, self->error) != GP_OK)
        status = gp_error_context(self->error, "%s", path.data);
    if (status != GP_OK)
        (void)gp_error_context(self->error, GP_RULES_FILE ": logo");
    return status;
}

static gp_status read_rules(const finder *self, const gp_input_root *root, const char *name)
{
    gp_str yaml;
    gp_status status;

    if (self->input->has_rules)
        return gp_error_set(self->error, GP_INVALID,
                            "%s: there is a second " GP_RULES_FILE "; index one of the folders",
                            name);
    status = gp_file_read(root->folder, GP_RULES_FILE, RULES_MAX, self->arena, &yaml, self->error);
    if (status == GP_OK)
        status = gp_site_read_yaml(yaml, self->arena, &self->input->site, self->error);
    if (status == GP_OK)
        status = read_logo(self, root);
    self->input->has_rules = true;
    self->input->rules = root;
    if (status == GP_OK)
        return GP_OK;
    (void)gp_error_context(self->error, "%s", name);
    return status == GP_NO_MEMORY ? status : GP_INVALID;
}

static gp_status read_approvals(const finder *self, gp_input_root *root)
{
    gp_str path = in_front(self, root, GP_STR(GP_APPROVALS_FILE));
    gp_error error;
    gp_str bytes;
    gp_status status = gp_file_read(root->folder, GP_APPROVALS_FILE, GP_APPROVALS_MAX, self->arena,
                                    &bytes, &error);

    if (status == GP_OK)
        status = gp_approvals_read(path, bytes, self->arena, &root->approvals, self->problems);
    else if (status != GP_NO_MEMORY)
        status = gp_input_refuse(self->arena, self->problems, path, GP_APPROVALS_FILE, &error);
    return status == GP_OK ? GP_OK : no_memory(self);
}

/* ---- one PATH ------------------------------------------------------------------------------- */

static gp_status take_entry(const finder *self, gp_input_root *root, const char *name,
                            const gp_file_entry *entry)
{
    bool rules = gp_str_equal(entry->path, GP_STR(GP_RULES_FILE));

    if (rules && entry->refused)
        return gp_error_set(self->error, GP_INVALID, "%s: " GP_RULES_FILE ": %s", name, entry->why);
    if (rules)
        return read_rules(self, root, name);
    if (entry->refused)
        return refuse(self, in_front(self, root, entry->path), entry->why);
    if (gp_str_equal(entry->path, GP_STR(GP_APPROVALS_FILE)))
        return read_approvals(self, root);
    if (gp_reader_knows(entry->path))
        return add_file(self, root, entry->path, entry->size);
    self->input->others++;
    return GP_OK;
}

static gp_status take_folder(const finder *self, gp_input_root *root, const char *name)
{
    gp_file_list entries;
    gp_status status = gp_file_walk(root->folder, FILES_MAX, self->arena, &entries, self->error);

    if (status != GP_OK) {
        (void)gp_error_context(self->error, "%s", name);
        return status;
    }
    for (size_t i = 0; i < entries.count && status == GP_OK; i++)
        status = take_entry(self, root, name, &entries.items[i]);
    return status;
}

static gp_status cannot_open(const finder *self, const char *name)
{
    if (errno == ENOENT || errno == ENOTDIR)
        return gp_error_set(self->error, GP_NOT_FOUND, "%s: no such file or folder", name);
    return gp_error_set(self->error, GP_INVALID, "%s: cannot be opened: %s", name, strerror(errno));
}

/* A PATH that names a file: its folder is the root, and only that file is taken. */
static gp_status take_file(const finder *self, gp_input_root *root, gp_str name, size_t slash)
{
    gp_str folder = slash < name.size ? gp_str_slice(name, 0, slash + 1) : GP_STR("./");
    gp_str below = slash < name.size ? gp_str_slice(name, slash + 1, name.size) : name;
    gp_str terminated = gp_arena_copy(self->arena, folder);
    struct stat info;

    if (terminated.data == NULL)
        return no_memory(self);
    root->folder = open(terminated.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root->folder < 0 || fstatat(root->folder, below.data, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return cannot_open(self, name.data);
    if (!gp_reader_knows(below))
        return refuse(self, in_front(self, root, below),
                      "not a format that is read (.md, .markdown, .mdx, .html, .txt, .jsonl)");
    return add_file(self, root, below, info.st_size > 0 ? (size_t)info.st_size : 0);
}

static gp_str without_ends(const char *path)
{
    gp_str name = gp_str_of(path);

    while (name.size > 2 && gp_str_starts(name, GP_STR("./")))
        name = gp_str_slice(name, 2, name.size);
    while (name.size > 1 && gp_str_ends(name, GP_STR("/")))
        name.size--;
    return name;
}

static gp_status take_path(const finder *self, gp_input_root *root, const char *given)
{
    gp_str name = gp_arena_copy(self->arena, without_ends(given));
    gp_str front;
    size_t slash = name.size;

    if (name.data == NULL)
        return no_memory(self);
    root->folder = open(name.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root->folder < 0 && errno != ENOTDIR)
        return cannot_open(self, name.data);
    if (root->folder < 0) {
        while (slash > 0 && name.data[slash - 1] != '/')
            slash--;
        slash = slash > 0 ? slash - 1 : name.size;
        front = slash < name.size ? gp_str_slice(name, 0, slash + 1) : GP_STR("");
    } else if (gp_str_equal(name, GP_STR(".")) || gp_str_equal(name, GP_STR("/"))) {
        front = name.data[0] == '/' ? name : GP_STR("");
    } else {
        front = gp_arena_printf(self->arena, "%s/", name.data);
    }
    root->whole = root->folder >= 0;
    if (self->several)
        root->prefix = front;
    else
        self->input->base = front;
    return root->folder < 0 ? take_file(self, root, name, slash)
                            : take_folder(self, root, name.data);
}

/* ---- all PATHs ------------------------------------------------------------------------------ */

static int by_path(const void *a, const void *b)
{
    return gp_str_compare(((const gp_input_file *)a)->path, ((const gp_input_file *)b)->path);
}

/* Sorted, and a file that two PATHs reach taken once. */
static void sort_files(gp_input *input)
{
    size_t kept = 0;

    if (input->files.count == 0)
        return;
    qsort(input->files.items, input->files.count, sizeof input->files.items[0], by_path);
    for (size_t i = 0; i < input->files.count; i++) {
        if (kept > 0 && gp_str_equal(input->files.items[kept - 1].path, input->files.items[i].path))
            continue;
        input->files.items[kept++] = input->files.items[i];
    }
    input->files.count = kept;
}

gp_status gp_input_open(const char *const *paths, size_t count, gp_arena *arena, gp_input *input,
                        gp_problem_list *problems, gp_error *error)
{
    finder self = {arena, input, problems, error, count > 1};
    gp_status status = GP_OK;

    *input = (gp_input){.base = GP_STR("")};
    input->roots = gp_arena_alloc(arena, (count > 0 ? count : 1) * sizeof *input->roots);
    if (input->roots == NULL || gp_site_default(arena, &input->site) != GP_OK)
        return no_memory(&self);
    for (size_t i = 0; i < count && status == GP_OK; i++) {
        input->root_count++;
        input->roots[i].folder = -1;
        status = take_path(&self, &input->roots[i], paths[i]);
    }
    if (status == GP_OK && arena->failed)
        status = no_memory(&self);
    sort_files(input);
    return status;
}

void gp_input_close(gp_input *input)
{
    for (size_t i = 0; i < input->root_count; i++) {
        if (input->roots[i].folder >= 0)
            (void)close(input->roots[i].folder);
        input->roots[i].folder = -1;
    }
}
