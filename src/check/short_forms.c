/* short_forms.c - abbreviations: used somewhere, explained nowhere.
 *
 * Used:      a word of two to six capitals (a plural's "s" behind it does not count), but for words that
 *            are only written loud ("DO NOT STOP") and those that every reader knows.
 * Explained: by any text, "long form (ABC)" (text/acronym.h); by a heading, question or synonym of the
 *            article with the slug "glossary"; by a group of synonyms in guidepost.yaml.
 */
#include "check/lint.h"

#include "text/acronym.h"
#include "text/dictionary.h"
#include "text/stop_words.h"

#include <string.h>

enum {
    LETTERS_MAX = 6
};

static const char *const known[] = {
    "AM",   "AKA", "ASAP", "CEO", "COVID", "DIY", "DNA", "EU",  "FAQ",  "FYI", "GPS",  "HIV",
    "HTML", "ID",  "IQ",   "IT",  "MD",    "OK",  "PC",  "PDF", "PM",   "PO",  "RSVP", "SMS",
    "SOS",  "TV",  "UK",   "UN",  "URL",   "US",  "USA", "VIP", "WIFI", "ZIP"};

/* Postal codes of the states of the USA. */
static const char states[] = "AL AK AZ AR CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI "
                             "MN MO MS MT NC ND NE NH NJ "
                             "NM NV NY OH OK OR PA PR RI SC SD TN TX UT VA VT WA WI WV WY";

/* ---- used ----------------------------------------------------------------------------------- */

static bool is_capital(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static bool is_word_byte(char byte)
{
    unsigned char code = (unsigned char)byte;

    return is_capital(byte) || (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') ||
           code >= 0x80 || code == '_';
}

static bool is_known(const gp_lint *lint, gp_str form)
{
    bool roman = true;

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (gp_str_equal(form, gp_str_of(known[i])))
            return true;
    }
    for (size_t i = 0; form.size == 2 && i + 2 < sizeof states; i += 3) {
        if (memcmp(form.data, states + i, 2) == 0)
            return true;
    }
    for (size_t i = 0; i < form.size; i++)
        roman = roman && (form.data[i] == 'I' || form.data[i] == 'V' || form.data[i] == 'X');
    return roman || gp_lint_has(&lint->checks->acronyms, form);
}

/* An ordinary word in capitals. Of three letters only a function word: "MAT" is hardly a mat. */
static bool is_loud(gp_str form)
{
    char small[LETTERS_MAX];
    gp_str word = {small, form.size};

    for (size_t i = 0; i < form.size; i++)
        small[i] = (char)(form.data[i] - 'A' + 'a');
    return gp_stop_word(word) || gp_negation(word) ||
           (form.size > 3 && gp_dictionary_ordinary(word));
}

static bool used_before(const gp_lint *lint, gp_str form)
{
    for (size_t i = lint->uses.count; i > 0; i--) {
        const gp_short_use *use = &lint->uses.items[i - 1];
        if (use->path.data != lint->path.data)
            return false;
        if (gp_str_equal(use->form, form))
            return true;
    }
    return false;
}

static void use(gp_lint *lint, const gp_section *section, gp_str form)
{
    gp_short_use *added;

    if (form.size < 2 || form.size > LETTERS_MAX || is_known(lint, form) || is_loud(form) ||
        used_before(lint, form))
        return;
    added = GP_VEC_PUSH(lint->arena, &lint->uses);
    if (added != NULL)
        *added = (gp_short_use){gp_arena_copy(lint->arena, form), lint->path,
                                gp_lint_line(lint, section, form)};
}

/* Not inside an address, a possessive or a longer word. */
static void find_uses(gp_lint *lint, const gp_section *section, gp_str text)
{
    size_t at = 0;

    while (at < text.size) {
        size_t start = at;
        size_t end;
        char before = start > 0 ? text.data[start - 1] : ' ';
        while (at < text.size && is_capital(text.data[at]))
            at++;
        end = at;
        if (at < text.size && text.data[at] == 's')
            at++;
        if (end > start && (at == text.size || !is_word_byte(text.data[at])) && before != '\'' &&
            before != '/' && before != '@' && before != '.')
            use(lint, section, gp_str_slice(text, start, end));
        while (at < text.size && is_word_byte(text.data[at]))
            at++;
        while (at < text.size && !is_word_byte(text.data[at]))
            at++;
    }
}

/* ---- explained ------------------------------------------------------------------------------ */

static void add_explained(gp_lint *lint, gp_str form)
{
    if (!gp_lint_has(&lint->explained, form))
        (void)gp_str_list_add(lint->arena, &lint->explained, gp_arena_copy(lint->arena, form));
}

/* gp_acronym_fn */
static gp_status take_explanation(void *context, gp_str short_form, gp_str long_form)
{
    (void)long_form;
    add_explained(context, short_form);
    return GP_OK;
}

static void find_explained(gp_lint *lint, gp_str text)
{
    if (gp_acronyms_find(text, take_explanation, lint) != GP_OK)
        lint->arena->failed = true;
}

/* "iop" explains IOP. */
static void add_word(gp_lint *lint, gp_str word)
{
    char capitals[LETTERS_MAX];

    word = gp_str_trim(word);
    if (word.size < 2 || word.size > LETTERS_MAX)
        return;
    for (size_t i = 0; i < word.size; i++) {
        char byte = word.data[i];
        capitals[i] = byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte;
    }
    add_explained(lint, (gp_str){capitals, word.size});
}

/* Each capital word of a glossary's heading: "Intensive outpatient program, IOP". */
static void add_heading(gp_lint *lint, gp_str heading)
{
    size_t at = 0;

    while (at < heading.size) {
        size_t start = at;
        while (at < heading.size && is_word_byte(heading.data[at]))
            at++;
        add_word(lint, gp_str_slice(heading, start, at));
        at += at < heading.size;
    }
}

void gp_lint_short_forms(gp_lint *lint, const gp_document *document)
{
    bool glossary = gp_str_equal(document->slug, GP_STR("glossary"));

    for (size_t i = 0; i < document->sections.count; i++) {
        const gp_section *section = &document->sections.items[i];
        find_explained(lint, section->heading);
        find_explained(lint, section->text);
        find_uses(lint, section, section->heading);
        find_uses(lint, section, section->text);
        for (size_t j = 0; glossary && j < section->questions.count; j++)
            add_word(lint, section->questions.items[j]);
        for (size_t j = 0; glossary && j < section->synonyms.count; j++)
            add_word(lint, section->synonyms.items[j]);
        if (glossary)
            add_heading(lint, section->heading);
    }
}

void gp_lint_explain(gp_lint *lint)
{
    for (size_t i = 0; i < lint->input.site.synonyms.count; i++) {
        const gp_str_list *words = &lint->input.site.synonyms.items[i].words;
        for (size_t j = 0; j < words->count; j++)
            add_word(lint, words->items[j]);
    }
    for (size_t i = 0; i < lint->uses.count && lint->report->whole; i++) {
        const gp_short_use *item = &lint->uses.items[i];
        if (!gp_lint_has(&lint->explained, item->form))
            gp_lint_tell(lint, GP_RULE_UNDEFINED_ACRONYM, item->path, item->line,
                         "write its long form in front of it once, or add it to the glossary or to "
                         "check: acronyms",
                         "%.*s is explained nowhere", GP_STR_ARGS(item->form));
    }
}
