/* query_pieces.h - a question cut into plain, quoted and excluded stretches.
 *
 * Rules:    "quoted words" (also in typographic marks) are GP_MUST; -word and -"words" are GP_MUST_NOT;
 *           the rest is GP_SHOULD. A lone quotation mark says nothing; a minus excludes only behind a
 *           blank and before quoted words or a word of three letters or more ("co-occurring" and "-o"
 *           exclude nothing).
 */
#ifndef GP_SEARCH_QUERY_PIECES_H
#define GP_SEARCH_QUERY_PIECES_H

#include "store/store.h"

typedef struct gp_piece {
    gp_str text; /* without quotation marks and minus */
    gp_role role;
} gp_piece;
typedef GP_VEC(gp_piece) gp_piece_list;

/* `*ends_open`: the text ends in a plain piece and without a blank, so that its last word may be
 * unfinished. GP_NO_MEMORY. */
gp_status gp_query_split(gp_str text, gp_arena *arena, gp_piece_list *pieces,
                         bool *ends_open) GP_MUST_CHECK;

#endif
