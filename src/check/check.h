/* check.h - reads the corpus as the indexer does, writes nothing, and tells what an editor should mend.
 *
 * Flow:     PATHs -> files (index/input.h) -> documents (content/reader.h) -> rules of one article, while
 *           it is in memory -> rules over all of them: links, questions, acronyms, pins.
 * Memory:   findings and what is compared across articles live in the caller's arena: about 200 bytes a
 *           section, link and question; no article's text is kept.
 * Time:     "today" is an argument, so that a check can be repeated.
 * Threads:  one check, one thread.
 */
#ifndef GP_CHECK_CHECK_H
#define GP_CHECK_CHECK_H

#include "base/arena.h"
#include "base/status.h"

#include <stdint.h>

/* In the order of docs/check.md; names are in rules.c and never change. */
typedef enum gp_rule {
    GP_RULE_REFUSED,
    GP_RULE_NOT_SHOWN,
    GP_RULE_BROKEN_LINK,
    GP_RULE_BROKEN_ANCHOR,
    GP_RULE_EXTERNAL_LINK,
    GP_RULE_DUPLICATE_ID,
    GP_RULE_DUPLICATE_QUESTION,
    GP_RULE_HEADING_JUMP,
    GP_RULE_EMPTY_SECTION,
    GP_RULE_LONG_SECTION,
    GP_RULE_UNDEFINED_ACRONYM,
    GP_RULE_REVIEW_MISSING,
    GP_RULE_REVIEW_OVERDUE,
    GP_RULE_APPROVAL_LAPSED,
    GP_RULE_APPROVAL_UNKNOWN,
    GP_RULE_IMAGE_ALT,
    GP_RULE_READING_GRADE,
    GP_RULE_BANNED_WORD,
    GP_RULE_KEY_TYPO,
    GP_RULE_SYNONYM_INVALID,
    GP_RULE_SYNONYM_REPEATED,
    GP_RULE_PIN_UNKNOWN,
    GP_RULE_RELATED_UNKNOWN
} gp_rule;
#define GP_RULE_COUNT 23

/* "broken-link" */
const char *gp_rule_name(gp_rule rule);
/* What the rule holds an article to, one line. */
const char *gp_rule_purpose(gp_rule rule);
/* False when no rule has that name. */
bool gp_rule_parse(gp_str name, gp_rule *rule);

typedef struct gp_finding {
    gp_rule rule;
    gp_str path;    /* from where the check was started */
    size_t line;    /* from 1; of the whole file: 1 */
    gp_str message; /* what is wrong, one line */
    gp_str mend;    /* what to do, one line */
    gp_str
        from; /* empty, or: the mend is certain, and is to write `to` in the place of these bytes */
    gp_str to; /* of the line */
} gp_finding;

typedef struct gp_check_report {
    GP_VEC(gp_finding) findings; /* by path, line, rule, message */
    size_t files, articles, sections;
    size_t drafts;    /* and archived articles: only their front matter is looked at */
    size_t off;       /* findings of rules that guidepost.yaml switches off */
    size_t rules_off; /* how many rules it switches off */
    bool whole;       /* a folder was given: what an article points to was looked for */
} gp_check_report;

/* Checks PATHs; `today` is days since 1970-01-01. GP_NOT_FOUND: a PATH is not there, or holds nothing to
 * check. GP_INVALID: a PATH or guidepost.yaml cannot be read, or switches off a rule that is none.
 * GP_NO_MEMORY, GP_IO: the machine failed. The report holds what was found so far, also on errors.
 * O(n log n) in sections, links and questions. */
gp_status gp_check_run(const char *const *paths, size_t count, int32_t today, gp_arena *arena,
                       gp_check_report *report, gp_error *error) GP_MUST_CHECK;

#endif
