/* copy.h - a document of one's own: the reference engine keeps what it was given. */
#ifndef GP_STORE_MEMORY_COPY_H
#define GP_STORE_MEMORY_COPY_H

#include "store/store.h"

/* A deep copy in the arena; NULL when it is full. */
gp_document *gp_document_copy(const gp_document *document, gp_arena *arena);
/* All of a list's line but the number of sections, which depends on who looks. */
void gp_document_line_of(const gp_document *document, gp_document_line *line);

#endif
