#include "model.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define USUAL "guidepost-en.model"

gp_status cli_encoder_open(const char *named, gp_encoder **encoder, gp_error *error)
{
    const char *path = named != NULL ? named : getenv("GUIDEPOST_MODEL");
    gp_status status;

    *encoder = NULL;
    if (path != NULL && strcmp(path, "off") == 0)
        return GP_OK;
    if (gp_hash_init() != GP_OK)
        return gp_error_set(error, GP_IO, "the system gives no randomness");
    status = gp_encoder_open(path != NULL ? path : USUAL, encoder, error);
    return status == GP_NOT_FOUND && path == NULL ? GP_OK : status;
}
