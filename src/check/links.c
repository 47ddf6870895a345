/* links.c - an article's links and images, and whether what they lead to is there.
 *
 * The reader's HTML says where links lead but not on which line they stand; so the Markdown is parsed a
 * second time, and the tree's links are looked for in the lines of their block.
 */
#include "check/lint.h"

#include "base/html.h"
#include "content/citation.h"
#include "content/front_matter.h"
#include "content/link.h"
#include "content/markdown_ast.h"

#include <stdlib.h>

#define ADDRESS_MAX ((size_t)8192)

/* Pages of the server that are no articles; below those with a slash at the end are more. */
static const char *const pages[] = {"",
                                    "search",
                                    "browse/",
                                    "a",
                                    "api/",
                                    "assets/",
                                    "feed.atom",
                                    "embed.js",
                                    "feed.json",
                                    "llms.txt",
                                    "robots.txt",
                                    "opensearch.xml",
                                    "sitemap.xml",
                                    "openapi.json",
                                    "desk/",
                                    "favicon.ico"};

/* ---- what can be pointed to ----------------------------------------------------------------- */

static gp_str trim_slashes(gp_str path)
{
    while (gp_str_starts(path, GP_STR("/")))
        path = gp_str_slice(path, 1, path.size);
    while (gp_str_ends(path, GP_STR("/")))
        path.size--;
    return path;
}

static gp_target *add_target(gp_lint *lint, const gp_document *document, gp_str slug, gp_str anchor)
{
    gp_target *target = GP_VEC_PUSH(lint->arena, &lint->targets);

    if (target != NULL)
        *target = (gp_target){.slug = gp_arena_copy(lint->arena, slug),
                              .anchor = gp_arena_copy(lint->arena, anchor),
                              .published = document->status == GP_PUBLISHED,
                              .audience = document->audience,
                              .path = lint->path,
                              .line = 1};
    return target;
}

static void add_section_target(gp_lint *lint, const gp_document *document,
                               const gp_section *section, gp_str anchor, bool alias)
{
    gp_target *target = add_target(lint, document, document->slug, anchor);

    if (target == NULL)
        return;
    target->alias = alias;
    target->audience = gp_section_audience(document, section);
    target->line = section->line;
}

/* "old-slug#old-anchor": the old article shows where it went. */
static void add_old_target(gp_lint *lint, const gp_document *document, const gp_section *section,
                           gp_str alias)
{
    gp_str slug, anchor;
    gp_target *target;

    if (!gp_alias_parts(alias, &slug, &anchor) || gp_document_called(document, slug)) {
        add_section_target(lint, document, section,
                           gp_alias_parts(alias, &slug, &anchor) ? anchor : alias, true);
        return;
    }
    target = add_target(lint, document, slug, anchor);
    if (target == NULL)
        return;
    target->alias = true;
    target->audience = gp_section_audience(document, section);
    target->line = section->line;
}

void gp_lint_targets(gp_lint *lint, const gp_document *document)
{
    gp_target *target = add_target(lint, document, document->slug, GP_STR(""));

    if (target != NULL && gp_reader_wants_lines(lint->path) && document->sections.count > 0)
        target->line = document->sections.items[0].line;
    for (size_t i = 0; i < document->aliases.count; i++) {
        target = add_target(lint, document, trim_slashes(document->aliases.items[i]), GP_STR(""));
        if (target != NULL)
            target->alias = true;
    }
    for (size_t i = 0; i < document->sections.count; i++) {
        const gp_section *section = &document->sections.items[i];
        if (section->anchor.size > 0)
            add_section_target(lint, document, section, section->anchor, false);
        for (size_t j = 0; j < section->aliases.count; j++)
            add_old_target(lint, document, section, section->aliases.items[j]);
    }
}

/* ---- what points ---------------------------------------------------------------------------- */

static gp_str decoded(gp_lint *lint, gp_str part)
{
    gp_buf buf;
    gp_str text;

    gp_buf_init(&buf, ADDRESS_MAX);
    gp_url_add_decoded(&buf, part, false);
    text = gp_arena_take(lint->arena, &buf);
    gp_buf_clear(&buf);
    return text;
}

void gp_lint_point(gp_lint *lint, gp_rule rule, gp_str id, gp_audience audience, gp_str path,
                   size_t line)
{
    size_t hash = gp_str_find_byte(id, '#', 0);
    gp_pointer *pointer = GP_VEC_PUSH(lint->arena, &lint->pointers);

    if (pointer == NULL)
        return;
    *pointer = (gp_pointer){.rule = rule, .audience = audience, .path = path, .line = line};
    pointer->address = gp_arena_copy(lint->arena, id);
    pointer->slug = gp_str_slice(pointer->address, 0, hash);
    pointer->anchor = gp_str_slice(pointer->address, hash + 1, id.size);
}

static bool is_page(gp_str path)
{
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        gp_str page = gp_str_of(pages[i]);
        if (gp_str_equal(path, page) ||
            (gp_str_ends(page, GP_STR("/")) &&
             (gp_str_starts(path, page) ||
              gp_str_equal(path, gp_str_slice(page, 0, page.size - 1)))))
            return true;
    }
    return false;
}

/* The link's fragment without the browser's own part, ":~:text=...". */
static gp_str fragment_of(gp_str target, size_t hash)
{
    gp_str fragment = gp_str_slice(target, hash + 1, target.size);

    return gp_str_slice(fragment, 0, gp_str_find(fragment, GP_STR(":~:"), 0));
}

/* "/a/slug#x", "/old/address", "#x". */
static void point_inside(gp_lint *lint, const gp_document *document, gp_str target, gp_str address,
                         gp_audience audience, size_t line)
{
    size_t hash = gp_str_find_byte(target, '#', 0);
    gp_str path = gp_str_slice(target, 0, gp_str_find_byte(target, '?', 0));
    gp_str slug;
    gp_pointer *pointer;

    path = gp_str_slice(path, 0, hash);
    slug = path.size > 0 ? decoded(lint, trim_slashes(path)) : document->slug;
    if (path.size > 0 && is_page(slug))
        return;
    if (gp_str_starts(slug, GP_STR("a/"))) {
        slug = gp_str_slice(slug, 2, slug.size);
        if (gp_str_ends(slug, GP_STR(".md")))
            slug = gp_str_slice(slug, 0, slug.size - 3);
        slug = gp_str_slice(slug, 0, gp_str_find_byte(slug, '/', 0)); /* an article's image */
    }
    pointer = GP_VEC_PUSH(lint->arena, &lint->pointers);
    if (pointer == NULL)
        return;
    *pointer = (gp_pointer){.rule = GP_RULE_BROKEN_LINK,
                            .slug = gp_arena_copy(lint->arena, slug),
                            .anchor = decoded(lint, fragment_of(target, hash)),
                            .address = gp_arena_copy(lint->arena, address),
                            .audience = audience,
                            .path = lint->path,
                            .line = line};
}

/* ---- the article's tree --------------------------------------------------------------------- */

typedef struct walk {
    gp_lint *lint;
    const gp_document *document;
    const gp_source *source;
    size_t fixed_line; /* of a page whose Markdown was made from HTML; else 0 */
} walk;

/* The line where `words` stand first in the block of `node`. */
static size_t line_of(const walk *w, const gp_node *node, gp_str words)
{
    const gp_source *source = w->source;
    const gp_node *block = node;
    size_t first = node->first_line > 0 ? node->first_line - 1 : 0;

    if (w->fixed_line > 0)
        return w->fixed_line;
    while (block->parent != NULL && block->type >= GP_NODE_TEXT)
        block = block->parent;
    for (size_t i = first; i < block->last_line && i < source->count; i++) {
        if (gp_str_find(source->lines[i], words, 0) < source->lines[i].size)
            return source->first_line + i;
    }
    return source->first_line + first;
}

static gp_audience audience_at(const walk *w, size_t line)
{
    const gp_section_list *sections = &w->document->sections;
    size_t i = sections->count;

    while (i > 1 && sections->items[i - 1].line > line)
        i--;
    return i > 0 ? gp_section_audience(w->document, &sections->items[i - 1])
                 : w->document->audience;
}

static void take_link(const walk *w, const gp_node *node)
{
    gp_lint *lint = w->lint;
    size_t line = line_of(w, node, node->text);
    const char *mend, *wrong;
    gp_str target;
    gp_link link = gp_link_check(node->text, &lint->scratch, &target);

    if (link == GP_LINK_REFUSED)
        return; /* the reader has told it */
    if (link == GP_LINK_LOCAL && (target.data[0] == '/' || target.data[0] == '#')) {
        point_inside(lint, w->document, target, node->text, audience_at(w, line), line);
        return;
    }
    wrong = gp_outside_wrong(node->text, &mend);
    if (wrong == NULL)
        return;
    gp_lint_tell(lint, GP_RULE_EXTERNAL_LINK, lint->path, line, mend, "the address %.*s %s",
                 GP_STR_ARGS(gp_str_slice(node->text, 0, 200)), wrong);
    if (gp_lint_is_markdown(lint))
        gp_mend_address(lint, node->text);
}

static bool has_words(const gp_node *parent)
{
    for (const gp_node *node = parent->child; node != NULL; node = node->next) {
        if ((node->type == GP_NODE_TEXT || node->type == GP_NODE_CODE)
                ? gp_str_trim(node->text).size > 0
                : has_words(node))
            return true;
    }
    return false;
}

static void walk_nodes(const walk *w, const gp_node *parent)
{
    for (const gp_node *node = parent->child; node != NULL; node = node->next) {
        if (node->type == GP_NODE_LINK)
            take_link(w, node);
        if (node->type == GP_NODE_IMAGE && !has_words(node))
            gp_lint_tell(w->lint, GP_RULE_IMAGE_ALT, w->lint->path, line_of(w, node, node->text),
                         "say between the [ ] what the picture tells",
                         "the image %.*s has no description",
                         GP_STR_ARGS(gp_str_slice(node->text, 0, 200)));
        walk_nodes(w, node);
    }
}

/* cmark would take "[^1]: <https://...>" for a link's definition: only what stands behind is parsed. */
static void open_citations(gp_source *source)
{
    for (size_t i = 0; i < source->count; i++) {
        gp_str line = source->lines[i];
        size_t end = gp_str_find(line, GP_STR("]:"), 0);
        if (gp_citation_candidate(line) && end < line.size)
            source->lines[i] = gp_str_slice(line, end + 2, line.size);
    }
}

static void walk_markdown(gp_lint *lint, const gp_document *document, gp_str markdown,
                          size_t first_line, size_t fixed_line)
{
    gp_source source;
    walk w = {lint, document, &source, fixed_line};
    gp_node *root = NULL;
    size_t bad;
    gp_status status = gp_source_split(markdown, first_line, &lint->scratch, &source, NULL);

    if (status == GP_OK) {
        open_citations(&source);
        status = gp_ast_parse(GP_STR(""), &source, source.count, &lint->scratch, &root, &bad);
    }
    if (status == GP_OK)
        walk_nodes(&w, root);
    else if (status == GP_NO_MEMORY)
        lint->arena->failed = true;
    gp_arena_reset(&lint->scratch);
}

void gp_lint_links(gp_lint *lint, const gp_document *document)
{
    gp_front_matter parts;

    if (gp_lint_is_markdown(lint)) {
        if (gp_front_matter_split(lint->source, &parts, NULL) == GP_OK)
            walk_markdown(lint, document, parts.body, parts.body_line, 0);
        return;
    }
    for (size_t i = 0; i < document->sections.count; i++) {
        const gp_section *section = &document->sections.items[i];
        if (section->markdown.size > 0)
            walk_markdown(lint, document, section->markdown, 1, section->line);
    }
}
