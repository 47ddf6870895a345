/* collection.h - a folder of corpus, questions and judgments to figures.
 *
 * Files:    corpus.jsonl, queries.jsonl, qrels.tsv, and maybe oos.jsonl: questions without an answer.
 * Flow:     judgments and questions -> corpus to an index that nobody keeps -> every judged question ->
 *           measure.h -> means with intervals.
 * Rule:     a question counts when a section is judged relevant to it; one that queries.jsonl does not
 *           have finds nothing and counts as such.
 * Time:     what a page asks (GP_LIMIT_DEFAULT hits), the first time the question is asked.
 */
#ifndef GUIDEPOST_COLLECTION_H
#define GUIDEPOST_COLLECTION_H

#include "measure.h"

#include "base/arena.h"
#include "vector/encoder.h"

typedef enum gp_measure {
    GP_NDCG_10,
    GP_MRR_10,
    GP_RECALL_10,
    GP_RECALL_100,
    GP_SUCCESS_1,
    GP_SUCCESS_5,
    GP_MEASURES
} gp_measure;

typedef struct gp_evaluation {
    gp_str name;                 /* the folder's own name */
    size_t questions;            /* that count */
    size_t missing;              /* of them not in queries.jsonl */
    double *values[GP_MEASURES]; /* one for each question; NULL in a macro average */
    double mean[GP_MEASURES];
    gp_interval interval[GP_MEASURES];
    double *took_us; /* of each question asked, took_count of them */
    size_t took_count;
    double p50_us, p99_us;
    double auroc; /* of confidence, judged questions against oos.jsonl; NAN without */
} gp_evaluation;

/* "nDCG@10" */
const char *gp_measure_name(gp_measure measure);
/* Indexes, asks, measures; without vectors when `encoder` is NULL. `limit` hits of each question are looked at. All that the evaluation holds is
 * in the arena. GP_INVALID, GP_NOT_FOUND: a file is missing or malformed; else the machine failed. */
gp_status gp_collection_evaluate(const char *folder, size_t limit, gp_encoder *encoder, bool quiet,
                                 gp_arena *arena, gp_evaluation *evaluation,
                                 gp_error *error) GP_MUST_CHECK;
/* The mean over collections, each counting the same; times are of all searches together. GP_NO_MEMORY. */
gp_status gp_evaluation_average(const gp_evaluation *evaluations, size_t count, gp_arena *arena,
                                gp_evaluation *average, gp_error *error) GP_MUST_CHECK;

#endif
