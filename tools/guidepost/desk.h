/* desk.h - which desk a command works on. */
#ifndef GUIDEPOST_DESK_H
#define GUIDEPOST_DESK_H

#include <stdbool.h>

/* For the table of a command's options. */
#define CLI_DESK_OPTION                                                                            \
    {                                                                                              \
        'D', "desk", "FILE", "votes and counts ($GUIDEPOST_DESK, desk.db)"                         \
    }

/* What --desk gave (NULL: nothing), else the environment's GUIDEPOST_DESK, else "desk.db" in this folder;
 * `*named` is false only for the last. */
const char *cli_desk_path(const char *given, bool *named);

#endif
