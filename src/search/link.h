/* link.h - addresses that land on the very sentence.
 *
 * Source:   WICG Scroll-to-text-fragment: "#id:~:text=start,end"; whole words only, "-" "," "&"
 *           percent-encoded; one block. The id comes first: it is where a browser goes that does not
 *           find the text.
 */
#ifndef GP_SEARCH_LINK_H
#define GP_SEARCH_LINK_H

#include "search/search.h"

/* The section's address with a fragment for bytes [start, end) of `text`, which must lie in one line
 * (one block of the page). Nothing usable there: the address without one. */
gp_str gp_link_to(const gp_section *section, gp_str text, size_t start, size_t end,
                  gp_arena *arena);

#endif
