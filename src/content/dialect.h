/* dialect.h - front matter as other generators write it (Hugo, Jekyll, Docusaurus, MkDocs), for what
 * our own keys leave unsaid; docs/content.md lists it.
 *
 * Idea:     a key of another program never refuses a file, unless to pass it over could show what
 *           its author holds back: `draft`, and the days of publication and expiry.
 */
#ifndef GP_CONTENT_DIALECT_H
#define GP_CONTENT_DIALECT_H

#include "content/document.h"
#include "content/yaml.h"

/* Fills those fields of the document that are empty (status: for which `root` has no `status`), adds
 * old addresses to its aliases, and takes the day from a file name such as "2026-03-02-title.md".
 * `root` is the front matter's mapping; values borrow from it or live in `arena`. GP_INVALID: "line N:
 * ..." as yaml.h counts; GP_NO_MEMORY. */
gp_status gp_dialect_read(const gp_yaml *root, gp_arena *arena, gp_document *document,
                          gp_error *error) GP_MUST_CHECK;

#endif
