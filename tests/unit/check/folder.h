/* folder.h - a corpus in a temporary folder, checked on a fixed day, and ways to ask what was found. */
#ifndef GP_TESTS_CHECK_FOLDER_H
#define GP_TESTS_CHECK_FOLDER_H

#include "test.h"

#include "base/clock.h"
#include "base/hash.h"
#include "check/check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEMORY ((size_t)256 << 20)
#define TODAY  "2026-06-15"

typedef struct folder {
    char path[64];
    gp_arena arena;
    gp_check_report report;
    gp_error error;
} folder;

static inline int set_up(void **state)
{
    folder *f = calloc(1, sizeof *f);

    if (f == NULL || gp_hash_init() != GP_OK)
        return -1;
    (void)snprintf(f->path, sizeof f->path, "/tmp/gp-check-XXXXXX");
    gp_arena_init(&f->arena, MEMORY);
    *state = f;
    return mkdtemp(f->path) != NULL ? 0 : -1;
}

static inline int tear_down(void **state)
{
    folder *f = *state;
    char line[100];

    gp_arena_clear(&f->arena);
    (void)snprintf(line, sizeof line, "rm -rf '%s'", f->path);
    if (system(line) != 0)
        return -1;
    free(f);
    return 0;
}

static inline void put_bytes(const folder *f, const char *name, gp_str bytes)
{
    char path[200];
    int file;

    (void)snprintf(path, sizeof path, "%s/%s", f->path, name);
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes.data, bytes.size), (ssize_t)bytes.size);
    assert_int_equal(close(file), 0);
}

static inline void put(const folder *f, const char *name, const char *text)
{
    put_bytes(f, name, gp_str_of(text));
}

static inline gp_status run_on(folder *f, const char *path)
{
    int32_t today = 0;

    assert_true(gp_date_parse(GP_STR(TODAY), &today));
    f->error = (gp_error){GP_OK, ""};
    return gp_check_run(&path, 1, today, &f->arena, &f->report, &f->error);
}

static inline void check(folder *f)
{
    if (run_on(f, f->path) != GP_OK)
        fail_msg("the check failed: %s", f->error.text);
}

static inline void refuses(folder *f, gp_status status, const char *part)
{
    assert_int_equal(run_on(f, f->path), status);
    if (strstr(f->error.text, part) == NULL)
        fail_msg("wanted '%s', got '%s'", part, f->error.text);
}

static inline void print_findings(const folder *f)
{
    for (size_t i = 0; i < f->report.findings.count; i++) {
        const gp_finding *found = &f->report.findings.items[i];
        print_message("%.*s:%zu: %s: %.*s; %.*s\n", GP_STR_ARGS(found->path), found->line,
                      gp_rule_name(found->rule), GP_STR_ARGS(found->message),
                      GP_STR_ARGS(found->mend));
    }
}

static inline size_t count_of(const folder *f, gp_rule rule)
{
    size_t count = 0;

    for (size_t i = 0; i < f->report.findings.count; i++)
        count += f->report.findings.items[i].rule == rule;
    return count;
}

static inline bool has_part(gp_str text, const char *part)
{
    return gp_str_find(text, gp_str_of(part), 0) < text.size || part[0] == '\0';
}

/* A finding of `rule` in that file, on that line, whose message or advice holds `part`. */
static inline void found(const folder *f, gp_rule rule, const char *name, size_t line,
                         const char *part)
{
    for (size_t i = 0; i < f->report.findings.count; i++) {
        const gp_finding *item = &f->report.findings.items[i];
        if (item->rule == rule && item->line == line && gp_str_ends(item->path, gp_str_of(name)) &&
            (has_part(item->message, part) || has_part(item->mend, part)) && item->mend.size > 0)
            return;
    }
    print_findings(f);
    fail_msg("not found: %s:%zu: %s: ...%s...", name, line, gp_rule_name(rule), part);
}

static inline void counts(const folder *f, gp_rule rule, size_t wanted)
{
    if (count_of(f, rule) != wanted) {
        print_findings(f);
        fail_msg("%s: wanted %zu findings, got %zu", gp_rule_name(rule), wanted, count_of(f, rule));
    }
}

static inline void nothing_found(const folder *f)
{
    print_findings(f);
    assert_int_equal(f->report.findings.count, 0);
    assert_true(f->report.articles > 0);
}

#endif
