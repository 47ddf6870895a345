/* The tokenizer: hostile bytes first, then the words that trip other engines, then offsets. */
#include "test.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/tokenizer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gp_tokenizer *tokenizer;

static int open_tokenizer(void **state)
{
    (void)state;
    return gp_tokenizer_open("en", &tokenizer, NULL) == GP_OK ? 0 : -1;
}

static int close_tokenizer(void **state)
{
    (void)state;
    gp_tokenizer_close(tokenizer);
    return 0;
}

typedef struct written {
    gp_buf buf;
    gp_str source;
    bool stems;
} written;

static gp_status write_token(void *context, const gp_token *token)
{
    written *out = context;

    assert_true(token->start < token->end);
    assert_true(token->end <= out->source.size);
    assert_true(token->form.size > 0 && token->form.size <= GP_FORM_MAX);
    gp_buf_add_text(&out->buf, out->buf.size > 0 ? " " : "");
    gp_buf_add(&out->buf, out->stems ? token->stem : token->form);
    return GP_OK;
}

static void assert_words(const char *text, size_t size, const char *expected, bool stems)
{
    written out = {.source = {text, size}, .stems = stems};

    gp_buf_init(&out.buf, 1 << 20);
    assert_int_equal(gp_tokenizer_run(tokenizer, out.source, GP_TOKENS_STEMMED, write_token, &out),
                     GP_OK);
    assert_string_equal(out.buf.size > 0 ? out.buf.data : "", expected);
    gp_buf_clear(&out.buf);
}

#define FORMS(text, expected) assert_words(text, sizeof(text) - 1, expected, false)
#define STEMS(text, expected) assert_words(text, sizeof(text) - 1, expected, true)

static void an_unknown_language_is_refused_by_name(void **state)
{
    gp_tokenizer *none;
    gp_error error;

    (void)state;
    assert_int_equal(gp_tokenizer_open("klingon", &none, &error), GP_INVALID);
    assert_non_null(strstr(error.text, "klingon"));
    assert_null(none);
}

static void without_memory_it_does_not_open(void **state)
{
    gp_tokenizer *none;

    (void)state;
    gp_memory_fail_at(1, 1);
    assert_int_equal(gp_tokenizer_open("en", &none, NULL), GP_NO_MEMORY);
    gp_memory_fail_at(0, 0);
    assert_null(none);
}

static void malformed_bytes_and_nul_separate_words(void **state)
{
    (void)state;
    FORMS("a\0b", "a b");
    FORMS("caf\xC3 x\xFFy", "caf x y");
    FORMS("\xED\xA0\x80z", "z");
    FORMS("", "");
    FORMS("'' -- ?!", "");
}

static void a_word_of_a_mebibyte_is_one_word_with_a_cut_form(void **state)
{
    size_t size = 1 << 20;
    char *text = malloc(size);
    written out = {.source = {text, size}};

    (void)state;
    assert_non_null(text);
    memset(text, 'a', size);
    gp_buf_init(&out.buf, 1000);
    assert_int_equal(gp_tokenizer_run(tokenizer, out.source, GP_TOKENS_STEMMED, write_token, &out),
                     GP_OK);
    assert_int_equal(out.buf.size, GP_FORM_MAX);
    gp_buf_clear(&out.buf);
    free(text);
}

static gp_status stop_at_once(void *context, const gp_token *token)
{
    (void)context;
    (void)token;
    return GP_TIMEOUT;
}

static void a_run_ends_when_the_callback_says_so(void **state)
{
    (void)state;
    assert_int_equal(
        gp_tokenizer_run(tokenizer, GP_STR("a b"), GP_TOKENS_PLAIN, stop_at_once, NULL),
        GP_TIMEOUT);
}

static void apostrophes_join_inside_words_only(void **state)
{
    (void)state;
    FORMS("it's Don't 'quoted' rock'n'roll", "its dont quoted rocknroll");
    FORMS("what\xE2\x80\x99s PHP?", "whats php");
    FORMS("dogs' 'tis o' 7's", "dogs tis o 7 s");
    STEMS("Parkinson's parkinson", "parkinson parkinson");
}

static void hyphens_slashes_and_signs_separate(void **state)
{
    (void)state;
    FORMS("co-occurring 12-step 24/7 50% e-mail", "co occurring 12 step 24 7 50 e mail");
    FORMS("9\xE2\x80\x93"
          "12 a\xE2\x80\x94"
          "b",
          "9 12 a b");
}

static void numbers_glued_to_words_are_split_but_codes_are_not(void **state)
{
    (void)state;
    FORMS("9hours 3x3hours b12 2c mp3 covid19", "9 hours 3 x 3 hours b12 2c mp3 covid 19");
    FORMS("level 2.1. And 2.5, 3.", "level 2.1 and 2.5 3");
}

static void letters_are_folded_whatever_their_dress(void **state)
{
    (void)state;
    FORMS("Na\xC3\xAFve CAF\xC3\x89 cafe\xCC\x81", "naive cafe cafe");
    FORMS("\xEF\xAC\x81t stra\xC3\x9F"
          "e",
          "fit strasse");
    FORMS("\xEF\xBC\xA9\xEF\xBC\xAF\xEF\xBC\xB0", "iop");
    FORMS("co\xC2\xAD"
          "operate",
          "cooperate");
    FORMS("\xC4\xB0stanbul", "istanbul");
    FORMS("\xCE\x91\xCE\xB8\xCE\xAE\xCE\xBD\xCE\xB1", "\xCE\xB1\xCE\xB8\xCE\xB7\xCE\xBD\xCE\xB1");
}

static void scripts_without_blanks_give_a_word_a_character(void **state)
{
    (void)state;
    FORMS("\xE4\xB8\xAD\xE6\x96\x87 ab", "\xE4\xB8\xAD \xE6\x96\x87 ab");
    /* Hindi keeps its vowel signs */
    FORMS("\xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\x82\xE0\xA4\xA6\xE0\xA5\x80",
          "\xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\x82\xE0\xA4\xA6\xE0\xA5\x80");
}

static void inflected_forms_share_a_stem(void **state)
{
    (void)state;
    STEMS("treatment treatments relapsing relapsed", "treatment treatment relaps relaps");
    for (int round = 0; round < 3; round++) /* also out of the cache */
        STEMS("hours hour families family", "hour hour famili famili");
}

static void offsets_are_bytes_of_the_source(void **state)
{
    gp_arena arena;
    gp_token_list tokens;
    gp_str text = GP_STR("\xE2\x80\x9C"
                         "Caf\xC3\xA9\xE2\x80\x9D, don\xE2\x80\x99t 9hours e\xCC\x81");
    const char *const expected[] = {"Caf\xC3\xA9", "don\xE2\x80\x99t", "9", "hours", "e\xCC\x81"};

    (void)state;
    gp_arena_init(&arena, 100000);
    assert_int_equal(gp_tokenizer_list(tokenizer, text, 100, &arena, &tokens), GP_OK);
    assert_int_equal(tokens.count, 5);
    for (size_t i = 0; i < tokens.count; i++) {
        gp_str slice = gp_str_slice(text, tokens.items[i].start, tokens.items[i].end);
        assert_true(gp_str_equal(slice, gp_str_of(expected[i])));
        assert_int_equal(tokens.items[i].position, i);
    }
    gp_arena_clear(&arena);
}

static void plain_mode_gives_the_same_words_and_places(void **state)
{
    gp_str text = GP_STR("What is an IOP? It's 9hours, caf\xC3\xA9, 12-step.");
    written stemmed = {.source = text}, plain = {.source = text};

    (void)state;
    gp_buf_init(&stemmed.buf, 1000);
    gp_buf_init(&plain.buf, 1000);
    assert_int_equal(gp_tokenizer_run(tokenizer, text, GP_TOKENS_STEMMED, write_token, &stemmed),
                     GP_OK);
    assert_int_equal(gp_tokenizer_run(tokenizer, text, GP_TOKENS_PLAIN, write_token, &plain),
                     GP_OK);
    assert_string_equal(stemmed.buf.data, plain.buf.data);
    gp_buf_clear(&stemmed.buf);
    gp_buf_clear(&plain.buf);
}

static void a_list_is_cut_at_its_limit_and_fails_without_memory(void **state)
{
    gp_arena arena;
    gp_token_list tokens;

    (void)state;
    gp_arena_init(&arena, 100000);
    assert_int_equal(gp_tokenizer_list(tokenizer, GP_STR("a b c d"), 2, &arena, &tokens), GP_OK);
    assert_int_equal(tokens.count, 2);
    gp_arena_clear(&arena);
    gp_arena_init(&arena, 64);
    assert_int_equal(gp_tokenizer_list(tokenizer, GP_STR("a b c d"), 9, &arena, &tokens),
                     GP_NO_MEMORY);
    gp_arena_clear(&arena);
}

static void every_character_folds_within_its_room(void **state)
{
    (void)state;
    for (uint32_t code = 0x80; code <= 0x10FFFF; code++) {
        char out[GP_FOLD_MAX];
        size_t size;
        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        size = gp_fold(code, out);
        assert_true(size <= GP_FOLD_MAX);
        assert_true(gp_utf8_valid((gp_str){out, size}, NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unknown_language_is_refused_by_name),
        cmocka_unit_test(without_memory_it_does_not_open),
        cmocka_unit_test(malformed_bytes_and_nul_separate_words),
        cmocka_unit_test(a_word_of_a_mebibyte_is_one_word_with_a_cut_form),
        cmocka_unit_test(a_run_ends_when_the_callback_says_so),
        cmocka_unit_test(apostrophes_join_inside_words_only),
        cmocka_unit_test(hyphens_slashes_and_signs_separate),
        cmocka_unit_test(numbers_glued_to_words_are_split_but_codes_are_not),
        cmocka_unit_test(letters_are_folded_whatever_their_dress),
        cmocka_unit_test(scripts_without_blanks_give_a_word_a_character),
        cmocka_unit_test(inflected_forms_share_a_stem),
        cmocka_unit_test(offsets_are_bytes_of_the_source),
        cmocka_unit_test(plain_mode_gives_the_same_words_and_places),
        cmocka_unit_test(a_list_is_cut_at_its_limit_and_fails_without_memory),
        cmocka_unit_test(every_character_folds_within_its_room),
    };

    return cmocka_run_group_tests_name("tokenizer", tests, open_tokenizer, close_tokenizer);
}
