#include "content/html_inline.h"

#include "base/utf8.h"

#include <string.h>

enum {
    DEPTH_MAX = 100,
    WORDS_LIMIT = 1 << 20
};

/* ---- words ---------------------------------------------------------------------------------- */

void gp_html_escape(gp_buf *out, gp_str text)
{
    static const char marks[] = "\\`*_[]<>&|~^{}!#";

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] != '\0' && strchr(marks, text.data[i]) != NULL)
            gp_buf_add_byte(out, '\\');
        gp_buf_add_byte(out, text.data[i]);
    }
}

/* At the beginning of a line "-", "+", "=", "1." and "1)" would be marks. */
static void escape_beginning(gp_buf *out, gp_str word)
{
    size_t digits = 0;

    while (digits < word.size && word.data[digits] >= '0' && word.data[digits] <= '9')
        digits++;
    if (word.size > 0 && strchr("-+=:", word.data[0]) != NULL) {
        gp_buf_add_byte(out, '\\');
    } else if (digits > 0 && digits < word.size &&
               (word.data[digits] == '.' || word.data[digits] == ')')) {
        gp_buf_add(out, gp_str_slice(word, 0, digits));
        gp_buf_add_byte(out, '\\');
        word = gp_str_slice(word, digits, word.size);
        gp_buf_add_byte(out, word.data[0]);
        word = gp_str_slice(word, 1, word.size);
    }
    gp_html_escape(out, word);
}

static bool line_begins(const gp_buf *out)
{
    return out->size == 0 || out->data[out->size - 1] == '\n';
}

static bool letter_or_digit(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || (unsigned char)byte >= 0x80;
}

static void close_gap(gp_html_run *run)
{
    run->shut = false;
    if (run->gap && !line_begins(run->out))
        gp_buf_add_byte(run->out, ' ');
    run->gap = false;
}

static void add_text(gp_html_run *run, gp_str text)
{
    size_t at = 0;

    while (at < text.size) {
        size_t start = at;
        if (gp_html_blank(text.data[at])) {
            run->gap = true;
            at++;
            continue;
        }
        while (at < text.size && !gp_html_blank(text.data[at]))
            at++;
        run->gap |= run->shut && letter_or_digit(text.data[start]);
        close_gap(run);
        if (line_begins(run->out))
            escape_beginning(run->out, gp_str_slice(text, start, at));
        else
            gp_html_escape(run->out, gp_str_slice(text, start, at));
    }
}

/* ---- elements ------------------------------------------------------------------------------- */

static void add_children(gp_html_run *run, const GumboNode *node)
{
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        gp_html_run_add(run, node->v.element.children.data[i]);
}

/* The children's run by itself, without blanks at its ends; what of them was at the ends is known by
 * `before` and `after`. */
static void add_inner(const gp_html_run *run, const GumboNode *node, gp_buf *inner, bool *before,
                      bool *after)
{
    gp_html_run self = *run;

    gp_buf_init(inner, WORDS_LIMIT);
    gp_buf_add_byte(inner, '.'); /* not a line's beginning */
    self.out = inner;
    self.gap = false;
    add_children(&self, node);
    *after = self.gap;
    *before = inner->size > 1 && inner->data[1] == ' ';
    if (inner->status != GP_OK && run->out->status == GP_OK)
        run->out->status = inner->status;
}

static gp_str without_first(const gp_buf *inner)
{
    return gp_str_trim(gp_str_slice(gp_buf_str(inner), 1, inner->size));
}

/* Bold or emphasized text: marks must touch its words, so blanks at its ends go outside. */
static void add_marked(gp_html_run *run, const GumboNode *node, const char *mark, bool *inside)
{
    gp_buf inner;
    gp_str words;
    bool before, after;

    if (*inside) {
        add_children(run, node);
        return;
    }
    *inside = true;
    add_inner(run, node, &inner, &before, &after);
    *inside = false;
    words = without_first(&inner);
    run->gap |= before;
    if (words.size > 0) {
        bool touches = run->out->size > 0 && letter_or_digit(run->out->data[run->out->size - 1]);
        run->gap |= touches && !letter_or_digit(words.data[0]);
        close_gap(run);
        gp_buf_add_text(run->out, mark);
        gp_buf_add(run->out, words);
        gp_buf_add_text(run->out, mark);
        run->shut = !letter_or_digit(words.data[words.size - 1]);
    }
    run->gap |= after;
    gp_buf_clear(&inner);
}

static void add_code(gp_html_run *run, const GumboNode *node)
{
    gp_buf words;
    size_t longest = 0;
    size_t count = 0;

    gp_buf_init(&words, WORDS_LIMIT);
    gp_html_add_words(&words, node);
    for (size_t i = 0; i < words.size; i++) {
        count = words.data[i] == '`' ? count + 1 : 0;
        longest = count > longest ? count : longest;
    }
    if (gp_str_trim(gp_buf_str(&words)).size > 0) {
        close_gap(run);
        for (size_t i = 0; i <= longest; i++)
            gp_buf_add_byte(run->out, '`');
        gp_buf_add_text(run->out, longest > 0 ? " " : "");
        gp_buf_add(run->out, gp_str_trim(gp_buf_str(&words)));
        gp_buf_add_text(run->out, longest > 0 ? " " : "");
        for (size_t i = 0; i <= longest; i++)
            gp_buf_add_byte(run->out, '`');
    }
    gp_buf_clear(&words);
}

/* An address in pointed brackets holds neither these nor line ends. */
static void add_address(gp_buf *out, gp_str address)
{
    gp_buf_add_byte(out, '<');
    for (size_t i = 0; i < address.size; i++) {
        unsigned char byte = (unsigned char)address.data[i];
        if (byte <= ' ' || byte == '<' || byte == '>' || byte == '\\' || byte == 0x7F)
            gp_buf_printf(out, "%%%02X", byte);
        else
            gp_buf_add_byte(out, address.data[i]);
    }
    gp_buf_add_byte(out, '>');
}

/* A link to the old site by its path alone. */
static gp_str of_ours(const gp_html_run *run, gp_str address)
{
    static const char *const schemes[] = {"https://", "http://", "//"};
    gp_str host = run->options->old_host;

    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0] && host.size > 0; i++) {
        gp_str scheme = gp_str_of(schemes[i]);
        gp_str rest = gp_str_slice(address, scheme.size, address.size);
        if (!gp_str_starts(address, scheme) || !gp_str_starts(rest, host))
            continue;
        rest = gp_str_slice(rest, host.size, rest.size);
        if (rest.size == 0)
            return GP_STR("/");
        if (rest.data[0] == '/' || rest.data[0] == '#')
            return rest;
    }
    return address;
}

static void add_link(gp_html_run *run, const GumboNode *node)
{
    gp_str address = gp_html_attribute(node, "href");
    gp_buf inner;
    bool before, after;

    if (gp_html_permalink(node))
        return;
    if (address.size == 0 || run->link) {
        add_children(run, node);
        return;
    }
    run->link = true;
    add_inner(run, node, &inner, &before, &after);
    run->link = false;
    run->gap |= before;
    if (without_first(&inner).size > 0) {
        close_gap(run);
        gp_buf_add_byte(run->out, '[');
        gp_buf_add(run->out, without_first(&inner));
        gp_buf_add_text(run->out, "](");
        add_address(run->out, of_ours(run, address));
        gp_buf_add_byte(run->out, ')');
    }
    run->gap |= after;
    gp_buf_clear(&inner);
}

/* An uploaded image by the name of the file that it will be fetched into. */
static gp_str image_name(const gp_html_run *run, gp_str address)
{
    const gp_html_markdown_options *options = run->options;
    gp_str uploads = GP_STR("/wp-content/uploads/");
    size_t start = gp_str_find(address, uploads, 0);
    gp_buf name;
    gp_str made;

    if (options->images == NULL || start == address.size)
        return address;
    for (size_t i = 0; i < options->images->count; i++) {
        if (gp_str_equal(options->images->items[i], address))
            return options->names->items[i];
    }
    gp_buf_init(&name, WORDS_LIMIT);
    gp_buf_add_text(&name, "images/");
    for (size_t i = start + uploads.size; i < address.size && address.data[i] != '?'; i++)
        gp_buf_add_byte(&name, address.data[i] == '/' ? '-' : address.data[i]);
    made = gp_arena_take(options->memory, &name);
    gp_buf_clear(&name);
    if (!gp_str_list_add(options->memory, options->images,
                         gp_arena_copy(options->memory, address)) ||
        !gp_str_list_add(options->memory, options->names, made))
        return address;
    return made;
}

static void add_image(gp_html_run *run, const GumboNode *node)
{
    gp_str source = gp_html_attribute(node, "src");

    if (source.size == 0 || gp_str_starts(source, GP_STR("data:")))
        return;
    source = image_name(run, source);
    close_gap(run);
    gp_buf_add_text(run->out, "![");
    gp_html_escape(run->out, gp_html_attribute(node, "alt"));
    gp_buf_add_text(run->out, "](");
    add_address(run->out, of_ours(run, source));
    gp_buf_add_byte(run->out, ')');
}

static void add_break(gp_html_run *run)
{
    if (run->one_line || line_begins(run->out)) {
        run->gap = true;
        return;
    }
    gp_buf_add_text(run->out, "\\\n");
    run->gap = false;
}

bool gp_html_inline(const GumboNode *node)
{
    if (node->type != GUMBO_NODE_ELEMENT)
        return true;
    switch (node->v.element.tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_ABBR:
    case GUMBO_TAG_ACRONYM:
    case GUMBO_TAG_B:
    case GUMBO_TAG_BDI:
    case GUMBO_TAG_BDO:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_BR:
    case GUMBO_TAG_CITE:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_DATA:
    case GUMBO_TAG_DEL:
    case GUMBO_TAG_DFN:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_INS:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_LABEL:
    case GUMBO_TAG_MARK:
    case GUMBO_TAG_Q:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SAMP:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_SUB:
    case GUMBO_TAG_SUP:
    case GUMBO_TAG_TIME:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_U:
    case GUMBO_TAG_VAR:
    case GUMBO_TAG_WBR:
        return true;
    default:
        return false;
    }
}

static void add_element(gp_html_run *run, const GumboNode *node)
{
    switch (node->v.element.tag) {
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_B:
        add_marked(run, node, "**", &run->strong);
        break;
    case GUMBO_TAG_EM:
    case GUMBO_TAG_I:
        add_marked(run, node, "*", &run->em);
        break;
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_SAMP:
    case GUMBO_TAG_TT:
        add_code(run, node);
        break;
    case GUMBO_TAG_A:
        add_link(run, node);
        break;
    case GUMBO_TAG_IMG:
        add_image(run, node);
        break;
    case GUMBO_TAG_BR:
        add_break(run);
        break;
    default:
        run->gap |= !gp_html_inline(node); /* a block in a line: its words, apart */
        add_children(run, node);
        run->gap |= !gp_html_inline(node);
    }
}

void gp_html_run_add(gp_html_run *run, const GumboNode *node)
{
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
        node->type == GUMBO_NODE_CDATA) {
        add_text(run, gp_str_of(node->v.text.text));
        return;
    }
    if (node->type != GUMBO_NODE_ELEMENT || run->depth > DEPTH_MAX || gp_html_ignored(node))
        return;
    run->depth++;
    add_element(run, node);
    run->depth--;
}
