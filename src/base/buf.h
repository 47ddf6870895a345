/* buf.h - text being built: owned, bounded, with a sticky status.
 *
 * Idea:     a builder remembers its first failure and ignores what follows, so that rendering code
 *           is a straight line and the caller checks once, at the end.
 * Source:   curl's dynbuf (the ceiling), FTS5's int *pRc (the sticky status).
 * Memory:   the buffer owns its bytes; gp_buf_clear frees them.
 */
#ifndef GP_BASE_BUF_H
#define GP_BASE_BUF_H

#include "base/status.h"
#include "base/str.h"

typedef struct gp_buf {
    char *data;       /* NUL-terminated when not NULL */
    size_t size;      /* bytes, without the NUL */
    size_t capacity;  /* bytes allocated */
    size_t limit;     /* never more than this many bytes */
    gp_status status; /* GP_OK, GP_TOO_LARGE or GP_NO_MEMORY; sticky */
} gp_buf;

void gp_buf_init(gp_buf *buf, size_t limit);
void gp_buf_clear(gp_buf *buf);
/* Forgets content and status, keeps the memory and the limit. */
void gp_buf_reset(gp_buf *buf);
/* Makes it `size` bytes long again (size <= buf->size): takes back what was written since. */
void gp_buf_truncate(gp_buf *buf, size_t size);
void gp_buf_add(gp_buf *buf, gp_str s);
void gp_buf_add_text(gp_buf *buf, const char *text);
void gp_buf_add_byte(gp_buf *buf, char byte);
void gp_buf_printf(gp_buf *buf, const char *format, ...) GP_PRINTF(2, 3);
/* What is built so far; valid until the next call that writes. */
gp_str gp_buf_str(const gp_buf *buf);

#endif
