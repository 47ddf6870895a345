/* The tokenizer: hostile bytes first, then the words that trip other engines, then offsets. */
#include "test.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/tokenizer.h"

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
    gp_status last = GP_NO_MEMORY;
    unsigned long tried = 0;

    (void)state;
    while (last == GP_NO_MEMORY) {
        gp_tokenizer *opened;
        gp_memory_fail_at(++tried, 0);
        last = gp_tokenizer_open("en", &opened, NULL);
        assert_true(last == GP_NO_MEMORY || gp_memory_count() < tried); /* all were tried */
        gp_memory_fail_at(0, 0);
        assert_true((opened == NULL) == (last != GP_OK));
        gp_tokenizer_close(opened);
    }
    assert_int_equal(last, GP_OK);
    assert_true(tried > 2);
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

static void a_cut_form_is_the_beginning_of_the_word(void **state)
{
#define TEN   "aaaaaaaaaa"
#define SIXTY TEN TEN TEN TEN TEN TEN
    (void)state;
    /* alpha (two bytes) does not fit behind 63 letters, and then the b may not stand in its place */
    FORMS(SIXTY "aaa\xCE\xB1"
                "b c",
          SIXTY "aaa c");
    FORMS(SIXTY "aaa\xCE\xB1\xC3\xA9 c", SIXTY "aaa c");
    FORMS(SIXTY "aaaa9 c", SIXTY "aaaa c");
    FORMS("12" SIXTY SIXTY, "12 " SIXTY "aa");
}

static gp_status count_token(void *context, const gp_token *token)
{
    size_t *count = context;

    assert_int_equal(token->position, *count);
    (*count)++;
    return GP_OK;
}

/* Words, switches between letters and digits, marks, ignored characters, joiners that join nothing. */
static void hostile_shapes_of_a_mebibyte_cost_no_more_than_prose(void **state)
{
    static const struct {
        const char *unit;
        size_t words; /* in a text of a mebibyte */
    } shapes[] = {
        {"ab ", 349526}, {"a1", 8},       {"a'", 1}, {"1.", 1},   {"\0 ", 0},
        {"\xCC\x81", 0}, {"\xC2\xAD", 0}, {"'.", 0}, {"\xFF", 0}, {"\xE4\xB8\xAD", 349525}};
    size_t size = 1 << 20;
    char *text = malloc(size);

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        size_t unit = shapes[i].unit[0] == '\0' ? 2 : strlen(shapes[i].unit);
        size_t count = 0;
        for (size_t at = 0; at < size; at++)
            text[at] = shapes[i].unit[at % unit];
        assert_int_equal(gp_tokenizer_run(tokenizer, (gp_str){text, size}, GP_TOKENS_STEMMED,
                                          count_token, &count),
                         GP_OK);
        assert_int_equal(count, shapes[i].words);
    }
    free(text);
}

/* What a word must be, whatever the bytes; that forms are words again is what lets a form be asked
 * for (completion, spelling). */
typedef struct place {
    gp_str source;
    size_t end;
    size_t count;
} place;

static gp_status assert_same_form(void *context, const gp_token *token)
{
    assert_true(gp_str_equal(*(const gp_str *)context, token->form));
    assert_int_equal(token->position, 0);
    return GP_OK;
}

static gp_status check_place(void *context, const gp_token *token)
{
    place *last = context;
    gp_str form = token->form;

    assert_int_equal(token->position, last->count++);
    assert_true(last->end <= token->start && token->start < token->end);
    assert_true(token->end <= last->source.size);
    assert_true(gp_utf8_valid(form, NULL));
    last->end = token->end;
    if (form.size < GP_FORM_MAX - 4) { /* not cut */
        char copy[GP_FORM_MAX];
        memcpy(copy, form.data, form.size);
        form.data = copy;
        assert_int_equal(
            gp_tokenizer_run(tokenizer, form, GP_TOKENS_PLAIN, assert_same_form, &form), GP_OK);
    }
    return GP_OK;
}

static void any_bytes_give_ordered_places_and_forms_that_are_words_again(void **state)
{
    static const char alphabet[] = "aZ19.' -s\0\xC3\xA9\xCC\x81\xE2\x80\x99\xC2\xBD\xC2\xAD"
                                   "\xEF\xAC\x81\xE0\xB8\x97\xE0\xB8\xB5\xE4\xB8\xAD\xC2\xB2\xFF";
    uint32_t random = 7;

    (void)state;
    for (int round = 0; round < 5000; round++) {
        char text[100];
        place last = {{text, 0}, 0, 0};
        while (last.source.size < 90) { /* a character, or (one time in eight) any byte of one */
            size_t at, end;
            random = random * 1664525u + 1013904223u;
            at = (random >> 16) % (sizeof alphabet - 1);
            end = at + 1;
            if ((random >> 8) % 8 != 0) {
                at = gp_utf8_floor((gp_str){alphabet, sizeof alphabet - 1}, at);
                end = at;
                (void)gp_utf8_next((gp_str){alphabet, sizeof alphabet - 1}, &end);
            }
            memcpy(text + last.source.size, alphabet + at, end - at);
            last.source.size += end - at;
        }
        assert_int_equal(
            gp_tokenizer_run(tokenizer, last.source, GP_TOKENS_STEMMED, check_place, &last), GP_OK);
    }
}

/* The 22 characters known to fold to what is no word alone: ligatures of scripts without blanks, and
 * Arabic and kana vowel signs that have a letter's code of their own. */
static bool folds_to_no_word(uint32_t code)
{
    static const uint32_t ligatures[] = {0x0E33, 0x0EB3, 0x0EDC, 0x0EDD,
                                         0x309F, 0x30FF, 0xFF9E, 0xFF9F};

    for (size_t i = 0; i < sizeof ligatures / sizeof ligatures[0]; i++) {
        if (code == ligatures[i])
            return true;
    }
    return (code >= 0xFC5E && code <= 0xFC63) || (code >= 0xFE70 && code <= 0xFE7F);
}

static void every_character_alone_folds_to_a_word_that_folds_to_itself(void **state)
{
    gp_buf buf;

    (void)state;
    gp_buf_init(&buf, 8);
    for (uint32_t code = 0x80; code <= 0x10FFFF; code++) {
        place last = {{NULL, 0}, 0, 0};
        if (folds_to_no_word(code))
            continue;
        gp_buf_reset(&buf);
        gp_utf8_add(&buf, code);
        last.source = gp_buf_str(&buf);
        assert_int_equal(
            gp_tokenizer_run(tokenizer, last.source, GP_TOKENS_PLAIN, check_place, &last), GP_OK);
    }
    gp_buf_clear(&buf);
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

static void a_possessive_and_its_noun_share_a_stem(void **state)
{
    (void)state;
    FORMS("Parkinson's Parkinson\xE2\x80\x99s Parkinson\xEF\xBC\x87s",
          "parkinsons parkinsons parkinsons");
    STEMS("Parkinson's illness's family's doctors' therapy's",
          "parkinson ill famili doctor therapi");
    STEMS("Parkinson illness family doctor therapy", "parkinson ill famili doctor therapi");
}

static void what_is_asked_is_never_a_syntax_error(void **state)
{
    (void)state;
    FORMS("what's PHP?", "whats php");
    FORMS("doesn't it's 50% 24/7 e-mail 12-step", "doesnt its 50 24 7 e mail 12 step");
    FORMS("\xE2\x80\x98quoted\xE2\x80\x99 \xE2\x80\x9Cthis\xE2\x80\x9D doesn\xE2\x80\x99t",
          "quoted this doesnt");
    FORMS("NEAR(a AND \"b*\") OR -c:d ^e", "near a and b or c d e");
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
    FORMS("10mg 100mg 1st", "10mg 100 mg 1st");
    FORMS("2.0 3.9. .5", "2.0 3.9 5");
    FORMS("level 2.1. And 2.5, 3.", "level 2.1 and 2.5 3");
}

static void fractions_and_raised_digits_stand_apart(void **state)
{
    (void)state;
    FORMS("1\xC2\xBD hours \xE2\x85\x93", "1 \xC2\xBD hours \xE2\x85\x93");
    FORMS("PHP\xC2\xB9 10\xC2\xB2 CO\xE2\x82\x82", "php 1 10 2 co2");
}

static void what_cannot_be_seen_is_not_part_of_a_form(void **state)
{
    (void)state;
    FORMS("co\xC2\xAD"
          "op zero\xE2\x80\x8D"
          "width 1\xEF\xB8\x8F\xE2\x83\xA3 le\xE2\x80\x8E"
          "ft",
          "coop zerowidth 1 left");
    FORMS("zero\xE2\x80\x8B"
          "space",
          "zero space");
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
    /* a Thai vowel sign belongs to its letter, the Latin letters behind it do not */
    FORMS("\xE0\xB8\x97\xE0\xB8\xB5"
          "abc",
          "\xE0\xB8\x97\xE0\xB8\xB5 abc");
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

/* `expected[i]` is what the i-th word covers in the source. */
static void assert_slices(const char *text, const char *const *expected, size_t count)
{
    gp_arena arena;
    gp_token_list tokens;

    gp_arena_init(&arena, 100000);
    assert_int_equal(gp_tokenizer_list(tokenizer, gp_str_of(text), 100, &arena, &tokens), GP_OK);
    assert_int_equal(tokens.count, count);
    for (size_t i = 0; i < count; i++) {
        gp_token token = tokens.items[i];
        gp_str slice = gp_str_slice(gp_str_of(text), token.start, token.end);
        assert_true(gp_str_equal(slice, gp_str_of(expected[i])));
        assert_int_equal(token.position, i);
    }
    gp_arena_clear(&arena);
}

#define SLICES(text, ...)                                                                          \
    do {                                                                                           \
        static const char *const expected[] = {__VA_ARGS__};                                       \
        assert_slices(text, expected, sizeof expected / sizeof expected[0]);                       \
    } while (0)

static void offsets_are_bytes_of_the_source(void **state)
{
    (void)state;
    SLICES("\xE2\x80\x9C"
           "Caf\xC3\xA9\xE2\x80\x9D, don\xE2\x80\x99t 9hours",
           "Caf\xC3\xA9", "don\xE2\x80\x99t", "9", "hours");
    SLICES("(Parkinson's) 'a' level 2.1.", "Parkinson's", "a", "level", "2.1");
}

static void offsets_are_bytes_of_the_source_where_folding_changes_the_size(void **state)
{
    (void)state;
    SLICES("a \xEF\xAC\x81t, Na\xC3\xAFve", "a", "\xEF\xAC\x81t", "Na\xC3\xAFve");
    SLICES("\xEF\xBC\xA9\xEF\xBC\xAF\xEF\xBC\xB0 Stra\xC3\x9F"
           "e!",
           "\xEF\xBC\xA9\xEF\xBC\xAF\xEF\xBC\xB0",
           "Stra\xC3\x9F"
           "e");
    SLICES("\xC4\xB0stanbul e\xCC\x81 cafe\xCC\x81. \xCC\x81x", "\xC4\xB0stanbul", "e\xCC\x81",
           "cafe\xCC\x81", "x");
    SLICES("co\xC2\xADop\xC2\xAD 1\xC2\xBD", "co\xC2\xADop", "1", "\xC2\xBD");
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

static void a_list_reports_a_fault_at_any_allocation(void **state)
{
    gp_status last = GP_NO_MEMORY;
    unsigned long tried = 0;

    (void)state;
    while (last == GP_NO_MEMORY) {
        gp_arena arena;
        gp_token_list tokens;
        gp_arena_init(&arena, 100000);
        gp_memory_fail_at(++tried, 0);
        last = gp_tokenizer_list(tokenizer, GP_STR("a b c d e f g h i j k l"), 99, &arena, &tokens);
        assert_true(last == GP_NO_MEMORY || gp_memory_count() < tried); /* all were tried */
        gp_memory_fail_at(0, 0);
        gp_arena_clear(&arena);
    }
    assert_int_equal(last, GP_OK);
    assert_true(tried > 2);
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
        cmocka_unit_test(a_cut_form_is_the_beginning_of_the_word),
        cmocka_unit_test(hostile_shapes_of_a_mebibyte_cost_no_more_than_prose),
        cmocka_unit_test(any_bytes_give_ordered_places_and_forms_that_are_words_again),
        cmocka_unit_test(every_character_alone_folds_to_a_word_that_folds_to_itself),
        cmocka_unit_test(a_run_ends_when_the_callback_says_so),
        cmocka_unit_test(apostrophes_join_inside_words_only),
        cmocka_unit_test(a_possessive_and_its_noun_share_a_stem),
        cmocka_unit_test(what_is_asked_is_never_a_syntax_error),
        cmocka_unit_test(hyphens_slashes_and_signs_separate),
        cmocka_unit_test(numbers_glued_to_words_are_split_but_codes_are_not),
        cmocka_unit_test(fractions_and_raised_digits_stand_apart),
        cmocka_unit_test(what_cannot_be_seen_is_not_part_of_a_form),
        cmocka_unit_test(letters_are_folded_whatever_their_dress),
        cmocka_unit_test(scripts_without_blanks_give_a_word_a_character),
        cmocka_unit_test(inflected_forms_share_a_stem),
        cmocka_unit_test(offsets_are_bytes_of_the_source),
        cmocka_unit_test(offsets_are_bytes_of_the_source_where_folding_changes_the_size),
        cmocka_unit_test(plain_mode_gives_the_same_words_and_places),
        cmocka_unit_test(a_list_is_cut_at_its_limit_and_fails_without_memory),
        cmocka_unit_test(a_list_reports_a_fault_at_any_allocation),
        cmocka_unit_test(every_character_folds_within_its_room),
    };

    return cmocka_run_group_tests_name("tokenizer", tests, open_tokenizer, close_tokenizer);
}
