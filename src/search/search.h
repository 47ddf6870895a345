/* search.h - a visitor's question to results: the story of this program in one call.
 *
 * Flow:     question -> gp_query (query.h) -> store corpus + match -> candidates with evidence ->
 *           rank.h -> fold under articles -> store fetch -> snippet.h, answer.h, rules.h -> results
 * Promise:  any bytes give GP_OK and a valid result; every sentence shown stands in the corpus.
 * Memory:   results live in the request's arena.
 * Threads:  a gp_searcher is one thread's; open one per thread from a shared store.
 */
#ifndef GP_SEARCH_SEARCH_H
#define GP_SEARCH_SEARCH_H

#include "content/book.h"
#include "content/site.h"
#include "store/store.h"
#include "vector/encoder.h"

#define GP_QUESTION_MAX  2000 /* bytes of a question that are looked at; the rest is cut */
#define GP_LIMIT_DEFAULT 10
#define GP_LIMIT_MAX     100 /* as many as candidates are ranked */

typedef struct gp_searcher gp_searcher;

typedef struct gp_search_request {
    gp_str question;           /* any bytes */
    gp_str tag;                /* filter; empty: any */
    gp_str kind;               /* filter by name; empty or unknown: any */
    const gp_handle_set *only; /* of this searcher's store; NULL: any section */
    const gp_book *book;       /* the desk's words, by which approvals are judged; NULL: none */
    bool has_audience;         /* false: of any that the store may see */
    gp_audience audience;
    size_t limit; /* hits wanted; 0: GP_LIMIT_DEFAULT; cut to GP_LIMIT_MAX */
    size_t offset;
    bool posted;        /* the question came by POST: links of the page must not carry it */
    bool draft;         /* asked while it is typed: not a settled question, so it is not counted */
    bool typing;        /* the last word may be unfinished: complete it */
    bool as_typed;      /* correct no spelling */
    bool for_staff;     /* the results are shown to staff: views add what only staff need to know */
    bool explain;       /* each hit says what its score is made of */
    int32_t today;      /* gp_clock_today(); 0: dates are not looked at */
    uint64_t budget_us; /* time allowed for matching; 0: 50,000 */
} gp_search_request;

typedef enum gp_match_level {
    GP_MATCH_NONE, /* nothing, or nothing that deserves to be called an answer */
    GP_MATCH_SOME, /* some of the question's weight is covered */
    GP_MATCH_MOST, /* most of it */
    GP_MATCH_EXACT /* all of it, by the best section */
} gp_match_level;

/* One term's part of the words' part of a score. */
typedef struct gp_term_part {
    gp_str term;   /* as asked, or what it was corrected to */
    double idf;    /* of the term */
    double weight; /* idf, less for function words, corrections, synonyms */
    double tf;     /* how often it stands there, headings three times; 0: not at all */
    double part;   /* the parts of all terms add up to `words`, or beyond where that is cut to 1 */
} gp_term_part;

/* What a score is made of, see rank.h: each part 0..1. */
typedef struct gp_explanation {
    double words, fit, ngrams, pairs, passage, meaning, cover;
    GP_VEC(gp_term_part) terms;
} gp_explanation;

typedef struct gp_hit {
    gp_handle handle;
    gp_str id, slug, title, heading, updated;
    gp_str_list trail;   /* title first, then the headings above */
    gp_str url;          /* "/a/slug#anchor:~:text=..." */
    gp_str snippet_html; /* escaped text and <mark> only */
    double score;        /* 0..1 */
    gp_kind kind;
    gp_audience audience;
    gp_str_list tags;
    gp_approval approval;
    gp_str due;      /* the last day without a review (gp_section_due); empty: none was set */
    gp_str_list why; /* "IOP = intensive outpatient program" */
    const gp_explanation *explanation; /* NULL unless the request asks for it */
} gp_hit;
typedef GP_VEC(gp_hit) gp_hit_list;

typedef struct gp_answer {
    bool present;
    gp_str id, slug, title, heading, url;
    gp_str text; /* verbatim */
    gp_str html; /* the same, escaped, with <mark>; list items as lines in <li> are the view's */
    gp_str_list items; /* html of list items, when the answer is a list; html is then its lead */
    double confidence; /* 0..1 */
    gp_approval approval;
    gp_str due; /* as of a hit */
} gp_answer;

typedef struct gp_related {
    gp_str id, heading, title, url;
} gp_related;
typedef GP_VEC(gp_related) gp_related_list;

typedef struct gp_results {
    gp_str question;   /* as asked, cleaned, cut to GP_QUESTION_MAX */
    gp_str corrected;  /* the question that was answered; empty: as it was asked */
    double confidence; /* that the corpus answers the question at all, 0..1 */
    gp_match_level match;
    size_t total; /* sections that matched */
    size_t limit, offset;
    uint64_t took_us;
    bool cut;                /* the time budget ended the matching */
    const gp_notice *notice; /* NULL: none; lives as long as the searcher */
    gp_answer answer;
    gp_hit_list hits; /* in folded order: the sections of one article stand together */
    gp_related_list related;
    size_t kinds[GP_KIND_COUNT];
    gp_facet_list tags;
} gp_results;

/* `store` is borrowed and must outlive the searcher. `encoder` (may be NULL: search goes by words alone)
 * is shared; it may be closed before the searcher. */
gp_status gp_searcher_open(gp_store *store, const gp_encoder *encoder, gp_searcher **searcher,
                           gp_error *error) GP_MUST_CHECK;
void gp_searcher_close(gp_searcher *searcher);
/* The site's words and rules, from the index. */
const gp_site *gp_searcher_site(const gp_searcher *searcher);
/* Its tokenizer, for other work of the same thread between two searches. */
gp_tokenizer *gp_searcher_tokenizer(gp_searcher *searcher);

gp_status gp_search(gp_searcher *searcher, const gp_search_request *request, gp_arena *arena,
                    gp_results *results, gp_error *error) GP_MUST_CHECK;

/* "/a/slug#anchor", percent-encoded, for any id. */
gp_str gp_section_url(gp_str id, gp_arena *arena);
const char *gp_match_level_name(gp_match_level level); /* "exact", "most", "some", "none" */

/* The notice that `question` calls, or NULL; needs no index. Misspelled and inflected words count. */
const gp_notice *gp_notice_for(const gp_site *site, gp_tokenizer *tokenizer, gp_str question,
                               gp_arena *arena);

#endif
