#include "search/query_draft.h"

#include "base/utf8.h"
#include "search/query_pieces.h"
#include "search/search.h"
#include "search/weights.h"
#include "text/sentence.h"
#include "text/stop_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    TOKENS_MAX = GP_QUESTION_MAX / 2 + 1, /* no question has more: a notice looks at every word */
    TERMS_BEFORE_CUT = 256
};

double gp_query_idf(size_t sections, size_t frequency)
{
    double n = (double)sections;
    double df = frequency > sections ? n : (double)frequency;

    return log(1 + (n - df + .5) / (df + .5));
}

/* ---- drafts ---------------------------------------------------------------------------------- */

gp_draft *gp_draft_add(gp_drafting *self, gp_role role, gp_str shown)
{
    gp_draft *draft = GP_VEC_PUSH(self->arena, &self->drafts);

    if (draft == NULL)
        return NULL;
    draft->role = role;
    draft->info.shown = shown;
    draft->forms = gp_arena_alloc(self->arena, GP_MATCH_FORMS * sizeof *draft->forms);
    draft->why = gp_arena_alloc(self->arena, GP_MATCH_FORMS * sizeof *draft->why);
    return draft->forms != NULL && draft->why != NULL ? draft : NULL;
}

gp_status gp_draft_add_form(gp_drafting *self, gp_draft *draft, const gp_str *stems, size_t count,
                            float weight, gp_str why)
{
    gp_str *copy;

    if (draft->form_count >= GP_MATCH_FORMS || count < 1 || count > GP_PHRASE_MAX)
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

uint32_t gp_draft_frequency(gp_drafting *self, gp_str stem)
{
    uint32_t frequency = 0;

    return gp_store_frequencies(self->store, &stem, 1, &frequency) == GP_OK ? frequency : 0;
}

double gp_draft_idf(gp_drafting *self, gp_str stem)
{
    return gp_query_idf(self->sections, gp_draft_frequency(self, stem));
}

gp_draft *gp_draft_of_stem(gp_drafting *self, gp_str stem)
{
    for (size_t i = 0; i < self->drafts.count; i++) {
        if (gp_str_equal(self->drafts.items[i].stem, stem))
            return &self->drafts.items[i];
    }
    return NULL;
}

/* ---- reading the question -------------------------------------------------------------------- */

/* One plain word; a word that was there before adds nothing. */
static gp_status add_word(gp_drafting *self, const gp_token *token)
{
    bool negation = gp_negation(token->form);
    bool stop = gp_stop_word(token->form);
    gp_draft *draft;
    gp_token *kept = GP_VEC_PUSH(self->arena, &self->plain);

    if (kept == NULL)
        return GP_NO_MEMORY;
    *kept = *token;
    if (gp_draft_of_stem(self, token->stem) != NULL || self->drafts.count >= TERMS_BEFORE_CUT)
        return GP_OK;
    draft = gp_draft_add(self, stop || negation ? GP_OPTIONAL : GP_SHOULD, token->form);
    if (draft == NULL)
        return GP_NO_MEMORY;
    draft->form = token->form;
    draft->stem = token->stem;
    draft->info.stem = token->stem;
    draft->sections = gp_draft_frequency(self, token->stem);
    draft->info.stop = stop || negation;
    draft->info.idf = gp_query_idf(self->sections, draft->sections);
    draft->info.weight = draft->info.idf * (stop ? GP_WEIGHT_STOP : 1);
    return gp_draft_add_form(self, draft, &token->stem, 1, 1, GP_STR(""));
}

/* Quoted or excluded words: one term that is a phrase. */
static gp_status add_phrase(gp_drafting *self, const gp_token_list *tokens, gp_role role,
                            gp_str shown)
{
    gp_str stems[GP_PHRASE_MAX];
    size_t count = tokens->count < GP_PHRASE_MAX ? tokens->count : GP_PHRASE_MAX;
    gp_draft *draft;

    if (count == 0)
        return GP_OK;
    draft = gp_draft_add(self, role, shown);
    if (draft == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        stems[i] = tokens->items[i].stem;
        draft->info.idf += gp_draft_idf(self, stems[i]);
    }
    draft->info.weight = draft->info.idf;
    return gp_draft_add_form(self, draft, stems, count, 1, GP_STR(""));
}

/* True when the index holds the words side by side. Else quotation marks ask for what is not there, and
 * people who quote a word to doubt it ("stole" my card) would find nothing. */
static gp_status phrase_stands(gp_drafting *self, const gp_token_list *tokens, bool *stands)
{
    gp_str stems[GP_PHRASE_MAX];
    gp_form form = {stems, 0, 1};
    gp_match_term term = {&form, 1, 1, GP_MUST};
    gp_match_request request = {.terms = &term, .term_count = 1, .limit = 1};
    gp_match match;
    gp_status status;

    for (size_t i = 0; i < tokens->count && i < GP_PHRASE_MAX; i++)
        stems[form.stem_count++] = tokens->items[i].stem;
    *stands = false;
    if (form.stem_count == 0)
        return GP_OK;
    status = gp_store_match(self->store, &request, self->arena, &match, NULL);
    *stands = status == GP_OK && match.total > 0;
    return status;
}

/* Letters that became one word also meet the text where it has them apart. */
static gp_status add_letters(gp_drafting *self, const gp_token *letters, size_t count, gp_str stem)
{
    gp_str stems[GP_PHRASE_MAX];
    gp_draft *draft = gp_draft_of_stem(self, stem);

    for (size_t i = 0; i < count && i < GP_PHRASE_MAX; i++)
        stems[i] = letters[i].stem;
    return draft != NULL ? gp_draft_add_form(self, draft, stems, count, 1, GP_STR("")) : GP_OK;
}

static gp_status read_piece(gp_drafting *self, const gp_piece *part)
{
    gp_token_list tokens;
    bool stands = true;
    gp_status status =
        gp_tokenizer_list(self->tokenizer, part->text, TOKENS_MAX, self->arena, &tokens);

    if (status == GP_OK && part->role == GP_MUST)
        status = phrase_stands(self, &tokens, &stands);
    if (status != GP_OK || (part->role != GP_SHOULD && stands))
        return status == GP_OK ? add_phrase(self, &tokens, part->role, part->text) : status;
    for (size_t i = 0, used = 1; i < tokens.count && status == GP_OK; i += used) {
        gp_token word;
        status = gp_expand_letters(self, part->text, &tokens, i, &word, &used);
        if (status == GP_OK)
            status = add_word(self, &word);
        if (status == GP_OK && used > 1)
            status = add_letters(self, &tokens.items[i], used, word.stem);
    }
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* What must and must not stand first, then by weight. */
static int weightiest_first(const void *a, const void *b)
{
    const gp_draft *left = a;
    const gp_draft *right = b;
    bool left_fixed = left->role == GP_MUST || left->role == GP_MUST_NOT;
    bool right_fixed = right->role == GP_MUST || right->role == GP_MUST_NOT;

    if (left_fixed != right_fixed)
        return left_fixed ? -1 : 1;
    if (left->info.weight > right->info.weight || left->info.weight < right->info.weight)
        return left->info.weight > right->info.weight ? -1 : 1;
    return gp_str_compare(left->info.shown, right->info.shown);
}

static bool carries(const gp_draft *draft)
{
    return draft->role == GP_SHOULD && !draft->info.stop && !draft->info.extra;
}

static size_t count_carrying(const gp_drafting *self)
{
    size_t count = 0;

    for (size_t i = 0; i < self->drafts.count; i++)
        count += carries(&self->drafts.items[i]);
    return count;
}

/* In a story the sentence that asks says more than those that tell. */
static gp_status emphasize_questions(gp_drafting *self, const gp_query *query)
{
    gp_sentence_list sentences = {NULL, 0, 0};
    gp_status status = gp_sentences(query->text, GP_QUESTION_MAX, self->arena, &sentences);
    size_t at = 0;

    for (size_t i = 0; i < sentences.count && status == GP_OK; i++) {
        const gp_sentence *sentence = &sentences.items[i];
        bool asks = sentence->end > sentence->start && query->text.data[sentence->end - 1] == '?';
        for (; at < query->tokens.count && query->tokens.items[at].start < sentence->end; at++) {
            gp_draft *draft = gp_draft_of_stem(self, query->tokens.items[at].stem);
            if (asks && draft != NULL && !draft->info.asked) {
                draft->info.asked = true;
                draft->info.weight *= GP_WEIGHT_ASKED;
            }
        }
    }
    return status;
}

/* A worried paragraph is reduced to its weightiest words: of a story's words most stand in no section,
 * and its function words are so many that together they would decide. */
static gp_status reduce_story(gp_drafting *self, const gp_query *query)
{
    size_t kept = 0;
    gp_status status = GP_OK;

    if (count_carrying(self) < GP_STORY_FROM)
        return GP_OK;
    for (size_t i = 0; i < self->drafts.count; i++) {
        gp_draft *draft = &self->drafts.items[i];
        bool unknown = carries(draft) && draft->sections == 0 && draft->form_count == 1;
        if (!draft->info.stop && !unknown)
            self->drafts.items[kept++] = *draft;
    }
    self->drafts.count = kept;
    status = emphasize_questions(self, query);
    if (kept > GP_STORY_TERMS) {
        qsort(self->drafts.items, kept, sizeof self->drafts.items[0], weightiest_first);
        self->drafts.count = GP_STORY_TERMS;
    }
    return status;
}

static void write_terms(gp_drafting *self, gp_query *query)
{
    if (self->drafts.count > GP_MATCH_TERMS)
        qsort(self->drafts.items, self->drafts.count, sizeof self->drafts.items[0],
              weightiest_first);
    for (size_t i = 0; i < self->drafts.count && query->count < GP_MATCH_TERMS; i++) {
        gp_draft *draft = &self->drafts.items[i];
        draft->info.why = draft->why;
        query->terms[query->count] =
            (gp_match_term){draft->forms, draft->form_count, draft->info.weight, draft->role};
        query->info[query->count++] = draft->info;
        if (!draft->info.extra && draft->role != GP_MUST_NOT)
            query->upper += draft->info.weight;
    }
}

/* The term of a plain word that is no function word; query->count when it has none. */
static size_t term_of(const gp_query *query, const gp_token *token)
{
    for (size_t i = 0; i < query->count; i++) {
        if (!query->info[i].stop && !query->info[i].extra && query->terms[i].role == GP_SHOULD &&
            gp_str_equal(query->terms[i].forms[0].stems[0], token->stem))
            return i;
    }
    return query->count;
}

static void write_pairs(const gp_drafting *self, gp_query *query)
{
    size_t before = query->count;

    for (size_t i = 0; i < self->plain.count && query->pair_count < GP_MATCH_TERMS; i++) {
        size_t term = term_of(query, &self->plain.items[i]);
        if (term == query->count)
            continue;
        if (before != query->count && before != term) {
            double one = query->info[before].idf;
            double other = query->info[term].idf;
            query->pairs[query->pair_count++] =
                (gp_query_pair){(uint8_t)before, (uint8_t)term, one < other ? one : other};
        }
        before = term;
    }
}

/* What the word was corrected to, or empty. */
static gp_str correction_of(const gp_drafting *self, gp_str form)
{
    for (size_t i = 0; i < self->drafts.count; i++) {
        const gp_draft *draft = &self->drafts.items[i];
        if (draft->info.corrected.size > 0 && gp_str_equal(draft->form, form))
            return draft->info.corrected;
    }
    return (gp_str){NULL, 0};
}

/* The question as it was understood, for "Showing results for". */
static gp_status write_corrected(gp_drafting *self, gp_query *query)
{
    gp_buf buf;
    size_t at = 0;
    bool any = false;

    gp_buf_init(&buf, query->text.size * 4 + 64);
    for (size_t i = 0; i < query->tokens.count; i++) {
        const gp_token *token = &query->tokens.items[i];
        gp_str corrected = correction_of(self, token->form);
        if (corrected.size == 0)
            continue;
        any = true;
        gp_buf_add(&buf, gp_str_slice(query->text, at, token->start));
        gp_buf_add(&buf, corrected);
        at = token->end;
    }
    gp_buf_add(&buf, gp_str_slice(query->text, at, query->text.size));
    if (any)
        query->corrected = gp_arena_take(self->arena, &buf);
    gp_buf_clear(&buf);
    return self->arena->failed ? GP_NO_MEMORY : GP_OK;
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
    gp_drafting self = {.request = request, .store = store, .tokenizer = tokenizer, .arena = arena};
    gp_piece_list pieces = {NULL, 0, 0};
    gp_corpus corpus;
    gp_status status;

    memset(query, 0, sizeof *query);
    gp_store_corpus(store, &corpus);
    self.sections = corpus.sections;
    query->text = clean_question(request->question, arena);
    if (query->text.data == NULL)
        return GP_NO_MEMORY;
    status = gp_query_split(query->text, arena, &pieces, &self.ends_open);
    for (size_t i = 0; i < pieces.count && status == GP_OK; i++)
        status = read_piece(&self, &pieces.items[i]);
    if (status == GP_OK)
        status = gp_expand_last(&self);
    if (status == GP_OK)
        status = gp_expand_acronyms(&self);
    if (status == GP_OK)
        status = gp_expand_unknown(&self);
    if (status == GP_OK)
        status = gp_expand_synonyms(&self);
    if (status == GP_OK)
        status = gp_tokenizer_list(tokenizer, query->text, TOKENS_MAX, arena, &query->tokens);
    if (status != GP_OK)
        return status;
    status = reduce_story(&self, query);
    if (status != GP_OK)
        return status;
    write_terms(&self, query);
    write_pairs(&self, query);
    return write_corrected(&self, query);
}
