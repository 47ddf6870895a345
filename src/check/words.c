/* words.c - an article's words: how many, how hard, and which should not be there.
 *
 * Source:   Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas", 1975.
 */
#include "check/lint.h"

#include "text/sentence.h"

enum {
    BANNED_TOKENS = 16,
    SENTENCES_MAX = 100000,
    GRADE_WORDS = 100 /* of fewer the formula says nothing */
};

/* ---- reading grade -------------------------------------------------------------------------- */

double gp_reading_grade(size_t words, size_t sentences, size_t syllables)
{
    if (words == 0 || sentences == 0)
        return 0;
    return 0.39 * (double)words / (double)sentences + 11.8 * (double)syllables / (double)words -
           15.59;
}

static bool is_vowel(char byte)
{
    return byte == 'a' || byte == 'e' || byte == 'i' || byte == 'o' || byte == 'u' || byte == 'y';
}

/* Groups of vowels, but for a silent "e" or "ed" at the end. */
size_t gp_syllables(gp_str form)
{
    size_t count = 0;
    size_t size = form.size;

    if (size > 3 && gp_str_ends(form, GP_STR("ed")) && form.data[size - 3] != 't' &&
        form.data[size - 3] != 'd')
        size -= 2;
    else if (size > 3 && gp_str_ends(form, GP_STR("es")) && form.data[size - 3] != 's' &&
             form.data[size - 3] != 'x' && form.data[size - 3] != 'z' &&
             form.data[size - 3] != 'h' && form.data[size - 3] != 'c' && form.data[size - 3] != 'g')
        size -= 2;
    else if (size > 2 && form.data[size - 1] == 'e' &&
             !(form.data[size - 2] == 'l' && !is_vowel(form.data[size - 3])))
        size -= 1;
    for (size_t i = 0; i < size; i++)
        count += is_vowel(form.data[i]) && (i == 0 || !is_vowel(form.data[i - 1]));
    return count > 0 ? count : 1;
}

/* ---- banned words --------------------------------------------------------------------------- */

bool gp_lint_words_open(gp_lint *lint)
{
    size_t count = lint->checks->banned.count;

    lint->banned_words =
        gp_arena_alloc(lint->arena, (count > 0 ? count : 1) * sizeof *lint->banned_words);
    for (size_t i = 0; i < count && lint->banned_words != NULL; i++) {
        if (gp_tokenizer_list(lint->tokenizer, lint->checks->banned.items[i].word, BANNED_TOKENS,
                              lint->arena, &lint->banned_words[i]) != GP_OK)
            return false;
    }
    return lint->banned_words != NULL;
}

/* "addict" is in "addicts", not in "addiction". */
static bool same_word(gp_str form, gp_str banned)
{
    return gp_str_equal(form, banned) ||
           (form.size == banned.size + 1 && form.data[banned.size] == 's' &&
            gp_str_starts(form, banned));
}

static bool stands_at(const gp_token_list *tokens, size_t at, const gp_token_list *banned)
{
    if (banned->count == 0 || at + banned->count > tokens->count)
        return false;
    for (size_t i = 0; i < banned->count; i++) {
        if (!same_word(tokens->items[at + i].form, banned->items[i].form))
            return false;
    }
    return true;
}

/* One finding for each banned word of a text, at its first place. */
static void check_banned(gp_lint *lint, const gp_section *section, gp_str text,
                         const gp_token_list *tokens)
{
    for (size_t i = 0; i < lint->checks->banned.count; i++) {
        const gp_banned *banned = &lint->checks->banned.items[i];
        const gp_token_list *words = &lint->banned_words[i];
        size_t at = 0;
        gp_str mend = GP_STR("say it in other words");
        gp_str found;
        while (at < tokens->count && !stands_at(tokens, at, words))
            at++;
        if (at == tokens->count)
            continue;
        found =
            gp_str_slice(text, tokens->items[at].start, tokens->items[at + words->count - 1].end);
        if (banned->say.size > 0)
            mend = gp_arena_printf(lint->arena, "say \"%.*s\"", GP_STR_ARGS(banned->say));
        gp_lint_tell(lint, GP_RULE_BANNED_WORD, lint->path,
                     section != NULL ? gp_lint_line(lint, section, found) : 1,
                     mend.data != NULL ? mend.data : "",
                     "\"%.*s\" is on the list banned:", GP_STR_ARGS(found));
    }
}

static void check_text(gp_lint *lint, const gp_section *section, gp_str text)
{
    gp_token_list tokens = {NULL, 0, 0};

    if (lint->checks->banned.count == 0 || text.size == 0)
        return;
    if (gp_tokenizer_list(lint->tokenizer, text, text.size, &lint->scratch, &tokens) == GP_OK)
        check_banned(lint, section, text, &tokens);
}

/* ---- all ------------------------------------------------------------------------------------ */

typedef struct sums {
    size_t words, sentences, syllables;
} sums;

static void add_section(gp_lint *lint, const gp_section *section, sums *all)
{
    gp_token_list tokens = {NULL, 0, 0};
    gp_sentence_list sentences = {NULL, 0, 0};
    size_t limit = lint->checks->section_words;

    if (gp_tokenizer_list(lint->tokenizer, section->text, section->text.size, &lint->scratch,
                          &tokens) != GP_OK ||
        gp_sentences(section->text, SENTENCES_MAX, &lint->scratch, &sentences) != GP_OK) {
        lint->arena->failed = true;
        return;
    }
    check_banned(lint, section, section->text, &tokens);
    if (limit > 0 && tokens.count > limit)
        gp_lint_tell(lint, GP_RULE_LONG_SECTION, lint->path, section->line,
                     "cut it with headings that are questions of their own",
                     "%.*s has %zu words, more than %zu", GP_STR_ARGS(section->id), tokens.count,
                     limit);
    all->words += tokens.count;
    all->sentences += sentences.count;
    for (size_t i = 0; i < tokens.count; i++)
        all->syllables += gp_syllables(tokens.items[i].form);
}

void gp_lint_words(gp_lint *lint, const gp_document *document)
{
    sums all = {0, 0, 0};
    double grade;

    check_text(lint, NULL, document->title);
    check_text(lint, NULL, document->summary);
    for (size_t i = 0; i < document->sections.count; i++) {
        const gp_section *section = &document->sections.items[i];
        add_section(lint, section, &all);
        check_text(lint, section, section->heading);
        for (size_t j = 0; j < section->questions.count; j++)
            check_text(lint, section, section->questions.items[j]);
        gp_arena_reset(&lint->scratch);
    }
    grade = gp_reading_grade(all.words, all.sentences, all.syllables);
    if (lint->checks->reading_grade > 0 && all.words >= GRADE_WORDS &&
        grade > (double)lint->checks->reading_grade)
        gp_lint_tell(lint, GP_RULE_READING_GRADE, lint->path, 1,
                     "shorter sentences and shorter words help people in distress",
                     "the article reads at grade %.1f, above %zu", grade,
                     lint->checks->reading_grade);
}
