#include "check/check.h"

static const struct {
    const char *name, *purpose;
} rules[GP_RULE_COUNT] = {
    [GP_RULE_REFUSED] = {"refused", "a file or line that the indexer would leave out"},
    [GP_RULE_NOT_SHOWN] = {"not-shown", "part of an article that the reader leaves out or ignores"},
    [GP_RULE_BROKEN_LINK] = {"broken-link", "a link to an article or page that is not there"},
    [GP_RULE_BROKEN_ANCHOR] = {"broken-anchor", "a link to a section that is not there"},
    [GP_RULE_EXTERNAL_LINK] = {"external-link",
                               "an address outside that cannot be right, or is not encrypted"},
    [GP_RULE_DUPLICATE_ID] = {"duplicate-id",
                              "two articles with one slug, two sections with one id"},
    [GP_RULE_DUPLICATE_QUESTION] = {"duplicate-question", "two sections that answer one question"},
    [GP_RULE_HEADING_JUMP] = {"heading-jump", "a heading more than one level below the one above"},
    [GP_RULE_EMPTY_SECTION] = {"empty-section", "a heading without text or sections below it"},
    [GP_RULE_LONG_SECTION] = {"long-section",
                              "a section with more words than check: section_words"},
    [GP_RULE_UNDEFINED_ACRONYM] = {"undefined-acronym",
                                   "an abbreviation that no text, glossary or synonym explains"},
    [GP_RULE_REVIEW_MISSING] = {"review-missing",
                                "an approved or public section without review_by"},
    [GP_RULE_REVIEW_OVERDUE] = {"review-overdue", "a review_by that has passed"},
    [GP_RULE_APPROVAL_LAPSED] = {"approval-lapsed", "a section edited after its approval"},
    [GP_RULE_APPROVAL_UNKNOWN] = {"approval-unknown", "an approval of a section that is not there"},
    [GP_RULE_IMAGE_ALT] = {"image-alt", "an image without a description"},
    [GP_RULE_READING_GRADE] = {"reading-grade",
                               "an article harder to read than check: reading_grade"},
    [GP_RULE_BANNED_WORD] = {"banned-word", "a word of the banned: list"},
    [GP_RULE_KEY_TYPO] = {"key-typo", "a key that looks like a slip of the pen"},
    [GP_RULE_SYNONYM_INVALID] = {"synonym-invalid", "a synonym group that cannot work as written"},
    [GP_RULE_SYNONYM_REPEATED] = {"synonym-repeated", "a word that stands in two synonym groups"},
    [GP_RULE_PIN_UNKNOWN] = {"pin-unknown", "a pinned answer that is not there"},
    [GP_RULE_RELATED_UNKNOWN] = {"related-unknown", "a related: article that is not there"},
};

const char *gp_rule_name(gp_rule rule)
{
    return rules[rule].name;
}

const char *gp_rule_purpose(gp_rule rule)
{
    return rules[rule].purpose;
}

bool gp_rule_parse(gp_str name, gp_rule *rule)
{
    for (int i = 0; i < GP_RULE_COUNT; i++) {
        if (gp_str_equal(name, gp_str_of(rules[i].name))) {
            *rule = (gp_rule)i;
            return true;
        }
    }
    return false;
}
