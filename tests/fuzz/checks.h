/* checks.h - what must be true of every article, whatever it was read from: only our own tags, closed in
 * their order; addresses that run nothing; valid text; each anchor once. A breach aborts. */
#ifndef GP_TESTS_FUZZ_CHECKS_H
#define GP_TESTS_FUZZ_CHECKS_H

#include "base/utf8.h"
#include "content/document.h"

#include <stdlib.h>
#include <string.h>

enum {
    STACK_MAX = 300 /* the tree's depth twice, some have two tags */
};

static inline void require(bool holds)
{
    if (!holds)
        abort();
}

static inline bool listed(const char *const *names, gp_str name)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        if (gp_str_equal_nocase(gp_str_slice(name, 0, strlen(names[i])), gp_str_of(names[i])))
            return true;
    }
    return false;
}

/* One attribute, ' name="value"', taken off the front of `*rest`. */
static inline void check_attribute(gp_str *rest)
{
    static const char *const schemes[] = {
        "https://", "http://", "mailto:", "tel:", "sms:", "/", "#", NULL};
    static const char *const names[] = {" href",     " src",        " alt",   " loading", " rel",
                                        " class",    " id",         " start", " scope",   " role",
                                        " tabindex", " aria-label", NULL};
    size_t equals = gp_str_find_byte(*rest, '=', 0);
    gp_str name = gp_str_slice(*rest, 0, equals);
    size_t close = gp_str_find_byte(*rest, '"', equals + 2);
    gp_str value = gp_str_slice(*rest, equals + 2, close);

    require(listed(names, name) && equals + 1 < rest->size && rest->data[equals + 1] == '"');
    require(close < rest->size);
    if (gp_str_equal(name, GP_STR(" href")))
        require(listed(schemes, value) && !gp_str_starts(value, GP_STR("//")));
    if (gp_str_equal(name, GP_STR(" src")))
        require(gp_str_starts(value, GP_STR("/a/fuzz/")));
    *rest = gp_str_slice(*rest, close + 1, rest->size);
}

/* One tag without its brackets; the stack holds the names of the open ones. */
static inline void check_tag(gp_str tag, gp_str *stack, size_t *depth)
{
    static const char *const names[] = {"p",          "em",  "strong", "code",    "pre",   "a",
                                        "img",        "br",  "hr",     "ul",      "ol",    "li",
                                        "blockquote", "div", "table",  "thead",   "tbody", "tr",
                                        "th",         "td",  "sup",    "section", NULL};
    bool closing = gp_str_starts(tag, GP_STR("/"));
    gp_str name, rest;
    bool known = false;

    tag = gp_str_slice(tag, closing ? 1 : 0, tag.size);
    name = gp_str_slice(tag, 0, gp_str_find_byte(tag, ' ', 0));
    rest = gp_str_slice(tag, name.size, tag.size);
    for (size_t i = 0; names[i] != NULL; i++)
        known = known || gp_str_equal(name, gp_str_of(names[i]));
    require(known);
    while (rest.size > 0)
        check_attribute(&rest);
    if (closing) {
        require(*depth > 0 && gp_str_equal(stack[--*depth], name));
    } else if (!gp_str_equal(name, GP_STR("img")) && !gp_str_equal(name, GP_STR("br")) &&
               !gp_str_equal(name, GP_STR("hr"))) {
        require(*depth < STACK_MAX);
        stack[(*depth)++] = name;
    }
}

/* Only our own tags and attributes, closed in their order. */
static inline void check_html(gp_str html)
{
    gp_str stack[STACK_MAX];
    size_t depth = 0;
    size_t open = gp_str_find_byte(html, '<', 0);

    require(gp_utf8_valid(html, NULL));
    while (open < html.size) {
        size_t close = gp_str_find_byte(html, '>', open);
        require(close < html.size);
        check_tag(gp_str_slice(html, open + 1, close), stack, &depth);
        open = gp_str_find_byte(html, '<', close);
    }
    require(depth == 0);
}

static inline void check_text(gp_str text)
{
    require(gp_utf8_valid(text, NULL));
    for (size_t i = 0; i < text.size; i++)
        require((unsigned char)text.data[i] >= 0x20 || text.data[i] == '\n' ||
                text.data[i] == '\t');
}

static inline void check_document(const gp_document *document, bool lines_rise)
{
    const gp_section_list *sections = &document->sections;

    require(sections->count > 0);
    for (size_t i = 0; i < sections->count; i++) {
        const gp_section *section = &sections->items[i];
        check_html(section->html);
        check_text(section->text);
        check_text(section->heading);
        require(!lines_rise || i == 0 || section->line >= sections->items[i - 1].line);
        for (size_t j = 0; j < i && j < 200; j++)
            require(!gp_str_equal(section->anchor, sections->items[j].anchor));
    }
}

#endif
