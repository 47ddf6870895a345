/* approvals.c - approvals.jsonl: who approved which text of which section, until when.
 *
 * The list is sorted by section, so that a document's approvals stand together and each is found by
 * bisection.
 */
#include "content/reader.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/html.h"
#include "content/formats.h"

#include <jansson.h>
#include <stdlib.h>

static gp_str text_of(const json_t *object, const char *key, gp_arena *arena)
{
    const json_t *value = json_object_get(object, key);

    if (!json_is_string(value))
        return (gp_str){NULL, 0};
    return gp_arena_copy(arena, (gp_str){json_string_value(value), json_string_length(value)});
}

static bool is_sha256(gp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f'))
            return false;
    }
    return text.size == 64;
}

/* NULL when the line is a sound approval, else what is wrong with it. */
static const char *parse_line(gp_str line, gp_arena *arena, gp_approval_record *record)
{
    json_t *object;
    int32_t day;

    if (line.size > GP_APPROVAL_LINE_MAX)
        return "longer than 2 MiB";
    object = json_loadb(line.data, line.size, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(object)) {
        json_decref(object);
        return "not a JSON object";
    }
    record->section = text_of(object, "section", arena);
    record->text_sha256 = text_of(object, "text_sha256", arena);
    record->text = text_of(object, "text", arena);
    record->by = text_of(object, "by", arena);
    record->on = text_of(object, "on", arena);
    record->review_by = text_of(object, "review_by", arena);
    json_decref(object);
    if (record->section.size == 0 || !is_sha256(record->text_sha256) || record->by.size == 0 ||
        record->text.data == NULL)
        return "wants section, text_sha256 (64 hex digits), text, by, on";
    if (!gp_date_parse(record->on, &day))
        return "on: wants a date such as 2026-11-02";
    if (record->review_by.size > 0 && !gp_date_parse(record->review_by, &day))
        return "review_by: wants a date such as 2026-11-02";
    return NULL;
}

static int by_section(const void *a, const void *b)
{
    const gp_approval_record *left = a;
    const gp_approval_record *right = b;
    int order = gp_str_compare(left->section, right->section);

    if (order != 0)
        return order;
    return left->line < right->line ? -1 : left->line > right->line;
}

/* Of several lines for one section only the last stays. */
static void keep_last(gp_approval_list *approvals)
{
    size_t kept = 0;

    for (size_t i = 0; i < approvals->count; i++) {
        if (i + 1 < approvals->count &&
            gp_str_equal(approvals->items[i].section, approvals->items[i + 1].section))
            continue;
        approvals->items[kept++] = approvals->items[i];
    }
    approvals->count = kept;
}

gp_status gp_approvals_read(gp_str path, gp_str bytes, gp_arena *arena, gp_approval_list *approvals,
                            gp_problem_list *problems)
{
    gp_str line;
    size_t number = 0;

    *approvals = (gp_approval_list){NULL, 0, 0};
    while (gp_str_next(&bytes, '\n', &line)) {
        gp_approval_record record = {.line = ++number};
        gp_approval_record *kept;
        const char *wrong;
        if (gp_str_trim(line).size == 0)
            continue;
        wrong = parse_line(gp_str_trim(line), arena, &record);
        if (wrong != NULL) {
            if (!gp_problem_add(arena, problems, path, number, false,
                                "the approval is not counted: %s", wrong))
                return GP_NO_MEMORY;
            continue;
        }
        kept = GP_VEC_PUSH(arena, approvals);
        if (kept == NULL)
            return GP_NO_MEMORY;
        *kept = record;
    }
    if (approvals->count > 0)
        qsort(approvals->items, approvals->count, sizeof approvals->items[0], by_section);
    keep_last(approvals);
    return arena->failed ? GP_NO_MEMORY : GP_OK;
}

gp_approval_list gp_approvals_of(const gp_approval_list *approvals, gp_str slug)
{
    gp_approval_list found = {NULL, 0, 0};

    for (size_t i = 0; i < approvals->count; i++) {
        gp_str section = approvals->items[i].section;
        bool own = gp_str_starts(section, slug) &&
                   (section.size == slug.size || section.data[slug.size] == '#');
        if (own && found.count == 0)
            found.items = &approvals->items[i];
        if (own)
            found.count = (size_t)(&approvals->items[i] - found.items) + 1;
    }
    return found;
}

static int compare_key(const void *key, const void *item)
{
    const gp_str *section = key;
    const gp_approval_record *record = item;

    return gp_str_compare(*section, record->section);
}

static const gp_approval_record *record_of(const gp_approval_list *approvals, gp_str id)
{
    if (approvals == NULL || approvals->count == 0)
        return NULL;
    return bsearch(&id, approvals->items, approvals->count, sizeof approvals->items[0],
                   compare_key);
}

void gp_approvals_apply(const gp_approval_list *approvals, gp_document *document, gp_arena *arena)
{
    for (size_t i = 0; i < document->sections.count; i++) {
        gp_section *section = &document->sections.items[i];
        const gp_approval_record *record = record_of(approvals, section->id);
        if (record == NULL)
            continue;
        section->approval = (gp_approval){
            .state = GP_LAPSED, .by = record->by, .on = record->on, .review_by = record->review_by};
        if (gp_str_equal(record->text_sha256, gp_section_sha256(section, arena)))
            section->approval.state = GP_APPROVED;
    }
}

/* ---- serving what was approved -------------------------------------------------------------- */

/* The stored text is a section's text, or its heading, a line end and its text (the bytes that were
 * hashed); the hash tells which. */
static void take_text(const gp_approval_record *record, gp_arena *arena, gp_section *section)
{
    gp_str text = record->text;

    if (gp_str_equal(gp_sha256_hex(arena, text), record->text_sha256)) {
        size_t end = gp_str_find_byte(text, '\n', 0);
        section->heading = gp_str_slice(text, 0, end);
        text = gp_str_slice(text, end + 1, text.size);
    }
    section->text = text;
}

/* HTML and Markdown that say what the text says, and nothing else. */
static gp_status render_text(gp_section *section, gp_arena *arena)
{
    gp_buf buf;
    gp_str rest = section->text;
    gp_str line;

    gp_buf_init(&buf, section->text.size * 8 + section->heading.size + 64);
    gp_html_add_paragraphs(&buf, section->text);
    section->html = gp_arena_take(arena, &buf);
    gp_buf_reset(&buf);
    if (section->heading.size > 0) {
        for (int i = 0; i < section->level; i++)
            gp_buf_add_byte(&buf, '#');
        gp_buf_add_byte(&buf, ' ');
        gp_buf_add(&buf, section->heading);
        gp_buf_add_text(&buf, "\n");
    }
    while (gp_str_next(&rest, '\n', &line)) {
        gp_buf_add_text(&buf, buf.size > 0 ? "\n" : "");
        gp_buf_add(&buf, line);
        gp_buf_add_text(&buf, "\n");
    }
    section->markdown = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return arena->failed ? GP_NO_MEMORY : GP_OK;
}

gp_status gp_approvals_serve(const gp_approval_list *approvals, gp_arena *arena,
                             gp_document *document)
{
    for (size_t i = 0; i < document->sections.count; i++) {
        gp_section *section = &document->sections.items[i];
        if (section->approval.state != GP_LAPSED)
            continue;
        take_text(record_of(approvals, section->id), arena, section);
        if (render_text(section, arena) != GP_OK)
            return GP_NO_MEMORY;
    }
    if (gp_document_seal(document, arena, NULL) != GP_OK)
        return GP_NO_MEMORY;
    gp_approvals_apply(approvals, document, arena);
    return arena->failed ? GP_NO_MEMORY : GP_OK;
}
