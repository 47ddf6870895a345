/* internal.h - the table of contents of the SQLite engine.
 *
 * connection.c  opening, hardening, statements by name, values in and out, errors
 * fts.c         what FTS5 calls: our tokenizer, the evidence function
 * match.c       a match request to an FTS5 expression, and back
 * file.c        the index file: header, owner, checksum, bytes in memory or mapped; sealing a new one
 * open.c        a store: its connection and its image
 * places.c      FTS5's index read into postings in memory
 * vectors.c     vectors of meaning: kept while building, read into the image
 * read.c        sections and articles
 * moved.c       sections that old addresses in an article lead on to
 * kept.c        what of them is kept in memory
 * build.c       a build: put, drop, stamps
 * doclist.c     places gathered while a build begins from nothing (segment.h)
 * segment.c     FTS5's pages written from them
 * words.c       a section's words, gathered or given to FTS5
 * mined.c       what is found in the texts of a finished build
 * relate.c      its related sections
 * publish.c     finish, verify, rename
 * counts.c      the check of a large new index
 */
#ifndef GP_STORE_SQLITE_INTERNAL_H
#define GP_STORE_SQLITE_INTERNAL_H

#include "store/collector.h"
#include "store/engine.h"
#include "store/postings_match.h"
#include "store/sqlite/segment.h"
#include "store/vocabulary.h"

#include <pthread.h>
#include <sqlite3.h>

#define GP_INDEX_APPLICATION 0x47504458 /* "GPDX", in the header's application_id */
#define GP_INDEX_FORMAT      5          /* in the header's user_version */

/* ---- connection.c ---------------------------------------------------------------------------- */

/* What FTS5 is given to work with. */
typedef struct gp_fts {
    gp_tokenizer *tokenizer;
    gp_vocabulary *vocabulary;        /* counts while building; NULL while reading */
    uint32_t lengths[GP_FIELD_COUNT]; /* of the row being indexed, field by field */
    size_t field;                     /* the next field to be tokenized */
    gp_status status;                 /* first failure inside a callback */
} gp_fts;

typedef struct gp_connection {
    sqlite3 *db;
    gp_fts fts;
    sqlite3_stmt *statements[2][16]; /* readers' statements, by partition, prepared at first use */
} gp_connection;

/* Opens `path` (":memory:" for a reader) and teaches it our tokenizer and function. On failure the
 * connection is closed again. */
gp_status gp_connection_open(gp_connection *connection, const char *path,
                             gp_error *error) GP_MUST_CHECK;
void gp_connection_close(gp_connection *connection);
/* Forbids whatever could damage an index through SQL. */
void gp_connection_for_reading(gp_connection *connection);
/* Lets the connection read nothing but what visitors may see. */
void gp_connection_for_visitors(gp_connection *connection);
/* `sql` with "part_" replaced by the partition's prefix; both are constants of this program. */
gp_status gp_connection_prepare(gp_connection *connection, const char *sql, gp_audience part,
                                sqlite3_stmt **statement, gp_error *error) GP_MUST_CHECK;
/* Runs all statements of `sql`. */
gp_status gp_connection_run(gp_connection *connection, const char *sql, gp_audience part,
                            gp_error *error) GP_MUST_CHECK;
/* Steps a statement that gives no rows, and resets it. */
gp_status gp_statement_run(gp_connection *connection, sqlite3_stmt *statement,
                           gp_error *error) GP_MUST_CHECK;
/* The failure of the last call on this connection. */
gp_status gp_connection_failed(const gp_connection *connection, gp_error *error);
void gp_bind_text(sqlite3_stmt *statement, int parameter, gp_str text);
/* The section's HTML; NULL where it is just the paragraphs of its text, as for JSON Lines: a third of the
 * index need not be written. (When memory ends, it is kept.) */
void gp_bind_html(sqlite3_stmt *statement, int parameter, const gp_section *section);
/* It again, in the arena, which has failed if there is no memory. */
gp_str gp_column_html(sqlite3_stmt *statement, int column, gp_str text, gp_arena *arena);
/* A column's text: valid until the next step. */
gp_str gp_column_text(sqlite3_stmt *statement, int column);
gp_str gp_column_copy(sqlite3_stmt *statement, int column, gp_arena *arena);

/* ---- fts.c ----------------------------------------------------------------------------------- */

/* What the evidence function needs for one match. */
typedef struct gp_phrase {
    uint8_t term;
    uint8_t form;
} gp_phrase;

typedef struct gp_evidence {
    gp_collector *collector;
    gp_audience part;
    const gp_phrase *phrases; /* by FTS5's phrase number */
    size_t phrase_count;
} gp_evidence;

gp_status gp_fts_register(gp_connection *connection, gp_error *error) GP_MUST_CHECK;

/* ---- file.c ---------------------------------------------------------------------------------- */

typedef struct gp_index_file {
    unsigned char *bytes;
    size_t size;
    bool mapped;         /* else in our own memory, which nobody can pull away */
    const char *by_name; /* fresh and large: SQLite opens this path, the caller's; else NULL */
    atomic_uint users;   /* images of stores that read it */
    char checksum[65];
} gp_index_file;

/* Reads (up to 256 MiB) or maps the file, after checking owner, header and, unless it is `fresh` (just
 * built, not sealed yet), checksum. */
gp_status gp_index_file_open(const char *path, bool fresh, gp_index_file *file,
                             gp_error *error) GP_MUST_CHECK;
void gp_index_file_close(gp_index_file *file);
/* Writes the file's bytes to the descriptor `to` while it checks them as gp_index_file_open does; of one
 * that is not `sound`, any part may have been written. GP_IO: they cannot be written. */
gp_status gp_index_file_copy(const char *path, int to, bool *sound, gp_error *error) GP_MUST_CHECK;
/* The blob whose last 32 bytes hold the checksum. */
#define GP_MARK_SIZE 48
void gp_index_mark(unsigned char mark[GP_MARK_SIZE]);
/* The checksum of a finished file, made on a second core while the file is verified: of a large index half a
 * second. */
#define GP_HASH_SIZE 32
typedef struct gp_sealing {
    const char *path;
    int descriptor;
    size_t size;
    pthread_t thread;
    bool beside; /* there is a thread */
    bool mapped;
    unsigned char hash[GP_HASH_SIZE];
    size_t hash_at; /* 0: there is no place for it */
} gp_sealing;
/* Begins to read the file, which must not be written until gp_sealing_end. `path` and `self` must stay until
 * then, and the end must come if this was GP_OK. GP_IO. */
gp_status gp_sealing_begin(const char *path, gp_sealing *self, gp_error *error) GP_MUST_CHECK;
/* Waits for the checksum and, if what was `verified` is GP_OK, writes it into the file and syncs that; else
 * gives `verified` back. GP_IO, GP_CORRUPT. */
gp_status gp_sealing_end(gp_sealing *self, gp_status verified, gp_error *error) GP_MUST_CHECK;

/* A connection on the bytes of `file`, not yet restricted. On failure it is closed again. */
gp_status gp_connection_open_bytes(gp_connection *connection, gp_index_file *file,
                                   gp_error *error) GP_MUST_CHECK;

/* ---- places.c -------------------------------------------------------------------------------- */

/* The field of a column as fts5vocab names it. */
gp_field gp_sqlite_field_of(gp_str column);
/* Fills image->postings, unless the index has more places than they may hold. The image must be
 * sealed. GP_CORRUPT: FTS5 holds a stem or a row that the tables do not know. */
gp_status gp_sqlite_read_places(gp_index_file *file, gp_audience audience, gp_image *image,
                                gp_error *error) GP_MUST_CHECK;

/* ---- match.c --------------------------------------------------------------------------------- */

gp_status gp_sqlite_match(gp_store *store, const gp_match_request *request, gp_arena *arena,
                          gp_match *match, gp_error *error) GP_MUST_CHECK;

/* ---- open.c, read.c ---------------------------------------------------------------------------------- */

typedef struct gp_sqlite_store {
    gp_store store; /* must be first */
    gp_image *image;
    gp_audience audience;
    gp_connection connection;
    gp_match_scratch scratch; /* made when first needed */
} gp_sqlite_store;

/* How an index is opened. */
typedef enum gp_opening {
    GP_OPEN_PUBLISHED, /* gp_store_open */
    GP_OPEN_FTS,       /* nothing kept: every match is FTS5's, every text read. For tests */
    GP_OPEN_FRESH      /* GP_OPEN_FTS for a file that has no checksum yet */
} gp_opening;
gp_status gp_sqlite_open(const char *path, gp_opening opening, gp_audience audience,
                         gp_store **store, gp_error *error) GP_MUST_CHECK;

/* The operations of gp_store_ops, by the same names. */
gp_status gp_sqlite_fetch(gp_store *store, const gp_handle *handles, size_t n, bool text_only,
                          gp_arena *arena, gp_stored_section *out, gp_error *error) GP_MUST_CHECK;
gp_status gp_sqlite_document(gp_store *store, gp_str slug, gp_arena *arena, gp_document *document,
                             gp_str *moved_to, gp_error *error) GP_MUST_CHECK;
gp_status gp_sqlite_attachment(gp_store *store, gp_str slug, gp_str name, gp_arena *arena,
                               gp_attachment *attachment, gp_error *error) GP_MUST_CHECK;
gp_status gp_sqlite_documents(gp_store *store, gp_arena *arena, gp_document_lines *documents,
                              gp_error *error) GP_MUST_CHECK;
gp_status gp_sqlite_labels(gp_store *store, gp_arena *arena, gp_label *labels,
                           gp_error *error) GP_MUST_CHECK;
gp_status gp_sqlite_check(gp_store *store, gp_error *error) GP_MUST_CHECK;
/* Reads the list of articles, and the texts of a small site, into the sealed image. */
gp_status gp_sqlite_keep(gp_sqlite_store *store, gp_error *error) GP_MUST_CHECK;

/* The reader's statement number `slot` on a partition, prepared at first use. */
typedef enum gp_reader_statement {
    GP_READ_MATCH,
    GP_READ_SECTION,
    GP_READ_SECTION_TEXT,
    GP_READ_DOCUMENT,
    GP_READ_SECTIONS,
    GP_READ_ALIAS,
    GP_READ_MOVED,
    GP_READ_ATTACHMENT,
    GP_READ_LINES,
    GP_READ_LABELS
} gp_reader_statement;
gp_status gp_reader_get(gp_sqlite_store *store, gp_reader_statement slot, gp_audience part,
                        sqlite3_stmt **statement, gp_error *error) GP_MUST_CHECK;

/* ---- build.c, words.c, publish.c ---------------------------------------------------------------------- */

/* A build's statements on one partition. */
typedef struct gp_part_statements {
    sqlite3_stmt *document, *alias, *attachment, *section, *fts, *fts_delete, *path_of_slug;
    sqlite3_stmt *meaning, *vectors, *vectors_has;
} gp_part_statements;

typedef struct gp_sqlite_build {
    gp_build build; /* must be first */
    gp_connection connection;
    gp_part_statements parts[2];
    gp_vocabulary words[2];
    gp_segments segments[2];
    bool direct; /* the postings are written by us, not through FTS5 */
    int64_t next_section[2];
    gp_arena scratch;
    int lock; /* descriptor of "<path>.new", locked */
    bool refreshed;
    size_t changes; /* sections put and dropped */
    char path[4096], beside[4096];
} gp_sqlite_build;

/* Keeps the section's aliases of the form "old-slug#old-anchor" with those of document `document`. */
gp_status gp_sqlite_put_moved(gp_sqlite_build *build, const gp_section *section, gp_audience part,
                              int64_t document, gp_error *error) GP_MUST_CHECK;
/* gp_build_sections */
gp_status gp_sqlite_sections(gp_build *base, gp_str path, gp_build_section_fn *fn, void *context,
                             gp_error *error) GP_MUST_CHECK;
/* Fills out->moved for its slug and old slugs. O(sections of the articles that took them). */
gp_status gp_sqlite_read_moved(gp_sqlite_store *store, gp_arena *arena, gp_document *out,
                               gp_error *error) GP_MUST_CHECK;

/* What was gathered becomes FTS5's (see gp_segments_finish). */
gp_status gp_sqlite_put_segments(gp_sqlite_build *build, gp_audience part,
                                 gp_error *error) GP_MUST_CHECK;
/* From now on all words go through FTS5, which can also forget some. Costs a new connection if any were
 * gathered. */
gp_status gp_sqlite_leave_to_fts(gp_sqlite_build *build, gp_error *error) GP_MUST_CHECK;
gp_status gp_sqlite_build_prepare(gp_sqlite_build *build, gp_error *error) GP_MUST_CHECK;
/* Opens the file beside for writing; on failure the connection may be open still. */
gp_status gp_sqlite_build_connect(gp_sqlite_build *build, gp_error *error) GP_MUST_CHECK;
/* Indexes the section's words as row `id`, and leaves its lengths in build->connection.fts. */
gp_status gp_sqlite_index_words(gp_sqlite_build *build, const gp_document *document,
                                const gp_section *section, gp_audience part, int64_t id,
                                gp_error *error) GP_MUST_CHECK;
void gp_sqlite_build_close_statements(gp_sqlite_build *build);
gp_status gp_sqlite_publish(gp_build *build, gp_error *error) GP_MUST_CHECK;
void gp_sqlite_abandon(gp_build *build);

/* ---- vectors.c ------------------------------------------------------------------------------- */

gp_status gp_sqlite_has_vectors(gp_build *build, gp_audience part, gp_str name, bool *has,
                                gp_error *error) GP_MUST_CHECK;
gp_status gp_sqlite_put_vectors(gp_build *build, gp_audience part, gp_str name, const int8_t *units,
                                size_t count, gp_error *error) GP_MUST_CHECK;
gp_status gp_sqlite_model(gp_build *build, gp_str model, gp_error *error) GP_MUST_CHECK;
/* Remembers by which name a section's vectors are kept. */
gp_status gp_sqlite_put_meaning(gp_sqlite_build *build, gp_audience part, int64_t section,
                                gp_str name, gp_error *error) GP_MUST_CHECK;
/* Fills image->vectors; the image must be sealed. GP_CORRUPT: vectors of no section, or half a one. */
gp_status gp_sqlite_read_vectors(gp_connection *connection, gp_audience audience, gp_image *image,
                                 gp_error *error) GP_MUST_CHECK;

/* ---- mined.c --------------------------------------------------------------------------------- */

/* Fills the partition's tables of what its finished sections say by themselves. */
gp_status gp_sqlite_mine(gp_sqlite_build *build, gp_audience part, gp_error *error) GP_MUST_CHECK;

/* ---- relate.c -------------------------------------------------------------------------------- */

/* True when the words of both partitions are gathered, and none are written yet. */
bool gp_sqlite_words_at_hand(const gp_sqlite_build *build);
/* Fills the partition's table of related sections: with the words at hand, or, when all were written and
 * committed, from FTS5. */
gp_status gp_sqlite_relate(gp_sqlite_build *build, gp_audience part, gp_error *error) GP_MUST_CHECK;

/* ---- counts.c -------------------------------------------------------------------------------- */

/* FTS5's counts of sections and places, stem by stem, against those in the tables. GP_CORRUPT. */
gp_status gp_sqlite_check_counts(gp_index_file *file, gp_error *error) GP_MUST_CHECK;

#endif
