#include "content/add_question.h"

#include "base/json.h"
#include "content/front_matter.h"
#include "content/reader.h"

#include <string.h>

#define LINE_LIMIT   ((size_t)8 << 10)
#define SOURCE_LIMIT ((size_t)1 << 20)
#define READ_LIMIT   ((size_t)64 << 20)
#define TOLD_LIMIT   ((size_t)32 << 20)

enum {
    STEP = 2 /* blanks of indentation that are added for a level */
};

/* ---- lines ---------------------------------------------------------------------------------- */

typedef struct edit {
    gp_arena *arena;
    gp_str source;
    const char *line_end;
    size_t begin, end; /* of the YAML in the source: what stands there may be edited */
} edit;

/* A line of the YAML: bytes [start, next) of the source, its text without the line end. */
typedef struct line {
    size_t start, next;
    gp_str text;
    size_t indent;
} line;

/* The line that begins at `at`; false at the end of the YAML. */
static bool line_at(const edit *self, size_t at, line *out)
{
    size_t end;

    if (at >= self->end)
        return false;
    end = gp_str_find_byte(self->source, '\n', at);
    out->start = at;
    out->next = end < self->end ? end + 1 : self->end;
    out->text = gp_str_slice(self->source, at, end < self->end ? end : self->end);
    if (gp_str_ends(out->text, GP_STR("\r")))
        out->text.size--;
    out->indent = 0;
    while (out->indent < out->text.size && out->text.data[out->indent] == ' ')
        out->indent++;
    return true;
}

static bool says_nothing(const line *at)
{
    return at->indent == at->text.size || at->text.data[at->indent] == '#';
}

/* True for "key:", quoted or not; `*value` is what stands behind it, without a comment that stands alone. */
static bool is_key(const line *at, gp_str key, gp_str *value)
{
    gp_str rest = gp_str_slice(at->text, at->indent, at->text.size);
    char quote = '\0';

    if (rest.size > 0 && (rest.data[0] == '"' || rest.data[0] == '\'')) {
        quote = rest.data[0];
        rest = gp_str_slice(rest, 1, rest.size);
    }
    if (!gp_str_starts(rest, key))
        return false;
    rest = gp_str_slice(rest, key.size, rest.size);
    if (quote != '\0') {
        if (rest.size == 0 || rest.data[0] != quote)
            return false;
        rest = gp_str_slice(rest, 1, rest.size);
    }
    if (rest.size == 0 || rest.data[0] != ':' || (rest.size > 1 && rest.data[1] != ' '))
        return false;
    *value = gp_str_trim(gp_str_slice(rest, 1, rest.size));
    if (value->size > 0 && value->data[0] == '#')
        *value = gp_str_slice(*value, 0, 0);
    return true;
}

/* A key of a mapping and the lines below it. */
typedef struct block {
    line head;
    gp_str value;    /* on the key's own line */
    size_t from, to; /* of the lines below */
    size_t indent;   /* of the first of them that says something; 0: there is none */
    size_t last;     /* behind the last line that says something: where one more belongs */
} block;

static bool is_item(const line *at)
{
    gp_str rest = gp_str_slice(at->text, at->indent, at->text.size);

    return gp_str_equal(rest, GP_STR("-")) || gp_str_starts(rest, GP_STR("- "));
}

/* Fills what is below the key: deeper lines, and items of a list as deep as the key. */
static void measure(const edit *self, block *found)
{
    line below;

    found->from = found->last = found->to = found->head.next;
    found->indent = 0;
    while (line_at(self, found->to, &below)) {
        if (!says_nothing(&below)) {
            if (below.indent < found->head.indent ||
                (below.indent == found->head.indent && !is_item(&below)))
                return;
            if (found->last == found->from)
                found->indent = below.indent;
            found->last = below.next;
        }
        found->to = below.next;
    }
}

/* The key among the lines [from, to) that are `indent` deep. */
static bool find_key(const edit *self, size_t from, size_t to, size_t indent, gp_str key,
                     block *found)
{
    line at;

    for (size_t start = from; start < to && line_at(self, start, &at); start = at.next) {
        if (at.indent != indent || says_nothing(&at) || !is_key(&at, key, &found->value))
            continue;
        found->head = at;
        measure(self, found);
        return true;
    }
    return false;
}

/* ---- writing -------------------------------------------------------------------------------- */

static void add_indent(gp_buf *out, size_t indent)
{
    for (size_t i = 0; i < indent; i++)
        gp_buf_add_byte(out, ' ');
}

/* Double quotes, escapes: JSON's are YAML's. What JSON escapes for pages' sake reads back the same. */
static void add_quoted(gp_buf *out, gp_str text)
{
    gp_json json;

    gp_json_init(&json, out);
    gp_json_text(&json, text);
}

/* An anchor of letters, digits and "-" needs no quotes; others, and words that YAML takes for values, do. */
static void add_anchor(gp_buf *out, gp_str anchor)
{
    static const char *const taken[] = {"true", "false", "yes", "no", "on",
                                        "off",  "null",  "y",   "n"};
    bool plain = anchor.size > 0 && anchor.data[0] >= 'a' && anchor.data[0] <= 'z';

    for (size_t i = 0; i < anchor.size; i++)
        plain = plain && strchr("abcdefghijklmnopqrstuvwxyz0123456789-", anchor.data[i]) != NULL;
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
        plain = plain && !gp_str_equal(anchor, gp_str_of(taken[i]));
    if (plain)
        gp_buf_add(out, anchor);
    else
        add_quoted(out, anchor);
}

/* "questions:" and its item, `indent` deep. */
static void add_questions(gp_buf *out, size_t indent, gp_str question, const char *line_end)
{
    add_indent(out, indent);
    gp_buf_add_text(out, "questions:");
    gp_buf_add_text(out, line_end);
    add_indent(out, indent + STEP);
    gp_buf_add_text(out, "- ");
    add_quoted(out, question);
    gp_buf_add_text(out, line_end);
}

static void add_section(gp_buf *out, size_t indent, gp_str anchor, gp_str question,
                        const char *line_end)
{
    add_indent(out, indent);
    add_anchor(out, anchor);
    gp_buf_add_byte(out, ':');
    gp_buf_add_text(out, line_end);
    add_questions(out, indent + STEP, question, line_end);
}

static void add_sections(gp_buf *out, gp_str anchor, gp_str question, const char *line_end)
{
    gp_buf_add_text(out, "sections:");
    gp_buf_add_text(out, line_end);
    add_section(out, STEP, anchor, question, line_end);
}

gp_str gp_add_question_lines(gp_str anchor, gp_str question, gp_arena *arena)
{
    gp_str text;
    gp_buf out;

    gp_buf_init(&out, LINE_LIMIT);
    if (anchor.size > 0)
        add_sections(&out, anchor, question, "\n");
    else
        add_questions(&out, 0, question, "\n");
    text = gp_arena_take(arena, &out);
    gp_buf_clear(&out);
    return text;
}

/* ---- where it goes -------------------------------------------------------------------------- */

/* What is put in place of bytes [from, to) of the source. */
typedef struct change {
    size_t from, to;
    gp_buf text;
} change;

/* The "]" that ends the flow list whose "[" stands at `at`, and whether an item stands before it without a
 * comma; self->end: none. */
static size_t list_end(const edit *self, size_t at, bool *wants_comma)
{
    char quote = '\0';
    size_t depth = 0;
    char last = '[';

    for (; at < self->end; at++) {
        char byte = self->source.data[at];
        if (quote != '\0') {
            if ((byte == '\\' && quote == '"') ||
                (byte == '\'' && quote == byte && self->source.data[at + 1] == byte))
                at++;
            else if (byte == quote)
                quote = '\0';
            continue;
        }
        if ((byte == '"' || byte == '\'') && strchr("[,{: \n", self->source.data[at - 1]) != NULL)
            quote = byte;
        if (byte == ']' && depth == 1)
            break;
        depth += byte == '[' || byte == '{';
        depth -= depth > 0 && (byte == ']' || byte == '}');
        if (strchr(" \t\r\n", byte) == NULL)
            last = byte;
    }
    *wants_comma = last != '[' && last != ',';
    return at;
}

static void add_item(gp_buf *out, size_t indent, gp_str item, const char *line_end)
{
    add_indent(out, indent);
    gp_buf_add_text(out, "- ");
    gp_buf_add(out, item);
    gp_buf_add_text(out, line_end);
}

/* One question alone becomes the first of a list; nothing (~) goes. */
static void replace_value(const edit *self, const block *list, gp_str question, change *out)
{
    size_t indent = list->head.indent + STEP;

    out->from = (size_t)(list->value.data - self->source.data);
    out->to = list->head.next;
    while (self->source.data[out->from - 1] == ' ')
        out->from--;
    gp_buf_add_text(&out->text, self->line_end);
    if (!gp_str_equal(list->value, GP_STR("~")) && !gp_str_equal(list->value, GP_STR("null")))
        add_item(&out->text, indent, list->value, self->line_end);
    add_indent(&out->text, indent);
    gp_buf_add_text(&out->text, "- ");
    add_quoted(&out->text, question);
    gp_buf_add_text(&out->text, self->line_end);
}

/* Adds to the list behind "questions:". */
static void extend(const edit *self, const block *list, gp_str question, change *out)
{
    bool wants_comma;

    if (list->value.size == 0) { /* a block of items, or nothing yet */
        out->from = out->to = list->last;
        add_indent(&out->text, list->last > list->from ? list->indent : list->head.indent + STEP);
        gp_buf_add_text(&out->text, "- ");
        add_quoted(&out->text, question);
        gp_buf_add_text(&out->text, self->line_end);
    } else if (list->value.data[0] == '[') {
        out->from = out->to =
            list_end(self, (size_t)(list->value.data - self->source.data), &wants_comma);
        gp_buf_add_text(&out->text, wants_comma ? ", " : "");
        add_quoted(&out->text, question);
    } else {
        replace_value(self, list, question, out);
    }
}

static gp_status refuse(gp_error *error, const char *why)
{
    return gp_error_set(error, GP_INVALID, "%s; add the lines by hand", why);
}

/* For a section; the article's own needs none of this. */
static gp_status place_in_section(const edit *self, gp_str anchor, gp_str question, change *out,
                                  gp_error *error)
{
    block sections, section, list;

    if (!find_key(self, self->begin, self->end, 0, GP_STR("sections"), &sections)) {
        out->from = out->to = self->end;
        add_sections(&out->text, anchor, question, self->line_end);
        return GP_OK;
    }
    if (sections.value.size > 0)
        return refuse(error, "sections: stands on one line");
    if (!find_key(self, sections.from, sections.to, sections.indent, anchor, &section) ||
        sections.indent == 0) {
        out->from = out->to = sections.last;
        add_section(&out->text, sections.indent > 0 ? sections.indent : STEP, anchor, question,
                    self->line_end);
        return GP_OK;
    }
    if (section.value.size > 0)
        return refuse(error, "what is said of this section stands on one line");
    if (section.indent > 0 &&
        find_key(self, section.from, section.to, section.indent, GP_STR("questions"), &list)) {
        extend(self, &list, question, out);
        return GP_OK;
    }
    out->from = out->to = section.last;
    add_questions(&out->text, section.indent > 0 ? section.indent : section.head.indent + STEP,
                  question, self->line_end);
    return GP_OK;
}

static gp_status place(const edit *self, gp_str anchor, gp_str question, change *out,
                       gp_error *error)
{
    block list;

    if (anchor.size > 0)
        return place_in_section(self, anchor, question, out, error);
    if (find_key(self, self->begin, self->end, 0, GP_STR("questions"), &list)) {
        extend(self, &list, question, out);
        return GP_OK;
    }
    out->from = out->to = self->end;
    add_questions(&out->text, 0, question, self->line_end);
    return GP_OK;
}

/* ---- that nothing else changed -------------------------------------------------------------- */

/* All that a reader made of a file, told as text; with a question added to a section, and lines moved. */
typedef struct telling {
    gp_buf text;
    gp_str anchor, question; /* question empty: nothing is added */
    size_t moved;            /* lines */
    size_t documents;
    bool found; /* the section that it is added to */
} telling;

static void tell(gp_buf *out, gp_str text)
{
    gp_buf_printf(out, "%zu:", text.size);
    gp_buf_add(out, text);
}

static void tell_list(gp_buf *out, const gp_str_list *list, gp_str more)
{
    gp_buf_printf(out, "[%zu]", list->count + (more.size > 0));
    for (size_t i = 0; i < list->count; i++)
        tell(out, list->items[i]);
    if (more.size > 0)
        tell(out, more);
}

static void tell_section(telling *self, const gp_section *section)
{
    const gp_str texts[] = {section->id,    section->anchor,    section->heading,
                            section->text,  section->html,      section->markdown,
                            section->owner, section->review_by, section->url};
    bool meant = self->question.size > 0 && gp_str_equal(section->anchor, self->anchor);

    self->found = self->found || meant;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        tell(&self->text, texts[i]);
    gp_buf_printf(&self->text, "%d,%zu,%d", section->level, section->line + self->moved,
                  (int)section->audience);
    tell_list(&self->text, &section->trail, GP_STR(""));
    tell_list(&self->text, &section->questions, meant ? self->question : GP_STR(""));
    tell_list(&self->text, &section->synonyms, GP_STR(""));
    tell_list(&self->text, &section->aliases, GP_STR(""));
}

static gp_status tell_document(void *context, gp_document *document)
{
    telling *self = context;
    const gp_str texts[] = {document->slug,       document->title,     document->summary,
                            document->lang,       document->date,      document->updated,
                            document->owner,      document->review_by, document->publish_on,
                            document->expires_on, document->source_url};
    const gp_str_list *lists[] = {&document->tags, &document->synonyms, &document->aliases,
                                  &document->related};
    bool meant = self->question.size > 0 && self->anchor.size == 0;

    self->documents++;
    self->found = self->found || meant;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        tell(&self->text, texts[i]);
    gp_buf_printf(&self->text, "%d,%d,%d,%.17g,%zu", (int)document->kind, (int)document->status,
                  (int)document->audience, document->weight, document->sections.count);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        tell_list(&self->text, lists[i], GP_STR(""));
    tell_list(&self->text, &document->questions, meant ? self->question : GP_STR(""));
    for (size_t i = 0; i < document->sections.count; i++)
        tell_section(self, &document->sections.items[i]);
    return self->text.status;
}

static gp_status read_and_tell(gp_str path, gp_str source, telling *out)
{
    gp_arena arena, keep;
    gp_problem_list problems = {NULL, 0, 0};
    gp_approval_list approvals = {NULL, 0, 0};
    const gp_reading reading = {.path = path,
                                .approvals = &approvals,
                                .arena = &arena,
                                .keep = &keep,
                                .problems = &problems,
                                .fn = tell_document,
                                .context = out};
    gp_status status;

    gp_arena_init(&arena, READ_LIMIT);
    gp_arena_init(&keep, READ_LIMIT);
    status = gp_reader_read(&reading, source);
    gp_arena_clear(&arena);
    gp_arena_clear(&keep);
    return status;
}

static size_t count_lines(gp_str text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.size; i++)
        count += text.data[i] == '\n';
    return count;
}

/* Reads both; the one difference must be the question. */
static gp_status verify(gp_str path, gp_str source, gp_str edited, gp_str anchor, gp_str question,
                        gp_error *error)
{
    telling before = {
        .anchor = anchor, .question = question, .moved = count_lines(edited) - count_lines(source)};
    telling after = {.documents = 0};
    gp_status status;

    gp_buf_init(&before.text, TOLD_LIMIT);
    gp_buf_init(&after.text, TOLD_LIMIT);
    status = read_and_tell(path, source, &before);
    if (status == GP_OK)
        status = read_and_tell(path, edited, &after);
    if (status == GP_OK && before.documents != 1)
        status = refuse(error, "the file cannot be read");
    else if (status == GP_OK && !before.found)
        status = refuse(error, "the file has no such section");
    else if (status == GP_OK && (after.documents != 1 ||
                                 !gp_str_equal(gp_buf_str(&before.text), gp_buf_str(&after.text))))
        status = refuse(error, "in this front matter the question cannot be added so that nothing "
                               "else changes");
    else if (status != GP_OK)
        status = gp_error_set(error, status, "the file could not be read again: %s",
                              gp_status_name(status));
    gp_buf_clear(&before.text);
    gp_buf_clear(&after.text);
    return status;
}

/* ---- the door ------------------------------------------------------------------------------- */

static bool is_markdown(gp_str path)
{
    return gp_str_ends(path, GP_STR(".md")) || gp_str_ends(path, GP_STR(".markdown")) ||
           gp_str_ends(path, GP_STR(".mdx"));
}

/* Finds the YAML; where there is none, the lines that hold it go first. */
static gp_status prepare(gp_str path, edit *self, bool *bare, gp_error *error)
{
    gp_front_matter parts;
    gp_status status;

    if (!is_markdown(path))
        return refuse(error, "only Markdown files have front matter; this one is of another kind");
    status = gp_front_matter_split(self->source, &parts, error);
    if (status != GP_OK)
        return status;
    if (parts.yaml.data != NULL && parts.yaml_line == 1)
        return refuse(error, "the front matter is JSON, which is not edited here");
    self->line_end =
        gp_str_find(self->source, GP_STR("\r\n"), 0) < self->source.size ? "\r\n" : "\n";
    *bare = parts.body_line == 1;
    if (*bare) {
        self->begin = self->end = (size_t)(parts.body.data - self->source.data);
        return GP_OK;
    }
    self->begin = (size_t)(parts.yaml.data - self->source.data);
    self->end = self->begin + parts.yaml.size;
    return GP_OK;
}

static gp_status apply(const edit *self, const change *made, bool bare, gp_str *edited,
                       gp_error *error)
{
    gp_status status;
    gp_buf out;

    gp_buf_init(&out, SOURCE_LIMIT + LINE_LIMIT);
    gp_buf_add(&out, gp_str_slice(self->source, 0, made->from));
    gp_buf_add_text(&out, bare ? "---" : "");
    gp_buf_add_text(&out, bare ? self->line_end : "");
    gp_buf_add(&out, gp_buf_str(&made->text));
    gp_buf_add_text(&out, bare ? "---" : "");
    gp_buf_add_text(&out, bare ? self->line_end : "");
    gp_buf_add(&out, gp_str_slice(self->source, made->to, self->source.size));
    status = made->text.status == GP_OK ? out.status : made->text.status;
    *edited = gp_arena_take(self->arena, &out);
    gp_buf_clear(&out);
    if (status == GP_OK && self->arena->failed)
        status = GP_NO_MEMORY;
    return status == GP_OK ? status
                           : gp_error_set(error, status, "the question cannot be added: %s",
                                          gp_status_name(status));
}

gp_status gp_add_question(gp_str path, gp_str source, gp_str anchor, gp_str question,
                          gp_arena *arena, gp_str *edited, gp_error *error)
{
    edit self = {.arena = arena, .source = source};
    change made = {.from = 0};
    bool bare = false;
    gp_status status;

    *edited = (gp_str){NULL, 0};
    if (gp_str_trim(question).size == 0)
        return refuse(error, "there is no question");
    gp_buf_init(&made.text, LINE_LIMIT);
    status = prepare(path, &self, &bare, error);
    if (status == GP_OK)
        status = place(&self, anchor, question, &made, error);
    if (status == GP_OK)
        status = apply(&self, &made, bare, edited, error);
    if (status == GP_OK)
        status = verify(path, source, *edited, anchor, question, error);
    gp_buf_clear(&made.text);
    return status;
}
