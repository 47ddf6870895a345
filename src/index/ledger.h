/* ledger.h - what an index remembers of the files it was made from, so that a refresh can tell what
 * has changed without reading it.
 *
 * Idea:     the store keeps stamps (path, hash, counts). A file's own stamp has its path; what else
 *           must be remembered of it are stamps behind it in order, "path TAB kind TAB rest": the
 *           images it shows (with their hashes) and the problems it had (so that they are told again
 *           when nothing was read). Paths hold no TAB (input.c refuses them).
 * Memory:   the arena given.
 */
#ifndef GP_INDEX_LEDGER_H
#define GP_INDEX_LEDGER_H

#include "content/problem.h"
#include "store/store.h"

typedef enum gp_note_kind {
    GP_NOTE_WARNING = 'w',
    GP_NOTE_SKIPPED = 's',  /* a draft or archived article */
    GP_NOTE_REFUSED = 'r',  /* the file or line was left out */
    GP_NOTE_CONTESTED = 'c' /* left out because its slug was taken: may be let in next time */
} gp_note_kind;

typedef struct gp_note {
    gp_note_kind kind;
    size_t line; /* 0: the whole file */
    gp_str what;
} gp_note;

typedef struct gp_image {
    gp_str name; /* as the article names it */
    gp_str hash; /* of its file; empty: it could not be shown */
} gp_image;
typedef GP_VEC(gp_image) gp_image_list;

typedef struct gp_ledger_entry {
    gp_str path;
    gp_str hash; /* see gp_input_hash */
    size_t documents, sections;
    gp_image_list images;
    GP_VEC(gp_note) notes;
} gp_ledger_entry;

typedef struct gp_ledger {
    GP_VEC(gp_ledger_entry) entries; /* by path */
} gp_ledger;

/* Reads what the build took over from the published index (nothing: an empty ledger). */
gp_status gp_ledger_load(gp_build *build, gp_arena *arena, gp_ledger *ledger,
                         gp_error *error) GP_MUST_CHECK;
/* The entry of a path, or NULL. O(log n). */
const gp_ledger_entry *gp_ledger_find(const gp_ledger *ledger, gp_str path);
/* Writes an entry into the build. */
gp_status gp_ledger_write(gp_build *build, const gp_ledger_entry *entry, gp_arena *scratch,
                          gp_error *error) GP_MUST_CHECK;
/* Drops the file's documents from the build, and all that is remembered of it. */
gp_status gp_ledger_drop(gp_build *build, const gp_ledger_entry *entry, gp_arena *scratch,
                         gp_error *error) GP_MUST_CHECK;

#endif
