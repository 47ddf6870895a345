/* front_matter.h - the YAML or JSON block at the head of a Markdown file (libyaml), as CONTRACT names it.
 *
 * Limits:   16 KiB, no aliases or anchors, depth 8. Keys of other generators fill what ours leave
 *           unsaid (dialect.h); unknown ones are ignored.
 * Errors:   GP_INVALID with "line N: why" (N of the file) for malformed YAML or a known key of the
 *           wrong type; GP_TOO_LARGE beyond the limit.
 */
#ifndef GP_CONTENT_FRONT_MATTER_H
#define GP_CONTENT_FRONT_MATTER_H

#include "content/document.h"
#include "content/problem.h"

#define GP_FRONT_MATTER_MAX ((size_t)16 * 1024) /* bytes of YAML */

/* `sections:` of the front matter, by anchor, until the sections exist. */
typedef struct gp_section_override {
    gp_str anchor;
    size_t line;
    gp_str_list questions, synonyms, aliases;
    bool has_audience;
    gp_audience audience;
    gp_str owner, review_by;
} gp_section_override;
typedef GP_VEC(gp_section_override) gp_override_list;

/* The keys that are read, at the top and below one anchor of `sections:`; each list ends with NULL. */
extern const char *const gp_front_matter_keys[];
extern const char *const gp_front_matter_section_keys[];

/* The parts of a file; they borrow from it. */
typedef struct gp_front_matter {
    gp_str yaml;      /* empty: there is none */
    size_t yaml_line; /* of the file, where `yaml` begins: 2, in JSON 1 */
    gp_str body;
    size_t body_line; /* of the file */
} gp_front_matter;

/* Cuts "---" YAML "---" off the front, or JSON from a line "{" to the next line "}", braces included (all JSON is
 * YAML, so one reader serves). GP_INVALID: it has no end, or is TOML ("+++"). */
gp_status gp_front_matter_split(gp_str source, gp_front_matter *parts,
                                gp_error *error) GP_MUST_CHECK;

/* Splits `source` into front matter and body, fills the document's own fields and `overrides`.
 * `*body` is the rest and `*body_line` the line it begins at. No front matter: body = source. */
gp_status gp_front_matter_read(gp_str source, gp_arena *arena, gp_document *document,
                               gp_override_list *overrides, gp_str *body, size_t *body_line,
                               gp_error *error) GP_MUST_CHECK;

/* Gives each section its values: the section's own, else the article's; staff never becomes public.
 * An override whose anchor no section has, or that would make staff public, is a warning. */
gp_status gp_front_matter_apply(const gp_override_list *overrides, gp_arena *arena,
                                gp_document *document, gp_problem_list *problems) GP_MUST_CHECK;

#endif
