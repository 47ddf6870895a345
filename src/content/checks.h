/* checks.h - the keys of guidepost.yaml that `guidepost check` goes by: banned: and check:.
 *
 *   banned: [junkie, {word: addict, say: person with an addiction}]
 *   check:
 *     off: {rule-name: "the reason"}   a rule that is switched off says why
 *     reading_grade: 12                0: any
 *     section_words: 600               0: any
 *     review_by: true                  every public section wants a review date
 *     acronyms: [NJ]                   known to every reader, need no explanation
 *
 * Errors:   GP_INVALID with "line N: why". Whether a rule has that name, src/check knows.
 */
#ifndef GP_CONTENT_CHECKS_H
#define GP_CONTENT_CHECKS_H

#include "content/yaml.h"

#define GP_READING_GRADE 12  /* unless guidepost.yaml says otherwise; Flesch-Kincaid */
#define GP_SECTION_WORDS 600 /* the same */

typedef struct gp_banned {
    gp_str word; /* or phrase */
    gp_str say;  /* instead; may be empty */
    size_t line;
} gp_banned;

typedef struct gp_rule_off {
    gp_str rule, reason;
    size_t line;
} gp_rule_off;

typedef struct gp_checks {
    GP_VEC(gp_banned) banned;
    GP_VEC(gp_rule_off) off;
    size_t reading_grade;
    size_t section_words;
    bool review_by;
    gp_str_list acronyms;
} gp_checks;

/* What holds without guidepost.yaml. */
gp_checks gp_checks_default(void);
/* Reads `banned:` and `check:` of the file's root over the defaults. GP_INVALID, GP_NO_MEMORY. */
gp_status gp_checks_read(const gp_yaml *root, gp_arena *arena, gp_checks *checks,
                         gp_error *error) GP_MUST_CHECK;

#endif
