#include "desk/asked.h"

#include "text/dictionary.h"
#include "text/stop_words.h"

#include <string.h>

enum {
    DIGITS_MAX = 4 /* more may be a telephone number, however it is written */
};

typedef struct writing {
    gp_asked_text *text;
    size_t words, digits;
} writing;

static gp_status add_word(void *context, const gp_token *token)
{
    writing *self = context;
    gp_asked_text *text = self->text;
    size_t blank = text->size > 0 ? 1 : 0;

    if (++self->words > GP_ASKED_WORDS_MAX ||
        text->size + blank + token->form.size > GP_ASKED_TEXT_MAX)
        return GP_TOO_LARGE;
    for (size_t i = 0; i < token->form.size; i++) {
        if (token->form.data[i] >= '0' && token->form.data[i] <= '9' && ++self->digits > DIGITS_MAX)
            return GP_INVALID;
    }
    if (blank > 0)
        text->bytes[text->size++] = ' ';
    memcpy(text->bytes + text->size, token->form.data, token->form.size);
    text->size += token->form.size;
    return GP_OK;
}

/* An address's sign, also as East Asian keyboards write it. */
static bool has_at_sign(gp_str question)
{
    return gp_str_find_byte(question, '@', 0) < question.size ||
           gp_str_find(question, GP_STR("\xEF\xBC\xA0"), 0) < question.size ||
           gp_str_find(question, GP_STR("\xEF\xB9\xAB"), 0) < question.size;
}

bool gp_asked_normalize(gp_tokenizer *tokenizer, gp_str question, gp_asked_text *text)
{
    writing self = {.text = text};

    text->size = 0;
    if (has_at_sign(question))
        return false;
    return gp_tokenizer_run(tokenizer, question, GP_TOKENS_PLAIN, add_word, &self) == GP_OK &&
           text->size > 0;
}

bool gp_asked_ordinary(const gp_store *store, const gp_asked_text *text)
{
    gp_str rest = {text->bytes, text->size};
    gp_str word;

    while (gp_str_next(&rest, ' ', &word)) {
        if (gp_store_word(store, word) == NULL && !gp_stop_word(word) && !gp_negation(word) &&
            !gp_dictionary_ordinary(word))
            return false;
    }
    return true;
}
