/* inline_marks.h - one mark of another generator at a place in the text: Hugo's shortcodes, Liquid's
 * tags and variables, lists of attributes. block_marks.h takes them out.
 *
 * Time:     each look ahead that finds nothing is paid from `budget` (bytes); when it is used up,
 *           nothing more is a mark. So a text of a million openings stays linear.
 * Memory:   results borrow from the text. No errors.
 */
#ifndef GP_CONTENT_INLINE_MARKS_H
#define GP_CONTENT_INLINE_MARKS_H

#include "base/arena.h"

typedef enum gp_mark_kind {
    GP_MARK_NONE,     /* no mark: text */
    GP_MARK_SHOWN,    /* a shortcode that is shown, not carried out: text as a whole */
    GP_MARK_FORM,     /* only says how its neighbors look: nothing is lost without it */
    GP_MARK_CONTENT,  /* stands for content that is not in the file: worth a warning */
    GP_MARK_RAW,      /* what follows up to its end is text as it stands */
    GP_MARK_COMMENT,  /* what follows up to its end is for authors */
    GP_MARK_HIGHLIGHT /* what follows up to its end is code */
} gp_mark_kind;

typedef struct gp_mark {
    gp_mark_kind kind;
    size_t end;   /* offset in the text behind the mark */
    gp_str name;  /* what it is called */
    gp_str inner; /* between its braces, name included */
} gp_mark;

/* The mark that begins with the "{" at `at`; it may span lines, but no blank line, and 4 KiB. */
gp_mark gp_mark_at(gp_str text, size_t at, size_t *budget);
/* True for a line end with a blank line behind it. */
bool gp_mark_ends_paragraph(gp_str text, size_t at);
/* Where the mark ends that ends what `mark` opened (raw, comment, highlight): `*from` its first byte,
 * `*end` behind its last. */
bool gp_mark_closing(gp_str text, const gp_mark *mark, size_t *from, size_t *end, size_t *budget);
/* The value of `key` in name="value" or name='value'; empty when there is none. */
gp_str gp_mark_value(gp_str inner, gp_str key);
/* The file a mark points to that stands for an address (ref, relref, link, post_url, a text that is
 * made relative), as "other.md#x"; empty: it is none. In `arena`. */
gp_str gp_mark_address(const gp_mark *mark, gp_arena *arena);
/* Reads "{: .class #id key=value}" or "{ .class }" at `at`: its end, and the id or empty. */
bool gp_mark_attributes(gp_str text, size_t at, size_t *end, gp_str *id);

#endif
