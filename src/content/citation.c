#include "content/citation.h"

enum {
    LABEL_MAX = 64 /* bytes, brackets included */
};

bool gp_citation_next(gp_str text, size_t from, size_t *start, size_t *end, gp_str *label)
{
    size_t at = gp_str_find(text, GP_STR("[^"), from);

    while (at < text.size) {
        size_t close = at + 2;
        while (close < text.size && close - at < LABEL_MAX && text.data[close] != ']' &&
               text.data[close] != ' ' && text.data[close] != '[')
            close++;
        if (close < text.size && text.data[close] == ']' && close > at + 2) {
            *start = at;
            *end = close + 1;
            *label = gp_str_slice(text, at + 2, close);
            return true;
        }
        at = gp_str_find(text, GP_STR("[^"), at + 2);
    }
    return false;
}

/* The bytes in front of a definition: blanks and the marks of block quotes. */
static size_t prefix_of(gp_str line)
{
    size_t at = 0;

    while (at < line.size && (line.data[at] == ' ' || line.data[at] == '>'))
        at++;
    return at;
}

/* The part of a line behind "[^label]:", when it is a definition. */
static bool definition(gp_str line, gp_str *label, gp_str *rest)
{
    size_t start, end;

    line = gp_str_slice(line, prefix_of(line), line.size);
    if (!gp_str_starts(line, GP_STR("[^")) || !gp_citation_next(line, 0, &start, &end, label))
        return false;
    if (start != 0 || end >= line.size || line.data[end] != ':')
        return false;
    *rest = gp_str_trim(gp_str_slice(line, end + 1, line.size));
    return true;
}

bool gp_citation_candidate(gp_str line)
{
    gp_str label, rest;

    return definition(line, &label, &rest);
}

static bool ordered_mark(gp_str text)
{
    size_t at = 0;

    while (at < text.size && text.data[at] >= '0' && text.data[at] <= '9')
        at++;
    return at > 0 && at + 1 < text.size && (text.data[at] == '.' || text.data[at] == ')') &&
           text.data[at + 1] == ' ';
}

/* True when a line under a source's text belongs to something else: a block that may follow a
 * paragraph without a blank line. */
static bool starts_block(gp_str line)
{
    static const char *const starts[] = {"#",   ">",   "- ",  "* ",  "+ ", "|",
                                         "```", "~~~", "---", "***", "___"};
    gp_str text = gp_str_trim(line);

    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        if (gp_str_starts(text, gp_str_of(starts[i])))
            return true;
    }
    return ordered_mark(text) || gp_citation_candidate(line);
}

static bool blank(gp_str line)
{
    return gp_str_trim(line).size == 0;
}

static bool indented(gp_str line)
{
    return gp_str_starts(line, GP_STR("    ")) || gp_str_starts(line, GP_STR("\t"));
}

/* True when lines[at] goes on with the source above it. */
static bool continues(const gp_str *lines, const bool *in_code, size_t count, size_t at)
{
    size_t next = at;

    if (at >= count)
        return false;
    if (!blank(lines[at]))
        return indented(lines[at]) || (!in_code[at] && !starts_block(lines[at]));
    while (next < count && blank(lines[next]))
        next++;
    return next < count && indented(lines[next]);
}

/* Appends the continuation lines behind lines[at] and empties them; returns the last one's index. */
static size_t take_continuation(gp_str *lines, const bool *in_code, size_t count, size_t at,
                                gp_buf *text)
{
    bool apart = false; /* behind a blank line only indented lines belong to the source */

    while (continues(lines, in_code, count, at + 1)) {
        gp_str line = lines[at + 1];
        if (apart && !blank(line) && !indented(line))
            break;
        at++;
        apart = apart || blank(line);
        if (!blank(line) && text->size > 0)
            gp_buf_add_byte(text, ' ');
        gp_buf_add(text, gp_str_trim(line));
        lines[at].size = 0;
    }
    return at;
}

/* Takes the definition at lines[*at]; moves *at to its last line. */
static gp_status take_definition(gp_str *lines, const bool *in_code, size_t count, size_t *at,
                                 gp_arena *arena, gp_citation *citation)
{
    gp_str rest = {NULL, 0};
    gp_status status;
    gp_buf text;

    (void)definition(lines[*at], &citation->label, &rest);
    citation->line = *at;
    gp_buf_init(&text, GP_CITATION_SIZE);
    gp_buf_add(&text, rest);
    lines[*at].size = 0;
    *at = take_continuation(lines, in_code, count, *at, &text);
    status = text.status;
    if (status == GP_OK) {
        citation->text = gp_arena_take(arena, &text);
        status = arena->failed ? GP_NO_MEMORY : GP_OK;
    }
    gp_buf_clear(&text);
    return status;
}

gp_status gp_citations_take(gp_str *lines, const bool *in_code, size_t count, gp_arena *arena,
                            gp_citation_list *citations, size_t *bad)
{
    for (size_t i = 0; i < count; i++) {
        gp_citation taken = {.number = 0};
        gp_citation *citation;
        gp_status status;

        if (in_code[i] || !gp_citation_candidate(lines[i]))
            continue;
        *bad = i;
        if (citations->count == GP_CITATION_MAX)
            return GP_TOO_LARGE;
        status = take_definition(lines, in_code, count, &i, arena, &taken);
        if (status != GP_OK)
            return status;
        if (gp_citation_find(citations, taken.label) != NULL)
            taken.label.size = 0;
        citation = GP_VEC_PUSH(arena, citations);
        if (citation == NULL)
            return GP_NO_MEMORY;
        *citation = taken;
    }
    return GP_OK;
}

gp_citation *gp_citation_find(const gp_citation_list *citations, gp_str label)
{
    for (size_t i = 0; i < citations->count; i++) {
        if (gp_str_equal_nocase(citations->items[i].label, label))
            return &citations->items[i];
    }
    return NULL;
}
