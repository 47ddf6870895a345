/* markdown.c - an article's tree cut into sections at its headings. */
#include "content/markdown.h"

#include "content/anchor.h"
#include "content/block_marks.h"
#include "content/markdown_write.h"

enum {
    HEADINGS_MAX = 4096,
    HEADING_LIMIT = 64 * 1024 /* bytes; no line is longer */
};

typedef struct reading {
    gp_arena *arena;
    gp_document *document; /* NULL for a notice */
    gp_error *error;
    gp_source source;
    gp_node *root;
    gp_tables tables;
    gp_body body;
    gp_markdown_writer writer;
    gp_anchor_list anchors;
    gp_str above[7]; /* the last heading of each level 1..6 that is still open */
    bool titled;     /* the H1 that is the title has been passed */
} reading;

static gp_status no_memory(const reading *r)
{
    return gp_error_set(r->error, GP_NO_MEMORY, "not enough memory");
}

/* ---- headings ------------------------------------------------------------------------------- */

/* The words of a heading: for its anchor as they stand, to be read with single blanks. */
typedef struct heading {
    gp_str words;
    gp_str anchor; /* explicit, or empty */
} heading;

static heading heading_of(reading *r, const gp_node *node)
{
    heading found = {.anchor = {NULL, 0}};
    gp_buf buf;

    gp_buf_init(&buf, HEADING_LIMIT);
    gp_markdown_plain(&r->writer, node, &buf);
    found.words = gp_str_trim(gp_arena_take(r->arena, &buf));
    gp_buf_clear(&buf);
    (void)gp_anchor_explicit(&found.words, &found.anchor);
    return found;
}

static gp_str single_blanks(gp_str text, gp_arena *arena)
{
    gp_buf buf;
    gp_str result;

    gp_buf_init(&buf, HEADING_LIMIT);
    for (size_t i = 0; i < text.size; i++) {
        bool blank = text.data[i] == ' ' || text.data[i] == '\t' || text.data[i] == '\n';
        if (!blank)
            gp_buf_add_byte(&buf, text.data[i]);
        else if (buf.size > 0 && buf.data[buf.size - 1] != ' ')
            gp_buf_add_byte(&buf, ' ');
    }
    result = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return result;
}

/* The headings above a new one of `level`, outermost first; it closes those of its own level. */
static gp_status set_trail(reading *r, int level, gp_section *section)
{
    for (int i = 1; i < level; i++) {
        if (r->above[i].size > 0 && !gp_str_list_add(r->arena, &section->trail, r->above[i]))
            return no_memory(r);
    }
    for (int i = level; i <= 6; i++)
        r->above[i] = (gp_str){NULL, 0};
    r->above[level] = section->heading;
    return GP_OK;
}

/* ---- sections ------------------------------------------------------------------------------- */

static gp_section *last_section(const reading *r)
{
    return &r->document->sections.items[r->document->sections.count - 1];
}

static gp_status finish_section(reading *r)
{
    gp_section *section = last_section(r);
    gp_status status = gp_body_finish(&r->body, &section->html, &section->text);

    if (status == GP_TOO_LARGE)
        return gp_error_set(r->error, GP_INVALID,
                            "line %zu: the section grows too large as a page; split the file",
                            section->line);
    return status == GP_OK ? GP_OK : no_memory(r);
}

static gp_status set_heading(reading *r, const gp_node *node, gp_section *section)
{
    heading found = heading_of(r, node);

    section->heading = single_blanks(found.words, r->arena);
    if (found.anchor.size == 0)
        found.anchor = gp_anchor_of(found.words, r->arena);
    section->anchor = gp_anchor_unique(found.anchor, r->arena, &r->anchors);
    return r->arena->failed ? no_memory(r) : set_trail(r, node->number, section);
}

/* Starts the section of a heading. */
static gp_status start_section(reading *r, const gp_node *node)
{
    gp_section_list *sections = &r->document->sections;
    size_t line = gp_markdown_line(&r->writer, node);
    gp_section *section;

    if (sections->count > HEADINGS_MAX)
        return gp_error_set(r->error, GP_INVALID, "line %zu: more than %d headings; split the file",
                            line, HEADINGS_MAX);
    section = GP_VEC_PUSH(r->arena, sections);
    if (section == NULL)
        return no_memory(r);
    section->level = node->number < 2 ? 2 : node->number;
    section->line = line;
    return set_heading(r, node, section);
}

/* Starts the article's own section. Its anchor is empty, and so no other's may be. */
static gp_status start_article(reading *r)
{
    gp_section *section = GP_VEC_PUSH(r->arena, &r->document->sections);
    gp_anchor *anchor = GP_VEC_PUSH(r->arena, &r->anchors);

    if (section == NULL || anchor == NULL)
        return no_memory(r);
    section->level = 1;
    section->line = r->source.first_line;
    return GP_OK;
}

/* True for the H1 that is the title, standing before all sections. */
static bool is_title(reading *r, const gp_node *node)
{
    gp_str words;

    if (node->number != 1 || r->titled || r->document->sections.count > 1)
        return false;
    words = single_blanks(heading_of(r, node).words, r->arena);
    r->titled = gp_str_equal_nocase(gp_str_trim(r->document->title), words);
    return r->titled;
}

static gp_status read_block(reading *r, const gp_node *node)
{
    gp_status status;

    if (node->type != GP_NODE_HEADING || gp_tables_hold(&r->tables, node)) {
        gp_markdown_write(&r->writer, node);
        return gp_body_status(&r->body) == GP_OK ? GP_OK : finish_section(r);
    }
    if (is_title(r, node))
        return GP_OK;
    status = finish_section(r);
    return status == GP_OK ? start_section(r, node) : status;
}

/* ---- the article ---------------------------------------------------------------------------- */

/* "iop-vs-inpatient" to "Iop vs inpatient". */
static gp_str words_of_path(gp_str path, gp_arena *arena)
{
    gp_str slug = gp_slug_of_path(path, arena);
    char *words = gp_arena_alloc(arena, slug.size + 1);

    if (words == NULL)
        return (gp_str){NULL, 0};
    for (size_t i = 0; i < slug.size; i++)
        words[i] = slug.data[i] == '-' || slug.data[i] == '_' ? ' ' : slug.data[i];
    if (slug.size > 0 && words[0] >= 'a' && words[0] <= 'z')
        words[0] = (char)(words[0] - 'a' + 'A');
    return (gp_str){words, slug.size};
}

static gp_status set_title(reading *r)
{
    const gp_node *node = r->root->child;

    if (r->document->title.size > 0)
        return GP_OK;
    while (node != NULL &&
           (node->type != GP_NODE_HEADING || node->number != 1 || gp_tables_hold(&r->tables, node)))
        node = node->next;
    if (node != NULL)
        r->document->title = single_blanks(heading_of(r, node).words, r->arena);
    if (r->document->title.size == 0)
        r->document->title = words_of_path(r->document->path, r->arena);
    return r->arena->failed ? no_memory(r) : GP_OK;
}

static void warn_of_citations(reading *r)
{
    for (size_t i = 0; i < r->body.citations.count; i++) {
        const gp_citation *citation = &r->body.citations.items[i];
        size_t line = r->source.first_line + citation->line;
        if (citation->label.size == 0)
            gp_body_warn(&r->body, line, "a second source for one citation; the first counts",
                         citation->text);
        else if (citation->number == 0)
            gp_body_warn(&r->body, line, "a source that the text does not refer to",
                         citation->label);
    }
}

/* Gives each section its source lines, and leaves out an article's own section without a word. */
static void set_markdown(reading *r)
{
    gp_section_list *sections = &r->document->sections;
    size_t first = r->source.first_line;

    for (size_t i = 0; i < sections->count; i++) {
        gp_section *section = &sections->items[i];
        size_t next =
            i + 1 < sections->count ? sections->items[i + 1].line - first : r->source.count;
        section->markdown = gp_source_slice(&r->source, section->line - first, next);
    }
    if (sections->count > 1 && sections->items[0].html.size == 0 &&
        r->document->questions.count == 0) {
        sections->items++;
        sections->count--;
        sections->capacity--;
    }
}

static gp_status read_sections(reading *r)
{
    gp_status status = set_title(r);

    if (status == GP_OK)
        status = start_article(r);
    for (const gp_node *node = r->root->child; node != NULL && status == GP_OK; node = node->next)
        status = read_block(r, node);
    if (status != GP_OK)
        return status;
    gp_markdown_write_sources(&r->writer);
    status = finish_section(r);
    warn_of_citations(r);
    set_markdown(r);
    return r->arena->failed ? no_memory(r) : status;
}

/* ---- parsing -------------------------------------------------------------------------------- */

static gp_status parse(reading *r)
{
    size_t bad = 1;
    gp_status status =
        gp_ast_parse(GP_STR(""), &r->source, r->source.count, r->arena, &r->root, &bad);
    size_t line = r->source.first_line + (bad > 0 ? bad - 1 : 0);

    if (status == GP_INVALID)
        return gp_error_set(r->error, status, "line %zu: nested deeper than %d", line,
                            GP_MARKDOWN_DEPTH);
    if (status == GP_TOO_LARGE)
        return gp_error_set(r->error, GP_INVALID,
                            "line %zu: more than %d pieces of markup; split the file", line,
                            GP_AST_NODES_MAX);
    return status == GP_OK ? GP_OK : no_memory(r);
}

/* Sets in_code[i] for the lines of code blocks and raw HTML. */
static void mark_code(const gp_node *parent, bool *in_code, size_t count)
{
    for (const gp_node *node = parent->child; node != NULL; node = node->next) {
        bool code = node->type == GP_NODE_CODE_BLOCK || node->type == GP_NODE_RAW_BLOCK;
        for (size_t line = node->first_line; code && line <= node->last_line && line <= count;
             line++)
            in_code[line > 0 ? line - 1 : 0] = true;
        mark_code(node, in_code, count);
    }
}

/* Takes the definitions out of the lines; then the tree must be made anew. */
static gp_status take_citations(reading *r)
{
    size_t first = 0;
    size_t bad = 0;
    bool *in_code;
    gp_status status;

    while (first < r->source.count && !gp_citation_candidate(r->source.lines[first]))
        first++;
    if (first == r->source.count)
        return GP_OK;
    in_code = gp_arena_alloc(r->arena, r->source.count);
    if (in_code == NULL)
        return no_memory(r);
    mark_code(r->root, in_code, r->source.count);
    status = gp_citations_take(r->source.lines, in_code, r->source.count, r->arena,
                               &r->body.citations, &bad);
    if (status == GP_TOO_LARGE)
        return gp_error_set(r->error, GP_INVALID,
                            "line %zu: more than %d sources, or a source over %d bytes",
                            r->source.first_line + bad, GP_CITATION_MAX, GP_CITATION_SIZE);
    if (status != GP_OK)
        return no_memory(r);
    return r->body.citations.count > 0 ? parse(r) : GP_OK;
}

/* Takes the marks of other generators out of the lines; then the tree must be made anew. */
static gp_status take_block_marks(reading *r)
{
    bool taken = false;
    gp_status status = gp_block_marks_take(&r->source, r->root, &r->body, &taken);

    if (status != GP_OK)
        return no_memory(r);
    if (!taken)
        return GP_OK;
    status = gp_source_check(&r->source, r->error);
    return status == GP_OK ? parse(r) : status;
}

static gp_status open_reading(reading *r, gp_str text, size_t first_line, gp_problem_list *problems)
{
    gp_status status;

    gp_body_init(&r->body, r->arena, r->document, problems);
    status = gp_source_split(text, first_line, r->arena, &r->source, r->error);
    r->writer = (gp_markdown_writer){.body = &r->body, .source = &r->source, .tables = &r->tables};
    if (status == GP_OK)
        status = parse(r);
    if (status == GP_OK && r->document != NULL)
        status = take_block_marks(r);
    if (status == GP_OK && r->document != NULL)
        status = take_citations(r);
    if (status == GP_OK)
        status =
            gp_tables_find(&r->source, r->root, &r->body.citations, r->arena, &r->tables, r->error);
    return status;
}

gp_status gp_markdown_read(gp_str source, size_t first_line, gp_arena *arena, gp_document *document,
                           gp_problem_list *problems, gp_error *error)
{
    reading r = {.arena = arena, .document = document, .error = error};
    gp_status status = open_reading(&r, source, first_line, problems);

    if (status == GP_OK)
        status = read_sections(&r);
    gp_body_clear(&r.body);
    return status;
}

gp_status gp_markdown_html(gp_str source, gp_arena *arena, gp_str *html, gp_error *error)
{
    reading r = {.arena = arena, .error = error};
    gp_status status = open_reading(&r, source, 1, NULL);
    gp_str text;

    *html = (gp_str){NULL, 0};
    if (status == GP_OK) {
        gp_markdown_write(&r.writer, r.root);
        status = gp_body_finish(&r.body, html, &text);
        if (status == GP_TOO_LARGE)
            status = gp_error_set(error, GP_INVALID, "line 1: the text grows too large as a page");
        else if (status != GP_OK)
            status = no_memory(&r);
    }
    gp_body_clear(&r.body);
    return status;
}
