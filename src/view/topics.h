/* topics.h - the public articles by tag, most used tags first: on the home page, and where a question found
 * nothing. A topic opens in place: no address then tells what a visitor looks around in.
 */
#ifndef GP_VIEW_TOPICS_H
#define GP_VIEW_TOPICS_H

#include "view/page.h"

/* Writes the section, or nothing where there are no tags; the context is a gp_document_lines.
 * O(articles * tags shown). */
gp_slot_fn gp_topics;

#endif
