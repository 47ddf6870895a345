/* pieces.h - text to word pieces, as the encoder's model was trained on them.
 *
 * Idea:     SentencePiece's unigram model: of all ways to cut the text into pieces of a vocabulary,
 *           the one with the largest sum of scores (log probabilities). Text is made NFKC first; a
 *           blank is written U+2581, and one stands in front. A character that begins no piece is
 *           piece 0; a run of those counts once.
 * Source:   Kudo 2018, "Subword Regularization"; where two ways tie and where a character begins
 *           only pieces that lead nowhere, as the tokenizer of @energetic-ai/embeddings 0.2.0 does
 *           it.
 * Memory:   the vocabulary's bytes are borrowed; the trie over it is owned (about 1 MB for 8,000).
 * Threads:  gp_pieces is read only once open; each thread brings its own scratch.
 */
#ifndef GP_VECTOR_PIECES_H
#define GP_VECTOR_PIECES_H

#include "base/status.h"
#include "base/str.h"

#include <stdint.h>

enum {
    GP_PIECES_MAX = 128,       /* pieces of a text that the model reads; the rest is not seen */
    GP_PIECES_RESERVED = 6,    /* ids 0..5 (unknown, begin, end ...) stand for no text */
    GP_PIECES_SYMBOLS = 8192,  /* characters (decomposed) of a text that are looked at */
    GP_PIECES_ALL_MAX = 65535, /* pieces of a vocabulary */
};

/* Pieces in the order of their ids, borrowed. */
typedef struct gp_vocabulary {
    size_t count;            /* 1..GP_PIECES_ALL_MAX */
    const double *scores;    /* [count] */
    const uint32_t *offsets; /* [count + 1]: piece i is bytes [offsets[i], offsets[i + 1]) */
    const char *bytes;       /* UTF-8 */
} gp_vocabulary;

typedef struct gp_pieces gp_pieces;

/* The work of one call; nothing in it needs to be set before or read after. About 170 KB. */
typedef struct gp_pieces_scratch {
    int32_t symbols[GP_PIECES_SYMBOLS + 1], sorted[GP_PIECES_SYMBOLS + 1];
    double best[GP_PIECES_SYMBOLS + 2];     /* of the ways to cut the symbols before this one */
    uint16_t last[GP_PIECES_SYMBOLS + 2];   /* the last piece of the best way */
    uint8_t classes[GP_PIECES_SYMBOLS + 1]; /* canonical combining classes */
} gp_pieces_scratch;

/* GP_CORRUPT when offsets fall, a piece is empty, longer than 64 bytes or no UTF-8; GP_NO_MEMORY;
 * `*pieces` is NULL then. O(bytes). */
gp_status gp_pieces_open(const gp_vocabulary *vocabulary, gp_pieces **pieces,
                         gp_error *error) GP_MUST_CHECK;
/* NULL is fine. */
void gp_pieces_close(gp_pieces *pieces);

/* Cuts any bytes (malformed ones read as U+FFFD) into at most GP_PIECES_MAX ids and returns how
 * many; 0 for no text. Of a longer text the first pieces. O(min(size, GP_PIECES_SYMBOLS) *
 * longest piece); 3 us for a question. */
size_t gp_pieces_cut(const gp_pieces *pieces, gp_str text, gp_pieces_scratch *scratch,
                     uint16_t ids[GP_PIECES_MAX]);

#endif
