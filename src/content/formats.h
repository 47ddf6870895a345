/* formats.h - the readers behind reader.h, one file a format; private to src/content. */
#ifndef GP_CONTENT_FORMATS_H
#define GP_CONTENT_FORMATS_H

#include "content/reader.h"

/* plain_text.c: title = first line; paragraphs between blank lines. */
gp_status gp_plain_text_read(const gp_reading *reading, gp_str bytes) GP_MUST_CHECK;

/* Adds a problem of this file. */
gp_status gp_reading_problem(const gp_reading *reading, size_t line, bool refused,
                             const char *what) GP_MUST_CHECK;
/* Seals, applies approvals, hands the document over, resets the arena. */
gp_status gp_reading_deliver(const gp_reading *reading, gp_document *document) GP_MUST_CHECK;

#endif
