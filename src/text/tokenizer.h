/* tokenizer.h - text to words, the same way for the index, the question and the highlighter.
 *
 * Idea:     a word's *form* is what was written, made comparable (NFKC, case-folded, diacritics
 *           stripped, apostrophes joined: "Don't" -> "dont"); its *stem* is the Snowball English
 *           stem of the form. Matching is by stem; the form is kept for exactness, completion and
 *           spelling. Each token knows its bytes in the source, so marks fall on the reader's text.
 * Words:    a maximal run of letters, digits and marks; an apostrophe between letters joins
 *           (' U+2019 U+02BC U+FF07); every other character separates ("co-occurring" is two words,
 *           "12-step" too); a run of digits glued to letters is split where one side is a plain
 *           number ("9hours" -> 9 hours) but codes stay whole ("b12", "2c", "mp3" up to 4 bytes).
 *           A point between digits joins them ("2.1").
 *           Characters of scripts without blanks (Han, Hiragana, Katakana, Thai ...) are a word each.
 *           Fractions and raised digits (a footnote's mark) are a word each, too: "1½" is 1 ½.
 * Memory:   the tokenizer owns a bounded stem cache; forms and stems handed to the callback are
 *           valid during the call only.
 * Threads:  one tokenizer, one thread at a time.
 */
#ifndef GP_TEXT_TOKENIZER_H
#define GP_TEXT_TOKENIZER_H

#include "base/arena.h"
#include "base/status.h"

#include <stdint.h>

#define GP_FORM_MAX 64 /* bytes of a form or stem; a longer word is cut at a character's edge */

typedef struct gp_tokenizer gp_tokenizer;

typedef struct gp_token {
    gp_str form;       /* folded surface form, 1..GP_FORM_MAX bytes */
    gp_str stem;       /* Snowball stem of the form; empty if the run was made without stems */
    size_t start, end; /* bytes [start, end) in the source */
    uint32_t position; /* 0, 1, 2 ... in the source */
} gp_token;

/* Returns GP_OK to go on; any other status ends the run, and gp_tokenizer_run returns it. */
typedef gp_status gp_token_fn(void *context, const gp_token *token);

typedef enum gp_token_mode {
    GP_TOKENS_STEMMED, /* forms and stems */
    GP_TOKENS_PLAIN    /* forms only: several times faster, for highlighting by position */
} gp_token_mode;

/* `language` is a Snowball name or ISO code ("en"); unknown: GP_INVALID. */
gp_status gp_tokenizer_open(const char *language, gp_tokenizer **tokenizer,
                            gp_error *error) GP_MUST_CHECK;
void gp_tokenizer_close(gp_tokenizer *tokenizer);

/* Calls `fn` for each word of `text`, in order. Any bytes: malformed UTF-8 separates words.
 * GP_NO_MEMORY, or what `fn` returned. About 20 ns a plain ASCII word, 40 ns stemmed (cached). */
gp_status gp_tokenizer_run(gp_tokenizer *tokenizer, gp_str text, gp_token_mode mode,
                           gp_token_fn *fn, void *context) GP_MUST_CHECK;

/* The stem of a form that a run has given, valid until the next call. For callers that keep stems by
 * form themselves. GP_NO_MEMORY. */
gp_status gp_tokenizer_stem(gp_tokenizer *tokenizer, gp_str form, gp_str *stem) GP_MUST_CHECK;

typedef GP_VEC(gp_token) gp_token_list;
/* The tokens of `text` with forms and stems copied into the arena; at most `max` tokens. */
gp_status gp_tokenizer_list(gp_tokenizer *tokenizer, gp_str text, size_t max, gp_arena *arena,
                            gp_token_list *tokens) GP_MUST_CHECK;

#endif
