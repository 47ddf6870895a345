/* sentence.c - rules, not statistics: the texts are edited prose, and a rule can be explained. */
#include "text/sentence.h"

#include "base/utf8.h"

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

static bool letter(char byte)
{
    return upper(byte) || (byte >= 'a' && byte <= 'z') || (unsigned char)byte >= 0x80;
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

/* The word that ends just before `end`, its inner points included: "e.g", "Dr", "U.S". */
static gp_str word_before(gp_str text, size_t start, size_t end)
{
    size_t at = end;

    while (at > start && (letter(text.data[at - 1]) || text.data[at - 1] == '.'))
        at--;
    return gp_str_slice(text, at, end);
}

static bool abbreviation(gp_str word)
{
    static const char *const known[] = {"al",   "approx", "cf",  "dept", "dr", "e.g", "etc", "fig",
                                        "i.e",  "inc",    "jr",  "ltd",  "mr", "mrs", "ms",  "no",
                                        "prof", "rev",    "sec", "sr",   "st", "vol", "vs"};

    if (word.size == 1 && upper(word.data[0]))
        return true; /* an initial */
    if (word.size >= 3 && word.size % 2 == 1 && word.data[1] == '.')
        return true; /* U.S, e.g, a.m */
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (gp_str_equal_nocase(word, gp_str_of(known[i])))
            return true;
    }
    return false;
}

/* Steps over quotes and brackets that close with the sentence. */
static size_t after_closers(gp_str text, size_t at, size_t end)
{
    while (at < end) {
        size_t next = at;
        uint32_t code = gp_utf8_next(text, &next);
        if (code != '"' && code != '\'' && code != ')' && code != ']' && code != 0x2019 &&
            code != 0x201D && code != 0xBB)
            break;
        at = next;
    }
    return at;
}

/* What can begin a sentence: an upper-case letter, a digit, a quote, a bracket, any letter beyond
 * ASCII. */
static bool begins_sentence(gp_str text, size_t at)
{
    char byte = text.data[at];

    return upper(byte) || digit(byte) || byte == '"' || byte == '\'' || byte == '(' ||
           byte == '[' || (unsigned char)byte >= 0x80;
}

/* If a sentence ends with the mark at `at`, where it ends; else 0. */
static size_t sentence_end(gp_str text, size_t start, size_t at, size_t end)
{
    size_t next = at;
    uint32_t code = gp_utf8_next(text, &next);
    size_t after, blank;

    if (code != '.' && code != '!' && code != '?' && code != 0x2026)
        return 0;
    while (next < end &&
           (text.data[next] == '.' || text.data[next] == '!' || text.data[next] == '?'))
        next++;
    after = after_closers(text, next, end);
    blank = after;
    while (blank < end && text.data[blank] == ' ')
        blank++;
    if (blank >= end)
        return end;
    if (blank == after || !begins_sentence(text, blank))
        return 0;
    if (code == '.' && abbreviation(word_before(text, start, at)))
        return 0;
    return after;
}

static gp_status split_line(splitter *self, size_t start, size_t end)
{
    size_t mark = item_mark(gp_str_slice(self->text, start, end));
    size_t from = start + mark;
    size_t at = from;
    gp_status status = GP_OK;

    while (at < end && status == GP_OK) {
        size_t stop = sentence_end(self->text, from, at, end);
        if (stop > 0) {
            status = add(self, from, stop, mark > 0);
            from = stop;
            at = stop;
        } else {
            (void)gp_utf8_next(self->text, &at);
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
