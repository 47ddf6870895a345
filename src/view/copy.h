/* copy.h - an answer in the forms in which staff send it: as text, as rich text, as a canned reply.
 *
 * Rule:     every word was written by somebody: the answer's by its authors, the reply's by the site
 *           (guidepost.yaml, reply:). Only "Verified by ... on ..." is ours, and only where it is true.
 * Errors:   sticky in the buffer.
 * Threads:  pure.
 */
#ifndef GP_VIEW_COPY_H
#define GP_VIEW_COPY_H

#include "view/view.h"

typedef struct gp_copy {
    const gp_section *section; /* its approval as the book judges it */
    gp_audience audience;
    gp_str
        link; /* whole address; empty: there is none to send. Left out of what is for staff alone */
    int32_t today; /* a review that is overdue is not told as verified */
} gp_copy;

/* "Verified by A on November 2, 2026.", or empty where nobody may say so. In the arena. */
gp_str gp_copy_verified(const gp_copy *copy, gp_arena *arena);
/* Heading and text, then the line of verification and the address, each after an empty line. */
void gp_copy_text(gp_buf *text, const gp_copy *copy);
/* The same as HTML: the section's own, which is clean since it was indexed. Address as a link. */
void gp_copy_html(gp_buf *html, const gp_copy *copy);
/* `reply` (site->reply) with its words filled in. A line of it that names something there is nothing to say of is
 * left out; without a reply: answer, address and verification, each a paragraph. GP_INVALID, and nothing
 * written: the answer is for staff alone, and must not be sent. */
gp_status gp_copy_reply(gp_buf *text, gp_str reply, const gp_copy *copy) GP_MUST_CHECK;

#endif
