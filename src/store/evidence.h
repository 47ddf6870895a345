/* evidence.h - the score that orders candidates inside every engine.
 *
 * Idea:     engines keep only the best `limit` candidates, so they need a score that is cheap and
 *           close to the ranking proper (search/rank.h): BM25 with the heading counted three times.
 * Formula:  sum over terms of weight * 3 tf' / (tf' + 2 (.25 + .75 D / avgD)),
 *           tf' = sum over sightings of form.weight * (heading, context: 3; questions: 3; body: 1),
 *           D = words in heading, questions and body; k1 = 2, b = .75
 * Source:   Robertson & Zaragoza 2009; constants measured, shared/reference relevance notes.
 * Threads:  pure.
 */
#ifndef GP_STORE_EVIDENCE_H
#define GP_STORE_EVIDENCE_H

#include "store/store.h"

/* What one sighting in `field` adds to tf'. */
double gp_evidence_field_weight(gp_field field);
/* One term's part, 0..3 * weight. `length_ratio` is D / avgD (1 when avgD is 0). */
double gp_evidence_term(double weight, double tf, double length_ratio);
/* D of a candidate. */
double gp_evidence_length(const uint32_t lengths[GP_FIELD_COUNT]);
/* avgD of a corpus. */
double gp_evidence_average(const gp_corpus *corpus);

#endif
