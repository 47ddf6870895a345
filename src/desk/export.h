/* export.h - the words of both sources as one approvals.jsonl, so that what was approved at the desk goes into git.
 *
 * Rule:     of two words on a section content/book.h says which counts; a withdrawal that counts leaves no line.
 *           Texts and hashes are taken over as they are.
 * Bytes:    by section in byte order, the keys in one order: the same words give the same bytes. Indexed again, they
 *           say what the desk says.
 * Threads:  pure; any.
 */
#ifndef GP_DESK_EXPORT_H
#define GP_DESK_EXPORT_H

#include "base/buf.h"
#include "content/reader.h"
#include "desk/approvals.h"

/* `file`: sorted by section, each once, as gp_approvals_read gives them; `desk`: with texts. `merged` borrows the texts of
 * both. O(file + desk). GP_NO_MEMORY. */
gp_status gp_export_merge(const gp_approval_list *file, const gp_approval_rows *desk,
                          gp_arena *arena, gp_approval_list *merged) GP_MUST_CHECK;
/* Appends the lines. GP_TOO_LARGE: one is longer than a reader takes, the error names its section, or
 * all of them than `buf` holds; GP_NO_MEMORY. */
gp_status gp_export_write(const gp_approval_list *merged, gp_buf *buf,
                          gp_error *error) GP_MUST_CHECK;

#endif
