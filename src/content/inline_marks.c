#include "content/inline_marks.h"

#include <stdint.h>

enum {
    MARK_MAX = 4096 /* bytes of one mark; Hugo's longest are some hundred */
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '/' || byte == '.';
}

static gp_str first_word(gp_str text)
{
    size_t end = 0;

    text = gp_str_trim(text);
    while (end < text.size && is_name_byte(text.data[end]))
        end++;
    return gp_str_slice(text, 0, end);
}

static void pay(size_t *budget, size_t bytes)
{
    *budget -= bytes < *budget ? bytes : *budget;
}

bool gp_mark_ends_paragraph(gp_str text, size_t at)
{
    if (text.data[at] != '\n' || at + 1 >= text.size)
        return false;
    return text.data[at + 1] == '\n' || text.data[at + 1] == '\r';
}

/* The index of `close` in the same paragraph, or SIZE_MAX. */
static size_t find_close(gp_str text, gp_str close, size_t from, size_t *budget)
{
    size_t stop = text.size - from > MARK_MAX ? from + MARK_MAX : text.size;

    for (size_t at = from; *budget > 0 && at < stop && !gp_mark_ends_paragraph(text, at); at++) {
        if (text.data[at] == close.data[0] &&
            gp_str_starts(gp_str_slice(text, at, text.size), close))
            return at;
    }
    pay(budget, MARK_MAX);
    return SIZE_MAX;
}

static bool is_one_of(gp_str name, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (gp_str_equal(name, gp_str_of(*list)))
            return true;
    }
    return false;
}

static gp_mark_kind kind_of(gp_str name, bool liquid)
{
    static const char *const blocks[] = {"if",        "unless", "for",       "case",     "capture",
                                         "comment",   "raw",    "highlight", "tablerow", "cache",
                                         "ifchanged", "block",  NULL};

    if (gp_str_equal(name, GP_STR("highlight")))
        return GP_MARK_HIGHLIGHT;
    if (!liquid)
        return gp_str_starts(name, GP_STR("/")) ? GP_MARK_FORM : GP_MARK_CONTENT;
    if (gp_str_equal(name, GP_STR("raw")))
        return GP_MARK_RAW;
    if (gp_str_equal(name, GP_STR("comment")))
        return GP_MARK_COMMENT;
    if (gp_str_starts(name, GP_STR("end")) && is_one_of(gp_str_slice(name, 3, name.size), blocks))
        return GP_MARK_FORM;
    return GP_MARK_CONTENT;
}

/* "{{< name ... >}}" and its like; with its words in a comment, as Hugo shows one, it is text. */
static gp_mark tag_at(gp_str text, size_t at, gp_str open, gp_str close, size_t *budget)
{
    gp_mark mark = {.kind = GP_MARK_NONE};
    size_t from = at + open.size;
    size_t end = find_close(text, close, from, budget);
    bool liquid = open.size == 2;

    if (end == SIZE_MAX)
        return mark;
    mark.inner = gp_str_trim(gp_str_slice(text, from, end));
    mark.end = end + close.size;
    if (liquid && gp_str_starts(mark.inner, GP_STR("-")))
        mark.inner = gp_str_trim(gp_str_slice(mark.inner, 1, mark.inner.size));
    if (liquid && gp_str_ends(mark.inner, GP_STR("-")))
        mark.inner = gp_str_trim(gp_str_slice(mark.inner, 0, mark.inner.size - 1));
    mark.name = first_word(mark.inner);
    if (gp_str_starts(mark.inner, GP_STR("/*"))) {
        mark.kind = GP_MARK_SHOWN;
        return mark;
    }
    if (open.data[1] == '{' && liquid) { /* a variable, or a text with filters */
        mark.kind = mark.inner.size > 0 ? GP_MARK_CONTENT : GP_MARK_NONE;
        if (mark.name.size == 0)
            mark.name = mark.inner;
        return mark;
    }
    if (mark.name.size > 0)
        mark.kind = kind_of(mark.name, liquid);
    return mark;
}

gp_mark gp_mark_at(gp_str text, size_t at, size_t *budget)
{
    gp_str rest = gp_str_slice(text, at, at + 3);

    if (gp_str_equal(rest, GP_STR("{{<")))
        return tag_at(text, at, GP_STR("{{<"), GP_STR(">}}"), budget);
    if (gp_str_equal(rest, GP_STR("{{%")))
        return tag_at(text, at, GP_STR("{{%"), GP_STR("%}}"), budget);
    if (gp_str_starts(rest, GP_STR("{%")))
        return tag_at(text, at, GP_STR("{%"), GP_STR("%}"), budget);
    if (gp_str_starts(rest, GP_STR("{{")))
        return tag_at(text, at, GP_STR("{{"), GP_STR("}}"), budget);
    return (gp_mark){.kind = GP_MARK_NONE};
}

bool gp_mark_closing(gp_str text, const gp_mark *mark, size_t *from, size_t *end, size_t *budget)
{
    bool hugo = text.data[mark->end - 2] == '}';
    gp_str name = hugo                              ? GP_STR("/highlight")
                  : mark->kind == GP_MARK_RAW       ? GP_STR("endraw")
                  : mark->kind == GP_MARK_HIGHLIGHT ? GP_STR("endhighlight")
                                                    : GP_STR("endcomment");
    size_t at = *budget > 0 ? gp_str_find(text, name, mark->end) : text.size;

    while (at<text.size && * budget> 0) {
        size_t open = at;
        while (open > mark->end && (is_blank(text.data[open - 1]) || text.data[open - 1] == '-'))
            open--;
        open -= hugo ? 3 : 2;
        *from = open;
        if (open >= mark->end && text.data[open] == '{') {
            gp_mark close = gp_mark_at(text, open, budget);
            *end = close.end;
            if (close.kind == GP_MARK_FORM && gp_str_equal(close.name, name))
                return true;
        }
        pay(budget, at - open);
        at = gp_str_find(text, name, at + name.size);
    }
    pay(budget, text.size - mark->end);
    return false;
}

gp_str gp_mark_value(gp_str inner, gp_str key)
{
    size_t at = gp_str_find(inner, key, 0);

    while (at < inner.size) {
        size_t equal = at + key.size;
        bool begins = at > 0 && is_blank(inner.data[at - 1]);
        while (equal < inner.size && is_blank(inner.data[equal]))
            equal++;
        if (begins && equal + 1 < inner.size && inner.data[equal] == '=') {
            gp_str value = gp_str_trim(gp_str_slice(inner, equal + 1, inner.size));
            if (value.size > 0 && (value.data[0] == '"' || value.data[0] == '\''))
                return gp_str_slice(value, 1, gp_str_find_byte(value, value.data[0], 1));
        }
        at = gp_str_find(inner, key, at + key.size);
    }
    return gp_str_slice(inner, 0, 0);
}

/* The first word behind the name, without its quotes. */
static gp_str first_argument(const gp_mark *mark)
{
    gp_str path = gp_mark_value(mark->inner, GP_STR("path"));
    gp_str rest = gp_str_trim(gp_str_slice(mark->inner, mark->name.size, mark->inner.size));
    size_t end = 0;

    if (path.size > 0)
        return path;
    if (rest.size > 0 && (rest.data[0] == '"' || rest.data[0] == '\'' || rest.data[0] == '`'))
        return gp_str_slice(rest, 1, gp_str_find_byte(rest, rest.data[0], 1));
    while (end < rest.size && !is_blank(rest.data[end]))
        end++;
    return gp_str_slice(rest, 0, end);
}

gp_str gp_mark_address(const gp_mark *mark, gp_arena *arena)
{
    static const char *const names[] = {"ref", "relref", "link", "post_url", NULL};
    gp_str path, part;
    size_t hash;

    if (mark->inner.size > 0 && (mark->inner.data[0] == '\'' || mark->inner.data[0] == '"') &&
        gp_str_find(mark->inner, GP_STR("_url"), 0) < mark->inner.size)
        return gp_str_slice(mark->inner, 1, gp_str_find_byte(mark->inner, mark->inner.data[0], 1));
    if (!is_one_of(mark->name, names))
        return (gp_str){NULL, 0};
    path = first_argument(mark);
    hash = gp_str_find_byte(path, '#', 0);
    part = gp_str_slice(path, hash, path.size);
    path = gp_str_slice(path, 0, hash);
    while (gp_str_starts(path, GP_STR("/")))
        path = gp_str_slice(path, 1, path.size);
    if (gp_str_ends(path, GP_STR("/")))
        path = gp_str_slice(path, 0, path.size - 1);
    if (path.size == 0)
        return part;
    return gp_arena_printf(arena, "%.*s%s%.*s", GP_STR_ARGS(path),
                           gp_str_ends(path, GP_STR(".md")) ||
                                   gp_str_ends(path, GP_STR(".markdown")) ||
                                   gp_str_ends(path, GP_STR(".html"))
                               ? ""
                               : ".md",
                           GP_STR_ARGS(part));
}

static bool is_attribute(gp_str word, gp_str *id)
{
    if (word.size > 1 && word.data[0] == '#')
        *id = gp_str_slice(word, 1, word.size);
    if (word.size > 1 && (word.data[0] == '#' || word.data[0] == '.'))
        return true;
    return word.size > 2 && word.data[0] != '=' && gp_str_find_byte(word, '=', 0) < word.size;
}

bool gp_mark_attributes(gp_str text, size_t at, size_t *end, gp_str *id)
{
    gp_str line = gp_str_slice(text, at, at + MARK_MAX / 16);
    size_t close = gp_str_find_byte(line, '}', 0);
    gp_str inner = gp_str_slice(line, 1, close);
    bool found = false;

    *id = gp_str_slice(inner, 0, 0);
    if (close == line.size || gp_str_find_byte(inner, '\n', 0) < inner.size)
        return false;
    if (gp_str_starts(inner, GP_STR(":")))
        inner = gp_str_slice(inner, 1, inner.size);
    inner = gp_str_trim(inner);
    while (inner.size > 0) {
        size_t size = 0;
        char quote = '\0';
        while (size < inner.size && (quote != '\0' || !is_blank(inner.data[size]))) {
            char byte = inner.data[size++];
            if (quote == '\0' ? byte == '"' || byte == '\'' : byte == quote)
                quote = quote == '\0' ? byte : '\0';
        }
        if (!is_attribute(gp_str_slice(inner, 0, size), id))
            return false;
        found = true;
        inner = gp_str_trim(gp_str_slice(inner, size, inner.size));
    }
    *end = at + close + 1;
    return found;
}
