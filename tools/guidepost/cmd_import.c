/* cmd_import.c - guidepost import wordpress: an export to a folder of Markdown files with front matter.
 *
 * Only what was public is taken: published posts and pages without a password. Comments, authors and
 * settings stay behind. A file that is there already and differs is left alone: somebody may have edited
 * it. Old addresses are kept as aliases, which the server answers with a redirect.
 */
#include "cli.h"
#include "commands.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "content/anchor.h"
#include "content/wordpress.h"
#include "content/wxr.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_LIMIT    ((size_t)1 << 20) /* as the indexer reads them */
#define IMPORT_MEMORY ((size_t)256 << 20)

static const cli_option options[] = {
    {'i', "into", "DIR", "the folder to write to; made if it is missing"},
    {'o', "overwrite", NULL, "write over files that differ"},
    {'j', "json", NULL, "what was done, as JSON"},
    {'q', "quiet", NULL, "no messages but errors and warnings"},
    {0},
};

static const cli_command command = {
    .name = "import",
    .usage = "wordpress FILE.xml --into DIR [--overwrite] [--json]",
    .purpose = "Turns a WordPress export (Tools, Export) into Markdown files with front matter.",
    .options = options,
    .notes =
        "Published posts and pages are taken; drafts, private and protected ones, comments and\n"
        "authors are not. DIR/images.tsv names the images to fetch: their address and the file\n"
        "to put each into. Nothing is downloaded.",
};

typedef struct import {
    const char *file, *into;
    bool overwrite, json, quiet;
    gp_arena memory; /* of all that is told at the end */
    gp_arena item;   /* of one item */
    gp_str host;
    gp_str_list slugs, dropped, images, names; /* images[i] is fetched into names[i] */
    size_t posts, pages, unpublished, other, same, kept;
    gp_error *error;
} import;

/* ---- front matter --------------------------------------------------------------------------- */

/* A YAML string in double quotes holds anything. */
static void add_quoted(gp_buf *out, gp_str text)
{
    gp_buf_add_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte == '"' || byte == '\\')
            gp_buf_add_byte(out, '\\');
        if (byte == '\n' || byte == '\t' || byte == '\r')
            gp_buf_add_byte(out, ' ');
        else if (byte >= 0x20 && byte != 0x7F)
            gp_buf_add_byte(out, (char)byte);
    }
    gp_buf_add_byte(out, '"');
}

static void add_pair(gp_buf *out, const char *key, gp_str value)
{
    if (value.size == 0)
        return;
    gp_buf_printf(out, "%s: ", key);
    add_quoted(out, value);
    gp_buf_add_byte(out, '\n');
}

static void add_list(gp_buf *out, const char *key, const gp_str_list *values)
{
    if (values->count == 0)
        return;
    gp_buf_printf(out, "%s: [", key);
    for (size_t i = 0; i < values->count; i++) {
        gp_buf_add_text(out, i > 0 ? ", " : "");
        add_quoted(out, values->items[i]);
    }
    gp_buf_add_text(out, "]\n");
}

/* "2024-05-01 10:00:00" to its date; WordPress writes zeros where there is none. */
static gp_str date_of(gp_str moment)
{
    int32_t day;
    gp_str date = gp_str_slice(moment, 0, moment.size < 10 ? moment.size : 10);

    return date.size == 10 && gp_date_parse(date, &day) ? date : (gp_str){NULL, 0};
}

/* "https://example.org/2024/05/hello/" to "2024/05/hello". */
static gp_str path_of(gp_str link)
{
    size_t scheme = gp_str_find(link, GP_STR("://"), 0);
    size_t start = scheme < link.size ? gp_str_find_byte(link, '/', scheme + 3) : link.size;

    while (start < link.size && link.data[start] == '/')
        start++;
    link = gp_str_slice(link, start, link.size);
    if (gp_str_find_byte(link, '?', 0) < link.size)
        return (gp_str){NULL, 0};
    while (link.size > 0 && link.data[link.size - 1] == '/')
        link = gp_str_slice(link, 0, link.size - 1);
    return link;
}

/* Titles, tags and summaries are plain text of one line; WordPress stores them as HTML. */
static gp_str plain(import *self, gp_str html)
{
    gp_str_list none = {NULL, 0, 0};
    gp_wordpress_options wordpress = {.host = self->host, .memory = &self->item, .dropped = &none};
    gp_buf text;
    gp_str made = {NULL, 0};

    gp_buf_init(&text, FILE_LIMIT);
    if (html.size > 0 && gp_wordpress_words(html, &wordpress, &self->item, &text) == GP_OK)
        made = gp_str_trim(gp_arena_take(&self->item, &text));
    gp_buf_clear(&text);
    return made;
}

static void add_front_matter(import *self, const gp_wxr_item *item, gp_str slug, gp_buf *out)
{
    gp_str path = path_of(item->link);
    gp_str_list aliases = {&path, 1, 1};

    for (size_t i = 0; i < item->tags.count; i++)
        item->tags.items[i] = plain(self, item->tags.items[i]);
    gp_buf_add_text(out, "---\n");
    add_pair(out, "title", plain(self, item->title));
    add_pair(out, "slug", slug);
    add_pair(out, "kind",
             gp_str_equal(item->type, GP_STR("post")) ? GP_STR("post") : GP_STR("page"));
    add_pair(out, "date", date_of(item->date));
    add_pair(out, "updated", date_of(item->modified));
    add_pair(out, "summary", plain(self, item->excerpt));
    add_list(out, "tags", &item->tags);
    if (path.size > 0 && !gp_str_equal(path, slug))
        add_list(out, "aliases", &aliases);
    add_pair(out, "source_url", item->link);
    gp_buf_add_text(out, "---\n\n");
}

/* ---- one item ------------------------------------------------------------------------------- */

static bool has(const gp_str_list *list, gp_str text)
{
    for (size_t i = 0; i < list->count; i++) {
        if (gp_str_equal(list->items[i], text))
            return true;
    }
    return false;
}

/* The post's own, or its title's, and no other article's of this export. */
static gp_str slug_of(import *self, const gp_wxr_item *item)
{
    gp_str base = gp_slug_of_path(item->name, &self->item);
    gp_str slug;

    if (!gp_slug_valid(base))
        base = gp_slug_of_path(item->title, &self->item);
    if (!gp_slug_valid(base))
        base = GP_STR("article");
    slug = base;
    for (size_t i = 2; has(&self->slugs, slug); i++)
        slug = gp_arena_printf(&self->item, "%.*s-%zu", GP_STR_ARGS(base), i);
    slug = gp_arena_copy(&self->memory, slug);
    return gp_str_list_add(&self->memory, &self->slugs, slug) ? slug : (gp_str){NULL, 0};
}

static bool is_there(const import *self, const char *path, gp_str text, bool *same)
{
    gp_arena arena;
    gp_str bytes = {NULL, 0};
    int folder = open(self->into, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    gp_status status = GP_NOT_FOUND;

    gp_arena_init(&arena, 2 * FILE_LIMIT);
    if (folder >= 0)
        status =
            gp_file_read(folder, path + strlen(self->into) + 1, FILE_LIMIT, &arena, &bytes, NULL);
    *same = status == GP_OK && gp_str_equal(bytes, text);
    if (folder >= 0)
        (void)close(folder);
    gp_arena_clear(&arena);
    return status != GP_NOT_FOUND;
}

static gp_status write_item(import *self, const gp_wxr_item *item, gp_str slug, gp_str text)
{
    gp_str path = gp_arena_printf(&self->item, "%s/%.*s.md", self->into, GP_STR_ARGS(slug));
    bool same;

    if (path.data == NULL)
        return GP_NO_MEMORY;
    if (is_there(self, path.data, text, &same) && (same || !self->overwrite)) {
        self->same += same;
        self->kept += !same;
        if (!same)
            (void)fprintf(stderr,
                          "guidepost: import: %s: it is there already and differs; kept "
                          "(--overwrite writes over it)\n",
                          path.data);
        return GP_OK;
    }
    self->posts += gp_str_equal(item->type, GP_STR("post"));
    self->pages += gp_str_equal(item->type, GP_STR("page"));
    return gp_file_write(path.data, text, self->error);
}

static gp_status convert(import *self, const gp_wxr_item *item)
{
    gp_error error = {GP_OK, ""};
    gp_buf text;
    gp_str slug = slug_of(self, item);
    gp_status status = slug.data != NULL ? GP_OK : GP_NO_MEMORY;

    gp_buf_init(&text, FILE_LIMIT);
    if (status == GP_OK) {
        gp_wordpress_options wordpress = {.host = self->host,
                                          .memory = &self->memory,
                                          .dropped = &self->dropped,
                                          .images = &self->images,
                                          .names = &self->names};
        add_front_matter(self, item, slug, &text);
        status = gp_wordpress_markdown(item->content, &wordpress, &self->item, &text, &error);
    }
    if (status == GP_INVALID || status == GP_TOO_LARGE) {
        self->other++;
        (void)fprintf(stderr, "guidepost: import: %.*s: %s; left out\n", GP_STR_ARGS(slug),
                      status == GP_INVALID ? error.text : "its text is above 1 MiB");
        status = GP_OK;
    } else if (status == GP_OK) {
        status = write_item(self, item, slug, gp_buf_str(&text));
    }
    gp_buf_clear(&text);
    return status;
}

static gp_status take_item(void *context, const gp_wxr_item *item)
{
    import *self = context;
    bool article =
        gp_str_equal(item->type, GP_STR("post")) || gp_str_equal(item->type, GP_STR("page"));
    gp_status status = GP_OK;

    if (!article)
        self->other++;
    else if (!gp_str_equal(item->status, GP_STR("publish")) || item->password.size > 0)
        self->unpublished++;
    else
        status = convert(self, item);
    gp_arena_reset(&self->item);
    return status;
}

/* ---- all ------------------------------------------------------------------------------------ */

static gp_status write_images(import *self)
{
    gp_str path = gp_arena_printf(&self->memory, "%s/images.tsv", self->into);
    gp_buf text;
    gp_status status;

    if (self->images.count == 0)
        return GP_OK;
    gp_buf_init(&text, (size_t)16 << 20);
    for (size_t i = 0; i < self->images.count; i++)
        gp_buf_printf(&text, "%.*s\t%.*s\n", GP_STR_ARGS(self->images.items[i]),
                      GP_STR_ARGS(self->names.items[i]));
    status = text.status == GP_OK && path.data != NULL
                 ? gp_file_write(path.data, gp_buf_str(&text), self->error)
                 : GP_NO_MEMORY;
    gp_buf_clear(&text);
    return status;
}

static void report(const import *self)
{
    if (self->json) {
        gp_buf text;
        gp_json json;
        gp_buf_init(&text, (size_t)1 << 20);
        gp_json_init(&json, &text);
        gp_json_open(&json, '{');
        gp_json_pair_int(&json, "posts", (long long)self->posts);
        gp_json_pair_int(&json, "pages", (long long)self->pages);
        gp_json_pair_int(&json, "unchanged", (long long)self->same);
        gp_json_pair_int(&json, "kept", (long long)self->kept);
        gp_json_pair_int(&json, "unpublished", (long long)self->unpublished);
        gp_json_pair_int(&json, "other", (long long)self->other);
        gp_json_pair_int(&json, "images", (long long)self->images.count);
        gp_json_strings(&json, "shortcodes", self->dropped.items, self->dropped.count);
        gp_json_close(&json, '}');
        (void)printf("%s\n", text.data != NULL ? text.data : "{}");
        gp_buf_clear(&text);
    }
    if (self->quiet)
        return;
    (void)fprintf(stderr,
                  "imported %zu posts, %zu pages (%zu unchanged, %zu kept as edited); left "
                  "out: %zu not public, %zu of other kinds\n",
                  self->posts, self->pages, self->same, self->kept, self->unpublished, self->other);
    if (self->images.count > 0)
        (void)fprintf(stderr, "%zu images to fetch: see %s/images.tsv\n", self->images.count,
                      self->into);
    for (size_t i = 0; i < self->dropped.count; i++) {
        (void)fputs(i == 0 ? "shortcodes left out: " : ", ", stderr);
        cli_put(stderr, self->dropped.items[i]);
    }
    if (self->dropped.count > 0)
        (void)fputc('\n', stderr);
}

static gp_status run(import *self)
{
    gp_status status;

    if (mkdir(self->into, 0777) != 0 && errno != EEXIST)
        return gp_error_set(self->error, GP_IO, "%s: %s", self->into, strerror(errno));
    status = gp_wxr_read(self->file, &self->memory, &self->host, take_item, self, self->error);
    if (status == GP_INVALID || status == GP_IO)
        (void)gp_error_context(self->error, "%s", self->file);
    if (status == GP_OK)
        status = write_images(self);
    if (status == GP_NO_MEMORY)
        (void)gp_error_set(self->error, status, "%s: not enough memory", self->file);
    return status;
}

static int parse(int argc, char **argv, import *out)
{
    const char *value;
    int code = CLI_DONE;
    int letter;

    while ((letter = cli_next(&command, argc, argv, &value, &code)) > 0) {
        switch (letter) {
        case 'i':
            out->into = value;
            break;
        case 'o':
            out->overwrite = true;
            break;
        case 'j':
            out->json = true;
            break;
        default:
            out->quiet = true;
        }
    }
    if (letter < 0)
        return code == CLI_DONE ? -1 : code;
    if (argc - optind != 2 || strcmp(argv[optind], "wordpress") != 0)
        return cli_usage_error(&command, "wants: wordpress FILE.xml --into DIR");
    if (out->into == NULL || out->into[0] == '\0')
        return cli_usage_error(&command, "--into names no folder");
    out->file = argv[optind + 1];
    return CLI_DONE;
}

int gp_cmd_import(int argc, char **argv)
{
    gp_error error = {GP_OK, ""};
import self = {.error = & error };
    int code = parse(argc, argv, &self);

    if (code != CLI_DONE)
        return code < 0 ? CLI_DONE : code;
    gp_arena_init(&self.memory, IMPORT_MEMORY);
    gp_arena_init(&self.item, IMPORT_MEMORY);
    code = run(&self) == GP_OK ? CLI_DONE : cli_error(&error);
    if (code == CLI_DONE)
        report(&self);
    gp_arena_clear(&self.memory);
    gp_arena_clear(&self.item);
    return code == CLI_DONE ? cli_finish(CLI_DONE) : code;
}
