#include "desk.h"

#include <stdlib.h>

const char *cli_desk_path(const char *given, bool *named)
{
    const char *path = given != NULL ? given : getenv("GUIDEPOST_DESK");

    *named = path != NULL && path[0] != '\0';
    return *named ? path : "desk.db";
}
