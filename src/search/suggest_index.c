/* suggest_index.c - from labels to the lists of suggest_index.h.
 *
 * Words are found in the store's vocabulary, which holds every form of every heading, question and
 * title with its stem: nothing is stemmed or kept twice. What is needed only while building lives in an
 * arena of its own.
 */
#include "search/suggest_index.h"

#include "base/memory.h"
#include "search/suggest_key.h"

#include <stdlib.h>
#include <string.h>

#define MEMORY_LIMIT ((size_t)1 << 30) /* some five million suggestions */

enum {
    KEY_LIMIT = 1 << 20
};

typedef struct builder {
    gp_suggestions *made;
    gp_arena scratch;
    gp_tokenizer *tokenizer;
    gp_buf key;
    const gp_word *vocabulary;
    size_t vocabulary_count;
    uint32_t *phrase_of;     /* by vocabulary word: its first phrase; UINT32_MAX: none */
    uint32_t *last_item;     /* by vocabulary word: the last suggestion that held it, and one */
    uint32_t *times;         /* by vocabulary word: suggestions that hold it */
    GP_VEC(uint32_t) tokens; /* words of all suggestions in order, by number in the vocabulary */
    GP_VEC(uint32_t) token_ends; /* by suggestion: where its words end in `tokens` */
} builder;

/* ---- what there is to suggest ---------------------------------------------------------------- */

static bool begins_article(const gp_label *labels, size_t i)
{
    return i == 0 || labels[i].document != labels[i - 1].document;
}

/* Room for all places, and most suggestions, that the labels can give. */
static gp_status make_room(builder *self, const gp_label *labels, size_t count)
{
    gp_suggestions *made = self->made;
    size_t places = 0;
    size_t items = 0;

    for (size_t i = 0; i < count; i++) {
        places += (labels[i].words > 0 ? 1U : 0U) + (begins_article(labels, i) ? 1U : 0U);
        items += 2 + labels[i].questions.count;
    }
    if (items >= UINT32_MAX)
        return GP_NO_MEMORY;
    made->places = gp_arena_alloc(&made->memory, places * sizeof *made->places);
    made->items = gp_arena_alloc(&self->scratch, items * sizeof *made->items);
    return made->places != NULL && made->items != NULL ? GP_OK : GP_NO_MEMORY;
}

static gp_suggest_place *add_place(builder *self, const gp_label *label, gp_str id, gp_str url)
{
    gp_suggestions *made = self->made;
    gp_suggest_place *place = &made->places[made->place_count++];

    *place = (gp_suggest_place){.id = id,
                                .weight = label->weight,
                                .publish_on = label->publish_on,
                                .expires_on = label->expires_on,
                                .kind = label->kind};
    if (url.size > 0)
        place->url = gp_arena_copy(&made->memory, url);
    return place;
}

/* A text without a letter or digit is no suggestion. */
static gp_status add_item(builder *self, gp_str text, const gp_suggest_place *place)
{
    gp_suggestions *made = self->made;
    gp_suggest_item *item;

    gp_buf_reset(&self->key);
    gp_suggest_key(text, &self->key);
    if (self->key.status == GP_NO_MEMORY)
        return GP_NO_MEMORY;
    if (self->key.size == 0 || self->key.status != GP_OK)
        return GP_OK;
    if (self->key.data[self->key.size - 1] != ' ')
        gp_buf_add_byte(&self->key, ' ');
    item = &made->items[made->count++];
    item->text = gp_arena_copy(&made->memory, text);
    item->key = gp_arena_take(&made->memory, &self->key);
    item->place = place;
    return made->memory.failed ? GP_NO_MEMORY : GP_OK;
}

static gp_status add_label(builder *self, const gp_label *label, bool first_of_article)
{
    gp_status status = GP_OK;
    const gp_suggest_place *place;

    if (first_of_article) {
        bool own = gp_str_equal(label->id, label->slug);
        place = add_place(self, label, label->slug, own ? label->url : GP_STR(""));
        status = add_item(self, label->title, place);
    }
    if (status != GP_OK || label->words == 0)
        return status;
    place = add_place(self, label, label->id, label->url);
    status = add_item(self, label->heading, place);
    for (size_t i = 0; i < label->questions.count && status == GP_OK; i++)
        status = add_item(self, label->questions.items[i], place);
    return status;
}

static gp_status gather(builder *self, gp_store *store, gp_error *error)
{
    gp_label *labels;
    size_t count;
    gp_status status = gp_store_labels(store, &self->scratch, &labels, &count, error);

    if (status != GP_OK)
        return status;
    status = make_room(self, labels, count);
    for (size_t i = 0; i < count && status == GP_OK; i++)
        status = add_label(self, &labels[i], begins_article(labels, i));
    return status;
}

/* ---- their order ----------------------------------------------------------------------------- */

static int kind_rank(gp_kind kind)
{
    switch (kind) {
    case GP_GUIDE:
        return 0;
    case GP_FAQ:
        return 1;
    case GP_POST:
        return 2;
    case GP_PAGE:
        break;
    }
    return 3;
}

/* The order in which suggestions are listed. */
static int by_worth(const void *a, const void *b)
{
    const gp_suggest_item *left = a;
    const gp_suggest_item *right = b;
    int order;

    if (left->place->weight < right->place->weight || left->place->weight > right->place->weight)
        return left->place->weight > right->place->weight ? -1 : 1;
    order = kind_rank(left->place->kind) - kind_rank(right->place->kind);
    if (order != 0)
        return order;
    if (left->text.size != right->text.size)
        return left->text.size < right->text.size ? -1 : 1;
    order = gp_str_compare(left->text, right->text);
    return order != 0 ? order : gp_str_compare(left->place->id, right->place->id);
}

/* Of pointers into one array of suggestions. */
static int by_key(const void *a, const void *b)
{
    const gp_suggest_item *left = *(const gp_suggest_item *const *)a;
    const gp_suggest_item *right = *(const gp_suggest_item *const *)b;
    int order = gp_str_compare(left->key, right->key);

    if (order != 0)
        return order;
    return left < right ? -1 : left > right;
}

static gp_status sort_items(builder *self)
{
    gp_suggestions *made = self->made;
    gp_suggest_item *items = gp_arena_alloc(&made->memory, made->count * sizeof *items);
    const gp_suggest_item **order = gp_arena_alloc(&self->scratch, made->count * sizeof *order);
    uint32_t group = 0;

    made->by_key = gp_arena_alloc(&made->memory, made->count * sizeof *made->by_key);
    if (items == NULL || order == NULL || made->by_key == NULL)
        return GP_NO_MEMORY;
    if (made->count > 0)
        memcpy(items, made->items, made->count * sizeof *items);
    made->items = items;
    if (made->count > 1)
        qsort(items, made->count, sizeof *items, by_worth);
    for (size_t i = 0; i < made->count; i++)
        order[i] = &items[i];
    if (made->count > 1)
        qsort(order, made->count, sizeof *order, by_key);
    for (size_t i = 0; i < made->count; i++) {
        if (i > 0 && !gp_str_equal(order[i - 1]->key, order[i]->key))
            group++;
        made->by_key[i] = (uint32_t)(order[i] - items);
        items[made->by_key[i]].group = group;
    }
    return GP_OK;
}

/* ---- synonyms -------------------------------------------------------------------------------- */

static int by_first_stem(const void *a, const void *b)
{
    const gp_suggest_phrase *left = a;
    const gp_suggest_phrase *right = b;

    return gp_str_compare(left->stems->items[0], right->stems->items[0]);
}

static gp_status open_phrases(builder *self, const gp_site *site)
{
    gp_suggestions *made = self->made;
    gp_status status = gp_synonyms_open(site, self->tokenizer, &made->memory, &made->synonyms);
    size_t most = 0;

    for (size_t i = 0; i < made->synonyms.count; i++)
        most += made->synonyms.items[i].count;
    made->phrases = gp_arena_alloc(&made->memory, most * sizeof *made->phrases);
    if (status != GP_OK || made->phrases == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < made->synonyms.count; i++) {
        const gp_synonym_group *group = &made->synonyms.items[i];
        for (size_t j = 0; j < group->count; j++) {
            if (group->items[j].stems.count == 0)
                continue;
            made->phrases[made->phrase_count].stems = &group->items[j].stems;
            made->phrases[made->phrase_count++].group = i;
        }
    }
    if (made->phrase_count > 1)
        qsort(made->phrases, made->phrase_count, sizeof *made->phrases, by_first_stem);
    return GP_OK;
}

size_t gp_suggest_phrase_from(const gp_suggestions *suggestions, gp_str stem)
{
    size_t low = 0;
    size_t high = suggestions->phrase_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (gp_str_compare(suggestions->phrases[middle].stems->items[0], stem) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool stands_at(const builder *self, const gp_str_list *stems, size_t at, size_t end)
{
    if (end - at < stems->count)
        return false;
    for (size_t i = 0; i < stems->count; i++) {
        uint32_t word = self->tokens.items[at + i];
        if (!gp_str_equal(self->vocabulary[word].stem, stems->items[i]))
            return false;
    }
    return true;
}

/* Adds the suggestion to each phrase that begins at its word `at`. */
static gp_status note_phrases(builder *self, uint32_t item, size_t at, size_t end)
{
    gp_suggestions *made = self->made;
    gp_str stem = self->vocabulary[self->tokens.items[at]].stem;

    for (size_t i = self->phrase_of[self->tokens.items[at]]; i < made->phrase_count; i++) {
        gp_suggest_phrase *phrase = &made->phrases[i];
        uint32_t *added;
        if (!gp_str_equal(phrase->stems->items[0], stem))
            break;
        if (!stands_at(self, phrase->stems, at, end) ||
            (phrase->items.count > 0 && phrase->items.items[phrase->items.count - 1] == item))
            continue;
        added = GP_VEC_PUSH(&made->memory, &phrase->items);
        if (added == NULL)
            return GP_NO_MEMORY;
        *added = item;
    }
    return GP_OK;
}

/* ---- words ----------------------------------------------------------------------------------- */

uint32_t gp_suggest_letters(gp_str form, bool *plain)
{
    uint32_t letters = 0;
    bool only = true;

    for (size_t i = 0; i < form.size; i++) {
        if (form.data[i] >= 'a' && form.data[i] <= 'z')
            letters |= 1u << (form.data[i] - 'a');
        else
            only = false;
    }
    if (plain != NULL)
        *plain = only;
    return letters;
}

static size_t find_word(const builder *self, gp_str form)
{
    size_t low = 0;
    size_t high = self->vocabulary_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = gp_str_compare(self->vocabulary[middle].form, form);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return self->vocabulary_count;
}

static gp_status take_token(void *context, const gp_token *token)
{
    builder *self = context;
    size_t word = find_word(self, token->form);
    uint32_t *kept;

    if (word == self->vocabulary_count) /* then nothing is found by it */
        return GP_OK;
    kept = GP_VEC_PUSH(&self->scratch, &self->tokens);
    if (kept == NULL)
        return GP_NO_MEMORY;
    *kept = (uint32_t)word;
    return GP_OK;
}

/* Cuts all suggestions into words. */
static gp_status cut(builder *self)
{
    const gp_suggestions *made = self->made;

    for (size_t i = 0; i < made->count; i++) {
        uint32_t *end;
        gp_status status = gp_tokenizer_run(self->tokenizer, made->items[i].text, GP_TOKENS_PLAIN,
                                            take_token, self);
        if (status != GP_OK)
            return status;
        end = GP_VEC_PUSH(&self->scratch, &self->token_ends);
        if (end == NULL)
            return GP_NO_MEMORY;
        *end = (uint32_t)self->tokens.count;
    }
    return GP_OK;
}

/* Calls for each word of each suggestion, once a suggestion, in the order of their numbers. */
typedef void word_fn(builder *self, uint32_t word, uint32_t item);

static void each_word(builder *self, word_fn *fn)
{
    size_t at = 0;

    memset(self->last_item, 0, self->vocabulary_count * sizeof *self->last_item);
    for (size_t i = 0; i < self->token_ends.count; i++) {
        for (; at < self->token_ends.items[i]; at++) {
            uint32_t word = self->tokens.items[at];
            if (self->last_item[word] == i + 1)
                continue;
            self->last_item[word] = (uint32_t)i + 1;
            fn(self, word, (uint32_t)i);
        }
    }
}

static void count_word(builder *self, uint32_t word, uint32_t item)
{
    (void)item;
    self->times[word]++;
}

/* times[word] is now where its next posting goes. */
static void post_word(builder *self, uint32_t word, uint32_t item)
{
    self->made->postings[self->times[word]++] = item;
}

static gp_status post_words(builder *self)
{
    gp_suggestions *made = self->made;
    size_t total = 0;

    each_word(self, count_word);
    for (size_t i = 0; i < self->vocabulary_count; i++)
        made->word_count += self->times[i] > 0;
    made->words = gp_arena_alloc(&made->memory, (made->word_count + 1) * sizeof *made->words);
    if (made->words == NULL)
        return GP_NO_MEMORY;
    made->word_count = 0;
    for (size_t i = 0; i < self->vocabulary_count; i++) {
        uint32_t times = self->times[i];
        if (times == 0)
            continue;
        made->words[made->word_count++] =
            (gp_suggest_word){self->vocabulary[i].form, (uint32_t)total,
                              gp_suggest_letters(self->vocabulary[i].form, NULL)};
        self->times[i] = (uint32_t)total;
        total += times;
    }
    made->words[made->word_count].first = (uint32_t)total;
    made->postings = gp_arena_alloc(&made->memory, total * sizeof *made->postings);
    if (made->postings == NULL)
        return GP_NO_MEMORY;
    each_word(self, post_word);
    return GP_OK;
}

static gp_status find_phrases(builder *self)
{
    size_t at = 0;
    gp_status status = GP_OK;

    for (size_t i = 0; i < self->token_ends.count; i++) {
        size_t end = self->token_ends.items[i];
        for (; at < end && status == GP_OK; at++)
            status = note_phrases(self, (uint32_t)i, at, end);
    }
    return status;
}

static gp_status index_words(builder *self, gp_store *store)
{
    size_t count;
    gp_status status;

    self->vocabulary = gp_store_vocabulary(store, &count);
    self->vocabulary_count = count;
    self->last_item = gp_arena_alloc(&self->scratch, count * sizeof *self->last_item);
    self->times = gp_arena_alloc(&self->scratch, count * sizeof *self->times);
    self->phrase_of = gp_arena_alloc(&self->scratch, count * sizeof *self->phrase_of);
    if (self->scratch.failed)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        self->phrase_of[i] = (uint32_t)gp_suggest_phrase_from(self->made, self->vocabulary[i].stem);
    status = cut(self);
    if (status == GP_OK && self->tokens.count >= UINT32_MAX)
        status = GP_NO_MEMORY;
    if (status == GP_OK)
        status = post_words(self);
    return status == GP_OK ? find_phrases(self) : status;
}

size_t gp_suggest_word_from(const gp_suggestions *suggestions, gp_str form)
{
    size_t low = 0;
    size_t high = suggestions->word_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (gp_str_compare(suggestions->words[middle].form, form) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- opening --------------------------------------------------------------------------------- */

gp_status gp_suggestions_open(gp_store *store, const gp_site *site, gp_suggestions **suggestions,
                              gp_error *error)
{
    builder self = {.made = gp_alloc(sizeof *self.made)};
    gp_status status;

    *suggestions = NULL;
    if (self.made == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "the suggestions: not enough memory");
    gp_arena_init(&self.made->memory, MEMORY_LIMIT);
    gp_arena_init(&self.scratch, MEMORY_LIMIT);
    gp_buf_init(&self.key, KEY_LIMIT);
    status = gp_tokenizer_open("en", &self.tokenizer, error);
    if (status == GP_OK)
        status = gather(&self, store, error);
    if (status == GP_OK)
        status = sort_items(&self);
    if (status == GP_OK)
        status = open_phrases(&self, site);
    if (status == GP_OK)
        status = index_words(&self, store);
    gp_tokenizer_close(self.tokenizer);
    gp_buf_clear(&self.key);
    gp_arena_clear(&self.scratch);
    if (status != GP_OK) {
        gp_suggestions_close(self.made);
        return status == GP_NO_MEMORY
                   ? gp_error_set(error, status, "the suggestions: not enough memory")
                   : status;
    }
    *suggestions = self.made;
    return GP_OK;
}

void gp_suggestions_close(gp_suggestions *suggestions)
{
    if (suggestions == NULL)
        return;
    gp_arena_clear(&suggestions->memory);
    gp_free(suggestions);
}

size_t gp_suggestions_count(const gp_suggestions *suggestions, size_t *bytes)
{
    *bytes = sizeof *suggestions + suggestions->memory.used;
    return suggestions->count;
}
