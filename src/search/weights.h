/* weights.h - every constant of ranking and answering, with its source.
 *
 * "Measured" means: found on the judged collections (guidepost run, nDCG@10); the optimum is flat, so
 * round numbers are kept.
 */
#ifndef GP_SEARCH_WEIGHTS_H
#define GP_SEARCH_WEIGHTS_H

/* Words. Measured: a soft weight for function words beats dropping and keeping them; .4 to .6 do equally
 * well. */
#define GP_WEIGHT_STOP 0.5
/* A corrected word counts less than one that was typed. Measured. */
#define GP_WEIGHT_CORRECTION 0.8
/* A story, whose words are told apart from the question in it: from so many words on that carry
 * meaning; so many stay; and what stands in a sentence that asks counts more. */
#define GP_STORY_FROM   16
#define GP_STORY_TERMS  20
#define GP_WEIGHT_ASKED 1.5
/* A synonym counts less than the word itself; completions less than a whole word. */
#define GP_WEIGHT_SYNONYM    0.6f
#define GP_WEIGHT_COMPLETION 0.6f
/* Completions of a word that the index holds as it stands: the word is probably finished. */
#define GP_WEIGHT_COMPLETION_OF_WORD 0.3f

/* BM25 (Robertson & Zaragoza 2009) with k1 = 2, b = .75; a saturated term is worth 3. */
#define GP_BM25_K1  2.0
#define GP_BM25_B   0.75
#define GP_BM25_TOP 3.0
/* How often a word of this field counts, against a word of the body. Measured: 3 for a title. */
#define GP_TIMES_HEADING   3.0
#define GP_TIMES_QUESTIONS 3.0
#define GP_TIMES_CONTEXT   1.5 /* the article's title above a section of its own heading */

/* The parts of the score S, each 0..1, are added with these shares and divided by their sum. */
#define GP_SHARE_WORDS   1.0
#define GP_SHARE_FIT     0.5
#define GP_SHARE_NGRAM   0.8
#define GP_SHARE_PAIRS   0.6
#define GP_SHARE_PASSAGE 0.5
#define GP_SHARE_MEANING 1.0

/* Sections that are candidates for their meaning alone: so near at least, and at most so many. */
#define GP_MEANING_LEAST 0.3
#define GP_MEANING_MOST  30

#define GP_NGRAM_B       0.75
#define GP_NGRAM_HEADING 2.0

/* For so many of the best it is looked where their words stand. */
#define GP_PLACES_OF 50
/* Words apart. */
#define GP_CLOSE_NEAR      2
#define GP_CLOSE_FAR       4
#define GP_CLOSE_FAR_WORTH 0.6
#define GP_CLOSE_BODY      0.7
/* Words of a passage: LEAST + FACTOR * words of the question, at most MOST. */
#define GP_PASSAGE_LEAST  4.0
#define GP_PASSAGE_FACTOR 1.5
#define GP_PASSAGE_MOST   30.0

/* What an article's weight of 2 adds: less than any real difference. */
#define GP_SHARE_WEIGHT 0.02

/* Among about equals, what was written for staff comes first for them; visitors never see it. */
#define GP_SHARE_STAFF 0.06

/* What a heading that asks the same kind of question adds, for so many of the best. */
#define GP_SHARE_TYPE 0.02
#define GP_PREFER_OF  10

#define GP_CANDIDATES             100 /* kept by the store for ranking */
#define GP_CANDIDATES_FEW         50  /* for the first page */
#define GP_SECTIONS_OF_AN_ARTICLE 3   /* shown together before other articles have their turn */
/* A section comes along with its article's best only if it is about as good; else it waits. */
#define GP_SHARE_COMES_ALONG 0.5
/* From this share of its article's introduction on, a section stands in front of it. */
#define GP_SHARE_INSTEAD 0.75

/* Answers: relevance notes, "The answer sentence". */
#define GP_ANSWER_SECTIONS  3   /* best sections whose sentences are looked at */
#define GP_ANSWER_SENTENCES 60  /* of each */
#define GP_ANSWER_HEADING   0.5 /* a word that only the heading has counts half */
#define GP_ANSWER_TYPE      0.2
#define GP_ANSWER_POSITION  0.1
#define GP_ANSWER_LENGTH    0.1
#define GP_ANSWER_SHORT     0.3  /* taken off under five words */
#define GP_ANSWER_MEANING   0.5  /* of the cosine of its group of sentences */
#define GP_ANSWER_SECTION   2.0  /* of the section's own score, so that the best section leads */
#define GP_ANSWER_THRESHOLD 0.27 /* of confidence; calibration: docs/relevance.md */

/* Words of a question that make it half sure that what meets them answers it. */
#define GP_CONFIDENCE_HALF  1.0
#define GP_CONFIDENCE_EXACT 2.0

/* Match levels, by the share of the question's weight that the best section covers. */
#define GP_COVER_EXACT 0.999
#define GP_COVER_MOST  0.66
#define GP_COVER_SOME  0.34

#define GP_SNIPPET_BYTES 240
#define GP_BUDGET_US     50000 /* for matching, when the caller names none */

#endif
