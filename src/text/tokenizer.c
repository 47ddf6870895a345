/* tokenizer.c - one pass over the text; a word is gathered into a small buffer and given out.
 *
 * ASCII is decided by a table and costs a few instructions a byte; everything else goes through
 * fold.h. Stems come from libstemmer behind a direct-mapped cache: real text repeats its words, and
 * a miss only costs the stemmer.
 */
#include "text/tokenizer.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <libstemmer.h>
#include <string.h>

enum {
    CACHE_SLOTS = 65536, /* a power of two; 3 MB, of which only what is used is ever touched */
    CACHE_WORD = 23,     /* longer words are rare and are stemmed anew */
    RUNS_MAX = 8,        /* changes between letters and digits in one word that are told apart */
    CODE_MAX = 4         /* bytes up to which letters and digits together are one word: b12, mp3 */
};

typedef struct cached_stem {
    uint8_t form_size, stem_size;
    char form[CACHE_WORD];
    char stem[CACHE_WORD];
} cached_stem;

struct gp_tokenizer {
    struct sb_stemmer *stemmer;
    char stem[GP_FORM_MAX];
    cached_stem cache[CACHE_SLOTS];
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

    *tokenizer = NULL;
    if (made == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "the tokenizer cannot be opened: no memory");
    made->stemmer = sb_stemmer_new(language, NULL);
    if (made->stemmer == NULL) {
        gp_free(made);
        return gp_error_set(error, GP_INVALID, "%.20s: no stemmer for this language; use \"en\"",
                            language);
    }
    *tokenizer = made;
    return GP_OK;
}

void gp_tokenizer_close(gp_tokenizer *tokenizer)
{
    if (tokenizer == NULL)
        return;
    sb_stemmer_delete(tokenizer->stemmer);
    gp_free(tokenizer);
}

/* ---- stems ---------------------------------------------------------------------------------- */

static gp_status stem_anew(gp_tokenizer *tokenizer, gp_str form, gp_str *stem)
{
    const sb_symbol *result =
        sb_stemmer_stem(tokenizer->stemmer, (const sb_symbol *)form.data, (int)form.size);
    size_t size;

    if (result == NULL)
        return GP_NO_MEMORY;
    size = (size_t)sb_stemmer_length(tokenizer->stemmer);
    if (size == 0 || size > sizeof tokenizer->stem) { /* a stemmer only shortens */
        *stem = form;
        return GP_OK;
    }
    memcpy(tokenizer->stem, result, size);
    *stem = (gp_str){tokenizer->stem, size};
    return GP_OK;
}

static gp_status stem_of(gp_tokenizer *tokenizer, gp_str form, gp_str *stem)
{
    cached_stem *slot;
    gp_status status;

    if (form.size > CACHE_WORD)
        return stem_anew(tokenizer, form, stem);
    slot = &tokenizer->cache[gp_fnv64(form) % CACHE_SLOTS];
    if (slot->form_size == form.size && memcmp(slot->form, form.data, form.size) == 0) {
        *stem = (gp_str){slot->stem, slot->stem_size};
        return GP_OK;
    }
    status = stem_anew(tokenizer, form, stem);
    if (status == GP_OK && stem->size <= CACHE_WORD) {
        slot->form_size = (uint8_t)form.size;
        slot->stem_size = (uint8_t)stem->size;
        memcpy(slot->form, form.data, form.size);
        memcpy(slot->stem, stem->data, stem->size);
    }
    return status;
}

/* ---- words ---------------------------------------------------------------------------------- */

static gp_status give(scan *state, gp_str form, size_t start, size_t end)
{
    gp_token token = {form, {NULL, 0}, start, end, state->position};

    if (form.size == 0)
        return GP_OK;
    if (state->mode == GP_TOKENS_STEMMED) {
        gp_status status = stem_of(state->tokenizer, form, &token.stem);
        if (status != GP_OK)
            return status;
    }
    state->position++;
    return state->fn(state->context, &token);
}

/* Gives the word out: whole, or in its runs where a number is glued to a word. */
static gp_status end_word(scan *state)
{
    word *w = &state->word;
    gp_status status = GP_OK;

    if (w->size == 0)
        return GP_OK;
    if (w->run_count <= 1 || w->size <= CODE_MAX) {
        status = give(state, (gp_str){w->form, w->size}, w->start, w->end);
    } else {
        for (size_t i = 0; i < w->run_count && status == GP_OK; i++) {
            bool last = i + 1 == w->run_count;
            size_t form_end = last ? w->size : w->runs[i + 1].form_start;
            gp_str form = {w->form + w->runs[i].form_start, form_end - w->runs[i].form_start};
            status = give(state, form, w->runs[i].start, last ? w->end : w->runs[i + 1].start);
        }
    }
    w->size = 0;
    w->run_count = 0;
    return status;
}

/* Adds folded bytes that stand at [start, end) in the source; what is beyond the longest form is
 * part of the word but not of its form. */
static void add_bytes(word *w, const char *bytes, size_t size, size_t start, size_t end,
                      bool digits)
{
    if (w->run_count == 0)
        w->start = start;
    if (w->run_count == 0 || (w->runs[w->run_count - 1].digits != digits &&
                              w->run_count < RUNS_MAX && w->size + size <= GP_FORM_MAX))
        w->runs[w->run_count++] = (run){start, w->size, digits};
    w->end = end;
    if (w->size + size > GP_FORM_MAX)
        return;
    memcpy(w->form + w->size, bytes, size);
    w->size += size;
}

/* The same for a stretch of ASCII, which may be cut anywhere. */
static void add_ascii(word *w, const char *bytes, size_t size, size_t start, size_t end,
                      bool digits)
{
    size_t room = GP_FORM_MAX - w->size;

    if (room == 0)
        w->end = end;
    else
        add_bytes(w, bytes, size < room ? size : room, start, end, digits);
}

static bool last_is_digit(const word *w)
{
    return w->run_count > 0 && w->runs[w->run_count - 1].digits;
}

static gp_character kind_at(gp_str text, size_t at)
{
    if (at >= text.size)
        return GP_SEPARATOR;
    return gp_character_of(gp_utf8_next(text, &at));
}

/* ---- characters ----------------------------------------------------------------------------- */

/* 0: a separator; else the folded byte. Digits fold to themselves. */
static const char ascii_fold[128] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6',
    ['7'] = '7', ['8'] = '8', ['9'] = '9', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd',
    ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k',
    ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r',
    ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y',
    ['z'] = 'z', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f',
    ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm',
    ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't',
    ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z'};

/* A point between digits ("2.1") and an apostrophe between letters belong to the word. */
static gp_status take_joiner(scan *state, size_t start, size_t end, gp_character kind)
{
    word *w = &state->word;
    gp_character next = kind_at(state->text, end);

    if (kind == GP_APOSTROPHE && w->size > 0 && !last_is_digit(w) && next == GP_LETTER)
        return GP_OK;
    if (kind == GP_SEPARATOR && w->size > 0 && last_is_digit(w) && next == GP_DIGIT &&
        (unsigned char)state->text.data[end] < 0x80) {
        add_bytes(w, ".", 1, start, end, true);
        return GP_OK;
    }
    return end_word(state);
}

static gp_status take_unicode(scan *state, size_t start, size_t end, uint32_t code)
{
    gp_character kind = gp_character_of(code);
    char folded[GP_FOLD_MAX];
    size_t size;
    gp_status status = GP_OK;

    if (kind == GP_IGNORED)
        return GP_OK;
    if (kind == GP_APOSTROPHE)
        return take_joiner(state, start, end, kind);
    if (kind == GP_SEPARATOR || (kind == GP_MARK && state->word.size == 0))
        return end_word(state);
    if (kind == GP_SINGLE)
        status = end_word(state);
    size = gp_fold(code, folded);
    if (status == GP_OK && size > 0)
        add_bytes(&state->word, folded, size, start, end,
                  kind == GP_MARK ? last_is_digit(&state->word) : kind == GP_DIGIT);
    else if (status == GP_OK && state->word.size > 0)
        state->word.end = end; /* an accent that folds to nothing is still part of the word */
    if (kind == GP_SINGLE && status == GP_OK && kind_at(state->text, end) != GP_MARK)
        status = end_word(state);
    return status;
}

/* Takes the ASCII letters and digits from `at` on, a stretch of one kind at a time; returns where they
 * end. */
static size_t take_ascii(scan *state, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)state->text.data;
    size_t size = state->text.size;

    while (at < size && bytes[at] < 0x80 && ascii_fold[bytes[at]] != 0) {
        bool digits = ascii_fold[bytes[at]] <= '9';
        char folded[GP_FORM_MAX];
        size_t count = 0;
        size_t start = at;
        while (at < size && bytes[at] < 0x80 && ascii_fold[bytes[at]] != 0 &&
               (ascii_fold[bytes[at]] <= '9') == digits) {
            if (count < GP_FORM_MAX)
                folded[count++] = ascii_fold[bytes[at]];
            at++;
        }
        add_ascii(&state->word, folded, count, start, at, digits);
    }
    return at;
}

gp_status gp_tokenizer_run(gp_tokenizer *tokenizer, gp_str text, gp_token_mode mode,
                           gp_token_fn *fn, void *context)
{
    scan state = {tokenizer, text, mode, fn, context, {{0}, 0, 0, 0, {{0, 0, false}}, 0}, 0};
    gp_status status = GP_OK;
    size_t at = 0;

    while (at < text.size && status == GP_OK) {
        size_t start = at;
        unsigned char byte = (unsigned char)text.data[at];
        if (byte < 0x80 && ascii_fold[byte] != 0) {
            at = take_ascii(&state, at);
        } else if (byte < 0x80) {
            at++;
            if (byte == '\'')
                status = take_joiner(&state, start, at, GP_APOSTROPHE);
            else if (byte == '.')
                status = take_joiner(&state, start, at, GP_SEPARATOR);
            else
                status = end_word(&state);
        } else {
            uint32_t code = gp_utf8_next(text, &at);
            status = take_unicode(&state, start, at, code);
        }
    }
    return status == GP_OK ? end_word(&state) : status;
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
    return status == GP_TOO_LARGE ? GP_OK : status;
}
