/* reader.c - which files are ours, and what is true of all of them: UTF-8, limits, problems, sealing.
 *
 * Memory that ends while a Markdown file is read is either the machine's (the build must end: an
 * index without that file would be wrong) or the file's own (tables or nesting that swell beyond a
 * document's arena: then the file is refused by name and the others go on). Reading it a second time
 * tells: see read_article.
 */
#include "content/reader.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "content/anchor.h"
#include "content/formats.h"
#include "content/front_matter.h"
#include "content/html_page.h"
#include "content/markdown.h"

#include <stdlib.h>
#include <string.h>

enum {
    FILE_MAX = 1 << 20,
    PROBE_SIZE = 1 << 20 /* a machine that has this much left is not out of memory */
};

/* ---- which files ---------------------------------------------------------------------------- */

static gp_str base_name(gp_str path)
{
    for (size_t i = path.size; i > 0; i--) {
        if (path.data[i - 1] == '/')
            return gp_str_slice(path, i, path.size);
    }
    return path;
}

static bool is_markdown(gp_str path)
{
    return gp_str_ends(path, GP_STR(".md")) || gp_str_ends(path, GP_STR(".markdown")) ||
           gp_str_ends(path, GP_STR(".mdx"));
}

static bool is_html(gp_str path)
{
    return gp_str_ends(path, GP_STR(".html")) || gp_str_ends(path, GP_STR(".htm"));
}

bool gp_reader_wants_lines(gp_str path)
{
    return gp_str_ends(path, GP_STR(".jsonl"));
}

bool gp_reader_knows(gp_str path)
{
    gp_str name = base_name(path);

    if (name.size == 0 || name.data[0] == '.' || name.data[0] == '_' ||
        gp_str_equal_nocase(name, GP_STR("README.md")) ||
        gp_str_equal(name, GP_STR("approvals.jsonl")))
        return false;
    return is_markdown(name) || is_html(name) || gp_str_ends(name, GP_STR(".txt")) ||
           gp_reader_wants_lines(name);
}

/* ---- for all formats ------------------------------------------------------------------------ */

gp_status gp_reading_problem(const gp_reading *reading, size_t line, bool refused, const char *what)
{
    bool added =
        gp_problem_add(reading->keep, reading->problems, reading->path, line, refused, "%s", what);

    return added ? GP_OK : GP_NO_MEMORY;
}

gp_status gp_reading_deliver(const gp_reading *reading, gp_document *document)
{
    gp_status status = gp_document_seal(document, reading->arena, NULL);

    if (status != GP_OK)
        return status;
    gp_approvals_apply(reading->approvals, document, reading->arena);
    if (reading->duties != NULL)
        gp_duties_fill(reading->duties, reading->arena, document);
    if (reading->arena->failed)
        return GP_NO_MEMORY;
    status = reading->fn(reading->context, document);
    gp_arena_reset(reading->arena);
    return status;
}

/* ---- Markdown, HTML --------------------------------------------------------------------------- */

/* An error that begins "line N: " gives its line to the problem. */
static gp_status refuse(const gp_reading *reading, const gp_error *error)
{
    const char *what = error->text;
    size_t line = 0;

    if (strncmp(what, "line ", 5) == 0) {
        char *end;
        line = (size_t)strtoul(what + 5, &end, 10);
        what = end[0] == ':' ? end + 2 : end;
    }
    return gp_reading_problem(reading, line, true, what);
}

/* The problems of one document move to the list that outlives it. */
static gp_status keep_problems(const gp_reading *reading, const gp_problem_list *found)
{
    for (size_t i = 0; i < found->count; i++) {
        const gp_problem *problem = &found->items[i];
        if (!gp_problem_add(reading->keep, reading->problems, reading->path, problem->line,
                            problem->refused, "%.*s", GP_STR_ARGS(problem->what)))
            return GP_NO_MEMORY;
    }
    return GP_OK;
}

/* Of a draft only the front matter is read. */
static gp_status parse_markdown(const gp_reading *reading, gp_str bytes, gp_document *document,
                                gp_problem_list *found, gp_error *error)
{
    gp_override_list overrides;
    gp_str body;
    size_t body_line;
    gp_status status;

    *document = (gp_document){.path = reading->path, .kind = GP_PAGE, .weight = 1};
    *found = (gp_problem_list){NULL, 0, 0};
    status =
        gp_front_matter_read(bytes, reading->arena, document, &overrides, &body, &body_line, error);
    if (status != GP_OK)
        return status;
    if (document->slug.size == 0)
        document->slug = gp_slug_of_path(reading->path, reading->arena);
    if (reading->arena->failed)
        return GP_NO_MEMORY;
    if (document->status == GP_DRAFT && reading->drafts) {
        document->status = GP_PUBLISHED;
        document->publish_on = GP_STR(GP_NEVER);
    }
    if (document->status != GP_PUBLISHED)
        return GP_OK;
    if (!gp_slug_valid(document->slug))
        return gp_error_set(error, GP_INVALID,
                            "the file name gives no usable slug; add slug: to the front matter");
    status = gp_markdown_read(body, body_line, reading->arena, document, found, error);
    if (status == GP_OK)
        status = gp_front_matter_apply(&overrides, reading->arena, document, found);
    return status;
}

static gp_status parse_html(const gp_reading *reading, gp_str bytes, gp_document *document,
                            gp_problem_list *found, gp_error *error)
{
    *document = (gp_document){.path = reading->path, .kind = GP_PAGE, .weight = 1};
    *found = (gp_problem_list){NULL, 0, 0};
    document->slug = gp_slug_of_path(reading->path, reading->arena);
    if (reading->arena->failed)
        return GP_NO_MEMORY;
    if (!gp_slug_valid(document->slug))
        return gp_error_set(error, GP_INVALID, "the file name gives no usable slug; rename it");
    return gp_html_page_read(bytes, reading->arena, document, found, error);
}

static bool machine_has_memory(void)
{
    void *probe = gp_alloc(PROBE_SIZE);

    gp_free(probe);
    return probe != NULL;
}

typedef gp_status parse_fn(const gp_reading *reading, gp_str bytes, gp_document *document,
                           gp_problem_list *found, gp_error *error);

static gp_status read_article(const gp_reading *reading, gp_str bytes, parse_fn *parse)
{
    gp_document document;
    gp_problem_list found;
    gp_error error = {GP_OK, ""};
    gp_status status = GP_NO_MEMORY;

    for (int attempt = 0; attempt < 2 && status == GP_NO_MEMORY; attempt++) {
        gp_arena_reset(reading->arena);
        status = parse(reading, bytes, &document, &found, &error);
    }
    if (status == GP_NO_MEMORY)
        return machine_has_memory()
                   ? gp_reading_problem(reading, 0, true,
                                        "swells too much (tables, nesting); split the file")
                   : GP_NO_MEMORY;
    if (status != GP_OK)
        return refuse(reading, &error);
    status = keep_problems(reading, &found);
    return status == GP_OK ? gp_reading_deliver(reading, &document) : status;
}

/* ---- the door ------------------------------------------------------------------------------- */

static size_t line_of_byte(gp_str bytes, size_t offset)
{
    size_t line = 1;

    for (size_t i = 0; i < offset; i++)
        line += bytes.data[i] == '\n';
    return line;
}

/* The rest of a file that is in memory. */
static gp_status next_bytes(void *context, char *bytes, size_t room, size_t *got)
{
    gp_str *rest = context;

    *got = rest->size < room ? rest->size : room;
    if (*got > 0)
        memcpy(bytes, rest->data, *got);
    *rest = gp_str_slice(*rest, *got, rest->size);
    return GP_OK;
}

gp_status gp_reader_read(const gp_reading *reading, gp_str bytes)
{
    size_t bad = 0;

    if (gp_reader_wants_lines(reading->path))
        return gp_reader_read_lines(reading, next_bytes, &bytes);
    if (bytes.size > FILE_MAX)
        return gp_reading_problem(reading, 0, true, "larger than 1 MiB; split it");
    if (!gp_utf8_valid(bytes, &bad))
        return gp_reading_problem(reading, line_of_byte(bytes, bad), true,
                                  "not UTF-8; save the file as UTF-8");
    bad = gp_str_find_byte(bytes, '\0', 0);
    if (bad < bytes.size)
        return gp_reading_problem(reading, line_of_byte(bytes, bad), true,
                                  "holds a NUL byte; is it text?");
    if (is_markdown(reading->path))
        return read_article(reading, bytes, parse_markdown);
    return is_html(reading->path) ? read_article(reading, bytes, parse_html)
                                  : gp_plain_text_read(reading, bytes);
}
