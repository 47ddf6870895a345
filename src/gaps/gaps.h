/* gaps.h - what visitors asked and did not find, put in order for those who write.
 *
 * Flow:     the desk's counts -> each question asked again of the index of now (what was mended since is no gap) ->
 *           groups of like questions (gap_groups.c) -> the mend of each (gap_mend.c) -> a report (tools) or the desk's pages (view)
 * Privacy:  reads what five visitors asked on one day, and sections on whose text at least five votes
 *           were given (docs/privacy.md). Nothing is kept but what it prints.
 * Memory:   the report lives in one arena.
 */
#ifndef GP_GAPS_GAPS_H
#define GP_GAPS_GAPS_H

#include "desk/counts.h"
#include "search/search.h"

#define GP_GAP_QUESTIONS_MAX 5000 /* of a report, the most asked; votes of as many kinds */
#define GP_GAP_VOTES_LEAST   5    /* on a text, below which it is not spoken of */

/* A section, as an editor finds it. */
typedef struct gp_gap_place {
    gp_str id; /* empty: there is none */
    gp_str anchor, title, heading;
    gp_str path; /* of its file, from the corpus root */
    double score;
} gp_gap_place;

typedef struct gp_gap_question {
    gp_str text;
    uint64_t asked;
    int32_t last_day;
    gp_match_level match; /* of the index of now */
    gp_gap_place nearest;
    gp_str_list stems; /* sorted, each once; without function words, if others are left */
    int8_t *vector;    /* NULL: there is no model */
    size_t group;      /* index into the report's groups */
} gp_gap_question;
typedef GP_VEC(gp_gap_question) gp_gap_question_list;

typedef enum gp_gap_mend_kind {
    GP_GAP_MEND_QUESTION, /* the section answers it, in other words: name them */
    GP_GAP_MEND_SYNONYM,  /* one unknown word stands between */
    GP_GAP_MEND_WRITE     /* nothing is near enough */
} gp_gap_mend_kind;

typedef struct gp_gap_mend {
    gp_gap_mend_kind kind;
    gp_str text; /* one line */
} gp_gap_mend;

/* Like questions; the first one's, the most asked, words and nearest section stand for all. */
typedef struct gp_gap_group {
    bool unanswered; /* by its first question; else answered weakly */
    uint64_t asked;  /* by all of them */
    gp_gap_place nearest;
    gp_gap_mend mend;
    GP_VEC(size_t) questions; /* indexes into the report's, the most asked first */
} gp_gap_group;
typedef GP_VEC(gp_gap_group) gp_gap_group_list;

/* A section whose text of now was called unhelpful more often than helpful. */
typedef struct gp_gap_section {
    gp_gap_place place;
    gp_str text_hash; /* of the text of now */
    uint64_t yes, no, reasons[GP_REASON_COUNT];
    gp_str_list questions; /* that were asked and lead there, the most asked first */
    gp_str mend;           /* one line */
} gp_gap_section;
typedef GP_VEC(gp_gap_section) gp_gap_section_list;

typedef struct gp_gap_report {
    int32_t first_day, last_day;
    size_t asked;                   /* questions looked at */
    gp_gap_question_list questions; /* that are gaps, the most asked first */
    gp_gap_group_list groups;       /* unanswered ones first, then the most asked */
    gp_gap_section_list sections;   /* the most unhelpful votes first */
} gp_gap_report;

/* What the report is made from. */
typedef struct gp_gap_source {
    gp_store *store; /* a visitor's, of today */
    gp_searcher *searcher;
    gp_encoder *encoder; /* NULL: likeness goes by words alone */
    int32_t today;
    gp_arena *arena;
} gp_gap_source;

/* Fills the report from rows of the desk. GP_NO_MEMORY, or as gp_search and the store fail. */
gp_status gp_gaps_make(const gp_gap_source *source, const gp_asked_list *asked,
                       const gp_vote_list *votes, gp_gap_report *report,
                       gp_error *error) GP_MUST_CHECK;
/* Appends every section on whose text of now at least GP_GAP_VOTES_LEAST votes were given, the most unhelpful ones
 * first, without mend. Needs no searcher. Errors as gp_gaps_make. */
gp_status gp_gaps_votes(const gp_gap_source *source, const gp_vote_list *votes,
                        gp_gap_section_list *sections, gp_error *error) GP_MUST_CHECK;
/* Puts every question into exactly one group. The same questions give the same groups, in whatever order
 * they come. O(questions * groups). GP_NO_MEMORY. */
gp_status gp_gaps_group(gp_gap_question_list *questions, gp_arena *arena,
                        gp_gap_group_list *groups) GP_MUST_CHECK;
/* Fills the mend of a group, and where a synonym is missing the section that it would find as nearest. */
gp_status gp_gaps_mend(const gp_gap_source *source, const gp_gap_question *first,
                       gp_gap_group *group, gp_error *error) GP_MUST_CHECK;
/* The mend of a section that did not help: by the reason given most. */
gp_status gp_gaps_mend_section(gp_arena *arena, gp_gap_section *section) GP_MUST_CHECK;
/* Searches for `question`: its level and the place of its first hit (empty id: none). */
gp_status gp_gaps_ask(const gp_gap_source *source, gp_str question, gp_match_level *match,
                      gp_gap_place *place, gp_error *error) GP_MUST_CHECK;

/* The section with that id, as an editor finds it. GP_NOT_FOUND: there is none; else as the store fails. Needs no searcher. */
gp_status gp_gaps_place(const gp_gap_source *source, gp_str id, gp_gap_place *place,
                        gp_error *error) GP_MUST_CHECK;
/* True of a file that has front matter, or a place for it. */
bool gp_gaps_front_matter(gp_str path);

/* "2026-11-25" of a day. */
void gp_gaps_date(int32_t day, char out[16]);
/* Title and heading, "Visits > Can I bring a dog?", in the arena. */
gp_str gp_gaps_place_name(const gp_gap_place *place, gp_arena *arena);

#endif
