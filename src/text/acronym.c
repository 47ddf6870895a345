/* Both patterns begin at a bracket; what stands before and in it is looked at only as far as a long
 * form can reach, and never beyond the bracket before, so that no text is read over and over.
 */
#include "text/acronym.h"

#include "text/dictionary.h"
#include "text/stop_words.h"

#include <string.h>

enum {
    REACH = 200 /* bytes of a long form and its surroundings */
};

typedef struct short_form {
    char text[GP_ACRONYM_MAX + 1]; /* as written, without points and a plural's s */
    char lower[GP_ACRONYM_MAX + 1];
    size_t size;
} short_form;

/* ---- characters ------------------------------------------------------------------------------ */

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_alnum(char c)
{
    return is_capital(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static char lower(char c)
{
    return is_capital(c) ? (char)(c - 'A' + 'a') : c;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Size of a quotation mark, also a typographic one (U+2018..U+201F), that ends before `at`. */
static size_t quote_before(gp_str text, size_t at)
{
    if (at > 0 && (text.data[at - 1] == '"' || text.data[at - 1] == '\''))
        return 1;
    if (at >= 3 && memcmp(text.data + at - 3, "\xE2\x80", 2) == 0 &&
        ((unsigned char)text.data[at - 1] & 0xF8) == 0x98)
        return 3;
    return 0;
}

/* Whether a word goes on over `at`: a letter, or an apostrophe behind one, stands before it. */
static bool inside_word(gp_str text, size_t at)
{
    size_t quote = quote_before(text, at);

    if (quote > 0)
        return at > quote && is_alnum(text.data[at - quote - 1]);
    if (at == 0 || (unsigned char)text.data[at - 1] < 0x80)
        return at > 0 && is_alnum(text.data[at - 1]);
    if (at >= 3 && memcmp(text.data + at - 3, "\xE2\x80", 2) == 0)
        return false; /* a dash or a blank */
    return !(at >= 2 && memcmp(text.data + at - 2, "\xC2\xA0", 2) == 0);
}

/* Without blanks and quotation marks around it. */
static gp_str trim(gp_str text)
{
    size_t start = 0;
    size_t end = text.size;

    for (size_t quote; end > 0; end -= quote > 0 ? quote : 1) {
        quote = quote_before(text, end);
        if (quote == 0 && !is_blank(text.data[end - 1]))
            break;
    }
    while (start < end) {
        size_t mark = end - start >= 3 ? 3 : 1;
        if (is_blank(text.data[start]) || text.data[start] == '"' || text.data[start] == '\'')
            start++;
        else if (mark == 3 && quote_before(text, start + 3) == 3)
            start += 3;
        else
            break;
    }
    return gp_str_slice(text, start, end);
}

/* ---- short forms ----------------------------------------------------------------------------- */

/* "PHPs": capitals and an s. */
static void cut_plural(short_form *found)
{
    size_t capitals = 0;

    for (size_t i = 0; i + 1 < found->size; i++)
        capitals += is_capital(found->text[i]);
    if (found->size >= 3 && capitals + 1 == found->size && found->text[found->size - 1] == 's')
        found->size--;
}

/* True when all of `text` is a short form. Points must stand behind every letter, or nowhere. */
static bool read_short(gp_str text, short_form *found)
{
    bool points = text.size > 1 && text.data[1] == '.';
    bool capital = false;
    gp_str word;

    *found = (short_form){.size = 0};
    for (size_t i = 0; i < text.size; i++) {
        if (points && i % 2 == 1 && text.data[i] == '.')
            continue;
        if (!is_alnum(text.data[i]) || (points && i % 2 == 1) || found->size >= GP_ACRONYM_MAX)
            return false;
        capital |= is_capital(text.data[i]);
        found->text[found->size++] = text.data[i];
    }
    cut_plural(found);
    for (size_t i = 0; i < found->size; i++)
        found->lower[i] = lower(found->text[i]);
    if (found->size < 2 || !capital || (found->lower[0] < 'a'))
        return false;
    for (size_t i = 1; i < found->size; i++) {
        if (is_capital(found->text[i]))
            return true;
    }
    word = (gp_str){found->lower, found->size}; /* "See", "Note" */
    return !gp_stop_word(word) && !gp_dictionary_has(word);
}

static size_t words_allowed(const short_form *found)
{
    return found->size + 5 < found->size * 2 ? found->size + 5 : found->size * 2;
}

/* ---- long forms ------------------------------------------------------------------------------ */

static bool is_short_itself(gp_str word, const short_form *found)
{
    return gp_str_equal_nocase(word, (gp_str){found->text, found->size});
}

/* The long form explains: it is longer, and does not hold the short form as a word. */
static bool explains(gp_str text, const short_form *found)
{
    gp_str rest = text;
    gp_str word;

    while (gp_str_next(&rest, ' ', &word)) {
        if (is_short_itself(word, found))
            return false;
    }
    return text.size > found->size;
}

/* Whether no long form reaches over text[at], which stands before `end`. */
static bool ends_reach(gp_str text, size_t at, size_t end)
{
    char c = text.data[at];

    return strchr("\n()[];:!?|", c) != NULL || /* finds NUL, too */
           (c == '.' && at + 1 < end && is_blank(text.data[at + 1]));
}

/* Where the words that may be the long form begin, when they end at `end`. */
static size_t reach_back(gp_str text, size_t end, const short_form *found)
{
    size_t words = 0;
    size_t at = end;

    while (at > 0 && end - at < REACH && !ends_reach(text, at - 1, end)) {
        words += is_blank(text.data[at - 1]) && !is_blank(text.data[at]);
        if (words >= words_allowed(found))
            break;
        at--;
    }
    return at;
}

/* The place in text[from, end) where the short form's characters, met from the right, begin; `end` if
 * they are not there. */
static size_t meet(gp_str text, size_t from, size_t end, const short_form *found)
{
    size_t at = end;

    for (size_t i = found->size; i-- > 0;) {
        do {
            if (at == from)
                return end;
            at--;
        } while (lower(text.data[at]) != found->lower[i] || (i == 0 && inside_word(text, at)));
    }
    while (at >= from + 2 && text.data[at - 1] == '-' && is_alnum(text.data[at - 2])) {
        at--; /* "non-steroidal": the word begins before the hyphen */
        while (at > from && is_alnum(text.data[at - 1]))
            at--;
    }
    return at;
}

/* "long form (ABC)", the bracket being at `open`. */
static bool read_before(gp_str text, size_t open, gp_str inside, short_form *found, gp_str *meaning)
{
    gp_str before;
    size_t end;
    size_t start;

    if (open == 0 || !read_short(trim(inside), found))
        return false;
    before = trim(gp_str_slice(text, open > REACH ? open - REACH : 0, open));
    if (before.size == 0 || before.data + before.size == text.data + open)
        return false; /* no blank before the bracket: "program(s)" */
    end = (size_t)(before.data - text.data) + before.size;
    start = meet(text, reach_back(text, end, found), end, found);
    *meaning = gp_str_slice(text, start, end);
    return explains(*meaning, found);
}

/* ---- initials -------------------------------------------------------------------------------- */

static bool is_small(gp_str word)
{
    static const char *const small[] = {"a",  "an", "and", "at", "by",  "for", "in",
                                        "of", "on", "or",  "to", "the", "with"};

    for (size_t i = 0; i < sizeof small / sizeof small[0]; i++) {
        if (gp_str_equal(word, gp_str_of(small[i])))
            return true;
    }
    return false;
}

/* True when the words' initials spell the short form. */
static bool spells(gp_str text, const short_form *found)
{
    size_t met = 0;
    size_t at = 0;

    while (at < text.size) {
        size_t start = at;
        while (at < text.size && !is_blank(text.data[at]) && text.data[at] != '-')
            at++;
        if (at > start && met < found->size && lower(text.data[start]) == found->lower[met])
            met++;
        else if (at > start && (met == 0 || !is_small(gp_str_slice(text, start, at))))
            return false;
        at++;
    }
    return met == found->size;
}

/* "ABC (long form)", the bracket being at `open`. */
static bool read_after(gp_str text, size_t open, gp_str inside, short_form *found, gp_str *meaning)
{
    size_t end = open;
    size_t start;

    while (end > 0 && is_blank(text.data[end - 1]))
        end--;
    start = end;
    while (start > 0 && end - start <= 2 * GP_ACRONYM_MAX &&
           (is_alnum(text.data[start - 1]) || text.data[start - 1] == '.'))
        start--;
    if (end == open || inside_word(text, start) || (start > 0 && text.data[start - 1] == '-') ||
        !read_short(gp_str_slice(text, start, end), found))
        return false;
    *meaning = trim(inside);
    if (gp_str_ends(*meaning, GP_STR(".")))
        meaning->size--;
    if (!spells(*meaning, found))
        return false;
    return explains(*meaning, found);
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* What the bracket at `open` holds; false when it ends too late or on another line. */
static bool read_inside(gp_str text, size_t open, gp_str *inside)
{
    size_t limit = text.size - open > REACH ? open + REACH : text.size;

    for (size_t at = open + 1; at < limit; at++) {
        if (text.data[at] == ')') {
            *inside = gp_str_slice(text, open + 1, at);
            return at > open + 1;
        }
        if (text.data[at] == '(' || text.data[at] == '\n')
            return false;
    }
    return false;
}

/* "(IOP, at least 9 hours)": the part up to the comma. */
static gp_str first_part(gp_str inside)
{
    size_t comma = gp_str_find_byte(inside, ',', 0);
    size_t semicolon = gp_str_find_byte(inside, ';', 0);

    return gp_str_slice(inside, 0, comma < semicolon ? comma : semicolon);
}

gp_status gp_acronyms_find(gp_str text, gp_acronym_fn *fn, void *context)
{
    gp_status status = GP_OK;

    for (size_t open = gp_str_find_byte(text, '(', 0); open < text.size && status == GP_OK;
         open = gp_str_find_byte(text, '(', open + 1)) {
        short_form found;
        gp_str inside;
        gp_str meaning;
        if (!read_inside(text, open, &inside))
            continue;
        if (read_before(text, open, first_part(inside), &found, &meaning) ||
            read_after(text, open, inside, &found, &meaning) ||
            read_after(text, open, first_part(inside), &found, &meaning))
            status = fn(context, (gp_str){found.text, found.size}, meaning);
    }
    return status;
}
