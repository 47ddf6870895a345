#include "content/markdown_source.h"

#include <string.h>

enum {
    LINE_MAX = 64 * 1024,              /* bytes */
    MARKS_MAX = 4 * GP_MARKDOWN_DEPTH, /* generous: in a code block a mark is only a character */
    IMAGES_MAX = 256                   /* "![" in one paragraph */
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* The bytes of a line up to which it is not one long rule: "* * * *" opens no items. */
static size_t before_rule(gp_str line)
{
    size_t at = line.size;
    char rule = '\0';

    while (at > 0) {
        char byte = line.data[at - 1];
        if (rule == '\0' && (byte == '-' || byte == '*'))
            rule = byte;
        if (!is_blank(byte) && byte != rule)
            break;
        at--;
    }
    return at;
}

/* The size of a block quote's or item's mark at `at`, or 0. */
static size_t mark_size(gp_str line, size_t at)
{
    size_t end = at;

    if (line.data[at] == '>')
        return 1;
    if (line.data[at] == '-' || line.data[at] == '*' || line.data[at] == '+') {
        end = at + 1;
    } else {
        while (end < line.size && end - at < 9 && line.data[end] >= '0' && line.data[end] <= '9')
            end++;
        if (end == at || end == line.size || (line.data[end] != '.' && line.data[end] != ')'))
            return 0;
        end++;
    }
    return end == line.size || is_blank(line.data[end]) ? end - at : 0;
}

/* At most how many quotes and items deep a line's text stands: the marks in front of it, and one for
 * two columns of blanks. 0 for a line without marks, which opens nothing. */
static size_t depth_of(gp_str line)
{
    size_t rule = before_rule(line);
    size_t marks = 0;
    size_t columns = 0;
    size_t at = 0;

    while (at < rule) {
        size_t size = is_blank(line.data[at]) ? 0 : mark_size(line, at);
        if (is_blank(line.data[at]))
            columns += line.data[at] == '\t' ? 4 : 1;
        else if (size == 0)
            break;
        marks += size > 0;
        at += size > 0 ? size : 1;
    }
    return marks > 0 ? marks + columns / 2 : 0;
}

static size_t count_images(gp_str line)
{
    size_t count = 0;

    for (size_t at = gp_str_find(line, GP_STR("!["), 0); at < line.size;
         at = gp_str_find(line, GP_STR("!["), at + 2))
        count++;
    return count;
}

/* As cmark sees it: a form feed is not blank. */
static bool is_blank_line(gp_str line)
{
    size_t at = 0;

    while (at < line.size && is_blank(line.data[at]))
        at++;
    return at == line.size;
}

gp_status gp_source_check(const gp_source *source, gp_error *error)
{
    size_t images = 0; /* in the lines since the last blank one */

    for (size_t i = 0; i < source->count; i++) {
        gp_str line = source->lines[i];
        size_t number = source->first_line + i;
        images = is_blank_line(line) ? 0 : images + count_images(line);
        if (line.size > LINE_MAX)
            return gp_error_set(error, GP_INVALID, "line %zu: longer than 64 KiB; wrap it", number);
        if (depth_of(line) > MARKS_MAX)
            return gp_error_set(error, GP_INVALID, "line %zu: nested deeper than %d", number,
                                GP_MARKDOWN_DEPTH);
        if (images > IMAGES_MAX)
            return gp_error_set(error, GP_INVALID,
                                "line %zu: more than %d images in one paragraph; leave a line "
                                "blank between them",
                                number, IMAGES_MAX);
    }
    return GP_OK;
}

/* Takes the next line off `*rest`; a line ends, as for cmark, at \n, \r\n or \r. */
static bool next_line(gp_str *rest, gp_str *line)
{
    size_t end = 0;
    size_t next;

    if (rest->data == NULL)
        return false;
    while (end < rest->size && rest->data[end] != '\n' && rest->data[end] != '\r')
        end++;
    *line = gp_str_slice(*rest, 0, end);
    next = end + 1;
    if (next < rest->size && rest->data[end] == '\r' && rest->data[next] == '\n')
        next++;
    if (end < rest->size)
        *rest = (gp_str){rest->data + next, rest->size - next};
    else
        *rest = (gp_str){NULL, 0};
    return true;
}

gp_status gp_source_split(gp_str text, size_t first_line, gp_arena *arena, gp_source *source,
                          gp_error *error)
{
    gp_str rest, line;
    size_t count = 0;

    if (text.data == NULL)
        text = GP_STR("");
    if (gp_str_starts(text, GP_STR("\xEF\xBB\xBF")))
        text = (gp_str){text.data + 3, text.size - 3};
    rest = text;
    while (next_line(&rest, &line))
        count++;
    *source = (gp_source){.text = text, .first_line = first_line};
    source->lines = gp_arena_alloc(arena, count * sizeof *source->lines);
    if (source->lines == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "not enough memory");
    rest = text;
    while (next_line(&rest, &line))
        source->lines[source->count++] = line;
    return gp_source_check(source, error);
}

bool gp_source_put(gp_source *source, gp_arena *arena, size_t at, gp_str line)
{
    if (source->original == NULL) {
        gp_str *original = gp_arena_alloc(arena, source->count * sizeof *original);
        if (original == NULL)
            return false;
        memcpy(original, source->lines, source->count * sizeof *original);
        source->original = original;
    }
    source->lines[at] = line;
    return true;
}

gp_str gp_source_slice(const gp_source *source, size_t from, size_t to)
{
    const gp_str *lines = source->original != NULL ? source->original : source->lines;
    const char *end = source->text.data + source->text.size;
    const char *start = from < source->count ? lines[from].data : end;
    const char *stop = to < source->count ? lines[to].data : end;

    return (gp_str){start, stop > start ? (size_t)(stop - start) : 0};
}

void gp_source_join(const gp_source *source, gp_buf *buf)
{
    for (size_t i = 0; i < source->count; i++) {
        gp_buf_add(buf, source->lines[i]);
        gp_buf_add_byte(buf, '\n');
    }
}

gp_str gp_source_bare(gp_str line, size_t quotes)
{
    size_t at = 0;

    while (at < line.size && (is_blank(line.data[at]) || (quotes > 0 && line.data[at] == '>'))) {
        quotes -= line.data[at] == '>';
        at++;
    }
    return gp_str_slice(line, at, line.size);
}
