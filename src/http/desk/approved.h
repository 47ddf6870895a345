/* approved.h - which sections are approved today, for staff's search among these alone.
 *
 * Idea:     a section counts as everywhere else: judged by the book, on the day, by the rule of "Verified". Looking at
 *           all of them takes longer than a search, and what comes out changes only with the index, the book or the
 *           day: the set is made when it is first asked for, and kept until one of them is another.
 * Threads:  any; who asks while a set is made waits for it.
 */
#ifndef GP_HTTP_DESK_APPROVED_H
#define GP_HTTP_DESK_APPROVED_H

#include "content/book.h"
#include "store/store.h"

typedef struct gp_approved gp_approved;

/* GP_NO_MEMORY. */
gp_status gp_approved_open(gp_approved **approved) GP_MUST_CHECK;
/* NULL is fine; no set may be held any more. */
void gp_approved_close(gp_approved *approved);
/* The approved sections of `store` (staff's; the calling thread's), to be given back. `book` may be NULL; `today` 0:
 * dates are not looked at. Errors as gp_store_fetch, and GP_NO_MEMORY. O(1) where the set is there, else reads the
 * text of every section. */
gp_status gp_approved_take(gp_approved *approved, gp_store *store, const gp_book *book,
                           int32_t today, const gp_handle_set **set, gp_error *error) GP_MUST_CHECK;
/* NULL is fine. */
void gp_approved_give(gp_approved *approved, const gp_handle_set *set);

#endif
