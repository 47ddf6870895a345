#include "search/rules.h"

#include "search/search.h"
#include "text/osa.h"
#include "text/stop_words.h"

#include <stdlib.h>
#include <string.h>

enum {
    PHRASE_MAX = 16,
    TYPO_FROM = 5,        /* letters from which one mistake is forgiven */
    TWO_TYPOS_FROM = 9,   /* letters from which two are */
    FOLDED_TO_MEANING = 3 /* "od'd" folds to "odd": up to this size an apostrophe must be there */
};

typedef struct rule_word {
    gp_str form, stem;
    uint32_t letters; /* which of a..z the form holds */
    bool apostrophe;  /* short and written with one: the question's word must be too */
} rule_word;

/* Sorted, so that a word which begins many of them is compared once. */
typedef struct rule_phrase {
    rule_word *words;
    size_t count;
    bool begins_alike; /* as the one before */
} rule_phrase;
typedef GP_VEC(rule_phrase) rule_phrases;

typedef struct notice_rule {
    rule_phrases phrases, except;
} notice_rule;

typedef struct pin_rule {
    gp_str section;
    gp_str_list *questions; /* sorted stems of each */
    size_t count;
} pin_rule;

struct gp_rules {
    const gp_site *site;
    notice_rule *notices;
    pin_rule *pins;
    rule_phrases caution;
};

/* ---- opening --------------------------------------------------------------------------------- */

static bool has_apostrophe(gp_str text)
{
    return gp_str_find_byte(text, '\'', 0) < text.size ||
           gp_str_find(text, GP_STR("\xE2\x80\x99"), 0) < text.size;
}

static uint32_t letters_of(gp_str form)
{
    uint32_t letters = 0;

    for (size_t i = 0; i < form.size; i++) {
        if (form.data[i] >= 'a' && form.data[i] <= 'z')
            letters |= 1u << (form.data[i] - 'a');
    }
    return letters;
}

static gp_status add_phrase(gp_str text, gp_tokenizer *tokenizer, gp_arena *arena,
                            rule_phrases *phrases)
{
    gp_token_list tokens;
    rule_phrase *phrase;
    gp_status status = gp_tokenizer_list(tokenizer, text, PHRASE_MAX, arena, &tokens);

    if (status != GP_OK || tokens.count == 0)
        return status;
    phrase = GP_VEC_PUSH(arena, phrases);
    if (phrase == NULL)
        return GP_NO_MEMORY;
    phrase->words = gp_arena_alloc(arena, tokens.count * sizeof *phrase->words);
    if (phrase->words == NULL)
        return GP_NO_MEMORY;
    phrase->count = tokens.count;
    for (size_t i = 0; i < tokens.count; i++) {
        const gp_token *token = &tokens.items[i];
        bool apostrophe = has_apostrophe(gp_str_slice(text, token->start, token->end));
        phrase->words[i] = (rule_word){token->form, token->stem, letters_of(token->form),
                                       apostrophe && token->form.size <= FOLDED_TO_MEANING};
    }
    return GP_OK;
}

static int by_first_word(const void *a, const void *b)
{
    const rule_word *left = ((const rule_phrase *)a)->words;
    const rule_word *right = ((const rule_phrase *)b)->words;
    int order = gp_str_compare(left->form, right->form);

    return order != 0 ? order : left->apostrophe - right->apostrophe;
}

static void seal_phrases(rule_phrases *phrases)
{
    if (phrases->count > 1)
        qsort(phrases->items, phrases->count, sizeof phrases->items[0], by_first_word);
    for (size_t i = 1; i < phrases->count; i++)
        phrases->items[i].begins_alike =
            by_first_word(&phrases->items[i - 1], &phrases->items[i]) == 0;
}

static gp_status add_phrases(const gp_str_list *texts, gp_tokenizer *tokenizer, gp_arena *arena,
                             rule_phrases *phrases)
{
    gp_status status = GP_OK;

    for (size_t i = 0; i < texts->count && status == GP_OK; i++)
        status = add_phrase(texts->items[i], tokenizer, arena, phrases);
    if (status == GP_OK)
        seal_phrases(phrases);
    return status;
}

static int by_text(const void *a, const void *b)
{
    return gp_str_compare(*(const gp_str *)a, *(const gp_str *)b);
}

/* The stems that carry the question, sorted, each once. */
static gp_status carrying_stems(const gp_token_list *tokens, gp_arena *arena, gp_str_list *stems)
{
    size_t kept = 0;

    for (size_t i = 0; i < tokens->count; i++) {
        if (!gp_stop_word(tokens->items[i].form) &&
            !gp_str_list_add(arena, stems, tokens->items[i].stem))
            return GP_NO_MEMORY;
    }
    if (stems->count > 1)
        qsort(stems->items, stems->count, sizeof stems->items[0], by_text);
    for (size_t i = 0; i < stems->count; i++) {
        if (kept == 0 || !gp_str_equal(stems->items[kept - 1], stems->items[i]))
            stems->items[kept++] = stems->items[i];
    }
    stems->count = kept;
    return GP_OK;
}

static gp_status open_pin(const gp_pin *pin, gp_tokenizer *tokenizer, gp_arena *arena,
                          pin_rule *rule)
{
    rule->section = pin->section;
    rule->questions = gp_arena_alloc(arena, pin->questions.count * sizeof *rule->questions);
    if (rule->questions == NULL)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < pin->questions.count; i++) {
        gp_token_list tokens;
        gp_status status =
            gp_tokenizer_list(tokenizer, pin->questions.items[i], 64, arena, &tokens);
        if (status == GP_OK)
            status = carrying_stems(&tokens, arena, &rule->questions[rule->count]);
        if (status != GP_OK)
            return status;
        rule->count++;
    }
    return GP_OK;
}

gp_status gp_rules_open(const gp_site *site, gp_tokenizer *tokenizer, gp_arena *arena,
                        gp_rules **rules)
{
    gp_rules *made = gp_arena_alloc(arena, sizeof *made);
    gp_status status = GP_OK;

    *rules = made;
    if (made == NULL)
        return GP_NO_MEMORY;
    made->site = site;
    made->notices = gp_arena_alloc(arena, site->notices.count * sizeof *made->notices);
    made->pins = gp_arena_alloc(arena, site->pins.count * sizeof *made->pins);
    if (arena->failed)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < site->notices.count && status == GP_OK; i++) {
        const gp_notice *notice = &site->notices.items[i];
        status = add_phrases(&notice->phrases, tokenizer, arena, &made->notices[i].phrases);
        if (status == GP_OK)
            status = add_phrases(&notice->except, tokenizer, arena, &made->notices[i].except);
    }
    for (size_t i = 0; i < site->pins.count && status == GP_OK; i++)
        status = open_pin(&site->pins.items[i], tokenizer, arena, &made->pins[i]);
    if (status == GP_OK)
        status = add_phrases(&site->caution, tokenizer, arena, &made->caution);
    return status;
}

/* ---- comparing words ------------------------------------------------------------------------- */

/* `letters` are the token's: see letters_of. */
static bool same_word(const rule_word *rule, const gp_token *token, uint32_t letters, gp_str source,
                      bool typos)
{
    size_t limit;

    if (rule->apostrophe)
        return gp_str_equal(rule->form, token->form) &&
               has_apostrophe(gp_str_slice(source, token->start, token->end));
    if (rule->stem.size == token->stem.size && rule->stem.data[0] == token->stem.data[0] &&
        gp_str_equal(rule->stem, token->stem))
        return true;
    if (!typos || rule->form.size < TYPO_FROM || token->form.size < TYPO_FROM - 1)
        return false;
    limit = rule->form.size >= TWO_TYPOS_FROM ? 2 : 1;
    if (token->form.size > rule->form.size + limit || rule->form.size > token->form.size + limit)
        return false;
    /* a mistake changes at most two letters of those that a word has */
    if ((size_t)__builtin_popcount(rule->letters ^ letters) > 2 * limit)
        return false;
    return gp_osa_within(rule->form, token->form, limit);
}

/* The phrase's words behind the first. */
static bool goes_on_at(const rule_phrase *phrase, const gp_token_list *tokens, size_t at,
                       gp_str source, bool typos)
{
    if (tokens->count - at < phrase->count)
        return false;
    for (size_t i = 1; i < phrase->count; i++) {
        const gp_token *token = &tokens->items[at + i];
        if (!same_word(&phrase->words[i], token, letters_of(token->form), source, typos))
            return false;
    }
    return true;
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* True when the words [at, at + count) lie inside a phrase that is no alarm. */
static bool excepted(const rule_phrases *except, const gp_token_list *tokens, size_t at,
                     size_t count, gp_str source)
{
    for (size_t i = 0; i < except->count; i++) {
        const rule_phrase *phrase = &except->items[i];
        size_t from = at + count > phrase->count ? at + count - phrase->count : 0;
        for (size_t start = from; start <= at; start++) {
            if (same_word(&phrase->words[0], &tokens->items[start], 0, source, false) &&
                goes_on_at(phrase, tokens, start, source, false))
                return true;
        }
    }
    return false;
}

/* Whether one of the phrases stands at the word `at` and, where `except` says what is no alarm, not
 * inside such a phrase. */
static bool any_stands_at(const rule_phrases *phrases, const rule_phrases *except,
                          const gp_token_list *tokens, size_t at, gp_str source, bool typos)
{
    uint32_t letters = letters_of(tokens->items[at].form);
    bool begins = false;

    for (size_t i = 0; i < phrases->count; i++) {
        const rule_phrase *phrase = &phrases->items[i];
        if (!phrase->begins_alike)
            begins = same_word(&phrase->words[0], &tokens->items[at], letters, source, typos);
        if (begins && goes_on_at(phrase, tokens, at, source, typos) &&
            (except == NULL || !excepted(except, tokens, at, phrase->count, source)))
            return true;
    }
    return false;
}

const gp_notice *gp_rules_notice(const gp_rules *rules, gp_str source, const gp_token_list *tokens)
{
    for (size_t i = 0; i < rules->site->notices.count; i++) {
        const notice_rule *rule = &rules->notices[i];
        for (size_t at = 0; at < tokens->count; at++) {
            if (any_stands_at(&rule->phrases, &rule->except, tokens, at, source, true))
                return &rules->site->notices.items[i];
        }
    }
    return NULL;
}

static bool same_stems(const gp_str_list *a, const gp_str_list *b)
{
    if (a->count != b->count || a->count == 0)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        if (!gp_str_equal(a->items[i], b->items[i]))
            return false;
    }
    return true;
}

gp_str gp_rules_pin(const gp_rules *rules, const gp_token_list *tokens)
{
    gp_arena arena;
    gp_str_list stems = {NULL, 0, 0};
    gp_str section = {NULL, 0};

    gp_arena_init(&arena, 64 << 10);
    if (tokens->count <= 64 && carrying_stems(tokens, &arena, &stems) == GP_OK) {
        for (size_t i = 0; i < rules->site->pins.count && section.size == 0; i++) {
            const pin_rule *pin = &rules->pins[i];
            for (size_t j = 0; j < pin->count && section.size == 0; j++) {
                if (same_stems(&pin->questions[j], &stems))
                    section = pin->section;
            }
        }
    }
    gp_arena_clear(&arena);
    return section;
}

bool gp_rules_caution(const gp_rules *rules, const gp_token_list *tokens)
{
    for (size_t at = 0; at < tokens->count; at++) {
        if (any_stands_at(&rules->caution, NULL, tokens, at, GP_STR(""), false))
            return true;
    }
    return false;
}

const gp_notice *gp_notice_for(const gp_site *site, gp_tokenizer *tokenizer, gp_str question,
                               gp_arena *arena)
{
    gp_rules *rules;
    gp_token_list tokens;

    if (gp_rules_open(site, tokenizer, arena, &rules) != GP_OK ||
        gp_tokenizer_list(tokenizer, question, GP_QUESTION_MAX, arena, &tokens) != GP_OK)
        return site->notices.count > 0 ? &site->notices.items[0] : NULL; /* the safer side */
    return gp_rules_notice(rules, question, &tokens);
}
