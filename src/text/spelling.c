#include "text/spelling.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROOM = 3, /* letters by which two words may differ in length */
    SIZE_MAX_KEPT = GP_SPELLING_MOST + ROOM,
    LONG_FROM = 8
};

#define ACCEPT_SHORT    1.2
#define ACCEPT_LONG     2.0
#define ACCEPT_ORDINARY 0.6   /* a letter doubled or not */
#define BONUS           0.025 /* times ln(frequency) */

/* Costs, see the header. */
#define SUBSTITUTE          1.1
#define SUBSTITUTE_VOWEL    0.65
#define SUBSTITUTE_NEIGHBOR 0.85
#define SUBSTITUTE_SOUND    0.75
#define EXTRA               0.95
#define EXTRA_DOUBLED       0.6
#define MISSING             0.9
#define MISSING_SOFT        0.75 /* a vowel or h */
#define MISSING_DOUBLED     0.5
#define SWAPPED             0.7
#define FIRST_DIFFERS       0.35

/* ---- costs ----------------------------------------------------------------------------------- */

static bool vowel(char letter)
{
    return letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' || letter == 'u' ||
           letter == 'y';
}

static bool same_sound(char a, char b)
{
    static const char pairs[][2] = {{'c', 'k'}, {'c', 's'}, {'s', 'z'}, {'d', 't'}, {'m', 'n'}};

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if ((a == pairs[i][0] && b == pairs[i][1]) || (a == pairs[i][1] && b == pairs[i][0]))
            return true;
    }
    return false;
}

/* Side by side in a row of a QWERTY keyboard, or one above the other. */
static bool neighbors(char a, char b)
{
    static const char *const rows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
    int row[2] = {0, 0};
    int column[2] = {0, 0};
    const char letters[2] = {a, b};

    for (int i = 0; i < 2; i++) {
        for (int r = 0; r < 3; r++) {
            const char *found = strchr(rows[r], letters[i]);
            if (found != NULL) {
                row[i] = r;
                column[i] = (int)(found - rows[r]);
            }
        }
    }
    /* a row stands half a key to the right of the one above */
    if (row[0] == row[1])
        return abs(column[0] - column[1]) == 1;
    if (row[0] > row[1])
        return row[0] - row[1] == 1 && (column[1] == column[0] || column[1] == column[0] + 1);
    return row[1] - row[0] == 1 && (column[0] == column[1] || column[0] == column[1] + 1);
}

static double cost_of_change(char typed, char meant)
{
    if (typed == meant)
        return 0;
    if (vowel(typed) && vowel(meant))
        return SUBSTITUTE_VOWEL;
    if (same_sound(typed, meant))
        return SUBSTITUTE_SOUND;
    return neighbors(typed, meant) ? SUBSTITUTE_NEIGHBOR : SUBSTITUTE;
}

#define LETTERS 26

/* [typed - 'a'][meant - 'a']; written once, then only read. */
static double changes[LETTERS][LETTERS];
static pthread_once_t changes_made = PTHREAD_ONCE_INIT;

static void make_changes(void)
{
    for (int typed = 0; typed < LETTERS; typed++) {
        for (int meant = 0; meant < LETTERS; meant++)
            changes[typed][meant] = cost_of_change((char)('a' + typed), (char)('a' + meant));
    }
}

static bool letter(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

static double substitution(char typed, char meant)
{
    if (letter(typed) && letter(meant))
        return changes[typed - 'a'][meant - 'a'];
    return typed == meant ? 0 : SUBSTITUTE;
}

/* typed[i] has no counterpart. */
static double extra(gp_str typed, size_t i)
{
    bool doubled = (i > 0 && typed.data[i - 1] == typed.data[i]) ||
                   (i + 1 < typed.size && typed.data[i + 1] == typed.data[i]);

    return doubled ? EXTRA_DOUBLED : EXTRA;
}

/* meant[j] was not typed. */
static double missing(gp_str meant, size_t j)
{
    if ((j > 0 && meant.data[j - 1] == meant.data[j]) ||
        (j + 1 < meant.size && meant.data[j + 1] == meant.data[j]))
        return MISSING_DOUBLED;
    return vowel(meant.data[j]) || meant.data[j] == 'h' ? MISSING_SOFT : MISSING;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

/* One row: what it costs to turn the first i letters typed into each beginning of what was meant.
 * Returns the row's least. */
static double next_row(gp_str typed, gp_str meant, size_t i,
                       double rows[3][GP_SPELLING_MOST + ROOM + 1])
{
    double *now = rows[i % 3];
    const double *before = rows[(i + 2) % 3];
    const double *two_before = rows[(i + 1) % 3];
    double lowest;

    now[0] = before[0] + extra(typed, i - 1);
    lowest = now[0];
    for (size_t j = 1; j <= meant.size; j++) {
        char now_typed = typed.data[i - 1];
        double cost = before[j - 1] + substitution(now_typed, meant.data[j - 1]);
        cost = least(cost, before[j] + extra(typed, i - 1));
        cost = least(cost, now[j - 1] + missing(meant, j - 1));
        if (i > 1 && j > 1 && now_typed == meant.data[j - 2] &&
            typed.data[i - 2] == meant.data[j - 1] && now_typed != meant.data[j - 1])
            cost = least(cost, two_before[j - 2] + SWAPPED);
        now[j] = cost;
        lowest = least(lowest, cost);
    }
    return lowest;
}

double gp_spelling_cost(gp_str typed, gp_str meant, double limit)
{
    double rows[3][GP_SPELLING_MOST + ROOM + 1];
    double start = typed.data[0] == meant.data[0] ? 0 : FIRST_DIFFERS;
    double before = 0;

    (void)pthread_once(&changes_made, make_changes);
    rows[0][0] = 0;
    for (size_t j = 1; j <= meant.size; j++)
        rows[0][j] = rows[0][j - 1] + missing(meant, j - 1);
    for (size_t i = 1; i <= typed.size; i++) {
        double lowest = next_row(typed, meant, i, rows);
        /* a swap may still come from the row before */
        if (lowest + start > limit && before + start > limit)
            return lowest + start;
        before = lowest;
    }
    return rows[typed.size % 3][meant.size] + start;
}

/* ---- the vocabulary -------------------------------------------------------------------------- */

/* Which letters stand in the word; 0 when there is anything else. */
static uint32_t set_of(gp_str word)
{
    uint32_t set = 0;

    for (size_t i = 0; i < word.size; i++) {
        if (word.data[i] < 'a' || word.data[i] > 'z')
            return 0;
        set |= 1u << (word.data[i] - 'a');
    }
    return set;
}

gp_status gp_spelling_add(gp_spelling *spelling, gp_str word, uint32_t frequency, gp_arena *arena)
{
    uint32_t set = set_of(word);
    gp_spelling_word *kept;

    if (set == 0 || word.size + ROOM < GP_SPELLING_LEAST || word.size > SIZE_MAX_KEPT)
        return GP_OK;
    kept = GP_VEC_PUSH(arena, &spelling->words);
    if (kept == NULL)
        return GP_NO_MEMORY;
    *kept = (gp_spelling_word){word.data, set, (float)(BONUS * log(1 + (double)frequency)),
                               (uint8_t)word.size};
    return GP_OK;
}

static int by_size(const void *a, const void *b)
{
    const gp_spelling_word *left = a;
    const gp_spelling_word *right = b;

    if (left->size != right->size)
        return left->size < right->size ? -1 : 1;
    return memcmp(left->letters, right->letters, left->size);
}

void gp_spelling_seal(gp_spelling *spelling)
{
    size_t at = 0;

    if (spelling->words.count > 1)
        qsort(spelling->words.items, spelling->words.count, sizeof spelling->words.items[0],
              by_size);
    for (size_t size = 0; size < sizeof spelling->of_size / sizeof spelling->of_size[0]; size++) {
        while (at < spelling->words.count && spelling->words.items[at].size < size)
            at++;
        spelling->of_size[size] = at;
    }
}

/* A slip changes at most two of the letters that a word has, and costs at least a vowel's change. */
static bool may_be(uint32_t typed, uint32_t meant, double limit)
{
    return __builtin_popcount(typed ^ meant) * (SUBSTITUTE_VOWEL / 2) <= limit;
}

gp_str gp_spelling_correct(const gp_spelling *spelling, gp_str typed, bool ordinary)
{
    double accept = ordinary                 ? ACCEPT_ORDINARY
                    : typed.size < LONG_FROM ? ACCEPT_SHORT
                                             : ACCEPT_LONG;
    uint32_t set = set_of(typed);
    double best = accept;
    gp_str found = {NULL, 0};

    if (set == 0 || typed.size < GP_SPELLING_LEAST || typed.size > GP_SPELLING_MOST)
        return found;
    for (size_t i = spelling->of_size[typed.size - ROOM];
         i < spelling->of_size[typed.size + ROOM + 1]; i++) {
        const gp_spelling_word *word = &spelling->words.items[i];
        gp_str meant = {word->letters, word->size};
        double limit = least(accept, best + (double)word->bonus);
        double cost;
        if (!may_be(set, word->set, limit))
            continue;
        cost = gp_spelling_cost(typed, meant, limit);
        if (cost <= accept && cost - (double)word->bonus < best) {
            best = cost - (double)word->bonus;
            found = meant;
        }
    }
    return found;
}
