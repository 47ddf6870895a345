/* meaning.h - U of the ranking: how near a section's meaning is to the question's.
 *
 * Idea:     the question's vector is compared with the vector of every unit of every section (heading,
 *           alternate questions, groups of sentences); a section's nearest unit counts. It finds
 *           sections that share no word with the question: "do I have to sleep there".
 * Privacy:  the question's vector lives in the searcher until the next question; it is never stored.
 * Memory:   4 bytes a unit of the index.
 * Cost:     encoding 2 to 4 ms for a question; comparing 20 ns a unit.
 * Threads:  one thread's.
 */
#ifndef GP_SEARCH_MEANING_H
#define GP_SEARCH_MEANING_H

#include "store/store.h"
#include "vector/encoder.h"

typedef struct gp_meaning gp_meaning;

/* `encoder` (may be NULL) is shared, not kept. Without an encoder, or where the index has no vectors or
 * those of another model, it is never ready. GP_NO_MEMORY. */
gp_status gp_meaning_open(gp_store *store, const gp_encoder *encoder, gp_meaning **meaning,
                          gp_error *error) GP_MUST_CHECK;
/* NULL is fine. */
void gp_meaning_close(gp_meaning *meaning);
/* Prepares for a question; an empty one makes it not ready. */
void gp_meaning_ask(gp_meaning *meaning, gp_str question);
/* True when sections can be compared with the question asked last. */
bool gp_meaning_ready(const gp_meaning *meaning);
/* U of a section, 0..1: the largest cosine of its units. `*unit` (may be NULL): which one, counted from
 * the section's first. 0 for a section without vectors. */
double gp_meaning_of(const gp_meaning *meaning, gp_handle section, size_t *unit);
/* The cosine of a section's unit, or 0 when it has not as many. */
double gp_meaning_of_unit(const gp_meaning *meaning, gp_handle section, size_t unit);
/* The sections nearest in meaning, at least `least` near: handles[0..n), n at most `most`, best first. */
size_t gp_meaning_nearest(const gp_meaning *meaning, double least, size_t most, gp_handle *handles);

#endif
