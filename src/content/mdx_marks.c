#include "content/mdx_marks.h"

#include "content/inline_marks.h"

enum {
    SPAN_MAX = 16384 /* bytes of one statement, tag, comment or expression */
};

static bool is_capital(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static bool is_small(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

static bool in_vain(size_t bytes, size_t *budget)
{
    *budget -= bytes < *budget ? bytes : *budget;
    return false;
}

/* Moves past one byte of JavaScript, counting what is open; a quote ends with its line. */
static void step(char byte, char *quote, size_t *open)
{
    if (*quote != '\0') {
        if (byte == *quote || (byte == '\n' && *quote != '`'))
            *quote = '\0';
    } else if (byte == '"' || byte == '\'' || byte == '`') {
        *quote = byte;
    } else if (byte == '{' || byte == '(' || byte == '[') {
        *open += 1;
    } else if ((byte == '}' || byte == ')' || byte == ']') && *open > 0) {
        *open -= 1;
    }
}

/* Its first line looks like a statement, not like a sentence. */
static bool is_statement(gp_str line)
{
    static const char *const exports[] = {"const ", "let ",     "var ", "function ", "class ",
                                          "async ", "default ", "{",    "* from "};
    gp_str rest;
    char last = line.size > 0 ? line.data[line.size - 1] : '\0';

    if (gp_str_starts(line, GP_STR("import "))) {
        rest = gp_str_trim(gp_str_slice(line, 7, line.size));
        return rest.size > 0 &&
               (rest.data[0] == '{' || rest.data[0] == '"' || rest.data[0] == '\'' ||
                gp_str_find(line, GP_STR(" from '"), 0) < line.size ||
                gp_str_find(line, GP_STR(" from \""), 0) < line.size);
    }
    if (!gp_str_starts(line, GP_STR("export ")))
        return false;
    rest = gp_str_trim(gp_str_slice(line, 7, line.size));
    for (size_t i = 0; i < sizeof exports / sizeof exports[0]; i++) {
        if (gp_str_starts(rest, gp_str_of(exports[i])))
            return last == ';' || last == '{' || last == '(' || last == '[' || last == '}' ||
                   last == ')' || gp_str_find_byte(rest, '=', 0) < rest.size ||
                   gp_str_find(rest, GP_STR(" from "), 0) < rest.size;
    }
    return false;
}

bool gp_mdx_statement(gp_str text, size_t at, size_t *end, size_t *budget)
{
    size_t stop = text.size - at > SPAN_MAX ? at + SPAN_MAX : text.size;
    size_t open = 0;
    char quote = '\0';

    if (*budget == 0 ||
        !is_statement(gp_str_trim(gp_str_slice(text, at, gp_str_find_byte(text, '\n', at)))))
        return false;
    for (size_t i = at; i < stop; i++) {
        step(text.data[i], &quote, &open);
        *end = i;
        if (text.data[i] == '\n' && open == 0 && quote == '\0')
            return true;
    }
    *end = text.size;
    return (stop == text.size && open == 0) || in_vain(stop - at, budget);
}

bool gp_mdx_component(gp_str text, size_t at, gp_component *tag, size_t *budget)
{
    size_t from = at + 1 + (at + 1 < text.size && text.data[at + 1] == '/');
    size_t stop = text.size - at > SPAN_MAX ? at + SPAN_MAX : text.size;
    size_t name = from;
    size_t open = 0;
    bool small = false;
    char quote = '\0';

    if (*budget == 0 || from >= text.size || !is_capital(text.data[from]))
        return false;
    for (; name < stop; name++) {
        char byte = text.data[name];
        small = small || is_small(byte);
        if (!is_small(byte) && !is_capital(byte) && byte != '.' && byte != '_' &&
            !(byte >= '0' && byte <= '9'))
            break;
    }
    if (!small || name == stop ||
        gp_str_find(GP_STR(" \t\r\n/>"), gp_str_slice(text, name, name + 1), 0) == 6)
        return in_vain(name - at, budget);
    for (size_t i = name; i < stop; i++) {
        char byte = text.data[i];
        if (quote == '\0' && open == 0 && byte == '>') {
            gp_str inner = gp_str_slice(text, name, i);
            *tag = (gp_component){.end = i + 1, .name = gp_str_slice(text, from, name)};
            tag->label = gp_mark_value(inner, GP_STR("label"));
            if (tag->label.size == 0)
                tag->label = gp_mark_value(inner, GP_STR("title"));
            return true;
        }
        if (quote == '\0' && open == 0 && (byte == '<' || gp_mark_ends_paragraph(text, i)))
            return in_vain(i - at, budget);
        step(byte, &quote, &open);
    }
    return in_vain(stop - at, budget);
}

bool gp_mdx_comment(gp_str text, size_t at, size_t *end, size_t *budget)
{
    gp_str window = gp_str_slice(text, at, at + SPAN_MAX);
    size_t close;

    if (*budget == 0 || !gp_str_starts(window, GP_STR("{/*")))
        return false;
    close = gp_str_find(window, GP_STR("*/}"), 3);
    if (close == window.size)
        return in_vain(window.size, budget);
    *end = at + close + 3;
    return true;
}

bool gp_mdx_expression(gp_str text, size_t at, size_t *end, size_t *budget)
{
    size_t stop = text.size - at > SPAN_MAX ? at + SPAN_MAX : text.size;
    size_t open = 0;
    char quote = '\0';
    size_t i = at;

    for (; *budget > 0 && i < stop && !gp_mark_ends_paragraph(text, i); i++) {
        step(text.data[i], &quote, &open);
        *end = i + 1;
        if (open == 0)
            return true;
    }
    return in_vain(i - at, budget);
}
