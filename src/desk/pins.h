/* pins.h - what an account of staff keeps at hand: sections pinned, in an order of its own, and those used last.
 *
 * Privacy:  of what was used, the section and its place in the order are kept; no time, and no question. These are
 *           one's own notes, not deeds on an answer: the audit does not tell of them.
 * Ids:      any text; a section that is gone stays in the list until it is taken out, so that it comes
 *           back with an index that holds it again.
 * Errors:   as file.h; each call is one transaction, on the disk when it returns.
 * Threads:  gp_desk_file_*: one at a time; gp_desk_*: any, waiting for the disk as gp_desk_vote does, GP_BUSY.
 */
#ifndef GP_DESK_PINS_H
#define GP_DESK_PINS_H

#include "desk/desk.h"

#define GP_PINS_MAX    50 /* of one account */
#define GP_RECENTS_MAX 12

/* Pins a section behind the others; one that is pinned stays where it is. GP_TOO_LARGE: GP_PINS_MAX are. */
gp_status gp_desk_file_pin(gp_desk_file *file, gp_str account, gp_str section,
                           gp_error *error) GP_MUST_CHECK;
/* One that is not pinned is fine. */
gp_status gp_desk_file_unpin(gp_desk_file *file, gp_str account, gp_str section,
                             gp_error *error) GP_MUST_CHECK;
/* Gives a pinned section a place from 1 (one beyond the last is the last) and moves the others along.
 * GP_NOT_FOUND: it is not pinned. */
gp_status gp_desk_file_move_pin(gp_desk_file *file, gp_str account, gp_str section, size_t place,
                                gp_error *error) GP_MUST_CHECK;
/* In their order. */
gp_status gp_desk_file_pins(gp_desk_file *file, gp_str account, gp_arena *arena, gp_str_list *pins,
                            gp_error *error) GP_MUST_CHECK;
/* Remembers that a section was opened or copied; of older ones the last GP_RECENTS_MAX stay. */
gp_status gp_desk_file_use(gp_desk_file *file, gp_str account, gp_str section,
                           gp_error *error) GP_MUST_CHECK;
/* The last one first. */
gp_status gp_desk_file_recents(gp_desk_file *file, gp_str account, gp_arena *arena,
                               gp_str_list *recents, gp_error *error) GP_MUST_CHECK;

/* The same at a server's desk. */
gp_status gp_desk_pin(gp_desk *desk, gp_str account, gp_str section, gp_error *error) GP_MUST_CHECK;
gp_status gp_desk_unpin(gp_desk *desk, gp_str account, gp_str section,
                        gp_error *error) GP_MUST_CHECK;
gp_status gp_desk_move_pin(gp_desk *desk, gp_str account, gp_str section, size_t place,
                           gp_error *error) GP_MUST_CHECK;
gp_status gp_desk_use_section(gp_desk *desk, gp_str account, gp_str section,
                              gp_error *error) GP_MUST_CHECK;
/* Both lists, read together. */
gp_status gp_desk_at_hand(gp_desk *desk, gp_str account, gp_arena *arena, gp_str_list *pins,
                          gp_str_list *recents, gp_error *error) GP_MUST_CHECK;

#endif
