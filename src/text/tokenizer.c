/* tokenizer.c - one pass over the text; a word is gathered into a small buffer and given out.
 *
 * ASCII is decided by a table and folded straight into the word; everything else goes through fold.h.
 * A word is kept as stretches of letters and of digits ("runs"), because whether "9hours" is one word
 * or two can only be told at its end.
 */
#include "text/tokenizer.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/stem_cache.h"

#include <string.h>

enum {
    RUNS_MAX = 8, /* changes between letters and digits in one word that are told apart */
    CODE_MAX = 4  /* bytes up to which letters and digits together are one word: b12, mp3 */
};

struct gp_tokenizer {
    gp_stem_cache *stems;
};

/* A stretch of one kind, letters or digits, within a word. */
typedef struct run {
    size_t start;      /* first byte in the source */
    size_t form_start; /* first byte in the form */
    bool digits;
} run;

typedef struct word {
    char form[GP_FORM_MAX];
    size_t size;       /* bytes of form; 0: no word begun */
    bool full;         /* something did not fit: the form is cut there and takes no more */
    bool single;       /* complete but for marks: the next character begins another word */
    size_t start, end; /* bytes in the source */
    run runs[RUNS_MAX];
    size_t run_count;
} word;

typedef struct scan {
    gp_tokenizer *tokenizer;
    gp_str text;
    gp_token_mode mode;
    gp_token_fn *fn;
    void *context;
    word word;
    uint32_t position;
} scan;

gp_status gp_tokenizer_open(const char *language, gp_tokenizer **tokenizer, gp_error *error)
{
    gp_tokenizer *made = gp_alloc(sizeof *made);
    gp_status status;

    *tokenizer = NULL;
    if (made == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "the tokenizer cannot be opened: no memory");
    status = gp_stem_cache_open(language, &made->stems, error);
    if (status != GP_OK) {
        gp_free(made);
        return status;
    }
    *tokenizer = made;
    return GP_OK;
}

void gp_tokenizer_close(gp_tokenizer *tokenizer)
{
    if (tokenizer == NULL)
        return;
    gp_stem_cache_close(tokenizer->stems);
    gp_free(tokenizer);
}

/* ---- words ---------------------------------------------------------------------------------- */

static gp_status give(scan *state, gp_str form, size_t start, size_t end)
{
    gp_token token = {form, {NULL, 0}, start, end, state->position};

    if (form.size == 0) /* a run behind the cut of a very long word */
        return GP_OK;
    if (state->mode == GP_TOKENS_STEMMED) {
        gp_status status = gp_stem_cache_find(state->tokenizer->stems, form, &token.stem);
        if (status != GP_OK)
            return status;
    }
    state->position++;
    return state->fn(state->context, &token);
}

static gp_status give_runs(scan *state)
{
    word *w = &state->word;
    gp_status status = GP_OK;

    for (size_t i = 0; i < w->run_count && status == GP_OK; i++) {
        bool last = i + 1 == w->run_count;
        size_t form_end = last ? w->size : w->runs[i + 1].form_start;
        gp_str form = {w->form + w->runs[i].form_start, form_end - w->runs[i].form_start};
        status = give(state, form, w->runs[i].start, last ? w->end : w->runs[i + 1].start);
    }
    return status;
}

/* Gives the word out: whole, or in its runs where a number is glued to a word. */
static gp_status end_word(scan *state)
{
    word *w = &state->word;
    gp_status status;

    if (w->size == 0)
        return GP_OK;
    if (w->run_count == 1 || w->size <= CODE_MAX)
        status = give(state, (gp_str){w->form, w->size}, w->start, w->end);
    else
        status = give_runs(state);
    w->size = 0;
    w->run_count = 0;
    w->full = false;
    w->single = false;
    return status;
}

/* What follows at `start` is letters, or digits. */
static void begin_run(word *w, size_t start, bool digits)
{
    if (w->run_count == 0)
        w->start = start;
    else if (w->runs[w->run_count - 1].digits == digits || w->run_count == RUNS_MAX)
        return;
    w->runs[w->run_count++] = (run){start, w->size, digits};
}

/* Adds one folded character that stands at [start, end) in the source; what is beyond the longest
 * form is part of the word but not of its form. */
static void add_character(word *w, gp_str folded, size_t start, size_t end, bool digits)
{
    begin_run(w, start, digits);
    w->end = end;
    w->full = w->full || w->size + folded.size > GP_FORM_MAX;
    if (w->full)
        return;
    memcpy(w->form + w->size, folded.data, folded.size);
    w->size += folded.size;
}

static bool last_is_digit(const word *w)
{
    return w->run_count > 0 && w->runs[w->run_count - 1].digits;
}

/* ---- characters ----------------------------------------------------------------------------- */

/* 0: a separator, or no ASCII; else the folded byte. Digits fold to themselves. */
static const char ascii_fold[256] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6',
    ['7'] = '7', ['8'] = '8', ['9'] = '9', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd',
    ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k',
    ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r',
    ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y',
    ['z'] = 'z', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f',
    ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm',
    ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't',
    ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z'};

static gp_character kind_at(gp_str text, size_t at)
{
    if (at >= text.size)
        return GP_SEPARATOR;
    return gp_character_of(gp_utf8_next(text, &at));
}

static gp_status take_apostrophe(scan *state, size_t end)
{
    bool joins = state->word.size > 0 && !last_is_digit(&state->word) &&
                 kind_at(state->text, end) == GP_LETTER;

    return joins ? GP_OK : end_word(state);
}

/* The point of "2.1" belongs to the number. */
static gp_status take_point(scan *state, size_t start, size_t end)
{
    unsigned char next = end < state->text.size ? (unsigned char)state->text.data[end] : 0;

    if (state->word.size == 0 || !last_is_digit(&state->word) || next < '0' || next > '9')
        return end_word(state);
    add_character(&state->word, GP_STR("."), start, end, true);
    return GP_OK;
}

/* Folds the ASCII letters and digits from `*at` on into the word, a run at a time, and steps past
 * them. */
static gp_status take_ascii(scan *state, size_t *at)
{
    const unsigned char *bytes = (const unsigned char *)state->text.data;
    size_t end = state->text.size;
    word *w = &state->word;
    size_t here = *at;
    char folded = ascii_fold[bytes[here]];
    gp_status status = w->single ? end_word(state) : GP_OK;

    while (folded != 0) {
        bool digits = folded <= '9';
        size_t limit = w->full ? w->size : GP_FORM_MAX;
        size_t used = w->size;
        begin_run(w, here, digits);
        do {
            if (used < limit)
                w->form[used++] = folded;
            here++;
            folded = here < end ? ascii_fold[bytes[here]] : 0;
        } while (folded != 0 && (folded <= '9') == digits);
        w->size = used;
    }
    w->end = here;
    *at = here;
    return status;
}

static gp_status take_mark(word *w, gp_str folded, size_t start, size_t end)
{
    if (w->size == 0) /* nothing to belong to */
        return GP_OK;
    if (folded.size > 0)
        add_character(w, folded, start, end, last_is_digit(w));
    w->end = end; /* an accent that folds to nothing is still part of the word */
    return GP_OK;
}

static gp_status take_unicode(scan *state, size_t start, size_t end, uint32_t code)
{
    gp_character kind = gp_character_of(code);
    char bytes[GP_FOLD_MAX];
    gp_str folded = {bytes, 0};
    gp_status status = GP_OK;

    if (kind == GP_IGNORED)
        return GP_OK;
    if (kind == GP_SEPARATOR)
        return end_word(state);
    if (kind == GP_APOSTROPHE)
        return take_apostrophe(state, end);
    folded.size = gp_fold(code, bytes);
    if (kind == GP_MARK)
        return take_mark(&state->word, folded, start, end);
    if (kind == GP_SINGLE || state->word.single)
        status = end_word(state);
    if (folded.size > 0)
        add_character(&state->word, folded, start, end, kind == GP_DIGIT);
    state->word.single = kind == GP_SINGLE;
    return status;
}

static gp_status take_next(scan *state, size_t *at)
{
    size_t start = *at;
    unsigned char byte = (unsigned char)state->text.data[start];

    if (ascii_fold[byte] != 0)
        return take_ascii(state, at);
    if (byte >= 0x80) {
        uint32_t code = gp_utf8_next(state->text, at);
        return take_unicode(state, start, *at, code);
    }
    (*at)++;
    if (byte == '\'')
        return take_apostrophe(state, *at);
    if (byte == '.')
        return take_point(state, start, *at);
    return end_word(state);
}

gp_status gp_tokenizer_run(gp_tokenizer *tokenizer, gp_str text, gp_token_mode mode,
                           gp_token_fn *fn, void *context)
{
    scan state = {.tokenizer = tokenizer, .text = text, .mode = mode, .fn = fn, .context = context};
    gp_status status = GP_OK;
    size_t at = 0;

    while (at < text.size && status == GP_OK)
        status = take_next(&state, &at);
    return status == GP_OK ? end_word(&state) : status;
}

gp_status gp_tokenizer_stem(gp_tokenizer *tokenizer, gp_str form, gp_str *stem)
{
    return gp_stem_cache_find(tokenizer->stems, form, stem);
}

/* ---- lists ---------------------------------------------------------------------------------- */

typedef struct collector {
    gp_arena *arena;
    gp_token_list *tokens;
    size_t max;
} collector;

static gp_status collect(void *context, const gp_token *token)
{
    collector *self = context;
    gp_token *kept;

    if (self->tokens->count >= self->max)
        return GP_TOO_LARGE;
    kept = GP_VEC_PUSH(self->arena, self->tokens);
    if (kept == NULL)
        return GP_NO_MEMORY;
    *kept = *token;
    kept->form = gp_arena_copy(self->arena, token->form);
    kept->stem = gp_arena_copy(self->arena, token->stem);
    return self->arena->failed ? GP_NO_MEMORY : GP_OK;
}

gp_status gp_tokenizer_list(gp_tokenizer *tokenizer, gp_str text, size_t max, gp_arena *arena,
                            gp_token_list *tokens)
{
    collector self = {arena, tokens, max};
    gp_status status;

    *tokens = (gp_token_list){NULL, 0, 0};
    status = gp_tokenizer_run(tokenizer, text, GP_TOKENS_STEMMED, collect, &self);
    return status == GP_TOO_LARGE ? GP_OK : status; /* full, as asked for */
}
