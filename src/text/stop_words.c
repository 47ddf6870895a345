/* stop_words.c - closed-class words of English: articles, pronouns, prepositions, auxiliaries, question
 * words, greetings. Forms as the tokenizer folds them, sorted for the search by halves. Contractions
 * that become another word when folded ("we'll" -> well, "she'll" -> shell) are left out. */
#include "text/stop_words.h"

#include <stddef.h>

static const char *const stop_words[] = {
    "a",          "about",      "above",     "across",     "after",      "again",     "all",
    "along",      "already",    "also",      "although",   "always",     "am",        "among",
    "an",         "and",        "another",   "any",        "anybody",    "anyone",    "anything",
    "anywhere",   "are",        "around",    "as",         "at",         "away",      "be",
    "became",     "because",    "become",    "becomes",    "been",       "before",    "behind",
    "being",      "below",      "beside",    "besides",    "between",    "beyond",    "both",
    "but",        "by",         "came",      "can",        "could",      "did",       "do",
    "does",       "doing",      "done",      "down",       "during",     "each",      "either",
    "else",       "enough",     "even",      "ever",       "every",      "everybody", "everyone",
    "everything", "everywhere", "few",       "for",        "from",       "further",   "get",
    "gets",       "getting",    "give",      "given",      "go",         "goes",      "going",
    "gone",       "got",        "had",       "has",        "have",       "having",    "he",
    "hello",      "hence",      "her",       "here",       "heres",      "hers",      "herself",
    "hes",        "hey",        "hi",        "him",        "himself",    "his",       "how",
    "however",    "hows",       "i",         "if",         "im",         "in",        "indeed",
    "instead",    "into",       "is",        "it",         "itll",       "its",       "itself",
    "ive",        "just",       "least",     "less",       "let",        "lets",      "like",
    "made",       "make",       "makes",     "many",       "may",        "maybe",     "me",
    "might",      "mine",       "more",      "most",       "mostly",     "much",      "must",
    "my",         "myself",     "need",      "needs",      "now",        "of",        "off",
    "often",      "oh",         "ok",        "okay",       "on",         "once",      "one",
    "only",       "onto",       "or",        "other",      "others",     "our",       "ours",
    "ourselves",  "out",        "over",      "own",        "per",        "perhaps",   "please",
    "put",        "quite",      "rather",    "really",     "said",       "same",      "say",
    "see",        "seem",       "seems",     "several",    "shall",      "she",       "shes",
    "should",     "since",      "so",        "some",       "somebody",   "somehow",   "someone",
    "something",  "sometimes",  "somewhere", "soon",       "still",      "such",      "tell",
    "than",       "thank",      "thanks",    "that",       "thatll",     "thats",     "the",
    "their",      "theirs",     "them",      "themselves", "then",       "there",     "therefore",
    "theres",     "these",      "they",      "theyd",      "theyll",     "theyre",    "theyve",
    "this",       "those",      "though",    "through",    "throughout", "thus",      "to",
    "together",   "too",        "toward",    "towards",    "under",      "until",     "up",
    "upon",       "us",         "very",      "via",        "want",       "wants",     "was",
    "way",        "we",         "went",      "were",       "weve",       "what",      "whatever",
    "whats",      "when",       "whenever",  "where",      "whereas",    "wheres",    "wherever",
    "whether",    "which",      "whichever", "while",      "who",        "whoever",   "whole",
    "whom",       "whos",       "whose",     "why",        "will",       "with",      "within",
    "would",      "yes",        "yet",       "you",        "youd",       "youll",     "your",
    "youre",      "yours",      "yourself",  "yourselves", "youve",
};

static const char *const negations[] = {
    "aint",  "arent",    "cannot", "cant",  "couldnt", "didnt",   "doesnt",  "dont",
    "hadnt", "hasnt",    "havent", "isnt",  "mightnt", "mustnt",  "neednt",  "neither",
    "never", "no",       "nobody", "none",  "nor",     "not",     "nothing", "nowhere",
    "shant", "shouldnt", "unless", "wasnt", "werent",  "without", "wont",    "wouldnt",
};

static bool listed(gp_str form, const char *const *words, size_t count)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = gp_str_compare(form, gp_str_of(words[middle]));
        if (order == 0)
            return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

bool gp_stop_word(gp_str form)
{
    return listed(form, stop_words, sizeof stop_words / sizeof stop_words[0]);
}

bool gp_negation(gp_str form)
{
    return listed(form, negations, sizeof negations / sizeof negations[0]);
}
