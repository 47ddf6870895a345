/* store.h - the one door to what is kept, with several engines behind it.
 *
 * Idea:     the door returns evidence, not scores: `match` gives candidate sections with their
 *           sightings (which term stands in which field at which word), `corpus` gives totals and
 *           how many sections hold each term. Scoring is search's, so ranking is the same for
 *           every engine. Ids are stable strings (slug#anchor); handles never leave the process.
 * Engines:  sqlite (FTS5, the product), memory (reference: small and obviously right), trace (wraps
 *           another and writes one line a call). All pass tests/contract.
 * Files:    an index is an immutable generation: built beside, verified, renamed into place. A
 *           reader keeps the generation it opened.
 * Audience: public and staff sections are kept apart (partitions). A store opened for GP_PUBLIC
 *           cannot reach a staff section, word, count or document by any call; opened for GP_STAFF
 *           it sees both, added up.
 * Threads:  a gp_store is used by one thread at a time; gp_store_share opens another on the same
 *           generation cheaply (they share the immutable image). A gp_build is one thread's.
 * Memory:   results live in the caller's arena unless said otherwise.
 * Errors:   GP_NO_MEMORY, GP_IO, GP_CORRUPT from any call; others are named at the call. After an
 *           error the outputs are empty and the store can still be used.
 */
#ifndef GP_STORE_STORE_H
#define GP_STORE_STORE_H

#include "content/document.h"
#include "text/tokenizer.h"

#include <stdint.h>

/* ---- central types ---------------------------------------------------------------------- */

/* The fields of a section that are indexed apart. */
typedef enum gp_field {
    GP_FIELD_HEADING,   /* its own heading */
    GP_FIELD_CONTEXT,   /* the article's title and the headings above it */
    GP_FIELD_QUESTIONS, /* other wordings and synonyms of the section (and, for the article's own
                           section, of the article) */
    GP_FIELD_BODY       /* its plain text */
} gp_field;
#define GP_FIELD_COUNT 4

typedef struct gp_store gp_store;
typedef struct gp_build gp_build;

/* A section within one open generation: valid for stores shared from the same open. Public and
 * staff sections have distinct handles. */
typedef uint32_t gp_handle;
#define GP_NO_HANDLE UINT32_MAX

/* One way to meet a term: a phrase of 1..8 stems in a row, in one field. */
typedef struct gp_form {
    const gp_str *stems;
    size_t stem_count;
    float weight; /* 0..1: 1 the word itself; less for completions, corrections, synonyms */
} gp_form;

/* A choice of sections: handle h is in it when h < count and bit h % 64 of bits[h / 64] is set. */
typedef struct gp_handle_set {
    const uint64_t *bits;
    size_t count;
} gp_handle_set;

typedef enum gp_role {
    GP_SHOULD, /* scored; at least one SHOULD or MUST term makes a candidate */
    GP_OPTIONAL, /* scored among candidates (stop words); makes one only where nothing else is asked */
    GP_MUST,     /* scored; a section without it is no candidate (quoted phrases) */
    GP_MUST_NOT /* a section with it is no candidate (minus) */
} gp_role;

#define GP_MATCH_TERMS 32 /* terms of one match; more: GP_INVALID */
#define GP_MATCH_FORMS 24 /* forms of one term; more: GP_INVALID */

#define GP_RELATED_MAX 5 /* related sections of one */

typedef struct gp_match_term {
    const gp_form *forms; /* any of them meets the term */
    size_t form_count;
    double weight; /* what a full meeting is worth, usually w * idf; orders the candidates */
    gp_role role;
} gp_match_term;

typedef struct gp_match_request {
    const gp_match_term *terms;
    size_t term_count;
    gp_str tag;    /* empty: any */
    bool has_kind; /* false: any kind */
    gp_kind kind;
    bool has_audience; /* false: of any partition the store may see */
    gp_audience audience;
    const gp_handle_set *only; /* candidates must be in it; NULL: any section */
    int32_t today;        /* days since 1970: hides what is not yet or no longer shown; 0: off */
    size_t limit;         /* candidates wanted, 1..1000 */
    uint64_t deadline_us; /* gp_clock_us() after which the search is cut short; 0: none */
} gp_match_request;

/* One place where a term was met. */
typedef struct gp_sighting {
    uint8_t term;      /* index into the request's terms */
    uint8_t form;      /* index into the term's forms */
    uint8_t field;     /* gp_field */
    uint8_t length;    /* words it covers, from `position` on */
    uint32_t position; /* of its first word within the field, from 0 */
} gp_sighting;

typedef struct gp_candidate {
    gp_handle handle;
    gp_str id;                        /* slug#anchor; lives as long as the store */
    uint32_t document;                /* equal for sections of one article; this generation only */
    uint32_t lengths[GP_FIELD_COUNT]; /* words in each field */
    double weight;                    /* the article's */
    gp_audience audience;             /* the partition it is in */
    double score;                     /* gp_match_score of this request: orders the candidates */
    gp_sighting *sightings;           /* by term, form, field, position; at most 64 a term */
    size_t sighting_count;
} gp_candidate;

typedef struct gp_facet {
    gp_str name;
    size_t count;
} gp_facet;
typedef GP_VEC(gp_facet) gp_facet_list;

typedef struct gp_match {
    gp_candidate *candidates; /* best score first, equal scores by id in byte order */
    size_t count;
    size_t total;                /* sections that matched, also those beyond the limit */
    size_t kinds[GP_KIND_COUNT]; /* of all that matched */
    gp_facet_list tags;          /* of all that matched, most first, then by name */
    bool cut;                    /* the deadline passed: what was found until then */
} gp_match;

typedef struct gp_corpus {
    size_t sections; /* N */
    size_t documents;
    double average_lengths[GP_FIELD_COUNT]; /* words; 0 for an empty index */
} gp_corpus;

/* A surface form the index holds. */
typedef struct gp_word {
    gp_str form, stem;
    uint32_t sections; /* that hold this form */
} gp_word;
typedef GP_VEC(gp_word) gp_word_list;

/* A stem the index holds. Its number is its place in gp_store_stems. */
typedef struct gp_stem {
    gp_str stem;
    uint32_t sections; /* that hold it, in any field */
} gp_stem;

/* How often a stem stands in the fields of one section. */
typedef struct gp_section_word {
    uint32_t stem;                 /* its number */
    uint8_t times[GP_FIELD_COUNT]; /* 255: that often or more */
} gp_section_word;

/* A short form that the texts explain: "IOP", "intensive outpatient program". */
typedef struct gp_acronym {
    gp_str folded;                /* of the short form, in small letters: "iop" */
    gp_str short_form, long_form; /* as most sections write them */
    uint32_t sections;            /* that explain it so */
} gp_acronym;

/* The character grams of the stems: see store/grams.h. */
typedef struct gp_grams gp_grams;

/* A section as kept, with what its page needs of the article. */
typedef struct gp_stored_section {
    gp_section section;
    gp_str slug, title, updated;
    gp_kind kind;
    gp_audience audience; /* of the partition it came from */
    gp_str_list tags;
} gp_stored_section;

/* What a list of articles shows. */
typedef struct gp_document_line {
    gp_str slug, title, summary, date, updated;
    gp_kind kind;
    gp_audience audience;
    gp_str_list tags;
    size_t sections;
    double weight;
    int32_t publish_on, expires_on; /* days; INT32_MIN, INT32_MAX when not given */
} gp_document_line;
typedef GP_VEC(gp_document_line) gp_document_lines;

/* What a section is called, and whether it may be shown. */
typedef struct gp_label {
    gp_str id, slug;       /* as long as the store lives */
    gp_str title, heading; /* the article's; its own, empty for the article's own section */
    gp_str url;            /* where it really lives; empty: our own page */
    gp_str_list questions; /* other wordings */
    gp_kind kind;
    double weight;                  /* the article's */
    int32_t publish_on, expires_on; /* days; INT32_MIN, INT32_MAX when not given */
    uint32_t document; /* equal for sections of one article and audience; 0, 1, 2 ... */
    uint32_t words;    /* of its text, without the heading; 0: there is none */
} gp_label;

/* A source file as last indexed. */
typedef struct gp_stamp {
    gp_str path; /* relative to the corpus root */
    gp_str hash; /* hex, of what was read */
    size_t documents, sections;
} gp_stamp;
typedef GP_VEC(gp_stamp) gp_stamp_list;

/* ---- opening ------------------------------------------------------------------------------ */

/* Opens a published SQLite index for reading. GP_NOT_FOUND: no such file. GP_CORRUPT: foreign,
 * truncated, damaged, or of a newer or older format; the error line says which and what to do. */
gp_status gp_store_open(const char *path, gp_audience audience, gp_store **store,
                        gp_error *error) GP_MUST_CHECK;
/* The same for a day (gp_clock_today(); 0: any): words, frequencies and acronyms of articles that are not yet
 * or no longer shown on that day are not known to the store. Its matches must ask for the day, too. */
gp_status gp_store_open_on(const char *path, gp_audience audience, int32_t today, gp_store **store,
                           gp_error *error) GP_MUST_CHECK;
/* True when an article is shown on one of the days and not on the other. O(articles). */
bool gp_store_days_differ(const gp_store *store, int32_t one, int32_t other);
/* A store for another audience on the generation that `store`, which gp_store_open gave, has open: the same
 * bytes, whatever stands at its path by now. It may outlive `store`. May be called from any thread while
 * `store` is open. Costs what opening costs without reading and checking the file; in memory the second
 * image, not the file's bytes. */
gp_status gp_store_open_beside(const gp_store *store, gp_audience audience, int32_t today,
                               gp_store **beside, gp_error *error) GP_MUST_CHECK;
/* Another store on the same generation, for another thread. May be called from any thread while
 * `store` is open. */
gp_status gp_store_share(gp_store *store, gp_store **shared, gp_error *error) GP_MUST_CHECK;
/* NULL is fine. */
void gp_store_close(gp_store *store);

/* ---- building ----------------------------------------------------------------------------- */
/* A build in which put, drop, stamp or site failed with anything but GP_INVALID may hold half a
 * document: it can only be abandoned, and publishing it gives that status. */

/* Starts a build that will replace the SQLite index at `path`: beside it, in "<path>.new".
 * `refresh`: begins from the published index, if there is a sound one (then only what changed need
 * be put); else from nothing. GP_BUSY when another build runs on it. */
gp_status gp_build_begin(const char *path, bool refresh, gp_build **build,
                         gp_error *error) GP_MUST_CHECK;
/* Adds a sealed document. Its staff sections go to the staff partition, as does all of a staff
 * document. GP_INVALID: its slug is taken, the error names both files. */
gp_status gp_build_put(gp_build *build, const gp_document *document, gp_error *error) GP_MUST_CHECK;
/* Removes all documents that came from the source file `path`, and its stamp. */
gp_status gp_build_drop(gp_build *build, gp_str path, gp_error *error) GP_MUST_CHECK;
/* A section that the build took over: its anchor, heading and text, which live during the call. */
typedef gp_status gp_build_section_fn(void *context, gp_str slug, const gp_section *section);
/* The sections of all documents that came from the source file `path`. Ends with what `fn` returned when
 * that is not GP_OK. O(sections of the file). */
gp_status gp_build_sections(gp_build *build, gp_str path, gp_build_section_fn *fn, void *context,
                            gp_error *error) GP_MUST_CHECK;
/* The stamps the build holds (of the refreshed index, plus what was put since), by path. */
gp_status gp_build_stamps(gp_build *build, gp_arena *arena, gp_stamp_list *stamps,
                          gp_error *error) GP_MUST_CHECK;
/* Remembers a source file's stamp; counts are kept for the summary. */
gp_status gp_build_stamp(gp_build *build, const gp_stamp *stamp, gp_error *error) GP_MUST_CHECK;
/* Keeps site rules (JSON, see content/site.h) with the index. */
gp_status gp_build_site(gp_build *build, gp_str json, gp_error *error) GP_MUST_CHECK;
/* Vectors of meaning (src/vector): a section's units (content/units.h) have one each, of
 * GP_UNIT_BYTES. They are kept under a name that stands for the units' texts and the model, which the
 * section brings along (gp_section.meaning), so that what was encoded once is never encoded again. */
#define GP_UNIT_BYTES 512
/* Whether vectors of that name are kept in a partition. */
gp_status gp_build_has_vectors(gp_build *build, gp_audience part, gp_str name, bool *has,
                               gp_error *error) GP_MUST_CHECK;
/* Keeps units[0..count * GP_UNIT_BYTES) under a name. What no section names is left out when the build
 * is published. */
gp_status gp_build_put_vectors(gp_build *build, gp_audience part, gp_str name, const int8_t *units,
                               size_t count, gp_error *error) GP_MUST_CHECK;
/* Names the model that all vectors are from; vectors of another can not be compared with them. */
gp_status gp_build_model(gp_build *build, gp_str model, gp_error *error) GP_MUST_CHECK;
/* Finishes, verifies (integrity, counts; canary: for up to 32 sections spread over the index, the
 * section must be found by its own rarest words), syncs, renames into place, keeps the one before as
 * "<path>.old". On an error the published index is untouched, with one exception: when only the last
 * sync, of the folder, fails, the new index stands already. Frees the build either way. */
gp_status gp_build_publish(gp_build *build, gp_error *error) GP_MUST_CHECK;
/* Throws the build away. NULL is fine. */
void gp_build_abandon(gp_build *build);

/* ---- reading ------------------------------------------------------------------------------ */

/* Totals of all the store may see. */
void gp_store_corpus(const gp_store *store, gp_corpus *corpus);
/* In how many sections each stem stands (any field): counts[0..n). O(log words) each. */
gp_status gp_store_frequencies(gp_store *store, const gp_str *stems, size_t n,
                               uint32_t *counts) GP_MUST_CHECK;
/* All stems in byte order: stems[0..*count), as long as the store lives. */
const gp_stem *gp_store_stems(const gp_store *store, size_t *count);
/* A stem's number; their count when the index does not hold it. O(log stems). */
size_t gp_store_stem_number(const gp_store *store, gp_str stem);
/* All forms in byte order: words[0..*count), as long as the store lives. */
const gp_word *gp_store_vocabulary(const gp_store *store, size_t *count);
/* A form's entry there, or NULL. O(log forms). */
const gp_word *gp_store_word(const gp_store *store, gp_str form);
/* The stems of a section by number: words[0..*count), as long as the store lives. None in an index too
 * large to be held in memory. */
const gp_section_word *gp_store_section_words(const gp_store *store, gp_handle handle,
                                              size_t *count);
/* The grams of the stems, as long as the store lives; NULL where the words of sections are not held. */
const gp_grams *gp_store_grams(const gp_store *store);
/* The acronyms that the sections explain, each with the long form that most of them give, by folded short
 * form in byte order: acronyms[0..*count), as long as the store lives. A visitor's come from public
 * sections alone. */
const gp_acronym *gp_store_acronyms(const gp_store *store, size_t *count);
/* Candidates with evidence. Costs the postings of the terms. */
gp_status gp_store_match(gp_store *store, const gp_match_request *request, gp_arena *arena,
                         gp_match *match, gp_error *error) GP_MUST_CHECK;
/* Evidence for given sections, whatever words they hold: as gp_store_match, but its candidates are
 * those of handles[0..n) that filters, MUST and MUST_NOT let through, in no order, and `total` their
 * number; facets are not counted. n at most 1000. In an index too large for its words to be
 * held in memory: without sightings, and with MUST or MUST_NOT terms none. */
gp_status gp_store_look(gp_store *store, const gp_match_request *request, const gp_handle *handles,
                        size_t n, gp_arena *arena, gp_match *match, gp_error *error) GP_MUST_CHECK;
/* The vectors of all sections, or NULL when there are none; as long as the store lives. */
typedef struct gp_vectors {
    const int8_t *units;   /* [count][GP_UNIT_BYTES] */
    const uint32_t *first; /* of section h: units first[h] up to first[h + 1] */
    size_t count;
    gp_str model;
} gp_vectors;
const gp_vectors *gp_store_vectors(const gp_store *store);
/* Forms that begin with `prefix` (folded as the tokenizer does), most sections first, then by
 * form; at most `limit`. Empty prefix: all forms, by form. */
gp_status gp_store_words(gp_store *store, gp_str prefix, size_t limit, gp_arena *arena,
                         gp_word_list *words) GP_MUST_CHECK;
/* The handle of a section id; GP_NOT_FOUND. `slug` alone is the article's own section. */
gp_status gp_store_find(gp_store *store, gp_str id, gp_handle *handle) GP_MUST_CHECK;
/* A section related to another. */
typedef struct gp_near_section {
    gp_handle handle;
    gp_str id;         /* lives as long as the store */
    uint32_t document; /* equal for sections of one article; this generation only */
    bool same_article; /* as the section asked about */
} gp_near_section;
/* The sections nearest to a section by the words they share (store/related.h), nearest first:
 * related[0..count), the count being returned; none that `today` hides (0: off). Of one article there are
 * at most two; a public section has public ones alone, a staff section staff ones. No I/O. */
size_t gp_store_related(const gp_store *store, gp_handle handle, int32_t today,
                        gp_near_section related[GP_RELATED_MAX]);
/* Sections by handle: out[0..n). `text_only`: html, markdown and owner stay empty (cheaper). */
gp_status gp_store_fetch(gp_store *store, const gp_handle *handles, size_t n, bool text_only,
                         gp_arena *arena, gp_stored_section *out, gp_error *error) GP_MUST_CHECK;
/* A whole article with the sections this audience may see, in order; attachments are left empty.
 * A slug that is an old one: GP_OK with `*moved_to` the slug of today and `*document` empty.
 * GP_NOT_FOUND. */
gp_status gp_store_document(gp_store *store, gp_str slug, gp_arena *arena, gp_document *document,
                            gp_str *moved_to, gp_error *error) GP_MUST_CHECK;
/* An attachment's bytes and type; GP_NOT_FOUND. */
gp_status gp_store_attachment(gp_store *store, gp_str slug, gp_str name, gp_arena *arena,
                              gp_attachment *attachment, gp_error *error) GP_MUST_CHECK;
/* All articles: guides first, then posts, FAQs, pages; within a kind by weight (largest first),
 * then by title. */
gp_status gp_store_documents(gp_store *store, gp_arena *arena, gp_document_lines *documents,
                             gp_error *error) GP_MUST_CHECK;
/* What every section is called: (*labels)[0..*count), by handle: the sections of one article (of one
 * audience) stand together, in its order. Reads no text. */
gp_status gp_store_labels(gp_store *store, gp_arena *arena, gp_label **labels, size_t *count,
                          gp_error *error) GP_MUST_CHECK;
/* The site rules' JSON, as put; lives as long as the store; empty if none were put. */
gp_str gp_store_site(const gp_store *store);
/* 64 hex digits that name this generation: equal content gives equal names. */
gp_str gp_store_generation(const gp_store *store);
/* Looks for damage (SQLite's quick_check). GP_CORRUPT says what. FTS5's integrity-check needs a writer:
 * it runs when the index is built, and the checksum says that nothing has changed since. */
gp_status gp_store_check(gp_store *store, gp_error *error) GP_MUST_CHECK;

/* ---- other engines ------------------------------------------------------------------------ */

/* A build kept in memory; gp_memory_publish turns it into a store. For tests and small tools. */
gp_status gp_memory_begin(gp_build **build, gp_error *error) GP_MUST_CHECK;
gp_status gp_memory_publish(gp_build *build, gp_audience audience, gp_store **store,
                            gp_error *error) GP_MUST_CHECK;

/* Wraps `inner` (owned by the wrapper from now on, also on error): calls `line` with one line per
 * operation: its name, sizes and counts and microseconds, never a word of a question. */
typedef void gp_trace_fn(void *context, const char *line);
gp_status gp_trace_open(gp_store *inner, gp_trace_fn *line, void *context, gp_store **store,
                        gp_error *error) GP_MUST_CHECK;

#endif
