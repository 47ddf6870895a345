#include "content/html_page.h"

#include "base/clock.h"
#include "content/html_markdown.h"
#include "content/markdown.h"

#include <stdint.h>
#include <string.h>

enum {
    DEPTH_MAX = 256,
    TREE_LIMIT = 48 << 20,
    MARKDOWN_LIMIT = 4 << 20,
    WORDS_LIMIT = 1 << 16
};

/* Finds something in a tree; stops at the first true. */
typedef bool test_fn(const GumboNode *element, const void *context);

static const GumboNode *find(const GumboNode *node, test_fn *test, const void *context, int depth)
{
    const GumboNode *found = NULL;

    if (node == NULL || node->type != GUMBO_NODE_ELEMENT || depth > DEPTH_MAX)
        return NULL;
    if (test(node, context))
        return node;
    for (unsigned i = 0; i < node->v.element.children.length && found == NULL; i++)
        found = find(node->v.element.children.data[i], test, context, depth + 1);
    return found;
}

static bool has_tag(const GumboNode *element, const void *context)
{
    return element->v.element.tag == *(const GumboTag *)context;
}

static const GumboNode *find_tag(const GumboNode *root, GumboTag tag)
{
    return find(root, has_tag, &tag, 0);
}

/* ---- the main content ----------------------------------------------------------------------- */

static bool has_main_role(const GumboNode *element, const void *context)
{
    (void)context;
    return gp_html_is(element, GUMBO_TAG_MAIN) ||
           gp_str_equal(gp_html_attribute(element, "role"), GP_STR("main"));
}

static bool has_name(const GumboNode *element, const void *context)
{
    const char *name = context;

    return gp_str_equal(gp_html_attribute(element, "id"), gp_str_of(name)) ||
           gp_html_has_class(element, name);
}

static bool has_words(const GumboNode *node)
{
    gp_buf words;
    bool any;

    gp_buf_init(&words, WORDS_LIMIT);
    gp_html_add_words(&words, node);
    any = gp_str_trim(gp_buf_str(&words)).size > 0;
    gp_buf_clear(&words);
    return any;
}

static const GumboNode *main_of(const GumboNode *body)
{
    static const char *const names[] = {"entry-content",   "post-content", "article-content",
                                        "markdown-body",   "main-content", "mw-content-text",
                                        "documentwrapper", "content"};
    const GumboNode *found = find(body, has_main_role, NULL, 0);

    if (found == NULL || !has_words(found))
        found = find_tag(body, GUMBO_TAG_ARTICLE);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (found != NULL && has_words(found))
            return found;
        found = find(body, has_name, names[i], 0);
    }
    return found != NULL && has_words(found) ? found : body;
}

/* ---- the head ------------------------------------------------------------------------------- */

static bool is_meta(const GumboNode *element, const void *context)
{
    const char *name = context;

    return gp_html_is(element, GUMBO_TAG_META) &&
           (gp_str_equal_nocase(gp_html_attribute(element, "name"), gp_str_of(name)) ||
            gp_str_equal_nocase(gp_html_attribute(element, "property"), gp_str_of(name)));
}

static gp_str meta_of(const GumboNode *root, const char *name)
{
    const GumboNode *meta = find(root, is_meta, name, 0);

    return meta != NULL ? gp_html_attribute(meta, "content") : (gp_str){NULL, 0};
}

static gp_str words_of(const GumboNode *node, gp_arena *arena)
{
    gp_buf words;
    gp_str text = {NULL, 0};

    gp_buf_init(&words, WORDS_LIMIT);
    if (node != NULL)
        gp_html_add_words(&words, node);
    if (words.status == GP_OK)
        text = gp_str_trim(gp_arena_take(arena, &words));
    else if (words.status == GP_NO_MEMORY)
        arena->failed = true;
    gp_buf_clear(&words);
    return text;
}

static gp_str head_words(const GumboNode *root, gp_arena *arena)
{
    const GumboNode *title = find_tag(root, GUMBO_TAG_TITLE);

    return words_of(title != NULL && title->v.element.children.length > 0
                        ? title->v.element.children.data[0]
                        : NULL,
                    arena);
}

/* <title> without the site's name behind it: `site` where that is known. */
static gp_str title_of_head(gp_str text, gp_str site)
{
    static const char *const signs[] = {" | ", " \xE2\x80\x94 ", " \xC2\xBB ", " \xC2\xB7 "};

    if (site.size > 0 && gp_str_ends(text, site)) {
        text = gp_str_trim(gp_str_slice(text, 0, text.size - site.size));
        while (text.size > 0 && strchr("-|:", text.data[text.size - 1]) != NULL)
            text = gp_str_trim(gp_str_slice(text, 0, text.size - 1));
    }
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t at = gp_str_find(text, gp_str_of(signs[i]), 0);
        if (at > 0 && at < text.size)
            return gp_str_slice(text, 0, at);
    }
    return text;
}

static size_t count_h1(const GumboNode *node, int depth)
{
    size_t count = gp_html_is(node, GUMBO_TAG_H1);

    if (node->type != GUMBO_NODE_ELEMENT || depth > DEPTH_MAX)
        return count;
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        count += count_h1(node->v.element.children.data[i], depth + 1);
    return count;
}

/* The H1 that is the article's title; NULL where <title> knows it better. Of several H1 the first is a
 * section's when <title> does not say it; one outside the content is the site's name, then in `*site`,
 * when <title> says it last, behind something else. */
static const GumboNode *heading_of(const GumboNode *root, const GumboNode *body,
                                   const GumboNode *content, gp_arena *arena, gp_str *site)
{
    const GumboNode *heading = find_tag(content, GUMBO_TAG_H1);
    gp_str title = head_words(root, arena);
    gp_str words;

    *site = (gp_str){NULL, 0};
    if (heading != NULL) {
        words = words_of(heading, arena);
        return title.size > 0 && gp_str_find(title, words, 0) == title.size &&
                       count_h1(content, 0) > 1
                   ? NULL
                   : heading;
    }
    heading = find_tag(body, GUMBO_TAG_H1);
    words = heading != NULL ? words_of(heading, arena) : words_of(NULL, arena);
    if (words.size == 0 || words.size >= title.size || !gp_str_ends(title, words))
        return heading;
    *site = words;
    return NULL;
}

/* "2026-09-14T08:00:00Z" to its date. */
static gp_str date_of(gp_str moment)
{
    int32_t day;
    gp_str date = gp_str_slice(moment, 0, moment.size < 10 ? moment.size : 10);

    return gp_date_parse(date, &day) ? date : (gp_str){NULL, 0};
}

static void read_head(const GumboNode *root, const GumboNode *heading, gp_str site, gp_arena *arena,
                      gp_document *document)
{
    gp_str robots = meta_of(root, "robots");

    document->title = words_of(heading, arena);
    if (document->title.size == 0)
        document->title = gp_arena_copy(arena, meta_of(root, "og:title"));
    if (document->title.size == 0)
        document->title = title_of_head(head_words(root, arena), site);
    document->lang = gp_arena_copy(arena, gp_html_attribute(root, "lang"));
    document->summary = gp_arena_copy(arena, meta_of(root, "description"));
    document->date = gp_arena_copy(arena, date_of(meta_of(root, "article:published_time")));
    document->updated = gp_arena_copy(arena, date_of(meta_of(root, "article:modified_time")));
    if (gp_str_find(robots, GP_STR("noindex"), 0) < robots.size)
        document->status = GP_DRAFT;
}

/* ---- the page ------------------------------------------------------------------------------- */

/* Lines of the Markdown become the page's. */
static void name_lines(const gp_line_pairs *pairs, gp_document *document, gp_problem_list *problems)
{
    for (size_t i = 0; i < document->sections.count; i++) {
        gp_section *section = &document->sections.items[i];
        section->line = gp_line_of_source(pairs, section->line);
    }
    for (size_t i = 0; i < problems->count; i++)
        problems->items[i].line = gp_line_of_source(pairs, problems->items[i].line);
}

static gp_status read_body(const GumboNode *root, gp_arena *arena, gp_document *document,
                           gp_problem_list *problems, gp_error *error)
{
    const GumboNode *body = find_tag(root, GUMBO_TAG_BODY);
    const GumboNode *content = main_of(body != NULL ? body : root);
    gp_str site;
    const GumboNode *heading = heading_of(root, body != NULL ? body : root, content, arena, &site);
    gp_html_markdown_options options = {.title = heading};
    gp_line_pairs pairs;
    gp_buf markdown;
    gp_status status;
    gp_str text;

    read_head(root, heading, site, arena, document);
    if (document->status != GP_PUBLISHED)
        return arena->failed ? GP_NO_MEMORY : GP_OK;
    gp_buf_init(&markdown, MARKDOWN_LIMIT);
    gp_html_markdown(content, &options, arena, &markdown, &pairs);
    status = markdown.status;
    text = status == GP_OK ? gp_arena_take(arena, &markdown) : (gp_str){NULL, 0};
    gp_buf_clear(&markdown);
    if (status == GP_TOO_LARGE)
        return gp_error_set(error, GP_INVALID, "swells too much; split the page");
    if (status != GP_OK || arena->failed)
        return GP_NO_MEMORY;
    status = gp_markdown_read(text, 1, arena, document, problems, error);
    if (status == GP_OK)
        name_lines(&pairs, document, problems);
    return status;
}

gp_status gp_html_page_read(gp_str source, gp_arena *arena, gp_document *document,
                            gp_problem_list *problems, gp_error *error)
{
    const GumboNode *root;
    gp_arena tree;
    gp_status status;

    gp_arena_init(&tree, TREE_LIMIT);
    status = gp_html_parse(source, &tree, &root, error);
    if (status == GP_OK)
        status = read_body(root, arena, document, problems, error);
    gp_arena_clear(&tree);
    return status;
}
