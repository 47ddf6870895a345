#include "search/question_type.h"

#include <stddef.h>

enum {
    LOOK_AT = 12 /* words from the beginning; of a story, whatever its question is stands later */
};

static bool word_is(const gp_token_list *tokens, size_t at, const char *form)
{
    return at < tokens->count && gp_str_equal(tokens->items[at].form, gp_str_of(form));
}

static bool word_is_any(const gp_token_list *tokens, size_t at, const char *const *forms)
{
    for (size_t i = 0; forms[i] != NULL; i++) {
        if (word_is(tokens, at, forms[i]))
            return true;
    }
    return false;
}

/* ---- the question ---------------------------------------------------------------------------- */

static gp_question_type type_of_how(const gp_token_list *tokens, size_t at)
{
    static const char *const times[] = {"long", "soon", "often", "late", "early", NULL};
    static const char *const units[] = {"hours", "days", "weeks", "months", "minutes", NULL};
    static const char *const numbers[] = {"many", "much", "big", "old", NULL};
    static const char *const ways[] = {"do", "does", "can", "to", "should", "will", NULL};

    if (word_is_any(tokens, at + 1, times))
        return GP_ASKS_LONG;
    if (word_is(tokens, at + 1, "many") && word_is_any(tokens, at + 2, units))
        return GP_ASKS_LONG;
    if (word_is_any(tokens, at + 1, numbers))
        return GP_ASKS_NUMBER;
    return word_is_any(tokens, at + 1, ways) ? GP_ASKS_HOW : GP_ASKS_ANYTHING;
}

static gp_question_type type_at(const gp_token_list *tokens, size_t at)
{
    static const char *const compared[] = {"vs",      "versus",   "difference", "differences",
                                           "compare", "compared", NULL};
    static const char *const named[] = {"is", "are", "does", "do", NULL};
    static const struct {
        const char *form;
        gp_question_type type;
    } words[] = {{"when", GP_ASKS_WHEN},     {"where", GP_ASKS_WHERE},    {"who", GP_ASKS_WHO},
                 {"whos", GP_ASKS_WHO},      {"whom", GP_ASKS_WHO},       {"why", GP_ASKS_WHY},
                 {"whats", GP_ASKS_WHAT_IS}, {"meaning", GP_ASKS_WHAT_IS}};

    if (word_is_any(tokens, at, compared))
        return GP_ASKS_DIFFERENCE;
    if (word_is(tokens, at, "how"))
        return type_of_how(tokens, at);
    if (word_is(tokens, at, "what") && word_is_any(tokens, at + 1, named))
        return GP_ASKS_WHAT_IS;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (word_is(tokens, at, words[i].form))
            return words[i].type;
    }
    return GP_ASKS_ANYTHING;
}

gp_question_type gp_question_type_of(const gp_token_list *tokens)
{
    static const char *const asking[] = {"can", "could", "do",    "does", "did", "is",
                                         "are", "will",  "would", "may",  "am",  "should",
                                         "has", "have",  "must",  NULL};
    gp_question_type found = GP_ASKS_ANYTHING;

    for (size_t at = 0; at < tokens->count && at < LOOK_AT; at++) {
        gp_question_type here = type_at(tokens, at);
        if (here == GP_ASKS_DIFFERENCE)
            return here; /* also behind "what is the ..." */
        if (found == GP_ASKS_ANYTHING)
            found = here;
    }
    if (found == GP_ASKS_ANYTHING && word_is_any(tokens, 0, asking))
        return GP_ASKS_YES_NO;
    return found;
}

/* ---- the sentence ---------------------------------------------------------------------------- */

static bool has_any(gp_str text, const char *const *parts)
{
    for (size_t i = 0; parts[i] != NULL; i++) {
        if (gp_str_find(text, gp_str_of(parts[i]), 0) < text.size)
            return true;
    }
    return false;
}

static bool begins_with_any(gp_str text, const char *const *parts)
{
    for (size_t i = 0; parts[i] != NULL; i++) {
        if (gp_str_starts(text, gp_str_of(parts[i])))
            return true;
    }
    return false;
}

static bool has_number(gp_str text)
{
    static const char *const words[] = {"one ", "two ",   "three ", "four ", "five ",
                                        "six ", "seven ", "eight ", "nine ", "ten ",
                                        "$",    "%",      NULL};

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] >= '0' && text.data[i] <= '9')
            return true;
    }
    return has_any(text, words);
}

bool gp_question_type_fits(gp_question_type type, gp_str sentence)
{
    static const char *const times[] = {"hour", "day", "week", "month", "year", "minute", NULL};
    static const char *const moments[] = {"when ",  "When ", "after",      "After", "before",
                                          "Before", "until", "as soon as", NULL};
    static const char *const places[] = {" at ",  "At ",   "In ",  "online", "website",
                                         "call ", "Call ", "near", NULL};
    static const char *const people[] = {"people", "person", "team",   "counselor", "someone",
                                         "who ",   "staff",  "doctor", NULL};
    static const char *const reasons[] = {"because", "Because", "due to",
                                          "so that", "reason",  NULL};
    static const char *const definitions[] = {" is ",       " are ",       " means ", " refers ",
                                              "stands for", "also called", NULL};
    static const char *const contrasts[] = {"differ", "while ",          "both", "Both",
                                            " than ", "main difference", NULL};
    static const char *const verdicts[] = {"Yes",     "No,",   "No ",       "Not ",
                                           "Usually", "Often", "Sometimes", "It depends",
                                           "Most ",   "Many ", "In most",   NULL};

    switch (type) {
    case GP_ASKS_LONG:
        return has_any(sentence, times) && has_number(sentence);
    case GP_ASKS_NUMBER:
        return has_number(sentence);
    case GP_ASKS_WHEN:
        return has_any(sentence, times) || has_any(sentence, moments);
    case GP_ASKS_WHERE:
        return has_any(sentence, places);
    case GP_ASKS_WHO:
        return has_any(sentence, people);
    case GP_ASKS_WHY:
        return has_any(sentence, reasons);
    case GP_ASKS_WHAT_IS:
        return has_any(sentence, definitions);
    case GP_ASKS_DIFFERENCE:
        return has_any(sentence, contrasts);
    case GP_ASKS_YES_NO:
        return begins_with_any(sentence, verdicts);
    case GP_ASKS_HOW:
    case GP_ASKS_ANYTHING:
        break;
    }
    return false;
}
