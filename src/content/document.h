/* document.h - what the readers make and the store keeps: an article and its sections.
 *
 * Idea:     a section is a heading with the text up to the next heading, at any level; the text
 *           before the first heading is the article's own section (anchor and heading empty, level
 *           1, id = slug). Sections stand in the order of the source.
 * Memory:   everything lives in the arena of the document.
 */
#ifndef GP_CONTENT_DOCUMENT_H
#define GP_CONTENT_DOCUMENT_H

#include "base/arena.h"

typedef enum gp_kind {
    GP_GUIDE,
    GP_POST,
    GP_FAQ,
    GP_PAGE
} gp_kind;
#define GP_KIND_COUNT 4

typedef enum gp_audience {
    GP_PUBLIC,
    GP_STAFF
} gp_audience;

typedef enum gp_doc_status {
    GP_PUBLISHED,
    GP_DRAFT,
    GP_ARCHIVED
} gp_doc_status;

/* publish_on of a draft in the index of a preview: a day on which nobody is shown anything. */
#define GP_NEVER "9999-12-31"

typedef enum gp_approval_state {
    GP_UNAPPROVED, /* nobody has approved this section */
    GP_APPROVED,   /* approved, and the text is the one that was approved */
    GP_LAPSED      /* approved once, the text has changed since */
} gp_approval_state;

typedef struct gp_approval {
    gp_approval_state state;
    gp_str by;        /* who; empty when unapproved */
    gp_str on;        /* "YYYY-MM-DD" */
    gp_str review_by; /* "YYYY-MM-DD" or empty */
} gp_approval;

typedef struct gp_section {
    gp_str id;             /* slug#anchor, or slug for the article's own section */
    gp_str anchor;         /* GitHub slug of the heading, unique in the document; may be empty */
    gp_str heading;        /* plain text */
    int level;             /* 1 the article's own, 2..6 the heading's level */
    size_t line;           /* of the heading in the source file, from 1 */
    gp_str_list trail;     /* headings above this one, outermost first, without title and itself */
    gp_str text;           /* plain text without the heading: paragraphs, items and table rows are
                              lines; items begin with "- " or "1. "; cells are joined by " | ";
                              no citation marks */
    gp_str html;           /* sanitised HTML of the body, without the heading element */
    gp_str markdown;       /* the source lines, heading included (empty for other formats) */
    gp_str_list questions; /* other wordings that visitors use */
    gp_str_list synonyms;  /* words indexed with the section, not shown */
    gp_str_list aliases;   /* old anchors; of another article's section: "old-slug#old-anchor" */
    gp_audience audience;
    gp_str owner;
    gp_str review_by; /* "YYYY-MM-DD" or empty */
    gp_approval approval;
    gp_str meaning; /* names the vectors of its units (store.h); empty: it has none */
    gp_str url;     /* where the section really lives, for JSON Lines input; empty: our own page */
} gp_section;
typedef GP_VEC(gp_section) gp_section_list;

/* An image or other file shown in the article. */
typedef struct gp_attachment {
    gp_str name; /* as the article names it, relative to its folder, no ".." */
    gp_str mime; /* image/png, image/jpeg, image/webp, image/gif, image/avif */
    gp_str bytes;
} gp_attachment;
typedef GP_VEC(gp_attachment) gp_attachment_list;

/* A section that stood in an article once and stands in another now. */
typedef struct gp_moved_section {
    gp_str anchor; /* the old one, in the old article */
    gp_str slug, to,
        heading;  /* the new article's slug; its anchor and heading there, may be empty */
    gp_str title; /* the new article's */
    gp_str publish_on, expires_on; /* the new article's */
} gp_moved_section;
typedef GP_VEC(gp_moved_section) gp_moved_list;

typedef struct gp_document {
    gp_str path; /* relative to the corpus root; of JSON Lines: the file's */
    gp_str hash; /* hex, of all that the document was made from (file, approvals, reader version) */
    gp_str slug, title, summary, lang, date, updated, owner, review_by, publish_on, expires_on;
    gp_str source_url;
    gp_kind kind;
    gp_doc_status status;
    gp_audience audience;
    double weight; /* 1 = usual; multiplies nothing, breaks near ties */
    gp_str_list tags, questions, synonyms, aliases, related;
    gp_section_list sections;
    gp_attachment_list attachments;
    gp_moved_list moved; /* only of one that a store gives */
} gp_document;

/* "guide", "post", "faq", "page". */
const char *gp_kind_name(gp_kind kind);
bool gp_kind_parse(gp_str name, gp_kind *kind);
const char *gp_audience_name(gp_audience audience);
const char *gp_approval_name(gp_approval_state state); /* "none", "approved", "lapsed" */

/* Takes "old-slug#old-anchor" apart; false for an anchor alone. Both point into `alias`. */
bool gp_alias_parts(gp_str alias, gp_str *slug, gp_str *anchor);
/* An article's alias as it is looked up: a path of the site before, "/old/place/", without the slashes at its ends. */
gp_str gp_alias_place(gp_str alias);
/* True when the slug is the document's, or was. O(aliases). */
bool gp_document_called(const gp_document *document, gp_str slug);
/* Who may see a section of the document: an article for staff makes all of its sections so. */
gp_audience gp_section_audience(const gp_document *document, const gp_section *section);
/* The last day on which the section needs no review: the earlier of its own review_by and its valid approval's,
 * where an approval given on that day or later is the review that was due. Empty: none was set. */
gp_str gp_section_due(const gp_section *section);
/* Its approval with that day as review_by: what every "verified" goes by. */
gp_approval gp_section_approval(const gp_section *section);
/* What an approval binds to: SHA-256 of heading, a line end and text; 64 hex digits in the arena, NULL
 * data when memory ends. Made when asked for: of most sections nobody ever asks. */
gp_str gp_section_sha256(const gp_section *section, gp_arena *arena);
/* Fills the id of every section from slug and anchor. */
gp_status gp_document_seal(gp_document *document, gp_arena *arena, gp_error *error) GP_MUST_CHECK;

#endif
