#include "search/query.h"

#include "base/utf8.h"
#include "search/search.h"
#include "search/weights.h"
#include "text/stop_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    TOKENS_MAX = GP_QUESTION_MAX / 2 + 1, /* no question has more: a notice looks at every word */
    PHRASE_MAX = 8,                       /* words of a form, as the store allows */
    COMPLETIONS = 16,
    COMPLETE_FROM = 2,    /* letters that must be typed before a word is completed */
    UNKNOWN_COMPLETE = 4, /* letters of an unknown last word that is completed unasked */
    TERMS_BEFORE_CUT = 256
};

/* A stretch of the question with one role. */
typedef struct piece {
    gp_str text;
    gp_role role; /* GP_SHOULD: plain words */
} piece;
typedef GP_VEC(piece) piece_list;

typedef struct term_draft {
    gp_query_term info;
    gp_role role;
    gp_form *forms; /* room for GP_MATCH_FORMS */
    gp_str *why;
    size_t form_count;
    gp_str stem; /* of a single word; empty for phrases */
} term_draft;

typedef struct parser {
    const gp_query_request *request;
    gp_store *store;
    gp_tokenizer *tokenizer;
    gp_arena *arena;
    gp_query *query;
    size_t sections; /* N */
    GP_VEC(term_draft) drafts;
    gp_token_list plain; /* words that are neither quoted nor excluded */
    bool ends_open;      /* the question ends in the middle of a plain word */
} parser;

double gp_query_idf(size_t sections, size_t frequency)
{
    double n = (double)sections;
    double df = frequency > sections ? n : (double)frequency;

    return log(1 + (n - df + .5) / (df + .5));
}

/* ---- pieces ---------------------------------------------------------------------------------- */

/* The length of a quotation mark at `at`: " or one of the typographic double ones; 0: none. */
static size_t quote_at(gp_str text, size_t at)
{
    if (text.data[at] == '"')
        return 1;
    if (text.size - at >= 3 && (memcmp(text.data + at, "\xE2\x80\x9C", 3) == 0 ||
                                memcmp(text.data + at, "\xE2\x80\x9D", 3) == 0 ||
                                memcmp(text.data + at, "\xE2\x80\x9E", 3) == 0))
        return 3;
    return 0;
}

static bool blank_at(gp_str text, size_t at)
{
    return text.data[at] == ' ' || text.data[at] == '\n' || text.data[at] == '\t';
}

/* A minus that excludes stands before a word and behind a blank: "co-occurring" and "- so" do not. */
static bool minus_at(gp_str text, size_t at)
{
    return text.data[at] == '-' && (at == 0 || blank_at(text, at - 1)) && at + 1 < text.size &&
           !blank_at(text, at + 1) && text.data[at + 1] != '-';
}

static gp_status add_piece(parser *self, piece_list *pieces, size_t start, size_t end, gp_role role)
{
    piece *added;

    if (start >= end)
        return GP_OK;
    added = GP_VEC_PUSH(self->arena, pieces);
    if (added == NULL)
        return GP_NO_MEMORY;
    *added = (piece){gp_str_slice(self->query->text, start, end), role};
    return GP_OK;
}

static size_t closing_quote(gp_str text, size_t from)
{
    while (from < text.size && quote_at(text, from) == 0)
        from++;
    return from;
}

static size_t word_end(gp_str text, size_t from)
{
    while (from < text.size && !blank_at(text, from))
        from++;
    return from;
}

static gp_status split_pieces(parser *self, piece_list *pieces)
{
    gp_str text = self->query->text;
    size_t start = 0;
    size_t at = 0;
    gp_status status = GP_OK;

    while (at < text.size && status == GP_OK) {
        bool minus = minus_at(text, at);
        size_t quote = minus ? quote_at(text, at + 1) : quote_at(text, at);
        size_t inside = at + quote + (minus ? 1 : 0);
        size_t end = quote > 0 ? closing_quote(text, inside) : word_end(text, inside);
        if (!minus && (quote == 0 || end >= text.size)) { /* a lone quotation mark says nothing */
            at += quote > 0 ? quote : 1;
            continue;
        }
        status = add_piece(self, pieces, start, at, GP_SHOULD);
        if (status == GP_OK)
            status = add_piece(self, pieces, inside, end, minus ? GP_MUST_NOT : GP_MUST);
        at = end < text.size && quote > 0 ? end + quote_at(text, end) : end;
        start = at;
    }
    self->ends_open = start < text.size && !blank_at(text, text.size - 1);
    return status == GP_OK ? add_piece(self, pieces, start, text.size, GP_SHOULD) : status;
}

/* ---- terms ----------------------------------------------------------------------------------- */

static term_draft *add_draft(parser *self, gp_role role, gp_str shown)
{
    term_draft *draft = GP_VEC_PUSH(self->arena, &self->drafts);

    if (draft == NULL)
        return NULL;
    draft->role = role;
    draft->info.shown = shown;
    draft->forms = gp_arena_alloc(self->arena, GP_MATCH_FORMS * sizeof *draft->forms);
    draft->why = gp_arena_alloc(self->arena, GP_MATCH_FORMS * sizeof *draft->why);
    return draft->forms != NULL && draft->why != NULL ? draft : NULL;
}

/* Adds a form of `count` stems unless the term has it already. */
static gp_status add_form(parser *self, term_draft *draft, const gp_str *stems, size_t count,
                          float weight, gp_str why)
{
    gp_str *copy;

    if (draft->form_count >= GP_MATCH_FORMS || count < 1 || count > PHRASE_MAX)
        return GP_OK;
    for (size_t i = 0; i < draft->form_count; i++) {
        bool same = draft->forms[i].stem_count == count;
        for (size_t j = 0; j < count && same; j++)
            same = gp_str_equal(draft->forms[i].stems[j], stems[j]);
        if (same)
            return GP_OK;
    }
    copy = gp_arena_alloc(self->arena, count * sizeof *copy);
    if (copy == NULL)
        return GP_NO_MEMORY;
    memcpy(copy, stems, count * sizeof *copy);
    draft->forms[draft->form_count] = (gp_form){copy, count, weight};
    draft->why[draft->form_count++] = why;
    return GP_OK;
}

static double idf_of(parser *self, gp_str stem)
{
    uint32_t frequency = 0;

    if (gp_store_frequencies(self->store, &stem, 1, &frequency) != GP_OK)
        return 0;
    return gp_query_idf(self->sections, frequency);
}

static term_draft *draft_of_stem(parser *self, gp_str stem)
{
    for (size_t i = 0; i < self->drafts.count; i++) {
        if (gp_str_equal(self->drafts.items[i].stem, stem))
            return &self->drafts.items[i];
    }
    return NULL;
}

/* One plain word; a word that was there before adds nothing. */
static gp_status add_word(parser *self, const gp_token *token)
{
    bool negation = gp_negation(token->form);
    bool stop = gp_stop_word(token->form);
    term_draft *draft;
    gp_token *kept = GP_VEC_PUSH(self->arena, &self->plain);

    if (kept == NULL)
        return GP_NO_MEMORY;
    *kept = *token;
    if (draft_of_stem(self, token->stem) != NULL || self->drafts.count >= TERMS_BEFORE_CUT)
        return GP_OK;
    draft = add_draft(self, stop || negation ? GP_OPTIONAL : GP_SHOULD, token->form);
    if (draft == NULL)
        return GP_NO_MEMORY;
    draft->stem = token->stem;
    draft->info.stop = stop || negation;
    draft->info.idf = idf_of(self, token->stem);
    draft->info.weight = draft->info.idf * (stop ? GP_WEIGHT_STOP : 1);
    return add_form(self, draft, &token->stem, 1, 1, GP_STR(""));
}

/* Quoted or excluded words: one term that is a phrase. */
static gp_status add_phrase(parser *self, const gp_token_list *tokens, gp_role role, gp_str shown)
{
    gp_str stems[PHRASE_MAX];
    size_t count = tokens->count < PHRASE_MAX ? tokens->count : PHRASE_MAX;
    term_draft *draft;

    if (count == 0)
        return GP_OK;
    draft = add_draft(self, role, shown);
    if (draft == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        stems[i] = tokens->items[i].stem;
        draft->info.idf += idf_of(self, stems[i]);
    }
    draft->info.weight = draft->info.idf;
    return add_form(self, draft, stems, count, 1, GP_STR(""));
}

static gp_status read_piece(parser *self, const piece *part)
{
    gp_token_list tokens;
    gp_status status =
        gp_tokenizer_list(self->tokenizer, part->text, TOKENS_MAX, self->arena, &tokens);

    if (status != GP_OK || part->role != GP_SHOULD)
        return status == GP_OK ? add_phrase(self, &tokens, part->role, part->text) : status;
    for (size_t i = 0; i < tokens.count && status == GP_OK; i++)
        status = add_word(self, &tokens.items[i]);
    return status;
}

/* ---- completion ------------------------------------------------------------------------------ */

/* The last word may be unfinished: the words it begins are weaker forms of it. */
static gp_status complete_last(parser *self)
{
    const gp_token *last = self->plain.count > 0 ? &self->plain.items[self->plain.count - 1] : NULL;
    term_draft *draft = last != NULL ? draft_of_stem(self, last->stem) : NULL;
    gp_word_list words;
    uint32_t frequency = 0;
    gp_status status;

    if (!self->ends_open || draft == NULL || last->form.size < COMPLETE_FROM)
        return GP_OK;
    status = gp_store_frequencies(self->store, &last->stem, 1, &frequency);
    if (status != GP_OK ||
        (!self->request->typing && (frequency > 0 || last->form.size < UNKNOWN_COMPLETE)))
        return status;
    status = gp_store_words(self->store, last->form, COMPLETIONS, self->arena, &words);
    for (size_t i = 0; i < words.count && status == GP_OK; i++) {
        float weight = frequency > 0 ? GP_WEIGHT_COMPLETION_OF_WORD : GP_WEIGHT_COMPLETION;
        status = add_form(self, draft, &words.items[i].stem, 1, weight, GP_STR(""));
    }
    if (status == GP_OK && words.count > 0 && frequency == 0) {
        /* an unknown beginning weighs as its most frequent completion, not as a rare word */
        draft->info.idf = idf_of(self, words.items[0].stem);
        draft->info.weight = draft->info.idf;
        draft->role = GP_SHOULD;
        draft->info.stop = false;
    }
    return status;
}

/* ---- synonyms -------------------------------------------------------------------------------- */

static gp_status open_phrase(gp_str text, gp_tokenizer *tokenizer, gp_arena *arena,
                             gp_synonym_group *group)
{
    gp_token_list tokens;
    gp_synonym_phrase *phrase = GP_VEC_PUSH(arena, group);
    gp_status status = gp_tokenizer_list(tokenizer, text, PHRASE_MAX, arena, &tokens);

    if (phrase == NULL || status != GP_OK)
        return GP_NO_MEMORY;
    phrase->shown = text;
    for (size_t i = 0; i < tokens.count; i++) {
        if (!gp_str_list_add(arena, &phrase->stems, tokens.items[i].stem))
            return GP_NO_MEMORY;
    }
    return GP_OK;
}

gp_status gp_synonyms_open(const gp_site *site, gp_tokenizer *tokenizer, gp_arena *arena,
                           gp_synonym_table *table)
{
    *table = (gp_synonym_table){NULL, 0, 0};
    for (size_t i = 0; i < site->synonyms.count; i++) {
        const gp_str_list *words = &site->synonyms.items[i].words;
        gp_synonym_group *group = GP_VEC_PUSH(arena, table);
        if (group == NULL)
            return GP_NO_MEMORY;
        for (size_t j = 0; j < words->count; j++) {
            if (open_phrase(words->items[j], tokenizer, arena, group) != GP_OK)
                return GP_NO_MEMORY;
        }
    }
    return GP_OK;
}

/* Where the phrase's stems stand in a row among the plain words; their count when nowhere. */
static size_t find_phrase(const parser *self, const gp_str_list *stems)
{
    for (size_t at = 0; stems->count > 0 && at + stems->count <= self->plain.count; at++) {
        size_t i = 0;
        while (i < stems->count && gp_str_equal(self->plain.items[at + i].stem, stems->items[i]))
            i++;
        if (i == stems->count)
            return at;
    }
    return self->plain.count;
}

static gp_status add_synonyms(parser *self, term_draft *draft, const gp_synonym_group *group,
                              size_t asked)
{
    gp_status status = GP_OK;

    for (size_t i = 0; i < group->count && status == GP_OK; i++) {
        const gp_synonym_phrase *phrase = &group->items[i];
        gp_str why;
        if (i == asked)
            continue;
        why = gp_arena_printf(self->arena, "%.*s = %.*s", GP_STR_ARGS(group->items[asked].shown),
                              GP_STR_ARGS(phrase->shown));
        status =
            add_form(self, draft, phrase->stems.items, phrase->stems.count, GP_WEIGHT_SYNONYM, why);
    }
    return status;
}

/* The term that a found synonym belongs to: its own word's, or for a phrase a term of its own. */
static gp_status draft_for_synonym(parser *self, const gp_synonym_phrase *phrase,
                                   term_draft **draft)
{
    double weight = 0;

    if (phrase->stems.count == 1) {
        *draft = draft_of_stem(self, phrase->stems.items[0]);
        return GP_OK;
    }
    for (size_t i = 0; i < phrase->stems.count; i++)
        weight += idf_of(self, phrase->stems.items[i]);
    *draft = add_draft(self, GP_SHOULD, phrase->shown);
    if (*draft == NULL)
        return GP_NO_MEMORY;
    (*draft)->info.extra = true;
    (*draft)->info.idf = weight / (double)phrase->stems.count;
    (*draft)->info.weight = (*draft)->info.idf;
    return GP_OK;
}

/* A group is used once, by the first of its words that is asked. */
static gp_status apply_group(parser *self, const gp_synonym_group *group)
{
    for (size_t i = 0; i < group->count; i++) {
        const gp_synonym_phrase *phrase = &group->items[i];
        term_draft *draft = NULL;
        gp_status status;
        if (find_phrase(self, &phrase->stems) >= self->plain.count)
            continue;
        status = draft_for_synonym(self, phrase, &draft);
        return status == GP_OK && draft != NULL ? add_synonyms(self, draft, group, i) : status;
    }
    return GP_OK;
}

static gp_status apply_synonyms(parser *self)
{
    gp_status status = GP_OK;

    for (size_t i = 0; i < self->request->synonyms->count && status == GP_OK; i++)
        status = apply_group(self, &self->request->synonyms->items[i]);
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* What must and must not stand first, then by weight. */
static int weightiest_first(const void *a, const void *b)
{
    const term_draft *left = a;
    const term_draft *right = b;
    bool left_fixed = left->role == GP_MUST || left->role == GP_MUST_NOT;
    bool right_fixed = right->role == GP_MUST || right->role == GP_MUST_NOT;

    if (left_fixed != right_fixed)
        return left_fixed ? -1 : 1;
    if (left->info.weight > right->info.weight || left->info.weight < right->info.weight)
        return left->info.weight > right->info.weight ? -1 : 1;
    return gp_str_compare(left->info.shown, right->info.shown);
}

static void write_terms(parser *self)
{
    gp_query *query = self->query;

    if (self->drafts.count > GP_MATCH_TERMS)
        qsort(self->drafts.items, self->drafts.count, sizeof self->drafts.items[0],
              weightiest_first);
    for (size_t i = 0; i < self->drafts.count && query->count < GP_MATCH_TERMS; i++) {
        term_draft *draft = &self->drafts.items[i];
        draft->info.why = draft->why;
        query->terms[query->count] =
            (gp_match_term){draft->forms, draft->form_count, draft->info.weight, draft->role};
        query->info[query->count++] = draft->info;
        if (!draft->info.extra && draft->role != GP_MUST_NOT)
            query->upper += draft->info.weight;
    }
}

static gp_str clean_question(gp_str question, gp_arena *arena)
{
    gp_buf buf;
    gp_str text;

    gp_buf_init(&buf, GP_QUESTION_MAX * 3 + 3);
    gp_utf8_add_clean(&buf, gp_str_slice(question, 0, gp_utf8_floor(question, GP_QUESTION_MAX)));
    text = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return text;
}

gp_status gp_query_parse(const gp_query_request *request, gp_store *store, gp_tokenizer *tokenizer,
                         gp_arena *arena, gp_query *query)
{
    parser self = {request, store, tokenizer, arena, query, 0, {NULL, 0, 0}, {NULL, 0, 0}, false};
    piece_list pieces = {NULL, 0, 0};
    gp_corpus corpus;
    gp_status status;

    memset(query, 0, sizeof *query);
    gp_store_corpus(store, &corpus);
    self.sections = corpus.sections;
    query->text = clean_question(request->question, arena);
    if (query->text.data == NULL)
        return GP_NO_MEMORY;
    status = split_pieces(&self, &pieces);
    for (size_t i = 0; i < pieces.count && status == GP_OK; i++)
        status = read_piece(&self, &pieces.items[i]);
    if (status == GP_OK)
        status = complete_last(&self);
    if (status == GP_OK)
        status = apply_synonyms(&self);
    if (status == GP_OK)
        status = gp_tokenizer_list(tokenizer, query->text, TOKENS_MAX, arena, &query->tokens);
    if (status != GP_OK)
        return status;
    write_terms(&self);
    return arena->failed ? GP_NO_MEMORY : GP_OK;
}
