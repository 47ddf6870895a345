/* secret_input.h - a password from the terminal (not shown, asked for twice) or from stdin (one line); never from the
 * command line, where other users of the machine could read it. */
#ifndef GUIDEPOST_SECRET_INPUT_H
#define GUIDEPOST_SECRET_INPUT_H

#include "base/arena.h"

/* GP_INVALID: no line came, it is too long, or the two were not the same. GP_IO: the terminal cannot be used. */
gp_status cli_read_password(gp_arena *arena, gp_str *password, gp_error *error) GP_MUST_CHECK;

#endif
