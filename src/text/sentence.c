/* sentence.c - rules, not statistics: the texts are edited prose, and a rule can be explained.
 *
 * One pass, linear in the text: a byte is looked at a bounded number of times, since sections of any
 * shape are split while a visitor waits.
 */
#include "text/sentence.h"

#include "base/utf8.h"
#include "text/fold.h"
#include "text/stop_words.h"

#include <utf8proc.h>

typedef struct splitter {
    gp_str text;
    size_t max;
    gp_arena *arena;
    gp_sentence_list *sentences;
} splitter;

static bool digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool upper(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static bool ascii_letter(char byte)
{
    return upper(byte) || (byte >= 'a' && byte <= 'z');
}

/* The length of an item's mark, "- " or "12. ", or 0. */
static size_t item_mark(gp_str line)
{
    size_t at = 0;

    if (gp_str_starts(line, GP_STR("- ")))
        return 2;
    while (at < line.size && at < 9 && digit(line.data[at]))
        at++;
    if (at > 0 && at + 1 < line.size && line.data[at] == '.' && line.data[at + 1] == ' ')
        return at + 2;
    return 0;
}

static gp_status add(splitter *self, size_t start, size_t end, bool item)
{
    gp_sentence *sentence;
    gp_str trimmed = gp_str_trim(gp_str_slice(self->text, start, end));

    if (trimmed.size == 0 || self->sentences->count >= self->max)
        return GP_OK;
    sentence = GP_VEC_PUSH(self->arena, self->sentences);
    if (sentence == NULL)
        return GP_NO_MEMORY;
    sentence->start = (size_t)(trimmed.data - self->text.data);
    sentence->end = sentence->start + trimmed.size;
    sentence->item = item;
    return GP_OK;
}

/* The ASCII word that ends just before `end`, its inner points included: "e.g", "Dr", "U.S". Empty when
 * it is only the tail of a longer word ("poèmes" gives "mes"). */
static gp_str word_before(gp_str text, size_t start, size_t end)
{
    size_t at = end;

    while (at > start && (ascii_letter(text.data[at - 1]) || text.data[at - 1] == '.'))
        at--;
    if (at > start && (unsigned char)text.data[at - 1] >= 0x80) {
        size_t before = gp_utf8_floor(text, at - 1);
        gp_character kind = gp_character_of(gp_utf8_next(text, &before));
        if (kind == GP_LETTER || kind == GP_MARK)
            return gp_str_slice(text, end, end);
    }
    return gp_str_slice(text, at, end);
}

static bool in_words(gp_str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (gp_str_equal_nocase(word, gp_str_of(words[i])))
            return true;
    }
    return false;
}

/* Always followed by what they belong to: a name, an example. */
static bool title(gp_str word)
{
    static const char *const words[] = {"cf",  "dr", "e.g", "gen",  "i.e", "mr",
                                        "mrs", "ms", "mx",  "prof", "rev", "vs"};

    return in_words(word, words, sizeof words / sizeof words[0]);
}

/* Abbreviations only in front of a number: "No. 5", but "No. You pay." and "He sat. Then ..." */
static bool numbered(gp_str word)
{
    static const char *const words[] = {
        "no",  "nos",  "fig", "vol", "sec",  "ch",    "pp",   "approx", "ext", "jan", "feb",
        "mar", "apr",  "jun", "jul", "aug",  "sep",   "sept", "oct",    "nov", "dec", "mon",
        "tue", "tues", "wed", "thu", "thur", "thurs", "fri",  "sat",    "sun"};

    return in_words(word, words, sizeof words / sizeof words[0]);
}

/* May stand in a sentence or at its end: initials ("J"), points inside ("U.S", "p.m"), companies,
 * "St". */
static bool open_ended(gp_str word)
{
    static const char *const words[] = {"al", "co", "corp", "dept", "inc", "jr", "ltd", "sr", "st"};

    if (word.size == 1)
        return upper(word.data[0]);
    for (size_t i = 1; i < word.size; i += 2) {
        if (word.data[i] != '.')
            return in_words(word, words, sizeof words / sizeof words[0]);
    }
    return word.size % 2 == 1;
}

/* True when the words from `at` on look like the beginning of a sentence: "The", "We", "No". Such
 * words are seldom the second half of a name. */
static bool begins_with_function_word(gp_str text, size_t at)
{
    char form[12];
    size_t size = 0;

    for (; at < text.size && size < sizeof form; at++) {
        char byte = text.data[at];
        if (ascii_letter(byte))
            form[size++] = (char)(byte | 0x20);
        else if (byte != '\'' && byte != '"' && byte != '(' && byte != '[')
            break;
    }
    if (size == 1 && at < text.size && text.data[at] == '.')
        return false; /* a further initial: "J. A. Doe" */
    return gp_stop_word((gp_str){form, size}) || gp_negation((gp_str){form, size});
}

/* Whether the point at `at` belongs to an abbreviation and the sentence goes on at `next`. */
static bool goes_on(gp_str text, size_t start, size_t at, size_t next)
{
    gp_str word = word_before(text, start, at);

    if (word.size == 0 || (word.size > 1 && upper(word.data[1])))
        return false; /* "MS" is an illness, "Ms" is a title */
    return title(word) || (numbered(word) && digit(text.data[next])) ||
           (open_ended(word) && !begins_with_function_word(text, next));
}

static bool terminator(uint32_t code)
{
    return code == '.' || code == '!' || code == '?' || code == 0x2026;
}

static bool closer(uint32_t code)
{
    return code == '"' || code == '\'' || code == ')' || code == ']' || code == 0x2019 ||
           code == 0x201D || code == 0xBB;
}

static bool blank(uint32_t code)
{
    return code == ' ' || code == '\t' || code == 0xA0;
}

/* Steps over the characters of one kind from `at` on, but not beyond `end`. */
static size_t skip(gp_str text, size_t at, size_t end, bool (*kind)(uint32_t code))
{
    while (at < end) {
        size_t next = at;
        if (!kind(gp_utf8_next(text, &next)))
            break;
        at = next;
    }
    return at;
}

/* What can begin a sentence: an upper-case letter, a digit, a quote, a bracket; beyond ASCII anything
 * but a lower-case letter. */
static bool begins_sentence(gp_str text, size_t at)
{
    char byte = text.data[at];

    if ((unsigned char)byte >= 0x80)
        return !utf8proc_islower((utf8proc_int32_t)gp_utf8_next(text, &at));
    return upper(byte) || digit(byte) || byte == '"' || byte == '\'' || byte == '(' || byte == '[';
}

/* Looks at the marks ". ! ? ..." that begin at `*at`, steps past them (each is looked at once, however
 * long their run), and says whether the sentence that began at `start` ends with them. */
static bool take_terminators(gp_str text, size_t start, size_t *at, size_t end)
{
    size_t first = *at;
    size_t marks = skip(text, first, end, terminator);
    size_t after = skip(text, marks, end, closer);
    size_t next = skip(text, after, end, blank);

    *at = marks;
    if (next < end && (next == after || !begins_sentence(text, next)))
        return false;
    if (next < end && marks == first + 1 && text.data[first] == '.' &&
        goes_on(text, start, first, next))
        return false;
    *at = after;
    return true;
}

static gp_status split_line(splitter *self, size_t start, size_t end)
{
    size_t mark = item_mark(gp_str_slice(self->text, start, end));
    size_t from = start + mark;
    size_t at = from;
    gp_status status = GP_OK;

    while (at < end && status == GP_OK && self->sentences->count < self->max) {
        size_t next = at;
        if (!terminator(gp_utf8_next(self->text, &next))) {
            at = next;
        } else if (take_terminators(self->text, from, &at, end)) {
            status = add(self, from, at, mark > 0);
            at = skip(self->text, at, end, blank);
            from = at;
        }
    }
    return status == GP_OK ? add(self, from, end, mark > 0) : status;
}

/* A sentence that ends in ":" and has an item behind it introduces a list. */
static void mark_leads(gp_str text, gp_sentence_list *sentences)
{
    for (size_t i = 0; i + 1 < sentences->count; i++) {
        gp_sentence *sentence = &sentences->items[i];
        sentence->lead =
            !sentence->item && sentences->items[i + 1].item && text.data[sentence->end - 1] == ':';
    }
}

gp_status gp_sentences(gp_str text, size_t max, gp_arena *arena, gp_sentence_list *sentences)
{
    splitter self = {text, max, arena, sentences};
    size_t start = 0;
    gp_status status = GP_OK;

    *sentences = (gp_sentence_list){NULL, 0, 0};
    while (start < text.size && status == GP_OK && sentences->count < max) {
        size_t end = gp_str_find_byte(text, '\n', start);
        status = split_line(&self, start, end);
        start = end + 1;
    }
    if (status == GP_OK)
        mark_leads(text, sentences);
    return status;
}
