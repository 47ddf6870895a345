/* jsonl.c - JSON Lines: {"_id"|"id", "title", "text", "url"?, "tags"?} on each line.
 *
 * Flow:     bytes -> lines, in a window that holds one line of the longest allowed -> jansson ->
 *           a document of one section. Nothing is kept from one line to the next, so a file of
 *           gigabytes costs no more memory than one of a line.
 * Speed:    jansson looks at each byte of a string through several calls. A long string that holds
 *           nothing to be decoded is therefore kept back, and jansson reads a stand-in of a few bytes:
 *           it judges the line as before, for an eighth of the time.
 */
#include "content/formats.h"

#include "base/html.h"
#include "base/memory.h"
#include "base/utf8.h"

#include <jansson.h>
#include <string.h>

enum {
    LINE_LIMIT = 64 * 1024,
    WINDOW_SIZE = 4 * LINE_LIMIT,
    ID_MAX = 512,
    PROBLEMS_MAX = 100, /* told one by one */
    LONG_STRING = 64,   /* bytes from which a string is kept back */
    KEPT_MAX = 16
};

/* ---- long strings --------------------------------------------------------------------------- */

/* A line as jansson is given it. Stand-ins are "\\u0001" and a letter, which cannot be meant otherwise:
 * a line with "\\u0001" of its own is left as it is. */
typedef struct cut_line {
    gp_buf buf;
    gp_str kept[KEPT_MAX];
    size_t count;
} cut_line;

/* The end of the string whose first byte stands at `at`: its quote, or the end of the line. */
static size_t string_end(gp_str line, size_t at)
{
    for (;;) {
        size_t quote = gp_str_find_byte(line, '"', at);
        size_t slashes = 0;
        while (quote - slashes > at && line.data[quote - slashes - 1] == '\\')
            slashes++;
        if (quote >= line.size || slashes % 2 == 0)
            return quote;
        at = quote + 1;
    }
}

static bool is_key(gp_str line, size_t end)
{
    size_t at = end + 1;

    while (at < line.size && (line.data[at] == ' ' || line.data[at] == '\t'))
        at++;
    return at < line.size && line.data[at] == ':';
}

/* Whether the string stands for itself: jansson would find nothing to decode and nothing wrong. */
static bool is_simple(gp_str string)
{
    return gp_str_find_byte(string, '\\', 0) == string.size &&
           gp_utf8_clean_size(string) == string.size &&
           gp_str_find_byte(string, '\n', 0) == string.size &&
           gp_str_find_byte(string, '\t', 0) == string.size;
}

/* `line` without its long simple strings; it must live as long as what is cut from it. */
static gp_str cut(cut_line *self, gp_str line)
{
    size_t copied = 0;
    size_t start = gp_str_find_byte(line, '"', 0) + 1;

    gp_buf_reset(&self->buf);
    self->count = 0;
    if (gp_str_find(line, GP_STR("\\u0001"), 0) < line.size)
        return line;
    while (start < line.size && self->count < KEPT_MAX) {
        size_t end = string_end(line, start);
        gp_str string = gp_str_slice(line, start, end);
        if (end < line.size && string.size >= LONG_STRING && is_simple(string) &&
            !is_key(line, end)) {
            gp_buf_add(&self->buf, gp_str_slice(line, copied, start));
            gp_buf_printf(&self->buf, "\\u0001%c", (char)('a' + self->count));
            self->kept[self->count++] = string;
            copied = end;
        }
        start = gp_str_find_byte(line, '"', end + 1) + 1;
    }
    gp_buf_add(&self->buf, gp_str_slice(line, copied, line.size));
    if (self->count > 0 && self->buf.status == GP_OK)
        return gp_buf_str(&self->buf);
    self->count = 0;
    return line;
}

/* ---- one line ------------------------------------------------------------------------------- */

typedef struct parsed_line {
    const json_t *object;
    const cut_line *cut;
} parsed_line;

/* A value's string, or the one it stands for. */
static gp_str string_of(const parsed_line *line, const json_t *value)
{
    gp_str string;

    if (!json_is_string(value))
        return (gp_str){NULL, 0};
    string = (gp_str){json_string_value(value), json_string_length(value)};
    if (line->cut->count == 0 || string.size != 2 || string.data[0] != 1)
        return string;
    return line->cut->kept[string.data[1] - 'a'];
}

static gp_str member(const parsed_line *line, const char *name)
{
    return string_of(line, json_object_get(line->object, name));
}

static const json_t *id_value(const json_t *object)
{
    const json_t *value = json_object_get(object, "_id");

    return value != NULL ? value : json_object_get(object, "id");
}

/* Text without control characters, its ends trimmed: the text itself where it is so already, else in the
 * arena. */
static gp_str clean(gp_str text, gp_arena *arena)
{
    gp_buf buf;
    gp_str result;

    if (text.size == 0)
        return (gp_str){"", 0};
    if (gp_utf8_clean_size(text) == text.size)
        return gp_str_trim(text);
    gp_buf_init(&buf, text.size * 3 + 1);
    gp_utf8_add_clean(&buf, text);
    result = gp_str_trim(gp_arena_take(arena, &buf));
    gp_buf_clear(&buf);
    return result;
}

static gp_str id_of(const parsed_line *line, gp_arena *arena)
{
    const json_t *value = id_value(line->object);

    if (json_is_integer(value))
        return gp_arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    return gp_arena_copy(arena, string_of(line, value));
}

static void tags_of(const parsed_line *line, gp_arena *arena, gp_str_list *tags)
{
    const json_t *array = json_object_get(line->object, "tags");

    for (size_t i = 0; i < json_array_size(array); i++) {
        gp_str tag = clean(string_of(line, json_array_get(array, i)), arena);
        if (tag.size > 0)
            (void)gp_str_list_add(arena, tags, tag);
    }
}

/* The document's texts may be the line's own: they live until it is delivered. */
static gp_status deliver(const gp_reading *reading, const parsed_line *line, size_t number)
{
    gp_arena *arena = reading->arena;
    gp_document document = {.path = reading->path, .kind = GP_PAGE, .weight = 1};
    gp_section *section = GP_VEC_PUSH(arena, &document.sections);
    gp_buf html;

    if (section == NULL)
        return GP_NO_MEMORY;
    document.slug = id_of(line, arena);
    document.title = clean(member(line, "title"), arena);
    tags_of(line, arena, &document.tags);
    section->level = 1;
    section->line = number;
    section->text = clean(member(line, "text"), arena);
    section->url = clean(member(line, "url"), arena);
    document.source_url = section->url;
    gp_buf_init(&html, section->text.size * 8 + 64);
    gp_html_add_paragraphs(&html, section->text);
    section->html = gp_arena_take(arena, &html);
    gp_buf_clear(&html);
    return arena->failed ? GP_NO_MEMORY : gp_reading_deliver(reading, &document);
}

static bool url_allowed(gp_str url)
{
    if (gp_str_starts(url, GP_STR("/")))
        return !gp_str_starts(url, GP_STR("//"));
    return url.size == 0 || gp_str_starts(url, GP_STR("https://")) ||
           gp_str_starts(url, GP_STR("http://"));
}

/* What keeps a parsed line from being a section; NULL: nothing. */
static const char *wrong_with(const parsed_line *line)
{
    gp_str id = string_of(line, id_value(line->object));

    if (!json_is_object(line->object))
        return "not a JSON object";
    if (!json_is_integer(id_value(line->object)) && id.size == 0)
        return "wants \"_id\" or \"id\", a text";
    if (id.size > ID_MAX)
        return "the id is longer than 512 bytes";
    if (!json_is_string(json_object_get(line->object, "text")) &&
        !json_is_string(json_object_get(line->object, "title")))
        return "wants \"title\" or \"text\"";
    if (!url_allowed(member(line, "url")))
        return "url: wants https://..., http://... or /...";
    return NULL;
}

/* ---- the lines ------------------------------------------------------------------------------ */

typedef struct splitter {
    const gp_reading *reading;
    gp_bytes_fn *next;
    void *source;
    char *window;    /* WINDOW_SIZE bytes */
    size_t size;     /* of them filled */
    size_t line;     /* number of the line that begins the window, from 1 */
    cut_line cut;    /* the line under way */
    bool skipping;   /* inside a line that was refused for its length */
    bool ended;      /* the source has no more */
    size_t problems; /* lines refused so far */
} splitter;

static gp_status refuse(splitter *self, const char *why)
{
    if (++self->problems > PROBLEMS_MAX)
        return GP_OK;
    return gp_reading_problem(self->reading, self->line, true, why);
}

static gp_status read_line(splitter *self, gp_str line)
{
    json_error_t detail;
    json_t *object;
    gp_str shorter;
    const char *wrong;
    gp_status status;

    if (self->line == 1 && gp_str_starts(line, GP_STR("\xEF\xBB\xBF")))
        line = gp_str_slice(line, 3, line.size);
    line = gp_str_trim(line);
    if (line.size == 0)
        return GP_OK;
    shorter = cut(&self->cut, line);
    object = json_loadb(shorter.data, shorter.size, JSON_REJECT_DUPLICATES, &detail);
    if (object == NULL && self->cut.count > 0) /* what is wrong is told of the line as it is */
        object = json_loadb(line.data, line.size, JSON_REJECT_DUPLICATES, &detail);
    wrong = object == NULL ? detail.text : wrong_with(&(parsed_line){object, &self->cut});
    status = wrong == NULL ? deliver(self->reading, &(parsed_line){object, &self->cut}, self->line)
                           : refuse(self, wrong);
    json_decref(object);
    return status;
}

/* Takes the whole lines out of the window; what is left is the beginning of one. */
static gp_status take_lines(splitter *self)
{
    gp_str rest = {self->window, self->size};
    gp_status status = GP_OK;

    while (status == GP_OK) {
        size_t end = gp_str_find_byte(rest, '\n', 0);
        bool whole = end < rest.size;
        if (!whole && !(self->ended && rest.size > 0))
            break;
        if (end > LINE_LIMIT && !self->skipping)
            status = refuse(self, "longer than 64 KiB; split the text");
        else if (!self->skipping)
            status = read_line(self, gp_str_slice(rest, 0, end));
        self->skipping = false;
        self->line++;
        rest = gp_str_slice(rest, whole ? end + 1 : end, rest.size);
    }
    memmove(self->window, rest.data, rest.size);
    self->size = rest.size;
    return status;
}

/* A line that fills the window is refused now, and passed over to its end. */
static gp_status skip_long_line(splitter *self)
{
    gp_status status = GP_OK;

    if (self->size <= LINE_LIMIT)
        return GP_OK;
    if (!self->skipping)
        status = refuse(self, "longer than 64 KiB; split the text");
    self->skipping = true;
    self->size = 0;
    return status;
}

static gp_status read_all(splitter *self)
{
    gp_status status = GP_OK;

    while (status == GP_OK && !self->ended) {
        size_t got = 0;
        status =
            self->next(self->source, self->window + self->size, WINDOW_SIZE - self->size, &got);
        self->size += got;
        self->ended = got == 0;
        if (status == GP_OK)
            status = take_lines(self);
        if (status == GP_OK && !self->ended)
            status = skip_long_line(self);
    }
    return status;
}

gp_status gp_reader_read_lines(const gp_reading *reading, gp_bytes_fn *next, void *source)
{
    splitter self = {.reading = reading, .next = next, .source = source, .line = 1};
    gp_status status;

    self.window = gp_alloc(WINDOW_SIZE);
    if (self.window == NULL)
        return GP_NO_MEMORY;
    gp_buf_init(&self.cut.buf, WINDOW_SIZE);
    status = read_all(&self);
    gp_buf_clear(&self.cut.buf);
    gp_free(self.window);
    if (status == GP_OK && self.problems > PROBLEMS_MAX &&
        !gp_problem_add(reading->keep, reading->problems, reading->path, 0, true,
                        "%zu more lines were refused", self.problems - PROBLEMS_MAX))
        return GP_NO_MEMORY;
    return status;
}
