/* lint.h - what the rules of src/check share; private to it.
 *
 * Errors:   memory that ends is the arenas' sticky `failed`, looked at once, by check.c; the rules are
 *           straight lines.
 *
 * article.c    the rules of one article
 * words.c      its words: banned, hard to read
 * links.c      links and images of an article's Markdown
 * resolve.c    where links, pins and the like lead
 * outside.c    the shape of addresses outside
 * questions.c  questions that two sections answer
 * short_forms.c  acronyms used and explained
 * keys.c       keys that look like slips
 * mend.c       what --fix may write
 * site_rules.c guidepost.yaml's synonyms and pins, approvals.jsonl, related:
 */
#ifndef GP_CHECK_LINT_H
#define GP_CHECK_LINT_H

#include "check/check.h"
#include "index/input.h"
#include "text/tokenizer.h"

/* Something a link can lead to. */
typedef struct gp_target {
    gp_str slug;   /* of an alias that is a path: the path without slashes at its ends */
    gp_str anchor; /* empty: the article */
    bool alias;    /* an old slug or anchor */
    bool published;
    gp_audience audience;
    gp_str path;
    size_t line;
} gp_target;

/* Something that points to an article or section. */
typedef struct gp_pointer {
    gp_rule rule; /* GP_RULE_BROKEN_LINK, or that of a pin, an approval, related: */
    gp_str slug, anchor;
    gp_str address; /* as written */
    gp_audience audience;
    gp_str path;
    size_t line;
} gp_pointer;

/* One wording of the question that a section answers. */
typedef struct gp_asking {
    gp_str key;  /* its stems without function words, sorted: equal for questions of one thing */
    gp_str rest; /* the function words, sorted */
    char kind;   /* what is asked for, see questions.c */
    gp_str words;
    gp_str id; /* of the section */
    gp_audience audience;
    gp_str path;
    size_t line;
} gp_asking;

typedef struct gp_short_use {
    gp_str form; /* "IOP" */
    gp_str path;
    size_t line;
} gp_short_use;

typedef struct gp_lint {
    gp_arena *arena;   /* of the whole check */
    gp_arena document; /* of one document, the reader's */
    gp_arena scratch;  /* of one rule; reset by who uses it */
    gp_arena bytes;    /* of one file */
    gp_input input;
    const gp_checks *checks;
    gp_tokenizer *tokenizer;
    int32_t today;
    gp_check_report *report;
    gp_error *error;
    bool off[GP_RULE_COUNT];
    const gp_input_file *file; /* that is read now */
    gp_str path;               /* the same, from where the check was started */
    gp_str source;             /* its bytes; empty for JSON Lines */
    GP_VEC(gp_target) targets;
    GP_VEC(gp_pointer) pointers;
    GP_VEC(gp_asking) askings;
    GP_VEC(gp_short_use) uses;
    gp_str_list explained;       /* acronyms that some text explains */
    gp_token_list *banned_words; /* of each of checks->banned */
} gp_lint;

/* Adds a finding, unless its rule is off. `path` must live as long as the arena. */
void gp_lint_tell(gp_lint *lint, gp_rule rule, gp_str path, size_t line, const char *mend,
                  const char *format, ...) GP_PRINTF(6, 7);
/* The line of the file where `words` stand first in the section's source; else the heading's. */
size_t gp_lint_line(const gp_lint *lint, const gp_section *section, gp_str words);
/* True when the file's lines are those of its sections' Markdown. */
bool gp_lint_is_markdown(const gp_lint *lint);
/* True when item of `list` equals `text`. */
bool gp_lint_has(const gp_str_list *list, gp_str text);

/* mend.c: gives the finding that was told last, if it was, a mend that leaves nothing to decide. */
void gp_lint_mend(gp_lint *lint, gp_rule rule, gp_str from, gp_str to);
/* The finding told last is of this key, or of this address. */
void gp_mend_key(gp_lint *lint, const gp_yaml *map, const char *const *keys, gp_str key);
void gp_mend_address(gp_lint *lint, gp_str address);
/* article.c: all rules of one article, and what is kept of it. */
void gp_lint_article(gp_lint *lint, const gp_document *document);
/* words.c */
void gp_lint_words(gp_lint *lint, const gp_document *document);
bool gp_lint_words_open(gp_lint *lint); /* once, before the first article; false: no memory */
/* words.c: U.S. school years that a text of `words` words wants, by Flesch and Kincaid. */
double gp_reading_grade(size_t words, size_t sentences, size_t syllables);
size_t gp_syllables(gp_str form); /* of a folded English word, by rule of thumb; at least 1 */
/* links.c */
void gp_lint_links(gp_lint *lint, const gp_document *document);
void gp_lint_targets(gp_lint *lint, const gp_document *document);
/* resolve.c: at the end */
void gp_lint_resolve(gp_lint *lint);
/* Keeps a pointer to "slug#anchor". */
void gp_lint_point(gp_lint *lint, gp_rule rule, gp_str id, gp_audience audience, gp_str path,
                   size_t line);
/* outside.c: what is wrong with an address outside, or NULL; `*mend` says what to do. */
const char *gp_outside_wrong(gp_str address, const char **mend);
/* questions.c */
void gp_lint_questions(gp_lint *lint, const gp_document *document);
void gp_lint_compare_questions(gp_lint *lint);
/* short_forms.c */
void gp_lint_short_forms(gp_lint *lint, const gp_document *document);
void gp_lint_explain(gp_lint *lint);
/* keys.c: of the file that is read now; of guidepost.yaml. */
void gp_lint_keys(gp_lint *lint);
void gp_lint_site_keys(gp_lint *lint, gp_str yaml, gp_str path);
/* site_rules.c: of guidepost.yaml, whose path is lint->path; of every folder. */
void gp_lint_site(gp_lint *lint);
void gp_lint_approvals(gp_lint *lint);

#endif
