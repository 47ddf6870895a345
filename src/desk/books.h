/* books.h - which book is the one of now: counted, so that a reader keeps the one it took.
 *
 * Threads:  any but gp_books_read, which wants the desk's file for itself.
 */
#ifndef GP_DESK_BOOKS_H
#define GP_DESK_BOOKS_H

#include "desk/approvals.h"

typedef struct gp_books gp_books;

/* Reads the first book. */
gp_status gp_books_open(gp_desk_file *file, gp_books **books, gp_error *error) GP_MUST_CHECK;
/* NULL is fine; no book may be held any more. */
void gp_books_close(gp_books *books);
/* Reads the words of now anew; on an error the book before stays. O(words). */
gp_status gp_books_read(gp_books *books, gp_desk_file *file, gp_error *error) GP_MUST_CHECK;
const gp_book *gp_books_acquire(gp_books *books);
void gp_books_release(gp_books *books, const gp_book *book);

/* The desk's; lives as long as it does. */
gp_books *gp_desk_books(gp_desk *desk);

#endif
