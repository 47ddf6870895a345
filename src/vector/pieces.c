#include "vector/pieces.h"

#include "base/memory.h"
#include "base/utf8.h"

#include <string.h>
#include <utf8proc.h>

enum {
    BLANK = 0x2581,
    PIECE_BYTES = 64,
    EXPANSION = 18, /* characters that one becomes under NFKC, at most (U+FDFA) */
    CLASSES = 256,
    NO_NODE = 0, /* the root is nobody's child */
    UNKNOWN = 0
};

/* One step of the trie: from node `parent` over `code` to `child`. */
typedef struct edge {
    uint32_t parent, code, child; /* child NO_NODE: the slot is free */
} edge;

/* The trie's edges stand in one hash table (open addressing), a node is a number. */
struct gp_pieces {
    gp_vocabulary vocabulary;
    edge *edges;      /* [mask + 1] */
    size_t mask;      /* a power of two, less one */
    uint16_t *ends;   /* [nodes] the piece that ends here, or UNKNOWN */
    uint8_t *lengths; /* [vocabulary.count] characters of a piece */
    uint32_t nodes;   /* handed out so far; the root is node 0 */
};

/* ---- the trie -------------------------------------------------------------------------------- */

static edge *find_edge(const gp_pieces *pieces, uint32_t parent, uint32_t code)
{
    size_t slot = ((uint64_t)(parent ^ code << 13) * 0x9E3779B97F4A7C15u) >> 32;

    for (;; slot++) {
        edge *found = &pieces->edges[slot & pieces->mask];
        if (found->child == NO_NODE || (found->parent == parent && found->code == code))
            return found;
    }
}

static gp_str piece_text(const gp_vocabulary *vocabulary, size_t id)
{
    uint32_t start = vocabulary->offsets[id];

    return (gp_str){vocabulary->bytes + start, vocabulary->offsets[id + 1] - start};
}

/* Of equal pieces the later one counts, as in the original. */
static void insert(gp_pieces *pieces, size_t id)
{
    gp_str text = piece_text(&pieces->vocabulary, id);
    uint32_t node = 0;

    for (size_t at = 0; at < text.size; pieces->lengths[id]++) {
        uint32_t code = gp_utf8_next(text, &at);
        edge *step = find_edge(pieces, node, code);
        if (step->child == NO_NODE)
            *step = (edge){node, code, ++pieces->nodes};
        node = step->child;
    }
    pieces->ends[node] = (uint16_t)id;
}

static gp_status check(const gp_vocabulary *vocabulary, gp_error *error)
{
    uint32_t bytes;

    if (vocabulary->count <= GP_PIECES_RESERVED || vocabulary->count > GP_PIECES_ALL_MAX)
        return gp_error_set(error, GP_CORRUPT, "a vocabulary of %zu pieces", vocabulary->count);
    bytes = vocabulary->offsets[vocabulary->count];
    for (size_t i = 0; i < vocabulary->count; i++) {
        uint32_t start = vocabulary->offsets[i], end = vocabulary->offsets[i + 1];
        if (start >= end || end - start > PIECE_BYTES || end > bytes ||
            !gp_utf8_valid(piece_text(vocabulary, i), NULL))
            return gp_error_set(error, GP_CORRUPT, "piece %zu of the vocabulary is malformed", i);
    }
    return GP_OK;
}

/* Characters of all pieces: the trie has one node for each at most. */
static size_t count_symbols(const gp_vocabulary *vocabulary)
{
    size_t symbols = 0;

    for (size_t i = 0; i < vocabulary->offsets[vocabulary->count]; i++)
        symbols += ((unsigned char)vocabulary->bytes[i] & 0xC0) != 0x80;
    return symbols;
}

gp_status gp_pieces_open(const gp_vocabulary *vocabulary, gp_pieces **pieces, gp_error *error)
{
    gp_status status = check(vocabulary, error);
    gp_pieces *self = NULL;
    size_t symbols, slots = 64;

    *pieces = NULL;
    if (status != GP_OK)
        return status;
    symbols = count_symbols(vocabulary);
    while (slots < symbols + symbols / 4)
        slots *= 2; /* so the table is never full */
    self = gp_alloc(sizeof *self);
    if (self != NULL) {
        *self = (gp_pieces){.vocabulary = *vocabulary, .mask = slots - 1};
        self->edges = gp_alloc(slots * sizeof *self->edges);
        self->ends = gp_alloc((symbols + 1) * sizeof *self->ends);
        self->lengths = gp_alloc(vocabulary->count);
    }
    if (self == NULL || self->edges == NULL || self->ends == NULL || self->lengths == NULL) {
        gp_pieces_close(self);
        return gp_error_set(error, GP_NO_MEMORY, "not enough memory for the vocabulary");
    }
    for (size_t i = GP_PIECES_RESERVED; i < vocabulary->count; i++)
        insert(self, i);
    self->lengths[UNKNOWN] = 1;
    *pieces = self;
    return GP_OK;
}

void gp_pieces_close(gp_pieces *pieces)
{
    if (pieces == NULL)
        return;
    gp_free(pieces->edges);
    gp_free(pieces->ends);
    gp_free(pieces->lengths);
    gp_free(pieces);
}

/* ---- NFKC ------------------------------------------------------------------------------------ */

/* Whole characters, decomposed, as many as there is room for. */
static size_t decompose(gp_str text, gp_pieces_scratch *scratch)
{
    size_t count = 0;

    for (size_t at = 0; at < text.size && count + EXPANSION <= GP_PIECES_SYMBOLS;) {
        int boundary = 0;
        utf8proc_int32_t code = (utf8proc_int32_t)gp_utf8_next(text, &at);
        utf8proc_ssize_t added =
            utf8proc_decompose_char(code, scratch->symbols + count, EXPANSION,
                                    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
        if (added > 0)
            count += (size_t)added;
    }
    return count;
}

/* Marks after one letter into the order of their classes, equal ones as they stood: a counting
 * sort, so that a text of nothing but marks costs no more than another. */
static void sort_marks(gp_pieces_scratch *scratch, size_t start, size_t end)
{
    size_t places[CLASSES + 1] = {0};

    for (size_t i = start; i < end; i++)
        places[scratch->classes[i] + 1]++;
    for (size_t i = 0; i < CLASSES; i++)
        places[i + 1] += places[i];
    for (size_t i = start; i < end; i++)
        scratch->sorted[places[scratch->classes[i]]++] = scratch->symbols[i];
    memcpy(scratch->symbols + start, scratch->sorted, (end - start) * sizeof *scratch->sorted);
}

static void order_marks(gp_pieces_scratch *scratch, size_t count)
{
    size_t start = 0; /* of the run of marks that symbol i belongs to */

    for (size_t i = 0; i <= count; i++) {
        scratch->classes[i] = 0;
        if (i < count)
            scratch->classes[i] =
                (uint8_t)utf8proc_get_property(scratch->symbols[i])->combining_class;
        if (scratch->classes[i] > 0)
            continue;
        if (i > start + 1)
            sort_marks(scratch, start, i);
        start = i + 1;
    }
}

/* The text as the vocabulary spells it, in scratch->symbols; 0 for no text. */
static size_t normalize(gp_str text, gp_pieces_scratch *scratch)
{
    size_t count = decompose(text, scratch);
    utf8proc_ssize_t composed;

    if (count == 0)
        return 0;
    order_marks(scratch, count);
    composed = utf8proc_normalize_utf32(scratch->symbols, (utf8proc_ssize_t)count,
                                        UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    count = composed > 0 ? (size_t)composed : 0;
    memmove(scratch->symbols + 1, scratch->symbols, count * sizeof *scratch->symbols);
    scratch->symbols[0] = BLANK;
    for (size_t i = 1; i <= count; i++) {
        if (scratch->symbols[i] == ' ')
            scratch->symbols[i] = BLANK;
    }
    return count + 1;
}

/* ---- the best way to cut --------------------------------------------------------------------- */

/* A way that ends at `end` with piece `id` is kept if no better one is known. As in the
 * original, a sum of 0 stands for "none yet", and of equal ways the one with the later, shorter
 * piece is kept. */
static void offer(gp_pieces_scratch *scratch, size_t end, double sum, uint16_t id)
{
    if (scratch->best[end] != 0 && sum < scratch->best[end])
        return;
    scratch->best[end] = sum;
    scratch->last[end] = id;
}

static void offer_pieces(const gp_pieces *pieces, gp_pieces_scratch *scratch, size_t start,
                         size_t count)
{
    double before = scratch->best[start];
    uint32_t node = 0;
    bool found = false;

    for (size_t i = start; i < count; i++) {
        node = find_edge(pieces, node, (uint32_t)scratch->symbols[i])->child;
        if (node == NO_NODE)
            break;
        if (pieces->ends[node] == UNKNOWN)
            continue;
        found = true;
        offer(scratch, i + 1, pieces->vocabulary.scores[pieces->ends[node]] + before,
              pieces->ends[node]);
    }
    if (!found)
        offer(scratch, start + 1, before, UNKNOWN);
}

/* The best way, known from its end, into scratch->sorted, last piece first. */
static size_t walk_back(const gp_pieces *pieces, gp_pieces_scratch *scratch, size_t symbols)
{
    size_t found = 0;
    uint16_t id;

    for (size_t end = symbols; end > 0; end -= pieces->lengths[id]) {
        id = scratch->last[end];
        if (id != UNKNOWN || found == 0 || scratch->sorted[found - 1] != UNKNOWN)
            scratch->sorted[found++] = id;
    }
    return found;
}

size_t gp_pieces_cut(const gp_pieces *pieces, gp_str text, gp_pieces_scratch *scratch,
                     uint16_t ids[GP_PIECES_MAX])
{
    size_t symbols = normalize(text, scratch), found, kept;

    memset(scratch->best, 0, (symbols + 1) * sizeof *scratch->best);
    memset(scratch->last, 0, (symbols + 1) * sizeof *scratch->last);
    for (size_t i = 0; i < symbols; i++)
        offer_pieces(pieces, scratch, i, symbols);
    found = walk_back(pieces, scratch, symbols);
    kept = found < GP_PIECES_MAX ? found : GP_PIECES_MAX;
    for (size_t i = 0; i < kept; i++)
        ids[i] = (uint16_t)scratch->sorted[found - 1 - i];
    return kept;
}
