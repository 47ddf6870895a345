#include "content/wordpress.h"

#include "content/html_markdown.h"

#define TREE_LIMIT ((size_t)64 << 20)
#define TEXT_LIMIT ((size_t)16 << 20)

/* ---- shortcodes ----------------------------------------------------------------------------- */

static bool name_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '-';
}

typedef struct shortcode {
    gp_str name;
    size_t end; /* behind its bracket */
    bool closing;
    bool attributes;
} shortcode;

/* "[name ...]", "[name]" or "[/name]" at text[at]; false for any other bracket. */
static bool shortcode_at(gp_str text, size_t at, shortcode *found)
{
    size_t start = at + 1;
    size_t end;

    found->closing = start < text.size && text.data[start] == '/';
    start += found->closing;
    end = start;
    while (end < text.size && name_letter(text.data[end]))
        end++;
    if (end == start || end == text.size ||
        (text.data[end] != ' ' && text.data[end] != ']' && text.data[end] != '/'))
        return false;
    found->name = gp_str_slice(text, start, end);
    found->end = gp_str_find_byte(text, ']', end);
    if (found->end == text.size || gp_str_find_byte(text, '\n', end) < found->end)
        return false;
    found->attributes =
        gp_str_find_byte(gp_str_slice(text, end, found->end), '=', 0) < found->end - end;
    found->end++;
    return true;
}

/* WordPress knows its shortcodes by name; we know a bracket for one by its attributes, by its closing
 * bracket, or by the names that WordPress brings along. "[sic]" is none. */
static bool is_shortcode(gp_str text, const shortcode *found, gp_arena *arena)
{
    static const char *const own[] = {"caption", "gallery",  "embed",     "audio",
                                      "video",   "playlist", "wp_caption"};
    gp_str close;

    if (found->closing || found->attributes)
        return true;
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (gp_str_equal(found->name, gp_str_of(own[i])))
            return true;
    }
    close = gp_arena_printf(arena, "[/%.*s]", GP_STR_ARGS(found->name));
    return gp_str_find(text, close, found->end) < text.size;
}

static gp_status note(gp_str_list *dropped, gp_str name, gp_arena *arena)
{
    for (size_t i = 0; i < dropped->count; i++) {
        if (gp_str_equal(dropped->items[i], name))
            return GP_OK;
    }
    name = gp_arena_copy(arena, name);
    return name.data != NULL && gp_str_list_add(arena, dropped, name) ? GP_OK : GP_NO_MEMORY;
}

/* The address between "[embed]" and "[/embed]" as a link. */
static size_t add_embed(gp_str text, const shortcode *open, gp_buf *out)
{
    size_t end = gp_str_find(text, GP_STR("[/embed]"), open->end);
    gp_str address = gp_str_trim(gp_str_slice(text, open->end, end));

    if (end == text.size || gp_str_find_byte(address, '"', 0) < address.size ||
        gp_str_find_byte(address, '<', 0) < address.size)
        return open->end;
    gp_buf_add_text(out, "<a href=\"");
    gp_buf_add(out, address);
    gp_buf_add_text(out, "\">");
    gp_buf_add(out, address);
    gp_buf_add_text(out, "</a>");
    return end + sizeof "[/embed]" - 1;
}

/* The words of captions stay, embeds become links, others go; "[[name]]" is how one is written about. */
static gp_status expand_shortcodes(gp_str text, const gp_wordpress_options *options,
                                   gp_arena *arena, gp_buf *out)
{
    gp_status status = GP_OK;
    size_t at = 0;

    while (at < text.size && status == GP_OK) {
        size_t open = gp_str_find_byte(text, '[', at);
        shortcode found;
        gp_buf_add(out, gp_str_slice(text, at, open));
        at = open;
        if (open == text.size)
            break;
        if (open + 1 < text.size && text.data[open + 1] == '[' &&
            shortcode_at(text, open + 1, &found) && found.end < text.size &&
            text.data[found.end] == ']') {
            gp_buf_add(out, gp_str_slice(text, open + 1, found.end));
            at = found.end + 1;
        } else if (!shortcode_at(text, open, &found) || !is_shortcode(text, &found, arena)) {
            gp_buf_add_byte(out, '[');
            at = open + 1;
        } else if (gp_str_equal(found.name, GP_STR("embed")) && !found.closing) {
            at = add_embed(text, &found, out);
        } else {
            bool caption = gp_str_ends(found.name, GP_STR("caption"));
            gp_buf_add_text(out, caption && !found.closing ? "<figure>"
                                 : caption                 ? "</figure>"
                                                           : "");
            status = caption ? GP_OK : note(options->dropped, found.name, options->memory);
            at = found.end;
        }
    }
    return status;
}

/* ---- paragraphs ----------------------------------------------------------------------------- */

static bool begins_block(gp_str chunk)
{
    static const char *const tags[] = {
        "<p",          "<div",    "<h1",      "<h2",     "<h3",    "<h4",    "<h5",
        "<h6",         "<ul",     "<ol",      "<li",     "<dl",    "<dt",    "<dd",
        "<table",      "<thead",  "<tbody",   "<tr",     "<td",    "<th",    "<pre",
        "<blockquote", "<figure", "<section", "<hr",     "<form",  "<!--",   "</",
        "<article",    "<aside",  "<header",  "<footer", "<style", "<script"};

    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        gp_str tag = gp_str_of(tags[i]);
        if (gp_str_equal_nocase(gp_str_slice(chunk, 0, tag.size), tag))
            return true;
    }
    return false;
}

/* Text between blank lines is a paragraph, its line ends are breaks. */
static void add_chunk(gp_buf *out, gp_str chunk)
{
    gp_str line;
    bool first = true;

    chunk = gp_str_trim(chunk);
    if (chunk.size == 0)
        return;
    if (begins_block(chunk)) {
        gp_buf_add(out, chunk);
        gp_buf_add_text(out, "\n");
        return;
    }
    gp_buf_add_text(out, "<p>");
    while (gp_str_next(&chunk, '\n', &line)) {
        gp_buf_add_text(out, first ? "" : "<br>\n");
        gp_buf_add(out, line);
        first = false;
    }
    gp_buf_add_text(out, "</p>\n");
}

static size_t blank_line(gp_str text, size_t from)
{
    for (size_t at = gp_str_find_byte(text, '\n', from); at < text.size;
         at = gp_str_find_byte(text, '\n', at + 1)) {
        size_t next = at + 1;
        while (next < text.size &&
               (text.data[next] == ' ' || text.data[next] == '\t' || text.data[next] == '\r'))
            next++;
        if (next < text.size && text.data[next] == '\n')
            return at;
    }
    return text.size;
}

/* As wpautop does it: nothing inside <pre> is touched, and a text made of block comments needs none. */
static void add_paragraphs(gp_buf *out, gp_str text)
{
    size_t at = 0;

    if (gp_str_find(text, GP_STR("<!-- wp:"), 0) < text.size) {
        gp_buf_add(out, text);
        return;
    }
    while (at < text.size) {
        size_t pre = gp_str_find(text, GP_STR("<pre"), at);
        size_t end = blank_line(text, at);
        if (pre <= at + 1 || pre < end) {
            add_chunk(out, gp_str_slice(text, at, pre));
            end = gp_str_find(text, GP_STR("</pre>"), pre);
            end = end < text.size ? end + sizeof "</pre>" - 1 : end;
            gp_buf_add(out, gp_str_slice(text, pre, end));
            gp_buf_add_byte(out, '\n');
        } else {
            add_chunk(out, gp_str_slice(text, at, end));
        }
        at = end < text.size ? end + (text.data[end] == '\n') : end;
    }
}

/* ---- all ------------------------------------------------------------------------------------ */

static gp_status convert(gp_str html, const gp_wordpress_options *options, gp_arena *arena,
                         gp_buf *markdown, gp_error *error)
{
    gp_html_markdown_options writing = {.old_host = options->host,
                                        .memory = options->memory,
                                        .images = options->images,
                                        .names = options->names};
    const GumboNode *root;
    gp_arena tree;
    gp_status status;

    gp_arena_init(&tree, TREE_LIMIT);
    status = gp_html_parse(html, &tree, &root, error);
    if (status == GP_OK)
        gp_html_markdown(root, &writing, arena, markdown, NULL);
    gp_arena_clear(&tree);
    return status == GP_OK ? markdown->status : status;
}

gp_status gp_wordpress_markdown(gp_str content, const gp_wordpress_options *options,
                                gp_arena *arena, gp_buf *markdown, gp_error *error)
{
    gp_buf expanded, html;
    gp_status status;

    gp_buf_init(&expanded, TEXT_LIMIT);
    gp_buf_init(&html, TEXT_LIMIT);
    status = expand_shortcodes(content, options, arena, &expanded);
    if (status == GP_OK)
        status = expanded.status;
    if (status == GP_OK)
        add_paragraphs(&html, gp_buf_str(&expanded));
    if (status == GP_OK)
        status = html.status;
    if (status == GP_OK)
        status = convert(gp_buf_str(&html), options, arena, markdown, error);
    gp_buf_clear(&expanded);
    gp_buf_clear(&html);
    return status == GP_OK && (arena->failed || options->memory->failed) ? GP_NO_MEMORY : status;
}

gp_status gp_wordpress_words(gp_str html, const gp_wordpress_options *options, gp_arena *arena,
                             gp_buf *words)
{
    const GumboNode *root;
    gp_arena tree;
    gp_buf expanded;
    gp_status status;

    gp_arena_init(&tree, TREE_LIMIT);
    gp_buf_init(&expanded, TEXT_LIMIT);
    status = expand_shortcodes(html, options, arena, &expanded);
    if (status == GP_OK)
        status = expanded.status;
    if (status == GP_OK)
        status = gp_html_parse(gp_buf_str(&expanded), &tree, &root, NULL);
    if (status == GP_OK)
        gp_html_add_words(words, root);
    gp_arena_clear(&tree);
    gp_buf_clear(&expanded);
    return status == GP_OK ? words->status : status;
}
