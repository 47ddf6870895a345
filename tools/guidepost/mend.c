#include "mend.h"

#include "cli.h"

#include "base/file.h"
#include "content/front_matter.h"
#include "content/site.h"
#include "text/diff.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MEMORY ((size_t)64 << 20)
#define SOURCE_MAX  ((size_t)1 << 20) /* as the reader takes */

enum {
    PATH_SIZE = 4096
};

/* A file being mended: findings[first..end) of the report are its. */
typedef struct mending {
    const gp_check_report *report;
    size_t first, end;
    char path[PATH_SIZE];
    struct stat info; /* when it was read */
    gp_arena arena;
    gp_str old, new;
    size_t mends;
    gp_error error;
} mending;

/* ---- lines ---------------------------------------------------------------------------------- */

/* Line `number` of the text, from 1, with its end; *start is where it begins. */
static gp_str line_of(gp_str text, size_t number, size_t *start)
{
    size_t at = 0;

    for (size_t i = 1; i < number && at < text.size; i++) {
        at = gp_str_find_byte(text, '\n', at);
        at += at < text.size;
    }
    *start = at;
    return gp_str_slice(text, at, gp_str_find_byte(text, '\n', at) + 1);
}

/* The mend's bytes stand once in its line, so there is no doubt which are meant. */
static bool find_once(gp_str line, gp_str from, size_t *at)
{
    *at = gp_str_find(line, from, 0);
    return *at < line.size && gp_str_find(line, from, *at + 1) == line.size;
}

static gp_status apply(mending *self, const gp_finding *finding)
{
    size_t start, at;
    gp_str line = line_of(self->new, finding->line, &start);
    gp_str before, after;

    if (!find_once(line, finding->from, &at))
        return GP_OK; /* stays a finding */
    before = gp_str_slice(self->new, 0, start + at);
    after = gp_str_slice(self->new, start + at + finding->from.size, self->new.size);
    self->new = gp_arena_printf(&self->arena, "%.*s%.*s%.*s", GP_STR_ARGS(before),
                                GP_STR_ARGS(finding->to), GP_STR_ARGS(after));
    self->mends++;
    return self->arena.failed ? gp_error_set(&self->error, GP_NO_MEMORY, "not enough memory")
                              : GP_OK;
}

/* What was mended must be read as before, by those who read it. */
static bool still_read(mending *self)
{
    gp_str path = gp_str_of(self->path);
    gp_document document = {0};
    gp_override_list overrides;
    gp_site site;
    gp_str body;
    size_t body_line;

    if (gp_str_ends(path, GP_STR("guidepost.yaml")))
        return gp_site_read_yaml(self->new, &self->arena, &site, &self->error) == GP_OK;
    return gp_front_matter_read(self->new, &self->arena, &document, &overrides, &body, &body_line,
                                &self->error) == GP_OK;
}

/* ---- files ---------------------------------------------------------------------------------- */

static gp_status refuse(mending *self, const char *why)
{
    return gp_error_set(&self->error, GP_INVALID, "check: %.150s: %s; it was not mended",
                        self->path, why);
}

static gp_status read_file(mending *self)
{
    int file = open(self->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    char *bytes;
    ssize_t got = -1;

    if (file < 0)
        return refuse(self, errno == ELOOP ? "it is a link" : strerror(errno));
    if (fstat(file, &self->info) != 0 || !S_ISREG(self->info.st_mode) || self->info.st_nlink != 1 ||
        (size_t)self->info.st_size > SOURCE_MAX) {
        (void)close(file);
        return refuse(self, "it is no ordinary file with one name");
    }
    bytes = gp_arena_alloc(&self->arena, (size_t)self->info.st_size + 1);
    if (bytes != NULL)
        got = read(file, bytes, (size_t)self->info.st_size);
    (void)close(file);
    if (bytes == NULL || got != self->info.st_size)
        return refuse(self, "it could not be read");
    self->old = self->new = (gp_str){bytes, (size_t)got};
    return GP_OK;
}

static bool same_file(const mending *self)
{
    struct stat now;

    return lstat(self->path, &now) == 0 && now.st_ino == self->info.st_ino &&
           now.st_dev == self->info.st_dev && now.st_size == self->info.st_size &&
           now.st_mtim.tv_sec == self->info.st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == self->info.st_mtim.tv_nsec;
}

static bool write_all(int file, gp_str bytes)
{
    while (bytes.size > 0) {
        ssize_t put = write(file, bytes.data, bytes.size);
        if (put <= 0)
            return false;
        bytes = gp_str_slice(bytes, (size_t)put, bytes.size);
    }
    return fsync(file) == 0;
}

/* Beside it under a name that neither index nor watch looks at, then in its place. */
static gp_status write_file(mending *self)
{
    const char *slash = strrchr(self->path, '/');
    int folder = slash != NULL ? (int)(slash - self->path) + 1 : 0;
    char beside[PATH_SIZE + 16];
    bool written;
    int file;

    (void)snprintf(beside, sizeof beside, "%.*s.mended-XXXXXX", folder, self->path);
    file = mkostemp(beside, O_CLOEXEC);
    if (file < 0)
        return refuse(self, strerror(errno));
    written = fchmod(file, self->info.st_mode & 07777) == 0 && write_all(file, self->new);
    written = close(file) == 0 && written;
    if (written && !same_file(self)) {
        (void)unlink(beside);
        return refuse(self, "it was changed meanwhile");
    }
    if (!written || rename(beside, self->path) != 0) {
        int why = errno;
        (void)unlink(beside);
        return refuse(self, strerror(why));
    }
    return gp_file_sync_folder(self->path, &self->error);
}

/* ---- telling -------------------------------------------------------------------------------- */

/* Without context: a mend stays within its line. */
static gp_status show_diff(mending *self)
{
    gp_buf out;
    gp_status status;

    gp_buf_init(&out, 3 * SOURCE_MAX);
    status = gp_diff_unified(self->old, self->new, gp_str_of(self->path), gp_str_of(self->path), 0,
                             &self->arena, &out);
    if (status == GP_OK)
        status = out.status;
    if (status == GP_OK)
        (void)fwrite(out.data, 1, out.size, stdout);
    gp_buf_clear(&out);
    return status == GP_OK
               ? status
               : gp_error_set(&self->error, status, "check: %.150s: it cannot be shown: %s",
                              self->path, gp_status_name(status));
}

static void tell_mends(const mending *self)
{
    for (size_t i = self->first; i < self->end; i++) {
        const gp_finding *finding = &self->report->findings.items[i];
        size_t start, at;
        if (finding->from.size == 0 ||
            !find_once(line_of(self->old, finding->line, &start), finding->from, &at))
            continue;
        (void)fprintf(stderr, "mended %s:%zu: %s: ", self->path, finding->line,
                      gp_rule_name(finding->rule));
        cli_put(stderr, finding->from);
        (void)fputs(" -> ", stderr);
        cli_put(stderr, finding->to);
        (void)fputc('\n', stderr);
    }
}

static gp_status mend_file(mending *self, bool show)
{
    gp_status status = read_file(self);

    for (size_t i = self->first; i < self->end && status == GP_OK; i++) {
        if (self->report->findings.items[i].from.size > 0)
            status = apply(self, &self->report->findings.items[i]);
    }
    if (status != GP_OK || self->mends == 0)
        return status;
    if (!still_read(self))
        return refuse(self, "mended, it could not be read any more");
    if (show)
        return show_diff(self);
    status = write_file(self);
    if (status == GP_OK)
        tell_mends(self);
    return status;
}

gp_status cli_mend(const gp_check_report *report, bool show, cli_mended *mended, gp_error *error)
{
    const gp_finding *findings = report->findings.items;
    mending self = {.report = report};

    *mended = (cli_mended){0, 0};
    gp_arena_init(&self.arena, FILE_MEMORY);
    while (self.first < report->findings.count && self.error.status != GP_NO_MEMORY) {
        bool any = false;
        for (self.end = self.first;
             self.end < report->findings.count &&
             gp_str_equal(findings[self.end].path, findings[self.first].path);
             self.end++)
            any = any || findings[self.end].from.size > 0;
        self.mends = 0;
        if (any && findings[self.first].path.size < sizeof self.path) {
            memcpy(self.path, findings[self.first].path.data, findings[self.first].path.size);
            self.path[findings[self.first].path.size] = '\0';
            if (mend_file(&self, show) == GP_OK) {
                mended->mends += self.mends;
            } else {
                mended->failed++;
                (void)cli_error(&self.error);
            }
        }
        gp_arena_reset(&self.arena);
        self.first = self.end;
    }
    gp_arena_clear(&self.arena);
    return self.error.status == GP_NO_MEMORY
               ? gp_error_set(error, GP_NO_MEMORY, "%s", self.error.text)
               : GP_OK;
}
