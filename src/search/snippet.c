#include "search/snippet.h"

#include "base/html.h"
#include "base/utf8.h"
#include "search/weights.h"

#include <stdlib.h>
#include <string.h>

enum {
    AGAIN = 8
}; /* a word seen again in the window is worth an eighth */

/* ---- marks ----------------------------------------------------------------------------------- */

typedef struct place {
    uint32_t position, last; /* words */
    uint8_t term;
} place;

typedef struct locating {
    place *places; /* by position */
    size_t count, next;
    size_t *starts, *ends; /* bytes, for each place */
    size_t left;           /* places whose end is not known yet */
} locating;

static gp_status locate(void *context, const gp_token *token)
{
    locating *self = context;

    for (size_t i = self->next; i < self->count && self->places[i].position <= token->position;
         i++) {
        if (self->places[i].position == token->position)
            self->starts[i] = token->start;
        if (self->places[i].last == token->position) {
            self->ends[i] = token->end;
            self->left--;
        }
    }
    while (self->next < self->count && self->places[self->next].last <= token->position)
        self->next++;
    return self->left > 0 ? GP_OK : GP_NOT_FOUND; /* nothing more to look for */
}

static int by_position(const void *a, const void *b)
{
    const place *left = a;
    const place *right = b;

    if (left->position != right->position)
        return left->position < right->position ? -1 : 1;
    return left->last < right->last ? -1 : left->last > right->last;
}

/* The body's sightings; with `stops`, also those of function words. */
static size_t gather(const gp_query *query, const gp_candidate *candidate, bool stops,
                     place *places)
{
    size_t count = 0;

    for (size_t i = 0; i < candidate->sighting_count; i++) {
        const gp_sighting *sighting = &candidate->sightings[i];
        if (sighting->field != GP_FIELD_BODY || (query->info[sighting->term].stop && !stops))
            continue;
        places[count++] =
            (place){sighting->position, sighting->position + sighting->length - 1, sighting->term};
    }
    if (count > 1)
        qsort(places, count, sizeof *places, by_position);
    return count;
}

static gp_status write_marks(const gp_query *query, const locating *found, gp_arena *arena,
                             gp_mark_list *marks)
{
    for (size_t i = 0; i < found->count; i++) {
        gp_mark *last = marks->count > 0 ? &marks->items[marks->count - 1] : NULL;
        double weight = query->info[found->places[i].term].weight;
        if (found->ends[i] <= found->starts[i])
            continue; /* not in this text */
        if (last != NULL && found->starts[i] < last->end) {
            last->end = found->ends[i] > last->end ? found->ends[i] : last->end;
            last->weight = weight > last->weight ? weight : last->weight;
            continue;
        }
        last = GP_VEC_PUSH(arena, marks);
        if (last == NULL)
            return GP_NO_MEMORY;
        *last = (gp_mark){found->starts[i], found->ends[i], found->places[i].term, weight};
    }
    return GP_OK;
}

gp_status gp_marks_of(const gp_query *query, const gp_candidate *candidate, gp_str text,
                      gp_tokenizer *tokenizer, gp_arena *arena, gp_mark_list *marks)
{
    locating found = {0};
    gp_status status;

    *marks = (gp_mark_list){NULL, 0, 0};
    found.places = gp_arena_alloc(arena, candidate->sighting_count * sizeof *found.places);
    found.starts = gp_arena_alloc(arena, candidate->sighting_count * sizeof *found.starts);
    found.ends = gp_arena_alloc(arena, candidate->sighting_count * sizeof *found.ends);
    if (arena->failed)
        return GP_NO_MEMORY;
    found.count = gather(query, candidate, false, found.places);
    if (found.count == 0)
        found.count = gather(query, candidate, true, found.places);
    if (found.count == 0)
        return GP_OK;
    found.left = found.count;
    status = gp_tokenizer_run(tokenizer, text, GP_TOKENS_PLAIN, locate, &found);
    if (status != GP_OK && status != GP_NOT_FOUND)
        return status;
    return write_marks(query, &found, arena, marks);
}

/* ---- the window ------------------------------------------------------------------------------ */

/* What the marks from `first` on, as far as they fit, are worth. */
static double window_worth(const gp_mark_list *marks, size_t first, size_t *last)
{
    bool seen[GP_MATCH_TERMS] = {false};
    size_t start = marks->items[first].start;
    double worth = 0;

    for (size_t i = first; i < marks->count; i++) {
        const gp_mark *mark = &marks->items[i];
        if (mark->end - start > GP_SNIPPET_BYTES * 3 / 4)
            break;
        worth += seen[mark->term] ? mark->weight / AGAIN : mark->weight;
        seen[mark->term] = true;
        *last = i;
    }
    return worth;
}

/* The start of the sentence or line that holds `at`, if it is not further than `reach` back. */
static size_t back_to_start(gp_str text, size_t at, size_t reach)
{
    size_t least = at > reach ? at - reach : 0;

    for (size_t i = at; i > least; i--) {
        char before = text.data[i - 1];
        if (before == '\n')
            return i;
        if (before == ' ' && i >= 2 &&
            (text.data[i - 2] == '.' || text.data[i - 2] == '?' || text.data[i - 2] == '!'))
            return i;
    }
    if (least == 0)
        return 0;
    while (least < at && text.data[least] != ' ')
        least++;
    return least < at ? least + 1 : at;
}

static size_t forward_to_end(gp_str text, size_t from, size_t at_least)
{
    size_t end = from + GP_SNIPPET_BYTES;

    if (end >= text.size)
        return text.size;
    while (end > at_least && text.data[end] != ' ' && text.data[end] != '\n')
        end--;
    return end > at_least ? end : gp_utf8_floor(text, at_least);
}

gp_status gp_snippet_make(gp_str text, const gp_mark_list *marks, gp_arena *arena,
                          gp_snippet *snippet)
{
    double best = -1;
    size_t first = 0;
    size_t last = 0;
    gp_str shown;

    *snippet = (gp_snippet){0};
    for (size_t i = 0; i < marks->count; i++) {
        size_t here = i;
        double worth = window_worth(marks, i, &here);
        if (worth > best + 1e-9) {
            best = worth;
            first = i;
            last = here;
        }
    }
    if (marks->count > 0) {
        snippet->start = back_to_start(text, marks->items[first].start, GP_SNIPPET_BYTES / 4);
        snippet->end = forward_to_end(text, snippet->start, marks->items[last].end);
        snippet->best = marks->items[first].start;
    } else {
        snippet->end = forward_to_end(text, 0, 0);
    }
    shown = gp_marked_html(text, snippet->start, snippet->end, marks, arena);
    snippet->html =
        gp_arena_printf(arena, "%s%.*s%s", snippet->start > 0 ? "\xE2\x80\xA6 " : "",
                        GP_STR_ARGS(shown), snippet->end < text.size ? " \xE2\x80\xA6" : "");
    return arena->failed ? GP_NO_MEMORY : GP_OK;
}

/* ---- HTML ------------------------------------------------------------------------------------ */

static void add_text(gp_buf *html, gp_str text, size_t start, size_t end)
{
    gp_str rest = gp_str_slice(text, start, end);
    gp_str line;
    bool first = true;

    if (rest.size == 0)
        return;
    while (gp_str_next(&rest, '\n', &line)) {
        if (!first)
            gp_buf_add_byte(html, ' ');
        first = false;
        gp_html_add_text(html, line);
    }
}

gp_str gp_marked_html(gp_str text, size_t start, size_t end, const gp_mark_list *marks,
                      gp_arena *arena)
{
    gp_buf html;
    gp_str made;
    size_t at = start;

    gp_buf_init(&html, (end - start) * 32 + 64);
    for (size_t i = 0; i < marks->count; i++) {
        const gp_mark *mark = &marks->items[i];
        if (mark->start < at || mark->end > end)
            continue;
        add_text(&html, text, at, mark->start);
        gp_buf_add_text(&html, "<mark>");
        add_text(&html, text, mark->start, mark->end);
        gp_buf_add_text(&html, "</mark>");
        at = mark->end;
    }
    add_text(&html, text, at, end);
    made = gp_arena_take(arena, &html);
    gp_buf_clear(&html);
    return made;
}
