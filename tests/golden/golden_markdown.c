/* golden_markdown.c - compares what Markdown files become with what is written down.
 *
 * usage:  golden_markdown [--update] FOLDER
 *
 * Each FOLDER/NAME.md (front matter allowed) is read as the article NAME; FOLDER/NAME.json holds its
 * title, attachments, warnings and sections, or the error that refuses it. Lines of text and HTML
 * are items of a list, so that a diff can be read. --update is the only way to change them.
 */
#include "content/front_matter.h"
#include "content/markdown.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ARENA_LIMIT = 64 << 20,
    FILE_LIMIT = 4 << 20,
    PATH_SIZE = 1024
};

static void die(const char *what, const char *where)
{
    (void)fprintf(stderr, "golden_markdown: %s: %s\n", where, what);
    exit(2);
}

static json_t *text_of(gp_str text)
{
    return json_stringn(text.data != NULL ? text.data : "", text.size);
}

static json_t *strings_of(const gp_str_list *list)
{
    json_t *array = json_array();

    for (size_t i = 0; i < list->count; i++)
        json_array_append_new(array, text_of(list->items[i]));
    return array;
}

static json_t *lines_of(gp_str text)
{
    json_t *array = json_array();
    gp_str line;

    if (text.size == 0)
        return array;
    while (gp_str_next(&text, '\n', &line))
        json_array_append_new(array, text_of(line));
    return array;
}

static json_t *section_of(const gp_section *section)
{
    json_t *object = json_object();

    json_object_set_new(object, "anchor", text_of(section->anchor));
    json_object_set_new(object, "heading", text_of(section->heading));
    json_object_set_new(object, "level", json_integer(section->level));
    json_object_set_new(object, "line", json_integer((json_int_t)section->line));
    json_object_set_new(object, "trail", strings_of(&section->trail));
    json_object_set_new(object, "text", lines_of(section->text));
    json_object_set_new(object, "html", lines_of(section->html));
    json_object_set_new(object, "markdown", lines_of(section->markdown));
    return object;
}

static json_t *problems_of(const gp_problem_list *problems)
{
    json_t *array = json_array();

    for (size_t i = 0; i < problems->count; i++) {
        const gp_problem *problem = &problems->items[i];
        json_array_append_new(
            array, json_sprintf("line %d: %.*s", (int)problem->line, GP_STR_ARGS(problem->what)));
    }
    return array;
}

static json_t *document_of(const gp_document *document, const gp_problem_list *problems)
{
    json_t *object = json_object();
    json_t *attachments = json_array();
    json_t *sections = json_array();

    for (size_t i = 0; i < document->attachments.count; i++)
        json_array_append_new(attachments, text_of(document->attachments.items[i].name));
    for (size_t i = 0; i < document->sections.count; i++)
        json_array_append_new(sections, section_of(&document->sections.items[i]));
    json_object_set_new(object, "title", text_of(document->title));
    json_object_set_new(object, "attachments", attachments);
    json_object_set_new(object, "warnings", problems_of(problems));
    json_object_set_new(object, "sections", sections);
    return object;
}

static json_t *error_of(const gp_error *error)
{
    return json_pack("{s:s, s:s}", "status", gp_status_name(error->status), "error", error->text);
}

static gp_status read_document(gp_str source, gp_arena *arena, gp_document *document,
                               gp_problem_list *problems, gp_error *error)
{
    gp_override_list overrides = {NULL, 0, 0};
    gp_str body;
    size_t body_line;
    gp_status status =
        gp_front_matter_read(source, arena, document, &overrides, &body, &body_line, error);

    if (status != GP_OK)
        return status;
    return gp_markdown_read(body, body_line, arena, document, problems, error);
}

/* What the file becomes, as indented JSON; the caller frees it. */
static char *actual(const char *name, gp_str source)
{
    gp_document document = {.path = gp_str_of(name), .weight = 1};
    gp_problem_list problems = {NULL, 0, 0};
    gp_arena arena;
    gp_error error;
    json_t *json;
    char *text;

    gp_arena_init(&arena, ARENA_LIMIT);
    document.slug = gp_str_slice(document.path, 0, document.path.size - 3);
    if (read_document(source, &arena, &document, &problems, &error) == GP_OK)
        json = document_of(&document, &problems);
    else
        json = error_of(&error);
    text = json_dumps(json, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    json_decref(json);
    gp_arena_clear(&arena);
    return text;
}

/* All bytes of a file, NUL-terminated, or NULL; the caller frees them. */
static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *bytes;

    if (file == NULL)
        return NULL;
    bytes = calloc(FILE_LIMIT, 1);
    if (bytes == NULL)
        die("not enough memory", path);
    *size = fread(bytes, 1, FILE_LIMIT - 1, file);
    (void)fclose(file);
    return bytes;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL || fprintf(file, "%s\n", text) < 0 || fclose(file) != 0)
        die("cannot be written", path);
}

/* Shows the first line that differs. */
static void complain(const char *name, const char *expected, const char *found)
{
    size_t at = 0;
    size_t start = 0;
    int line = 1;

    while (expected[at] != '\0' && expected[at] == found[at]) {
        if (expected[at] == '\n') {
            line++;
            start = at + 1;
        }
        at++;
    }
    (void)fprintf(stderr,
                  "%s: line %d of the expected file differs\n  expected: %.*s\n  found:    %.*s\n",
                  name, line, (int)strcspn(expected + start, "\n"), expected + start,
                  (int)strcspn(found + start, "\n"), found + start);
}

static bool check_case(const char *folder, const char *name, bool update)
{
    char path[PATH_SIZE];
    size_t size = 0;
    size_t expected_size = 0;
    char *source, *found, *expected;
    bool same;

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    source = read_file(path, &size);
    if (source == NULL)
        die("cannot be read", path);
    found = actual(name, (gp_str){source, size});
    (void)snprintf(path, sizeof path, "%s/%.*s.json", folder, (int)strlen(name) - 3, name);
    if (update)
        write_file(path, found);
    expected = read_file(path, &expected_size);
    same = expected != NULL && expected_size == strlen(found) + 1 &&
           strncmp(expected, found, strlen(found)) == 0;
    if (expected == NULL)
        (void)fprintf(stderr, "%s: has no expected file %s\n", name, path);
    else if (!same)
        complain(name, expected, found);
    free(source);
    free(found);
    free(expected);
    return same;
}

static bool is_case(const char *name)
{
    size_t length = strlen(name);

    return length > 3 && name[0] != '.' && strcmp(name + length - 3, ".md") == 0;
}

int main(int argc, char **argv)
{
    bool update = argc == 3 && strcmp(argv[1], "--update") == 0;
    const char *folder = argc > 1 ? argv[argc - 1] : "";
    DIR *directory = argc == 2 || update ? opendir(folder) : NULL;
    const struct dirent *entry;
    int count = 0;
    int wrong = 0;

    if (directory == NULL) {
        (void)fprintf(stderr, "usage: golden_markdown [--update] FOLDER\n");
        return 2;
    }
    while ((entry = readdir(directory)) != NULL) {
        if (!is_case(entry->d_name))
            continue;
        count++;
        wrong += !check_case(folder, entry->d_name, update);
    }
    (void)closedir(directory);
    (void)printf("%d cases, %d wrong\n", count, wrong);
    return count > 0 && wrong == 0 ? 0 : 1;
}
