/* acronyms.h - which short forms the sections of one generation explain, and how often.
 *
 * Idea:     every engine tallies its sections, partition by partition, and keeps each pair of short and
 *           long form as it is written; the image adds the partitions up and chooses the long form that
 *           most sections give. So what visitors see comes from public sections alone, and a build that
 *           was refreshed says what a full one would.
 * Memory:   the tally's own; about 100 bytes a pair of a section, at most GP_ACRONYMS_OF_A_SECTION.
 * Threads:  one tally, one thread.
 */
#ifndef GP_STORE_ACRONYMS_H
#define GP_STORE_ACRONYMS_H

#include "store/store.h"

#define GP_ACRONYMS_OF_A_SECTION 64 /* more are a list of something else: the rest is left out */

typedef struct gp_acronym_tally {
    gp_arena memory;
    GP_VEC(gp_acronym) pairs;
    size_t section; /* pairs[section] is the first of the section under way */
} gp_acronym_tally;

void gp_acronym_tally_init(gp_acronym_tally *tally);
void gp_acronym_tally_clear(gp_acronym_tally *tally);
/* The short form in small letters, in `memory`. */
gp_str gp_acronym_fold(gp_str short_form, gp_arena *memory);
/* A further section. A pair that it gives more than once, in whatever case, counts once. GP_NO_MEMORY. */
gp_status gp_acronym_tally_section(gp_acronym_tally *tally, gp_str heading,
                                   gp_str text) GP_MUST_CHECK;
/* All sections were added: pairs[0..count), each once, with the number of its sections, ordered by folded
 * short form, then by long form. O(n log n). */
void gp_acronym_tally_finish(gp_acronym_tally *tally);

/* Of pairs in any order, one for each folded short form, in byte order: the long form, whatever its case,
 * that most sections give (of equals the first in byte order of its small letters), as most write it.
 * In place; `*count` is how many are left. O(n log n). */
void gp_acronyms_choose(gp_acronym *pairs, size_t *count);

#endif
