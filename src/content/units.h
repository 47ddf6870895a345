/* units.h - the pieces of a section whose meaning is compared with a question's.
 *
 * Idea:     an encoder reads a sentence better than a page: a section is met by its heading, by each of
 *           its alternate questions, or by a few sentences of its text.
 * Order:    the text's groups first, so that unit i of a section is group i of its text; then the
 *           heading (the title, for an article's own section); then the questions.
 * Memory:   the caller's arena; unit texts point into the section's strings.
 */
#ifndef GP_CONTENT_UNITS_H
#define GP_CONTENT_UNITS_H

#include "content/document.h"

#define GP_UNIT_WORDS 60 /* of a group: relevance notes; about what the encoder reads whole */
#define GP_GROUPS_MAX                                                                              \
    48 /* of one section's text: the rest of a very long one is met by its words only */
#define GP_UNITS_MAX                                                                               \
    64 /* of one section, so that its heading and questions have room in any case */

/* Whole sentences of `text`, GP_UNIT_WORDS words at most in a group (a longer sentence is one by itself):
 * bytes [starts of the first, end of the last). At most GP_GROUPS_MAX. GP_NO_MEMORY. */
gp_status gp_units_of_text(gp_str text, gp_arena *arena, gp_str_list *groups) GP_MUST_CHECK;
/* All units of a section of `document`. GP_NO_MEMORY. */
gp_status gp_units_of(const gp_document *document, const gp_section *section, gp_arena *arena,
                      gp_str_list *units) GP_MUST_CHECK;

#endif
