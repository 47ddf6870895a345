#include "search/query_draft.h"

#include "search/weights.h"
#include "text/dictionary.h"
#include "text/stop_words.h"

#include <string.h>

enum {
    COMPLETIONS = 16,
    COMPLETE_FROM = 2,    /* letters that must be typed before a word is completed */
    UNKNOWN_COMPLETE = 4, /* letters of an unknown last word that is completed unasked */
    PART_LEAST = 2        /* letters of either word in what was written together */
};

/* ---- single letters -------------------------------------------------------------------------- */

static bool is_letter(const gp_token *token)
{
    return token->form.size == 1 && token->form.data[0] >= 'a' && token->form.data[0] <= 'z';
}

/* Letters that are words, too. */
static bool is_a_or_i(const gp_token *token)
{
    return is_letter(token) && (token->form.data[0] == 'a' || token->form.data[0] == 'i');
}

/* True when nothing but points and blanks stands between the letters; `*points`: there is a point. */
static bool joins(gp_str text, const gp_token *left, const gp_token *right, bool *points)
{
    bool met = false;

    if (!is_letter(left) || !is_letter(right))
        return false;
    for (size_t i = left->end; i < right->start; i++) {
        if (text.data[i] != '.' && text.data[i] != ' ')
            return false;
        met |= text.data[i] == '.';
    }
    *points |= met;
    return true;
}

/* The letters as one word, if the index holds it; else `word` stays as it is. */
static gp_status join(gp_drafting *self, const gp_token *letters, size_t count, gp_token *word,
                      bool *known)
{
    char joined[GP_PHRASE_MAX];
    gp_token_list tokens;
    gp_status status;

    for (size_t i = 0; i < count; i++)
        joined[i] = letters[i].form.data[0];
    status = gp_tokenizer_list(self->tokenizer, (gp_str){joined, count}, 2, self->arena, &tokens);
    *known =
        status == GP_OK && tokens.count == 1 && gp_draft_frequency(self, tokens.items[0].stem) > 0;
    if (*known) {
        *word = tokens.items[0];
        word->start = letters[0].start;
        word->end = letters[count - 1].end;
    }
    return status;
}

gp_status gp_expand_letters(gp_drafting *self, gp_str text, const gp_token_list *tokens, size_t at,
                            gp_token *word, size_t *used)
{
    const gp_token *letters = &tokens->items[at];
    size_t room = tokens->count - at < GP_PHRASE_MAX ? tokens->count - at : GP_PHRASE_MAX;
    size_t count = 1;
    bool points = false;
    bool more = false; /* than "a" and "i" */
    bool known = false;
    gp_status status = GP_OK;

    *word = *letters;
    *used = 1;
    /* a run is tried from its beginning: only "a" and "i" may be words before it */
    if (at > 0 && joins(text, letters - 1, letters, &points) && !is_a_or_i(letters - 1))
        return GP_OK;
    points = false;
    while (count < room && joins(text, &letters[count - 1], &letters[count], &points))
        count++;
    for (size_t i = 0; i < count; i++)
        more |= !is_a_or_i(&letters[i]);
    while (count > 1 && (more || points) && status == GP_OK) {
        status = join(self, letters, count, word, &known);
        if (known)
            *used = count;
        if (known || !is_a_or_i(&letters[count - 1]))
            break;
        count--; /* "is p h p a good choice" */
    }
    return status;
}

/* ---- completion ------------------------------------------------------------------------------ */

gp_status gp_expand_last(gp_drafting *self)
{
    const gp_token *last = self->plain.count > 0 ? &self->plain.items[self->plain.count - 1] : NULL;
    gp_draft *draft = last != NULL ? gp_draft_of_stem(self, last->stem) : NULL;
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
        status = gp_draft_add_form(self, draft, &words.items[i].stem, 1, weight, GP_STR(""));
    }
    if (status == GP_OK && words.count > 0 && frequency == 0) {
        /* an unknown beginning weighs as its most frequent completion, not as a rare word */
        draft->info.idf = gp_draft_idf(self, words.items[0].stem);
        draft->info.weight = draft->info.idf;
        draft->role = GP_SHOULD;
        draft->info.stop = false;
    }
    return status;
}

/* ---- words the index lacks ------------------------------------------------------------------- */

/* The draft takes on the weight of what it turned out to mean. */
static void mean(gp_draft *draft, double idf, double share)
{
    draft->info.idf = idf;
    draft->info.weight = idf * share;
}

/* In how many sections the stems stand side by side. */
static gp_status count_phrase(gp_drafting *self, const gp_str *stems, size_t count, size_t *found)
{
    gp_form form = {stems, count, 1};
    gp_match_term term = {&form, 1, 1, GP_MUST};
    gp_match_request request = {.terms = &term, .term_count = 1, .limit = 1};
    gp_match match = {0};
    gp_status status = gp_store_match(self->store, &request, self->arena, &match, NULL);

    *found = match.total;
    return status;
}

/* "topup" where the index has "top up". */
static gp_status write_apart(gp_drafting *self, gp_draft *draft, bool *met)
{
    gp_status status = GP_OK;

    for (size_t at = PART_LEAST; at + PART_LEAST <= draft->form.size && status == GP_OK && !*met;
         at++) {
        gp_token_list parts[2];
        gp_str stems[2];
        size_t found = 0;
        for (int i = 0; i < 2 && status == GP_OK; i++)
            status = gp_tokenizer_list(
                self->tokenizer,
                gp_str_slice(draft->form, i == 0 ? 0 : at, i == 0 ? at : draft->form.size), 2,
                self->arena, &parts[i]);
        if (status != GP_OK || parts[0].count != 1 || parts[1].count != 1)
            continue;
        stems[0] = parts[0].items[0].stem;
        stems[1] = parts[1].items[0].stem;
        if (gp_draft_frequency(self, stems[0]) == 0 || gp_draft_frequency(self, stems[1]) == 0)
            continue;
        status = count_phrase(self, stems, 2, &found);
        if (status != GP_OK || found == 0)
            continue;
        *met = true;
        mean(draft, gp_query_idf(self->sections, found), 1);
        status = gp_draft_add_form(self, draft, stems, 2, 1, GP_STR(""));
    }
    return status;
}

/* "out patient" where the index has "outpatient": the longer of the two means both. */
static gp_status write_together(gp_drafting *self, size_t at)
{
    const gp_token *first = &self->plain.items[at];
    const gp_token *second = &self->plain.items[at + 1];
    const gp_token *longer = first->form.size > second->form.size ? first : second;
    char both[2 * GP_FORM_MAX];
    gp_draft *draft = gp_draft_of_stem(self, longer->stem);
    const gp_word *word;

    memcpy(both, first->form.data, first->form.size);
    memcpy(both + first->form.size, second->form.data, second->form.size);
    word = gp_store_word(self->store, (gp_str){both, first->form.size + second->form.size});
    if (word == NULL || draft == NULL)
        return GP_OK;
    return gp_draft_add_form(self, draft, &word->stem, 1, 1, GP_STR(""));
}

static gp_status correct(gp_drafting *self, gp_draft *draft)
{
    gp_str meant =
        gp_spelling_correct(self->request->spelling, draft->form, gp_dictionary_has(draft->form));
    gp_token_list tokens;
    gp_status status;

    if (meant.size == 0)
        return GP_OK;
    status = gp_tokenizer_list(self->tokenizer, meant, 1, self->arena, &tokens);
    if (status != GP_OK || tokens.count == 0)
        return status;
    draft->info.corrected = gp_arena_copy(self->arena, meant);
    mean(draft, gp_draft_idf(self, tokens.items[0].stem), GP_WEIGHT_CORRECTION);
    draft->info.shown = draft->info.corrected;
    draft->info.stem = tokens.items[0].stem;
    if (gp_stop_word(meant) || gp_negation(meant)) {
        draft->info.stop = true;
        draft->role = GP_OPTIONAL;
        draft->info.weight *= GP_WEIGHT_STOP;
    }
    return gp_draft_add_form(self, draft, &tokens.items[0].stem, 1, 1, GP_STR(""));
}

static gp_status meet_unknown(gp_drafting *self, gp_draft *draft)
{
    bool met = false;
    gp_status status = GP_OK;

    if (draft->form.size == 0 || draft->sections > 0 || draft->form_count > 1 ||
        draft->role == GP_OPTIONAL)
        return GP_OK;
    if (draft->form.size >= GP_SPELLING_LEAST)
        status = write_apart(self, draft, &met);
    if (status == GP_OK && !met && self->request->spelling != NULL)
        status = correct(self, draft);
    return status;
}

gp_status gp_expand_unknown(gp_drafting *self)
{
    gp_status status = GP_OK;

    for (size_t i = 0; i < self->drafts.count && status == GP_OK; i++)
        status = meet_unknown(self, &self->drafts.items[i]);
    for (size_t i = 0; i + 1 < self->plain.count && status == GP_OK; i++)
        status = write_together(self, i);
    return status;
}

/* ---- acronyms -------------------------------------------------------------------------------- */

static const gp_acronym *find_acronym(const gp_store *store, gp_str folded)
{
    size_t high;
    const gp_acronym *acronyms = gp_store_acronyms(store, &high);
    size_t low = 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = gp_str_compare(folded, acronyms[middle].folded);
        if (order == 0)
            return &acronyms[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* Only of a word that the index lacks the long form is looked for: for others it was measured, and did
 * harm (docs/relevance.md). */
static gp_status meet_acronym(gp_drafting *self, gp_draft *draft, const gp_acronym *acronym)
{
    gp_str stems[GP_PHRASE_MAX];
    gp_token_list tokens;
    gp_str why;
    gp_status status;

    draft->info.acronym = acronym;
    if (draft->sections > 0)
        return GP_OK;
    status = gp_tokenizer_list(self->tokenizer, acronym->folded, 1, self->arena, &tokens);
    if (status == GP_OK && tokens.count == 1 &&
        gp_draft_frequency(self, tokens.items[0].stem) > 0) { /* "PHPs" has another stem */
        mean(draft, gp_draft_idf(self, tokens.items[0].stem), 1);
        return gp_draft_add_form(self, draft, &tokens.items[0].stem, 1, 1, GP_STR(""));
    }
    if (status != GP_OK)
        return status;
    why = gp_arena_printf(self->arena, "%.*s = %.*s", GP_STR_ARGS(acronym->short_form),
                          GP_STR_ARGS(acronym->long_form));
    status = gp_tokenizer_list(self->tokenizer, acronym->long_form, GP_PHRASE_MAX + 1, self->arena,
                               &tokens);
    if (status != GP_OK || why.data == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < tokens.count && i < GP_PHRASE_MAX; i++)
        stems[i] = tokens.items[i].stem;
    return gp_draft_add_form(self, draft, stems, tokens.count, GP_WEIGHT_SYNONYM, why);
}

gp_status gp_expand_acronyms(gp_drafting *self)
{
    gp_status status = GP_OK;

    for (size_t i = 0; i < self->drafts.count && status == GP_OK; i++) {
        gp_draft *draft = &self->drafts.items[i];
        const gp_acronym *acronym = NULL;
        if (draft->form.size == 0 || draft->info.stop)
            continue;
        acronym = find_acronym(self->store, draft->form);
        if (acronym == NULL && gp_str_ends(draft->form, GP_STR("s"))) /* "IOPs" */
            acronym = find_acronym(self->store, gp_str_slice(draft->form, 0, draft->form.size - 1));
        if (acronym != NULL)
            status = meet_acronym(self, draft, acronym);
    }
    return status;
}

/* ---- synonyms -------------------------------------------------------------------------------- */

static gp_status open_phrase(gp_str text, gp_tokenizer *tokenizer, gp_arena *arena,
                             gp_synonym_group *group)
{
    gp_token_list tokens;
    gp_synonym_phrase *phrase = GP_VEC_PUSH(arena, group);
    gp_status status = gp_tokenizer_list(tokenizer, text, GP_PHRASE_MAX, arena, &tokens);

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
static size_t find_phrase(const gp_drafting *self, const gp_str_list *stems)
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

static gp_status add_synonyms(gp_drafting *self, gp_draft *draft, const gp_synonym_group *group,
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
        status = gp_draft_add_form(self, draft, phrase->stems.items, phrase->stems.count,
                                   GP_WEIGHT_SYNONYM, why);
    }
    return status;
}

/* The term that a found synonym belongs to: its own word's, or for a phrase a term of its own. */
static gp_status draft_for_synonym(gp_drafting *self, const gp_synonym_phrase *phrase,
                                   gp_draft **draft)
{
    double weight = 0;

    if (phrase->stems.count == 1) {
        *draft = gp_draft_of_stem(self, phrase->stems.items[0]);
        return GP_OK;
    }
    for (size_t i = 0; i < phrase->stems.count; i++)
        weight += gp_draft_idf(self, phrase->stems.items[i]);
    *draft = gp_draft_add(self, GP_SHOULD, phrase->shown);
    if (*draft == NULL)
        return GP_NO_MEMORY;
    (*draft)->info.extra = true;
    (*draft)->info.idf = weight / (double)phrase->stems.count;
    (*draft)->info.weight = (*draft)->info.idf;
    return GP_OK;
}

/* A group is used once, by the first of its words that is asked. */
static gp_status apply_group(gp_drafting *self, const gp_synonym_group *group)
{
    for (size_t i = 0; i < group->count; i++) {
        const gp_synonym_phrase *phrase = &group->items[i];
        gp_draft *draft = NULL;
        gp_status status;
        if (find_phrase(self, &phrase->stems) >= self->plain.count)
            continue;
        status = draft_for_synonym(self, phrase, &draft);
        return status == GP_OK && draft != NULL ? add_synonyms(self, draft, group, i) : status;
    }
    return GP_OK;
}

gp_status gp_expand_synonyms(gp_drafting *self)
{
    gp_status status = GP_OK;

    for (size_t i = 0; i < self->request->synonyms->count && status == GP_OK; i++)
        status = apply_group(self, &self->request->synonyms->items[i]);
    return status;
}
