/* Corrections: what each slip costs, how far a correction may be, and which of several it is. */
#include "test.h"

#include "base/memory.h"
#include "text/spelling.h"
#include "text/tokenizer.h"

#include <math.h>
#include <string.h>

#define NO_LIMIT 1000.0
#define NEARLY   1e-9

enum {
    LONGEST = GP_SPELLING_MOST + 3
};

static uint32_t random_state;

/* A linear congruential generator: the same numbers everywhere. */
static uint32_t random_below(uint32_t limit)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % limit;
}

static double cost_of(const char *typed, const char *meant)
{
    return gp_spelling_cost(gp_str_of(typed), gp_str_of(meant), NO_LIMIT);
}

typedef struct slip {
    const char *typed, *meant;
    double cost;
} slip;

static void assert_costs(const slip *slips, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double got = cost_of(slips[i].typed, slips[i].meant);
        if (fabs(got - slips[i].cost) > NEARLY)
            fail_msg("%s for %s: %f, not %f", slips[i].typed, slips[i].meant, got, slips[i].cost);
    }
}

#define ASSERT_COSTS(slips) assert_costs(slips, sizeof slips / sizeof slips[0])

/* A vocabulary, and a question to it. */
typedef struct vocabulary {
    gp_arena arena;
    gp_spelling spelling;
} vocabulary;

static void open_words(vocabulary *self)
{
    memset(self, 0, sizeof *self);
    gp_arena_init(&self->arena, 1 << 20);
}

static void add_word(vocabulary *self, const char *word, uint32_t frequency)
{
    assert_int_equal(gp_spelling_add(&self->spelling, gp_str_of(word), frequency, &self->arena),
                     GP_OK);
}

static void assert_correction(const vocabulary *self, const char *typed, bool ordinary,
                              const char *expected)
{
    gp_str got = gp_spelling_correct(&self->spelling, gp_str_of(typed), ordinary);

    if (!gp_str_equal(got, gp_str_of(expected)))
        fail_msg("%s: \"%.*s\", not \"%s\"", typed, GP_STR_ARGS(got), expected);
}

/* One word of the vocabulary, one question. */
static void assert_single(const char *word, const char *typed, bool ordinary, bool accepted)
{
    vocabulary v;

    open_words(&v);
    add_word(&v, word, 1);
    gp_spelling_seal(&v.spelling);
    assert_correction(&v, typed, ordinary, accepted ? word : "");
    gp_arena_clear(&v.arena);
}

/* ---- the unhappy path ---------------------------------------------------------------------------- */

static void an_empty_vocabulary_corrects_nothing(void **state)
{
    vocabulary v;

    (void)state;
    open_words(&v);
    assert_correction(&v, "detox", false, ""); /* not even sealed */
    gp_spelling_seal(&v.spelling);
    assert_correction(&v, "detox", false, "");
    assert_correction(&v, "", false, "");
    assert_int_equal(gp_spelling_correct(&v.spelling, (gp_str){NULL, 0}, true).size, 0);
    gp_arena_clear(&v.arena);
}

static void without_memory_it_says_so(void **state)
{
    vocabulary v;

    (void)state;
    open_words(&v);
    gp_memory_fail_at(1, 0);
    assert_int_equal(gp_spelling_add(&v.spelling, GP_STR("detox"), 1, &v.arena), GP_NO_MEMORY);
    gp_memory_fail_at(0, 0);
    gp_spelling_seal(&v.spelling);
    assert_correction(&v, "detax", false, "");
    gp_arena_clear(&v.arena);
}

static void words_with_other_bytes_than_letters_are_passed_over(void **state)
{
    static const char *const words[] = {"det\xC3\xB6x", "DETOX", "det0x", "de tox",
                                        "detox\n",      "det-x", "\xFF",  ""};
    vocabulary v;

    (void)state;
    open_words(&v);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        add_word(&v, words[i], 9);
    assert_int_equal(gp_spelling_add(&v.spelling, (gp_str){"detox\0", 6}, 1, &v.arena), GP_OK);
    assert_int_equal(v.spelling.words.count, 0);
    add_word(&v, "detox", 1);
    gp_spelling_seal(&v.spelling);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_correction(&v, words[i], false, "");
    assert_int_equal(gp_spelling_correct(&v.spelling, (gp_str){"detox\0", 6}, false).size, 0);
    gp_arena_clear(&v.arena);
}

static void too_long_and_too_short_words_are_passed_over(void **state)
{
    static const struct {
        size_t size;
        size_t kept;
    } cases[] = {{1, 0}, {2, 1}, {LONGEST, 1}, {LONGEST + 1, 0}, {GP_FORM_MAX, 0}};
    char word[GP_FORM_MAX];

    (void)state;
    memset(word, 'a', sizeof word);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        vocabulary v;
        open_words(&v);
        assert_int_equal(gp_spelling_add(&v.spelling, (gp_str){word, cases[i].size}, 1, &v.arena),
                         GP_OK);
        assert_int_equal(v.spelling.words.count, cases[i].kept);
        gp_spelling_seal(&v.spelling);
        assert_int_equal(gp_spelling_correct(&v.spelling, (gp_str){word, GP_FORM_MAX}, false).size,
                         0);
        gp_arena_clear(&v.arena);
    }
}

static void words_of_5_to_30_letters_are_corrected_and_no_others(void **state)
{
    char typed[LONGEST + 1] = "abcdefghijklmnopqrstuvwxyzbcde"; /* 30 */
    char meant[LONGEST + 1] = "abbcdefghijklmnopqrrstuvwxyzbccde";

    (void)state;
    assert_single("detox", "detx", false, false);
    assert_single("detox", "detix", false, true);
    assert_single("when", "whhen", false, true); /* what is meant may be shorter */
    assert_int_equal(strlen(meant), LONGEST);
    assert_single(meant, typed, false, true); /* three doubled letters: 1.5 */
    (void)strcat(typed, "f");
    assert_single(typed, typed, false, false);
    assert_single(meant, typed, false, false);
}

/* ---- costs --------------------------------------------------------------------------------------- */

static void no_slip_costs_nothing(void **state)
{
    static const slip slips[] = {{"detox", "detox", 0}, {"a", "a", 0}, {"aaaaaa", "aaaaaa", 0}};

    (void)state;
    ASSERT_COSTS(slips);
}

static void a_wrong_letter_costs_by_how_near_it_is(void **state)
{
    static const slip slips[] = {
        /* vowels */
        {"detax", "detox", .65},
        {"sistem", "system", .65},
        /* of one sound */
        {"alkohol", "alcohol", .75},
        {"servise", "service", .75},
        {"organise", "organize", .75},
        {"tread", "treat", .75},
        {"comsent", "consent", .75},
        /* neighbors: w beside e, y above h; g below t and y, but not below r */
        {"trwat", "treat", .85},
        {"syelter", "shelter", .85},
        {"sgow", "stow", .85},
        {"sgstem", "system", .85},
        {"bayel", "bagel", .85},
        {"tgeat", "treat", 1.1},
        {"barel", "bagel", 1.1},
        /* any other */
        {"dezox", "detox", 1.1},
        {"sqelter", "shelter", 1.1},
    };

    (void)state;
    ASSERT_COSTS(slips);
}

static void a_letter_too_many_costs_less_when_it_is_doubled(void **state)
{
    static const slip slips[] = {
        {"detoxk", "detox", .95}, {"detoox", "detox", .6}, {"detoix", "detox", .95}};

    (void)state;
    ASSERT_COSTS(slips);
}

static void a_letter_too_few_costs_by_how_easily_it_is_left_out(void **state)
{
    static const slip slips[] = {{"deox", "detox", .9},
                                 {"detx", "detox", .75},  /* a vowel */
                                 {"wen", "when", .75},    /* h */
                                 {"leter", "letter", .5}, /* of a pair */
                                 {"sober", "soober", .5}};

    (void)state;
    ASSERT_COSTS(slips);
}

static void two_swapped_letters_are_one_slip(void **state)
{
    static const slip slips[] = {{"dteox", "detox", .7}, {"detxo", "detox", .7}};

    (void)state;
    ASSERT_COSTS(slips);
}

static void a_wrong_first_letter_costs_more(void **state)
{
    static const slip slips[] = {{"betox", "detox", 1.1 + .35},
                                 {"etox", "detox", .9 + .35},
                                 {"edtox", "detox", .7 + .35},
                                 {"adetox", "detox", .95 + .35},
                                 {"ddetox", "detox", .6}};

    (void)state;
    ASSERT_COSTS(slips);
}

static void slips_add_up(void **state)
{
    static const slip slips[] = {{"dettax", "detox", .6 + .65},
                                 {"dettoxx", "detox", .6 + .6},
                                 {"servisse", "service", .6 + .75},
                                 {"dteoox", "detox", .7 + .6}};

    (void)state;
    ASSERT_COSTS(slips);
}

/* People leave letters out more often than they add them. */
static void leaving_out_and_adding_are_not_the_same(void **state)
{
    static const slip slips[] = {{"deox", "detox", .9},   {"detox", "deox", .95},
                                 {"detx", "detox", .75},  {"detox", "detx", .95},
                                 {"wen", "when", .75},    {"when", "wen", .95},
                                 {"leter", "letter", .5}, {"letter", "leter", .6}};

    (void)state;
    ASSERT_COSTS(slips);
}

static void changing_and_swapping_are_the_same_both_ways(void **state)
{
    static const char *const pairs[][2] = {{"detax", "detox"}, {"alkohol", "alcohol"},
                                           {"trwat", "treat"}, {"dezox", "detox"},
                                           {"dteox", "detox"}, {"betox", "detox"}};

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_true(fabs(cost_of(pairs[i][0], pairs[i][1]) - cost_of(pairs[i][1], pairs[i][0])) <
                    NEARLY);
}

/* The swap comes from two rows above: after one dear row it may still be within the limit. */
static void the_limit_does_not_cut_off_a_swap(void **state)
{
    (void)state;
    assert_true(fabs(gp_spelling_cost(GP_STR("detxo"), GP_STR("detox"), .7) - .7) < NEARLY);
    assert_true(gp_spelling_cost(GP_STR("detxo"), GP_STR("detox"), .69) > .69);
    assert_true(gp_spelling_cost(GP_STR("detox"), GP_STR("detox"), 0) <= 0);
    assert_true(gp_spelling_cost(GP_STR("betox"), GP_STR("detox"), 0) > 0);
}

/* ---- what is accepted ---------------------------------------------------------------------------- */

static void under_8_letters_a_correction_costs_at_most_1_point_2(void **state)
{
    (void)state;
    assert_single("detox", "dettoxx", false, true); /* 7 letters, 1.2 */
    assert_single("detox", "dettax", false, false); /* 1.25 */
    assert_single("detox", "betox", false, false);  /* 1.45 */
    assert_single("detox", "edtox", false, true);   /* 1.05 */
}

static void from_8_letters_on_at_most_2(void **state)
{
    (void)state;
    assert_single("detoxes", "dettaxes", false, true);   /* 1.25 */
    assert_single("behavior", "behavwot", false, true);  /* i w, r t: 1.1 + .85 */
    assert_single("behavior", "behavwxr", false, false); /* i w, o x: 2.2 */
    assert_single("behavior", "cehavior", false, true);  /* 1.1 + .35 */
}

static void a_word_more_than_3_letters_longer_or_shorter_is_not_meant(void **state)
{
    (void)state;
    assert_single("abbcddeffg", "abcdefg", false, false);    /* 1.5 but 7 letters */
    assert_single("abbcddeffgh", "abcdefgh", false, true);   /* 3 more */
    assert_single("abbcddeffghh", "abcdefgh", false, false); /* 4 more, 2.0 */
    assert_single("abcdefgh", "abbcddeffgh", false, true);   /* 3 less, 1.8 */
    assert_single("abcdefgh", "abbcddeffghh", false, false);
}

static void of_an_ordinary_word_only_another_spelling_is_meant(void **state)
{
    (void)state;
    assert_single("counselor", "counsellor", true, true);
    assert_single("counsellor", "counselor", true, true);
    assert_single("stationery", "stationary", true, false);
    assert_single("stationery", "stationary", false, true);
    assert_single("meetings", "meeting", true, false);
}

static void the_more_frequent_of_two_as_near_is_meant(void **state)
{
    vocabulary v;

    (void)state;
    open_words(&v);
    add_word(&v, "horse", 3);
    add_word(&v, "house", 40);
    gp_spelling_seal(&v.spelling);
    assert_correction(&v, "hoxse", false, "house");
    gp_arena_clear(&v.arena);
}

/* .65 - .025 ln 2 = .633 against 1.1 - .025 ln 1000001 = .755 and .85 - .345 = .505. */
static void a_frequent_word_wins_only_when_it_is_about_as_near(void **state)
{
    vocabulary v;

    (void)state;
    open_words(&v);
    add_word(&v, "detox", 1);
    add_word(&v, "detay", 1000000);
    gp_spelling_seal(&v.spelling);
    assert_correction(&v, "detax", false, "detox");
    add_word(&v, "detaz", 1000000);
    gp_spelling_seal(&v.spelling);
    assert_correction(&v, "detax", false, "detaz");
    gp_arena_clear(&v.arena);
}

/* A frequent word's bonus makes it better, not acceptable. */
static void frequency_does_not_stretch_the_limit(void **state)
{
    vocabulary v;

    (void)state;
    open_words(&v);
    add_word(&v, "detox", UINT32_MAX);
    gp_spelling_seal(&v.spelling);
    assert_correction(&v, "dettax", false, "");
    gp_arena_clear(&v.arena);
}

static void ties_are_decided_the_same_way_whatever_the_order(void **state)
{
    static const char *const words[] = {"house", "horse", "hosse", "hotse"};

    (void)state;
    for (size_t first = 0; first < 4; first++) {
        vocabulary v;
        open_words(&v);
        for (size_t i = 0; i < 4; i++)
            add_word(&v, words[(first + i) % 4], 7);
        gp_spelling_seal(&v.spelling);
        assert_correction(&v, "hopse", false, "horse"); /* all 1.1: the first in byte order */
        gp_arena_clear(&v.arena);
    }
}

/* ---- properties ---------------------------------------------------------------------------------- */

/* Few letters, so that there is much to double, swap and confuse. */
static gp_str random_word(char room[LONGEST], size_t least, size_t most)
{
    size_t size = least + random_below((uint32_t)(most - least + 1));

    for (size_t i = 0; i < size; i++)
        room[i] = "aeiothdnmsz"[random_below(11)];
    return (gp_str){room, size};
}

static gp_str misspell(gp_str word, char room[LONGEST])
{
    size_t size = word.size;

    memcpy(room, word.data, size);
    for (uint32_t slips = random_below(4); slips > 0; slips--) {
        size_t at = random_below((uint32_t)size - 1);
        char kept = room[at];
        switch (random_below(3)) {
        case 0:
            room[at] = room[at + 1];
            room[at + 1] = kept;
            break;
        case 1:
            room[at] = "aeiothdnmsz"[random_below(11)];
            break;
        default:
            if (size > GP_SPELLING_LEAST)
                memmove(room + at, room + at + 1, --size - at);
        }
    }
    return (gp_str){room, size};
}

static void a_limit_changes_no_cost_below_it_and_hides_none_above(void **state)
{
    static const double limits[] = {0, .35, .5, .6, .65, .7, 1.2, 2, 4};

    (void)state;
    random_state = 1;
    for (int round = 0; round < 2500; round++) {
        char rooms[2][LONGEST];
        gp_str meant = random_word(rooms[0], 2, LONGEST);
        gp_str typed =
            round % 4 == 0 ? random_word(rooms[1], 2, LONGEST) : misspell(meant, rooms[1]);
        double whole = gp_spelling_cost(typed, meant, NO_LIMIT);
        assert_true(whole >= 0);
        assert_true((whole <= 0) == gp_str_equal(typed, meant));
        assert_true(gp_spelling_cost(meant, meant, 0) <= 0);
        for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
            double cut = gp_spelling_cost(typed, meant, limits[i]);
            if (whole <= limits[i])
                assert_true(fabs(cut - whole) < NEARLY);
            else
                assert_true(cut > limits[i]);
        }
    }
}

enum {
    WORDS = 400
};

typedef struct plain_word {
    char room[LONGEST];
    gp_str text;
    uint32_t frequency;
} plain_word;

/* The least of cost - bonus over all words, without any short cut; `accept` when there is none. */
static double least_of(const plain_word *words, gp_str typed, double accept)
{
    double best = accept;

    for (size_t i = 0; i < WORDS; i++) {
        double cost = gp_spelling_cost(typed, words[i].text, NO_LIMIT);
        double gained = cost - .025 * log(1 + (double)words[i].frequency);
        size_t longer = words[i].text.size > typed.size ? words[i].text.size - typed.size
                                                        : typed.size - words[i].text.size;
        if (longer <= 3 && cost <= accept && gained < best)
            best = gained;
    }
    return best;
}

static void the_correction_is_the_best_of_the_whole_vocabulary(void **state)
{
    static plain_word words[WORDS];
    vocabulary v;
    size_t found = 0;

    (void)state;
    random_state = 2;
    open_words(&v);
    for (size_t i = 0; i < WORDS; i++) {
        words[i].text = random_word(words[i].room, 2, i % 8 == 0 ? LONGEST : 9);
        words[i].frequency = 1 + random_below(random_below(2) == 0 ? 5 : 5000);
        assert_int_equal(gp_spelling_add(&v.spelling, words[i].text, words[i].frequency, &v.arena),
                         GP_OK);
    }
    gp_spelling_seal(&v.spelling);
    for (size_t i = 0; i < 600; i++) {
        char room[LONGEST];
        gp_str typed = misspell(words[i % WORDS].text, room);
        double accept = typed.size < 8 ? 1.2 : 2;
        gp_str got = gp_spelling_correct(&v.spelling, typed, false);
        double best = accept;
        for (size_t j = 0; j < WORDS; j++) {
            if (gp_str_equal(words[j].text, got))
                best = fmin(best, gp_spelling_cost(typed, got, NO_LIMIT) -
                                      .025 * log(1 + (double)words[j].frequency));
        }
        if (typed.size >= GP_SPELLING_LEAST && typed.size <= GP_SPELLING_MOST)
            assert_true(fabs(best - least_of(words, typed, accept)) < 1e-6);
        else
            assert_int_equal(got.size, 0);
        found += got.size > 0;
    }
    assert_true(found > 200);
    gp_arena_clear(&v.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_vocabulary_corrects_nothing),
        cmocka_unit_test(without_memory_it_says_so),
        cmocka_unit_test(words_with_other_bytes_than_letters_are_passed_over),
        cmocka_unit_test(too_long_and_too_short_words_are_passed_over),
        cmocka_unit_test(words_of_5_to_30_letters_are_corrected_and_no_others),
        cmocka_unit_test(no_slip_costs_nothing),
        cmocka_unit_test(a_wrong_letter_costs_by_how_near_it_is),
        cmocka_unit_test(a_letter_too_many_costs_less_when_it_is_doubled),
        cmocka_unit_test(a_letter_too_few_costs_by_how_easily_it_is_left_out),
        cmocka_unit_test(two_swapped_letters_are_one_slip),
        cmocka_unit_test(a_wrong_first_letter_costs_more),
        cmocka_unit_test(slips_add_up),
        cmocka_unit_test(leaving_out_and_adding_are_not_the_same),
        cmocka_unit_test(changing_and_swapping_are_the_same_both_ways),
        cmocka_unit_test(the_limit_does_not_cut_off_a_swap),
        cmocka_unit_test(under_8_letters_a_correction_costs_at_most_1_point_2),
        cmocka_unit_test(from_8_letters_on_at_most_2),
        cmocka_unit_test(a_word_more_than_3_letters_longer_or_shorter_is_not_meant),
        cmocka_unit_test(of_an_ordinary_word_only_another_spelling_is_meant),
        cmocka_unit_test(the_more_frequent_of_two_as_near_is_meant),
        cmocka_unit_test(a_frequent_word_wins_only_when_it_is_about_as_near),
        cmocka_unit_test(frequency_does_not_stretch_the_limit),
        cmocka_unit_test(ties_are_decided_the_same_way_whatever_the_order),
        cmocka_unit_test(a_limit_changes_no_cost_below_it_and_hides_none_above),
        cmocka_unit_test(the_correction_is_the_best_of_the_whole_vocabulary),
    };

    return cmocka_run_group_tests_name("spelling", tests, NULL, NULL);
}
