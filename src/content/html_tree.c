#include "content/html_tree.h"

#include <setjmp.h>
#include <stdint.h>
#include <string.h>

enum {
    DEPTH_MAX = 256,      /* elements in elements; deeper ones are not looked at */
    OPEN_MAX = 400,       /* elements open at once in a page that is parsed at all */
    ATTRIBUTES_MAX = 1000 /* of one tag */
};

/* ---- parsing -------------------------------------------------------------------------------- */

typedef struct memory {
    gp_arena *arena;
    jmp_buf out; /* where to go when the arena ends */
} memory;

static void *allocate(void *context, size_t size)
{
    memory *self = context;
    void *item = gp_arena_alloc(self->arena, size);

    if (item == NULL)
        longjmp(self->out, 1);
    return item;
}

static void keep(void *context, void *item)
{
    (void)context;
    (void)item; /* the arena frees all at once */
}

/* ---- how deep ------------------------------------------------------------------------------- */

/* Elements that have no end, or that the next of their kind ends: they do not nest by themselves. */
static bool does_not_nest(gp_str name)
{
    static const char *const names[] = {
        "a",      "area",  "base",  "br",    "col",  "colgroup", "dd",     "dt",    "embed",
        "hr",     "img",   "input", "li",    "link", "meta",     "option", "p",     "param",
        "source", "tbody", "td",    "tfoot", "th",   "thead",    "tr",     "track", "wbr"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (gp_str_equal_nocase(name, gp_str_of(names[i])))
            return true;
    }
    return false;
}

static gp_str name_at(gp_str source, size_t at)
{
    size_t end = at;

    while (end < source.size && end - at < 16 && source.data[end] > ' ' &&
           source.data[end] != '>' && source.data[end] != '/')
        end++;
    return gp_str_slice(source, at, end);
}

/* An upper bound of how deep elements stand in one another, before a parser that compares each new
 * element with all open ones is let loose on it: of 200,000 it would not come back. `*line` is where
 * the bound is passed. */
static bool too_deep(gp_str source, size_t *line)
{
    size_t depth = 0, end = 0;
    bool drawing = false; /* in SVG an element may end itself */

    *line = 1;
    for (size_t at = 0; at < source.size; at++) {
        bool closing = at + 1 < source.size && source.data[at + 1] == '/';
        gp_str name;
        *line += source.data[at] == '\n';
        if (source.data[at] != '<')
            continue;
        name = name_at(source, at + (closing ? 2 : 1));
        if (name.size == 0 || !((name.data[0] | 0x20) >= 'a' && (name.data[0] | 0x20) <= 'z'))
            continue;
        if (gp_str_equal_nocase(name, GP_STR("svg")))
            drawing = !closing;
        else if (gp_str_equal_nocase(name, GP_STR("foreignObject")))
            drawing = false;
        if (does_not_nest(name))
            continue;
        if (end <= at) /* each is looked for once; at first none has been */
            end = gp_str_find_byte(source, '>', at);
        if (closing)
            depth -= depth > 0;
        else if (!(drawing && end < source.size && source.data[end - 1] == '/'))
            depth++;
        if (depth > OPEN_MAX)
            return true;
    }
    return false;
}

/* ---- how many attributes ---------------------------------------------------------------------- */

/* Where a tokenizer may stand in a tag. */
typedef enum tag_state {
    IN_NAME,
    BEFORE_ATTRIBUTE,
    IN_ATTRIBUTE,
    AFTER_ATTRIBUTE,
    BEFORE_VALUE,
    IN_DOUBLE,
    IN_SINGLE,
    IN_VALUE,
    TAG_ENDS,
    TAG_STATES
} tag_state;

static tag_state after_byte(tag_state state, char byte)
{
    bool blank = gp_html_blank(byte);

    if (state == IN_DOUBLE || state == IN_SINGLE)
        return byte == (state == IN_DOUBLE ? '"' : '\'') ? BEFORE_ATTRIBUTE : state;
    if (byte == '>')
        return TAG_ENDS;
    switch (state) {
    case IN_NAME:
        return blank || byte == '/' ? BEFORE_ATTRIBUTE : IN_NAME;
    case BEFORE_ATTRIBUTE:
        return blank || byte == '/' ? BEFORE_ATTRIBUTE : IN_ATTRIBUTE;
    case IN_ATTRIBUTE:
    case AFTER_ATTRIBUTE:
        if (byte == '/')
            return BEFORE_ATTRIBUTE;
        return blank ? AFTER_ATTRIBUTE : byte == '=' ? BEFORE_VALUE : IN_ATTRIBUTE;
    case BEFORE_VALUE:
        if (blank)
            return BEFORE_VALUE;
        return byte == '"' ? IN_DOUBLE : byte == '\'' ? IN_SINGLE : IN_VALUE;
    case IN_VALUE:
        return blank ? BEFORE_ATTRIBUTE : IN_VALUE;
    default:
        return state;
    }
}

/* "<p" or "</p"; a "<" before anything else is text or a comment to the parser. */
static bool begins_tag(gp_str source, size_t at)
{
    size_t name = at + 1 < source.size && source.data[at + 1] == '/' ? at + 2 : at + 1;
    char letter = name < source.size ? (char)(source.data[name] | 0x20) : '\0';

    return source.data[at] == '<' && letter >= 'a' && letter <= 'z';
}

/* The parser compares each attribute of a tag with all before it: of 200,000 it would not come back. What
 * looks like a tag may stand in a comment, and a ">" in quotes, so every "<" before a name is taken for a beginning.
 * `ahead` holds for each state how many attributes begin from here to the tag's end: gone through
 * backwards, all beginnings together cost one pass. `*line` is where such a tag begins. */
static bool too_many_attributes(gp_str source, size_t *line)
{
    uint32_t ahead[TAG_STATES] = {0};
    size_t found = source.size;

    for (size_t at = source.size; at-- > 0;) {
        uint32_t here[TAG_STATES] = {0};
        if (begins_tag(source, at) && ahead[IN_NAME] > ATTRIBUTES_MAX)
            found = at;
        for (tag_state state = IN_NAME; state < TAG_ENDS; state++) {
            tag_state next = after_byte(state, source.data[at]);
            bool begins = next == IN_ATTRIBUTE && state != IN_ATTRIBUTE;
            here[state] = ahead[next] + begins;
        }
        memcpy(ahead, here, sizeof ahead);
    }
    *line = 1;
    for (size_t at = 0; at < found; at++)
        *line += source.data[at] == '\n';
    return found < source.size;
}

gp_status gp_html_parse(gp_str source, gp_arena *arena, const GumboNode **root, gp_error *error)
{
    GumboOptions options = kGumboDefaultOptions;
    memory self = {.arena = arena};
    GumboOutput *output;
    size_t line;

    *root = NULL;
    if (too_deep(source, &line))
        return gp_error_set(error, GP_INVALID,
                            "line %zu: more than %d elements are open; close them", line, OPEN_MAX);
    if (too_many_attributes(source, &line))
        return gp_error_set(error, GP_INVALID, "line %zu: a tag of more than %d attributes", line,
                            ATTRIBUTES_MAX);
    options.allocator = allocate;
    options.deallocator = keep;
    options.userdata = &self;
    options.max_errors = 0;
    if (setjmp(self.out) != 0)
        return GP_NO_MEMORY;
    output = gumbo_parse_with_options(&options, source.data, source.size);
    *root = output->root;
    return GP_OK;
}

/* ---- looking -------------------------------------------------------------------------------- */

gp_str gp_html_attribute(const GumboNode *element, const char *name)
{
    const GumboAttribute *attribute =
        element->type == GUMBO_NODE_ELEMENT
            ? gumbo_get_attribute(&element->v.element.attributes, name)
            : NULL;

    return attribute != NULL ? gp_str_trim(gp_str_of(attribute->value)) : (gp_str){NULL, 0};
}

bool gp_html_has_class(const GumboNode *element, const char *word)
{
    gp_str rest = gp_html_attribute(element, "class");
    gp_str part;

    while (gp_str_next(&rest, ' ', &part)) {
        if (gp_str_equal(part, gp_str_of(word)))
            return true;
    }
    return false;
}

bool gp_html_is(const GumboNode *node, GumboTag tag)
{
    return node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == tag;
}

static bool hidden(const GumboNode *element)
{
    const GumboVector *attributes = &element->v.element.attributes;

    return gumbo_get_attribute(attributes, "hidden") != NULL ||
           gp_str_equal(gp_html_attribute(element, "aria-hidden"), GP_STR("true"));
}

/* By role or by the classes that site generators give to what surrounds an article. */
static bool furniture(const GumboNode *element)
{
    static const char *const roles[] = {"navigation", "banner", "contentinfo", "search",
                                        "complementary"};
    static const char *const classes[] = {"sidebar",
                                          "breadcrumb",
                                          "breadcrumbs",
                                          "toc",
                                          "table-of-contents",
                                          "pagination",
                                          "social",
                                          "share",
                                          "sharedaddy",
                                          "related",
                                          "comments",
                                          "cookie",
                                          "sphinxsidebar",
                                          "navheader",
                                          "navfooter",
                                          "nav-wrapper",
                                          "md-sidebar",
                                          "screen-reader-text",
                                          "docnav",
                                          "mainmenu",
                                          "submenu",
                                          "searchmenu",
                                          "nav-panel"};
    gp_str role = gp_html_attribute(element, "role");

    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        if (gp_str_equal(role, gp_str_of(roles[i])))
            return true;
    }
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        if (gp_html_has_class(element, classes[i]))
            return true;
    }
    return false;
}

/* A line that leads to the next page and the one before, as manuals have it above and below each. */
static bool leads_on(const GumboNode *paragraph)
{
    for (unsigned i = 0; i < paragraph->v.element.children.length; i++) {
        const GumboNode *child = paragraph->v.element.children.data[i];
        gp_str rel =
            gp_html_is(child, GUMBO_TAG_A) ? gp_html_attribute(child, "rel") : (gp_str){NULL, 0};
        if (gp_str_equal_nocase(rel, GP_STR("next")) || gp_str_equal_nocase(rel, GP_STR("prev")))
            return true;
    }
    return false;
}

bool gp_html_permalink(const GumboNode *element)
{
    static const char *const classes[] = {"headerlink", "anchor", "hash-link", "permalink",
                                          "header-anchor"};

    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        if (gp_html_is(element, GUMBO_TAG_A) && gp_html_has_class(element, classes[i]))
            return true;
    }
    return false;
}

bool gp_html_ignored(const GumboNode *element)
{
    switch (element->v.element.tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_VIDEO:
        return true;
    default:
        return hidden(element) || furniture(element) ||
               (gp_html_is(element, GUMBO_TAG_P) && leads_on(element));
    }
}

bool gp_html_blank(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r' || byte == '\f';
}

static void add_collapsed(gp_buf *text, gp_str words)
{
    for (size_t i = 0; i < words.size; i++) {
        bool gap = gp_html_blank(words.data[i]);
        if (!gap)
            gp_buf_add_byte(text, words.data[i]);
        else if (text->size > 0 && text->data[text->size - 1] != ' ')
            gp_buf_add_byte(text, ' ');
    }
}

static void as_it_stands(gp_buf *text, gp_str words)
{
    gp_buf_add(text, words);
}

/* The texts below a node, each given to `add`; a line break is one of `gap`. */
static void walk_text(gp_buf *text, const GumboNode *node, void (*add)(gp_buf *, gp_str),
                      gp_str gap, int depth)
{
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
        node->type == GUMBO_NODE_CDATA) {
        add(text, gp_str_of(node->v.text.text));
        return;
    }
    if (node->type != GUMBO_NODE_ELEMENT || depth > DEPTH_MAX || gp_html_ignored(node) ||
        gp_html_permalink(node))
        return;
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        walk_text(text, node->v.element.children.data[i], add, gap, depth + 1);
    if (gp_html_is(node, GUMBO_TAG_BR))
        add(text, gap);
}

void gp_html_add_words(gp_buf *text, const GumboNode *node)
{
    walk_text(text, node, add_collapsed, GP_STR(" "), 0);
}

void gp_html_add_raw(gp_buf *text, const GumboNode *node)
{
    walk_text(text, node, as_it_stands, GP_STR("\n"), 0);
}
