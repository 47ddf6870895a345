/* related.h - what else to read: the store's nearest sections, as links.
 *
 * Memory:   results live in `arena`; ids and texts, too.
 * Errors:   the store's, and GP_NO_MEMORY.
 */
#ifndef GP_SEARCH_RELATED_H
#define GP_SEARCH_RELATED_H

#include "search/search.h"

#define GP_RELATED_SECTIONS 4 /* of an article */

/* The sections nearest to one, nearest first; none that `today` hides (0: off). */
gp_status gp_related_to_section(gp_store *store, gp_handle handle, int32_t today, gp_arena *arena,
                                gp_related_list *related, gp_error *error) GP_MUST_CHECK;
/* At most GP_RELATED_SECTIONS of other articles: what is nearest to any section of the article, then what
 * is second to any, and so on; each once, and at most two of one article. */
gp_status gp_related_to_document(gp_store *store, const gp_document *document, int32_t today,
                                 gp_arena *arena, gp_related_list *related,
                                 gp_error *error) GP_MUST_CHECK;

#endif
