/* book.h - the last word spoken at the desk on each section, and how it counts beside the index's.
 *
 * Idea:     an approval comes from approvals.jsonl, which the index was built with, or from the desk. Of both
 *           words on a section the later day's counts, and on one day the desk's; a withdrawal is a word, too. This is
 *           the one place that knows the rule: pages, search, the desk and the export all ask it.
 * Binding:  an approval counts for the text whose hash it names; of any other text it is lapsed.
 * Memory:   a book borrows its verdicts; it never changes.
 * Threads:  pure; any.
 */
#ifndef GP_CONTENT_BOOK_H
#define GP_CONTENT_BOOK_H

#include "content/document.h"

#include <stdint.h>

/* One word on one section. */
typedef struct gp_verdict {
    gp_str section;   /* id */
    bool given;       /* approved; false: withdrawn */
    gp_str text_hash; /* gp_section_sha256 of what was approved; empty when withdrawn */
    gp_str by;        /* the name that readers see; of a withdrawal the account's */
    gp_str on;        /* "YYYY-MM-DD" */
    gp_str review_by; /* "YYYY-MM-DD"; empty when withdrawn */
} gp_verdict;
typedef GP_VEC(gp_verdict) gp_verdict_list;

typedef struct gp_book {
    const gp_verdict *verdicts; /* by section in byte order, each once */
    size_t count;
    uint64_t version; /* equal words, equal version, in any process of this machine; 0: no word */
} gp_book;

/* What stands for these words where a page is asked about again (an ETag). O(count). */
uint64_t gp_book_version_of(const gp_verdict *verdicts, size_t count);
/* The desk's word on a section, or NULL. `book` may be NULL. O(log count). */
const gp_verdict *gp_book_find(const gp_book *book, gp_str section);
/* True when the desk's word, spoken on `desk_on`, counts before approvals.jsonl's of `file_on` (dates; empty: it
 * says nothing). */
bool gp_book_desk_counts(gp_str desk_on, gp_str file_on);
/* What counts of a text with that hash of which the index says `indexed`; texts are the book's or the index's. `book`
 * may be NULL. O(log count). */
gp_approval gp_book_approval(const gp_book *book, gp_str section, const gp_approval *indexed,
                             gp_str text_hash);
/* Sets section->approval by that rule; `section` must be as the index has it (judging twice is wrong where the desk
 * has withdrawn). Hashes only what the desk has spoken on; lapsed, and the arena failed, when memory ends. */
void gp_book_judge(const gp_book *book, gp_section *section, gp_arena *arena);

#endif
