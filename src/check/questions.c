/* questions.c - questions that two sections answer, however they are worded.
 *
 * Idea:     a question's key is the sorted set of its stems without function words. Two with one key are the
 *           same when few of their function words differ ("How long does an IOP last?", "how long will my IOP
 *           last") and they ask for the same: why is not when, and "does it work" is not "how does it work".
 *           With fewer than two stems all words count, or everything about "cost" would be one question.
 * Limits:   public and staff articles are compared each among themselves: staff may have their own answer.
 */
#include "check/lint.h"

#include "text/stop_words.h"

#include <stdlib.h>

enum {
    WORDS_MAX = 64,
    DIFFERENCE_MAX = 3, /* function words that only one of the two has */
    EARLIER_MAX = 50    /* of one key that a question is compared with */
};

/* What is asked for: the question word's letter, 'y' for yes or no, ' ' for a mere fragment. */
static char kind_of(const gp_token_list *tokens)
{
    static const struct {
        const char *word;
        char kind;
    } words[] = {{"who", 'o'},   {"whom", 'o'}, {"what", 'a'}, {"whats", 'a'}, {"when", 'e'},
                 {"where", 'r'}, {"why", 'i'},  {"how", 'h'},  {"which", 'c'}};
    static const char *const openers[] = {"is",     "are",  "am",    "do",   "does",
                                          "did",    "can",  "could", "will", "would",
                                          "should", "must", "may",   "have", "has"};

    for (size_t i = 0; i < tokens->count; i++) {
        for (size_t j = 0; j < sizeof words / sizeof words[0]; j++) {
            if (gp_str_equal(tokens->items[i].form, gp_str_of(words[j].word)))
                return words[j].kind;
        }
    }
    for (size_t i = 0; i < sizeof openers / sizeof openers[0]; i++) {
        if (gp_str_equal(tokens->items[0].form, gp_str_of(openers[i])))
            return 'y';
    }
    return ' ';
}

static int by_bytes(const void *a, const void *b)
{
    return gp_str_compare(*(const gp_str *)a, *(const gp_str *)b);
}

/* Each once, sorted, a blank behind each. */
static gp_str join(gp_arena *arena, gp_str *words, size_t count)
{
    gp_buf buf;
    gp_str joined;

    gp_buf_init(&buf, (size_t)WORDS_MAX * (GP_FORM_MAX + 1) + 1);
    if (count > 0)
        qsort(words, count, sizeof *words, by_bytes);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && gp_str_equal(words[i], words[i - 1]))
            continue;
        gp_buf_add(&buf, words[i]);
        gp_buf_add_byte(&buf, ' ');
    }
    joined = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return joined;
}

/* Sets key, rest and kind; false for a text without words. */
static bool read_words(gp_lint *lint, gp_str words, gp_asking *asking)
{
    gp_token_list tokens = {NULL, 0, 0};
    gp_str stems[WORDS_MAX], function[WORDS_MAX];
    size_t count = 0;
    size_t functions = 0;

    if (gp_tokenizer_list(lint->tokenizer, words, WORDS_MAX, &lint->scratch, &tokens) != GP_OK)
        lint->arena->failed = true;
    if (tokens.count == 0)
        return false;
    for (size_t i = 0; i < tokens.count; i++) {
        if (gp_stop_word(tokens.items[i].form))
            function[functions++] = tokens.items[i].form;
        else
            stems[count++] = tokens.items[i].stem;
    }
    asking->key = join(lint->arena, stems, count);
    asking->rest = join(lint->arena, function, functions);
    asking->kind = kind_of(&tokens);
    if (count < 2)
        asking->key = gp_arena_printf(lint->arena, "=%.*s=%.*s", GP_STR_ARGS(asking->key),
                                      GP_STR_ARGS(asking->rest));
    return true;
}

static void ask(gp_lint *lint, const gp_document *document, const gp_section *section, gp_str words)
{
    gp_asking asked = {.path = lint->path, .line = section->line};
    gp_asking *asking;

    if (!read_words(lint, words, &asked))
        return;
    asked.words = gp_arena_copy(lint->arena, words);
    asked.id = gp_arena_copy(lint->arena, section->id);
    asked.audience = gp_section_audience(document, section);
    asking = GP_VEC_PUSH(lint->arena, &lint->askings);
    if (asking != NULL)
        *asking = asked;
}

void gp_lint_questions(gp_lint *lint, const gp_document *document)
{
    for (size_t i = 0; i < document->sections.count; i++) {
        const gp_section *section = &document->sections.items[i];
        if (section->heading.size > 0)
            ask(lint, document, section, section->heading);
        for (size_t j = 0; j < section->questions.count; j++)
            ask(lint, document, section, section->questions.items[j]);
        gp_arena_reset(&lint->scratch);
    }
}

/* ---- when all are there --------------------------------------------------------------------- */

static int by_key(const void *a, const void *b)
{
    const gp_asking *left = a;
    const gp_asking *right = b;
    int order = (int)left->audience - (int)right->audience;

    if (order == 0)
        order = gp_str_compare(left->key, right->key);
    if (order == 0)
        order = gp_str_compare(left->path, right->path);
    if (order == 0)
        order = (left->line > right->line) - (left->line < right->line);
    return order != 0 ? order : gp_str_compare(left->words, right->words);
}

/* Words of two sorted lists that only one of them has. */
static size_t difference(gp_str a, gp_str b)
{
    gp_str left, right;
    bool more_left = gp_str_next(&a, ' ', &left) && left.size > 0;
    bool more_right = gp_str_next(&b, ' ', &right) && right.size > 0;
    size_t count = 0;

    while (more_left || more_right) {
        int order = !more_left ? 1 : !more_right ? -1 : gp_str_compare(left, right);
        count += order != 0;
        if (order <= 0)
            more_left = gp_str_next(&a, ' ', &left) && left.size > 0;
        if (order >= 0)
            more_right = gp_str_next(&b, ' ', &right) && right.size > 0;
    }
    return count;
}

static bool same_key(const gp_asking *a, const gp_asking *b)
{
    return a->audience == b->audience && gp_str_equal(a->key, b->key);
}

static bool same_question(const gp_asking *a, const gp_asking *b)
{
    bool kinds = a->kind == b->kind || a->kind == ' ' || b->kind == ' ';

    return kinds && !gp_str_equal(a->id, b->id) && difference(a->rest, b->rest) <= DIFFERENCE_MAX;
}

/* A further section is told once for one key, with the first that has the question. */
void gp_lint_compare_questions(gp_lint *lint)
{
    const gp_asking *items = lint->askings.items;
    size_t first = 0;

    if (lint->askings.count > 0)
        qsort(lint->askings.items, lint->askings.count, sizeof *items, by_key);
    for (size_t i = 1; i < lint->askings.count; i++) {
        size_t other;
        if (!same_key(&items[first], &items[i]))
            first = i;
        other = i - first > EARLIER_MAX ? i - EARLIER_MAX : first;
        while (other < i && !same_question(&items[other], &items[i]))
            other++;
        if (other == i || (i > first && gp_str_equal(items[i].id, items[i - 1].id)))
            continue;
        gp_lint_tell(lint, GP_RULE_DUPLICATE_QUESTION, items[i].path, items[i].line,
                     "keep the question at the section that answers it, or word the two apart",
                     "\"%.*s\" of %.*s asks what \"%.*s\" of %.*s asks (%.*s:%zu)",
                     GP_STR_ARGS(gp_str_slice(items[i].words, 0, 80)), GP_STR_ARGS(items[i].id),
                     GP_STR_ARGS(gp_str_slice(items[other].words, 0, 80)),
                     GP_STR_ARGS(items[other].id), GP_STR_ARGS(items[other].path),
                     items[other].line);
    }
}
