/* suggest.c - from what was typed to the best suggestions.
 *
 * Why a suggestion is never lost while its own text is typed. Let t be a suggestion, p a beginning of
 * its text, q a longer one.
 *   - key(p) is a beginning of key(t) (suggest_key.h; and t's key ends with a blank, as key(p) may).
 *     So t is of the first tier for every p: words cut in the middle, numbers glued to letters, slips,
 *     synonyms, the switch between tolerant and exact never decide about it.
 *   - key(p) is a beginning of key(q), so whatever begins with key(q) begins with key(p): as letters are
 *     added, the first tier only shrinks.
 *   - within a tier the order is that of the numbers, which were given when the index was built. So what
 *     stands before t at q stood before it at p, and a limit that let t in at p lets it in at q.
 *   - which of the texts with one key is listed depends on the day alone.
 * What was typed is cut at GP_SUGGEST_TYPED_MAX: from there on nothing changes.
 * The same holds, with the words in any order, for a suggestion of the first two tiers as long as each
 * word typed is a word of it or, the last, the beginning of one: what is typed further takes nothing in
 * that was not there, and the lower tiers come behind.
 *
 * Rejected: ordering by how much of a suggestion is covered, or whole words before beginnings of words:
 * the order would change while one types, and a limit would then lose what was just seen.
 */
#include "search/suggest.h"

#include "base/html.h"
#include "base/utf8.h"
#include "search/search.h"
#include "search/suggest_index.h"
#include "search/suggest_key.h"
#include "text/osa.h"

#include <string.h>

enum {
    WORDS_MAX = GP_SUGGEST_TYPED_MAX / 2 + 1,
    SLIP_FROM = 5,      /* letters from which one slip is forgiven */
    TWO_SLIPS_FROM = 9, /* letters from which two are */
    SLIPPED_MAX = 3,    /* words of one question in which slips are forgiven */
    TEXT_WORDS_MAX = 4096,
    HTML_LIMIT = 4 << 20
};

typedef enum tier {
    BEGINS, /* with all that was typed */
    HOLDS,
    SYNONYMS,
    SLIPS
} tier;

/* A typed word and the suggestions that meet it. */
typedef struct typed_word {
    gp_str form, stem;
    bool last;              /* may be unfinished */
    gp_suggest_slice exact; /* of one word, or of all words that begin with it */
    GP_VEC(const gp_suggest_phrase *) synonyms;
    size_t slips;                     /* forgiven; 0: none */
    GP_VEC(gp_suggest_slice) slipped; /* of words within so many slips */
} typed_word;

typedef struct picked {
    uint32_t item;
    tier tier;
} picked;

typedef struct asking {
    const gp_suggestions *index;
    gp_tokenizer *tokenizer;
    gp_arena *arena;
    int32_t today;
    size_t limit;
    gp_str key; /* of what was typed */
    typed_word *words;
    size_t word_count;
    bool by_synonyms; /* some word has synonyms */
    uint8_t *met;     /* by suggestion: of the words so far it meets the first met[i] */
    picked picked[GP_SUGGEST_LIMIT_MAX];
    size_t count;      /* picked */
    size_t tier_start; /* those before it are of better tiers */
    tier tier;         /* the one being picked */
} asking;

/* ---- picking --------------------------------------------------------------------------------- */

static bool shown_today(const asking *self, const gp_suggest_item *item)
{
    return self->today == 0 ||
           (item->place->publish_on <= self->today && item->place->expires_on > self->today);
}

static void remove_pick(asking *self, size_t at)
{
    self->count--;
    memmove(&self->picked[at], &self->picked[at + 1], (self->count - at) * sizeof self->picked[0]);
}

/* Takes the suggestion in if it is among the best so far, and no better one has its key. */
static void consider(asking *self, uint32_t item)
{
    const gp_suggest_item *items = self->index->items;
    size_t at = self->tier_start;

    if (self->count == self->limit && self->picked[self->count - 1].item <= item)
        return;
    if (!shown_today(self, &items[item]))
        return;
    for (size_t i = 0; i < self->count; i++) {
        if (items[self->picked[i].item].group != items[item].group)
            continue;
        if (i < self->tier_start || self->picked[i].item <= item)
            return;
        remove_pick(self, i);
        break;
    }
    while (at < self->count && self->picked[at].item < item)
        at++;
    if (self->count == self->limit)
        self->count--;
    memmove(&self->picked[at + 1], &self->picked[at], (self->count - at) * sizeof self->picked[0]);
    self->picked[at] = (picked){item, self->tier};
    self->count++;
}

/* There is room for one more at least. */
static void begin_tier(asking *self, tier next)
{
    self->tier = next;
    self->tier_start = self->count;
}

/* ---- those that begin with what was typed ---------------------------------------------------- */

static void pick_beginning(asking *self)
{
    const gp_suggestions *index = self->index;
    size_t low = 0;
    size_t high = index->count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (gp_str_compare(index->items[index->by_key[middle]].key, self->key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    begin_tier(self, BEGINS);
    for (; low < index->count; low++) {
        if (!gp_str_starts(index->items[index->by_key[low]].key, self->key))
            break;
        consider(self, index->by_key[low]);
    }
}

/* ---- typed words ----------------------------------------------------------------------------- */

static gp_suggest_slice slice_of(const gp_suggestions *index, size_t first, size_t end)
{
    uint32_t start = index->words[first].first;

    return (gp_suggest_slice){index->postings + start, index->words[end].first - start};
}

static void meet_exactly(const gp_suggestions *index, typed_word *word)
{
    size_t first = gp_suggest_word_from(index, word->form);
    size_t end = first;

    while (end < index->word_count && gp_str_starts(index->words[end].form, word->form) &&
           (word->last || index->words[end].form.size == word->form.size))
        end++;
    word->exact = slice_of(index, first, end);
}

static gp_status add_synonym(asking *self, typed_word *word, const gp_suggest_phrase *phrase)
{
    const gp_suggest_phrase **kept = GP_VEC_PUSH(self->arena, &word->synonyms);

    if (kept == NULL)
        return GP_NO_MEMORY;
    *kept = phrase;
    self->by_synonyms = true;
    return GP_OK;
}

/* The words [at, at + length) are a phrase of the group: all its phrases meet them. */
static gp_status meet_group(asking *self, size_t at, size_t length, size_t group)
{
    const gp_suggestions *index = self->index;
    gp_status status = GP_OK;

    for (size_t i = 0; i < index->phrase_count; i++) {
        const gp_suggest_phrase *phrase = &index->phrases[i];
        if (phrase->group != group || phrase->items.count == 0)
            continue;
        for (size_t j = at; j < at + length && status == GP_OK; j++)
            status = add_synonym(self, &self->words[j], phrase);
    }
    return status;
}

static bool typed_at(const asking *self, size_t at, const gp_str_list *stems)
{
    if (self->word_count - at < stems->count)
        return false;
    for (size_t i = 0; i < stems->count; i++) {
        if (!gp_str_equal(self->words[at + i].stem, stems->items[i]))
            return false;
    }
    return true;
}

static gp_status meet_by_synonyms(asking *self)
{
    const gp_suggestions *index = self->index;
    gp_status status = GP_OK;

    for (size_t at = 0; at < self->word_count; at++) {
        gp_str stem = self->words[at].stem;
        for (size_t i = gp_suggest_phrase_from(index, stem);
             i < index->phrase_count && status == GP_OK; i++) {
            const gp_suggest_phrase *phrase = &index->phrases[i];
            if (!gp_str_equal(phrase->stems->items[0], stem))
                break;
            if (typed_at(self, at, phrase->stems))
                status = meet_group(self, at, phrase->stems->count, phrase->group);
        }
    }
    return status;
}

/* Forgives slips in a word that nothing meets. */
static gp_status meet_with_slips(asking *self, typed_word *word)
{
    const gp_suggestions *index = self->index;
    uint32_t letters = gp_suggest_letters(word->form, NULL);

    word->slips = word->form.size >= TWO_SLIPS_FROM ? 2 : 1;
    for (size_t i = 0; i < index->word_count; i++) {
        gp_suggest_slice *kept;
        /* a slip takes away at most one of the letters that a word has */
        if ((size_t)__builtin_popcount(letters & ~index->words[i].letters) > word->slips ||
            !gp_osa_begins(word->form, index->words[i].form, word->slips))
            continue;
        kept = GP_VEC_PUSH(self->arena, &word->slipped);
        if (kept == NULL)
            return GP_NO_MEMORY;
        *kept = slice_of(index, i, i + 1);
    }
    return GP_OK;
}

static gp_status cut(asking *self, gp_str typed)
{
    gp_token_list tokens;
    gp_status status = gp_tokenizer_list(self->tokenizer, typed, WORDS_MAX, self->arena, &tokens);

    if (status != GP_OK)
        return status;
    self->words = gp_arena_alloc(self->arena, tokens.count * sizeof *self->words);
    if (self->words == NULL)
        return GP_NO_MEMORY;
    self->word_count = tokens.count;
    for (size_t i = 0; i < tokens.count; i++) {
        self->words[i].form = tokens.items[i].form;
        self->words[i].stem = tokens.items[i].stem;
        self->words[i].last = i + 1 == tokens.count;
        meet_exactly(self->index, &self->words[i]);
    }
    return GP_OK;
}

/* ---- those that hold what was typed ----------------------------------------------------------- */

/* Suggestions that met all words before meet this one too; the last word's are picked. */
static void advance(asking *self, size_t number, gp_suggest_slice slice)
{
    bool last = number + 1 == self->word_count;

    for (size_t i = 0; i < slice.count; i++) {
        uint32_t item = slice.items[i];
        if (self->met[item] != number)
            continue;
        self->met[item]++;
        if (last)
            consider(self, item);
    }
}

/* True when each word is met somewhere in that tier. */
static bool all_met(const asking *self, tier next)
{
    for (size_t i = 0; i < self->word_count; i++) {
        const typed_word *word = &self->words[i];
        if (word->exact.count == 0 && (next < SYNONYMS || word->synonyms.count == 0) &&
            (next < SLIPS || word->slipped.count == 0))
            return false;
    }
    return true;
}

static void pick_holding(asking *self, tier next)
{
    if (!all_met(self, next))
        return;
    memset(self->met, 0, self->index->count * sizeof *self->met);
    begin_tier(self, next);
    for (size_t i = 0; i < self->word_count; i++) {
        const typed_word *word = &self->words[i];
        advance(self, i, word->exact);
        for (size_t j = 0; next >= SYNONYMS && j < word->synonyms.count; j++) {
            const gp_suggest_phrase *phrase = word->synonyms.items[j];
            advance(self, i, (gp_suggest_slice){phrase->items.items, phrase->items.count});
        }
        for (size_t j = 0; next >= SLIPS && j < word->slipped.count; j++)
            advance(self, i, word->slipped.items[j]);
    }
}

static bool needs_slips(const typed_word *word)
{
    return word->exact.count == 0 && word->synonyms.count == 0;
}

/* False when some word cannot be met at all. */
static gp_status forgive(asking *self, bool *may)
{
    size_t slipped = 0;
    gp_status status = GP_OK;

    *may = false;
    for (size_t i = 0; i < self->word_count; i++) {
        bool plain;
        if (!needs_slips(&self->words[i]))
            continue;
        (void)gp_suggest_letters(self->words[i].form, &plain);
        if (!plain || self->words[i].form.size < SLIP_FROM || ++slipped > SLIPPED_MAX)
            return GP_OK;
    }
    for (size_t i = 0; i < self->word_count && status == GP_OK; i++) {
        if (needs_slips(&self->words[i]))
            status = meet_with_slips(self, &self->words[i]);
    }
    *may = slipped > 0;
    return status;
}

/* Each tier is looked at only where those before it leave room. */
static gp_status pick(asking *self, gp_str typed)
{
    bool may = false;
    gp_status status;

    pick_beginning(self);
    if (self->count == self->limit)
        return GP_OK;
    status = cut(self, typed);
    if (status != GP_OK || self->word_count == 0)
        return status;
    self->met = gp_arena_alloc(self->arena, self->index->count * sizeof *self->met);
    if (self->met == NULL)
        return GP_NO_MEMORY;
    pick_holding(self, HOLDS);
    if (self->count < self->limit)
        status = meet_by_synonyms(self);
    if (status == GP_OK && self->by_synonyms)
        pick_holding(self, SYNONYMS);
    if (status == GP_OK && self->count < self->limit)
        status = forgive(self, &may);
    if (status == GP_OK && may)
        pick_holding(self, SLIPS);
    return status;
}

/* ---- what is shown --------------------------------------------------------------------------- */

/* How many bytes of the text's word are marked because of the typed word, from its first on. */
static size_t mark_size(const typed_word *word, const gp_token *token, gp_str text, tier met)
{
    size_t start, end;

    if (gp_str_equal(word->form, token->form))
        return token->end - token->start;
    if (word->last && gp_str_starts(token->form, word->form)) {
        gp_suggest_key_place(gp_str_slice(text, token->start, token->end), word->form.size, &start,
                             &end);
        return end;
    }
    if (met == SLIPS && word->slips > 0 && gp_osa_begins(word->form, token->form, word->slips))
        return token->end - token->start;
    return 0;
}

/* sizes[i] becomes how many bytes of tokens[i] are marked. */
static void mark_phrase(const gp_str_list *stems, const gp_token_list *tokens, size_t *sizes)
{
    for (size_t at = 0; at + stems->count <= tokens->count; at++) {
        size_t i = 0;
        while (i < stems->count && gp_str_equal(tokens->items[at + i].stem, stems->items[i]))
            i++;
        if (i < stems->count)
            continue;
        for (i = at; i < at + stems->count; i++)
            sizes[i] = tokens->items[i].end - tokens->items[i].start;
    }
}

static void mark_words(const asking *self, const picked *pick, gp_str text,
                       const gp_token_list *tokens, size_t *sizes)
{
    for (size_t i = 0; i < self->word_count; i++) {
        const typed_word *word = &self->words[i];
        for (size_t j = 0; j < tokens->count; j++) {
            size_t size = mark_size(word, &tokens->items[j], text, pick->tier);
            sizes[j] = size > sizes[j] ? size : sizes[j];
        }
        for (size_t j = 0; pick->tier >= SYNONYMS && j < word->synonyms.count; j++)
            mark_phrase(word->synonyms.items[j]->stems, tokens, sizes);
    }
}

static void add_marked(gp_buf *html, gp_str text, size_t *at, size_t start, size_t end)
{
    gp_html_add_text(html, gp_str_slice(text, *at, start));
    gp_buf_add_text(html, "<mark>");
    gp_html_add_text(html, gp_str_slice(text, start, end));
    gp_buf_add_text(html, "</mark>");
    *at = end;
}

static gp_status write_html(const asking *self, const picked *pick, gp_str text, gp_buf *html)
{
    gp_token_list tokens;
    size_t *sizes;
    size_t at = 0;
    gp_status status = GP_OK;

    if (pick->tier == BEGINS) {
        size_t size = self->key.size - (self->key.data[self->key.size - 1] == ' ' ? 1 : 0);
        size_t start, end;
        gp_suggest_key_place(text, size, &start, &end);
        add_marked(html, text, &at, start, end);
    } else {
        status = gp_tokenizer_list(self->tokenizer, text, TEXT_WORDS_MAX, self->arena, &tokens);
        sizes = status == GP_OK ? gp_arena_alloc(self->arena, tokens.count * sizeof *sizes) : NULL;
        if (sizes == NULL)
            return GP_NO_MEMORY;
        mark_words(self, pick, text, &tokens, sizes);
        for (size_t i = 0; i < tokens.count; i++) {
            size_t start = tokens.items[i].start;
            if (sizes[i] > 0)
                add_marked(html, text, &at, start, start + sizes[i]);
        }
    }
    gp_html_add_text(html, gp_str_slice(text, at, text.size));
    return status;
}

static gp_status write_picked(const asking *self, gp_suggest_list *list)
{
    gp_buf html;
    gp_status status = GP_OK;

    gp_buf_init(&html, HTML_LIMIT);
    for (size_t i = 0; i < self->count && status == GP_OK; i++) {
        const gp_suggest_item *item = &self->index->items[self->picked[i].item];
        gp_suggestion *shown = GP_VEC_PUSH(self->arena, &list->items);
        if (shown == NULL) {
            status = GP_NO_MEMORY;
            break;
        }
        gp_buf_reset(&html);
        status = write_html(self, &self->picked[i], item->text, &html);
        shown->text = item->text;
        shown->html = gp_arena_take(self->arena, &html);
        shown->url = item->place->url.size > 0 ? item->place->url
                                               : gp_section_url(item->place->id, self->arena);
        shown->kind = item->place->kind;
    }
    gp_buf_clear(&html);
    return status == GP_OK && self->arena->failed ? GP_NO_MEMORY : status;
}

/* ---- the story ------------------------------------------------------------------------------- */

gp_status gp_suggest(const gp_suggestions *suggestions, gp_tokenizer *tokenizer,
                     const gp_suggest_request *request, gp_arena *arena, gp_suggest_list *list)
{
    asking self = {.index = suggestions,
                   .tokenizer = tokenizer,
                   .arena = arena,
                   .today = request->today,
                   .limit = request->limit > 0 ? request->limit : GP_SUGGEST_LIMIT_DEFAULT};
    gp_str typed =
        gp_str_slice(request->typed, 0, gp_utf8_floor(request->typed, GP_SUGGEST_TYPED_MAX));
    gp_buf buf;
    gp_status status = GP_OK;

    *list = (gp_suggest_list){0};
    if (self.limit > GP_SUGGEST_LIMIT_MAX)
        self.limit = GP_SUGGEST_LIMIT_MAX;
    gp_buf_init(&buf, 64 * GP_SUGGEST_TYPED_MAX);
    gp_utf8_add_clean(&buf, typed);
    list->typed = gp_arena_take(arena, &buf);
    gp_buf_reset(&buf);
    gp_suggest_key(typed, &buf);
    self.key = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    if (arena->failed)
        return GP_NO_MEMORY;
    if (self.key.size > 0)
        status = pick(&self, typed);
    return status == GP_OK ? write_picked(&self, list) : status;
}
